//! One post-mortem: what customers read, and the larger half that they never see.

use std::fmt::Write as _;

use super::COMPONENTS;
use super::dice::Dice;
use super::words::{APOLOGIES, DATA, EFFECTS, INTERNAL, PEOPLE, PUBLIC};

/// A post-mortem of a number.
pub struct Document {
    number: usize,
    days_ago: usize,
    minutes: usize,
    component: usize,
    effect: &'static str,
}

impl Document {
    /// Spread evenly over ten years.
    pub fn new(number: usize, of: usize, dice: &mut Dice) -> Self {
        let days_ago = 10 + number * 3640 / of.max(1);
        Self { number, days_ago, minutes: dice.between(18, 240), component: dice.roll(COMPONENTS.len()), effect: dice.of(EFFECTS) }
    }

    /// Its permalink.
    pub fn id(&self) -> String {
        format!("{}-{}-{}", self.at(0).format("%Y-%m-%d"), COMPONENTS[self.component].0, self.number)
    }

    /// The folder it lies in.
    pub fn year(&self) -> String {
        self.at(0).format("%Y").to_string()
    }

    /// The picture that its message shows, named from its folder.
    pub fn picture(&self) -> Option<String> {
        self.number.is_multiple_of(8).then(|| format!("images/chart-{}.png", self.number))
    }

    /// The whole file.
    pub fn text(&self, dice: &mut Dice) -> String {
        let mut text = self.front_matter(dice);
        self.updates(dice, &mut text);
        self.internal(dice, &mut text);
        self.message(dice, &mut text);
        text
    }

    /// Minutes after the start.
    fn at(&self, minutes: usize) -> chrono::DateTime<chrono::Utc> {
        let now: chrono::DateTime<chrono::Utc> = super::NOW.parse().expect("a time");
        let back = chrono::Duration::days(self.days_ago as i64) + chrono::Duration::minutes((self.number * 37 % 600) as i64);
        now - back + chrono::Duration::minutes(minutes as i64)
    }

    fn stamp(&self, minutes: usize) -> String {
        self.at(minutes).format("%Y-%m-%dT%H:%M:%SZ").to_string()
    }

    fn host(&self) -> String {
        format!("{}-data-{}", COMPONENTS[self.component].0, self.number % 40)
    }

    fn front_matter(&self, dice: &mut Dice) -> String {
        let (owner, commander, scribe) = (dice.of(PEOPLE), dice.of(PEOPLE), dice.of(PEOPLE));
        let impact = dice.of(&["degraded", "partial"]);
        format!(
            "---\ntitle: {host} out of memory\nstatus: closed\nseverity: P{severity}\nowner: {owner}\ncommander: {commander}\nscribe: {scribe}\nreviewers: [{owner}]\nattendees: [{owner}, {scribe}]\n\
             detected: {detected}\nmeeting: {{ scheduled: {held}, held: {held} }}\nchannel: \"#inc-{number}\"\ntickets: [ACME-{number}]\n\
             public:\n  title: {effect}\n  impact: {impact}\n  components: [{component}]\n  started: {started}\n  resolved: {resolved}\n  \
             published: {published}\n---\n",
            host = self.host(),
            severity = 1 + self.number % 3,
            detected = self.stamp(4),
            held = self.stamp(3000),
            number = self.number,
            effect = self.effect,
            component = COMPONENTS[self.component].0,
            started = self.stamp(0),
            resolved = self.stamp(self.minutes),
            published = self.stamp(4000),
        )
    }

    fn updates(&self, dice: &mut Dice, text: &mut String) {
        let middle = dice.between(0, 3);
        let phases = ["Identified", "Monitoring", "Update"];
        let line = |minutes: usize, phase: &str, words: &str, text: &mut String| {
            let _ = write!(text, "### {} — {phase}\n{words}\n\n", self.at(minutes).format("%Y-%m-%d %H:%M UTC"));
        };
        text.push_str("## Status updates\n");
        line(3, "Investigating", &format!("{}. We are looking for the cause.", self.effect), text);
        for (index, phase) in phases.iter().take(middle).enumerate() {
            line(5 + index * 4, phase, &self.sentence(PUBLIC, dice), text);
        }
        line(self.minutes, "Resolved", "Everything answers as before. A post-mortem follows within a week.", text);
    }

    fn internal(&self, dice: &mut Dice, text: &mut String) {
        for section in ["Summary", "Impact", "Timeline", "Root cause", "Lessons learned"] {
            let _ = writeln!(text, "## {section}");
            for _ in 0..dice.between(4, 7) {
                let words = dice.of(INTERNAL).replace("{host}", &self.host()).replace("{who}", dice.of(PEOPLE));
                let _ = writeln!(text, "- {} {}", self.at(dice.roll(self.minutes)).format("%H:%M"), words.replace("{ticket}", "ACME-7"));
            }
        }
        let _ = write!(text, "```\nERROR heap {} used=31.2G pool=old\n```\n", self.host());
        text.push_str("## Action items\n| Action | Owner | Ticket | State |\n| --- | --- | --- | --- |\n");
        for action in 0..dice.between(2, 4) {
            let _ = writeln!(text, "| raise the limit of pool {action} | {} | ACME-{} | done |", dice.of(PEOPLE), self.number + action);
        }
    }

    fn message(&self, dice: &mut Dice, text: &mut String) {
        let apology = self.sentence(APOLOGIES, dice);
        let _ = writeln!(text, "## External message\n### Summary\n{} for {} minutes. {apology}", self.effect, self.minutes);
        if let Some(picture) = self.picture() {
            let _ = writeln!(text, "\n![The share of requests that failed, minute by minute]({picture})");
        }
        for heading in ["What happened", "What went wrong", "What we do", "What we learned"] {
            let _ = write!(text, "\n### {heading}\n");
            if heading == "What happened" {
                let _ = write!(text, "{} ", self.sentence(DATA, dice));
            }
            for sentence in 0..dice.between(3, 7) {
                let end = if sentence % 3 == 2 { "\n\n" } else { " " };
                let _ = write!(text, "{}{end}", self.sentence(PUBLIC, dice));
            }
            if dice.roll(4) == 0 {
                text.push_str("\n\n| Time | Requests that failed |\n| --- | --- |\n| 10:00 UTC | 4 % |\n| 10:30 UTC | 19 % |\n");
            }
            if dice.roll(6) == 0 {
                text.push_str("\n\n```json\n{ \"retry\": true, \"after\": 30 }\n```\n");
            }
        }
        text.push('\n');
    }

    /// One of the list, with numbers of its own.
    fn sentence(&self, list: &[&str], dice: &mut Dice) -> String {
        let (count, share) = (dice.between(12, 990), dice.between(2, 60));
        let clock = self.at(dice.roll(self.minutes)).format("%H:%M").to_string();
        dice.of(list)
            .replace("{count}", &count.to_string())
            .replace("{share}", &share.to_string())
            .replace("{clock}", &clock)
            .replace("{component}", COMPONENTS[self.component].1)
    }
}
