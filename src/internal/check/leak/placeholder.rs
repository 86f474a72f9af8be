//! What a manual prints where a reader's own value belongs. Comes in: a value. Goes out: whether it is nobody's.

/// `YOUR_TOKEN`, `<token>`, `$TOKEN`, `USER:PASSWORD@HOST`: what a manual prints.
pub fn is_placeholder(value: &str) -> bool {
    const WORDS: &[&str] =
        &["your", "example", "placeholder", "changeme", "change_me", "change-me", "xxxx", "****", "....", "redacted", "dummy", "insert"];
    let lower = value.to_lowercase();
    let shouted = !value.bytes().any(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit());
    let templated = value.contains(['<', '{', '$', '%', '•']) && !value.bytes().any(|byte| byte.is_ascii_digit());
    shouted || templated || is_manuals_own(&lower) || WORDS.iter().any(|word| lower.contains(word)) || value.starts_with(['$', '<', '{'])
}

/// `user:password@localhost:5432/mydb`: every word of it is a manual's.
fn is_manuals_own(value: &str) -> bool {
    const WORDS: &[&str] = &[
        "user",
        "username",
        "password",
        "pass",
        "passwd",
        "secret",
        "token",
        "host",
        "hostname",
        "localhost",
        "server",
        "port",
        "db",
        "dbname",
        "database",
        "mydb",
        "mydatabase",
        "bucket",
        "name",
        "path",
        "example",
        "com",
        "org",
        "net",
        "key",
        "value",
    ];
    let mut words = value.split(|c: char| !c.is_ascii_alphanumeric()).filter(|word| !word.is_empty()).peekable();
    words.peek().is_some()
        && words.all(|word| WORDS.contains(&word) || (word.len() < 6 && word.bytes().all(|byte| byte.is_ascii_digit())))
        && value.bytes().any(|byte| byte.is_ascii_alphabetic())
}
