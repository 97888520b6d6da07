//! What each column of a list means, by its name: what the campaign declares; else the usual fields in
//! English, German, French, Spanish or Russian, and as Google Forms, Action Network, `CiviCRM` and Excel
//! write them.
//!
//! Never guessed: two columns for one thing are a fault, and a column of no known name is not used
//! until `--map` says what it is. Remarks are not own words: notes about a person, kept by whoever
//! made the list, must not get into a letter because of the name of their column.

use std::collections::HashMap;
use std::sync::LazyLock;

use csv::StringRecord;

use super::assemble::Assembly;
use super::fault::{Fault, MapError, Problem};
use super::meaning::Meaning;
use crate::signatory::{Extra, Field};
use crate::text::{self, key};

/// The name of the column that says why. No list has it but one that this program wrote: a column that a
/// list calls "reason" is its own.
pub(super) const REASON: &str = "reason (outcry)";

/// The names of columns. English, German, French, Spanish, Russian; then those of programs.
const NAMES: &[(Meaning, &str)] = &[
    (
        Meaning::Field(Field::Kind),
        "kind, kind of signatory, contact type, Art, Art des Unterzeichners, genre de signataire, type de signataire, tipo de firmante, вид, тип подписанта",
    ),
    (
        Meaning::Field(Field::Name),
        "name, full name, your name, display name, contact name, signatory, Name und Vorname, Vor- und Nachname, vollständiger Name, Unterzeichner, nom, nom complet, nom et prénom, prénom et nom, nombre, nombre completo, nombre y apellidos, имя, ФИО, Ф.И.О., полное имя, имя и фамилия, фамилия имя отчество",
    ),
    (Meaning::FirstName, "first name, given name, forename, Vorname, prénom, nombre de pila, primer nombre"),
    (
        Meaning::LastName,
        "last name, surname, family name, Nachname, Familienname, nom de famille, apellido, apellidos, фамилия",
    ),
    (
        Meaning::Field(Field::Role),
        "role, position, job title, office held, Funktion, Amt, Position, fonction, poste, cargo, función, puesto, должность, роль",
    ),
    (
        Meaning::Field(Field::Organisation),
        "organisation, organization, organisation name, organization name, union, union branch, branch, company, company name, group, Verband, Gewerkschaft, Verein, Firma, Organisation, Name der Organisation, organisation syndicale, syndicat, association, nom de l'organisation, organización, sindicato, entidad, nombre de la organización, организация, профсоюз, название организации",
    ),
    (
        Meaning::Field(Field::Members),
        "members, number of members, member count, membership, Mitglieder, Mitgliederzahl, Anzahl der Mitglieder, Anzahl Mitglieder, membres, nombre de membres, nombre d'adhérents, adhérents, miembros, número de miembros, afiliados, número de afiliados, члены, число членов, количество членов, численность",
    ),
    (
        Meaning::Field(Field::Country),
        "country, country code, country of residence, Land, Staat, Länderkürzel, pays, code pays, país, código de país, страна, код страны, can2_user_country",
    ),
    (
        Meaning::Field(Field::Email),
        "email, e-mail, mail, email address, e-mail address, E-Mail-Adresse, Mailadresse, courriel, adresse e-mail, adresse mail, adresse électronique, adresse de courriel, correo, correo electrónico, dirección de correo electrónico, dirección de correo, электронная почта, адрес электронной почты, эл. почта, почта, имейл",
    ),
    (
        Meaning::Field(Field::Address),
        "address, postal address, mailing address, street, street address, home address, Adresse, Anschrift, Postanschrift, Straße, Straße und Hausnummer, adresse postale, rue, dirección, dirección postal, domicilio, calle, адрес, почтовый адрес, домашний адрес, улица, can2_user_address",
    ),
    (
        Meaning::PostalCode,
        "postal code, zip, zip code, zip/postal code, postcode, PLZ, Postleitzahl, code postal, código postal, индекс, почтовый индекс",
    ),
    (
        Meaning::City,
        "city, town, Ort, Stadt, Wohnort, ville, ciudad, localidad, город, населённый пункт, can2_user_city",
    ),
    (
        Meaning::Field(Field::OwnWords),
        "own words, your own words, personal message, eigene Worte, persönliche Worte, mots personnels, message personnel, palabras propias, mensaje personal, свои слова, собственные слова, личное сообщение",
    ),
    (
        Meaning::Field(Field::Voice),
        "voice, I or we, I/we, ich oder wir, ich/wir, je ou nous, je/nous, yo o nosotros, yo/nosotros, я или мы, я/мы",
    ),
    (
        Meaning::Consent,
        "consent, consented, consent given, I agree, agree, agreed, opt in, GDPR consent, Einwilligung, Einverständnis, einverstanden, Zustimmung, consentement, accord, d'accord, consentimiento, acepto, согласие, согласен",
    ),
];

/// Names that mean the whole name alone, and one half of it beside a column for the other half.
const LAST_BESIDE_FIRST: [&str; 2] = ["name", "nom"];
const FIRST_BESIDE_LAST: [&str; 2] = ["nombre", "имя"];

static KNOWN: LazyLock<HashMap<String, Meaning>> = LazyLock::new(|| {
    let words = NAMES.iter().flat_map(|(meaning, names)| names.split(", ").map(|name| (key(name), *meaning)));
    Meaning::all().map(|meaning| (key(meaning.name()), meaning)).chain(words).collect()
});

fn known(name: &str, extras: &[Extra]) -> Option<Meaning> {
    let means = |name: &str| {
        let key = key(name);
        let extra = extras.iter().find(|extra| extra.keys().any(|known| known == key));
        extra.map(|extra| Meaning::Field(extra.field())).or_else(|| KNOWN.get(&key).copied())
    };
    // `E-Mail (Pflichtfeld)`
    means(name).or_else(|| name.split_once(['(', '[']).and_then(|(before, _)| means(before))).filter(|_| name != REASON)
}

/// Whether a column of this name is known.
pub fn is_known(name: &str) -> bool {
    known(name, &[]).is_some()
}

/// The columns of a list.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Columns {
    /// The row of the header, as a spreadsheet counts.
    pub row: u64,
    names: Vec<String>,
    /// Cells of the header, empty ones at its end counted in.
    width: usize,
    meanings: Vec<Option<Meaning>>,
    /// What two columns would both be, so that neither is read.
    open: Vec<Meaning>,
    assembly: Assembly,
}

/// What a column means by the user's word.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Map {
    /// What it holds.
    pub meaning: Meaning,
    /// Its name in the list.
    pub column: String,
}

impl Map {
    /// Reads `field=Column`; `extras` are the fields that the campaign declares.
    pub fn read(raw: &str, extras: &[Extra]) -> Result<Self, MapError> {
        let shown = |raw: &str| text::for_sentence(raw);
        let (meaning, column) = raw.split_once('=').ok_or_else(|| MapError::Shape(shown(raw)))?;
        let wanted = key(meaning);
        let extra = extras.iter().map(|extra| Meaning::Field(extra.field()));
        let meaning = Meaning::all().chain(extra).find(|known| key(known.name()) == wanted);
        let meaning = meaning.ok_or_else(|| MapError::Meaning(shown(raw.split('=').next().unwrap_or_default())))?;
        Ok(Self { meaning, column: column.trim().to_owned() })
    }
}

impl Columns {
    /// Reads the header row. Faults are those of the header alone; maps that name no column are the
    /// user's mistake. `extras` are the fields that the campaign declares.
    pub fn read(
        row: u64,
        header: &StringRecord,
        maps: &[Map],
        extras: &[Extra],
    ) -> Result<(Self, Vec<Fault>), Vec<MapError>> {
        let mut names: Vec<String> = header.iter().map(|name| name.trim().to_owned()).collect();
        while names.last().is_some_and(String::is_empty) {
            names.pop();
        }
        let mut meanings: Vec<Option<Meaning>> = names.iter().map(|name| known(name, extras)).collect();
        let (mut wrong, mut mapped) = (Vec::new(), Vec::new());
        for map in maps {
            // The user's word takes the place of what the names say.
            for meaning in &mut meanings {
                if *meaning == Some(map.meaning) {
                    *meaning = None;
                }
            }
            let exact = names.iter().position(|name| *name == map.column);
            match exact.or_else(|| names.iter().position(|name| key(name) == key(&map.column))) {
                Some(at) if mapped.contains(&at) => wrong.push(MapError::Twice(text::for_sentence(&map.column))),
                Some(at) => {
                    meanings[at] = Some(map.meaning);
                    mapped.push(at);
                }
                None => wrong.push(MapError::Column(text::for_sentence(&map.column))),
            }
        }
        if !wrong.is_empty() {
            return Err(wrong);
        }
        let mut columns =
            Self { row, names, width: header.len(), meanings, open: Vec::new(), assembly: Assembly::default() };
        columns.halves(maps);
        let mut faults = columns.doubled_names();
        faults.extend(columns.doubled_meanings());
        columns.leave_open();
        let parts = columns.readable().enumerate().filter_map(|(at, (_, meaning))| Some((at, meaning?)));
        columns.assembly = Assembly::new(parts);
        Ok((columns, faults))
    }

    /// Settles what "Name" and "Nombre" mean beside a column for one half of the name.
    fn halves(&mut self, maps: &[Map]) {
        // In French, "Nombre" is a number.
        let is_french = self.names.iter().any(|name| key(name) == "nom");
        for (name, meaning) in self.names.iter().zip(&mut self.meanings) {
            if is_french && key(name) == "nombre" && !maps.iter().any(|map| key(&map.column) == "nombre") {
                *meaning = None;
            }
        }
        let at = |columns: &Self, meaning| columns.meanings.iter().position(|known| *known == Some(meaning));
        let (first, last) = (at(self, Meaning::FirstName), at(self, Meaning::LastName));
        let Some(whole) = at(self, Meaning::Field(Field::Name)) else { return };
        if maps.iter().any(|map| map.meaning == Meaning::Field(Field::Name)) {
            self.forget_halves();
            return;
        }
        let name = key(&self.names[whole]);
        let is_one_of = |names: &[&str]| names.iter().any(|known| key(known) == name);
        match (first, last) {
            (Some(_), None) if is_one_of(&LAST_BESIDE_FIRST) => self.meanings[whole] = Some(Meaning::LastName),
            (None, Some(_)) if is_one_of(&FIRST_BESIDE_LAST) => self.meanings[whole] = Some(Meaning::FirstName),
            // The user said where the halves are; then the other column is something else.
            _ if maps.iter().any(|map| matches!(map.meaning, Meaning::FirstName | Meaning::LastName)) => {
                self.meanings[whole] = None;
            }
            // `Display Name` beside both halves says it all.
            _ => self.forget_halves(),
        }
    }

    fn forget_halves(&mut self) {
        for meaning in &mut self.meanings {
            if matches!(meaning, Some(Meaning::FirstName | Meaning::LastName)) {
                *meaning = None;
            }
        }
    }

    fn doubled_names(&self) -> Vec<Fault> {
        let mut first: HashMap<String, usize> = HashMap::new();
        let mut faults = Vec::new();
        for (at, name) in self.names.iter().enumerate().filter(|(_, name)| !name.is_empty()) {
            match first.get(&name.to_lowercase()) {
                Some(before) => faults.push(Fault::new(self.row, name, "", Problem::DoubledHeader(before + 1, at + 1))),
                None => {
                    first.insert(name.to_lowercase(), at);
                }
            }
        }
        faults
    }

    fn doubled_meanings(&self) -> Vec<Fault> {
        let mut faults = Vec::new();
        for (at, meaning) in self.meanings.iter().enumerate() {
            let Some(meaning) = meaning else { continue };
            let before = self.meanings[..at].iter().position(|other| other == &Some(*meaning));
            if let Some(before) =
                before.filter(|before| self.names[*before].to_lowercase() != self.names[at].to_lowercase())
            {
                let problem = Problem::TwoColumns(*meaning, text::for_sentence(&self.names[before]));
                faults.push(Fault::new(self.row, &self.names[at], "", problem));
            }
        }
        faults
    }

    fn leave_open(&mut self) {
        let all: Vec<Meaning> = self.meanings.iter().copied().flatten().collect();
        let is_doubled = |meaning: &Meaning| all.iter().filter(|other| *other == meaning).count() > 1;
        self.open = all.iter().copied().filter(is_doubled).collect();
    }

    /// Whether two columns would both be this, or a part of it.
    pub fn leaves_open(&self, field: Field) -> bool {
        self.open.iter().any(|meaning| meaning.field() == Some(field))
    }

    /// Cells that a row may have, as long as those beyond the last column are empty.
    pub(super) fn width(&self) -> usize {
        self.width.max(self.names.len())
    }

    /// How many there are.
    pub fn count(&self) -> usize {
        self.names.len()
    }

    /// The name of each column and what it means, if anything.
    pub fn iter(&self) -> impl Iterator<Item = (&str, Option<Meaning>)> {
        self.names.iter().map(String::as_str).zip(self.meanings.iter().copied())
    }

    /// The same, where of two columns for one thing neither is read.
    pub fn readable(&self) -> impl Iterator<Item = (&str, Option<Meaning>)> {
        self.iter().map(|(name, meaning)| (name, meaning.filter(|meaning| !self.open.contains(meaning))))
    }

    /// How the columns of a name and of an address come together.
    pub(super) fn assembly(&self) -> &Assembly {
        &self.assembly
    }

    /// The columns that hold this, or parts of it, by name.
    pub fn of(&self, field: Field) -> Vec<&str> {
        let is_part = |meaning: Option<Meaning>| meaning.and_then(Meaning::field) == Some(field);
        self.iter().filter(|(_, meaning)| is_part(*meaning)).map(|(name, _)| name).collect()
    }

    /// The column for consent, if it is one.
    pub fn consent(&self) -> Option<&str> {
        self.readable().find(|(_, meaning)| *meaning == Some(Meaning::Consent)).map(|(name, _)| name)
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
    use super::*;

    fn read(header: &str, maps: &[&str]) -> String {
        read_with(header, maps, &[])
    }

    fn read_with(header: &str, maps: &[&str], extras: &[Extra]) -> String {
        let maps: Vec<Map> = maps.iter().map(|map| Map::read(map, extras).unwrap()).collect();
        match Columns::read(1, &header.split(',').collect(), &maps, extras) {
            Ok((columns, faults)) if faults.is_empty() => {
                let shown = columns.iter().map(|(_, meaning)| meaning.as_ref().map_or("-", Meaning::name).to_owned());
                shown.collect::<Vec<_>>().join(",")
            }
            Ok((_, faults)) => format!("{:?}", faults.iter().map(|fault| &fault.problem).collect::<Vec<_>>()),
            Err(errors) => format!("{errors:?}"),
        }
    }

    #[test]
    fn columns_are_known_by_name_in_five_languages_and_of_four_programs() {
        for (header, expected) in [
            ("Timestamp,Email Address,Full name,Country", "-,email,name,country"),
            ("first_name,last_name,email,zip_code,can2_user_city", "first_name,last_name,email,postal_code,city"),
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
        let extra =
            |name: &str, label: &str| Extra { name: name.parse().unwrap(), labels: vec![(None, label.to_owned())] };
        let extras = [extra("work_place", "Where you work"), extra("branch", "Your branch")];
        for (header, maps, expected) in [
            ("Name,WorkPlace", &[][..], "name,work_place"),
            ("Name,WHERE_you work*", &[], "name,work_place"),
            ("Name,Where you work (required)", &[], "name,work_place"),
            ("Name,Shop", &["work_place=shop"], "name,work_place"),
            ("Name,Work place,Shop", &["Workplace=Shop"], "name,-,work_place"),
            ("Name,Branch,Union", &[], "name,branch,organisation"),
            ("Name,Workplace,Where you work", &[], "[TwoColumns(Field(Extra(\"work_place\")), \"Workplace\")]"),
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
    fn doubles_are_faults() {
        assert_eq!(read("Name,Email,name", &[]), "[DoubledHeader(1, 3)]");
        assert_eq!(read("Email,E-Mail", &[]), "[TwoColumns(Field(Email), \"Email\")]");
        assert_eq!(read("Email,E-Mail", &["email=E-Mail"]), "-,email");
    }

    #[test]
    fn no_name_stands_for_two_things() {
        let mut seen: HashMap<String, Meaning> = HashMap::new();
        for (meaning, name) in NAMES.iter().flat_map(|(meaning, names)| names.split(", ").map(|name| (*meaning, name)))
        {
            let before = seen.insert(key(name), meaning);
            assert!(before.is_none_or(|before| before == meaning), "{name} means {before:?} and {meaning:?}");
        }
    }
}
