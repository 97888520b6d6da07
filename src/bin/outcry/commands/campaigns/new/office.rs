//! The table of an office that an appeal prints and no registry has.

use jiff::civil::Date;
use outcry::locale::{Country, Language};
use outcry::registry::pasted::{Mended, PastedOffice, PastedValue, Read};
use outcry::registry::{OfficeKind, Registry, is_id};
use outcry::text::slug;

use super::draft::{File, quoted};
use crate::messages::appeal as say;

/// An id for it: the state and its name, else its kind.
pub fn id(office: &PastedOffice, state: Option<Country>, taken: &[&str], registry: &Registry) -> String {
    let country = office.country.or(state).map(|country| country.code().to_lowercase());
    let name = office.names.first().map(|name| slug(&name.text)).filter(|name| !name.is_empty());
    let kind = office.kind().map(|kind| kind.as_str().to_owned());
    let what = name.or(kind).unwrap_or_else(|| "office".to_owned());
    let whole = match country {
        Some(country) => format!("{country}-{what}"),
        None => what,
    };
    let short: String = whole.chars().take(48).collect();
    let base = short.trim_matches('-').to_owned();
    let free = |id: &str| is_id(id) && !taken.contains(&id) && registry.get(id).is_none();
    if free(&base) {
        return base;
    }
    (2..100).map(|number| format!("{base}-{number}")).find(|id| free(id)).unwrap_or(base)
}

/// The table, with what is open as questions beside what they are about.
pub fn table(
    id: &str,
    office: &PastedOffice,
    state: Option<Country>,
    language: &Language,
    source: Option<&str>,
    checked: Option<Date>,
) -> String {
    let mut file = File::default();
    file.line(&format!("[[office]]   # {}", say::line(office.line)));
    file.line(&format!("id = {}", quoted(id)));
    if office.kind().is_none() {
        file.question(&say::kind(office.line));
    }
    file.line(&format!("kind = {}", quoted(office.kind().unwrap_or(OfficeKind::Other).as_str())));
    match office.country.or(state) {
        Some(country) => file.line(&format!("country = {}", quoted(country.code()))),
        None => file.question(&say::country(office.line)),
    }
    // "the company" says which office is meant, and not what it is called.
    let name = office.names.first().filter(|name| name.text.chars().any(char::is_uppercase));
    if let Some(name) = name {
        file.line(&format!("names.{language} = {}", quoted(&name.text)));
    } else {
        file.question(&say::name(office.line));
        file.line(&format!("names.{language} = \"[NAME]\""));
    }
    for other in office.names.iter().skip(usize::from(name.is_some())).chain(&office.persons) {
        file.line(&format!("# {}", say::beside(other.line, &other.text)));
    }
    if let Some(salutation) = &office.salutation {
        let sign = match language.primary() {
            "ru" | "kk" => "!",
            "es" => ":",
            _ => ",",
        };
        let sign = if salutation.text.ends_with([',', '!', ':']) { "" } else { sign };
        file.line(&format!("salutation.{language} = {}", quoted(&format!("{}{sign}", salutation.text))));
    }
    for rest in office.leftovers.iter().chain(&office.pages) {
        file.line(&format!("# {}", say::beside(rest.line, &rest.text)));
    }
    for value in office.values.iter().chain(&office.copies) {
        channel(&mut file, value, source, checked, office.copies.contains(value));
    }
    if !office.post.is_empty() {
        let lines: Vec<&str> = office.post.iter().map(|line| line.text.as_str()).collect();
        let number = office.post.first().map_or(office.line, |line| line.line);
        head(&mut file, "post", &lines.join("\n"), &say::line(number));
        proof(&mut file, source, checked);
    }
    file.0
}

fn channel(file: &mut File, value: &PastedValue, source: Option<&str>, checked: Option<Date>, copy: bool) {
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
    proof(file, source, checked);
}

fn head(file: &mut File, word: &str, value: &str, note: &str) {
    file.line("");
    file.line("[[office.channel]]");
    file.line(&format!("type = {}", quoted(word)));
    file.line(&format!("value = {}   # {note}", quoted(value)));
}

fn proof(file: &mut File, source: Option<&str>, checked: Option<Date>) {
    if let Some(source) = source {
        file.line(&format!("source = {}", quoted(source)));
    }
    if let Some(day) = checked {
        file.line(&format!("checked = {day}"));
    }
}
