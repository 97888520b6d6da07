//! All rules for one registry file.

use jiff::civil::Date;

use super::findings::{Findings, Lists};
use crate::check::finding::{About, Finding, Severity};
use crate::registry::{Layer, Office, Registry, RegistryError, places};

/// Everything that can be said about a registry file that is laid over `below`, in the order of the
/// file. `file` is its name in the findings.
pub fn registry(file: &str, text: &str, below: &Registry, today: Date) -> Vec<Finding> {
    let (layer, problems) = Layer::read(file, text);
    of_layer(file, text, &layer, problems, below, today)
}

/// The same of the offices that a campaign brings; what keeps them from being read is said of the campaign.
pub(crate) fn of_campaign(file: &str, text: &str, below: &Registry, today: Date) -> Vec<Finding> {
    let (layer, _) = Layer::read_offices_of(file, text);
    of_layer(file, text, &layer, Vec::new(), below, today)
}

fn of_layer(
    file: &str,
    text: &str,
    layer: &Layer,
    problems: Vec<RegistryError>,
    below: &Registry,
    today: Date,
) -> Vec<Finding> {
    let (offices, incomplete) = layer.over(below, today);
    let mut findings = Findings { file, today, places: places(file, text), found: Vec::new() };
    let unknown = layer.unknown_kinds().map(|(_, error)| error.clone());
    for RegistryError { place, problem } in problems.into_iter().chain(incomplete).chain(unknown) {
        findings.add(Severity::Error, About::Else, &place, problem.to_string());
    }
    let lists = Lists { layer, below };
    for (own, joined) in &offices {
        findings.office(own, joined, &lists);
        findings.holders(joined);
        for channel in joined.channels.iter().filter(|channel| channel.place.file == file) {
            findings.channel(joined, channel, &lists);
        }
    }
    let joined: Vec<&Office> = offices.iter().map(|(_, joined)| joined).collect();
    findings.among(&joined, below);
    findings.rejections(layer, &joined, below);
    findings.found.sort_by(|one, two| (&one.place, &one.message).cmp(&(&two.place, &two.message)));
    findings.found.dedup();
    findings.found
}

#[cfg(test)]
mod tests {
    use super::*;

    const TODAY: &str = "2026-11-23";

    fn findings(text: &str) -> Vec<String> {
        let below = Registry::shipped();
        registry("r.toml", text, &below, TODAY.parse().unwrap())
            .into_iter()
            .map(|finding| {
                let word = if finding.severity == Severity::Error { "error" } else { "warning" };
                format!("{word} {} {}", finding.place, finding.message)
            })
            .collect()
    }

    /// What is found of one channel of a court in Kazakhstan.
    fn of_channel(channel: &str) -> Vec<String> {
        findings(&format!(
            "[[office]]\nid = \"kz-a-court\"\nkind = \"court\"\ncountry = \"KZ\"\nseat = \"Astana\"\nnames.en = \"A court\"\n[[office.channel]]\n{channel}\n"
        ))
    }

    #[test]
    fn a_sound_channel_has_no_findings() {
        for value in [
            "type = \"email\"\nvalue = \"kense@gov.kz\"",
            "type = \"email\"\nvalue = \"info.astana@sud.gov.kz\"",
            "type = \"email\"\nvalue = \"gericht@bücher.de\"",
            "type = \"phone\"\nvalue = \"+77172745599\"\nprinted = \"8 (7172) 74 55 99\"",
            "type = \"post\"\nvalue = \"Қонаев көшесі, 39\\n010000 Астана\"",
            "type = \"form\"\nvalue = \"https://court.kz/form\"\nneeds = []",
        ] {
            let channel = format!(
                "{value}\nsource = \"https://court.kz/contact\"\nsource_date = 2026-01-01\nchecked = 2026-11-01"
            );
            assert_eq!(of_channel(&channel), [""; 0], "{value}");
        }
    }

    #[test]
    #[expect(clippy::too_many_lines, reason = "it is one table")]
    fn every_trap_of_a_channel_is_found_at_its_place() {
        let sound = "source = \"https://court.kz/contact\"\nchecked = 2026-11-01";
        for (channel, expected) in [
            // As appeals print them.
            (
                "type = \"phone\"\nvalue = \"++7 7172 747570\"",
                "error r.toml:9:9 phone \"++7 7172 747570\": it begins with ++",
            ),
            (
                "type = \"phone\"\nvalue = \"+77172747570/\"",
                "error r.toml:9:9 phone \"+77172747570/\": it ends with `/`",
            ),
            (
                "type = \"phone\"\nvalue = \"+7 (7172) 74 75 70\"",
                "warning r.toml:9:9 phone \"+77172747570\" of kz-a-court is written as",
            ),
            ("type = \"email\"\nvalue = \"\"", "error r.toml:9:9 email \"\": it is empty"),
            (
                "type = \"email\"\nvalue = \"with copies to:;\"",
                "error r.toml:9:9 email \"with copies to:;\": it ends with a stray `;`",
            ),
            ("type = \"email\"\nvalue = \"to and\"", "error r.toml:9:9 email \"to and\": it is not one address"),
            (
                "type = \"email\"\nvalue = \"[email protected]\"",
                "error r.toml:9:9 email \"[email protected]\": it only says that a web page hides",
            ),
            (
                "type = \"email\"\nvalue = \"mailto:a@sud.kz\"",
                "error r.toml:9:9 email \"mailto:a@sud.kz\": it begins with mailto:",
            ),
            (
                "type = \"post\"\nvalue = \"3. Foreign Ministry\\nAstana\"",
                "error r.toml:9:9 post of kz-a-court: the line \"3. Foreign Ministry\" begins with the mark of a list; write \"Foreign Ministry\"",
            ),
            (
                "type = \"post\"\nvalue = \"A court\\n• Astana\"",
                "error r.toml:9:9 post of kz-a-court: the line \"• Astana\" begins with the mark of a list; write \"Astana\"",
            ),
            (
                "type = \"post\"\nvalue = \"39&nbsp;Kunaev St\"",
                "error r.toml:9:9 post of kz-a-court: the line \"39&nbsp;Kunaev St\" has &nbsp;, a sign as web pages write it",
            ),
            (
                "type = \"post\"\nvalue = \"A court\\n[street]\"",
                "error r.toml:9:9 post of kz-a-court: the line \"[street]\" has something left to fill in: [street]",
            ),
            (
                "type = \"post\"\nvalue = \"Judge Sadykova\\n39 D. Kunaev St\"",
                "warning r.toml:9:9 post of kz-a-court: the line \"Judge Sadykova\" names a person (Judge Sadykova)",
            ),
            (
                "type = \"post\"\nvalue = \"39 Kunaev St,\"",
                "error r.toml:9:9 post of kz-a-court: the line \"39 Kunaev St,\" ends with a stray `,`",
            ),
            // Signs that are not what they seem.
            (
                "type = \"email\"\nvalue = \"a\u{2011}b@sud.kz\"",
                "error r.toml:9:9 email \"a\u{2011}b@sud.kz\": the part before the @ has a character that is not allowed there (U+2011, a dash that is no plain hyphen)",
            ),
            (
                "type = \"email\"\nvalue = \"info@s\u{443}d.kz\"",
                "error r.toml:9:9 email \"info@xn--sd-umc.kz\" of kz-a-court: \"s\u{443}d\" has U+0443, a letter of the Cyrillic script",
            ),
            (
                "type = \"email\"\nvalue = \"info@\u{441}\u{43e}\u{441}.kz\"",
                "error r.toml:9:9 email \"info@xn--n1afb.kz\" of kz-a-court: \"\u{441}\u{43e}\u{441}\" has U+0441",
            ),
            (
                "type = \"email\"\nvalue = \"info@su\u{ad}d.kz\"",
                "error r.toml:9:9 email \"info@su\u{fffd}d.kz\": the part after the @ has a character that nobody sees (U+00AD)",
            ),
            (
                "type = \"form\"\nvalue = \"https://su\u{501}.kz/f\"\nneeds = []",
                "error r.toml:9:9 form \"https://su\u{501}.kz/f\" of kz-a-court: \"su\u{501}\" has U+0501",
            ),
            (
                "type = \"post\"\nvalue = \"12 \u{41a}unaev St\"",
                "warning r.toml:9:9 post of kz-a-court: the line \"12 \u{41a}unaev St\" mixes scripts in \"\u{41a}unaev\"",
            ),
            // Addresses that reach nobody, or somebody else.
            (
                "type = \"email\"\nvalue = \"copies@campaign.example\"",
                "error r.toml:9:9 email \"copies@campaign.example\" of kz-a-court: the domain campaign.example only stands in",
            ),
            (
                "type = \"email\"\nvalue = \"a@court.test\"",
                "error r.toml:9:9 email \"a@court.test\" of kz-a-court: the domain court.test is for trials",
            ),
            (
                "type = \"form\"\nvalue = \"https://court.example/f\"\nneeds = []",
                "error r.toml:9:9 form \"https://court.example/f\" of kz-a-court: court.example only stands in",
            ),
            (
                "type = \"email\"\nvalue = \"aigul.nurlanova@sud.kz\"",
                "error r.toml:9:9 email \"aigul.nurlanova@sud.kz\" of kz-a-court looks like a person's own mailbox",
            ),
            (
                "type = \"email\"\nvalue = \"ombudsman-kz@mail.ru\"",
                "warning r.toml:9:9 email \"ombudsman-kz@mail.ru\" of kz-a-court is at a free mail provider",
            ),
            (
                "type = \"email\"\nvalue = \"office@nursat.kz\"",
                "warning r.toml:9:9 email \"office@nursat.kz\" of kz-a-court: the domain nursat.kz is superseded",
            ),
            (
                "type = \"email\"\nvalue = \"707-0133@sud.kz\"",
                "error r.toml:9:9 email \"707-0133@sud.kz\" of kz-a-court stands on the reject list",
            ),
            (
                "type = \"email\"\nvalue = \"almaty@sud.gov.kz\"",
                "error r.toml:9:9 email \"almaty@sud.gov.kz\" of kz-a-court stands on the reject list",
            ),
            (
                "type = \"post\"\nvalue = \"Kelebek Sokak 94\\nAnkara\"",
                "error r.toml:9:9 post \"Kelebek Sokak 94, Ankara\" of kz-a-court stands on the reject list",
            ),
            (
                "type = \"form\"\nvalue = \"https://www.mfa.gov.kz/f\"\nneeds = []",
                "warning r.toml:9:9 form \"https://www.mfa.gov.kz/f\" of kz-a-court: its site is superseded",
            ),
            (
                "type = \"form\"\nvalue = \"https://eotinish.kz\"",
                "warning r.toml:9:9 form \"https://eotinish.kz\" of kz-a-court: say what the form asks for",
            ),
            // Numbers.
            ("type = \"phone\"\nvalue = \"1401\"", "error r.toml:9:9 phone \"1401\": it is a short number"),
            ("type = \"phone\"\nvalue = \"115\"", "error r.toml:9:9 phone \"115\": it is a short number"),
            (
                "type = \"phone\"\nvalue = \"+49 30 47007-11?\"",
                "error r.toml:9:9 phone \"+49 30 47007-11?\": it is not an international",
            ),
            (
                "type = \"phone\"\nvalue = \"+493047007110\"",
                "error r.toml:9:9 phone \"+493047007110\" of kz-a-court is a number of DE, and the office stands in KZ",
            ),
            (
                "type = \"phone\"\nvalue = \"+74959271701\"",
                "error r.toml:9:9 phone \"+74959271701\" of kz-a-court is a number of RU, and the office stands in KZ",
            ),
            ("type = \"fax\"\nvalue = \"+77172\"", "error r.toml:9:9 fax \"+77172\": it is not an international"),
            (
                "type = \"phone\"\nvalue = \"+79990000000000\"",
                "error r.toml:9:9 phone \"+79990000000000\" of kz-a-court is no number",
            ),
            (
                "type = \"phone\"\nvalue = \"+78000800880\"",
                "error r.toml:9:9 phone \"+78000800880\" of kz-a-court is a hotline",
            ),
            (
                "type = \"phone\"\nvalue = \"+77172745524\"\ndesk = \"Hotline 110\"",
                "error r.toml:10:8 phone \"+77172745524\" of kz-a-court is a hotline (hotline)",
            ),
            // Desks.
            (
                "type = \"phone\"\nvalue = \"+77172745525\"\ndesk = \"visas\"",
                "warning r.toml:10:8 phone \"+77172745525\" of kz-a-court is a desk for something else (visa)",
            ),
            (
                "type = \"email\"\nvalue = \"office@sud.kz\"\nnote = \"for parties to a cassation hearing\"",
                "warning r.toml:10:8 email \"office@sud.kz\" of kz-a-court is for parties to a case",
            ),
            (
                "type = \"post\"\nvalue = \"6 Mangilik El Street, Government House\\n010000 Astana\"",
                "warning r.toml:9:9 post \"6 Mangilik El Street, Government House, 010000 Astana\" stands under kz-a-court and, at recipients.toml (shipped):",
            ),
            (
                "type = \"post\"\nvalue = \"1 A Street\"\nnote = \"disputed: elsewhere another house\"",
                "warning r.toml:10:8 post \"1 A Street\" of kz-a-court is disputed",
            ),
            (
                "type = \"email\"\nvalue = \"office@sud.kz\"\nvalid_from = 2026-02-01\nvalid_until = 2026-01-01",
                "error r.toml:11:15 email \"office@sud.kz\" of kz-a-court: valid_until 2026-01-01 lies before",
            ),
        ] {
            let found = of_channel(&format!("{channel}\n{sound}"));
            assert!(
                found.iter().any(|found| found.starts_with(expected)),
                "{channel}\nexpected {expected}\n{found:#?}"
            );
        }
    }

    #[test]
    fn proof_and_its_age_are_asked_for() {
        let email = "type = \"email\"\nvalue = \"office@sud.kz\"";
        for (proof, expected) in [
            ("", "error r.toml:9:9 email \"office@sud.kz\" of kz-a-court has no source; name the page"),
            (
                "checked = 2026-11-01",
                "warning r.toml:9:9 email \"office@sud.kz\" of kz-a-court has no source that a reader can open",
            ),
            (
                "source = \"code search hit id 1\"",
                "warning r.toml:10:10 email \"office@sud.kz\" of kz-a-court: the source \"code search hit id 1\" is no web address",
            ),
            (
                "source = \"https://a.kz\"",
                "warning r.toml:9:9 email \"office@sud.kz\" of kz-a-court was never confirmed",
            ),
            (
                "source = \"https://a.kz\"\nchecked = 2025-11-22",
                "warning r.toml:11:11 email \"office@sud.kz\" of kz-a-court was last confirmed on 2025-11-22",
            ),
            (
                "source = \"https://a.kz\"\nchecked = 2026-11-24",
                "error r.toml:11:11 email \"office@sud.kz\" of kz-a-court: checked is 2026-11-24, a day to come",
            ),
            (
                "source = \"https://a.kz\"\nsource_date = 2027-01-01",
                "error r.toml:11:15 email \"office@sud.kz\" of kz-a-court: source_date is 2027-01-01, a day to come",
            ),
        ] {
            let found = of_channel(&format!("{email}\n{proof}"));
            assert!(found.iter().any(|found| found.starts_with(expected)), "{proof}\n{found:#?}");
        }
    }

    #[test]
    fn who_confirmed_a_form_says_what_it_asks_for() {
        let form = "type = \"form\"\nvalue = \"https://court.kz/f\"\nsource = \"https://court.kz\"";
        let found = of_channel(form);
        assert!(matches!(found.as_slice(), [only] if only.ends_with("was never confirmed by a person")), "{found:#?}");
        let found = of_channel(&format!("{form}\nchecked = 2026-11-01"));
        assert!(matches!(found.as_slice(), [only] if only.contains("say what the form asks for")), "{found:#?}");
    }

    #[test]
    fn offices_are_judged_too() {
        for (office, expected) in [
            (
                "names.en = \"Head of the Supreme Court - A. B. Rakhimbekova\"",
                "warning r.toml:4:12 a: names \"Head of the Supreme Court - A. B. Rakhimbekova\" names a person (A. B. Rakhimbekova)",
            ),
            (
                "names.ru = \"Председатель Рахимбекова А. Б.\"",
                "warning r.toml:4:12 a: names \"Председатель Рахимбекова А. Б.\" names a person",
            ),
            (
                "names.en = \"Court\"\nsalutation.en = \"Dear Mr Smith,\"",
                "warning r.toml:5:17 a: salutation \"Dear Mr Smith,\" names a person (Mr Smith)",
            ),
            (
                "names.en = \"2. Court\"",
                "error r.toml:4:12 a: names \"2. Court\" begins with the mark of a list; write \"Court\"",
            ),
            (
                "names.en = \"Court of [city]\"",
                "error r.toml:4:12 a: names \"Court of [city]\" has something left to fill in: [city]",
            ),
            (
                "names.en = \"Law &amp; Order\"",
                "error r.toml:4:12 a: names \"Law &amp; Order\" has &amp;, a sign as web pages write it",
            ),
            ("names.en = \"Court;\"", "error r.toml:4:12 a: names \"Court;\" ends with a stray `;`"),
            (
                "names.en = \"Court\"\nrepresents = \"KZ\"",
                "warning r.toml:3:8 a: only a mission represents a state, and \"court\" is none; missions are mission, embassy",
            ),
            (
                "names.en = \"Court\"\naccredited_to = [\"IE\"]",
                "warning r.toml:5:17 a: accredited to IE without a source",
            ),
            (
                "names.en = \"Court\"\nvalid_until = 2026-01-01",
                "warning r.toml:5:15 a: what is said of it held until 2026-01-01",
            ),
            (
                "names.en = \"Court\"\nwebsite = \"https://mfa.gov.kz/x\"",
                "warning r.toml:5:11 a: the web site https://mfa.gov.kz/x is superseded",
            ),
            (
                "names.en = \"Court\"\nsource = \"a book\"",
                "warning r.toml:5:10 a: source: the source \"a book\" is no web address",
            ),
        ] {
            let found = findings(&format!("[[office]]\nid = \"a\"\nkind = \"court\"\n{office}\n"));
            assert!(found.iter().any(|found| found.starts_with(expected)), "{office}\n{found:#?}");
        }
        let fine =
            "[[office]]\nid = \"a\"\nkind = \"court\"\nnames.en = \"U. S. Embassy, Court No. 2 of St. Petersburg\"\n";
        assert_eq!(findings(fine), [""; 0]);
    }

    #[test]
    fn offices_are_judged_side_by_side() {
        let embassy = |id: &str, host: &str| {
            format!(
                "[[office]]\nid = \"{id}\"\nkind = \"embassy\"\nrepresents = \"KZ\"\nhost = \"{host}\"\nsource = \"https://a.kz\"\naccredited_to = [\"BS\"]\nnames.en = \"E\"\n"
            )
        };
        let found = findings(&format!("{}{}", embassy("x-ca", "CA"), embassy("x-mx", "MX")));
        let twice =
            "warning r.toml:10:6 x-ca and x-mx are both said to be accredited to BS; one of them may be out of date";
        assert!(found.iter().any(|found| found == twice), "{found:#?}");

        let court = |city: &str, source: &str| {
            let local = city.to_lowercase();
            format!(
                "[[office]]\nid = \"{local}\"\nkind = \"court\"\nseat = \"{city}\"\nnames.en = \"Court\"\n[[office.channel]]\ntype = \"email\"\nvalue = \"{local}@courts.kz\"\n{source}\n"
            )
        };
        let cities = ["Almaty", "Shymkent", "Aktau"];
        let found = findings(&cities.map(|city| court(city, "")).concat());
        assert_eq!(found.iter().filter(|found| found.contains("made by pattern")).count(), 3, "{found:#?}");
        let own = |city: &str| court(city, &format!("source = \"https://{city}.kz\""));
        let found = findings(&cities.map(own).concat());
        assert!(!found.iter().any(|found| found.contains("made by pattern")), "{found:#?}");
    }

    #[test]
    fn an_overlay_is_judged_by_what_it_says_itself() {
        let stamp = "[[office]]\nid = \"kz-mfa\"\n[[office.channel]]\ntype = \"post\"\nvalue = \"Build. 31, D. Kunaev str.\\nAstana\"\nchecked = 2026-11-20\n";
        assert_eq!(findings(stamp), [""; 0], "source and name stand in the shipped registry");
    }

    #[test]
    fn the_shipped_registry_has_no_errors() {
        for file in crate::shipped::RECIPIENTS {
            let found = registry(file.name, file.text, &Registry::shipped(), TODAY.parse().unwrap());
            let errors: Vec<&Finding> = found.iter().filter(|finding| finding.severity == Severity::Error).collect();
            assert!(errors.is_empty(), "{errors:#?}");
        }
    }

    #[test]
    fn a_shipped_value_that_rests_on_a_weak_source_says_so() {
        let english = crate::locale::Language::english();
        for file in crate::shipped::RECIPIENTS.iter().filter(|file| file.name.starts_with("recipients/")) {
            let offices = Registry::parse(file.name, file.text).unwrap();
            let states: Vec<String> =
                offices.offices().map(|office| crate::text::fold(&office.country.unwrap().name_in(&english))).collect();
            assert!(states.is_sorted(), "{}: {states:?}", file.name);
            for (office, channel) in
                offices.offices().flat_map(|office| office.channels.iter().map(move |c| (office, c)))
            {
                let (source, note) = (channel.source.as_deref().unwrap(), channel.note.as_deref().unwrap_or_default());
                let is_weak = ["wiki", "blogspot", "github.com"].iter().any(|kind| source.contains(kind))
                    || channel.source_date.is_some_and(|day| day.year() < 2015);
                assert!(!is_weak || note.contains("weak: "), "{}: {} ({note})", channel.place, office.id);
                assert!(
                    channel.source_date.is_some() || !note.is_empty(),
                    "{}: {} has no age",
                    channel.place,
                    office.id
                );
                assert!(source.starts_with("http"), "{}: {source}", channel.place);
            }
        }
    }

    proptest::proptest! {
        #[test]
        fn nothing_makes_it_panic(id in "[a-z]{1,4}", value in "\\PC{0,30}", word in "email|post|phone|fax|form", name in "\\PC{0,20}") {
            let quoted = |text: &str| toml::Value::String(text.to_owned()).to_string();
            let text = format!(
                "[[office]]\nid = \"{id}\"\nkind = \"court\"\ncountry = \"KZ\"\nnames.en = {}\n[[office.channel]]\ntype = \"{word}\"\nvalue = {}\n",
                quoted(&name), quoted(&value)
            );
            let _findings = registry("r.toml", &text, &Registry::default(), TODAY.parse().unwrap());
        }
    }
}
