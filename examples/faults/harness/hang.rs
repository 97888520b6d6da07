//! A server that says nothing more, at each step. The program's own patience is that of RFC 5321, minutes; so
//! most hangs end otherwise: the program is killed or asked to stop, or the line breaks, or the server goes on.
//! Beside the whole plan each step is also left to hang until the program's time is up.

use std::net::{Ipv4Addr, SocketAddr, TcpStream};
use std::thread;
use std::time::Duration;

use super::dice::Dice;
use super::judge::Tally;
use super::oracle::{Act, Fault, Protection, Step};
use super::wire::{SECURE_STEPS, STEPS, line, polite};
use super::world::World;
use super::{Plan, close, tools};

/// What ends it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum End {
    Kill,
    /// SIGTERM, and another one since the program waits for the answer.
    Term,
    Fin,
    Rst,
    GoesOn,
    /// The server goes on after half of its answer.
    HalfThenGoesOn,
}

const ENDS: [End; 6] = [End::Kill, End::Term, End::Fin, End::Rst, End::GoesOn, End::HalfThenGoesOn];

fn steps() -> impl Iterator<Item = (Protection, Step)> {
    STEPS.into_iter().map(|step| (Protection::None, step)).chain(SECURE_STEPS)
}

pub fn ended(plan: &Plan, dice: &mut Dice) -> Tally {
    let rounds = plan.some(3, 1);
    let each = steps()
        .flat_map(|(protection, step)| ENDS.map(|end| (protection, step, end)))
        .step_by(plan.some(1, 5))
        .flat_map(|(protection, step, end)| (0..rounds).map(move |round| (protection, step, end, round)));
    let mut all = plan.each(each, dice, |(protection, step, end, round), dice| {
        let connections = [1, 4, 1][round % 3];
        let world = World::with(6, protection);
        let acts = match (end, polite(protection, step)) {
            (End::Fin, _) => vec![Act::Hang, Act::Close],
            (End::Rst, _) => vec![Act::Hang, Act::Reset],
            (End::HalfThenGoesOn, Some(Act::Say(polite))) => {
                let (first, rest) = polite.split_at(3);
                vec![Act::Say(first.to_vec()), Act::Hang, Act::Say(rest.to_vec())]
            }
            (_, polite) => std::iter::once(Act::Hang).chain(polite).collect(),
        };
        // One that takes the letter and answers late, or goes away without a word.
        let takes = matches!(end, End::GoesOn | End::HalfThenGoesOn) || dice.coin();
        let nth = if step.opens() || step == Step::Quit { 0 } else { dice.below(6) };
        world.oracle.fault(Some(Fault { step, nth, lasts: false, acts, takes }));
        let mut child = world.begin(&[], &line(&world, connections, step));
        let hangs = world.oracle.hangs();
        thread::sleep(dice.moment(Duration::from_millis(30)));
        match end {
            End::Kill => child.kill().unwrap_or_default(),
            End::Term => {
                tools::signal("TERM", child.id());
                // Two that come at once are one; and the first may be enough.
                thread::sleep(Duration::from_millis(100));
                if child.try_wait().expect("it is there").is_none() {
                    tools::signal("TERM", child.id());
                }
            }
            _ => world.oracle.let_go(),
        }
        let run = world.ended(child);
        let waits = matches!(end, End::GoesOn | End::HalfThenGoesOn);
        // A kill leaves in doubt whatever any connection had ended; a line only its own letter.
        let bound = match end {
            End::Kill | End::Term => connections,
            End::Fin | End::Rst => usize::from(step.may_end()),
            End::GoesOn | End::HalfThenGoesOn => 0,
        };
        let broken = if !hangs {
            Some("nothing hung".to_owned())
        } else if waits && run.code != Some(0) {
            Some(format!("it did not wait: {run:?}"))
        } else if end == End::Term && !matches!(run.code, Some(130 | 0)) && step != Step::Quit {
            Some(format!("asked to stop it ended with {:?}: {}", run.code, run.err))
        } else {
            None
        };
        let mut tally = close(world, connections, 1, bound);
        tally.blame(broken);
        tally.within(format!("{protection} {step:?} {nth} {end:?}"))
    });
    all += plan.each([End::Kill, End::Term], dice, |end, dice| {
        let mut world = World::new(6);
        let deaf = Deaf::start();
        world.port = Some(deaf.port());
        let mut child = world.begin(&[], &world.send(2));
        thread::sleep(Duration::from_millis(50) + dice.moment(Duration::from_millis(100)));
        match end {
            End::Kill => child.kill().unwrap_or_default(),
            _ => {
                for _ in 0..2 {
                    tools::signal("TERM", child.id());
                    thread::sleep(Duration::from_millis(100));
                }
            }
        }
        world.ended(child);
        world.port = None;
        close(world, 2, 1, 0).within(format!("no connection, {end:?}"))
    });
    all
}

/// Each step hangs until the program gives up, in its own time: half a minute to connect, minutes for a reply,
/// ten for the one after a letter's end. All at once, since nobody does anything meanwhile.
pub fn for_ever(_: &Plan, dice: &mut Dice) -> Tally {
    let steps: Vec<(Protection, Step)> = steps().collect();
    let plan = Plan { is_quick: false, kills: 0, jobs: steps.len() + 1 };
    let each = steps.into_iter().map(Some).chain([None]);
    plan.each(each, dice, |hung, dice| {
        let Some((protection, step)) = hung else { return never_connected() };
        let world = World::with(4, protection);
        let takes = dice.coin();
        world.oracle.fault(Some(Fault { step, nth: 0, lasts: false, acts: vec![Act::Hang], takes }));
        let run = world.run(&[], &line(&world, 1, step));
        let mut tally = close(world, 1, 1, usize::from(step.may_end()));
        tally.blame((run.code.is_none()).then(|| format!("it ended with {run:?}")));
        tally.within(format!("{protection} {step:?} for ever"))
    })
}

fn never_connected() -> Tally {
    let mut world = World::new(4);
    let deaf = Deaf::start();
    world.port = Some(deaf.port());
    let run = world.run(&[], &world.send(2));
    world.port = None;
    let mut tally = close(world, 2, 1, 0);
    tally.blame(matches!(run.code, None | Some(0)).then(|| format!("with no connection it ended with {run:?}")));
    tally
}

/// A port whose queue of connections is full, so that one more is neither made nor refused.
struct Deaf {
    listener: socket2::Socket,
    waiting: Vec<TcpStream>,
}

impl Deaf {
    fn start() -> Self {
        let listener = socket2::Socket::new(socket2::Domain::IPV4, socket2::Type::STREAM, None).expect("a socket");
        listener.bind(&SocketAddr::from((Ipv4Addr::LOCALHOST, 0)).into()).expect("a free port on loopback");
        listener.listen(0).expect("a socket that listens");
        let mut deaf = Self { listener, waiting: Vec::new() };
        let address = SocketAddr::from((Ipv4Addr::LOCALHOST, deaf.port()));
        while deaf.waiting.len() < 64
            && let Ok(one) = TcpStream::connect_timeout(&address, Duration::from_millis(200))
        {
            deaf.waiting.push(one);
        }
        deaf
    }

    fn port(&self) -> u16 {
        self.listener.local_addr().ok().and_then(|address| address.as_socket()).map_or(0, |address| address.port())
    }
}
