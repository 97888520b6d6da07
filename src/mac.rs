//! Keyed digests (HMAC-SHA256, RFC 2104): names that nobody without the key can compute, guess or match.
//!
//! The outbox holds the key. It names letters and accounts in it, the mails that are sent, and the addresses
//! they went to. The library's other rooms get keys derived from it, never the key itself.

use std::fmt;

use ring::hmac;
use ring::rand::{SecureRandom, SystemRandom};

use crate::address::Email;

/// A secret key. It is never shown, and no two uses of it share a digest: each names its purpose.
#[derive(Clone)]
pub struct MacKey(hmac::Key);

impl MacKey {
    /// Bytes of a key.
    pub const LENGTH: usize = 32;

    /// The key with these bytes.
    pub fn new(bytes: &[u8; Self::LENGTH]) -> Self {
        Self(hmac::Key::new(hmac::HMAC_SHA256, bytes))
    }

    /// Bytes for a new key, or nothing where the system has no randomness to give.
    pub fn random_bytes() -> Option<[u8; Self::LENGTH]> {
        let mut bytes = [0; Self::LENGTH];
        SystemRandom::new().fill(&mut bytes).ok()?;
        Some(bytes)
    }

    /// A key of its own for one purpose; this one cannot be computed from it.
    #[must_use]
    pub fn derived(&self, purpose: &str) -> Self {
        Self::new(&self.digest(purpose, []))
    }

    /// The digest of pieces that cannot run into each other. `purpose` keeps digests of one kind from being
    /// taken for another's.
    pub fn digest<'a>(&self, purpose: &str, pieces: impl IntoIterator<Item = &'a [u8]>) -> [u8; 32] {
        let mut digest = self.begin(purpose);
        pieces.into_iter().for_each(|piece| digest.add(piece));
        digest.finish()
    }

    /// The same, piece by piece.
    pub fn begin(&self, purpose: &str) -> MacDigest {
        let mut digest = MacDigest(hmac::Context::with_key(&self.0));
        digest.add(purpose.as_bytes());
        digest
    }

    /// The digest of one address. Addresses that lead to one mailbox have one digest.
    pub fn address(&self, email: &Email) -> AddressDigest {
        let local = email.local().to_ascii_lowercase();
        let whole = self.digest("address", [local.as_bytes(), email.domain().as_bytes()]);
        let mut digest = [0; AddressDigest::LENGTH];
        digest.copy_from_slice(&whole[..AddressDigest::LENGTH]);
        AddressDigest(digest)
    }

    /// The digest of a text that a person wrote, piece by piece.
    pub fn text<'a>(&self, pieces: impl IntoIterator<Item = &'a str>) -> TextDigest {
        TextDigest(self.digest("text", pieces.into_iter().map(str::as_bytes)))
    }

    /// The digests of all addresses of a mail.
    pub fn addresses(&self, from: &Email, to: &[Email], copies: &[Email]) -> MailAddresses {
        let all = |emails: &[Email]| {
            let mut digests: Vec<AddressDigest> = emails.iter().map(|email| self.address(email)).collect();
            digests.sort_unstable();
            digests.dedup();
            digests
        };
        MailAddresses { from: self.address(from), to: all(to), copies: all(copies) }
    }
}

impl fmt::Debug for MacKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("MacKey(…)")
    }
}

/// A keyed digest under way.
pub struct MacDigest(hmac::Context);

impl MacDigest {
    /// One piece more.
    pub fn add(&mut self, piece: &[u8]) {
        self.0.update(&(piece.len() as u64).to_be_bytes());
        self.0.update(piece);
    }

    /// The digest.
    pub fn finish(self) -> [u8; 32] {
        let mut digest = [0; 32];
        digest.copy_from_slice(self.0.sign().as_ref());
        digest
    }
}

/// A keyed digest of an e-mail address: it says whether two are the same one, and nothing else.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct AddressDigest([u8; Self::LENGTH]);

impl AddressDigest {
    /// Nobody can try addresses without the key, so this need not be long.
    const LENGTH: usize = 8;
}

/// A keyed digest of a text: it says whether two are the same one, and nothing else.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct TextDigest(pub(crate) [u8; 32]);

/// Whom a mail was from and to, as digests. To and Cc are sets: servers put them in another order.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct MailAddresses {
    /// From.
    pub from: AddressDigest,
    /// To: the office's own addresses.
    pub to: Vec<AddressDigest>,
    /// Cc.
    pub copies: Vec<AddressDigest>,
}

impl MailAddresses {
    /// As it is kept: the number of addresses in To, then all digests.
    pub fn to_bytes(&self) -> Vec<u8> {
        let count = u8::try_from(self.to.len()).unwrap_or(u8::MAX);
        let digests = std::iter::once(&self.from).chain(self.to.iter().take(count.into())).chain(&self.copies);
        std::iter::once(count).chain(digests.flat_map(|digest| digest.0)).collect()
    }

    /// Reads what [`to_bytes`](Self::to_bytes) wrote.
    pub fn from_bytes(bytes: &[u8]) -> Option<Self> {
        let (count, digests) = bytes.split_first()?;
        let (digests, []) = digests.as_chunks::<{ AddressDigest::LENGTH }>() else { return None };
        let mut digests = digests.iter().copied().map(AddressDigest);
        let from = digests.next()?;
        let to: Vec<AddressDigest> = digests.by_ref().take(usize::from(*count)).collect();
        (to.len() == usize::from(*count)).then(|| Self { from, to, copies: digests.collect() })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn email(text: &str) -> Email {
        text.parse().unwrap()
    }

    #[test]
    fn addresses_are_sets_of_mailboxes_and_read_back() {
        let key = MacKey::new(&[7; 32]);
        let [court, clerk, branch] = ["court@court.test", "clerk@court.test", "branch@union.test"].map(email);
        let all = key.addresses(&branch, &[court.clone(), clerk.clone()], &[]);
        assert_eq!(
            all,
            key.addresses(&email("Branch@UNION.test"), &[clerk.clone(), court.clone(), court.clone()], &[])
        );
        assert_ne!(all, key.addresses(&branch, std::slice::from_ref(&court), std::slice::from_ref(&clerk)));
        assert_ne!(all, MacKey::new(&[8; 32]).addresses(&branch, &[court, clerk], &[]));
        let bytes = all.to_bytes();
        assert_eq!(MailAddresses::from_bytes(&bytes), Some(all));
        for cut in 0..bytes.len() {
            assert_eq!(MailAddresses::from_bytes(&bytes[..cut]), None, "{cut}");
        }
    }

    #[test]
    fn a_key_is_not_shown_and_a_derived_one_is_another() {
        let key = MacKey::new(&[7; 32]);
        assert_eq!(format!("{key:?}"), "MacKey(…)");
        let digests = [key.digest("a", [b"bc".as_slice()]), key.digest("ab", [b"c".as_slice()])];
        assert_ne!(digests[0], digests[1]);
        assert_ne!(key.derived("mail").digest("a", [b"bc".as_slice()]), digests[0]);
    }
}
