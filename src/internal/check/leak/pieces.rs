//! A finished text, looked at piece by piece, so that what a site has again and again is read once.
//! Comes in: a text. Goes out: whether nothing in it is worth a search. A no says only that it has to be searched.
//! Must never: say so of a text in which a search would find something.
//!
//! A text is cut at line ends outside of tags, and within JSON also at those that are escaped, and between a comma and a quote. Every step of the readings works on what
//! stands side by side, and none of them takes a line end, so what is read of a text is what is read of its pieces, one after the other:
//! first the words of all pieces, then the values of attributes. What may reach over a cut is a word of several parts (see [`Seams`]).

use super::cross::Index;
use super::cuts::{Cuts, Format};
use super::detector::{self, Reach};
use super::glance::Glance;
use super::known::{Known, Told};
use super::permits::Permits;
use super::seams::{self, Seams};
use super::secrets::Secrets;
use super::traits::Trait;
use super::view::{Flat, Text as _};
use super::wake::Awake;
use super::whole::{ASIDES, EMPTY, GOES_ON, OPENS, OTHER, WORDS, Whole};
use super::{decode, fold, unpack, untag};

/// The parts of a reading that stand together in it.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Stream {
    Words = WORDS as isize,
    Asides = ASIDES as isize,
    /// What is read by itself, or stands anywhere.
    Other = OTHER as isize,
}

/// How many bytes of pieces between which a word may be cut are looked at together. More are searched.
const MOST_TOGETHER: usize = 1 << 13;

/// What a text is looked at with.
pub struct Looker<'w> {
    /// The values, and what wakes them.
    pub index: &'w Index,
    /// What may be public.
    pub permits: &'w Permits,
    /// The rules about secrets.
    pub secrets: &'w Secrets,
    /// What was looked at before.
    pub known: &'w Known,
}

impl Looker<'_> {
    /// Whether nothing in a text is worth a search.
    pub fn sleeps(&self, text: &str, format: Format) -> bool {
        let escaped = memchr::memchr(b'\\', text.as_bytes()).is_some();
        if !self.secrets.always().is_empty() || escaped && format == Format::Style || memchr::memchr(0, text.as_bytes()).is_some() {
            return false;
        }
        let seams = self.index.seams();
        // With an escape anywhere, the bytes are searched as they stand too.
        let reader = Reader { looker: self, seams, format, raw: escaped && format != Format::Json };
        let mut whole = Whole::default();
        let told = Cuts::new(text, format, seams).each(
            |piece| reader.told(piece),
            |told, piece| match whole.add(&told, piece.start) {
                None => true,
                // Nearly always two words that stand side by side by chance.
                Some(start) if piece.end - start <= MOST_TOGETHER => {
                    reader.told(&text[start..piece.end]).inspect(|told| whole.join(told)).is_some()
                }
                Some(_) => false,
            },
        );
        told && whole.sleeps()
    }
}

/// Reads pieces of one text.
struct Reader<'w> {
    looker: &'w Looker<'w>,
    seams: &'w Seams,
    format: Format,
    /// Whether the bytes are searched too.
    raw: bool,
}

impl Reader<'_> {
    /// What a piece tells; `None` if it has to be searched, or read together with what follows.
    fn told(&self, piece: &str) -> Option<Told> {
        if self.format != Format::Json {
            return self.remembered(piece);
        }
        // Data has the markup of a page, but for its escapes: without them it is known, or will be.
        let is_escaped = memchr::memchr(b'\\', piece.as_bytes()).is_some();
        match is_escaped.then(|| decode::escapes(&Flat::verbatim(piece))).flatten() {
            None => self.remembered(piece),
            Some(_) if unpack::is_packed(piece) => None,
            Some(text) => self.remembered(text.text()),
        }
    }

    fn remembered(&self, piece: &str) -> Option<Told> {
        let known = self.looker.known;
        // Markup and data are read alike.
        let key = known.key(u8::from(self.format.is_code()) * 2 + u8::from(self.raw), piece);
        known.get(key).or_else(|| {
            let told = self.read(piece)?;
            known.put(key, &told);
            Some(told)
        })
    }

    fn read(&self, piece: &str) -> Option<Told> {
        let mut reading = Reading { reader: self, told: Told::default(), open: !piece.ends_with('\n'), met: 0, hollow: 0 };
        // Nearly all are as plain as that.
        if !self.raw
            && !self.format.is_code()
            && !unpack::is_packed(piece)
            && let Some(glance) = Glance::of(piece)
        {
            reading.glance(&glance)?;
            return Some(reading.told());
        }
        let raw = Flat::verbatim(piece);
        if self.raw {
            reading.values(&lined(&raw))?;
        }
        reading.packed(&raw)?;
        // Of data they are undone; elsewhere there are none, or the bytes are searched too. A style sheet with one is no matter of pieces.
        let unescaped = if self.raw { decode::escapes(&raw) } else { None };
        let source = unescaped.unwrap_or(raw);
        if self.format.is_code() {
            reading.shown(lined(&source), Stream::Words)?;
            return Some(reading.told());
        }
        let [words, asides, rest] = untag::apart(&source)?;
        reading.values(&rest)?;
        reading.marked(words, Stream::Words)?;
        reading.marked(asides, Stream::Asides)?;
        Some(reading.told())
    }
}

/// A text between line ends: there are some in the whole, or nothing, or a comma and a quote, which say no more.
fn lined(view: &Flat) -> Flat {
    let mut lined = Flat::with_room(view.text().len() + 2);
    lined.decoded("\n", 0..0);
    lined.copy(view, 0..view.text().len());
    lined.decoded("\n", 0..0);
    lined
}

/// One piece while it is read. All of its steps give `None` when it has to be searched.
struct Reading<'r> {
    reader: &'r Reader<'r>,
    told: Told,
    /// Whether its end is no line end, so that an address may go on behind it.
    open: bool,
    /// Streams of which some reading has something, and those of which some has nothing.
    met: u8,
    hollow: u8,
}

impl Reading<'_> {
    fn told(self) -> Told {
        let empty = |place: u8| u8::from(self.met >> place & 1 == 0 || self.hollow >> place & 1 == 1) * (EMPTY << place);
        Told { ends: self.told.ends | empty(WORDS) | empty(ASIDES), ..self.told }
    }

    /// What a search would see in all parts at once. A word that goes on from one part to the next counts as one: it is searched for then.
    fn glance(&mut self, glance: &Glance) -> Option<()> {
        let Looker { index, permits, secrets, .. } = self.reader.looker;
        let awake = index.glanced(glance, permits, secrets);
        if awake.values {
            return None;
        }
        self.still(glance.shown(), &awake)?;
        self.wake(&awake, [glance.words(), glance.asides()]);
        for (text, stream) in [(glance.words(), Stream::Words), (glance.asides(), Stream::Asides), (glance.rest(), Stream::Other)] {
            self.ends(text, stream);
        }
        Some(())
    }

    /// Markup within markup, as feeds have it.
    fn marked(&mut self, view: Flat, stream: Stream) -> Option<()> {
        let view = decode::entities(&view).unwrap_or(view);
        let once_more = |view: Flat| decode::entities(&view).unwrap_or(view);
        if !view.text().contains('<') {
            return self.shown(once_more(view), stream);
        }
        let [words, asides, _] = untag::apart(&view)?;
        self.shown(once_more(words), stream)?;
        self.shown(once_more(asides), Stream::Other)
    }

    /// What a reader is shown, and what is hidden in that.
    fn shown(&mut self, shown: Flat, stream: Stream) -> Option<()> {
        if let Some(apart) = decode::parted(&shown) {
            self.look(&apart, stream)?;
        }
        let bare = decode::plain(&shown).unwrap_or(shown);
        self.look(&bare, stream)?;
        let once = decode::percent(&bare);
        if let Some(inner) = once.map(|once| decode::percent(&once).unwrap_or(once)) {
            if let Some(apart) = decode::parted(&inner) {
                self.look(&apart, stream)?;
            }
            self.look(&decode::plain(&inner).unwrap_or(inner), stream)?;
        }
        self.packed(&bare)
    }

    fn packed(&mut self, view: &Flat) -> Option<()> {
        let Some(packed) = unpack::packed(view) else { return Some(()) };
        self.look(&lined(&packed), Stream::Other)?;
        unpack::packed(&packed).map_or(Some(()), |inner| self.look(&lined(&inner), Stream::Other))
    }

    /// Looks for values alone.
    fn values(&mut self, view: &Flat) -> Option<()> {
        self.woken(view, Stream::Other).map(|_| ())
    }

    fn look(&mut self, view: &Flat, stream: Stream) -> Option<()> {
        let awake = self.woken(view, stream)?;
        self.still(view.text(), &awake)?;
        self.wake(&awake, [view.text()]);
        Some(())
    }

    /// Asks the patterns that are awake and match nowhere but within a piece.
    fn still(&self, text: &str, awake: &Awake) -> Option<()> {
        let still = detector::are_still(text, awake, Reach::Artifact) && self.reader.looker.secrets.are_still(text, &awake.secrets);
        still.then_some(())
    }

    fn wake<const N: usize>(&mut self, awake: &Awake, texts: [&str; N]) {
        self.told.wakes.named.join(awake.named);
        self.told.wakes.traits.join(awake.traits);
        // What stands behind an address can make it another one.
        let unfinished = |rest: &str| !rest.trim_end().contains([' ', '\t', '\n', '\r', '\x0c', '/', '@']);
        if self.open && texts.iter().any(|text| text.rsplit_once("://").is_some_and(|(_, rest)| unfinished(rest))) {
            self.told.wakes.traits.set(Trait::Address);
        }
    }

    fn woken(&mut self, view: &Flat, stream: Stream) -> Option<Awake> {
        let Looker { index, permits, secrets, .. } = self.reader.looker;
        let awake = index.woken(view, Reach::Artifact, permits, secrets);
        if awake.values {
            return None;
        }
        self.ends(view.text(), stream);
        if let Some(folded) = fold::letters_folded(view) {
            self.ends(folded.text(), stream);
        }
        Some(awake)
    }

    fn ends(&mut self, text: &str, stream: Stream) {
        let seams = self.reader.seams;
        let place = stream as u8;
        let ends = (u8::from(seams.may_go_on(text)) * GOES_ON) | (u8::from(seams.may_open(text)) * OPENS);
        self.told.ends |= ends << place;
        *(if seams::is_empty(text) { &mut self.hollow } else { &mut self.met }) |= 1 << place;
    }
}
