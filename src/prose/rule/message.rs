//! A rule's `message` with its `%s` filled, in the way Vale fills it.

/// Fills each `%s` with the next argument; one too many stays empty, `%%` is a per cent sign.
pub fn fill(template: &str, arguments: &[&str]) -> String {
    let mut arguments = arguments.iter();
    let mut filled = String::with_capacity(template.len());
    let mut rest = template;
    while let Some(at) = rest.find('%') {
        filled.push_str(&rest[..at]);
        let after = &rest[at + 1..];
        rest = if let Some(after) = after.strip_prefix('s') {
            filled.push_str(arguments.next().copied().unwrap_or_default());
            after
        } else {
            filled.push('%');
            after.strip_prefix('%').unwrap_or(after)
        };
    }
    filled.push_str(rest);
    filled
}

/// Quoted words as a choice: `'a'`, `'a' or 'b'`, `'a', 'b', or 'c'`.
pub fn choice(words: &[String]) -> String {
    let quoted: Vec<String> = words.iter().map(|word| format!("'{word}'")).collect();
    match quoted.as_slice() {
        [] => String::new(),
        [one] => one.clone(),
        [one, two] => format!("{one} or {two}"),
        [first @ .., last] => format!("{}, or {last}", first.join(", ")),
    }
}

/// The second argument of a message about a match with suggestions: one of them as it is, more of them as a choice.
pub fn offered(suggestions: &[String], matched: &str) -> String {
    match suggestions {
        [] => matched.to_owned(),
        [one] => one.clone(),
        more => choice(more),
    }
}

/// The message without its own quotes around the first argument if it quotes both: a choice brings its quotes along.
pub fn unquoted(template: &str) -> String {
    ["'%s'", "\"%s\""].iter().fold(template.to_owned(), |template, quoted| {
        if template.matches(quoted).count() == 2 { template.replacen(quoted, "%s", 1) } else { template }
    })
}

/// The text with a capital first letter.
pub fn capitalised(text: &str) -> String {
    let mut characters = text.chars();
    characters.next().map_or_else(String::new, |first| first.to_uppercase().chain(characters).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn arguments_fill_their_places_and_nothing_else() {
        assert_eq!(fill("use '%s' instead of '%s'", &["a", "b"]), "use 'a' instead of 'b'");
        assert_eq!(fill("100% of '%s'%s, 5 %%", &["x"]), "100% of 'x', 5 %");
        assert_eq!(fill("plain %", &["x"]), "plain %");
    }

    #[test]
    fn a_choice_reads_like_a_sentence() {
        let words = ["a", "b", "c"].map(str::to_owned);
        assert_eq!(choice(&words[..1]), "'a'");
        assert_eq!(choice(&words[..2]), "'a' or 'b'");
        assert_eq!(choice(&words), "'a', 'b', or 'c'");
        assert_eq!(unquoted("'%s', not '%s'"), "%s, not '%s'");
        assert_eq!(unquoted("'%s', not %s"), "'%s', not %s");
    }
}
