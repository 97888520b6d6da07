//! In which states a company can be by the form of law in its name: a "Kft" is in Hungary.

use super::model::PastedOffice;
use crate::locale::Country;

/// Forms that the law of one state or of few has, and their states.
const FORMS: [(&[&str], &[&str]); 10] = [
    (&["GmbH", "mbH", "gGmbH"], &["DE", "AT", "CH", "LI"]),
    (&["A/S"], &["DK", "NO"]),
    (&["ASA"], &["NO"]),
    (&["Oy", "Oyj"], &["FI"]),
    (&["B.V", "BV", "N.V", "NV"], &["NL", "BE", "SR", "CW", "AW", "SX"]),
    (&["Kft"], &["HU"]),
    (&["s.r.o"], &["CZ", "SK"]),
    (&["P/F"], &["FO"]),
    (&["Bhd"], &["MY", "BN"]),
    (&["ТОО", "ЖШС"], &["KZ"]),
];

/// The states whose law has the form that a name ends with; none where the name has no such form.
fn states_of(name: &str) -> Option<&'static [&'static str]> {
    let words: Vec<&str> = name.split([' ', ',', '(', ')', '«', '"']).map(|word| word.trim_end_matches('.')).collect();
    FORMS.iter().find(|(forms, _)| forms.iter().any(|form| words.contains(form))).map(|(_, states)| *states)
}

/// Whether an office may be in a state: not a company whose form of law that state does not have.
pub fn may_be_in(office: &PastedOffice, state: Country) -> bool {
    let mut states = office.names.iter().filter_map(|name| states_of(&name.text));
    states.all(|states| states.contains(&state.code()))
}

/// The state of a company by its form of law: the only one that has it, or Germany, whose postal codes alone have five
/// digits: "Ice Works mbH, 77933 Lahr".
pub fn state_of_form(office: &PastedOffice) -> Option<Country> {
    const CODE: usize = 5;
    let states = office.names.iter().find_map(|name| states_of(&name.text))?;
    let is_code = |word: &str| word.len() == CODE && word.bytes().all(|byte| byte.is_ascii_digit());
    let has_code = || office.post.iter().flat_map(|line| line.text.split([' ', ','])).any(is_code);
    match states {
        [only] => only.parse().ok(),
        ["DE", ..] if has_code() => "DE".parse().ok(),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::super::offices;
    use super::*;

    #[test]
    fn a_form_of_law_says_in_which_states_a_company_may_be() {
        for (text, in_narnia, state) in [
            ("Management of Ice Works GmbH\nAm Speicher 3\n77933 Lahr\n", false, Some("DE")),
            ("Ice Works GmbH\nHafenstraße 3\n6900 Bregenz\n", false, None),
            ("Ice Works Oyj\n3 High Street\n", false, Some("FI")),
            ("ТОО «Лёд»\nул. Лесная, 5\n", false, Some("KZ")),
            ("Ice Works B.V.\n3 High Street\n", false, None),
            ("Ice Works Ltd\n3 High Street\n", true, None),
            ("Ministry of Ice\n3 High Street\n77933 Ross\n", true, None),
        ] {
            let office = offices(text, None).remove(0);
            let found = (may_be_in(&office, "MK".parse().unwrap()), state_of_form(&office));
            assert_eq!(found, (in_narnia, state.map(|code| code.parse().unwrap())), "{text}");
        }
    }
}
