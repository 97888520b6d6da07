//! The seeds of the fuzzer (`fuzz/`), and texts made for the purpose, through its targets.

#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test that cannot go on shall stop")]

#[path = "../fuzz/src/targets.rs"]
mod targets;

use std::path::Path;

use proptest::prelude::*;
use targets::{PART, TARGETS};

#[test]
fn every_seed_of_every_target_holds() {
    let seeds = Path::new(env!("CARGO_MANIFEST_DIR")).join("fuzz/seeds");
    for (name, target) in TARGETS {
        let mut count = 0;
        for entry in std::fs::read_dir(seeds.join(name)).unwrap() {
            let path = entry.unwrap().path();
            let bytes = std::fs::read(&path).unwrap();
            // The harness names the input that fails.
            println!("{}", path.display());
            target(&bytes);
            count += 1;
        }
        assert!(count > 0, "{name} has no seed");
    }
}

/// What has been used to break out of a field, and what stands beside it in a text.
fn hostile() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        3 => "[ -~]{0,12}",
        1 => any::<String>(),
        2 => prop::sample::select(vec![
            "\r\n", "\n", "\r", "\0", "\t", "\u{1b}[2J", "\u{9b}", "\u{85}", "\u{2028}", "\u{202e}", "\u{200b}", "\u{200d}",
            "\u{feff}", "\u{ad}", "\u{e0041}", "\r\nBcc: x@evil.test\r\n", "\r\n.\r\nMAIL FROM:<x@evil.test>", "=?utf-8?q?=0D=0A?=",
            "{{name}}", "{{{x}}}", "<script>", "&#x1b;", "[x](javascript:y@z)", "[x](https://a.test/%0d%0a)", "=1+1", "@SUM(1)", "\u{ff1d}1", "\u{ff20}x",
            "\"", "'", "`", "\\", "a@b.test, c@d.test", "می\u{200c}خواهم", "👩\u{200d}👧", "א\u{200f}", "____", "....", "xxxxxxxxxxxxxxxxxxxx",
        ]).prop_map(str::to_owned),
    ];
    prop::collection::vec(piece, 0..6).prop_map(|pieces| pieces.concat())
}

/// The appeals that the program is tested with, those of them that are text.
fn appeals() -> Vec<String> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/appeals");
    let mut paths: Vec<_> = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    paths.retain(|path| path.extension().is_some_and(|extension| extension != "toml" && extension != "docx"));
    paths.sort();
    paths.iter().map(|path| std::fs::read_to_string(path).unwrap()).collect()
}

fn quoted(cell: &str) -> String {
    format!("\"{}\"", cell.replace('"', "\"\""))
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 256, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn no_cell_of_a_list_breaks_out(cells in prop::collection::vec(hostile(), 6)) {
        let cells: Vec<String> = cells.iter().map(|cell| quoted(cell)).collect();
        let list = format!("Name,Role,Organisation,Email,Address,Own words,Consent\n{},yes\n", cells.join(","));
        targets::lists(list.as_bytes());
    }

    #[test]
    fn no_text_of_a_campaign_breaks_out(subject in hostile(), demand in hostile(), body in hostile(), partial in hostile()) {
        let toml = |text: &str| serde_json::to_string(&text).unwrap();
        let campaign = [
            b"title = \"T\"\nrecipients = [\"aq-court\"]\n".as_slice(),
            format!("+++\nsubject = {}\nclosing = \"C\"\ndemands = [{}]\n+++\nx {body}\n\n{{{{> part}}}}\n", toml(&subject), toml(&demand)).as_bytes(),
            partial.as_bytes(),
        ].join(PART);
        targets::campaigns(&campaign);
    }

    #[test]
    fn no_cut_and_splice_of_appeals_is_too_much(
        pieces in prop::collection::vec((any::<prop::sample::Index>(), any::<prop::sample::Index>(), 0..400_usize, hostile()), 1..8),
    ) {
        let appeals: Vec<String> = appeals();
        let mut text = Vec::new();
        for (which, start, length, between) in pieces {
            let appeal = which.get(&appeals).as_bytes();
            let start = start.index(appeal.len());
            text.extend_from_slice(&appeal[start..appeal.len().min(start + length)]);
            text.extend_from_slice(between.as_bytes());
        }
        // A control character ends the reading before it begins.
        let text: String = String::from_utf8_lossy(&text).chars().filter(|c| !c.is_control() || *c == '\n').collect();
        targets::appeals(text.as_bytes());
    }

    #[test]
    fn no_answer_breaks_out_of_a_letter(values in prop::collection::vec(hostile(), 6)) {
        let values: Vec<String> = values.iter().map(|value| value.replace('\0', "\u{1}")).collect();
        targets::answers(values.join("\0").as_bytes());
    }

    #[test]
    fn nothing_on_a_terminal_moves_it(text in hostile()) {
        let shown = outcry::text::for_terminal(&text);
        prop_assert!(!shown.contains(|c: char| c.is_control() && !matches!(c, '\n' | '\t')), "{:?}", shown);
        // U+FFFD stands for what is not shown.
        prop_assert_eq!(outcry::text::hidden(&shown).find(|(_, c)| !matches!(c, '\n' | '\t' | '\u{fffd}')), None);
        prop_assert_eq!(outcry::text::for_terminal(&shown), shown.clone());
        prop_assert!(!outcry::text::for_sentence(&text).contains(['\n', '\t']));
    }
}
