//! How well published appeals are read: `tests/appeals` has a file of values beside each, written before the program
//! read it. Every value is found, asked for, missed or wrong, and none may be wrong.
//!
//! To see the table: `cargo test --test cli -- appeals_are_read --nocapture`.

use std::fmt::Write;
use std::path::{Path, PathBuf};

use serde::Deserialize;
use toml::{Table, Value};

use super::*;

/// What an appeal holds. A key that is left out says that it holds no such value.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Values {
    /// As many values as were found last time.
    found: usize,
    language: String,
    title: Option<String>,
    published: Option<toml::value::Datetime>,
    act_by: Option<toml::value::Datetime>,
    #[serde(default)]
    persons: Vec<String>,
    #[serde(default)]
    demands: Vec<String>,
    #[serde(default)]
    copies: Vec<String>,
    embassy: Option<String>,
    embassy_as: Option<String>,
    #[serde(default)]
    sources: Vec<String>,
    letter: Option<LetterValues>,
    #[serde(default)]
    office: Vec<OfficeValues>,
}

/// What its model letter holds.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct LetterValues {
    subject: Option<String>,
    salutation: Option<String>,
    closing: Option<String>,
    /// Pieces of the text, as a template has them.
    #[serde(default)]
    body: Vec<String>,
    /// Words that only a person can put into both voices.
    #[serde(default)]
    asked: Vec<String>,
}

/// What it says of an office.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct OfficeValues {
    /// Of an office of the registry, which then needs nothing else.
    id: Option<String>,
    name: Option<String>,
    /// Its names in other languages than that of the appeal.
    #[serde(default)]
    other_names: Vec<String>,
    kind: Option<String>,
    country: Option<String>,
    host: Option<String>,
    /// Whether it gets a copy, and no letter of its own.
    #[serde(default)]
    is_copied: bool,
    salutation: Option<String>,
    #[serde(default)]
    email: Vec<String>,
    #[serde(default)]
    fax: Vec<String>,
    #[serde(default)]
    phone: Vec<String>,
    #[serde(default)]
    form: Vec<String>,
    #[serde(default)]
    post: Vec<String>,
}

/// What became of the values of one appeal.
#[derive(Default)]
struct Counts {
    /// As many as the appeal holds; what is read beside them is wrong.
    values: usize,
    found: usize,
    asked: usize,
    missed: usize,
    wrong: usize,
    /// Each value that was not found.
    remarks: String,
}

impl Counts {
    fn count(&mut self, what: &str, expected: &str, outcome: Outcome) {
        self.values += usize::from(!expected.is_empty());
        let (number, word) = match outcome {
            Outcome::Found => {
                self.found += 1;
                return;
            }
            Outcome::Asked => (&mut self.asked, "asked"),
            Outcome::Missed => (&mut self.missed, "missed"),
            Outcome::Wrong(_) => (&mut self.wrong, "wrong"),
        };
        *number += 1;
        let read = if let Outcome::Wrong(read) = outcome { format!(", read {read:?}") } else { String::new() };
        writeln!(self.remarks, "  {word:6} {what}: {expected:?}{read}").unwrap();
    }
}

enum Outcome {
    Found,
    Asked,
    Missed,
    Wrong(String),
}

/// A file of the campaign that was made: what it holds, and which of that is open.
struct Made {
    text: String,
    table: Table,
}

impl Made {
    fn new(text: &str) -> Self {
        Self { text: text.to_owned(), table: text.parse().unwrap() }
    }

    /// Whether a question stands above a line that begins like this.
    fn is_asked_above(&self, begin: &str) -> bool {
        let lines: Vec<&str> = self.text.lines().map(str::trim_start).collect();
        let is_it = |line: &str| line.trim_start_matches("# ").starts_with(begin);
        (0..lines.len()).filter(|at| is_it(lines[*at])).any(|at| {
            // "# act_by = …" shows how the answer to the question above it looks.
            let is_example = |line: &str| line.strip_prefix("# ").is_some_and(|rest| rest.contains(" = "));
            let mut above = lines[..at].iter().rev().take_while(|line| line.starts_with("# ") && !is_example(line));
            above.any(|line| line.starts_with(QUESTION))
        })
    }

    fn text_of(&self, key: &str) -> Option<String> {
        match self.table.get(key)? {
            Value::String(text) => Some(text.clone()),
            other => Some(other.to_string()),
        }
    }

    /// The texts of a list, where a person counts as the name.
    fn list(&self, key: &str) -> Vec<String> {
        let all = self.table.get(key).and_then(Value::as_array).into_iter().flatten();
        all.filter_map(|value| value.as_str().or_else(|| value.get("name")?.as_str())).map(str::to_owned).collect()
    }
}

/// The texts that a template has for different kinds of office.
fn of_kinds(text: &str) -> impl Iterator<Item = String> {
    let is_of_kinds = text.starts_with("{{#if is_");
    text.split("{{").filter(move |_| is_of_kinds).filter_map(|piece| Some(piece.split_once("}}")?.1.to_owned()))
}

const QUESTION: &str = "# question: ";

/// A text without what is set in different ways: "+672 1 55530" and "+672155530" are one.
fn bare(text: &str) -> String {
    text.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

/// Every remark and question of the campaign, as one bare text.
fn remarks(texts: &[&str]) -> String {
    let lines = texts.iter().flat_map(|text| text.lines());
    let (mut is_told, mut all) = (false, String::new());
    for line in lines {
        is_told |= line.starts_with("{{!--");
        if is_told {
            all.push_str(line);
        } else if let Some((_, remark)) = line.split_once("# ") {
            all.push_str(remark);
        }
        is_told &= !line.ends_with("--}}");
        all.push('\n');
    }
    all.lines().map(bare).collect::<Vec<_>>().join("\n")
}

struct Judge {
    remarks: String,
    counts: Counts,
}

impl Judge {
    /// Whether somebody who reads the remarks and questions meets a value, line by line.
    fn is_told(&self, value: &str) -> bool {
        value.lines().all(|line| self.remarks.contains(&bare(line)))
    }

    fn one(&mut self, made: &Made, key: &str, begin: &str, read: Option<String>, expected: Option<&str>) {
        let is_blank = |read: &String| read.starts_with('[') && read.ends_with(']');
        let read = read.filter(|read| !is_blank(read));
        let is_asked = made.is_asked_above(begin);
        match (expected, read) {
            (None, None) => {}
            (None, Some(_)) if is_asked => {}
            (None, Some(read)) => self.counts.count(key, "", Outcome::Wrong(read)),
            (Some(expected), Some(read)) if read == expected && !is_asked => {
                self.counts.count(key, expected, Outcome::Found);
            }
            (Some(expected), _) if is_asked || self.is_told(expected) && !matches!(key, "country" | "kind") => {
                self.counts.count(key, expected, Outcome::Asked);
            }
            (Some(expected), None) => self.counts.count(key, expected, Outcome::Missed),
            (Some(expected), Some(read)) => self.counts.count(key, expected, Outcome::Wrong(read)),
        }
    }

    fn key(&mut self, made: &Made, key: &str, expected: Option<&str>) {
        self.one(made, key, &format!("{key} = "), made.text_of(key), expected);
    }

    fn list(&mut self, made: &Made, key: &str, read: &[String], expected: &[String]) {
        let quoted = |value: &str| Value::String(value.to_owned()).to_string();
        let is_asked = |value: &str| {
            made.is_asked_above(&quoted(value))
                || made.is_asked_above(&format!("{key} = {value:?}"))
                || made.is_asked_above(&format!("{{ name = {}", quoted(value)))
        };
        for value in read.iter().filter(|value| !value.starts_with('[') && !expected.contains(value)) {
            if !is_asked(value) {
                self.counts.count(key, "", Outcome::Wrong(value.clone()));
            }
        }
        for value in expected {
            let is_open = read.iter().all(|value| value.starts_with('['))
                && (made.is_asked_above(&format!("{key} = ")) || read.iter().any(|blank| is_asked(blank)));
            let outcome = if read.contains(value) && !is_asked(value) {
                Outcome::Found
            } else if is_asked(value) || self.is_told(value) || is_open {
                Outcome::Asked
            } else {
                Outcome::Missed
            };
            self.counts.count(key, value, outcome);
        }
    }

    fn campaign(&mut self, made: &Made, values: &Values) {
        let day = |day: &Option<toml::value::Datetime>| day.as_ref().map(ToString::to_string);
        self.key(made, "title", values.title.as_deref());
        self.key(made, "published", day(&values.published).as_deref());
        self.key(made, "act_by", day(&values.act_by).as_deref());
        self.key(made, "embassy_of", values.embassy.as_deref());
        self.key(made, "embassy_as", values.embassy_as.as_deref());
        self.list(made, "persons", &made.list("persons"), &values.persons);
        let copies: Vec<String> = made.list("copy_to").into_iter().filter(|copy| copy.contains('@')).collect();
        self.list(made, "copy_to", &copies, &values.copies);
        self.list(made, "sources", &made.list("sources"), &values.sources);
    }

    fn letter(&mut self, made: &Made, body: &str, values: &Values) {
        self.list(made, "demands", &made.list("demands"), &values.demands);
        let Some(letter) = &values.letter else { return };
        for (key, expected) in
            [("subject", &letter.subject), ("salutation", &letter.salutation), ("closing", &letter.closing)]
        {
            if expected.is_some() {
                // Of several by the kind of office, the appeal's own is one.
                let read = made.text_of(key).map(|text| {
                    of_kinds(&text).find(|one| Some(one) == expected.as_ref()).unwrap_or_else(|| text.clone())
                });
                self.one(made, key, &format!("{key} = "), read, expected.as_deref());
            }
        }
        for words in &letter.asked {
            let outcome = if self.is_told(words) { Outcome::Found } else { Outcome::Wrong(body.to_owned()) };
            self.counts.count("voice", words, outcome);
        }
        for piece in &letter.body {
            let outcome = if body.contains(piece) {
                Outcome::Found
            } else if made.text.contains("may not fit both") {
                Outcome::Asked
            } else {
                Outcome::Wrong(body.to_owned())
            };
            self.counts.count("body", piece, outcome);
        }
    }

    fn offices(&mut self, made: &Made, values: &Values) {
        let texts = made.text.split("\n[[office]]").skip(1);
        let mut tables: Vec<Made> = texts.map(|text| Made::new(&format!("# {text}"))).collect();
        let ids = [made.list("recipients"), made.list("copy_to")].concat();
        // What the appeal prints of an office of the registry beside what that has stands in a table without a kind.
        tables.retain(|table| table.text_of("kind").is_some());
        let own: Vec<Option<String>> = tables.iter().map(|table| table.text_of("id")).collect();
        let mut of_registry: Vec<String> = ids
            .into_iter()
            .filter(|id| !id.contains('@') && own.iter().all(|known| known.as_ref() != Some(id)))
            .collect();
        for office in &values.office {
            if let Some(id) = &office.id {
                let known = of_registry.iter().position(|known| known == id);
                let outcome = if known.is_some() { Outcome::Found } else { Outcome::Missed };
                known.map(|at| of_registry.remove(at));
                self.counts.count("office", id, outcome);
                continue;
            }
            let at = tables.iter().position(|table| office.is_of(table, &values.language));
            let table = at.map_or_else(|| Made::new(""), |at| tables.remove(at));
            let is_copied = table.text_of("id").is_some_and(|id| made.list("copy_to").contains(&id));
            if at.is_some() && is_copied != office.is_copied {
                self.counts.count("is_copied", "", Outcome::Wrong(is_copied.to_string()));
            }
            self.office(&table, office, &values.language);
        }
        for id in of_registry {
            self.counts.count("office", "", Outcome::Wrong(id));
        }
        for table in tables {
            self.counts.count("office", "", Outcome::Wrong(table.table.to_string()));
        }
    }

    fn office(&mut self, table: &Made, office: &OfficeValues, language: &str) {
        let of = |key: &str| {
            let all = table.table.get(key).and_then(Value::as_table).into_iter().flatten();
            all.filter_map(|(tag, text)| Some((tag.clone(), text.as_str()?.to_owned()))).collect::<Vec<_>>()
        };
        for (key, expected) in [("names", &office.name), ("salutation", &office.salutation)] {
            let (own, others): (Vec<_>, Vec<_>) = of(key).into_iter().partition(|(tag, _)| tag == language);
            let own = own.into_iter().next().map(|(_, text)| text);
            self.one(table, key, &format!("{key}.{language} = "), own, expected.as_deref());
            for (tag, text) in others {
                let is_known = key == "names" && office.other_names.contains(&text);
                let outcome = if is_known { Outcome::Found } else { Outcome::Wrong(format!("{tag}: {text}")) };
                self.counts.count(key, if is_known { &text } else { "" }, outcome);
            }
        }
        self.key(table, "kind", office.kind.as_deref());
        self.key(table, "country", office.country.as_deref());
        self.key(table, "host", office.host.as_deref());
        for (key, expected) in office.channels() {
            // An envelope has a line for each part of an address, however the appeal prints it.
            let lines = |values: &[String]| values.iter().map(|value| value.replace(", ", "\n")).collect::<Vec<_>>();
            let parted = key == "post" && !channels(table, key).iter().any(|value| expected.contains(value));
            let (read, expected) = if parted {
                (lines(&channels(table, key)), lines(expected))
            } else {
                (channels(table, key), expected.to_vec())
            };
            self.list(table, "value", &read, &expected);
        }
    }
}

/// The values of an office's channels of one kind.
fn channels(table: &Made, key: &str) -> Vec<String> {
    let all = table.table.get("office").and_then(|office| office.get("channel")).and_then(Value::as_array);
    let of_kind = all.into_iter().flatten().filter(|channel| channel.get("type").and_then(Value::as_str) == Some(key));
    of_kind.filter_map(|channel| channel.get("value")?.as_str()).map(str::to_owned).collect()
}

impl OfficeValues {
    fn channels(&self) -> [(&'static str, &[String]); 5] {
        [("email", &self.email), ("fax", &self.fax), ("phone", &self.phone), ("form", &self.form), ("post", &self.post)]
    }

    /// Whether a table is of this office: by its name, or by a way to reach it.
    fn is_of(&self, table: &Made, language: &str) -> bool {
        let name = table.table.get("names").and_then(|names| names.get(language)).and_then(Value::as_str);
        self.name.is_some() && name == self.name.as_deref()
            || self.channels().iter().any(|(key, own)| channels(table, key).iter().any(|value| own.contains(value)))
    }
}

/// Makes a campaign from an appeal, and judges it.
fn judged(appeal: &Path, values: &Values) -> Counts {
    let world = World::new().bytes("appeal", &std::fs::read(appeal).unwrap());
    let run = world.line("campaigns new pier --from appeal");
    assert_eq!(run.code, 0, "{}\n{run}", appeal.display());
    let campaign = world.read("letters/pier/campaign.toml");
    let letter = world.read(&format!("letters/pier/{}.md", values.language));
    let (head, body) = letter.trim_start_matches("+++\n").split_once("\n+++\n").unwrap();
    let mut judge = Judge { remarks: remarks(&[&campaign, head, body]), counts: Counts::default() };
    let made = Made::new(&campaign);
    judge.campaign(&made, values);
    judge.letter(&Made::new(head), body, values);
    judge.offices(&made, values);
    judge.counts
}

#[test]
fn appeals_are_read_without_a_wrong_value() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/appeals");
    let mut all: Vec<PathBuf> = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    all.sort();
    let (of_values, appeals): (Vec<_>, Vec<_>) =
        all.into_iter().partition(|path| path.extension().is_some_and(|extension| extension == "toml"));
    let mut table = format!("{:24} values  found  asked missed  wrong\n", "");
    let mut failed = String::new();
    for path in of_values {
        let appeal = appeals.iter().find(|appeal| appeal.file_stem() == path.file_stem()).unwrap();
        let values: Values = toml::from_str(&std::fs::read_to_string(&path).unwrap()).unwrap();
        let Counts { values: count, found, asked, missed, wrong, remarks } = judged(appeal, &values);
        let name = appeal.file_name().unwrap().to_string_lossy();
        write!(table, "{name:24} {count:6} {found:6} {asked:6} {missed:6} {wrong:6}\n{remarks}").unwrap();
        if wrong > 0 || found < values.found {
            writeln!(failed, "{name}: {wrong} wrong, {found} of {} found", values.found).unwrap();
        }
    }
    println!("{table}");
    assert!(failed.is_empty(), "{failed}{table}");
}
