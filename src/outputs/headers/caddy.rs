//! `_hosting/Caddyfile`: lines to import into the site block that has `root` and `file_server`.

use super::model::{Header, Rule};
use super::parted;
use super::pattern::any_of;
use super::types::TYPES;

pub(super) fn text(rules: &[Rule], base: &str) -> String {
    let (everywhere, others) = parted(rules);
    let mut text = format!("{HEAD}@allclear path {base}/*\n{}", block("@allclear", everywhere));
    for (number, rule) in (1..).zip(others) {
        let matcher = format!("@allclear_{number}");
        text.push_str(&format!("\n{matcher} path_regexp `{}`\n{}", any_of(base, rule.all()), block(&matcher, &rule.headers)));
    }
    text.push('\n');
    let base_expression = regex::escape(base);
    for (ending, kind) in TYPES.iter().filter(|(ending, _)| *ending != "html") {
        text.push_str(&format!(
            "@allclear_{ending} path_regexp `^{base_expression}/.*\\.{ending}$`\nheader @allclear_{ending} Content-Type \"{kind}\"\n"
        ));
    }
    text + &missing(base)
}

const HEAD: &str = "\
# Headers and types of the status site, for the site block that has its `root` and `file_server`:
#     import /PATH/TO/THE/SITE/_hosting/Caddyfile

";

fn block(matcher: &str, headers: &[Header]) -> String {
    let lines = headers.iter().map(|(name, value)| format!("\t{name} \"{value}\"\n")).collect::<String>();
    format!("header {matcher} {{\n{lines}}}\n")
}

/// The page for paths that lead nowhere. What was set for the missing file is taken back: an error must not be kept as long as a file.
fn missing(base: &str) -> String {
    format!(
        "\nhandle_errors {{\n\t@allclear_missing {{\n\t\texpression {{http.error.status_code}} == 404\n\t\tpath {base}/*\n\t}}\n\
         \thandle @allclear_missing {{\n\t\trewrite * {base}/404.html\n\t\theader -Cache-Control\n\t\theader -Access-Control-Allow-Origin\n\
         \t\theader Content-Type \"text/html; charset=utf-8\"\n\t\tfile_server\n\t}}\n}}\n"
    )
}
