//! Whether a row can sign: every answer, what is left to fill in, consent, and whether the same
//! person stands in an earlier row, or may do.

use std::collections::HashMap;
use std::hash::{BuildHasher, DefaultHasher, Hash as _, Hasher, RandomState};

use super::assemble::Flaw;
use super::columns::Columns;
use super::consent::Consent;
use super::draft::REASON;
use super::fault::{Fault, RowProblem};
use super::meaning::Meaning;
use super::remarks::Remarks;
use super::row::{Row, Unread, place};
use super::values;
use crate::identity::{Near, Pieces, Speaker};
use crate::signatory::{self, Answers, Field, Remark, Signatory};

/// Where consent comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Rule {
    /// Each row says so.
    EachRow,
    /// The user answers for all whose row says nothing.
    AllConsented,
}

/// What is asked of every row.
#[derive(Debug, Clone)]
pub struct Terms {
    /// Answers that go before the row's: flags.
    pub over: Answers,
    /// Answers where the row has none: a profile.
    pub under: Answers,
    /// What the letters need.
    pub required: Vec<Field>,
    /// Where consent comes from.
    pub consent: Rule,
}

/// A hash of who somebody is, or of what they have in common with those who may be the same person. Its key is
/// random, so that no row can be made to hash like another.
type Hash = [u8; 8];

/// One who was seen: 13 bytes, since a list may have a million rows.
#[derive(Debug, Clone, Copy)]
struct Seen {
    /// Of [`Identity::exact`](crate::identity::Identity::exact).
    exact: Hash,
    /// Of the given name; 0 where there is none, or an initial alone.
    given: u8,
    row: [u8; 4],
}

/// Parts of the memory of who was seen. A table that grows is there twice for a moment; one of many is
/// a small one.
const PARTS: usize = 64;

/// Whether a person is to be known again.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Memory {
    Keep,
    Look,
}

/// Whose row an earlier one is.
enum Known {
    Same(u64),
    Perhaps(u64),
}

/// Checks one row after another.
pub struct Checker<'a> {
    columns: &'a Columns,
    terms: &'a Terms,
    /// What every row must say; what no row can say is a fault of the header.
    required: Vec<Field>,
    /// By what they have in common with those who may be the same; whoever comes second there, by who they are.
    seen: Vec<HashMap<Hash, Seen>>,
    hash: RandomState,
    remarks: Remarks,
}

impl<'a> Checker<'a> {
    /// Begins a pass over a list.
    pub fn new(columns: &'a Columns, terms: &'a Terms) -> Self {
        let (seen, hash) = (vec![HashMap::new(); PARTS], RandomState::new());
        let mut checker = Self { columns, terms, required: Vec::new(), seen, hash, remarks: Remarks::default() };
        let said = |field: &&Field| !checker.lacks(**field) && !columns.leaves_open(**field);
        checker.required = terms.required.iter().filter(said).copied().collect();
        checker
    }

    /// What is odd about the rows that could be used so far.
    pub fn remarks(&self) -> &Remarks {
        &self.remarks
    }

    /// What the header lacks.
    pub fn header(&self) -> Vec<Fault> {
        let (row, mut faults) = (self.columns.row, Vec::new());
        let known = |field: Field| !self.lacks(field);
        if !known(Field::Name) && !known(Field::Organisation) {
            faults.push(Fault::new(row, "", "", RowProblem::NoColumn(Field::Name)));
        }
        for field in self.terms.required.iter().filter(|field| !known(**field)) {
            if *field != Field::Name || known(Field::Organisation) {
                faults.push(Fault::new(row, "", "", RowProblem::NoColumn(*field)));
            }
        }
        let has_consent = self.columns.iter().any(|(_, meaning)| meaning == Some(Meaning::Consent));
        if self.terms.consent == Rule::EachRow && !has_consent {
            faults.push(Fault::new(row, "", "", RowProblem::NoConsentColumn));
        }
        faults
    }

    /// Whether nothing at all says anything of this field.
    fn lacks(&self, field: Field) -> bool {
        let layers = [&self.terms.over, &self.terms.under];
        // The answer to a question stands among the own words.
        let is_asked = |meaning: Option<Meaning>| matches!(meaning, Some(Meaning::Field(Field::Question(..))));
        if field == Field::OwnWords && self.columns.iter().any(|(_, meaning)| is_asked(meaning)) {
            return false;
        }
        self.columns.of(field).is_empty() && layers.iter().all(|answers| answers.get(field).is_none())
    }

    /// What is wrong with a row of a list whose header has faults: nothing is said of what a mended
    /// header would settle, such as an answer whose column is not known.
    pub fn row_by_itself(&mut self, row: &Row) -> Vec<Fault> {
        let Err(mut faults) = self.row(row) else { return Vec::new() };
        let open = |fields: &[Field]| fields.iter().any(|field| self.columns.leaves_open(*field));
        let nobody = self.lacks(Field::Name) && self.lacks(Field::Organisation);
        // Who must be named depends on the kind.
        let unnamed = nobody || open(&[Field::Kind, Field::Name, Field::Organisation]);
        let unknown = open(&[Field::Name, Field::Organisation, Field::Email, Field::Address]);
        faults.retain(|fault| match fault.problem {
            RowProblem::Answer(Field::Name | Field::Organisation, signatory::AnswerProblem::Missing) => !unnamed,
            RowProblem::SamePerson(_) | RowProblem::SameOrganisation(_) => !unknown,
            _ => true,
        });
        faults
    }

    /// Who signs by this row, or everything that is wrong with it.
    pub fn row(&mut self, row: &Row) -> Result<Signatory, Vec<Fault>> {
        let (parsed, mut faults) = self.parsed(row);
        if let Some((signatory, remarks)) = parsed {
            // A row that cannot be used does not keep a later one of the same person from it.
            let memory = if faults.is_empty() { Memory::Keep } else { Memory::Look };
            let found = self.seen_before(&signatory, row.number, memory);
            if let Some(Known::Same(first)) = found {
                let value = signatory.display();
                let (field, problem) = match signatory.identity().speaker {
                    Speaker::Organisation => (Field::Organisation, RowProblem::SameOrganisation(first)),
                    Speaker::Person | Speaker::Undersigned => (Field::Name, RowProblem::SamePerson(first)),
                };
                faults.push(Fault::new(row.number, &self.column(field), value, problem));
            } else if faults.is_empty() {
                if let Some(Known::Perhaps(first)) = found {
                    self.remarks.add_perhaps_same(row.number, first);
                }
                for remark in remarks.into_iter().chain(row.remarks.iter().cloned()) {
                    self.remarks.add(row.number, remark);
                }
                return Ok(signatory);
            }
        }
        // The error of a formula, or something left to fill in, says more than what the field makes of it.
        let says_more = |fault: &Fault| {
            matches!(fault.problem, RowProblem::FormulaError | RowProblem::Hole(_) | RowProblem::Unread(..))
        };
        let told: Vec<String> =
            faults.iter().filter(|fault| says_more(fault)).map(|fault| fault.column.clone()).collect();
        faults.retain(|fault| !matches!(fault.problem, RowProblem::Answer(..)) || !told.contains(&fault.column));
        faults.sort_by_key(|fault| self.columns.iter().position(|(name, _)| fault.column.starts_with(name)));
        Err(faults)
    }

    /// Who is meant by this row, where that can be read.
    pub fn signatory(&self, row: &Row) -> Option<Signatory> {
        self.by_itself(row).0
    }

    /// Who is meant by this row, where that can be read, and what is wrong with it whoever stands in other rows.
    pub(super) fn by_itself(&self, row: &Row) -> (Option<Signatory>, Vec<Fault>) {
        let (parsed, faults) = self.parsed(row);
        (parsed.map(|(signatory, _)| signatory), faults)
    }

    fn parsed(&self, row: &Row) -> (Option<(Signatory, Vec<Remark>)>, Vec<Fault>) {
        if row.is_ragged {
            let (cells, columns) = (row.cells().count(), self.columns.count());
            let problem = if row.is_sheet {
                RowProblem::BeyondHeader(place(row.number, cells.saturating_sub(1)))
            } else {
                RowProblem::Ragged { cells, columns }
            };
            return (None, vec![Fault::new(row.number, "", "", problem)]);
        }
        let mut faults = self.formula_errors(row);
        faults.extend(self.unread(row));
        if row.is_same_person {
            faults.push(Fault::new(row.number, REASON, "", RowProblem::SamePersonBefore));
        }
        faults.extend(self.consent(row));
        faults.extend(self.copy_me(row));
        faults.extend(self.short_postal_code(row));
        if let (Some(reading), false) = (&row.open_name, self.is_overruled(Field::Name)) {
            let said = row.answers.get(Field::Name).unwrap_or_default();
            let problem = RowProblem::NameOrder(crate::text::for_sentence(reading));
            faults.push(Fault::new(row.number, &self.column(Field::Name), said, problem));
        }
        let answers = self.terms.over.clone().or(&row.answers).or(&self.terms.under);
        faults.extend(self.holes(row));
        match Signatory::parse_with_remarks(&answers, &self.required) {
            Ok((signatory, mut remarks)) => {
                remarks.extend(match row.address_flaw {
                    _ if self.is_overruled(Field::Address) => None,
                    Some(Flaw::NoStreet) => Some(Remark::NoStreet),
                    Some(Flaw::NoTown) => Some(Remark::NoTown),
                    Some(Flaw::ShortCode { .. }) | None => None,
                });
                (Some((signatory, remarks)), faults)
            }
            Err(errors) => {
                faults.extend(errors.into_iter().map(|error| self.answer(row, error)));
                (None, faults)
            }
        }
    }

    /// Whether a flag speaks for every row, so that what the rows say of this field is not used.
    fn is_overruled(&self, field: Field) -> bool {
        self.terms.over.get(field).is_some()
    }

    /// That the person of a row did not agree. The user can answer for those who said nothing, not for those who
    /// said something else.
    fn consent(&self, row: &Row) -> Option<Fault> {
        let speaks_for_row = self.terms.consent == Rule::AllConsented && row.consent == Consent::NotSaid;
        let agrees = row.consent == Consent::Given || speaks_for_row;
        let problem = match row.withdrawn_in {
            Some(no) if agrees => RowProblem::Withdrawn(no),
            None if agrees => return None,
            _ => RowProblem::NoConsent(row.consent),
        };
        self.of_cell(row, Meaning::Consent, problem)
    }

    /// That a row leaves open whether the person wants a copy of their letters.
    fn copy_me(&self, row: &Row) -> Option<Fault> {
        match row.copy_me {
            Consent::Given | Consent::Refused | Consent::NotSaid => None,
            Consent::Newsletter | Consent::Unclear => self.of_cell(row, Meaning::CopyMe, RowProblem::UnclearCopy),
        }
    }

    /// A fault of the cell of a row that has this meaning.
    fn of_cell(&self, row: &Row, wanted: Meaning, problem: RowProblem) -> Option<Fault> {
        let mut cells = self.columns.readable().zip(row.cells());
        let ((column, _), cell) = cells.find(|((_, meaning), _)| *meaning == Some(wanted))?;
        Some(Fault::new(row.number, column, cell, problem))
    }

    /// A postal code that lost its zeros in a spreadsheet.
    fn short_postal_code(&self, row: &Row) -> Option<Fault> {
        let Some(Flaw::ShortCode { column, country, short }) = &row.address_flaw else { return None };
        let (name, cell) = (self.columns.iter().nth(*column)?.0, row.cells().nth(*column)?);
        let problem = RowProblem::ShortPostalCode(*country, short.clone());
        (!self.is_overruled(Field::Address)).then(|| Fault::new(row.number, name, cell, problem))
    }

    fn formula_errors(&self, row: &Row) -> Vec<Fault> {
        let cells = self.columns.readable().zip(row.cells());
        let counts = |meaning: Meaning| meaning.field().is_none_or(|field| !self.is_overruled(field));
        let wrong = cells.filter(|((_, meaning), cell)| meaning.is_some_and(counts) && values::is_formula_error(cell));
        wrong.map(|((name, _), cell)| Fault::new(row.number, name, cell, RowProblem::FormulaError)).collect()
    }

    /// Cells of a workbook that have no value to read, where one would be used.
    fn unread(&self, row: &Row) -> Vec<Fault> {
        let counts = |meaning: Meaning| meaning.field().is_none_or(|field| !self.is_overruled(field));
        let wrong = row.unread.iter().filter_map(|(at, unread)| {
            let (name, _) = self.columns.readable().nth(*at).filter(|(_, meaning)| meaning.is_some_and(counts))?;
            let cell = row.cells().nth(*at).unwrap_or_default();
            let problem = match unread {
                // In the language of whoever saved the workbook; the others are known by their text.
                Unread::Failed if values::is_formula_error(cell) => return None,
                Unread::Failed => RowProblem::FormulaError,
                unread => RowProblem::Unread(*unread, place(row.number, *at)),
            };
            Some(Fault::new(row.number, name, cell, problem))
        });
        wrong.collect()
    }

    /// What is left to fill in, in the texts that a letter prints as they are. Own words have a rule of their own.
    fn holes(&self, row: &Row) -> Vec<Fault> {
        let texts = [Field::Name, Field::Role, Field::Organisation, Field::Address];
        let extra = row.answers.extra.keys().map(|name| Field::Extra(*name));
        let filled = texts.into_iter().chain(extra).filter_map(|field| {
            let answer = row.answers.get(field).filter(|_| !self.is_overruled(field))?;
            let hole = crate::text::hole(answer)?;
            let problem = RowProblem::Hole(crate::text::for_sentence(hole));
            Some(Fault::new(row.number, &self.column(field), answer, problem))
        });
        filled.collect()
    }

    fn answer(&self, row: &Row, error: signatory::FieldError) -> Fault {
        let column = crate::text::for_sentence(&self.column(error.field));
        Fault { row: row.number, column, value: error.value, problem: RowProblem::Answer(error.field, error.problem) }
    }

    /// The column or columns of a field, by name; the field's own name where there is none.
    fn column(&self, field: Field) -> String {
        let columns = self.columns.of(field);
        if columns.is_empty() { field.name().to_owned() } else { columns.join(" + ") }
    }

    /// Whether an earlier row is the same signatory's, or may be.
    fn seen_before(&mut self, signatory: &Signatory, row: u64, memory: Memory) -> Option<Known> {
        let hash = |pieces: &Pieces| self.hash.hash_one(pieces).to_ne_bytes();
        let pieces = signatory.identity().exact();
        let near = Near::of(&pieces);
        let (common, exact) = (hash(&near.pieces), hash(&pieces));
        let given = near.given.map_or(0, |given| {
            // Not under the random key: it must not depend on chance what is remarked.
            let mut hasher = DefaultHasher::new();
            given.hash(&mut hasher);
            (hasher.finish() % 255 + 1).to_le_bytes()[0]
        });
        let row = u32::try_from(row).unwrap_or(u32::MAX);
        let seen = Seen { exact, given, row: row.to_ne_bytes() };
        let part = self.seen.get_mut(usize::from(common[0]) % PARTS)?;
        let mut keep = |place: Hash| match memory {
            Memory::Keep => *part.entry(place).or_insert(seen),
            Memory::Look => part.get(&place).copied().unwrap_or(seen),
        };
        let first = keep(common);
        let same = if first.exact == exact { first } else { keep(exact) };
        let number = |seen: Seen| u64::from(u32::from_ne_bytes(seen.row));
        if same.row != seen.row {
            return Some(Known::Same(number(same)));
        }
        let may_be = first.given == 0 || given == 0 || first.given == given;
        (first.exact != exact && may_be).then(|| Known::Perhaps(number(first)))
    }
}

#[cfg(test)]
mod tests {
    use std::io::Cursor;

    use super::super::read::{Reading, Roster};
    use super::*;

    /// Rows of the same person as an earlier one, and of perhaps the same, in a list of these columns.
    fn found(rows: &str) -> [Vec<(u64, u64)>; 2] {
        let text = format!("Name,Email,Address,Organisation,Kind\n{rows}");
        let mut roster = Roster::open(Cursor::new(text), &Reading::default()).unwrap();
        let columns = roster.columns().clone();
        let terms = Terms {
            over: Answers::default(),
            under: Answers::default(),
            required: Vec::new(),
            consent: Rule::AllConsented,
        };
        let mut checker = Checker::new(&columns, &terms);
        let rows: Vec<Row> = roster.rows().unwrap().collect::<Result<_, _>>().unwrap();
        let faults = rows.iter().flat_map(|row| checker.row(row).err().unwrap_or_default());
        let same = faults.map(|fault| match fault.problem {
            RowProblem::SamePerson(first) | RowProblem::SameOrganisation(first) => (fault.row, first),
            other => panic!("{other:?}"),
        });
        [same.collect(), checker.remarks().perhaps_same().rows.clone()]
    }

    #[test]
    fn who_wants_a_copy_says_so_clearly() {
        use Consent::{Given, NotSaid, Refused};
        for (cell, expected) in [
            ("yes", Ok(Given)),
            ("Ja", Ok(Given)),
            ("x", Ok(Given)),
            ("nein", Ok(Refused)),
            ("", Ok(NotSaid)),
            ("-", Ok(NotSaid)),
            ("perhaps", Err(RowProblem::UnclearCopy)),
            ("to my colleague", Err(RowProblem::UnclearCopy)),
        ] {
            let text = format!("Name;Copy me\nJo;{cell}\n");
            let mut roster = Roster::open(Cursor::new(text), &Reading::default()).unwrap();
            let columns = roster.columns().clone();
            let (over, under) = (Answers::default(), Answers::default());
            let terms = Terms { over, under, required: Vec::new(), consent: Rule::AllConsented };
            let row = roster.rows().unwrap().next().unwrap().unwrap();
            let checked = Checker::new(&columns, &terms).row(&row);
            let problem = checked.err().and_then(|mut faults| faults.pop()).map(|fault| fault.problem);
            assert_eq!(problem.map_or(Ok(row.copy_me), Err), expected, "{cell}");
        }
    }

    #[test]
    fn the_same_person_is_a_fault_and_perhaps_the_same_a_remark() {
        for (rows, same, perhaps) in [
            ("Jo Smith,jo@a.test,0 Quay,,\nJO  SMITH,Jo@A.test,1 Quay,,\n", vec![(3, 2)], vec![]),
            ("Jo Smith,jo@a.test,,,\nJ. Smith,jo@a.test,,,\n", vec![], vec![(3, 2)]),
            ("Zoë Smith,jo@a.test,,,\nZoe Smith,jo@a.test,,,\n", vec![], vec![(3, 2)]),
            ("Jo Smith,,1 Quay St,,\nJo Smith,,1 Quay Street,,\n", vec![], vec![(3, 2)]),
            // Couples, namesakes, a person and their branch.
            ("Jan Smith,jo@a.test,,,\nJo Smith,jo@a.test,,,\nJo Smith,jo@b.test,,,\n", vec![], vec![]),
            ("Jo Smith,jo@a.test,,Branch,individual\nJo Smith,jo@a.test,,Branch,union\n", vec![], vec![]),
            ("Jo,jo@a.test,,Branch,union\nKim,jo@a.test,2 Quay,Branch,union\n", vec![(3, 2)], vec![]),
            // Whoever came second of those who may be the same is known again, too.
            (
                "Jo Smith,jo@a.test,,,\nJ. Smith,jo@a.test,,,\nj. smith,jo@a.test,,,\nJo Smith,jo@a.test,,,\n",
                vec![(4, 3), (5, 2)],
                vec![(3, 2)],
            ),
        ] {
            assert_eq!(found(rows), [same, perhaps], "{rows}");
        }
    }
}
