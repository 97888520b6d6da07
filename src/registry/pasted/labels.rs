//! The words that appeals and web pages put before a value: "Tel/Fax:", "Эл. почта", "Salutation".

use crate::text::fold;

/// What a label announces.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Label {
    Email,
    Phone,
    Fax,
    /// One number that is both.
    PhoneAndFax,
    Form,
    /// A web site, which is no way to send a letter.
    Page,
    Post,
    Salutation,
    /// Who gets a copy.
    Copies,
    /// The office itself: "To:".
    Name,
}

/// Each label in the languages of letters and a few others, folded; the longer ones of a row first.
const LABELS: &[(Label, &[&str])] = &[
    (
        Label::PhoneAndFax,
        &[
            "telephone and fax",
            "telephone & fax",
            "telephone/fax",
            "telefon/fax",
            "telefono/fax",
            "telephone / fax",
            "tel. and fax",
            "tel and fax",
            "tel & fax",
            "tel. & fax",
            "tel./fax",
            "tel/fax",
            "tel. / fax",
            "tel / fax",
            "phone/fax",
            "phone / fax",
            "phone and fax",
            "phone & fax",
            "tel. et fax",
            "tel et fax",
            "telephone et fax",
            "tel. y fax",
            "tel y fax",
            "telefono y fax",
            "tel. und fax",
            "tel und fax",
            "telefon und fax",
            "тел. и факс",
            "fax/tel",
            "fax / tel",
            "fax/phone",
            "t/f",
            "тел./факс",
            "тел/факс",
            "тел. / факс",
            "телефон/факс",
            "телефон / факс",
            "телефон и факс",
            "tel/faks",
            "telefon/faks",
            "tel./faks",
        ],
    ),
    (
        Label::Copies,
        &[
            "with copies to",
            "with a copy to",
            "and copies to",
            "copies to",
            "copy to",
            "cc",
            "копии",
            "копия",
            "с копиеи",
            "kopien an",
            "kopie an",
            "mit kopie an",
            "copie a",
            "copies a",
            "avec copie a",
            "copias a",
            "copia a",
            "con copia a",
            "көшірме",
            "көшірмесі",
        ],
    ),
    (
        Label::Email,
        &[
            "e-mail addresses",
            "email addresses",
            "e-mail address",
            "email address",
            "e-mail-adresse",
            "e-mails",
            "emails",
            "e-mail",
            "email",
            "e mail",
            "электронная почта",
            "электронныи адрес",
            "электрондық пошта",
            "эл. почта",
            "эл.почта",
            "эл. адрес",
            "эл. пошта",
            "имеил",
            "courriel",
            "adresse electronique",
            "mel",
            "correos electronicos",
            "correo electronico",
            "correos",
            "courriels",
            "correo-e",
            "correo",
            "e-posta",
            "eposta",
            "e-poczta",
            "posta elettronica",
            "почта",
            "mail",
        ],
    ),
    (
        Label::Fax,
        &[
            "facsimile",
            "fax numbers",
            "fax number",
            "fax no",
            "fax nr",
            "faxes",
            "telefax",
            "telecopie",
            "telecopieur",
            "fax",
            "faks",
            "факс",
            "факсы",
            "φαξ",
            "فاكس",
            "传真",
        ],
    ),
    (
        Label::Phone,
        &[
            "telephone numbers",
            "telephone number",
            "telephones",
            "telephone",
            "phone numbers",
            "phone number",
            "phones",
            "phone no",
            "phone",
            "telefonnummer",
            "telefono",
            "telefonos",
            "telefone",
            "telefon",
            "tels",
            "tel. no",
            "tel no",
            "tel",
            "tlf",
            "телефоны",
            "телефон",
            "тел",
            "ph",
            "voice",
            "mobile",
            "mob",
            "cell",
            "هاتف",
            "电话",
        ],
    ),
    (
        Label::Form,
        &[
            "online contact form",
            "online form",
            "web form",
            "webform",
            "contact form",
            "form",
            "kontaktformular",
            "formular",
            "formulaire de contact",
            "formulaire",
            "formulario de contacto",
            "formulario",
            "веб-форма",
            "форма обращения",
            "форма обратнои связи",
            "форма",
        ],
    ),
    (
        Label::Page,
        &[
            "website",
            "web site",
            "web page",
            "webpage",
            "web",
            "internet",
            "site web",
            "site",
            "sitio web",
            "pagina web",
            "саит",
            "веб-саит",
            "url",
        ],
    ),
    (
        Label::Post,
        &[
            "mailing address",
            "postal address",
            "postal addresses",
            "street address",
            "post address",
            "postanschrift",
            "anschrift",
            "postadresse",
            "address",
            "adresse postale",
            "adresse",
            "direccion postal",
            "direccion",
            "почтовыи адрес",
            "адрес",
            "мекенжаиы",
            "мекенжаи",
            "adres",
            "indirizzo",
            "endereco",
            "post",
            "by post",
            "by mail",
            "letters",
        ],
    ),
    (
        Label::Salutation,
        &[
            "salutation",
            "greeting",
            "begin your letter",
            "begin your letter with",
            "start your letter with",
            "beginnen sie mit",
            "beginnt mit",
            "commencez par",
            "formula of address",
            "form of address",
            "обращение",
            "anrede",
            "formule d'appel",
            "formule d’appel",
            "appel",
            "saludo",
            "tratamiento",
            "encabezamiento",
            "hitap",
            "қаратпа соз",
            "қаратпа сөз",
            "үндеу",
        ],
    ),
    (
        Label::Name,
        &[
            "office",
            "name",
            "recipient",
            "to",
            "an",
            "кому",
            "destinataire",
            "destinatario",
            "empfanger",
            "адресат",
            "ведомство",
            "institution",
        ],
    ),
];

/// Words before a label that say nothing by themselves; lower case.
pub(super) const BY: [&str; 9] = ["by", "via", "per", "par", "por", "mit", "по", "или", "or"];

/// A label in a line, and where it stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Found {
    pub(super) label: Label,
    /// Its first byte.
    pub(super) start: usize,
    /// Where its value begins.
    pub(super) value: usize,
}

/// Whether these words stand before a value and say what it is: "E-mail", "Fax", "Address".
pub fn is_label(text: &str) -> bool {
    let text = text.trim();
    let line = format!("{text}:");
    matches!(labels(&line).as_slice(), [only] if only.start == 0 && only.value == line.len() && only.label != Label::Name)
}

/// Whether a line begins with words that stand before a value, and goes on with it or ends: "Fax: 12 34", "Address".
pub fn begins_with_label(line: &str) -> bool {
    let found = labels(line).into_iter().next().filter(|first| !matches!(first.label, Label::Name | Label::Copies));
    // "Via e-mail: a@b.example"
    found.is_some_and(|first| first.start == 0 || BY.contains(&line[..first.start].trim().to_lowercase().as_str()))
}

/// Whether a line says how somebody is written to, called or greeted: "Prime Minister, fax +44 20 7925 1757".
pub fn announces_value(line: &str) -> bool {
    use Label::{Email, Fax, Form, Phone, PhoneAndFax, Salutation};
    labels(line).iter().any(|found| matches!(found.label, Email | Phone | Fax | PhoneAndFax | Form | Salutation))
}

/// Every label of a line.
pub(super) fn labels(line: &str) -> Vec<Found> {
    let mut found: Vec<Found> = Vec::new();
    let mut at = 0;
    while at < line.len() {
        if begins_word(line, at)
            && let Some(label) = label_at(line, at)
        {
            at = label.value.max(at + 1);
            found.push(label);
            continue;
        }
        at += line[at..].chars().next().map_or(1, char::len_utf8);
    }
    found
}

/// Whether a label may begin here: not inside a word, an address or a link.
fn begins_word(line: &str, at: usize) -> bool {
    let before = line[..at].chars().next_back();
    line[at..].starts_with(char::is_alphabetic)
        && before.is_none_or(|c| !c.is_alphanumeric() && !matches!(c, '@' | '.' | '-' | '_' | '/' | '+' | '\'' | '’'))
}

fn label_at(line: &str, at: usize) -> Option<Found> {
    // Most words are none of them, as their first letter shows.
    let first = fold(line[at..].chars().next()?.encode_utf8(&mut [0; 4])).chars().next()?;
    let names = LABELS.iter().flat_map(|(label, names)| names.iter().map(move |name| (*label, *name)));
    names.filter(|(_, name)| name.starts_with(first)).find_map(|(label, name)| {
        let after = at + prefix(&line[at..], name)?;
        let rest = &line[after..];
        // A full stop of an abbreviation, a number in a list of numbers, a plural: "Tel. 1:", "Fax(es):".
        let rest = rest.strip_prefix("(s)").or_else(|| rest.strip_prefix("(es)")).unwrap_or(rest);
        let rest = rest.strip_prefix('.').unwrap_or(rest).trim_start_matches([' ', '\u{a0}', '*', '_']);
        let numbered = rest.trim_start_matches(|c: char| c.is_ascii_digit());
        let rest = if numbered.len() + 2 >= rest.len() && numbered.starts_with([':', '：']) { numbered } else { rest };
        let colon = rest
            .strip_prefix([':', '：', '='])
            .or_else(|| rest.strip_prefix(['–', '—', '-']).filter(|rest| rest.starts_with(' ')))
            .or_else(|| behind_whose(rest).filter(|_| matches!(label, Label::Phone | Label::Fax | Label::PhoneAndFax)));
        let is_apart = line[after..].starts_with([' ', '\u{a0}', '\t', '.', '+', '(']);
        let begins_value = is_apart
            && match label {
                Label::Phone | Label::Fax | Label::PhoneAndFax => {
                    rest.starts_with(|c: char| c.is_ascii_digit() || c == '+' || c == '(')
                }
                Label::Email => {
                    rest.split_whitespace().next().is_some_and(|word| word.contains('@') || word.starts_with("[email"))
                }
                Label::Copies => at == 0 && rest.contains('@'),
                Label::Form | Label::Page => rest.starts_with("http") || rest.starts_with("www."),
                Label::Post | Label::Salutation | Label::Name => false,
            };
        // Without its colon only what comes after shows that it is one. Alone on its line it announces the next.
        let announces = rest.is_empty() && at == 0 && !matches!(label, Label::Name);
        let rest = match colon {
            Some(rest) => rest,
            None if begins_value || announces => rest,
            None => return None,
        };
        // "An: ..." and "To: ..." begin a line.
        if label == Label::Name && at != 0 {
            return None;
        }
        let rest = rest.trim_start_matches([' ', '\u{a0}', '*', '_', ':']);
        Some(Found { label, start: at, value: line.len() - rest.len() })
    })
}

/// A number behind the words that say whose it is: "téléphone du secrétariat : +241 …", "Tel. (office): +44 …".
fn behind_whose(rest: &str) -> Option<&str> {
    const OF: [&str; 9] = ["of", "du", "de", "des", "der", "del", "im", "in", "at"];
    const WORDS: usize = 4;
    let (whose, number) = rest.split_once(':')?;
    let whose = whose.trim();
    let first = whose.split(' ').next().unwrap_or_default();
    let says_whose = OF.contains(&first)
        || whose.starts_with('(') && whose.ends_with(')')
        || first.starts_with(|c: char| c.is_lowercase() && !c.is_ascii() && c > '\u{400}');
    let is_short = whose.split(' ').count() <= WORDS
        && whose.chars().all(|c| c.is_alphabetic() || matches!(c, ' ' | '(' | ')' | '\'' | '’' | '-'));
    (says_whose && is_short && number.trim_start().starts_with(|c: char| c == '+' || c.is_ascii_digit()))
        .then_some(number)
}

/// How many bytes of a text are this folded name, as a whole word.
fn prefix(text: &str, name: &str) -> Option<usize> {
    let mut wanted = name.chars().peekable();
    for (at, c) in text.char_indices() {
        if wanted.peek().is_none() {
            return (!c.is_alphanumeric()).then_some(at);
        }
        let folded = if c.is_ascii() { c.to_ascii_lowercase().to_string() } else { fold(c.encode_utf8(&mut [0; 4])) };
        let c_is_dash = matches!(c, '\u{2010}' | '\u{2011}' | '\u{2013}');
        for folded in if c_is_dash { "-".to_owned() } else { folded }.chars() {
            if wanted.next() != Some(folded) {
                return None;
            }
        }
    }
    wanted.peek().is_none().then_some(text.len())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_label_is_as_folded_text_has_it() {
        for name in LABELS.iter().flat_map(|(_, names)| *names) {
            assert_eq!(fold(name), *name);
        }
    }

    #[test]
    fn labels_are_known_where_a_value_follows() {
        use Label::{Copies, Email, Fax, Form, Name, Page, Phone, PhoneAndFax, Post, Salutation};
        for (line, expected) in [
            ("Email: a@b.test", vec![(Email, "a@b.test")]),
            ("E-MAIL : a@b.test", vec![(Email, "a@b.test")]),
            ("or Tel ++7 7172 747570", vec![(Phone, "++7 7172 747570")]),
            ("Tel: +1 2 Fax: +1 3", vec![(Phone, "+1 2 Fax: +1 3"), (Fax, "+1 3")]),
            ("Tel./Fax: +7", vec![(PhoneAndFax, "+7")]),
            ("Тел./факс: +7", vec![(PhoneAndFax, "+7")]),
            ("Эл. почта: a@b.test", vec![(Email, "a@b.test")]),
            ("Электронная почта: a@b", vec![(Email, "a@b")]),
            ("Fax:", vec![(Fax, "")]),
            ("**Fax:** +1", vec![(Fax, "+1")]),
            ("Téléphone : 01", vec![(Phone, "01")]),
            ("Correo electrónico: x@y", vec![(Email, "x@y")]),
            (
                "Email a@b.test with copies to: c@d.test",
                vec![(Email, "a@b.test with copies to: c@d.test"), (Copies, "c@d.test")],
            ),
            ("Salutation: Dear Minister", vec![(Salutation, "Dear Minister")]),
            ("Address: 12 High Street", vec![(Post, "12 High Street")]),
            ("To: Minister of Justice", vec![(Name, "Minister of Justice")]),
            ("Website: https://x.test", vec![(Page, "https://x.test")]),
            ("Contact form: https://x.test", vec![(Form, "https://x.test")]),
            ("Fax(es): 1", vec![(Fax, "1")]),
            ("téléphone du secrétariat : +241 10", vec![(Phone, "+241 10")]),
            ("Tel. (office): +44 20", vec![(Phone, "+44 20")]),
            ("Телефон приёмной: +7 7172", vec![(Phone, "+7 7172")]),
            ("Address", vec![(Post, "")]),
        ] {
            let found: Vec<(Label, &str)> =
                labels(line).iter().map(|found| (found.label, &line[found.value..])).collect();
            assert_eq!(found, expected, "{line}");
        }
        for line in [
            "Minister of Justice",
            "Please fax your letters",
            "mail@office.test",
            "12 Form Street",
            "Post Office Square",
            "The address above",
            "phone us",
            "phone of Ada Marsh: nobody answers",
            "Telephone Street 4",
            "Web Street",
        ] {
            assert_eq!(labels(line), [], "{line}");
        }
    }
}
