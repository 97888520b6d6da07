//! Disks that are full, that fail, that may not be written, and that return other bits than were written.

use std::fs;
use std::path::Path;
use std::thread;
use std::time::Duration;

use super::dice::Dice;
use super::judge::{self, Bound, Tally};
use super::world::{Run, World};
use super::{Plan, close, keep, tools};

/// No space, from the first, the second and each further write on.
pub fn full(plan: &Plan, dice: &mut Dice) -> Tally {
    if let Some(why) = tools::no_strace() {
        return Tally::skipped(why);
    }
    let mut all = plan.each([1, 3], dice, |connections, _| each_call("pwrite64", "error=ENOSPC", "+", connections));
    all += small_disks(plan, dice);
    all
}

/// A sync that fails, once or from then on.
pub fn sync_fails(plan: &Plan, dice: &mut Dice) -> Tally {
    if let Some(why) = tools::no_strace() {
        return Tally::skipped(why);
    }
    let ways = [("fsync,fdatasync", ""), ("fsync,fdatasync", "+"), ("pwrite64", "")];
    let each = ways.into_iter().flat_map(|(calls, and_then)| [1, 3].map(|connections| (calls, and_then, connections)));
    plan.each(each, dice, |(calls, and_then, connections), _| each_call(calls, "error=EIO", and_then, connections))
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
        let broken = struck_at.and_then(|moment| {
            let after = world.oracle.seen_when().iter().filter(|(at, _)| *at > moment).count();
            failed_well(&world, &run, after, connections)
        });
        let mut tally = close(world, connections, usize::from(struck_at.is_some()), connections);
        tally.blame(broken);
        all += tally.within(&inject);
        if !log.contains("(INJECTED)") {
            break;
        }
    }
    all
}

/// What is wrong with how a run ended whose disk failed.
fn failed_well(world: &World, run: &Run, after: usize, connections: usize) -> Option<String> {
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

/// Real file systems without space, as far as one may be mounted.
fn small_disks(plan: &Plan, dice: &mut Dice) -> Tally {
    if tools::private_mounts("exec \"$@\"", Path::new("/")).is_none() {
        return Tally::skipped("no file system may be mounted, so none is small");
    }
    let sizes = (4..600).step_by(12);
    plan.each(sizes, dice, |size, _| {
        let world = World::new(40);
        fs::create_dir_all(world.data()).expect("the folder of the outbox");
        let kept = world.path("kept");
        fs::create_dir_all(&kept).expect("a folder");
        // The file system is gone with the process, so what it held is brought out of it.
        let data = world.data().display().to_string();
        let set_up = format!(
            "mount -t tmpfs -o size={size}k tmpfs {data} && {{ \"$@\"; code=$?; cp {data}/* $0 2>/dev/null; exit $code; }}"
        );
        let under = tools::private_mounts(&set_up, &kept).expect("what worked before");
        let run = world.run(&under, &world.send(2));
        for file in fs::read_dir(&kept).expect("the folder").map_while(Result::ok) {
            fs::copy(file.path(), world.data().join(file.file_name())).expect("a copy");
        }
        let broken = failed_well(&world, &run, 0, 2);
        let mut tally = close(world, 2, 1, 2);
        tally.blame(broken);
        tally.within(format!("a disk of {size} kB"))
    })
}

/// What is no outbox, or one that cannot be written or trusted: nothing is sent, and no connection is opened.
const UNUSABLE: [&str; 19] = [
    "a folder",
    "a text",
    "another database",
    "a file for its folder",
    "a link to nowhere",
    "read-only",
    "read-only, used",
    "a read-only file, used",
    "a network file system",
    "a missing drive",
    "a link at outbox.sqlite",
    "a link at outbox.sqlite.lock",
    "a link at outbox.sqlite-wal",
    "a link at outbox.sqlite-shm",
    "a hard link at outbox.sqlite",
    "a hard link at outbox.sqlite.lock",
    "a hard link at outbox.sqlite-wal",
    "a hard link at outbox.sqlite-shm",
    "somebody else's outbox",
];

/// What a planted link leads to: nothing may change it.
const PRECIOUS: &str = "precious";

pub fn unusable(plan: &Plan, dice: &mut Dice) -> Tally {
    plan.each(UNUSABLE, dice, |what, _| {
        let world = World::new(5);
        match prepare(&world, what) {
            Ok(under) => refused(world, &under).within(what),
            Err(why) => Tally::skipped(format!("{what}: {why}")),
        }
    })
}

/// Makes the outbox what it is said to be. Under what the program is to run then, or why that cannot be.
fn prepare(world: &World, what: &str) -> Result<Vec<String>, String> {
    let (data, outbox) = (world.data(), world.outbox());
    let some = || world.run(&[], &(world.send(1) + " --rows 2-3"));
    let link = |to: &Path, from: &Path| std::os::unix::fs::symlink(to, from).expect("a link");
    fs::create_dir_all(&data).expect("a folder");
    match what {
        "a folder" => fs::create_dir(&outbox).expect("a folder"),
        "a text" => fs::write(&outbox, "Dear diary,\n".repeat(1000)).expect("a file"),
        "another database" => rusqlite::Connection::open(&outbox)
            .and_then(|db| db.execute_batch("CREATE TABLE letters (id)"))
            .expect("a database of another kind"),
        "a file for its folder" => {
            fs::remove_dir(&data).expect("an empty folder");
            fs::write(&data, "").expect("a file");
        }
        "a link to nowhere" => link(&world.path("gone/outbox"), &outbox),
        "read-only" | "read-only, used" | "a read-only file, used" => {
            if what != "read-only" {
                some();
            }
            let place = if what.contains("file") { &outbox } else { &data };
            let bind = "mount --bind \"$0\" \"$0\" && mount -o remount,ro,bind \"$0\" && exec \"$@\"";
            let under = tools::private_mounts(bind, place).ok_or("nothing may be mounted read-only")?;
            return Ok(under.iter().map(|&word| word.to_owned()).collect());
        }
        "a network file system" => {
            // The answer of `statfs(2)` begins with the kind of file system, here that of NFS.
            let poke = ["-e", "trace=statfs", "-e", "inject=statfs:poke_exit=@arg2=6969000000000000"];
            let under = tools::strace("/dev/null", &poke);
            if !tools::works(&[under.as_slice(), &["true"]].concat()) {
                return Err("strace is not installed, may not trace, or is too old to change an answer".to_owned());
            }
            return Ok(under.iter().map(|&word| word.to_owned()).collect());
        }
        "a missing drive" => {
            fs::remove_dir_all(world.path("home/.local")).expect("a folder");
            link(Path::new("/proc/gone/drive"), &world.path("home/.local"));
        }
        "somebody else's outbox" => {
            some();
            std::os::unix::fs::chown(&outbox, Some(12_345), None).map_err(|_| "only root gives a file away")?;
        }
        _ => {
            let (kind, name) = what.split_once(" at ").ok_or("nobody knows how to make that")?;
            let victim = world.path("victim");
            fs::write(&victim, PRECIOUS).expect("a file");
            let place = data.join(name);
            if kind == "a link" { link(&victim, &place) } else { fs::hard_link(&victim, &place).expect("a link") }
        }
    }
    Ok(Vec::new())
}

fn refused(world: World, under: &[String]) -> Tally {
    let before = world.oracle.connections();
    let words: Vec<&str> = under.iter().map(String::as_str).collect();
    let run = world.run(&words, &world.send(2));
    let opened = world.oracle.connections() - before;
    let victim = fs::read_to_string(world.path("victim"));
    let is_changed = victim.is_ok_and(|text| text != PRECIOUS);
    let broken = (opened > 0 || is_changed || matches!(run.code, None | Some(0)) || run.err.is_empty())
        .then(|| format!("{opened} connections, planted on: {is_changed}, {run:?}"));
    keep(world, Tally::one(broken))
}

/// One bit is another one, or the end is missing, in the file of a run that ended: that is found and nothing is
/// sent, or it says nothing.
pub fn flips(plan: &Plan, dice: &mut Dice) -> Tally {
    let each = plan.some(700, 40);
    let (first, rows) = (World::new(20), "2-11");
    first.run(&[], &(first.send(2) + " --rows " + rows));
    let whole = fs::read(first.outbox()).expect("an outbox");
    let known = first.oracle.seen_when();
    plan.each(0..each, dice, |round, dice| {
        let world = World::new(20);
        let mut bytes = whole.clone();
        let at = dice.below(bytes.len());
        alter(&mut bytes, at, round, dice);
        fs::create_dir_all(world.data()).expect("a folder");
        fs::write(world.outbox(), &bytes).expect("an outbox");
        world.oracle.remember(known.clone(), 0);
        let tally = altered(&world, 0).within(format!("byte {at} in round {round}"));
        keep(world, tally)
    })
}

/// The same in the log that a killed run left.
pub fn flips_of_the_log(plan: &Plan, dice: &mut Dice) -> Tally {
    if cfg!(not(target_os = "linux")) {
        return Tally::skipped("only Linux tells whether the machine was started anew since");
    }
    let first = World::new(60);
    first.oracle.pause(Duration::from_millis(1));
    let mut child = first.begin(&[], &first.send(2));
    while first.oracle.taken() < 60 {
        thread::sleep(Duration::from_millis(1));
    }
    child.kill().unwrap_or_default();
    first.ended(child);
    first.oracle.rests();
    let left: Vec<_> = fs::read_dir(first.data())
        .expect("the folder of the outbox")
        .map_while(Result::ok)
        .map(|file| (file.file_name(), fs::read(file.path()).expect("a file")))
        .collect();
    let known = first.oracle.seen_when();
    let mut all = plan.each(0..plan.some(150, 10), dice, |round, dice| {
        let world = World::new(60);
        fs::create_dir_all(world.data()).expect("a folder");
        let mut altered_at = 0;
        for (name, bytes) in &left {
            let mut bytes = bytes.clone();
            if name.to_string_lossy().ends_with("-wal") {
                altered_at = dice.below(bytes.len());
                alter(&mut bytes, altered_at, round, dice);
            }
            fs::write(world.data().join(name), bytes).expect("a file");
        }
        world.oracle.remember(known.clone(), 0);
        let tally = altered(&world, 2).within(format!("byte {altered_at} of the log in round {round}"));
        keep(world, tally)
    });
    // As it was left, it goes on.
    all += close(first, 2, 1, 2);
    all
}

/// One bit is another one; in each eighth round all that follows is missing.
fn alter(bytes: &mut Vec<u8>, at: usize, round: usize, dice: &mut Dice) {
    if round % 8 == 7 {
        bytes.truncate(at);
    } else {
        bytes[at] ^= 1 << dice.below(8);
    }
}

/// A run over an outbox that is not as it was left: it sends nothing and says why, or all is well.
pub fn altered(world: &World, bound: usize) -> Tally {
    let before = world.oracle.connections();
    let run = world.run(&[], &world.send(2));
    if world.oracle.connections() == before {
        let is_said = !matches!(run.code, None | Some(0)) && run.err.contains("outbox");
        return Tally::one((!is_said).then(|| format!("nothing was sent, and it does not say why: {run:?}")));
    }
    judge::judge(world, 1, &Bound::AtMost(bound), &run)
}
