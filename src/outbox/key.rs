//! The name of a letter in the outbox: which campaign, which office, which person; and nothing that
//! tells who that is.
//!
//! The name is an HMAC under a random key that never leaves the outbox, so it cannot be matched with
//! another user's outbox. Who has the file can still try out names: that is what its mode is for.

use std::fmt;

use crate::mac::MacKey;
use crate::text::folded;

/// Who signs, as far as it makes them one person and not another. People who share an address for
/// mail are two; one who is listed twice is one.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Person<'a> {
    /// The person's name.
    pub name: Option<&'a str>,
    /// The organisation's name.
    pub organisation: Option<&'a str>,
    /// The e-mail address.
    pub email: Option<&'a str>,
    /// The postal address, line by line.
    pub address: &'a [String],
}

/// The name of a letter: campaign, office, person.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Key(pub(super) [u8; 32]);

impl Key {
    /// Hexadecimal digits that tell letters apart for a person.
    const SHOWN: usize = 16;

    /// The name of a person's letter to an office, under the outbox's own key.
    pub(super) fn of(secret: &MacKey, campaign: &str, office: &str, person: &Person<'_>) -> Self {
        let address: Vec<String> = person.address.iter().map(|line| folded(line)).collect();
        let same = |text: Option<&str>| folded(text.unwrap_or_default());
        let (name, organisation, email) = (same(person.name), same(person.organisation), same(person.email));
        let address = address.join("\n");
        Self(secret.digest("letter", [campaign, office, &name, &organisation, &email, &address].map(str::as_bytes)))
    }

    /// The beginning of it, as it is shown and typed.
    pub fn short(&self) -> String {
        let mut text = self.to_string();
        text.truncate(Self::SHOWN);
        text
    }

    /// Reads what [`Display`](fmt::Display) wrote.
    pub(super) fn parse(text: &str) -> Option<Self> {
        let mut key = [0; 32];
        let digits = text.as_bytes().chunks_exact(2);
        if text.len() != 2 * key.len() || !text.is_ascii() {
            return None;
        }
        for (byte, pair) in key.iter_mut().zip(digits) {
            *byte = u8::from_str_radix(std::str::from_utf8(pair).ok()?, 16).ok()?;
        }
        Some(Self(key))
    }
}

impl fmt::Display for Key {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.iter().try_for_each(|byte| write!(f, "{byte:02x}"))
    }
}

impl fmt::Debug for Key {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.short())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn key(person: &Person<'_>) -> Key {
        Key::of(&MacKey::new(&[7; 32]), "harbour", "aq-court", person)
    }

    #[test]
    fn who_is_the_same_person_and_who_is_not() {
        let road = ["1 Road".to_owned(), "Town".to_owned()];
        let jo =
            Person { name: Some("Jörg Groß"), email: Some("home@family.test"), address: &road, ..Person::default() };
        let shouted = ["1 ROAD".to_owned(), "Town ".to_owned()];
        for (other, is_same) in [
            (Person { name: Some("JÖRG  GROSS"), ..jo }, true),
            (Person { name: Some("Jo\u{308}rg Groß"), ..jo }, true),
            (Person { email: Some("Home@Family.test"), ..jo }, true),
            (Person { address: &shouted, ..jo }, true),
            // A couple shares an address for mail, a namesake does not.
            (Person { name: Some("Anna Groß"), ..jo }, false),
            (Person { email: Some("joerg@other.test"), ..jo }, false),
            (Person { address: &road[..1], ..jo }, false),
            (Person { organisation: Some("Branch"), ..jo }, false),
            (Person { name: None, organisation: jo.name, ..jo }, false),
        ] {
            assert_eq!(key(&jo) == key(&other), is_same, "{other:?}");
        }
    }

    #[test]
    fn campaign_office_and_outbox_count() {
        let jo = Person { name: Some("Jo"), ..Person::default() };
        let secret = MacKey::new(&[7; 32]);
        let keys = [
            Key::of(&secret, "a", "bc", &jo),
            Key::of(&secret, "ab", "c", &jo),
            Key::of(&secret, "a", "b", &jo),
            Key::of(&MacKey::new(&[8; 32]), "a", "bc", &jo),
        ];
        for (index, key) in keys.iter().enumerate() {
            assert!(!keys[index + 1..].contains(key));
        }
        assert_eq!(keys[0].short(), keys[0].to_string()[..16]);
    }
}
