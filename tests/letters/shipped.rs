//! Every letter that the program ships: each folder under `letters/`, in each language, for each
//! kind of signatory, voice and amount of detail, to each office. A new folder is picked up by itself.

use std::collections::HashSet;
use std::path::{Path, PathBuf};

use outcry::campaign::{Campaign, Model};
use outcry::check;
use outcry::letter::{Edited, Letter, Request, compose};
use outcry::registry::{Layer, Office, Registry};
use outcry::render::text::text;
use outcry::signatory::{Answers, Field, Kind, Signatory, Voice};

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// The files of the registry by their names, `recipients.toml` first.
fn registry_files() -> Vec<String> {
    let regions = std::fs::read_dir(root().join("recipients")).unwrap();
    let name = |entry: std::io::Result<std::fs::DirEntry>| entry.unwrap().file_name().into_string().unwrap();
    let mut files: Vec<String> = regions.map(|entry| format!("recipients/{}", name(entry))).collect();
    files.sort();
    files.insert(0, "recipients.toml".to_owned());
    files
}

fn registry() -> Registry {
    registry_files().iter().fold(Registry::default(), |registry, file| {
        let text = std::fs::read_to_string(root().join(file)).unwrap();
        registry.with(Layer::parse(file, &text).unwrap())
    })
}

fn campaigns() -> Vec<Campaign> {
    let entries = std::fs::read_dir(root().join("letters")).unwrap();
    let mut folders: Vec<PathBuf> = entries.map(|entry| entry.unwrap().path()).filter(|path| path.is_dir()).collect();
    folders.sort();
    assert!(!folders.is_empty());
    folders.iter().map(|folder| Campaign::load_folder(folder).unwrap_or_else(|error| panic!("{error}"))).collect()
}

/// Details without a word that could be taken for the voice of the model letter.
fn signatory(kind: Kind, voice: Voice, with_all: bool) -> Signatory {
    let all = [
        (Field::Name, "Jo Smith"),
        (Field::Organisation, "Camden Trades Council"),
        (Field::Country, "GB"),
        (Field::Role, "Branch Secretary"),
        (Field::Members, "340"),
        (Field::Email, "jo@smith.test"),
        (Field::Address, "1 Quay Street\nLondon"),
        (Field::OwnWords, "Own words, first paragraph.\n\nSecond paragraph, with *stars*."),
    ];
    let mut answers = Answers::default();
    // Who says "I" for an organisation has a name and an office in it.
    let speaks = |field: Field| matches!(field, Field::Name | Field::Role) && voice == Voice::Singular;
    let needed = |field: Field| field == kind.required() || speaks(field);
    for (field, value) in all.into_iter().filter(|(field, _)| with_all || needed(*field)) {
        answers.set(field, Some(value.to_owned()));
    }
    answers.set(Field::Kind, Some(kind.as_str().to_owned()));
    answers.set(Field::Voice, Some(if voice == Voice::Singular { "i" } else { "we" }.to_owned()));
    Signatory::parse(&answers, &[]).unwrap()
}

/// Words of the other voice, which a letter must not use of its signatory.
fn other_voice(language: &str, voice: Voice) -> &'static [&'static str] {
    match (language, voice) {
        ("en", Voice::Singular) => &["We", "we", "Our", "our", "Ours", "ours", "Us", "us", "ourselves"],
        ("en", Voice::Plural) => &["I", "Me", "me", "My", "my", "Mine", "mine", "myself", "am"],
        ("ru", Voice::Singular) => {
            &["Мы", "мы", "Нас", "нас", "Нам", "нам", "нами", "Наш", "наш", "наша", "наше", "наши", "нашей"]
        }
        ("ru", Voice::Plural) => {
            &["Я", "я", "Меня", "меня", "Мне", "мне", "мной", "Мой", "мой", "моя", "моё", "мои", "моей"]
        }
        ("de", Voice::Singular) => {
            &["Wir", "wir", "Uns", "uns", "Unser", "unser", "Unsere", "unsere", "unserer", "unseres"]
        }
        ("de", Voice::Plural) => {
            &["Ich", "ich", "Mich", "mich", "Mir", "mir", "Mein", "mein", "Meine", "meine", "meiner", "meines"]
        }
        _ => &[],
    }
}

fn inspect(campaign: &Campaign, model: &Model, letter: &Letter<'_>) {
    let part = letter.first();
    let body = part.plain_text();
    let what = format!("{} to {} by {:?}", model.file, letter.office.id, letter.signatory);
    let phone = part.phone.clone().unwrap_or_default();
    let texts = [&part.subject, &part.salutation, &body, &part.closing, &phone].into_iter().chain(&part.demands);
    for text in texts {
        assert_eq!(outcry::text::hole(text), None, "{what}");
        for leftover in ["{{", "}}", "[NAME]", "[NAAM]", "  ", " ,", " .", "()", "( "] {
            assert!(!text.contains(leftover), "{leftover:?} in {text:?}\n{what}");
        }
        let spoken: Vec<&str> = text.split(|c: char| !c.is_alphanumeric()).collect();
        for word in other_voice(model.language.primary(), letter.signatory.voice) {
            assert!(!spoken.contains(word), "\"{word}\" in {text:?}\n{what}");
        }
    }
    assert!(part.subject.chars().count() <= 78, "{what}: {}", part.subject);
    // 450 of the campaign's, and ten for who signs.
    assert!(body.split_whitespace().count() <= 460, "{what}: {} words", body.split_whitespace().count());
    assert!(!part.demands.is_empty() && part.demands.iter().all(|demand| body.contains(demand.as_str())), "{what}");
    for person in &campaign.persons {
        let mut names = std::iter::once(&person.name).chain(&person.aliases);
        assert!(names.any(|name| body.contains(name.as_str())), "{what}: {}", person.name);
    }
    if let Some(words) = &letter.signatory.own_words {
        assert!(body.contains(&**words), "{what}: the own words are missing");
    }
}

/// A letter that was edited and left as it is says the same, and nothing is found in it.
fn edited_without_a_change(request: Request<'_>, letter: &Letter<'_>) {
    let file = Edited::of(std::slice::from_ref(letter));
    let edited = Edited::read("mine.md", &file).unwrap_or_else(|errors| panic!("{errors:?}\n{file}"));
    let again = compose(Request { edited: Some(&edited), ..request }).unwrap_or_else(|error| panic!("{error}"));
    assert_eq!(text(&again), text(letter), "{file}");
    assert_eq!(again.first().demands, letter.first().demands, "{file}");
    let findings = check::edited(request.campaign, &again);
    assert!(findings.is_empty(), "{}: {findings:#?}", request.campaign.id);
}

#[test]
fn every_letter_can_be_written_and_keeps_the_rules() {
    let (registry, shipped) = (registry(), Registry::shipped());
    for campaign in campaigns() {
        let registry = registry.clone().with(campaign.offices.clone());
        let asked: Vec<&Office> = campaign
            .recipients
            .iter()
            .map(|id| registry.get(id).unwrap_or_else(|| panic!("{}: no office \"{id}\"", campaign.id)))
            .collect();
        let embassies: Vec<&Office> = campaign.embassy_of.iter().flat_map(|state| registry.missions(*state)).collect();
        let examined = Campaign::examine(&campaign.id, &[]).unwrap();
        let findings = check::campaign(&examined, &shipped, jiff::civil::date(2026, 11, 23)).findings;
        assert!(findings.is_empty(), "{}: {findings:#?}", campaign.id);
        assert!(campaign.embassy_of.is_none() || !embassies.is_empty(), "{}: no embassy is known", campaign.id);
        for model in campaign.models.values() {
            for kind in Kind::ALL {
                for voice in [Voice::Singular, Voice::Plural] {
                    for with_all in [false, true] {
                        let signatory = signatory(kind, voice, with_all);
                        // To embassies only the name of the office differs, so one signatory is enough.
                        let usual = kind == Kind::Union && voice == Voice::Plural && with_all;
                        let embassies = embassies.iter().filter(|_| usual);
                        for office in asked.iter().chain(embassies) {
                            let request = Request {
                                campaign: &campaign,
                                office,
                                signatory: &signatory,
                                date: jiff::civil::date(2026, 11, 23),
                                languages: std::slice::from_ref(&model.language),
                                copies: &[],
                                edited: None,
                            };
                            let letter = compose(request).unwrap_or_else(|error| panic!("{error}"));
                            inspect(&campaign, model, &letter);
                            if usual {
                                edited_without_a_change(request, &letter);
                            }
                        }
                    }
                }
            }
        }
    }
}

#[test]
fn every_office_has_a_name_and_every_channel_a_source() {
    let registry = registry();
    let mut ids = HashSet::new();
    for office in registry.offices() {
        assert!(ids.insert(&office.id), "{} is there twice", office.id);
        assert!(office.names.values().any(|name| !name.trim().is_empty()), "{} has no name", office.id);
        for channel in &office.channels {
            let source = channel.source.as_deref().unwrap_or_default();
            let what = format!("{}: {}", office.id, channel.contact.value());
            assert!(
                source.starts_with("https://") || source.starts_with("http://"),
                "{what} has the source {source:?}"
            );
        }
        for email in office.emails().iter().chain(&office.copy_emails()) {
            assert_eq!(email.reserved(), None, "{}: {email} reaches nobody", office.id);
        }
    }
}

#[test]
fn what_is_built_in_is_what_stands_in_the_folders() {
    let folders: Vec<String> = campaigns().into_iter().map(|campaign| campaign.id).collect();
    let built_in: Vec<&str> = outcry::shipped::LETTERS.iter().map(|(id, _)| *id).collect();
    assert_eq!(folders, built_in);
    let files: Vec<String> = registry_files().into_iter().map(|file| format!("{file} (shipped)")).collect();
    let built_in: Vec<&str> = outcry::shipped::RECIPIENTS.iter().map(|file| file.name).collect();
    assert_eq!(files, built_in);
}
