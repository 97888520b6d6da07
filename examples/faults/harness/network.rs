//! A network of its own for program and server, with nothing in it but the loopback address: there the line can
//! be slow, lose packets and be cut off without anybody else noticing. This program runs itself inside.

use std::process::{Command, Stdio};
use std::thread;
use std::time::{Duration, Instant};

use super::dice::Dice;
use super::judge::Tally;
use super::world::{World, program};
use super::{Plan, close, tools};

/// Set inside.
const INSIDE: &str = "OUTCRY_FAULTS_NETWORK";
/// A line as a wide network has it; large packets would not be lost one by one.
const SET_UP: &str = "ip link set lo up mtu 1500 && exec \"$@\"";

/// How the line is, as `tc` is told. The shaper loses what its short queue cannot hold.
const LINES: [&str; 7] = [
    "netem delay 20ms",
    "netem delay 5ms 5ms loss 3%",
    "netem loss 8% duplicate 5% reorder 20% delay 2ms",
    "netem corrupt 2%",
    "tbf rate 400kbit burst 3000 limit 6000",
    "tbf rate 2mbit burst 1600 limit 1600",
    "tbf rate 100kbit burst 3000 limit 30000",
];

pub fn all(plan: &Plan, dice: &mut Dice) -> Tally {
    if is_inside() {
        return inside(plan, dice);
    }
    let ways: [&[&str]; 2] = [&["unshare", "-n"], &["unshare", "-r", "-n"]];
    let with = |way: &[&'static str]| [way, &["sh", "-c", SET_UP, "sh"]].concat();
    let Some(under) = ways.into_iter().map(with).find(|under| tools::works(&[under.as_slice(), &["true"]].concat()))
    else {
        return Tally::skipped("no network may be made, or `ip` is not installed");
    };
    let own = std::env::current_exe().expect("the path of this program");
    let seed = dice.next().to_string();
    let output = Command::new(under[0])
        .args(&under[1..])
        .arg(own)
        .args(["--json", "--seed", &seed, "--program"])
        .arg(program())
        .arg("network")
        .env(INSIDE, "1")
        .stdin(Stdio::null())
        .stderr(Stdio::inherit())
        .output()
        .expect("this program runs itself");
    let said = String::from_utf8_lossy(&output.stdout);
    serde_json::from_str(&said).unwrap_or_else(|error| Tally::one(Some(format!("{error}: {said}"))))
}

#[expect(clippy::disallowed_methods, reason = "the environment of this tool")]
fn is_inside() -> bool {
    std::env::var_os(INSIDE).is_some()
}

fn inside(plan: &Plan, dice: &mut Dice) -> Tally {
    let mut all = Tally::default();
    for line in LINES {
        let words: Vec<&str> = line.split(' ').collect();
        if !tools::works(&[&["tc", "qdisc", "replace", "dev", "lo", "root"], words.as_slice()].concat()) {
            all.skipped.push(format!("this machine's network does not know \"{line}\""));
            continue;
        }
        all += plan.each(0..12, dice, |round, dice| killed_on_the_way(round, dice).within(line));
        tools::works(&["tc", "qdisc", "del", "dev", "lo", "root"]);
    }
    // One after the other: the line is cut for all.
    let alone = Plan { jobs: 1, ..*plan };
    all += alone.each(0..40, dice, cut_off);
    all
}

/// Every third run is killed on a line like that, and the others come to their end.
fn killed_on_the_way(round: usize, dice: &mut Dice) -> Tally {
    let connections = [1, 4][round % 2];
    let world = World::new(8);
    let mut child = world.begin(&[], &world.send(connections));
    let mut bound = 0;
    if round.is_multiple_of(3) {
        let wanted = dice.below(world.letters());
        let began = Instant::now();
        while world.oracle.taken() < wanted && began.elapsed() < Duration::from_secs(20) {
            thread::sleep(Duration::from_millis(1));
        }
        child.kill().unwrap_or_default();
        bound = connections;
    }
    world.ended(child);
    close(world, connections, 1, bound)
}

/// The line is down for a while: for the time of a few packets, or until the program is killed.
fn cut_off(round: usize, dice: &mut Dice) -> Tally {
    let connections = [1, 4][round % 2];
    let world = World::new(20);
    world.oracle.pause(Duration::from_millis(2));
    let mut child = world.begin(&[], &world.send(connections));
    let wanted = dice.below(world.letters());
    let began = Instant::now();
    while world.oracle.taken() < wanted && began.elapsed() < Duration::from_secs(20) {
        thread::sleep(Duration::from_millis(1));
    }
    tools::works(&["ip", "link", "set", "lo", "down"]);
    thread::sleep(dice.moment(Duration::from_millis(400)));
    let is_killed = round.is_multiple_of(2);
    if is_killed {
        child.kill().unwrap_or_default();
    }
    tools::works(&["ip", "link", "set", "lo", "up"]);
    world.ended(child);
    // A line that only was down lost nothing; one may break, though, where the system says so.
    close(world, connections, 1, connections)
}
