//! `_hosting/nginx.conf`: lines to include in the `server` block that has the site's `root`.
//! `add_header` in a location drops those of its surroundings, so that every location here says all of its headers.

use super::model::{Header, Rule};
use super::parted;
use super::pattern::any_of;
use super::types::TYPES;

pub(super) fn text(rules: &[Rule], base: &str) -> String {
    let (everywhere, others) = parted(rules);
    let mut lines = vec!["charset utf-8;".to_owned(), format!("charset_types {};", charset_types()), "types {".to_owned()];
    lines.extend(TYPES.iter().map(|(ending, kind)| format!("    {} {ending};", bare(kind))));
    lines.extend(["}".to_owned(), format!("error_page 404 {base}/404.html;")]);
    lines.extend(everywhere.iter().map(everywhere_line));
    for rule in others {
        lines.push(format!("location ~ \"{}\" {{", any_of(base, rule.all())));
        lines.extend(everywhere.iter().map(everywhere_line).chain(rule.headers.iter().map(found_line)).map(|line| format!("    {line}")));
        lines.push("}".to_owned());
    }
    if !base.is_empty() {
        lines = lines.into_iter().map(|line| format!("    {line}")).collect();
        lines.insert(0, format!("location {base}/ {{"));
        lines.push("}".to_owned());
    }
    format!("{HEAD}{}\n", lines.join("\n"))
}

const HEAD: &str = "\
# Headers and types of the status site, for the `server` block that has its `root`:
#     include /PATH/TO/THE/SITE/_hosting/nginx.conf;
# A location of your own with an `add_header` would drop these for its paths. After a change of the site's settings: nginx -s reload

";

/// With errors too.
fn everywhere_line((name, value): &Header) -> String {
    format!("add_header {name} \"{value}\" always;")
}

/// Only with what was found: an error must not be kept as long as a file.
fn found_line((name, value): &Header) -> String {
    format!("add_header {name} \"{value}\";")
}

fn bare(kind: &str) -> &str {
    kind.split(';').next().unwrap_or(kind)
}

/// The types that say their encoding. HTML is always among them.
fn charset_types() -> String {
    let textual = TYPES.iter().filter(|(_, kind)| kind.contains("charset") && !kind.starts_with("text/html"));
    textual.map(|(_, kind)| bare(kind)).collect::<Vec<_>>().join(" ")
}
