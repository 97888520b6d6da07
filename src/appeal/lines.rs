//! What a line of an appeal is by itself: whether it has an address or begins with an office that has one.

use super::asides::begins_with_a_cue;
use super::text::Line;
use super::words::{List, folded};
use crate::locale::Country;
use crate::registry::pasted::{announces_value, is_company, is_held, names_office, names_person};
use crate::text::fold;

/// Characters of a heading.
pub(super) const HEADING_MOST: usize = 60;
/// A longer line is a paragraph, unless it is a list of values.
pub(super) const PARAGRAPH: usize = 200;

/// Whether a line has an address, a number or a label for one.
pub(super) fn has_value(text: &str) -> bool {
    text.split_whitespace().any(is_address) || announces_value(text) || {
        let folded = fold(text);
        folded.contains("[email") && folded.contains("protected") || folded.contains("(at)")
    }
}

/// Whether a word is an e-mail address.
pub(super) fn is_address(word: &str) -> bool {
    !word.contains(' ')
        && word
            .split_once('@')
            .is_some_and(|(local, domain)| local.chars().any(char::is_alphanumeric) && domain.contains('.'))
}

/// What stands in a line before the first sign that may part a name from an address.
pub(super) fn head_of(text: &str) -> &str {
    let dash = text.find(" - ");
    text.find([':', ',', '–', '—']).into_iter().chain(dash).min().map_or("", |end| text[..end].trim_end())
}

/// Whether a line begins with an office and goes on with how it is reached: "Governor's office: 1 Capitol Square, Fax …".
pub(super) fn names_itself(text: &str) -> bool {
    let head = head_of(text);
    (4..=60).contains(&head.chars().count())
        && !head.contains('@')
        && !begins_with_a_cue(head)
        && has_value(&text[head.len()..])
        && (names_office(head)
            || is_company(head)
            || is_before_post(head, &text[head.len()..])
            || is_before_state(&text[head.len()..]))
}

/// Whether the state of a firm stands behind its name, and then how it is reached: ", the Netherlands: a@b.example".
fn is_before_state(rest: &str) -> bool {
    let state = rest.strip_prefix(", ").and_then(|rest| rest.split_once(": ")).map(|(state, _)| state);
    state.is_some_and(|state| Country::by_name(state.strip_prefix("the ").unwrap_or(state)).is_some())
}

/// Whether a line has who holds an office before it: "Mr Jo Smith, Managing Director, Ice Works Ltd, …".
fn is_before_post(head: &str, rest: &str) -> bool {
    let post = rest.strip_prefix(", ").and_then(|rest| rest.split(',').next()).unwrap_or_default();
    names_person(head) && (names_office(post) || is_held(post))
}

/// Whether a line is a blank of a form ("Name:", "Date: ____") or says until when, so that it is of no office.
pub(super) fn is_of_a_form(line: &Line) -> bool {
    static BLANKS: List = List::new(|| {
        folded(
            "name|your name|full name|organisation|organization|union|date|place|signature|signed|position|country|\
             имя|фио|организация|дата|место|подпись|должность|страна|name, vorname|gewerkschaft|datum|ort|\
             unterschrift|funktion|land|nom|prenom|syndicat|lieu|pays|fonction|nombre|organizacion|sindicato|fecha|\
             lugar|firma|cargo|pais|аты-жөні|аты|ұиым|күні|қолы|лауазымы",
        )
    });
    static DAYS: List = List::new(|| {
        folded(
            "deadline|action deadline|срок|краинии срок|frist|einsendeschluss|date limite|delai|fecha limite|plazo|\
             мерзімі|соңғы мерзім",
        )
    });
    let Some((label, rest)) = line.folded.split_once(':') else { return false };
    let label = label.trim_matches([' ', '*', '_', '-', '•']);
    let is_empty = rest.chars().all(|c| " _.…-[]*".contains(c));
    DAYS.contains(&label) || is_empty && BLANKS.contains(&label)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_with_an_address_names_whom_it_is_of() {
        for (line, expected) in [
            ("Minister of Ice, 7 Glacier Road - e-mail a@b.example", true),
            ("Mr Bo Ross, Managing Director, Ice Works Ltd, 7 High Street, Ross - e-mail a@b.example", true),
            ("Frau Ada Marsh, Ministerin für Eis, Hafenstraße 5, a@b.example", true),
            ("Г-н Бо Росс, директор завода «Лёд», a@b.example", true),
            ("Mr Bo Ross, 7 High Street, Ross - e-mail a@b.example", false),
            ("Mr Bo Ross, Managing Director, Ice Works Ltd", false),
            ("Ms Ada Marsh, a@b.example", false),
        ] {
            assert_eq!(names_itself(line), expected, "{line}");
        }
    }
}
