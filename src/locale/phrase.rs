//! A country's name inside a phrase: "of the Netherlands", "in den Niederlanden", "Нидерландов".
//!
//! Only grammar stands here: articles, prepositions and case endings, put to the name that CLDR
//! gives. A rule reads the name first; the ISO code tells apart what no spelling shows, such as
//! gender or whether one stands on an island or in a state. Where no rule is sure, the answer is
//! `None` and the caller writes the name as it is.

mod english;
mod french;
mod german;
mod kazakh;
mod russian;
mod spanish;
mod spelling;

/// The name after "embassy": whose it is.
pub(super) fn of(name: &str, code: &str, language: &str) -> Option<String> {
    let name = unambiguous(name, code);
    match language {
        "en" => Some(english::of(name, code)),
        "ru" => russian::of(name, code),
        "de" => german::of(name, code),
        "fr" => Some(french::of(name, code)),
        "es" => Some(spanish::of(name, code)),
        "kk" => kazakh::of(name),
        _ => None,
    }
}

/// The name after "stands": where it is.
pub(super) fn within(name: &str, code: &str, language: &str) -> Option<String> {
    let name = unambiguous(name, code);
    match language {
        "en" => Some(english::within(name, code)),
        "ru" => russian::within(name, code),
        "de" => german::within(name, code),
        "fr" => Some(french::within(name, code)),
        "es" => Some(spanish::within(name, code)),
        "kk" => kazakh::within(name),
        _ => None,
    }
}

/// "Myanmar (Burma)" gives two names for one country, and a phrase needs one. In "Virgin Islands
/// (USA)" the brackets tell two countries apart; they stay.
fn unambiguous<'a>(name: &'a str, code: &str) -> &'a str {
    match name.split_once(" (") {
        Some((first, _)) if code == "MM" => first,
        _ => name,
    }
}
