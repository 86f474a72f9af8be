//! Comes in: what another program said, or a place that a person named. Goes out: the same, its addresses without user and password.
//! Must never: let through a token that an address carries; a log is read by more people than the address is for.

/// A text in which no address says who logs in there.
pub fn without_login(text: &str) -> String {
    const END: &[char] = &['/', '?', '#', '\'', '"', '<', '>', '\\'];
    let mut shown = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find("://") {
        let (before, behind) = rest.split_at(at + "://".len());
        shown.push_str(before);
        let end = behind.find(|c: char| c.is_whitespace() || END.contains(&c)).unwrap_or(behind.len());
        // A password that holds a mark that ends a host is still in front of the last @ of its word.
        let word = behind.find(|c: char| c.is_whitespace() || matches!(c, '\'' | '"')).unwrap_or(behind.len());
        let secret = behind[..word].rfind('@').filter(|at| *at < end || behind[..end].contains(':'));
        rest = &behind[secret.map_or(0, |at| at + 1)..];
    }
    shown + rest
}

#[cfg(test)]
mod tests {
    use super::without_login;

    #[test]
    fn an_address_says_where_and_not_who() {
        for (said, shown) in [
            ("unable to access 'https://noa:t0ken@git.example/a.git/': no", "unable to access 'https://git.example/a.git/': no"),
            ("https://t0ken@git.example", "https://git.example"),
            ("to https://noa:p@ss/w0rd@git.example/a and s3://KEY:secret@bucket/x", "to https://git.example/a and s3://bucket/x"),
            ("https://git.example:8443/a@b and git@git.example:a.git", "https://b and git@git.example:a.git"),
            ("https://git.example/a@b ://", "https://git.example/a@b ://"),
            ("no address", "no address"),
        ] {
            assert_eq!(without_login(said), shown, "{said}");
        }
    }
}
