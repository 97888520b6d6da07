//! The script of an action page, run by itself: what it composes is what the program writes.

use std::collections::HashSet;
use std::path::PathBuf;

use jiff::civil::{Date, date};
use outcry::campaign::Campaign;
use outcry::letter::{Form, Letter, Request, Role, compose_as};
use outcry::locale::{Country, Language};
use outcry::mailing::{Choice, Known, Recipients};
use outcry::registry::{Office, Registry};
use outcry::render::page::{PageRequest, SCRIPT, page};
use outcry::render::{phone, text};
use outcry::signatory::{Answers, Field, Kind, Signatory};
use rquickjs::{CatchResultExt, Context, Runtime};
use serde_json::{Value as Json, json};

const TODAY: Date = date(2026, 11, 23);

/// Composes all letters of who typed this, as the page does. What cannot be composed comes as its reason.
const RUN: &str = r"
let more = () => ({});
function run(input) {
  const { lang, typed, day } = JSON.parse(input);
  const { who, problems } = readSignatory(MODEL, lang, typed);
  const recipients = recipientsFor(MODEL, who.country);
  const letters = recipients.all.map((one) => {
    const letter = compose(MODEL, lang, who, one, recipients, day);
    return { id: one.id, role: one.role, text: letterText(letter), call: callText(letter), ...more(letter) };
  });
  return JSON.stringify({ problems, letters });
}
";

pub struct Script {
    _runtime: Runtime,
    context: Context,
}

impl Script {
    pub fn of(html: &str) -> Self {
        let (_, model) = html.split_once("id=\"model\">").unwrap();
        let (model, _) = model.split_once("</script>").unwrap();
        let runtime = Runtime::new().unwrap();
        // Debug builds of the engine use much of it.
        runtime.set_max_stack_size(4 * 1024 * 1024);
        let context = Context::full(&runtime).unwrap();
        context.with(|ctx| {
            ctx.globals().set("TEXT", model).unwrap();
            let source = format!("{SCRIPT}\n{RUN}\nconst MODEL = JSON.parse(TEXT);");
            ctx.eval::<(), _>(source).catch(&ctx).unwrap_or_else(|error| panic!("{error}"));
        });
        Self { _runtime: runtime, context }
    }

    pub fn run(&self, input: &Json) -> Json {
        let output: String = self.context.with(|ctx| {
            ctx.globals().set("INPUT", input.to_string()).unwrap();
            ctx.eval("run(INPUT)").catch(&ctx).unwrap_or_else(|error| panic!("{error}\n{input:#}"))
        });
        serde_json::from_str(&output).unwrap()
    }

    /// A value of the script, as JSON.
    pub fn value(&self, source: &str) -> Json {
        let source = format!("JSON.stringify({source})");
        let output: String = self
            .context
            .with(|ctx| ctx.eval(source.as_str()).catch(&ctx).unwrap_or_else(|error| panic!("{source}: {error}")));
        serde_json::from_str(&output).unwrap()
    }

    /// What the page makes of a name alone: the problem of the field, if any.
    pub fn problem(&self, field: &str, value: &str) -> Option<String> {
        let typed = json!({ "name": "Jo Smith", "country": "GB", field: value });
        let source = "JSON.stringify(readSignatory(MODEL, MODEL.order[0], JSON.parse(INPUT)).problems)";
        let output: String = self.context.with(|ctx| {
            ctx.globals().set("INPUT", typed.to_string()).unwrap();
            ctx.eval(source).catch(&ctx).unwrap_or_else(|error| panic!("{error}\n{value:?}"))
        });
        let problems: Json = serde_json::from_str(&output).unwrap();
        problems[field].as_str().map(str::to_owned)
    }
}

fn recipients(id: &str, folders: &[PathBuf]) -> Recipients {
    let campaign = Campaign::load(id, folders).unwrap_or_else(|error| panic!("{error}"));
    let registry = Registry::shipped();
    let known = Known { registry: &registry, overlays: &[], folders, found: None, today: TODAY };
    let choice = Choice { to: &[], except: &[], embassy: None, copy_to: &[], languages: &[], preferred: &[] };
    Recipients::new(campaign, known, choice).unwrap_or_else(|problems| panic!("{problems:?}"))
}

pub fn html(recipients: &Recipients) -> String {
    let languages: Vec<Language> = recipients.campaign.models.keys().cloned().collect();
    let copies = &recipients.campaign.copy_to;
    page(PageRequest { recipients, languages: &languages, copies, url: None, today: TODAY })
        .unwrap_or_else(|problem| panic!("{problem}"))
        .html
}

/// What the program composes for a signatory, office by office.
fn letters<'a>(
    recipients: &'a Recipients,
    signatory: &'a Signatory,
    languages: &'a [Language],
    date: Date,
) -> Vec<(Role, Letter<'a>)> {
    let (addressed, informed) = (recipients.addressed(signatory), recipients.copied(signatory));
    let (mut offices, _) = recipients.offices(signatory);
    let more: Vec<&Office> =
        informed.iter().copied().filter(|office| !offices.iter().any(|known| known.id == office.id)).collect();
    offices.extend(more);
    offices
        .into_iter()
        .map(|office| {
            let role = recipients.role(office, signatory);
            let form = match role {
                Role::Letter => Form::Letter,
                Role::Copy => Form::Copy(&addressed),
                Role::Cover => Form::Cover(&addressed),
            };
            let copies = &recipients.campaign.copy_to;
            let request =
                Request { campaign: &recipients.campaign, office, signatory, date, languages, copies, edited: None };
            let letter = compose_as(request, form).unwrap_or_else(|error| panic!("{error}"));
            let copy_offices = if role == Role::Cover { Vec::new() } else { informed.clone() };
            (role, Letter { copy_offices, ..letter })
        })
        .collect()
}

/// Compares the letters of one who typed this on the day on which the page was made.
fn compare(script: &Script, recipients: &Recipients, language: &Language, typed: &[(Field, &str)]) {
    compare_on(TODAY, script, recipients, language, typed);
}

fn compare_on(day: Date, script: &Script, recipients: &Recipients, language: &Language, typed: &[(Field, &str)]) {
    let mut answers = Answers::default();
    let mut input = serde_json::Map::new();
    for (field, value) in typed {
        answers.set(*field, Some((*value).to_owned()));
        input.insert(field.name().to_owned(), (*value).into());
    }
    let signatory = Signatory::parse(&answers, &[]).unwrap_or_else(|errors| panic!("{errors:?}"));
    let what = json!({ "lang": language, "typed": input, "day": [day.year(), day.month(), day.day()] });
    let made = script.run(&what);
    let required = recipients.campaign.model(language).unwrap().required().unwrap();
    if required.iter().all(|name| typed.iter().any(|(field, _)| field.name() == name) || name == "signatory") {
        assert_eq!(made["problems"], json!({}), "{what:#}");
    }
    let languages = [language.clone()];
    let expected = letters(recipients, &signatory, &languages, day);
    assert_eq!(made["letters"].as_array().unwrap().len(), expected.len(), "{what:#}");
    for (made, (role, letter)) in made["letters"].as_array().unwrap().iter().zip(&expected) {
        assert_eq!(made["id"], letter.office.id.as_str(), "{what:#}");
        assert_eq!(made["role"], role.as_str(), "{what:#}");
        assert_eq!(made["text"], text::unwrapped_text(letter), "{what:#}");
        assert_eq!(made["call"].as_str(), phone::phone(letter).as_deref(), "{what:#}");
    }
}

const ALL: [(Field, &str); 8] = [
    (Field::Name, "Jo Smith"),
    (Field::Organisation, "Camden Trades Council"),
    (Field::Country, "GB"),
    (Field::Role, "Branch Secretary"),
    (Field::Members, "340"),
    (Field::Email, "jo@smith.test"),
    (Field::Address, "CAMDEN  Trades Council\nJo Smith\n1 Quay Street\nLondon"),
    (Field::OwnWords, "Own words, first paragraph.\nA second line.\n\nSecond paragraph, with *stars* & <signs>."),
];

/// Every kind and voice, with all fields, with none that can be left out, and without each.
fn compare_all(script: &Script, recipients: &Recipients, language: &Language, all: &[(Field, &str)]) {
    for kind in Kind::ALL {
        for voice in ["i", "we"] {
            let fixed = [(Field::Kind, kind.as_str()), (Field::Voice, voice)];
            let speaks = |field: Field| {
                let is_group = matches!(kind, Kind::Union | Kind::Organisation);
                matches!(field, Field::Name | Field::Role) && voice == "i" && is_group
            };
            let is_needed = |field: Field| field == kind.required() || speaks(field) || field == Field::Country;
            let with = |is_kept: &dyn Fn(Field) -> bool| {
                let kept = all.iter().copied().filter(|(field, _)| is_needed(*field) || is_kept(*field));
                let typed: Vec<(Field, &str)> = fixed.into_iter().chain(kept).collect();
                compare(script, recipients, language, &typed);
            };
            with(&|_| true);
            with(&|_| false);
            for (one, _) in all.iter().filter(|(field, _)| !is_needed(*field)) {
                with(&|field| field != *one);
            }
        }
    }
}

/// One country for each office that is found as an embassy, or in place of one.
fn countries_by_embassy(recipients: &Recipients) -> Vec<Country> {
    let mut seen = HashSet::new();
    let embassy = |country: &Country| {
        let state = recipients.campaign.embassy_of?;
        recipients.registry.embassy(state, *country).office().map(|office| office.id.clone())
    };
    Country::all().filter(|country| seen.insert(embassy(country))).collect()
}

#[test]
fn the_page_composes_every_shipped_letter_as_the_program_does() {
    std::thread::scope(|scope| {
        for (at, (id, _)) in outcry::shipped::LETTERS.iter().enumerate() {
            scope.spawn(move || {
                let recipients = recipients(id, &[]);
                let script = Script::of(&html(&recipients));
                let countries = countries_by_embassy(&recipients);
                for language in recipients.campaign.models.keys() {
                    compare_all(&script, &recipients, language, &ALL);
                    // Letters from there have a word of their own.
                    let from_us = [(Field::Name, "Jo Smith"), (Field::Country, "US")];
                    compare(&script, &recipients, language, &from_us);
                    // The embassies of these campaigns are the same ones.
                    for country in countries.iter().step_by(if at == 0 { 1 } else { 9 }) {
                        let typed = [(Field::Name, "Jo Smith"), (Field::Country, country.code())];
                        compare(&script, &recipients, language, &typed);
                    }
                }
            });
        }
    });
}

const CAMPAIGN: &str = r#"
title = "</script><script>alert(1)</script> & \"quotes\" <!-- {{model}}"
status_note = "<b>note</b>"
act_by = 2027-01-31
languages = ["en", "ar"]
recipients = ["xx-court", "xx-mail"]
copy_to = ["copies@campaign.test", "xx-paper"]
embassy_of = "KZ"
embassy_as = "copy"
persons = [{ name = "Ada Marsh" }]
[[field]]
name = "constructor"
label.en = "Who built it"
label.ar = "البنّاء"
[[question]]
name = "why"
label = "Why do you write?"
[[office]]
id = "xx-court"
kind = "supreme-court"
country = "KZ"
names.en = "Court of \"Appeal\" & <1> Review"
names.ar = "محكمة"
salutation.en = "Dear Judges,"
[[office.channel]]
type = "email"
value = "court@court.test"
source = "https://court.test/"
[[office.channel]]
type = "phone"
value = "+7 717 274 75 00"
source = "https://court.test/"
[[office.channel]]
type = "post"
value = """1 Quay Street
KAZAKHSTAN"""
source = "https://court.test/"
[[office.holder]]
name = "Ann Berg"
title.en = "President"
salutation.en = "Dear President Berg,"
until = 2026-12-31
source = "https://court.test/"
[[office.holder]]
name = "Bo Lund"
since = 2027-01-01
source = "https://court.test/"
[[office]]
id = "xx-mail"
kind = "other"
country = "DE"
names.en = "Office by mail"
seat = "Bonn"
[[office.channel]]
type = "email"
value = "office+desk@office.test"
source = "https://office.test/"
[[office.channel]]
type = "email"
value = "copy@office.test"
use = "copy"
source = "https://office.test/"
[[office]]
id = "xx-paper"
kind = "other"
country = "FR"
names.en = "Council on paper"
[[office.channel]]
type = "post"
value = """2 rue du Port
75001 Paris"""
source = "https://council.test/"
"#;

const ENGLISH: &str = r#"+++
subject = "Ada {{#if is_union}}\"Marsh\" & {{[I am/we are]}}{{else}}Marsh{{/if}} </script>"
salutation = "Dear {{office}},"
closing = "{{My/Our}} regards,"
demands = ["Free *Ada* Marsh & </script>.", "Let {{me/us}} know, {{#if role}}{{role}}{{else}}nobody{{/if}}."]
phone = "{{I/We}} call about \"Ada\" & </script>."
+++
{{I/We}}, **{{signatory}}**{{#if is_union}}, a union{{#if members}} of *{{members}}*{{/if}}{{#if role}} ({{role}}){{/if}}{{else}}{{#if is_court}}, to a court{{/if}}{{/if}}{{#unless email}}, without e-mail{{/unless}}, write.
{{#if is_court}}
To a court{{#if constructor}}, built by {{constructor}}{{/if}}.
{{/if}}
{{#if is_union}}- {{#if members}}one{{else}}none{{/if}}
- *{{my/our}}* two
{{else}}No list, {{#if is_individual}}alone{{/if}} {{#if address}}at {{address}}{{/if}}
{{/if}}

1. First "quoted" [link {{my/our}}](https://harbour.test/a?b=c&d=e)
2. Second:
   - nested {{#if country}}in {{country}}{{/if}}
   - {{#each demands}}{{this}}; {{/each}}

{{#if own_words}}{{own_words}}{{else}}Nothing of {{my/our}} own.{{/if}}

{{#each demands}}
3. {{this}}
{{/each}}

End on {{date}} to {{office}} {{[I *hope*/we **hope**]}} so & that\
is all: {{#if is_representative}}yes{{/if}}
"#;

const ARABIC: &str = r#"+++
subject = "أطلقوا سراح Ada Marsh"
salutation = "تحية طيبة،"
closing = "مع التحية"
demands = ["أطلقوا سراح Ada Marsh"]
+++
{{أنا/نحن}} {{signatory}} نطلب من {{office}} في {{date}}:

1. {{#each demands}}{{this}}{{/each}}

{{#if own_words}}{{own_words}}{{/if}}
"#;

pub fn nasty() -> (tempfile::TempDir, Recipients) {
    let folder = tempfile::tempdir().unwrap();
    let campaign = folder.path().join("nasty");
    std::fs::create_dir(&campaign).unwrap();
    for (name, text) in [("campaign.toml", CAMPAIGN), ("en.md", ENGLISH), ("ar.md", ARABIC)] {
        std::fs::write(campaign.join(name), text).unwrap();
    }
    let recipients = recipients("nasty", &[folder.path().to_owned()]);
    (folder, recipients)
}

#[test]
fn the_page_composes_a_nasty_campaign_as_the_program_does() {
    let (_folder, recipients) = nasty();
    let script = Script::of(&html(&recipients));
    let long: String = "Ich & <wir> *schreiben* 👩\u{200d}👧, «много» שלום.\n\n".chars().cycle().take(3990).collect();
    let built: Field = Field::named("constructor").unwrap();
    let all = [
        (Field::Name, "رות O'Brien 🚢"),
        (Field::Organisation, "Union \"Pier 7\" & </script> {x}"),
        (Field::Country, "FR"),
        (Field::Role, "**Secretary** _of_ `all`"),
        (Field::Members, "0340"),
        (Field::Email, "jo+pier@Smith.test"),
        (Field::Address, "1. Quay Street\n# 2\n\n- 3"),
        (Field::OwnWords, "Ich & <wir> *schreiben* 👩\u{200d}👧, «много» שלום.\n- one\n\n1. two"),
        (built, "some*one* & [1](https://x.test) ![2] < 3"),
    ];
    for language in recipients.campaign.models.keys() {
        compare_all(&script, &recipients, language, &all);
        let words = [(Field::Name, "Jo"), (Field::Country, "DE"), (Field::OwnWords, long.trim())];
        compare(&script, &recipients, language, &words);
        // Another person holds the office, and no number has been confirmed for a year.
        for day in [date(2026, 12, 31), date(2027, 1, 1), date(2028, 2, 29)] {
            compare_on(day, &script, &recipients, language, &[all[0], all[2]]);
        }
        for country in ["KZ", "GB", "IR", "AQ", "NZ", "DE"] {
            compare(&script, &recipients, language, &[(Field::Name, "Jo"), (Field::Country, country)]);
        }
    }
}

#[test]
fn a_field_called_like_something_that_every_object_has_is_asked_for() {
    let (folder, _) = nasty();
    let printed = ENGLISH.replace("End on", "Built by {{constructor}}. End on");
    std::fs::write(folder.path().join("nasty/en.md"), printed).unwrap();
    let script = Script::of(&html(&recipients("nasty", &[folder.path().to_owned()])));
    let typed = r#"Object.assign(Object.create(null), { name: "Jo Smith", country: "GB" })"#;
    let problems = script.value(&format!("readSignatory(MODEL, \"en\", {typed}).problems"));
    assert_eq!(problems, json!({ "constructor": "missing" }));
}

#[test]
fn links_and_drafts_say_to_whom_and_what() {
    let (_folder, recipients) = nasty();
    let script = Script::of(&html(&recipients));
    script.value("(more = (letter) => ({ ...mailLinks(letter), eml: eml(letter), mail: mailText(letter), subject: letter.subject }), 1)");
    for (words, fits) in [("Free her = 100% & now? +1 «да» 👩\u{200d}👧", true), (&*"Строка. ".repeat(60), false)]
    {
        let typed = json!({ "kind": "union", "organisation": "Pier 7 & Söhne", "country": "FR", "own_words": words });
        let made = script.run(&json!({ "lang": "ar", "typed": typed, "day": [2026, 11, 23] }));
        let text = |key: &str| made["letters"][1][key].as_str().unwrap().to_owned();
        assert_eq!((text("id").as_str(), text("role").as_str()), ("xx-mail", "letter"));
        let (mail, subject) = (text("mail"), text("subject"));
        let cc = "copy@office.test,copies@campaign.test";

        let decoded = |text: &str| percent_encoding::percent_decode_str(text).decode_utf8().unwrap().into_owned();
        let mailto = text("mailto");
        let (to, fields) = mailto.split_once('?').unwrap();
        assert_eq!(to, "mailto:office+desk@office.test");
        let fields: Vec<(String, String)> = fields
            .split('&')
            .map(|field| field.split_once('=').unwrap())
            .map(|(name, value)| (name.to_owned(), decoded(value)))
            .collect();
        let field = |name: &str| fields.iter().find(|(known, _)| known == name).map(|(_, value)| value.as_str());
        assert_eq!((field("cc"), field("subject")), (Some(cc), Some(&*subject)));
        assert_eq!(made["letters"][1]["fits"], fits);
        assert_eq!(field("body").map(|body| body.replace("\r\n", "\n")), fits.then(|| mail.trim_end().to_owned()));
        for (link, subject_key) in [(text("gmail"), "su"), (text("outlook"), "subject")] {
            let value = |name: &str| {
                let (_, query) = link.split_once('?').unwrap();
                let mut fields = query.split('&').map(|field| field.split_once('=').unwrap());
                decoded(fields.find(|(known, _)| *known == name).unwrap().1)
            };
            assert_eq!((&*value("to"), &*value("cc")), ("office+desk@office.test", cc), "{link}");
            assert_eq!(value(subject_key), subject);
        }
        for link in ["mailto", "gmail", "outlook"].map(text) {
            assert!(link.len() <= 1600 && link.is_ascii(), "{link}");
        }

        let eml = text("eml");
        assert!(eml.is_ascii() && eml.split("\r\n").all(|line| line.len() <= 78 && !line.contains('\n')), "{eml}");
        let parsed = mailparse::parse_mail(eml.as_bytes()).unwrap();
        let header = |name: &str| mailparse::MailHeaderMap::get_first_value(&parsed.headers[..], name).unwrap();
        assert_eq!(header("To"), "office+desk@office.test");
        assert_eq!(header("Cc").replace(", ", ","), cc);
        assert_eq!((header("Subject"), header("X-Unsent").as_str()), (subject, "1"));
        assert_eq!(parsed.get_body().unwrap().replace("\r\n", "\n"), mail);
    }
}

#[test]
fn a_page_is_closed_by_its_last_day_and_by_its_status() {
    let (_folder, recipients) = nasty();
    let script = Script::of(&html(&recipients));
    let cases = [
        ("MODEL, [2027, 1, 31]", json!(null)),
        ("MODEL, [2027, 2, 1]", json!("act_by")),
        ("{ ...MODEL, act_by: null }, [2999, 1, 1]", json!(null)),
        ("{ ...MODEL, closed: 'won' }, [2026, 1, 1]", json!("won")),
    ];
    for (given, expected) in cases {
        assert_eq!(script.value(&format!("closedOn({given})")), expected, "{given}");
    }
}
