//! The campaign the program was first made for, as its users type it.

use super::*;

const THREAT: &str = "write kazakhstan-2011-arrest-threat";

/// Words of the singular or the plural voice that stand by themselves in a text.
fn voiced<'t>(text: &'t str, words: &[&str]) -> Vec<&'t str> {
    text.split(|c: char| !c.is_alphanumeric()).filter(|word| words.contains(word)).collect()
}

const PLURAL: [&str; 6] = ["We", "we", "Our", "our", "Us", "us"];
const SINGULAR: [&str; 6] = ["I", "Me", "me", "My", "my", "am"];

#[test]
fn a_branch_speaks_as_we_to_every_office_and_to_the_embassy_in_london() {
    let run = World::new().line(&format!(
        "{THREAT} --name \"Jo Smith\" --kind union --role \"Branch Secretary\" --organisation \"Camden Trades Council\" \
         --members 340 --country GB --lang en"
    ));
    assert_eq!(run.code, 0, "{run}");
    let sheets: Vec<&str> = run.stdout.split('\u{c}').collect();
    assert_eq!(sheets.len(), 4, "three offices and the embassy\n{run}");
    assert!(sheets[3].contains("Embassy") && sheets[3].contains("London"), "{run}");
    for sheet in sheets {
        assert_eq!(voiced(sheet, &SINGULAR), [""; 0], "{sheet}");
        let text = sheet.split_whitespace().collect::<Vec<_>>().join(" ");
        let who = "We, Camden Trades Council, a trade union organisation with a membership of 340, strongly condemn";
        assert!(text.contains(who), "{sheet}");
        assert!(sheet.contains("\n\nJo Smith\nBranch Secretary\nCamden Trades Council\n"), "{sheet}");
        assert!(sheet.contains("23 November 2026"), "{sheet}");
    }
    agreed!("shipped_branch", run);
}

#[test]
fn a_person_speaks_as_i_throughout() {
    for id in [
        "kazakhstan-2010-detention",
        "kazakhstan-2011-arrest-threat",
        "kazakhstan-2011-business-forum",
        "kazakhstan-2011-may-day",
    ] {
        let run = World::new()
            .line(&format!("write {id} --name \"Jo Smith\" --kind individual --country GB --embassy none --lang en"));
        let run = if run.code == 2 {
            World::new().line(&format!("write {id} --name \"Jo Smith\" --kind individual --country GB --lang en"))
        } else {
            run
        };
        assert_eq!(run.code, 0, "{run}");
        let text = run.stdout.split_whitespace().collect::<Vec<_>>().join(" ");
        assert!(text.contains("I, Jo Smith,"), "{run}");
        assert_eq!(voiced(&run.stdout, &PLURAL), [""; 0], "{run}");
        for plural in
            ["I are", "I were", "I have been", "I asks", "I condemns", "trade union organisation", "membership"]
        {
            assert!(plural == "I have been" || !run.stdout.contains(plural), "{plural}\n{run}");
        }
    }
}

#[test]
fn other_languages_have_their_own_dates_and_salutations() {
    let jo = "--name \"Jo Smith\" --country GB --to kz-supreme-court";
    for (languages, name, expected) in [
        ("--lang ru", "shipped_russian", &["23 ноября 2026 г.", "Верховный", "С уважением,", "Я, Jo Smith,"][..]),
        ("--lang de", "shipped_german", &["23. November 2026", "Sehr geehrte", "Ich, Jo Smith,"][..]),
        ("--lang en --lang ru", "shipped_bilingual", &["23 November 2026", "23 ноября 2026 г.", "* * *"][..]),
    ] {
        let run = World::new().line(&format!("{THREAT} {jo} {languages}"));
        assert_eq!(run.code, 0, "{run}");
        for text in expected {
            assert!(run.stdout.contains(text), "{text}\n{run}");
        }
        agreed!(name, run);
    }
}

#[test]
fn what_is_shipped_passes_its_own_checks() {
    let lines =
        ["campaigns check", "recipients check", "campaigns list", "campaigns list --json", "recipients list --json"];
    for line in lines {
        let run = World::new().line(line);
        assert_eq!((run.code, run.stderr.as_str()), (0, ""), "{line}\n{run}");
        assert!(!run.stdout.contains("error\t"), "{line}\n{run}");
    }
}
