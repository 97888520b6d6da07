//! The letter that all of a list sign together: who signs, the names on paper that go along with each mail, and what
//! has changed on the list since the letter went out.

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

    /// What has changed on the list since an office got the letter, or may have. Of a letter that is to go out, the list
    /// of today is kept.
    pub fn changed(&self, standing: &Standing, ledger: &mut Ledger<'_>) -> Result<Option<ListChange>, Failure> {
        let (key, known) = match standing {
            Standing::Due { key: Some(key), known, .. } => (key, known.as_deref()),
            Standing::Past(entry) => (&entry.key, Some(entry.as_ref())),
            Standing::Due { key: None, .. } | Standing::Unknown | Standing::OtherText => return Ok(None),
        };
        let Some(signatories) = &self.signatories else { return Ok(None) };
        // Of the others, nobody has an earlier list.
        let has_gone = |state| !matches!(state, State::Waiting | State::Refused | State::Dropped);
        let is_out = known.is_some_and(|entry| has_gone(entry.state));
        let before = if is_out { ledger.signed(key)? } else { None };
        if matches!(standing, Standing::Due { .. }) {
            ledger.sign(key, signatories)?;
        }
        Ok(before.map(|before| signatories.since(&before)).filter(|change| *change != ListChange::default()))
    }
}

/// What is said of lists that have changed since the letter went out to these offices.
pub fn changed_words(changed: &[(String, ListChange)], repeat: Repeat) -> Vec<String> {
    let mut by_change: BTreeMap<ListChange, Vec<&str>> = BTreeMap::new();
    for (office, change) in changed {
        by_change.entry(*change).or_default().push(office);
    }
    let again = if repeat == Repeat::Nothing { " To send it again, add --again." } else { "" };
    let words = |(change, offices): (ListChange, Vec<&str>)| {
        let counts = [(change.added, "added"), (change.withdrawn, "withdrawn"), (change.mended, "mended")];
        let counts = counts.iter().filter(|(count, _)| *count > 0).map(|(count, what)| format!("{count} {what}"));
        let (offices, counts) = (offices.join(", "), counts.collect::<Vec<_>>().join(", "));
        format!("The list has changed since the letter to {offices} went out: {counts}.{again}")
    };
    by_change.into_iter().map(words).collect()
}
