//! Canaries: words that exist nowhere else. One is put into every internal place of a source, and every byte of the built site
//! is searched for all of them, in all the shapes that text takes on its way into a file.

use std::collections::BTreeMap;
use std::io::Read as _;

use aho_corasick::AhoCorasick;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD_NO_PAD;

/// Hands out words, and remembers where each was put.
#[derive(Default)]
pub struct Canaries {
    places: Vec<(String, String)>,
}

impl Canaries {
    /// A word of lower-case letters that no language and no file format holds.
    pub fn word(&mut self, place: &str) -> String {
        let number = self.places.len();
        let letter = |n: usize| char::from(b"bcdfghklmnprstvz"[n % 16]);
        let word = format!("qx{}{}{}jqkw", letter(number / 256), letter(number / 16), letter(number));
        self.places.push((word.clone(), place.to_owned()));
        word
    }

    /// Replaces each `«place»` of a text by a word of its own.
    pub fn fill(&mut self, template: &str) -> String {
        let mut text = String::new();
        for (index, part) in template.split(['«', '»']).enumerate() {
            if index % 2 == 0 { text.push_str(part) } else { text.push_str(&self.word(part)) }
        }
        text
    }

    /// How many words there are.
    pub fn len(&self) -> usize {
        self.places.len()
    }

    /// Those alone whose place begins so.
    pub fn of(&self, begin: &str) -> Self {
        Self { places: self.places.iter().filter(|(_, place)| place.starts_with(begin)).cloned().collect() }
    }

    /// All but those put out at these places.
    pub fn without(&self, places: &[&str]) -> Self {
        Self { places: self.places.iter().filter(|(_, place)| !places.contains(&place.as_str())).cloned().collect() }
    }

    /// Ready to search.
    pub fn finder(&self) -> Finder {
        let mut needles = BTreeMap::new();
        for (word, place) in &self.places {
            for (shape, needle) in shapes(word) {
                needles.insert(needle, format!("{place} ({shape})"));
            }
        }
        let (patterns, places): (Vec<Vec<u8>>, Vec<String>) = needles.into_iter().unzip();
        Finder { places, search: AhoCorasick::new(patterns).unwrap() }
    }
}

/// Looks for all words in all shapes.
pub struct Finder {
    places: Vec<String>,
    search: AhoCorasick,
}

impl Finder {
    /// The places whose words stand in a file's name or bytes.
    pub fn find(&self, path: &str, bytes: &[u8]) -> Vec<&str> {
        let text = String::from_utf8_lossy(bytes);
        let lower = |text: &str| text.to_lowercase().into_bytes();
        // Base64 tells upper from lower case, everything else is searched folded.
        let views = [
            bytes.to_vec(),
            lower(&text),
            lower(path),
            lower(&unescape(&text)),
            lower(&text.replace("\r\n ", "").replace("\r\n\t", "")),
            bytes.iter().filter(|byte| **byte != 0).copied().collect(),
            lower(&String::from_utf8_lossy(&unpacked(bytes))),
        ];
        let mut found: Vec<&str> = views
            .iter()
            .flat_map(|view| self.search.find_iter(view).map(|hit| self.places[hit.pattern()].as_str()).collect::<Vec<_>>())
            .collect();
        found.sort_unstable();
        found.dedup();
        found
    }
}

/// What is packed in bytes that are no text, wherever it begins: the rows of a picture, a text chunk, a profile, a file within a file.
fn unpacked(bytes: &[u8]) -> Vec<u8> {
    let mut out = Vec::new();
    if std::str::from_utf8(bytes).is_ok() {
        return out;
    }
    for at in 0..bytes.len() {
        let rest = &bytes[at..];
        let zlib = rest.len() > 2 && rest[0] & 0x0F == 8 && u16::from_be_bytes([rest[0], rest[1]]).is_multiple_of(31);
        // Broken streams end where they break; what came before that counts.
        if zlib {
            let _ = flate2::read::ZlibDecoder::new(rest).take(1 << 20).read_to_end(&mut out);
        } else if rest.starts_with(&[0x1F, 0x8B]) {
            let _ = flate2::read::GzDecoder::new(rest).take(1 << 20).read_to_end(&mut out);
        }
    }
    out
}

/// The shapes of a word that a search in folded and unescaped text does not find by itself.
fn shapes(word: &str) -> Vec<(&'static str, Vec<u8>)> {
    let capital = word[..1].to_uppercase() + &word[1..];
    let hex = |text: &str| text.bytes().map(|byte| format!("{byte:02x}")).collect::<String>();
    let reversed: String = word.chars().rev().collect();
    let mut shapes = vec![
        ("as it is", word.as_bytes().to_vec()),
        ("hex", hex(word).into_bytes()),
        ("reversed hex", hex(&reversed).into_bytes()),
        ("hex, digits reversed", hex(word).chars().rev().collect::<String>().into_bytes()),
        ("reversed", reversed.into_bytes()),
    ];
    for text in [word, &word.to_uppercase(), &capital] {
        shapes.extend((0..3).map(|shift| ("base64", base64_inside(text, shift))));
    }
    shapes
}

/// The letters of a text's Base64 that do not depend on what stands before and behind it.
fn base64_inside(text: &str, shift: usize) -> Vec<u8> {
    let encoded = STANDARD_NO_PAD.encode(format!("{}{text}", "\0".repeat(shift)));
    let skip = (shift * 8).div_ceil(6);
    let whole = (shift + text.len()) * 8 / 6;
    encoded.as_bytes()[skip..whole].to_vec()
}

/// Character references, percent escapes and `\u` escapes resolved, as often as they are nested.
fn unescape(text: &str) -> String {
    let mut text = text.to_owned();
    for _ in 0..3 {
        text = numbered(&numbered(&numbered(&numbered(&text, "&#x", 16, ";"), "&#", 10, ";"), "%", 16, ""), "\\u", 16, "");
    }
    text.replace("&shy;", "").replace('\u{ad}', "")
}

/// Resolves escapes of one kind: a mark, digits, and an end.
fn numbered(text: &str, mark: &str, radix: u32, end: &str) -> String {
    let longest = match mark {
        "%" => 2,
        "\\u" => 4,
        _ => 7,
    };
    let mut rest = text;
    let mut out = String::with_capacity(text.len());
    while let Some(at) = rest.find(mark) {
        out.push_str(&rest[..at]);
        let tail = &rest[at + mark.len()..];
        let digits = tail.bytes().take(longest).take_while(|byte| char::from(*byte).is_digit(radix)).count();
        let letter = u32::from_str_radix(&tail[..digits], radix).ok().filter(|code| *code < 128).and_then(char::from_u32);
        match letter {
            Some(letter) if tail[digits..].starts_with(end) => {
                out.push(letter);
                rest = &tail[digits + end.len()..];
            }
            _ => {
                out.push_str(mark);
                rest = tail;
            }
        }
    }
    out + rest
}

#[test]
fn the_finder_finds_a_word_in_every_shape() {
    let mut canaries = Canaries::default();
    let word = canaries.word("the owner");
    let finder = canaries.finder();
    let escaped = |prefix: &str, form: fn(u8) -> String| word.bytes().map(|byte| format!("{prefix}{}", form(byte))).collect::<String>();
    let mut planted = vec![
        word.clone(),
        word.to_uppercase(),
        format!("x{}x", word[..1].to_uppercase() + &word[1..]),
        escaped("", |byte| format!("&#{byte};")),
        escaped("", |byte| format!("&#x{byte:x};")),
        escaped("", |byte| format!("%{byte:02X}")),
        escaped("", |byte| format!("%25{byte:02X}")),
        escaped("", |byte| format!("\\u{byte:04x}")),
        escaped("", |byte| format!("{byte:02x}")),
        escaped("", |byte| format!("{byte:02X}")),
        escaped("", |byte| format!("{}\0", char::from(byte))),
        word.chars().rev().collect(),
        format!("{}\r\n {}", &word[..4], &word[4..]),
    ];
    for shift in 0..3 {
        planted.push(STANDARD_NO_PAD.encode(format!("{}{word} and more", "a".repeat(shift))));
        planted.push(STANDARD_NO_PAD.encode(format!("{}{}", "-".repeat(shift), word.to_uppercase())));
    }

    for text in planted {
        assert!(!finder.find("index.html", format!("<p>{text}</p>").as_bytes()).is_empty(), "not found: {text}");
    }
    assert!(!finder.find(&format!("incidents/{word}/index.html"), b"").is_empty(), "not found in a file's name");
    for ending in super::pictures::ENDINGS {
        let mut marked: Vec<String> = Vec::new();
        let mut canaries = Canaries::default();
        let picture = super::pictures::marked(ending, &mut |place| {
            marked.push(place.to_owned());
            canaries.word(place)
        });
        let finder = canaries.finder();
        let found = finder.find("picture", &picture).join(", ");
        assert!(marked.iter().all(|place| found.contains(place.as_str())), "{ending}: {marked:?} but only {found}");
    }
    assert_eq!(finder.find("index.html", b"<p>nothing internal &amp; 100% safe \\u0041</p>"), Vec::<&str>::new());
}
