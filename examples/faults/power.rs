//! Power cuts. A run is traced with every byte it writes and every sync; then the power is cut at any
//! moment of it, some hundreds of times: what was synced by then is on the disk, and of what was not any
//! part is lost, in any order. What the server had taken by then stays taken. The next run believes that
//! the machine was started again, because it was.

use std::collections::{BTreeMap, HashMap};
use std::fs;
use std::path::{Path, PathBuf};

use crate::dice::Dice;
use crate::judge::Tally;
use crate::oracle::Seen;
use crate::world::World;
use crate::{Plan, tools};

const CUTS_OF_A_TRACE: usize = 60;
const BOOT: &str = "/proc/sys/kernel/random/boot_id";
/// What a disk writes whole or not at all.
const SECTOR: usize = 512;

/// One thing a traced run did to a file.
enum Step {
    Write {
        file: PathBuf,
        at: usize,
        bytes: Vec<u8>,
    },
    Cut {
        file: PathBuf,
        length: usize,
    },
    /// A sync came back. It holds for what was written before the step with this number.
    Synced {
        file: PathBuf,
        since: usize,
    },
    Removed {
        file: PathBuf,
    },
}

pub fn cuts(_: &Plan, dice: &mut Dice) -> Tally {
    let mut all = Tally { skipped: tools::no_strace(), ..Tally::default() };
    let set_up = format!("mount --bind \"$0\" {BOOT} && exec \"$@\"");
    if all.skipped.is_none() && tools::private_mounts(&set_up, Path::new(BOOT)).is_none() {
        all.skipped = Some("a file may not be mounted, so the machine cannot look started anew".to_owned());
    }
    if all.skipped.is_some() {
        return all;
    }
    for (connections, rows, killed) in [(1, 60, false), (4, 60, true), (20, 60, false), (4, 300, true)] {
        let world = World::new(rows);
        world.oracle.pause(dice.moment(std::time::Duration::from_millis(2)));
        if killed {
            // The traced run comes after one that was killed and left a log.
            let mut child = world.begin(&[], &world.send(connections));
            for _ in 0..20_000 {
                if world.oracle.taken() >= rows / 3 {
                    break;
                }
                std::thread::sleep(std::time::Duration::from_millis(1));
            }
            child.kill().unwrap_or_default();
            world.ended(child);
        }
        let earlier_doubts = if killed { connections } else { 0 };
        let before = files(&world.data());
        let log = world.path("trace");
        let output = log.to_string_lossy().into_owned();
        let calls = "trace=pwrite64,fdatasync,fsync,ftruncate,unlink";
        world
            .run(&tools::strace(&output, &["-ttt", "-y", "-xx", "-s", "70000", "-e", calls]), &world.send(connections));
        world.oracle.pause(std::time::Duration::ZERO);
        let trace = read(&fs::read_to_string(&log).expect("a trace"), &world.data());

        let boot = world.path("boot");
        let seen = world.oracle.seen();
        let mut broken = 0;
        for cut in 0..CUTS_OF_A_TRACE {
            let after = dice.below(trace.len());
            let next = trace.get(after + 1).map_or(f64::MAX, |(at, _)| *at);
            let at = trace[after].0;
            // Any moment until the next step will do; the last one is the richest.
            let moment = if dice.coin() { at } else { next };
            let left = cut_after(&before, &trace[..=after], dice);
            put(&world.data(), &left);
            let known: Vec<Seen> = seen.iter().filter(|seen| seen.at < moment).cloned().collect();
            world.oracle.remember(known);
            fs::write(&boot, format!("00000000-0000-4000-8000-{cut:012}\n")).expect("a file");
            let Some(under) = tools::private_mounts(&set_up, &boot) else { continue };
            // Whatever was claimed may be in doubt.
            let last = world.run(&under, &world.send(connections));
            let mut tally = crate::judge::judge(&world, 1, world.letters(), &last);
            tally
                .broken
                .iter_mut()
                .for_each(|what| *what = format!("cut {cut} after step {after} of {}: {what}", trace.len()));
            broken += tally.broken.len();
            all += tally;
            if broken > 0 {
                put(&world.path("cut"), &left);
                break;
            }
        }
        if broken > 0 {
            let kept = world.keep();
            all.broken.push(format!("the world is in {} (earlier doubts: {earlier_doubts})", kept.display()));
        }
    }
    all
}

/// What is on the disk when the power goes after these steps.
fn cut_after(
    before: &BTreeMap<PathBuf, Vec<u8>>,
    steps: &[(f64, Step)],
    dice: &mut Dice,
) -> BTreeMap<PathBuf, Vec<u8>> {
    let mut on_disk = before.clone();
    // Steps that no sync has confirmed, by file.
    let mut open: HashMap<&PathBuf, Vec<usize>> = HashMap::new();
    for (number, (_, step)) in steps.iter().enumerate() {
        match step {
            Step::Write { file, .. } | Step::Cut { file, .. } => open.entry(file).or_default().push(number),
            Step::Synced { file, since } => {
                let open = open.entry(file).or_default();
                open.iter()
                    .filter(|number| **number < *since)
                    .for_each(|number| apply(&mut on_disk, &steps[*number].1, None));
                open.retain(|number| *number >= *since);
            }
            Step::Removed { file } => {
                on_disk.remove(file);
                open.remove(file);
            }
        }
    }
    // Of the rest: nothing, all, a first part, or any part, with one write torn.
    let mut files: Vec<_> = open.into_iter().collect();
    files.sort();
    for (_, rest) in files {
        let (way, until) = (dice.below(4), dice.below(rest.len() + 1));
        for (place, number) in rest.into_iter().enumerate() {
            let torn = (place + 1 == until && dice.coin()).then(|| dice.below(8) * SECTOR);
            let stays = match way {
                0 => false,
                1 => true,
                2 => place < until,
                _ => dice.coin(),
            };
            if stays {
                apply(&mut on_disk, &steps[number].1, torn);
            }
        }
    }
    on_disk
}

fn apply(files: &mut BTreeMap<PathBuf, Vec<u8>>, step: &Step, torn: Option<usize>) {
    match step {
        Step::Write { file, at, bytes } => {
            let bytes = &bytes[..torn.unwrap_or(bytes.len()).min(bytes.len())];
            let content = files.entry(file.clone()).or_default();
            if content.len() < at + bytes.len() {
                content.resize(at + bytes.len(), 0);
            }
            content[*at..at + bytes.len()].copy_from_slice(bytes);
        }
        Step::Cut { file, length } => files.entry(file.clone()).or_default().resize(*length, 0),
        Step::Synced { .. } | Step::Removed { .. } => {}
    }
}

/// The files of the outbox. What is mapped into memory is made anew after a start.
pub fn files(folder: &Path) -> BTreeMap<PathBuf, Vec<u8>> {
    let entries = fs::read_dir(folder).into_iter().flatten().map_while(Result::ok).map(|entry| entry.path());
    entries.filter(|path| counts(path)).map(|path| (path.clone(), fs::read(&path).expect("a file"))).collect()
}

fn counts(path: &Path) -> bool {
    let name = path.to_string_lossy();
    ["outbox.sqlite", "-wal", "-journal"].iter().any(|ending| name.ends_with(ending))
}

/// Puts these files where nothing else is.
pub fn put(folder: &Path, files: &BTreeMap<PathBuf, Vec<u8>>) {
    if folder.exists() {
        fs::remove_dir_all(folder).expect("a folder that can be removed");
    }
    fs::create_dir_all(folder).expect("a folder");
    for (path, bytes) in files {
        fs::write(folder.join(path.file_name().unwrap_or_default()), bytes).expect("a file");
    }
}

/// Reads what `strace -f -ttt -y -xx` told. A call that others came between stands in two lines.
fn read(text: &str, folder: &Path) -> Vec<(f64, Step)> {
    let mut steps: Vec<(f64, Step)> = Vec::new();
    let mut waiting: HashMap<&str, (PathBuf, usize)> = HashMap::new();
    for line in text.lines() {
        // The number of the process is padded.
        let Some((process, rest)) = line.split_once(' ') else { continue };
        let Some((at, call)) = rest.trim_start().split_once(' ') else { continue };
        let Ok(at) = at.parse::<f64>() else { continue };
        if call.starts_with("<... f") && call.contains("sync resumed") {
            if let (Some((file, since)), true) = (waiting.remove(process), call.ends_with("= 0")) {
                steps.push((at, Step::Synced { file, since }));
            }
            continue;
        }
        let Some((name, rest)) = call.split_once('(') else { continue };
        let quoted = if name == "unlink" { rest.split('"').nth(1) } else { rest.split(['<', '>']).nth(1) };
        let Some(file) = quoted.map(|hex| PathBuf::from(String::from_utf8_lossy(&unhex(hex)).into_owned())) else {
            continue;
        };
        if !file.starts_with(folder) || !counts(&file) || call.contains(" = -1 ") {
            continue;
        }
        let number = |from_end: usize| {
            let inside = rest.split(" <unfinished").next().unwrap_or_default().split(')').next().unwrap_or_default();
            inside
                .rsplit(", ")
                .nth(from_end)
                .and_then(|number| number.trim().parse::<usize>().ok())
                .expect("a number in the trace")
        };
        match name {
            "pwrite64" => {
                let bytes = unhex(rest.split('"').nth(1).unwrap_or_default());
                assert_eq!(bytes.len(), number(1), "the trace has all bytes");
                steps.push((at, Step::Write { file, at: number(0), bytes }));
            }
            "ftruncate" => steps.push((at, Step::Cut { file, length: number(0) })),
            "fsync" | "fdatasync" if call.contains("<unfinished") => drop(waiting.insert(process, (file, steps.len()))),
            "fsync" | "fdatasync" => {
                let since = steps.len();
                steps.push((at, Step::Synced { file, since }));
            }
            "unlink" => steps.push((at, Step::Removed { file })),
            _ => {}
        }
    }
    steps
}

/// `\x41\x42` as bytes.
fn unhex(text: &str) -> Vec<u8> {
    text.split("\\x").skip(1).map(|pair| u8::from_str_radix(pair, 16).expect("two digits of the trace")).collect()
}
