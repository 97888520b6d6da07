//! The columns of a list and what they mean.
//!
//! Never guessed: two columns for one thing are a question, and a column of no known name is not used
//! until `--map` says what it is. Remarks are not own words: notes about a person, kept by whoever
//! made the list, must not get into a letter because of the name of their column.

use csv::StringRecord;

use super::assemble::Assembly;
use super::draft::REASON;
use super::draft::{self, Draft};
use super::evidence::Evidence;
use super::fault::{Candidate, Fault, RowProblem};
use super::header::Said;
use super::maps::letter;
use super::meaning::Meaning;
use crate::signatory::Field;
use crate::text;

/// Whether a column of this name is known.
pub(super) fn is_known(name: &str) -> bool {
    draft::said(name.trim(), &[]).label().is_some()
}

/// Words of a header, as keys, by which an organisation is where somebody works or belongs.
const AFFILIATED: &str = "company employer workplace affiliation institution arbeitgeber unternehmen betrieb firma \
    employeur entreprise societe empresa empleador afiliacion azienda datore affiliazione empregador isveren sirket kurum \
    pracodawc zakład afiliacja компания работодател предприяти аффилиац компані роботодав підприємств werkgever bedrijf \
    شركة كارفرما شركت memberof youbelong dumitglied siemitglied mitgliedbist mitgliedsind gehorst gehorensie angehor \
    vouspartie tupartie faispartie faitespartie appartenez appartiens etesvousmembre adherez pertenece formasparte \
    formaparte eresmiembro estaafiliad estasafiliad faiparte faparte appartieni appartiene seiiscritt pertence fazparte \
    filiad uyesi uyeoldugunuz nalezy aangesloten bentulid benjelid состоите состоишь принадлежите належите належиш تنتمي";

/// The columns of a list.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Columns {
    /// The row of the header, as a spreadsheet counts.
    pub row: u64,
    names: Vec<String>,
    /// Cells of the header, empty ones at its end counted in.
    width: usize,
    meanings: Vec<Option<Meaning>>,
    said: Vec<Said>,
    /// What several columns would be, so that none of them is read.
    open: Vec<(Meaning, Vec<usize>)>,
    /// Whether each column is one of those.
    is_open: Vec<bool>,
    assembly: Assembly,
}

impl Columns {
    /// What a header comes to once its cells have been looked at. Faults are those of the header alone.
    pub(super) fn new(row: u64, width: usize, draft: Draft, evidence: &Evidence) -> (Self, Vec<Fault>) {
        let assembly = Assembly::new(draft.in_order().into_iter());
        let Draft { names, said, meanings, ties, .. } = draft;
        let mut is_open = vec![false; names.len()];
        let mut faults = Vec::new();
        for (meaning, columns) in &ties {
            for at in columns {
                is_open[*at] = true;
            }
            let candidate = |at: &usize| Candidate {
                letter: letter(*at),
                name: text::for_sentence(&names[*at]),
                values: evidence.values(*at),
            };
            let problem = RowProblem::Tie(*meaning, columns.iter().map(candidate).collect());
            faults.push(Fault::new(row, "", "", problem));
        }
        (Self { row, names, width, meanings, said, open: ties, is_open, assembly }, faults)
    }

    /// Whether two columns would both be this, or a part of it.
    pub fn leaves_open(&self, field: Field) -> bool {
        self.open.iter().any(|(meaning, _)| meaning.field() == Some(field))
    }

    /// What several columns would be, each with those columns, by their place from 0.
    pub fn ties(&self) -> impl Iterator<Item = (Meaning, Vec<usize>)> {
        self.open.iter().cloned()
    }

    /// Cells that a row may have, as long as those beyond the last column are empty.
    pub(super) fn width(&self) -> usize {
        self.width.max(self.names.len())
    }

    /// The number of columns.
    pub fn count(&self) -> usize {
        self.names.len()
    }

    /// The name of each column and what it means, if anything.
    pub fn iter(&self) -> impl Iterator<Item = (&str, Option<Meaning>)> {
        self.names.iter().map(String::as_str).zip(self.meanings.iter().copied())
    }

    /// The same, where of two columns for one thing neither is read.
    pub fn readable(&self) -> impl Iterator<Item = (&str, Option<Meaning>)> {
        self.iter().zip(&self.is_open).map(|((name, meaning), is_open)| (name, meaning.filter(|_| !is_open)))
    }

    /// How the columns of a name and of an address come together.
    pub(super) fn assembly(&self) -> &Assembly {
        &self.assembly
    }

    /// The columns that hold this, or parts of it, by name.
    pub fn of(&self, field: Field) -> Vec<&str> {
        let is_part = |meaning: Option<Meaning>| match (meaning, field) {
            (Some(Meaning::Column(one)), Field::Extra(other)) => one == other,
            (meaning, _) => meaning.and_then(Meaning::field) == Some(field),
        };
        self.iter().filter(|(_, meaning)| is_part(*meaning)).map(|(name, _)| name).collect()
    }

    /// The columns whose headers seem to say this, or a part of it, and that are not used, by their place from 0.
    pub fn perhaps(&self, meaning: Meaning) -> Vec<usize> {
        let seems = |said: &Said| match said {
            Said::Known(label) => Some(label.meaning),
            Said::Perhaps(meaning) => Some(*meaning),
            Said::Nothing => None,
        };
        let is_part = |seems: Meaning| seems == meaning || seems.field().is_some() && seems.field() == meaning.field();
        let unused = |at: &usize| self.meanings[*at].is_none() && seems(&self.said[*at]).is_some_and(is_part);
        (0..self.names.len()).filter(unused).collect()
    }

    /// Whether the organisation is where a person works or belongs, by its header, and not one with members of its own.
    pub fn organisation_is_affiliation(&self) -> bool {
        let is_affiliated = |name: &&str| {
            let name = text::key(name);
            AFFILIATED.split_ascii_whitespace().any(|word| name.contains(word))
        };
        self.of(Field::Members).is_empty() && self.of(Field::Organisation).iter().any(is_affiliated)
    }

    /// The column for consent, if it is one.
    pub fn consent(&self) -> Option<&str> {
        self.one(Meaning::Consent)
    }

    /// The column for who wants a copy of their letters, if it is one.
    pub fn copy_me(&self) -> Option<&str> {
        self.one(Meaning::CopyMe)
    }

    fn one(&self, wanted: Meaning) -> Option<&str> {
        self.readable().find(|(_, meaning)| *meaning == Some(wanted)).map(|(name, _)| name)
    }

    /// Whether the header says that the surname comes first: "Surname, first name".
    pub fn name_is_surname_first(&self) -> bool {
        let at = self.meanings.iter().position(|meaning| *meaning == Some(Meaning::Field(Field::Name)));
        at.and_then(|at| self.said[at].label()).is_some_and(|label| label.is_surname_first)
    }
}

/// Whether a list begins with the reasons of an earlier run.
pub(super) fn has_reasons(columns: &Columns) -> bool {
    columns.iter().next() == Some((REASON, None))
}

/// Why an earlier run left a row out, if the list comes from one.
pub(super) fn old_reason<'a>(columns: &Columns, cells: &'a StringRecord) -> Option<&'a str> {
    cells.get(0).filter(|_| has_reasons(columns))
}

#[cfg(test)]
mod tests {
    use super::super::fault::ReadError;
    use super::super::maps::Map;
    use super::*;
    use crate::signatory::{Extra, Purpose};
    use crate::text::key;

    fn read(header: &str, maps: &[&str]) -> String {
        read_with(header, maps, &[])
    }

    fn read_with(header: &str, maps: &[&str], extras: &[Extra]) -> String {
        columns_of(header, &[], maps, extras)
    }

    fn tie(fault: &Fault) -> String {
        let RowProblem::Tie(meaning, candidates) = &fault.problem else { return format!("{fault:?}") };
        let shown = candidates.iter().map(|Candidate { letter, values, .. }| format!("{letter} {}", values.join("+")));
        format!("{}? {}", meaning.name(), shown.collect::<Vec<_>>().join(" or "))
    }

    /// What the columns of a list mean, its cells parted by commas.
    fn columns_of(header: &str, rows: &[&str], maps: &[&str], extras: &[Extra]) -> String {
        let maps: Vec<Map> = maps.iter().map(|map| Map::read(map, extras).unwrap()).collect();
        let settled = Draft::new(header.split(','), &maps, &[], extras).and_then(|mut draft| {
            let mut evidence = Evidence::of(draft.open());
            for row in rows {
                evidence.look(&row.split(',').collect());
            }
            draft.settle(&evidence).map_err(ReadError::Map)?;
            Ok(Columns::new(1, 1, draft, &evidence))
        });
        match settled {
            Ok((columns, faults)) if faults.is_empty() => {
                let shown = columns.iter().map(|(_, meaning)| meaning.as_ref().map_or("-", Meaning::name).to_owned());
                shown.collect::<Vec<_>>().join(",")
            }
            Ok((_, faults)) => faults.iter().map(tie).collect::<Vec<_>>().join("; "),
            Err(ReadError::Map(errors)) => format!("{errors:?}"),
            Err(error) => error.to_string(),
        }
    }

    #[test]
    fn columns_are_known_by_name_in_five_languages_and_of_four_programs() {
        for (header, expected) in [
            ("Timestamp,Email Address,Full name,Country", "-,email,name,country"),
            (
                "first_name,last_name,email,can2_user_address,zip_code,can2_user_city",
                "first_name,last_name,email,address,postal_code,city",
            ),
            ("first_name,last_name,email,zip_code,can2_user_city", "first_name,last_name,email,-,-"),
            ("Display Name,First Name,Last Name,Organization Name", "name,-,-,organisation"),
            (
                "Vorname,Name,E-Mail-Adresse,STRASSE,PLZ,Ort,Land",
                "first_name,last_name,email,address,postal_code,city,country",
            ),
            ("Prénom,NOM,Courriel,Pays,Nombre d'adhérents", "first_name,last_name,email,country,members"),
            ("Prénom,Nom,Nombre,Pays", "first_name,last_name,-,country"),
            ("Nombre,Apellidos,Correo electrónico,País", "first_name,last_name,email,country"),
            ("Фамилия,Имя,Электронная почта,Страна,Должность", "last_name,first_name,email,country,role"),
            ("NAME, e mail ,E_i_g_e_n_e Worte,Einwilligung", "name,email,own_words,consent"),
            ("E-Mail (Pflichtfeld),Name*,Comments", "email,name,-"),
            ("name,,", "name"),
            ("Name,Copy me", "name,copy_me"),
            ("Name,Would you like a copy of your letter?", "name,copy_me"),
            // What forms offer by themselves.
            ("Name,Send me a copy of my responses,CC", "name,-,-"),
        ] {
            assert_eq!(read(header, &[]), expected, "{header}");
        }
    }

    #[test]
    fn a_map_goes_before_the_names() {
        assert_eq!(read("Wer,Email", &["name=wer"]), "name,email");
        assert_eq!(read("Name,Nickname,First Name", &["name=Nickname"]), "-,name,-");
        assert_eq!(read("Name,A,B", &["first_name=A", "last_name=B"]), "-,first_name,last_name");
        assert_eq!(read("Name", &["email=Mail"]), "[Column(\"Mail\")]");
        assert_eq!(read("Name", &["name=Name", "organisation=name"]), "[Twice(\"name\")]");
        assert!(Map::read("name", &[]).is_err() && Map::read("shoe=Size", &[]).is_err());
    }

    #[test]
    fn what_the_campaign_declares_is_a_column_too() {
        let extra = |name: &str, label: &str| Extra {
            name: name.parse().unwrap(),
            labels: vec![(None, label.to_owned())],
            purpose: Purpose::Field,
        };
        let extras = [extra("work_place", "Where you work"), extra("branch", "Your branch")];
        for (header, maps, expected) in [
            ("Name,WorkPlace", &[][..], "name,work_place"),
            ("Name,WHERE_you work*", &[], "name,work_place"),
            ("Name,Where you work (required)", &[], "name,work_place"),
            ("Name,Shop", &["work_place=shop"], "name,work_place"),
            ("Name,Work place,Shop", &["Workplace=Shop"], "name,-,work_place"),
            ("Name,Branch,Union", &[], "name,branch,organisation"),
        ] {
            assert_eq!(read_with(header, maps, &extras), expected, "{header}");
        }
        assert_eq!(read("Name,Workplace", &[]), "name,-");
        // Why a row failed is not why somebody signs.
        assert_eq!(read_with("reason (outcry),Name,Reason", &[], &[extra("reason", "Why")]), "-,name,reason");
    }

    #[test]
    fn no_field_can_be_declared_that_is_a_column_already() {
        for meaning in Meaning::all() {
            assert!(crate::signatory::is_taken(&key(meaning.name())), "{meaning:?}");
        }
    }

    #[test]
    fn what_two_columns_would_be_the_cells_settle_or_nobody() {
        for (header, rows, maps, expected) in [
            ("Name,Email,name", &["Jo,a@x,Al"][..], &[][..], "name? A Jo or C Al"),
            ("ListNote,Email,note", &["Jo,a@x,Al"], &[], "-,email,-"),
            ("Email,E-Mail", &["a@x,b@x"], &[], "email? A a@x or B b@x"),
            ("Email,E-Mail", &["a@x,b@x"], &["email=E-Mail"], "-,email"),
            ("Email,E-Mail", &["a@x,b@x"], &["email="], "-,-"),
            ("Email,E-Mail", &["a@x,A@x", "b@x,"], &[], "email,-"),
            ("Email,E-Mail", &["a@x,", ",b@x"], &[], "email? A a@x or B b@x"),
            ("Email,Name,Your e-mail", &["anonymous,,a@x", "anonymous,,b@x"], &[], "-,name,email"),
            ("Name,What is your full name?", &[",Jo Roe", ",Al Poe"], &[], "-,name"),
            ("Name,First name,Last name", &["Jo Roe,Jo,Roe"], &[], "name,-,-"),
            ("Name,First name,Last name", &[",Jo,Roe"], &[], "-,first_name,last_name"),
            ("Name,First name,Last name", &["Harbour,Jo,Roe"], &[], "name? A Harbour or B Jo or C Roe"),
            ("Name,Surname", &["Jo,Roe", "Al,Poe"], &[], "first_name,last_name"),
            ("Name,Surname", &["Jo Roe,Roe", "Al Poe,Poe"], &[], "name,-"),
            ("Name,Surname", &["Jo,Roe", "Al Poe,Poe"], &[], "name? A Jo+Al Poe or B Roe+Poe"),
            ("Full name,First name", &["Jo Roe,Jo"], &[], "name,-"),
            ("Full name,First name", &["Jo Roe,Jo"], &["first_name=First name"], "[Half(FirstName, \"Full name\")]"),
            ("Nome,Cognome", &["Giulia,Roe"], &["name=Nome", "last_name=Cognome"], "[WholeAndPart(LastName)]"),
            ("Name,Title,Organization", &["Jo,Chair,Dockers"], &[], "name,role,organisation"),
            ("Title,Name,Organization", &["Dr,Jo,Dockers", "Ms,Al,"], &[], "name_title,name,organisation"),
            ("Title,Name,Organization", &["Dr,Jo,Dockers", "Chair,Al,"], &[], "-,name,organisation"),
            ("First,Last,Email", &["Jo,Roe,a@x"], &[], "first_name,last_name,email"),
            ("First,Contact,ListNote,Email", &["Jo,Roe,,a@x"], &[], "-,-,-,email"),
            ("Email Address,Address,CC,REGION", &["a@x,1 Quay,US,CA"], &[], "email,address,-,-"),
            ("No,Address,No", &["1,Quay,7"], &[], "-,address,house_number"),
            ("First name,Last name,Amt,Cargo", &["Jo,Roe,25,Coal"], &[], "first_name,last_name,-,-"),
            ("Nome,Cognome,Firma", &["Jo,Roe,x"], &[], "first_name,last_name,-"),
            ("Nombre mostrado,Nombre,Apellidos", &["Ana Roe,Ana,Roe"], &[], "name,-,-"),
            ("Full name,Middle name", &["Jo B. Roe,B."], &[], "name,-"),
            ("Email,City,State", &["a@x,Oakland,CA"], &[], "email,-,-"),
            ("Street,City,State,Country", &["1 Quay,Oakland,CA,US"], &[], "address,city,state,country"),
            ("Nombre,Primer apellido,Segundo apellido", &["Ana,Roe,Paz"], &[], "first_name,last_name,last_name"),
            ("Strasse,Adresse 2,Ort", &["Kai 1,Hof,Bonn"], &[], "address,address_line,city"),
            ("A,B,C", &["Kai 1,Hof,Bonn"], &["address=C", "address=A"], "address_line,-,address"),
            ("A,B,C", &[], &["email=A", "email=B"], "[Again(Field(Email))]"),
            ("Primary address1,address1,Primary city,city", &["a,b,c,d"], &[], "address,-,city,-"),
            ("Consent to letter,Consent to newsletter", &["yes,no"], &[], "consent,-"),
        ] {
            assert_eq!(columns_of(header, rows, maps, &[]), expected, "{header} {rows:?}");
        }
    }
}
