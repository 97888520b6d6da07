//! A list whose columns stand in another order, go by other known names, or stand among others says the same.

use std::io::Cursor;

use proptest::prelude::*;

use super::read::{Reading, Roster};

/// Names for each thing that two people's cells hold, and the cells.
const COLUMNS: &[(&[&str], [&str; 2])] = &[
    (&["First name", "Vorname. Vorname", "Name (First)", "Prénom *", "first_name", "Given name:"], ["Jo", "Zoë"]),
    (&["Last name", "Nachname", "Name (Last)", "Apellidos", "What is your surname?", "Фамилия"], ["Roe", "Müller"]),
    (
        &["E-mail", "Your email address", "Correo electrónico", "Wie lautet Ihre E-Mail-Adresse?"],
        ["jo@a.test", "zoe@a.test"],
    ),
    (&["Country", "In which country do you live?", "Pays", "Land", "Address (Country)", "País"], ["NZ", "DE"]),
    (&["Street", "Straße und Hausnummer", "Address (Street Address)", "Adresse postale"], ["1 Quay", "Kai 7"]),
    (&["City", "Home Address: City", "Wohnort", "Ville", "Address (City)"], ["Oban", "Kiel"]),
    (&["ZIP", "PLZ", "Code postal", "Address (ZIP / Postal Code)"], ["6011", "24103"]),
    (&["Job title", "Ihre Funktion", "What is your role in the union?", "Должность"], ["Docker", "Chair"]),
];

/// Columns that are none of these.
const OTHERS: &[&str] = &[
    "Timestamp",
    "Name of your employer's lawyer",
    "E-mail of a friend",
    "Country of birth",
    "Event name",
    "User name",
    "Mother's maiden name",
    "Geburtsort",
    "IP address",
    "Newsletter",
    "Phone",
    "Comments",
    "Name of the ship",
    "Billing address",
    "Confirm your e-mail",
    "Emergency contact",
    "Nom de jeune fille",
    "Имя пользователя",
    "Where was the ship arrested: City",
    "Work email",
    "Do you live in a city?",
];

proptest! {
    #![proptest_config(ProptestConfig::with_cases(100))]

    #[test]
    fn no_cell_moves_to_another_person_or_field(
        order in Just((0..COLUMNS.len()).collect::<Vec<_>>()).prop_shuffle(),
        names in prop::collection::vec(any::<prop::sample::Index>(), COLUMNS.len()),
        others in prop::collection::vec((any::<prop::sample::Index>(), any::<prop::sample::Index>()), 0..6),
    ) {
        let mut columns: Vec<[&str; 3]> = order
            .iter()
            .map(|at| {
                let (called, [first, second]) = COLUMNS[*at];
                [called[names[*at].index(called.len())], first, second]
            })
            .collect();
        for (name, place) in &others {
            let name = OTHERS[name.index(OTHERS.len())];
            columns.insert(place.index(columns.len() + 1), [name, "Somebody Else", "else@other.test"]);
        }
        let text: Vec<String> = (0..3)
            .map(|row| columns.iter().map(|column| format!("\"{}\"", column[row])).collect::<Vec<_>>().join(","))
            .collect();
        let mut roster = Roster::open(Cursor::new(text.join("\n")), &Reading::default()).unwrap();
        prop_assert!(roster.header_faults().is_empty(), "{:?}", roster.header_faults());
        let rows: Vec<_> = roster.rows().unwrap().map(|row| row.unwrap().answers).collect();
        for (at, row) in rows.iter().enumerate() {
            let cell = |column: usize| COLUMNS[column].1[at];
            let said = [&row.name, &row.email, &row.country, &row.role, &row.organisation, &row.own_words];
            let name = format!("{} {}", cell(0), cell(1));
            let expected = [Some(name.as_str()), Some(cell(2)), Some(cell(3)), Some(cell(7)), None, None];
            prop_assert_eq!(said.map(Option::as_deref), expected);
            // These parts and no others, in the order of the country.
            let address = row.address.as_deref().unwrap_or_default();
            let words: usize = address.split_whitespace().count();
            prop_assert!([4, 5, 6].iter().all(|part| address.contains(cell(*part))), "{}", address);
            prop_assert_eq!(words, 4, "{}", address);
        }
        prop_assert_eq!(rows.len(), 2);
    }
}
