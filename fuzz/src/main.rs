//! A fuzzer that needs nothing but stable Rust: seeds are cut, doubled, crossed and spoilt at random, and each
//! result goes through a target in this process. An input that panics, or takes longer than ten seconds, is kept
//! in `fuzz/findings` and ends the run with 1.
//!
//! ```sh
//! cargo run --manifest-path fuzz/Cargo.toml --target-dir target -- TARGET [SECONDS [SEED]]
//! ```

mod targets;

use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use targets::TARGETS;

const SLOWEST: Duration = Duration::from_secs(10);
/// Bytes of an input.
const LONGEST: usize = 256 * 1024;

/// Pieces that have broken such readers before.
const PIECES: [&[u8]; 48] = [
    b"\r\n",
    b"\n\n",
    b"\0",
    b"\x1b[2J",
    b"\xff",
    b"\xef\xbb\xbf",
    "\u{202e}".as_bytes(),
    "\u{200d}".as_bytes(),
    "\u{200f}".as_bytes(),
    "\u{e0061}".as_bytes(),
    "\u{85}".as_bytes(),
    "\u{2028}".as_bytes(),
    b"&#x1b;",
    b"&zwnj;",
    b"%0d%0a",
    b"%E2%80%AE",
    b"\\u001b",
    b"{{name}}",
    b"{{#if name}}",
    b"{{/if}}",
    b"{{> part}}",
    b"{{[a]/[b]}}",
    b"+++\n",
    b"[[office]]\n",
    b"[[",
    b"]]",
    b"\"\"\"",
    b"'''",
    b"=",
    b"\"",
    b";",
    b",",
    b"\t",
    b"=1+1",
    b"From x Sat Jan  3 01:05:34 2026\n",
    b"--b\nContent-Type: message/rfc822\n\n",
    b"Content-Type: multipart/mixed; boundary=b\n\n",
    b"250-",
    b"354 \r\n",
    b"421 ",
    b"<filter/>",
    b"<use href='#p'/>",
    b"999999999999999999999",
    b"-1",
    b"\x89PNG\r\n\x1a\n",
    b"PK\x03\x04",
    b"<![CDATA[",
    b"<!--",
];

/// Xorshift: a run can be repeated from its seed.
struct Random(u64);

impl Random {
    fn next(&mut self) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0
    }

    fn below(&mut self, limit: usize) -> usize {
        usize::try_from(self.next() % (limit.max(1) as u64)).unwrap_or_default()
    }
}

fn changed(seeds: &[Vec<u8>], random: &mut Random) -> Vec<u8> {
    let mut input = seeds[random.below(seeds.len())].clone();
    for _ in 0..1 + random.below(8) {
        let at = random.below(input.len() + 1);
        let end = (at + random.below(64)).min(input.len());
        match random.below(10) {
            0 => drop(input.drain(at..end)),
            1 => {
                let piece = input[at..end].to_vec();
                let to = random.below(input.len() + 1);
                drop(input.splice(to..to, piece));
            }
            2 => {
                let piece = input[at..end].repeat(1 + random.below(300));
                drop(input.splice(at..at, piece));
            }
            3 | 4 => drop(input.splice(at..at, PIECES[random.below(PIECES.len())].iter().copied())),
            5 => drop(input.splice(at..end, PIECES[random.below(PIECES.len())].iter().copied())),
            6 => {
                let other = &seeds[random.below(seeds.len())];
                let from = random.below(other.len() + 1);
                let to = (from + random.below(2000)).min(other.len());
                drop(input.splice(at..end, other[from..to].iter().copied()));
            }
            7 => input.truncate(at),
            _ if at < input.len() => input[at] = u8::try_from(random.below(256)).unwrap_or_default(),
            _ => {}
        }
    }
    input.truncate(LONGEST);
    input
}

fn keep(name: &str, what: &str, input: &[u8]) -> PathBuf {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("findings").join(name);
    let sum = input.iter().fold(0_u64, |sum, byte| sum.wrapping_mul(31).wrapping_add(u64::from(*byte)));
    let path = folder.join(format!("{what}-{sum:016x}"));
    std::fs::create_dir_all(&folder).and_then(|()| std::fs::write(&path, input)).expect("a finding can be kept");
    path
}

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let named = arguments.first().map(String::as_str).unwrap_or_default();
    let Some((name, target)) = TARGETS.into_iter().find(|(name, _)| *name == named) else {
        eprintln!("targets: {}", TARGETS.map(|(name, _)| name).join(", "));
        return ExitCode::from(2);
    };
    let seconds = arguments.get(1).and_then(|text| text.parse().ok()).unwrap_or(600);
    let seed: u64 = arguments.get(2).and_then(|text| text.parse().ok()).unwrap_or(1);
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("seeds").join(name);
    let entries = std::fs::read_dir(folder).expect("seeds");
    let mut paths: Vec<PathBuf> = entries.map(|entry| entry.expect("a seed").path()).collect();
    paths.sort();
    let seeds: Vec<Vec<u8>> = paths.iter().map(|path| std::fs::read(path).expect("a seed")).collect();

    let now: Arc<Mutex<(Instant, Vec<u8>)>> = Arc::new(Mutex::new((Instant::now(), Vec::new())));
    let watched = Arc::clone(&now);
    std::thread::spawn(move || {
        loop {
            std::thread::sleep(Duration::from_millis(500));
            let (began, input) = &*watched.lock().expect("the watch goes on");
            if began.elapsed() > SLOWEST {
                eprintln!("{name}: slower than {SLOWEST:?}: {}", keep(name, "slow", input).display());
                std::process::exit(1);
            }
        }
    });
    let mut random = Random(seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) | 1);
    let (began, mut count) = (Instant::now(), 0_u64);
    while began.elapsed() < Duration::from_secs(seconds) {
        let input = changed(&seeds, &mut random);
        *now.lock().expect("the watch goes on") = (Instant::now(), input.clone());
        if std::panic::catch_unwind(|| target(&input)).is_err() {
            eprintln!("{name}: after {count} inputs of seed {seed}: {}", keep(name, "panic", &input).display());
            return ExitCode::FAILURE;
        }
        count += 1;
    }
    println!("{name}: {count} inputs in {seconds} s, seed {seed}, nothing found");
    ExitCode::SUCCESS
}
