//! Processes that end where they should not, and those that run where another does.

use std::process::Stdio;
use std::thread;
use std::time::{Duration, Instant};

use crate::dice::Dice;
use crate::judge::Tally;
use crate::world::World;
use crate::{Plan, tools};

/// Kills of one world before it is left to end.
const KILLS_OF_A_WORLD: usize = 8;

pub fn at_random(plan: &Plan, dice: &mut Dice) -> Tally {
    let mut all = Tally::default();
    let mut lasts = Vec::new();
    for connections in [1, 4, 20] {
        let world = World::new(200);
        let began = Instant::now();
        world.run(&[], &world.send(connections));
        lasts.push((connections, began.elapsed()));
    }
    for (connections, lasts) in lasts.into_iter().cycle() {
        if all.faults >= plan.kills {
            break;
        }
        let world = World::new(200);
        // A server that thinks for a moment leaves more letters between their end and the answer.
        world.oracle.pause(if dice.coin() { dice.moment(Duration::from_millis(4)) } else { Duration::ZERO });
        let (mut kills, mut doubts) = (0, 0);
        let wanted = KILLS_OF_A_WORLD.min(plan.kills - all.faults);
        while kills < wanted {
            let mut child = world.begin(&[], &world.send(connections));
            thread::sleep(dice.moment(lasts));
            child.kill().expect("it can be killed");
            let done = world.ended(child).code.is_some();
            if done {
                break;
            }
            kills += 1;
            doubts += connections;
        }
        all += Plan::close(world, connections, kills, doubts, &[]);
    }
    all
}

/// Kills at the first, the second and each further call of a kind, until a run is not reached any more.
pub fn at_each_step(_: &Plan, dice: &mut Dice) -> Tally {
    let mut all = Tally { skipped: tools::no_strace(), ..Tally::default() };
    if all.skipped.is_some() {
        return all;
    }
    for (connections, calls) in [1, 3].into_iter().flat_map(|connections| {
        ["pwrite64", "fsync,fdatasync", "sendto", "recvfrom", "ftruncate", "unlink", "write", "connect"]
            .map(|calls| (connections, calls))
    }) {
        for when in 1.. {
            let world = World::new(5);
            world.oracle.pause(dice.moment(Duration::from_millis(2)));
            let trace = format!("trace={calls}");
            let inject = format!("inject={calls}:signal=KILL:when={when}");
            let run = world.run(&tools::strace("/dev/null", &["-e", &trace, "-e", &inject]), &world.send(connections));
            let killed = usize::from(run.code.is_none());
            all += Plan::close(world, connections, killed, killed * connections, &[]);
            if killed == 0 {
                break;
            }
        }
    }
    all
}

/// Several runs of one command: one works, the others say that it does.
pub fn at_once(_: &Plan, dice: &mut Dice) -> Tally {
    let mut all = Tally::default();
    for round in 0..30 {
        let world = World::new(40);
        world.oracle.pause(dice.moment(Duration::from_millis(4)));
        let others = if round % 5 == 0 { 7 } else { 1 };
        let line = world.send(3);
        let first = world.begin(&[], &line);
        let mut running = Vec::new();
        for _ in 0..others {
            thread::sleep(dice.moment(Duration::from_millis(60)));
            let mut command = world.command(&[], &line);
            let child = command.stdout(Stdio::null()).stderr(Stdio::piped()).spawn();
            running.push(child.expect("the program starts"));
        }
        let mut codes: Vec<(Option<i32>, String)> = running
            .into_iter()
            .map(|child| {
                let output = child.wait_with_output().expect("it ends");
                (output.status.code(), String::from_utf8_lossy(&output.stderr).into_owned())
            })
            .collect();
        let first = world.ended(first);
        codes.push((first.code, first.err));
        let mut broken = Vec::new();
        if !codes.iter().any(|(code, _)| *code == Some(0)) {
            broken.push(format!("no run got through: {codes:?}"));
        }
        if let Some(odd) = codes
            .iter()
            .find(|(code, said)| *code != Some(0) && !(*code == Some(75) && said.contains("another run of outcry")))
        {
            broken.push(format!("a run that came in between ended otherwise: {odd:?}"));
        }
        let mut tally = Plan::close(world, 3, others, 0, &[]);
        tally.broken.extend(broken);
        all += tally;
    }
    all
}

/// Being asked to stop: what is in hand is finished, nothing is in doubt, and the line that goes on is told.
pub fn signals(_: &Plan, dice: &mut Dice) -> Tally {
    let mut all = Tally::default();
    for round in 0..20 {
        for name in ["INT", "TERM", "HUP", "PIPE"] {
            let connections = [1, 4, 20][round % 3];
            let world = World::new(60);
            world.oracle.pause(Duration::from_millis(2));
            let line = world.send(connections);
            let mut broken = Vec::new();
            if name == "PIPE" {
                // Nobody reads what it says.
                let mut command = world.command(&[], &line);
                let (out, err) = (Stdio::piped(), Stdio::piped());
                let mut child = command.stdout(out).stderr(err).spawn().expect("the program starts");
                drop((child.stdout.take(), child.stderr.take()));
                let code = child.wait().expect("it ends").code();
                if code != Some(0) {
                    broken.push(format!("with nobody who reads it ended with {code:?}"));
                }
            } else {
                let child = world.begin(&[], &line);
                let wanted = dice.below(world.letters());
                let began = Instant::now();
                while world.oracle.taken() < wanted && began.elapsed() < Duration::from_secs(20) {
                    thread::sleep(Duration::from_millis(1));
                }
                tools::signal(name, child.id());
                let run = world.ended(child);
                let left = world.letters() - world.oracle.taken();
                let goes_on = run.err.contains("goes out with: outcry send");
                // Before the program knows of signals, one ends it at once.
                let before = world.oracle.taken() == 0;
                if !(run.code.is_none() && before
                    || run.code == Some(130) && (left == 0 || before || goes_on)
                    || run.code == Some(0) && left == 0)
                {
                    broken.push(format!("SIG{name} with {left} left: {run:?}"));
                }
            }
            let mut tally = Plan::close(world, connections, 1, 0, &[]);
            tally.broken.extend(broken);
            all += tally;
        }
    }
    all
}
