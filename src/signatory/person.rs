//! Whether a text can be a person's name. It ends a letter, where a telephone number, "Anonymous" or the total of a
//! spreadsheet would be a hole.
//!
//! Only whole texts are looked at: a person may be called Test or None, and "Robert Test" is a name.

use std::collections::HashSet;
use std::sync::LazyLock;

use crate::address::holds_address;
use crate::text;

/// Why a text is no name of a person.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, thiserror::Error)]
pub enum NoName {
    /// No letter in it.
    #[error("it is not a person's name: it has no letter")]
    NoLetter,
    /// What stands where nothing is known, or where somebody tried a form.
    #[error("it is not a person's name; write the name of whoever signs, or leave the row out")]
    StandsForNone,
    /// An e-mail address, alone or beside a name.
    #[error("it is not a person's name: it holds an e-mail address; write the name alone")]
    Email,
    /// The address of a web page.
    #[error("it is not a person's name: it is a web address; write the name")]
    WebAddress,
    /// A telephone number, alone or beside a name.
    #[error("it is not a person's name: it holds a number; write the name alone")]
    Number,
    /// The name of an account: `@jo`, `jo_smith`, `jo1985`.
    #[error("it is not a person's name: it looks like the name of an account; write the name of whoever signs")]
    Account,
    /// A formula that was not reckoned.
    #[error("it is not a person's name: it is a formula; write the name")]
    Formula,
    /// The truth value of a spreadsheet.
    #[error("it is not a person's name: it is a yes or no of a spreadsheet; write the name")]
    Truth,
    /// What a spreadsheet adds up.
    #[error("it is not a person's name: it is a total; leave the row out")]
    Total,
    /// A question mark or U+FFFD inside a word.
    #[error("it has lost a letter; write the name with it")]
    LostLetter,
    /// A sign that no name has.
    #[error("it is not a person's name: it has the sign {0}; write the name alone")]
    Sign(char),
}

/// What stands where nobody is named, in the languages that lists are read in.
const STANDS_FOR_NONE: &str = "n a, na, null, nan, nil, undefined, void, empty, blank, tba, tbd, leer, vide, \
    anonymous, anon, anonym, anonyme, anonymus, anonymer, anonymously, anónimo, anónima, anônimo, anônima, аноним, \
    анонимно, анонимный, анонимная, анонім, анонімно, anonimowy, anonimowa, anonimowo, anoniem, anonim, anonymous person, \
    isimsiz, adsız, مجهول, ناشناس, بی نام, \
    test, testing, tester, test user, test person, test name, test account, test entry, teste, prueba, тест, тестовый, \
    asdf, asdfg, asdfgh, asdfasdf, qwerty, qwertz, foo, foo bar, lorem, lorem ipsum, abc, abcd, xyz, blah, bla bla, dummy, \
    example, sample, \
    none, no name, noname, name none, nobody, no one, not given, not provided, not specified, not available, \
    not applicable, not known, not stated, not set, not disclosed, unknown, unnamed, untitled, name withheld, withheld, \
    withheld name, private, prefer not to say, rather not say, would rather not say, no answer, no response, no comment, \
    same, same as above, as above, see above, ditto, deleted, deleted user, removed, redacted, user, admin, administrator, \
    guest, customer, member, donor, supporter, subscriber, signatory, signer, contact, me, myself, person, account, entry, \
    anonymous supporter, name, your name, full name, first name, last name, first last, first name last name, surname, \
    firstname lastname, firstname, lastname, first and last name, name surname, name and surname, \
    mr, mrs, ms, miss, mx, dr, prof, sir, madam, mr mrs, dear, \
    keine angabe, keine angaben, k a, kein name, ohne name, ohne namen, namenlos, unbekannt, niemand, keine, kein, keiner, \
    nicht angegeben, nicht bekannt, privat, privatperson, s o, siehe oben, wie oben, vorname nachname, vorname, nachname, \
    vor und nachname, herr, frau, ich, \
    aucun, aucune, sans nom, inconnu, inconnue, non renseigné, non renseignée, non indiqué, non précisé, non communiqué, \
    néant, privé, idem, voir ci dessus, nom prénom, prénom nom, nom, prénom, nom et prénom, monsieur, madame, moi, \
    ninguno, ninguna, desconocido, desconocida, sin nombre, no indicado, no consta, no disponible, nadie, \
    nombre, apellido, apellidos, nombre apellidos, nombre y apellidos, señor, señora, yo, no aplica, sin datos, \
    nessuno, nessuna, sconosciuto, sconosciuta, senza nome, non indicato, non disponibile, non specificato, privato, nome, \
    cognome, nome cognome, nome e cognome, \
    nenhum, nenhuma, desconhecido, desconhecida, sem nome, não informado, não indicado, não disponível, ninguém, apelido, \
    sobrenome, nome sobrenome, nome completo, \
    нет, нет имени, без имени, неизвестно, неизвестный, неизвестная, не указано, не указан, не указана, не задано, \
    нет данных, никто, пусто, отсутствует, имя, фамилия, имя фамилия, фамилия имя, фамилия имя отчество, фио, то же, \
    yok, bilinmiyor, isim yok, ad yok, belirtilmemiş, belirtilmedi, kimse, ad soyad, adı soyadı, isim, soyisim, \
    brak, brak danych, brak imienia, nieznany, nieznana, nie podano, nie dotyczy, nikt, imię nazwisko, imię i nazwisko, \
    imię, nazwisko, \
    немає, невідомо, невідомий, невідома, не вказано, без імені, ніхто, відсутнє, прізвище, ім'я, ім'я прізвище, піб, \
    geen, geen naam, onbekend, niet opgegeven, niet bekend, n v t, nvt, naam, voornaam, achternaam, voornaam achternaam, \
    لا يوجد, غير معروف, غير محدد, مجهول الهوية, بدون اسم, لا اسم, لا شيء, الاسم, اسم, \
    ندارد, نامشخص, نامعلوم, بدون نام, هیچ, هیچکس, نام, نام و نام خانوادگی, نام خانوادگی, \
    yes, no, ok, ja, nein, nee, oui, non, sim, não, да, evet, hayır, nie, так, ні, نعم, لا, بله, نه, x";

/// The word for a total.
const TOTALS: &str = "total, totals, grand total, sub total, subtotal, sum, sums, summe, gesamt, gesamtsumme, gesamtzahl, \
    insgesamt, zwischensumme, anzahl, count, counta, average, mean, somme, total général, sous total, suma, suma total, \
    total general, recuento, итого, всего, сумма, итог, количество, totale, somma, conteggio, soma, contagem, toplam, \
    genel toplam, ara toplam, sayı, razem, ogółem, łącznie, разом, усього, всього, сума, кількість, підсумок, totaal, aantal, \
    subtotaal, المجموع, مجموع, الإجمالي, العدد, جمع, جمع کل, تعداد";

/// What is counted beside it.
const COUNTED: &str = "of, the, signatures, signatories, signers, people, persons, names, rows, records, entries, letters, \
    members, responses, results, unterschriften, personen, namen, zeilen, einträge, antworten, signataires, personnes, \
    lignes, réponses, firmas, firmantes, personas, filas, respuestas, подписей, человек, строк, firme, persone, righe, \
    assinaturas, pessoas, linhas, imza, kişi, satır, podpisów, osób, wierszy, підписів, осіб, рядків, handtekeningen, rijen";

/// How spreadsheets write yes and no; in capitals, because Vero is a name.
const TRUTH: &str = "WAHR FALSCH VRAI FAUX VERDADERO FALSO VERO VERDADEIRO ИСТИНА ЛОЖЬ PRAWDA FAŁSZ DOĞRU YANLIŞ WAAR ONWAAR \
    ІСТИНА ХИБНІСТЬ";

/// Ends of names in the web that stand alone in a cell.
const DOMAINS: &str =
    "com org net info biz edu gov io eu de at ch fr es ru it pt tr pl ua uk nl be ar ir us ca example test";

/// Fewest digits of a telephone number.
const DIGITS: usize = 5;

struct Words {
    none: HashSet<String>,
    totals: HashSet<String>,
    counted: HashSet<String>,
    /// The words of all that stands for nobody: "Test Test", "Unknown User".
    parts_of_none: HashSet<String>,
    /// The first words of both, in small letters as they are written.
    beginnings: HashSet<String>,
}

static WORDS: LazyLock<Words> = LazyLock::new(|| {
    let entries = |table: &'static str| table.split(',').map(str::trim);
    let folded = |table| entries(table).map(|entry| words(entry).join(" ")).collect::<HashSet<_>>();
    let all_words = |table| entries(table).flat_map(words).collect::<HashSet<_>>();
    let first = |entry: &str| beginning(entry).to_lowercase();
    Words {
        none: folded(STANDS_FOR_NONE),
        totals: folded(TOTALS),
        counted: all_words(COUNTED),
        parts_of_none: all_words(STANDS_FOR_NONE),
        // Without accents too: "Anonimo".
        beginnings: entries(STANDS_FOR_NONE)
            .chain(entries(TOTALS))
            .flat_map(|entry| [first(entry), first(&text::fold(entry))])
            .collect(),
    }
});

/// The first word.
fn beginning(text: &str) -> &str {
    text.split(|c: char| !c.is_alphanumeric()).find(|word| !word.is_empty()).unwrap_or_default()
}

/// The words of a text, without case and accents.
fn words(text: &str) -> Vec<String> {
    let plain = text::fold(text).replace('ı', "i").replace('ł', "l").replace('ß', "ss");
    plain.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).map(str::to_owned).collect()
}

/// The tables of the rule that a name is a person's, for a program of another language that repeats it: entries apart
/// by commas, `truth` and `domains` by spaces.
pub fn name_tables() -> [(&'static str, &'static str); 5] {
    [("none", STANDS_FOR_NONE), ("totals", TOTALS), ("counted", COUNTED), ("truth", TRUTH), ("domains", DOMAINS)]
}

/// Why a text of one line is no person's name, if it is none.
pub(super) fn no_name(name: &str) -> Option<NoName> {
    let first = name.chars().next()?;
    if matches!(first, '=' | '+' | '＝') || first == '-' && name[1..].starts_with(|c: char| c.is_ascii_digit()) {
        let is_number = !name.contains(char::is_alphabetic);
        return Some(if first != '=' && is_number { NoName::NoLetter } else { NoName::Formula });
    }
    if first == '@' {
        return Some(NoName::Account);
    }
    if !name.contains(char::is_alphabetic) {
        return Some(NoName::NoLetter);
    }
    if holds_address(name) {
        return Some(NoName::Email);
    }
    if is_web_address(name) {
        return Some(NoName::WebAddress);
    }
    let digits = name.chars().filter(|c| c.is_numeric()).count();
    if digits > 0 {
        let is_alone = !name.contains(char::is_whitespace);
        let begins = name.split_whitespace().next().is_some_and(|word| word.chars().all(char::is_numeric));
        if is_alone && digits >= 2 && name.starts_with(char::is_alphabetic) && name.is_ascii() {
            return Some(NoName::Account);
        }
        if is_total(name) {
            return Some(NoName::Total);
        }
        if digits >= DIGITS || begins {
            return Some(NoName::Number);
        }
    }
    if has_lost_letter(name) {
        return Some(NoName::LostLetter);
    }
    let is_sign = |c: char| c == '_' || "={}|\\^~$%*√".contains(c) || matches!(c, '\u{2500}'..='\u{259f}');
    if let Some(sign) = name.chars().find(|c| is_sign(*c)) {
        return Some(if sign == '_' { NoName::Account } else { NoName::Sign(sign) });
    }
    if name.eq_ignore_ascii_case("true")
        || name.eq_ignore_ascii_case("false")
        || TRUTH.split_whitespace().any(|word| word == name)
    {
        return Some(NoName::Truth);
    }
    // Nearly all names are known to be none of these by their first word.
    if !WORDS.beginnings.contains(&beginning(name).to_lowercase())
        && !WORDS.beginnings.contains(&words(beginning(name)).concat())
    {
        return None;
    }
    if is_total(name) {
        return Some(NoName::Total);
    }
    let words = words(name);
    // "Na" is a name; what a program writes for "not available" is in capitals.
    let is_na = name == "Na";
    let all_are_known = words.iter().all(|word| WORDS.parts_of_none.contains(word));
    let stands_for_none = WORDS.none.contains(&words.join(" ")) || words.len() > 1 && all_are_known && is_tried(&words);
    (stands_for_none && !is_na).then_some(NoName::StandsForNone)
}

/// Whether words that each may stand for nobody do so together: "Test Test", "Unknown Unknown", "Anonymous User".
fn is_tried(words: &[String]) -> bool {
    const SURE: [&str; 12] = [
        "test",
        "anonymous",
        "anonym",
        "unknown",
        "none",
        "null",
        "nan",
        "undefined",
        "dummy",
        "asdf",
        "deleted",
        "unbekannt",
    ];
    words.first().is_some_and(|first| words.iter().all(|word| word == first) || SURE.contains(&first.as_str()))
}

fn is_total(name: &str) -> bool {
    let words = words(name);
    let is_number = |word: &String| word.chars().all(char::is_numeric);
    let mut rest: Vec<&str> = words.iter().filter(|word| !is_number(word)).map(String::as_str).collect();
    loop {
        if WORDS.totals.contains(&rest.join(" ")) {
            return true;
        }
        match rest.last() {
            Some(last) if rest.len() > 1 && WORDS.counted.contains(*last) => drop(rest.pop()),
            _ => return false,
        }
    }
}

fn is_web_address(name: &str) -> bool {
    if !name.contains('.') && !name.contains("://") {
        return false;
    }
    let lower = name.to_ascii_lowercase();
    let is_host = |word: &str| {
        let host = word.split(['/', '?', '#']).next().unwrap_or_default().trim_end_matches('.');
        let Some((before, end)) = host.rsplit_once('.') else { return false };
        // "A.de Vries" is a name.
        before.chars().filter(|c| c.is_alphanumeric()).count() > 2
            && before.chars().all(|c| c.is_alphanumeric() || matches!(c, '.' | '-'))
            && DOMAINS.split_whitespace().any(|known| known == end)
    };
    lower.contains("://") || lower.contains("www.") || lower.split_whitespace().any(is_host)
}

/// `J?rgen`, `J\u{fffd}rgen`.
fn has_lost_letter(name: &str) -> bool {
    if name.contains('\u{fffd}') {
        return true;
    }
    name.contains('?') && {
        let characters: Vec<char> = name.chars().collect();
        characters.windows(3).any(|three| three[1] == '?' && three[0].is_alphabetic() && three[2].is_alphabetic())
            || name.contains("? ") && name.len() > 3
            || name.ends_with('?') && name.contains(char::is_whitespace)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_a_persons_by_a_table() {
        let rows: Vec<(&str, &str)> = include_str!("../../tests/rosters/names.tsv")
            .lines()
            .skip(1)
            .map(|row| row.split_once('\t').unwrap())
            .collect();
        for (expected, text) in &rows {
            let found = no_name(text).map_or_else(|| "name".to_owned(), |why| format!("{why:?}"));
            assert_eq!(found, *expected, "{text}");
        }
        let names = rows.iter().filter(|(expected, _)| *expected == "name").count();
        assert!(rows.len() >= 120 && names >= 50, "{names} of {}", rows.len());
    }
}
