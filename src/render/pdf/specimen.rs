//! Every glyph of a book so far, in the order of first use, as a page that is typeset before each part
//! and bound into none. The engine numbers the glyphs of a font as they come, so the fonts of a later part
//! go on where those of the part before ended, and the last ones serve the whole book.

use std::collections::HashSet;

use typst::foundations::Content;
use typst::introspection::{Location, Tag, TagFlags};
use typst::layout::{Abs, Em, Frame, FrameItem, Point};
use typst::pdf::ArtifactKind;
use typst::syntax::Span;
use typst::text::{FontInstance, Glyph, TextItem};
use typst_layout::Page;

/// What was used of each font.
#[derive(Default)]
pub(super) struct Specimen {
    known: Vec<(FontInstance, HashSet<u16>)>,
    glyphs: Vec<TextItem>,
}

impl Specimen {
    /// Notes what is on these pages.
    pub(super) fn note(&mut self, pages: &[Page]) {
        for page in pages {
            self.note_frame(&page.frame);
        }
    }

    fn note_frame(&mut self, frame: &Frame) {
        for (_, item) in frame.items() {
            match item {
                FrameItem::Group(group) => self.note_frame(&group.frame),
                FrameItem::Text(text) => self.note_text(text),
                FrameItem::Shape(..) | FrameItem::Image(..) | FrameItem::Link(..) | FrameItem::Tag(_) => {}
            }
        }
    }

    fn note_text(&mut self, text: &TextItem) {
        let place = self.known.iter().position(|(font, _)| *font == text.font).unwrap_or_else(|| {
            self.known.push((text.font.clone(), HashSet::new()));
            self.known.len() - 1
        });
        for glyph in text.glyphs.iter().filter(|glyph| self.known[place].1.insert(glyph.id)) {
            let letters = &text.text[glyph.range()];
            let alone = Glyph {
                id: glyph.id,
                x_advance: Em::zero(),
                x_offset: Em::zero(),
                y_advance: Em::zero(),
                y_offset: Em::zero(),
                range: 0..u16::try_from(letters.len()).unwrap_or_default(),
                span: (Span::detached(), 0),
            };
            self.glyphs.push(TextItem {
                font: text.font.clone(),
                size: Abs::pt(1.0),
                fill: text.fill.clone(),
                stroke: None,
                lang: text.lang,
                region: text.region,
                text: letters.into(),
                glyphs: vec![alone],
            });
        }
    }

    /// The page, of the size of this one. It is marked as no part of the text, so that it leaves no tag.
    pub(super) fn page(&self, like: &Page) -> Page {
        let flags = TagFlags { introspectable: false, tagged: true };
        let place = Location::new(0);
        let mut artifact = Content::empty().artifact(ArtifactKind::Other);
        artifact.set_location(place);
        let mut frame = Frame::hard(like.frame.size());
        frame.push(Point::zero(), FrameItem::Tag(Tag::Start(artifact, flags)));
        for glyph in &self.glyphs {
            frame.push(Point::zero(), FrameItem::Text(glyph.clone()));
        }
        frame.push(Point::zero(), FrameItem::Tag(Tag::End(place, 0, flags)));
        Page { frame, ..like.clone() }
    }
}
