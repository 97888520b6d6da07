//! What a list leaves open.

use super::*;

#[test]
fn what_a_list_leaves_open_is_asked_once_and_remembered() {
    let world = World::new();
    world.write("work/list.csv", "Moniker,Home,Fine\nJo Smith,NZ,yes\nKim Lee,NZ,yes\n");
    let list = ["write", "narnia", "--signatories", "list.csv"];
    let mut person = world.with_result(&list);
    person.sees("Which column holds the name?").sees("A: \"Moniker\" (Jo Smith, Kim Lee)").picks(&[]);
    person.sees("Which column says that the person agreed to this letter?").sees("\"Fine\"").picks(&[DOWN]);
    person.sees("Remember this for lists with the same header?").types("my list");
    person.sees("Not quite: use at most 64 letters").sees("(Enter: no):").types("members");
    let (code, screen) = person.ends();
    assert!(code == 0 && screen.contains("Added [list.members] to"), "{screen}");
    assert_eq!(
        world.read("config/outcry/config.toml"),
        "[list.members]\nheader = [\"Moniker\", \"Home\", \"Fine\"]\nmap = [\"name=Moniker\", \"consent=Fine\"]\n"
    );

    // The same form, its columns in another order.
    world.write("work/later.csv", "fine,Moniker,Home\nyes,Ada Berg,NZ\n");
    let output = world.without_terminal(&["write", "narnia", "--signatories", "later.csv"]);
    assert!(output.status.success(), "{}", said(&output));
    assert!(said(&output).contains("later.csv: read as [list.members] in config.toml says."), "{}", said(&output));
    assert!(String::from_utf8_lossy(&output.stdout).contains("Ada Berg"));

    for (file, text, flags, problem) in [
        ("other.csv", "Moniker,Fine\nJo,yes\n", vec![], "no column holds the name"),
        ("other.csv", "Moniker,Fine\nJo,yes\n", vec!["--list-shape", "unions"], "config.toml has [list.members]"),
    ] {
        world.write(&format!("work/{file}"), text);
        let output = world.without_terminal(&[vec!["write", "narnia", "--signatories", file], flags].concat());
        assert!(!output.status.success() && said(&output).contains(problem), "{}", said(&output));
    }
    let named = ["write", "narnia", "--signatories", "other.csv", "--list-shape", "members"];
    let output = world.without_terminal(&named);
    assert!(output.status.success(), "{}", said(&output));

    let mut person = world.with_result(&["write", "narnia", "--signatories", "other.csv"]);
    person.sees("Which column holds the name?").picks(&[DOWN, DOWN]);
    let (code, screen) = person.ends();
    assert!(code == 65 && screen.contains("no column holds the name"), "{screen}");
}

#[test]
fn what_a_consent_means_and_who_signs_is_asked_once_and_remembered() {
    let world = World::new();
    let header = "Name,Company,Consent\n";
    world
        .write("work/list.csv", &format!("{header}Jo Smith,Acme,count me\nKim Lee,Acme,yes\nAl Poe,Acme,if need be\n"));
    let list = ["write", "narnia", "--signatories", "list.csv", "--rows", "2-3"];
    let mut person = world.with_result(&list);
    person.sees("Does \"count me\" mean that the person agreed to this letter?").types("y");
    person.sees("Who signs, in rows such as row 2: Jo Smith, Acme?").picks(&[]);
    person.sees("Remember this for lists with the same header?").types("acme");
    let (code, screen) = person.ends();
    assert_eq!(code, 0, "{screen}");
    assert_eq!(
        world.read("config/outcry/config.toml"),
        "[list.acme]\nheader = [\"Name\", \"Company\", \"Consent\"]\nconsent_text = [\"count me\"]\nkind = \"individual\"\n"
    );
    let output = world.without_terminal(&list);
    assert!(output.status.success(), "{}", said(&output));
    let letters = String::from_utf8_lossy(&output.stdout).into_owned();
    assert!(letters.contains("Jo Smith") && letters.contains("Kim Lee"), "{letters}");

    // A no is no yes, and is not kept as one.
    world.config("");
    let mut person = world.with_result(&["write", "narnia", "--signatories", "list.csv", "--kind", "individual"]);
    person.sees("Does \"count me\" mean").types("y");
    person.sees("Does \"if need be\" mean").types("");
    person.sees("Remember this").types("");
    let (code, screen) = person.ends();
    assert!(code == 65 && screen.contains("row 4, Consent \"if need be\""), "{screen}");
}
