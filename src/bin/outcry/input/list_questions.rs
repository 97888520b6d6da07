//! What is shown of a list, and what a person can settle about it: which column holds what, what a text in the column
//! for consent means, who signs.

use outcry::roster::{Candidate, Checker, Consent, ListNote, Meaning, NameOrder, RowProblem, Rule, letter};
use outcry::signatory::{Extra, Field};
use outcry::text::for_sentence;

use crate::failure::Failure;
use crate::input::list::List;
use crate::messages::faults::{self, unreadable};
use crate::messages::lists;

/// Which of these columns, by their place from 0, holds this?
pub struct Question {
    pub meaning: Meaning,
    pub columns: Vec<usize>,
}

impl List {
    /// Which column is taken for what, and which for nothing.
    pub fn mapping(&self) -> String {
        let mut lines = vec![format!("{}: {}.", self.name, self.roster.layout())];
        lines.extend(lists::misnamed(&self.name, self.roster.is_workbook()).map(|line| format!("  {line}")));
        let notes = self.roster.notes().iter().filter(|note| !matches!(note, ListNote::NoHeader(_)));
        lines.extend(notes.map(|note| format!("  {}", lists::note(note))));
        for field in Field::ALL.into_iter().chain(self.extras.iter().map(Extra::field)) {
            let columns = self.columns.of(field);
            if !columns.is_empty() {
                let is_turned = field == Field::Name && self.roster.name_order() != NameOrder::AsWritten;
                let order = if is_turned { ", surname first: \"Smith, Jo\" is signed \"Jo Smith\"" } else { "" };
                lines.push(format!("  {}: {}{order}", field.name().replace('_', " "), quoted(&columns, " + ")));
            }
        }
        let consent: Vec<&str> = self.columns.consent().into_iter().collect();
        match self.terms.consent {
            Rule::AllConsented if consent.is_empty() => {
                lines.push("  consent: given for everyone by --all-consented".to_owned());
            }
            Rule::AllConsented => lines.push(format!(
                "  consent: {}; --all-consented speaks for rows that say nothing there",
                quoted(&consent, " + ")
            )),
            Rule::EachRow if consent.is_empty() => {}
            Rule::EachRow => lines.push(format!("  consent: {}", quoted(&consent, " + "))),
        }
        lines.extend(self.columns.copy_me().map(|column| format!("  copy me: {}", quoted(&[column], " + "))));
        let lost = self.columns.perhaps(Meaning::Field(Field::Address));
        let unused: Vec<&str> = self
            .columns
            .iter()
            .enumerate()
            .filter(|(at, (name, meaning))| meaning.is_none() && !name.is_empty() && !lost.contains(at))
            .map(|(_, (name, _))| name)
            .collect();
        if !lost.is_empty() {
            let lost: Vec<&str> = self
                .columns
                .iter()
                .enumerate()
                .filter(|(at, _)| lost.contains(at))
                .map(|(_, (name, _))| name)
                .collect();
            lines.push(format!("  not used, though it looks like a part of an address: {}", quoted(&lost, ", ")));
        }
        if !unused.is_empty() {
            /// More of them say nothing more.
            const SHOWN: usize = 20;
            let more = unused.len().saturating_sub(SHOWN);
            let more = if more > 0 { format!(" and {more} more") } else { String::new() };
            lines.push(format!("  not used: {}{more}", quoted(&unused[..unused.len().min(SHOWN)], ", ")));
        }
        lines.join("\n")
    }

    /// What a person can settle about the header: which column holds what.
    pub fn questions(&self) -> Vec<Question> {
        let ties = self.columns.ties().map(|(meaning, columns)| Question { meaning, columns });
        let unused = || -> Vec<usize> {
            let unused =
                self.columns.iter().enumerate().filter(|(_, (name, meaning))| meaning.is_none() && !name.is_empty());
            unused.map(|(at, _)| at).collect()
        };
        let missing = Checker::new(&self.columns, &self.terms).header();
        let missing = missing.iter().filter_map(|fault| match fault.problem {
            RowProblem::NoColumn(field) => Some(Meaning::Field(field)),
            RowProblem::NoConsentColumn => Some(Meaning::Consent),
            _ => None,
        });
        // What the headers suggest comes first.
        let likely_first = |meaning: Meaning| {
            let likely = self.columns.perhaps(meaning);
            let rest = unused().into_iter().filter(|at| !likely.contains(at));
            likely.iter().copied().chain(rest).collect()
        };
        let missing = missing.map(|meaning| Question { meaning, columns: likely_first(meaning) });
        ties.chain(missing).filter(|question| !question.columns.is_empty()).collect()
    }

    /// The columns that may be the one that is missing, in words behind what is missing.
    pub(super) fn likely(&mut self, problem: &RowProblem) -> String {
        /// More of them say nothing more.
        const SHOWN: usize = 5;
        let meaning = match problem {
            RowProblem::NoColumn(field) => Meaning::Field(*field),
            RowProblem::NoConsentColumn => Meaning::Consent,
            _ => return String::new(),
        };
        let likely = self.columns.perhaps(meaning);
        if likely.is_empty() {
            return String::new();
        }
        // Rows that cannot be read are told with what is wrong with the others.
        let samples = self.samples().unwrap_or_default();
        let names: Vec<&str> = self.columns.iter().map(|(name, _)| name).collect();
        let shown = likely.iter().take(SHOWN).map(|at| {
            let values = samples.get(*at).cloned().unwrap_or_default();
            faults::candidate(&Candidate { letter: letter(*at), name: for_sentence(names[*at]), values })
        });
        format!(". Perhaps it is {}", shown.collect::<Vec<_>>().join(" or "))
    }

    /// The texts in the column for consent that may mean yes or not; none where there are too many to ask about.
    pub fn unclear(&mut self) -> Result<Vec<String>, Failure> {
        const MOST: usize = 3;
        let column = self.columns.readable().position(|(_, meaning)| meaning == Some(Meaning::Consent));
        let Some(column) = column else { return Ok(Vec::new()) };
        let mut texts: Vec<String> = Vec::new();
        self.wanted::<Failure>(|_, row| {
            let text = row.cells().nth(column).unwrap_or_default().trim();
            if row.consent == Consent::Unclear && texts.len() <= MOST && !texts.iter().any(|known| known == text) {
                texts.push(text.to_owned());
            }
            Ok(())
        })?;
        Ok(if texts.len() > MOST { Vec::new() } else { texts })
    }

    /// The first row with a person and an organisation, where either may be the one who signs.
    pub fn affiliated(&mut self) -> Result<Option<String>, Failure> {
        if !self.leaves_kind_open() {
            return Ok(None);
        }
        let mut first = None;
        self.wanted::<Failure>(|_, row| {
            if let (None, Some(name), Some(at)) =
                (&first, row.answers.get(Field::Name), row.answers.get(Field::Organisation))
            {
                first = Some(format!("row {}: {}, {}", row.number, for_sentence(name), for_sentence(at)));
            }
            Ok(())
        })?;
        Ok(first)
    }

    /// The first values of each column, to know it by.
    pub fn samples(&mut self) -> Result<Vec<Vec<String>>, Failure> {
        /// Rows that are looked at, and values of a column.
        const ROWS: usize = 50;
        const VALUES: usize = 3;
        let mut samples = vec![Vec::new(); self.columns.count()];
        let rows = self.roster.rows().map_err(|error| unreadable(&self.name, &error))?;
        for row in rows.take(ROWS) {
            let row = row.map_err(|error| unreadable(&self.name, &error))?;
            for (values, cell) in samples.iter_mut().zip(row.cells()) {
                let cell = for_sentence(cell.trim());
                if !cell.is_empty() && values.len() < VALUES && !values.contains(&cell) {
                    values.push(cell);
                }
            }
        }
        Ok(samples)
    }
}

fn quoted(names: &[&str], between: &str) -> String {
    names.iter().map(|name| format!("\"{}\"", for_sentence(name))).collect::<Vec<_>>().join(between)
}
