//! Where the model letters of an appeal stand.

use std::ops::Range;

use super::lines::has_value;
use super::text::{Line, is_rule, item};
use super::words::{CLOSINGS, FURNITURE, LETTER_HEADINGS, SALUTATIONS, SUBJECTS};
use crate::registry::pasted::{is_address, names_office};
use crate::text::fold;

/// Lines between the heading of a letter and its salutation: a date, an address, a subject.
const HEADER_MOST: usize = 15;
/// Lines of a letter.
const LETTER_MOST: usize = 200;
/// Lines of a signature.
const SIGNATURE_MOST: usize = 8;
/// Characters of a line that is a salutation or a closing.
const SHORT: usize = 100;
/// Characters of a letter at least.
const LETTER_LEAST: usize = 100;

/// Where a letter stands: indices of lines.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Span {
    pub first: usize,
    /// The first of its salutations: a letter to several has one below the other.
    pub greeting: Option<usize>,
    pub salutation: Option<usize>,
    /// The first line of its text that is not the salutation.
    pub begin: usize,
    /// The line behind its text: its closing, where it has one.
    pub close: usize,
    pub closing: Option<usize>,
    pub end: usize,
}

/// Every letter there is, from its heading or salutation to its signature.
pub(super) fn spans(lines: &[Line]) -> Vec<Span> {
    let mut spans = with_closings(lines);
    let mut at = 0;
    while at < lines.len() {
        let behind = spans.iter().find(|span| (span.first..span.end).contains(&at)).map(|span| span.end);
        if let Some(end) = behind {
            at = end;
            continue;
        }
        let next = spans.iter().map(|span| span.first).filter(|first| *first > at).min().unwrap_or(lines.len());
        let from = spans.iter().map(|span| span.end).filter(|end| *end <= at).max().unwrap_or(0);
        match without_closing(lines, from, at, next) {
            Some(span) => {
                at = span.end.max(at + 1);
                spans.push(span);
            }
            None => at += 1,
        }
    }
    spans.sort_by_key(|span| span.first);
    spans
}

/// Letters with a salutation and a closing.
fn with_closings(lines: &[Line]) -> Vec<Span> {
    let mut spans: Vec<Span> = Vec::new();
    let mut from = 0;
    for closing in 0..lines.len() {
        if closing < from || !is_closing(&lines[closing]) {
            continue;
        }
        let near = from.max(closing.saturating_sub(LETTER_MOST))..closing;
        // "Monsieur le Directeur" above a street is of an address.
        let is_addressee = |at: usize| {
            !lines[at].text.contains([',', ':', '!']) && lines.get(at + 1).is_some_and(|line| is_address(&line.text))
        };
        let candidates: Vec<usize> =
            near.clone().filter(|&at| greeting_end(lines, at).is_some() && !is_addressee(at)).collect();
        let whole = candidates.iter().rev().find(|&&at| salutation_end(&lines[at]) == Some(lines[at].text.len()));
        let Some(&salutation) = whole.or(candidates.last()) else { continue };
        let greeting = greetings(lines, from, salutation).start;
        let end = signature_end(lines, closing + 1);
        spans.push(Span {
            first: head(lines, from, greeting),
            greeting: Some(greeting),
            salutation: Some(salutation),
            begin: salutation + 1,
            close: closing,
            closing: Some(closing),
            end,
        });
        from = end;
    }
    spans
}

/// The salutations that stand one below the other, with nothing between them, around one of them.
fn greetings(lines: &[Line], from: usize, salutation: usize) -> Range<usize> {
    let is_whole = |at: &usize| greeting_end(lines, *at) == Some(lines[*at].text.len());
    let is_near = |at: &usize| lines[*at].is_blank() || is_whole(at);
    let above = (from..salutation).rev().take_while(is_near).filter(is_whole).last();
    let below = (salutation + 1..lines.len()).take_while(is_near).filter(is_whole).last();
    let below = below.filter(|_| is_whole(&salutation));
    above.unwrap_or(salutation)..below.unwrap_or(salutation) + 1
}

/// The heading or the subject above a salutation.
fn head(lines: &[Line], from: usize, salutation: usize) -> usize {
    let above = from.max(salutation.saturating_sub(HEADER_MOST))..salutation;
    let near = above.clone();
    let heading = above.clone().rev().find(|&at| is_heading(&lines[at]));
    let subject = above.rev().take(6).find(|&at| subject_of(&lines[at].text).is_some());
    // "To: The President of the Republic" begins a letter by itself.
    let addressed = near.clone().rev().find(|&at| is_addressed(&lines[at])).map(|at| at.saturating_sub(1).max(from));
    // So does an address of an office that gives no other way to reach it.
    let first_of_block = |at: &usize| *at == from || lines[at - 1].is_blank();
    let block = |at: usize| lines[at..salutation].iter().take_while(|line| !line.is_blank());
    let by_post = near.filter(first_of_block).find(|&at| {
        lines[at].has_known_kind()
            && block(at).skip(1).any(|line| is_address(&line.text))
            && !block(at).any(|line| has_value(&line.text) || line.length() > SHORT)
    });
    let addressed = addressed.or(by_post.map(|at| at.saturating_sub(1).max(from)));
    heading.or(addressed).or(subject).unwrap_or(salutation)
}

/// Whether a line says to whom a letter is.
fn is_addressed(line: &Line) -> bool {
    const TO: [&str; 7] = ["to", "an", "a", "кому", "para", "destinataire", "destinatario"];
    line.folded.split_once(':').is_some_and(|(label, who)| TO.contains(&label.trim()) && names_office(who))
}

/// A letter that begins here, under a heading or with a salutation, and goes on to a signature that no closing stands
/// above, else as far as it has paragraphs.
fn without_closing(lines: &[Line], from: usize, at: usize, next: usize) -> Option<Span> {
    // "Re: …" alone begins a letter that somebody is to sign.
    let is_subject = !is_heading(&lines[at]) && subject_of(&lines[at].text).is_some();
    let is_head = is_subject || is_heading(&lines[at]);
    let salutation = if is_head {
        (at + 1..next.min(at + HEADER_MOST)).find(|&line| greeting_end(lines, line).is_some())
    } else {
        Some(at).filter(|&at| opens(&lines[at]) && greeting_end(lines, at).is_some())
    };
    if !is_head && salutation.is_none() || is_subject && salutation.is_some() {
        return None;
    }
    let greetings = salutation.map(|salutation| greetings(lines, salutation, salutation));
    let begin = greetings.as_ref().map_or_else(|| behind_addressee(lines, at + 1, next), |greetings| greetings.end);
    let (greeting, salutation) = (salutation, greetings.map(|greetings| greetings.end - 1));
    let most = next.min(begin + LETTER_MOST);
    let signature = (begin..most).find(|&line| is_signature(&lines[line]));
    let is_other = |line: &Line| {
        line.text.contains('@')
            || is_rule(&line.text)
            || is_heading(line)
            || FURNITURE.iter().any(|start| line.said.starts_with(start))
            || super::asides::begins_with_a_cue(&line.text) && line.text.ends_with(':')
    };
    let other = (begin..most).find(|&line| is_other(&lines[line]));
    let (close, end) = match (signature, other) {
        (Some(signature), other) if other.is_none_or(|other| signature < other) => {
            (signature, signature_end(lines, signature))
        }
        _ if is_subject => return None,
        (_, other) => {
            let last = other.unwrap_or(most);
            (last, last)
        }
    };
    // A letter without a salutation may have a closing all the same, and words to the reader behind it.
    let early = (begin..close).skip(1).find(|&at| is_closing(&lines[at]) && lines[at].text.ends_with(','));
    let (close, end) = early.map_or((close, end), |at| (at + 1, signature_end(lines, at + 1)));
    let signature = signature.filter(|_| early.is_none());
    let closing = (begin..close).rev().find(|&at| !lines[at].is_blank());
    let is_signed = signature == Some(close);
    let closing = closing.filter(|&at| is_closing(&lines[at]) || is_signed && closes(&lines[at]));
    let close = closing.unwrap_or(close);
    let length: usize = lines[begin..close.max(begin)].iter().map(Line::length).sum();
    let first = if is_head { at } else { head(lines, from, greeting.unwrap_or(at)) };
    (length >= LETTER_LEAST).then_some(Span { first, greeting, salutation, begin, close, closing, end })
}

/// Where the text of a letter begins that has no salutation: behind the lines that say to whom it goes.
fn behind_addressee(lines: &[Line], from: usize, next: usize) -> usize {
    const ADDRESSEE: usize = 100;
    let is_above = |line: &Line| {
        line.is_blank()
            || subject_of(&line.text).is_some()
            || line.text.starts_with('[') && line.text.ends_with(']')
            || line.length() <= ADDRESSEE
                && !line.text.ends_with(['.', ':', ';', '!'])
                && item(&line.text).is_none()
                && names_office(&line.text)
    };
    (from..next).find(|&at| !is_above(&lines[at])).unwrap_or(next)
}

/// Whether a line is a salutation by itself and nothing that a heading could be.
fn opens(line: &Line) -> bool {
    !line.text.contains('@')
        && salutation_end(line).is_some_and(|end| end < line.text.len() || line.text.ends_with([',', ':', '!']))
}

pub(super) fn is_heading(line: &Line) -> bool {
    const ALONE: [&str; 21] = [
        "letter",
        "the letter",
        "text",
        "brief",
        "lettre",
        "carta",
        "письмо",
        "хат",
        "der brief",
        "la lettre",
        "message",
        "the message",
        "your message",
        "the text",
        "die nachricht",
        "le message",
        "le texte",
        "el mensaje",
        "el texto",
        "la carta",
        "текст",
    ];
    let alone = line.folded.trim_matches(['*', '#', ':', ' ']);
    if ALONE.contains(&alone) && (line.text.ends_with(':') || line.text.to_uppercase() == line.text) {
        return true;
    }
    line.length() <= SHORT
        && !line.text.ends_with(['.', ';', ','])
        && item(&line.text).is_none()
        && LETTER_HEADINGS.iter().any(|heading| line.said.contains(heading))
}

/// Whom no letter to an office speaks to, folded.
const FRIENDS: [&str; 20] = [
    "friend",
    "comrade",
    "colleague",
    "brother",
    "sister",
    "supporter",
    "member",
    "reader",
    "affiliate",
    "dear all",
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

/// Where a salutation at the start of a line ends, in bytes.
pub(super) fn salutation_end(line: &Line) -> Option<usize> {
    if !SALUTATIONS.iter().any(|start| line.said.starts_with(start))
        || FRIENDS.iter().any(|friend| line.said.contains(friend))
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

/// Where the salutation ends with which a line begins, unless it is of an address.
fn greeting_end(lines: &[Line], at: usize) -> Option<usize> {
    let may_greet = || !is_holder(lines, at) && !greets_readers(lines, at) && !is_cell(lines, at);
    let greets = salutation_end(&lines[at]).filter(|_| may_greet());
    greets.or_else(|| is_to_whom(lines, at).then_some(lines[at].text.len()))
}

/// Whether the first line below the heading of a letter greets by saying to whom it goes: "To the management of Ice Works,".
fn is_to_whom(lines: &[Line], at: usize) -> bool {
    const TO: [&str; 9] = ["to the ", "to all ", "an die ", "an den ", "an das ", "a la ", "al ", "au ", "aux "];
    let line = &lines[at];
    let above = || lines[..at].iter().rev().find(|line| !line.is_blank());
    line.text.ends_with(',')
        && line.length() <= SHORT
        && TO.iter().any(|to| line.folded.starts_with(to))
        && above().is_some_and(is_heading)
}

/// Whether a line is a cell of a table, whose cells have the number of their row: "Minister of Ice | Dear Minister".
fn is_cell(lines: &[Line], at: usize) -> bool {
    at > 0 && !lines[at - 1].is_blank() && lines[at - 1].number == lines[at].number
}

/// Whether a line greets as a mail to readers does too, and nothing above it says that a letter begins: a heading, or a
/// subject behind what the appeal tells.
fn greets_readers(lines: &[Line], at: usize) -> bool {
    const GREETINGS: [&str; 7] =
        ["здравствуите", "добрыи день", "guten tag", "hello", "good day", "bonjour", "buenos dias"];
    let begins_letter = |at: usize| {
        is_heading(&lines[at])
            || subject_of(&lines[at].text).is_some() && lines[..at].iter().any(|line| line.length() > SHORT)
    };
    GREETINGS.iter().any(|greeting| lines[at].said.starts_with(greeting))
        && !(at.saturating_sub(HEADER_MOST)..at).any(begins_letter)
}

/// Whether a line is who holds an office, among the lines that name it and say where it is: "Mr Jo Smith," above
/// "Ministry of Ice".
fn is_holder(lines: &[Line], at: usize) -> bool {
    const FIRST_WORDS: usize = 4;
    let first_words = |line: &Line| line.text.split_whitespace().take(FIRST_WORDS).collect::<Vec<_>>().join(" ");
    let is_of_office = |line: &Line| {
        line.length() <= SHORT
            && !line.text.ends_with(['.', ';'])
            && (names_office(&first_words(line)) || is_address(&line.text) || has_value(&line.text))
    };
    let is_below = lines.get(at + 1).is_some_and(is_of_office);
    let is_above = at > 0 && names_office(&lines[at - 1].text) && !lines[at].text.ends_with([',', ':', '!']);
    salutation_end(&lines[at]) == Some(lines[at].text.len()) && (is_below || is_above)
}

/// Whether a line right above a signature closes a letter, in whatever words: "With hope for justice,".
fn closes(line: &Line) -> bool {
    const WORDS_MOST: usize = 7;
    line.text.ends_with(',')
        && line.text.starts_with(char::is_uppercase)
        && line.text.split_whitespace().count() <= WORDS_MOST
        && item(&line.text).is_none()
}

fn is_closing(line: &Line) -> bool {
    // "Mit kollegialen Grüßen"
    let greets = line.folded.starts_with("mit ") && line.folded.trim_end_matches(',').ends_with(" grußen");
    // "Saludo a ustedes muy atentamente."
    let greets = greets
        || ["saludo a ", "saludamos a ", "saluda a "].iter().any(|start| line.folded.starts_with(start))
            && ["atentamente", "cordialmente", "respetuosamente", "consideracion"]
                .iter()
                .any(|how| line.folded.contains(how));
    // "Recevez, chers camarades, …" ends what is said to the reader.
    if !greets && FRIENDS.iter().any(|friend| line.said.contains(friend)) {
        return false;
    }
    // "Dans cette attente, je vous prie d'agréer, Monsieur le Ministre, …"
    let greets = greets
        || line.said.split_once(", ").is_some_and(|(before, rest)| {
            before.split(' ').count() <= 5
                && ["je vous prie d", "nous vous prions d", "je vous prie de", "veuillez agreer", "veuillez recevoir"]
                    .iter()
                    .any(|start| rest.starts_with(start))
        });
    let starts = greets || CLOSINGS.iter().any(|start| line.said.starts_with(start));
    let long = [
        "saludo a ",
        "saludamos a ",
        "saluda a ",
        "veuillez",
        "je vous prie",
        "nous vous prions",
        "recevez",
        "sin otro particular",
        "dans l'attente",
    ];
    let is_long = (greets || long.iter().any(|start| line.said.starts_with(start))) && line.length() <= 300;
    starts && (is_long || (line.length() <= SHORT && (!line.text.ends_with('.') || line.length() <= 30)))
}

/// The index of the line after the signature that begins here at the earliest.
fn signature_end(lines: &[Line], from: usize) -> usize {
    let mut end = from;
    for (at, line) in lines.iter().enumerate().skip(from).take(SIGNATURE_MOST) {
        if is_signature(line) {
            end = at + 1;
        } else if !line.is_blank() {
            break;
        }
    }
    end
}

/// Whether a line is a blank for whoever signs: "[Name]", "Name: ____".
fn is_signature(line: &Line) -> bool {
    const LABELS: [&str; 24] = [
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
        "мекенжаи",
    ];
    let begins_blank = line.text.starts_with(['[', '<', '_', '…', '(']) || line.text.starts_with("....");
    let is_label = LABELS.iter().any(|label| line.folded.starts_with(label))
        && (line.length() <= 60 || line.text.contains('|'))
        && (line.text.ends_with([':', '_', '.', '…', ']']) || line.text.contains(['[', '_', '…', '|']));
    begins_blank && item(&line.text).is_none() && line.length() <= SHORT || is_label
}

/// What stands behind "Subject:".
pub(super) fn subject_of(text: &str) -> Option<&str> {
    let (label, subject) = text.split_once(':')?;
    let label = fold(label);
    (SUBJECTS.contains(&label.trim().trim_matches(['*', '#'])) && !subject.trim().is_empty()).then(|| subject.trim())
}

#[cfg(test)]
mod tests {
    use super::super::text::lines;
    use super::*;

    #[test]
    fn a_letter_is_found_by_its_salutation_its_heading_or_its_signature() {
        const BODY: &str = "I was shocked to hear that Ada Marsh was arrested in the harbour of Ross on 3 May, and that nobody says why.\n\nI urge you to release her.";
        for (frame, expected) in [
            ("Dear Minister,\n\n{}\n\nYours faithfully,\n[Name]\n\nNews", "Dear Minister,…Yours faithfully, [Name]"),
            (
                "Right Honourable Prime Minister,\n\n{}\n\nYours faithfully,\n",
                "Right Honourable Prime Minister,…Yours faithfully,",
            ),
            (
                "Model letter\n\n{}\n\nYours faithfully,\n\nName | Union | Signature\n.....|......|.....\n\nNews",
                "-…Yours faithfully, Name | Union | Signature .....|......|.....",
            ),
            ("Dear Minister,\n\n{}\n\n[Name]\n[Organisation]\n\nNews", "Dear Minister,…[Name] [Organisation]"),
            ("Señor Fiscal General:\n\n{}\n\n[firma]\n", "Señor Fiscal General:…[firma]"),
            (
                "De nuestra mayor consideración:\n\n{}\n\nSaludamos a ustedes muy atentamente.\n",
                "De nuestra mayor consideración:…Saludamos a ustedes muy atentamente.",
            ),
            (
                "Monsieur le Ministre,\n\n{}\n\nDans cette attente, je vous prie d'agréer, Monsieur le Ministre, l'expression de ma considération.\n",
                "Monsieur le Ministre,…Dans cette attente, je vous prie d'agréer, Monsieur le Ministre, l'expression de ma considération.",
            ),
            ("Model letter\n\nHello,\n\n{}\n\nYours faithfully,\n", "Hello,…Yours faithfully,"),
            // A mail to readers begins like this too.
            ("Здравствуйте!\n\n{}\n\nС уважением,\n[Имя]", ""),
            ("Образец письма\n\nЗдравствуйте!\n\n{}\n\nС уважением,\n[Имя]", "Здравствуйте!…С уважением, [Имя]"),
            (
                "Model letter\n\nTo the General Prosecutor\n\n{}\n\nName/Organisation:\nDate:\n\nRead next",
                "-…Name/Organisation: Date:",
            ),
            ("Текст письма\n\nВ Министерство льда\n\n{}\n\nПодпись ____", "-…Подпись ____"),
            ("Dear Minister,\n\n{}\n\nPlease send copies to us@union.example", "Dear Minister,…"),
            ("Dear friends,\n\n{}\n", ""),
            ("Honourable Jo Smith, Minister of Ice, 7 Glacier Road, ice@ministry.example\n\n{}\n", ""),
            ("Dear Minister,\n\nToo short.", ""),
            (
                "Office | Address | E-mail | Letter\nMinister of Ice | 7 Glacier Road | ice@ministry.example | Dear Minister,\n\nModel letter\n\n[Salutation]\n\n{}\n\nYours faithfully,\n[Name]",
                "-…Yours faithfully, [Name]",
            ),
            (
                "Minister of Ice\nMr Jo Smith,\nMinistry of Ice\n7 Glacier Road\nice@ministry.example\n\nModel letter\n\n[Salutation]\n\n{}\n\nYours faithfully,\n[Name]",
                "-…Yours faithfully, [Name]",
            ),
            (
                "Mr Jo Smith\nMinister of Ice\n\nModel letter\n\nDear Minister,\n\n{}\n\nYours faithfully,\n[Name]",
                "Dear Minister,…Yours faithfully, [Name]",
            ),
            ("Mr President,\n{}\n\nYours faithfully,\n[Name]", "Mr President,…Yours faithfully, [Name]"),
            ("Dear Minister,\n\n{}\n\nregards@union.example", "Dear Minister,…"),
            (
                "To: The Minister of Ice\n7 Glacier Road\n\nDear Minister,\n\n{}\n\nYours faithfully,\n",
                "Dear Minister,…Yours faithfully,",
            ),
        ] {
            let lines = lines(&format!("Title\n\n{}", frame.replace("{}", BODY))).unwrap();
            let shown: Vec<String> = spans(&lines)
                .iter()
                .map(|span| {
                    assert!(lines[span.begin..span.close].iter().any(|line| line.text.starts_with("I was")), "{frame}");
                    let end = lines[span.close..span.end].iter().map(|line| line.text.as_str());
                    let salutation = span.salutation.map_or("-", |at| &lines[at].text);
                    format!("{salutation}…{}", end.filter(|text| !text.is_empty()).collect::<Vec<_>>().join(" "))
                })
                .collect();
            assert_eq!(shown.join("; "), expected, "{frame}");
        }
    }
}
