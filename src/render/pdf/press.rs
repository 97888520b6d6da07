//! The typesetting engine at work: one letter, or several on as many threads as there are cores.

use std::sync::atomic::{AtomicUsize, Ordering};

use jiff::civil::Date;
use rayon::prelude::*;
use typst::diag::SourceDiagnostic;
use typst::foundations::{Bytes, Datetime, Smart};
use typst::syntax::Source;
use typst_layout::PagedDocument;
use typst_pdf::{PdfOptions, PdfStandard, PdfStandards};

use super::data::{self, Extent};
use super::layout::Layout;
use super::preflight;
use super::problem::PressProblem;
use super::style::Style;
use super::world::{Job, Shop};
use crate::letter::Letter;
use crate::render::qr::{QuietZone, Square};
use crate::render::quotes::printed;

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
    pub fn check(&self, letter: &Letter<'_>, style: &Style) -> Result<(), PressProblem> {
        let texts: Vec<String> = letter.parts.iter().map(|part| printed(part).plain_text()).collect();
        let is_long = |word: &str| word.chars().nth(WORD_MOST).is_some();
        let has_long_word = texts.iter().any(|text| text.split_whitespace().any(is_long));
        let all = || texts.iter().flat_map(|text| text.chars());
        let missing = all().find(|letter| !self.shop.can_set(*letter));
        let is_plain = !has_long_word && all().all(|letter| self.shop.is_plain(letter));
        let extent = if is_plain { Extent::Frame } else { Extent::Letter };
        match missing {
            Some(letter) => Err(PressProblem::NoGlyph(letter)),
            None => self.set(letter, style, extent).map(drop),
        }
    }

    /// Whether each of these letters can be printed, in their order.
    pub fn check_all(&self, letters: &[&Letter<'_>], style: &Style) -> Vec<Result<(), PressProblem>> {
        letters.par_iter().map(|letter| self.check(letter, style)).collect()
    }

    /// How many pages the letter has.
    pub fn pages(&self, letter: &Letter<'_>, style: &Style) -> Result<usize, PressProblem> {
        Ok(self.set(letter, style, Extent::Letter)?.pages().len())
    }

    /// One letter in a file of its own.
    pub fn letter(&self, letter: &Letter<'_>, style: &Style) -> Result<Printed, PressProblem> {
        let document = self.set(letter, style, Extent::Letter)?;
        let bytes = self.export(&document, style.archive)?;
        Ok(Printed { bytes, pages: document.pages().len() })
    }

    /// Letters in files of their own, in their order. They are typeset on as many threads as the machine has
    /// cores, or as the environment says that the engine may use (`RAYON_NUM_THREADS`).
    pub fn letters(&self, letters: &[&Letter<'_>], style: &Style) -> Vec<Result<Printed, PressProblem>> {
        letters.par_iter().map(|letter| self.letter(letter, style)).collect()
    }

    /// The pages of a letter, checked. A letter that runs over by a few lines is set a little tighter, where that
    /// saves the sheet.
    pub(super) fn set(
        &self,
        letter: &Letter<'_>,
        style: &Style,
        extent: Extent,
    ) -> Result<PagedDocument, PressProblem> {
        let layout = style.layout_of(letter).ok_or_else(|| PressProblem::Engine("there is no layout".to_owned()))?;
        let set = |tight| self.set_as(letter, style, layout, extent, tight);
        let mut document = set(0)?;
        let shares = preflight::to_lose(document.pages(), layout);
        let steps: Vec<usize> =
            shares.into_iter().filter_map(|share| GAINS.iter().position(|gain| share <= *gain)).collect();
        if let Some(least) = steps.iter().max() {
            let wanted = document.pages().len() - steps.len();
            for step in *least..GAINS.len() {
                let tighter = set(step + 1)?;
                if tighter.pages().len() < document.pages().len() {
                    document = tighter;
                }
                if document.pages().len() <= wanted {
                    break;
                }
            }
        }
        preflight::check(document.pages(), layout)?;
        // Not by the template: there it would be part of what every paragraph is set with.
        let info = document.info_mut();
        info.title = Some(letter.subject().into());
        info.author = vec![letter.signatory.display().into()];
        info.date = day(letter.date);
        // What a letter leaves in the engine's memory serves the next ones; what none of them used does not.
        if self.set.fetch_add(1, Ordering::Relaxed) % MEMORY == MEMORY - 1 {
            typst::comemo::evict(1);
        }
        Ok(document)
    }

    fn set_as(
        &self,
        letter: &Letter<'_>,
        style: &Style,
        layout: Layout,
        extent: Extent,
        tight: usize,
    ) -> Result<PagedDocument, PressProblem> {
        let written = |error: serde_json::Error| PressProblem::Engine(error.to_string());
        let look = serde_json::to_vec(&data::look(style, layout)).map_err(written)?;
        let data = serde_json::to_vec(&data::letter(letter, style, extent, tight)).map_err(written)?;
        let pictures = [
            ("/signature", &style.signature),
            ("/second-signature", &style.second_signature),
            ("/letterhead", &style.letterhead),
            ("/logo", &style.logo),
        ];
        let pictures = pictures.into_iter().filter_map(|(name, picture)| Some((name, picture.as_ref()?.bytes.clone())));
        let texts = [("/look.json", Bytes::new(look)), ("/letter.json", Bytes::new(data))];
        let code = letter.page.and_then(|page| Square::of(page).ok());
        let code = code.map(|code| ("/page.svg", Bytes::new(code.svg(QuietZone::Around).into_bytes())));
        let job = Job::new(&self.shop, pictures.chain(texts).chain(code));
        typst::compile(&job).output.map_err(|errors| problem(&errors))
    }

    /// Pages by a template of their own, from these files.
    pub(super) fn set_by(
        &self,
        template: Source,
        files: impl IntoIterator<Item = (&'static str, Bytes)>,
    ) -> Result<PagedDocument, PressProblem> {
        typst::compile(&Job::with(&self.shop, template, files)).output.map_err(|errors| problem(&errors))
    }

    pub(super) fn export(&self, document: &PagedDocument, archive: bool) -> Result<Vec<u8>, PressProblem> {
        let standards = if archive { &self.archive } else { &self.plain };
        let creator = Smart::Custom(Some("outcry".to_owned()));
        let options = PdfOptions { standards: standards.clone(), creator, ..PdfOptions::default() };
        let mut bytes = typst_pdf::pdf(document, &options).map_err(|errors| problem(&errors))?;
        // Poppler takes the entry for a mistake unless it is true (Catalog.cc, `getMarkInfo`); left out, it means
        // the same. Blanks keep every offset of the file.
        if let Some(at) = bytes.windows(SUSPECTS.len()).position(|here| here == SUSPECTS) {
            let end = at + SUSPECTS.len();
            bytes[at + b"/Marked true".len()..end].fill(b' ');
        }
        Ok(bytes)
    }
}

/// Letters of a word that fits a line however wide they are: none is wider than the height of the type, and
/// the narrowest line has room for forty of these.
const WORD_MOST: usize = 36;

/// What the engine writes of a tagged file; nothing else in a file has these bytes, because its texts are packed.
const SUSPECTS: &[u8] = b"/Marked true/Suspects false";

/// How much of its height a text loses by each step in which `letter.typ` sets a letter tighter. A step that cannot save
/// the sheet is not tried: it takes as long as the letter itself.
const GAINS: [f64; 3] = [0.09, 0.19, 0.26];

/// The engine remembers what it worked out for at least so many letters, and at most for twice as many.
const MEMORY: usize = 16;

/// A day as a file keeps it.
pub(super) fn day(date: Date) -> Smart<Option<Datetime>> {
    Smart::Custom(Datetime::from_ymd(date.year().into(), date.month().unsigned_abs(), date.day().unsigned_abs()))
}

fn problem(errors: &[SourceDiagnostic]) -> PressProblem {
    let messages: Vec<&str> = errors.iter().map(|error| error.message.as_str()).collect();
    if messages
        .iter()
        .any(|message| message.contains("failed to decode image") || message.contains("failed to parse SVG"))
    {
        return PressProblem::Picture;
    }
    PressProblem::Engine(messages.join("; "))
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
    fn both(name: &str, own_words: &str) -> [Result<(), PressProblem>; 2] {
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
            edited: None,
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
            ("ნინო", "Fine.", Err(PressProblem::NoGlyph('ნ'))),
            ("Jo Smith", "One word: ნინო.", Err(PressProblem::NoGlyph('ნ'))),
            ("Jo Smith", wide.as_str(), Err(PressProblem::Wide(wide.clone()))),
            ("Jo Smith", capitals.as_str(), Err(PressProblem::Wide(capitals.clone()))),
            ("Jo Smith", "Ne\u{301}e, q\u{303}.", Ok(())),
        ] {
            assert_eq!(both(name, own_words), [expected.clone(), expected], "{name} {own_words}");
        }
    }
}
