//! A language tag such as `de-AT`, read as CLDR has it. Goes out: the tags whose words may stand for it, nearest first, and the
//! plural form that a count takes. Never fails: a tag that nobody knows stands for itself and has one form.

use icu_locale_core::{DataLocale, LanguageIdentifier};
use icu_locale_fallback::{LocaleFallbackConfig, LocaleFallbacker};
use icu_plurals::{PluralCategory, PluralRules};

/// The form that every language has.
pub(super) const OTHER: &str = "other";
/// Every form that a language may have.
pub(super) const FORMS: [&str; 6] = ["zero", "one", "two", "few", "many", OTHER];

/// The tag as it is written, then those that CLDR falls back to: `de-AT`, `de`; `zh-CN`, `zh`; `en-GB`, `en-001`, `en`. Traditional
/// Chinese does not lead to Simplified, nor one script of a language to another.
pub(in crate::render) fn chain(tag: &str) -> Vec<String> {
    let mut tags = vec![tag.to_owned()];
    let Ok(locale) = tag.parse::<DataLocale>() else { return tags };
    let mut step = LocaleFallbacker::new().for_config(LocaleFallbackConfig::default()).fallback_for(locale);
    while !step.get().is_unknown() {
        let next = step.get().to_string();
        if !tags.contains(&next) {
            tags.push(next);
        }
        step.step();
    }
    tags
}

/// The plural form of a count in a language.
pub(super) fn form(tag: &str, count: i128) -> &'static str {
    match rules(tag).map_or(PluralCategory::Other, |rules| rules.category_for(count)) {
        PluralCategory::Zero => "zero",
        PluralCategory::One => "one",
        PluralCategory::Two => "two",
        PluralCategory::Few => "few",
        PluralCategory::Many => "many",
        PluralCategory::Other => OTHER,
    }
}

fn rules(tag: &str) -> Option<PluralRules> {
    let language: LanguageIdentifier = tag.parse().ok()?;
    PluralRules::try_new_cardinal((&language).into()).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_tag_leads_to_the_language_it_is_a_kind_of() {
        assert_eq!(chain("de-AT"), ["de-AT", "de"]);
        assert_eq!(chain("pt-BR"), ["pt-BR", "pt"]);
        assert_eq!(chain("es-MX"), ["es-MX", "es-419", "es"]);
        for tag in ["zh-Hans", "zh-CN", "zh-Hans-CN"] {
            assert_eq!(chain(tag).last().map(String::as_str), Some("zh"), "{tag}");
        }
    }

    #[test]
    fn traditional_chinese_is_not_simplified() {
        for tag in ["zh-Hant", "zh-TW", "zh-HK"] {
            assert!(!chain(tag).contains(&"zh".to_owned()), "{tag}: {:?}", chain(tag));
        }
    }

    #[test]
    fn what_is_no_tag_stands_for_itself() {
        assert_eq!(chain("-"), ["-"]);
        assert_eq!(form("-", 1), OTHER);
        assert_eq!(form("tlh", 1), OTHER);
    }

    #[test]
    fn counts_take_the_form_of_their_language() {
        let forms = |tag, counts: [i128; 5]| counts.map(|count| form(tag, count));
        assert_eq!(forms("en", [0, 1, 2, 5, 21]), ["other", "one", "other", "other", "other"]);
        assert_eq!(forms("fr", [0, 1, 2, 5, 21]), ["one", "one", "other", "other", "other"]);
        assert_eq!(forms("pl", [0, 1, 2, 5, 22]), ["many", "one", "few", "many", "few"]);
        assert_eq!(forms("ar", [0, 1, 2, 5, 21]), ["zero", "one", "two", "few", "many"]);
        assert_eq!(forms("ja", [0, 1, 2, 5, 21]), ["other"; 5]);
        assert_eq!(forms("cs", [0, 1, 2, 5, 21]), ["other", "one", "few", "other", "other"]);
    }
}
