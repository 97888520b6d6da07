//! An office that the registry does not have yet, as a table for a person's own file.

use outcry::locale::{Country, Language};
use outcry::registry::OfficeKind;
use outcry::text::slug;
use toml_edit::{Array, ArrayOfTables, DocumentMut, Item, Table, Value, value};

/// What is known of an office to be added.
#[derive(Debug, Default)]
pub struct Draft {
    pub id: String,
    pub kind: Option<OfficeKind>,
    /// The state it belongs to, or represents.
    pub country: Option<Country>,
    /// The state a mission stands in.
    pub host: Option<Country>,
    pub names: Vec<(Language, String)>,
    pub form_of_address: Vec<(Language, String)>,
    pub salutation: Vec<(Language, String)>,
    pub languages: Vec<Language>,
    pub channels: Vec<DraftChannel>,
}

/// One way to reach it.
#[derive(Debug, Clone)]
pub struct DraftChannel {
    pub word: &'static str,
    pub value: String,
    /// As its source prints it, where that differs.
    pub printed: Option<String>,
    pub source: Option<String>,
    pub source_date: Option<toml_edit::Datetime>,
    pub checked: Option<toml_edit::Datetime>,
    pub note: Option<&'static str>,
}

impl Draft {
    /// An id made of what is known: `tr-justice-ministry`, `kz-embassy-de`.
    pub fn suggested_id(&self) -> String {
        let country = self.country.map(|country| country.code().to_lowercase());
        let host = self.host.map(|country| country.code().to_lowercase());
        let name = || self.names.iter().map(|(_, name)| slug(name)).find(|slug| !slug.is_empty());
        let what = match (self.kind, self.country) {
            (Some(kind), Some(_)) if kind != OfficeKind::Other => kind.as_str().to_owned(),
            (kind, _) => name().unwrap_or_else(|| kind.map_or("office", OfficeKind::as_str).to_owned()),
        };
        let parts: Vec<String> = country.into_iter().chain([what]).chain(host).collect();
        let mut id = parts.join("-");
        id.truncate(60);
        id.trim_end_matches('-').to_owned()
    }

    /// Its table in a file.
    pub fn table(&self) -> Table {
        let mut table = Table::new();
        table.insert("id", value(self.id.as_str()));
        table.insert("kind", value(self.kind.map_or("", OfficeKind::as_str)));
        if let Some(country) = self.country {
            // A mission belongs to the state that it represents.
            let key = if self.kind.is_some_and(OfficeKind::is_mission) { "represents" } else { "country" };
            table.insert(key, value(country.code()));
        }
        if let Some(host) = self.host {
            table.insert("host", value(host.code()));
        }
        for (key, texts) in
            [("names", &self.names), ("form_of_address", &self.form_of_address), ("salutation", &self.salutation)]
        {
            let mut by_language = Table::new();
            by_language.set_dotted(true);
            for (language, text) in texts {
                by_language.insert(language.as_str(), value(text.as_str()));
            }
            if !texts.is_empty() {
                table.insert(key, Item::Table(by_language));
            }
        }
        if !self.languages.is_empty() {
            let tags: Array = self.languages.iter().map(Language::as_str).collect();
            table.insert("languages", Item::Value(Value::Array(tags)));
        }
        let mut channels = ArrayOfTables::new();
        for channel in &self.channels {
            let mut entry = Table::new();
            entry.decor_mut().set_prefix("\n");
            entry.insert("type", value(channel.word));
            entry.insert("value", value(channel.value.as_str()));
            for (key, text) in [("printed", &channel.printed), ("source", &channel.source)] {
                if let Some(text) = text {
                    entry.insert(key, value(text.as_str()));
                }
            }
            for (key, day) in [("source_date", channel.source_date), ("checked", channel.checked)] {
                if let Some(day) = day {
                    entry.insert(key, value(day));
                }
            }
            if let Some(note) = channel.note {
                entry.insert("note", value(note));
            }
            channels.push(entry);
        }
        if !channels.is_empty() {
            table.insert("channel", Item::ArrayOfTables(channels));
        }
        table
    }

    /// The same as text.
    pub fn text(&self) -> String {
        let mut document = DocumentMut::new();
        let mut offices = ArrayOfTables::new();
        offices.push(self.table());
        document.insert("office", Item::ArrayOfTables(offices));
        document.to_string()
    }
}
