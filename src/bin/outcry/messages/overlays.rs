//! What files of the user change about the letters of a run.

use std::path::Path;

use outcry::campaign::Origin;
use outcry::mailing::{Changed, Difference, Reached, Source, Trust, What};
use outcry::registry::{Change, Usage, Value};
use outcry::text::for_sentence;

/// One change, with the file that makes it.
pub fn changed(Changed { source, trust, what }: &Changed) -> String {
    let place = if *trust == Trust::Found { " in this folder" } else { "" };
    let used = match source {
        Source::Registry(file) => format!("{}{place} is used", shown(file)),
        Source::Offices(file) => format!("{} is used", shown(file)),
        Source::Campaign { folder, other } => {
            let other = match other {
                Origin::Shipped => "the shipped campaign".to_owned(),
                Origin::Folder(folder) => shown(folder),
            };
            format!("{}{place} is used instead of {other}", shown(folder))
        }
    };
    let what = match what {
        What::Values { office, changes } => {
            format!("{office}: {}", changes.iter().map(change).collect::<Vec<_>>().join("; "))
        }
        What::Embassy { state, country, now, before } => {
            format!("embassy of {state} for {country}: {} (before: {})", reached(now), reached(before))
        }
        What::Campaign(differences) => differences.iter().map(difference).collect::<Vec<_>>().join("; "),
    };
    format!("{used}; {what}")
}

fn shown(path: &Path) -> String {
    for_sentence(&path.display().to_string())
}

fn reached(Reached { id, emails, post }: &Reached) -> String {
    match (emails.is_empty(), post.is_empty()) {
        (false, _) => format!("{id}, {}", listed(emails)),
        (true, false) => format!("{id}, {}", post.join(", ")),
        (true, true) => format!("{id}, no address"),
    }
}

fn difference(difference: &Difference) -> String {
    match difference {
        Difference::Recipients(now, before) => both("recipients", now, before),
        Difference::EmbassyOf(now, before) => both("embassy of", now.as_slice(), before.as_slice()),
        Difference::EmbassyAs(now, before) => both("embassy as", &[now.as_str()], &[before.as_str()]),
        Difference::Copies(now, before) => both("copies", now, before),
        Difference::Office(now, before) => {
            let office = |office: &Option<Reached>| office.iter().map(reached).collect::<Vec<_>>();
            both("offices", &office(now), &office(before))
        }
    }
}

fn change(Change { value, before, now }: &Change) -> String {
    let channel = |word: &str, usage: &Usage| {
        let word = match word {
            "email" => "e-mail",
            "post" => "postal address",
            "phone" => "telephone",
            "form" => "web form",
            word => word,
        };
        if *usage == Usage::Copy { format!("{word} for copies") } else { word.to_owned() }
    };
    let what = match value {
        Value::Channels(word, usage) => channel(word, usage),
        Value::Confirmed(contact) => format!("day on which {contact} was confirmed"),
        Value::Kind => "kind".to_owned(),
        Value::Country => "country".to_owned(),
        Value::Seat => "seat".to_owned(),
        Value::Name(language) => format!("name ({language})"),
        Value::Salutation(language) => format!("salutation ({language})"),
        Value::FormOfAddress(language) => format!("form of address ({language})"),
        Value::Holders => "holder".to_owned(),
        Value::Languages => "languages".to_owned(),
        Value::Status => "status".to_owned(),
        Value::Holds => "validity".to_owned(),
        Value::Represents => "state it represents".to_owned(),
        Value::Host => "state it stands in".to_owned(),
        Value::Resident => "resident".to_owned(),
        Value::AccreditedTo => "accredited to".to_owned(),
    };
    both(&what, now, before)
}

fn both<T: ToString>(what: &str, now: &[T], before: &[T]) -> String {
    let words = |values: &[T]| if values.is_empty() { "none".to_owned() } else { listed(values) };
    format!("{what}: {} (before: {})", words(now), words(before))
}

fn listed<T: ToString>(values: &[T]) -> String {
    values.iter().map(T::to_string).collect::<Vec<_>>().join(", ")
}
