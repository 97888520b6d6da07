//! A model letter flattened for a page: its Markdown read by the reader of letters, with a place for each value.
//!
//! The text between two empty lines is read once for each way in which its conditions can turn out, so that the page
//! needs neither a template engine nor a reader of Markdown.

use serde_json::{Value as Json, json};

use super::request::PageProblem;
use crate::campaign::Piece;
use crate::letter::{Block, Span, document};

/// The first of the characters that stand for values while Markdown is read; no text may hold one of them itself.
const FIRST_PLACE: u32 = 0xF_0000;
const LAST_PLACE: u32 = 0xF_FFFD;

/// Most texts that one letter may be cut into, by all the ways its conditions can turn out.
const TEXTS_MOST: usize = 2_000;

/// What decides between the forms of one person and of several where they hold Markdown.
const VOICE: &str = "voice";

/// A piece with the list of demands written out.
#[derive(Debug, Clone, PartialEq)]
enum Flat {
    Text(String),
    Voice([String; 2]),
    Field(String),
    Demand(usize),
    If(String, Vec<Flat>, Vec<Flat>),
}

/// A line without Markdown.
pub(super) fn line(pieces: &[Piece], demands: usize) -> Json {
    flatten(pieces, demands, None).iter().map(written).collect()
}

fn written(flat: &Flat) -> Json {
    let all = |flats: &[Flat]| flats.iter().map(written).collect::<Json>();
    match flat {
        Flat::Text(text) => json!(text),
        Flat::Voice(forms) => json!({ "v": forms }),
        Flat::Field(field) => json!({ "f": field }),
        Flat::Demand(n) => json!({ "d": n }),
        Flat::If(field, then, otherwise) => json!({ "i": field, "t": all(then), "e": all(otherwise) }),
    }
}

/// The body: a list of what stands between empty lines.
pub(super) fn body(pieces: &[Piece], demands: usize) -> Result<Json, PageProblem> {
    let flats = flatten(pieces, demands, None);
    if has_place_character(&flats) {
        return Err(PageProblem::PrivateCharacter);
    }
    let mut texts = 0;
    let chunks = chunks(flats);
    let nodes = chunks.iter().map(|chunk| decide(chunk, &mut Vec::new(), &mut texts));
    nodes.collect::<Result<Vec<Json>, _>>().map(Json::from)
}

fn flatten(pieces: &[Piece], demands: usize, this: Option<usize>) -> Vec<Flat> {
    let mut flats = Vec::new();
    for piece in pieces {
        match piece {
            Piece::Text(text) => flats.push(Flat::Text(text.clone())),
            Piece::Voice(forms) => flats.push(Flat::Voice(forms.clone())),
            Piece::Field(field) => flats.push(Flat::Field(field.clone())),
            Piece::This => flats.extend(this.map(Flat::Demand)),
            // How many demands there are is known.
            Piece::If { field, then, otherwise } if field == "demands" => {
                flats.extend(flatten(if demands > 0 { then } else { otherwise }, demands, this));
            }
            Piece::If { field, then, otherwise } => {
                flats.push(Flat::If(field.clone(), flatten(then, demands, this), flatten(otherwise, demands, this)));
            }
            Piece::Each(_, otherwise) if demands == 0 => flats.extend(flatten(otherwise, demands, this)),
            Piece::Each(each, _) => flats.extend((0..demands).flat_map(|n| flatten(each, demands, Some(n)))),
        }
    }
    flats
}

fn is_place(c: char) -> bool {
    (FIRST_PLACE..=LAST_PLACE).contains(&u32::from(c))
}

fn has_place_character(flats: &[Flat]) -> bool {
    flats.iter().any(|flat| match flat {
        Flat::Text(text) => text.contains(is_place),
        Flat::Voice(forms) => forms.iter().any(|form| form.contains(is_place)),
        Flat::If(_, then, otherwise) => has_place_character(then) || has_place_character(otherwise),
        Flat::Field(_) | Flat::Demand(_) => false,
    })
}

/// Cuts a body at empty lines outside conditions, where what follows cannot belong to a list above.
fn chunks(flats: Vec<Flat>) -> Vec<Vec<Flat>> {
    let mut chunks: Vec<Vec<Flat>> = Vec::new();
    let mut chunk: Vec<Flat> = Vec::new();
    let mut left = flats.into_iter().collect::<std::collections::VecDeque<_>>();
    while let Some(flat) = left.pop_front() {
        let Flat::Text(text) = flat else {
            chunk.push(flat);
            continue;
        };
        let at_start = text.len() - text.trim_start_matches('\n').len();
        let end = if at_start > 0 && ends_line(&chunk) {
            Some(at_start)
        } else {
            let trimmed = text[at_start..].find("\n\n").map(|at| at + at_start);
            trimmed
                .map(|at| at + text[at..].len() - text[at..].trim_start_matches('\n').len())
                .or_else(|| (at_start > 1).then_some(at_start))
        };
        let Some(end) = end else {
            chunk.push(Flat::Text(text));
            continue;
        };
        let (before, after) = text.split_at(end);
        let before = Flat::Text(before.to_owned());
        if !after.is_empty() {
            left.push_front(Flat::Text(after.to_owned()));
        }
        chunk.push(before);
        if begins_paragraph(left.make_contiguous()) {
            chunks.push(std::mem::take(&mut chunk));
        }
    }
    chunks.push(chunk);
    chunks
}

/// Whether whatever stands here ends with a line end, or nothing does.
fn ends_line(flats: &[Flat]) -> bool {
    match flats.split_last() {
        None => true,
        Some((Flat::Text(text), _)) => text.ends_with('\n'),
        Some((Flat::If(_, then, otherwise), before)) => {
            let ends = |branch: &[Flat]| if branch.is_empty() { ends_line(before) } else { ends_line(branch) };
            ends(then) && ends(otherwise)
        }
        Some(_) => false,
    }
}

/// Whether whatever comes next begins a paragraph at the left edge.
fn begins_paragraph(flats: &[Flat]) -> bool {
    match flats.split_first() {
        None | Some((Flat::Field(_) | Flat::Demand(_), _)) => true,
        Some((Flat::Text(text), rest)) => match text.trim_start_matches('\n').chars().next() {
            Some(c) => c.is_alphabetic() || matches!(c, '"' | '“' | '„' | '«' | '('),
            None => begins_paragraph(rest),
        },
        Some((Flat::Voice(forms), _)) => forms.iter().all(|form| form.starts_with(char::is_alphabetic)),
        Some((Flat::If(_, then, otherwise), rest)) => {
            let begins =
                |branch: &[Flat]| if branch.is_empty() { begins_paragraph(rest) } else { begins_paragraph(branch) };
            begins(then) && begins(otherwise)
        }
    }
}

type Known = Vec<(String, bool)>;

/// Text that Markdown reads the same whichever form is chosen.
fn is_plain(form: &str) -> bool {
    let is_word = |c: char| c.is_alphanumeric();
    form.starts_with(is_word)
        && form.ends_with(is_word)
        && form.chars().all(|c| is_word(c) || matches!(c, ' ' | '-' | '\'' | '’'))
        && !form.contains("  ")
        && !form.starts_with(|c: char| c.is_ascii_digit())
}

/// What is read between two empty lines: blocks, or a choice between two.
fn decide(chunk: &[Flat], known: &mut Known, texts: &mut usize) -> Result<Json, PageProblem> {
    let mut markdown = String::new();
    let mut places = Vec::new();
    if let Some(open) = write(chunk, known, &mut markdown, &mut places, true) {
        let mut branch = |holds| {
            known.push((open.clone(), holds));
            let node = decide(chunk, known, texts);
            known.pop();
            node
        };
        let (then, otherwise) = (branch(true)?, branch(false)?);
        return Ok(if then == otherwise { then } else { json!({ "i": open, "t": then, "e": otherwise }) });
    }
    *texts += 1;
    if *texts > TEXTS_MOST {
        return Err(PageProblem::TooManyTexts);
    }
    let read = document(&markdown).map_err(PageProblem::Markup)?;
    blocks(&read, &places, true)
}

/// Writes Markdown as far as it is known which text holds; returns what has to be known next.
fn write(flats: &[Flat], known: &Known, markdown: &mut String, places: &mut Vec<Json>, at_top: bool) -> Option<String> {
    let value = |name: &str| known.iter().find(|(field, _)| field == name).map(|(_, holds)| *holds);
    for (at, flat) in flats.iter().enumerate() {
        let place = match flat {
            Flat::Text(text) => {
                markdown.push_str(text);
                continue;
            }
            Flat::Voice(forms) if forms.iter().all(|form| is_plain(form)) => json!({ "v": forms }),
            Flat::Voice(forms) => match value(VOICE) {
                None => return Some(VOICE.to_owned()),
                Some(plural) => {
                    markdown.push_str(&forms[usize::from(plural)]);
                    continue;
                }
            },
            Flat::If(..) if at_top && is_inside_line(flat, markdown, &flats[at + 1..]) => written(flat),
            Flat::If(field, then, otherwise) => {
                let Some(holds) = value(field) else { return Some(field.clone()) };
                if let Some(open) = write(if holds { then } else { otherwise }, known, markdown, places, false) {
                    return Some(open);
                }
                continue;
            }
            Flat::Field(field) => json!({ "f": field }),
            Flat::Demand(n) => json!({ "d": n }),
        };
        let at = u32::try_from(places.len()).ok().and_then(|at| char::from_u32(FIRST_PLACE + at));
        markdown.extend(at);
        places.push(place);
    }
    None
}

/// A sign that means nothing in Markdown where it is neither at the edge of a line nor beside other signs.
fn is_inert(c: char) -> bool {
    c.is_alphanumeric() || matches!(c, ' ' | ',' | '(' | ')' | ';' | ':' | '.' | '’' | '–' | '—')
}

/// Whether nothing in a choice means anything in Markdown.
fn are_inert(flats: &[Flat]) -> bool {
    flats.iter().all(|flat| match flat {
        Flat::Text(text) => text.chars().all(is_inert),
        Flat::Voice(forms) => forms.iter().all(|form| is_plain(form)),
        Flat::Field(field) => field != "own_words",
        Flat::Demand(_) => true,
        Flat::If(_, then, otherwise) => are_inert(then) && are_inert(otherwise),
    })
}

/// Whether Markdown reads what stands around a choice in the same way however it turns out. Most choices are such:
/// `, a trade union{{#if members}} with {{members}} members{{/if}},`. Read once, they need not be multiplied.
fn is_inside_line(choice: &Flat, before: &str, after: &[Flat]) -> bool {
    let Some(last) = before.chars().last().filter(|c| is_inert(*c) || is_place(*c)) else { return false };
    are_inert(std::slice::from_ref(choice)) && goes_on(after, last == ' ')
}

/// Whether what follows begins with nothing that has a meaning in Markdown. Behind a space the line must go on.
fn goes_on(flats: &[Flat], behind_space: bool) -> bool {
    match flats.split_first() {
        None => !behind_space,
        Some((Flat::Text(text), rest)) => match text.chars().next() {
            None => goes_on(rest, behind_space),
            Some('\n') => !behind_space,
            Some(c) => is_inert(c),
        },
        Some((Flat::Field(_) | Flat::Demand(_), _)) => true,
        Some((Flat::Voice(forms), _)) => forms.iter().all(|form| is_plain(form)),
        Some((flat @ Flat::If(..), rest)) => are_inert(std::slice::from_ref(flat)) && goes_on(rest, behind_space),
    }
}

fn blocks(read: &[Block], places: &[Json], at_top: bool) -> Result<Json, PageProblem> {
    read.iter()
        .map(|block| match block {
            Block::Paragraph(read) => Ok(json!({ "p": spans(read, places, at_top)? })),
            Block::List { start, items } => {
                let items = items.iter().map(|item| blocks(item, places, false));
                Ok(json!({ "l": items.collect::<Result<Vec<_>, _>>()?, "s": start }))
            }
        })
        .collect()
}

fn spans(read: &[Span], places: &[Json], at_top: bool) -> Result<Json, PageProblem> {
    let mut all = Vec::new();
    for span in read {
        match span {
            Span::Text(text) => text_into(&mut all, text, places, at_top)?,
            Span::Break => all.push(json!({ "b": 1 })),
            Span::Emphasis(inner) => all.push(json!({ "m": spans(inner, places, false)? })),
            Span::Strong(inner) => all.push(json!({ "s": spans(inner, places, false)? })),
            Span::Link { url, .. } if url.contains(is_place) => return Err(PageProblem::FieldInLink),
            Span::Link { url, text } => all.push(json!({ "a": url, "x": spans(text, places, false)? })),
        }
    }
    Ok(all.into())
}

fn text_into(all: &mut Vec<Json>, text: &str, places: &[Json], at_top: bool) -> Result<(), PageProblem> {
    let mut rest = text;
    while let Some((at, c)) = rest.char_indices().find(|(_, c)| is_place(*c)) {
        if at > 0 {
            all.push(json!(&rest[..at]));
        }
        let place = places.get((u32::from(c) - FIRST_PLACE) as usize).cloned().unwrap_or_default();
        // Own words may be several paragraphs, which would end a list and undo emphasis.
        if !at_top && place["f"] == "own_words" {
            return Err(PageProblem::OwnWordsInside);
        }
        all.push(place);
        rest = &rest[at + c.len_utf8()..];
    }
    if !rest.is_empty() {
        all.push(json!(rest));
    }
    Ok(())
}
