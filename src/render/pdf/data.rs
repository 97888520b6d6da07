//! The letters as the template reads them: plain data, every text a string.

use serde::Serialize;

use super::layout::{Layout, Plan};
use super::picture::Picture;
use super::style::{Fax, Style};
use crate::letter::{Block, Letter, Part, Span, plain};
use crate::locale::{Language, long_date};
use crate::render::words::words;

/// How much of letters is typeset.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Extent {
    /// All of it.
    Letter,
    /// Everything but the text.
    Frame,
}

/// How a letter looks: the same for all letters of a run that are posted from one country.
#[derive(Serialize)]
pub(super) struct LookData {
    layout: &'static Plan,
    signature: Option<&'static str>,
    letterhead: Option<&'static str>,
    /// Whether a fax is made.
    fax: bool,
    /// Whether envelopes are made instead of letters.
    envelope: bool,
}

/// What a letter says.
#[derive(Serialize)]
pub(super) struct LetterData<'a> {
    /// Who writes, line by line: what a letterhead says.
    sender: Vec<String>,
    /// The sender on one line, where an envelope that cannot be delivered goes back to.
    back: Option<String>,
    signature: Vec<&'a str>,
    parts: Vec<PartData<'a>>,
}

#[derive(Serialize)]
struct PartData<'a> {
    lang: &'a str,
    region: Option<&'a str>,
    /// Whether it runs from right to left.
    rtl: bool,
    address: Vec<String>,
    date: &'a str,
    subject: &'a str,
    mark: Option<&'a str>,
    salutation: &'a str,
    body: Vec<BlockData>,
    closing: &'a str,
    copies: Option<String>,
    /// What stands on the head of each sheet but the first: the words around the number of the sheet and the
    /// number of all.
    page: Vec<&'static str>,
    /// The ten digits from zero, where the language writes others than 0 to 9.
    digits: Option<String>,
    enclosed: Vec<BlockData>,
    #[serde(skip_serializing_if = "Option::is_none")]
    fax: Option<CoverData>,
}

/// The cover of a fax: labels, and lines behind each.
#[derive(Serialize)]
struct CoverData {
    title: &'static str,
    rows: Vec<(String, Vec<String>)>,
}

#[derive(Serialize)]
#[serde(tag = "kind", rename_all = "lowercase")]
enum BlockData {
    Paragraph { text: Vec<SpanData> },
    List { start: Option<u64>, items: Vec<Vec<BlockData>> },
}

#[derive(Serialize)]
#[serde(untagged)]
enum SpanData {
    Text(String),
    Marked(Marked),
}

#[derive(Serialize)]
#[serde(tag = "kind", rename_all = "lowercase")]
enum Marked {
    Break,
    Emphasis { text: Vec<SpanData> },
    Strong { text: Vec<SpanData> },
}

pub(super) fn look(style: &Style, layout: Layout) -> LookData {
    LookData {
        layout: layout.plan,
        signature: style.signature.as_ref().map(Picture::format),
        letterhead: style.letterhead.as_ref().map(Picture::format),
        fax: style.fax.is_some(),
        envelope: style.envelope,
    }
}

pub(super) fn letter<'a>(letter: &'a Letter<'a>, style: &Style, extent: Extent) -> LetterData<'a> {
    let who = letter.signatory;
    let organisation = who.organisation.as_deref();
    let name = who.name.as_deref();
    let signature = [name, who.role.as_deref(), organisation].into_iter().flatten().collect();
    let mut sender = vec![who.display().to_owned()];
    sender.extend(who.address.iter().cloned());
    // On an envelope everybody could read it, and no postman needs it.
    sender.extend(who.email.as_ref().filter(|_| !style.envelope).map(ToString::to_string));
    let back = (!who.address.is_empty()).then(|| format!("{} · {}", who.display(), who.address.join(" · ")));
    let fax = |part: &Part| style.fax.as_ref().map(|fax| cover(letter, part, fax, &sender));
    let parts = letter.parts.iter().map(|written| part(letter, written, fax(written), extent)).collect();
    LetterData { sender, back, signature, parts }
}

fn part<'a>(letter: &Letter<'_>, part: &'a Part, fax: Option<CoverData>, extent: Extent) -> PartData<'a> {
    let words = words(&part.language);
    let copies = letter.copies_named(part);
    let text_of = |all: &[Block]| if extent == Extent::Frame { Vec::new() } else { blocks(all) };
    PartData {
        lang: part.language.primary(),
        region: region(&part.language),
        rtl: part.language.is_right_to_left(),
        address: letter.addressee_in_post(part),
        date: &part.date,
        subject: &part.subject,
        mark: part.mark.as_deref(),
        salutation: &part.salutation,
        body: text_of(&part.body),
        closing: &part.closing,
        copies: (!copies.is_empty()).then(|| words.before(words.copy_to, &words.row(&copies))),
        enclosed: text_of(&part.enclosed),
        page: words.page.split(['{', '}']).collect(),
        digits: part.digits.all().map(String::from_iter),
        fax,
    }
}

/// The region of a language. Fonts know from it which form a Chinese sign has, so it goes with the script.
fn region(language: &Language) -> Option<&str> {
    let region = language.as_str().split('-').skip(1).find(|subtag| subtag.len() == 2);
    match (language.primary(), region) {
        ("zh", Some("HK" | "MO" | "TW")) if language.is_written_as("zh-Hant") => region,
        ("zh", _) if language.is_written_as("zh-Hant") => Some("TW"),
        ("zh", _) => Some("CN"),
        _ => region,
    }
}

fn cover(letter: &Letter<'_>, part: &Part, fax: &Fax, sender: &[String]) -> CoverData {
    let words = words(&part.language);
    let day = long_date(fax.moment.date(), &part.language, letter.signatory.country);
    let time = part.digits.replace(&fax.moment.strftime("%H:%M").to_string());
    let mut rows = vec![
        (words.to, part.holder.iter().chain([&part.office]).cloned().collect()),
        (words.fax_number, vec![fax.number.clone()]),
        (words.from, sender.to_vec()),
        (words.moment, vec![format!("{day} {time}")]),
        (words.pages, vec![part.digits.write(fax.pages as u64)]),
        (words.subject, vec![letter.subject()]),
    ];
    rows.retain(|(_, lines)| !lines.is_empty());
    CoverData { title: words.fax, rows: rows.into_iter().map(|(label, lines)| (words.above(label), lines)).collect() }
}

fn blocks(all: &[Block]) -> Vec<BlockData> {
    let block = |block: &Block| match block {
        Block::Paragraph(text) => BlockData::Paragraph { text: spans(text) },
        Block::List { start, items } => {
            BlockData::List { start: *start, items: items.iter().map(|item| blocks(item)).collect() }
        }
    };
    all.iter().map(block).collect()
}

fn spans(all: &[Span]) -> Vec<SpanData> {
    let mut spans_data: Vec<SpanData> = Vec::new();
    for span in all {
        let data = match span {
            Span::Text(text) => SpanData::Text(text.clone()),
            Span::Break => SpanData::Marked(Marked::Break),
            Span::Emphasis(inner) => SpanData::Marked(Marked::Emphasis { text: spans(inner) }),
            Span::Strong(inner) => SpanData::Marked(Marked::Strong { text: spans(inner) }),
            // On paper a link is the address it leads to.
            Span::Link { .. } => SpanData::Text(plain(std::slice::from_ref(span))),
        };
        match (spans_data.last_mut(), data) {
            // Lines are broken best where text is in one piece.
            (Some(SpanData::Text(before)), SpanData::Text(text)) => before.push_str(&text),
            (_, data) => spans_data.push(data),
        }
    }
    spans_data
}
