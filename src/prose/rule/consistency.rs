//! `extends: consistency`: of each pair, a file uses one side only.
//! After each block in which a pair matched and both sides have been seen, one hit at that block's last match.

use super::file::RuleFile;
use super::message::fill;
use super::pattern::{GaveUp, Pattern, framed};
use super::{Hit, Memory};

/// A compiled consistency rule.
#[derive(Debug)]
pub struct Consistency {
    pairs: Vec<[Pattern; 2]>,
    message: String,
}

impl Consistency {
    /// Compiles the rule; the error is one line.
    pub fn new(file: &RuleFile) -> Result<Self, String> {
        let pairs = file.either.clone().unwrap_or_default().0;
        if pairs.is_empty() {
            return Err("`either` holds nothing".to_owned());
        }
        let side = |text: &str| Pattern::new(&framed(text, file.frame(!file.nonword), file.ignorecase));
        let pairs = pairs.iter().map(|(one, other)| Ok([side(one)?, side(other)?])).collect::<Result<_, String>>()?;
        Ok(Self { pairs, message: file.message.clone() })
    }

    /// What it finds in a block, knowing which sides earlier blocks of the file used.
    pub fn hits(&self, text: &str, memory: &mut Memory) -> Result<Vec<Hit>, GaveUp> {
        let mut hits = Vec::new();
        for (number, sides) in self.pairs.iter().enumerate() {
            let mut last = None;
            for (side, pattern) in sides.iter().enumerate() {
                for found in pattern.matches(text)? {
                    memory.sides.insert((number, side));
                    last = last.max(Some((found.range.start, found.range.end)));
                }
            }
            let both = (0..2).all(|side| memory.sides.contains(&(number, side)));
            if let Some((start, end)) = last.filter(|_| both) {
                hits.push(Hit::new(start..end, fill(&self.message, &[&text[start..end]])));
            }
        }
        Ok(hits)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(rule: &str, blocks: &[&str]) -> Vec<String> {
        let file = RuleFile::read("S/r.yml", &format!("extends: consistency\nmessage: \"%s\"\n{rule}")).unwrap();
        let rule = Consistency::new(&file).unwrap();
        let mut memory = Memory::default();
        blocks.iter().flat_map(|text| rule.hits(text, &mut memory).unwrap()).map(|hit| hit.message).collect()
    }

    #[test]
    fn the_second_side_that_a_file_uses_is_told() {
        let rule = "either: {advisor: adviser, centre: center}";
        assert!(found(rule, &["an advisor", "the advisor", "a center"]).is_empty());
        assert_eq!(found(rule, &["an advisor", "an adviser", "text", "an advisor"]), ["adviser", "advisor"]);
        assert_eq!(found(rule, &["an adviser, an advisor"]), ["advisor"], "one hit at the last match of a block");
        assert!(found(rule, &["Advisor, adviser"]).is_empty());
        assert_eq!(found(&format!("{rule}\nignorecase: true"), &["Advisor, adviser"]), ["adviser"]);
        assert!(found(rule, &["advisory advisers adviser"]).is_empty());
        assert_eq!(found(&format!("{rule}\nnonword: true"), &["advisory advisers"]), ["adviser"]);
    }
}
