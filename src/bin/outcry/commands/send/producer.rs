//! Makes the letters of one round: those kept from the check as they are, the others anew, row by row.

use std::collections::HashSet;
use std::sync::atomic::{AtomicI64, Ordering};

use jiff::{SignedDuration, Timestamp};
use outcry::deliver::Job;
use outcry::outbox::{Entry, Key, Named, State, View};
use outcry::registry::Office;

use super::composed_cache::Stock;
use super::guards::refuse_when_over;
use super::send_run::{SendRun, TOGETHER};
use crate::failure::Failure;
use crate::input::signers::{Signer, Signers};
use crate::messages::standing::Thing;

/// One round's letters, as the outbox has them.
pub struct Feed<'a> {
    pub send_run: &'a SendRun<'a>,
    /// Which letters wait; none for a trial.
    pub view: Option<View>,
    /// Only those whose time has come by then.
    pub due_by: Option<Timestamp>,
    /// Letters of a trial that are done with.
    pub done: &'a HashSet<(Option<u64>, String)>,
    /// The first row with a letter that waits, where that is known.
    pub first_row: u64,
    /// Offices that refused whatever came in an earlier round or run.
    pub held_back: HashSet<String>,
    /// Letters, by row and office, that lack a font.
    pub unset: &'a HashSet<(u64, String)>,
    /// The earliest next try of what was put off in this round, in seconds.
    pub put_off: &'a AtomicI64,
    /// When the round began.
    pub began: Timestamp,
    pub clock: &'a (dyn Fn() -> Timestamp + Sync),
}

/// A round that lasts longer ends when a letter that was put off is due again: a list may take weeks, and a
/// letter is given up after five days.
const ROUND_LEAST: SignedDuration = SignedDuration::from_mins(15);

/// What a round found beside the letters it fed.
#[derive(Default)]
pub struct Fed {
    /// The earliest next try of letters that were left for later.
    pub next_try: Option<Timestamp>,
    /// Whether letters are left for the next round, since others are due before them.
    pub turned_back: bool,
    pub failure: Option<Failure>,
}

impl Fed {
    /// Whether every row was looked at, and nothing was wrong.
    pub fn is_whole(&self) -> bool {
        self.failure.is_none() && !self.turned_back
    }

    /// What this round and one after it found together.
    pub fn and(self, next: Self) -> Self {
        Self {
            next_try: self.next_try.into_iter().chain(next.next_try).min(),
            turned_back: self.turned_back || next.turned_back,
            failure: self.failure.or(next.failure),
        }
    }
}

/// Why no further row is looked at.
pub enum Halt {
    /// Nothing more is wanted now.
    Enough,
    Failed(Failure),
}

impl From<Failure> for Halt {
    fn from(failure: Failure) -> Self {
        Self::Failed(failure)
    }
}

impl Feed<'_> {
    /// Makes the letters that are due and hands them on, until `push` wants no more.
    pub fn run(&self, signers: &mut Signers, mut stock: Stock, push: &mut dyn FnMut(Job) -> bool) -> Fed {
        let mut fed = Fed::default();
        // A row that was left out as the same person as one of these is not known as that further down.
        let mut pushed = HashSet::new();
        while let Some(jobs) = stock.next_row((self.clock)()) {
            pushed.extend(jobs.iter().filter_map(|job| job.key));
            if !jobs.into_iter().filter(|job| !self.held_back.contains(&job.mail.office)).all(&mut *push) {
                return fed;
            }
        }
        let Some(first_row) = stock.first_missing(self.first_row) else { return fed };
        let walked = signers.each(first_row, TOGETHER, |some| {
            if self.send_run.posting.test_to.is_none() && some.iter().any(|signer| signer.row.is_some()) {
                // A run that lasts for days must not go past the last day of the campaign.
                refuse_when_over(
                    &self.send_run.recipients.campaign,
                    self.send_run.app.environment.day((self.clock)()),
                    Thing::Letters,
                )?;
            }
            for (signer, waiting) in some.iter().zip(self.look_up(&some, &mut fed)?) {
                // A row that cannot be used was judged before.
                let Ok(signatory) = &signer.checked else { continue };
                let offices = waiting.iter().map(|due| due.office).collect();
                let Ok(letters) = self.send_run.ready(signatory, offices).letters() else { continue };
                for (letter, due) in letters.iter().zip(&waiting) {
                    let edited = self.send_run.edited_text(letter);
                    let waits_with_other = |entry: &Entry| entry.waits_with_other_text(edited);
                    if due.key.is_some_and(|key| pushed.contains(&key))
                        || due.known.as_ref().is_some_and(waits_with_other)
                    {
                        continue;
                    }
                    if self.turns_back(&fed) {
                        fed.turned_back = true;
                        return Err(Halt::Enough);
                    }
                    // In a long run each letter has the Date of its own first attempt.
                    let date = if signer.row.is_some() { (self.clock)() } else { self.send_run.posting.date };
                    let mail = match self.send_run.mail(letter, due.known.as_ref(), date) {
                        Ok(mail) => mail,
                        // What is wrong with one letter does not keep the others from going out.
                        Err(failure) => {
                            fed.failure.get_or_insert_with(|| of_row(signer, failure));
                            continue;
                        }
                    };
                    let entry = due.known.clone().map(Box::new);
                    if !push(Job { mail, key: due.key, entry, row: signer.number() }) {
                        return Err(Halt::Enough);
                    }
                }
            }
            Ok(())
        });
        if let Err(Halt::Failed(failure)) = walked {
            fed.failure.get_or_insert(failure);
        }
        fed
    }

    /// Whether it is time to begin again with what was put off.
    fn turns_back(&self, fed: &Fed) -> bool {
        let put_off = Timestamp::from_second(self.put_off.load(Ordering::Relaxed)).ok();
        let first = fed.next_try.into_iter().chain(put_off).min();
        self.send_run.args.wait && begins_again(self.began, first, (self.clock)())
    }

    /// Which letters of some rows are due. They are looked up in one look, which ends before the letters
    /// are made: a look that lasts keeps the outbox's log from being folded in.
    fn look_up<'s>(&'s self, some: &[Signer], fed: &mut Fed) -> Result<Vec<Vec<DueLetter<'s>>>, Failure> {
        if let Some(view) = &self.view {
            view.begin_snapshot()?;
        }
        let found = some.iter().map(|signer| {
            let mut waiting = Vec::new();
            let Ok(signatory) = &signer.checked else { return Ok(waiting) };
            let (offices, _) = self.send_run.recipients.offices(signatory);
            let lacks_font =
                |office: &Office| signer.number().is_some_and(|row| self.unset.contains(&(row, office.id.clone())));
            let wanted = |office: &&Office| {
                !office.emails().is_empty() && !self.held_back.contains(&office.id) && !lacks_font(office)
            };
            for office in offices.into_iter().filter(wanted) {
                let Some(view) = &self.view else {
                    if !self.done.contains(&(signer.number(), office.id.clone())) {
                        waiting.push(DueLetter { office, key: None, known: None });
                    }
                    continue;
                };
                let campaign = &self.send_run.recipients.campaign.id;
                let key = view.key(&Named { campaign, office: &office.id, who: self.send_run.identity(signatory) });
                let Some(entry) = view.get(&key)?.filter(|entry| entry.state == State::Waiting) else {
                    // Settled, or not what was agreed to: the list changed while it was read.
                    continue;
                };
                match (self.due_by, entry.next_try) {
                    (Some(due_by), Some(next_try)) if next_try > due_by => {
                        fed.next_try = fed.next_try.into_iter().chain([next_try]).min();
                    }
                    _ => waiting.push(DueLetter { office, key: Some(key), known: Some(entry) }),
                }
            }
            Ok(waiting)
        });
        let found = found.collect();
        if let Some(view) = &self.view {
            view.end_snapshot()?;
        }
        found
    }
}

/// What is wrong with a letter, with the row it is made from.
pub fn of_row(signer: &Signer, mut failure: Failure) -> Failure {
    if let Some(row) = signer.number() {
        failure.problems.iter_mut().for_each(|problem| *problem = format!("row {row}: {problem}"));
    }
    failure.hint("this letter still waits; the others are done")
}

/// Whether a round that began then is over now, if the first of what was put off is due at `first`.
fn begins_again(began: Timestamp, first: Option<Timestamp>, now: Timestamp) -> bool {
    first.is_some_and(|first| first <= now) && now.duration_since(began) >= ROUND_LEAST
}

/// A letter that is to go out in this round.
struct DueLetter<'a> {
    office: &'a Office,
    key: Option<Key>,
    known: Option<Entry>,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_long_round_ends_when_a_letter_that_was_put_off_is_due() {
        let minute = |minute: i64| Timestamp::UNIX_EPOCH + SignedDuration::from_mins(minute);
        for (first, now, over) in [
            (None, 600, false),
            (Some(5), 4, false),
            // Not every few minutes: the list is walked through from its first row.
            (Some(5), 14, false),
            (Some(5), 15, true),
            (Some(30), 29, false),
            (Some(30), 30, true),
        ] {
            assert_eq!(begins_again(minute(0), first.map(minute), minute(now)), over, "{first:?} {now}");
        }
    }
}
