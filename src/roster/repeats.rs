//! People who answered a form more than once: which of their rows signs, where the user wants that decided.
//!
//! A list is read row by row, and which row of somebody is the last one is known at its end. So it is read twice
//! before it is checked: the first look finds who is there more than once, the second keeps what counts of these
//! alone. Nobody's row is held for longer.

use std::collections::{BTreeMap, HashMap, HashSet};
use std::hash::{BuildHasher, RandomState};

use super::check::Checker;
use super::consent::Consent;
use super::row::Row;
use crate::identity::Pieces;
use crate::signatory::{Field, Signatory};

/// Which row signs for somebody who has several.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Keep {
    /// The first that can be used.
    First,
    /// The last, whether it can be used or not: an earlier answer is out of date.
    Last,
}

/// A signatory. Nobody may be left out because of somebody else, so this is twice as long as what the check
/// goes by.
type Who = [u64; 2];

/// The first look at a list.
pub struct Repeating {
    keep: Keep,
    hash: [RandomState; 2],
    seen: HashSet<Who>,
    several: HashMap<Who, Answered>,
}

/// What one who has several rows answered.
#[derive(Debug, Default)]
struct Answered {
    rows: Vec<u64>,
    /// The row that signs.
    kept: Option<u64>,
    /// The last row that says anything of consent, if that is not a yes: then it is the one that counts.
    refuses: Option<u64>,
    /// The latest of what they say in words of their own.
    own_words: BTreeMap<Field, String>,
}

impl Repeating {
    /// Begins the first look.
    pub fn new(keep: Keep) -> Self {
        let hash = [RandomState::new(), RandomState::new()];
        Self { keep, hash, seen: HashSet::new(), several: HashMap::new() }
    }

    /// A row at the first look.
    pub fn look(&mut self, checker: &Checker<'_>, row: &Row) {
        if let Some(who) = self.who(checker, row)
            && !self.seen.insert(who)
        {
            self.several.entry(who).or_default();
        }
    }

    /// A row at the second look, in the same order.
    pub fn look_again(&mut self, checker: &Checker<'_>, row: &Row) {
        // The first look is over.
        self.seen = HashSet::new();
        if self.several.is_empty() {
            return;
        }
        let (signatory, faults) = checker.by_itself(row);
        let Some(signatory) = signatory else { return };
        let who = self.named(&signatory);
        let Some(answered) = self.several.get_mut(&who) else { return };
        answered.rows.push(row.number);
        match row.consent {
            _ if row.takes_back() => answered.refuses = Some(row.number),
            Consent::Given => answered.refuses = None,
            Consent::NotSaid => {}
            _ => answered.refuses = Some(row.number),
        }
        match self.keep {
            Keep::First if answered.kept.is_some() || !faults.is_empty() => {}
            Keep::First | Keep::Last => answered.kept = Some(row.number),
        }
        if faults.is_empty() {
            let words = row.answers.given().filter(|(field, _)| field.is_own_words());
            answered.own_words.extend(words.map(|(field, words)| (field, words.to_owned())));
        }
    }

    /// Ends the second look.
    pub fn finish(self) -> Repeats {
        let mut repeats = Repeats::default();
        for Answered { rows, kept, refuses, own_words } in self.several.into_values() {
            let Some(kept) = refuses.or(kept) else { continue };
            repeats.left_out.extend(rows.into_iter().filter(|row| *row != kept).map(|row| (row, kept)));
            repeats.own_words.insert(kept, own_words);
        }
        repeats
    }

    fn who(&self, checker: &Checker<'_>, row: &Row) -> Option<Who> {
        checker.signatory(row).map(|signatory| self.named(&signatory))
    }

    fn named(&self, signatory: &Signatory) -> Who {
        let pieces = signatory.identity().exact();
        [self.hash[0].hash_one(&pieces), self.hash[1].hash_one(&pieces)]
    }
}

/// People whose last answer about consent is a no, wherever in the list it stands: an earlier yes of theirs is out of
/// date, also where the row of the no is left out. Of a joint letter, those too one of whose rows keeps the name back.
#[derive(Debug, Default)]
pub struct Withdrawals {
    hash: [RandomState; 2],
    /// The row of that answer.
    rows: HashMap<Who, u64>,
    /// The first row that keeps a name back.
    kept_back: HashMap<Who, u64>,
    /// Who stands on the list of a joint letter, as far as it was read.
    seen: HashSet<Who>,
    unmet: Vec<Unmet>,
}

/// A row that withdraws from a joint letter, and no other row is surely of the same signatory: it may stand for itself,
/// or be meant for another that reads otherwise.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unmet {
    /// The row.
    pub row: u64,
    /// Who withdraws, if that can be read.
    pub who: Option<Pieces>,
    /// The e-mail address as the row has it.
    pub email: Option<String>,
}

impl Withdrawals {
    /// A row, in the order of the list.
    pub fn look(&mut self, checker: &Checker<'_>, row: &Row) {
        let takes_back = row.takes_back();
        let gives_again = row.consent == Consent::Given && !takes_back && !self.rows.is_empty();
        if !takes_back && !gives_again && row.wishes.is_none() {
            return;
        }
        let pieces = checker.signatory(row).map(|signatory| signatory.identity().exact());
        let who = pieces.as_ref().map(|pieces| self.named(pieces));
        if let Some(wishes) = row.wishes {
            let is_new = who.is_none_or(|who| self.seen.insert(who));
            if wishes.takes_back && is_new {
                let email = row.answers.get(Field::Email).map(str::to_owned);
                self.unmet.push(Unmet { row: row.number, who: pieces, email });
            } else if pieces.is_some() {
                self.unmet.retain(|unmet| unmet.who != pieces);
            }
            self.kept_back.extend(
                who.filter(|who| wishes.keeps_back && !self.kept_back.contains_key(who)).map(|who| (who, row.number)),
            );
        }
        match who {
            Some(who) if takes_back => {
                self.rows.insert(who, row.number);
            }
            Some(who) if gives_again => {
                self.rows.remove(&who);
            }
            _ => {}
        }
    }

    /// The row as it counts: it remembers the later row in which the same signatory says no, and one that keeps the
    /// name back.
    pub fn mark(&self, checker: &Checker<'_>, mut row: Row) -> Row {
        if self.rows.is_empty() && self.kept_back.is_empty() {
            return row;
        }
        if let Some(signatory) = checker.signatory(&row) {
            let who = self.named(&signatory.identity().exact());
            row.withdrawn_in = self.rows.get(&who).copied().filter(|no| *no > row.number);
            row.withheld_in = self.kept_back.get(&who).copied();
        }
        row
    }

    /// Rows that withdraw, and no other row is surely of the same signatory.
    pub fn unmet(&self) -> &[Unmet] {
        &self.unmet
    }

    fn named(&self, pieces: &Pieces) -> Who {
        [self.hash[0].hash_one(pieces), self.hash[1].hash_one(pieces)]
    }
}

/// The rows of people who have several.
#[derive(Debug, Default)]
pub struct Repeats {
    left_out: HashMap<u64, u64>,
    own_words: HashMap<u64, BTreeMap<Field, String>>,
}

impl Repeats {
    /// Rows that do not sign, each with the row of the same signatory that counts, in order.
    pub fn left_out(&self) -> Vec<(u64, u64)> {
        let mut rows: Vec<(u64, u64)> = self.left_out.iter().map(|(row, kept)| (*row, *kept)).collect();
        rows.sort_unstable();
        rows
    }

    /// A row as it counts: with the latest own words of its signatory. None if another row counts.
    pub fn counts(&self, mut row: Row) -> Option<Row> {
        if self.left_out.contains_key(&row.number) {
            return None;
        }
        for (field, words) in self.own_words.get(&row.number).into_iter().flatten() {
            row.answers.set(*field, Some(words.clone()));
        }
        Some(row)
    }
}

#[cfg(test)]
mod tests {
    use std::io::Cursor;

    use super::super::check::{Rule, Terms};
    use super::super::read::{Reading, Roster};
    use super::*;
    use crate::signatory::Answers;

    /// The rows that count, with their own words, and the rows that do not.
    fn kept(keep: Keep, rows: &str) -> (String, Vec<(u64, u64)>) {
        let text = format!("Name,Email,Country,Own words,Consent\n{rows}");
        let mut roster = Roster::open(Cursor::new(text), &Reading::default()).unwrap();
        let columns = roster.columns().clone();
        let terms =
            Terms { over: Answers::default(), under: Answers::default(), required: Vec::new(), consent: Rule::EachRow };
        let checker = Checker::new(&columns, &terms);
        let rows: Vec<Row> = roster.rows().unwrap().collect::<Result<_, _>>().unwrap();
        let mut repeating = Repeating::new(keep);
        for look in [Repeating::look, Repeating::look_again] {
            for row in &rows {
                look(&mut repeating, &checker, row);
            }
        }
        let repeats = repeating.finish();
        let counting = rows.into_iter().filter_map(|row| repeats.counts(row));
        let shown = |row: Row| format!("{}{}", row.number, row.answers.get(Field::OwnWords).unwrap_or_default());
        (counting.map(shown).collect::<Vec<_>>().join(" "), repeats.left_out())
    }

    #[test]
    fn one_row_signs_for_everybody_with_the_latest_words() {
        const NOBODY: &[(u64, u64)] = &[];
        let twice = "Jo,jo@a.test,GB,,yes\nAl,al@a.test,GB,w,yes\nJO,Jo@a.test,NZ,,yes\n";
        let words = "Jo,jo@a.test,GB,a,yes\nJo,jo@a.test,GB,b,yes\nJo,jo@a.test,GB,,yes\n";
        let broken_first = "Jo,jo@a.test,Narnia,,yes\nJo,jo@a.test,GB,,yes\n";
        let formula = "Jo,jo@a.test,GB,#REF!,yes\nJo,jo@a.test,GB,,yes\nJo,jo@a.test,GB,#REF!,yes\n";
        for (keep, rows, counting, left_out) in [
            (Keep::First, twice, "2 3w", &[(4, 2)][..]),
            (Keep::Last, twice, "3w 4", &[(2, 4)]),
            (Keep::First, words, "2b", &[(3, 2), (4, 2)]),
            (Keep::Last, words, "4b", &[(2, 4), (3, 4)]),
            // Who is meant by a row that cannot be read is not known.
            (Keep::First, broken_first, "2 3", NOBODY),
            (Keep::First, formula, "3", &[(2, 3), (4, 3)]),
            (Keep::Last, formula, "4#REF!", &[(2, 4), (3, 4)]),
            // A no is a no, and a yes after it a yes.
            (Keep::First, "Jo,jo@a.test,,a,yes\nJo,jo@a.test,,b,no\n", "3a", &[(2, 3)]),
            (Keep::Last, "Jo,jo@a.test,,,yes\nJo,jo@a.test,,,no\nJo,jo@a.test,,,\n", "3", &[(2, 3), (4, 3)]),
            (Keep::Last, "Jo,jo@a.test,,,no\nJo,jo@a.test,,,yes\n", "3", &[(2, 3)]),
            (Keep::Last, "Jo,jo@a.test,,,yes\nJo,jo@b.test,,,yes\n", "2 3", NOBODY),
        ] {
            let (shown, out) = kept(keep, rows);
            assert_eq!((shown.as_str(), out.as_slice()), (counting, left_out), "{keep:?} {rows}");
        }
    }
}
