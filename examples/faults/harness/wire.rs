//! A server that breaks the line, refuses, puts off, or talks nonsense, at each step of the dialogue.

use super::dice::Dice;
use super::judge::Tally;
use super::oracle::{Act, Fault, Protection, Step};
use super::proxy::{Proxy, Way};
use super::world::World;
use super::{Plan, close};

/// Steps of a line without TLS.
pub const STEPS: [Step; 10] = [
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

/// Steps of TLS, with how the line is protected.
pub const SECURE_STEPS: [(Protection, Step); 5] = [
    (Protection::StartTls, Step::StartTls),
    (Protection::StartTls, Step::Handshake),
    (Protection::StartTls, Step::Secured),
    (Protection::Implicit, Step::Handshake),
    (Protection::Implicit, Step::Secured),
];

pub fn say(text: &str) -> Act {
    Act::Say(format!("{text}\r\n").into_bytes())
}

/// What a polite server says at a step.
pub fn polite(protection: Protection, step: Step) -> Option<Act> {
    Some(say(match step {
        Step::Body | Step::Handshake => return None,
        Step::Greeting => "220 oracle.test",
        Step::Secured if protection == Protection::Implicit => "220 oracle.test",
        Step::Hello | Step::Secured => "250 oracle.test",
        Step::StartTls => "220 go",
        Step::Auth => "235 welcome",
        Step::Data => "354 go ahead",
        Step::Quit => "221 bye",
        Step::Mail | Step::Office | Step::Copy | Step::Dot => "250 ok",
    }))
}

/// The command that sends the whole list; with somebody who logs in, where that matters.
pub fn line(world: &World, connections: usize, step: Step) -> String {
    let line = world.send(connections);
    if step == Step::Auth { line.replace("smtp://", "smtp://jo@") + " --password-command pwd" } else { line }
}

/// One run with a fault, then the end of the world.
fn suffer(dice: &mut Dice, protection: Protection, fault: &Fault, doubts_a_strike: usize) -> Tally {
    suffer_in(World::with(6, protection), dice, fault, doubts_a_strike)
}

fn suffer_in(world: World, dice: &mut Dice, fault: &Fault, doubts_a_strike: usize) -> Tally {
    let connections = [1, 4][dice.below(2)];
    let place = format!("{fault:?}");
    world.oracle.fault(Some(fault.clone()));
    let run = world.run(&[], &line(&world, connections, fault.step));
    let struck = world.oracle.struck();
    let mut broken = None;
    if struck == 0 {
        broken = Some(format!("it was not reached: {run:?}"));
    } else if run.code.is_none() {
        broken = Some(format!("it ended the program: {run:?}"));
    }
    // A fault that lasts is one, however often it strikes.
    let mut tally = close(world, connections, usize::from(struck > 0), struck * doubts_a_strike);
    tally.blame(broken);
    tally.within(place)
}

pub fn drops(plan: &Plan, dice: &mut Dice) -> Tally {
    let rounds = plan.some(20, 1);
    let each = STEPS
        .into_iter()
        .flat_map(|step| [Act::Close, Act::Reset].map(|end| (step, end)))
        .flat_map(|(step, end)| (0..rounds).map(move |_| (step, end.clone())));
    plan.each(each, dice, |(step, end), dice| {
        // Before the reply, in its middle, or after it.
        let place = dice.below(3);
        let acts = match (place, polite(Protection::None, step)) {
            (1, Some(Act::Say(polite))) => vec![Act::Say(polite[..2].to_vec()), end],
            (2, Some(polite)) if step == Step::Data => vec![polite, end],
            _ => vec![end],
        };
        // A line that breaks while the text is on its way may break after the end was written.
        let ends = step.may_end() || step == Step::Data && place == 2;
        let nth = if step.opens() || step == Step::Quit { 0 } else { dice.below(12) };
        let fault = Fault { step, nth, lasts: dice.coin(), acts, takes: dice.coin() };
        suffer(dice, Protection::None, &fault, usize::from(ends))
    })
}

/// Letters with a PDF: the line breaks while one is on its way, or it is put off and goes out again as it was.
pub fn papers(plan: &Plan, dice: &mut Dice) -> Tally {
    if cfg!(not(feature = "pdf")) {
        return Tally::skipped("this program makes no PDF");
    }
    plan.each(0..plan.some(40, 4), dice, |round, dice| {
        let (step, act) = match round % 4 {
            0 => (Step::Body, Act::Reset),
            1 => (Step::Dot, Act::Close),
            2 => (Step::Dot, say("451 4.3.0 later")),
            _ => (Step::Data, Act::Close),
        };
        let ends = matches!(round % 4, 0 | 1);
        let fault = Fault { step, nth: dice.below(4), lasts: false, acts: vec![act], takes: round % 4 == 1 };
        suffer_in(World::with_papers(2), dice, &fault, usize::from(ends))
    })
}

/// The line breaks at each step of TLS, in its middle, or something else than TLS comes.
pub fn tls(plan: &Plan, dice: &mut Dice) -> Tally {
    let ways: [fn(Protection, Step) -> Vec<Act>; 9] = [
        |_, _| vec![Act::Close],
        |_, _| vec![Act::Reset],
        |protection, step| vec![half(protection, step), Act::Close],
        |protection, step| vec![half(protection, step), Act::Reset],
        |_, _| vec![Act::Raw(b"220 what is this\r\n".to_vec()), Act::Close],
        // A record of TLS that is none, and an alert that says the handshake failed.
        |_, _| vec![Act::Raw(b"\x16\x03\x03\x00\x04junk".to_vec()), Act::Close],
        |_, _| vec![Act::Raw(b"\x15\x03\x03\x00\x02\x02\x28".to_vec()), Act::Close],
        |_, _| vec![Act::Raw(vec![0xff; 70_000]), Act::Close],
        // Somebody between adds words in the clear; RFC 3207 section 6 has them forgotten.
        |_, step| match step {
            Step::StartTls => vec![Act::Say(b"220 go\r\n250 2.0.0 queued\r\n250 2.0.0 queued\r\n".to_vec())],
            _ => vec![Act::Reset],
        },
    ];
    let rounds = plan.some(3, 1);
    let each = SECURE_STEPS
        .into_iter()
        .flat_map(|(protection, step)| ways.map(|way| (protection, step, way)))
        .step_by(plan.some(1, 2))
        .flat_map(|(protection, step, way)| (0..rounds).map(move |round| (protection, step, way, round)));
    let mut all = plan.each(each, dice, |(protection, step, way, round), dice| {
        let fault = Fault { step, nth: 0, lasts: round % 2 == 1, acts: way(protection, step), takes: false };
        suffer(dice, protection, &fault, 0)
    });
    // Letters themselves, over such a line.
    let letters = [Step::Mail, Step::Office, Step::Copy, Step::Data, Step::Body, Step::Dot, Step::Quit];
    let each = letters
        .into_iter()
        .flat_map(|step| [Protection::StartTls, Protection::Implicit].map(|protection| (step, protection)))
        .flat_map(|(step, protection)| [Act::Close, Act::Reset].map(|end| (step, protection, end)))
        .step_by(plan.some(1, 3));
    all += plan.each(each, dice, |(step, protection, end), dice| {
        let nth = if step == Step::Quit { 0 } else { dice.below(12) };
        let fault = Fault { step, nth, lasts: false, acts: vec![end], takes: dice.coin() };
        suffer(dice, protection, &fault, usize::from(step.may_end()))
    });
    all
}

/// The first bytes of what a server would say.
fn half(protection: Protection, step: Step) -> Act {
    match polite(protection, step) {
        Some(Act::Say(polite)) => Act::Say(polite[..2].to_vec()),
        // The head of a record, and nothing of what it announces.
        _ => Act::Raw(b"\x16\x03\x03\x00\x7a\x02".to_vec()),
    }
}

/// The line breaks after any number of bytes, from the program or to it.
pub fn cuts(plan: &Plan, dice: &mut Dice) -> Tally {
    plan.each(0..plan.some(400, 16), dice, |round, dice| {
        let connections = [1, 4][round % 2];
        let mut world = World::new(6);
        let way = if dice.coin() { Way::There } else { Way::Back };
        // A letter has about 1,400 bytes, and what is said to it about 100.
        let after = dice.below(if way == Way::There { 5_000 } else { 500 });
        let proxy = Proxy::cutting(world.oracle.port(), way, after, dice.coin());
        world.port = Some(proxy.port());
        world.run(&[], &world.send(connections));
        let cut = usize::from(proxy.cuts() > 0);
        world.port = None;
        // Each connection may have been cut between a letter's end and the answer.
        let tally = close(world, connections, cut, proxy.cuts());
        tally.within(format!("cut after {after} bytes {way:?}"))
    })
}

pub fn replies(plan: &Plan, dice: &mut Dice) -> Tally {
    let texts = [
        "421 4.3.2 closing",
        "450 4.2.1 busy",
        "451 4.7.1 greylisted",
        "452 4.2.2 full",
        "454 4.7.0 Throttling failure: Maximum sending rate exceeded.",
        "550 5.1.1 no such user",
        "552 5.2.2 full",
        "554 5.7.1 no",
        "450-4.3.2 two\r\n450 4.3.2 lines",
    ];
    let steps = STEPS.into_iter().filter(|step| !matches!(step, Step::Body | Step::Quit));
    let rounds = plan.some(4, 1);
    let each = steps
        .flat_map(|step| texts.map(|text| (step, text)))
        .step_by(plan.some(1, 2))
        .flat_map(|(step, text)| (0..rounds).map(move |round| (step, text, round)));
    let mut all = plan.each(each, dice, |(step, text, round), dice| {
        let nth = if step.opens() { 0 } else { dice.below(6) };
        suffer(
            dice,
            Protection::None,
            &Fault { step, nth, lasts: round % 2 == 1, acts: vec![say(text)], takes: false },
            0,
        )
    });
    // What a server may say of a letter that it took, and what leaves that open.
    let long = [b"250 ".as_slice(), &vec![b'x'; 1_000_000], b"\r\n"].concat();
    let answers = [
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
    ];
    let each = answers.into_iter().flat_map(|(act, doubts)| (0..rounds).map(move |round| (act.clone(), doubts, round)));
    all += plan.each(each, dice, |(act, doubts, round), dice| {
        let fault = Fault { step: Step::Dot, nth: dice.below(6), lasts: round % 2 == 1, acts: vec![act], takes: true };
        suffer(dice, Protection::None, &fault, doubts)
    });
    all
}
