//! The name of a letter in the outbox: which campaign, which office, which signatory; and nothing that
//! tells who that is.
//!
//! The name is an HMAC under a random key that never leaves the outbox, so it cannot be matched with
//! another user's outbox. Who has the file can still try out names: that is what its mode is for.

use std::fmt;

use crate::identity::Identity;
use crate::mac::MacKey;
use crate::text::folded;

/// Which letter is meant: of a campaign to an office, by somebody.
#[derive(Debug, Clone, Copy)]
pub struct Named<'a> {
    /// The campaign's id.
    pub campaign: &'a str,
    /// The office's id, or [`OWN_COPY`](crate::identity::OWN_COPY).
    pub office: &'a str,
    /// Who signs.
    pub who: Identity<'a>,
}

/// The rule by which a line got its key.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Naming {
    /// By [`Identity::exact`].
    #[default]
    Signatory,
    /// By all that was known of the person, as formats 1 to 3 did: a corrected street made another letter of it. No
    /// signatory was met since whose letter it is.
    Former,
    /// The same, and its signatory was met, whose letter has a line of its own.
    FormerMet,
}

impl Naming {
    /// The number in the file. Lines that were there before the file had it count as former ones.
    pub(super) fn number(self) -> i64 {
        match self {
            Self::Signatory => 0,
            Self::Former => 1,
            Self::FormerMet => 2,
        }
    }

    pub(super) fn from_number(number: i64) -> Option<Self> {
        [Self::Signatory, Self::Former, Self::FormerMet].into_iter().find(|naming| naming.number() == number)
    }
}

/// The name of a letter: campaign, office, signatory.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Key(pub(super) [u8; 32]);

impl Key {
    /// Hexadecimal digits that tell letters apart for a person.
    const SHOWN: usize = 16;

    /// The name of a letter, under the outbox's own key.
    pub(super) fn of(secret: &MacKey, named: &Named<'_>) -> Self {
        let who = named.who.exact();
        let pieces = [named.campaign, named.office].into_iter().chain(who.iter().map(AsRef::as_ref));
        Self(secret.digest("letter of a signatory", pieces.map(str::as_bytes)))
    }

    /// The name that formats 1 to 3 gave it.
    pub(super) fn former(secret: &MacKey, named: &Named<'_>) -> Self {
        let Named { campaign, office, who } = named;
        let same = |text: Option<&str>| folded(text.unwrap_or_default());
        let email = who.email.map(ToString::to_string);
        let (name, organisation, email) = (same(who.name), same(who.organisation), same(email.as_deref()));
        let address = who.address.iter().map(|line| folded(line)).collect::<Vec<_>>().join("\n");
        Self(secret.digest("letter", [*campaign, *office, &name, &organisation, &email, &address].map(str::as_bytes)))
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
    use crate::identity::Speaker;

    #[test]
    fn campaign_office_signatory_and_outbox_count() {
        let who = |name| Identity {
            speaker: Speaker::Person,
            name: Some(name),
            organisation: None,
            email: None,
            address: &[],
        };
        let secret = MacKey::new(&[7; 32]);
        let named = |campaign, office, name| Named { campaign, office, who: who(name) };
        let keys = [
            Key::of(&secret, &named("a", "bc", "Jo")),
            Key::of(&secret, &named("ab", "c", "Jo")),
            Key::of(&secret, &named("a", "b", "Jo")),
            Key::of(&secret, &named("a", "bc", "Kim")),
            Key::of(&MacKey::new(&[8; 32]), &named("a", "bc", "Jo")),
            Key::former(&secret, &named("a", "bc", "Jo")),
        ];
        for (index, key) in keys.iter().enumerate() {
            assert!(!keys[index + 1..].contains(key));
        }
        assert_eq!(keys[0].short(), keys[0].to_string()[..16]);
        assert_eq!(keys[0], Key::of(&secret, &named("a", "bc", "JO ")));
    }

    #[test]
    fn a_street_made_another_letter_of_it_formerly() {
        let secret = MacKey::new(&[7; 32]);
        let email = "jo@family.test".parse().unwrap();
        let [old, new] = ["0 Quay Street", "1 Quay Street"].map(|street| vec![street.to_owned()]);
        let named = |address| {
            let (name, email) = (Some("Jo Smith"), Some(&email));
            let who = Identity { speaker: Speaker::Person, name, organisation: None, email, address };
            Named { campaign: "harbour", office: "aq-court", who }
        };
        assert_eq!(Key::of(&secret, &named(&old)), Key::of(&secret, &named(&new)));
        assert_ne!(Key::former(&secret, &named(&old)), Key::former(&secret, &named(&new)));
    }
}
