//! Non-interference: two sources with the same public part and any internal parts build to the same bytes.
//! The public part is the block and the three sections. Everything else is drawn twice, independently.

use proptest::prelude::*;

use crate::support::folder::CONFIG;
use crate::support::{Built, Folder, Previewed, pictures, tree};

/// What customers may see of one document.
#[derive(Debug, Clone)]
struct Public {
    /// Maintenance with a window, and no incident.
    window: bool,
    title: String,
    impact: &'static str,
    components: Vec<&'static str>,
    day: u32,
    minutes: u32,
    resolved: bool,
    published: u32,
    summary: Option<String>,
    updates: Vec<String>,
    message: Vec<String>,
    correction: Option<String>,
    /// The ending of a picture of the first update.
    picture: Option<&'static str>,
}

/// Everything else about it.
#[derive(Debug, Clone)]
struct Internal {
    toml: bool,
    closed: bool,
    severity: Option<&'static str>,
    fields: Vec<(String, String)>,
    extra_first: bool,
    sections: Vec<(String, String)>,
    order: u8,
    folder: String,
    comment: Option<String>,
    age: u64,
    /// The name of the picture, and what stands in its metadata.
    picture: (String, String),
}

/// A document that publishes nothing.
#[derive(Debug, Clone)]
struct Withheld {
    how: usize,
    internal: Internal,
}

/// Words for customers; none of them can be drawn as an internal word.
fn public_words(least: usize, most: usize) -> impl Strategy<Value = String> {
    let words = [
        "searches", "invoices", "were", "answered", "with", "delay", "some", "letters", "arrived", "late", "again", "weekly", "totals",
        "kept",
    ];
    prop::collection::vec(prop::sample::select(words.to_vec()), least..=most).prop_map(|mut words| {
        words.dedup();
        words.join(" ")
    })
}

/// Internal words: made of letters that no public word here is made of alone.
fn internal_word() -> impl Strategy<Value = String> {
    "[zqxjkv]{5,9}"
}

fn internal_text() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        6 => internal_word(),
        1 => internal_word().prop_map(|word| format!("**{word}**")),
        1 => internal_word().prop_map(|word| format!("https://{word}.example/{word}")),
        1 => internal_word().prop_map(|word| format!("<!-- {word} -->")),
        1 => internal_word().prop_map(|word| format!("\n- {word}\n")),
        1 => internal_word().prop_map(|word| format!("\n\n```\n{word}\n# {word}\n```\n\n")),
        1 => internal_word().prop_map(|word| format!("\n\n[{word}]: https://{word}.example \"{word}\"\n\n")),
        1 => internal_word().prop_map(|word| format!("\n\n> {word}\n\n")),
        1 => Just("10.1.2.3".to_owned()),
        1 => Just("ünïcödé 漢字".to_owned()),
    ];
    prop::collection::vec(piece, 0..12).prop_map(|pieces| pieces.join(" "))
}

fn public() -> impl Strategy<Value = Public> {
    let facts = (
        any::<bool>(),
        prop::sample::select(vec!["degraded", "partial", "full"]),
        prop::sample::subsequence(vec!["search", "api"], 0..=2),
        1..18_u32,
        1..600_u32,
        any::<bool>(),
        0..9_u32,
    );
    let texts = (
        public_words(2, 5),
        prop::option::of(public_words(3, 8)),
        prop::collection::vec(public_words(4, 12), 1..4),
        prop::collection::vec(public_words(4, 20), 0..4),
        prop::option::of(public_words(4, 9)),
        prop::option::of(prop::sample::select(pictures::ENDINGS.to_vec())),
    );
    (facts, texts).prop_map(
        |((window, impact, components, day, minutes, resolved, published), (title, summary, updates, message, correction, picture))| {
            Public { window, title, impact, components, day, minutes, resolved, published, summary, updates, message, correction, picture }
        },
    )
}

fn internal() -> impl Strategy<Value = Internal> {
    let gates =
        (any::<bool>(), any::<bool>(), prop::option::of(prop::sample::select(vec!["P1", "P3", "P5", "qqqq"])), any::<bool>(), any::<u8>());
    let known = ["title", "owner", "commander", "scribe", "moderator", "recording", "channel", "detected", "no_message"];
    let key = prop_oneof![3 => prop::sample::select(known.to_vec()).prop_map(str::to_owned), 1 => internal_word()];
    let fields = prop::collection::vec((key, internal_word()), 0..8);
    let heading = prop_oneof![
        2 => prop::sample::select(vec!["Summary", "Root cause", "Timeline", "Action items", "Impact", "Lessons learned"]).prop_map(str::to_owned),
        1 => internal_word(),
    ];
    let sections = prop::collection::vec((heading, internal_text()), 0..5);
    let picture = (internal_word(), internal_word());
    let places = ("[a-z]{1,8}(/[a-z]{1,8}){0,2}", prop::option::of(internal_word()), 0..40_000_000_u64, picture);
    (gates, fields, sections, places).prop_map(
        |((toml, closed, severity, extra_first, order), fields, sections, (folder, comment, age, picture))| {
            let mut seen = std::collections::BTreeSet::new();
            let fields = fields.into_iter().filter(|(key, _)| seen.insert(key.clone())).collect();
            Internal { toml, closed, severity, fields, extra_first, sections, order, folder, comment, age, picture }
        },
    )
}

impl Internal {
    /// The front matter around a public block, and the sections around the public ones.
    fn document(&self, gate: &[(&str, &str)], block: Option<&Public>, id: &str) -> String {
        let status = if self.closed { "closed" } else { "reviewed" };
        let mut pairs: Vec<(String, String)> = self.fields.clone();
        pairs.extend(self.severity.map(|severity| ("severity".into(), severity.into())));
        if !gate.iter().any(|(key, _)| *key == "status") {
            pairs.push(("status".into(), status.into()));
        }
        pairs.extend(gate.iter().map(|(key, value)| ((*key).to_owned(), (*value).to_owned())));
        pairs.push(("id".into(), id.into()));
        let turn = usize::from(self.order) % pairs.len();
        pairs.rotate_left(turn);
        let sections = |sections: &[(String, String)]| {
            sections.iter().map(|(heading, text)| format!("\n## {heading}\n\n{text}\n")).collect::<String>()
        };
        let (before, after) = self.sections.split_at(usize::from(self.order) % (self.sections.len() + 1));
        let middle = block.map_or_else(String::new, |block| block.sections(&self.picture.0));
        format!("{}{}{middle}{}", self.front_matter(&pairs, block), sections(before), sections(after))
    }

    fn front_matter(&self, pairs: &[(String, String)], block: Option<&Public>) -> String {
        let comment = self.comment.as_ref().map_or_else(String::new, |word| format!("# {word}\n"));
        if self.toml {
            let text = |value: &str| if value == "false" { value.to_owned() } else { format!("\"{value}\"") };
            let lines: String = pairs.iter().map(|(key, value)| format!("{key} = {}\n", text(value))).collect();
            let block = block
                .map_or_else(String::new, |block| format!("[public]\n{comment}{}", block.pairs(" = ", "", |text| format!("\"{text}\""))));
            return format!("+++\n{comment}{lines}{block}+++\n");
        }
        let lines: String = pairs.iter().map(|(key, value)| format!("{key}: {value}\n")).collect();
        let inner = self.comment.as_ref().map_or_else(String::new, |word| format!("  # {word}\n"));
        let block = block.map_or_else(String::new, |block| format!("public:\n{inner}{}", block.pairs(": ", "  ", str::to_owned)));
        if self.extra_first { format!("---\n{comment}{lines}{block}---\n") } else { format!("---\n{block}{lines}{comment}---\n") }
    }
}

impl Public {
    fn clock(&self, minutes: u32) -> String {
        let minutes = 60 + minutes;
        format!("2026-02-{:02}T{:02}:{:02}:00Z", self.day, minutes / 60, minutes % 60)
    }

    fn pairs(&self, equals: &str, indent: &str, quoted: impl Fn(&str) -> String) -> String {
        let mut pairs = vec![("title", quoted(&self.title))];
        if self.window {
            pairs.extend([("scheduled_for", self.clock(0)), ("scheduled_until", self.clock(self.minutes))]);
        } else {
            pairs.extend([("impact", quoted(self.impact)), ("started", self.clock(0))]);
        }
        if !self.components.is_empty() {
            pairs.push(("components", format!("[{}]", self.components.iter().map(|id| quoted(id)).collect::<Vec<_>>().join(", "))));
        }
        if self.resolved && !self.window {
            pairs.push(("resolved", self.clock(self.minutes)));
        }
        // Some of them in the future of the clock of the stories.
        pairs.push(("published", format!("2026-03-{:02}T08:00:00Z", 15 + self.published)));
        pairs.extend(self.summary.iter().map(|summary| ("summary", quoted(summary))));
        pairs.iter().map(|(key, value)| format!("{indent}{key}{equals}{value}\n")).collect()
    }

    fn sections(&self, picture: &str) -> String {
        let last = self.updates.len() - 1;
        let mut text = "\n## Status updates\n".to_owned();
        for (index, words) in self.updates.iter().enumerate() {
            let phase = match (index == last && self.resolved, self.window) {
                (true, false) => "Resolved",
                (false, false) => "Investigating",
                (true, true) => "Completed",
                (false, true) => "Scheduled",
            };
            let minutes = if index == last { self.minutes } else { 0 };
            text.push_str(&format!("\n### {} — {phase}\n{words}.\n", self.clock(minutes)));
            if let Some(ending) = self.picture.filter(|_| index == 0) {
                text.push_str(&format!("\n![{words}]({picture}.{ending})\n"));
            }
        }
        text.push_str(&format!("\n## External message\n\n{}\n", self.message.join(".\n\n")));
        if let Some(words) = &self.correction {
            text.push_str(&format!("\n## Corrections\n\n### 2026-03-16 10:00 UTC\n{words}.\n"));
        }
        text
    }
}

/// A config with every output that there is, and what of it is nobody's business.
fn config(word: &str) -> String {
    let shown = CONFIG.replace("name = \"API\"", &format!("name = \"API\" # {word}\ngroup = \"Programs\""));
    format!(
        "# {word}\n{shown}\n[output]\nheaders = [\"headers\", \"netlify\", \"vercel\", \"nginx\", \"caddy\", \"apache\"]\n\
         [security]\ncontact = [\"mailto:security@example.com\"] # {word}\nexpires = 2027-03-01\n\
         [leaks]\nproject_keys = [\"{}\"]\ninternal_domains = [\"{word}.example\"]\npublic_names = [\"{word} {word}\"]\n\
         [wording]\nvocabulary = [\"{word}\"]\n[lifecycle.require]\nP2 = [\"owner\"] # {word}\n",
        word.to_uppercase()
    )
}

/// A site of these documents, each with one of its internal parts.
fn site(word: &str, documents: &[(Public, Internal)], withheld: &[Withheld]) -> Folder {
    site_of(None, word, documents, withheld)
}

/// The same, with documents of that status.
fn site_of(status: Option<&str>, word: &str, documents: &[(Public, Internal)], withheld: &[Withheld]) -> Folder {
    let mut site = Folder::new().file("allclear.toml", config(word));
    for (index, (public, internal)) in documents.iter().enumerate() {
        let kind = public.window.then_some(("kind", "maintenance"));
        let gate: Vec<(&str, &str)> = kind.into_iter().chain(status.map(|status| ("status", status))).collect();
        site = site.document(
            &format!("{}/file-{index}-{}.md", internal.folder, internal.order),
            internal.document(&gate, Some(public), &format!("event-{index}")),
        );
        if let Some(ending) = public.picture {
            let (name, word) = &internal.picture;
            let mut count = 0_u8;
            let bytes = pictures::marked(ending, &mut |_| {
                count += 1;
                format!("{word}{}", char::from(b'a' + count))
            });
            site = site.document(&format!("{}/{name}.{ending}", internal.folder), bytes);
        }
        age(&site, &format!("postmortems/{}/file-{index}-{}.md", internal.folder, internal.order), internal.age);
    }
    for (index, Withheld { how, internal }) in withheld.iter().enumerate() {
        let gates: [&[(&str, &str)]; 3] = [&[("kind", "near miss")], &[("publish", "false")], &[("status", "draft")]];
        let public = (*how < 2).then(|| Public { window: false, ..documents[index % documents.len()].0.clone() });
        let text = internal.document(gates[*how], public.as_ref(), &format!("withheld-{index}"));
        site = site.document(&format!("{}/withheld-{index}.md", internal.folder), text);
    }
    site
}

fn age(site: &Folder, path: &str, seconds: u64) {
    let date = std::time::SystemTime::UNIX_EPOCH + std::time::Duration::from_secs(seconds);
    std::fs::File::options().write(true).open(site.at(path)).unwrap().set_modified(date).unwrap();
}

fn withheld() -> impl Strategy<Value = Vec<Withheld>> {
    prop::collection::vec((0..3_usize, internal()).prop_map(|(how, internal)| Withheld { how, internal }), 0..3)
}

/// Files of every family of outputs are there to be compared.
fn assert_every_family<'a>(built: &Built, documents: impl Iterator<Item = &'a Public>) {
    let has = |begin: &str, end: &str| built.site().keys().any(|path| path.starts_with(begin) && path.ends_with(end));
    for (begin, end) in [
        ("index", ".html"),
        ("feed", ".xml"),
        ("feed", ".atom"),
        ("feed", ".json"),
        ("history", ".rss"),
        ("history", ".atom"),
        ("components/search/feed", ".xml"),
        ("postmortems/feed", ".atom"),
        ("feeds", ".opml"),
        ("api/v2/summary", ".json"),
        ("api/incidents/event-0", ".json"),
        ("api/history/2026", ".json"),
        ("calendar", ".ics"),
        ("badge", ".svg"),
        ("components/api/badge", ".json"),
        ("sitemap", ".xml"),
        ("_headers", ""),
        (".well-known/security", ".txt"),
    ] {
        assert!(has(begin, end), "there is no {begin}…{end}");
    }
    for (index, public) in documents.enumerate() {
        if let Some(ending) = public.picture {
            assert!(has(&format!("assets/event-{index}/"), ending), "the picture of event-{index} is not there");
        }
        if public.window {
            assert!(has(&format!("maintenance/event-{index}"), ".ics"), "event-{index} has no calendar");
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 64, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn sites_of_one_public_part_are_equal(
        documents in prop::collection::vec((public(), internal(), internal()), 1..4),
        extra_left in withheld(),
        extra_right in withheld(),
        words in (internal_word(), internal_word()),
    ) {
        let left: Vec<_> = documents.iter().map(|(public, left, _)| (public.clone(), left.clone())).collect();
        let right: Vec<_> = documents.iter().map(|(public, _, right)| (public.clone(), right.clone())).collect();

        let left = site(&words.0, &left, &extra_left).build();
        let right = site(&words.1, &right, &extra_right).build();

        prop_assert!(left.errors().is_empty(), "{}", left.human);
        prop_assert!(right.errors().is_empty(), "{}", right.human);
        for index in 0..documents.len() {
            prop_assert!(left.has_page(&format!("event-{index}")), "event-{index} is not public\n{}", left.human);
        }
        assert_every_family(&left, documents.iter().map(|(public, ..)| public));
        let difference = tree::difference(left.site(), right.site());
        prop_assert!(difference.is_none(), "{}", difference.unwrap_or_default());
    }

    #[test]
    fn a_public_word_changes_the_site(documents in (public(), public(), internal())) {
        let (one, mut other, internal) = documents;
        other.title = format!("{} afterwards", one.title);

        let one = site("qqqqq", &[(one, internal.clone())], &[]).build();
        let other = site("qqqqq", &[(other, internal)], &[]).build();

        prop_assert!(tree::difference(one.site(), other.site()).is_some(), "the comparison sees nothing");
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 4, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn the_pixels_of_a_picture_change_the_site(documents in (public(), internal())) {
        let (mut public, internal) = documents;
        public.picture = Some("png");
        let site = site("qqqqq", &[(public, internal.clone())], &[]);
        let before = site.build();
        site.write(&format!("postmortems/{}/{}.png", internal.folder, internal.picture.0), pictures::real("photo.jpg"));

        prop_assert!(tree::difference(before.site(), site.build().site()).is_some(), "the comparison sees no picture");
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 16, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn previews_of_one_public_part_are_equal_but_for_where_the_documents_lie(
        documents in prop::collection::vec((public(), internal(), internal()), 1..4),
        extra_left in withheld(),
        extra_right in withheld(),
        words in (internal_word(), internal_word()),
        status in prop::option::of(prop::sample::select(vec!["draft", "in review"])),
    ) {
        let left: Vec<_> = documents.iter().map(|(public, left, _)| (public.clone(), left.clone())).collect();
        let right: Vec<_> = documents.iter().map(|(public, _, right)| (public.clone(), right.clone())).collect();

        let left = without_paths(&site_of(status, &words.0, &left, &extra_left).preview());
        let right = without_paths(&site_of(status, &words.1, &right, &extra_right).preview());

        for (index, (public, ..)) in documents.iter().enumerate().filter(|(_, (public, ..))| status.is_some() && !public.message.is_empty()) {
            let folder = if public.window { "maintenance" } else { "incidents" };
            let page = &left[&format!("{folder}/event-{index}/index.html")];
            prop_assert!(String::from_utf8_lossy(page).contains("Draft: not public"), "event-{index} is not shown");
        }
        let difference = tree::difference(&left, &right);
        prop_assert!(difference.is_none(), "{}", difference.unwrap_or_default());
    }
}

/// The files of a preview, the paths in its marks replaced. Their order in the list of the front page follows them.
fn without_paths(seen: &Previewed) -> tree::Tree {
    let plain = |path: &str, bytes: &[u8]| {
        let mut text = String::from_utf8(bytes.to_vec()).unwrap();
        for draft in &seen.drafts {
            text = text.replace(&draft.path, "PATH");
        }
        let (Some(start), Some(end), "index.html") = (text.find("<nav class=\"allclear-drafts\""), text.find("</nav>"), path) else {
            return text.into_bytes();
        };
        let mut lines: Vec<String> = text[start..end].split("<li>").map(|line| line.replace("</ul></details>", "")).collect();
        lines.sort_unstable();
        [&text[..start], &lines.concat(), &text[end..]].concat().into_bytes()
    };
    let pages = |path: &String, bytes: &Vec<u8>| if path.ends_with(".html") { plain(path, bytes) } else { bytes.clone() };
    seen.files.iter().map(|(path, bytes)| (path.clone(), pages(path, bytes))).collect()
}
