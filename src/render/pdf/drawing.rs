//! What an SVG may hold: shapes, text, gradients, groups, and copies of these. It is read with the reader that the
//! typesetting engine reads it with, and what it draws is counted with every copy, before the engine sees
//! it: filters run for hours, masks and patterns draw into pictures, and ten copies of ten copies of ten
//! copies are a thousand shapes.

use std::collections::HashMap;

use roxmltree::{Document, Node, NodeId, ParsingOptions};

use super::problem::PictureError;
use crate::text;

/// Most bytes of an SVG; a traced signature has a tenth of it.
const BYTES_MOST: usize = 4 * 1024 * 1024;
/// Most elements, attributes not counted.
const NODES_MOST: u32 = 100_000;
/// Most elements inside each other.
const DEPTH_MOST: usize = 64;
/// Most copies inside each other.
const COPIES_DEEP_MOST: usize = 8;
/// Most bytes of all that is drawn, each copy counted.
const DRAWN_MOST: u64 = 16 * 1024 * 1024;
/// Most letters of text; each becomes a shape.
const LETTERS_MOST: usize = 5_000;
/// The largest number. An arc is cut into pieces until it is smooth, so one with a radius of 80 digits never ends.
const NUMBER_MOST: f64 = 10_000_000.0;
/// Most pairs of a rule of a style sheet and an element: each rule is tried on each.
const RULED_MOST: usize = 5_000_000;

const DRAWN: [&str; 25] = [
    "svg",
    "g",
    "a",
    "switch",
    "defs",
    "symbol",
    "use",
    "path",
    "rect",
    "circle",
    "ellipse",
    "line",
    "polyline",
    "polygon",
    "linearGradient",
    "radialGradient",
    "stop",
    "clipPath",
    "text",
    "tspan",
    "style",
    "title",
    "desc",
    "metadata",
    "view",
];

/// Properties that draw something else than the shapes themselves, or cut a line into any number of pieces.
const EFFECTS: [&str; 8] =
    ["filter", "mask", "backdrop-filter", "marker", "marker-start", "marker-mid", "marker-end", "stroke-dasharray"];

/// Refuses what is not drawn on letters, and what would draw too much.
pub(super) fn inspect(bytes: &[u8]) -> Result<(), PictureError> {
    if bytes.len() > BYTES_MOST {
        return Err(PictureError::Crowded);
    }
    let source = std::str::from_utf8(bytes).map_err(|_| PictureError::Damaged)?;
    // An entity can stand for any number of others.
    if source.contains("<!ENTITY") {
        return Err(PictureError::Drawing("<!ENTITY".to_owned()));
    }
    let options = ParsingOptions { allow_dtd: true, nodes_limit: NODES_MOST, ..ParsingOptions::default() };
    let document = Document::parse_with_options(source, options).map_err(|error| match error {
        roxmltree::Error::NodesLimitReached => PictureError::Crowded,
        _ => PictureError::Damaged,
    })?;
    let mut ids = HashMap::new();
    let (mut elements, mut rules, mut letters) = (0, 0, 0);
    let mut of_all: Vec<&str> = Vec::new();
    for node in document.root().descendants() {
        if node.ancestors().take(DEPTH_MOST + 2).count() > DEPTH_MOST + 1 {
            return Err(PictureError::Crowded);
        }
        if !node.is_element() {
            continue;
        }
        elements += 1;
        element(node)?;
        if let Some(id) = node.attribute("id") {
            ids.insert(id, node.id());
        }
        let name = node.tag_name().name();
        if matches!(name, "text" | "tspan") {
            letters += node.children().filter_map(|child| child.text()).map(str::len).sum::<usize>();
        }
        if name == "style" {
            let sheet: String = node.children().filter_map(|child| child.text()).collect();
            style(&sheet)?;
            rules += sheet.matches('{').count() + sheet.matches(',').count();
            of_all.extend(node.children().filter_map(|child| child.text()).flat_map(references));
        }
    }
    if letters > LETTERS_MOST || rules.saturating_mul(elements) > RULED_MOST {
        return Err(PictureError::Crowded);
    }
    let mut cost = Cost { document: &document, ids: &ids, known: HashMap::new() };
    let mut drawn = cost.of(document.root(), 0)?.bytes;
    // A rule may hang what it refers to on each element.
    for id in of_all {
        let each = cost.of_id(id, 0)?.bytes;
        drawn = drawn.saturating_add(each.saturating_mul(elements as u64));
    }
    if drawn > DRAWN_MOST { Err(PictureError::Crowded) } else { Ok(()) }
}

/// One element by itself: what it is called, and its attributes.
fn element(node: Node<'_, '_>) -> Result<(), PictureError> {
    let name = node.tag_name().name();
    // Drawing programs add elements of their own, in name spaces of their own; the engine passes over them. What
    // they are called still counts, because a copy could lead into them.
    let is_foreign = node.tag_name().namespace().is_some_and(|space| space != "http://www.w3.org/2000/svg");
    let in_metadata =
        || node.ancestors().any(|above| above.has_tag_name("metadata") || above.tag_name().name() == "metadata");
    if matches!(name, "image" | "feImage") {
        return Err(PictureError::Nested);
    }
    let draws_more = name.starts_with("fe")
        || matches!(name, "filter" | "mask" | "pattern" | "foreignObject" | "marker" | "textPath");
    if draws_more || !DRAWN.contains(&name) && !is_foreign && !in_metadata() {
        return Err(PictureError::Drawing(text::for_sentence(name)));
    }
    for attribute in node.attributes() {
        let value = attribute.value();
        let is_number = attribute.namespace().is_none() && !matches!(attribute.name(), "id" | "class" | "href");
        if is_number && !is_foreign && has_large_number(value) {
            return Err(PictureError::Number);
        }
        match attribute.name() {
            "style" => style(value)?,
            "href" if name != "a" && !is_foreign && !value.trim_start().starts_with('#') => {
                return Err(PictureError::Nested);
            }
            property if EFFECTS.contains(&property) && !is_foreign => effect(property, value)?,
            _ => {}
        }
    }
    Ok(())
}

/// The declarations of a style, or a whole style sheet.
fn style(css: &str) -> Result<(), PictureError> {
    // A backslash writes letters of a name in another way.
    if css.contains('\\') {
        return Err(PictureError::Drawing("\\".to_owned()));
    }
    if has_large_number(css) {
        return Err(PictureError::Number);
    }
    for declaration in css.split([';', '{', '}']) {
        if let Some((property, value)) =
            declaration.rsplit_once(':').map(|_| declaration).and_then(|all| all.split_once(':'))
        {
            // A remark may stand before the name.
            let property = property.rsplit("*/").next().unwrap_or_default().trim().to_ascii_lowercase();
            if EFFECTS.contains(&property.as_str()) {
                effect(&property, value)?;
            }
        }
    }
    Ok(())
}

fn effect(property: &str, value: &str) -> Result<(), PictureError> {
    match value.trim().trim_end_matches("!important").trim() {
        "none" | "" | "inherit" => Ok(()),
        _ => Err(PictureError::Drawing(text::for_sentence(property))),
    }
}

/// Whether a value holds a number larger than a drawing needs. Colours (`#123456789`) and names are no numbers.
fn has_large_number(value: &str) -> bool {
    let bytes = value.as_bytes();
    let is_in_word = |at: usize| {
        at > 0
            && (bytes[at - 1].is_ascii_alphabetic() && !is_command(bytes[at - 1])
                || matches!(bytes[at - 1], b'#' | b'_'))
    };
    let digits = |from: usize| bytes[from..].iter().take_while(|byte| byte.is_ascii_digit()).count();
    let mut at = 0;
    while at < bytes.len() {
        if !bytes[at].is_ascii_digit() {
            at += 1;
            continue;
        }
        let start = at;
        at += digits(at);
        if bytes.get(at) == Some(&b'.') {
            at += 1 + digits(at + 1);
        }
        if matches!(bytes.get(at), Some(b'e' | b'E')) {
            let sign = usize::from(matches!(bytes.get(at + 1), Some(b'+' | b'-')));
            let exponent = digits((at + 1 + sign).min(bytes.len()));
            at += if exponent > 0 { 1 + sign + exponent } else { 0 };
        }
        if !is_in_word(start) && value[start..at].parse::<f64>().is_ok_and(|number| number > NUMBER_MOST) {
            return true;
        }
    }
    false
}

/// The letters that begin a piece of a path (SVG 2, section 9.3): a number may follow at once.
fn is_command(byte: u8) -> bool {
    b"MmZzLlHhVvCcSsQqTtAaEe".contains(&byte)
}

/// The ids a value refers to: `url(#id)`.
fn references(value: &str) -> impl Iterator<Item = &str> {
    value.split("url(").skip(1).filter_map(|rest| {
        let inside = rest.split(')').next()?.trim().trim_matches(['"', '\'']);
        inside.trim().strip_prefix('#')
    })
}

/// How many bytes are drawn for an element and all in it, copies counted.
struct Cost<'a, 'input> {
    document: &'a Document<'input>,
    ids: &'a HashMap<&'a str, NodeId>,
    known: HashMap<NodeId, Drawn>,
}

/// What an element draws.
#[derive(Clone, Copy)]
struct Drawn {
    bytes: u64,
    /// How many copies stand inside each other.
    copies_deep: usize,
}

impl Cost<'_, '_> {
    /// `above` counts the copies in which this one stands; one that leads to itself stands in too many.
    fn of(&mut self, node: Node<'_, '_>, above: usize) -> Result<Drawn, PictureError> {
        const ELEMENT: u64 = 64;
        let mut drawn = Drawn { bytes: ELEMENT, copies_deep: 0 };
        for attribute in node.attributes() {
            let value = attribute.value();
            drawn.bytes += value.len() as u64;
            let is_copy = attribute.name() == "href" && node.tag_name().name() != "a";
            let copied = is_copy.then(|| value.trim_start().strip_prefix('#')).flatten();
            for id in copied.into_iter().chain(references(value)) {
                let inside = self.of_id(id, above + 1)?;
                drawn.bytes = drawn.bytes.saturating_add(inside.bytes);
                drawn.copies_deep = drawn.copies_deep.max(inside.copies_deep + 1);
            }
        }
        for child in node.children() {
            let inside = self.of(child, above)?;
            drawn.bytes = drawn.bytes.saturating_add(inside.bytes);
            drawn.copies_deep = drawn.copies_deep.max(inside.copies_deep);
        }
        if above + drawn.copies_deep > COPIES_DEEP_MOST { Err(PictureError::Crowded) } else { Ok(drawn) }
    }

    fn of_id(&mut self, id: &str, above: usize) -> Result<Drawn, PictureError> {
        if above > COPIES_DEEP_MOST {
            return Err(PictureError::Crowded);
        }
        let node = self.ids.get(id.trim()).and_then(|id| self.document.get_node(*id));
        let Some(node) = node else { return Ok(Drawn { bytes: 0, copies_deep: 0 }) };
        if let Some(known) = self.known.get(&node.id()) {
            return Ok(*known);
        }
        let drawn = self.of(node, above)?;
        self.known.insert(node.id(), drawn);
        Ok(drawn)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn svg(inside: &str) -> String {
        format!(
            "<?xml version=\"1.0\"?><!DOCTYPE svg PUBLIC \"-//W3C//DTD SVG 1.1//EN\" \"http://www.w3.org/Graphics/SVG/1.1/DTD/svg11.dtd\">\
             <svg xmlns='http://www.w3.org/2000/svg' xmlns:xlink='http://www.w3.org/1999/xlink' xmlns:x='urn:x' width='200' height='60'>{inside}</svg>"
        )
    }

    #[test]
    fn shapes_and_text_are_drawn() {
        for inside in [
            "<path d='M0 0 L5 5' style='fill:none;filter:none;color-interpolation-filters:linearRGB'/>",
            "<defs><linearGradient id='a'><stop offset='0'/></linearGradient><linearGradient id='b' xlink:href='#a'/></defs><rect fill='url(#b)'/>",
            "<symbol id='s'><circle r='3'/></symbol><use href='#s'/><use xlink:href='#s'/>",
            "<style>.st0{fill:url(#g);} /* filter */ .st1{stroke:#000}</style><g class='st0'><text>Camden</text></g>",
            "<path id='n99999999999' class='c99999999999' fill='#123456789' d='M1234567 1e-99L-9e6.5 9'/>",
            "<metadata><x:work><x:title>mask</x:title></x:work></metadata><x:view x:mask='1'/>",
            "<clipPath id='c'><rect width='5'/></clipPath><g clip-path='url(#c)'><polygon points='1,2'/></g>",
        ] {
            assert_eq!(inspect(svg(inside).as_bytes()), Ok(()), "{inside}");
        }
    }

    #[test]
    fn what_draws_more_than_it_shows_is_refused() {
        let drawing = |what: &str| PictureError::Drawing(what.to_owned());
        let deep = |count: usize| format!("{}{}", "<g>".repeat(count), "</g>".repeat(count));
        let laughs: String =
            (1..8).map(|n| format!("<g id='l{n}'>{}</g>", format!("<use href='#l{}'/>", n - 1).repeat(10))).collect();
        let chain: String = (1..100).map(|n| format!("<g id='l{n}'><use href='#l{}'/></g>", n - 1)).collect();
        let long = format!("<path id='p' d='{}'/>{}", "M0 0L1 1".repeat(10_000), "<use href='#p'/>".repeat(1000));
        let clipped = format!(
            "<clipPath id='c'>{}</clipPath>{}",
            "<rect/>".repeat(2000),
            "<rect clip-path='url(#c)'/>".repeat(2000)
        );
        let ruled = format!("<style>{}</style>{}", "g{fill:red}".repeat(5000), "<g/>".repeat(5000));
        for (inside, error) in [
            ("<filter id='f'><feTurbulence/></filter>".to_owned(), drawing("filter")),
            ("<x:filter/>".to_owned(), drawing("filter")),
            ("<rect filter='blur(1000)'/>".to_owned(), drawing("filter")),
            ("<rect style='fill:red; filter : blur(9px)'/>".to_owned(), drawing("filter")),
            ("<style>rect{fill:red;/**/filter:blur(9px)}</style>".to_owned(), drawing("filter")),
            ("<style>rect{f\\69lter:blur(9px)}</style>".to_owned(), drawing("\\")),
            ("<mask/>".to_owned(), drawing("mask")),
            ("<defs><pattern/></defs>".to_owned(), drawing("pattern")),
            ("<foreignObject/>".to_owned(), drawing("foreignObject")),
            ("<marker/>".to_owned(), drawing("marker")),
            ("<path d='M0 0L9e3 9' stroke-dasharray='1 2'/>".to_owned(), drawing("stroke-dasharray")),
            ("<path d='M0 30A5555555555 5 0 0 1 9 9Z'/>".to_owned(), PictureError::Number),
            ("<path d='M0 30a.5e9,5 0 0 1 9 9Z'/>".to_owned(), PictureError::Number),
            ("<circle r='1e80'/>".to_owned(), PictureError::Number),
            ("<circle style='r:1e80px'/>".to_owned(), PictureError::Number),
            ("<style>circle{r:99999999px}</style>".to_owned(), PictureError::Number),
            ("<script/>".to_owned(), drawing("script")),
            ("<animate/>".to_owned(), drawing("animate")),
            ("<image href='x.png'/>".to_owned(), PictureError::Nested),
            ("<use href='file:///etc/passwd#a'/>".to_owned(), PictureError::Nested),
            ("<use xlink:href='data:image/svg+xml;base64,PHN2Zz4='/>".to_owned(), PictureError::Nested),
            ("<g id='a'><use href='#a'/></g>".to_owned(), PictureError::Crowded),
            (deep(100), PictureError::Crowded),
            (format!("<g id='l0'><rect/></g>{laughs}"), PictureError::Crowded),
            (format!("<g id='l0'/>{chain}<use href='#l99'/>"), PictureError::Crowded),
            (long, PictureError::Crowded),
            (clipped, PictureError::Crowded),
            (ruled, PictureError::Crowded),
            ("<g/>".repeat(NODES_MOST as usize + 1), PictureError::Crowded),
            (format!("<text>{}</text>", "x".repeat(LETTERS_MOST + 1)), PictureError::Crowded),
            (" ".repeat(BYTES_MOST), PictureError::Crowded),
        ] {
            assert_eq!(inspect(svg(&inside).as_bytes()), Err(error), "{inside:.100}");
        }
        let entities = "<!DOCTYPE svg [<!ENTITY a 'b'>]><svg xmlns='http://www.w3.org/2000/svg'/>";
        assert_eq!(inspect(entities.as_bytes()), Err(drawing("<!ENTITY")));
    }
}
