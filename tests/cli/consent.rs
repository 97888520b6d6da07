//! Nobody gets a letter written in their name without their consent, whatever a list and its flags say.

use super::*;

/// The names under the letters that a list gives.
fn signed(list: &str, flags: &str) -> Vec<String> {
    let world = harbour().file("list.csv", list);
    let line = "write harbour --to aq-court -f json --skip-bad-rows --signatories list.csv";
    // A flag per word; `_` is a space in one.
    let flags: Vec<String> = flags.split_whitespace().map(|flag| flag.replace('_', " ")).collect();
    let run = world.run(&line.split(' ').map(str::to_owned).chain(flags).collect::<Vec<_>>());
    if run.stdout.is_empty() {
        assert!(run.code == 65 && (run.says("no row can be used") || run.says("no column")), "{run}");
        return Vec::new();
    }
    run.json().iter().map(|letter| letter["signature"][0].as_str().unwrap().to_owned()).collect()
}

#[test]
fn a_written_no_is_a_no_also_under_all_consented() {
    let noes = ["no", "No, thank you", "not yet", "I do not agree", "Nein", "non", "нет", "0", "FALSE", "☐", "hayır"];
    let others = ["Newsletter", "yes, but not my name", "maybe", "only initials", "2026-11-23"];
    let rows = noes.iter().chain(&others).enumerate();
    let refused: String = rows.map(|(at, cell)| format!("Ann B{at},GB,\"{cell}\"\n")).collect();
    let list =
        format!("Name,Country,Consent\nJo Smith,GB,\"Yes, I agree to my name being used\"\n{refused}Kim Berg,GB,\n");
    assert_eq!(signed(&list, ""), ["Jo Smith"]);
    assert_eq!(signed(&list, "--all-consented"), ["Jo Smith", "Kim Berg"]);
}

#[test]
fn a_newsletters_opt_in_is_no_consent() {
    let list = "Name,Country,Newsletter opt-in\nJo Smith,GB,yes\nKim Berg,GB,1\n";
    assert_eq!(signed(list, ""), [""; 0]);
    assert_eq!(signed(list, "--map consent=Newsletter_opt-in"), [""; 0]);
    let list = "Name,Country,Consent\nJo Smith,GB,Agree to newsletter only\nKim Berg,GB,subscribed\n";
    assert_eq!(signed(list, ""), [""; 0]);
}

#[test]
fn what_means_yes_is_said_by_word_and_the_plan_counts_it() {
    let list =
        "Name,Country,Consent\nJo Smith,GB,yes\nKim Berg,GB,Count me in\nAda Veen,GB,Count me in\nMax Holt,GB,\n";
    let world = harbour().file("list.csv", list);
    let line = "write harbour --to aq-court -f json --signatories list.csv";
    let refused = world.line(line);
    assert!(refused.code == 65 && refused.says("If this text means yes, give it with --consent-text"), "{refused}");
    let mut typed: Vec<&str> = line.split(' ').collect();
    typed.extend(["--consent-text", "count me in", "--all-consented"]);
    let run = world.run(&typed);
    assert!(run.code == 0 && run.says("Note: 3 people agreed: \"Count me in\" (2), \"yes\"."), "{run}");
    assert!(run.says("Note: 1 row says nothing of consent; --all-consented speaks for it."), "{run}");
}

#[test]
fn names_are_signed_as_names_are_written() {
    let list = "\"Surname, First name\",Country,Consent\n\"SMITH, JO\",GB,yes\n\"MACDONALD, KIM\",GB,yes\n";
    assert_eq!(signed(list, ""), ["JO SMITH", "KIM MACDONALD"]);
    assert_eq!(signed(list, "--fix-case"), ["Jo Smith", "KIM MACDONALD"]);
    let list = "Name,Country,Consent\n\"Smith, Jo\",GB,yes\nKim Berg,GB,yes\n";
    let run = harbour().file("list.csv", list).line("write harbour --to aq-court --signatories list.csv");
    assert!(run.code == 65 && run.says("Perhaps \"Jo Smith\""), "{run}");
    let damaged = "Name,Country,Consent\nMÃ¼ller,GB,yes\nO&#039;Neill,GB,yes\n";
    let run = harbour().file("list.csv", damaged).line("write harbour --to aq-court --signatories list.csv");
    assert!(run.code == 65 && run.says("did you mean \"Müller\"?") && run.says("did you mean \"O'Neill\"?"), "{run}");
}

#[test]
fn a_list_of_people_with_their_companies_asks_who_signs() {
    let list = "Name,Company,Country,Consent\nJo Smith,Pier Ltd,GB,yes\nKim Berg,Mill Ltd,GB,yes\n";
    let world = harbour().file("list.csv", list);
    let asked = world.line("write harbour --to aq-court --signatories list.csv");
    assert!(asked.code == 65 && asked.stdout.is_empty() && asked.says("--kind individual"), "{asked}");
    assert_eq!(signed(list, "--kind individual"), ["Jo Smith", "Kim Berg"]);
    let typed = "Name,Company,Contact Type,Country,Consent\nJo Smith,Pier Ltd,Individual,GB,yes\n,Mill Ltd,Organization,GB,yes\n";
    assert_eq!(signed(typed, ""), ["Jo Smith", "Mill Ltd"]);
}
