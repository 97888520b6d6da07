//! The table of an office that an appeal prints and no registry has.

use jiff::civil::Date;
use outcry::appeal::{Differs, HOLDER, is_declined, is_sure_of, out_of_capitals, salutation_in};
use outcry::locale::{Country, Language};
use outcry::registry::pasted::{
    Mended, PastedOffice, PastedText, PastedValue, Read, is_company, is_post_of_company, may_be_in,
};
use outcry::registry::{OfficeKind, Registry, is_id};
use outcry::text::slug;

use super::draft::{File, quoted};
use crate::messages::appeal as say;

/// Characters of an id, which people type.
const ID_MOST: usize = 48;

/// An id for it: the state and its name, else its kind.
pub fn id(office: &PastedOffice, state: Option<Country>, taken: &[&str], registry: &Registry) -> String {
    let country = state_of(office, state).map(|country| country.code().to_lowercase());
    let name = office.names.first().map(|name| slug(&name.text)).filter(|name| !name.is_empty());
    let kind = office.kind().map(|kind| kind.as_str().to_owned());
    let what = name.or(kind).unwrap_or_else(|| "office".to_owned());
    let whole = match country {
        Some(country) => format!("{country}-{what}"),
        None => what,
    };
    let short: String = whole.chars().take(ID_MOST).collect();
    // No word is cut.
    let is_cut = whole.chars().nth(ID_MOST).is_some_and(|next| next != '-');
    let short = short.rsplit_once('-').filter(|_| is_cut).map_or(short.as_str(), |(words, _)| words);
    let base = short.trim_matches('-').to_owned();
    let free = |id: &str| is_id(id) && !taken.contains(&id) && registry.get(id).is_none();
    if free(&base) {
        return base;
    }
    (2..10_000).map(|number| format!("{base}-{number}")).find(|id| free(id)).unwrap_or(base)
}

/// The state of an office: its own, else the one that the appeal turns to, where the office may be in it.
fn state_of(office: &PastedOffice, state: Option<Country>) -> Option<Country> {
    office.country.or(state.filter(|state| may_be_in(office, *state)))
}

/// The table, with what is open as questions beside what they are about.
pub fn table(
    id: &str,
    office: &PastedOffice,
    state: Option<Country>,
    language: &Language,
    checked: Option<Date>,
) -> String {
    let mut file = File::default();
    file.line(&format!("[[office]]   # {}", say::line(office.line)));
    file.line(&format!("id = {}", quoted(id)));
    let kind = office.kind().or_else(|| {
        let is_company =
            office.names.first().is_some_and(|name| is_company(&name.text) || is_post_of_company(&name.text));
        is_company.then_some(OfficeKind::Company)
    });
    if kind.is_none() {
        file.question(&say::kind(office.line));
    }
    file.line(&format!("kind = {}", quoted(kind.unwrap_or(OfficeKind::Other).as_str())));
    if let Some(country) = state_of(office, state) {
        file.line(&format!("country = {}", quoted(country.code())));
    } else {
        file.question(&say::country(office.line));
        file.line("# country = \"CC\"");
    }
    if office.kind().is_some_and(OfficeKind::is_mission) {
        for (key, state) in [("represents", office.country.or(state)), ("host", office.host)] {
            if let Some(state) = state {
                file.line(&format!("{key} = {}", quoted(state.code())));
            }
        }
        if office.host.is_none() && !office.post.is_empty() {
            file.question(&say::host(office.line));
            file.line("# host = \"CC\"");
        }
    }
    named(&mut file, office, language);
    // "Ragati Court" above a street may be a building.
    let first = office.post.first().map_or(usize::MAX, |first| first.line);
    let is_above = |other: &&PastedText| {
        is_of_address(&other.text) && other.line >= office.line && (other.line..=other.line + 1).contains(&first)
    };
    let others = office.names.iter().skip(usize::from(name(office).is_some())).filter(|other| !is_alias(office, other));
    let (above, others): (Vec<&PastedText>, Vec<&PastedText>) = others.partition(is_above);
    for other in others {
        file.line(&format!("# {}", say::beside(other.line, &other.text)));
    }
    greeted(&mut file, office, language);
    let (beside, leftovers): (Vec<&PastedText>, Vec<&PastedText>) = office.leftovers.iter().partition(is_above);
    for rest in leftovers.into_iter().chain(&office.pages) {
        if is_of_address(&rest.text) {
            file.question(&say::unplaced(rest.line, &rest.text));
        } else {
            file.line(&format!("# {}", say::beside(rest.line, &rest.text)));
        }
    }
    let persons: Vec<(usize, &str)> = office.persons.iter().map(|one| (one.line, one.text.as_str())).collect();
    holders(&mut file, &persons, checked);
    let own = state_of(office, state).filter(|_| !office.kind().is_some_and(OfficeKind::is_mission));
    for value in office.values.iter().chain(&office.copies) {
        if own.is_some_and(|own| value.is_of_another_state(own)) {
            file.question(&say::elsewhere(value.line, &value.printed));
        }
        channel(&mut file, value, checked, office.copies.contains(value));
    }
    posted(&mut file, office, &[above, beside].concat(), checked);
    if office.values.is_empty() && office.post.is_empty() {
        file.question(&say::no_channel(office.line));
    }
    file.0
}

/// What it is called: "the company" says which office is meant, and not that.
fn name(office: &PastedOffice) -> Option<&PastedText> {
    office.names.first().filter(|name| name.text.chars().any(char::is_uppercase))
}

/// Whether a further line with a name says what the first one does: "Minister of Health" above "Ministry of Health".
fn is_alias(office: &PastedOffice, other: &PastedText) -> bool {
    let alone = PastedOffice { names: vec![other.clone()], ..PastedOffice::default() };
    is_sure_of(&other.text) && alone.kind().is_some() && alone.kind() == office.kind()
}

/// The further lines that say what the name does.
fn aliases(office: &PastedOffice) -> impl Iterator<Item = &PastedText> {
    let further = office.names.iter().skip(usize::from(name(office).is_some()));
    further.filter(|other| is_alias(office, other))
}

/// Whether a further name stands above a street, where an envelope has it too: "Minister of Health / Ministry of Health /
/// 1 High Street".
fn is_of_envelope(office: &PastedOffice, alias: &PastedText) -> bool {
    office.post.first().is_some_and(|first| alias.line < first.line)
}

fn named(file: &mut File, office: &PastedOffice, language: &Language) {
    let name = name(office);
    if let Some(name) = name {
        // A company may write itself in capitals.
        let spelled = out_of_capitals(&name.text, language.primary()).filter(|_| office.kind().is_some());
        let (written, is_certain) = spelled.unwrap_or_else(|| (capital(&name.text), is_sure_of(&name.text)));
        // "Secretary" alone is no name on an envelope, and no words that only stand before an address are one.
        if !name.text.contains(' ') && office.kind().is_none() || !is_certain {
            file.question(&say::name(office.line));
        }
        if is_declined(&name.text, language.primary()) {
            file.question(&say::declined(name.line, &name.text));
        }
        file.line(&format!("names.{language} = {}", quoted(&written)));
    } else {
        file.question(&say::name(office.line));
        file.line(&format!("names.{language} = \"[NAME]\""));
    }
    for (tag, other) in office.other_names.iter().filter(|(tag, _)| tag != language) {
        file.line(&format!("names.{tag} = {}   # {}", quoted(&capital(&other.text)), say::line(other.line)));
    }
    let aliases = aliases(office).filter(|alias| !is_of_envelope(office, alias));
    let aliases: Vec<&PastedText> = aliases.collect();
    if let Some(first) = aliases.first() {
        let aliases: Vec<String> = aliases.iter().map(|alias| quoted(&alias.text)).collect();
        file.line(&format!("aliases = [{}]   # {}", aliases.join(", "), say::line(first.line)));
    }
}

fn greeted(file: &mut File, office: &PastedOffice, language: &Language) {
    let Some(salutation) = &office.salutation else { return };
    let sign = match language.primary() {
        "ru" | "kk" => "!",
        "es" => ":",
        _ => ",",
    };
    let Some((own, others)) = salutation_in(&salutation.text, language.primary()) else {
        file.question(&say::office_salutation(salutation.line, &salutation.text));
        return file.line(&format!("# salutation.{language} = \"…\""));
    };
    let sign = if own.ends_with([',', '!', ':']) { "" } else { sign };
    file.line(&format!("salutation.{language} = {}", quoted(&format!("{own}{sign}"))));
    for other in others {
        file.line(&format!("# {}", say::beside(salutation.line, other)));
    }
}

/// Its postal address; `above` are the lines above it that may be a part of it.
fn posted(file: &mut File, office: &PastedOffice, above: &[&PastedText], checked: Option<Date>) {
    let Some(first) = office.post.first() else { return };
    let named = aliases(office).filter(|alias| is_of_envelope(office, alias));
    let post: Vec<&PastedText> = named.chain(&office.post).collect();
    let lines: Vec<&str> = post.iter().map(|line| line.text.as_str()).collect();
    let first = post.first().map_or(first.line, |first| first.line);
    file.line("");
    file.line("[[office.channel]]");
    file.line("type = \"post\"");
    for other in above {
        let whole = [&[other.text.as_str()], lines.as_slice()].concat().join("\n");
        file.question(&say::above_address(other.line, &other.text, &quoted(&whole)));
    }
    file.line(&format!("value = {}   # {}", quoted(&lines.join("\n")), say::line(first)));
    proof(file, checked);
}

/// Who holds it, as far as the appeal names somebody: for certain only to whoever compared it with its source.
fn holders(file: &mut File, persons: &[(usize, &str)], checked: Option<Date>) {
    if let ([(line, name)], Some(day)) = (persons, checked) {
        file.line("");
        file.line("[[office.holder]]");
        file.line(&format!("name = {}   # {}", quoted(name), say::line(*line)));
        file.line(&format!("checked = {day}"));
        return;
    }
    for (line, name) in persons {
        file.question(&say::holder(*line, name));
        not_certain(file, name);
    }
}

/// The lines of a holder, for whoever is certain to take the `#` off.
fn not_certain(file: &mut File, name: &str) {
    file.line("# [[office.holder]]");
    file.line(&format!("# name = {}", quoted(name)));
    file.line(&format!("# checked =    # {}", say::day_of_holder()));
}

/// A name as it stands on an envelope: "the managing director of …" has no capital in a sentence.
fn capital(name: &str) -> String {
    let mut chars = name.chars();
    chars.next().into_iter().flat_map(char::to_uppercase).chain(chars).collect()
}

/// What an appeal prints of an office that the registry knows otherwise: what is new as channels of its own, and what
/// stands in the place of something else as a question, with the lines that answer it.
pub fn beside(id: &str, differs: &[Differs], checked: Option<Date>) -> Option<String> {
    let (new, other): (Vec<&Differs>, Vec<&Differs>) =
        differs.iter().filter(|differs| is_to_be_written(differs)).partition(|differs| differs.registry.is_empty());
    let mut file = File::default();
    if new.is_empty() && other.is_empty() {
        return None;
    }
    file.line(&format!("[[office]]   # {}", say::also_printed()));
    file.line(&format!("id = {}", quoted(id)));
    let (held, new): (Vec<&Differs>, Vec<&Differs>) = new.into_iter().partition(|differs| differs.word == HOLDER);
    for differs in new {
        head(&mut file, differs.word, &differs.value, &say::line(differs.line));
        proof(&mut file, checked);
    }
    let (held_otherwise, other): (Vec<&Differs>, Vec<&Differs>) =
        other.into_iter().partition(|differs| differs.word == HOLDER);
    for differs in other {
        let mut lines = File::default();
        head(&mut lines, differs.word, &differs.value, &say::line(differs.line));
        proof(&mut lines, checked);
        for known in &differs.registry {
            head(&mut lines, differs.word, known, say::of_registry());
            lines.line("use = \"not-for-letters\"");
        }
        file.question(&say::which_value(id, differs));
        lines.0.lines().filter(|line| !line.is_empty()).for_each(|line| file.line(&format!("# {line}")));
    }
    let persons: Vec<(usize, &str)> = held.iter().map(|held| (held.line, held.value.as_str())).collect();
    holders(&mut file, &persons, checked);
    for differs in held_otherwise {
        file.question(&say::which_holder(id, differs));
        not_certain(&mut file, &differs.value);
    }
    Some(file.0)
}

/// Whether a value of an appeal decides where a letter goes, and so cannot be left to a remark.
pub fn is_to_be_written(differs: &Differs) -> bool {
    differs.registry.is_empty() || matches!(differs.word, "email" | "fax" | "post" | HOLDER)
}

/// Whether words that found no place may be of the address, or a number that nothing announces; no sentence, and no
/// page.
fn is_of_address(text: &str) -> bool {
    const MOST: usize = 80;
    let is_short = text.chars().count() <= MOST && !text.ends_with(['.', '!', '?', ':']);
    is_short
        && !text.contains("://")
        && !text.contains("www.")
        && text.starts_with(|c: char| c.is_uppercase() || c.is_ascii_digit() || matches!(c, '+' | '('))
}

fn channel(file: &mut File, value: &PastedValue, checked: Option<Date>, copy: bool) {
    let Some(contact) = value.contact() else {
        return file.question(&say::unread(value));
    };
    let is_mended = matches!(value.read, Read::Mended(..));
    let note = match value.read {
        Read::Mended(_, Mended::National) => say::national(value),
        _ => say::line(value.line),
    };
    head(file, value.word, &contact.value(), &note);
    if is_mended {
        file.line(&format!("printed = {}", quoted(&value.printed)));
    }
    if copy {
        file.line("use = \"copy\"");
    }
    proof(file, checked);
}

fn head(file: &mut File, word: &str, value: &str, note: &str) {
    file.line("");
    file.line("[[office.channel]]");
    file.line(&format!("type = {}", quoted(word)));
    file.line(&format!("value = {}   # {note}", quoted(value)));
}

fn proof(file: &mut File, checked: Option<Date>) {
    if let Some(day) = checked {
        file.line(&format!("checked = {day}"));
    }
}
