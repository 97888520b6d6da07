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
    an_appeal_that_was_handed_on_by_mail: "mail", "en";
    a_table_of_addresses_in_spanish: "table.es", "es";
    an_urgent_action_in_german: "urgent-action.de", "de";
    an_urgent_action_in_french: "urgent-action.fr", "fr";
    an_urgent_action_in_spanish: "urgent-action.es", "es";
    an_urgent_action_in_russian: "urgent-action.ru", "ru";
}

#[test]
fn a_web_page_is_read_as_its_text_which_is_kept_beside_the_campaign() {
    let page = "<!DOCTYPE html><html><head><title>x</title></head><body><h1>Lesotho: Release Ada Marsh</h1><p>18 November 2026</p>\
        <p>Ada Marsh, a teacher, was arrested in Maseru on 3 November 2026 after she spoke of unpaid wages to a meeting of parents.</p>\
        <p>Please write before 7 January 2027, calling on the authorities to:</p><ul><li>release Ada Marsh at once;</li>\
        <li>drop all charges against her.</li></ul><p><b>Prime Minister</b><br>P.O. Box 527<br>Maseru 100<br>Lesotho<br>\
        E-mail: <a href='mailto:pm@gov.test'>pm@gov.test</a></p><p>Please send copies to <a href='mailto:union@teachers.test'>the union</a>.</p>";
    let world = World::new().file("page.html", page);
    let run = world.line("campaigns new pier --from page.html");
    assert_eq!(run.code, 0, "{run}");
    let text = world.read("letters/pier/appeal.txt");
    let files = files(&world, "pier", &["en"]);
    insta::assert_snapshot!("appeal_page", format!("{files}=== appeal.txt\n{text}=== asked\n{}", run.stdout));
    // It is no part of the campaign.
    let packed = world.line("campaigns pack pier");
    assert!(packed.code == 0 && !packed.says("appeal.txt"), "{packed}");
}

/// An appeal without a letter, to two offices: one that the registry has with other addresses, one that nobody has.
const PRINTED: &str = "Antarctica: Release Ada Marsh\n\n18 November 2026\n\nAda Marsh was arrested on 3 November 2026.\n\n\
    Please write to:\n\nSupreme Court of Antarctica\nQuay 1\nMcMurdo\nEmail: court@new.test\nFax: +64 3 379 9999\n\n\
    Office of the Inspector of Harbours, Piers, Lighthouses and Moorings\nEmail: inspector@ice.test\n";
const REGISTRY: &str = "[[office]]\nid = \"aq-supreme-court\"\nkind = \"court\"\ncountry = \"AQ\"\nnames.en = \"Supreme Court of Antarctica\"\n\n\
    [[office.channel]]\ntype = \"email\"\nvalue = \"court@old.test\"\nsource = \"https://court.test/\"\n";

#[test]
fn what_an_appeal_prints_beside_the_registry_is_written_or_asked() {
    let world = World::new().file("appeal.txt", PRINTED).file("recipients.toml", REGISTRY);
    let run = world.line("campaigns new pier --from appeal.txt --source https://union.test/appeal --state AQ");
    assert_eq!(run.code, 0, "{run}");
    insta::assert_snapshot!(
        "appeal_beside_registry",
        format!("{}=== asked\n{}", files(&world, "pier", &["en"]), run.stdout)
    );
}

#[test]
fn every_difference_from_the_registry_can_be_answered_both_ways() {
    let channel = |word: &str, value: &str| {
        format!("\n[[office.channel]]\ntype = \"{word}\"\nvalue = \"{value}\"\nsource = \"https://court.test/\"\n")
    };
    let registry = format!("{REGISTRY}{}{}", channel("fax", "+6433799998"), channel("post", "9 Harbour Road\\nRoss"));
    let appeal = PRINTED.replace("Quay 1\n", "Justice Bo Ross\nQuay 1\n");
    for takes in [true, false] {
        let world = World::new().file("appeal.txt", &appeal).file("recipients.toml", &registry);
        let made = world.line("campaigns new pier --from appeal.txt --source https://union.test/appeal --state AQ");
        let said = ["prints email", "prints fax", "prints post", "\"Justice Bo Ross\"; who holds"];
        assert!(said.iter().all(|said| made.says(said)), "{made}");
        // The # off every line below a question, or these lines away.
        let asked = world.read("letters/pier/campaign.toml");
        let answered = asked.lines().filter_map(|line| {
            let is_choice = ["# [[", "# type", "# value", "# use", "# name", "# checked"]
                .iter()
                .any(|start| line.starts_with(start));
            let line = line.replace("# checked =  ", "# checked = 2026-11-23");
            (takes || !is_choice).then(|| if is_choice { format!("{}\n", &line[2..]) } else { format!("{line}\n") })
        });
        let answered: String = answered.filter(|line| !line.starts_with("# question:")).collect();
        let world = world.file("letters/pier/campaign.toml", &answered);
        let show = world.line("recipients show aq-supreme-court --campaign pier");
        assert!(show.code == 0 && show.says("Bo Ross") == takes && show.says("court@new.test") == takes, "{show}");
    }
}

#[test]
fn what_is_given_beside_an_appeal_is_used_or_refused() {
    let world = World::new().file("appeal.txt", PRINTED).file("letter.txt", include_str!("../appeals/union-call.txt"));
    let given = "--happened \"She was held for a week\" --demand \"Release Ada Marsh\" --demand \"drop the charges\" --signed-by persons";
    let run = world.line(&format!("campaigns new pier --from appeal.txt {given}"));
    let letter = world.read("letters/pier/en.md");
    for line in ["  \"Release Ada Marsh.\",", "  \"Drop the charges.\",", "She was held for a week.", "- {{this}}"] {
        assert!(run.code == 0 && letter.lines().any(|known| known == line), "{line}\n{letter}\n{run}");
    }
    assert!(!letter.contains("question:") && !letter.contains("is_union"), "{letter}");
    for (line, said) in [
        ("campaigns new jetty --from letter.txt --happened Nothing", "have no place"),
        ("campaigns new jetty --from letter.txt --lang de", "cannot be used with"),
        ("campaigns new jetty --from letter.txt --paste appeal.txt", "cannot be used with"),
        ("campaigns new pier --from appeal.txt", "remove the folder"),
    ] {
        let run = world.line(line);
        assert!(run.code != 0 && run.says(said), "{line}\n{run}");
    }
    let demands = world.line("campaigns new mole --from letter.txt --demand \"Let her sail\"");
    let letter = world.read("letters/mole/en.md");
    assert!(
        letter.contains("demands = [\"Let her sail.\"]") && letter.contains("{{#each demands}}"),
        "{letter}\n{demands}"
    );
}

#[test]
fn a_campaign_with_open_questions_is_not_sent() {
    let world = World::new().file("appeal.txt", include_str!("../appeals/urgent-action.txt"));
    let made = world.line("campaigns new pier --from appeal.txt --checked 2026-11-23");
    assert!(made.code == 0 && made.stdout.contains("question\t"), "{made}");
    let checked = world.line("campaigns check pier");
    assert!(checked.code == 65 && checked.says("still to be answered"), "{checked}");
    let verdict = checked.stdout.lines().last().unwrap_or_default();
    assert!(verdict.starts_with("error\tpier\t") && verdict.contains(" to answer"), "{checked}");
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
        ("html", "<!DOCTYPE html>\n<img src=x>", "there are no words in it"),
        ("depth", &format!("<html>{}", "<div>".repeat(2_000)), "it begins as a web page and cannot be read as one"),
        ("archive", "PK\u{3}\u{4} a", "it is an archive, and no Word document"),
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
