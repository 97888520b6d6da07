//! A campaign that is being made, and its files: every value with where it comes from, every open question beside the
//! key that it is about.

use jiff::civil::Date;
use outcry::appeal::Differs;
use outcry::locale::{Country, Language};

/// What marks a question in the files of a campaign. A campaign with one is not sent.
const QUESTION: &str = "# question: ";

/// One value of the campaign file.
#[derive(Debug, Clone)]
pub struct Entry<T> {
    pub value: Option<T>,
    /// Where it comes from.
    pub note: String,
    /// What is open about it.
    pub questions: Vec<String>,
    /// What helps to answer.
    pub remarks: Vec<String>,
}

impl<T> Default for Entry<T> {
    fn default() -> Self {
        Self { value: None, note: String::new(), questions: Vec::new(), remarks: Vec::new() }
    }
}

impl<T> Entry<T> {
    /// A value that somebody gave.
    pub fn given(value: T) -> Self {
        Self { value: Some(value), ..Self::default() }
    }

    pub fn noted(value: T, note: String) -> Self {
        Self { value: Some(value), note, ..Self::default() }
    }

    pub fn asked(question: String) -> Self {
        Self { questions: vec![question], ..Self::default() }
    }
}

/// An office of the campaign.
#[derive(Debug, Clone, Default)]
pub struct Recipient {
    pub id: String,
    pub note: String,
    pub questions: Vec<String>,
    /// What is printed of it and the registry has otherwise.
    pub differs: Vec<Differs>,
    /// The table, where no registry has the office as it is printed.
    pub table: Option<String>,
}

impl Recipient {
    /// Its id, as a list of offices has it.
    fn entry(&self) -> Entry<String> {
        Entry { questions: self.questions.clone(), ..Entry::noted(self.id.clone(), self.note.clone()) }
    }
}

/// A model letter.
#[derive(Debug, Clone)]
pub struct Letter {
    pub language: Language,
    pub subject: Entry<String>,
    pub salutation: Entry<String>,
    pub closing: Entry<String>,
    pub demands: Vec<Entry<String>>,
    /// What is open about the letter as a whole.
    pub questions: Vec<String>,
    /// Template source.
    pub body: String,
}

/// Everything that the files of a campaign hold.
#[derive(Debug, Clone, Default)]
pub struct Draft {
    /// Remarks at the top of the campaign file.
    pub remarks: Vec<String>,
    pub title: Entry<String>,
    pub published: Entry<Date>,
    pub act_by: Entry<Date>,
    pub persons: Vec<Entry<String>>,
    pub persons_question: Option<String>,
    pub recipients: Vec<Recipient>,
    pub recipients_question: Option<String>,
    pub embassy_of: Entry<Country>,
    /// That the embassy gets a copy of the letters to others.
    pub embassy_gets_copy: bool,
    pub copy_to: Vec<Entry<String>>,
    pub copies_question: Option<String>,
    /// Offices that get copies alone.
    pub copy_offices: Vec<Recipient>,
    pub sources: Vec<Entry<String>>,
    pub source_question: Option<String>,
    pub letters: Vec<Letter>,
}

impl Draft {
    /// The files, by name.
    pub fn files(&self) -> Vec<(String, String)> {
        let letters = self.letters.iter().map(|letter| (format!("{}.md", letter.language), letter.file()));
        [("campaign.toml".to_owned(), self.campaign())].into_iter().chain(letters).collect()
    }

    fn campaign(&self) -> String {
        let mut file = File::default();
        self.remarks.iter().for_each(|remark| file.line(&format!("# {remark}")));
        file.entry("title", &self.title, |title| quoted(title), "\"…\"");
        file.line("status = \"open\"");
        file.entry("published", &self.published, Date::to_string, "2026-01-31");
        file.entry("act_by", &self.act_by, Date::to_string, "2026-03-31");
        let person = |name: &String| format!("{{ name = {} }}", quoted(name));
        file.list("persons", &self.persons, self.persons_question.as_deref(), person);
        let recipients: Vec<Entry<String>> = self.recipients.iter().map(Recipient::entry).collect();
        file.list("recipients", &recipients, self.recipients_question.as_deref(), |id| quoted(id));
        let languages: Vec<String> = self.letters.iter().map(|letter| quoted(letter.language.as_str())).collect();
        file.line(&format!("languages = [{}]", languages.join(", ")));
        file.entry("embassy_of", &self.embassy_of, |state| quoted(state.code()), "\"CC\"");
        if self.embassy_gets_copy {
            file.line("embassy_as = \"copy\"");
        }
        let copies: Vec<Entry<String>> =
            self.copy_to.iter().cloned().chain(self.copy_offices.iter().map(Recipient::entry)).collect();
        file.list("copy_to", &copies, self.copies_question.as_deref(), |address| quoted(address));
        file.list("sources", &self.sources, self.source_question.as_deref(), |source| quoted(source));
        for table in self.recipients.iter().chain(&self.copy_offices).filter_map(|office| office.table.as_ref()) {
            file.line("");
            file.line(table.trim_end());
        }
        file.0
    }
}

impl Letter {
    fn file(&self) -> String {
        let mut file = File::default();
        file.line("+++");
        self.questions.iter().for_each(|question| file.question(question));
        file.entry("subject", &self.subject, |text| quoted(text), "\"…\"");
        file.entry("salutation", &self.salutation, |text| quoted(text), "\"…\"");
        file.entry("closing", &self.closing, |text| quoted(text), "\"…\"");
        file.list("demands", &self.demands, None, |text| quoted(text));
        file.line("+++");
        file.line(self.body.trim());
        file.0
    }
}

/// A TOML text in the making.
#[derive(Default)]
pub struct File(pub String);

impl File {
    pub fn line(&mut self, line: &str) {
        self.0.push_str(line);
        self.0.push('\n');
    }

    pub fn question(&mut self, question: &str) {
        self.line(&format!("{QUESTION}{question}"));
    }

    /// `key = value`, or the key to be filled in.
    pub fn entry<T>(&mut self, key: &str, entry: &Entry<T>, show: impl Fn(&T) -> String, example: &str) {
        entry.questions.iter().for_each(|question| self.question(question));
        match &entry.value {
            Some(value) => self.line(&with_note(&format!("{key} = {}", show(value)), &entry.note)),
            None if !entry.questions.is_empty() => self.line(&format!("# {key} = {example}")),
            None => {}
        }
    }

    fn list<T>(&mut self, key: &str, entries: &[Entry<T>], question: Option<&str>, show: impl Fn(&T) -> String) {
        if let Some(question) = question {
            self.question(question);
        }
        let plain = entries.iter().all(|entry| entry.note.is_empty() && entry.questions.is_empty());
        let values: Vec<String> = entries.iter().filter_map(|entry| entry.value.as_ref()).map(&show).collect();
        if entries.is_empty() || plain && values.len() == 1 {
            return self.line(&format!("{key} = [{}]", values.join(", ")));
        }
        self.line(&format!("{key} = ["));
        for entry in entries {
            entry.questions.iter().for_each(|question| self.line(&format!("  {QUESTION}{question}")));
            entry.remarks.iter().for_each(|remark| self.line(&format!("  # {remark}")));
            if let Some(value) = &entry.value {
                self.line(&with_note(&format!("  {},", show(value)), &entry.note));
            }
        }
        self.line("]");
    }
}

fn with_note(line: &str, note: &str) -> String {
    if note.is_empty() { line.to_owned() } else { format!("{line}   # {}", note.replace('\n', " ")) }
}

/// A text as a basic string of TOML.
pub fn quoted(text: &str) -> String {
    format!("\"{}\"", text.replace('\\', "\\\\").replace('"', "\\\"").replace('\n', "\\n"))
}
