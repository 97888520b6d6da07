//! From the start of the program to a printed letter, against an empty Rust program.
//!
//! `cargo bench --bench startup` runs both in turn and prints medians and their ratio. Machines
//! differ and are noisy; the ratio within one run is what counts.

#![expect(clippy::expect_used, clippy::print_stdout, reason = "a benchmark prints, and stops at the first surprise")]

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

const RUNS: usize = 100;

fn main() {
    let folder = tempfile::tempdir().expect("a folder for the empty program");
    let empty = empty_program(folder.path());
    let letter = Path::new(env!("CARGO_BIN_EXE_outcry"));
    let flags = "write kazakhstan-2011-arrest-threat --kind union --members 340 --country GB --lang en";
    let arguments: Vec<&str> =
        flags.split(' ').chain(["--name", "Jo Smith", "--organisation", "Camden Trades Council"]).collect();
    let (mut letters, mut empties, mut ratios) = (Vec::new(), Vec::new(), Vec::new());
    for _ in 0..RUNS {
        let a = time(letter, &arguments, folder.path());
        let b = time(&empty, &[], folder.path());
        ratios.push(a.as_secs_f64() / b.as_secs_f64());
        letters.push(a);
        empties.push(b);
    }
    ratios.sort_by(f64::total_cmp);
    println!("empty program     {:.2} ms", median(empties));
    println!("printed letters   {:.2} ms", median(letters));
    println!("ratio             {:.1}  (median of {RUNS} pairs)", ratios[RUNS / 2]);
}

fn empty_program(folder: &Path) -> PathBuf {
    let source = folder.join("empty.rs");
    std::fs::write(&source, "fn main() {}\n").expect("the folder can be written");
    let program = folder.join("empty");
    let built = Command::new("rustc").arg("-O").arg("-o").arg(&program).arg(&source).status();
    assert!(built.is_ok_and(|status| status.success()), "rustc builds the empty program");
    program
}

fn time(program: &Path, arguments: &[&str], folder: &Path) -> Duration {
    let started = Instant::now();
    let status =
        Command::new(program).args(arguments).current_dir(folder).stdout(Stdio::null()).stderr(Stdio::null()).status();
    let took = started.elapsed();
    assert!(status.is_ok_and(|status| status.success()), "the program succeeds");
    took
}

fn median(mut times: Vec<Duration>) -> f64 {
    times.sort();
    times[times.len() / 2].as_secs_f64() * 1000.0
}
