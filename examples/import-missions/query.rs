//! The result of `missions.sparql`, as SPARQL defines it (<https://www.w3.org/TR/sparql11-results-json/>) or as
//! query.wikidata.org writes it for people: a list of rows, each value a text or with its type.

use std::collections::{BTreeMap, BTreeSet};

use serde::Deserialize;

use crate::clean::{self, Type};
use crate::missions::Row;

/// Why a file is no result of the query.
#[derive(Debug, thiserror::Error)]
pub enum QueryError {
    #[error("{0}; if the file ends too early, the query ran out of time: run it again")]
    Json(#[from] serde_json::Error),
    #[error("its rows have no `{0}`; run the query of examples/import-missions/missions.sparql as it is")]
    Column(&'static str),
    #[error("it holds no mission")]
    Empty,
}

#[derive(Deserialize)]
#[serde(untagged)]
enum QueryResult {
    Standard { results: Bindings },
    Rows(Vec<Binding>),
}

#[derive(Deserialize)]
struct Bindings {
    bindings: Vec<Binding>,
}

type Binding = BTreeMap<String, Value>;

#[derive(Deserialize)]
#[serde(untagged)]
enum Value {
    Plain(String),
    Typed { value: String },
}

impl Value {
    fn text(&self) -> &str {
        match self {
            Self::Plain(text) | Self::Typed { value: text } => text,
        }
    }
}

/// What must stand in some row: a query without it asks for something else.
const COLUMNS: [&str; 6] = ["mission", "typeLabel", "sender", "senderLabel", "host", "hostLabel"];

/// What the rows of one mission say of it.
#[derive(Default)]
struct Said {
    types: BTreeSet<String>,
    cities: BTreeSet<String>,
    /// Ids and labels.
    accredited: BTreeSet<(String, String)>,
    phones: BTreeSet<String>,
    emails: BTreeSet<String>,
    websites: BTreeSet<String>,
}

/// The rows of an export that say the same.
pub fn rows(text: &str) -> Result<Vec<Row>, QueryError> {
    // An untagged type would only say that nothing fits.
    serde_json::from_str::<serde::de::IgnoredAny>(text)?;
    let bindings = match serde_json::from_str(text)? {
        QueryResult::Standard { results: Bindings { bindings } } | QueryResult::Rows(bindings) => bindings,
    };
    if bindings.is_empty() {
        return Err(QueryError::Empty);
    }
    if let Some(column) = COLUMNS.into_iter().find(|column| !bindings.iter().any(|row| row.contains_key(*column))) {
        return Err(QueryError::Column(column));
    }
    let mut missions: BTreeMap<[String; 5], Said> = BTreeMap::new();
    for row in &bindings {
        let text = |column: &str| row.get(column).map(Value::text).unwrap_or_default().trim().to_owned();
        let id = |column: &str| text(column).rsplit('/').next().unwrap_or_default().to_owned();
        let key = [id("mission"), id("sender"), text("senderLabel"), id("host"), text("hostLabel")];
        let said = missions.entry(key).or_default();
        let add = |set: &mut BTreeSet<String>, value: String| {
            if !value.is_empty() {
                set.insert(value);
            }
        };
        add(&mut said.types, text("typeLabel"));
        add(&mut said.cities, text("cityLabel"));
        add(&mut said.phones, text("phone"));
        add(&mut said.emails, text("email"));
        add(&mut said.websites, text("website"));
        let accredited = (id("accredited"), text("accreditedLabel"));
        if accredited != Default::default() {
            said.accredited.insert(accredited);
        }
    }
    Ok(missions.into_iter().flat_map(|(key, said)| said.rows(key)).collect())
}

impl Said {
    /// One row; one more for each further telephone or web site, which the import joins again.
    fn rows(self, [qid, sending_state_qid, sending_state, host_country_qid, host_country]: [String; 5]) -> Vec<Row> {
        // The most exact of several types, in the order of the kinds.
        let by_kind = |label: &&String| match clean::kind(label) {
            Type::Mission(kind) => (0, Some(kind)),
            Type::Former => (1, None),
            Type::NoMission => (2, None),
            Type::Unknown => (3, None),
        };
        let r#type = self.types.iter().min_by_key(by_kind).cloned().unwrap_or_default();
        let (accredited_to_qids, accredited_to): (Vec<String>, Vec<String>) = self.accredited.into_iter().unzip();
        let row = Row {
            sending_state,
            sending_state_qid,
            r#type,
            host_country,
            host_country_qid,
            city: self.cities.into_iter().next().unwrap_or_default(),
            accredited_to: accredited_to.join("|"),
            accredited_to_qids: accredited_to_qids.join("|"),
            phone: String::new(),
            email: self.emails.into_iter().collect::<Vec<_>>().join("|"),
            website: String::new(),
            qid,
        };
        let (phones, websites): (Vec<String>, Vec<String>) =
            (self.phones.into_iter().collect(), self.websites.into_iter().collect());
        let nth = |values: &[String], at: usize| values.get(at).cloned().unwrap_or_default();
        (0..phones.len().max(websites.len()).max(1))
            .map(|at| Row { phone: nth(&phones, at), website: nth(&websites, at), ..row.clone() })
            .collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::missions::import;

    const EMBASSY: &str = r#"{"mission":{"type":"uri","value":"http://www.wikidata.org/entity/Q7"},
        "typeLabel":{"xml:lang":"en","type":"literal","value":"TYPE"},
        "sender":{"type":"uri","value":"http://www.wikidata.org/entity/Q232"},
        "senderLabel":{"type":"literal","value":"Kazakhstan"},
        "host":{"type":"uri","value":"http://www.wikidata.org/entity/Q33"},
        "hostLabel":{"type":"literal","value":"Finland"},
        "cityLabel":{"type":"literal","value":"Helsinki"}MORE}"#;

    fn binding(kind: &str, more: &str) -> String {
        EMBASSY.replace("TYPE", kind).replace("MORE", more)
    }

    fn standard(rows: &[String]) -> String {
        format!(r#"{{"head":{{"vars":["mission"]}},"results":{{"bindings":[{}]}}}}"#, rows.join(","))
    }

    fn lines(text: &str) -> Vec<String> {
        let (text, _) = import(&rows(text).unwrap(), jiff::civil::date(2026, 11, 1));
        text.lines().filter(|line| !line.starts_with('#')).map(str::to_owned).collect()
    }

    #[test]
    fn the_rows_of_a_mission_become_one_line() {
        let to = |id: &str, label: &str| {
            format!(
                r#","accredited":{{"type":"uri","value":"http://www.wikidata.org/entity/{id}"}},"accreditedLabel":{{"type":"literal","value":"{label}"}},"phone":{{"type":"literal","value":"+358 9 4242 6700"}}"#
            )
        };
        let both = [
            binding("embassy", &to("Q33", "Finland")),
            binding("embassy", &to("Q191", "Estonia")),
            // Another type says less exactly what it is.
            binding("diplomatic mission", r#","website":{"type":"uri","value":"https://www.kz.example/"}"#),
        ];
        let expected = ["= KZ", "FI\t\t7\tHelsinki\tEE FI\t.kz.example\t+358942426700"];
        assert_eq!(lines(&standard(&both)), expected);
        // As the web page of the query service saves it, with and without the types of values.
        assert_eq!(lines(&format!("[{}]", both.join(","))), expected);
        let plain = r#"[{"mission":"http://www.wikidata.org/entity/Q7","typeLabel":"embassy","sender":"http://www.wikidata.org/entity/Q232","senderLabel":"Kazakhstan","host":"http://www.wikidata.org/entity/Q33","hostLabel":"Finland"}]"#;
        assert_eq!(lines(plain), ["= KZ", "FI\t\t7"]);
    }

    #[test]
    fn a_mission_of_two_hosts_is_left_out() {
        let other = binding("embassy", "").replace("Q33", "Q191").replace("Finland", "Estonia");
        let rows = rows(&standard(&[binding("embassy", ""), other])).unwrap();
        let (_, report) = import(&rows, jiff::civil::date(2026, 11, 1));
        assert_eq!(report.dropped["two states are named as its host"], 2);
    }

    #[test]
    fn what_is_no_result_of_the_query_is_refused() {
        let whole = standard(&[binding("embassy", "")]);
        let cut = &whole[..whole.len() - 30];
        for (text, expected) in [
            (cut, "EOF while parsing"),
            ("", "EOF while parsing"),
            ("SPARQL-QUERY: java.util.concurrent.TimeoutException", "expected value"),
            ("{\"head\":{}}", "did not match"),
            ("[1]", "did not match"),
            ("[]", "it holds no mission"),
            (&standard(&[]), "it holds no mission"),
            (r#"[{"item":"http://www.wikidata.org/entity/Q1"}]"#, "its rows have no `mission`"),
            (&whole.replace("\"hostLabel\"", "\"hostName\""), "its rows have no `hostLabel`"),
        ] {
            let error = rows(text).map(|rows| rows.len()).unwrap_err().to_string();
            assert!(error.contains(expected), "{text}\n{error}");
        }
        // A damaged value is a row that is dropped, and told.
        let rows = rows(&whole.replace("entity/Q7", "entity/none")).unwrap();
        let (_, report) = import(&rows, jiff::civil::date(2026, 11, 1));
        assert_eq!(report.dropped["its id is no Wikidata id"], 1);
    }
}
