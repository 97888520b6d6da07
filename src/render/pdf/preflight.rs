//! What a finished sheet must keep: the address lies where the window shows it, nothing else does, no
//! line runs off the paper, and no letter is missing from the fonts.

use typst::foundations::Label;
use typst::layout::{Abs, Frame, FrameItem, Point};
use typst::text::TextItem;
use typst_layout::Page;

use super::layout::{Area, Layout};
use super::problem::Problem;

/// Letters reach so far above and below the line they stand on, in parts of their size.
const ABOVE: f64 = 0.75;
const BELOW: f64 = 0.25;
/// Rounding, in millimetres.
const SLACK: f64 = 0.1;
/// No printer reaches closer to the edge of the paper, in millimetres.
const EDGE: f64 = 5.0;

/// A piece of a sheet with its box in millimetres: left, top, right, bottom.
struct Piece<'a> {
    sides: [f64; 4],
    text: &'a str,
    /// The part of the letter it belongs to, if that part has a place of its own.
    part: Option<&'static str>,
}

/// Checks every sheet of a letter.
pub(super) fn check(pages: &[Page], layout: Layout) -> Result<(), Problem> {
    for page in pages {
        let mut pieces = Vec::new();
        collect(&page.frame, Point::zero(), None, &mut pieces)?;
        let width = page.frame.width().to_mm();
        if let Some(piece) = pieces.iter().find(|piece| piece.sides[2] > width - EDGE || piece.sides[0] < EDGE) {
            return Err(Problem::Wide(piece.text.to_owned()));
        }
        // Only the first sheet of a letter has a window.
        if pieces.iter().any(|piece| piece.part == Some("address")) {
            window(&pieces, layout)?;
        }
    }
    Ok(())
}

fn window(pieces: &[Piece<'_>], layout: Layout) -> Result<(), Problem> {
    let plan = layout.plan;
    for piece in pieces {
        match piece.part {
            Some("address") if !piece.lies_in(plan.address) => {
                return Err(Problem::Address { layout: layout.name, line: piece.text.to_owned() });
            }
            Some("return") if plan.back.is_some_and(|back| !piece.lies_in(back)) => {
                return Err(Problem::Sender { layout: layout.name, line: piece.text.to_owned() });
            }
            Some("address" | "return") => {}
            Some("sender" | "letterhead") if piece.sides[3] > plan.body => {
                return Err(Problem::Sender { layout: layout.name, line: piece.text.to_owned() });
            }
            _ if piece.touches(plan.window) => {
                return Err(Problem::InWindow { layout: layout.name, text: piece.text.to_owned() });
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
) -> Result<(), Problem> {
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
                    return Err(Problem::NoGlyph(letter));
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
