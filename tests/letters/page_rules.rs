//! What an action page lets somebody type, against the rules of the program: never more, and hardly less.

use outcry::signatory::{Field, check_answer};

use super::page::{Script, html, nasty};

/// What may stand in a text and what may not, side by side.
const TEXTS: &[&str] = &[
    "a\u{200b}b",
    "a\u{202e}b",
    "a\u{0}b",
    "a\nb",
    "a\u{85}b",
    "a\u{2028}b",
    "می\u{200c}خواهم",
    "a\u{200c}b",
    "a\u{200d}b",
    "👩\u{200d}👧",
    "❤\u{fe0f}",
    "a\u{fe0f}",
    "\u{1f3f4}\u{e0067}\u{e0062}\u{e0065}\u{e006e}\u{e0067}\u{e007f}",
    "a\u{e0067}",
    "\u{1f3f4}\u{e0067}\u{e007f}",
    "葛\u{e0100}",
    "\u{feff}Jo\u{ad}",
    "a\u{fffd}",
    "a\u{fdd0}b",
    "a\u{1fffe}b",
    "a\u{f0000}b",
    "[NAME]",
    "[sic]",
    "____",
    "TODO",
    "XXX",
    "a...b",
    "a....b",
    "{{name}}",
    "<name>",
    "< 3",
    "M\u{c3}\u{bc}ller",
    "O&#039;Neill",
    "M\\u00fcller",
    "Tom &amp; Jo",
    "ÑANDÚ",
    "Ân",
    "x@y.test",
    "- ",
    "n/a",
    "none",
    "[your trade]",
    "[Ваше имя]",
    "(your name here)",
    "(insert city)",
    "see [1] and [a note]",
    "f___ off",
    "*|NAME|*",
    "${x}",
    "My name is ____.",
    "{a docker}",
    "{first_name}",
    "«…»",
];

const ADDRESSES: &[&str] = &[
    "jo@union.test",
    "jo@union",
    "jo@@union.test",
    "jo@un ion.test",
    "jo@-union.test",
    "jo@union-.test",
    "jo@ab--c.test",
    ".jo@union.test",
    "jo.@union.test",
    "jo..x@union.test",
    "\"jo\"@union.test",
    "jo@union.test.",
    "jo@[127.0.0.1]",
    "jo@127.0.0.1",
    "jo@union.test,bo@union.test",
    "[email protected]",
    "email-protected@union.test",
    "mailto:jo@union.test",
    "jo@union.test;",
    "jo@union.x1",
    "jo@xn--zz.test",
    "jo@_dmarc.test",
    "jo\u{200b}@union.test",
];

#[test]
fn the_rules_of_the_page_are_no_looser_than_those_of_the_program() {
    let (_folder, recipients) = nasty();
    let script = Script::of(&html(&recipients));
    let mut looser = Vec::new();
    let mut stricter = Vec::new();
    let mut try_it = |field: Field, value: &str| {
        let (refused, is_refused) = (check_answer(field, value).is_err(), script.problem(field.name(), value));
        match (refused, is_refused) {
            (true, None) => looser.push(format!("{field:?} {value:?}")),
            (false, Some(problem)) => stricter.push(format!("{field:?} {value:?}: {problem}")),
            _ => {}
        }
    };
    for row in include_str!("../rosters/names.tsv").lines().skip(1) {
        try_it(Field::Name, row.split_once('\t').unwrap().1);
    }
    let marks = |count: usize| format!("a{}", "\u{301}".repeat(count));
    for value in TEXTS.iter().copied().chain([marks(8).as_str(), &marks(9)]) {
        for field in [Field::Role, Field::Organisation, Field::OwnWords, Field::Address, Field::Name] {
            try_it(field, value);
        }
    }
    for (field, most) in [(Field::Role, 100), (Field::OwnWords, 4000), (Field::Address, 100)] {
        try_it(field, &"ä".repeat(most));
        try_it(field, &"ä".repeat(most + 1));
    }
    try_it(Field::Address, "1\n2\n3\n4\n5\n6\n7\n8");
    try_it(Field::Address, "1\n2\n3\n4\n5\n6\n7\n8\n9");
    for value in ["0", "1", "+5", "-1", "1.5", "4294967295", "4294967296", "٣", "1 000", "1e3"] {
        try_it(Field::Members, value);
    }
    let long = [format!("{}@union.test", "a".repeat(65)), format!("jo@{}.test", "a".repeat(64))];
    for value in ADDRESSES.iter().copied().chain(long.iter().map(String::as_str)) {
        try_it(Field::Email, value);
    }
    assert_eq!(looser, Vec::<String>::new());
    assert_eq!(stricter, ["Members \"+5\": number", "Email \"jo@union.x1\": email"]);
}
