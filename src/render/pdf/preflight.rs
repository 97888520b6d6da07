//! What a finished sheet must keep: the address lies where the window shows it, nothing else does, no
//! line runs off the paper or stands on another, and no letter is missing from the fonts.

use typst::foundations::Label;
use typst::layout::{Abs, Frame, FrameItem, Point};
use typst::text::TextItem;
use typst_layout::Page;

use super::layout::{Area, Layout, PRINTERS_REACH, Plan};
use super::problem::PressProblem;

/// Letters reach so far above and below the line they stand on, in parts of their size.
const ABOVE: f64 = 0.75;
const BELOW: f64 = 0.25;
/// Rounding, in millimetres.
const SLACK: f64 = 0.1;
/// Boxes that lie closer than this belong to lines beside each other, in millimetres: accents and tails of letters
/// do not meet.
const SHARED: f64 = 0.8;

/// A piece of a sheet with its box in millimetres: left, top, right, bottom.
struct Piece<'a> {
    sides: [f64; 4],
    text: &'a str,
    /// The part of the letter it belongs to, if that part has a place of its own.
    part: Option<&'static str>,
}

/// Checks every sheet of a letter.
pub(super) fn check(pages: &[Page], layout: Layout) -> Result<(), PressProblem> {
    each(pages, layout.plan.edge, |pieces| {
        // Only the first sheet of a letter has a window.
        let has_window = pieces.iter().any(|piece| piece.part == Some("address"));
        if has_window { window(pieces, layout) } else { Ok(()) }
    })
}

/// Checks sheets that no envelope has a window for.
pub(super) fn check_plain(pages: &[Page]) -> Result<(), PressProblem> {
    each(pages, PRINTERS_REACH, |_| Ok(()))
}

fn each(
    pages: &[Page],
    edge: f64,
    also: impl Fn(&[Piece<'_>]) -> Result<(), PressProblem>,
) -> Result<(), PressProblem> {
    for page in pages {
        let mut pieces = Vec::new();
        collect(&page.frame, Point::zero(), None, &mut pieces)?;
        let width = page.frame.width().to_mm();
        if let Some(piece) = pieces.iter().find(|piece| piece.sides[2] > width - edge || piece.sides[0] < edge) {
            return Err(PressProblem::Wide(piece.text.to_owned()));
        }
        also(&pieces)?;
        let height = page.frame.height().to_mm();
        if let Some(piece) = pieces.iter().find(|piece| piece.sides[3] > height - edge) {
            return Err(PressProblem::Low(piece.text.to_owned()));
        }
        apart(&pieces)?;
    }
    Ok(())
}

/// What each part of a letter has to lose in height to take one sheet less, as a share of it: what stands on its last
/// sheet, less what the sheet before has left. Parts that keep to one sheet are left out.
pub(super) fn to_lose(pages: &[Page], layout: Layout) -> Vec<f64> {
    let Plan { margins: [_, top, _, bottom], body, .. } = layout.plan;
    let sheets: Vec<_> = pages
        .iter()
        .map_while(|page| {
            let mut pieces = Vec::new();
            collect(&page.frame, Point::zero(), None, &mut pieces).ok()?;
            let is_first = pieces.iter().any(|piece| piece.part == Some("address"));
            let begin = if is_first { *body } else { *top };
            // A foot stands in the margin.
            let end = page.frame.height().to_mm() - bottom + SLACK;
            let deepest = pieces.iter().map(|piece| piece.sides[3]).filter(|below| *below < end).fold(begin, f64::max);
            Some((is_first, deepest - begin, end - deepest))
        })
        .collect();
    sheets
        .chunk_by(|_, (is_first, ..)| !is_first)
        .filter_map(|part| match part {
            [.., (_, _, left), (_, over, _)] => {
                Some((over - left) / part.iter().map(|(_, taken, _)| taken).sum::<f64>())
            }
            _ => None,
        })
        .collect()
}

/// No two texts may stand on each other, nor a text on a picture.
fn apart(pieces: &[Piece<'_>]) -> Result<(), PressProblem> {
    for (index, piece) in pieces.iter().enumerate() {
        let [from, above, to, below] = piece.sides;
        let on = pieces[index + 1..].iter().find(|other| {
            let wide = to.min(other.sides[2]) - from.max(other.sides[0]);
            let high = below.min(other.sides[3]) - above.max(other.sides[1]);
            wide > SHARED && high > SHARED
        });
        if let Some(other) = on.filter(|_| !piece.text.trim().is_empty()) {
            return Err(PressProblem::Overlap { text: piece.text.to_owned(), other: other.text.to_owned() });
        }
    }
    Ok(())
}

fn window(pieces: &[Piece<'_>], layout: Layout) -> Result<(), PressProblem> {
    let plan = layout.plan;
    for piece in pieces {
        match piece.part {
            Some("address") if !piece.lies_in(plan.address) => {
                return Err(PressProblem::Address { layout: layout.name, line: piece.text.to_owned() });
            }
            Some("return") if plan.back.is_some_and(|back| !piece.lies_in(back)) => {
                return Err(PressProblem::Sender { layout: layout.name, line: piece.text.to_owned() });
            }
            Some("address" | "return") => {}
            Some("sender" | "letterhead") if piece.sides[3] > plan.body => {
                return Err(PressProblem::Sender { layout: layout.name, line: piece.text.to_owned() });
            }
            _ if piece.touches(plan.window) => {
                return Err(PressProblem::InWindow { layout: layout.name, text: piece.text.to_owned() });
            }
            _ => {}
        }
    }
    Ok(())
}

impl Piece<'_> {
    fn lies_in(&self, Area(left, top, width, height): Area) -> bool {
        let [from, above, to, below] = self.sides;
        from >= left - SLACK && above >= top - SLACK && to <= left + width + SLACK && below <= top + height + SLACK
    }

    fn touches(&self, Area(left, top, width, height): Area) -> bool {
        let [from, above, to, below] = self.sides;
        from < left + width && to > left && above < top + height && below > top
    }
}

fn collect<'a>(
    frame: &'a Frame,
    origin: Point,
    part: Option<&'static str>,
    pieces: &mut Vec<Piece<'a>>,
) -> Result<(), PressProblem> {
    for (place, item) in frame.items() {
        let at = origin + *place;
        match item {
            FrameItem::Group(group) => {
                let label = group.label.map(Label::resolve);
                let own = ["address", "return", "sender", "letterhead"];
                let own = own.into_iter().find(|name| label.is_some_and(|label| label.as_str() == *name));
                collect(&group.frame, at + Point::new(group.transform.tx, group.transform.ty), own.or(part), pieces)?;
            }
            FrameItem::Text(text) => {
                if let Some(glyph) = text.glyphs.iter().find(|glyph| glyph.id == 0) {
                    let letter = text.text[glyph.range()].chars().next().unwrap_or_default();
                    return Err(PressProblem::NoGlyph(letter));
                }
                pieces.push(Piece { sides: sides(at, text), text: &text.text, part });
            }
            FrameItem::Image(_, size, _) => pieces.push(Piece {
                sides: [at.x, at.y, at.x + size.x, at.y + size.y].map(Abs::to_mm),
                text: "the picture",
                part,
            }),
            // Fold marks and underlines; links and tags, which are not printed.
            FrameItem::Shape(..) | FrameItem::Link(..) | FrameItem::Tag(_) => {}
        }
    }
    Ok(())
}

fn sides(at: Point, text: &TextItem) -> [f64; 4] {
    [at.x, at.y - text.size * ABOVE, at.x + text.width(), at.y + text.size * BELOW].map(Abs::to_mm)
}
