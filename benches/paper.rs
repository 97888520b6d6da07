//! Letters on paper: from the start of the program to a file, and how many in a second.
//!
//! `cargo bench --bench paper` prints medians. Each measurement is a process of its own, so that none
//! finds the engine warm, and one thread means one.

#![expect(
    clippy::expect_used,
    clippy::print_stdout,
    clippy::disallowed_methods,
    clippy::cast_precision_loss,
    reason = "a benchmark prints, stops at the first surprise, and tells its own processes what to measure"
)]

use std::process::{Command, Stdio};
use std::sync::LazyLock;
use std::time::Instant;

use outcry::campaign::Campaign;
use outcry::letter::{Letter, Request, compose};
use outcry::locale::Language;
use outcry::registry::{Office, Registry};
use outcry::render::pdf::{LETTERS_PER_VOLUME, Press, Style, Volume};
use outcry::signatory::{Answers, Field, Signatory};

const CAMPAIGN: &str = "kazakhstan-2011-arrest-threat";
const WHAT: &str = "OUTCRY_BENCH";
static STYLE: LazyLock<Style> = LazyLock::new(Style::default);

fn main() {
    match std::env::var(WHAT).as_deref() {
        Ok("separate") => return separate(400),
        Ok("one-file") => return one_file(1000),
        Ok("one-file-10000") => return one_file(10_000),
        _ => {}
    }
    start_to_file();
    for (what, threads, says) in [
        ("separate", "1", "separate files, one thread"),
        ("separate", "2", "separate files, two threads"),
        ("one-file", "1", "one file, one thread"),
        ("one-file-10000", "1", "10,000 letters in volumes"),
    ] {
        let own = std::env::current_exe().expect("this program has a place");
        let run = Command::new(own).env(WHAT, what).env("RAYON_NUM_THREADS", threads).output().expect("it starts");
        assert!(run.status.success(), "{}", String::from_utf8_lossy(&run.stderr));
        println!("{says:<34}{}", String::from_utf8_lossy(&run.stdout).trim_end());
    }
    for (output, threads, says) in [
        ("one/", "1", "the command, separate, one thread"),
        ("two/", "2", "the command, separate, two"),
        ("one.pdf", "1", "the command, one file, one thread"),
        ("two.pdf", "2", "the command, one file, two"),
    ] {
        the_command(output, threads, says);
    }
}

/// The whole command for a list: reading and checking it, and writing the files.
fn the_command(output: &str, threads: &str, says: &str) {
    const ROWS: usize = 1000;
    let folder = tempfile::tempdir().expect("a folder");
    let rows: String = (0..ROWS).map(|row| format!("{},GB,yes\n", name(row))).collect();
    std::fs::write(folder.path().join("list.csv"), format!("name,country,consent\n{rows}")).expect("a list");
    let began = Instant::now();
    let status = Command::new(env!("CARGO_BIN_EXE_outcry"))
        .args(["write", CAMPAIGN, "--signatories", "list.csv", "--lang", "en", "--to", "kz-mfa", "--embassy", "none"])
        .args(["-f", "pdf", "-o", output])
        .env("RAYON_NUM_THREADS", threads)
        .current_dir(folder.path())
        .stderr(Stdio::null())
        .status();
    assert!(status.is_ok_and(|status| status.success()), "the program succeeds");
    println!("{says:<34}{:.0} letters per second", ROWS as f64 / began.elapsed().as_secs_f64());
}

fn start_to_file() {
    const RUNS: usize = 30;
    let folder = tempfile::tempdir().expect("a folder");
    let mut times: Vec<f64> = (0..RUNS)
        .map(|run| {
            let began = Instant::now();
            let status = Command::new(env!("CARGO_BIN_EXE_outcry"))
                .args(["write", CAMPAIGN, "--name", "Jo Smith", "--country", "GB", "--lang", "en", "--to", "kz-mfa"])
                .args(["-f", "pdf", "-o", &format!("{run}.pdf")])
                .current_dir(folder.path())
                .stderr(Stdio::null())
                .status();
            assert!(status.is_ok_and(|status| status.success()), "the program succeeds");
            began.elapsed().as_secs_f64() * 1000.0
        })
        .collect();
    times.sort_by(f64::total_cmp);
    println!("{:<34}{:.1} ms", "start to file", times[RUNS / 2]);
}

/// A campaign and its office, from which letters of many signatories are composed.
struct Desk {
    campaign: Campaign,
    registry: Registry,
    language: [Language; 1],
}

impl Desk {
    fn new() -> Self {
        let campaign = Campaign::load(CAMPAIGN, &[]).expect("the campaign is shipped");
        Self { campaign, registry: Registry::shipped(), language: ["en".parse().expect("a language")] }
    }

    fn letter<'a>(&'a self, signatory: &'a Signatory) -> Letter<'a> {
        let office: &Office = self.registry.get("kz-mfa").expect("the office is shipped");
        let date = jiff::civil::date(2026, 11, 23);
        let (campaign, languages) = (&self.campaign, &self.language);
        compose(Request { campaign, office, signatory, date, languages, copies: &[], edited: None })
            .expect("it is whole")
    }
}

fn name(number: usize) -> String {
    let letter = |place: usize| char::from(b'a' + u8::try_from(number / place % 26).expect("a letter"));
    format!("Jo Smith{}{}{}", letter(676), letter(26), letter(1))
}

fn signatory(number: usize) -> Signatory {
    let mut answers = Answers::default();
    answers.set(Field::Name, Some(name(number)));
    answers.set(Field::Country, Some("GB".to_owned()));
    Signatory::parse(&answers, &[]).expect("it is whole")
}

/// Letters in files of their own, sixteen at a time as the program does it.
fn separate(letters: usize) {
    let (press, desk) = (Press::new(), Desk::new());
    let began = Instant::now();
    let mut bytes = 0;
    for first in (0..letters).step_by(16) {
        let signatories: Vec<Signatory> = (first..letters.min(first + 16)).map(signatory).collect();
        let letters: Vec<Letter<'_>> = signatories.iter().map(|signatory| desk.letter(signatory)).collect();
        let letters: Vec<&Letter<'_>> = letters.iter().collect();
        for printed in press.letters(&letters, &STYLE) {
            bytes += printed.expect("it is printed").bytes.len();
        }
    }
    tell(letters, began, bytes);
}

/// How many letters in a second of the clock and in one of a processor, how large each, and the most memory.
fn tell(letters: usize, began: Instant, bytes: usize) {
    const TICKS: f64 = 100.0;
    let stat = std::fs::read_to_string("/proc/self/stat").unwrap_or_default();
    let ticks: f64 = stat.split_whitespace().skip(13).take(2).filter_map(|ticks| ticks.parse::<f64>().ok()).sum();
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let peak = status.lines().find_map(|line| line.strip_prefix("VmHWM:")).unwrap_or(" not known here").trim();
    let rate = letters as f64 / began.elapsed().as_secs_f64();
    let each = bytes as f64 / letters as f64 / 1000.0;
    let busy = letters as f64 / ticks * TICKS;
    println!("{rate:.0} letters per second ({busy:.0} per second of a processor), {each:.1} kB each, {peak} of memory");
}

fn one_file(letters: usize) {
    let (press, desk) = (Press::new(), Desk::new());
    let began = Instant::now();
    let mut bytes = 0;
    for first in (0..letters).step_by(LETTERS_PER_VOLUME) {
        let mut volume = Volume::default();
        let end = letters.min(first + LETTERS_PER_VOLUME);
        for first in (first..end).step_by(100) {
            let signatories: Vec<Signatory> = (first..end.min(first + 100)).map(signatory).collect();
            let letters: Vec<Letter<'_>> = signatories.iter().map(|signatory| desk.letter(signatory)).collect();
            let letters: Vec<&Letter<'_>> = letters.iter().collect();
            volume.add(&press, &letters, &STYLE).expect("they are printed");
        }
        bytes += volume.print(&press, &STYLE).expect("it is exported").len();
    }
    tell(letters, began, bytes);
}
