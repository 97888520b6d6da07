//! Which lines of an appeal name offices, which name those who get copies, which ask for something, and which tell
//! what happened.

use std::ops::Range;

use super::asides::{asks_for_answers_alone, begins_with_a_cue, reaches_others};
use super::items::asks;
use super::lines::{HEADING_MOST, PARAGRAPH, has_value, is_address};
use super::sentences::{places, sentences};
use super::text::{Line, Mark, item};
use super::told::is_for_readers;
use super::unannounced::unannounced;
use super::words::{CLOSINGS, List, WRITE, folded, has_demand_word};
use crate::registry::pasted::{
    begins_with_label, copies_begin, has_known_kind, is_address as pasted_address, is_label, names_office, offices,
};
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
    /// Whether it is the address above a letter, which often repeats one of a list.
    pub is_above_letter: bool,
}

/// Headings above addresses, as a whole line.
static HEADINGS: List = List::new(|| {
    folded(
        "addresses|address|targets|target|contacts|contact|appeals to|recipients|addressees|officials|\
     where to write|where to send it|where to send them|where to send letters|where to send your letter|\
     where to send your letters|send it to|who to write to|whom to write to|whom you should write to|whom you can write to|\
     who to contact|whom to contact|useful addresses|authorities|autoridades|autorites|behorden|indirizzi|адреса|адресаты|\
     контакты|получатели|куда писать|кому писать|куда отправить|куда отправлять|куда направлять|кому адресовать|\
     кому направить|adressen|adressaten|empfanger|appelle an|wohin schreiben|wohin damit|wohin schicken|\
     wohin mit dem brief|an wen schreiben|an wen geht der brief|an wen gehen die briefe|an wen|hier adressen|\
     adresses|adresses utiles|coordonnees|destinataires|a qui ecrire|ou ecrire|ou envoyer|ou l'envoyer|\
     ou envoyer la lettre|a qui envoyer la lettre|a qui adresser la lettre|a qui adresser les lettres|a qui s'adresser|\
     direcciones|destinatarios|a quien escribir|a donde escribir|a donde enviar|a donde enviarla|a donde enviar la carta|\
     a quien enviar la carta|a quien se dirige la carta|a quien se dirigen las cartas|a quien dirigir la carta|\
     a quien dirigirse|кімге жазу керек|қаида жіберу керек|\
     мекенжаилар|хат жіберілетін мекенжаилар",
    )
});
/// A line that asks somebody to write ends with one of these when addresses follow.
static ENDS: List = List::new(|| {
    folded(
        "to|an|a|to the following|following addresses|addresses|по адресу|по адресам|на адрес|адресу|адресам|at|\
     aux adresses suivantes|aux|direcciones|followings|authorities|following|мекенжаиға|мекенжаиына|\
     мекенжаилар|below|officials|authorities below",
    )
});
/// Words to the reader behind the addresses.
static THANKS: List =
    List::new(|| folded("thank you|thanks|many thanks|merci|danke|vielen dank|gracias|muchas gracias|спасибо|рахмет"));
/// Characters of a line that announces something.
const CUE_MOST: usize = 260;
/// Characters of a line that is a sentence rather than a line of an address.
const SENTENCE: usize = 100;
/// Empty lines between two parts of one list of addresses.
const GAP: usize = 4;
/// Lines of one area.
const AREA_MOST: usize = 200;

/// The areas of an appeal outside its letters, in their order, and the addresses above letters.
pub(super) fn areas(lines: &[Line], letters: &[Range<usize>], headers: &[Range<usize>]) -> Vec<Area> {
    let in_letter = |at: usize| letters.iter().any(|letter| letter.contains(&at));
    let cues: Vec<usize> = (0..lines.len()).filter(|&at| !in_letter(at) && is_cue(lines, at)).collect();
    let mut areas: Vec<Area> = Vec::new();
    for (index, &cue) in cues.iter().enumerate() {
        let next = cues.get(index + 1).copied().unwrap_or(lines.len());
        let letter =
            letters.iter().map(|letter| letter.start).filter(|start| *start > cue).min().unwrap_or(lines.len());
        let most = next.min(letter).min(cue + AREA_MOST);
        let inline = after_colon(&lines[cue].text);
        // "Please note: … A copy to us@union.example helps us." is a sentence to the reader, and announces nothing below.
        let is_whole = has_value(inline) && inline.ends_with('.') && !leads_to_addresses(&lines[cue]);
        let paragraph = (cue..lines.len()).find(|&at| lines[at].is_blank()).unwrap_or(lines.len());
        let most = if is_whole { most.min(paragraph) } else { most };
        let mut area = cue + 1..end(lines, cue + 1, most);
        // "Please write to the following, calling for:", its demands, and only then whom to write to.
        if !asks_for_copies(&lines[cue])
            && let Some(asked) = asked_first(lines, cue, &area)
        {
            area.start = asked.end;
            areas.push(Area { purpose: Purpose::Demands, cue, lines: asked, is_above_letter: false });
        }
        let purpose = if asks_for_copies(&lines[cue]) {
            Some(Purpose::Copies)
        } else if area.clone().chain([cue]).any(|at| has_value(if at == cue { inline } else { &lines[at].text }))
            || names_offices(lines, &area)
        {
            Some(Purpose::Offices)
        } else if areas.last().is_none_or(|last| last.cue != cue)
            && area.clone().any(|at| item(&lines[at].text).is_some())
            && !begins_for_readers(lines, &area)
            && (has_demand_word(&lines[cue].said) || WRITE.iter().any(|word| lines[cue].said.contains(word)))
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
            areas.push(Area { purpose, cue, lines, is_above_letter: false });
        }
    }
    let taken = |at: usize| in_letter(at) || areas.iter().any(|area| area.lines.contains(&at) || area.cue == at);
    let unannounced = unannounced(lines, taken);
    areas.extend(unannounced.into_iter().map(|lines| Area {
        purpose: Purpose::Offices,
        cue: lines.start,
        lines,
        is_above_letter: false,
    }));
    // A model letter has the address of its office between its heading and its salutation.
    let is_address = |header: &Range<usize>| {
        let lines = || header.clone().map(|at| lines[at].text.as_str());
        lines().any(has_value) || lines().any(has_known_kind) && lines().any(pasted_address)
    };
    let headers = headers.iter().filter(|header| is_address(header));
    areas.extend(headers.map(|header| Area {
        purpose: Purpose::Offices,
        cue: header.start.saturating_sub(1),
        lines: header.clone(),
        is_above_letter: true,
    }));
    areas.sort_by_key(|area| area.cue);
    areas
}

/// The list that an area begins with, where its items are asked for and name nobody to write to.
fn asked_first(lines: &[Line], cue: usize, area: &Range<usize>) -> Option<Range<usize>> {
    let first = area.clone().find(|&at| !lines[at].is_blank())?;
    let (mark, _) = item(&lines[first].text)?;
    if begins_for_readers(lines, area) {
        return None;
    }
    let is_bullet = mark == Mark::Bullet;
    let mut end = first;
    let mut items = Vec::new();
    for (at, line) in lines.iter().enumerate().take(area.end).skip(first) {
        if line.is_blank() {
            continue;
        }
        match item(&line.text) {
            Some((mark, text))
                if (mark == Mark::Bullet) == is_bullet && (items.is_empty() || mark != Mark::Number(1)) =>
            {
                items.push(text);
            }
            // The rest of an item; after an empty line it is something else.
            None if end == at && line.text.starts_with(char::is_lowercase) => {}
            None if end == at && items.len() == 1 => return None,
            Some(_) | None => break,
        }
        if has_value(&line.text) {
            return None;
        }
        end = at + 1;
    }
    let offices = items.iter().filter(|text| names_an_office(text)).count();
    // "Bitte schreiben Sie an:" asks the reader alone.
    let cue = lines[cue].folded.strip_prefix("bitte ").unwrap_or(&lines[cue].folded);
    let is_asked = items.iter().any(|text| asks(text)) || has_demand_word(cue);
    (is_asked && offices * 2 < items.len()).then_some(first..end)
}

/// Who stands at the head of an office, before its name.
static HEADS: List = List::new(|| {
    folded(
        "the head of the |head of the |head of |the chair of the |chair of the |chairman of the |chairwoman of the |\
         president of the |the president of the |director of the |the director of the |office of the |глава |\
         руководитель |председатель |начальник |директор |leiter des |leiterin des |leiter der |leiterin der |\
         prasident des |prasidentin des |chef de la |chef du |directeur de la |directrice de la |president de la |\
         presidente de la |presidenta de la |jefe de la |jefe del |director de la |directora de la ",
    )
});

/// Whether an item of a list is the name of an office, and not a sentence that speaks of one.
fn names_an_office(text: &str) -> bool {
    const FIRST_WORDS: usize = 4;
    let folded = fold(text);
    let heads = HEADS.iter().find(|head| folded.starts_with(**head)).map_or(0, |head| head.split(' ').count() - 1);
    let begins: Vec<&str> = text.split_whitespace().skip(heads).take(FIRST_WORDS).collect();
    !asks(text)
        && !text.ends_with([';', '.'])
        && text.starts_with(char::is_uppercase)
        && has_known_kind(&begins.join(" "))
}

/// Whether a line announces what follows.
fn is_cue(lines: &[Line], at: usize) -> bool {
    // "2 thoughts on “Write for the dockers”": below stand the words of readers.
    const OF_READERS: [&str; 6] =
        ["thoughts on ", "comments on ", "responses to ", "kommentare zu ", "commentaires sur ", "comentarios en "];
    let line = &lines[at];
    let is_of_readers = || OF_READERS.iter().any(|words| line.said.contains(words));
    if line.is_blank() || line.length() > CUE_MOST || reaches_others(&line.text) || is_of_readers() {
        return false;
    }
    if HEADINGS.contains(&bare(line)) || is_to_alone(line) {
        return true;
    }
    if asks_for_copies(line) {
        return true;
    }
    let asks = || has_demand_word(&line.said) || WRITE.iter().any(|word| line.said.contains(word));
    let is_item = |at: usize| lines.get(at).is_some_and(|line| item(&line.text).is_some());
    // "…, and say", an empty line, and what: a sentence that has no end goes on there.
    let goes_on = || {
        lines
            .get(at + 2)
            .and_then(|line| item(&line.text))
            .is_some_and(|(_, text)| text.starts_with(char::is_lowercase))
    };
    let is_open = line.text.ends_with(char::is_alphabetic) && (line.length() > SENTENCE / 2 || goes_on());
    let is_above_blank = lines.get(at + 1).is_some_and(Line::is_blank);
    // "What we are calling for", an empty line, and what.
    let is_heading = || {
        line.length() <= HEADING_MOST
            && has_demand_word(&line.said)
            && (at == 0 || lines[at - 1].is_blank())
            && !lists_for_readers(lines, at + 2)
    };
    let behind_blank = is_above_blank && is_item(at + 2) && (is_open || is_heading());
    let before_list = (is_item(at + 1) || behind_blank) && !line.text.ends_with(['.', ';']);
    let ends = line.text.ends_with(':') || before_list && item(&line.text).is_none() || leads_to_addresses(line);
    // "Send protests to: a@b.example" announces what stands behind its colon.
    let inline = has_value(after_colon(&line.text)) && !begins_with_label(&line.text);
    asks() && (ends || inline) && item(&line.text).is_none_or(|(_, text)| !fold(text).contains(": "))
}

/// Whether the first item of a list is for whoever reads the appeal to do: "What we ask of you: – Send the letter below".
fn begins_for_readers(lines: &[Line], area: &Range<usize>) -> bool {
    let first = area.clone().find_map(|at| item(&lines[at].text));
    first.is_some_and(|(_, text)| is_for_readers(&text.to_lowercase()))
}

/// Whether a list asks the reader to do something: "Write to your member of parliament", "Share this page".
fn lists_for_readers(lines: &[Line], from: usize) -> bool {
    let mut items = lines.iter().skip(from).map_while(|line| item(&line.text));
    items.any(|(_, text)| is_for_readers(&text.to_lowercase()))
}

/// Whether a line is "To:" and nothing else, as above the addresses of a letter.
fn is_to_alone(line: &Line) -> bool {
    matches!(line.folded.trim(), "to:" | "an:" | "a:" | "para:" | "кому:")
}

/// Whether a line ends as one does before addresses, "Send protests to:", or a sentence of it says that they follow.
fn leads_to_addresses(line: &Line) -> bool {
    const FOLLOW: [&str; 10] = [
        "adresses ci-dessous",
        "adresses suivantes",
        "adresses ci-apres",
        "addresses below",
        "following addresses",
        "folgenden adressen",
        "folgende adressen",
        "siguientes direcciones",
        "следующим адресам",
        "адресам ниже",
    ];
    let bare = bare(line);
    let says_so = sentences(&line.text).any(|sentence| {
        let sentence = fold(sentence.trim_end_matches([' ', '.', ':']));
        FOLLOW.iter().any(|words| sentence.ends_with(words)) && WRITE.iter().any(|word| sentence.contains(word))
    });
    says_so
        || ENDS
            .iter()
            .any(|end| bare.strip_suffix(end).is_some_and(|rest| rest.ends_with([' ', ',']) || rest.is_empty()))
}

/// A line without the marks around it.
fn bare(line: &Line) -> &str {
    const ARTICLES: [&str; 7] = ["the ", "die ", "les ", "las ", "los ", "unsere ", "nos "];
    let signs = ['*', '#', '_', ' ', ':', '.', '?', '¿'];
    // "Where to write (until 6 January 2027)"
    let said = line.folded.trim_matches(signs);
    let bare = said.strip_suffix(')').and_then(|said| said.split_once(" (")).map_or(said, |(said, _)| said);
    let bare = bare.trim_matches(signs);
    ARTICLES.iter().find_map(|article| bare.strip_prefix(article)).unwrap_or(bare)
}

/// What a line announces behind its colon: not behind that of a label, and not in a later sentence.
pub(super) fn after_colon(text: &str) -> &str {
    let Some(at) = text.find(": ") else { return "" };
    let (head, rest) = (&text[..at], &text[at + 2..]);
    let last = head.trim_end().rsplit([' ', '(', ',', ';']).next().unwrap_or_default();
    let is_first = places(text).next().is_none_or(|first| first.end > at);
    let is_for_copies = copies_begin(head).is_some_and(|copies| copies > 0);
    let is_of_label = head.contains([' ', '(']) && is_label(last);
    if is_first && !is_of_label && !is_for_copies { rest } else { "" }
}

/// "Please send copies of all protests to", "COPIES TO:", "cc: a@b.example".
fn starts_with_copies(folded: &str) -> bool {
    let start: String = folded.chars().take(60).collect();
    // "They made a copy and sent it" asks for none.
    let is_word = |at: &usize| {
        const BEHIND: [&str; 11] =
            ["to ", "to:", "of ", "us ", "your ", "in ", "all ", "any ", "letters ", "messages ", "the union "];
        start[*at..].strip_prefix("copy ").is_none_or(|rest| BEHIND.iter().any(|word| rest.starts_with(word)))
    };
    // An address before these words gets the letter itself.
    let copies = copies_begin(&start).filter(is_word).filter(|at| !has_value(&start[..*at]));
    // "Copy: Human Rights Commission"
    let names = |at: usize| {
        at == 0 && folded.split_once(':').is_some_and(|(head, name)| !head.contains(' ') && names_office(name))
    };
    copies.is_some_and(|at| !begins_with_label(folded) && (at == 0 || start[..at].ends_with([' ', '(', '*'])))
        && (folded.contains('@')
            || folded.contains("[email")
            || folded.ends_with([':'])
            || copies.is_some_and(names)
            || ENDS.iter().any(|end| folded.ends_with(&format!(" {end}")))
            || folded.ends_with(" and")
            || folded.contains(" to ")
            || folded.contains(" an ")
            || folded.contains(" a ")
            || folded.contains(" к ")
            || folded.contains(" на "))
}

fn asks_for_copies(line: &Line) -> bool {
    starts_with_copies(&line.folded) && !asks_for_answers_alone(&line.text)
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
        // Whoever appeals signs.
        let ends_with = |words: &List| words.iter().any(|start| line.said.starts_with(start));
        if line.length() <= 60 && !has_value(&line.text) && (ends_with(&CLOSINGS) || ends_with(&THANKS)) {
            break;
        }
        // A sentence that asks to write says by itself to whom, and whoever published the appeal is no office.
        if at > start && !is_item && line.length() > SENTENCE && WRITE.iter().any(|word| line.said.contains(word)) {
            break;
        }
        if begins_with_a_cue(&line.text) && has_value(&line.text) || reaches_others(&line.text) {
            break;
        }
        if line.length() > PARAGRAPH && !is_item && !has_value(&line.text) {
            break;
        }
        if at > start && lines[at - 1].is_blank() && heads_another_list(lines, at) {
            break;
        }
        blank = 0;
        last = at + 1;
    }
    // What comes behind the last name, item or value belongs to it only as far as no empty line parts them.
    let is_anchor = |at: &usize| {
        let text = &lines[*at].text;
        item(text).is_some() || has_value(text) || lines[*at].has_known_kind()
    };
    let anchor = (start..last).rev().find(is_anchor).map_or(start, |anchor| anchor + 1);
    (anchor..last).find(|&at| lines[at].is_blank()).unwrap_or(last)
}

/// Whether a line is the heading of a list that has neither offices nor addresses: "Tips", and what to heed.
fn heads_another_list(lines: &[Line], at: usize) -> bool {
    let heading = &lines[at];
    let items: Vec<&Line> = lines[at + 1..].iter().take_while(|line| !line.is_blank()).collect();
    let is_of_office = |line: &&Line| has_value(&line.text) || line.has_known_kind() || names_office(&line.text);
    heading.length() <= HEADING_MOST
        && item(&heading.text).is_none()
        && !is_of_office(&heading)
        && items.len() > 1
        && items.first().is_some_and(|first| item(&first.text).is_some())
        && !items.iter().any(is_of_office)
}

/// Whether the first words of an area name offices: their kinds are known.
fn names_offices(lines: &[Line], area: &Range<usize>) -> bool {
    let text = joined(lines, area);
    let offices = offices(&text, None);
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

/// Copies end where a line is neither an address nor the name of an office. Behind an empty line only an office of a
/// known kind gets a copy too, or an address that stands alone: other addresses are of whoever published the appeal.
fn end_of_copies(lines: &[Line], cue: usize, area: &Range<usize>) -> usize {
    /// Lines of one address.
    const BLOCK_MOST: usize = 8;
    let mut end = area.start;
    let mut blank = false;
    // Where the office begins that is read.
    let mut block = area.start;
    // "Send copies to the embassy in your country." has said to whom.
    let leads = lines[cue].text.ends_with(':') || leads_to_addresses(&lines[cue]);
    // "cc: Ms Jo Smith, Minister of Ice, 1 High Street, a@b.example" begins a list of offices.
    let cue_lists = lines[cue].text.split_once(':').is_some_and(|(label, listed)| {
        !label.contains(' ') && pasted_address(listed) && listed.split(',').any(names_office)
    });
    let has_begun = has_value(&lines[cue].text) || super::words::embassy_words(&lines[cue].said) && !leads;
    for at in area.clone() {
        let line = &lines[at];
        if line.is_blank() {
            blank = has_begun || end > area.start;
            continue;
        }
        if blank && lines[at - 1].is_blank() {
            let paragraph = lines[at..area.end].iter().take_while(|line| !line.is_blank());
            let gets_copies =
                |line: &Line| line.has_known_kind() || copies_begin(&line.text).is_some() || is_address(&line.text);
            if !paragraph.clone().any(gets_copies) {
                break;
            }
            // The copies go to several offices, each with the lines of its address.
            let lists_offices = || lines[area.start..end].iter().any(Line::has_known_kind);
            if line.has_known_kind() && lists_offices() {
                (blank, block) = (false, at);
            }
        }
        // Behind a line that gives its address only further addresses belong to it, and no office by its name.
        let has_office = || offices(&line.text, None).iter().any(|one| !one.names.is_empty());
        let belongs = has_value(&line.text) && (!(has_begun && has_office()) || cue_lists && !blank)
            || (!blank && line.length() <= 100 && !line.text.ends_with(['.', '?', '!']) && at < block + BLOCK_MOST)
            || (!blank || copies_begin(&line.text).is_some()) && super::words::embassy_words(&line.said);
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_list_behind_words_that_ask_is_told_from_whom_to_write_to() {
        for (text, expected) in [
            (
                "Send urgent protests to:\n\n1: Head of the Supreme Court of Narnia - Ada Marsh\n\nEmail: a@b.example\n\n2: Foreign Ministry",
                &[Purpose::Offices][..],
            ),
            (
                "Send urgent protests to:\n\n1: The Head of the President's Administration\n\nTel: 1 23\n",
                &[Purpose::Offices],
            ),
            (
                "Bitte schreiben Sie an:\n\n1. Leiter des Obersten Gerichts\n2. Ministerium der Justiz\n\nFax: 12 34\n",
                &[Purpose::Offices],
            ),
            (
                "Write against the trial to:\n- Ministry of Justice\n- Supreme Court\n\nEmail: a@b.example\n",
                &[Purpose::Offices],
            ),
            (
                "Please write to the following, calling for:\n- the release of Ada Marsh\n- an inquiry\n\nMinister of Justice\nEmail: a@b.example\n",
                &[Purpose::Demands, Purpose::Offices],
            ),
            (
                "Please write before 7 January 2027, calling on the authorities to:\n- release Ada Marsh;\n- drop all charges.\n\nPrime Minister\nP.O. Box 527\nEmail: a@b.example\n",
                &[Purpose::Demands, Purpose::Offices],
            ),
            (
                "We urge the authorities to:\n1. Drop all charges against Ada Marsh;\n2. Investigate the police.\n\nWrite to the Secretary of Justice, a@b.example\n",
                &[Purpose::Demands],
            ),
            ("We urge the court:\n- to release Ada Marsh\n- to drop all charges\n", &[Purpose::Demands]),
            ("Urgent news of the trial:\n- it began on Monday\n- it was full\n", &[]),
        ] {
            let lines = super::super::text::lines(text).unwrap();
            let purposes: Vec<Purpose> = areas(&lines, &[], &[]).iter().map(|area| area.purpose).collect();
            assert_eq!(purposes, expected, "{text}");
        }
    }
}
