//! The letter that all of a list sign together: who signs, the names on paper that go along with each mail, and what
//! has changed on the list since it was tried or went out.

use std::collections::{BTreeMap, HashMap};
use std::sync::{Mutex, PoisonError};

use jiff::civil::Date;
use outcry::letter::Letter;
use outcry::outbox::{ListChange, Signatories, State, View};
use outcry::render::joint::{JointLetter, Signed};

use crate::failure::Failure;
use crate::input::history::{Ledger, Repeat, Standing};
use crate::messages::Notice;
use crate::output::paper::Sheets;
use crate::signatures::Signatures;

/// A day, and the first of the offices whose letters of that day say the same.
type Addressed = (Date, String);

/// A letter that all of a list sign together.
pub struct Joint {
    pub signed: Signed,
    /// What is to be said of the list.
    pub notes: Vec<Notice>,
    /// Who signs, as digests; `None` without an outbox to compare them with or keep them in.
    signatories: Option<Signatories>,
    /// What was set already: for each day and text, by the first office that gets it.
    set: Mutex<HashMap<Option<Addressed>, Vec<u8>>>,
}

impl Joint {
    pub fn new(signatures: Signatures, view: Option<&View>) -> Self {
        let Signatures { signed, lines, notes, .. } = signatures;
        let lines = || lines.iter().map(|line| (&line.who, line.shown.as_str()));
        let signatories = view.map(|view| view.signatories(lines()));
        Self { signed, notes, signatories, set: Mutex::default() }
    }

    /// The letter with all names on paper, addressed to all these offices, whose letters say the same.
    pub fn on_paper(&self, sheets: &Sheets<'_>, letters: &[Letter<'_>]) -> Result<Vec<u8>, Failure> {
        let key = letters.first().map(|letter| (letter.date, letter.office.id.clone()));
        let mut set = self.set.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(bytes) = set.get(&key) {
            return Ok(bytes.clone());
        }
        let joint = JointLetter { letters, signed: &self.signed, since: None, cover: false, sheets: 0 };
        let bytes = sheets.joint(&joint)?;
        Ok(set.entry(key).or_insert(bytes).clone())
    }

    /// What has changed on the list since the letter to an office was tried, or went out. Of a letter that is to go out,
    /// the list of today is kept; one that waits with another list goes out only where `repeat` says so.
    pub fn changed(
        &self,
        standing: &Standing,
        ledger: &mut Ledger<'_>,
        repeat: Repeat,
    ) -> Result<Option<Changed>, Failure> {
        let (key, known) = match standing {
            Standing::Due { key: Some(key), known, .. } => (key, known.as_deref()),
            Standing::Past(entry) => (&entry.key, Some(entry.as_ref())),
            Standing::Due { key: None, .. } | Standing::Unknown | Standing::OtherText => return Ok(None),
        };
        let Some(signatories) = &self.signatories else { return Ok(None) };
        let stands = known.and_then(|entry| match entry.state {
            // What was never tried goes out as the list is when it is.
            State::Waiting => (entry.attempts > 0).then_some(Stands::Waits),
            State::Sending | State::InDoubt => Some(Stands::InDoubt),
            State::Sent | State::HandedOver | State::Bounced => Some(Stands::Out),
            // Nobody has an earlier list, and nobody will.
            State::Refused | State::Dropped => None,
        });
        let before = stands.map(|_| ledger.signed(key)).transpose()?.flatten();
        let change = before.map(|before| signatories.since(&before)).filter(|change| *change != ListChange::default());
        let changed = stands.zip(change).map(|(stands, change)| Changed { stands, change });
        let is_due = matches!(standing, Standing::Due { .. });
        if is_due && !changed.is_some_and(|changed| changed.stays(repeat)) {
            ledger.sign(key, signatories)?;
        }
        Ok(changed)
    }
}

/// A list that has changed since the letter to an office was put on the outbox's list.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Changed {
    stands: Stands,
    change: ListChange,
}

/// How the letter to an office stands whose list has changed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Stands {
    /// It is out.
    Out,
    /// It waits for another try.
    Waits,
    /// The server may have it.
    InDoubt,
}

impl Changed {
    /// Whether the letter waits on with the list that it was tried with.
    pub fn stays(self, repeat: Repeat) -> bool {
        self.stands == Stands::Waits && repeat != Repeat::All
    }
}

/// What is said of lists that have changed.
pub fn changed_words(changed: &[(String, Changed)], repeat: Repeat) -> Vec<String> {
    let mut by_change: BTreeMap<Changed, Vec<&str>> = BTreeMap::new();
    for (office, change) in changed {
        by_change.entry(*change).or_default().push(office);
    }
    let words = |(Changed { stands, change }, offices): (Changed, Vec<&str>)| {
        let counts = [(change.added, "added"), (change.withdrawn, "withdrawn"), (change.mended, "mended")];
        let counts = counts.iter().filter(|(count, _)| *count > 0).map(|(count, what)| format!("{count} {what}"));
        let (offices, counts) = (offices.join(", "), counts.collect::<Vec<_>>().join(", "));
        match (stands, repeat) {
            (Stands::Out, Repeat::Nothing) => format!(
                "The list has changed since the letter to {offices} went out: {counts}. To send it again, add --again."
            ),
            (Stands::Out, _) => format!("The list has changed since the letter to {offices} went out: {counts}."),
            (Stands::Waits, Repeat::All) => {
                format!(
                    "The list has changed since the letter to {offices} was tried: {counts}. It goes out as it is now."
                )
            }
            (Stands::Waits, _) => format!(
                "The list has changed since the letter to {offices} was tried: {counts}. It still waits; to send it with \
                 the list of today, add --to {} --again.",
                offices.replace(", ", " --to ")
            ),
            (Stands::InDoubt, _) => format!(
                "The list has changed since the letter to {offices} was tried: {counts}. Whether it has \
                 gone is in doubt, so settle that first; --again sends no letter in doubt."
            ),
        }
    };
    by_change.into_iter().map(words).collect()
}
