//! `outcry campaigns new`, from a published appeal and from answers: what is found, what is asked, and that nothing
//! open is ever sent.

use super::*;

/// The files of a new campaign, one below the other.
fn files(world: &World, id: &str, languages: &[&str]) -> String {
    let names = std::iter::once("campaign.toml".to_owned()).chain(languages.iter().map(|tag| format!("{tag}.md")));
    names.map(|name| format!("=== {name}\n{}", world.read(&format!("letters/{id}/{name}")))).collect()
}

macro_rules! appeals {
    ($($test:ident: $file:literal, $language:literal;)*) => {$(
        #[test]
        fn $test() {
            let world = World::new().file("appeal.txt", include_str!(concat!("../appeals/", $file, ".txt")));
            let run = world.line("campaigns new pier --from appeal.txt");
            assert_eq!(run.code, 0, "{run}");
            let files = files(&world, "pier", &[$language]);
            insta::assert_snapshot!(concat!("appeal_", stringify!($test)), format!("{files}=== asked\n{}", run.stdout));
        }
    )*};
}

appeals! {
    an_urgent_action: "urgent-action", "en";
    a_call_of_a_union: "union-call", "en";
    an_appeal_for_a_defender: "defender", "en";
    an_urgent_action_in_german: "urgent-action.de", "de";
    an_urgent_action_in_french: "urgent-action.fr", "fr";
    an_urgent_action_in_spanish: "urgent-action.es", "es";
    an_urgent_action_in_russian: "urgent-action.ru", "ru";
}

#[test]
fn a_campaign_with_open_questions_is_not_sent() {
    let world = World::new().file("appeal.txt", include_str!("../appeals/urgent-action.txt"));
    let made = world.line("campaigns new pier --from appeal.txt --source https://pier.example/ --checked 2026-11-23");
    assert!(made.code == 0 && made.stdout.contains("question\t"), "{made}");
    let checked = world.line("campaigns check pier");
    assert!(checked.code == 65 && checked.says("still to be answered"), "{checked}");
    let sent = world.line("send pier --name Jo --country GB --server smtp://127.0.0.1:9 --from jo@union.example --yes");
    assert!(sent.code == 65 && sent.stderr.contains("open question"), "{sent}");
}

#[test]
fn what_is_no_appeal_is_refused_in_plain_words() {
    for (name, text, said) in [
        ("empty", "\n\n", "there are no words in it"),
        ("control", "Free Ada\nMarsh\u{1b}[2J now", "appeal.txt:2: it holds a control character"),
        ("line", &"word ".repeat(10_000), "appeal.txt:1: this line has 50000 characters"),
        ("large", &"a line of words\n".repeat(700_000), "it is larger than"),
        ("long", &"a line of words\n".repeat(70_000), "it has 1120000 bytes"),
        ("html", "<!DOCTYPE html>\n<p>Free Ada Marsh</p>", "it is the source of a web page"),
        ("addresses", &"Court court@court.example\n".repeat(1000), "it has 1000 addresses"),
    ] {
        let world = World::new().file("appeal.txt", text);
        let run = world.line("campaigns new pier --from appeal.txt");
        assert!(
            run.code == 65 && run.stderr.contains(said) && (name == "large" || run.stderr.contains("hint: ")),
            "{name}\n{run}"
        );
        assert_eq!(world.line("campaigns show pier").code, 65, "{name}: nothing is written");
    }
}

#[test]
fn without_a_terminal_every_missing_flag_is_named_at_once() {
    agreed!("new_campaign_missing", World::new().line("campaigns new pier"));
    agreed!(
        "new_campaign_missing_some",
        World::new().line("campaigns new pier --title T --person none --demand D --state AQ")
    );
}
