//! Lists that look otherwise when the same command runs again, and clocks that do.

use std::thread;
use std::time::Duration;

use crate::dice::Dice;
use crate::judge::Tally;
use crate::world::{World, list};
use crate::{Plan, tools};

const ROWS: usize = 60;

/// Kills a run at some moment while letters go out.
fn kill_on_the_way(world: &World, dice: &mut Dice, under: &[&str], connections: usize) {
    let mut child = world.begin(under, &world.send(connections));
    let wanted = dice.below(world.letters());
    for _ in 0..20_000 {
        if world.oracle.taken() >= wanted || child.try_wait().expect("it is there").is_some() {
            break;
        }
        thread::sleep(Duration::from_millis(1));
    }
    // It may have ended by itself.
    child.kill().unwrap_or_default();
    world.ended(child);
}

pub fn resorted(_: &Plan, dice: &mut Dice) -> Tally {
    let mut all = Tally::default();
    for round in 0..40 {
        let world = World::new(ROWS);
        world.oracle.pause(Duration::from_millis(1));
        let connections = [1, 4][round % 2];
        let mut people: Vec<usize> = (1..=ROWS).collect();
        let (mut kills, mut doubts) = (0, 0);
        for _ in 0..3 {
            kill_on_the_way(&world, dice, &[], connections);
            (kills, doubts) = (kills + 1, doubts + connections);
            match round % 4 {
                1 => people.reverse(),
                3 => people.rotate_left(7),
                _ => dice.shuffle(&mut people),
            }
            // Sometimes only half of them are there, and sometimes the file is of another kind.
            let part = if round % 4 == 2 { &people[..ROWS / 2] } else { &people };
            let text = list(part);
            world.write(
                "work/list.csv",
                &if round % 8 < 4 { text } else { text.replace(',', ";").replace('\n', "\r\n") },
            );
        }
        world.write("work/list.csv", &list(&people));
        all += Plan::close(world, connections, kills, doubts, &[]);
    }
    all
}

/// The clock is another one in each run; a run itself goes by a clock that does not jump.
pub fn clock(_: &Plan, dice: &mut Dice) -> Tally {
    let mut all = Tally::default();
    if tools::wrong_clock("+0").is_none() {
        all.skipped = Some("faketime is not installed".to_owned());
        return all;
    }
    for jumps in [
        ["+0", "+1d", "-1d"],
        ["+0", "-1d", "+1d"],
        ["+0", "-3600", "+3600"],
        ["+30d", "-30d", "+0"],
        ["+0", "-300d", "+300d"],
        ["+0", "-10y", "+0"],
    ] {
        for connections in [1, 4] {
            let world = World::new(ROWS);
            world.oracle.pause(Duration::from_millis(1));
            let (mut kills, mut doubts) = (0, 0);
            for jump in jumps {
                let under = tools::wrong_clock(jump).unwrap_or_default();
                kill_on_the_way(&world, dice, &under.each_ref().map(String::as_str), connections);
                (kills, doubts) = (kills + 1, doubts + connections);
            }
            all += Plan::close(world, connections, kills, doubts, &[]);
        }
    }
    for jump in ["-1d", "-3600", "-10y"] {
        all += day_used_up(jump);
    }
    all
}

/// A clock that is set back gives no letters back that were sent today.
fn day_used_up(jump: &str) -> Tally {
    let world = World::new(ROWS);
    let line = format!("{} --pace 10/day", world.send(1));
    world.run(&[], &line);
    let first = world.oracle.taken();
    let under = tools::wrong_clock(jump).unwrap_or_default();
    world.run(&under.each_ref().map(String::as_str), &line);
    let second = world.oracle.taken();
    let mut tally = Plan::close(world, 1, 1, 0, &[]);
    if (first, second) != (10, 10) {
        tally.broken.push(format!("10 a day, and after {jump} it was {first} and then {second}"));
    }
    tally
}
