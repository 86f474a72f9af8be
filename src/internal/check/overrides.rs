//! `[wording.rules]` and `[leaks.rules]` → problems: a rule that does not exist, or whose level is not the config's to set. Each with its line.

use super::leak::Leaks;
use super::wording::{Problem, Wording};
use crate::config::{self, Config};
use crate::folder::Folder;

/// Every override that means nothing.
pub fn problems(config: &Config, site: &Folder) -> Vec<Problem> {
    let place = |table: &[&str], code: &str, name: &str| config::line_of(site, table, &[name, code]);
    let unknown = config.wording.rules.keys().filter(|code| code.starts_with("wording/") && !Wording::known(code)).map(|code| {
        let name = code.trim_start_matches("wording/");
        let message = format!("`[wording.rules]` names a rule that does not exist: {name}");
        Problem::new(config::FILE, place(&["wording", "rules"], code, name), message, nearest(code))
    });
    let fixed = config.leaks.rules.keys().filter(|code| !Leaks::class_w(code)).map(|code| {
        let name = code.trim_start_matches("leak/");
        let message = if Leaks::docs().iter().any(|doc| doc.code == *code) {
            format!("`[leaks.rules]` cannot change {name}: it always stops what it finds")
        } else {
            format!("`[leaks.rules]` names a rule that does not exist: {name}")
        };
        Problem::new(config::FILE, place(&["leaks", "rules"], code, name), message, FIXED)
    });
    unknown.chain(fixed).collect()
}

const FIXED: &str = "only rules that are warnings can be changed; to let one thing pass, use `public_hosts`, `public_emails`, `public_names` or \
                     `public_terms`";

fn nearest(code: &str) -> String {
    let near = Wording::docs().into_iter().map(|doc| (strsim::osa_distance(&doc.code, code), doc.code)).min();
    near.filter(|(distance, _)| *distance <= 4).map_or_else(
        || "`allclear explain` lists all rules".to_owned(),
        |(_, near)| format!("did you mean `{}`?", near.trim_start_matches("wording/")),
    )
}
