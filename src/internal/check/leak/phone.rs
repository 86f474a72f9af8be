//! Telephone numbers in international form. Comes in: a number as written. Goes out: whether it could ring.
//! The rules of every country are megabytes of data that would be read at every start; the shape of a number and its country code are enough
//! for a warning, and a number without a country code is told from other numbers by nobody.

use super::words;

/// Whether a number has a country's code and as many digits as numbers have, and is none of those set aside for films.
pub fn can_ring(number: &str) -> bool {
    let digits: String = number.chars().filter(char::is_ascii_digit).collect();
    let digits = if number.starts_with('+') { &digits } else { digits.strip_prefix("00").unwrap_or(&digits) };
    // Groups of nothing but zeros are thousands.
    let counts =
        number.split(|c: char| !c.is_ascii_digit()).filter(|group| group.len() == 3 && group.bytes().all(|byte| byte == b'0')).count() > 1;
    let national = (1..=3).find_map(|length| Some(digits.get(length..)?).filter(|_| words::CALLING_CODES.contains(&digits[..length])));
    let Some(national) = national else { return false };
    // Only Italy keeps the zero.
    let dialled = !national.starts_with('0') || digits.starts_with("39") || number.contains("(0)");
    let american = !digits.starts_with('1') || is_american(national);
    (10..=15).contains(&digits.len()) && !counts && dialled && american && !is_fiction(digits)
}

/// Area and exchange begin with a digit from 2 to 9.
fn is_american(national: &str) -> bool {
    let high = |at: usize| national.as_bytes().get(at).is_some_and(|digit| (b'2'..=b'9').contains(digit));
    national.len() == 10 && high(0) && high(3)
}

fn is_fiction(digits: &str) -> bool {
    let american = digits.len() == 11 && digits.starts_with('1') && &digits[4..8] == "5550";
    american || ["442079460", "441632960", "447700900"].iter().any(|range| digits.starts_with(range))
}
