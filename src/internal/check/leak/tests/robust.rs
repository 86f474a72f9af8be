//! Any text can be scanned: nothing panics, every place is inside, no scan says what it found.

use proptest::prelude::*;

use super::site::Site;

proptest! {
    #![proptest_config(ProptestConfig { cases: 64, ..ProptestConfig::default() })]

    #[test]
    fn any_bytes_can_be_scanned(bytes in proptest::collection::vec(any::<u8>(), 0..400), ending in "(html|xml|json|ics|css|png|txt)") {
        let tripwire = Site::new().beside("Dana at es-data-7, @dana-w", "x").leaks().tripwire(&[]);
        for trip in tripwire.scan(&format!("a.{ending}"), &bytes) {
            prop_assert!(trip.span.end <= bytes.len());
        }
    }

    #[test]
    fn any_two_halves_can_be_compared(shared in "([a-zé検]{1,6}[ ’,]{1,2}){0,20}", internal in "\\PC{0,80}", money in "[$€]?[0-9.,']{0,24} ?(k|bn|EUR|engineers)?") {
        let site = Site::new().whole("services: [a-b-c, ß]", &format!("## Notes\n{shared} {internal}\n{money}"), &format!("## External message\nSo {shared}; {money}"));
        for finding in site.findings() {
            let span = finding.span.unwrap_or_default();
            prop_assert!(span.start <= span.end && site.text().get(span).is_some());
        }
    }

    #[test]
    fn any_text_can_be_checked(internal in "\\PC{0,120}", message in "(\\PC|[ \\n&;%<>@#.:/-]|es-data-7|&#x65;|%65|é|\u{200b}){0,60}") {
        let message = message.replace("---", "").replace("## External", "");
        let site = Site::new().beside(&format!("es-data-7 {}", internal.replace("---", "").replace("## External", "")), &message);
        for finding in site.findings() {
            if let Some(span) = finding.span {
                prop_assert!(span.start <= span.end);
            }
        }
    }
}
