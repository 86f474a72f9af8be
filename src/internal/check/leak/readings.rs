//! A text → all the readings of it that are worth a search: as it stands, and with each encoding undone.

use super::decode;
use super::view::View;

/// Enough for every honest nesting, and a bound on a hostile one.
const MOST: usize = 12;

/// Readings of an author's text.
pub fn of_text(text: &str) -> Vec<View> {
    let first = View::verbatim(text);
    let undone = [decode::entities, decode::plain, decode::percent, decode::escapes];
    let mut readings = vec![first];
    let mut next = 0;
    while next < readings.len() && readings.len() < MOST {
        let mut found: Vec<View> = undone.iter().filter_map(|step| step(&readings[next])).collect();
        found.extend(decode::packed(&readings[next]));
        found.truncate(MOST - readings.len());
        found.retain(|view| readings.iter().all(|known| known.text() != view.text()));
        readings.append(&mut found);
        next += 1;
    }
    readings
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nested_encodings_are_undone() {
        let read = |text: &str, inner: &str| of_text(text).iter().any(|view| view.text().contains(inner));
        assert!(read("%26%23100%3Bana", "dana"));
        assert!(read("RCU2MW5hIFdoaXRmaWVsZCBoZXJl", "Dana Whitfield here"));
        assert!(read("da\u{200b}na", "dana"));
    }

    #[test]
    fn plain_text_has_one_reading() {
        assert_eq!(of_text("Search was slow for 20 minutes.").len(), 1);
    }
}
