//! The letters as the template reads them: plain data, every text a string.

use serde::Serialize;

use super::layout::{Layout, Plan};
use super::lines::{self, Marked, SpanData};
use super::picture::Picture;
use super::style::{Fax, Made, Style};
use crate::letter::{Block, Letter, Part, Span, plain};
use crate::locale::{Language, long_date};
use crate::render::details;
use crate::render::quotes::{Quotes, printed};
use crate::render::sheet_words::sheet_words;
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
    second_signature: Option<&'static str>,
    letterhead: Option<&'static str>,
    letterhead_has_sender: bool,
    logo: Option<&'static str>,
    /// Whether a fax is made.
    fax: bool,
    /// What is made: `letter`, `envelope` or `label`.
    made: &'static str,
}

/// What a letter says.
#[derive(Serialize)]
pub(super) struct LetterData<'a> {
    /// Who writes, line by line: what a letterhead says.
    sender: Vec<String>,
    /// The sender on one line, where an envelope that cannot be delivered goes back to.
    back: Option<String>,
    /// Whether a person writes for themselves alone.
    private: bool,
    signature: Vec<String>,
    second: Vec<String>,
    /// The campaign's page, to which a code leads.
    page: Option<&'a str>,
    parts: Vec<PartData<'a>>,
    /// How much tighter than usual it is set, so that it has one page less.
    tight: usize,
    /// What stands under the lines of a letter that is filled in by hand.
    blank: Option<BlankData>,
}

#[derive(Serialize)]
struct BlankData {
    lang: &'static str,
    name: &'static str,
    organisation: &'static str,
    address: &'static str,
    signature: &'static str,
    date: &'static str,
}

#[derive(Serialize)]
struct PartData<'a> {
    lang: &'a str,
    region: Option<&'a str>,
    /// Whether it runs from right to left.
    rtl: bool,
    /// Its lines in clauses, and these in pieces that stay on one line where they can.
    address: Vec<Vec<Vec<String>>>,
    /// Who gets it, in one line.
    addressee: String,
    date: &'a str,
    /// The same as it stands on the first sheet, with the town.
    dated: String,
    /// How it is sent.
    sent_by: Option<&'static str>,
    /// The sender's reference, and the office's.
    references: [Option<String>; 2],
    subject: String,
    mark: Option<String>,
    salutation: String,
    body: Vec<BlockData>,
    closing: String,
    /// Below the signature, a line each: what lies with it, who gets a copy.
    notes: Vec<String>,
    /// What stands at the foot of the first sheet.
    foot: Vec<String>,
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
pub(super) enum BlockData {
    Paragraph {
        text: Vec<SpanData>,
        /// Whether it is long enough to be parted from the list behind it.
        long: bool,
    },
    List {
        start: Option<u64>,
        items: Vec<Vec<BlockData>>,
    },
}

pub(super) fn look(style: &Style, layout: Layout) -> LookData {
    LookData {
        layout: layout.plan,
        signature: style.signature.as_ref().map(Picture::format),
        second_signature: style.second_signature.as_ref().map(Picture::format),
        letterhead: style.letterhead.as_ref().map(Picture::format),
        letterhead_has_sender: style.letterhead_has_sender,
        logo: style.logo.as_ref().map(Picture::format),
        fax: style.fax.is_some(),
        made: match style.made {
            Made::Letter => "letter",
            Made::Envelope => "envelope",
            Made::Label(_) => "label",
        },
    }
}

pub(super) fn letter<'a>(letter: &'a Letter<'a>, style: &Style, extent: Extent, tight: usize) -> LetterData<'a> {
    let who = letter.signatory;
    let quotes = Quotes::of(&letter.first().language);
    let organisation = who.organisation.as_deref();
    let name = who.name.as_deref();
    let signature = [name, who.role.as_deref(), organisation].into_iter().flatten().map(|line| quotes.line(line));
    let mut sender = vec![who.display()];
    sender.extend(who.address_below_names().iter().map(String::as_str));
    let mut sender: Vec<String> = sender.into_iter().map(|line| quotes.line(line)).collect();
    sender.extend(letter.sender_country(&letter.first().language));
    let back = (!who.address_below_names().is_empty()).then(|| sender.join(" · "));
    // On an envelope everybody could read it, and no postman needs it.
    sender.extend(who.email.as_ref().filter(|_| matches!(style.made, Made::Letter)).map(ToString::to_string));
    let second = letter.second_signature().iter().map(|line| quotes.line(line)).collect();
    let private = who.organisation.is_none();
    let stems = lines::stems(letter.persons);
    let parts = letter.parts.iter().map(|written| {
        let from: Vec<String> = sender.iter().cloned().chain(details::numbers(&style.contact, written)).collect();
        let fax = style.fax.as_ref().map(|fax| cover(letter, &printed(written), fax, &from));
        let foot = details::foot(&style.contact, written).into_iter().map(|line| quotes.line(&line)).collect();
        let written = PartData { foot, ..part(letter, written, fax, extent, &stems) };
        if style.blank { PartData { date: "", ..written } } else { written }
    });
    let blank = style.blank.then(|| blank(&letter.first().language));
    LetterData {
        parts: parts.collect(),
        sender,
        back,
        private,
        signature: signature.collect(),
        second,
        page: letter.page,
        tight,
        blank,
    }
}

fn blank(language: &Language) -> BlankData {
    let (lang, words) = sheet_words(language);
    BlankData {
        lang: lang.split('-').next().unwrap_or(lang),
        name: words.name,
        organisation: words.organisation,
        address: words.address,
        signature: words.signature,
        date: words.date,
    }
}

fn part<'a>(
    letter: &Letter<'_>,
    part: &'a Part,
    fax: Option<CoverData>,
    extent: Extent,
    stems: &[String],
) -> PartData<'a> {
    let words = words(&part.language);
    let quotes = Quotes::of(&part.language);
    let set = printed(part);
    let line = |line: String| quotes.line(&line);
    let notes = [details::enclosures(letter, part), details::copies(letter, part)];
    let text_of = |all: &[Block]| if extent == Extent::Frame { Vec::new() } else { blocks(all, stems) };
    PartData {
        lang: part.language.primary(),
        region: region(&part.language),
        rtl: part.language.is_right_to_left(),
        address: letter.addressee_in_post(part).iter().map(|line| lines::pieces(&quotes.line(line))).collect(),
        addressee: words.addressee(&set),
        date: &part.date,
        dated: line(details::date_line(letter, part)),
        sent_by: details::sent_by(letter, part),
        references: details::references(letter, part).map(|reference| reference.map(line)),
        subject: lines::line(&set.subject),
        mark: set.mark.as_deref().map(lines::line),
        salutation: lines::line(&set.salutation),
        body: text_of(&set.body),
        closing: set.closing,
        foot: Vec::new(),
        notes: notes.into_iter().flatten().map(line).collect(),
        enclosed: text_of(&set.enclosed),
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
        (words.subject, vec![Quotes::of(&part.language).line(&letter.subject())]),
    ];
    rows.retain(|(_, lines)| !lines.is_empty());
    CoverData { title: words.fax, rows: rows.into_iter().map(|(label, lines)| (words.above(label), lines)).collect() }
}

/// Bytes of a paragraph that is more than the sentence before a list.
const LONG: usize = 600;

pub(super) fn blocks(all: &[Block], stems: &[String]) -> Vec<BlockData> {
    let block = |block: &Block| match block {
        Block::Paragraph(text) => {
            let long = plain(text).len() > LONG;
            let mut text = spans(text, stems);
            lines::closed(&mut text);
            BlockData::Paragraph { text, long }
        }
        Block::List { start, items } => {
            BlockData::List { start: *start, items: items.iter().map(|item| blocks(item, stems)).collect() }
        }
    };
    all.iter().map(block).collect()
}

fn spans(all: &[Span], stems: &[String]) -> Vec<SpanData> {
    let mut spans_data: Vec<SpanData> = Vec::new();
    // Lines are broken best where text is in one piece.
    let mut text_so_far = String::new();
    for span in all {
        if let Span::Text(text) = span {
            text_so_far.push_str(text);
            continue;
        }
        lines::with_names(&std::mem::take(&mut text_so_far), stems, &mut spans_data);
        spans_data.push(match span {
            Span::Break => SpanData::Marked(Marked::Break),
            Span::Emphasis(inner) => SpanData::Marked(Marked::Emphasis { text: spans(inner, stems) }),
            Span::Strong(inner) => SpanData::Marked(Marked::Strong { text: spans(inner, stems) }),
            // On paper a link is the address it leads to.
            Span::Text(_) | Span::Link { .. } => SpanData::whole(&plain(std::slice::from_ref(span))),
        });
    }
    lines::with_names(&text_so_far, stems, &mut spans_data);
    spans_data
}
