//! Two words, and how many slips of the pen apart they may be → whether they are that near.
//! Must never: say anything else than the distance does. It only asks for it where it may be small enough.

/// Whether two texts are at most so many slips apart: a letter too many, too few, another, or two exchanged.
pub fn within(one: &str, other: &str, most: usize) -> bool {
    may_be_within(one, other, most) && strsim::osa_distance(one, other) <= most
}

/// Each slip changes the length by at most one, and takes at most one kind of letter away from either side.
fn may_be_within(one: &str, other: &str, most: usize) -> bool {
    if one.chars().count().abs_diff(other.chars().count()) > most {
        return false;
    }
    let (letters, other_letters) = (letters(one), letters(other));
    let lost = |from: u64, to: u64| (from & !to).count_ones() as usize;
    lost(letters, other_letters) <= most && lost(other_letters, letters) <= most
}

/// A bit for each kind of letter; kinds that share a bit count as one, which makes no text farther than it is.
fn letters(text: &str) -> u64 {
    text.chars().fold(0, |letters, letter| letters | (1 << (u32::from(letter) % 64)))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn a_cheap_look_never_hides_what_is_near(one in "[a-dé ]{0,8}", other in "[a-dé ]{0,8}", most in 0_usize..4) {
            prop_assert_eq!(within(&one, &other, most), strsim::osa_distance(&one, &other) <= most);
        }

        #[test]
        fn a_slip_or_two_stay_near(word in "[a-z ]{4,20}", slips in proptest::collection::vec((0_usize..20, "[a-z]?"), 0..3)) {
            let mut slipped: Vec<char> = word.chars().collect();
            for (at, letter) in &slips {
                let at = at % slipped.len();
                slipped.splice(at..=at, letter.chars());
            }
            let slipped: String = slipped.into_iter().collect();
            prop_assert!(within(&word, &slipped, slips.len()), "{word:?} {slipped:?}");
        }
    }
}
