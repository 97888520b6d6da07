//! Other programs that make faults: what can be had on this machine.

use std::path::Path;
use std::process::{Command, Stdio};
use std::sync::OnceLock;

const STRACE: &str = "strace";

/// Whether a program can be started.
pub fn works(command: &[&str]) -> bool {
    let (first, rest) = command.split_first().expect("a command");
    let status =
        Command::new(first).args(rest).stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null()).status();
    status.is_ok_and(|status| status.success())
}

/// Why `strace` cannot be used, if it cannot.
pub fn no_strace() -> Option<String> {
    static WORKS: OnceLock<bool> = OnceLock::new();
    let works = *WORKS.get_or_init(|| works(&[STRACE, "-f", "-qq", "-o", "/dev/null", "-e", "trace=fsync", "true"]));
    (!works).then(|| "strace is not installed or may not trace".to_owned())
}

/// `strace` with these options, to be put before the program.
pub fn strace<'a>(output: &'a str, options: &[&'a str]) -> Vec<&'a str> {
    [STRACE, "-f", "-qq", "-o", output].iter().chain(options).copied().collect()
}

/// A program in a mount namespace of its own: `set_up` is a line of shell with `$0` for this file, run
/// before it. Nothing, where that is not allowed.
pub fn private_mounts<'a>(set_up: &'a str, file: &'a Path) -> Option<Vec<&'a str>> {
    let file = file.to_str()?;
    let ways: [&[&str]; 2] = [&["unshare", "-m"], &["unshare", "-r", "-m"]];
    let all = |way: &[&'a str]| way.iter().copied().chain(["sh", "-c", set_up, file]).collect::<Vec<_>>();
    ways.into_iter().map(all).find(|command| {
        let with_true: Vec<&str> = command.iter().copied().chain(["true"]).collect();
        works(&with_true)
    })
}

/// The program with a clock that is wrong by `jump`. `faketime` itself would stay between it and a signal, so
/// its library is loaded as it does. Nothing, where there is none.
pub fn wrong_clock(jump: &str) -> Option<[String; 4]> {
    let output = Command::new("faketime").args(["-f", "+0", "env"]).stdin(Stdio::null()).output().ok()?;
    let environment = String::from_utf8(output.stdout).ok()?;
    let library = environment.lines().find(|line| line.starts_with("LD_PRELOAD="))?;
    Some(["env", library, &format!("FAKETIME={jump}"), "FAKETIME_DONT_FAKE_MONOTONIC=1"].map(str::to_owned))
}

/// Sends a signal by its name to a process.
pub fn signal(name: &str, process: u32) {
    // A process that has ended already is no fault.
    let _sent = works(&["sh", "-c", &format!("kill -{name} {process}")]);
}
