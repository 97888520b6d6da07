//! Rules about who holds an office: the proof, the days, one person at a time.

use super::findings::Findings;
use super::words::person_in;
use crate::locale::Language;
use crate::place::Place;
use crate::registry::{Freshness, Holder, Office};
use crate::text::{for_sentence, letters_off, words};

impl Findings<'_> {
    /// Rules about the holders that this file names. What they leave out may stand in a lower one.
    pub(super) fn holders(&mut self, office: &Office) {
        let file = self.file;
        for (at, holder) in office.holders.iter().enumerate().filter(|(_, holder)| holder.place.file == file) {
            self.holder(office, holder);
            let others = office.holders[..at].iter();
            if let Some(other) = others.clone().find(|other| other.name == holder.name && other.since == holder.since) {
                self.warning(
                    &holder.place,
                    format!("{} stands there twice, at {} too", named(office, holder), other.place),
                );
            } else if let Some(other) = office.holders.iter().find(|other| overlap(other, holder)) {
                let other = for_sentence(&other.name);
                self.warning(
                    &holder.place,
                    format!(
                        "{} was followed by {other} before the last day in office; give `until` the day before that",
                        named(office, holder)
                    ),
                );
            }
        }
    }

    fn holder(&mut self, office: &Office, holder: &Holder) {
        let (place, what) = (&holder.place, named(office, holder));
        for (key, texts) in [("names", &holder.names), ("title", &holder.title), ("salutation", &holder.salutation)] {
            for (tag, text) in texts {
                let place = &self.at(place, &format!("{key}.{tag}"));
                self.holder_text(place, &format!("{what}: {key}"), text, key);
            }
        }
        self.holder_text(place, &format!("{what}: name"), &holder.name, "name");
        for (language, salutation) in &holder.salutation {
            if let Some(other) = other_name(holder, language, salutation) {
                let place = &self.at(place, &format!("salutation.{language}"));
                self.warning(place, format!("{what}: the salutation names \"{}\"", for_sentence(other)));
            }
        }
        match &holder.source {
            None => self.error(place, format!("{what} has no source; name the page that shows who holds the office")),
            Some(source) => self.source(&self.at(place, "source"), &what, Some(source)),
        }
        let checked = &self.at(place, "checked");
        match holder.freshness(self.today) {
            Freshness::Confirmed(_) => {}
            Freshness::Stale(day) => self.warning(
                checked,
                format!("{what} was last confirmed on {day}; check whether they still hold the office"),
            ),
            Freshness::Unconfirmed if holder.checked.is_some() => {
                self.in_future(checked, &format!("{what}: checked"), holder.checked);
            }
            Freshness::Unconfirmed => {
                self.error(place, format!("{what} has no `checked`: the day a person last looked at the source"));
            }
        }
        let until = &self.at(place, "until");
        match (holder.since, holder.until) {
            (Some(since), Some(last)) if last < since => {
                self.error(until, format!("{what}: until {last} lies before since {since}"));
            }
            (_, Some(last)) if office.former_holder(self.today) == Some((holder, last)) && !self.is_awaited(office) => {
                self.error(
                    until,
                    format!("{what} held the office until {last}: letters name nobody; write who holds it now, or take this holder out"),
                );
            }
            _ => {}
        }
    }

    /// Whether somebody is known who will hold the office.
    fn is_awaited(&self, office: &Office) -> bool {
        office.holders.iter().any(|holder| holder.since.is_some_and(|since| since > self.today))
    }

    fn holder_text(&mut self, place: &Place, what: &str, text: &str, key: &str) {
        self.copied(place, what, text);
        // A salutation ends with a comma.
        if key != "salutation" {
            self.separators(place, what, text);
        }
        self.mixed_words(place, what, text);
        if text.contains('@') {
            self.error(place, format!("{what} \"{}\" holds an address; make it a channel", for_sentence(text)));
        }
    }
}

fn named(office: &Office, holder: &Holder) -> String {
    format!("holder \"{}\" of {}", for_sentence(&holder.name), office.id)
}

/// A name in a salutation that is almost the holder's, or somebody else's behind a title.
fn other_name<'s>(holder: &Holder, language: &Language, salutation: &'s str) -> Option<&'s str> {
    /// Languages that write a name in a salutation as it is.
    const PLAIN: [&str; 9] = ["en", "de", "fr", "es", "it", "pt", "nl", "ru", "tr"];
    if !PLAIN.contains(&language.primary()) {
        return None;
    }
    let own = std::iter::once(holder.name.as_str()).chain(language.among(&holder.names));
    let own: Vec<String> = own.flat_map(words).map(|(_, part)| part.to_lowercase()).collect();
    let capitalised =
        || words(salutation).map(|(_, word)| word).filter(|word| word.chars().next().is_some_and(char::is_uppercase));
    let is_own = |word: &str| own.contains(&word.to_lowercase());
    let almost = capitalised().filter(|word| word.chars().count() > 4 && !is_own(word)).find(|word| {
        own.iter().any(|part| part.chars().count() > 4 && letters_off(&word.to_lowercase(), part, 2).is_some())
    });
    // Names in another script say nothing of this one.
    let is_latin = |text: &str| text.chars().any(|c| c.is_ascii_alphabetic());
    let is_told = own.iter().any(|part| is_latin(part) == is_latin(salutation));
    let person = person_in(salutation).filter(|_| is_told);
    let last = person.as_deref().and_then(|person| words(person).last()).map(|(_, last)| last);
    almost.or_else(|| capitalised().find(|word| Some(*word) == last && !is_own(word)))
}

/// Whether `next` took over an office before `holder` left it. A deputy who leaves before the holder does takes nothing
/// over for good.
fn overlap(next: &Holder, holder: &Holder) -> bool {
    let Some(since) = next.since else { return false };
    let leaves_first = next.until.is_some_and(|until| holder.until.is_none_or(|last| until < last));
    holder.since.is_none_or(|first| first < since) && holder.until.is_none_or(|last| since <= last) && !leaves_first
}
