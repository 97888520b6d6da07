//! Who holds an office: a person whom letters name while they hold it. Everything is as the registry's author wrote it;
//! no title and no gender is derived from a name.

use std::collections::BTreeMap;
use std::ops::Range;

use jiff::civil::Date;

use super::fields::{Fields, Notes};
use super::freshness::{Freshness, holds_on, last_confirmed};
use crate::locale::Language;
use crate::place::Place;

/// A person who holds an office, held it, or will.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Holder {
    /// The name, as letters write it.
    pub name: String,
    /// The name as letters in a language write it, where that differs.
    pub names: BTreeMap<Language, String>,
    /// What stands before the name above the office's name, per language: "Minister of Justice".
    pub title: BTreeMap<Language, String>,
    /// How a letter to them begins, per language.
    pub salutation: BTreeMap<Language, String>,
    /// The first day in office.
    pub since: Option<Date>,
    /// The last day in office.
    pub until: Option<Date>,
    /// A page that shows who holds the office.
    pub source: Option<String>,
    /// The day a person last looked.
    pub checked: Option<Date>,
    /// Where the name is written.
    pub place: Place,
}

impl Holder {
    /// The name, with the title in that language before it.
    pub fn titled_in(&self, language: &Language) -> String {
        let name = language.among(&self.names).unwrap_or(&self.name);
        self.title_in(language).map_or_else(|| name.to_owned(), |title| format!("{title} {name}"))
    }

    /// The title in a language.
    pub fn title_in(&self, language: &Language) -> Option<&str> {
        language.among(&self.title)
    }

    /// How a letter to them begins in a language.
    pub fn salutation_in(&self, language: &Language) -> Option<&str> {
        language.among(&self.salutation)
    }

    /// Whether they hold the office on a day.
    pub fn is_in_office(&self, day: Date) -> bool {
        holds_on(day, self.since, self.until)
    }

    /// How well a person confirmed that they do.
    pub fn freshness(&self, today: Date) -> Freshness {
        Freshness::of(self.checked, today)
    }

    /// This holder over what a lower file says of the same person.
    fn over(self, lower: Self, today: Option<Date>) -> Self {
        let both = |own: BTreeMap<_, _>, mut lower: BTreeMap<_, _>| {
            lower.extend(own);
            lower
        };
        Self {
            name: self.name,
            names: both(self.names, lower.names),
            title: both(self.title, lower.title),
            salutation: both(self.salutation, lower.salutation),
            since: self.since.or(lower.since),
            until: self.until.or(lower.until),
            source: self.source.or(lower.source),
            checked: last_confirmed(self.checked, lower.checked, today),
            place: self.place,
        }
    }
}

/// The holders that a file names take the place of those below it. What the file leaves out of one, a lower file may
/// say of the same name.
pub(super) fn over(own: Vec<Holder>, mut lower: Vec<Holder>, today: Option<Date>) -> Vec<Holder> {
    if own.is_empty() {
        return lower;
    }
    let joined = own.into_iter().map(|holder| match lower.iter().position(|known| known.name == holder.name) {
        Some(at) => holder.over(lower.swap_remove(at), today),
        None => holder,
    });
    joined.collect()
}

/// Reads one holder; none without a name.
pub(super) fn read(fields: Fields<'_, '_>, notes: &Notes<'_>) -> Option<Holder> {
    let (name, names) = (fields.line("name"), fields.by_language("names"));
    fields.need("name", name.is_some());
    let (title, salutation) = (fields.by_language("title"), fields.by_language("salutation"));
    let (since, until) = (fields.day("since"), fields.day("until"));
    let (source, checked) = (fields.text("source"), fields.day("checked"));
    fields.finish();
    let (name, span): (String, Range<usize>) = name?;
    let place = notes.lines().at(span.start);
    Some(Holder { name, names, title, salutation, since, until, source, checked, place })
}

/// Who of these holds the office on a day: of several, whoever took it over last.
pub(super) fn on(holders: &[Holder], day: Date) -> Option<&Holder> {
    let mut found: Option<&Holder> = None;
    for holder in holders.iter().filter(|holder| holder.is_in_office(day)) {
        if found.is_none_or(|earlier| earlier.since < holder.since) {
            found = Some(holder);
        }
    }
    found
}

/// Who of these held the office last, and until when, where nobody holds it on a day.
pub(super) fn former(holders: &[Holder], day: Date) -> Option<(&Holder, Date)> {
    if on(holders, day).is_some() {
        return None;
    }
    let left = holders.iter().filter_map(|holder| Some((holder, holder.until.filter(|until| *until < day)?)));
    left.max_by_key(|(_, until)| *until)
}

#[cfg(test)]
mod tests {
    use super::super::layer::Layer;
    use super::super::lookup::Registry;

    fn registry(holders: &str) -> Registry {
        let text = format!("[[office]]\nid = \"a\"\nkind = \"court\"\nnames.en = \"Court\"\n{holders}");
        Registry::parse("r.toml", &text).unwrap()
    }

    fn named(registry: &Registry, day: &str) -> String {
        let (office, day) = (registry.get("a").unwrap(), day.parse().unwrap());
        match (office.holder_on(day), office.former_holder(day)) {
            (Some(holder), None) => holder.name.clone(),
            (None, Some((holder, until))) => format!("{} left on {until}", holder.name),
            (None, None) => "nobody".to_owned(),
            both => panic!("{both:?}"),
        }
    }

    #[test]
    fn a_letter_names_whoever_holds_the_office_on_its_day() {
        let since = |name: &str, days: &str| format!("[[office.holder]]\nname = \"{name}\"\n{days}\n");
        let (one, two) = (since("Ada", "since = 2020-01-01\nuntil = 2025-12-31"), since("Bo", "since = 2026-02-01"));
        for (holders, expected) in [
            (String::new(), ["nobody", "nobody", "nobody", "nobody"]),
            (since("Ada", ""), ["Ada", "Ada", "Ada", "Ada"]),
            (since("Ada", "until = 2025-12-31"), ["Ada", "Ada", "Ada left on 2025-12-31", "Ada left on 2025-12-31"]),
            (since("Bo", "since = 2026-02-01"), ["nobody", "nobody", "nobody", "Bo"]),
            // Whatever their order, and with a month between them.
            (format!("{one}{two}"), ["nobody", "Ada", "Ada left on 2025-12-31", "Bo"]),
            (format!("{two}{one}"), ["nobody", "Ada", "Ada left on 2025-12-31", "Bo"]),
            // One that has no last day makes way for the next.
            (since("Ada", "since = 2020-01-01") + &two, ["nobody", "Ada", "Ada", "Bo"]),
            (since("Ada", "") + &two, ["Ada", "Ada", "Ada", "Bo"]),
            // A deputy who has left again.
            (since("Ada", "") + &since("Cy", "since = 2025-12-31\nuntil = 2026-01-15"), ["Ada", "Cy", "Cy", "Ada"]),
        ] {
            let registry = registry(&holders);
            for (day, expected) in ["2019-12-31", "2025-12-31", "2026-01-15", "2026-02-01"].iter().zip(expected) {
                assert_eq!(named(&registry, day), expected, "{day}\n{holders}");
            }
        }
    }

    #[test]
    fn a_higher_file_completes_a_holder_or_replaces_them() {
        let below = registry(
            "[[office.holder]]\nname = \"Ada\"\ntitle.en = \"Judge\"\nsince = 2020-01-01\nsource = \"https://a.test\"\nchecked = 2025-01-01\n",
        );
        let with = |holder: &str| {
            let text = format!("[[office]]\nid = \"a\"\n[[office.holder]]\n{holder}\n");
            below.clone().with(Layer::parse("own.toml", &text).unwrap())
        };
        let office = |registry: &Registry| registry.get("a").unwrap().clone();
        let confirmed = office(&with("name = \"Ada\"\nchecked = 2026-11-01\nsalutation.en = \"Dear Judge,\""));
        let [ada] = confirmed.holders.as_slice() else { panic!("{confirmed:?}") };
        assert_eq!(ada.titled_in(&"en".parse().unwrap()), "Judge Ada");
        assert_eq!(ada.salutation_in(&"en-GB".parse().unwrap()), Some("Dear Judge,"));
        assert_eq!(
            (ada.source.as_deref(), ada.checked.unwrap().to_string()),
            (Some("https://a.test"), "2026-11-01".into())
        );
        assert_eq!(ada.place.to_string(), "own.toml:4:8");
        assert_eq!(named(&with("name = \"Bo\""), "2026-11-23"), "Bo");
        assert_eq!(named(&with("name = \"Ada\"\nuntil = 2026-11-01"), "2026-11-23"), "Ada left on 2026-11-01");
    }

    #[test]
    fn a_name_is_spelt_as_the_language_has_it() {
        let registry = registry(
            "[[office.holder]]\nname = \"Ada Marsh\"\nnames.ru = \"Ада Марш\"\ntitle = { en = \"Judge\", ru = \"Судье\" }\n",
        );
        let holder = registry.get("a").unwrap().holder_on("2026-11-23".parse().unwrap()).unwrap();
        for (language, expected) in [("en-IE", "Judge Ada Marsh"), ("ru", "Судье Ада Марш"), ("de", "Ada Marsh")]
        {
            assert_eq!(holder.titled_in(&language.parse().unwrap()), expected);
        }
    }

    #[test]
    fn what_is_wrong_with_a_holder_is_said_with_its_place() {
        for (holder, expected) in [
            ("title.en = \"Judge\"", "r.toml:5:1: `name` is missing here"),
            ("name = \"\"", "r.toml:6:8: `name` cannot be used: it is empty"),
            ("name = \"Ada\\nMarsh\"", "r.toml:6:8: `name` cannot be used: it has a line break"),
            ("name = \"Ada\"\ntitle = \"Judge\"", "r.toml:7:9: `title` takes a text for each language"),
            ("name = \"Ada\"\nsince = \"May\"", "r.toml:7:9: `since`: `May` is not a day"),
            (
                "name = \"Ada\"\nphone = \"+1\"",
                "r.toml:7:1: unknown key `phone`; there are: name, names, title, salutation",
            ),
        ] {
            let text =
                format!("[[office]]\nid = \"a\"\nkind = \"court\"\nnames.en = \"A\"\n[[office.holder]]\n{holder}\n");
            let error = Layer::parse("r.toml", &text).unwrap_err().to_string();
            assert!(error.starts_with(expected), "{holder}\n{error}");
        }
    }
}
