//! A letter in each language that the program has words for beside the first six, as text, as a call, and on
//! paper. The letters belong to these tests alone and say the same; nobody is meant.

use super::*;

/// An office whose name is known in English, as most are, and in Chinese with Simplified characters.
const OFFICES: &str = r#"
[[office]]
id = "aq-court"
kind = "court"
country = "AQ"
names.en = "Court of Antarctica"
names.zh = "南极洲法院"

[[office.channel]]
type = "post"
value = "1 Ice Street\nSouth Pole"
source = "https://court.example/"

[[office.channel]]
type = "email"
value = "court@court.test"
source = "https://court.example/"
checked = 2026-10-02

[[office.channel]]
type = "phone"
value = "+6721234567"
printed = "123 45 67"
source = "https://court.example/"

[[office.channel]]
type = "fax"
value = "+6721234568"
source = "https://court.example/"

[[office]]
id = "aq-embassy-de"
kind = "embassy"
represents = "AQ"
host = "DE"
"#;

const CAMPAIGN: &str = r#"
title = "Antarctica: the harbour strike"
status = "open"
persons = [{ name = "Ada Marsh" }]
recipients = ["aq-court", "aq-embassy-de"]
copy_to = ["copies@harbour.test", "press@harbour.test"]
sources = ["https://harbour.example/appeal"]
"#;

/// Subject, salutation, closing, the text, and two demands.
const LETTERS: [(&str, [&str; 6]); 18] = [
    (
        "tr",
        [
            "Ada Marsh serbest bırakılsın",
            "Sayın yetkili,",
            "Saygılarımla,",
            "Greve katıldığı için gözaltına alınan Ada Marsh hakkında yazıyorum.",
            "Ada Marsh derhal serbest bırakılsın.",
            "Bu mektuba yanıt verilsin.",
        ],
    ),
    (
        "uk",
        [
            "Прохання звільнити Аду Марш",
            "Шановні пані та панове!",
            "З повагою",
            "Пишу про Аду Марш (Ada Marsh), яку затримали за участь у страйку.",
            "Негайно звільнити Аду Марш.",
            "Відповісти на цей лист.",
        ],
    ),
    (
        "be",
        [
            "Просьба вызваліць Аду Марш",
            "Паважаныя спадарыні і спадары!",
            "З павагай",
            "Пішу пра Аду Марш (Ada Marsh), якую затрымалі за ўдзел у забастоўцы.",
            "Неадкладна вызваліць Аду Марш.",
            "Адказаць на гэты ліст.",
        ],
    ),
    (
        "pl",
        [
            "Prośba o uwolnienie Ady Marsh",
            "Szanowni Państwo,",
            "Z poważaniem",
            "Piszę w sprawie Ady Marsh, zatrzymanej za udział w strajku.",
            "Natychmiast uwolnić Adę Marsh.",
            "Odpowiedzieć na ten list.",
        ],
    ),
    (
        "pt",
        [
            "Libertação de Ada Marsh",
            "Exmas. Senhoras, Exmos. Senhores,",
            "Com os melhores cumprimentos,",
            "Escrevo sobre Ada Marsh, detida por participar numa greve.",
            "Libertar imediatamente Ada Marsh.",
            "Responder a esta carta.",
        ],
    ),
    (
        "it",
        [
            "Liberazione di Ada Marsh",
            "Gentili Signore e Signori,",
            "Distinti saluti",
            "Scrivo in merito ad Ada Marsh, arrestata per aver partecipato a uno sciopero.",
            "Liberare subito Ada Marsh.",
            "Rispondere a questa lettera.",
        ],
    ),
    (
        "nl",
        [
            "Vrijlating van Ada Marsh",
            "Geachte heer, mevrouw,",
            "Hoogachtend,",
            "Ik schrijf u over Ada Marsh, die is aangehouden omdat zij aan een staking deelnam.",
            "Laat Ada Marsh onmiddellijk vrij.",
            "Beantwoord deze brief.",
        ],
    ),
    (
        "sv",
        [
            "Frigivning av Ada Marsh",
            "Bästa mottagare,",
            "Med vänlig hälsning",
            "Jag skriver om Ada Marsh, som har gripits för att hon deltog i en strejk.",
            "Frige Ada Marsh omedelbart.",
            "Besvara detta brev.",
        ],
    ),
    (
        "ro",
        [
            "Eliberarea Adei Marsh",
            "Stimate doamne, stimați domni,",
            "Cu respect,",
            "Scriu despre Ada Marsh, reținută pentru că a participat la o grevă.",
            "Eliberați-o imediat pe Ada Marsh.",
            "Răspundeți la această scrisoare.",
        ],
    ),
    (
        "ka",
        [
            "ადა მარშის გათავისუფლება",
            "პატივცემულო ქალბატონებო და ბატონებო,",
            "პატივისცემით",
            "გწერთ ადა მარშის (Ada Marsh) შესახებ, რომელიც გაფიცვაში მონაწილეობისთვის დააკავეს.",
            "დაუყოვნებლივ გაათავისუფლეთ ადა მარში.",
            "უპასუხეთ ამ წერილს.",
        ],
    ),
    (
        "az",
        [
            "Ada Marşın azad edilməsi",
            "Hörmətli xanımlar və cənablar,",
            "Hörmətlə",
            "Tətildə iştirak etdiyinə görə saxlanılan Ada Marş (Ada Marsh) haqqında yazıram.",
            "Ada Marşı dərhal azad edin.",
            "Bu məktuba cavab verin.",
        ],
    ),
    (
        "uz",
        [
            "Ada Marshni ozod qilish",
            "Hurmatli xonimlar va janoblar,",
            "Hurmat bilan",
            "Ish tashlashda qatnashgani uchun qo‘lga olingan Ada Marsh haqida yozmoqdaman.",
            "Ada Marshni darhol ozod qiling.",
            "Ushbu xatga javob bering.",
        ],
    ),
    (
        "ar",
        [
            "الإفراج عن آدا مارش",
            "السيدات والسادة المحترمون،",
            "وتفضلوا بقبول فائق الاحترام،",
            "أكتب إليكم بشأن آدا مارش (Ada Marsh) المحتجزة بسبب مشاركتها في إضراب.",
            "الإفراج عن آدا مارش فورًا.",
            "الرد على هذه الرسالة.",
        ],
    ),
    (
        "fa",
        [
            "آزادی آدا مارش",
            "با سلام و احترام،",
            "با احترام",
            "دربارهٔ آدا مارش (Ada Marsh) می‌نویسم که به دلیل شرکت در اعتصاب بازداشت شده است.",
            "آدا مارش را فوراً آزاد کنید.",
            "به این نامه پاسخ دهید.",
        ],
    ),
    (
        "zh",
        [
            "请释放阿达·马什",
            "尊敬的先生、女士：",
            "此致",
            "我就阿达·马什（Ada Marsh）一事致函。阿达·马什因参加罢工而被拘留，至今没有获释，家人也没有得到任何消息。",
            "立即释放阿达·马什。",
            "答复此信。",
        ],
    ),
    (
        "zh-Hant",
        [
            "請釋放阿達·馬什",
            "敬啟者：",
            "此致",
            "我就阿達·馬什（Ada Marsh）一事致函。阿達·馬什因參加罷工而被拘留，至今沒有獲釋，家人也沒有得到任何消息。",
            "立即釋放阿達·馬什。",
            "答覆此信。",
        ],
    ),
    (
        "ja",
        [
            "エイダ・マーシュ氏の釈放について",
            "拝啓",
            "敬具",
            "ストライキに参加したために拘束されているエイダ・マーシュ氏（Ada Marsh）の件でお手紙を差し上げます。",
            "エイダ・マーシュ氏を直ちに釈放すること。",
            "この手紙に返答すること。",
        ],
    ),
    (
        "ko",
        [
            "에이다 마시의 석방 요청",
            "담당자님께",
            "감사합니다.",
            "파업에 참가했다는 이유로 구금된 에이다 마시(Ada Marsh)에 관하여 편지드립니다.",
            "에이다 마시를 즉시 석방하십시오.",
            "이 편지에 답변해 주십시오.",
        ],
    ),
];

/// A world in which each of these letters can be written.
fn world() -> World {
    let models: Vec<(&str, String)> = LETTERS
        .iter()
        .map(|(language, [subject, salutation, closing, text, first, second])| {
            let front = format!(
                "+++\nsubject = \"{subject}\"\nsalutation = \"{salutation}\"\nclosing = \"{closing}\"\n\
                 demands = [\"{first}\", \"{second}\"]\n+++\n"
            );
            let own = "{{#if own_words}}\n{{own_words}}\n{{/if}}\n\n";
            (*language, format!("{front}{text}\n\n{own}{{{{#each demands}}}}\n1. {{{{this}}}}\n{{{{/each}}}}\n"))
        })
        .collect();
    let models: Vec<(&str, &str)> = models.iter().map(|(language, text)| (*language, text.as_str())).collect();
    World::new().recipients(OFFICES).campaign("harbour", CAMPAIGN, &models)
}

/// Who writes.
const WHO: &str = "write harbour --kind organisation --organisation \"Dockers' Branch 7\" --name \"Jo Smith\" --role Secretary \
     --voice i --country DE";

/// What comes out in every language, one below the other.
fn in_every_language(world: &World, flags: &str) -> String {
    let mut all = String::new();
    for (language, _) in LETTERS {
        let run = world.line(&format!("{WHO} --to aq-court --lang {language} {flags}"));
        assert_eq!(run.code, 0, "{language}: {run}");
        all.push_str(&format!("=== {language}\n{}\n", run.stdout));
    }
    all
}

#[test]
fn a_letter_has_the_words_and_the_date_of_its_language() {
    let world = world();
    agreed!("languages_text", in_every_language(&world, ""));
    agreed!("languages_call", in_every_language(&world, "-f phone"));
}

#[test]
fn an_embassy_is_named_in_the_language_of_the_letter() {
    let world = world();
    let name = |language: &str| {
        let run = world.line(&format!("{WHO} --to aq-embassy-de --lang {language}"));
        run.stdout.lines().next().unwrap_or_default().to_owned()
    };
    let names: Vec<String> = LETTERS.iter().map(|(language, _)| format!("{language}: {}", name(language))).collect();
    agreed!("languages_embassy", names.join("\n"));
}

#[test]
fn a_letter_keeps_to_the_characters_of_its_region() {
    let world = world();
    for (language, office, subject) in [
        ("zh-TW", "Court of Antarctica", "主旨：請釋放"),
        ("zh-HK", "Court of Antarctica", "主旨：請釋放"),
        ("zh-SG", "南极洲法院", "主题：请释放"),
        ("uz-Latn-UZ", "Court of Antarctica", "Mavzu: Ada Marshni"),
    ] {
        let run = world.line(&format!("{WHO} --to aq-court --lang {language}"));
        assert!(run.stdout.starts_with(office) && run.stdout.contains(subject), "{language}: {run}");
    }
}

#[test]
fn a_page_runs_from_right_to_left_where_its_language_does() {
    let world = world();
    let page = |languages: &str| world.line(&format!("{WHO} --to aq-court {languages} -f html")).stdout;
    let (arabic, both) = (page("--lang ar"), page("--lang fa --lang tr"));
    assert!(arabic.contains("<article lang=\"ar\" dir=\"rtl\">") && arabic.contains("<ol>"), "{arabic}");
    assert!(both.contains("<article lang=\"fa\" dir=\"rtl\">"), "{both}");
    assert!(both.contains("<ol style=\"list-style-type:persian\">"), "{both}");
    assert!(both.contains("white-space:pre-line;unicode-bidi:plaintext;text-align:right\">Jo Smith"), "{both}");
    assert!(both.contains("<article lang=\"tr\">") && !both.contains("<html lang=\"fa\" dir"), "{both}");
}

#[cfg(feature = "pdf")]
mod on_paper {
    use super::*;
    use crate::pdf::{Page, pages};

    /// Fonts with nothing but the letters of these tests; a machine need not have any.
    const FONTS: [(&str, &[u8]); 3] = [
        ("NotoNaskhArabic-Regular.ttf", include_bytes!("../fonts/NotoNaskhArabic-Regular.ttf")),
        ("NotoSerifGeorgian-Regular.ttf", include_bytes!("../fonts/NotoSerifGeorgian-Regular.ttf")),
        ("NotoSerifCJK-Regular.otf", include_bytes!("../fonts/NotoSerifCJK-Regular.otf")),
    ];

    fn with_fonts() -> World {
        FONTS.iter().fold(world(), |world, (name, bytes)| {
            let folder = world.path("../home/.local/share/fonts");
            std::fs::create_dir_all(&folder).unwrap();
            std::fs::write(folder.join(name), bytes).unwrap();
            world
        })
    }

    /// The letters and digits of a text in no order: where scripts join letters or run from right to left, they are
    /// drawn in another order than they are read.
    fn letters(text: &str) -> std::collections::BTreeMap<char, usize> {
        use unicode_normalization::UnicodeNormalization;
        let mut found = std::collections::BTreeMap::new();
        for letter in text.nfkd().filter(|letter| letter.is_alphanumeric()) {
            *found.entry(letter).or_default() += 1;
        }
        found
    }

    /// Where the words of a line lie: from its left end to its right end.
    fn ends(page: &Page, top: f64, bottom: f64) -> (f64, f64) {
        let line = page.words.iter().filter(|word| word.at.y0 >= top && word.at.y1 <= bottom);
        line.fold((page.width, 0.0), |(left, right), word| (left.min(word.at.x0), right.max(word.at.x1)))
    }

    #[test]
    fn every_language_is_printed() {
        let world = with_fonts();
        for (language, [subject, salutation, closing, text, first, second]) in LETTERS {
            let world = &world;
            // As much as may be said, and more than a page.
            let long = vec![text; 3900 / (text.chars().count() + 1)].join(" ");
            std::fs::write(world.path("words.md"), &long).unwrap();
            let line = format!("{WHO} --to aq-court --lang {language}");
            let run = world.line(&format!("{line} --own-words @words.md -f pdf -o {language}.pdf"));
            assert_eq!(run.code, 0, "{language}: {run}");
            let printed = pages(std::fs::read(world.path(&format!("{language}.pdf"))).unwrap());
            assert!(printed.len() > 1, "{language}");
            let seen = letters(&printed.iter().map(Page::text).collect::<String>());
            let written: String = [subject, salutation, closing, text, &long, first, second].concat();
            for (letter, count) in letters(&written) {
                let printed = seen.get(&letter).copied().unwrap_or_default();
                assert!(printed >= count, "{language}: {letter} stands {count} times, {printed} are printed");
            }
            let is_rtl = matches!(language, "ar" | "fa");
            // The date stands on the side on which lines end, and the address in the window on the left.
            let (left, right) = ends(&printed[0], 100.0, 107.0);
            let (at, width) = (if is_rtl { left } else { printed[0].width - right }, right - left);
            assert!((19.0..26.0).contains(&at) && width < 60.0, "{language}: the date lies from {left} to {right}");
            let (from, to) = ends(&printed[0], 62.0, 90.0);
            assert!(from < 26.0 && to < 105.0, "{language}: the address lies from {from} to {to}");
            // The name stands before the date in the direction of reading, also where it runs the other way.
            let place = |word: &str| printed[1].words.iter().find(|found| found.text.contains(word)).unwrap().at.x0;
            let day = if language == "fa" { "۲۳" } else { "23" };
            assert_eq!(place("Dockers") > place(day), is_rtl, "{language}: {}", printed[1].text());
        }
    }

    #[test]
    fn a_fax_is_covered_in_every_language() {
        let world = with_fonts();
        for (language, _) in LETTERS {
            let run = world.line(&format!("{WHO} --to aq-court --lang {language} -f pdf --fax -o {language}.pdf"));
            assert_eq!(run.code, 0, "{language}: {run}");
            let cover = pages(std::fs::read(world.path(&format!("{language}.pdf"))).unwrap()).swap_remove(0);
            assert!(
                cover.text().contains("+672 123 4568") && !cover.text().contains("Subject"),
                "{language}: {cover:?}"
            );
            // The lines of one row begin at one side of the column, whatever script they are in.
            let place = |line: &str| cover.words.iter().find(|word| word.text.starts_with(line)).unwrap().at;
            // A number keeps its order where the text around it runs the other way.
            let number = place("+672");
            let is_rtl = matches!(language, "ar" | "fa");
            let ends =
                if is_rtl { [place("4568").x1, place("Antarctica").x1] } else { [number.x0, place("Dockers").x0] };
            assert!((ends[0] - ends[1]).abs() < 1.0, "{language}: {ends:?}");
            assert!(if is_rtl { ends[0] > 115.0 } else { ends[0] < 95.0 }, "{language}: {ends:?}");
        }
    }
}
