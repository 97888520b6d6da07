//! Offices of an appeal in the registry: by an address that both have, else by name and state.

use crate::locale::Country;
use crate::registry::pasted::PastedOffice;
use crate::registry::{Contact, Office, OfficeKind, Registry};
use crate::text::key;

/// What the registry knows of an office of an appeal.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Known {
    /// It is this one.
    Is {
        /// Its id.
        id: String,
        /// What the appeal prints and the registry has otherwise.
        differs: Vec<Differs>,
    },
    /// It may be one of these.
    Maybe(Vec<String>),
    /// It is none that is known.
    No,
}

/// Stands for a type of channel where who holds an office differs.
pub const HOLDER: &str = "holder";

/// A value that the appeal prints and the registry does not have.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Differs {
    /// The type of channel; [`HOLDER`] for who holds the office.
    pub word: &'static str,
    /// As the appeal has it.
    pub printed: String,
    /// As a registry writes it.
    pub value: String,
    /// The line of the appeal.
    pub line: usize,
    /// What the registry has of that type.
    pub registry: Vec<String>,
}

/// Finds an office of an appeal in the registry. `state` is the one the appeal turns to.
pub fn known(registry: &Registry, pasted: &PastedOffice, state: Option<Country>) -> Known {
    let contacts: Vec<&Contact> = pasted.values.iter().filter_map(|value| value.contact()).collect();
    let has = |office: &Office| {
        office.channels.iter().any(|channel| contacts.iter().any(|contact| contact.is_same(&channel.contact)))
    };
    let by_contact: Vec<&Office> = registry.offices().filter(|office| has(office)).collect();
    if let [only] = by_contact.as_slice() {
        return is(only, pasted);
    }
    let country = pasted.country.or(state);
    let of_state = |office: &&Office| office.country == country && office.country.is_some() && !office.is_embassy();
    let names: Vec<String> = pasted.names.iter().map(|name| plain(&name.text)).collect();
    let is_called = |office: &&Office| {
        let own = office.names.values().chain(&office.aliases).map(|name| plain(name));
        own.into_iter().any(|own| names.contains(&own))
    };
    let mut candidates: Vec<&Office> = registry.offices().filter(of_state).filter(is_called).collect();
    if !by_contact.is_empty() {
        candidates = by_contact;
    }
    if candidates.is_empty() {
        // "Press office of the KNB": a short name that the registry has beside the long one.
        let words: Vec<String> = pasted.names.iter().flat_map(|name| name.text.split_whitespace()).map(key).collect();
        let is_short = |name: &&String| !name.contains(' ') && name.chars().count() >= 3 && words.contains(&key(name));
        let nicknamed: Vec<&Office> = registry
            .offices()
            .filter(of_state)
            .filter(|office| office.aliases.iter().any(|name| is_short(&name)))
            .collect();
        if !nicknamed.is_empty() {
            return maybe(&nicknamed);
        }
        let kind = pasted.kind();
        let of_kind = |office: &&Office| Some(office.kind) == kind;
        candidates = registry.offices().filter(of_state).filter(of_kind).collect();
        // A ministry of justice is one; a court may be any court.
        if let [only] = candidates.as_slice()
            && pasted.country.is_some()
            && matches!(
                only.kind,
                OfficeKind::ForeignMinistry
                    | OfficeKind::JusticeMinistry
                    | OfficeKind::InteriorMinistry
                    | OfficeKind::LabourMinistry
                    | OfficeKind::HeadOfState
                    | OfficeKind::HeadOfGovernment
                    | OfficeKind::Ombudsman
            )
        {
            return is(only, pasted);
        }
        return maybe(&candidates);
    }
    match candidates.as_slice() {
        [only] => is(only, pasted),
        several => maybe(several),
    }
}

fn maybe(candidates: &[&Office]) -> Known {
    const MOST: usize = 5;
    match candidates {
        [] => Known::No,
        some => Known::Maybe(some.iter().take(MOST).map(|office| office.id.clone()).collect()),
    }
}

fn is(office: &Office, pasted: &PastedOffice) -> Known {
    let mut differs = Vec::new();
    for value in &pasted.values {
        let Some(contact) = value.contact() else { continue };
        if office.channels.iter().any(|channel| channel.contact.is_same(contact)) {
            continue;
        }
        let same_type = office.channels.iter().filter(|channel| channel.contact.type_name() == value.word);
        differs.push(Differs {
            word: value.word,
            printed: value.printed.clone(),
            value: contact.value(),
            line: value.line,
            registry: same_type.map(|channel| channel.contact.value()).collect(),
        });
    }
    let post = office.channels.iter().filter(|channel| channel.contact.type_name() == "post");
    let registry: Vec<String> = post.map(|channel| channel.contact.value()).collect();
    let lines: Vec<&str> = pasted.post.iter().map(|line| line.text.as_str()).collect();
    let value = lines.join("\n");
    if let Some(first) = pasted.post.first().filter(|_| !registry.iter().any(|known| is_same_place(&value, known))) {
        differs.push(Differs { word: "post", printed: value.clone(), value, line: first.line, registry });
    }
    let surname = |name: &str| name.split_whitespace().last().map(key).unwrap_or_default();
    let held = office.holders.iter().flat_map(|holder| holder.names.values().chain([&holder.name]));
    for person in &pasted.persons {
        if !held.clone().any(|name| surname(name) == surname(&person.text)) {
            differs.push(Differs {
                word: HOLDER,
                printed: person.text.clone(),
                value: person.text.clone(),
                line: person.line,
                registry: office.holders.iter().map(|holder| holder.name.clone()).collect(),
            });
        }
    }
    Known::Is { id: office.id.clone(), differs }
}

/// Whether two postal addresses are of one place, or in scripts that cannot be compared. One is written in many ways:
/// numbers and half of the words must agree, or nearly all words.
fn is_same_place(printed: &str, known: &str) -> bool {
    let words = |text: &str| -> Vec<String> {
        text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).map(key).collect()
    };
    let is_latin = |words: &[String]| words.iter().flat_map(|word| word.chars()).any(|c| c.is_ascii_alphabetic());
    let (printed, known) = (words(printed), words(known));
    if is_latin(&printed) != is_latin(&known) {
        return true;
    }
    let is_known = |word: &&String| known.contains(word);
    let is_number = |word: &&String| word.starts_with(|c: char| c.is_ascii_digit());
    let numbers = printed.iter().filter(is_number).count();
    let shared = printed.iter().filter(is_known).count();
    let numbers_shared = printed.iter().filter(is_number).filter(is_known).count();
    let is_half = shared * 2 >= printed.len();
    shared * 4 >= printed.len() * 3 || is_half && numbers > 0 && numbers_shared == numbers
}

/// A name as names are compared: without "head of", articles and the form of state.
fn plain(name: &str) -> String {
    const LEFT_OUT: [&str; 16] = [
        "the",
        "head",
        "of",
        "chairman",
        "chairperson",
        "chair",
        "minister",
        "ministry",
        "republic",
        "office",
        "president's",
        "president’s",
        "mr",
        "ms",
        "his",
        "her",
    ];
    let kept: Vec<&str> =
        name.split_whitespace().filter(|word| !LEFT_OUT.contains(&word.to_lowercase().trim_matches(','))).collect();
    key(&kept.join(" "))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_of_one_place_are_told_from_those_of_two() {
        for (printed, known, is_same) in [
            ("7 Glacier Road\nRoss Harbour", "Glacier Road 7\n1000 Ross Harbour", true),
            ("PO Box 12, Ross Harbour", "Ministry of Ice\nP.O. Box 12\nRoss Harbour", true),
            ("9 Harrow Place\nRoss Harbour", "7 Glacier Road\nRoss Harbour", false),
            ("PO Box 14, Ross Harbour", "7 Glacier Road, Ross Harbour", false),
            // Another script says nothing.
            ("ул. Ледовая, 7", "7 Glacier Road", true),
        ] {
            assert_eq!(is_same_place(printed, known), is_same, "{printed} / {known}");
        }
    }
}
