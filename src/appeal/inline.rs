//! The offices that a sentence names, each with the values behind it: "to the Minister of Justice, Bo Ross, at a@b.example".

use super::text::Line;
use super::values::Value;
use super::words::{YOUR_COUNTRY, embassy_words};
use crate::locale::Country;
use crate::registry::pasted::{self, PastedOffice, has_known_kind};
use crate::text::{fold, lower_in_place};

/// Words before the name of an office in a sentence.
const TO: &[&str] = &[
    " to the ",
    " to ",
    " an den ",
    " an die ",
    " an das ",
    " an ",
    " au ",
    " à la ",
    " à l'",
    " à l’",
    " aux ",
    " à ",
    " al ",
    " a la ",
    " a los ",
    " a ",
    " contact the ",
    " contact ",
    " write the ",
    " e-mail the ",
    " email the ",
    " call the ",
    " fax the ",
    " phone the ",
    " is for the ",
    " goes to the ",
    " beim ",
    " bei der ",
    " к ",
    " ко ",
    " в ",
    " во ",
    " на имя ",
];
/// Articles before the name of an office.
const ARTICLES: [&str; 10] = ["the ", "der ", "die ", "das ", "den ", "le ", "la ", "l'", "l’", "el "];
/// Words where such a name ends.
const CUTS: &[&str] = &[
    ", ",
    " (",
    " [",
    ": ",
    "; ",
    " at ",
    " by ",
    " via ",
    " on ",
    " under ",
    " – ",
    " - ",
    " per ",
    " unter ",
    " par ",
    " por ",
    " sur ",
    " e-mail",
    " email",
    " fax",
    " tel",
    " or ",
    " can ",
    " using ",
    " with ",
    " before ",
    " calling ",
    " urging ",
    " demanding ",
    " asking ",
    " bis ",
    " avant ",
    " antes ",
    " по адресу",
    " на адрес",
    " факс",
];
/// Words that end such a name only before a small one: "the Minister of Justice and Public Order".
pub(super) const JOINTS: &[&str] = &[" and ", " und ", " sowie ", " et ", " y ", " и "];
/// Words that go on with a name behind one of these: "et des Droits".
const GOES_ON: &[&str] = &["of ", "des ", "de ", "du ", "d'", "d’", "del ", "der ", "für "];
/// What the names of companies have in brackets: "Ice Works (Pvt) Ltd".
const OF_COMPANIES: [&str; 4] = [" (pvt)", " (private)", " (pty)", " (proprietary)"];
/// Words behind an office that is named before how it can be reached.
const REACHED: [&str; 20] = [
    " can be reached",
    " can be contacted",
    " can be written to",
    " may be reached",
    " is reached",
    " receives letters",
    " accepts letters",
    " erreichen sie",
    " erreicht ihr",
    " ist erreichbar",
    " ist zu erreichen",
    " ist unter",
    " est joignable",
    " peut être joint",
    " peut être contacté",
    " recibe cartas",
    " puede ser contactad",
    " доступен по",
    " доступна по",
    " принимает письма",
];
/// Words before the place where an office is.
const PLACES: &[&str] = &[" in ", " à ", " en "];
const NAME_MOST: usize = 120;

/// What one sentence gives.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Said {
    /// An office and how it can be reached.
    Office(PastedOffice),
    /// An office that gets a copy.
    CopyOffice(PastedOffice),
    /// Addresses for copies, as they are printed.
    Copies(Vec<String>),
    /// Addresses of somebody else, such as for messages of solidarity.
    Other(Vec<String>),
}

/// Whether a name is of an office, and not of whoever publishes appeals.
pub(super) fn names_one(name: &str) -> bool {
    pasted::names_office(name) && !is_of_sender(name)
}

/// Whether a name is one that those have who publish appeals.
pub(super) fn is_of_sender(name: &str) -> bool {
    const OF_SENDERS: [&str; 11] = [
        "union",
        "federation",
        "campaign",
        "network",
        "syndicat",
        "gewerkschaft",
        "sindicato",
        "collect",
        "colectiv",
        "профсоюз",
        "forum",
    ];
    let folded = fold(name);
    OF_SENDERS.iter().any(|word| folded.contains(word))
}

/// The offices that stand before these values of a sentence.
pub(super) fn offices(sentence: &str, values: &[Value], line: &Line, state: Option<Country>) -> Vec<PastedOffice> {
    let mut blocks: Vec<String> = Vec::new();
    let mut besides: Vec<String> = Vec::new();
    let mut before = 0;
    for value in values {
        let words = &sentence[before..value.at];
        let is_in_your_country = || YOUR_COUNTRY.iter().any(|word| fold(words).contains(word));
        let name = name_in(words).filter(|name| !embassy_words(&fold(name)) || !is_in_your_country());
        let told = told_before(words).filter(|_| name.is_none());
        let next = || listed_next(words).filter(|_| !blocks.is_empty());
        if let Some(name) = name.or(told.map(|(name, _)| name)).or_else(|| reached(words)).or_else(next) {
            let end = name.as_ptr() as usize - sentence.as_ptr() as usize + name.len();
            // "The Minister of Ice, Bo Ross, is responsible; he can be reached at 12 High Street": the address stands
            // behind the verb.
            let beside = match told {
                Some((_, at)) => beside_name(&sentence[before + at..value.at]),
                None => beside_name(&sentence[end..value.at]),
            };
            // "Jo Smith (14 High Street, Ross; e-mail …)": an address begins with its street.
            let beside = without_remarks(beside);
            let parts = parts_of(&beside);
            let street = parts.iter().position(|part| pasted::is_address(part)).unwrap_or(parts.len());
            let begin = post_begins(&parts[..street]).filter(|_| street < parts.len()).unwrap_or(street);
            // "the Managing Director, Ice Works Ltd": a post says nothing without whose it is.
            let is_whose = |part: &&str| pasted::is_company(part) && !has_known_kind(name) && !pasted::is_company(name);
            let firm = usize::from(parts[..begin].first().is_some_and(is_whose));
            let name = [&[name], &parts[..firm]].concat().join(", ");
            let beside = parts[firm..begin].join(", ");
            // "(if you prefer e-mail: a@b.example)": words to the reader stand beside an address.
            let is_of_address = |part: &&&str| !part.starts_with(char::is_lowercase) || pasted::is_address(part);
            let post = parts[begin..].iter().enumerate().filter(|(at, part)| *at == 0 || is_of_address(part));
            let post = post.map(|(_, part)| without_at(part)).collect::<Vec<_>>().join("\n");
            blocks.push(if post.is_empty() { name } else { format!("{name}\nAddress: {post}") });
            besides.push(beside);
        }
        if blocks.is_empty() {
            blocks.push(String::new());
            besides.push(String::new());
        }
        if let Some(block) = blocks.last_mut() {
            block.push_str(&format!("\n{}: {}", value.label, value.text));
        }
        before = value.end;
    }
    let read = blocks.iter().zip(besides).filter_map(|(block, beside_name)| {
        let mut all = pasted::offices(block, state).into_iter();
        let mut office = all.next()?;
        // One name has one office, whatever its address looks like.
        for other in all {
            office.values.extend(other.values);
            office
                .leftovers
                .extend(other.names.into_iter().chain(other.persons).chain(other.post).chain(other.leftovers));
        }
        let number = line.number_of(sentence);
        office.line = office.names.first().map_or(number, |name| line.number_of(&name.text));
        let PastedOffice { names, persons, leftovers, post, .. } = &mut office;
        names.iter_mut().chain(persons).chain(leftovers).for_each(|text| text.line = number);
        for text in post {
            text.line = line.number_of(&text.text);
        }
        office.values.iter_mut().for_each(|value| value.line = line.number_of(&value.printed));
        // "(minister@justice.example, PO Box 7)"
        let beside =
            office.values.last().and_then(|last| sentence.split_once(last.printed.as_str())).map(|(_, rest)| rest);
        let beside =
            beside.and_then(|rest| rest.split_once(')')).map_or("", |(rest, _)| rest.trim_matches([' ', ',', ';']));
        let besides = [beside_name.as_str(), beside].into_iter().filter(|text| !text.is_empty());
        let besides = besides.filter(|text| *text == beside_name.as_str() || !text.contains(['(', '@', '.']));
        office.leftovers.extend(besides.map(|text| pasted::PastedText { text: text.to_owned(), line: number }));
        // A name that the first line of a block does not pass as one.
        if office.names.is_empty() && !block.starts_with('\n') {
            let text = block.lines().next().unwrap_or_default().to_owned();
            office.leftovers.retain(|rest| rest.text != text);
            office.names.push(pasted::PastedText { text, line: number });
        }
        Some(office)
    });
    read.collect()
}

/// Words beside a name without what is said of it in brackets: "Bo Ross (no relation!), Ice House". Other brackets may be
/// of an address, "(third floor)".
fn without_remarks(beside: &str) -> String {
    let mut kept = beside.to_owned();
    while let Some((start, end)) = remark_in(&kept) {
        kept.replace_range(start..end, "");
    }
    kept
}

/// How remarks begin that say what somebody is not.
const REMARKS: [&str; 12] =
    ["no ", "not ", "nicht ", "kein ", "keine ", "pas ", "sans ", "aucun", "sin ", "ningun", "не ", "однофамил"];

/// Where brackets with nothing but a remark begin, with the space before them, and end.
fn remark_in(text: &str) -> Option<(usize, usize)> {
    text.match_indices(" (").find_map(|(start, sign)| {
        let length = text[start + sign.len()..].find(')')?;
        let inside = &text[start + sign.len()..start + sign.len() + length];
        let is_said = inside.ends_with(['!', '?']) || REMARKS.iter().any(|begin| inside.starts_with(begin));
        let is_value = inside.contains(|c: char| c.is_ascii_digit() || matches!(c, '@' | ':' | '+' | ','));
        (is_said && !is_value).then_some((start, start + sign.len() + length + 1))
    })
}

/// The parts of the words beside a name, where brackets that companies have in their names part nothing.
fn parts_of(beside: &str) -> Vec<&str> {
    let is_of_company = |at: usize| beside[..at].ends_with(' ') && begins_with_form(&beside[at - 1..]);
    let signs = beside.match_indices([',', ';', '(']).map(|(at, _)| at).filter(|at| !is_of_company(*at));
    let mut parts = Vec::new();
    let mut from = 0;
    for at in signs {
        parts.push(&beside[from..at]);
        from = at + 1;
    }
    parts.push(&beside[from..]);
    parts.into_iter().map(str::trim).filter(|part| !part.is_empty()).collect()
}

/// Where an address begins above its street: behind who holds the office, or at the words that say where it is: "Mr Jo
/// Smith, Ice House, 12 High Street", "the Hon. Jo Smith, at the Ice House, 12 High Street".
fn post_begins(parts: &[&str]) -> Option<usize> {
    let is_holder = |part: &&str| pasted::names_person(part.strip_prefix("the ").unwrap_or(part));
    // "Mr Jo Smith, General Manager" has a post, and no building.
    let is_post = |part: &&str| {
        let lower = part.to_lowercase();
        pasted::is_held(part) || ["manager", "head", "chair", "leiter"].iter().any(|word| lower.contains(word))
    };
    let behind = parts.iter().rposition(|part| is_holder(part) && !is_post(part)).map(|at| at + 1);
    let behind = behind.filter(|at| matches!(&parts[*at..], [building] if !is_post(building)));
    parts.iter().position(|part| without_at(part).len() < part.len()).or(behind)
}

/// A line of an address without the word that says that an office is there: "at the Labour Secretariat".
fn without_at(part: &str) -> &str {
    ["at the ", "at ", "c/o ", "in der ", "im "].iter().find_map(|at| part.strip_prefix(at)).unwrap_or(part)
}

/// What stands behind the article with which a text begins.
fn without_article(text: &str) -> Option<&str> {
    let lower = lower_in_place(text);
    ARTICLES.iter().find(|article| lower.starts_with(*article)).map(|article| &text[article.len()..])
}

/// The name of the office with which a sentence begins that says how it can be reached: "The Board of Ice, which sells it,
/// can be reached at …".
fn reached(words: &str) -> Option<&str> {
    let words = words.trim_start_matches([',', ';', '.', ' ', ')']);
    let lower = lower_in_place(words);
    let end = REACHED.iter().filter_map(|reached| lower.find(reached)).min()?;
    let name = words[..end].split([',', '(']).next()?.trim();
    let bare = without_article(name);
    let is_office =
        names_one(bare.unwrap_or(name)) || bare.is_some_and(|bare| bare.contains(' ') && !is_of_sender(bare));
    let name = bare.unwrap_or(name);
    (name.starts_with(char::is_uppercase) && name.len() <= NAME_MOST && is_office && !pasted::names_person(name))
        .then_some(name)
}

/// The office with which a list of offices goes on behind an address: ", the Minister of Ice, Bo Ross (", "and the Ombudsman (".
fn listed_next(words: &str) -> Option<&str> {
    let bare = words.trim_start_matches([')', ']', ',', ';', ' ']);
    let bare = JOINTS.iter().find_map(|joint| bare.strip_prefix(joint.trim_start())).unwrap_or(bare);
    let behind_to = TO.iter().find_map(|to| bare.strip_prefix(to.trim_start()));
    let bare = behind_to.or_else(|| without_article(bare)).unwrap_or(bare);
    let name = bare.split([',', '(', ':', ';', '[', '–']).next()?;
    let name = [" at ", " by ", " via ", " unter ", " par "]
        .iter()
        .fold(name, |name, end| name.split(end).next().unwrap_or(name));
    let name = name.trim();
    (name.starts_with(char::is_uppercase) && name.contains(' ') && names_one(name) && !embassy_words(&fold(name)))
        .then_some(name)
}

/// Words that stand for an office named before them.
const PRONOUNS: [&str; 17] = [
    "she",
    "he",
    "it",
    "they",
    "who",
    "sie",
    "er",
    "es",
    "elle",
    "il",
    "ella",
    "él",
    "он",
    "она",
    "оно",
    "они",
    "который",
];

/// Whether a sentence says how somebody can be reached who is named in the one before it: "She can be reached at …".
pub(super) fn goes_on_by_pronoun(sentence: &str) -> bool {
    let lower = lower_in_place(sentence.trim_start());
    let reached = REACHED.iter().filter_map(|reached| lower.find(reached)).min();
    reached.is_some_and(|at| PRONOUNS.contains(&&lower[..at]))
}

/// The office that stands before a pronoun which is said to be reached, and where the words behind the verb begin.
fn told_before(words: &str) -> Option<(&str, usize)> {
    let lower = lower_in_place(words);
    let (at, verb) = REACHED.iter().filter_map(|reached| lower.find(reached).map(|at| (at, reached.len()))).min()?;
    let pronoun = lower[..at].rsplit([' ', ';', ',', '.']).next()?;
    if !PRONOUNS.contains(&pronoun) {
        return None;
    }
    let told = &words[..at - pronoun.len()];
    let begins = ARTICLES.iter().flat_map(|article| lower[..told.len()].match_indices(article));
    let begins = begins.map(|(at, article)| at + article.len());
    let name = |begin: usize| told[begin..].split([',', '(', ';', '.']).next().unwrap_or_default().trim();
    let named = begins.filter(|begin| {
        let name = name(*begin);
        name.starts_with(char::is_uppercase) && names_one(name) && has_known_kind(name)
    });
    named.max().map(|begin| (name(begin), at + verb))
}

/// What stands between a name and its first value: who holds the office, where it is.
fn beside_name(text: &str) -> &str {
    let last = text.rfind([',', ';', '(', ':']).unwrap_or(0);
    let signs = [' ', ',', ';', '(', ')', ':'];
    let mut rest = text[..last].trim_matches(signs);
    while let Some((before, _)) = rest.rsplit_once([' ', '(']).filter(|(_, label)| pasted::is_label(label)) {
        rest = before.trim_matches(signs);
    }
    // "(e-mail:" says only what the value is.
    if rest.contains('@') || rest.split_whitespace().count() < 2 { "" } else { rest }
}

/// Whether a text begins with brackets that a company has in its name: " (Pvt) Ltd", " (SI) Ltd, 7 High Street".
fn begins_with_form(text: &str) -> bool {
    if OF_COMPANIES.iter().any(|form| text.get(..form.len()).is_some_and(|begin| begin.eq_ignore_ascii_case(form))) {
        return true;
    }
    let behind = text.strip_prefix(" (").and_then(|inner| inner.split_once(')'));
    behind.is_some_and(|(inner, rest)| {
        let next = rest.trim_start().split([' ', ',', ';', '(']).next().unwrap_or_default();
        !inner.contains(' ') && pasted::is_company(next)
    })
}

/// What stands behind the first "to" of a line that names an office: "Send letters to the Minister of Justice, …".
pub(super) fn behind_to(text: &str) -> Option<&str> {
    let lower = lower_in_place(text);
    let begins = TO.iter().flat_map(|to| lower.match_indices(to).map(|(at, to)| at + to.len()).collect::<Vec<_>>());
    let mut begins: Vec<usize> = begins.collect();
    begins.sort_unstable();
    let first = |at: usize| text[at..].split([',', '(', ':', ';']).next().unwrap_or_default();
    let found =
        begins.into_iter().find(|&at| text[at..].starts_with(char::is_uppercase) && pasted::names_office(first(at)));
    found.map(|at| &text[at..])
}

/// The name of the office in the words before a value.
pub(super) fn name_in(words: &str) -> Option<&str> {
    let padded = words.trim_start_matches([',', ';', '.', ' ', ')']);
    let lower = lower_in_place(padded);
    let begins = TO.iter().flat_map(|to| {
        let whole = lower.match_indices(to).map(|(at, to)| at + to.len());
        let first = lower.strip_prefix(to.trim_start()).map(|rest| lower.len() - rest.len());
        whole.chain(first).collect::<Vec<_>>()
    });
    let is_named = |at: usize| has_known_kind(&padded[at..]);
    let begins = begins.filter(|&at| {
        // "в Минске" says where; "к президенту" and "в прокуратуру" say to whom.
        let is_cyrillic = matches!(padded[at..].chars().next(), Some('\u{400}'..='\u{4ff}'));
        if is_cyrillic {
            return is_named(at);
        }
        padded[at..].starts_with(char::is_uppercase) || lower[..at].ends_with("the ")
    });
    let name = &padded[begins.max()?..];
    let begins = |at: usize, ok: fn(&str) -> bool| ok(&name[at..]);
    let is_small =
        |rest: &str| !rest.starts_with(char::is_uppercase) && !GOES_ON.iter().any(|start| rest.starts_with(start));
    let is_capital = |rest: &str| rest.starts_with(char::is_uppercase);
    // "Ice Works (Pvt) Ltd" does not end at its bracket.
    let is_of_company = |at: usize| begins_with_form(&name[at..]);
    let found = |words: &[&'static str], ok: fn(&str) -> bool| {
        words
            .iter()
            .flat_map(|word| name.match_indices(word).map(|(at, word)| (at, at + word.len())).collect::<Vec<_>>())
            .filter(|(at, end)| begins(*end, ok) && !is_of_company(*at))
            .map(|(at, _)| at)
            .min()
    };
    let ends = [found(CUTS, |_| true), found(JOINTS, is_small), found(PLACES, is_capital)];
    let end = ends.into_iter().flatten().min().unwrap_or(name.len());
    let name = name[..end].trim_matches([' ', ',', ':', ';', '(', '.']);
    let name = name.strip_prefix("the ").unwrap_or(name);
    (name.chars().count() >= 4 && name.len() <= NAME_MOST && name.chars().any(char::is_alphabetic)).then_some(name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn remarks_in_brackets_are_told_from_parts_of_an_address() {
        for (beside, expected) in [
            ("Bo Ross (no relation!), Bag 155, Ross", &["Bo Ross", "Bag 155", "Ross"][..]),
            ("Frau Ada Marsh (nicht verwandt), Hafen 5", &["Frau Ada Marsh", "Hafen 5"]),
            ("Аде Марш (однофамилица), ул. Лесная 5", &["Аде Марш", "ул. Лесная 5"]),
            ("Ice House (third floor), Ross", &["Ice House", "third floor)", "Ross"]),
            ("Ice Valuers (Pty) Ltd, Plot 14", &["Ice Valuers (Pty) Ltd", "Plot 14"]),
            ("Ice Timber (SI) Ltd, PO Box 77", &["Ice Timber (SI) Ltd", "PO Box 77"]),
            ("Café(7 High Street, Ross", &["Café", "7 High Street", "Ross"]),
        ] {
            assert_eq!(parts_of(&without_remarks(beside)), expected, "{beside}");
        }
    }
}
