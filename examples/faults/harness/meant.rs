//! What each letter is meant to be. Composed here from the list and the campaign's text by hand, so that the
//! judge needs no word of the program's for it; and once compared with what `outcry write` makes of a row.

use std::fmt::Write as _;

use super::world::{Office, World};

/// Everybody who gets a copy of each letter.
pub const COPIES: [&str; 2] = ["copies@harbour.test", "copies@archive.test"];
/// The address mails are sent from.
pub const SENDER: &str = "branch@union.test";
pub const SUBJECT: &str = "Release Ada Marsh – the harbour strike";

/// Somebody in the list, known by a number.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Person(pub usize);

impl Person {
    /// Some names need encoding in a header.
    pub fn name(self) -> String {
        match self.0 % 3 {
            0 => format!("Zoë Müller {}", self.0),
            _ => format!("Person {}", self.0),
        }
    }

    pub fn email(self) -> String {
        format!("p{}@family.test", self.0)
    }

    /// Whose address that is.
    pub fn of(email: &str) -> Option<Self> {
        email.strip_prefix('p')?.strip_suffix("@family.test")?.parse().ok().map(Self)
    }

    /// Some have words of their own, and some of those begin with the dot that ends a mail.
    fn own_words(self) -> String {
        match self.0 % 4 {
            0 => String::new(),
            1 => format!(".A dot begins the words of row {}", self.0),
            _ => format!("I know this harbour: für {} Jahre", self.0),
        }
    }

    /// Who that is, as `write` and `send` are told without a list.
    pub fn flags(self) -> Vec<String> {
        let mut flags = vec!["--name".to_owned(), self.name(), "--email".to_owned(), self.email()];
        let own = self.own_words();
        if !own.is_empty() {
            flags.extend(["--own-words".to_owned(), own]);
        }
        flags
    }

    /// The text of the letter to an office, without its last line ends.
    pub fn text(self, office: &Office) -> String {
        let mut text = format!("{}\n\nI, {}, write about Ada Marsh.\n\n", office.salutation, self.name());
        let own = self.own_words();
        if !own.is_empty() {
            write!(text, "{own}\n\n").unwrap_or_default();
        }
        let (name, email) = (self.name(), self.email());
        write!(text, "- Release Ada Marsh at once.\n\nYours faithfully,\n\n{name}\n{email}").unwrap_or_default();
        text
    }
}

/// A list of these people, all of whom agreed.
pub fn list(people: &[Person]) -> String {
    people.iter().fold("Name,Email,Country,Consent,Own words\n".to_owned(), |mut list, person| {
        writeln!(list, "{},{},NZ,yes,{}", person.name(), person.email(), person.own_words()).unwrap_or_default();
        list
    })
}

/// Compares what `outcry write` makes of some rows with what is composed here.
pub fn agrees(world: &World) -> Result<(), String> {
    for person in (1..=12).map(Person) {
        let mut words = super::world::words("write harbour -f json --country NZ --to aq-court --to aq-council");
        words.extend(person.flags());
        let run = world.run_words(&[], &words);
        let letters: Vec<serde_json::Value> =
            run.out.lines().map_while(|line| serde_json::from_str(line).ok()).collect();
        let composed: Vec<serde_json::Value> = world
            .offices
            .iter()
            .map(|office| {
                serde_json::json!({
                    "office": office.id, "to": [office.email], "copy_to": COPIES, "subject": SUBJECT,
                    "text": person.text(office) + "\n",
                })
            })
            .collect();
        let written: Vec<serde_json::Value> = letters
            .iter()
            .map(|letter| {
                let fields = ["office", "to", "copy_to", "subject", "text"];
                fields
                    .iter()
                    .map(|field| ((*field).to_owned(), letter[field].clone()))
                    .collect::<serde_json::Map<_, _>>()
                    .into()
            })
            .collect();
        if written != composed {
            return Err(format!(
                "`outcry write` makes of row {}\n{written:#?}\nand meant is\n{composed:#?}\n{}",
                person.0, run.err
            ));
        }
    }
    Ok(())
}
