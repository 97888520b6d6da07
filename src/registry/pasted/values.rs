//! Addresses and numbers in a line of text, as appeals print them: several in a row, hidden from robots,
//! spelled out, with two plus signs.

use super::labels::Label;
use super::model::{Mended, PastedOffice, PastedValue, Read};
use super::sorts::{Sort, sort};
use crate::address::Email;
use crate::locale::Country;
use crate::registry::contact::{Contact, web_address};
use crate::registry::phone::{Phone, PhoneProblem};

/// How web pages and lists spell out the signs of an address.
const SPELLED: [(&str, char); 12] = [
    ("(at)", '@'),
    ("[at]", '@'),
    ("{at}", '@'),
    ("<at>", '@'),
    ("(@)", '@'),
    ("[@]", '@'),
    ("(собака)", '@'),
    ("(arroba)", '@'),
    ("(dot)", '.'),
    ("[dot]", '.'),
    ("(punkt)", '.'),
    ("(point)", '.'),
];

/// Whether a line may be what a label above it announces: nothing but an address below "Address:", and below a street
/// neither "a@b.example" nor "Dear Minister".
pub(super) fn may_announce(label: Label, line: &str) -> bool {
    let has_address = line.contains('@');
    match label {
        Label::Email | Label::Copies => has_address || line.contains("[email"),
        Label::Phone | Label::Fax | Label::PhoneAndFax => {
            line.trim_start().starts_with(|c: char| c.is_ascii_digit() || c == '+' || c == '(')
        }
        Label::Form | Label::Page => line.contains("http") || line.contains("www."),
        Label::Post => !has_address && sort(line) != Sort::Salutation,
        Label::Salutation | Label::Name => true,
    }
}

/// The addresses of a text, and what else it says.
pub(super) fn emails(text: &str, line: usize) -> (Vec<PastedValue>, String) {
    let mut found = Vec::new();
    let (text, hidden) = without_hidden(text);
    let value = |printed: &str, read| PastedValue { word: "email", printed: printed.to_owned(), read, line };
    found.extend(hidden.iter().map(|printed| value(printed, Read::Hidden)));
    let plain = spelled_in_signs(&text);
    let is_spelled = plain != text;
    let mut rest = String::new();
    let mut end = 0;
    for (at, _) in plain.match_indices('@') {
        if at < end {
            continue;
        }
        let before = &plain[end..at];
        let start = before
            .char_indices()
            .rev()
            .take_while(|(_, c)| is_of_address(*c))
            .last()
            .map_or(at, |(first, _)| end + first);
        let after: usize = plain[at + 1..].chars().take_while(|c| is_of_address(*c)).map(char::len_utf8).sum();
        let stop = at + 1 + plain[at + 1..at + 1 + after].trim_end_matches(['.', '-', '\'']).len();
        // "@adalet" is a name in a network.
        if start == at {
            continue;
        }
        let start = start + plain[start..at].len() - plain[start..at].trim_start_matches(['.', '-', '\'']).len();
        let address = &plain[start..stop];
        let read = match address.parse::<Email>() {
            Ok(email) if is_spelled => Read::Mended(Contact::Email(email), Mended::Spelled),
            Ok(email) => Read::Value(Contact::Email(email)),
            Err(problem) => Read::Unreadable(problem.into()),
        };
        let printed = if is_spelled { text.trim() } else { address };
        // A link says its address twice.
        if !found.iter().any(|known: &PastedValue| known.read == read) {
            found.push(value(printed, read));
        }
        rest.push_str(plain[end..start].trim_end_matches("mailto:"));
        rest.push(' ');
        end = stop;
    }
    rest.push_str(&plain[end..]);
    (found, tidy(&rest))
}

fn is_of_address(c: char) -> bool {
    c.is_alphanumeric() || matches!(c, '.' | '_' | '-' | '+' | '%' | '&' | '\'' | '\u{2010}' | '\u{2011}')
}

/// A text without the stand-ins for addresses that a page hides: `[email protected]`.
fn without_hidden(text: &str) -> (String, Vec<String>) {
    let mut rest = String::new();
    let mut hidden = Vec::new();
    let mut from = 0;
    for (start, _) in text.match_indices('[') {
        let Some(end) = text[start..].find(']').map(|end| start + end + 1) else { break };
        let inside = text[start..end].to_lowercase();
        if start >= from && inside.contains("email") && inside.contains("protected") {
            rest.push_str(&text[from..start]);
            hidden.push(text[start..end].to_owned());
            from = end;
        }
    }
    rest.push_str(&text[from..]);
    (rest, hidden)
}

fn spelled_in_signs(text: &str) -> String {
    let mut plain = text.to_owned();
    for (spelled, sign) in SPELLED {
        while let Some(at) = plain.to_lowercase().find(spelled).filter(|at| plain.is_char_boundary(*at)) {
            let Some((before, after)) = plain.get(..at).zip(plain.get(at + spelled.len()..)) else { break };
            plain = format!("{}{sign}{}", before.trim_end(), after.trim_start());
        }
    }
    plain
}

/// The numbers of a text, and what else it says. A number without its country's code is one of `country`.
pub(super) fn numbers(text: &str, is_fax: bool, country: Option<Country>, line: usize) -> (Vec<PastedValue>, String) {
    let mut found = Vec::new();
    let mut rest = Vec::new();
    for piece in pieces(text) {
        let digits = piece.chars().filter(char::is_ascii_digit).count();
        let Some(start) = piece.find(|c: char| c.is_ascii_digit() || c == '+' || c == '(').filter(|_| digits > 0)
        else {
            rest.push(piece);
            continue;
        };
        let number = &piece[start..];
        let end = number.find(|c: char| !c.is_ascii_digit() && !" \u{a0}+-–‑.()".contains(c)).unwrap_or(number.len());
        let (number, behind) = number.split_at(end);
        // "+44 20 7946 0152. 141 users online": a sentence ends there.
        let (number, behind) = match number.find(". ") {
            Some(stop) if number[..stop].chars().filter(char::is_ascii_digit).count() >= 6 => {
                piece[start..].split_at(stop)
            }
            _ => (number, behind),
        };
        let number = number.trim_end_matches(['(', ' ', '-', '–', '.', '\u{a0}']);
        // "(Fax 0044 20 7925 1757)"
        let number = if number.contains('(') { number } else { number.trim_end_matches(')') };
        rest.push(&piece[..start]);
        let word = if is_fax { "fax" } else { "phone" };
        // An extension belongs to the number, and no number of a channel has one.
        let is_extended = behind.trim_start().to_lowercase().starts_with("ext") || behind.starts_with('x');
        rest.extend((!is_extended).then_some(behind));
        let printed = if is_extended { piece[start..].trim() } else { number };
        let read = if is_extended {
            Read::Unreadable(PhoneProblem::Shape.into())
        } else {
            read_number(number, is_fax, country)
        };
        found.push(PastedValue { word, printed: printed.to_owned(), read, line });
    }
    (found, tidy(&rest.join(" ")))
}

fn read_number(number: &str, is_fax: bool, country: Option<Country>) -> Read {
    let contact = |phone| if is_fax { Contact::Fax(phone) } else { Contact::Phone(phone) };
    // Dashes that are no hyphens are of the typesetter.
    let number = number.replace(['–', '‑'], "-");
    let problem = match Phone::parse(&number) {
        Ok(phone) => return Read::Value(contact(phone)),
        Err(problem) => problem,
    };
    let (mended, how) = match &problem {
        PhoneProblem::DoubledPlus(number) => (Phone::parse(number).ok(), Mended::DoubledPlus),
        PhoneProblem::Trunk(number) => (Phone::parse(number).ok(), Mended::Trunk),
        _ => match number.trim_start_matches('(').strip_prefix("00").filter(|rest| !rest.starts_with('0')) {
            Some(rest) => (Phone::parse(&format!("+{rest}")).ok(), Mended::Abroad),
            None => (country.and_then(|country| Phone::national(&number, country)), Mended::National),
        },
    };
    mended.map_or(Read::Unreadable(problem.into()), |phone| Read::Mended(contact(phone), how))
}

impl PastedOffice {
    /// Says in which state a mission stands, and reads its numbers as they are dialled there.
    pub fn stands_in(&mut self, host: Country) {
        self.host = Some(host);
        for value in self.values.iter_mut().filter(|value| matches!(value.word, "phone" | "fax")) {
            if matches!(value.read, Read::Unreadable(_)) {
                value.read = read_number(&value.printed, value.word == "fax", Some(host));
            }
        }
    }
}

/// A text cut where one number ends and the next begins.
fn pieces(text: &str) -> impl Iterator<Item = &str> {
    const BETWEEN: [&str; 12] =
        [" or ", " and ", " и ", " или ", " und ", " oder ", " ou ", " et ", " y ", " o ", " ve ", " және "];
    let mut pieces: Vec<&str> = text.split([',', ';', '/', '|', '&', '•']).collect();
    for word in BETWEEN {
        pieces = pieces.into_iter().flat_map(|piece| piece.split(word)).collect();
    }
    pieces.into_iter().map(|piece| piece.trim_matches([' ', '\u{a0}', '\t'])).filter(|piece| !piece.is_empty())
}

/// The web addresses of a text, and what else it says.
pub(super) fn pages(text: &str) -> (Vec<String>, String) {
    let mut pages = Vec::new();
    let mut rest = Vec::new();
    for word in text.split_whitespace() {
        let bare = word.trim_matches(['<', '>', '(', ')', '[', ']', ',', ';', '"', '*']).trim_end_matches('.');
        if bare.starts_with("www.") || web_address(bare).is_ok() {
            pages.push(bare.to_owned());
        } else {
            rest.push(word);
        }
    }
    (pages, tidy(&rest.join(" ")))
}

/// What is left of a text when values were taken out of it: without the signs that were between them.
pub(super) fn tidy(text: &str) -> String {
    const JOINS: [&str; 14] = ["or", "and", "to", "via", "или", "и", "oder", "und", "ou", "et", "o", "y", "ve", "at"];
    let all: Vec<&str> = text.split_whitespace().collect();
    let is_sign = |word: &&str| word.chars().all(|c| !c.is_alphanumeric());
    // "Minister of Justice / Ministre de la Justice"
    let is_word = |word: Option<&&str>| word.is_some_and(|word| word.starts_with(char::is_alphabetic));
    let parts_words = |at: usize| all[at] == "/" && at > 0 && is_word(all.get(at - 1)) && is_word(all.get(at + 1));
    let is_kept =
        |at: &usize| !is_sign(&all[*at]) || matches!(all[*at], "-" | "–" | "—" | "&" | "№") || parts_words(*at);
    let mut words: Vec<&str> = (0..all.len()).filter(is_kept).map(|at| all[at]).collect();
    let is_edge = |word: &&&str| is_sign(word) || JOINS.contains(&word.to_lowercase().as_str());
    while words.last().is_some_and(|word| is_edge(&word)) {
        words.pop();
    }
    let from = words.iter().take_while(is_edge).count();
    let joined = words.get(from..).unwrap_or_default().join(" ");
    let bare =
        joined.trim_matches([' ', ',', ';', ':', '|', '•', '·', '*']).trim_end_matches(['(', '<', '[']).trim_end();
    // What was between the brackets is taken out.
    let bare = if bare.contains('(') { bare } else { bare.trim_end_matches(')') };
    bare.trim_end().to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn below_a_street_stands_no_address_of_mail_and_no_salutation() {
        for (label, line, expected) in [
            (Label::Post, "81000 Ross", true),
            (Label::Post, "ice@ministry.example", false),
            (Label::Post, "Dear Prime Minister", false),
            (Label::Post, "Уважаемый господин министр", false),
            (Label::Email, "81000 Ross", false),
            (Label::Fax, "+44 20 7925 1757", true),
            (Label::Fax, "ice@ministry.example", false),
        ] {
            assert_eq!(may_announce(label, line), expected, "{line}");
        }
    }
}
