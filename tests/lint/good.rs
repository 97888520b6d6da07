//! Campaigns as they should be: no rule says anything.

use crate::{Files, checked, lines};

pub(super) const TOML: &str = r#"# The strike in Ross Harbour. Everything here is invented.
title = "Antarctica: the strike in Ross Harbour"
status = "open"
published = 2026-10-01
act_by = 2027-03-31               # the trial begins in April
persons = [{ name = "Ada Marsh", aliases = ["Ада Марш", "أدا مارش"] }]
recipients = ["aq-harbour-court", "aq-foreign-ministry"]
embassy_of = "AQ"
copy_to = ["copies@ross-harbour.example"]
sources = ["https://ross-harbour.example/appeal"]
allow = [
  { rule = "office-reserved", because = "The offices are invented." },
  { rule = "copy-reserved", because = "The campaign is invented." },
  { rule = "source-reserved", because = "The appeal is invented." },
]

[[field]]
name = "workplace"
label.en = "Where you work"

[[office]]
id = "aq-harbour-court"
kind = "court"
country = "AQ"
names.en = "Harbour Court of Antarctica"
languages = ["en"]
salutation.en = "Dear Members of the Court,"

[[office.channel]]
type = "email"
value = "registry@harbour-court.example"
source = "https://harbour-court.example/contact"
checked = 2026-11-01

[[office.channel]]
type = "post"
value = "1 Ice Street\nRoss Harbour"
source = "https://harbour-court.example/contact"
checked = 2026-11-01

[[office]]
id = "aq-foreign-ministry"
kind = "foreign-ministry"
country = "AQ"
names.en = "Foreign Ministry of Antarctica"
languages = ["en", "de"]

[[office.channel]]
type = "post"
value = "7 Glacier Road\nRoss Harbour"
source = "https://foreign-ministry.example/"
checked = 2026-11-01

[[office]]
id = "aq-embassy-gb"
kind = "embassy"
represents = "AQ"
host = "GB"
names.en = "Embassy of Antarctica in the United Kingdom"
languages = ["en"]

[[office.channel]]
type = "email"
value = "london@antarctica.example"
source = "https://antarctica.example/london"
checked = 2026-11-01
"#;

pub(super) const EN: &str = r#"+++
subject = "Release Ada Marsh"
salutation = "Dear Sir or Madam,"
closing = "Yours faithfully,"
demands = [
  "Release Ada Marsh at once.",
  "Drop the charge against her.",
  "Let {{me/us}} know in writing what has been done.",
]
phone = "This call is about the docker Ada Marsh, who has been held in Ross Harbour since 14 September 2026."
+++
The docker Ada Marsh has been held in Ross Harbour since 14 September 2026, when 340 dockers went on strike.
{{I/We}}, {{signatory}}{{#if is_union}}, a trade union body{{#if members}} with {{members}} members{{/if}}{{/if}}{{#if workplace}} ({{workplace}}){{/if}}, {{[am writing/are writing]}} to ask for her release.

{{#if is_embassy}}
Please pass this letter on to the government that you represent.
{{/if}}

To strike for a safe place of work is no crime, and the OSCE and the ILO say so: <https://ross-harbour.example/law>.

{{#if own_words}}
{{own_words}}
{{/if}}

{{I/We}} ask the authorities of Antarctica to take these steps:

{{#each demands}}
- {{this}}
{{/each}}
"#;

pub(super) const DE: &str = r#"+++
subject = "Freilassung von Ada Marsh"
salutation = "Sehr geehrte Damen und Herren,"
closing = "Mit freundlichen Grüßen"
demands = [
  "Lassen Sie Ada Marsh sofort frei.",
  "Lassen Sie die Anklage gegen sie fallen.",
  "Teilen Sie {{mir/uns}} schriftlich mit, was geschehen ist.",
]
phone = "In diesem Anruf geht es um die Hafenarbeiterin Ada Marsh, die seit dem 14. September 2026 in Ross Harbour in Haft ist."
+++
Die Hafenarbeiterin Ada Marsh ist seit dem 14. September 2026 in Ross Harbour in Haft, als 340 Hafenarbeiter streikten.
{{Ich/Wir}}, {{signatory}}{{#if is_union}}, eine gewerkschaftliche Organisation{{#if members}} mit {{members}} Mitgliedern{{/if}}{{/if}}{{#if workplace}} ({{workplace}}){{/if}}, {{bitte/bitten}} um ihre Freilassung.

{{#if is_embassy}}
Bitte leiten Sie dieses Schreiben an die Regierung weiter, die Sie vertreten.
{{/if}}

Für einen sicheren Arbeitsplatz zu streiken, ist kein Verbrechen, so sehen es OSZE und ILO: <https://ross-harbour.example/law>.

{{#if own_words}}
{{own_words}}
{{/if}}

{{Ich/Wir}} {{bitte/bitten}} die Behörden der Antarktis um diese Schritte:

{{#each demands}}
- {{this}}
{{/each}}
"#;

pub(super) const RU: &str = r#"+++
subject = "Просьба освободить Аду Марш"
salutation = "Уважаемые дамы и господа!"
closing = "С уважением,"
demands = [
  "Немедленно освободить Аду Марш.",
  "Снять с неё обвинение.",
  "Письменно сообщить {{мне/нам}}, что сделано.",
]
phone = "Этот звонок касается докера Ады Марш, которая с 14 сентября 2026 года находится под стражей в Росс-Харборе."
+++
Докер Ада Марш с 14 сентября 2026 года находится под стражей в Росс-Харборе: тогда бастовали 340 докеров.
{{Я/Мы}}, {{signatory}}{{#if is_union}} (профсоюзная организация{{#if members}}, число членов: {{members}}{{/if}}){{/if}}{{#if workplace}} ({{workplace}}){{/if}}, {{прошу/просим}} об её освобождении.

{{#if is_embassy}}
{{Прошу/Просим}} передать это письмо правительству, которое вы представляете.
{{/if}}

Забастовка за безопасный труд — не преступление, так считают ОБСЕ и МОТ: <https://ross-harbour.example/law>.

{{#if own_words}}
{{own_words}}
{{/if}}

{{Прошу/Просим}} власти Антарктиды принять следующие меры:

{{#each demands}}
- {{this}}
{{/each}}
"#;

const UK: &str = r#"+++
subject = "Прохання звільнити Аду Марш"
salutation = "Шановні пані та панове!"
closing = "З повагою,"
demands = ["Негайно звільнити Аду Марш.", "Зняти з неї обвинувачення.", "Письмово повідомити {{мені/нам}}, що зроблено."]
phone = "Цей дзвінок стосується докерки Ади Марш, яка з 14 вересня 2026 року перебуває під вартою в Росс-Гарборі."
+++
Докерка Ада Марш з 14 вересня 2026 року перебуває під вартою в Росс-Гарборі: тоді страйкували 340 докерів.
{{Я/Ми}}, {{signatory}}{{#if is_union}} (профспілкова організація{{#if members}}, кількість членів: {{members}}{{/if}}){{/if}}{{#if workplace}} ({{workplace}}){{/if}}, {{прошу/просимо}} про її звільнення.

{{#if is_embassy}}
{{Прошу/Просимо}} передати цей лист уряду, який ви представляєте.
{{/if}}

Страйк за безпечну працю — не злочин, так вважають ОБСЄ та МОП: <https://ross-harbour.example/law>.

{{#if own_words}}
{{own_words}}
{{/if}}

{{Прошу/Просимо}} владу Антарктиди вжити таких заходів:

{{#each demands}}
- {{this}}
{{/each}}
"#;

pub(super) const FR: &str = r#"+++
subject = "Libération d'Ada Marsh"
salutation = "Madame, Monsieur,"
closing = "Veuillez agréer, Madame, Monsieur, l'expression de {{ma/notre}} considération distinguée."
demands = ["Libérez Ada Marsh sans délai.", "Abandonnez l'accusation portée contre elle.", "Faites-{{moi/nous}} savoir par écrit ce qui a été fait."]
phone = "Cet appel concerne la docker Ada Marsh, détenue à Ross Harbour depuis le 14 septembre 2026."
+++
La docker Ada Marsh est détenue à Ross Harbour depuis le 14 septembre 2026, jour où 340 dockers se sont mis en grève.
{{Je/Nous}}, {{signatory}}{{#if is_union}}, une organisation syndicale{{#if members}} de {{members}} membres{{/if}}{{/if}}{{#if workplace}} ({{workplace}}){{/if}}, {{demande/demandons}} sa libération.

{{#if is_embassy}}
Veuillez transmettre cette lettre au gouvernement que vous représentez.
{{/if}}

Faire grève pour un travail sûr n'est pas un crime, comme le disent l'OSCE et l'OIT : <https://ross-harbour.example/law>.

{{#if own_words}}
{{own_words}}
{{/if}}

{{Je/Nous}} {{prie/prions}} les autorités de l'Antarctique de prendre les mesures suivantes :

{{#each demands}}
- {{this}}
{{/each}}
"#;

pub(super) const ES: &str = r#"+++
subject = "Libertad para Ada Marsh"
salutation = "Estimados señores y señoras:"
closing = "Atentamente,"
demands = ["Liberen a Ada Marsh de inmediato.", "Retiren la acusación contra ella.", "Háganme saber por escrito lo que se ha hecho."]
phone = "Esta llamada trata de la estibadora Ada Marsh, detenida en Ross Harbour desde el 14 de septiembre de 2026."
+++
La estibadora Ada Marsh está detenida en Ross Harbour desde el 14 de septiembre de 2026, cuando 340 estibadores fueron a la huelga.
{{signatory}}{{#if is_union}}, organización sindical{{#if members}} con {{members}} miembros{{/if}}{{/if}}{{#if workplace}} ({{workplace}}){{/if}}, {{pide/pedimos}} su libertad.

{{#if is_embassy}}
Les {{ruego/rogamos}} que transmitan esta carta al gobierno que representan.
{{/if}}

Hacer huelga por un trabajo seguro no es un delito, como dicen la OSCE y la OIT: <https://ross-harbour.example/law>.

{{#if own_words}}
{{own_words}}
{{/if}}

{{Pido/Pedimos}} a las autoridades de la Antártida que tomen estas medidas:

{{#each demands}}
- {{this}}
{{/each}}
"#;

const KK: &str = r#"+++
subject = "Ada Marsh босатылсын"
salutation = "Құрметті ханымдар мен мырзалар!"
closing = "Құрметпен,"
demands = ["Ada Marsh дереу босатылсын.", "Оған тағылған айып алынып тасталсын.", "Не істелгені {{маған/бізге}} жазбаша хабарлансын."]
phone = "Бұл қоңырау 2026 жылғы 14 қыркүйектен бері Росс-Харборда қамауда отырған докер Ada Marsh туралы."
+++
Докер Ada Marsh 2026 жылғы 14 қыркүйектен бері Росс-Харборда қамауда отыр: ол күні 340 докер ереуілге шықты.
{{Мен/Біз}}, {{signatory}}{{#if is_union}} (кәсіподақ ұйымы{{#if members}}, мүшелер саны: {{members}}{{/if}}){{/if}}{{#if workplace}} ({{workplace}}){{/if}}, оны босатуды {{сұраймын/сұраймыз}}.

{{#if is_embassy}}
Осы хатты өзіңіз өкілі болып отырған үкіметке жеткізуіңізді {{сұраймын/сұраймыз}}.
{{/if}}

Қауіпсіз еңбек үшін ереуілге шығу қылмыс емес, ЕҚЫҰ мен ХЕҰ солай дейді: <https://ross-harbour.example/law>.

{{#if own_words}}
{{own_words}}
{{/if}}

Антарктида билігінен мына шараларды қолдануды {{сұраймын/сұраймыз}}:

{{#each demands}}
- {{this}}
{{/each}}
"#;

const TR: &str = r#"+++
subject = "Ada Marsh serbest bırakılsın"
salutation = "Sayın yetkililer,"
closing = "{{Saygılarımla/Saygılarımızla}},"
demands = ["Ada Marsh derhal serbest bırakılsın.", "Ona yöneltilen suçlama geri çekilsin.", "Ne yapıldığı {{bana/bize}} yazılı olarak bildirilsin."]
phone = "Bu arama, 14 Eylül 2026'dan beri Ross Harbour'da tutulan liman işçisi Ada Marsh ile ilgilidir."
+++
Liman işçisi Ada Marsh, 340 liman işçisinin greve çıktığı 14 Eylül 2026'dan beri Ross Harbour'da tutuluyor.
{{Ben/Biz}}, {{signatory}}{{#if is_union}} (sendika{{#if members}}, üye sayısı: {{members}}{{/if}}){{/if}}{{#if workplace}} ({{workplace}}){{/if}}, Marsh'ın serbest bırakılmasını {{istiyorum/istiyoruz}}.

{{#if is_embassy}}
Lütfen bu mektubu temsil ettiğiniz hükümete iletiniz.
{{/if}}

Güvenli iş için grev yapmak suç değildir; AGİT ve ILO da böyle söylüyor: <https://ross-harbour.example/law>.

{{#if own_words}}
{{own_words}}
{{/if}}

Antarktika makamlarından şu adımları {{bekliyorum/bekliyoruz}}:

{{#each demands}}
- {{this}}
{{/each}}
"#;

const AR: &str = r#"+++
subject = "الإفراج عن أدا مارش"
salutation = "السادة الأفاضل،"
closing = "مع فائق الاحترام،"
demands = ["الإفراج فورا عن أدا مارش.", "إسقاط التهمة الموجهة إليها.", "{{إبلاغي/إبلاغنا}} كتابة بما تم."]
phone = "هذه المكالمة بشأن عاملة الميناء أدا مارش المحتجزة في روس هاربر منذ 14 سبتمبر 2026."
+++
عاملة الميناء أدا مارش محتجزة في روس هاربر منذ 14 سبتمبر 2026 حين أضرب 340 عاملا.
{{أكتب/نكتب}} إليكم، {{signatory}}{{#if is_union}}، وهي منظمة نقابية{{#if members}} تضم {{members}} عضوا{{/if}}{{/if}}{{#if workplace}} ({{workplace}}){{/if}}، {{لأطلب/لنطلب}} الإفراج عنها.

{{#if is_embassy}}
نرجو إحالة هذه الرسالة إلى الحكومة التي تمثلونها.
{{/if}}

الإضراب من أجل عمل آمن ليس جريمة: <https://ross-harbour.example/law>.

{{#if own_words}}
{{own_words}}
{{/if}}

{{أرجو/نرجو}} من سلطات القارة القطبية الجنوبية اتخاذ هذه الخطوات:

{{#each demands}}
- {{this}}
{{/each}}
"#;

pub(super) fn with(toml: &str, letters: &[(&'static str, &str)]) -> Files {
    let mut files = vec![("campaign.toml", toml.to_owned())];
    files.extend(letters.iter().map(|(name, text)| (*name, (*text).to_owned())));
    files
}

/// Without a line of `campaign.toml`.
fn without(line: &str) -> String {
    assert!(TOML.contains(line), "{line}");
    TOML.replace(line, "")
}

#[test]
fn a_good_campaign_has_no_finding() {
    let embassy = &TOML[TOML.find("[[office]]\nid = \"aq-embassy-gb\"").unwrap()..];
    let no_embassy = without(embassy).replace("embassy_of = \"AQ\"\n", "");
    let many_fields: String = ["trade", "quay", "since", "port"]
        .map(|name| format!("\n[[field]]\nname = \"{name}\"\nlabel.en = \"Your {name}\"\n"))
        .concat();
    let uses = "{{#if trade}}{{I/We}} know this trade: {{trade}}.{{/if}}{{#if quay}} {{quay}} is a quay too.{{/if}}{{#if since}} That is so since {{since}}.{{/if}}{{#if port}} The port is {{port}}.{{/if}}\n\nTo strike";
    let fields = EN.replace("To strike", uses);
    // Signed by unions only, in the plural throughout.
    let union = EN
        .replace("{{I/We}}", "We")
        .replace("{{me/us}}", "us")
        .replace("{{[am writing/are writing]}}", "are writing")
        .replace("Dear Sir or Madam,", "Dear Sisters and Brothers in office,");
    let won = TOML
        .replace("status = \"open\"", "status = \"won\"\nstatus_note = \"Ada Marsh was released on 2 November 2026.\"");
    let past = TOML.replace("status = \"open\"", "status = \"closed\"").replace("2027-03-31", "2026-10-31");
    let by_kind = [
        (EN, "Dear Sir or Madam,", "Your Excellency,", "Dear Minister,"),
        (RU, "Уважаемые дамы и господа!", "Ваше Превосходительство!", "Уважаемый господин министр!"),
    ];
    let [by_kind_en, by_kind_ru] = by_kind.map(|(letter, all, embassy, ministry)| {
        letter.replace(
            all,
            &format!(
                "{{{{#if is_embassy}}}}{embassy}{{{{else if is_ministry}}}}{ministry}{{{{else}}}}{all}{{{{/if}}}}"
            ),
        )
    });
    for (name, files) in [
        ("by-kind", with(TOML, &[("en.md", &by_kind_en), ("ru.md", &by_kind_ru)])),
        ("en", with(TOML, &[("en.md", EN)])),
        ("en-de-ru", with(TOML, &[("en.md", EN), ("de.md", DE), ("ru.md", RU)])),
        (
            "nine",
            with(
                TOML,
                &[
                    ("en.md", EN),
                    ("de.md", DE),
                    ("ru.md", RU),
                    ("uk.md", UK),
                    ("fr.md", FR),
                    ("es.md", ES),
                    ("kk.md", KK),
                    ("tr.md", TR),
                    ("ar.md", AR),
                ],
            ),
        ),
        ("no-embassy", with(&no_embassy, &[("en.md", EN), ("de.md", DE)])),
        ("union", with(TOML, &[("en.md", &union)])),
        ("fields", with(&(TOML.to_owned() + &many_fields), &[("en.md", &fields)])),
        ("won", with(&won, &[("en.md", EN)])),
        ("closed", with(&past, &[("en.md", EN)])),
    ] {
        let found = lines(&checked(name, &files));
        assert_eq!(found, [""; 0], "{name}: {found:#?}");
    }
}

#[test]
fn what_is_tried_is_counted() {
    let tried = checked("c", &with(TOML, &[("en.md", EN), ("de.md", DE)])).tried.unwrap();
    assert_eq!((tried.languages, tried.offices, tried.letters()), (2, 3, 2 * 4 * 2 * 2 * 3));
}

/// What languages write in their own way, each in a letter that is good with it: names, signs, abbreviations.
#[test]
fn names_and_signs_of_every_language_are_no_mistake() {
    for (file, letter, person, said) in [
        ("en.md", EN, "María José de la Cruz", "The TUC, UNISON, NASUWT, AFL-CIO, COSATU and IUF agree. IG BAU too."),
        (
            "en.md",
            EN,
            "Youssef ben Salah",
            "Ms ben Salah lives with her father, Youssif. SINTRAINAGRO wrote; so did the ILO to SINTRAINAGRO.",
        ),
        ("en.md", EN, "Amal el-Fattah", "Her son, Amil, saw Ms el-Fattah at 5.40 p.m. on 1 December."),
        (
            "de.md",
            DE,
            "Aljaksandr von der Heide",
            "Die IG BCE, ver.di, die GEW, DGB, EVG und NGG wollen es; von der Heide auch.",
        ),
        ("de.md", DE, "João Pedro dos Santos", "Frau dos Santos ist Ärztin (DISK, KESK, ITF)."),
        (
            "fr.md",
            FR,
            "Ayşe d'Alençon",
            "Mme d'Alençon attend ; la CGT, FO, la FSU, SUD et la CSI aussi. Est-ce juste ? « Non » ; rien de plus.",
        ),
        (
            "es.md",
            ES,
            "Guadalupe de los Ángeles Peña",
            "La UNT, CC.OO., CNT y la CSI esperan; la señora de los Ángeles Peña y su madre también.",
        ),
        (
            "fr.md",
            FR,
            "Tom van den Berg",
            "Madame van den Berg, 34 ans, est infirmière. Madame Anne Noé, 40 ans, est son avocate. Il la voit à 14 heures.",
        ),
        (
            "en.md",
            EN,
            "Tom van den Berg",
            "The trial begins at 2 p.m. The charge is old. Mr van den Berg has a lawyer.",
        ),
        ("es.md", ES, "Óscar Núñez y Prado", "Esperan su madre y su padre; Núñez y Prado también."),
    ] {
        let last = |text: &str| text.replace("Marsh's", &format!("{person}'s")).replace("Ada Marsh", person);
        let paragraph = ["To strike", "Für einen", "Faire grève", "Hacer huelga"]
            .into_iter()
            .find(|begin| letter.contains(begin))
            .unwrap();
        let letter = last(letter).replace(paragraph, &format!("{said}\n{paragraph}"));
        let reads = "languages = [\"en\", \"de\", \"fr\", \"es\", \"ru\"]";
        let toml = last(TOML).replace("languages = [\"en\"]", reads).replace("languages = [\"en\", \"de\"]", reads);
        let found = lines(&checked("c", &with(&toml, &[(file, &letter)])));
        assert_eq!(found, [""; 0], "{person}: {found:#?}");
    }
    // Лев is another person than Леван, and an alias need not be spelt out.
    let toml = TOML.replace("Ада Марш\"", "Леван Марш\"").replace("languages = [\"en\"", "languages = [\"ru\"");
    let letter = RU
        .replace("Ады Марш", "Левана Марша")
        .replace("Аду Марш", "Левана Марша")
        .replace("Ада Марш", "Леван Марш")
        .replace("Забастовка за", "Брат Марша, Лев, ждёт: ФНПР, КТР, МОТ, ОБСЕ и ООН согласны.\nЗабастовка за");
    let found = lines(&checked("c", &with(&toml, &[("ru.md", &letter)])));
    assert_eq!(found, [""; 0], "{found:#?}");
}
