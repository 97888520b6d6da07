//! One outbox for all connections. What they have to write down at the same time goes into one commit:
//! whoever comes first writes for those who came meanwhile.
//!
//! The answer to one letter may wait for the mark of the connection's next, a moment later: they are
//! written together, so that at any time at most one letter of a connection is marked and not answered.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use jiff::Timestamp;

use crate::outbox::{Entry, Key, Note, Outbox, OutboxError, Problem, Stamp};

/// What one of them was told.
type Written = Result<Vec<Option<Entry>>, OutboxError>;
type Slot = Arc<Mutex<Option<Written>>>;

pub(super) struct Ledger<'a> {
    outbox: Mutex<&'a mut Outbox>,
    wishes: Mutex<Vec<(Vec<Note>, Option<Slot>)>>,
    /// Why something that was posted could not be written.
    lost: Mutex<Option<OutboxError>>,
    clock: &'a (dyn Fn() -> Timestamp + Sync),
}

impl<'a> Ledger<'a> {
    pub(super) fn new(outbox: &'a mut Outbox, clock: &'a (dyn Fn() -> Timestamp + Sync)) -> Self {
        Self { outbox: Mutex::new(outbox), wishes: Mutex::new(Vec::new()), lost: Mutex::new(None), clock }
    }

    /// Writes these down, all of them or none. What was written with them stands or falls with them.
    pub(super) fn write(&self, notes: Vec<Note>) -> Written {
        self.write_each(vec![notes]).pop().unwrap_or_else(|| Ok(Vec::new()))
    }

    /// The same for several, in one commit; each stands by itself.
    pub(super) fn write_each(&self, several: Vec<Vec<Note>>) -> Vec<Written> {
        let slots: Vec<Slot> = several.iter().map(|_| Slot::default()).collect();
        lock(&self.wishes).extend(several.into_iter().zip(&slots).map(|(notes, slot)| (notes, Some(Arc::clone(slot)))));
        let mut outbox = lock(&self.outbox);
        // Whoever had the outbox before wrote all of them, or none.
        if slots.iter().any(|slot| lock(slot).is_none()) {
            self.write_wishes(&mut outbox);
        }
        let unknown = || Err(OutboxError { path: outbox.view().path().to_owned(), problem: Problem::Unknown });
        slots.iter().map(|slot| lock(slot).take().unwrap_or_else(unknown)).collect()
    }

    /// Writes down what everyone wants written.
    fn write_wishes(&self, outbox: &mut Outbox) {
        let wishes = std::mem::take(&mut *lock(&self.wishes));
        let mut all = Vec::new();
        let wishes: Vec<_> = wishes
            .into_iter()
            .map(|(notes, slot)| {
                let first = all.len();
                all.extend(notes);
                (first..all.len(), slot)
            })
            .collect();
        let now = (self.clock)();
        let mut together = if wishes.len() > 1 { outbox.write(&all, now).ok().map(Vec::into_iter) } else { None };
        for (notes, slot) in wishes {
            let own = match &mut together {
                Some(written) => Ok(written.by_ref().take(notes.len()).collect()),
                // What one of them cannot do does not keep the others from it.
                None => outbox.write(&all[notes], now),
            };
            match slot {
                Some(slot) => *lock(&slot) = Some(own),
                None => {
                    if let Err(error) = own {
                        lock(&self.lost).get_or_insert(error);
                    }
                }
            }
        }
    }

    /// Writes these down with whatever is written next, by whomever.
    pub(super) fn post(&self, notes: Vec<Note>) {
        lock(&self.wishes).push((notes, None));
    }

    /// Writes down what was posted.
    pub(super) fn flush(&self) -> Result<(), OutboxError> {
        if !lock(&self.wishes).is_empty() {
            self.write(Vec::new())?;
        }
        lock(&self.lost).clone().map_or(Ok(()), Err)
    }

    /// Lines that were just read need not be read again.
    pub(super) fn recall(&self, lines: impl IntoIterator<Item = Entry>) {
        lock(&self.outbox).recall(lines);
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
        lock(&self.outbox).rest()
    }
}

/// A thread that panicked ends the run when the threads are joined; what it held is whole, since
/// nothing here is changed half.
pub(super) fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
