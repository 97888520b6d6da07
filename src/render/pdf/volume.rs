//! Many letters in one file for a print shop. Each letter is typeset by itself, which the engine can do on
//! every core and from what it remembers of the letters before; a volume puts the finished pages together
//! and exports them as one document, so that fonts and pictures are in it once.

use rayon::prelude::*;
use typst::foundations::{NativeElement, Smart};
use typst::introspection::{Location, Tag, TagFlags};
use typst::layout::{Frame, FrameItem, Point};
use typst::model::{Document, DocumentInfo, HeadingElem};
use typst::text::TextElem;
use typst_layout::{Page, PagedDocument};

use super::data::Extent;
use super::labels::LabelSheet;
use super::press::Press;
use super::problem::PressProblem;
use super::style::{Made, Style};
use crate::letter::Letter;

/// The most letters in one file. All pages of a file are in memory until it is written, so this bounds the
/// memory of a list of any length.
pub const LETTERS_PER_VOLUME: usize = 500;

/// Letters that become one PDF: each begins on the front of a sheet with page 1, and has a bookmark.
#[derive(Default)]
pub struct Volume {
    pages: Vec<Page>,
    info: DocumentInfo,
    letters: u64,
    /// Places for labels that are gone, from the first sheet on.
    gone: usize,
}

/// Where a letter is in its volume.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Bound {
    /// Its first page, counted from 1.
    pub first: usize,
    /// How many pages it has.
    pub pages: usize,
}

impl Volume {
    /// Labels on sheets the first of which has fewer of them.
    pub fn begun(gone: usize) -> Self {
        Self { gone, ..Self::default() }
    }

    /// Adds letters that look alike; the first letter of a volume decides its title and language. If one of them
    /// cannot be typeset, none is added: the error has its index among these letters.
    pub fn add(
        &mut self,
        press: &Press,
        letters: &[&Letter<'_>],
        style: &Style,
    ) -> Result<Vec<Bound>, (usize, PressProblem)> {
        let set: Vec<_> = letters.par_iter().map(|letter| press.set(letter, style, Extent::Letter)).collect();
        let set = set.into_iter().enumerate().map(|(index, set)| set.map_err(|problem| (index, problem)));
        let set: Vec<PagedDocument> = set.collect::<Result<_, _>>()?;
        let add = |(letter, document): (&&Letter<'_>, PagedDocument)| {
            if let Made::Label(labels) = style.made {
                return self.add_label(&document, labels);
            }
            let bookmark = format!("{} – {}", letter.signatory.display(), letter.first().office);
            self.add_pages(&document, &bookmark, style)
        };
        Ok(letters.iter().zip(set).map(add).collect())
    }

    fn add_pages(&mut self, letter: &PagedDocument, bookmark: &str, style: &Style) -> Bound {
        if self.letters == 0 {
            self.info = letter.info().clone();
        }
        // An envelope has no back that another could be printed on.
        let one_side = style.single_sided || matches!(style.made, Made::Envelope);
        if let (false, 1, Some(last)) = (one_side, self.pages.len() % 2, self.pages.last()) {
            self.pages.push(Page { frame: Frame::hard(last.frame.size()), ..last.clone() });
        }
        self.letters += 1;
        let bound = Bound { first: self.pages.len() + 1, pages: letter.pages().len() };
        for (number, page) in letter.pages().iter().enumerate() {
            let mut page = page.clone();
            tell_apart(&mut page.frame, self.letters);
            if number == 0 {
                self.bookmark(&mut page.frame, bookmark);
            }
            self.pages.push(page);
        }
        bound
    }

    /// Puts a label on the next place of its sheet.
    fn add_label(&mut self, label: &PagedDocument, labels: LabelSheet) -> Bound {
        if self.letters == 0 {
            self.info = label.info().clone();
        }
        let place = self.gone % labels.labels();
        self.gone += 1;
        self.letters += 1;
        for page in label.pages().iter().take(1) {
            if place == 0 || self.pages.is_empty() {
                self.pages.push(Page { frame: Frame::hard(labels.paper()), ..page.clone() });
            }
            let mut frame = page.frame.clone();
            tell_apart(&mut frame, self.letters);
            if let Some(sheet) = self.pages.last_mut() {
                sheet.frame.push_frame(labels.place(place), frame);
            }
        }
        Bound { first: self.pages.len(), pages: 1 }
    }

    /// A heading that is not printed and is no part of the text, only an entry of the outline.
    fn bookmark(&self, frame: &mut Frame, title: &str) {
        let location = Location::new(u128::from(self.letters));
        let mut heading = HeadingElem::new(TextElem::packed(title)).with_bookmarked(Smart::Custom(true)).pack();
        heading.set_location(location);
        let flags = TagFlags { introspectable: true, tagged: false };
        frame.prepend(Point::zero(), FrameItem::Tag(Tag::End(location, 0, flags)));
        frame.prepend(Point::zero(), FrameItem::Tag(Tag::Start(heading, flags)));
    }

    /// The file.
    pub fn print(self, press: &Press, style: &Style) -> Result<Vec<u8>, PressProblem> {
        press.export(&PagedDocument::new(self.pages.into_iter().collect(), self.info), style.archive)
    }
}

/// Gives everything in a letter an identity that nothing in another letter has, and leaves the outline to the
/// volume's own bookmarks.
fn tell_apart(frame: &mut Frame, letter: u64) {
    let variant = usize::try_from(letter).unwrap_or(usize::MAX);
    frame.retain(|item| {
        match item {
            FrameItem::Group(group) => {
                if let Some(parent) = &mut group.parent {
                    parent.location = parent.location.variant(variant);
                }
                tell_apart(&mut group.frame, letter);
            }
            FrameItem::Tag(Tag::Start(element, _)) => {
                if let Some(location) = element.location() {
                    element.set_location(location.variant(variant));
                }
                if let Some(heading) = element.to_packed_mut::<HeadingElem>() {
                    heading.bookmarked.set(Smart::Custom(false));
                }
            }
            FrameItem::Tag(Tag::End(location, ..)) => *location = location.variant(variant),
            FrameItem::Text(_) | FrameItem::Shape(..) | FrameItem::Image(..) | FrameItem::Link(..) => {}
        }
        true
    });
}
