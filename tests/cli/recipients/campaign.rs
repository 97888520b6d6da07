//! Offices that a campaign brings: shown, confirmed and rejected as any office.

use super::*;

const OWN: &str = r#"title = "A strike"
recipients = ["aq-dock"]

[[office]]
id = "aq-dock"
kind = "company"
country = "AQ"
names.en = "Dock Company"

[[office.channel]]
type = "email"
value = "office@dock.test"
source = "https://dock.example/"
"#;
const LETTER: &str = "+++\nsubject = \"Stop\"\nsalutation = \"Dear all,\"\nclosing = \"Yours,\"\n+++\nStop it.\n";

#[test]
fn an_office_of_a_campaign_is_shown_confirmed_and_rejected() {
    let world = World::new().campaign("dock", OWN, &[("en", LETTER)]);
    // Messages about letters name these commands without the campaign.
    for flag in ["", " --campaign dock"] {
        let shown = world.line(&format!("recipients show aq-dock{flag}"));
        assert!(shown.code == 0 && shown.says("Dock Company") && shown.says("confirm aq-dock email"), "{shown}");
    }
    let listed = world.line("recipients list dock company --campaign dock");
    assert!(listed.stdout.starts_with("aq-dock\t"), "{listed}");
    let confirmed = world.line("recipients confirm aq-dock email");
    assert_eq!(confirmed.code, 0, "{confirmed}");
    let send = "send dock --name Jo --email jo@a.test --dry-run --from b@union.test --server smtp://127.0.0.1:1";
    let dry = world.line(send);
    assert!(dry.code == 0 && !dry.says("stale") && !dry.says("nobody has confirmed"), "{dry}");
    let rejected = world.line("recipients reject aq-dock email --reason bounced --campaign dock");
    assert_eq!(rejected.code, 0, "{rejected}");
    let refused = world.line(send);
    assert!(refused.code == 65 && refused.says("rejected (bounced"), "{refused}");
}

#[test]
fn an_office_that_several_campaigns_bring_is_a_question() {
    let world = World::new().campaign("dock", OWN, &[("en", LETTER)]).campaign("pier", OWN, &[("en", LETTER)]);
    let run = world.line("recipients show aq-dock");
    assert!(run.code == 2 && run.says("choose one: --campaign dock, --campaign pier"), "{run}");
    assert_eq!(world.line("recipients show aq-dock --campaign pier").code, 0);
    let unknown = world.line("recipients show aq-dock --campaign nobody");
    assert!(unknown.code != 0 && unknown.says("there is no campaign \"nobody\""), "{unknown}");
}
