//! A few faults of each kind that `examples/faults` has: those that need nothing but the toolchain. They run
//! against the real program; the whole plan and what each case does stand there.

#![cfg(unix)]

#[path = "../examples/faults/harness/mod.rs"]
mod harness;

use harness::Plan;

#[test]
fn nothing_is_lost_changed_or_sent_twice() {
    let seed = harness::seed();
    let plan = Plan { is_quick: true, kills: 24, jobs: 2 };
    let tally = plan.run(env!("CARGO_BIN_EXE_outcry").into(), &[], seed, &|line| println!("{line}"));
    assert!(tally.broken.is_empty(), "{tally}; the seed was {seed}");
    assert_eq!((tally.caught, tally.sabotaged), (3, 3), "the judge must see what is made to go wrong");
}
