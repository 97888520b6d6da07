//! Who signed a joint letter when it was put on the list, so that a run can say later what has changed since. Of each
//! it keeps two short keyed digests: of who it is, and of what the letter shows of them. No name can be read from them.

use std::collections::BTreeMap;

use rusqlite::{Connection, OptionalExtension, params};

use super::change::Change;
use super::key::Key;
use super::listing::Listing;
use super::problem::{OutboxError, OutboxProblem};
use super::view::View;
use crate::identity::Pieces;
use crate::mac::MacKey;

/// Nobody can try names without the key, so this need not be long.
const LENGTH: usize = 8;
type Digest = [u8; LENGTH];

/// Who signs a joint letter, with what it shows of each.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Signatories(BTreeMap<Digest, Digest>);

/// What has changed on a list.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct ListChange {
    /// Who was not on it before.
    pub added: u64,
    /// Who is not on it any more.
    pub withdrawn: u64,
    /// Of whom it shows something else.
    pub mended: u64,
}

impl Signatories {
    /// What has changed from `before` to this.
    pub fn since(&self, before: &Self) -> ListChange {
        let count = |count: usize| count as u64;
        let Self(now) = self;
        let Self(before) = before;
        ListChange {
            added: count(now.keys().filter(|who| !before.contains_key(*who)).count()),
            withdrawn: count(before.keys().filter(|who| !now.contains_key(*who)).count()),
            mended: count(now.iter().filter(|(who, shown)| before.get(*who).is_some_and(|was| was != *shown)).count()),
        }
    }

    fn to_bytes(&self) -> Vec<u8> {
        self.0.iter().flat_map(|(who, shown)| [*who, *shown]).flatten().collect()
    }

    fn from_bytes(bytes: &[u8]) -> Option<Self> {
        let (digests, []) = bytes.as_chunks::<LENGTH>() else { return None };
        let (pairs, []) = digests.as_chunks::<2>() else { return None };
        Some(Self(pairs.iter().map(|[who, shown]| (*who, *shown)).collect()))
    }
}

impl View {
    /// The digests of who signs, each by the rule that makes one signatory of several rows, with what is shown of them.
    pub fn signatories<'a>(&self, lines: impl IntoIterator<Item = (&'a Pieces, &'a str)>) -> Signatories {
        let short = |purpose: &str, pieces: &mut dyn Iterator<Item = &[u8]>| {
            let whole = self.secret.digest(purpose, pieces);
            let mut digest = [0; LENGTH];
            digest.copy_from_slice(&whole[..LENGTH]);
            digest
        };
        let line = |(who, shown): (&Pieces, &str)| {
            let who = short("who signs a joint letter", &mut who.iter().map(|piece| piece.as_bytes()));
            // With who it is, or all who are not named would be known by one digest.
            (who, short("what a joint letter shows", &mut [who.as_slice(), shown.as_bytes()].into_iter()))
        };
        Signatories(lines.into_iter().map(line).collect())
    }

    /// Who signed a joint letter when it was last put on the list.
    pub fn signed(&self, key: &Key) -> Result<Option<Signatories>, OutboxError> {
        signed(&self.db, &self.secret, key).map_err(OutboxError::sql(&self.path))
    }
}

impl Listing<'_> {
    /// Who signed a joint letter when it was last put on the list.
    pub fn signed(&self, key: &Key) -> Result<Option<Signatories>, OutboxError> {
        let Change { begun, secret, path } = &self.change;
        signed(begun, secret, key).map_err(OutboxError::sql(path))
    }

    /// Keeps who signs a joint letter that is to go out.
    pub fn sign(&mut self, key: &Key, signatories: &Signatories) -> Result<(), OutboxError> {
        let Change { begun, secret, path } = &self.change;
        let bytes = signatories.to_bytes();
        begun
            .execute(
                "INSERT OR REPLACE INTO signed (key, signatories, seal) VALUES (?1, ?2, ?3)",
                params![key.0, bytes, seal(secret, key, &bytes)],
            )
            .map(drop)
            .map_err(OutboxError::sql(path))
    }
}

fn signed(db: &Connection, secret: &MacKey, key: &Key) -> rusqlite::Result<Option<Signatories>> {
    let row = db
        .query_row("SELECT signatories, seal FROM signed WHERE key = ?1", params![key.0], |row| {
            Ok((row.get::<_, Vec<u8>>(0)?, row.get::<_, [u8; 32]>(1)?))
        })
        .optional()?;
    let Some((bytes, found)) = row else { return Ok(None) };
    let signatories = Signatories::from_bytes(&bytes).filter(|_| seal(secret, key, &bytes) == found);
    match signatories {
        Some(signatories) => Ok(Some(signatories)),
        None => Err(OutboxProblem::Corrupt("a list of those who signed does not fit its seal".to_owned()).into()),
    }
}

fn seal(secret: &MacKey, key: &Key, bytes: &[u8]) -> [u8; 32] {
    secret.digest("signatories of a letter", [key.0.as_slice(), bytes])
}

#[cfg(test)]
mod tests {
    use jiff::Timestamp;

    use super::*;
    use crate::identity::Identity;
    use crate::outbox::{Named, Outbox};

    const NOW: Timestamp = Timestamp::UNIX_EPOCH;

    fn list(view: &View, lines: &[(&str, &str)]) -> Signatories {
        let pieces = |name: &str| -> Pieces { ["person".into(), name.to_owned().into(), "address".into(), "".into()] };
        let lines: Vec<(Pieces, &str)> = lines.iter().map(|(name, shown)| (pieces(name), *shown)).collect();
        view.signatories(lines.iter().map(|(who, shown)| (who, *shown)))
    }

    #[test]
    fn a_list_is_compared_with_the_one_that_was_kept() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("o.sqlite");
        let mut outbox = Outbox::open(&path, "a test").unwrap();
        let named = Named { campaign: "harbour", office: "aq-court", who: Identity::UNDERSIGNED };
        let first = list(outbox.view(), &[("jo", "Jo"), ("kim", ""), ("lee", "Lee")]);
        let mut listing = outbox.list(NOW).unwrap();
        let key = listing.put(&named, None, None).unwrap().line.key;
        assert_eq!(listing.signed(&key).unwrap(), None);
        listing.sign(&key, &first).unwrap();
        listing.keep().unwrap();
        drop(outbox);

        let mut outbox = Outbox::open(&path, "a test").unwrap();
        let kept = outbox.view().signed(&key).unwrap().unwrap();
        for (lines, [added, withdrawn, mended]) in [
            (vec![("lee", "Lee"), ("jo", "Jo"), ("kim", "")], [0, 0, 0]),
            (vec![("jo", "Jo"), ("lee", "Lee")], [0, 1, 0]),
            (vec![("jo", "Jo, cook"), ("kim", "Kim"), ("ada", ""), ("bo", "Bo")], [2, 1, 2]),
            (vec![], [0, 3, 0]),
        ] {
            let now = list(outbox.view(), &lines);
            assert_eq!(now.since(&kept), ListChange { added, withdrawn, mended }, "{lines:?}");
        }

        outbox.forget(&[key]).unwrap();
        assert_eq!(outbox.view().signed(&key).unwrap(), None, "nobody is remembered of a letter that is forgotten");
    }

    #[test]
    fn a_broken_list_is_found_by_its_seal() {
        let folder = tempfile::tempdir().unwrap();
        let mut outbox = Outbox::open(&folder.path().join("o.sqlite"), "a test").unwrap();
        let named = Named { campaign: "harbour", office: "aq-court", who: Identity::UNDERSIGNED };
        let all = list(outbox.view(), &[("jo", "Jo")]);
        let mut listing = outbox.list(NOW).unwrap();
        let key = listing.put(&named, None, None).unwrap().line.key;
        listing.sign(&key, &all).unwrap();
        listing.change.begun.execute("UPDATE signed SET signatories = zeroblob(16)", []).unwrap();
        assert!(matches!(listing.signed(&key).unwrap_err().problem, OutboxProblem::Corrupt(_)));
    }
}
