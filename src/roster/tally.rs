//! What the rows that can be used say together: for the plan, before anything leaves the program.

use std::collections::HashMap;
use std::hash::{BuildHasher, RandomState};

use super::columns::Columns;
use super::consent::{Consent, says_yes};
use super::meaning::Meaning;
use super::name::Case;
use super::row::Row;
use crate::signatory::{Signatory, Voice};
use crate::text::{for_sentence, key};

/// Rows that have something in common: how many, and the first of them.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Sample {
    /// How many there are.
    pub count: u64,
    /// The first row, and its name; safe to show.
    pub first: Option<(u64, String)>,
}

impl Sample {
    /// Adds a row.
    pub fn add(&mut self, row: u64, shown: &str) {
        self.count += 1;
        if self.first.is_none() {
            self.first = Some((row, for_sentence(shown)));
        }
    }
}

/// The rows that can be used, counted.
#[derive(Debug, Clone, Default)]
pub struct Tally {
    /// Words of a yes, as they stand, and how often.
    yes: HashMap<String, u64>,
    /// Yeses in other words than those that are kept.
    others: u64,
    /// Rows that say nothing of consent, for which the user speaks.
    pub spoken_for: u64,
    /// Names in capitals.
    pub capitals: Sample,
    /// Names in small letters.
    pub small: Sample,
    /// Signatories who speak as "I".
    pub singular: Sample,
    /// Signatories who speak as "we".
    pub plural: Sample,
    /// Rows that name a person and an organisation and do not say which of them signs.
    pub affiliated: Sample,
    /// Own words by a hash of their letters: in how many rows they stand, and in which first.
    own_words: HashMap<u64, (u32, u64)>,
    hash: RandomState,
    /// Columns that say who wants no mail, by place and name, with the rows that are marked there.
    barred: Vec<(usize, String, Sample)>,
}

/// Own words that many rows have: somebody handed them round.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Shared {
    /// Rows that have such words.
    pub rows: u64,
    /// The first of them.
    pub first: u64,
    /// Different texts among them.
    pub texts: u64,
}

/// From so many rows on, the same words are nobody's own. A couple may write together.
const SHARED_FROM: u32 = 3;

/// What such columns are called, as keys.
const BARRED: [&str; 16] = [
    "donotemail",
    "donotmail",
    "donotcontact",
    "unsubscribed",
    "optout",
    "optedout",
    "nobulkemail",
    "nomailings",
    "subscriptionstatus",
    "emailstatus",
    "abgemeldet",
    "keineemail",
    "desabonne",
    "nocontactar",
    "отписан",
    "відписан",
];

/// Different words of a yes that are kept. In a list of free answers they may all differ.
const WORDS: usize = 1000;

impl Tally {
    /// Begins with what the header says.
    pub fn new(columns: &Columns) -> Self {
        let is_barred = |name: &str| {
            let name = key(name);
            BARRED.iter().any(|word| name.contains(word))
        };
        let barred = columns.iter().enumerate().filter(|(_, (name, meaning))| meaning.is_none() && is_barred(name));
        let barred = barred.map(|(at, (name, _))| (at, for_sentence(name), Sample::default()));
        Self { barred: barred.collect(), ..Self::default() }
    }

    /// Adds a row that can be used, and who signs by it.
    pub fn add(&mut self, columns: &Columns, row: &Row, signatory: &Signatory) {
        let shown = signatory.display();
        if row.consent == Consent::Given {
            let mut cells = columns.readable().zip(row.cells());
            let said = cells.find(|((_, meaning), _)| *meaning == Some(Meaning::Consent)).map(|(_, cell)| cell.trim());
            self.yes(said.unwrap_or_default());
        } else {
            self.spoken_for += 1;
        }
        if let Some(name) = &signatory.name {
            match Case::of(name) {
                Case::Mixed => {}
                Case::Capitals => self.capitals.add(row.number, name),
                Case::Small => self.small.add(row.number, name),
            }
        }
        match signatory.voice {
            Voice::Singular => self.singular.add(row.number, shown),
            Voice::Plural => self.plural.add(row.number, shown),
        }
        let answers = &row.answers;
        if answers.kind.is_none() && answers.name.is_some() && answers.organisation.is_some() {
            self.affiliated.add(row.number, shown);
        }
        for (at, _, sample) in &mut self.barred {
            if row.cells.get(*at).is_some_and(is_mark) {
                sample.add(row.number, shown);
            }
        }
    }

    /// Adds what the signatory of a row says in words of their own.
    pub fn add_own_words(&mut self, row: u64, words: &str) {
        let (rows, _) = self.own_words.entry(self.hash.hash_one(key(words))).or_insert((0, row));
        *rows = rows.saturating_add(1);
    }

    fn yes(&mut self, said: &str) {
        if let Some(count) = self.yes.get_mut(said) {
            *count += 1;
        } else if self.yes.len() < WORDS {
            self.yes.insert(said.to_owned(), 1);
        } else {
            self.others += 1;
        }
    }

    /// The own words that many rows share.
    pub fn shared_words(&self) -> Option<Shared> {
        let many = self.own_words.values().filter(|(rows, _)| *rows >= SHARED_FROM);
        let add = |sum: Shared, (rows, first): &(u32, u64)| Shared {
            rows: sum.rows + u64::from(*rows),
            first: if sum.texts == 0 { *first } else { sum.first.min(*first) },
            texts: sum.texts + 1,
        };
        Some(many.fold(Shared::default(), add)).filter(|shared| shared.rows > 0)
    }

    /// The columns that say who wants no mail, and who of those that sign is marked there.
    pub fn barred(&self) -> impl Iterator<Item = (&str, &Sample)> {
        self.barred.iter().map(|(_, name, sample)| (name.as_str(), sample)).filter(|(_, sample)| sample.count > 0)
    }

    /// How many said yes.
    pub fn agreed(&self) -> u64 {
        self.yes.values().sum::<u64>() + self.others
    }

    /// The most frequent words of a yes, safe to show, each with how often it stands, `most` of them.
    pub fn words(&self, most: usize) -> Vec<(String, u64)> {
        let mut words: Vec<(&String, &u64)> = self.yes.iter().collect();
        words.sort_by(|(word, count), (other, others)| others.cmp(count).then_with(|| word.cmp(other)));
        words.into_iter().take(most).map(|(word, count)| (for_sentence(word), *count)).collect()
    }
}

/// Whether a cell marks a row as one that wants no mail.
fn is_mark(cell: &str) -> bool {
    let says_so = ["unsubscribed", "opted out", "optout", "bounced", "bouncing", "cleaned"];
    !cell.is_empty() && (says_so.contains(&cell.trim().to_lowercase().as_str()) || says_yes(cell))
}

#[cfg(test)]
mod tests {
    use std::io::Cursor;

    use super::super::check::{Checker, Rule, Terms};
    use super::super::fault::RowProblem;
    use super::super::name::NameOrder;
    use super::super::read::{Reading, Roster};
    use super::*;
    use crate::signatory::Answers;

    /// Who signs by a list, and what the rows say together.
    fn read(list: &str, reading: &Reading, consent: Rule) -> (Vec<String>, Tally, NameOrder) {
        let mut roster = Roster::open(Cursor::new(list), reading).unwrap();
        let columns = roster.columns().clone();
        let (over, under) = (Answers::default(), Answers::default());
        let terms = Terms { over, under, required: Vec::new(), consent };
        let (mut checker, mut tally) = (Checker::new(&columns, &terms), Tally::new(&columns));
        let mut said = Vec::new();
        for row in roster.rows().unwrap() {
            let row = row.unwrap();
            match checker.row(&row) {
                Ok(signatory) => {
                    tally.add(&columns, &row, &signatory);
                    said.push(signatory.display().to_owned());
                }
                Err(faults) => said.extend(faults.into_iter().map(|fault| match fault.problem {
                    RowProblem::NameOrder(likely) => format!("? {likely}"),
                    other => format!("{other:?}"),
                })),
            }
        }
        (said, tally, roster.name_order())
    }

    fn signed(list: &str) -> (Vec<String>, NameOrder) {
        let (said, _, order) = read(list, &Reading::default(), Rule::EachRow);
        (said, order)
    }

    #[test]
    fn a_surname_comes_first_where_the_header_or_every_row_says_so() {
        let all = "Name,Consent\n\"Smith, Jo\",yes\n\"Berg, Kim\",yes\n,no\n\"van der Veen, Ada\",yes\n";
        assert_eq!(signed(all).0[..2], ["Jo Smith", "Kim Berg"]);
        assert_eq!(signed(all).1, NameOrder::ByAll);
        for (list, expected) in [
            ("Surname,First name,Consent\nSmith,Jo,yes\n", &["Jo Smith"][..]),
            ("\"Surname, First name\",Consent\n\"Smith, Jo\",yes\nCher,yes\nLi Wei,yes\n", &["Jo Smith", "Cher", "? "]),
            // One that stands otherwise, and it is no longer what all of them have.
            (&format!("{all}Max Holt,yes\n"), &["? Jo Smith", "? Kim Berg"]),
            (
                "Name,Consent\n\"Smith, Jo\",yes\n\"Smith, Jr.\",yes\n\"Jo Smith, PhD\",yes\n",
                &["? Jo Smith", "? ", "Jo Smith, PhD"],
            ),
            (
                "Name,Consent\n\"Jo Smith, Pier Union\",yes\n\"Kim Berg, Pier Union\",yes\n\"Max Holt, Pier Union\",yes\n",
                &["? "],
            ),
        ] {
            let (said, _) = signed(list);
            let said = &said[..expected.len().min(said.len())];
            assert_eq!(said, expected, "{list}");
        }
    }

    #[test]
    fn a_text_that_all_ticked_counts_where_it_names_the_use_of_ones_name() {
        let consent = |text: &str, other: &str| {
            let list = format!("Name,Consent\nJo,{text}\nKim,\nAda,{text}\nMax,{other}\n");
            let (said, tally, _) = read(&list, &Reading::default(), Rule::EachRow);
            (said.iter().filter(|said| !said.contains("NoConsent")).count(), tally.agreed())
        };
        assert_eq!(consent("Publication of my name under the letter", ""), (2, 2));
        assert_eq!(consent("Publication of my name under the letter", "Publication of my name elsewhere"), (0, 0));
        assert_eq!(consent("I have read everything", ""), (0, 0));
        assert_eq!(consent("Not my name", ""), (0, 0));
    }

    #[test]
    fn rows_are_counted_with_a_sample() {
        let list = "Name,Organisation,Country,Own words,Do not email,Consent\nJO SMITH,,GB,n/a,,yes\nkim berg,,GB,,1,\n\
                    Ada Veen,Pier Union,GB,,no,Yes\nMax Holt,,GB,,,yes\nLea Rot,,GB,,,no\n";
        let fix = Reading { fix_case: true, ..Reading::default() };
        let (said, tally, _) = read(list, &Reading::default(), Rule::AllConsented);
        assert_eq!(said[..4], ["JO SMITH", "kim berg", "Pier Union", "Max Holt"]);
        let sample = |count, row, name: &str| Sample { count, first: Some((row, name.to_owned())) };
        assert_eq!((tally.agreed(), tally.spoken_for), (3, 1));
        assert_eq!(tally.words(5), [("yes".to_owned(), 2), ("Yes".to_owned(), 1)]);
        assert_eq!((&tally.capitals, &tally.small), (&sample(1, 2, "JO SMITH"), &sample(1, 3, "kim berg")));
        assert_eq!((&tally.singular, &tally.plural), (&sample(3, 2, "JO SMITH"), &sample(1, 4, "Pier Union")));
        assert_eq!(tally.affiliated, sample(1, 4, "Pier Union"));
        assert_eq!(tally.barred().collect::<Vec<_>>(), [("Do not email", &sample(1, 3, "kim berg"))]);
        let (said, tally, _) = read(list, &fix, Rule::AllConsented);
        assert_eq!(said[..2], ["Jo Smith", "Kim Berg"]);
        assert_eq!((tally.capitals.count, tally.small.count), (0, 0));
    }
}
