//! `.htaccess`: read by Apache where `AllowOverride FileInfo` is on. Without `mod_headers` Apache answers 500, on purpose: a site that
//! silently lacks its headers looks like one that has them.

use super::model::{Header, Rule};
use super::parted;
use super::pattern::any_of;
use super::types::TYPES;

pub(super) fn text(rules: &[Rule], base: &str) -> String {
    let (everywhere, others) = parted(rules);
    let mut text = format!("{HEAD}ErrorDocument 404 {base}/404.html\nDirectoryIndex index.html\n\n");
    text.extend(TYPES.iter().map(|(ending, kind)| format!("AddType '{kind}' .{ending}\n")));
    text.push('\n');
    // `always` is the table of errors too; the other one is for what was found.
    text.extend(everywhere.iter().map(|header| line("always set", header)));
    for rule in others {
        let lines = rule.headers.iter().map(|header| format!("  {}", line("set", header))).collect::<String>();
        text.push_str(&format!("<If \"%{{REQUEST_URI}} =~ m#{}#\">\n{lines}</If>\n", any_of(base, rule.all())));
    }
    text
}

const HEAD: &str = "\
# Headers and types of the status site. Apache needs `AllowOverride FileInfo Indexes` for its folder, and the module headers: a2enmod headers

";

fn line(verb: &str, (name, value): &Header) -> String {
    format!("Header {verb} {name} \"{value}\"\n")
}
