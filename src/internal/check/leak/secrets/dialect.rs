//! A pattern in the syntax of Go's `regexp`, which rule files are written in → one that means the same to the `regex` crate.
//! What cannot be carried over is a fault, never left out: a rule that finds less than its author thinks is worse than none.

use std::iter::Peekable;
use std::str::Chars;

/// Translates a pattern.
pub fn translated(pattern: &str) -> Result<String, String> {
    let mut out = String::with_capacity(pattern.len() + 16);
    let mut rest = pattern.chars().peekable();
    while let Some(c) = rest.next() {
        match c {
            '\\' => escape(&mut rest, &mut out, Place::Outside)?,
            '[' => class(&mut rest, &mut out)?,
            // Go takes a brace that begins no repetition for itself.
            '{' if !repeats(rest.clone()) => out.push_str("\\{"),
            _ => out.push(c),
        }
    }
    Ok(out)
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Place {
    Outside,
    Class,
}

/// What stands behind a backslash. Go's classes know ASCII alone; those of the crate would make patterns many times larger.
fn escape(rest: &mut Peekable<Chars<'_>>, out: &mut String, place: Place) -> Result<(), String> {
    let Some(c) = rest.next() else { return Err("it ends in a backslash".to_owned()) };
    let outside = place == Place::Outside;
    match c {
        'd' | 'w' | 's' => {
            let set = set(c);
            out.push_str(&if outside { format!("[{set}]") } else { set.to_owned() });
        }
        'D' | 'W' | 'S' => out.push_str(&format!("[^{}]", set(c.to_ascii_lowercase()))),
        'b' if outside => out.push_str("(?-u:\\b)"),
        'Q' if outside => quoted(rest, out),
        'E' if outside => {}
        // In the crate these two are borders of words.
        '<' | '>' => out.push(c),
        '0'..='7' => octal(c, rest, out)?,
        // Braces behind these hold a number or a name.
        'x' | 'p' | 'P' => {
            out.extend(['\\', c]);
            if rest.peek() == Some(&'{') {
                out.extend(rest.by_ref().take_while(|c| *c != '}'));
                out.push('}');
            }
        }
        'C' => return Err("`\\C` matches a part of a character".to_owned()),
        _ => out.extend(['\\', c]),
    }
    Ok(())
}

fn set(class: char) -> &'static str {
    match class {
        'd' => "0-9",
        'w' => "0-9A-Za-z_",
        _ => "\\t\\n\\x0C\\r ",
    }
}

/// `\Q` to `\E`: as it stands.
fn quoted(rest: &mut Peekable<Chars<'_>>, out: &mut String) {
    let mut literal = String::new();
    while let Some(c) = rest.next() {
        if c == '\\' && rest.peek() == Some(&'E') {
            rest.next();
            break;
        }
        literal.push(c);
    }
    out.push_str(&regex::escape(&literal));
}

/// `\012`; a single digit other than 0 would be a reference to a group, which neither side has.
fn octal(first: char, rest: &mut Peekable<Chars<'_>>, out: &mut String) -> Result<(), String> {
    let mut digits = first.to_string();
    while digits.len() < 3 {
        let Some(digit) = rest.next_if(|c| matches!(c, '0'..='7')) else { break };
        digits.push(digit);
    }
    if first != '0' && digits.len() == 1 {
        return Err("it refers back to a group".to_owned());
    }
    let value = u32::from_str_radix(&digits, 8).map_err(|_| "its octal number is none".to_owned())?;
    out.push_str(&format!("\\x{{{value:X}}}"));
    Ok(())
}

/// A class in brackets. The crate also knows classes within classes, intersections and differences; to Go those are characters.
fn class(rest: &mut Peekable<Chars<'_>>, out: &mut String) -> Result<(), String> {
    out.push('[');
    if rest.next_if_eq(&'^').is_some() {
        out.push('^');
    }
    if rest.next_if_eq(&']').is_some() {
        out.push_str("\\]");
    }
    while let Some(c) = rest.next() {
        match c {
            ']' => {
                out.push(']');
                return Ok(());
            }
            '\\' => escape(rest, out, Place::Class)?,
            '[' if rest.peek() == Some(&':') => named(rest, out)?,
            '[' | '&' | '~' => out.extend(['\\', c]),
            '-' if rest.peek() == Some(&'-') => return Err("it has `--` within brackets; write `\\-` for a hyphen".to_owned()),
            _ => out.push(c),
        }
    }
    Err("its brackets are not closed".to_owned())
}

/// `[:alpha:]`, which both know; or a bracket and a colon.
fn named(rest: &mut Peekable<Chars<'_>>, out: &mut String) -> Result<(), String> {
    let name: String = rest.clone().skip(1).take_while(|c| c.is_ascii_lowercase() || *c == '^').collect();
    let closed = rest.clone().skip(1 + name.len()).take(2).eq([':', ']']);
    if !closed {
        out.push_str("\\[");
        return Ok(());
    }
    if name.is_empty() {
        return Err("it has a class without a name".to_owned());
    }
    out.push_str(&format!("[:{name}:]"));
    rest.nth(name.len() + 2);
    Ok(())
}

/// Whether the text behind a brace makes it a repetition: `3}`, `3,}` or `3,5}`.
fn repeats(mut rest: Peekable<Chars<'_>>) -> bool {
    let number = |rest: &mut Peekable<Chars<'_>>| std::iter::from_fn(|| rest.next_if(char::is_ascii_digit)).count() > 0;
    if !number(&mut rest) {
        return false;
    }
    if rest.next_if_eq(&',').is_some() {
        number(&mut rest);
    }
    rest.next() == Some('}')
}

#[cfg(test)]
mod tests {
    use regex::Regex;

    use super::*;

    /// Whether a pattern matches the whole of a text.
    fn takes(pattern: &str, text: &str) -> bool {
        let pattern = translated(pattern).expect("a pattern that can be carried over");
        Regex::new(&format!("^(?:{pattern})$")).unwrap_or_else(|error| panic!("{error}")).is_match(text)
    }

    #[test]
    fn classes_know_ascii_alone() {
        assert!(takes(r"\w\d\s\W\D\S", "a1 é-x") && takes(r"[\w.-]+", "a.b-c_1") && takes(r"[^\w]", "é"));
        assert!(!takes(r"\w", "é") && !takes(r"\d", "٣") && !takes(r"\s", "\u{a0}") && !takes(r"\s", "\u{b}"));
        assert!(Regex::new(&translated(r"\bkey\b").expect("it")).expect("a pattern").is_match("ékeyé"));
    }

    #[test]
    fn what_the_crate_reads_otherwise_is_a_character() {
        assert!(takes(r"[a[b]", "[") && takes(r"[a&&b]", "&") && takes(r"[a~~b]", "~") && takes(r"[]a]", "]") && takes(r"[[:x]", ":"));
        assert!(takes(r"\<\>", "<>") && takes("a{,5}", "a{,5}") && takes("{a}", "{a}") && takes(r"a{2}b{1,}c{1,2}", "aabc"));
        assert!(takes(r"\Qa.b[\E+", "a.b[[") && takes(r"\101\x42\x{4A}\060\p{Lu}", "ABJ0Z"));
        assert!(takes(r"[[:alpha:][:^digit:]\-]+", "ab-"));
    }

    #[test]
    fn flags_may_stand_anywhere() {
        assert!(takes(r"a(?i)b(?-i)c(?:(?i:D))", "aBcd") && takes(r"(?s).", "\n") && takes(r"a\z", "a"));
    }

    #[test]
    fn what_cannot_be_carried_over_is_a_fault() {
        for pattern in [r"\1", r"\C", r"[a--b]", r"[a", "a\\"] {
            assert!(translated(pattern).is_err(), "{pattern}");
        }
    }
}
