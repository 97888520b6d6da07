//! Without a terminal nothing is asked: everything that is missing is named at once.

use super::*;

#[test]
fn write_names_every_missing_flag_at_once() {
    let run = harbour().line("write harbour");
    assert_eq!((run.code, run.stdout.as_str()), (2, ""), "{run}");
    agreed!("missing_write", run);
}

#[test]
fn a_union_needs_its_own_name_and_no_persons() {
    let run = harbour().line("write harbour --kind union --embassy none");
    assert_eq!((run.code, run.stdout.as_str()), (2, ""), "{run}");
    agreed!("missing_union", run);
    assert_eq!(harbour().line("write harbour --kind union --organisation Dockers --embassy none").code, 0);
}

#[test]
fn send_names_what_write_needs_and_the_way_out_too() {
    let run = harbour().line("send harbour");
    assert_eq!((run.code, run.stdout.as_str()), (2, ""), "{run}");
    agreed!("missing_send", run);
}

#[test]
fn wrong_answers_come_together_with_missing_ones() {
    let run = harbour().line("write harbour --kind party --members none --email branch --country XX --voice they");
    assert_eq!((run.code, run.stdout.as_str()), (2, ""), "{run}");
    agreed!("missing_and_wrong", run);
}

#[test]
fn a_profile_fills_in_and_a_flag_goes_before_it() {
    let world = harbour().config(
        "[me]\nname = \"Jo Smith\"\ncountry = \"NZ\"\n\n[profile.branch]\nkind = \"union\"\norganisation = \"Dockers\"\ncountry = \"FJ\"\nmembers = 340\n",
    );
    let me = world.line("write harbour --to aq-court");
    assert!(me.code == 0 && me.stdout.contains("I, Jo Smith, am writing"), "{me}");
    let branch = world.line("write harbour --to aq-court --profile branch --members 341");
    assert!(branch.code == 0 && branch.stdout.contains("We, Dockers, 341 members, are writing"), "{branch}");
    let unknown = world.line("write harbour --profile nobody");
    assert_eq!((unknown.code, unknown.stdout.as_str()), (78, ""), "{unknown}");
    assert!(unknown.stderr.contains("there are: branch"), "{unknown}");
}

#[test]
fn unknown_names_are_usage_or_data_errors_with_a_way_on() {
    for (line, code, word) in [
        ("write nowhere", 65, "outcry campaigns list"),
        ("write ../harbour", 2, "id"),
        ("write harbour --to nobody --name Jo", 2, "outcry recipients list"),
        ("write harbour --except nobody --name Jo", 2, "outcry recipients list"),
        ("write harbour --lang kk --name Jo", 2, "en, ru"),
        ("write harbour --embassy Wellington --name Jo", 2, "country"),
        ("write harbour --name Jo --country NZ --copy-to branch", 2, "--copy-to"),
        ("send harbour --name Jo --account branch --yes", 78, "outcry account add branch"),
        ("send harbour --name Jo --server ftp://x --from a@b.test --yes", 2, "--server"),
        ("send harbour --name Jo --password secret", 2, "--password"),
        ("send harbour --name Jo --server smtp://mail.union.test:secret@host --from a@b.test --yes", 2, "--server"),
    ] {
        let run = harbour().line(line);
        assert_eq!((run.code, run.stdout.as_str()), (code, ""), "{line}\n{run}");
        assert!(run.stderr.contains(word), "{line}\n{run}");
    }
}
