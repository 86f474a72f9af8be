//! A made-up site of any size, the same bytes for the same number of documents.
//! Comes in: how many documents. Goes out: a folder with config and post-mortems of realistic size: ten years, 12 components, internal
//! halves of several hundred words with people, hosts, tickets, logs and tables, messages of 150 to 400 words, two to five updates.

mod dice;
mod document;

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

/// The clock of the benchmark: the newest documents are months old, and all are closed.
pub const NOW: &str = "2026-03-20T12:00:00Z";

/// Writes a site of that many documents into an empty or missing folder, spread over folders by year.
pub fn write(folder: &Path, documents: usize) -> io::Result<()> {
    std::fs::create_dir_all(folder)?;
    put(&folder.join("allclear.toml"), &config())?;
    for number in 0..documents {
        let mut dice = Dice::new(number as u64);
        let document = document::Document::new(number, documents, &mut dice);
        let year = folder.join("postmortems").join(document.year());
        std::fs::create_dir_all(&year)?;
        put(&year.join(format!("{}.md", document.id())), &document.text(&mut dice))?;
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
fn put(path: &Path, text: &str) -> io::Result<()> {
    std::fs::write(path, text)
}
