//! Lists that look otherwise when the same command runs again, and clocks that do.

use std::thread;
use std::time::Duration;

use super::dice::Dice;
use super::judge::Tally;
use super::meant::{Person, list};
use super::world::World;
use super::{Plan, close, tools};

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

pub fn resorted(plan: &Plan, dice: &mut Dice) -> Tally {
    plan.each(0..plan.some(64, 4), dice, |round, dice| {
        let world = World::new(ROWS);
        world.oracle.pause(Duration::from_millis(1));
        let connections = [1, 4][round % 2];
        let mut people: Vec<Person> = (1..=ROWS).map(Person).collect();
        for _ in 0..3 {
            kill_on_the_way(&world, dice, &[], connections);
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
        close(world, connections, 3, 3 * connections)
    })
}

/// The clock is another one in each run; a run itself goes by a clock that does not jump.
pub fn clock(plan: &Plan, dice: &mut Dice) -> Tally {
    if tools::wrong_clock("+0").is_none() {
        return Tally::skipped("faketime is not installed");
    }
    let jumps = [
        ["+0", "+1d", "-1d"],
        ["+0", "-1d", "+1d"],
        ["+0", "-3600", "+3600"],
        ["+30d", "-30d", "+0"],
        ["+0", "-300d", "+300d"],
        ["+0", "-10y", "+0"],
    ];
    let each = jumps.into_iter().flat_map(|jumps| [1, 4].map(|connections| (jumps, connections)));
    let mut all = plan.each(each, dice, |(jumps, connections), dice| {
        let world = World::new(ROWS);
        world.oracle.pause(Duration::from_millis(1));
        for jump in jumps {
            let under = tools::wrong_clock(jump).unwrap_or_default();
            kill_on_the_way(&world, dice, &under.each_ref().map(String::as_str), connections);
        }
        close(world, connections, 3, 3 * connections)
    });
    all += plan.each(["-1d", "-3600", "-10y"], dice, |jump, _| day_used_up(jump));
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
    let mut tally = close(world, 1, 1, 0);
    if (first, second) != (10, 10) {
        tally.blame(Some(format!("10 a day, and after {jump} it was {first} and then {second}")));
    }
    tally
}
