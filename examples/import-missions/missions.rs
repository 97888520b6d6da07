//! From rows to missions: whose they are, where they stand, and the file.
//!
//! The order of rows in the export decides nothing, so the same export gives the same bytes.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

use jiff::civil::Date;
use outcry::locale::Country;
use serde::Deserialize;

use crate::clean::{self, Kind, Mailbox, Type};
use crate::districts;
use crate::mission::{Accredited, Mission, merged};
use crate::report::{Report, count};
use crate::states::{Named, States};

/// One row of the export. A list stands in one column with `|` between its members.
#[derive(Debug, Clone, Deserialize)]
pub struct Row {
    pub sending_state: String,
    pub sending_state_qid: String,
    pub r#type: String,
    pub host_country: String,
    pub host_country_qid: String,
    pub city: String,
    pub accredited_to: String,
    pub accredited_to_qids: String,
    pub phone: String,
    pub email: String,
    pub website: String,
    pub qid: String,
}

/// The file made of an export, and what became of its rows.
pub fn import(rows: &[Row], date: Date) -> (String, Report) {
    let states = States::known();
    let cities = Cities::of(rows, &states);
    let mut report = Report { read: rows.len(), ..Report::default() };
    let claimed = claimed_by_several(rows);
    let mut groups: BTreeMap<(Country, Country, Kind), Vec<Mission>> = BTreeMap::new();
    for row in rows {
        if let Some(reason) = claimed.get(row.qid.as_str()) {
            count(&mut report.dropped, *reason);
            continue;
        }
        match mission(row, &states, &cities, &mut report) {
            Ok(mission) => groups.entry((mission.state, mission.host, mission.kind)).or_default().push(mission),
            Err(reason) => count(&mut report.dropped, reason),
        }
    }
    let rows_kept: usize = groups.values().map(Vec::len).sum();
    let mut missions: Vec<Mission> = groups.into_values().flat_map(merged).collect();
    report.merged = rows_kept - missions.len();
    missions.sort_by_key(|mission| {
        let place = (mission.state, mission.host, mission.kind);
        (place, mission.rank(), Reverse(mission.fullness()), mission.id)
    });
    for mission in &missions {
        tell(mission, &mut report);
    }
    report.states = missions.iter().map(|mission| mission.state).collect::<HashSet<_>>().len();
    (file(&missions, date), report)
}

/// Ids that stand under two senders or two hosts, with the reason. One of the two is wrong, and nothing here tells
/// which.
fn claimed_by_several(rows: &[Row]) -> HashMap<&str, &'static str> {
    let mut first: HashMap<&str, &Row> = HashMap::new();
    let mut claimed = HashMap::new();
    for row in rows {
        let known = *first.entry(&row.qid).or_insert(row);
        if known.sending_state_qid != row.sending_state_qid {
            claimed.insert(row.qid.as_str(), "two states are named as its sender");
        } else if known.host_country_qid != row.host_country_qid {
            claimed.entry(row.qid.as_str()).or_insert("two states are named as its host");
        }
    }
    claimed
}

fn file(missions: &[Mission], date: Date) -> String {
    let mut text = format!(
        "# Missions of every state. Wikidata, CC0, as of {date}. Made by `cargo run --example import-missions`; \
         not edited by hand.\n\
         # date {date}\n\
         # host, kind, Wikidata id without Q, city, accredited to, web site, telephone, e-mail, remark\n\
         # In a web site `https://` is left out, `/` stands for `http://` and `.` for `www.`.\n"
    );
    let mut section = None;
    for mission in missions {
        if section != Some(mission.state) {
            section = Some(mission.state);
            text.push_str(&format!("= {}\n", mission.state));
        }
        text.push_str(&mission.line());
        text.push('\n');
    }
    text
}

fn tell(mission: &Mission, report: &mut Report) {
    report.written += 1;
    let kind = if mission.kind == Kind::Embassy { "embassy" } else { mission.kind.as_str() };
    count(&mut report.kinds, kind);
    for remark in mission.remarks() {
        count(&mut report.marked, remark.to_string());
    }
    let with = [
        ("web site", mission.web.is_some()),
        ("telephone", mission.phone.is_some()),
        ("e-mail", mission.mailbox.address().is_some()),
        ("accreditation beyond its host", mission.line().split('\t').nth(4).is_some_and(|states| !states.is_empty())),
    ];
    with.into_iter().filter(|(_, has)| *has).for_each(|(what, _)| count(&mut report.with, what));
}

fn mission(row: &Row, states: &States, cities: &Cities, report: &mut Report) -> Result<Mission, &'static str> {
    let kind = match clean::kind(&row.r#type) {
        Type::Mission(kind) => kind,
        Type::NoMission => return Err("the type is no diplomatic mission"),
        Type::Former => return Err("the type says it is closed"),
        Type::Unknown => {
            count(&mut report.unknown_types, row.r#type.clone());
            return Err("the type is unknown");
        }
    };
    let id: u64 = row.qid.strip_prefix('Q').and_then(|id| id.parse().ok()).ok_or("its id is no Wikidata id")?;
    let mut country = |id: &str, label: &str, no_state, unknown| match states.find(id, label) {
        Named::State(country) => Ok(country),
        Named::NoState => {
            count(&mut report.no_states, format!("{label} ({id})"));
            Err(no_state)
        }
        Named::Unknown => {
            count(&mut report.unknown_names, format!("{label} ({id})"));
            Err(unknown)
        }
    };
    let state =
        country(&row.sending_state_qid, &row.sending_state, "the sender has no ISO code", "the sender is unknown")?;
    // A mission is not accredited to the state that sends it: sender and host were entered for each other.
    let own_state_only = |to: &BTreeSet<Country>| to.len() == 1 && to.contains(&state);
    let mut host =
        country(&row.host_country_qid, &row.host_country, "the host has no ISO code", "the host is unknown")?;
    let city = clean::name(&row.city);
    let accredited = match accredited(row, kind, states, report) {
        Accredited::To(to) if own_state_only(&to) && host != state => Accredited::NotStated,
        accredited => accredited,
    };
    if host == state {
        host = cities.host(&city, state, &accredited).ok_or("the host is the sender")?;
        report.hosts_found += 1;
    }
    // Consulates are told apart by where they are.
    let city = if kind.is_head_mission() { districts::city(host, &city).to_owned() } else { city };
    let mut mission =
        Mission { state, host, kind, id, city, accredited, web: None, phone: None, mailbox: Mailbox::None };
    contacts(&mut mission, row, report);
    Ok(mission)
}

/// Fills in web site, telephone and mailbox, as far as they are clean and no private person's.
fn contacts(mission: &mut Mission, row: &Row, report: &mut Report) {
    let mut left_out = |reason| count(&mut report.left_out, reason);
    let values = [&row.website, &row.phone, &row.email];
    if mission.kind == Kind::HonoraryConsulate {
        // An honorary consul is mostly a private person, reached at home or at work.
        values.into_iter().filter(|value| !value.is_empty()).for_each(|_| left_out("of an honorary consulate"));
        return;
    }
    mission.web = clean::web_site(&row.website);
    if mission.web.is_none() && !row.website.is_empty() {
        left_out("web site, not clean or archived");
    }
    mission.phone = clean::telephone(&row.phone, mission.host);
    if mission.phone.is_none() && !row.phone.is_empty() {
        left_out("telephone, no ordinary number of the host");
    }
    mission.mailbox = clean::mailbox(&row.email, &[&mission.city, &row.host_country, &row.sending_state]);
    match mission.mailbox {
        Mailbox::Broken => left_out("e-mail, no address"),
        Mailbox::Personal => left_out("e-mail, a person's"),
        Mailbox::None | Mailbox::Office(_) | Mailbox::FreeMail(_) => {}
    }
}

fn accredited(row: &Row, kind: Kind, states: &States, report: &mut Report) -> Accredited {
    let labels: Vec<&str> = row.accredited_to.split('|').collect();
    let ids: Vec<&str> = row.accredited_to_qids.split('|').collect();
    // Lists of different lengths cannot be paired; a label alone still names a state.
    let id = |at: usize| if labels.len() == ids.len() { ids[at] } else { "" };
    let mut to = BTreeSet::new();
    let mut anything = false;
    for (label, id) in labels.iter().enumerate().map(|(at, label)| (*label, id(at))) {
        if label.is_empty() && id.is_empty() {
            continue;
        }
        anything = true;
        match states.find(id, label) {
            Named::State(country) => {
                to.insert(country);
            }
            Named::NoState | Named::Unknown => count(&mut report.unlisted, format!("{label} ({id})")),
        }
    }
    if !to.is_empty() {
        Accredited::To(to)
    } else if anything && kind.is_head_mission() {
        Accredited::Other
    } else {
        // A consulate's district is a region of its host.
        Accredited::NotStated
    }
}

/// Which states host missions in a city, by the rows that name a host other than the sender.
struct Cities {
    hosts: HashMap<String, BTreeSet<Country>>,
}

impl Cities {
    fn of(rows: &[Row], states: &States) -> Self {
        let mut hosts: HashMap<String, BTreeSet<Country>> = HashMap::new();
        for row in rows {
            let host = states.find(&row.host_country_qid, &row.host_country);
            let sender = states.find(&row.sending_state_qid, &row.sending_state);
            if let Named::State(country) = host
                && host != sender
            {
                hosts.entry(clean::name(&row.city)).or_default().insert(country);
            }
        }
        Self { hosts }
    }

    /// The one accredited state that has other missions in that city.
    fn host(&self, city: &str, sender: Country, accredited: &Accredited) -> Option<Country> {
        let Accredited::To(states) = accredited else { return None };
        let hosts = self.hosts.get(city).filter(|_| !city.is_empty())?;
        let mut both = states.intersection(hosts).filter(|host| **host != sender);
        let found = both.next()?;
        both.next().is_none().then_some(*found)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const HEAD: &str = "sending_state,sending_state_qid,type,host_country,host_country_qid,city,accredited_to,\
                        accredited_to_qids,phone,email,website,qid\n";

    fn rows(csv: &str) -> Vec<Row> {
        let text = format!("{HEAD}{csv}");
        crate::read(text.as_bytes()).unwrap()
    }

    /// The lines of the file below its header.
    fn imported(csv: &str) -> (Vec<String>, Report) {
        let (text, report) = import(&rows(csv), jiff::civil::date(2022, 11, 16));
        (text.lines().filter(|line| !line.starts_with('#')).map(str::to_owned).collect(), report)
    }

    #[track_caller]
    fn becomes(csv: &str, expected: &[&str]) -> Report {
        let (lines, report) = imported(csv);
        assert_eq!(lines, expected, "{csv}");
        report
    }

    #[test]
    fn a_row_becomes_a_line() {
        becomes(
            "Kazakhstan,Q232,embassy,United Kingdom,Q145,City of Westminster,United Kingdom|Republic of Ireland|Iceland,\
             Q145|Q27|Q189,,,https://www.gov.kz/memleket/entities/mfa-london,Q16867391\n\
             Afghanistan,Q889,embassy,Egypt,Q79,Heliopolis,Egypt,Q79,+20 2 24177234,cairo@mfa.af,,Q2\n\
             Vatican,Q237,apostolic nunciature,Switzerland,Q39,Bern,,,,nuntius@nunziatura.ch,,Q3\n",
            &[
                "= AF",
                "EG\t\t2\tCairo\t\t\t+20224177234\tcairo@mfa.af",
                "= KZ",
                "GB\t\t16867391\tLondon\tGB IE IS\t.gov.kz/memleket/entities/mfa-london",
                "= VA",
                "CH\tnunciature\t3\tBern\t\t\t\tnuntius@nunziatura.ch",
            ],
        );
    }

    #[test]
    fn what_is_no_state_is_dropped_and_told() {
        let report = becomes(
            "Quebec,Q176,Quebec Government Office,Japan,Q17,Tokyo,,,,,,Q1\n\
             Abkhazia,Q31354462,embassy,Russia,Q159,Moscow,Russia,Q159,,,,Q2\n\
             Kosovo,Q1246,embassy,Switzerland,Q39,Bern,,,,,,Q3\n\
             Ruritania,Q999999999,embassy,Switzerland,Q39,Bern,,,,,,Q4\n\
             France,Q142,embassy,Kosovo,Q1246,Pristina,,,,,,Q5\n\
             France,Q142,ice cream stand,Spain,Q29,Madrid,,,,,,Q6\n\
             France,Q142,embassy,Spain,Q29,Madrid,,,,,,x\n",
            &[],
        );
        assert_eq!(report.dropped.values().sum::<usize>(), 7);
        assert_eq!(report.unknown_names.keys().collect::<Vec<_>>(), ["Ruritania (Q999999999)"]);
        assert_eq!(report.unknown_types.keys().collect::<Vec<_>>(), ["ice cream stand"]);
        assert_eq!(report.no_states.len(), 2);
    }

    #[test]
    fn a_mission_of_two_senders_is_nobodys() {
        let report = becomes(
            "Iraq,Q796,embassy,Kuwait,Q817,Kuwait City,Kuwait,Q817,,,https://kw.nepalembassy.gov.np,Q106686567\n\
             Nepal,Q837,embassy,Kuwait,Q817,Kuwait City,Kuwait,Q817,,,https://kw.nepalembassy.gov.np,Q106686567\n",
            &[],
        );
        assert_eq!(report.dropped["two states are named as its sender"], 2);
    }

    #[test]
    fn a_mission_that_says_it_is_accredited_to_its_host_goes_first() {
        becomes(
            "Switzerland,Q39,embassy,Belgium,Q31,Brussels,,,,,https://www.eda.admin.ch/missions/mission-eu,Q98843778\n\
             Switzerland,Q39,embassy,Belgium,Q31,Ixelles - Elsene,Belgium,Q31,,,,Q100788038\n",
            &[
                "= CH",
                "BE\t\t100788038\tIxelles - Elsene",
                "BE\t\t98843778\tBrussels\t\t.eda.admin.ch/missions/mission-eu",
            ],
        );
    }

    #[test]
    fn a_ministry_is_its_state() {
        becomes(
            "Ministry of Foreign Affairs of the Russian Federation,Q789889,consulate general,Turkey,Q43,Beyoğlu,,,,\
             stambul@mid.ru,https://istanbul.mid.ru/,Q111580504\n",
            &["= RU", "TR\tconsulate-general\t111580504\tBeyoğlu\t\tistanbul.mid.ru\t\tstambul@mid.ru"],
        );
    }

    #[test]
    fn a_host_that_is_the_sender_is_found_by_the_city_or_dropped() {
        let report = becomes(
            "Australia,Q408,embassy,Australia,Q408,Mitte,Switzerland|Germany|Liechtenstein,Q39|Q183|Q347,,,,Q782851\n\
             Australia,Q408,consulate general,Australia,Q408,Guangzhou,,,,,,Q23891776\n\
             Italy,Q38,embassy,Italy,Q38,Rome,Vatican City,Q237,,,,Q16744674\n\
             Chad,Q657,embassy,Germany,Q183,Mitte,Germany,Q183,,,,Q1\n",
            &["= AU", "DE\t\t782851\tBerlin\tCH DE LI", "= TD", "DE\t\t1\tBerlin"],
        );
        assert_eq!(report.hosts_found, 1);
        assert_eq!(report.dropped["the host is the sender"], 2);
    }

    #[test]
    fn rows_that_agree_are_one_mission() {
        let report = becomes(
            "Chad,Q657,embassy,Germany,Q183,Berlin,Germany|Austria,Q183|Q40,,,,Q5\n\
             Chad,Q657,embassy,Germany,Q183,,Germany,Q183,,info@tchad.example.de,http://chad.de,Q4\n\
             Chad,Q657,embassy,Germany,Q183,Berlin Mitte,,,,,,Q3\n",
            &["= TD", "DE\t\t4\tBerlin\tAT DE\t/chad.de\t\tinfo@tchad.example.de"],
        );
        assert_eq!(report.merged, 2);
    }

    #[test]
    fn missions_accredited_elsewhere_stay_apart() {
        becomes(
            "Ukraine,Q212,embassy,Italy,Q38,Rome,Vatican City,Q237,,emb_va@mfa.gov.ua,https://vatican.mfa.gov.ua,Q2\n\
             Ukraine,Q212,embassy,Italy,Q38,Rome,,,,,,Q3\n\
             Fiji,Q712,embassy,Tunisia,Q948,Tunis,Libya,Q1016,,,,Q5\n\
             Fiji,Q712,embassy,Tunisia,Q948,Tunis,Tunisia,Q948,,,,Q6\n\
             Fiji,Q712,embassy,Spain,Q29,Madrid,,,,,,Q7\n\
             Fiji,Q712,embassy,Spain,Q29,Barcelona,,,,,,Q8\n",
            &[
                "= FJ",
                "ES\t\t7\tMadrid",
                "ES\t\t8\tBarcelona",
                "TN\t\t6\tTunis",
                "TN\t\t5\tTunis\tLY",
                "= UA",
                "IT\t\t3\tRome",
                "IT\t\t2\tRome\tVA\tvatican.mfa.gov.ua\t\temb_va@mfa.gov.ua",
            ],
        );
    }

    #[test]
    fn consulates_are_one_only_in_one_city() {
        becomes(
            "Chad,Q657,consulate,Germany,Q183,Hamburg,,,,,,Q5\n\
             Chad,Q657,consulate,Germany,Q183,Hamburg,,,,,,Q6\n\
             Chad,Q657,consulate,Germany,Q183,,,,,,,Q7\n\
             Chad,Q657,consulate,Germany,Q183,,,,,,,Q8\n",
            &["= TD", "DE\tconsulate\t5\tHamburg", "DE\tconsulate\t7", "DE\tconsulate\t8"],
        );
    }

    #[test]
    fn a_mission_accredited_to_its_own_state_alone_is_one_to_its_host() {
        becomes("Spain,Q29,embassy,Hungary,Q28,Budapest,Spain,Q29,,,,Q1\n", &["= ES", "HU\t\t1\tBudapest"]);
    }

    #[test]
    fn accreditations_are_paired_with_their_own_ids() {
        // An empty label is no reason to take the next label's id.
        for (labels, ids, expected) in [
            ("Germany||Austria", "Q183|Q55|Q40", "DE\t\t4\tBerlin\tAT DE NL"),
            ("Spain|Andorra", "", "DE\t\t4\tBerlin\tAD ES"),
        ] {
            becomes(&format!("Chad,Q657,embassy,Germany,Q183,Berlin,{labels},{ids},,,,Q4\n"), &["= TD", expected]);
        }
    }

    #[test]
    fn what_is_no_country_is_left_out_of_an_accreditation() {
        let report = becomes(
            "Mozambique,Q1029,embassy,France,Q142,Paris,France|UNESCO,Q142|Q7809,,,,Q1\n\
             Vatican,Q237,apostolic nunciature,Belgium,Q31,,European Union,Q458,,,,Q2\n\
             France,Q142,consulate general,Spain,Q29,Barcelona,Catalonia,Q5705,,,,Q3\n",
            &[
                "= FR",
                "ES\tconsulate-general\t3\tBarcelona",
                "= MZ",
                "FR\t\t1\tParis",
                "= VA",
                "BE\tnunciature\t2\t\t\t\t\t\tother",
            ],
        );
        assert_eq!(report.unlisted.values().sum::<usize>(), 3);
    }

    #[test]
    fn private_persons_do_not_enter_the_file() {
        let report = becomes(
            "Chile,Q298,honorary consulate,Egypt,Q79,Alexandria,,,+20 3 480 88 88,maria.nobody@consul.com.eg,\
             http://consul.com.eg,Q1\n\
             Cuba,Q241,embassy,Ukraine,Q212,Kyiv,,,,maria@embassy.com.ua,,Q2\n\
             Benin,Q962,embassy,Niger,Q1032,Niamey,,,,ambaben@yahoo.fr,,Q3\n",
            &[
                "= BJ",
                "NE\t\t3\tNiamey\t\t\t\tambaben@yahoo.fr\tfree-mail",
                "= CL",
                "EG\thonorary-consulate\t1\tAlexandria",
                "= CU",
                "UA\t\t2\tKyiv\t\t\t\t\tpersonal",
            ],
        );
        assert_eq!(report.left_out["of an honorary consulate"], 3);
        assert_eq!(report.left_out["e-mail, a person's"], 1);
    }

    #[test]
    fn the_same_export_in_any_order_gives_the_same_bytes() {
        let date = jiff::civil::date(2022, 11, 16);
        let csv = "Chad,Q657,embassy,Germany,Q183,Berlin,Germany|Austria,Q183|Q40,,,,Q5\n\
                   Chad,Q657,embassy,Germany,Q183,,Germany,Q183,,,http://chad.de,Q4\n\
                   Chad,Q657,consulate,Germany,Q183,Bonn,,,,,,Q3\n\
                   France,Q142,embassy,Germany,Q183,Mitte,,,,,,Q9\n";
        let mut rows = rows(csv);
        let first = import(&rows, date);
        assert_eq!(import(&rows, date), first);
        rows.reverse();
        assert_eq!(import(&rows, date), first);
    }
}
