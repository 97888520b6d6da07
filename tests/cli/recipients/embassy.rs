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
fn a_wrong_code_is_an_error() {
    for (line, name) in [("KK IE", "state"), ("KZ XX", "country"), ("Kazakhstan", "name")] {
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
