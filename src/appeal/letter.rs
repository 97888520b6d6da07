//! The model letter of an appeal as a template.

use super::blocks::{Raw, raw_blocks};
use super::found::Found;
use super::text::Line;
use super::tongue::language_of;
use super::voice::{Piece, Voice};
use super::words::{CLOSINGS, DEMANDS, LETTER_HEADINGS, SALUTATIONS, SUBJECTS};
use crate::locale::Language;
use crate::text::fold;

/// Lines between the heading of a letter and its salutation: a date, an address, a subject.
const HEADER_MOST: usize = 15;
/// Lines of a letter.
const LETTER_MOST: usize = 200;
/// Lines of a signature.
const SIGNATURE_MOST: usize = 8;
/// Characters of a line that is a salutation or a closing.
const SHORT: usize = 100;

/// A model letter with its voice turned and its blanks named. All texts are template source.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ModelLetter {
    /// Its language.
    pub language: Language,
    /// The line it begins in, from one.
    pub line: usize,
    /// What it gives as its subject.
    pub subject: Option<Found<String>>,
    /// How it begins.
    pub salutation: Option<Found<String>>,
    /// How it ends.
    pub closing: Option<Found<String>>,
    /// What it asks for, where it says so one by one.
    pub demands: Vec<Found<String>>,
    /// What it says.
    pub body: Vec<Block>,
    /// What somebody must look at.
    pub doubts: Vec<Found<LetterDoubt>>,
}

/// A part of a letter.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Block {
    /// A paragraph.
    Paragraph(String),
    /// A list that is none of demands.
    List(Vec<String>),
    /// The place of the demands.
    Demands,
}

/// What somebody must look at in a letter.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum LetterDoubt {
    /// Words that do not fit both voices.
    Voice(String),
    /// A blank of which it is not known what belongs there.
    Blank(String),
    /// A salutation with a blank: the letter's own takes its place.
    Salutation(String),
    /// It asks in running text.
    Prose,
}

/// Where a letter stands: indices of lines.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Span {
    pub first: usize,
    pub salutation: usize,
    pub closing: usize,
    pub end: usize,
}

/// Every letter there is, from its heading or salutation to its signature.
pub(super) fn spans(lines: &[Line]) -> Vec<Span> {
    let mut spans: Vec<Span> = Vec::new();
    let mut from = 0;
    for closing in 0..lines.len() {
        if closing < from || !is_closing(&lines[closing]) {
            continue;
        }
        let near = from.max(closing.saturating_sub(LETTER_MOST))..closing;
        let candidates: Vec<usize> = near.clone().filter(|&at| salutation_end(&lines[at]).is_some()).collect();
        let whole = candidates.iter().rev().find(|&&at| salutation_end(&lines[at]) == Some(lines[at].text.len()));
        let Some(&salutation) = whole.or(candidates.last()) else { continue };
        let above = from.max(salutation.saturating_sub(HEADER_MOST))..salutation;
        let heading = above.clone().rev().find(|&at| is_heading(&lines[at]));
        let subject = above.rev().take(6).find(|&at| subject_of(&lines[at].text).is_some());
        let first = heading.or(subject).unwrap_or(salutation);
        let end = signature_end(lines, closing);
        spans.push(Span { first, salutation, closing, end });
        from = end;
    }
    spans
}

pub(super) fn is_heading(line: &Line) -> bool {
    line.length() <= SHORT
        && !line.text.ends_with('.')
        && LETTER_HEADINGS.iter().any(|heading| line.folded.contains(heading))
}

/// Where a salutation at the start of a line ends, in bytes.
fn salutation_end(line: &Line) -> Option<usize> {
    const FRIENDS: [&str; 17] = [
        "friend",
        "comrade",
        "colleague",
        "brother",
        "sister",
        "supporter",
        "member",
        "друзья",
        "товарищ",
        "коллег",
        "freund",
        "kolleg",
        "genoss",
        "camarade",
        "compan",
        "amig",
        "достар",
    ];
    if !SALUTATIONS.iter().any(|start| line.folded.starts_with(start))
        || FRIENDS.iter().any(|friend| line.folded.contains(friend))
    {
        return None;
    }
    let short = line.length() <= SHORT && !line.text.ends_with(['.', ';']);
    if short && !line.text.contains(['@']) {
        return Some(line.text.len());
    }
    // "Dear Minister, I am writing …" in one line.
    let comma = line.text.find([',', ':', '!'])? + 1;
    let goes_on = line.text[comma..].trim_start().starts_with(char::is_uppercase);
    (goes_on && line.text[..comma].chars().count() <= 60).then_some(comma)
}

fn is_closing(line: &Line) -> bool {
    let starts = CLOSINGS.iter().any(|start| line.folded.starts_with(start));
    let long = ["veuillez", "je vous prie", "nous vous prions", "recevez", "sin otro particular", "dans l'attente"];
    let is_long = long.iter().any(|start| line.folded.starts_with(start)) && line.length() <= 300;
    starts && (is_long || (line.length() <= SHORT && (!line.text.ends_with('.') || line.length() <= 30)))
}

/// The index of the line after the signature.
fn signature_end(lines: &[Line], closing: usize) -> usize {
    let mut end = closing + 1;
    let mut at = end;
    while at < lines.len() && at <= closing + SIGNATURE_MOST {
        let line = &lines[at];
        if line.is_blank() {
            at += 1;
            continue;
        }
        let begins_blank = line.text.starts_with(['[', '<', '_', '…', '(']) || line.text.starts_with("....");
        let labels = [
            "name",
            "address",
            "signature",
            "organisation",
            "organization",
            "union",
            "date",
            "position",
            "signed",
            "имя",
            "фио",
            "подпись",
            "адрес",
            "организац",
            "unterschrift",
            "anschrift",
            "nom",
            "adresse",
            "nombre",
            "direccion",
            "firma",
            "аты",
            "қолы",
            "мекенжай",
        ];
        let is_label = labels.iter().any(|label| line.folded.starts_with(label))
            && line.length() <= 60
            && (line.text.ends_with([':', '_', '.', '…', ']']) || line.text.contains(['[', '_', '…']));
        if !begins_blank && !is_label {
            break;
        }
        at += 1;
        end = at;
    }
    end
}

fn subject_of(text: &str) -> Option<&str> {
    let (label, subject) = text.split_once(':')?;
    let label = fold(label);
    (SUBJECTS.contains(&label.trim().trim_matches(['*', '#'])) && !subject.trim().is_empty()).then(|| subject.trim())
}

/// Reads one letter.
pub(super) fn read(lines: &[Line], span: Span, language: &Language) -> ModelLetter {
    let inside = &lines[span.salutation..span.closing];
    let own = language_of(inside.iter().map(|line| line.text.as_str()));
    let language = own.unwrap_or_else(|| language.clone());
    let end = salutation_end(&lines[span.salutation]).unwrap_or(lines[span.salutation].text.len());
    let (salutation, rest) = lines[span.salutation].text.split_at(end);
    let mut raw = raw_blocks(lines, span.salutation + 1..span.closing);
    if !rest.trim().is_empty() {
        raw.insert(0, Raw::Paragraph(span.salutation, rest.trim().to_owned()));
    }
    let texts = raw.iter().flat_map(|block| match block {
        Raw::Paragraph(_, text) => vec![text.as_str()],
        Raw::List(items) => items.iter().map(|(_, text)| text.as_str()).collect(),
    });
    let numbers = lines.iter().map(|line| line.number).collect();
    let writer = Writer { voice: Voice::of(&language, texts), doubts: Vec::new(), numbers };
    writer.letter(lines, span, language, salutation, raw)
}

struct Writer {
    voice: Voice,
    doubts: Vec<Found<LetterDoubt>>,
    /// The number of each line.
    numbers: Vec<usize>,
}

impl Writer {
    fn letter(
        mut self,
        lines: &[Line],
        span: Span,
        language: Language,
        salutation: &str,
        raw: Vec<Raw>,
    ) -> ModelLetter {
        let header = lines[span.first..span.salutation].iter().zip(span.first..);
        let subject = header.filter_map(|(line, at)| subject_of(&line.text).map(|text| (text, at))).last();
        let subject = subject.map(|(text, at)| Found { value: self.line(text, at), line: self.numbers[at] });
        let salutation = self.salutation(salutation, span.salutation);
        let closing = closing_words(&lines[span.closing].text);
        let closing = Found { value: self.line(closing, span.closing), line: lines[span.closing].number };
        let (mut body, mut demands) = (Vec::new(), Vec::new());
        let list = list_of_demands(&raw);
        let prose = if list.is_none() { super::demands::in_prose(&raw, language.primary()) } else { None };
        for (index, block) in raw.into_iter().enumerate() {
            match block {
                Raw::List(items) if list == Some(index) => {
                    let asked = items
                        .into_iter()
                        .map(|(at, text)| Found { value: self.demand(&text, at), line: self.numbers[at] });
                    demands = asked.collect();
                    body.push(Block::Demands);
                }
                Raw::List(items) => {
                    body.push(Block::List(items.into_iter().map(|(at, text)| self.text(&text, at)).collect()));
                }
                Raw::Paragraph(at, text) => match &prose {
                    Some(prose) if prose.block == index => {
                        demands = prose
                            .demands
                            .iter()
                            .map(|text| Found { value: self.demand(text, at), line: self.numbers[at] })
                            .collect();
                        body.push(Block::Paragraph(self.text(&prose.lead, at)));
                        body.push(Block::Demands);
                        if !prose.rest.is_empty() {
                            body.push(Block::Paragraph(self.text(&prose.rest, at)));
                        }
                    }
                    _ => body.push(Block::Paragraph(self.text(&text, at))),
                },
            }
        }
        if demands.is_empty() {
            self.doubts.push(Found { value: LetterDoubt::Prose, line: lines[span.salutation].number });
        }
        place_for_signatory(&mut body);
        ModelLetter {
            language,
            line: lines[span.first].number,
            subject,
            salutation,
            closing: Some(closing),
            demands,
            body,
            doubts: self.doubts,
        }
    }

    fn salutation(&mut self, text: &str, at: usize) -> Option<Found<String>> {
        let text = text.trim();
        if crate::text::hole(text).is_some() || text.contains(['[', '…', '_', '/']) {
            self.doubts.push(Found { value: LetterDoubt::Salutation(text.to_owned()), line: self.numbers[at] });
            return None;
        }
        Some(Found { value: text.to_owned(), line: self.numbers[at] })
    }

    /// A text of the front matter: no Markdown there.
    fn line(&mut self, text: &str, at: usize) -> String {
        self.pieces(text, at)
            .into_iter()
            .map(|piece| match piece {
                Piece::Text(text) | Piece::Code(text) => text,
            })
            .collect()
    }

    fn demand(&mut self, text: &str, at: usize) -> String {
        let text = text.trim().trim_end_matches([';', ',']).trim_end();
        let text = ["; and", ", and", "; и", "; und", "; et", "; y"]
            .iter()
            .find_map(|end| text.strip_suffix(end))
            .unwrap_or(text);
        let mut chars = text.chars();
        let capital: String = chars.next().into_iter().flat_map(char::to_uppercase).chain(chars).collect();
        let stop = if capital.ends_with(['.', '!', '?', '…']) { "" } else { "." };
        self.line(&format!("{capital}{stop}"), at)
    }

    fn text(&mut self, text: &str, at: usize) -> String {
        let pieces = self.pieces(text, at);
        let escaped: String = pieces
            .into_iter()
            .map(|piece| match piece {
                Piece::Code(code) => code,
                Piece::Text(text) => as_markdown(&text),
            })
            .collect();
        // A number with a full stop would begin a list.
        match escaped
            .find(['.', ')'])
            .filter(|&end| end > 0 && end < 4 && escaped[..end].bytes().all(|byte| byte.is_ascii_digit()))
        {
            Some(end) => format!("{}\\{}", &escaped[..end], &escaped[end..]),
            None => escaped,
        }
    }

    fn pieces(&mut self, text: &str, at: usize) -> Vec<Piece> {
        let (mut blanks, mut voice) = (Vec::new(), Vec::new());
        let marked = super::blanks::name(text, &mut blanks);
        let pieces = marked.unmarked(self.voice.turn(&marked.text, &mut voice));
        let doubts = voice.into_iter().map(LetterDoubt::Voice).chain(blanks.into_iter().map(LetterDoubt::Blank));
        let line = self.numbers[at];
        self.doubts.extend(doubts.map(|value| Found { value, line }));
        pieces
    }
}

/// "Yours sincerely, [Your name]": the words before a blank.
fn closing_words(text: &str) -> &str {
    let end = text.find(['[', '<', '_', '…']).or_else(|| text.find("....")).unwrap_or(text.len());
    text[..end].trim()
}

/// The list that asks: the last one whose lead does, else none.
fn list_of_demands(raw: &[Raw]) -> Option<usize> {
    let asks = |index: &usize| {
        let lead = match index.checked_sub(1).and_then(|before| raw.get(before)) {
            Some(Raw::Paragraph(_, text)) => fold(text),
            _ => return false,
        };
        let last = lead.rsplit(['.', '!']).find(|sentence| !sentence.trim().is_empty()).unwrap_or(&lead);
        DEMANDS.iter().any(|word| last.contains(word))
    };
    let mut lists = raw.iter().enumerate().filter(|(_, block)| matches!(block, Raw::List(_))).map(|(index, _)| index);
    lists.rfind(asks)
}

/// Puts the signatory behind the first "I/we", where the letter has no place for it.
fn place_for_signatory(body: &mut [Block]) {
    const I_OR_WE: [&str; 6] = ["{{I/We}}", "{{I/we}}", "{{Ich/Wir}}", "{{ich/wir}}", "{{Я/Мы}}", "{{Мен/Біз}}"];
    let has = |block: &Block| match block {
        Block::Paragraph(text) => text.contains("{{signatory}}") || text.contains("{{name}}"),
        Block::List(items) => items.iter().any(|text| text.contains("{{signatory}}")),
        Block::Demands => false,
    };
    if body.iter().any(has) {
        return;
    }
    for block in body.iter_mut() {
        let Block::Paragraph(text) = block else { continue };
        let found = I_OR_WE.iter().filter_map(|subject| text.find(subject).map(|at| at + subject.len())).min();
        if let Some(end) = found {
            let comma = if text[end..].starts_with(',') { "" } else { "," };
            text.insert_str(end, &format!(", {{{{signatory}}}}{comma}"));
            return;
        }
    }
}

/// A text of the appeal as Markdown that shows it as it is.
pub fn as_markdown(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for (at, c) in text.char_indices() {
        let starts = text[..at].trim().is_empty();
        let special = matches!(c, '\\' | '*' | '_' | '`' | '[' | ']' | '<' | '&' | '{' | '}' | '~' | '|')
            || (starts && matches!(c, '#' | '>' | '+' | '-' | '='));
        if special {
            out.push('\\');
        }
        out.push(c);
    }
    out
}
