//! Nobody gets a letter written in their name without their consent, whatever a list and its flags say.

use super::*;

/// The names under the letters that a list gives.
fn signed(list: &str, flags: &str) -> Vec<String> {
    let world = harbour().file("list.csv", list);
    let run =
        world.line(&format!("write harbour --to aq-court -f json --skip-bad-rows --signatories list.csv {flags}"));
    if run.stdout.is_empty() {
        return Vec::new();
    }
    run.json().iter().map(|letter| letter["signature"][0].as_str().unwrap().to_owned()).collect()
}

#[test]
fn a_written_no_is_a_no_also_under_all_consented() {
    let noes = ["no", "No, thank you", "not yet", "I do not agree", "Nein", "non", "нет", "0", "FALSE", "☐", "hayır"];
    let others = ["Newsletter", "yes, but not my name", "maybe", "only initials", "2026-11-23"];
    let rows = noes.iter().chain(&others).enumerate();
    let refused: String = rows.map(|(at, cell)| format!("Nobody{at},GB,\"{cell}\"\n")).collect();
    let list =
        format!("Name,Country,Consent\nJo Smith,GB,\"Yes, I agree to my name being used\"\n{refused}Kim Berg,GB,\n");
    assert_eq!(signed(&list, ""), ["Jo Smith"]);
    assert_eq!(signed(&list, "--all-consented"), ["Jo Smith", "Kim Berg"]);
}

#[test]
fn a_newsletters_opt_in_is_no_consent() {
    let list = "Name,Country,Newsletter opt-in\nJo Smith,GB,yes\nKim Berg,GB,1\n";
    assert_eq!(signed(list, ""), [""; 0]);
    assert_eq!(signed(list, "--map 'consent=Newsletter opt-in'"), [""; 0]);
    let list = "Name,Country,Consent\nJo Smith,GB,Agree to newsletter only\nKim Berg,GB,subscribed\n";
    assert_eq!(signed(list, ""), [""; 0]);
}
