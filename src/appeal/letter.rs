//! The model letter of an appeal as a template.

use std::ops::Range;

use super::blocks::{Raw, raw_blocks};
use super::facts::only_a_day;
use super::found::Found;
use super::items::without_joint;
use super::sentences::places;
use super::spans::{Span, is_heading, salutation_end, subject_of};
use super::text::Line;
use super::tongue::language_of;
use super::voice::{Piece, Voice};
use super::words::{CLOSINGS, has_demand_word};
use crate::locale::Language;
use crate::registry::pasted::names_office;
use crate::text::fold;

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
    /// Sentences that ask for what the appeal lists elsewhere, left out of the body: it would ask twice.
    pub left_out: Vec<Found<String>>,
    /// Before which part of the body the first of them stood.
    pub asks_at: Option<usize>,
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
    /// Words that only one who writes for themselves can say.
    Alone(String),
    /// A blank of which it is not known what belongs there.
    Blank(String),
    /// A salutation with a blank: the letter's own takes its place.
    Salutation(String),
    /// Salutations one below the other, of several offices: the letter's own takes their place.
    Salutations(Vec<String>),
    /// It asks in running text.
    Prose,
    /// What it asks in running text is left out.
    LeftOut,
    /// A sentence that asks too, beside those that became demands.
    Asks(String),
    /// Nothing says where it begins or ends.
    Frame,
}

/// Where an appeal says what to ask for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Asked {
    /// In a list outside of its letters. A letter then keeps its own sentences, also those that ask.
    Listed,
    /// In its letters alone.
    InLetter,
}

/// Reads one letter.
pub(super) fn read(lines: &[Line], mut span: Span, language: &Language, asked: Asked) -> ModelLetter {
    let inside = &lines[span.greeting.unwrap_or(span.begin)..span.close];
    let own = language_of(inside.iter().map(|line| line.text.as_str()));
    let language = own.unwrap_or_else(|| language.clone());
    let salutation = span.salutation.map(|at| {
        let text = &lines[at].text;
        (at, text.split_at(salutation_end(&lines[at]).unwrap_or(text.len())))
    });
    // "Dear Minister, / Re: the arrest of Ada Marsh": the subject may stand below the salutation.
    let first = (span.begin..span.close).find(|&at| !lines[at].is_blank());
    let below = first.filter(|&at| span.salutation.is_some() && subject_of(&lines[at].text).is_some());
    span.begin = below.map_or(span.begin, |at| at + 1);
    let mut raw = raw_blocks(lines, span.begin..span.close);
    if let Some((at, (_, rest))) = salutation.filter(|(_, (_, rest))| !rest.trim().is_empty()) {
        raw.insert(0, Raw::Paragraph(at, rest.trim().to_owned()));
    }
    let texts = raw.iter().flat_map(|block| match block {
        Raw::Paragraph(_, text) => vec![text.as_str()],
        Raw::List(items) => items.iter().map(|(_, text)| text.as_str()).collect(),
    });
    let numbers = lines.iter().map(|line| line.number).collect();
    let voice = Voice::of(&language, texts);
    let writer = Writer { voice, language: language.clone(), doubts: Vec::new(), numbers };
    writer.letter(lines, span, asked, salutation.map(|(at, (words, _))| (at, words)), raw)
}

struct Writer {
    voice: Voice,
    language: Language,
    doubts: Vec<Found<LetterDoubt>>,
    /// The number of each line.
    numbers: Vec<usize>,
}

impl Writer {
    fn letter(
        mut self,
        lines: &[Line],
        span: Span,
        asked: Asked,
        salutation: Option<(usize, &str)>,
        mut raw: Vec<Raw>,
    ) -> ModelLetter {
        let begin = span.greeting.unwrap_or(span.begin);
        let header = lines[span.first..span.begin].iter().zip(span.first..);
        let subject = header.filter_map(|(line, at)| subject_of(&line.text).map(|text| (text, at))).last();
        let subject = subject.or_else(|| bare_subject(lines, span.first, begin));
        let subject = subject.map(|(text, at)| Found { value: self.line(text, at), line: self.numbers[at] });
        let in_text = if span.closing.is_none() { closing_in_text(&mut raw) } else { None };
        if span.salutation.is_none() || span.closing.is_none() && in_text.is_none() {
            self.doubts.push(Found { value: LetterDoubt::Frame, line: lines[begin].number });
        }
        let above = &lines[begin..span.salutation.unwrap_or(begin)];
        let above = above.iter().filter(|line| !line.is_blank()).map(|line| line.text.clone());
        let salutation = salutation.and_then(|(at, words)| self.salutation(above.collect(), words, at));
        let own = span.closing.map(|at| (at, closing_words(&lines[at].text).to_owned()));
        let closing = own.or(in_text).map(|(at, words)| {
            let value = self.line(&words, at);
            Found { value, line: lines[at].number }
        });
        let (mut body, mut demands) = (Vec::new(), Vec::new());
        let list = list_of_demands(&raw);
        let is_prose = list.is_none() && asked == Asked::InLetter;
        let prose = if is_prose { super::demands::in_prose(&raw, self.language.primary()) } else { None };
        for (at, sentence) in prose.iter().flat_map(|prose| &prose.others) {
            self.doubts.push(Found { value: LetterDoubt::Asks(sentence.clone()), line: self.numbers[*at] });
        }
        let is_listed = list.is_none() && asked == Asked::Listed;
        let (mut left_out, mut asks_at) = (Vec::new(), None);
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
                    // The first paragraph says who writes.
                    None if is_listed && index > 0 => {
                        let (told, asked, behind) = super::demands::told_and_asked(&text, self.language.primary());
                        if !told.is_empty() {
                            body.push(Block::Paragraph(self.text(&told, at)));
                        }
                        if !asked.is_empty() {
                            asks_at = asks_at.or(Some(body.len()));
                        }
                        for sentence in asked {
                            let line = self.numbers[at];
                            left_out.push(Found { value: self.text(sentence, at), line });
                        }
                        if !behind.is_empty() {
                            body.push(Block::Paragraph(self.text(&behind, at)));
                        }
                    }
                    _ => body.push(Block::Paragraph(self.text(&text, at))),
                },
            }
        }
        if let Some(first) = left_out.first() {
            self.doubts.push(Found { value: LetterDoubt::LeftOut, line: first.line });
        } else if demands.is_empty() {
            self.doubts.push(Found { value: LetterDoubt::Prose, line: lines[begin].number });
        }
        place_for_signatory(&mut body);
        ModelLetter {
            language: self.language,
            line: lines[span.first].number,
            subject,
            salutation,
            closing,
            demands,
            body,
            left_out,
            asks_at,
            doubts: self.doubts,
        }
    }

    fn salutation(&mut self, mut above: Vec<String>, text: &str, at: usize) -> Option<Found<String>> {
        let text = text.trim();
        if !above.is_empty() {
            above.push(text.to_owned());
            self.doubts.push(Found { value: LetterDoubt::Salutations(above), line: self.numbers[at] });
            return None;
        }
        if crate::text::hole(text).is_some() || text.contains(['[', '…', '_', '/']) {
            self.doubts.push(Found { value: LetterDoubt::Salutation(text.to_owned()), line: self.numbers[at] });
            return None;
        }
        // "De mi mayor consideración:"
        let speaks = self.language.primary() == "es" && text.starts_with("De ");
        let value = if speaks { self.line(text, at) } else { text.to_owned() };
        Some(Found { value, line: self.numbers[at] })
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
        let text = without_joint(text.trim()).trim_end_matches([';', ',']).trim_end();
        // "We urge the government: - to release her"
        let text = text.strip_prefix("to ").filter(|_| self.language.primary() == "en").unwrap_or(text);
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
        let agreeing = super::speaker::agreeing(text, self.language.primary());
        let alone = super::speaker::said_by_one(text, self.language.primary());
        voice.extend(super::speaker::named(text).into_iter().chain(agreeing).map(str::to_owned));
        // "I am a student" and "I am a student at" are one.
        voice.retain(|words| !alone.iter().any(|said| said.contains(words.as_str()) || words.contains(said)));
        let doubts = alone.into_iter().map(|words| LetterDoubt::Alone(words.to_owned()));
        let doubts = doubts.chain(voice.into_iter().map(LetterDoubt::Voice));
        let doubts = doubts.chain(blanks.into_iter().map(LetterDoubt::Blank));
        let line = self.numbers[at];
        for doubt in doubts.map(|value| Found { value, line }) {
            if !self.doubts.contains(&doubt) {
                self.doubts.push(doubt);
            }
        }
        pieces
    }
}

/// A subject that nothing announces: the one line between the heading of a letter and its salutation.
fn bare_subject(lines: &[Line], heading: usize, begin: usize) -> Option<(&str, usize)> {
    const LONGEST: usize = 90;
    let mut between = (heading + 1..begin).filter(|&at| !lines[at].is_blank());
    let only = between.next().filter(|_| between.next().is_none())?;
    let text = lines[only].text.as_str();
    let is_words = text.split_whitespace().count() > 2 && text.starts_with(char::is_uppercase);
    let is_apart = lines[only - 1].is_blank() && lines[only + 1].is_blank();
    let is_subject = is_words
        && is_apart
        && lines[only].length() <= LONGEST
        && !text.contains(['[', '<', '(', '_', '…', '@'])
        && !text.ends_with(['.', ':', ',', ';', '?'])
        && !names_office(text)
        && !only_a_day(text);
    (is_heading(&lines[heading]) && is_subject).then_some((text, only))
}

/// Takes the closing out of the last paragraph, where it is the end of its text: "Awaiting your reply, I remain yours
/// faithfully,".
fn closing_in_text(raw: &mut Vec<Raw>) -> Option<(usize, String)> {
    const WORDS_MOST: usize = 14;
    let Some(Raw::Paragraph(at, text)) = raw.last_mut() else { return None };
    let at = *at;
    let last = places(text).last().filter(|_| text.ends_with(','))?;
    let closing = text[last.clone()].trim().to_owned();
    let folded = fold(closing.trim_end_matches(','));
    let closes = CLOSINGS.iter().any(|words| {
        folded.strip_suffix(words).is_some_and(|rest| rest.is_empty() || rest.ends_with(' '))
            || folded.contains(&format!(" {words}"))
    });
    if !closes || closing.split(' ').count() > WORDS_MOST {
        return None;
    }
    text.truncate(text[..last.start].trim_end().len());
    if text.is_empty() {
        raw.pop();
    }
    Some((at, closing))
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
        has_demand_word(last)
    };
    let mut lists = raw.iter().enumerate().filter(|(_, block)| matches!(block, Raw::List(_))).map(|(index, _)| index);
    lists.rfind(asks)
}

/// Puts the signatory behind the first "I/we", where the letter has no place for it.
fn place_for_signatory(body: &mut [Block]) {
    const I_OR_WE: [&str; 6] = ["{{I/We}}", "{{I/we}}", "{{Ich/Wir}}", "{{ich/wir}}", "{{Я/Мы}}", "{{Мен/Біз}}"];
    let has = |block: &Block| match block {
        // "On behalf of {{organisation}} I write": the signatory's own name would stand there twice.
        Block::Paragraph(text) => {
            ["{{signatory}}", "{{name}}", "{{organisation}}"].iter().any(|code| text.contains(code))
        }
        Block::List(items) => items.iter().any(|text| text.contains("{{signatory}}")),
        Block::Demands => false,
    };
    if body.iter().any(has) {
        return;
    }
    for block in body.iter_mut() {
        let Block::Paragraph(text) = block else { continue };
        let found = I_OR_WE.iter().filter_map(|subject| text.find(subject).map(|at| at + subject.len())).min();
        let with_verb = subject_with_verb(text).filter(|(at, ..)| found.is_none_or(|found| at.start < found));
        if let Some((at, subject, verb)) = with_verb {
            text.replace_range(at, &format!("{subject}, {{{{signatory}}}}, {verb}"));
            return;
        }
        if let Some(end) = found {
            let comma = if text[end..].starts_with(',') { "" } else { "," };
            text.insert_str(end, &format!(", {{{{signatory}}}}{comma}"));
            return;
        }
    }
}

/// Where a text has "{{[I am/We are]}}", and its subject and its verb apart: "{{I/We}}", "{{am/are}}".
fn subject_with_verb(text: &str) -> Option<(Range<usize>, String, String)> {
    const SUBJECTS: [(&str, &str); 2] = [("I", "We"), ("Ich", "Wir")];
    let start = text.find("{{[")?;
    let end = start + text[start..].find("]}}")?;
    let (one, many) = text[start + 3..end].split_once('/')?;
    let ((one, am), (many, are)) = (one.split_once(' ')?, many.split_once(' ')?);
    let is_plain = SUBJECTS.contains(&(one, many)) && ![am, are].iter().any(|verb| verb.contains(' '));
    is_plain.then(|| (start..end + 3, format!("{{{{{one}/{many}}}}}"), format!("{{{{{am}/{are}}}}}")))
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
