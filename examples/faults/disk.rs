//! Disks that are full, that fail, that may not be written, and that return other bits than were written.

use std::fs;
use std::thread;
use std::time::Duration;

use crate::dice::Dice;
use crate::judge::{self, Tally};
use crate::oracle::Oracle;
use crate::world::World;
use crate::{Plan, power, tools};

/// No space, from the first, the second and each further write on.
pub fn full(_: &Plan, _: &mut Dice) -> Tally {
    let mut all = Tally { skipped: tools::no_strace(), ..Tally::default() };
    if all.skipped.is_none() {
        for connections in [1, 3] {
            all += each_call("pwrite64", "error=ENOSPC", "+", connections);
        }
        all += small_disk();
    }
    all
}

/// A sync that fails, once or from then on.
pub fn sync_fails(_: &Plan, _: &mut Dice) -> Tally {
    let mut all = Tally { skipped: tools::no_strace(), ..Tally::default() };
    if all.skipped.is_none() {
        for (calls, and_then) in [("fsync,fdatasync", ""), ("fsync,fdatasync", "+"), ("pwrite64", "")] {
            for connections in [1, 3] {
                all += each_call(calls, "error=EIO", and_then, connections);
            }
        }
    }
    all
}

fn each_call(calls: &str, error: &str, and_then: &str, connections: usize) -> Tally {
    let mut all = Tally::default();
    for when in 1.. {
        let world = World::new(5);
        let trace = format!("trace={calls}");
        let inject = format!("inject={calls}:{error}:when={when}{and_then}");
        let log = world.path("trace");
        let output = log.to_string_lossy().into_owned();
        let under = tools::strace(&output, &["-ttt", "-y", "-e", &trace, "-e", &inject]);
        let run = world.run(&under, &world.send(connections));
        let log = fs::read_to_string(&log).unwrap_or_default();
        // SQLite does not mind whether a folder was synced; what it holds is checked at the next start.
        let struck = log.lines().find(|line| line.contains("(INJECTED)") && line.contains("outbox.sqlite"));
        let struck_at = struck.and_then(|line| line.split_whitespace().nth(1)?.parse::<f64>().ok());
        let mut broken = Vec::new();
        if let Some(at) = struck_at {
            let after = world.oracle.seen().iter().filter(|seen| seen.at > at).count();
            broken.extend(failed_well(&world, &run, after, connections).map(|what| format!("{inject}: {what}")));
        }
        let mut tally = Plan::close(world, connections, usize::from(struck_at.is_some()), connections, &[]);
        tally.broken.extend(broken);
        all += tally;
        if !log.contains("(INJECTED)") {
            break;
        }
    }
    all
}

/// What is wrong with how a run ended whose disk failed.
fn failed_well(world: &World, run: &crate::world::Run, after: usize, connections: usize) -> Option<String> {
    let taken = world.oracle.taken();
    if run.code == Some(0) {
        // What failed was not needed any more, such as folding the log into the file.
        return (taken != world.letters()).then(|| format!("exit code 0 with {taken} taken: {run:?}"));
    }
    if run.code.is_none() || !run.err.contains("outbox") {
        return Some(format!("it does not say what happened: {run:?}"));
    }
    // Letters whose end was written at that moment are finished; no new one begins.
    (after > connections).then(|| format!("{after} letters after the disk failed: {run:?}"))
}

/// A real file system without space, as far as one may be mounted.
fn small_disk() -> Tally {
    let mut all = Tally::default();
    for size in [0_usize, 8, 32, 64, 100, 128, 160, 200, 260, 320, 400, 520] {
        let world = World::new(40);
        fs::create_dir_all(world.data()).expect("the folder of the outbox");
        let kept = world.path("kept");
        fs::create_dir_all(&kept).expect("a folder");
        // The file system is gone with the process, so what it held is brought out of it.
        let data = world.data().display().to_string();
        let set_up = format!(
            "mount -t tmpfs -o size={}k tmpfs {data} && {{ \"$@\"; code=$?; cp {data}/* $0 2>/dev/null; exit $code; }}",
            size.max(4)
        );
        let Some(under) = tools::private_mounts(&set_up, &kept) else { return all };
        let run = world.run(&under, &world.send(2));
        for file in fs::read_dir(&kept).expect("the folder").map_while(Result::ok) {
            fs::copy(file.path(), world.data().join(file.file_name())).expect("a copy");
        }
        let broken = failed_well(&world, &run, 0, 2).map(|what| format!("a disk of {size} kB: {what}"));
        let mut tally = Plan::close(world, 2, 1, 2, &[]);
        tally.broken.extend(broken);
        all += tally;
    }
    all
}

/// What is no outbox, or one that cannot be written: nothing is sent, and no connection is opened.
pub fn unusable(_: &Plan, _: &mut Dice) -> Tally {
    let mut all = Tally::default();
    let read_only = "mount --bind \"$0\" \"$0\" && mount -o remount,ro,bind \"$0\" && exec \"$@\"";
    for what in ["folder", "text", "other", "file for folder", "link to nowhere", "read-only", "read-only, used"] {
        let world = World::new(5);
        let (data, outbox) = (world.data(), world.outbox());
        fs::create_dir_all(&data).expect("a folder");
        let mut under = Vec::new();
        match what {
            "folder" => fs::create_dir(&outbox).expect("a folder"),
            "text" => fs::write(&outbox, "Dear diary,\n".repeat(1000)).expect("a file"),
            "other" => rusqlite::Connection::open(&outbox)
                .and_then(|db| db.execute_batch("CREATE TABLE letters (id)"))
                .expect("a database of another kind"),
            "file for folder" => {
                fs::remove_dir(&data).expect("an empty folder");
                fs::write(&data, "").expect("a file");
            }
            #[cfg(unix)]
            "link to nowhere" => std::os::unix::fs::symlink(world.path("gone/outbox"), &outbox).expect("a link"),
            "read-only, used" => {
                world.run(&[], &world.send(1).replace("--yes", "--yes --rows 2-3"));
            }
            _ => {}
        }
        if what.starts_with("read-only") {
            let Some(mounted) = tools::private_mounts(read_only, &data) else { continue };
            under = mounted.iter().map(|&word| word.to_owned()).collect();
        }
        let before = world.oracle.connections();
        let words: Vec<&str> = under.iter().map(String::as_str).collect();
        let run = world.run(&words, &world.send(2));
        let opened = world.oracle.connections() - before;
        let mut tally = Tally { faults: 1, worlds: 1, whole: 1, ..Tally::default() };
        if opened > 0 || matches!(run.code, None | Some(0)) || run.err.is_empty() {
            tally.broken.push(format!("{what}: {opened} connections, {run:?}"));
        }
        Plan::leave(world, &mut tally);
        all += tally;
    }
    all
}

/// One bit is another one, in the file of a run that ended or in the files of one that was killed: that is
/// found and nothing is sent, or it is a bit that says nothing.
pub fn flips(_: &Plan, dice: &mut Dice) -> Tally {
    let mut all = Tally::default();
    let world = World::new(20);
    world.run(&[], &world.send(2).replace("--yes", "--yes --rows 2-11"));
    let whole = fs::read(world.outbox()).expect("an outbox");
    let known = world.oracle.seen();
    for _ in 0..200 {
        let mut bytes = whole.clone();
        let at = dice.below(bytes.len());
        bytes[at] ^= 1 << dice.below(8);
        fs::write(world.outbox(), &bytes).expect("an outbox");
        for beside in ["-wal", "-shm"] {
            // They are there only after a run that was killed.
            fs::remove_file(format!("{}{beside}", world.outbox().display())).unwrap_or_default();
        }
        world.oracle.remember(known.clone());
        let mut tally = bit(&world, &world.oracle);
        for broken in &mut tally.broken {
            *broken = format!("a bit of byte {at}: {broken}");
        }
        all += tally;
        if !all.broken.is_empty() {
            break;
        }
    }
    Plan::leave(world, &mut all);
    all
}

/// The same in the log that a killed run left.
pub fn flips_of_the_log(_: &Plan, dice: &mut Dice) -> Tally {
    let mut all = Tally::default();
    let world = World::new(60);
    world.oracle.pause(Duration::from_millis(1));
    let mut child = world.begin(&[], &world.send(2));
    while world.oracle.taken() < 60 {
        thread::sleep(Duration::from_millis(1));
    }
    child.kill().unwrap_or_default();
    world.ended(child);
    let left = power::files(&world.data());
    let known = world.oracle.seen();
    for _ in 0..40 {
        let mut flipped = left.clone();
        for (_, bytes) in flipped.iter_mut().filter(|(path, _)| path.to_string_lossy().ends_with("-wal")) {
            let at = dice.below(bytes.len());
            bytes[at] ^= 1 << dice.below(8);
        }
        power::put(&world.data(), &flipped);
        world.oracle.remember(known.clone());
        let before = world.oracle.connections();
        let run = world.run(&[], &world.send(2));
        if world.oracle.connections() > before {
            all += judge::judge(&world, 1, 2, &run);
        } else {
            all += Tally { faults: 1, worlds: 1, whole: 1, ..Tally::default() };
        }
    }
    Plan::leave(world, &mut all);
    all
}

fn bit(world: &World, oracle: &Oracle) -> Tally {
    let before = oracle.connections();
    let run = world.run(&[], &world.send(2));
    if oracle.connections() == before {
        let mut tally = Tally { faults: 1, worlds: 1, whole: 1, ..Tally::default() };
        if matches!(run.code, None | Some(0)) || !run.err.contains("outbox") {
            tally.broken.push(format!("nothing was sent, and it does not say why: {run:?}"));
        }
        return tally;
    }
    judge::judge(world, 1, 0, &run)
}
