//! Outboxes of earlier versions, made by these versions themselves: each is brought up to date, whatever happens
//! on the way, and nothing in it is sent again.
//!
//! They lie in `examples/faults/past`, each with the mails that the server had taken by then. Before the format of
//! the file changes, `faults --keep-past N` makes one more with the program as it is.

use std::fs;
use std::path::{Path, PathBuf};

use rusqlite::Connection;
use serde::{Deserialize, Serialize};

use super::dice::Dice;
use super::judge::{self, Tally};
use super::meant::{Person, SENDER};
use super::oracle::{Act, Fault, Seen, Step};
use super::wire::say;
use super::world::World;
use super::{Plan, close, disk, keep, tools};

/// Rows of the list. The first half of them had been written for.
const ROWS: usize = 12;
/// Letters that were left in doubt.
const DOUBTS: usize = 1;

/// Letters that were refused.
const REFUSED: usize = 1;

/// A mail that had come to the server.
#[derive(Serialize, Deserialize)]
struct Came {
    asked: Vec<String>,
    taken: bool,
    mail: String,
}

/// An outbox as it was left.
struct Past {
    format: String,
    outbox: Vec<u8>,
    came: Vec<(f64, Seen)>,
}

impl Past {
    fn read(file: &Path) -> Self {
        let came = fs::read_to_string(file.with_extension("json")).expect("what had come by then");
        let came: Vec<Came> = serde_json::from_str(&came).expect("what had come by then");
        let seen =
            |Came { asked, taken, mail }| Seen { sender: SENDER.to_owned(), asked, bytes: mail.into_bytes(), taken };
        Self {
            format: file.file_stem().unwrap_or_default().to_string_lossy().into_owned(),
            outbox: fs::read(file).expect("an outbox"),
            came: came.into_iter().map(|came| (0.0, seen(came))).collect(),
        }
    }

    /// A world in which this outbox lies, altered.
    fn world(&self, alter: impl FnOnce(&mut Vec<u8>)) -> World {
        let world = World::new(ROWS);
        let mut outbox = self.outbox.clone();
        alter(&mut outbox);
        fs::create_dir_all(world.data()).expect("a folder");
        fs::write(world.outbox(), outbox).expect("an outbox");
        world.oracle.remember(self.came.clone(), REFUSED);
        world
    }
}

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("examples/faults/past")
}

pub fn all(plan: &Plan, dice: &mut Dice) -> Tally {
    let files = fs::read_dir(folder()).expect("the outboxes of earlier versions").map_while(Result::ok);
    let mut all = Tally::default();
    for file in files.map(|file| file.path()).filter(|file| file.extension().is_some_and(|ending| ending == "sqlite")) {
        let past = Past::read(&file);
        let mut of_one = close(past.world(|_| {}), 2, 1, DOUBTS);
        of_one += plan.each(0..plan.some(100, 10), dice, |_, dice| flipped(&past, dice));
        of_one += later(&past);
        if !plan.is_quick {
            of_one += match tools::no_strace() {
                Some(why) => Tally::skipped(format!("killed on the way: {why}")),
                None => plan.each(["pwrite64", "fsync,fdatasync", "ftruncate", "unlink"], dice, |calls, _| {
                    killed(&past, calls)
                }),
            };
        }
        all += of_one.within(format!("format {}", past.format));
    }
    all
}

/// A bit is another one, or the end is missing.
fn flipped(past: &Past, dice: &mut Dice) -> Tally {
    let at = dice.below(past.outbox.len());
    let bit = dice.below(9);
    let world = past.world(|outbox| match bit {
        8 => outbox.truncate(at),
        bit => outbox[at] ^= 1 << bit,
    });
    let tally = disk::altered(&world, DOUBTS).within(format!("bit {bit} of byte {at}"));
    keep(world, tally)
}

/// What a later version made is left alone.
fn later(past: &Past) -> Tally {
    let world = past.world(|_| {});
    Connection::open(world.outbox())
        .and_then(|db| db.pragma_update(None, "user_version", 1000))
        .expect("a number that can be written");
    let before = fs::read(world.outbox()).expect("an outbox");
    let run = world.run(&[], &world.send(2));
    let is_well = world.oracle.connections() == 0
        && run.err.contains("newer version")
        && fs::read(world.outbox()).is_ok_and(|after| after == before);
    keep(world, Tally::one((!is_well).then(|| format!("a later format: {run:?}"))))
}

/// Killed at each call of a kind, on the way to this version's format and on.
fn killed(past: &Past, calls: &str) -> Tally {
    let mut all = Tally::default();
    for when in 1.. {
        let world = past.world(|_| {});
        let trace = format!("trace={calls}");
        let inject = format!("inject={calls}:signal=KILL:when={when}");
        let run = world.run(&tools::strace("/dev/null", &["-e", &trace, "-e", &inject]), &world.send(1));
        let killed = usize::from(run.code.is_none());
        all += close(world, 1, killed, DOUBTS + killed).within(&inject);
        if killed == 0 {
            break;
        }
    }
    all
}

/// Makes an outbox with a letter in every state, by the program that is tried: letters of the first half of the
/// list, one person after the other, as the first version could.
pub fn make(format: &str) -> Result<(), String> {
    let world = World::new(ROWS);
    let fault = |step, nth, acts| Some(Fault { step, nth, lasts: false, acts, takes: true });
    for person in (1..=ROWS / 2).map(Person) {
        world.oracle.fault(match person.0 {
            2 => fault(Step::Office, 1, vec![say("550 5.1.1 no such user")]),
            4 => fault(Step::Dot, 0, vec![Act::Close]),
            5 => fault(Step::Office, 0, vec![say("450 4.2.1 busy")]),
            _ => None,
        });
        let mut words = super::world::words("send harbour --yes --to aq-court --to aq-council --country NZ --from");
        let server = format!("smtp://127.0.0.1:{}", world.oracle.port());
        words.extend([SENDER, "--server", &server].map(str::to_owned));
        words.extend(person.flags());
        let run = world.run_words(&[], &words);
        if run.code.is_none() || world.oracle.connections() == 0 {
            return Err(format!("{run:?}"));
        }
    }
    let states = |lines: &[judge::Line]| {
        let count = |state| lines.iter().filter(|line| line.state == state).count();
        ["sent", "refused", "in doubt", "waiting"].map(count)
    };
    let lines = judge::read(&world.outbox())?;
    if states(&lines) != [9, REFUSED, DOUBTS, 1] {
        return Err(format!("sent, refused, in doubt, waiting: {:?}", states(&lines)));
    }
    let came = world.oracle.seen().into_iter().map(|Seen { asked, taken, bytes, .. }| {
        String::from_utf8(bytes).map(|mail| Came { asked, taken, mail }).map_err(|error| error.to_string())
    });
    let came =
        serde_json::to_string_pretty(&came.collect::<Result<Vec<_>, _>>()?).map_err(|error| error.to_string())?;
    fs::create_dir_all(folder()).map_err(|error| error.to_string())?;
    let file = folder().join(format!("{format}.sqlite"));
    fs::copy(world.outbox(), &file).map_err(|error| error.to_string())?;
    fs::write(file.with_extension("json"), came + "\n").map_err(|error| error.to_string())
}
