//! The faults, the worlds they happen in, and the judge. `examples/faults` runs the whole plan, and
//! `tests/faults.rs` a part of it that takes less than a minute and needs nothing but the toolchain.
//!
//! ```text
//! world     a folder in which the real program runs           oracle    the server that knows what was taken
//! meant     what each letter is meant to be                   judge     compares the three
//! kill, wire, hang, disk, power, past, lists, network    what goes wrong
//! sabotage  programs that are made to lie: the test of the judge itself (proxy: between program and server)
//! ```

#![allow(clippy::expect_used, reason = "a world that cannot be made ends the plan")]
#![allow(clippy::unwrap_used, reason = "the authority is shared with the tests")]

#[path = "../../../tests/support/authority.rs"]
#[allow(dead_code, reason = "the tests use more of it")]
mod authority;
mod dice;
mod disk;
mod hang;
mod judge;
mod kill;
mod lists;
mod meant;
mod network;
mod oracle;
mod past;
mod power;
mod proxy;
mod sabotage;
mod tools;
mod wire;
mod world;

use std::path::PathBuf;
use std::sync::Mutex;
use std::time::{Duration, Instant};

pub use dice::Dice;
pub use judge::Tally;
use judge::{Bound, judge, settle};
use world::World;

/// What broke in one case is shown up to this: one fault of the program breaks many worlds.
const SHOWN: usize = 10;

/// A kind of fault.
pub struct Case {
    /// A name to choose it by.
    pub name: &'static str,
    what: &'static str,
    run: fn(&Plan, &mut Dice) -> Tally,
    part: Part,
}

#[derive(PartialEq, Eq)]
enum Part {
    /// Also of the quick plan.
    Quick,
    /// Of the whole plan alone.
    Whole,
    /// Of the whole plan, beside all others: it takes long and does little.
    Beside,
}

const fn case(name: &'static str, what: &'static str, part: Part, run: fn(&Plan, &mut Dice) -> Tally) -> Case {
    Case { name, what, run, part }
}

pub const CASES: &[Case] = &[
    case("patience", "the server hangs at each step until the program's own time is up", Part::Beside, hang::for_ever),
    case("sabotage", "programs made to lie, lose and mistake; the judge must see it", Part::Quick, sabotage::all),
    case("kill", "kill -9 at a random moment, 1, 4 and 20 connections", Part::Quick, kill::at_random),
    case("io", "kill -9 at each write, sync, send, receive", Part::Whole, kill::at_each_step),
    case("power", "power cut: what was not synced is lost, and the machine starts anew", Part::Whole, power::cuts),
    case("drops", "the server breaks the line at each step, by FIN and by RST", Part::Quick, wire::drops),
    case("tls", "the line breaks, or talks nonsense, at each step of TLS", Part::Quick, wire::tls),
    case("papers", "letters with a PDF: the line breaks, or they are put off", Part::Quick, wire::papers),
    case("replies", "the server refuses, puts off or talks nonsense at each step", Part::Quick, wire::replies),
    case("cuts", "the line breaks after so many bytes, either way", Part::Quick, wire::cuts),
    case("hang", "the server hangs at each step, and then the program or the line is ended", Part::Quick, hang::ended),
    case("network", "a network of its own: slow, losing packets, cut off", Part::Whole, network::all),
    case("full", "no space left, from each write on", Part::Whole, disk::full),
    case("eio", "a sync fails, once and from then on", Part::Whole, disk::sync_fails),
    case("unusable", "an outbox that cannot be written or is something else", Part::Quick, disk::unusable),
    case("flips", "a bit of the outbox is flipped, or its end is missing", Part::Quick, disk::flips),
    case("log", "a bit of the log of a killed run is flipped", Part::Quick, disk::flips_of_the_log),
    case(
        "past",
        "an outbox of an earlier version, whole, killed on the way to this one, flipped",
        Part::Quick,
        past::all,
    ),
    case("two", "2 to 8 runs at once", Part::Quick, kill::at_once),
    case("signals", "SIGINT, SIGTERM, SIGHUP, and nobody who reads", Part::Quick, kill::signals),
    case("clock", "the clock jumps between runs", Part::Whole, lists::clock),
    case("resort", "the list is sorted, cut or written otherwise between runs", Part::Quick, lists::resorted),
];

/// How much is tried.
pub struct Plan {
    /// A few of each kind, in less than a minute.
    pub is_quick: bool,
    /// How often the program is killed at a random moment.
    pub kills: usize,
    /// Worlds at the same time.
    pub jobs: usize,
}

impl Plan {
    /// Runs the cases with these names, or all of the plan, and shows what came of each.
    pub fn run(&self, program: PathBuf, names: &[String], seed: u64, show: &(dyn Fn(&str) + Sync)) -> Tally {
        world::choose(program);
        let wanted = |case: &&Case| {
            if names.is_empty() {
                !self.is_quick || case.part == Part::Quick
            } else {
                names.iter().any(|name| name == case.name)
            }
        };
        let mut all = Tally::default();
        if let Err(why) = meant::agrees(&World::new(0)) {
            show(&why);
            all.blame(Some(why));
        }
        let one = |case: &Case| {
            let began = Instant::now();
            let tally = (case.run)(self, &mut Dice::new(seed));
            show(&format!(
                "{:9} {}: {} worlds, {:.0} s",
                case.name,
                case.what,
                tally.worlds,
                began.elapsed().as_secs_f64()
            ));
            if tally.faults > 0 {
                show(&format!("          {tally}"));
            }
            tally.skipped.iter().for_each(|why| show(&format!("          skipped: {why}")));
            for broken in tally.broken.iter().take(SHOWN) {
                show(&format!("          BROKEN {:?}: {}", broken.kind, broken.what));
            }
            if let Some(more) = tally.broken.len().checked_sub(SHOWN + 1) {
                show(&format!("          and {} more", more + 1));
            }
            tally
        };
        let (beside, others): (Vec<&Case>, Vec<&Case>) =
            CASES.iter().filter(wanted).partition(|case| case.part == Part::Beside);
        std::thread::scope(|scope| {
            let beside: Vec<_> = beside.into_iter().map(|case| scope.spawn(|| one(case))).collect();
            for case in others {
                all += one(case);
            }
            for case in beside {
                all += case.join().expect("a case comes to its end");
            }
        });
        all
    }

    fn some(&self, whole: usize, quick: usize) -> usize {
        if self.is_quick { quick } else { whole }
    }

    /// Does this for each of these, several at the same time, each with its own chance.
    fn each<T: Send>(
        &self,
        items: impl IntoIterator<Item = T, IntoIter: Send>,
        dice: &mut Dice,
        work: impl Fn(T, &mut Dice) -> Tally + Sync,
    ) -> Tally {
        let source = Mutex::new((items.into_iter(), dice));
        let all = Mutex::new(Tally::default());
        std::thread::scope(|scope| {
            for _ in 0..self.jobs {
                scope.spawn(|| {
                    loop {
                        let next = {
                            let mut source = source.lock().expect("no work panics");
                            let seed = source.1.next();
                            source.0.next().map(|item| (item, Dice::new(seed)))
                        };
                        let Some((item, mut dice)) = next else { return };
                        let tally = work(item, &mut dice);
                        *all.lock().expect("no work panics") += tally;
                    }
                });
            }
        });
        all.into_inner().expect("no work panics")
    }
}

/// The end of a world: one run without faults, and the judgement.
fn close(world: World, connections: usize, faults: usize, bound: usize) -> Tally {
    world.oracle.fault(None);
    world.oracle.pause(Duration::ZERO);
    world.oracle.rests();
    let line = world.send(connections);
    let before = world.oracle.taken();
    let last = world.run(&[], &line);
    world.oracle.rests();
    let mut tally = judge(&world, faults, &Bound::AtMost(bound), &last);
    let (sent, said) =
        (world.oracle.taken() - before, last.out.lines().filter(|line| line.starts_with("sent\t")).count());
    tally.blame((sent != said).then(|| format!("{sent} were sent, and it says {said}")));
    settle(&world, &line, &mut tally);
    keep(world, tally)
}

/// Leaves a world in which something broke where it is.
fn keep(world: World, tally: Tally) -> Tally {
    if tally.broken.is_empty() {
        return tally;
    }
    let kept = world.keep();
    tally.within(kept.display())
}

/// Keeps an outbox as this program makes it, for versions to come.
#[allow(dead_code, reason = "a test makes none")]
pub fn keep_past(program: PathBuf, format: &str) -> Result<(), String> {
    world::choose(program);
    past::make(format)
}

/// Faults that nobody has seen yet.
pub fn seed() -> u64 {
    world::now().as_millisecond().unsigned_abs()
}
