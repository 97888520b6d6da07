//! What must hold after every fault and one run without faults, whatever went wrong.

use std::collections::HashMap;
use std::fmt;
use std::ops::AddAssign;

use crate::world::{Run, World};

/// What was counted and what broke, in one world or in all of a case.
#[derive(Debug, Default)]
pub struct Tally {
    pub faults: usize,
    pub worlds: usize,
    /// Letters that are in no final state, or "sent" without a server that took them.
    pub lost: usize,
    /// Letters a server took more than once.
    pub duplicates: usize,
    /// Letters a server took whose answer the program never wrote down: these must be in doubt.
    pub open: usize,
    /// How many of those are told as in doubt.
    pub reported: usize,
    /// Letters in doubt that no server took.
    pub needless: usize,
    /// Outboxes that `SQLite` finds whole.
    pub whole: usize,
    /// What broke, in words.
    pub broken: Vec<String>,
    pub skipped: Option<String>,
}

impl AddAssign for Tally {
    fn add_assign(&mut self, other: Self) {
        self.faults += other.faults;
        self.worlds += other.worlds;
        self.lost += other.lost;
        self.duplicates += other.duplicates;
        self.open += other.open;
        self.reported += other.reported;
        self.needless += other.needless;
        self.whole += other.whole;
        self.broken.extend(other.broken);
    }
}

impl fmt::Display for Tally {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { faults, lost, duplicates, open, reported, needless, whole, worlds, .. } = self;
        let percent = if *worlds == 0 { 100 } else { whole * 100 / worlds };
        write!(
            f,
            "faults {faults} · lost {lost} · duplicates outside in-doubt {duplicates} · in doubt reported {reported} of {open} (and {needless} that nobody took) · outbox whole {percent} %"
        )
    }
}

/// Judges a world after its faults and after `last`, the run without any. At most `doubts` letters may be
/// in doubt.
pub fn judge(world: &World, faults: usize, doubts: usize, last: &Run) -> Tally {
    let mut tally = Tally { faults, worlds: 1, ..Tally::default() };
    let entries = match world.export() {
        Ok(entries) => entries,
        Err(error) => {
            tally.broken.push(format!("the outbox cannot be read: {error}"));
            return tally;
        }
    };
    let seen = world.oracle.seen();
    let mut taken: HashMap<&str, usize> = HashMap::new();
    let mut by_person: HashMap<(&str, &str), usize> = HashMap::new();
    let mut bytes: HashMap<(&str, &str), u64> = HashMap::new();
    for letter in &seen {
        let who = (letter.person.as_str(), letter.office.as_str());
        if letter.taken {
            *taken.entry(&letter.message_id).or_default() += 1;
            *by_person.entry(who).or_default() += 1;
        }
        if *bytes.entry(who).or_insert(letter.hash) != letter.hash {
            tally.broken.push(format!("I6: {who:?} was sent two versions of one letter"));
        }
    }
    let states: HashMap<&str, &str> =
        entries.iter().filter_map(|entry| Some((entry.message_id.as_deref()?, entry.state.as_str()))).collect();

    let final_states = entries.iter().filter(|entry| matches!(entry.state.as_str(), "sent" | "refused" | "in doubt"));
    let invented = entries
        .iter()
        .filter(|entry| entry.state == "sent" && !entry.message_id.as_deref().is_some_and(|id| taken.contains_key(id)));
    tally.lost = world.letters().saturating_sub(final_states.count()) + invented.count();
    if tally.lost > 0 || entries.len() != world.letters() {
        tally.broken.push(format!("I1: {} lost, {} of {} known", tally.lost, entries.len(), world.letters()));
    }
    tally.duplicates = by_person.values().map(|times| times - 1).sum();
    if tally.duplicates > 0 {
        tally.broken.push(format!("I2: {} taken twice", tally.duplicates));
    }
    let unsettled = taken.keys().map(|id| states.get(id).copied()).filter(|state| *state != Some("sent"));
    let unsettled: Vec<Option<&str>> = unsettled.collect();
    tally.open = unsettled.len();
    tally.reported = unsettled.iter().filter(|state| **state == Some("in doubt")).count();
    if tally.reported < tally.open {
        tally.broken.push(format!("I3: {} of {} are told as in doubt: {unsettled:?}", tally.reported, tally.open));
    }
    let doubted = entries.iter().filter(|entry| entry.state == "in doubt").count();
    tally.needless = doubted - tally.reported.min(doubted);
    if doubted > doubts {
        tally.broken.push(format!("I4: {doubted} in doubt, at most {doubts} expected"));
    }
    let refused = entries.iter().any(|entry| entry.state == "refused");
    let (code, fits) = (
        last.code,
        if doubted > 0 {
            &[Some(75)][..]
        } else if refused {
            &[Some(1)]
        } else {
            &[Some(0)]
        },
    );
    if !fits.contains(&code) {
        tally.broken.push(format!("I3: exit code {code:?} with {doubted} in doubt, refused: {refused}\n{}", last.err));
    }
    match integrity(world) {
        Ok(()) => tally.whole = 1,
        Err(error) => tally.broken.push(format!("I5: {error}")),
    }
    tally
}

/// Settles what is in doubt as the server knows it, and sends what nobody took: then each letter that was
/// not refused was taken exactly once.
pub fn settle(world: &World, line: &str, tally: &mut Tally) {
    let Ok(entries) = world.export() else { return };
    let doubted: Vec<_> = entries.iter().filter(|entry| entry.state == "in doubt").collect();
    if doubted.is_empty() {
        return;
    }
    let seen = world.oracle.seen();
    for entry in doubted {
        let arrived = seen.iter().any(|seen| seen.taken && Some(&seen.message_id) == entry.message_id.as_ref());
        let verdict = if arrived { "--sent" } else { "--resend" };
        let settled = world.run(&[], &format!("outbox settle {} {verdict}", entry.key));
        if settled.code != Some(0) {
            tally.broken.push(format!("a doubt cannot be settled: {}", settled.err));
        }
    }
    let last = world.run(&[], line);
    let settled = judge(world, 0, 0, &last);
    tally.duplicates += settled.duplicates;
    tally.lost += settled.lost;
    tally.broken.extend(settled.broken.into_iter().map(|broken| format!("after settling: {broken}")));
}

fn integrity(world: &World) -> Result<(), String> {
    use rusqlite::{Connection, OpenFlags};
    let flags = OpenFlags::SQLITE_OPEN_READ_ONLY;
    let db = Connection::open_with_flags(world.outbox(), flags).map_err(|error| error.to_string())?;
    let said: String =
        db.pragma_query_value(None, "integrity_check", |row| row.get(0)).map_err(|error| error.to_string())?;
    if said == "ok" { Ok(()) } else { Err(said) }
}
