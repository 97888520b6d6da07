//! Letters that were typeset each by itself, as one document. Typeset together they would share nothing:
//! the engine gives each paragraph an identity by its place in the document, and remembers by it.

use typst::introspection::Tag;
use typst::layout::{Frame, FrameItem};
use typst::model::Document;
use typst_layout::{Page, PagedDocument};

use super::specimen::Specimen;

/// What lies between two letters.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Between {
    /// An empty page where it takes one, so that the next letter is on the front of a sheet.
    Front,
    Nothing,
}

/// One document of all these behind a specimen, and where each of them begins, counted from 0 without the
/// specimen, and on how many pages it is.
pub(super) fn join(
    specimen: &Specimen,
    letters: &[PagedDocument],
    between: Between,
) -> (PagedDocument, Vec<(usize, usize)>) {
    let mut pages: Vec<Page> = Vec::new();
    let mut places = Vec::new();
    for (number, letter) in letters.iter().enumerate() {
        if let (Between::Front, 1, Some(last)) = (between, pages.len() % 2, pages.last()) {
            pages.push(Page { frame: Frame::hard(last.frame.size()), ..last.clone() });
        }
        places.push((pages.len(), letter.pages().len()));
        for page in letter.pages() {
            let mut page = page.clone();
            tell_apart(&mut page.frame, number);
            pages.push(page);
        }
    }
    let specimen = pages.first().map(|first| specimen.page(first));
    let info = letters.first().map(|first| first.info().clone()).unwrap_or_default();
    (PagedDocument::new(specimen.into_iter().chain(pages).collect(), info), places)
}

/// Gives everything in a letter an identity that nothing in another letter has.
fn tell_apart(frame: &mut Frame, letter: usize) {
    frame.retain(|item| {
        match item {
            FrameItem::Group(group) => {
                if let Some(parent) = &mut group.parent {
                    parent.location = parent.location.variant(letter);
                }
                tell_apart(&mut group.frame, letter);
            }
            FrameItem::Tag(Tag::Start(element, _)) => {
                if let Some(location) = element.location() {
                    element.set_location(location.variant(letter));
                }
            }
            FrameItem::Tag(Tag::End(location, ..)) => *location = location.variant(letter),
            FrameItem::Text(_) | FrameItem::Shape(..) | FrameItem::Image(..) | FrameItem::Link(..) => {}
        }
        true
    });
}
