//! Running text → its words that can be something internal: of the others nothing is read. Comes in: a text. Goes out: pieces of it.
//! Must never: pass over a word in which a pattern of `running.rs` matches, or cut one. None of them matches a blank but in front of `(#`.

/// What stands in a word.
const LETTER: u8 = 1;
const DIGIT: u8 = 2;
/// A hyphen or underscore.
const MARK: u8 = 4;
const DOT: u8 = 8;
const HASH: u8 = 16;
const AT: u8 = 32;
const COLON: u8 = 64;
const BLANK: u8 = 128;

static KINDS: [u8; 256] = {
    let mut kinds = [0; 256];
    let mut byte = 0;
    while byte < 256 {
        #[expect(clippy::cast_possible_truncation, reason = "there are as many places as bytes")]
        let plain = byte as u8;
        kinds[byte] = match plain {
            b'a'..=b'z' | b'A'..=b'Z' => LETTER,
            b'0'..=b'9' => DIGIT,
            b'-' | b'_' => MARK,
            b'.' => DOT,
            b'#' => HASH,
            b'@' => AT,
            b':' => COLON,
            b'\t'..=b'\r' | b' ' => BLANK,
            _ => 0,
        };
        byte += 1;
    }
    kinds
};

/// The words of a text that are worth a look.
pub fn telling(text: &str) -> impl Iterator<Item = &str> {
    let bytes = text.as_bytes();
    let mut at = 0;
    std::iter::from_fn(move || {
        while at < bytes.len() {
            let start = at;
            let mut kinds = 0;
            while at < bytes.len() && KINDS[usize::from(bytes[at])] != BLANK {
                kinds |= KINDS[usize::from(bytes[at])];
                at += 1;
            }
            let end = at;
            at += 1;
            if tells(&bytes[start..end], kinds) {
                // What stands in front of a parenthesis is part of what makes a channel one.
                let start = if bytes[start] == b'(' { start.saturating_sub(1) } else { start };
                return text.get(start..end);
            }
        }
        None
    })
}

fn tells(word: &[u8], kinds: u8) -> bool {
    let has = |wanted: u8| kinds & wanted == wanted;
    let kind = |byte: u8| KINDS[usize::from(byte)];
    has(AT)
        || has(HASH | MARK)
        || has(LETTER | DIGIT | MARK)
        || has(COLON) && word.windows(3).any(|three| three == b"://")
        || has(DOT | LETTER)
            && word.windows(3).any(|three| three[1] == b'.' && kind(three[0]) & (LETTER | DIGIT) != 0 && kind(three[2]) == LETTER)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn prose_tells_nothing() {
        let prose = "Search (all of it) was slow at 10:04 on 2026-03-14, e. g. for 4.5 % of you; see: no. 2. End.\n- 04:15 UTC";
        assert_eq!(telling(prose).collect::<Vec<_>>(), [""; 0]);
    }

    #[test]
    fn what_may_be_internal_is_whole() {
        let text = "On es-data-7,\tsee https://wiki/x (#inc-7) or dana@fern.example.\nRun db.corp: SRCH-8";
        let expected = ["es-data-7,", "https://wiki/x", " (#inc-7)", "dana@fern.example.", "db.corp:", "SRCH-8"];
        assert_eq!(telling(text).collect::<Vec<_>>(), expected);
    }
}
