//! A made-up site of any size, the same bytes for the same number of documents.
//! Comes in: how many documents. Goes out: a folder with config and post-mortems of realistic size: ten years, 12 components, internal
//! halves of several hundred words with people, hosts, tickets, logs and tables, messages of 150 to 400 words with code, tables and
//! now and then a picture, two to five updates; and a few documents of what goes on. Must never: hold more than one document in memory.

mod dice;
mod document;
mod picture;
mod running;
mod words;

use std::fmt::Write as _;
use std::io;
use std::path::Path;

use self::dice::Dice;

/// Id and name of the components; three groups of four.
const COMPONENTS: [(&str, &str); 12] = [
    ("search", "Search"),
    ("checkout", "Checkout"),
    ("catalogue", "Catalogue"),
    ("accounts", "Accounts"),
    ("api", "API"),
    ("webhooks", "Webhooks"),
    ("exports", "Exports"),
    ("imports", "Imports"),
    ("mail", "Mail delivery"),
    ("reports", "Reports"),
    ("mobile", "Mobile app"),
    ("help", "Help pages"),
];

/// The clock of the benchmark.
pub const NOW: &str = "2026-03-20T12:00:00Z";

/// Writes a site of that many documents into an empty or missing folder, spread over folders by year.
pub fn write(folder: &Path, documents: usize) -> io::Result<()> {
    let all = folder.join("postmortems");
    std::fs::create_dir_all(&all)?;
    put(&folder.join("allclear.toml"), config().as_bytes())?;
    for (id, text) in running::DOCUMENTS.iter().take(documents) {
        put(&all.join(format!("{id}.md")), text.as_bytes())?;
    }
    for number in running::DOCUMENTS.len()..documents {
        let mut dice = Dice::new(number as u64);
        let document = document::Document::new(number, documents, &mut dice);
        let year = all.join(document.year());
        std::fs::create_dir_all(year.join("images"))?;
        put(&year.join(format!("{}.md", document.id())), document.text(&mut dice).as_bytes())?;
        if let Some(picture) = document.picture() {
            put(&year.join(picture), &picture::chart(&mut dice)?)?;
        }
    }
    Ok(())
}

fn config() -> String {
    let mut text =
        "[site]\ntitle = \"Acme Status\"\nurl = \"https://status.example.com\"\n\n[leaks]\nproject_keys = [\"ACME\"]\n".to_owned();
    for (index, (id, name)) in COMPONENTS.iter().enumerate() {
        let group = ["Shop", "Platform", "Around it"][index / 4];
        let _ = write!(text, "\n[[components]]\nid = \"{id}\"\nname = \"{name}\"\ngroup = \"{group}\"\nsince = 2016-01-01\n");
    }
    text
}

#[expect(clippy::disallowed_methods, reason = "the corpus is written into the folder of the benchmark")]
fn put(path: &Path, bytes: &[u8]) -> io::Result<()> {
    std::fs::write(path, bytes)
}
