//! The file that is shipped, read back: every line must say what its columns promise.

use std::collections::HashSet;
use std::fs;

use outcry::address::Email;
use outcry::locale::Country;
use outcry::registry::mailbox::{self, Nature};
use outcry::registry::phone::{Line, Phone};

use crate::clean::{self, Kind};

fn shipped() -> String {
    fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/src/registry/missions.tsv")).unwrap()
}

#[test]
fn it_says_where_it_comes_from() {
    let text = shipped();
    let mut lines = text.lines();
    assert!(lines.next().unwrap().contains("Wikidata, CC0, as of "));
    let date = lines.next().unwrap().strip_prefix("# date ").unwrap();
    date.parse::<jiff::civil::Date>().unwrap();
    assert!(lines.next().unwrap().starts_with("# host, "));
    assert!(lines.next().unwrap().starts_with("# In a web site"));
    assert!(text.ends_with('\n') && !text.contains('\r') && !text.contains("\n\n"));
}

#[test]
fn every_line_reads_as_its_columns_promise() {
    let text = shipped();
    let mut state: Option<Country> = None;
    let mut before = (0, String::new());
    let mut ids = HashSet::new();
    let mut read = 0;
    for line in text.lines().filter(|line| !line.starts_with('#')) {
        if let Some(code) = line.strip_prefix("= ") {
            let next: Country = code.parse().unwrap();
            assert!(state.is_none_or(|last| last < next), "{line}: sections are in order");
            state = Some(next);
            before = (0, String::new());
            continue;
        }
        read += 1;
        let state = state.unwrap();
        let mut columns: Vec<&str> = line.split('\t').collect();
        assert!((3..=9).contains(&columns.len()) && !line.ends_with('\t'), "{line}");
        columns.resize(9, "");
        let [host, kind, id, city, accredited_to, web, phone, email, remarks] = columns[..] else { unreachable!() };

        let host_code = host;
        let host: Country = host.parse().unwrap();
        assert!(host.code() == host_code && host != state, "{line}");
        let kind = Kind::ALL.into_iter().find(|known| known.as_str() == kind).unwrap();
        let rank = Kind::ALL.into_iter().position(|known| known == kind).unwrap();
        assert!(
            before.1.as_str() < host_code || before.1 == host_code && before.0 <= rank,
            "{line}: lines are in order"
        );
        before = (rank, host_code.to_owned());
        assert!(id.bytes().all(|b| b.is_ascii_digit()) && id.parse::<u64>().is_ok(), "{line}");
        assert!(ids.insert((state, host, kind, id.to_owned())), "{line}: twice");
        assert_eq!(city, clean::name(city), "{line}");

        let codes: Vec<&str> = accredited_to.split(' ').filter(|code| !code.is_empty()).collect();
        assert!(
            codes.is_sorted() && codes.iter().all(|code| code.parse::<Country>().unwrap().code() == *code),
            "{line}"
        );
        assert!(codes != [host_code], "{line}: an accreditation to the host alone is not written");

        if !web.is_empty() {
            let (scheme, rest) = web.strip_prefix('/').map_or(("https", web), |rest| ("http", rest));
            let rest = rest.strip_prefix('.').map_or_else(|| rest.to_owned(), |rest| format!("www.{rest}"));
            let whole = format!("{scheme}://{rest}");
            assert_eq!(clean::web_site(&whole).as_deref(), Some(web), "{line}");
        }
        if !phone.is_empty() {
            let number = Phone::parse(phone).unwrap();
            assert!(number.as_str() == phone && number.line(host) == Line::Fits, "{line}");
        }
        let remarks: Vec<&str> = remarks.split(' ').filter(|word| !word.is_empty()).collect();
        assert!(remarks.iter().all(|word| ["free-mail", "other", "personal"].contains(word)), "{line}");
        if !email.is_empty() {
            let address: Email = email.parse().unwrap();
            let nature = mailbox::nature(&address, &[city, &host.name_in(&"en".parse().unwrap())]);
            assert!(nature != Nature::Personal, "{line}");
            assert_eq!(nature == Nature::FreeMail, remarks.contains(&"free-mail"), "{line}");
        }
        assert!(email.is_empty() || !remarks.contains(&"personal"), "{line}");
        let is_bare = [web, phone, email].iter().all(|value| value.is_empty());
        assert!(kind != Kind::HonoraryConsulate || is_bare, "{line}: an honorary consul is a private person");
    }
    assert!(read > 5_000, "only {read} missions");
}
