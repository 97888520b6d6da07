//! What differs between the table that was there and the new one: missions opened, closed, moved, and their contacts.

use std::collections::BTreeMap;
use std::fmt;

/// What became of missions, each in a line.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Changes {
    /// The day of the table that was there.
    pub since: Option<String>,
    pub opened: Vec<String>,
    pub closed: Vec<String>,
    pub moved: Vec<String>,
    pub new_contacts: Vec<String>,
    pub lost_contacts: Vec<String>,
    /// Another kind, or accredited to other states.
    pub otherwise: Vec<String>,
}

/// A line of the table, by column.
struct Line<'a> {
    state: &'a str,
    columns: [&'a str; 8],
}

impl Line<'_> {
    fn name(&self, id: &str) -> String {
        let [host, kind, _, city, ..] = self.columns;
        let kind = if kind.is_empty() { "embassy" } else { kind };
        let city = if city.is_empty() { String::new() } else { format!(", {city}") };
        format!("{} {kind} in {host}{city} (Q{id})", self.state)
    }
}

/// Reads a table: its day, and its missions by their ids. A mission may stand under several senders.
fn read(table: &str) -> (Option<&str>, BTreeMap<(&str, &str), Line<'_>>) {
    let mut missions = BTreeMap::new();
    let (mut date, mut state) = (None, "");
    for line in table.lines() {
        if let Some(day) = line.strip_prefix("# date ") {
            date = Some(day);
        } else if let Some(code) = line.strip_prefix("= ") {
            state = code;
        } else if !line.starts_with('#') {
            let mut all = line.split('\t');
            let columns: [&str; 8] = std::array::from_fn(|_| all.next().unwrap_or_default());
            missions.insert((state, columns[2]), Line { state, columns });
        }
    }
    (date, missions)
}

/// What the new table changes.
pub fn changes(before: &str, after: &str) -> Changes {
    let ((since, before), (_, after)) = (read(before), read(after));
    let mut changes = Changes { since: since.map(str::to_owned), ..Changes::default() };
    for (key, old) in before.iter().filter(|(key, _)| !after.contains_key(*key)) {
        changes.closed.push(old.name(key.1));
    }
    for (key, new) in &after {
        let name = new.name(key.1);
        let Some(old) = before.get(key) else {
            changes.opened.push(name);
            continue;
        };
        let [was, is] = [old.columns, new.columns];
        let place = |[host, _, _, city, ..]: [&str; 8]| [host, city].map(str::to_owned).join(" ");
        if place(was) != place(is) {
            changes.moved.push(format!("{name}, before: {}", place(was)));
        }
        if [was[1], was[4]] != [is[1], is[4]] {
            changes.otherwise.push(format!("{name}, before: {}", [was[1], was[4]].join(" ").trim()));
        }
        for (at, what) in [(5, "web site"), (6, "telephone"), (7, "e-mail")] {
            match (was[at], is[at]) {
                (was, is) if was == is => {}
                (was, "") => changes.lost_contacts.push(format!("{name}: {what} {was}")),
                ("", is) => changes.new_contacts.push(format!("{name}: {what} {is}")),
                (was, is) => changes.new_contacts.push(format!("{name}: {what} {is}, before: {was}")),
            }
        }
    }
    changes
}

impl fmt::Display for Changes {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let since = self.since.as_deref().unwrap_or("the last table");
        writeln!(f, "\nchanges since {since}:")?;
        for (title, missions) in [
            ("opened or newly listed", &self.opened),
            ("closed or no longer listed", &self.closed),
            ("moved", &self.moved),
            ("new contacts", &self.new_contacts),
            ("lost contacts", &self.lost_contacts),
            ("another kind or accreditation", &self.otherwise),
        ] {
            writeln!(f, "{title}: {}", missions.len())?;
            missions.iter().try_for_each(|mission| writeln!(f, "  {mission}"))?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_change_is_counted_and_listed() {
        let before = "# date 2022-11-16\n= KZ\nFI\t\t1\tHelsinki\nNO\t\t2\tOslo\tIS\ta.example\t+4722\nSE\t\t3\tStockholm\n\
                      = TR\nFI\tconsulate\t4\tTurku\t\t\t\ta@tr.example\n";
        let after = "# date 2026-11-01\n= KZ\nFI\t\t1\tEspoo\t\t\t+3589\nNO\t\t2\tOslo\tDK IS\tb.example\nDK\t\t5\tCopenhagen\n\
                     = TR\nFI\tconsulate-general\t4\tTurku\t\t\t\ta@tr.example\n";
        assert_eq!(
            changes(before, after).to_string(),
            "\nchanges since 2022-11-16:\n\
             opened or newly listed: 1\n  KZ embassy in DK, Copenhagen (Q5)\n\
             closed or no longer listed: 1\n  KZ embassy in SE, Stockholm (Q3)\n\
             moved: 1\n  KZ embassy in FI, Espoo (Q1), before: FI Helsinki\n\
             new contacts: 2\n  KZ embassy in FI, Espoo (Q1): telephone +3589\n  \
             KZ embassy in NO, Oslo (Q2): web site b.example, before: a.example\n\
             lost contacts: 1\n  KZ embassy in NO, Oslo (Q2): telephone +4722\n\
             another kind or accreditation: 2\n  KZ embassy in NO, Oslo (Q2), before: IS\n  \
             TR consulate-general in FI, Turku (Q4), before: consulate\n"
        );
        assert_eq!(changes(after, after), Changes { since: Some("2026-11-01".to_owned()), ..Changes::default() });
    }
}
