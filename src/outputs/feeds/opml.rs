//! Every feed of the site → `feeds.opml`, the list that feed readers import.
//! A feed is in it once, as RSS: the formats hold the same entries, and a reader that imports all three would show each thrice.

use quick_xml::Writer;
use quick_xml::events::{BytesDecl, BytesText, Event};

use super::channel::{Channel, Choice};
use crate::public::{History, Site};
use crate::render::Locale;

/// One feed of the list.
struct Outline<'a> {
    text: &'a str,
    feed: String,
    page: String,
}

/// The document. `history_title` is that of the history feed.
pub fn write(history: &History, channels: &[Channel<'_>], history_title: &str, locale: &Locale) -> std::io::Result<Vec<u8>> {
    let site = &history.site;
    let some = |wanted: fn(Choice<'_>) -> bool| -> Vec<Outline<'_>> {
        channels.iter().filter(|channel| wanted(channel.choice)).map(|channel| Outline::of(site, channel)).collect()
    };
    let told = Outline { text: history_title, feed: format!("{}/history.rss", site.url), page: format!("{}/history/", site.url) };
    let groups = [
        ("feed.updates", some(|choice| choice == Choice::All)),
        ("feed.components", some(|choice| matches!(choice, Choice::Component(_)))),
        ("feed.postmortems", some(|choice| choice == Choice::Postmortems)),
        ("feed.incidents", vec![told]),
    ];
    let mut writer = Writer::new_with_indent(Vec::new(), b' ', 2);
    writer.write_event(Event::Decl(BytesDecl::new("1.0", Some("utf-8"), None)))?;
    writer.create_element("opml").with_attribute(("version", "2.0")).write_inner_content(|writer| {
        writer.create_element("head").write_inner_content(|writer| {
            let title = locale.say("feed.all", &[("site", site.title.as_str())]);
            writer.create_element("title").write_text_content(BytesText::new(&title))?;
            Ok(())
        })?;
        writer.create_element("body").write_inner_content(|writer| {
            groups.iter().filter(|(_, feeds)| !feeds.is_empty()).try_for_each(|(key, feeds)| group(writer, &locale.say(key, &[]), feeds))
        })?;
        Ok(())
    })?;
    let mut document = writer.into_inner();
    document.push(b'\n');
    Ok(document)
}

fn group(writer: &mut Writer<Vec<u8>>, text: &str, feeds: &[Outline<'_>]) -> std::io::Result<()> {
    writer.create_element("outline").with_attribute(("text", text)).write_inner_content(|writer| {
        for Outline { text, feed, page } in feeds {
            let attributes = [("type", "rss"), ("text", *text), ("title", *text), ("xmlUrl", feed), ("htmlUrl", page)];
            writer.create_element("outline").with_attributes(attributes).write_empty()?;
        }
        Ok(())
    })?;
    Ok(())
}

impl<'a> Outline<'a> {
    fn of(site: &Site, channel: &'a Channel<'_>) -> Self {
        let (url, stem, page) = (&site.url, channel.stem(), &channel.page);
        Self { text: &channel.title, feed: format!("{url}/{stem}.xml"), page: format!("{url}{page}") }
    }
}
