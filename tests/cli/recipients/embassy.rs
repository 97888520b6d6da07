//! `recipients embassy`: whose embassy a letter goes to, and why that one.

use super::*;

#[test]
fn the_answer_comes_with_its_reason() {
    for pair in ["KZ IE", "KZ GB", "IR US", "IR VA", "KZ KZ", "TR AM", "RU IE", "VE AQ", "kz uk"] {
        let run = World::new().line(&format!("recipients embassy {pair}"));
        assert_eq!(run.code, 0, "{run}");
        let suffix = if pair == "kz uk" { "_as_people_say" } else { "" };
        agreed!(format!("embassy_of_{}{suffix}", pair.to_lowercase().replace(' ', "_")), run);
    }
}

#[test]
fn the_whole_table_has_a_line_for_every_country() {
    let run = World::new().line("recipients embassy KZ");
    assert_eq!((run.code, run.stdout.lines().count()), (0, 250), "{run}");
    agreed!("embassy_table_counts", run.said());
    for line in run.stdout.lines() {
        assert_eq!(line.split('\t').count(), 4, "{line}");
    }
    // The counts are those of the table.
    for count in run.stderr.trim_start_matches("KZ: ").trim_end_matches(".\n").split(", ") {
        let (count, word) = count.split_once(' ').unwrap();
        assert_eq!(run.stdout.matches(&format!("\t{word}\t")).count().to_string(), count, "{word}");
    }
    // One by one it is the same.
    let one = World::new().line("recipients embassy KZ IE");
    assert!(run.stdout.contains(&one.stdout), "{one}");
}

#[test]
fn json_is_one_object_per_country() {
    let run = World::new().line("recipients embassy KZ --json");
    let answers = run.json();
    assert_eq!(answers.len(), 250);
    for answer in &answers {
        assert!(["country", "answer", "office", "name"].iter().all(|key| answer[key].is_string()), "{answer}");
    }
    let one = World::new().line("recipients embassy KZ IE --json");
    assert_eq!(one.json()[0]["office"], "kz-embassy-gb");
    agreed!("embassy_json", one);
}

#[test]
fn what_is_no_country_is_an_error() {
    for (line, name) in [("KK IE", "state"), ("KZ XX", "country"), ("Narnia GB", "name")] {
        let run = World::new().line(&format!("recipients embassy {line}"));
        assert_eq!((run.code, run.stdout.as_str()), (2, ""), "{run}");
        agreed!(format!("embassy_wrong_{name}"), run);
    }
}

#[test]
fn a_users_own_file_changes_the_answer() {
    let closed = "[[office]]\nid = \"kz-embassy-gb\"\nstatus = \"closed\"\n";
    let run = World::new().own_recipients(closed).line("recipients embassy KZ GB");
    assert!(!run.stdout.contains("kz-embassy-gb"), "{run}");
    let own = "[[office]]\nid = \"kz-embassy-ie\"\nkind = \"embassy\"\nrepresents = \"KZ\"\nhost = \"IE\"\n";
    let run = World::new().own_recipients(own).line("recipients embassy KZ IE");
    assert_eq!(run.stdout, "IE\tresident\tkz-embassy-ie\tEmbassy of Kazakhstan in Ireland\n", "{run}");
}

/// A campaign that writes to the embassy of Kazakhstan alone.
fn to_the_embassy() -> World {
    let campaign = "title = \"A lawyer\"\nembassy_of = \"KZ\"\n";
    let letter = "+++\nsubject = \"Release her\"\nsalutation = \"Dear Ambassador,\"\nclosing = \"Yours faithfully,\"\n+++\nRelease her.\n";
    World::new().campaign("lawyer", campaign, &[("en", letter)])
}

#[test]
fn where_no_address_is_known_the_letter_names_the_city_and_a_note_says_what_to_look_up() {
    // Described by a person; known from Wikidata alone, with and without a telephone.
    for (country, name) in [("MX", "described"), ("ZA", "bare")] {
        let run =
            to_the_embassy().line(&format!("write lawyer --name \"Jo Smith\" --email jo@u.test --country {country}"));
        assert_eq!(run.code, 0, "{run}");
        agreed!(format!("embassy_city_{name}"), run);
    }
    let iran = "title = \"A strike\"\nembassy_of = \"IR\"\n";
    let letter = "+++\nsubject = \"Release them\"\nsalutation = \"Dear Ambassador,\"\nclosing = \"Yours faithfully,\"\n+++\nRelease them.\n";
    let world = World::new().campaign("strike", iran, &[("en", letter)]);
    let run = world.line("write strike --name \"Jo Smith\" --email jo@u.test --country LU");
    agreed!("embassy_city_abroad", run);
}

#[test]
fn a_mission_in_a_users_own_file_completes_the_embassy_for_good() {
    let bare = to_the_embassy().line("recipients show kz-embassy-mx");
    assert!(bare.says("To complete it for good"), "{bare}");
    let table = bare.stdout.split("recipients.toml:\n").nth(1).unwrap();
    let filled = table.replace("\n…", "\n1 Road\nMexico City").replace("https://…", "https://embassy.example/");
    let by_wikidata = filled.replace("id = \"kz-embassy-mx\"", "id = \"our-embassy\"\nwikidata = \"WIKIDATA\"");
    let wikidata =
        bare.stdout.lines().find_map(|line| line.trim().strip_prefix("source: https://www.wikidata.org/wiki/"));
    let by_wikidata = by_wikidata.replace("WIKIDATA", wikidata.unwrap());
    for own in [filled, by_wikidata] {
        let world = to_the_embassy().own_recipients(&own);
        let run = world.line("write lawyer --name \"Jo Smith\" --email jo@u.test --country MX");
        assert!(run.code == 0 && run.says("1 Road\nMexico City"), "{own}\n{run}");
        assert!(!run.says("No postal or e-mail address") && !run.says("Look up"), "{run}");
    }
}
