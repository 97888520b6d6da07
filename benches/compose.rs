//! Letters composed per second, from a row of answers to the bytes of a mail, on one thread and on two.
//!
//! `cargo bench --bench compose` prints both. One letter is what `send` makes of one signatory for one
//! office: the template filled, Markdown read, the checks made, the mail built.

#![expect(clippy::expect_used, clippy::print_stdout, reason = "a benchmark prints, and stops at the first surprise")]

use std::time::Instant;

use jiff::Timestamp;
use jiff::civil::date;
use outcry::campaign::Campaign;
use outcry::letter::{Request, compose};
use outcry::locale::Language;
use outcry::registry::Registry;
use outcry::render::mail::{Alternative, OwnCopy, Posting, mail};
use outcry::signatory::{Answers, Signatory};

const LETTERS: usize = 50_000;

fn main() {
    let campaign = Campaign::load("kazakhstan-2011-arrest-threat", &[]).expect("a shipped campaign");
    let registry = Registry::shipped().on(date(2026, 11, 23));
    let office = registry.get("kz-mfa").expect("a shipped office");
    let language = [Language::english()];
    let account = "Branch <branch@union.test>".parse().expect("an address");
    let key = outcry::mac::MacKey::new(&[7; 32]);
    let (alternative, own_copy) = (Alternative::None, OwnCopy::None);
    let posting = Posting { account, date: Timestamp::UNIX_EPOCH, alternative, own_copy, test_to: None, key };
    let letters = |from: usize, to: usize| {
        let mut bytes = 0;
        for number in from..to {
            let answers = Answers {
                name: Some(format!("Jo Smith {number}")),
                country: Some("GB".to_owned()),
                email: Some(format!("jo{number}@family.test")),
                ..Answers::default()
            };
            let signatory = Signatory::parse(&answers, &[]).expect("answers that are right");
            let request = Request {
                campaign: &campaign,
                office,
                signatory: &signatory,
                date: date(2026, 11, 23),
                languages: &language,
                copies: &campaign.copy_to,
                edited: None,
            };
            let letter = compose(request).expect("a letter");
            bytes += mail(&letter, &posting, &[]).expect("a mail").bytes.len();
        }
        bytes
    };
    letters(0, 100);
    let began = Instant::now();
    let bytes = letters(0, LETTERS);
    let one = rate(began);
    let began = Instant::now();
    std::thread::scope(|scope| {
        scope.spawn(|| letters(0, LETTERS / 2));
        scope.spawn(|| letters(LETTERS / 2, LETTERS));
    });
    let two = rate(began);
    println!("one thread    {one:>8.0} letters per second");
    println!("two threads   {two:>8.0} letters per second");
    println!("a letter      {:>8} bytes", bytes / LETTERS);
}

#[expect(clippy::cast_precision_loss, reason = "a rate")]
fn rate(began: Instant) -> f64 {
    LETTERS as f64 / began.elapsed().as_secs_f64()
}
