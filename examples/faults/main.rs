//! Everything that can go wrong while letters are sent, some thousands of times, against the real program.
//!
//! ```sh
//! cargo build --release
//! cargo run --release --example faults                     # all, about twenty minutes
//! cargo run --release --example faults -- --kills 2000 kill
//! cargo run --release --example faults -- --seed 7 power flips
//! cargo run --release --example faults -- sabotage         # the test of the judge
//! ```
//!
//! Each case makes worlds of its own in temporary folders, with a mail server on the loopback address that
//! writes down what it takes before it says so. After its faults the same command runs once without any, and
//! then this must hold ([`harness::judge`]):
//!
//! ```text
//! nothing is lost: each row and office is sent, refused or in doubt, and "sent" was taken
//! nothing is taken twice
//! what was taken is what was meant: text, subject, sender, To, Cc, attachments, envelope, copies
//! a letter that goes out again is the same, byte for byte
//! what was taken and is not "sent" is told as in doubt, and the exit code says so
//! no more is in doubt than was under way, or after a power cut claimed
//! the outbox is whole
//! ```
//!
//! The last line counts it all. Where something breaks, the program ends with 1, tells the seed and leaves the
//! world where it is. Some cases need Linux, `strace`, `faketime` or the right to mount; what is missing is said.

#![expect(clippy::print_stdout, reason = "a tool for maintainers: its report is its output")]

mod harness;

use std::path::PathBuf;
use std::process::ExitCode;

use clap::Parser;

use harness::{CASES, Plan};

/// Break the program in every way there is, and see that no letter is lost, changed or sent twice
#[derive(Parser)]
#[command(name = "faults")]
struct Args {
    /// How often the program is killed at a random moment
    #[arg(long, default_value_t = 1000)]
    kills: usize,
    /// Which faults; told at the end of each run
    #[arg(long)]
    seed: Option<u64>,
    /// The program that is tried, in place of the one beside this example
    #[arg(long)]
    program: Option<PathBuf>,
    /// A few faults of each kind, as `cargo test` tries them
    #[arg(long)]
    quick: bool,
    /// Keep an outbox as the program makes it now, as one of this format, before the next format comes
    #[arg(long, value_name = "FORMAT")]
    keep_past: Option<String>,
    /// Print what was counted as JSON, for a run inside another one
    #[arg(long, hide = true)]
    json: bool,
    /// Only these cases
    #[arg(value_name = "CASE")]
    names: Vec<String>,
}

fn main() -> ExitCode {
    let args = Args::parse();
    let program = args.program.unwrap_or_else(beside);
    let Ok(program) = program.canonicalize() else {
        let profile = if cfg!(debug_assertions) { "" } else { " --release" };
        println!("{} is not there: build it first with `cargo build{profile}`", program.display());
        return ExitCode::FAILURE;
    };
    if let Some(format) = args.keep_past {
        return harness::keep_past(program, &format).map_or_else(
            |why| {
                println!("{why}");
                ExitCode::FAILURE
            },
            |()| ExitCode::SUCCESS,
        );
    }
    if let Some(unknown) = args.names.iter().find(|name| CASES.iter().all(|case| case.name != **name)) {
        let names: Vec<&str> = CASES.iter().map(|case| case.name).collect();
        println!("there is no case \"{unknown}\"; there are {}", names.join(", "));
        return ExitCode::FAILURE;
    }
    let seed = args.seed.unwrap_or_else(harness::seed);
    let jobs = std::thread::available_parallelism().map_or(1, usize::from);
    let plan = Plan { is_quick: args.quick, kills: args.kills, jobs };
    let all = plan.run(program, &args.names, seed, &|line| {
        if !args.json {
            println!("{line}");
        }
    });
    if args.json {
        println!("{}", serde_json::to_string(&all).unwrap_or_default());
        return ExitCode::SUCCESS;
    }
    if !all.broken.is_empty() {
        println!("{} things broke; the seed was {seed}, and their worlds were kept", all.broken.len());
    }
    if args.names == ["sabotage"] && (all.caught, all.sabotaged) == (10, 10) {
        println!("ten of ten caught");
    }
    println!("{all} · sabotage caught {} of {}", all.caught, all.sabotaged);
    if all.broken.is_empty() { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}

/// The program beside this example, built with the same profile.
fn beside() -> PathBuf {
    let own = std::env::current_exe().unwrap_or_default();
    let folder = own.parent().and_then(|examples| examples.parent()).unwrap_or(&own);
    folder.join(format!("outcry{}", std::env::consts::EXE_SUFFIX))
}
