//! One outbox for all workers. Notes that several workers want written at the same time share a commit:
//! the worker that gets the outbox first writes for those that came meanwhile.
//!
//! This buys speed and nothing else. [`GroupCommit::write`] returns when the outbox has the notes on
//! record, as [`Outbox::write`] does; to understand how no letter is sent twice, read it as that.
//!
//! [`GroupCommit::post`] puts off an answer until the next commit, usually that of the connection's next
//! mark. So at any time at most one letter of a connection is marked and not answered.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use jiff::Timestamp;

use crate::outbox::{Entry, Event, Key, Outbox, OutboxError, OutboxProblem, Stamp};

/// What the outbox returned for the notes of one worker.
type Written = Result<Vec<Option<Entry>>, OutboxError>;
/// Receives the result of notes that another worker may write.
type Receipt = Arc<Mutex<Option<Written>>>;

pub(super) struct GroupCommit<'a> {
    outbox: Mutex<&'a mut Outbox>,
    pending: Mutex<Vec<(Vec<Event>, Option<Receipt>)>>,
    /// The first error of a posted note. Nobody waits for those, so [`Self::flush`] returns it.
    post_error: Mutex<Option<OutboxError>>,
    clock: &'a (dyn Fn() -> Timestamp + Sync),
}

impl<'a> GroupCommit<'a> {
    pub(super) fn new(outbox: &'a mut Outbox, clock: &'a (dyn Fn() -> Timestamp + Sync)) -> Self {
        Self { outbox: Mutex::new(outbox), pending: Mutex::new(Vec::new()), post_error: Mutex::new(None), clock }
    }

    /// Writes these notes down, all of them or none.
    pub(super) fn write(&self, notes: Vec<Event>) -> Written {
        self.write_each(vec![notes]).pop().unwrap_or_else(|| Ok(Vec::new()))
    }

    /// Writes several sets of notes down, in one commit if that works. Each set has its own result.
    pub(super) fn write_each(&self, several: Vec<Vec<Event>>) -> Vec<Written> {
        let receipts: Vec<Receipt> = several.iter().map(|_| Receipt::default()).collect();
        lock(&self.pending)
            .extend(several.into_iter().zip(&receipts).map(|(notes, receipt)| (notes, Some(Arc::clone(receipt)))));
        let mut outbox = lock(&self.outbox);
        // The worker that had the outbox before has written all of these sets, or none.
        if receipts.iter().any(|receipt| lock(receipt).is_none()) {
            self.write_pending(&mut outbox);
        }
        let unknown = || Err(OutboxError { path: outbox.view().path().to_owned(), problem: OutboxProblem::Unknown });
        receipts.iter().map(|receipt| lock(receipt).take().unwrap_or_else(unknown)).collect()
    }

    /// Writes down what all workers want written.
    fn write_pending(&self, outbox: &mut Outbox) {
        let pending = std::mem::take(&mut *lock(&self.pending));
        let mut all = Vec::new();
        let pending: Vec<_> = pending
            .into_iter()
            .map(|(notes, receipt)| {
                let first = all.len();
                all.extend(notes);
                (first..all.len(), receipt)
            })
            .collect();
        let now = (self.clock)();
        let mut together = if pending.len() > 1 { outbox.write(&all, now).ok().map(Vec::into_iter) } else { None };
        for (notes, receipt) in pending {
            let own = match &mut together {
                Some(written) => Ok(written.by_ref().take(notes.len()).collect()),
                // A set that the outbox rejects does not keep out the others.
                None => outbox.write(&all[notes], now),
            };
            match receipt {
                Some(receipt) => *lock(&receipt) = Some(own),
                None => {
                    if let Err(error) = own {
                        lock(&self.post_error).get_or_insert(error);
                    }
                }
            }
        }
    }

    /// Leaves notes for the next commit, whoever makes it.
    pub(super) fn post(&self, notes: Vec<Event>) {
        lock(&self.pending).push((notes, None));
    }

    /// Writes down the posted notes.
    pub(super) fn flush(&self) -> Result<(), OutboxError> {
        if !lock(&self.pending).is_empty() {
            self.write(Vec::new())?;
        }
        lock(&self.post_error).clone().map_or(Ok(()), Err)
    }

    /// Seeds the cache of the outbox with entries read during this run.
    pub(super) fn seed_cache(&self, entries: impl IntoIterator<Item = Entry>) {
        lock(&self.outbox).seed_cache(entries);
    }

    pub(super) fn claim(&self, letters: &[(Key, Stamp)]) -> Result<(), OutboxError> {
        let claim = lock(&self.outbox).claim(letters)?;
        claim.settle()
    }

    pub(super) fn release(&self, keys: &[Key]) {
        lock(&self.outbox).release(keys);
    }

    pub(super) fn rest(&self) -> Result<(), OutboxError> {
        self.flush()?;
        lock(&self.outbox).end_run()
    }
}

/// Ignores poisoning: a thread that panicked ends the run when the threads are joined, and no code here
/// leaves data half changed.
pub(super) fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
