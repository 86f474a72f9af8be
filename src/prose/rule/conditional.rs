//! `extends: conditional`: what `first` finds must have been caught by a group of `second` in this block or an earlier one of the file.
//! Without a group, `second` must stand in the same block.

use super::dialect::translated;
use super::exceptions::{Exceptions, Vocabulary};
use super::file::RuleFile;
use super::message::fill;
use super::needles::capitals;
use super::pattern::{GaveUp, Pattern};
use super::{Hit, Memory};

/// A compiled conditional rule.
#[derive(Debug)]
pub struct Conditional {
    first: Pattern,
    second: Pattern,
    exceptions: Exceptions,
    vocabulary: bool,
    message: String,
}

impl Conditional {
    /// Compiles the rule; the error is one line.
    pub fn new(file: &RuleFile) -> Result<Self, String> {
        Ok(Self {
            first: Pattern::new(file.first.as_deref().ok_or("`first` is missing")?)?,
            second: Pattern::new(file.second.as_deref().ok_or("`second` is missing")?)?,
            exceptions: Exceptions::new(&file.exceptions.0)?,
            vocabulary: file.vocab.unwrap_or(true),
            message: file.message.clone(),
        })
    }

    /// The least number of capitals in a row without which a text neither uses nor defines anything; 0 if that is not sure.
    pub fn capitals(file: &RuleFile) -> usize {
        let least = |pattern: &Option<String>| pattern.as_deref().map_or(0, |pattern| capitals(&translated(pattern)));
        least(&file.first).min(least(&file.second))
    }

    /// What it finds in a block, knowing what earlier blocks of the file defined.
    pub fn hits(&self, text: &str, vocabulary: &Vocabulary, memory: &mut Memory) -> Result<Vec<Hit>, GaveUp> {
        if self.second.groups() == 0 && self.second.is_match(text)? {
            return Ok(Vec::new());
        }
        memory.defined.extend(self.second.captured(text)?);
        let mut hits = Vec::new();
        for found in self.first.matches(text)? {
            let matched = &text[found.range.clone()];
            let allowed = memory.defined.contains(matched)
                || self.exceptions.cover(text, &found.range)?
                || self.vocabulary && vocabulary.covers(text, &found.range)?;
            if !allowed {
                hits.push(Hit::new(found.range.clone(), fill(&self.message, &[matched])));
            }
        }
        Ok(hits)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(rule: &str, blocks: &[&str]) -> Vec<String> {
        let file = RuleFile::read("S/r.yml", &format!("extends: conditional\nmessage: \"%s\"\n{rule}")).unwrap();
        let rule = Conditional::new(&file).unwrap();
        let mut memory = Memory::default();
        let hits = blocks.iter().flat_map(|text| rule.hits(text, &Vocabulary::default(), &mut memory).unwrap());
        hits.map(|hit| hit.message).collect()
    }

    const ACRONYM: &str = "first: '\\b[A-Z]{3,5}\\b'\nsecond: '\\b(?:[A-Z][a-z]+ )+\\(([A-Z]{3,5})\\)'\nexceptions: [API]";

    #[test]
    fn a_definition_counts_from_its_block_on() {
        assert!(found(ACRONYM, &["The World Health Organization (WHO), or WHO.", "WHO again, by API"]).is_empty());
        assert_eq!(found(ACRONYM, &["WHO first.", "World Health Organization (WHO), WHO"]), ["WHO"]);
        assert!(found(ACRONYM, &["WHO is the World Health Organization (WHO)."]).is_empty(), "anywhere in its block");
    }

    #[test]
    fn without_a_group_the_other_must_stand_in_the_same_block() {
        let rule = "first: '\\bterms\\b'\nsecond: 'see page'";
        assert_eq!(found(rule, &["terms apply", "terms apply, see page 2"]), ["terms"]);
    }
}
