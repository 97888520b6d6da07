//! Which lines of an appeal name offices, which name those who get copies, which ask for something, and which tell
//! what happened.

use std::ops::Range;

use super::text::{Line, item};
use super::words::{DEMANDS, List, WRITE, list};
use crate::registry::pasted::copies_begin;
use crate::text::fold;

/// What lines are for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Purpose {
    Offices,
    Copies,
    Demands,
}

/// Lines with one purpose.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Area {
    pub purpose: Purpose,
    /// The line that says so; its rest may belong to the area.
    pub cue: usize,
    /// The lines behind it.
    pub lines: Range<usize>,
}

/// Headings above addresses, as a whole line.
static HEADINGS: List = List::new(|| {
    list(
        "addresses|address|targets|target|contacts|contact|appeals to|recipients|addressees|officials|\
     where to write|адреса|адресаты|контакты|получатели|куда писать|adressen|adressaten|empfanger|appelle an|\
     adresses|destinataires|direcciones|destinatarios|мекенжаилар|хат жіберілетін мекенжаилар",
    )
});
/// A line that asks somebody to write ends with one of these when addresses follow.
static ENDS: List = List::new(|| {
    list(
        "to|an|a|to the following|following addresses|addresses|по адресу|по адресам|на адрес|адресу|адресам|at|\
     aux adresses suivantes|aux|direcciones|followings|authorities|following|мекенжаиға|мекенжаиына|\
     мекенжаилар|below|officials|authorities below",
    )
});
/// Characters of a line that announces something.
const CUE_MOST: usize = 260;
/// A longer line is a paragraph, unless it is a list of values.
const PARAGRAPH: usize = 200;
/// Empty lines between two parts of one list of addresses.
const GAP: usize = 4;
/// Lines of one area.
const AREA_MOST: usize = 200;

/// The areas of an appeal outside its letters, in their order.
pub(super) fn areas(lines: &[Line], letters: &[Range<usize>]) -> Vec<Area> {
    let in_letter = |at: usize| letters.iter().any(|letter| letter.contains(&at));
    let cues: Vec<usize> = (0..lines.len()).filter(|&at| !in_letter(at) && is_cue(&lines[at])).collect();
    let mut areas: Vec<Area> = Vec::new();
    for (index, &cue) in cues.iter().enumerate() {
        let next = cues.get(index + 1).copied().unwrap_or(lines.len());
        let letter =
            letters.iter().map(|letter| letter.start).filter(|start| *start > cue).min().unwrap_or(lines.len());
        let most = next.min(letter).min(cue + AREA_MOST);
        let area = cue + 1..end(lines, cue + 1, most);
        let inline = after_colon(&lines[cue].text);
        let purpose = if asks_for_copies(&lines[cue]) {
            Some(Purpose::Copies)
        } else if area.clone().chain([cue]).any(|at| has_value(if at == cue { inline } else { &lines[at].text }))
            || names_offices(lines, &area)
        {
            Some(Purpose::Offices)
        } else if area.clone().any(|at| item(&lines[at].text).is_some())
            && DEMANDS.iter().chain(WRITE.iter()).any(|word| lines[cue].folded.contains(word))
        {
            Some(Purpose::Demands)
        } else {
            None
        };
        if let Some(purpose) = purpose {
            let lines = match purpose {
                Purpose::Copies => area.start..end_of_copies(lines, cue, &area),
                Purpose::Demands => area.start..end_of_list(lines, &area),
                Purpose::Offices => area,
            };
            areas.push(Area { purpose, cue, lines });
        }
    }
    areas.extend(unannounced(lines, letters, &areas));
    areas.sort_by_key(|area| area.cue);
    areas
}

/// Whether a line announces what follows.
fn is_cue(line: &Line) -> bool {
    if line.is_blank() || line.length() > CUE_MOST {
        return false;
    }
    let bare = line.folded.trim_matches(['*', '#', '_', ' ', ':', '.']);
    if HEADINGS.contains(&bare) {
        return true;
    }
    if starts_with_copies(&line.folded) {
        return true;
    }
    let asks = || WRITE.iter().chain(DEMANDS.iter()).any(|word| line.folded.contains(word));
    let ends = line.text.ends_with(':')
        || ENDS
            .iter()
            .any(|end| bare.strip_suffix(end).is_some_and(|rest| rest.ends_with([' ', ',']) || rest.is_empty()));
    // "Send protests to: a@b.example" announces what stands behind its colon.
    let inline = has_value(after_colon(&line.text)) && !is_label(&line.folded);
    asks() && (ends || inline) && item(&line.text).is_none_or(|(_, text)| !fold(text).contains(": "))
}

fn after_colon(text: &str) -> &str {
    text.find(": ").map_or("", |at| &text[at + 2..])
}

pub(super) fn is_label(folded: &str) -> bool {
    [
        "email",
        "e-mail",
        "e mail",
        "tel",
        "fax",
        "phone",
        "mobile",
        "address",
        "salutation",
        "web",
        "эл",
        "тел",
        "факс",
        "адрес",
        "anrede",
        "courriel",
        "correo",
        "telefono",
        "faks",
        "электрон",
        "обращение",
        "post",
    ]
    .iter()
    .any(|label| {
        folded
            .strip_prefix(label)
            .is_some_and(|rest| rest.len() < 25 || rest.split(' ').next().is_some_and(|word| word.ends_with(':')))
    })
}

/// "Please send copies of all protests to", "COPIES TO:", "cc: a@b.example".
fn starts_with_copies(folded: &str) -> bool {
    let start: String = folded.chars().take(60).collect();
    // "They made a copy and sent it" asks for none.
    let is_word = |at: &usize| {
        start[*at..].strip_prefix("copy ").is_none_or(|rest| rest.starts_with("to ") || rest.starts_with("of "))
    };
    // An address before these words gets the letter itself.
    let copies = copies_begin(&start).filter(is_word).filter(|at| !has_value(&start[..*at]));
    copies.is_some_and(|at| !is_label(folded) && (at == 0 || start[..at].ends_with([' ', '(', '*'])))
        && (folded.contains('@')
            || folded.contains("[email")
            || folded.ends_with([':'])
            || ENDS.iter().any(|end| folded.ends_with(&format!(" {end}")))
            || folded.ends_with(" and")
            || folded.contains(" to ")
            || folded.contains(" an ")
            || folded.contains(" a ")
            || folded.contains(" к ")
            || folded.contains(" на "))
}

fn asks_for_copies(line: &Line) -> bool {
    starts_with_copies(&line.folded)
}

/// Whether a line has an address, a number or a label for one.
pub(super) fn has_value(text: &str) -> bool {
    let folded = fold(text);
    let labels = [
        "fax:",
        "tel:",
        "tel.:",
        "phone:",
        "email:",
        "e-mail:",
        "факс:",
        "тел:",
        "тел.:",
        "телефон:",
        "telefon:",
        "telefax:",
        "telephone:",
        "telefono:",
        "courriel:",
        "courriel :",
        "correo",
        "эл. почта:",
        "электронная почта:",
        "fax :",
        "tel :",
        "email :",
        "tel ",
        "fax ",
        "mobile:",
        "salutation:",
        "anrede:",
        "обращение:",
    ];
    text.split_whitespace().any(is_address)
        || folded.contains("[email") && folded.contains("protected")
        || folded.contains("(at)")
        || labels.iter().any(|label| {
            folded.match_indices(label).any(|(at, _)| {
                (at == 0 || folded[..at].ends_with([' ', '/', '(', ';', ',']))
                    && (label.ends_with(':') || begins_number(&folded[at + label.len()..]))
            })
        })
}

fn begins_number(text: &str) -> bool {
    text.trim_start().starts_with(|c: char| c.is_ascii_digit() || c == '+' || c == '(')
}

fn is_address(word: &str) -> bool {
    word.split_once('@').is_some_and(|(local, domain)| local.chars().any(char::is_alphanumeric) && domain.contains('.'))
}

/// Where an area ends that begins at `start`: before a paragraph, or where nothing of an office came for long.
fn end(lines: &[Line], start: usize, most: usize) -> usize {
    let mut blank = 0;
    let mut last = start;
    for (at, line) in lines.iter().enumerate().take(most).skip(start) {
        if line.is_blank() {
            blank += 1;
            if blank > GAP {
                break;
            }
            continue;
        }
        let is_item = item(&line.text).is_some();
        if line.length() > PARAGRAPH && !is_item && !has_value(&line.text) {
            break;
        }
        blank = 0;
        last = at + 1;
    }
    // What comes behind the last name, item or value belongs to it only as far as no empty line parts them.
    let is_anchor = |at: &usize| {
        let text = &lines[*at].text;
        item(text).is_some()
            || has_value(text)
            || crate::registry::pasted::offices(text, None).iter().any(|office| office.kind().is_some())
    };
    let anchor = (start..last).rev().find(is_anchor).map_or(start, |anchor| anchor + 1);
    (anchor..last).find(|&at| lines[at].is_blank()).unwrap_or(last)
}

/// Whether the first words of an area name offices: their kinds are known.
fn names_offices(lines: &[Line], area: &Range<usize>) -> bool {
    let text = joined(lines, area);
    let offices = crate::registry::pasted::offices(&text, None);
    let short = lines[area.clone()].iter().filter(|line| !line.is_blank()).all(|line| line.length() <= 120);
    short
        && !offices.is_empty()
        && offices.iter().filter(|office| office.kind().is_some()).count() * 2 >= offices.len()
        && lines[area.clone()].iter().filter(|line| !line.is_blank()).count() <= 60
}

/// The lines of an area as one text.
pub(super) fn joined(lines: &[Line], area: &Range<usize>) -> String {
    lines[area.clone()].iter().map(|line| line.text.as_str()).collect::<Vec<_>>().join("\n")
}

/// Copies end where a line is neither an address nor the name of an office.
fn end_of_copies(lines: &[Line], cue: usize, area: &Range<usize>) -> usize {
    let mut end = area.start;
    let mut blank = false;
    let has_begun = has_value(&lines[cue].text);
    for at in area.clone() {
        let line = &lines[at];
        if line.is_blank() {
            blank = has_begun || end > area.start;
            continue;
        }
        // Behind a line that gives its address only further addresses belong to it, and no office by its name.
        let has_office = || crate::registry::pasted::offices(&line.text, None).iter().any(|one| !one.names.is_empty());
        let belongs = has_value(&line.text) && !(has_begun && has_office())
            || (!blank && line.length() <= 100 && !line.text.ends_with(['.', '?', '!']) && at < area.start + 8)
            || (!blank || copies_begin(&line.text).is_some()) && super::words::embassy_words(&line.folded);
        if !belongs {
            break;
        }
        end = at + 1;
    }
    end
}

/// A list of demands ends with its last item and the lines that go on with it.
fn end_of_list(lines: &[Line], area: &Range<usize>) -> usize {
    let mut end = area.start;
    let mut seen = false;
    for at in area.clone() {
        let line = &lines[at];
        if item(&line.text).is_some() {
            seen = true;
            end = at + 1;
        } else if !line.is_blank() {
            if !seen {
                continue;
            }
            // The rest of an item that was wrapped.
            let goes_on = end == at
                && (line.text.starts_with(char::is_lowercase)
                    || !lines[at - 1].text.ends_with(['.', ';', '!']) && lines[at - 1].length() > 40);
            if !goes_on {
                break;
            }
            end = at + 1;
        }
    }
    end
}

/// Whether a line begins with an office and goes on with how it is reached: "Governor's office: 1 Capitol Square, Fax …".
pub(super) fn names_itself(text: &str) -> bool {
    let head = text.find([':', ',']).map_or("", |end| &text[..end]);
    (4..=60).contains(&head.chars().count())
        && !head.contains('@')
        && has_value(&text[head.len()..])
        && crate::registry::pasted::offices(head, None).iter().any(|office| office.kind().is_some())
}

/// Whether a line is a blank of a form ("Name:", "Date: ____") or says until when, so that it is of no office.
pub(super) fn is_of_a_form(line: &Line) -> bool {
    static BLANKS: List = List::new(|| {
        list(
            "name|your name|full name|organisation|organization|union|date|place|signature|signed|position|country|\
             имя|фио|организация|дата|место|подпись|должность|страна|name, vorname|gewerkschaft|datum|ort|\
             unterschrift|funktion|land|nom|prenom|syndicat|lieu|pays|fonction|nombre|organizacion|sindicato|fecha|\
             lugar|firma|cargo|pais|аты-жөні|аты|ұиым|күні|қолы|лауазымы",
        )
    });
    static DAYS: List = List::new(|| {
        list(
            "deadline|action deadline|срок|краинии срок|frist|einsendeschluss|date limite|delai|fecha limite|plazo|\
             мерзімі|соңғы мерзім",
        )
    });
    let Some((label, rest)) = line.folded.split_once(':') else { return false };
    let label = label.trim_matches([' ', '*', '_', '-', '•']);
    let is_empty = rest.chars().all(|c| " _.…-[]*".contains(c));
    DAYS.contains(&label) || is_empty && BLANKS.contains(&label)
}

/// Blocks of short lines with addresses that nothing announces.
fn unannounced(lines: &[Line], letters: &[Range<usize>], known: &[Area]) -> Vec<Area> {
    let taken = |at: usize| {
        letters.iter().any(|letter| letter.contains(&at))
            || known.iter().any(|area| area.lines.contains(&at) || area.cue == at)
    };
    let mut areas: Vec<Area> = Vec::new();
    let mut at = 0;
    while at < lines.len() {
        let starts_value = !taken(at)
            && (is_label(&lines[at].folded) || names_itself(&lines[at].text))
            && has_value(&lines[at].text)
            && lines[at].length() <= PARAGRAPH;
        if !starts_value {
            at += 1;
            continue;
        }
        let mut start = at;
        let is_whole = names_itself(&lines[at].text);
        while !is_whole
            && start > 0
            && !taken(start - 1)
            && !is_of_a_form(&lines[start - 1])
            && !lines[start - 1].is_blank()
            && lines[start - 1].length() <= 120
        {
            start -= 1;
        }
        let mut end = at + 1;
        let mut blank = 0;
        while end < lines.len() && !taken(end) && blank < 2 && lines[end].length() <= PARAGRAPH {
            blank = if lines[end].is_blank() { blank + 1 } else { 0 };
            end += 1;
        }
        // What follows the last value is no address any more.
        let last = (start..end).rev().find(|&at| has_value(&lines[at].text)).map_or(end, |last| last + 1);
        areas.push(Area { purpose: Purpose::Offices, cue: start, lines: start..last });
        at = end.max(at + 1);
    }
    areas
}
