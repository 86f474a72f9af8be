//! The text of `allclear.toml` → what a problem's report may show of it: no comment, no value of `[leaks]`, no credentials in an address.
//! Each byte keeps its place, so that a problem is shown where it stands.

/// The text with all that is not for a log replaced by stars.
pub fn shown(text: &str) -> String {
    let mut leaks = false;
    let mut table = false;
    text.split_inclusive('\n')
        .map(|line| {
            let start = line.trim_start();
            if start.starts_with('[') && !(leaks && start.trim_end().ends_with(',')) {
                leaks = begins_with_leaks(start.trim_start_matches(['[', ' ', '\t']));
                table = leaks;
                return concealed(line, comment(line));
            }
            let key = line.find('=').filter(|end| is_key(&line[..*end]));
            if key.is_some() {
                leaks = table || begins_with_leaks(start);
            }
            match key {
                _ if !leaks => concealed(&without_credentials(line), comment(line)),
                Some(key) => concealed(line, key),
                None => concealed(line, 0),
            }
        })
        .collect()
}

fn begins_with_leaks(text: &str) -> bool {
    let name = text.trim_start_matches(['"', '\'']);
    name.strip_prefix("leaks").is_some_and(|rest| !rest.starts_with(|c: char| c.is_ascii_alphanumeric() || matches!(c, '_' | '-')))
}

/// Whether that stands before an equals sign as keys do.
fn is_key(text: &str) -> bool {
    let text = text.trim();
    !text.is_empty() && text.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '_' | '-' | '.' | ' '))
}

/// Where the comment of a line begins; its end if it has none.
fn comment(line: &str) -> usize {
    let mut quote = None;
    let mut escaped = false;
    for (at, character) in line.char_indices() {
        match (quote, character) {
            _ if escaped => escaped = false,
            (Some('"'), '\\') => escaped = true,
            (Some(open), _) if open == character => quote = None,
            (None, '"' | '\'') => quote = Some(character),
            (None, '#') => return at,
            _ => {}
        }
    }
    line.len()
}

/// A line whose letters and digits are stars from there on.
fn concealed(line: &str, from: usize) -> String {
    let star = |(at, character): (usize, char)| match character {
        _ if at < from || character.is_whitespace() || character.is_ascii_punctuation() => character.to_string(),
        _ => "*".repeat(character.len_utf8()),
    };
    line.char_indices().map(star).collect()
}

/// A line without what stands before the host of an address.
fn without_credentials(line: &str) -> String {
    let Some(start) = line.find("://").map(|at| at + 3) else { return line.to_owned() };
    let end = line[start..].find(['"', '\'', '/', ' ', '\n']).map_or(line.len(), |end| start + end);
    match line[start..end].rfind('@') {
        Some(at) => format!("{}{}{}", &line[..start], "*".repeat(at), &line[start + at..]),
        None => line.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_not_for_a_log_is_starred_and_nothing_moves() {
        let cases = [
            ("title = \"a # b\" # Dana wants é\n", "title = \"a # b\" # **** ***** **\n"),
            ("[leaks] # why\npublic_names = [\"Dana W\"]\n", "[leaks] # ***\npublic_names = [\"**** *\"]\n"),
            ("[leaks]\ninternal_domains = [\n  \"corp.a\",\n]\n", "[leaks]\ninternal_domains = [\n  \"****.*\",\n]\n"),
            ("[leaks.rules]\nemail = \"off\"\n[site]\ntitle = \"A\"\n", "[leaks.rules]\nemail = \"***\"\n[site]\ntitle = \"A\"\n"),
            ("leaks.project_keys = [\"AB\"]\n", "leaks.project_keys = [\"**\"]\n"),
            ("leaks = { project_keys = [\"AB\"] }\n", "leaks = { *******_**** = [\"**\"] }\n"),
            ("leakage = \"x\"\n", "leakage = \"x\"\n"),
            ("url = \"https://me:word@host/\"\n", "url = \"https://*******@host/\"\n"),
            ("url = \"https://host/@me\"\n", "url = \"https://host/@me\"\n"),
        ];
        for (text, wanted) in cases {
            let shown = shown(text);
            assert_eq!(shown, wanted, "{text}");
            assert_eq!(shown.len(), text.len());
        }
    }
}
