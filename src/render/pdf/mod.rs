//! The letter on paper: a PDF with the address in the window, typeset in this process.
//!
//! The typesetting engine sees nothing but what it is handed: see [`world`]. Every text of a letter
//! reaches it as a string in a data file, never as markup. Before a sheet is given out its own text
//! positions are checked: see [`preflight`].

mod data;
mod layout;
mod picture;
mod preflight;
mod volume;
mod world;

use std::sync::atomic::{AtomicUsize, Ordering};

use rayon::prelude::*;
use typst::diag::SourceDiagnostic;
use typst::foundations::{Bytes, Datetime, Smart};
use typst_layout::PagedDocument;
use typst_pdf::{PdfOptions, PdfStandard, PdfStandards};

use crate::letter::{Letter, Part};
pub use layout::{Layout, LayoutError};
pub use picture::{BYTES_MOST, PIXELS_MOST, Picture, PictureError};
pub use volume::{Bound, LETTERS_PER_VOLUME, Volume};
pub use world::font_has;
use world::{Job, Shop};

/// How letters look beyond what they say.
#[derive(Debug, Clone, Default)]
pub struct Style {
    /// Where things stand; by the country a letter is posted in if it is not said.
    pub layout: Option<Layout>,
    /// What stands between the closing and the name; room for a pen when there is none.
    pub signature: Option<Picture>,
    /// What stands at the head in place of the sender.
    pub letterhead: Option<Picture>,
    /// What the cover says, where the letter is faxed.
    pub fax: Option<Fax>,
    /// Whether envelopes are made in place of letters; the layout is that of an envelope.
    pub envelope: bool,
    /// Whether the file is made for archives too (PDF/A-2a), which asks more of its reader.
    pub archive: bool,
}

/// What the cover of a fax says beside who writes to whom.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Fax {
    /// The office's fax number.
    pub number: String,
    /// Day and time of day, as they are printed.
    pub moment: String,
    /// How many pages there are, the cover included.
    pub pages: usize,
}

impl Style {
    fn layout_of(&self, letter: &Letter<'_>) -> Option<Layout> {
        self.layout.or_else(|| Layout::usual_in(letter.signatory.country))
    }
}

/// A letter that is ready to print.
#[derive(Debug)]
pub struct Printed {
    /// The PDF.
    pub bytes: Vec<u8>,
    /// How many pages it has.
    pub pages: usize,
}

/// The typesetting engine with its fonts, set up once for any number of letters.
pub struct Press {
    shop: Shop,
    /// How many times a letter was set.
    set: AtomicUsize,
    plain: PdfStandards,
    archive: PdfStandards,
}

/// Why a letter could not be typeset.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Problem {
    /// A line of the address does not fit the window, or there are too many lines.
    #[error("the address does not fit the window of layout {layout}: there is no room for \"{line}\"")]
    Address {
        /// The layout's name.
        layout: &'static str,
        /// The first text that has no room.
        line: String,
    },
    /// The sender reaches into the text.
    #[error("the sender's address is too long for layout {layout}: there is no room for \"{line}\"")]
    Sender {
        /// The layout's name.
        layout: &'static str,
        /// The first text that has no room.
        line: String,
    },
    /// Something else would show in the window.
    #[error("\"{text}\" would stand in the window of layout {layout}")]
    InWindow {
        /// The layout's name.
        layout: &'static str,
        /// What it is.
        text: String,
    },
    /// A word without a place to break it.
    #[error("\"{0}\" is wider than the sheet")]
    Wide(String),
    /// A letter that no font has.
    #[error("no font here has the letter \"{0}\" (U+{code:04X})", code = u32::from(*.0))]
    NoGlyph(char),
    /// A picture that turned out to be damaged when it was unpacked.
    #[error("a picture is damaged and cannot be read")]
    Picture,
    /// What the typesetting engine says.
    #[error("it could not be typeset: {0}")]
    Engine(String),
}

impl Default for Press {
    fn default() -> Self {
        Self::new()
    }
}

impl Press {
    /// Sets everything up, with a font that has Latin, Greek and Cyrillic with the Kazakh letters.
    pub fn new() -> Self {
        let standards = |list: &[PdfStandard]| PdfStandards::new(list).unwrap_or_default();
        Self {
            shop: Shop::new(),
            set: AtomicUsize::new(0),
            plain: standards(&[PdfStandard::Ua_1]),
            archive: standards(&[PdfStandard::A_2a, PdfStandard::Ua_1]),
        }
    }

    /// Whether some font has this letter.
    pub fn has_letter(&self, letter: char) -> bool {
        self.shop.can_set(letter)
    }

    /// The same press with the file of another font, for a script that the built-in one does not have.
    #[must_use]
    pub fn with_font(&self, font: Vec<u8>) -> Self {
        let (plain, archive) = (self.plain.clone(), self.archive.clone());
        Self { shop: self.shop.with(font), set: AtomicUsize::new(0), plain, archive }
    }

    /// Whether the letter can be printed. What stands in the window and around it is typeset; of the text it is
    /// only asked whether the built-in font has its letters, as long as they stand side by side: signs that
    /// are put together from several, other scripts, and very long words are typeset.
    pub fn check(&self, letter: &Letter<'_>, style: &Style) -> Result<(), Problem> {
        let texts: Vec<String> = letter.parts.iter().map(Part::plain_text).collect();
        let is_long = |word: &str| word.chars().nth(WORD_MOST).is_some();
        let has_long_word = texts.iter().any(|text| text.split_whitespace().any(is_long));
        let all = || texts.iter().flat_map(|text| text.chars());
        let missing = all().find(|letter| !self.shop.can_set(*letter));
        let is_plain = !has_long_word && all().all(|letter| self.shop.is_plain(letter));
        let extent = if is_plain { Extent::Frame } else { Extent::Letter };
        match missing {
            Some(letter) => Err(Problem::NoGlyph(letter)),
            None => self.set(letter, style, extent).map(drop),
        }
    }

    /// Whether each of these letters can be printed, in their order.
    pub fn check_all(&self, letters: &[&Letter<'_>], style: &Style) -> Vec<Result<(), Problem>> {
        letters.par_iter().map(|letter| self.check(letter, style)).collect()
    }

    /// How many pages the letter has.
    pub fn pages(&self, letter: &Letter<'_>, style: &Style) -> Result<usize, Problem> {
        Ok(self.set(letter, style, Extent::Letter)?.pages().len())
    }

    /// One letter in a file of its own.
    pub fn letter(&self, letter: &Letter<'_>, style: &Style) -> Result<Printed, Problem> {
        let document = self.set(letter, style, Extent::Letter)?;
        let bytes = self.export(&document, style)?;
        Ok(Printed { bytes, pages: document.pages().len() })
    }

    /// Letters in files of their own, in their order. They are typeset on as many threads as the machine has
    /// cores, or as the environment says that the engine may use (`RAYON_NUM_THREADS`).
    pub fn letters(&self, letters: &[&Letter<'_>], style: &Style) -> Vec<Result<Printed, Problem>> {
        letters.par_iter().map(|letter| self.letter(letter, style)).collect()
    }

    /// The pages of a letter, checked.
    fn set(&self, letter: &Letter<'_>, style: &Style, extent: Extent) -> Result<PagedDocument, Problem> {
        let written = |error: serde_json::Error| Problem::Engine(error.to_string());
        let layout = style.layout_of(letter).ok_or_else(|| Problem::Engine("there is no layout".to_owned()))?;
        let look = serde_json::to_vec(&data::look(style, layout)).map_err(written)?;
        let data = serde_json::to_vec(&data::letter(letter, style, extent)).map_err(written)?;
        let pictures = [("/signature", &style.signature), ("/letterhead", &style.letterhead)];
        let pictures = pictures.into_iter().filter_map(|(name, picture)| Some((name, picture.as_ref()?.bytes.clone())));
        let texts = [("/look.json", Bytes::new(look)), ("/letter.json", Bytes::new(data))];
        let job = Job::new(&self.shop, pictures.chain(texts));
        let mut document: PagedDocument = typst::compile(&job).output.map_err(|errors| problem(&errors))?;
        preflight::check(document.pages(), layout)?;
        // Not by the template: there it would be part of what every paragraph is set with.
        let info = document.info_mut();
        info.title = Some(letter.subject().into());
        info.author = vec![letter.signatory.display().into()];
        let (year, month, day) = (letter.date.year(), letter.date.month(), letter.date.day());
        info.date = Smart::Custom(Datetime::from_ymd(year.into(), month.unsigned_abs(), day.unsigned_abs()));
        // What a letter leaves in the engine's memory serves the next ones; what none of them used does not.
        if self.set.fetch_add(1, Ordering::Relaxed) % MEMORY == MEMORY - 1 {
            typst::comemo::evict(1);
        }
        Ok(document)
    }

    fn export(&self, document: &PagedDocument, style: &Style) -> Result<Vec<u8>, Problem> {
        let standards = if style.archive { &self.archive } else { &self.plain };
        let creator = Smart::Custom(Some("outcry".to_owned()));
        let options = PdfOptions { standards: standards.clone(), creator, ..PdfOptions::default() };
        typst_pdf::pdf(document, &options).map_err(|errors| problem(&errors))
    }
}

/// Letters of a word that fits a line however wide they are: none is wider than the height of the type, and
/// the narrowest line has room for forty of these.
const WORD_MOST: usize = 36;

/// How much of letters is typeset.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Extent {
    /// All of it.
    Letter,
    /// Everything but the text.
    Frame,
}

/// The engine remembers what it worked out for at least so many letters, and at most for twice as many.
const MEMORY: usize = 16;

fn problem(errors: &[SourceDiagnostic]) -> Problem {
    let messages: Vec<&str> = errors.iter().map(|error| error.message.as_str()).collect();
    if messages
        .iter()
        .any(|message| message.contains("failed to decode image") || message.contains("failed to parse SVG"))
    {
        return Problem::Picture;
    }
    Problem::Engine(messages.join("; "))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::campaign::Campaign;
    use crate::letter::{Request, compose};
    use crate::locale::Language;
    use crate::registry::Registry;
    use crate::signatory::{Answers, Field, Signatory};

    /// What the quick check says and what printing says, for a letter with this name and these own words.
    fn both(name: &str, own_words: &str) -> [Result<(), Problem>; 2] {
        let campaign = Campaign::load("kazakhstan-2011-arrest-threat", &[]).unwrap();
        let registry = Registry::shipped();
        let languages: [Language; 1] = ["en".parse().unwrap()];
        let mut answers = Answers::default();
        for (field, answer) in [(Field::Name, name), (Field::Country, "GB"), (Field::OwnWords, own_words)] {
            answers.set(field, Some(answer.to_owned()));
        }
        let signatory = Signatory::parse(&answers, &[]).unwrap();
        let letter = compose(Request {
            campaign: &campaign,
            office: registry.get("kz-mfa").unwrap(),
            signatory: &signatory,
            date: jiff::civil::date(2026, 11, 23),
            languages: &languages,
            copies: &[],
        });
        let (letter, press, style) = (letter.unwrap(), Press::new(), Style::default());
        [press.check(&letter, &style), press.letter(&letter, &style).map(|_| ())]
    }

    #[test]
    fn the_quick_check_finds_what_printing_would() {
        let (wide, capitals) = ("x".repeat(200), "W".repeat(58));
        for (name, own_words, expected) in [
            ("Jo Smith", "Fine.", Ok(())),
            ("Әлия Құрманғазы", "Fine.", Ok(())),
            ("ნინო", "Fine.", Err(Problem::NoGlyph('ნ'))),
            ("Jo Smith", "One word: ნინო.", Err(Problem::NoGlyph('ნ'))),
            ("Jo Smith", wide.as_str(), Err(Problem::Wide(wide.clone()))),
            ("Jo Smith", capitals.as_str(), Err(Problem::Wide(capitals.clone()))),
            ("Jo Smith", "Ne\u{301}e, q\u{303}.", Ok(())),
        ] {
            assert_eq!(both(name, own_words), [expected.clone(), expected], "{name} {own_words}");
        }
    }
}
