//! The patterns of section headings. `*` crosses `/`, `?` is one character, `[a-z]` and `[!a]` are classes, `{a,b}` is a choice.

use regex::Regex;

/// A pattern for a whole path; the error is one line.
pub fn compile(glob: &str) -> Result<Regex, String> {
    let mut pattern = String::from("(?s)^");
    let mut depth = 0_usize;
    let mut characters = glob.chars().peekable();
    while let Some(character) = characters.next() {
        match character {
            '*' => pattern.push_str(".*"),
            '?' => pattern.push('.'),
            '{' => {
                depth += 1;
                pattern.push_str("(?:");
            }
            '}' if depth > 0 => {
                depth -= 1;
                pattern.push(')');
            }
            ',' if depth > 0 => pattern.push('|'),
            '[' => {
                pattern.push('[');
                if characters.next_if(|next| matches!(next, '!' | '^')).is_some() {
                    pattern.push('^');
                }
                for inside in characters.by_ref().take_while(|inside| *inside != ']') {
                    if matches!(inside, '[' | '\\' | '&' | '~' | '^') {
                        pattern.push('\\');
                    }
                    pattern.push(inside);
                }
                pattern.push(']');
            }
            '\\' => pattern.push_str(&regex::escape(&characters.next().map(String::from).unwrap_or_default())),
            other => pattern.push_str(&regex::escape(other.encode_utf8(&mut [0; 4]))),
        }
    }
    pattern.push('$');
    Regex::new(&pattern).map_err(|_| format!("`{glob}` is no pattern for paths"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn patterns_are_for_whole_paths() {
        let cases = [
            ("*", "a/b.md", true),
            ("*.md", "docs/a.md", true),
            ("*.md", "a.mdx", false),
            ("*.{md,txt}", "a.txt", true),
            ("*.{md,txt}", "a.rst", false),
            ("docs/*", "docs/a/b.md", true),
            ("docs/*", "other/docs/a.md", false),
            ("**/docs/?.md", "x/docs/a.md", true),
            ("[ab].md", "b.md", true),
            ("[!ab].md", "b.md", false),
            ("a+b.md", "a+b.md", true),
            ("a\\*.md", "ax.md", false),
        ];
        for (glob, path, wanted) in cases {
            assert_eq!(compile(glob).unwrap().is_match(path), wanted, "{glob} {path}");
        }
        assert!(compile("{a").is_err() && compile("[").is_err());
    }
}
