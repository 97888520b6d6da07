//! Who signs a letter, as far as that makes one signatory and not another. A list and the outbox decide it by the
//! same rule here, or one person would be two in the one and one in the other.
//!
//! One signatory is whoever speaks, with the e-mail address or, where there is none, the postal address. So a street
//! that was corrected, or another contact person of the same branch, changes nothing; a person and their branch are
//! two, and so are two people who share a mailbox. What is only nearly the same is never taken for the same: there is
//! a second, looser form for those who want to ask.

use std::borrow::Cow;

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

use crate::address::Email;
use crate::text::folded;

/// What stands where the id of an office stands, for the copy that signatories get of their own letters. No office can
/// have this id.
pub const OWN_COPY: &str = "own copy";

/// Who speaks in a letter.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Speaker {
    /// A person, whatever organisation they name beside it.
    Person,
    /// An organisation, whoever signs for it.
    Organisation,
    /// All who sign one letter together, whoever they are.
    Undersigned,
}

impl Speaker {
    fn as_str(self) -> &'static str {
        match self {
            Self::Person => "person",
            Self::Organisation => "organisation",
            Self::Undersigned => "joint",
        }
    }
}

/// What is known of a signatory that may tell them from others.
#[derive(Debug, Clone, Copy)]
pub struct Identity<'a> {
    /// Who speaks.
    pub speaker: Speaker,
    /// The person's name.
    pub name: Option<&'a str>,
    /// The organisation's name.
    pub organisation: Option<&'a str>,
    /// The e-mail address.
    pub email: Option<&'a Email>,
    /// The postal address, line by line.
    pub address: &'a [String],
}

/// A signatory by one rule: the same pieces, the same signatory. Each piece says by the one before it what it is.
pub type Pieces = [Cow<'static, str>; 4];

impl Identity<'_> {
    /// All who sign a joint letter: one signatory, whoever is on the list.
    pub const UNDERSIGNED: Self =
        Self { speaker: Speaker::Undersigned, name: None, organisation: None, email: None, address: &[] };

    /// The name of whoever speaks.
    fn who(&self) -> &str {
        let (first, second) = match self.speaker {
            Speaker::Person => (self.name, self.organisation),
            Speaker::Organisation => (self.organisation, self.name),
            Speaker::Undersigned => (None, None),
        };
        first.or(second).unwrap_or_default()
    }

    /// What makes them this signatory: who speaks, and where an answer reaches them, without case and spacing.
    pub fn exact(&self) -> Pieces {
        let (by, reach) = match self.email {
            Some(email) => ("e-mail", folded(&email.to_string())),
            None => ("address", folded(&self.address.join(" "))),
        };
        [self.speaker.as_str().into(), folded(self.who()).into(), by.into(), reach.into()]
    }
}

/// What two signatories have alike who may be one, with what may still tell them apart.
#[derive(Debug, PartialEq, Eq)]
pub struct Near {
    /// Equal for those who may be the same.
    pub pieces: Pieces,
    /// The first given name, which differs for the two people of a couple. None where it is only an initial, or where
    /// no person speaks.
    pub given: Option<String>,
}

impl Near {
    /// The looser form of what [`Identity::exact`] made: without accents, punctuation and the names in the middle,
    /// with the usual short words of an address spelled out.
    pub fn of([speaker, who, by, reach]: &Pieces) -> Self {
        let plain_name = plain(who);
        let words: Vec<&str> = plain_name.split(' ').collect();
        let (name, given) = match words.as_slice() {
            [first, .., last] if *speaker == Speaker::Person.as_str() => {
                let initial: String = first.chars().take(1).collect();
                let given = (first.len() > initial.len()).then(|| (*first).to_owned());
                (format!("{initial} {last}"), given)
            }
            _ => (plain_name, None),
        };
        let reach = if by == "e-mail" { reach.clone() } else { spelled_out(reach).into() };
        Self { pieces: [speaker.clone(), name.into(), by.clone(), reach], given }
    }
}

impl Near {
    /// Whether both may be one signatory who is reached elsewhere, or whose name reads otherwise at the same e-mail
    /// address.
    pub fn may_be(&self, other: &Self) -> bool {
        let ([speaker, name, by, reach], [other_speaker, other_name, other_by, other_reach]) =
            (&self.pieces, &other.pieces);
        let is_same_mailbox = by == "e-mail" && (by, reach) == (other_by, other_reach);
        let is_given = self.given.is_none() || other.given.is_none() || self.given == other.given;
        speaker == other_speaker && is_given && (name == other_name || is_same_mailbox)
    }
}

/// A folded text without accents and with single spaces for all that is neither letter nor digit. An apostrophe parts
/// no words.
fn plain(text: &str) -> String {
    let mut plain = String::with_capacity(text.len());
    let mut push = |c: char| {
        if c.is_alphanumeric() {
            plain.push(c);
        } else if !is_combining_mark(c) && !matches!(c, '\'' | '’') && !plain.is_empty() && !plain.ends_with(' ') {
            plain.push(' ');
        }
    };
    if text.is_ascii() {
        text.chars().for_each(push);
    } else {
        text.nfd().for_each(|c| match c {
            'ø' => push('o'),
            'ł' => push('l'),
            'đ' => push('d'),
            'ı' => push('i'),
            'æ' => "ae".chars().for_each(&mut push),
            'œ' => "oe".chars().for_each(&mut push),
            c => push(c),
        });
    }
    plain.truncate(plain.trim_end().len());
    plain
}

/// Short words of streets in the languages of lists, folded and [`plain`], and what they stand for.
const SHORT: &[(&str, &str)] = &[
    ("st", "street"),
    ("str", "strasse"),
    ("rd", "road"),
    ("ave", "avenue"),
    ("av", "avenue"),
    ("ln", "lane"),
    ("dr", "drive"),
    ("sq", "square"),
    ("ct", "court"),
    ("pl", "place"),
    ("blvd", "boulevard"),
    ("bd", "boulevard"),
    ("apt", "apartment"),
    ("c", "calle"),
    ("ул", "улица"),
    ("пр", "проспект"),
    ("пер", "переулок"),
    ("кв", "квартира"),
];

fn spelled_out(address: &str) -> String {
    let plain = plain(address);
    let long = |word: &str| -> String {
        if let Some((_, long)) = SHORT.iter().find(|(short, _)| *short == word) {
            return (*long).to_owned();
        }
        match word.strip_suffix("str") {
            // "Hauptstr.", in one word.
            Some(name) => format!("{name}strasse"),
            None => word.to_owned(),
        }
    };
    plain.split(' ').map(long).collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    struct Who {
        speaker: Speaker,
        name: &'static str,
        organisation: &'static str,
        email: &'static str,
        address: &'static str,
    }

    const JO: Who = Who {
        speaker: Speaker::Person,
        name: "Jörg Groß",
        organisation: "",
        email: "home@family.test",
        address: "1 Quay Street\nTown",
    };
    const BRANCH: Who = Who { speaker: Speaker::Organisation, organisation: "Dockers' Branch", ..JO };
    const HOME: Who = Who { email: "", ..JO };

    fn exact(who: &Who) -> Pieces {
        let some = |text: &'static str| Some(text).filter(|text| !text.is_empty());
        let email: Option<Email> = some(who.email).map(|email| email.parse().unwrap());
        let address: Vec<String> = who.address.lines().map(str::to_owned).collect();
        let (name, organisation) = (some(who.name), some(who.organisation));
        Identity { speaker: who.speaker, name, organisation, email: email.as_ref(), address: &address }.exact()
    }

    #[test]
    fn who_is_the_same_signatory_and_who_is_not() {
        for (one, other, is_same) in [
            (JO, Who { name: "JÖRG  GROSS", ..JO }, true),
            (JO, Who { name: "Jo\u{308}rg Groß", ..JO }, true),
            (JO, Who { email: "Home@Family.test", ..JO }, true),
            // What is corrected later, or is somebody else's.
            (JO, Who { address: "2 Quay Street\nTown", ..JO }, true),
            (JO, Who { address: "", ..JO }, true),
            (JO, Who { organisation: "Branch", ..JO }, true),
            (BRANCH, Who { name: "Anna Groß", ..BRANCH }, true),
            (BRANCH, Who { name: "", address: "", ..BRANCH }, true),
            // Where there is no e-mail, the address tells namesakes apart, however its lines are cut.
            (HOME, Who { address: "1 QUAY  street Town", ..HOME }, true),
            (HOME, Who { address: "2 Quay Street\nTown", ..HOME }, false),
            (HOME, Who { address: "1 Quay St\nTown", ..HOME }, false),
            (HOME, JO, false),
            // A couple shares a mailbox, a namesake does not; a person and their branch are two.
            (JO, Who { name: "Anna Groß", ..JO }, false),
            (JO, Who { name: "J. Groß", ..JO }, false),
            (JO, Who { name: "Jorg Groß", ..JO }, false),
            (JO, Who { email: "joerg@other.test", ..JO }, false),
            (JO, BRANCH, false),
            (JO, Who { organisation: "Jörg Groß", ..BRANCH }, false),
            (BRANCH, Who { organisation: "Dockers Branch", ..BRANCH }, false),
        ] {
            let same = exact(&one) == exact(&other);
            assert_eq!(same, is_same, "{} and {}, {}", one.name, other.name, other.address);
        }
    }

    #[test]
    fn who_may_be_the_same_is_told_from_who_is_not() {
        let near = |who: &Who| Near::of(&exact(who));
        let smith = |name: &'static str| Who { name, ..JO };
        let at = |address: &'static str| Who { address, ..HOME };
        for (one, other, may_be) in [
            (JO, smith("Jorg Gross"), true),
            (JO, smith("J. Groß"), true),
            (JO, smith("J Groß"), true),
            (JO, smith("Jörg Peter Groß"), true),
            (smith("Bjørn Łuk"), smith("Bjorn Luk"), true),
            (smith("D'Arcy O'Neil"), smith("Darcy O’Neil"), true),
            (BRANCH, Who { organisation: "Dockers Branch", ..BRANCH }, true),
            (at("1 Quay St\nTown"), at("1 Quay Street, Town"), true),
            (at("Hauptstr. 7"), at("Hauptstraße 7"), true),
            (at("ул. Мира, 5"), at("улица Мира 5"), true),
            (at("2 Quay Street"), at("1 Quay Street"), false),
            // The two of a couple, a parent and a child of another name, another mailbox.
            (smith("Jan Groß"), smith("Jo Groß"), false),
            (smith("Jörg Groß"), smith("Anna Groß"), false),
            (smith("Jörg Groß"), smith("Jörg Klein"), false),
            (JO, Who { email: "joerg@other.test", ..JO }, false),
            (JO, BRANCH, false),
        ] {
            let (first, second) = (near(&one), near(&other));
            let found = first.pieces == second.pieces
                && (first.given.is_none() || second.given.is_none() || first.given == second.given);
            assert_eq!(found, may_be, "{} and {}, {}", one.name, other.name, other.address);
        }
    }

    #[test]
    fn who_may_be_meant_though_reached_elsewhere() {
        let near = |who: &Who| Near::of(&exact(who));
        for (one, other, may_be) in [
            (JO, Who { email: "joerg@other.test", ..JO }, true),
            (JO, HOME, true),
            (HOME, Who { address: "2 Quay Street\nTown", ..HOME }, true),
            (JO, Who { name: "J. Gross", email: "", address: "", ..JO }, true),
            // A new surname at the same mailbox, but nobody else there.
            (JO, Who { name: "Jörg Klein", ..JO }, true),
            (JO, Who { name: "Anna Groß", ..JO }, false),
            (JO, Who { name: "Jörg Klein", email: "joerg@other.test", ..JO }, false),
            (HOME, Who { name: "Jörg Klein", ..HOME }, false),
            (BRANCH, Who { email: "branch@other.test", name: "Anna Klein", ..BRANCH }, true),
            (JO, BRANCH, false),
        ] {
            let found = near(&one).may_be(&near(&other));
            assert_eq!(found, may_be, "{} and {}, {}", one.name, other.name, other.email);
        }
    }
}
