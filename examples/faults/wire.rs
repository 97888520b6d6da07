//! A server that breaks the line, refuses, puts off, or talks nonsense, at each step of the dialogue.

use crate::Plan;
use crate::dice::Dice;
use crate::judge::Tally;
use crate::oracle::{Act, Fault, Step};
use crate::world::World;

const STEPS: [Step; 10] = [
    Step::Greeting,
    Step::Hello,
    Step::Auth,
    Step::Mail,
    Step::Office,
    Step::Copy,
    Step::Data,
    Step::Body,
    Step::Dot,
    Step::Quit,
];

fn say(text: &str) -> Act {
    Act::Say(format!("{text}\r\n").into_bytes())
}

/// One run with a fault, then the end of the world. With somebody who logs in, where that matters.
fn suffer(dice: &mut Dice, fault: &Fault, doubts_a_strike: usize) -> Tally {
    let connections = [1, 4][dice.below(2)];
    let world = World::new(6);
    world.oracle.fault(Some(fault.clone()));
    let mut line = world.send(connections);
    if fault.step == Step::Auth {
        line = line.replace("smtp://", "smtp://jo@") + " --password-command pwd";
    }
    let run = world.run(&[], &line);
    let struck = world.oracle.struck();
    let mut tally = Plan::close(world, connections, struck, struck * doubts_a_strike, &[]);
    tally.broken.iter_mut().for_each(|broken| *broken = format!("{fault:?}: {broken}"));
    if struck == 0 {
        tally.broken.push(format!("{fault:?} was not reached: {run:?}"));
    }
    if run.code.is_none() {
        tally.broken.push(format!("{fault:?} ended the program: {run:?}"));
    }
    tally
}

pub fn drops(_: &Plan, dice: &mut Dice) -> Tally {
    let mut all = Tally::default();
    for step in STEPS {
        for end in [Act::Close, Act::Reset] {
            for round in 0..10 {
                // Before the reply, in its middle, or after it.
                let polite = if step == Step::Data { "354 go ahead" } else { "250 ok" };
                let acts = match round % 3 {
                    1 if step != Step::Body => vec![Act::Say(polite.as_bytes()[..2].to_vec()), end.clone()],
                    2 if step == Step::Data => vec![say(polite), end.clone()],
                    _ => vec![end.clone()],
                };
                let fault = Fault {
                    step,
                    nth: if matches!(step, Step::Greeting | Step::Hello | Step::Auth | Step::Quit) {
                        0
                    } else {
                        dice.below(12)
                    },
                    lasts: dice.coin(),
                    acts,
                    takes: dice.coin(),
                };
                // A line that breaks while the text is on its way may break after the end was written.
                let ends = matches!(step, Step::Dot | Step::Body) || step == Step::Data && round % 3 == 2;
                all += suffer(dice, &fault, usize::from(ends));
            }
        }
    }
    all
}

pub fn replies(_: &Plan, dice: &mut Dice) -> Tally {
    let mut all = Tally::default();
    for step in STEPS.into_iter().filter(|step| !matches!(step, Step::Body | Step::Quit)) {
        for text in [
            "421 4.3.2 closing",
            "450 4.2.1 busy",
            "451 4.7.1 greylisted",
            "452 4.2.2 full",
            "454 4.7.0 Throttling failure: Maximum sending rate exceeded.",
            "550 5.1.1 no such user",
            "552 5.2.2 full",
            "554 5.7.1 no",
            "450-4.3.2 two\r\n450 4.3.2 lines",
        ] {
            for lasts in [false, true] {
                let nth = if matches!(step, Step::Greeting | Step::Hello | Step::Auth) { 0 } else { dice.below(6) };
                let fault = Fault { step, nth, lasts, acts: vec![say(text)], takes: false };
                all += suffer(dice, &fault, 0);
            }
        }
    }
    // What a server may say of a letter that it took, and what leaves that open.
    let long = [b"250 ".as_slice(), &vec![b'x'; 1_000_000], b"\r\n"].concat();
    for (act, doubts) in [
        (say("200 ok"), 0),
        (say("251 forwarded"), 0),
        (say("252 will try"), 0),
        (say("250-2.0.0 two\r\n250 2.0.0 lines"), 0),
        (Act::Drip(b"250 2.0.0 queued\r\n".to_vec()), 0),
        (Act::Say(b"250 angenommen f\xfcr Zustellung\r\n".to_vec()), 0),
        (Act::Say(long), 1),
        (say("OK"), 1),
        (say("999 what"), 1),
        (say("250-2.0.0 one\r\n251 other"), 1),
        (say(""), 1),
    ] {
        for lasts in [false, true] {
            let fault = Fault { step: Step::Dot, nth: dice.below(6), lasts, acts: vec![act.clone()], takes: true };
            all += suffer(dice, &fault, doubts);
        }
    }
    all
}
