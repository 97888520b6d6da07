//! Processes that end where they should not, and those that run where another does.

use std::process::Stdio;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;
use std::time::{Duration, Instant};

use super::dice::Dice;
use super::judge::Tally;
use super::world::{World, words};
use super::{Plan, close, tools};

/// Kills of one world before it is left to end.
const KILLS_OF_A_WORLD: usize = 8;

pub fn at_random(plan: &Plan, dice: &mut Dice) -> Tally {
    let rows = plan.some(200, 60);
    let lasts = [1, 4, 20].map(|connections| {
        let world = World::new(rows);
        let began = Instant::now();
        world.run(&[], &world.send(connections));
        (connections, began.elapsed())
    });
    let done = AtomicUsize::new(0);
    let worlds = lasts.into_iter().cycle().take_while(|_| done.load(Ordering::SeqCst) < plan.kills);
    plan.each(worlds, dice, |(connections, lasts), dice| {
        let world = World::new(rows);
        // A server that thinks for a moment leaves more letters between their end and the answer.
        world.oracle.pause(if dice.coin() { dice.moment(Duration::from_millis(4)) } else { Duration::ZERO });
        let mut kills = 0;
        while kills < KILLS_OF_A_WORLD {
            let mut child = world.begin(&[], &world.send(connections));
            thread::sleep(dice.moment(lasts));
            child.kill().expect("it can be killed");
            if world.ended(child).code.is_some() {
                break;
            }
            kills += 1;
        }
        done.fetch_add(kills, Ordering::SeqCst);
        close(world, connections, kills, kills * connections)
    })
}

/// Kills at the first, the second and each further call of a kind, until a run is not reached any more.
pub fn at_each_step(plan: &Plan, dice: &mut Dice) -> Tally {
    if let Some(why) = tools::no_strace() {
        return Tally::skipped(why);
    }
    let calls = ["pwrite64", "fsync,fdatasync", "sendto", "recvfrom", "ftruncate", "unlink", "write", "connect"];
    let each = [1, 3].into_iter().flat_map(|connections| calls.map(|calls| (connections, calls)));
    plan.each(each, dice, |(connections, calls), dice| {
        let mut all = Tally::default();
        for when in 1.. {
            let world = World::new(5);
            world.oracle.pause(dice.moment(Duration::from_millis(2)));
            let trace = format!("trace={calls}");
            let inject = format!("inject={calls}:signal=KILL:when={when}");
            let run = world.run(&tools::strace("/dev/null", &["-e", &trace, "-e", &inject]), &world.send(connections));
            let killed = usize::from(run.code.is_none());
            all += close(world, connections, killed, killed * connections).within(&inject);
            if killed == 0 {
                break;
            }
        }
        all
    })
}

/// Several runs of one command: one works, the others say that it does.
pub fn at_once(plan: &Plan, dice: &mut Dice) -> Tally {
    plan.each(0..plan.some(40, 4), dice, |round, dice| {
        let world = World::new(40);
        world.oracle.pause(dice.moment(Duration::from_millis(4)));
        let others = if round % 5 == 0 { 7 } else { 1 };
        let line = world.send(3);
        let first = world.begin(&[], &line);
        let mut running = Vec::new();
        for _ in 0..others {
            thread::sleep(dice.moment(Duration::from_millis(60)));
            let mut command = world.command(&[], &words(&line));
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
        let mut tally = close(world, 3, others, 0);
        tally.blame(broken);
        tally
    })
}

/// Being asked to stop: what is in hand is finished, nothing is in doubt, and the line that goes on is told.
pub fn signals(plan: &Plan, dice: &mut Dice) -> Tally {
    let rounds = (0..plan.some(20, 2)).flat_map(|round| ["INT", "TERM", "HUP", "PIPE"].map(|name| (round, name)));
    plan.each(rounds, dice, |(round, name), dice| {
        let connections = [1, 4, 20][round % 3];
        let world = World::new(60);
        world.oracle.pause(Duration::from_millis(2));
        let line = world.send(connections);
        let mut broken = Vec::new();
        if name == "PIPE" {
            // Nobody reads what it says.
            let mut command = world.command(&[], &words(&line));
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
            let goes_on = run.err.contains("run: outcry send ");
            // Before the program knows of signals, one ends it at once.
            let before = world.oracle.taken() == 0;
            if !(run.code.is_none() && before
                || run.code == Some(130) && (left == 0 || before || goes_on)
                || run.code == Some(0) && left == 0)
            {
                broken.push(format!("SIG{name} with {left} left: {run:?}"));
            }
        }
        let mut tally = close(world, connections, 1, 0);
        tally.blame(broken);
        tally
    })
}
