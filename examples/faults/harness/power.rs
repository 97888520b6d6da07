//! Power cuts. A run is traced with every byte it writes and every sync; then the power is cut at any
//! moment of it, some hundreds of times: what was synced by then is on the disk, and of what was not any
//! part is lost, in any order. What the server had taken by then stays taken. The next run believes that
//! the machine was started again, because it was.
//!
//! How much may be in doubt then is known: what is left on the disk names the letters that were claimed or
//! under way and not settled. Each doubt is one of those, and they are some hundreds at most, however long the
//! list; a run that is held back by a pace claims nothing, and no more is in doubt than it had connections.

use std::collections::{BTreeMap, HashMap, HashSet};
use std::fs;
use std::path::{Path, PathBuf};
use std::time::Duration;

use super::dice::Dice;
use super::judge::{Bound, Tally, judge};
use super::world::World;
use super::{Plan, keep, tools};

const BOOT: &str = "/proc/sys/kernel/random/boot_id";
const SET_UP: &str = "mount --bind \"$0\" /proc/sys/kernel/random/boot_id && exec \"$@\"";
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

/// Letters that one run may have claimed at a time: those of one claim, and those that wait for a connection.
const CLAIMED_MOST: usize = 128 + 2 * 256;

/// Which run is traced.
struct Traced {
    connections: usize,
    rows: usize,
    /// It comes after one that was killed and left a log.
    after_a_kill: bool,
    flags: &'static str,
    /// Whether syncs do what they say.
    syncs: bool,
}

pub fn cuts(plan: &Plan, dice: &mut Dice) -> Tally {
    if let Some(why) = cannot() {
        return Tally::skipped(why);
    }
    let runs = [
        (1, 60, false, ""),
        (4, 60, true, ""),
        (20, 60, false, ""),
        (4, 200, true, ""),
        (3, 20, false, " --pace 2000/min"),
    ];
    let mut all = Tally::default();
    for (connections, rows, after_a_kill, flags) in runs {
        all += cuts_of(plan, dice, &Traced { connections, rows, after_a_kill, flags, syncs: true }, 80);
    }
    all += cuts_of(plan, dice, &Traced { connections: 4, rows: 600, after_a_kill: false, flags: "", syncs: true }, 30);
    all
}

/// Why no power can be cut on this machine.
pub fn cannot() -> Option<String> {
    let no_mount = || {
        let cannot = tools::private_mounts(SET_UP, Path::new(BOOT)).is_none();
        cannot.then(|| "a file may not be mounted, so the machine cannot look started anew".to_owned())
    };
    tools::no_strace().or_else(no_mount)
}

/// The same without a single sync that reaches the disk.
pub fn cuts_without_syncs(plan: &Plan, dice: &mut Dice, syncs: bool) -> Tally {
    cuts_of(plan, dice, &Traced { connections: 2, rows: 30, after_a_kill: false, flags: "", syncs }, 12)
}

fn cuts_of(plan: &Plan, dice: &mut Dice, traced: &Traced, cuts: usize) -> Tally {
    let Traced { connections, rows, after_a_kill, flags, syncs } = *traced;
    let mut world = World::new(rows);
    flags.clone_into(&mut world.flags);
    world.oracle.pause(dice.moment(Duration::from_millis(2)));
    if after_a_kill {
        let mut child = world.begin(&[], &world.send(connections));
        for _ in 0..20_000 {
            if world.oracle.taken() >= rows / 3 {
                break;
            }
            std::thread::sleep(Duration::from_millis(1));
        }
        child.kill().unwrap_or_default();
        world.ended(child);
    }
    let before = files(&world.data());
    let log = world.path("trace");
    let output = log.to_string_lossy().into_owned();
    let calls = "trace=pwrite64,fdatasync,fsync,ftruncate,unlink";
    let mut options = vec!["-ttt", "-y", "-xx", "-s", "70000", "-e", calls];
    if !syncs {
        // They are not made, and the program hears that they were.
        options.extend(["-e", "inject=fsync,fdatasync:retval=0"]);
    }
    world.run(&tools::strace(&output, &options), &world.send(connections));
    let trace = read(&fs::read_to_string(&log).expect("a trace"), &world.data());
    let seen = world.oracle.seen_when();
    let all = plan.each(0..cuts, dice, |cut, dice| {
        let after = dice.below(trace.len());
        let next = trace.get(after + 1).map_or(f64::MAX, |(at, _)| *at);
        // Any moment until the next step will do; the last one is the richest.
        let moment = if dice.coin() { trace[after].0 } else { next };
        let left = cut_after(&before, &trace[..=after], dice);
        let mut world = World::new(rows);
        flags.clone_into(&mut world.flags);
        put(&world.data(), &left);
        put(&world.path("cut"), &left);
        world.oracle.remember(seen.iter().filter(|(at, _)| *at < moment).cloned().collect(), 0);
        let boot = world.path("boot");
        fs::write(&boot, format!("00000000-0000-4000-8000-{cut:012}\n")).expect("a file");
        let open = unsettled(&world.path("cut/outbox.sqlite"));
        let most = if flags.is_empty() { CLAIMED_MOST + connections } else { connections };
        let too_many = open.len() > most;
        let keys = if too_many { HashSet::new() } else { open };
        let under = tools::private_mounts(SET_UP, &boot).expect("what worked before");
        // It need not keep to the pace any more.
        world.flags.clear();
        let last = world.run(&under, &world.send(connections));
        let tally = judge(&world, 1, &Bound::Keys(keys), &last);
        keep(world, tally.within(format!("cut {cut} after step {after} of {}", trace.len())))
    });
    if all.broken.is_empty() { all } else { keep(world, all) }
}

/// Letters that what is left on a disk names as claimed or under way, and not as settled.
fn unsettled(outbox: &Path) -> HashSet<String> {
    let read = || {
        let db = rusqlite::Connection::open(outbox)?;
        let claims: Vec<String> = texts(&db, "SELECT letters FROM claims")?;
        let waiting: HashSet<String> =
            texts(&db, "SELECT lower(hex(key)) FROM letters WHERE state = 'waiting'")?.into_iter().collect();
        let claimed = claims.iter().flat_map(|claims| claims.lines()).filter_map(|line| line.split(' ').next());
        let mut open: HashSet<String> = claimed.filter(|key| waiting.contains(*key)).map(str::to_owned).collect();
        open.extend(texts(&db, "SELECT lower(hex(key)) FROM letters WHERE state IN ('sending', 'in doubt')")?);
        Ok::<_, rusqlite::Error>(open)
    };
    // Before its first sync there is no outbox yet.
    read().unwrap_or_default()
}

fn texts(db: &rusqlite::Connection, query: &str) -> rusqlite::Result<Vec<String>> {
    db.prepare(query)?.query_map([], |row| row.get(0))?.collect()
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
        if call.contains("(INJECTED)") {
            continue;
        }
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
