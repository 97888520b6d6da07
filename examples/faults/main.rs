//! Everything that can go wrong while letters are sent, some hundreds of times, against the real program.
//!
//! ```sh
//! cargo build --release
//! cargo run --release --example faults                     # all, some minutes
//! cargo run --release --example faults -- --kills 2000 kill
//! cargo run --release --example faults -- --seed 7 power flips
//! ```
//!
//! Each case makes worlds of its own in temporary folders, with a mail server on the loopback address that
//! writes down what it takes before it says so ([`oracle`]). After its faults the same command runs once
//! without any, and then this must hold ([`judge`]):
//!
//! ```text
//! I1  nothing is lost: each row and office is sent, refused or in doubt, and "sent" was taken
//! I2  nothing is taken twice
//! I3  what was taken and is not "sent" is "in doubt", and the exit code is not 0 then
//! I4  no more is in doubt than faults times connections
//! I5  the outbox is whole
//! I6  a letter that goes out again is the same, byte for byte
//! ```
//!
//! Where one of these breaks, the program ends with 1, tells the seed and leaves the world where it is.
//! Most cases need Linux, and some `strace`, `faketime` or the right to mount; what is missing is said.

#![expect(
    clippy::expect_used,
    clippy::print_stdout,
    reason = "a tool for maintainers: its report is its output, and a world that cannot be made ends it"
)]

mod dice;
mod disk;
mod judge;
mod kill;
mod lists;
mod oracle;
mod power;
mod tools;
mod wire;
mod world;

use std::process::ExitCode;
use std::time::Instant;

use clap::Parser;

use crate::dice::Dice;
use crate::judge::{Tally, judge, settle};
use crate::world::World;

/// Break the program in every way there is, and see that no letter is lost or sent twice
#[derive(Parser)]
#[command(name = "faults")]
struct Args {
    /// How often the program is killed at a random moment
    #[arg(long, default_value_t = 300)]
    kills: usize,
    /// Which faults; told at the end of each run
    #[arg(long)]
    seed: Option<u64>,
    /// Only these cases
    #[arg(value_name = "CASE")]
    names: Vec<String>,
}

/// A name to choose it by, what it is, and what does it.
type Case = (&'static str, &'static str, fn(&Plan, &mut Dice) -> Tally);

const CASES: &[Case] = &[
    ("kill", "kill -9 at a random moment, 1, 4 and 20 connections", kill::at_random),
    ("io", "kill -9 at each write, sync, send, receive", kill::at_each_step),
    ("power", "power cut: what was not synced is lost, and the machine starts anew", power::cuts),
    ("drops", "the server breaks the line at each step, by FIN and by RST", wire::drops),
    ("replies", "the server refuses, puts off or talks nonsense at each step", wire::replies),
    ("full", "no space left, from each write on", disk::full),
    ("eio", "a sync fails, once and from then on", disk::sync_fails),
    ("readonly", "an outbox that cannot be written or is something else", disk::unusable),
    ("flips", "a bit of the outbox is flipped", disk::flips),
    (OPEN, "a bit of the log of a killed run is flipped", disk::flips_of_the_log),
    ("two", "2 to 8 runs at once", kill::at_once),
    ("signals", "SIGINT, SIGTERM, SIGHUP, and nobody who reads", kill::signals),
    ("clock", "the clock jumps between runs", lists::clock),
    ("resort", "the list is sorted, cut or written otherwise between runs", lists::resorted),
];

/// The case that is known not to hold: `SQLite` takes a flipped bit in the log for the end of what was
/// written, as after a power cut, and the letters after it look as if they had never been sent.
const OPEN: &str = "log";

/// What every case is told.
struct Plan {
    kills: usize,
}

impl Plan {
    /// The end of a world: one run without faults, and the judgement.
    fn close(world: World, connections: usize, faults: usize, doubts: usize, under: &[&str]) -> Tally {
        world.oracle.fault(None);
        world.oracle.pause(std::time::Duration::ZERO);
        let line = world.send(connections);
        let last = world.run(under, &line);
        let mut tally = judge(&world, faults, doubts, &last);
        settle(&world, &line, &mut tally);
        Self::leave(world, &mut tally);
        tally
    }

    /// Keeps a world in which something broke.
    fn leave(world: World, tally: &mut Tally) {
        if !tally.broken.is_empty() {
            let kept = world.keep();
            tally.broken.iter_mut().for_each(|broken| *broken = format!("{broken}\n  in {}", kept.display()));
        }
    }
}

fn main() -> ExitCode {
    let args = Args::parse();
    let binary = world::binary();
    if !binary.is_file() {
        let profile = if cfg!(debug_assertions) { "" } else { " --release" };
        println!("{} is not there: build it first with `cargo build{profile}`", binary.display());
        return ExitCode::FAILURE;
    }
    if let Some(unknown) = args.names.iter().find(|name| CASES.iter().all(|(known, ..)| known != name)) {
        let names: Vec<&str> = CASES.iter().map(|(name, ..)| *name).collect();
        println!("there is no case \"{unknown}\"; there are {}", names.join(", "));
        return ExitCode::FAILURE;
    }
    let seed = args.seed.unwrap_or_else(|| world::now().as_millisecond().unsigned_abs());
    let plan = Plan { kills: args.kills };
    let mut all = Tally::default();
    for (name, what, case) in CASES {
        if !args.names.is_empty() && args.names.iter().all(|wanted| wanted != name) {
            continue;
        }
        if args.names.is_empty() && *name == OPEN {
            println!("{name:9} {what}: left out, known not to hold; name it to see");
            continue;
        }
        let began = Instant::now();
        let tally = case(&plan, &mut Dice::new(seed));
        match &tally.skipped {
            Some(why) => println!("{name:9} {what}: left out, {why}"),
            None => println!(
                "{name:9} {what}: {} worlds, {:.0} s\n          {tally}",
                tally.worlds,
                began.elapsed().as_secs_f64()
            ),
        }
        tally.broken.iter().for_each(|broken| println!("          BROKEN {broken}"));
        all += tally;
    }
    println!("{all}");
    if all.broken.is_empty() {
        return ExitCode::SUCCESS;
    }
    println!("{} things broke; the seed was {seed}, and their worlds were kept", all.broken.len());
    ExitCode::FAILURE
}
