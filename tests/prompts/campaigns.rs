//! `outcry campaigns new` at a terminal.

use super::*;

#[test]
fn a_campaign_is_made_from_answers() {
    let world = World::new();
    let mut person = world.at_terminal(&["campaigns", "new", "pier"]);
    person.sees("Nothing is sent").sees("(the title):").types("Turkey: the arrest of Ada Marsh");
    person.sees("What happened, when").types("Ada Marsh was arrested in Izmir on 3 May 2026.");
    person.sees("Full name of a person").types("Ada Marsh").sees("Another:").types("");
    person.sees("State that the letters turn to").types("Narnia").sees("Not quite:").types("Turkey");
    person.sees("Last day").types("soon").sees("Not quite:").types("");
    person.sees("Who signs the letters?").picks(&[]);
    person.sees("Languages of the letters").types("");
    person
        .sees("gets a copy")
        .types("union")
        .sees("Not quite:")
        .types("union@seafarers.test")
        .sees("Another:")
        .types("");
    person.sees("One thing that the offices").types("Release Ada Marsh at once").sees("Another:").types("");
    // The registry is searched as `recipients list` searches it.
    person.sees("Whom shall the letters go to?").picks(&[]);
    person.sees("Name of the office").types("minister of justice");
    person.sees("Which one?").sees("tr-justice-ministry").picks(&[]);
    // A pasted office is one answer, its lines too.
    person.sees("1 office so far").picks(&[DOWN]);
    person.sees("The office as it is printed");
    person.presses(
        "\x1b[200~Izmir Harbour Office\rQuay 1\rIzmir\rFax: +90 232 000 00 00\rEmail: office@harbour.test\x1b[201~",
    );
    person.sees("harbour.test").types("").types("");
    person.sees("2 offices so far").picks(&[DOWN, DOWN]);
    person.sees("Shall the embassy of").picks(&[DOWN]);
    person.sees("Where the appeal can be read").types("harbour.test").sees("Not quite:").types("");
    let (code, screen) = person.ends();
    assert_eq!(code, 0, "{screen}");
    let campaign = world.read("work/letters/pier/campaign.toml");
    for line in [
        "title = \"Turkey: the arrest of Ada Marsh\"",
        "tr-justice-ministry",
        "value = \"office@harbour.test\"",
        "value = \"+902320000000\"",
        "\"union@seafarers.test\"",
        "embassy_of = \"TR\"",
    ] {
        assert!(campaign.contains(line), "{line}\n{campaign}\n{screen}");
    }
    assert!(screen.contains("Release Ada Marsh at once."), "the letter is shown:\n{screen}");
}
