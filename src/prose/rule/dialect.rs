//! Patterns are written for .NET's dialect. What it takes letter by letter, and our engines do not, is escaped.

use std::borrow::Cow;

/// The pattern in our dialect.
pub fn translated(pattern: &str) -> Cow<'_, str> {
    if !pattern.contains(['{', '[', '<', '>']) {
        return Cow::Borrowed(pattern);
    }
    let mut made = String::with_capacity(pattern.len() + 8);
    let mut class = Class::Outside;
    let mut rest = pattern;
    while let Some(character) = rest.chars().next() {
        let after = &rest[character.len_utf8()..];
        class = match (class, character) {
            (class, '\\') => {
                let escaped = after.chars().next();
                // An escaped angle bracket is a bracket there, and the edge of a word here.
                if !matches!(escaped, Some('<' | '>')) {
                    made.push('\\');
                }
                made.extend(escaped);
                rest = &after[escaped.map_or(0, char::len_utf8)..];
                // The name of a class of characters: `\p{Lu}`, `\x{20}`.
                if matches!(escaped, Some('p' | 'P' | 'x' | 'u' | 'k'))
                    && rest.starts_with('{')
                    && let Some(end) = rest.find('}')
                {
                    made.push_str(&rest[..=end]);
                    rest = &rest[end + 1..];
                }
                if class == Class::Begun { Class::Inside } else { class }
            }
            (class, _) => {
                let literal = match class {
                    Class::Outside => character == '{' && !is_count(rest),
                    Class::Begun | Class::Inside => {
                        character == '[' && !after.starts_with(':') || rest.starts_with("&&") || rest.starts_with("~~")
                    }
                };
                if literal {
                    made.push('\\');
                }
                made.push(character);
                rest = after;
                class.after(character, rest)
            }
        };
    }
    Cow::Owned(made)
}

/// Where in a bracketed class the reader stands.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Class {
    Outside,
    /// Right behind `[` or `[^`, where a closing bracket is a letter.
    Begun,
    Inside,
}

impl Class {
    fn after(self, character: char, rest: &str) -> Self {
        match (self, character) {
            (Self::Outside, '[') | (Self::Begun, '^') => Self::Begun,
            (Self::Outside, _) | (Self::Inside, ']') => Self::Outside,
            (Self::Inside, ':') if rest.starts_with(']') && rest[1..].contains(']') => Self::Begun,
            _ => Self::Inside,
        }
    }
}

/// Whether a brace says how often: `{2}`, `{2,}`, `{2,3}`.
fn is_count(braces: &str) -> bool {
    let Some((inside, _)) = braces[1..].split_once('}') else { return false };
    let (least, most) = inside.split_once(',').unwrap_or((inside, ""));
    let digits = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
    !least.is_empty() && digits(least) && digits(most)
}

#[cfg(test)]
mod tests {
    use super::super::pattern::Pattern;

    #[test]
    fn what_is_a_letter_there_is_one_here() {
        let cases = [
            ("{{< ?x ?>}}", "{{< x >}}"),
            ("a{2,3}", "aa"),
            ("\\p{L}+", "é"),
            ("{,3}", "{,3}"),
            ("[^[]x", "ax"),
            ("[][]", "["),
            ("[a&&b]", "&"),
            ("\\<b\\>", "<b>"),
            ("[[:alpha:]]+", "ab"),
            ("[^\\]{]", "a"),
            ("\\{[{}]", "{}"),
            ("(?<name>a)(?<!b)c", "ac"),
        ];
        for (pattern, text) in cases {
            let compiled = Pattern::new(pattern).unwrap_or_else(|reason| panic!("{pattern}: {reason}"));
            let found: Vec<&str> = compiled.matches(text).unwrap().into_iter().map(|found| &text[found.range]).collect();
            assert_eq!(found, [text], "{pattern}");
        }
    }
}
