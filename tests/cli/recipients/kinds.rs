//! The kinds of offices: one list for files, `--kind`, `{{#if is_…}}` and checks.

use super::*;

/// A file with two kinds that are not on the list, one of them near to one that is.
const UNKNOWN: &str = "
[[office]]
id = \"aq-court\"
kind = \"tribunall\"

[[office]]
id = \"aq-weather\"
kind = \"pigeon\"
names.en = \"Weather Service of Antarctica\"
";

#[test]
fn a_wider_kind_lists_the_narrower_ones_too() {
    let world = known();
    for (filters, expected) in [
        ("--kind ministry --country AQ", "aq-ministry aq-old"),
        ("--kind foreign-ministry --country AQ", "aq-ministry"),
        ("--kind ministry --country TR", "tr-mfa tr-interior-ministry tr-justice-ministry"),
        ("--kind justice-ministry --country TR", "tr-justice-ministry"),
        ("--kind embassy --country GB kazakhstan", "kz-embassy-gb gb-embassy-kz"),
        ("--kind embassy --country DE taiwan", "tw-representation-de"),
        ("--kind consulate --country TR kazakhstan", "kz-consulate-tr-antalya kz-consulate-tr-istanbul"),
    ] {
        let run = world.line(&format!("recipients list {filters}"));
        let ids: Vec<&str> = run.stdout.lines().filter_map(|line| line.split('\t').next()).collect();
        let expected: Vec<&str> = expected.split(' ').collect();
        assert!(expected.iter().all(|id| ids.contains(id)), "{filters}: {ids:?}");
    }
}

#[test]
fn a_letter_asks_for_the_kind_of_its_office() {
    let kinds = "{{#if is_court}}court {{/if}}{{#if is_ministry}}ministry {{/if}}{{#if is_foreign_ministry}}foreign {{/if}}\
        {{#if is_justice_ministry}}justice {{/if}}{{#if is_police}}police {{/if}}{{#if is_embassy}}embassy {{/if}}\
        {{#if is_mission}}mission {{/if}}{{#unless is_other}}known{{/unless}}";
    let letter =
        format!("+++\nsubject = \"S\"\nsalutation = \"Dear all,\"\nclosing = \"Yours,\"\n+++\nKinds: {kinds}.\n");
    let world = World::new().recipients(OFFICES).campaign("harbour", HARBOUR, &[("en", &letter)]);
    for (office, expected) in [
        ("aq-court", "court known"),
        ("aq-ministry", "ministry foreign known"),
        ("aq-police", "police known"),
        ("tr-justice-ministry", "ministry justice known"),
        ("aq-embassy-nz", "embassy mission known"),
        ("ca-high-commission-gb", "embassy mission known"),
        ("tw-representation-de", "embassy mission known"),
        ("kz-consulate-tr-istanbul", "mission known"),
        ("co-protection-unit", "."),
    ] {
        let run = world.line(&format!("write harbour --name Jo --country NZ --to {office}"));
        assert!(run.stdout.contains(&format!("Kinds: {expected}")), "{office}: {run}");
    }
    let letter = letter.replace("is_police", "is_polise");
    let run = World::new().campaign("harbour", HARBOUR, &[("en", &letter)]).line("campaigns check harbour");
    assert!(run.code == 65 && run.stdout.contains("{{#if is_polise}}: there is no such field"), "{run}");
}

#[test]
fn an_unknown_kind_is_an_error_for_check_and_a_warning_elsewhere() {
    let world = harbour().own_recipients(UNKNOWN);
    agreed!("kind_unknown", world.line("recipients show aq-weather"));
    let run = world.line("recipients check");
    let errors: Vec<&str> =
        run.stdout.lines().filter(|line| line.starts_with("error\t") && line.contains("kind")).collect();
    assert_eq!(run.code, 65, "{run}");
    assert!(errors[0].ends_with("recipients.toml:4:8: unknown kind `tribunall`; did you mean `court`?"), "{run}");
    assert!(errors[1].contains("recipients.toml:8:8: unknown kind `pigeon`; there are: head-of-state, "), "{run}");

    let own = HARBOUR.to_owned() + "\n[[office]]\nid = \"aq-bench\"\nkind = \"curt\"\nnames.en = \"Bench\"\n";
    let world = World::new().campaign("harbour", &own, &[("en", ENGLISH)]).recipients(OFFICES);
    let run = world.line("write harbour --name Jo --country NZ --to aq-bench");
    let said = "campaign.toml:13:8: unknown kind `curt`; did you mean `court`? (the office counts as `other`)";
    assert!(run.code == 0 && run.stderr.contains(said), "{run}");
    let run = world.line("write harbour --name Jo --country NZ --to aq-court");
    assert!(!run.stderr.contains("unknown kind"), "no letter goes to that office: {run}");
    let run = world.line("campaigns check harbour");
    assert!(run.code == 65 && run.stdout.contains("]: unknown kind `curt`"), "{run}");
    assert!(run.stdout.contains("--> letters/harbour/campaign.toml:13:8"), "{run}");
}
