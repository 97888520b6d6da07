//! What was left to fill in: `[NAME]`, `____`, `{{…}}`.
//!
//! There are two rules. In the texts of a campaign and in a field of one line whatever looks like a blank is one
//! ([`hole`]). In somebody's own words only a certain blank is ([`blank_in_own_words`]): people write "the XXX
//! congress", "shocked.....", and put a word of explanation in brackets.

use std::collections::HashMap;
use std::sync::LazyLock;

use super::compared::key;

/// Longest remark in brackets that is looked at, in characters.
const LONGEST: usize = 120;

/// Finds what was left to fill in: `[NAME]`, `____`, `……`, `TODO`, `<name>`, `{{…}}`. A letter with
/// one of these is never written or sent. Returns the first one as it stands.
pub fn hole(text: &str) -> Option<&str> {
    // Nearly every text is clean. To know that from one look saves a tenth of the time that a letter takes.
    if !text.as_bytes().windows(2).any(|pair| may_be_hole(pair[0], pair[1])) {
        return None;
    }
    let remark = |open, close| {
        // `[sic]` and `[…]` are quotation, not holes.
        let asks = |inside: &str| {
            inside.chars().any(char::is_alphabetic)
                && (open == '[' || inside.starts_with(char::is_alphabetic))
                && inside != "sic"
                && !inside.starts_with("http")
                && (open == '[' || !inside.contains('@'))
        };
        remarks(text, open, close).find(|(_, inside)| asks(inside)).map(|(whole, _)| whole)
    };
    remark('[', ']')
        .or_else(|| remark('<', '>'))
        .or_else(|| run(text, "_", 3))
        .or_else(|| run(text, ".", 4))
        .or_else(|| run(text, "…", 2))
        .or_else(|| ["{{", "}}"].into_iter().find_map(|braces| text.find(braces).map(|at| &text[at..at + 2])))
        .or_else(|| text.split(|c: char| !c.is_alphanumeric()).find(|word| is_note_to_self(word)))
}

/// The same in Markdown, where `[the report](https://…)` is a link and no hole.
pub fn hole_in_markdown(text: &str) -> Option<&str> {
    let hole = hole(text)?;
    let start = hole.as_ptr().addr() - text.as_ptr().addr();
    let (before, after) = (&text[..start], &text[start + hole.len()..]);
    let is_link = hole.starts_with('[') && ["(http://", "(https://", "(mailto:"].iter().any(|to| after.starts_with(to));
    if is_link { hole_in_markdown(before).or_else(|| hole_in_markdown(after)) } else { Some(hole) }
}

/// Whether two bytes that follow each other are part of what every hole of some kind has in it. Of "…"
/// (U+2026) it is the end of one and the start of another; words are TODO, FIXME, TBD and TBC.
fn may_be_hole(first: u8, second: u8) -> bool {
    match first {
        b'[' | b'<' => true,
        b'_' | b'.' | b'{' | b'}' | b'X' => second == first,
        0xA6 => second == 0xE2,
        b'T' => matches!(second, b'O' | b'B'),
        b'F' => second == b'I',
        _ => false,
    }
}

fn is_note_to_self(word: &str) -> bool {
    matches!(word, "TODO" | "FIXME" | "TBD" | "TBC") || (word.len() >= 3 && word.bytes().all(|b| b == b'X'))
}

/// What stands between these two signs on one line, with them and without.
fn remarks(text: &str, open: char, close: char) -> impl Iterator<Item = (&str, &str)> {
    text.match_indices(open).filter_map(move |(start, _)| {
        let rest = &text[start..];
        // A remark ends soon; to look on from each of a million brackets would take hours.
        let near = rest.char_indices().nth(LONGEST + 2).map_or(rest, |(end, _)| &rest[..end]);
        let end = near.find([close, '\n']).filter(|&end| rest[end..].starts_with(close))?;
        Some((&rest[..end + close.len_utf8()], &rest[open.len_utf8()..end]))
    })
}

/// The first run of at least `least` times the same sign.
fn run<'a>(text: &'a str, sign: &str, least: usize) -> Option<&'a str> {
    let start = text.find(&sign.repeat(least))?;
    let length = text[start..].len() - text[start..].trim_start_matches(sign).len();
    Some(&text[start..start + length])
}

/// What looks like a blank in somebody's own words, as it stands there.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Blank<'a> {
    /// Nobody writes this for an office to read.
    Certain(&'a str),
    /// It may be what the person wants to say.
    Likely(&'a str),
}

/// The first certain blank of a text in somebody's own words, else what only looks like one.
pub fn blank_in_own_words(text: &str) -> Option<Blank<'_>> {
    // All that is certain has one of these in it.
    let may_be_certain = text.bytes().any(|byte| matches!(byte, b'[' | b'<' | b'{' | b'(' | b'_' | b'|'));
    let certain = || {
        line_to_write_on(text).or_else(|| merge_field(text)).or_else(|| {
            let asks = |(open, close)| {
                let mut remarks = remarks(text, open, close);
                remarks.find(|(_, inside)| asks_to_fill_in(inside, open == '(')).map(|(whole, _)| whole)
            };
            [('[', ']'), ('<', '>'), ('{', '}'), ('(', ')')].into_iter().find_map(asks)
        })
    };
    may_be_certain.then(certain).flatten().map(Blank::Certain).or_else(|| hole(text).map(Blank::Likely))
}

/// `____` by itself. "f___" is a word that somebody did not want to write out.
fn line_to_write_on(text: &str) -> Option<&str> {
    let words = text.split_whitespace().filter(|word| word.contains("___") && !word.contains("://"));
    let is_mark = |c: char| c != '_' && !c.is_alphanumeric();
    words.flat_map(|word| word.split(is_mark)).find(|piece| piece.len() >= 3 && piece.bytes().all(|byte| byte == b'_'))
}

/// A field of a mail merge: `{{name}}`, `{% name %}`, `${name}`, `<%= name %>`, `*|NAME|*`.
fn merge_field(text: &str) -> Option<&str> {
    [("{{", "}}"), ("{%", "%}"), ("${", "}"), ("<%", "%>"), ("*|", "|*")].into_iter().find_map(|(open, close)| {
        text.match_indices(open).find_map(|(start, _)| {
            let rest = &text[start + open.len()..];
            let near = rest.char_indices().nth(LONGEST).map_or(rest, |(end, _)| &rest[..end]);
            let end = near.lines().next()?.find(close)?;
            Some(&text[start..start + open.len() + end + close.len()])
        })
    })
}

/// What a word is in a remark that asks for something.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Word {
    /// "your"
    Your,
    /// "your" or "tu": elsewhere it is another word, such as "her", or "you".
    PerhapsYour,
    /// "insert"
    Insert,
    /// "write": it asks, or it tells what somebody does.
    Verb,
    /// "of": between a thing and whose it is.
    Of,
    /// "and", "here", "first": says nothing by itself.
    Small,
    /// "the": before a thing that is known.
    Article,
    /// What stands in brackets only as a blank: "name", "signature".
    Thing,
    /// What may stand in brackets to explain a text: "country", "union".
    Place,
    /// "withheld": the remark says why something is not there.
    Withheld,
}

/// The languages of the letters (English, German, French, Spanish, Russian, Kazakh), and the usual words of
/// Italian, Portuguese, Dutch, Polish, Ukrainian and Turkish forms.
const WORDS: [(Word, &str); 10] = [
    (
        Word::Your,
        "your dein deine deinen deiner euer eure euren votre vos vuestro vuestra ваш ваша ваше ваши вашу вашего вашей \
         твоё твой твою сіздің uw jouw vostro vostra twoje twój ваші",
    ),
    (Word::PerhapsYour, "ihr ihre ihren ihrer ihrem su sus tu tus ton ta tes tuo tua seu sua"),
    (
        Word::Insert,
        "insert fill einfügen einsetzen eintragen ausfüllen insérer insérez remplir remplissez compléter complétez \
         insertar inserte inserta rellenar rellene вставить вставьте впишите вписать заполнить заполните енгізіңіз \
         толтырыңыз inserire inserisci inserir insira preencher invullen wpisz wstaw вставте впишіть giriniz",
    ),
    (
        Word::Verb,
        "enter type add put give write state specify choose select complete print angeben schreiben hinzufügen \
         indiquer indiquez ajouter ajoutez mettre mettez saisir saisissez écrire écrivez escriba escribe indique \
         indica poner ponga añadir укажите указать напишите введите добавьте көрсетіңіз жазыңыз вкажіть yazınız",
    ),
    (Word::Of, "of de du des d der del della di do da van von vom"),
    (
        Word::Small,
        "and or here please in for full first last family given own e und oder hier bitte et ou ici y o aquí и или \
         сюда здесь пожалуйста және осы",
    ),
    (Word::Article, "the a an die das den dem le la les l un une el los las una"),
    (
        Word::Thing,
        "name names surname forename firstname lastname fullname signature address email mail phone telephone date \
         postcode zip namen vorname nachname unterschrift adresse anschrift datum telefonnummer plz nom noms prénom \
         courriel nombre nombres apellido apellidos dirección fecha имя имени фамилия фамилию фио подпись адрес дата \
         дату отчество название есім есіміңіз аты атыңыз тегі тегіңіз мекенжай мекенжайыңыз nome cognome sobrenome \
         assinatura indirizzo endereço naam voornaam achternaam handtekening adres imię nazwisko podpis прізвище \
         підпис adınız soyadınız imza",
    ),
    (
        Word::Place,
        "city town country place union branch trade organisation organization group employer company workplace job \
         profession occupation title position role number state region street party district chapter section stadt \
         ort land gewerkschaft ortsverband ortsgruppe betrieb beruf firma funktion nummer strasse partei verein ville \
         pays lieu syndicat association entreprise métier fonction numéro rue ciudad país lugar sindicato sección \
         organización asociación empresa profesión cargo número calle город города страна страну страны место \
         профсоюз профсоюза организация организации организацию должность профессия улица номер қала ел кәсіподақ \
         ұйым лауазым",
    ),
    (
        Word::Withheld,
        "withheld removed deleted redacted omitted changed unknown hidden protected secret geändert entfernt unbekannt \
         anonymisiert supprimé modifié masqué inconnu omitido cambiado desconocido изменено изменены скрыто удалено \
         неизвестно өзгертілді",
    ),
];

static KNOWN: LazyLock<HashMap<String, Word>> = LazyLock::new(|| {
    WORDS.iter().flat_map(|(what, words)| words.split_whitespace().map(|word| (key(word), *what))).collect()
});

/// The words of a remark that asks for something, by what each is in it, for a program of another language that
/// repeats the rule.
pub fn blank_tables() -> impl Iterator<Item = (&'static str, &'static str)> {
    WORDS.iter().map(|(what, words)| {
        let name = match what {
            Word::Your => "your",
            Word::PerhapsYour => "perhaps-your",
            Word::Insert => "insert",
            Word::Verb => "verb",
            Word::Of => "of",
            Word::Small => "small",
            Word::Article => "article",
            Word::Thing => "thing",
            Word::Place => "place",
            Word::Withheld => "withheld",
        };
        (name, *words)
    })
}

/// Whether a remark in brackets asks the writer of the letter for something. In round brackets people explain
/// anything, so there it must tell them to fill it in.
fn asks_to_fill_in(inside: &str, is_round: bool) -> bool {
    if inside.contains(['@', '{']) {
        return false;
    }
    let written = inside.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
    let words: Vec<Option<Word>> = written.map(|word| KNOWN.get(&key(word)).copied()).collect();
    let has = |wanted: Word| words.contains(&Some(wanted));
    if words.contains(&None) || has(Word::Withheld) {
        let asks = match words.as_slice() {
            [Some(Word::Your), ..] => true,
            [Some(Word::Thing), Some(Word::Of), ..] => inside.chars().next().is_some_and(char::is_uppercase),
            _ => false,
        };
        return asks && !is_round && !has(Word::Withheld);
    }
    let tells = has(Word::Your) || has(Word::Insert) || has(Word::Verb);
    if is_round {
        return has(Word::Thing) && tells && !inside.contains([',', ';']) || has(Word::Place) && has(Word::Insert);
    }
    let is_capitals = || inside.chars().any(char::is_uppercase) && !inside.chars().any(char::is_lowercase);
    has(Word::Thing) && (tells || !has(Word::Article))
        || has(Word::Place) && (has(Word::Your) || has(Word::Insert) || is_capitals() && !has(Word::Article))
        || has(Word::Insert) && words.len() > 1
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn holes_are_found() {
        for (text, expected) in [
            ("Dear [NAME],", Some("[NAME]")),
            ("I/we [Name of individual, union]", Some("[Name of individual, union]")),
            ("Sincerely ____", Some("____")),
            ("I……… protest", Some("………")),
            ("I..... protest", Some(".....")),
            ("TODO: facts", Some("TODO")),
            ("from XXX", Some("XXX")),
            ("<your name>", Some("<your name>")),
            ("{{name}}", Some("{{")),
            ("He said \"wait...\" and […] left [sic] [1]", None),
            ("snake_case, a < b and c > d\n2 > 1", None),
            ("Всё TODOS", None),
            ("<https://example.test/a>", None),
            ("Jo Smith <jo@smith.test>", None),
            ("[@campaign]", Some("[@campaign]")),
            (&format!("[{}]", "ä".repeat(120)), Some(&format!("[{}]", "ä".repeat(120)))),
            (&format!("[{}]", "ä".repeat(121)), None),
            (&"[<".repeat(200_000), None),
        ] {
            assert_eq!(hole(text), expected, "{text}");
        }
    }

    #[test]
    fn a_link_is_no_hole() {
        for (text, expected) in [
            ("See [the report](https://union.example/report).", None),
            ("Write to [us](mailto:us@union.example), [NAME]", Some("[NAME]")),
            ("____ [us](https://union.example/)", Some("____")),
            ("[Name](of an individual)", Some("[Name]")),
        ] {
            assert_eq!(hole_in_markdown(text), expected, "{text}");
        }
    }

    #[test]
    fn own_words_are_refused_for_a_certain_blank_alone() {
        let certain = |blank| Some(Blank::Certain(blank));
        let likely = |blank| Some(Blank::Likely(blank));
        for (text, expected) in [
            // Lines to write on.
            ("My name is ____.", certain("____")),
            ("I, ________ , protest", certain("________")),
            ("Name:____", certain("____")),
            ("(____)", certain("____")),
            ("___/___/2026", certain("___")),
            ("They told us to f___ off", likely("___")),
            ("see my_file__name and a__b", None),
            ("the file a___b", likely("___")),
            ("https://harbour.test/___/x", likely("___")),
            // Fields of a mail merge.
            ("Dear {{name}}", certain("{{name}}")),
            ("Dear {{ contact.first_name }}, I", certain("{{ contact.first_name }}")),
            ("*|FNAME|* writes", certain("*|FNAME|*")),
            ("${name}", certain("${name}")),
            ("{% name %}", certain("{% name %}")),
            ("<%= name %>", certain("<%= name %>")),
            ("{first_name}", certain("{first_name}")),
            ("a set {{a}, b", likely("{{")),
            ("{a docker}", None),
            // Remarks that ask.
            ("I am [NAME]", certain("[NAME]")),
            ("I am [Name]", certain("[Name]")),
            ("[your trade]", certain("[your trade]")),
            ("[Your Brother's Job]", certain("[Your Brother's Job]")),
            ("[Name of trade union branch]", certain("[Name of trade union branch]")),
            ("[Name der Gewerkschaft]", certain("[Name der Gewerkschaft]")),
            ("[Ihr Name]", certain("[Ihr Name]")),
            ("[Name und Adresse]", certain("[Name und Adresse]")),
            ("[Votre nom]", certain("[Votre nom]")),
            ("[nom et prénom]", certain("[nom et prénom]")),
            ("[Su nombre]", certain("[Su nombre]")),
            ("[Ваше имя]", certain("[Ваше имя]")),
            ("[ФИО]", certain("[ФИО]")),
            ("[название профсоюза]", certain("[название профсоюза]")),
            ("[атыңыз]", certain("[атыңыз]")),
            ("[CITY, COUNTRY]", certain("[CITY, COUNTRY]")),
            ("[insert city]", certain("[insert city]")),
            ("[insert here]", certain("[insert here]")),
            ("[Date]", certain("[Date]")),
            ("<your name>", certain("<your name>")),
            ("<Name>", certain("<Name>")),
            ("(insert name)", certain("(insert name)")),
            ("(insert your name here)", certain("(insert your name here)")),
            ("(your name)", certain("(your name)")),
            ("(bitte Namen eintragen)", certain("(bitte Namen eintragen)")),
            ("(insérez votre nom ici)", certain("(insérez votre nom ici)")),
            ("(вставьте имя)", certain("(вставьте имя)")),
            // Remarks that explain.
            ("He [a docker] was beaten", likely("[a docker]")),
            ("She [the union's lawyer] said", likely("[the union's lawyer]")),
            ("my [country] is", likely("[country]")),
            ("[name withheld]", likely("[name withheld]")),
            ("[Name von der Redaktion geändert]", likely("[Name von der Redaktion geändert]")),
            ("[имя изменено]", likely("[имя изменено]")),
            ("[EU] ports and [NATO]", likely("[EU]")),
            ("[su hermano]", likely("[su hermano]")),
            ("<b>never</b>", likely("<b>")),
            ("they took all (your name, your address)", None),
            ("we unload (add and write) by hand (the country)", None),
            ("(insert joke here)", None),
            // What people write.
            ("the XXX congress", likely("XXX")),
            ("my TODO list is long", likely("TODO")),
            ("shocked.....", likely(".....")),
            ("so …… no", likely("……")),
            ("wait... [sic] […] [1] a < b (2)", None),
            ("Jo Smith <jo@smith.test>", None),
            ("We load no ship of theirs.", None),
            (&"[<({".repeat(1000), None),
            (&"${{{*|<%{%".repeat(1000), likely("{{")),
        ] {
            assert_eq!(blank_in_own_words(text), expected, "{text}");
        }
    }
}
