//! Questions of a campaign: where an answer can come from, and that it is nothing but own words.

use super::*;

const QUESTIONS: &str = "\n[[question]]\nname = \"work\"\nlabel.en = \"What has this to do with your work?\"\n\
                         label.ru = \"Как это связано с вашей работой?\"\n\n[[question]]\nname = \"hope\"\n\
                         label = \"What do you hope for?\"\n";

/// The campaign of the other tests, which puts two questions.
fn asking() -> World {
    harbour_with(&format!("{HARBOUR}{QUESTIONS}"))
}

const JO: &str = "write harbour --to aq-court --name \"Jo Smith\"";

#[test]
fn an_answer_is_part_of_the_own_words() {
    let world = asking().config("[me.extra]\nwork = \"I load ships.\"\n");
    let answers = "--set \"hope=That she walks free.\" --set \"work=I *load* ships.\"";
    for (flags, expected) in [
        (answers, "I *load* ships.\n\nThat she walks free.\n\nI ask you"),
        ("--set hope=Much. --own-words \"And more.\"", "I load ships.\n\nMuch.\n\nAnd more.\n\nI ask you"),
        ("--set work=n/a", "for a strike.\n\nI ask you"),
        ("", "for a strike.\n\nI load ships.\n\nI ask you"),
    ] {
        let run = world.line(&format!("{JO} {flags} -f text"));
        assert!(run.code == 0 && run.stdout.contains(expected), "{flags}\n{run}");
    }
    let asks = "Asks, for own words: work (What has this to do with your work?), hope (What do you hope for?)\n";
    let shown = world.line("campaigns show harbour");
    assert!(shown.stdout.contains(asks) && !shown.stdout.contains("Also asks"), "{shown}");
    let checked = world.line("campaigns check harbour");
    assert!(checked.code == 0 && !checked.says("question"), "{checked}");
}

#[test]
fn an_answer_keeps_the_rules_of_own_words() {
    let words = "x".repeat(3000);
    let both = format!("--set \"work={words}\" --own-words \"{words}\"");
    for (flags, code, expected) in [
        ("--set \"work=I am [NAME]\"", 2, "--set work \"I am [NAME]\": \"[NAME]\" is still to be filled in"),
        ("--set \"work=the XXX congress\"", 0, "warning: the own words have \"XXX\""),
        ("--set \"hope=FREE HER NOW\"", 0, "warning: the own words shout (\"FREE HER NOW\")"),
        ("--set \"hope=bit.ly/3x\"", 0, "warning: the own words have the link \"bit.ly/3x\""),
        ("--set wrk=a", 2, "the campaign asks for: work (What has this to do with your work?), hope (What do"),
        (&both, 2, "it has 6002 characters; at most 4000 are allowed"),
    ] {
        let run = asking().line(&format!("{JO} {flags}"));
        assert!(run.code == code && run.stderr.contains(expected), "{flags}\n{run}");
    }
}

#[test]
fn a_column_is_known_by_the_question() {
    let list = "Name,HEAD,Own words,Consent\nJo Smith,I load ships.,And more.,yes\nAnn Smith,n/a,,yes\n\
                Kim Lee,I am ____.,,yes\n";
    let head = |head: &str| asking().file("list.csv", &list.replace("HEAD", head));
    for name in ["What has this to do with your work?", "work", "Как это связано с вашей работой?", "Work (optional)"]
    {
        let run = head(name).line("write harbour --to aq-court --signatories list.csv --rows 2-3");
        assert!(run.code == 0 && run.stdout.contains("\nI load ships.\n\nAnd more.\n\nI ask"), "{name}\n{run}");
        assert!(run.stdout.matches("for a strike.\n\nI ask").count() == 1, "{name}\n{run}");
        assert!(run.says(&format!("work: \"{name}\"")), "{run}");
    }
    let bad = head("work").line("write harbour --to aq-court --signatories list.csv");
    assert!(bad.code == 65 && bad.says("row 4, work \"I am ____.\": \"____\" is still to be filled in"), "{bad}");
    let mapped = head("Shop").line("write harbour --to aq-court --signatories list.csv --rows 2 --map work=Shop");
    assert!(mapped.code == 0 && mapped.stdout.contains("I load ships."), "{mapped}");
    // A profile says nothing for the people on a list.
    let own = head("Shop").config("[me.extra]\nwork = \"I load ships.\"\n");
    let run = own.line("write harbour --to aq-court --signatories list.csv --rows 3");
    assert!(run.code == 0 && !run.stdout.contains("I load ships."), "{run}");
}

#[test]
fn of_several_answers_the_last_one_counts() {
    let list = "Name,Email,work,hope,Consent\nJo,jo@a.test,I load ships.,Much.,yes\nJo,jo@a.test,I mend ships.,,yes\n";
    let run = asking().file("list.csv", list).line("write harbour --to aq-court --signatories list.csv --keep first");
    assert!(run.code == 0 && run.stdout.contains("\nI mend ships.\n\nMuch.\n"), "{run}");
}

#[test]
fn a_question_that_cannot_be_put_is_refused() {
    let many = "[[question]]\nname = \"a\"\n[[question]]\nname = \"b\"\n[[question]]\nname = \"c\"\n[[question]]\nname = \"d\"\n";
    for (questions, expected) in [
        (many, "a campaign puts at most 3 questions"),
        ("[[question]]\nname = \"role\"\n", "\"role\" means something already"),
        ("[[field]]\nname = \"a\"\n[[question]]\nname = \"a\"\n", "\"a\" is what another field is called, too"),
    ] {
        let run = harbour_with(&format!("{HARBOUR}\n{questions}")).line("campaigns check harbour");
        assert!(run.code == 65 && run.says(expected), "{run}");
    }
    let closed = ENGLISH.replace("{{#if own_words}}\n{{own_words}}\n{{/if}}\n", "");
    let toml = format!("{HARBOUR}{QUESTIONS}");
    let world = World::new().recipients(OFFICES).campaign("harbour", &toml, &[("en", &closed)]);
    let run = world.line("campaigns check harbour");
    assert!(run.stdout.contains("[no-own-words]: the letter has no place for own words"), "{run}");
}
