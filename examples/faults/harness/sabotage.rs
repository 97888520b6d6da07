//! The test of the judge. Ten times something between the program and the judge is made to lie: a wrapper around
//! the program, somebody on the line, a disk that never syncs. The program itself is the same one, without any
//! switch for this. Each must be found, by what it did; and the same scene without sabotage must be found clean.

use std::fs;

use super::dice::Dice;
use super::judge::{Kind, Tally};
use super::oracle::{Act, Fault, Step};
use super::proxy::{Meddling, Proxy};
use super::world::World;
use super::{Plan, close, power};

struct Sabotage {
    what: &'static str,
    how: How,
    /// What the judge must say.
    found: Kind,
    is_quick: bool,
}

enum How {
    /// Lines of shell in place of the program, which is `"$@"`, with its home in `$HOME`.
    Wrapper(&'static str),
    Line(Meddling),
    /// Syncs that do nothing, and then the power is cut.
    NoSync,
}

const ALL: [Sabotage; 10] = [
    Sabotage {
        what: "every run ends with exit code 0",
        how: How::Wrapper("\"$@\"; exit 0"),
        found: Kind::ExitCode,
        is_quick: true,
    },
    Sabotage {
        what: "doubts are told as sent",
        how: How::Wrapper(
            "\"$@\" > ../said; code=$?; sed 's/\"in doubt\"/\"sent\"/; s/in doubt/sent/' ../said; exit $code",
        ),
        found: Kind::Untold,
        is_quick: false,
    },
    Sabotage {
        what: "the outbox is gone after each run",
        how: How::Wrapper("\"$@\"; code=$?; test \"$2\" != send || rm -f \"$XDG_DATA_HOME\"/outcry/*; exit $code"),
        found: Kind::Twice,
        is_quick: false,
    },
    Sabotage {
        what: "a row of the list is skipped",
        how: How::Wrapper(
            "cp list.csv ../whole; sed -i.whole 3d list.csv; \"$@\"; code=$?; cp ../whole list.csv; exit $code",
        ),
        found: Kind::Lost,
        is_quick: false,
    },
    Sabotage {
        what: "a word of the text is another one",
        how: How::Line(Meddling::ChangesText),
        found: Kind::WrongText,
        is_quick: true,
    },
    Sabotage {
        what: "two offices have each other's address",
        how: How::Wrapper(
            "file=\"$XDG_CONFIG_HOME/outcry/recipients.toml\"; cp \"$file\" ../right\n\
             sed -i.right 's/court@court.test/@@/; s/council@council.test/court@court.test/; s/@@/council@council.test/' \"$file\"\n\
             \"$@\"; code=$?; cp ../right \"$file\"; exit $code",
        ),
        found: Kind::WrongRecipient,
        is_quick: false,
    },
    Sabotage {
        what: "one office gets the text of the other's letter",
        how: How::Line(Meddling::ReplacesText),
        found: Kind::WrongText,
        is_quick: false,
    },
    Sabotage {
        what: "copies are dropped",
        how: How::Line(Meddling::DropsCopies),
        found: Kind::WrongRecipient,
        is_quick: false,
    },
    Sabotage {
        what: "copies go elsewhere",
        how: How::Line(Meddling::MisdirectsCopies),
        found: Kind::WrongRecipient,
        is_quick: true,
    },
    Sabotage { what: "nothing is synced, and the power is cut", how: How::NoSync, found: Kind::Twice, is_quick: false },
];

pub fn all(plan: &Plan, dice: &mut Dice) -> Tally {
    let honest = [How::Wrapper("exec \"$@\""), How::Line(Meddling::Nothing)];
    let mut all = plan.each(honest, dice, |how, _| scene(&how).within("without sabotage"));
    // They are no faults of the program.
    all.faults = 0;
    all += plan.each(ALL.iter().filter(|sabotage| !plan.is_quick || sabotage.is_quick), dice, |sabotage, dice| {
        let found = match (&sabotage.how, power::cannot()) {
            (How::NoSync, Some(why)) => return Tally::skipped(format!("{}: {why}", sabotage.what)),
            (How::NoSync, None) => {
                let honest = power::cuts_without_syncs(plan, dice, true).within("without sabotage");
                if !honest.broken.is_empty() {
                    return honest;
                }
                power::cuts_without_syncs(plan, dice, false)
            }
            (how, _) => scene(how),
        };
        let is_caught = found.broken.iter().any(|broken| broken.kind == sabotage.found);
        let mut tally = Tally { sabotaged: 1, caught: usize::from(is_caught), ..Tally::default() };
        tally.blame(
            (!is_caught).then(|| format!("it was not seen that {}; seen was {:?}", sabotage.what, found.broken)),
        );
        tally
    });
    all
}

/// A run in which one letter comes into doubt, and the end of its world.
fn scene(how: &How) -> Tally {
    let mut world = World::new(6);
    let proxy = match how {
        How::Line(meddling) => Some(Proxy::meddling(world.oracle.port(), *meddling)),
        _ => None,
    };
    world.port = proxy.as_ref().map(Proxy::port);
    if let How::Wrapper(script) = how {
        world.write("wrapper.sh", script);
        world.wrapper = Some(world.path("wrapper.sh"));
    }
    world.oracle.fault(Some(Fault { step: Step::Dot, nth: 3, lasts: false, acts: vec![Act::Close], takes: true }));
    world.run(&[], &world.send(1));
    let folder = world.path("");
    let tally = close(world, 1, 1, 1);
    // What was found is as it should be, so nobody has to look at it.
    fs::remove_dir_all(folder).unwrap_or_default();
    tally
}
