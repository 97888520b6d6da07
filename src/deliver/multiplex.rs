//! Several connections on one worker thread.
//!
//! This buys speed against a server that answers within microseconds, such as a relay on the same machine.
//! There each mark costs a commit and each answer a wake-up, which take longer than the server does. A worker
//! with several connections writes the marks of their letters in one commit and often reads answers without
//! having slept. Against any other server each worker has one connection and this module decides nothing: to
//! understand how no letter is sent twice, skip it, and read `worker` as if there were one slot.
//!
//! A run multiplexes if no pace limits it, it has more connections than the machine has cores to spare, and
//! the first connection shows that the server is near and the letters are small.

use std::num::NonZero;
use std::sync::OnceLock;
use std::time::{Duration, Instant};

use super::slot::Slot;
use crate::smtp::{Connection, Timeouts};

/// How soon an idle connection asks the queue again, while others have letters.
const NAP: Duration = Duration::from_millis(2);
/// A server that is ready for the first letter within this time counts as near. For a server farther away, a
/// worker spends its time waiting, and opening one connection would block the letters on the others.
const NEAR: Duration = Duration::from_millis(10);
/// Greeting timeout for extra connections: opening one blocks this thread's others, so give up after 1 s.
const GREETING: Duration = Duration::from_secs(1);
/// If the first letter has more bytes than this, each connection gets a worker of its own: while one worker
/// writes a large letter, its other connections wait.
const SMALL: usize = 64 * 1024;

/// How a run spreads its connections over workers.
pub(super) struct Multiplex {
    connections: usize,
    /// How many workers share the connections of a multiplexed run.
    workers: usize,
    /// Set when the first connection is open.
    layout: OnceLock<Layout>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Layout {
    OneEach,
    Shared,
}

impl Multiplex {
    pub(super) fn new(connections: usize, is_free: bool) -> Self {
        let cores = std::thread::available_parallelism().map_or(1, NonZero::get);
        // Half of the cores make letters or run the server. Only Unix can wait for several connections at
        // once; elsewhere a silent one would hold up the others.
        let workers = if is_free && cfg!(unix) { connections.min((cores / 2).max(1)) } else { connections };
        let layout = if workers == connections { OnceLock::from(Layout::OneEach) } else { OnceLock::new() };
        Self { connections, workers, layout }
    }

    /// Whether the run needs this worker, counted from 0. Some wait here until the first connection is open.
    pub(super) fn needs_worker(&self, number: usize) -> bool {
        number < self.workers || *self.layout.wait() == Layout::OneEach
    }

    /// How many connections this worker has, as far as the run knows yet.
    pub(super) fn width(&self, number: usize) -> usize {
        match self.layout.get() {
            Some(Layout::Shared) => {
                self.connections / self.workers + usize::from(number < self.connections % self.workers)
            }
            Some(Layout::OneEach) | None => 1,
        }
    }

    /// Shortens the timeouts for opening an extra connection.
    pub(super) fn limit(&self, timeouts: &mut Timeouts) {
        if self.layout.get() == Some(&Layout::Shared) {
            timeouts.connect = timeouts.connect.min(GREETING);
            timeouts.greeting = timeouts.greeting.min(GREETING);
        }
    }

    /// Chooses the layout by the first connection: how long it took to open, and the bytes of its first letter.
    pub(super) fn opened(&self, took: Duration, bytes: usize) {
        self.layout.get_or_init(|| if took < NEAR && bytes <= SMALL { Layout::Shared } else { Layout::OneEach });
    }

    /// Releases the workers that wait in [`Self::needs_worker`] when this worker ends, even if it has opened no
    /// connection.
    pub(super) fn release_on_drop(&self) -> Release<'_> {
        Release(&self.layout)
    }
}

pub(super) struct Release<'a>(&'a OnceLock<Layout>);

impl Drop for Release<'_> {
    fn drop(&mut self) {
        self.0.get_or_init(|| Layout::OneEach);
    }
}

/// Which slots to advance: the server has answered, or its time is up. Waits until there is one, or for a
/// moment only if a slot is idle. A single busy slot is ready at once: its connection waits in its read.
pub(super) fn ready(slots: &[Slot]) -> Vec<bool> {
    let busy: Vec<(&Connection, Instant)> = slots.iter().filter_map(Slot::busy).collect();
    let idle = slots.iter().any(Slot::is_idle);
    if busy.len() == 1 && !idle && !slots.iter().any(Slot::lacks_end) {
        return slots.iter().map(|slot| slot.letter.is_some()).collect();
    }
    let late = busy.iter().map(|(_, deadline)| *deadline).min();
    let soon = idle.then(|| Instant::now() + NAP);
    let until = late.into_iter().chain(soon).min().unwrap_or_else(Instant::now);
    let connections: Vec<&Connection> = busy.iter().map(|(connection, _)| *connection).collect();
    let mut answered = Connection::wait(&connections, until).into_iter();
    let now = Instant::now();
    let ready = slots
        .iter()
        .map(|slot| slot.busy().is_some_and(|(_, deadline)| answered.next().unwrap_or_default() || deadline <= now));
    ready.collect()
}
