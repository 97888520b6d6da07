//! One mistake each, planted in a good campaign.

use crate::good::{DE, EN, RU, TOML, with};
use crate::{checked, lines};

/// What is changed, and what is to be found: the rule, the file, and the piece of the changed file that it points at.
struct Planted {
    rule: &'static str,
    file: &'static str,
    from: &'static str,
    to: &'static str,
    at: &'static str,
}

const fn plant(
    rule: &'static str,
    file: &'static str,
    from: &'static str,
    to: &'static str,
    at: &'static str,
) -> Planted {
    Planted { rule, file, from, to, at }
}

const C: &str = "campaign.toml";

const PLANTED: &[Planted] = &[
    // Typing and files.
    plant(
        "typing",
        C,
        "title = \"Antarctica: the strike in Ross Harbour\"",
        "title = “Antarctica: the strike in Ross Harbour”",
        "“Ant",
    ),
    plant("typing", C, "persons = [{ name = \"Ada Marsh\",", "persons = [{ name = \"Ada Marsh\"", "aliases"),
    plant("typing", "de.md", "subject = \"Freilassung", "subject = „Freilassung", "„"),
    plant("typing", "en.md", "\"Drop the charge against her.\",", "\"Drop the charge against her.\"", "\"Let {{"),
    plant("typing", C, "status = \"open\"", "status = open", "open"),
    plant("typing", C, "status = \"open\"", "status: \"open\"", ": \"open"),
    plant("toml", C, "status = \"open\"", "status = \"open\"\nstatus = \"open\"", "status = \"open\"\npub"),
    plant("wrong-value", C, "published = 2026-10-01", "published = 01.10.2026", "01.10"),
    plant("wrong-value", C, "status = \"open\"", "status = \"opened\"", "\"opened"),
    plant("wrong-value", C, "2027-03-31", "2027-02-30", "2027-02"),
    plant("wrong-value", C, "copies@ross-harbour.example", "copies@ross-harbour", "\"copies"),
    plant(
        "wrong-value",
        C,
        "recipients = [\"aq-harbour-court\", \"aq-foreign-ministry\"]\nembassy_of = \"AQ\"",
        "recipients = [\"aq-harbour-court\", \"aq-foreign-ministry\", \"aq-embassy-gb\"]\nembassy_as = \"copy\"",
        "\"copy\"",
    ),
    plant("unknown-key", C, "embassy_of", "embasy_of", "embasy"),
    plant("unknown-key", "ru.md", "closing =", "ending =", "ending"),
    plant("missing-key", "ru.md", "closing = \"С уважением,\"\n", "", "subject"),
    plant("placeholder", "en.md", "{{signatory}}", "{{signatry}}", "{{signatry"),
    plant("placeholder", "en.md", "{{own_words}}\n{{/if}}", "{{own_words}}", "{{#if own_words}}"),
    plant("placeholder", "ru.md", "{{#each demands}}\n", "", "{{/each}}"),
    plant("placeholder", "de.md", "{{signatory}}", "{{signatory}", "{{signatory}{"),
    plant("placeholder", "de.md", "{{#if workplace}}", "{{#if workplac}}", "{{#if workplac}}"),
    plant("hidden-character", "en.md", "in Ross Harbour since", "in Ross\u{200b} Harbour since", "\u{200b}"),
    plant("demand-empty", "en.md", "\"Drop the charge against her.\"", "\"\"", "\"\""),
    plant("left-to-fill-in", "en.md", "The docker Ada Marsh", "The docker [NAME], Ada Marsh", "[NAME]"),
    plant("left-to-fill-in", "de.md", "Lassen Sie die Anklage gegen sie fallen.", "TODO: die Anklage", "TODO"),
    plant("markup", "en.md", "To strike for", "# To strike for", "# To"),
    plant("markup", "en.md", "To strike for", "    To strike for", "To strike"),
    plant("markup-in-line", "en.md", "\"Release Ada Marsh at once.\"", "\"Release **Ada Marsh** at once.\"", "**Ada"),
    plant(
        "unwritable",
        "en.md",
        "<https://ross-harbour.example/law>",
        "[the law](ross-harbour.example/law)",
        "ross-harbour.example/law",
    ),
    // The facts.
    plant(
        "leftover",
        C,
        "title = \"Antarctica: the strike in Ross Harbour\"",
        "title = \"Country: what happened to whom\"",
        "\"Country",
    ),
    plant("leftover", C, "name = \"Ada Marsh\"", "name = \"Full Name\"", "\"Full"),
    plant("leftover", C, "# the trial begins in April", "# change it: after this day nothing is sent", "# change"),
    plant("published-in-future", C, "2026-10-01", "2026-12-01", "2026-12"),
    plant("deadline-order", C, "2027-03-31", "2026-09-30", "2026-09"),
    plant("deadline-past", C, "2027-03-31", "2026-11-22", "2026-11-22"),
    plant("deadline-near", C, "2027-03-31", "2026-11-26", "2026-11-26"),
    plant("status-note", C, "status = \"open\"", "status = \"won\"", "\"won"),
    plant("status-note", C, "status = \"open\"", "status = \"stopped\"", "\"stopped"),
    plant("version-note", C, "status = \"open\"", "version = 2\nstatus = \"open\"", "2\nstatus"),
    plant("no-sources", C, "sources = [\"https://ross-harbour.example/appeal\"]", "sources = []", "[]"),
    plant(
        "source-address",
        C,
        "[\"https://ross-harbour.example/appeal\"]",
        "[\"Harbour Worker, October 2026\"]",
        "\"Harbour W",
    ),
    plant(
        "field-unused",
        C,
        "name = \"workplace\"\nlabel",
        "name = \"workplace\"\n[[field]]\nname = \"trade\"\nlabel",
        "\"trade",
    ),
    // Persons.
    plant(
        "person-nowhere",
        C,
        "[{ name = \"Ada Marsh\"",
        "[{ name = \"Olaf Berg\" }, { name = \"Ada Marsh\"",
        "\"Olaf",
    ),
    plant(
        "person-not-named",
        "en.md",
        "subject = \"Release Ada Marsh\"",
        "subject = \"Release the docker\"",
        "Release the d",
    ),
    plant("person-misspelt", "en.md", "subject = \"Release Ada Marsh\"", "subject = \"Release Ada Marhs\"", "Marhs"),
    plant("person-misspelt", "en.md", "\"Release Ada Marsh at", "\"Release Ada Mash at", "Mash"),
    plant("person-misspelt", "en.md", "The docker Ada Marsh", "The docker Aada Marsh", "Aada"),
    plant("person-misspelt", "de.md", "die Hafenarbeiterin Ada Marsh,", "die Hafenarbeiterin Ada Marsch,", "Marsch"),
    plant("person-misspelt", "ru.md", "Докер Ада Марш", "Докер Ада Мраш", "Мраш"),
    plant("person-misspelt", "ru.md", "докера Ады Марш", "докера Ады Маарш", "Маарш"),
    plant("mixed-scripts", "ru.md", "Росс-Харборе: тогда", "Pосс-Харборе: тогда", "Pосс"),
    // Copies.
    plant("no-copies", C, "copy_to = [\"copies@ross-harbour.example\"]", "copy_to = []", "[]"),
    plant(
        "copy-office",
        C,
        "copies@ross-harbour.example",
        "registry@harbour-court.example",
        "\"registry@harbour-court.example\"]",
    ),
    plant(
        "copy-twice",
        C,
        "[\"copies@ross-harbour.example\"]",
        "[\"copies@ross-harbour.example\", \"Copies@ross-harbour.example\"]",
        "\"Copies",
    ),
    plant(
        "copy-office",
        C,
        "[\"copies@ross-harbour.example\"]",
        "[\"copies@ross-harbour.example\", \"aq-harbour-court\"]",
        "\"aq-harbour-court\"]",
    ),
    plant("copy-domain", C, "copies@ross-harbour.example", "copies@ross-harbour.cmo", "\"copies"),
    // Offices.
    plant(
        "no-recipients",
        C,
        "recipients = [\"aq-harbour-court\", \"aq-foreign-ministry\"]\nembassy_of = \"AQ\"\n",
        "",
        "# The",
    ),
    plant("unknown-office", C, "\"aq-harbour-court\", \"aq", "\"aq-harbor-court\", \"aq", "\"aq-harbor"),
    plant(
        "recipient-twice",
        C,
        "[\"aq-harbour-court\", \"aq",
        "[\"aq-harbour-court\", \"aq-harbour-court\", \"aq",
        "\"aq-harbour-court\", \"aq-f",
    ),
    plant(
        "recipient-twice",
        C,
        "\"aq-foreign-ministry\"]\nemb",
        "\"aq-foreign-ministry\", \"aq-embassy-gb\"]\nemb",
        "\"aq-embassy-gb\"]",
    ),
    plant(
        "office-salutation",
        C,
        "languages = [\"en\"]\nsalutation.en",
        "languages = [\"en\"]\nholder = [{ name = \"Eva Berg\", salutation.en = \"Dear Ambassador,\", source = \"https://harbour-court.example/\", checked = 2026-11-01 }]\nsalutation.en",
        "\"Dear Amb",
    ),
    plant(
        "office-warning",
        C,
        "languages = [\"en\"]\nsalutation.en",
        "languages = [\"en\"]\nholder = [{ name = \"Eva Bergmann\", salutation.en = \"Dear Ms Bergman,\", source = \"https://harbour-court.example/\", checked = 2026-11-01 }]\nsalutation.en",
        "\"Dear Ms",
    ),
    plant("office-unused", C, "\"aq-harbour-court\", \"aq", "\"aq", "\"aq-harbour-court"),
    plant("office-error", C, "kind = \"court\"", "kind = \"kourt\"", "\"kourt"),
    plant("office-warning", C, "registry@harbour-court.example", "registry@harbour-court.govv", "\"registry"),
    plant("office-warning", C, "1 Ice Street\\nRoss Harbour", "1 Ice Street\\nRoss Harbour\\nAntarctica", "\"1 Ice"),
    plant("office-error", C, "registry@harbour-court.example", "ada.berg1980@harbour-court.example", "\"ada"),
    plant(
        "office-warning",
        C,
        "[[office]]\nid = \"aq-foreign-ministry\"\nkind = \"foreign-ministry\"",
        "[[office.channel]]\ntype = \"phone\"\nvalue = \"+493012345678\"\nsource = \"https://harbour-court.example/contact\"\nchecked = 2026-11-01\n\n[[office]]\nid = \"aq-foreign-ministry\"\nchannel = [{ type = \"fax\", value = \"+493012345678\", source = \"https://harbour-court.example/contact\", checked = 2026-11-01 }]\nkind = \"foreign-ministry\"",
        "\"+493012345678\"\nsource",
    ),
    plant(
        "office-unconfirmed",
        C,
        "source = \"https://antarctica.example/london\"\nchecked = 2026-11-01",
        "source = \"https://antarctica.example/london\"",
        "\"london@",
    ),
    plant("office-salutation", C, "Dear Members of the Court,", "Dear Minister,", "\"Dear Minister"),
    plant("office-salutation", "en.md", "Dear Sir or Madam,", "Dear Minister,", "Dear Minister"),
    plant("office-salutation", "en.md", "Dear Sir or Madam,", "Dear Harbour Registrar,", "Dear Harbour"),
    plant("office-salutation", "ru.md", "Уважаемые дамы и господа!", "Уважаемый господин министр!", "Уважаемый"),
    plant(
        "office-language",
        C,
        "languages = [\"en\"]\nsalutation",
        "languages = [\"fr\"]\nsalutation",
        "\"aq-harbour-court\", \"aq",
    ),
    plant("embassy-of", C, "embassy_of = \"AQ\"", "embassy_of = \"KZ\"", "\"KZ"),
    // A letter against itself.
    plant("no-salutation", "en.md", "salutation = \"Dear Sir or Madam,\"\n", "", "+++\nsubject"),
    plant(
        "salutation-twice",
        "en.md",
        "The docker Ada",
        "Dear Sir or Madam,\n\nThe docker Ada",
        "Dear Sir or Madam,\n\nThe",
    ),
    plant("salutation-twice", "en.md", "The docker Ada", "To whom it may concern: the docker Ada", "To whom"),
    plant(
        "salutation-twice",
        "de.md",
        "Die Hafenarbeiterin Ada Marsh ist",
        "Sehr geehrter Herr Minister,\n\nDie Hafenarbeiterin Ada Marsh ist",
        "Sehr geehrter",
    ),
    plant("closing-twice", "en.md", "{{/each}}\n", "{{/each}}\n\nYours sincerely,\n", "Yours sincerely"),
    plant("closing-twice", "ru.md", "{{/each}}\n", "{{/each}}\n\nС глубоким уважением,\n", "С глубоким"),
    plant("signature-twice", "en.md", "{{/each}}\n", "{{/each}}\n\n{{signatory}}\n", "{{signatory}}\n"),
    plant("signature-twice", "en.md", "{{/each}}\n", "{{/each}}\n\nName: {{name}}\n", "Name: {{"),
    plant("letterhead-in-body", "en.md", "The docker Ada", "Subject: Ada Marsh\n\nThe docker Ada", "Subject:"),
    plant(
        "letterhead-in-body",
        "de.md",
        "Die Hafenarbeiterin Ada Marsh ist",
        "{{date}}\n\nDie Hafenarbeiterin Ada Marsh ist",
        "{{date",
    ),
    plant(
        "closing-twice",
        "en.md",
        "{{/each}}\n",
        "{{/each}}\n\n{{I/We}} remain, with kind regards,\n",
        "{{I/We}} remain",
    ),
    plant("closing-twice", "de.md", "{{/each}}\n", "{{/each}}\n\nEs grüßt mit solidarischen Grüßen\n", "Es grüßt"),
    plant("closing-twice", "ru.md", "{{/each}}\n", "{{/each}}\n\nОстаёмся с уважением,\n", "Остаёмся"),
    plant(
        "signature-twice",
        "en.md",
        "{{/each}}\n",
        "{{/each}}\n\n{{#if organisation}}\nOn behalf of {{organisation}}\n{{/if}}\n",
        "On behalf",
    ),
    plant("signature-twice", "de.md", "{{/each}}\n", "{{/each}}\n\nFür {{organisation}}: {{name}}\n", "Für {{"),
    plant("letterhead-in-body", "en.md", "The docker Ada", "London, 28 November 2026\n\nThe docker Ada", "London"),
    plant(
        "letterhead-in-body",
        "de.md",
        "Die Hafenarbeiterin Ada Marsh ist",
        "Berlin, den 28. November 2026\n\nDie Hafenarbeiterin Ada Marsh ist",
        "Berlin",
    ),
    plant("lines-swapped", "en.md", "closing = \"Yours faithfully,\"", "closing = \"Dear Sir,\"", "Dear Sir,\""),
    plant(
        "demands-not-printed",
        "en.md",
        "{{#each demands}}\n- {{this}}\n{{/each}}",
        "they know which.",
        "Release Ada Marsh at once",
    ),
    plant("demands-in-body", "en.md", "{{#each demands}}", "- Free her.\n- Pay her.\n\n{{#each demands}}", "- Free"),
    plant("demands-in-body", "en.md", "{{/each}}\n", "{{/each}}\n- Pay the dockers.\n", "- Pay the"),
    plant("demands-in-body", "de.md", "{{#each demands}}", "- Lohn zahlen.\n{{#each demands}}", "- Lohn"),
    plant(
        "demands-twice",
        "en.md",
        "To strike for",
        "Drop the charge against her. To strike for",
        "Drop the charge against her. To",
    ),
    plant(
        "demand-double",
        "en.md",
        "\"Release Ada Marsh at once.\"",
        "\"Release Ada Marsh at once and drop the charge.\"",
        "drop the charge.",
    ),
    plant(
        "demand-double",
        "de.md",
        "Lassen Sie die Anklage gegen sie fallen.",
        "Lassen Sie die Anklage fallen. Zahlen Sie ihren Lohn.",
        "Zahlen",
    ),
    plant(
        "demand-double",
        "ru.md",
        "Немедленно освободить Аду Марш.",
        "Освободить Аду Марш и прекратить дело.",
        "прекратить",
    ),
    plant(
        "demand-double",
        "en.md",
        "\"Drop the charge against her.\"",
        "\"Drop the charge, as well as paying her wages.\"",
        "paying",
    ),
    plant(
        "demand-double",
        "en.md",
        "\"Drop the charge against her.\"",
        "\"The dismissal of the charge and the payment of her wages.\"",
        "the payment",
    ),
    plant(
        "demand-double",
        "de.md",
        "Lassen Sie die Anklage gegen sie fallen.",
        "Die Einstellung des Verfahrens und die Zahlung ihres Lohns.",
        "die Zahlung",
    ),
    plant(
        "demand-double",
        "de.md",
        "Lassen Sie die Anklage gegen sie fallen.",
        "Stellen Sie das Verfahren ein und zahlen Sie ihren Lohn.",
        "zahlen",
    ),
    plant(
        "demand-double",
        "de.md",
        "Lassen Sie die Anklage gegen sie fallen.",
        "Das Verfahren einstellen und ihren Lohn zahlen.",
        "ihren Lohn",
    ),
    plant(
        "demand-double",
        "ru.md",
        "Снять с неё обвинение.",
        "Прекращение преследования, а также возвращение её на работу.",
        "возвращение",
    ),
    plant("demand-empty", "de.md", "\"Lassen Sie die Anklage gegen sie fallen.\"", "\" . \"", " . "),
    plant("left-to-fill-in", "de.md", "Lassen Sie die Anklage gegen sie fallen.", "(wird noch ergänzt)", "(wird"),
    plant("left-to-fill-in", "en.md", "Drop the charge against her.", "To be added", "To be added"),
    plant("left-to-fill-in", "ru.md", "Снять с неё обвинение.", "Снять с неё обвинение (дописать).", "(доп"),
    plant(
        "demand-twice",
        "en.md",
        "\"Drop the charge against her.\"",
        "\"Release immediately Ada Marsh.\"",
        "Release imm",
    ),
    plant(
        "demand-twice",
        "ru.md",
        "Снять с неё обвинение.",
        "Освободить Аду Марш без промедления.",
        "Освободить Аду Марш без",
    ),
    plant(
        "demand-twice",
        "en.md",
        "\"Drop the charge against her.\"",
        "\"Release Ada Marsh, at once\"",
        "Release Ada Marsh, at",
    ),
    plant("embassy-of", "en.md", "the authorities of Antarctica", "the authorities of Bolivia", "authorities of"),
    plant("embassy-of", "de.md", "die Behörden der Antarktis", "die Behörden der Schweiz", "Behörden der"),
    plant("embassy-of", "ru.md", "власти Антарктиды", "власти Боливии", "власти Б"),
    plant("impossible-date", "en.md", "since 14 September 2026, when", "since 14 December 2026, when", "14 December"),
    plant(
        "impossible-date",
        "de.md",
        "seit dem 14. September 2026 in",
        "seit dem 14. Dezember 2026 in",
        "14. Dezember",
    ),
    plant("impossible-date", "en.md", "To strike", "She was arrested there on 3 May 2027. To strike", "3 May"),
    plant("impossible-date", "ru.md", "Забастовка за", "Она была арестована 3 мая 2027 года.\nЗабастовка за", "3 мая"),
    plant("demands-counted", "en.md", "to take these steps", "to take these two steps", "two steps"),
    plant("demands-counted", "ru.md", ":\n\n{{#each", ": вот четыре шага:\n\n{{#each", "четыре"),
    plant("kind-nowhere", "en.md", "{{#if is_embassy}}\nPlease", "{{#if is_prison}}\nPlease", "Please pass"),
    plant("insult", "ru.md", "Забастовка за", "Так поступают только палачи и воры.\nЗабастовка за", "палачи"),
    plant(
        "demands-many",
        "en.md",
        "demands = [",
        "demands = [\"Pay her.\", \"Hear her.\", \"Let her write.\",",
        "Let {{",
    ),
    plant(
        "said-twice",
        "ru.md",
        "{{#if own_words}}",
        "Забастовка за безопасный труд — не преступление, так считают ОБСЕ и МОТ: <https://ross-harbour.example/law>.\n\n{{#if own_words}}",
        "Забастовка за",
    ),
    plant("fixed-voice", "en.md", "{{[am writing/are writing]}}", "am writing", "am writing"),
    plant("fixed-voice", "en.md", "{{I/We}} ask the", "I ask the", "I ask"),
    plant("fixed-voice", "en.md", "{{I/We}} ask the", "We ask the", "We ask"),
    plant("fixed-voice", "de.md", "schriftlich mit", "in meinem Land schriftlich mit", "meinem"),
    plant("fixed-voice", "ru.md", "{{Прошу/Просим}} власти", "Прошу власти", "Прошу власти"),
    plant("fixed-voice", "de.md", ", {{bitte/bitten}} um ihre", ", bitte um ihre", "bitte um ihre"),
    plant("fixed-voice", "en.md", "Let {{me/us}} know", "Let us know", "Let us"),
    plant("fixed-voice", "ru.md", "сообщить {{мне/нам}}", "сообщить нам", "нам,"),
    plant("demand-double", "en.md", "Drop the charge against her.", "Drop the charge set. Pay her wages.", "Pay her"),
    plant("voice-forms", "en.md", "{{I/We}} ask the", "{{We/I}} ask the", "{{We/I"),
    plant("voice-forms", "en.md", "{{I/We}} ask the", "{{We/We}} ask the", "{{We/We"),
    plant("no-signatory", "en.md", "{{I/We}}, {{signatory}}{{#if", "{{I/We}}{{#if", "The docker"),
    plant("no-own-words", "en.md", "{{#if own_words}}\n{{own_words}}\n{{/if}}\n\n", "", "The docker"),
    plant(
        "field-for-all",
        "en.md",
        "{{#if members}} with {{members}} members{{/if}}{{/if}}",
        "{{/if}} with {{members}} members",
        "{{members",
    ),
    plant("field-for-all", "en.md", "{{#if own_words}}\n{{own_words}}\n{{/if}}", "{{own_words}}", "{{own"),
    plant(
        "subject-long",
        "en.md",
        "subject = \"Release Ada Marsh\"",
        "subject = \"Release Ada Marsh, the docker of Ross Harbour, who has been held since 14 September 2026\"",
        "Release Ada Marsh, the",
    ),
    plant(
        "subject-form",
        "en.md",
        "subject = \"Release Ada Marsh\"",
        "subject = \"Release Ada Marsh #FreeAda\"",
        "#Free",
    ),
    plant("subject-form", "en.md", "subject = \"Release", "subject = \"Subject: Release", "Subject: Rel"),
    plant(
        "loose-punctuation",
        "en.md",
        "{{#if members}} with {{members}} members{{/if}}{{/if}}",
        " ({{#if members}}{{members}}{{/if}}){{/if}}",
        "body ({{",
    ),
    plant(
        "impossible-date",
        "en.md",
        "since 14 September 2026, when",
        "since Friday, 14 September 2026, when",
        "Friday",
    ),
    plant("impossible-date", "en.md", "since 14 September 2026, when", "since 31 September 2026, when", "31 Sep"),
    // Languages against each other.
    plant(
        "wrong-language",
        "de.md",
        "Für einen sicheren Arbeitsplatz zu streiken, ist kein Verbrechen, so sehen es OSZE und ILO:",
        "To strike for safe work is not a crime, and that is what they have said in this and that:",
        "To strike",
    ),
    plant(
        "wrong-language",
        "de.md",
        "closing = \"Mit freundlichen Grüßen\"",
        "closing = \"Yours faithfully,\"",
        "Yours",
    ),
    plant(
        "wrong-language",
        "de.md",
        "Für einen sicheren",
        "The strike was announced in time and remained peaceful.\nFür einen sicheren",
        "The strike",
    ),
    plant(
        "wrong-language",
        "en.md",
        "To strike for",
        "Der Streik war rechtzeitig angekündigt und blieb friedlich. To strike for",
        "Der Streik",
    ),
    plant(
        "wrong-language",
        "en.md",
        "To strike for",
        "О забастовке объявили вовремя, и она прошла мирно.\n\nTo strike for",
        "О забастовке",
    ),
    plant(
        "wrong-language",
        "ru.md",
        "Забастовка за",
        "It was announced in time and remained peaceful.\nЗабастовка за",
        "It was",
    ),
    plant(
        "wrong-language",
        "de.md",
        "Für einen",
        "La huelga se había anunciado a tiempo y fue pacífica.\nFür einen",
        "La huelga",
    ),
    plant("untranslated", "de.md", "Lassen Sie Ada Marsh sofort frei.", "Release Ada Marsh at once.", "Release"),
    plant(
        "untranslated",
        C,
        "label.en = \"Where you work\"",
        "label.en = \"Where you work\"\nlabel.de = \"Wo Sie arbeiten\"",
        "\"workplace",
    ),
    plant(
        "untranslated",
        C,
        "label.en = \"Where you work\"",
        "label.en = \"Where you work\"\nlabel.de = \"Where you work?\"\nlabel.ru = \"Место работы\"",
        "\"Where you work?",
    ),
    plant("languages-demands", "de.md", "  \"Lassen Sie die Anklage gegen sie fallen.\",\n", "", "Teilen"),
    plant("languages-numbers", "de.md", "340 Hafen", "430 Hafen", "430"),
    plant("languages-numbers", "ru.md", "340 докеров", "3400 докеров", "3400"),
    plant("languages-dates", "de.md", "ist seit dem 14. September", "ist seit dem 15. September", "15. Sep"),
    plant("languages-dates", "ru.md", "Марш с 14 сентября", "Марш с 14 октября", "14 окт"),
    plant(
        "languages-names",
        "de.md",
        "Lassen Sie Ada Marsh sofort frei.",
        "Lassen Sie die Hafenarbeiterin sofort frei.",
        "Lassen Sie die Haf",
    ),
    plant(
        "languages-dates",
        "de.md",
        "ist seit dem 14. September 2026",
        "ist seit dem 14. September 2025",
        "14. September 2025",
    ),
    plant("languages-dates", "ru.md", "Марш с 14 сентября 2026", "Марш с 14 сентября 2025", "14 сентября 2025"),
    plant("languages-names", "de.md", "Die Hafenarbeiterin Ada Marsh ist", "Eine Hafenarbeiterin ist", "Eine"),
    plant(
        "languages-links",
        "de.md",
        "ross-harbour.example/law",
        "ross-harbour.example/recht",
        "https://ross-harbour.example/recht",
    ),
    plant("languages-fields", "ru.md", "{{#if workplace}} ({{workplace}}){{/if}}", "", "Докер Ада"),
    plant(
        "languages-dates",
        "de.md",
        "die seit dem 14. September 2026 in",
        "die seit dem 4. September 2026 in",
        "4. September 2026 in Ross Harbour in Haft ist",
    ),
    plant("languages-dates", "ru.md", "которая с 14 сентября 2026 года находится", "которая находится", "Этот звонок"),
    plant("languages-numbers", "de.md", "Lassen Sie die Anklage", "Lassen Sie die 30 Anklagen", "30 Ank"),
    plant("languages-fields", "de.md", "phone = \"In diesem", "summary = \"In diesem", "+++\nsubject"),
    plant("languages-numbers", "de.md", "als 340 Hafenarbeiter streikten", "als Hafenarbeiter streikten", "Die Haf"),
    // Tone.
    plant("capitals", C, "the strike in Ross Harbour\"", "FREE THE STRIKERS\"", "FREE"),
    plant("exclamation", C, "strike in Ross Harbour\"", "strike in Ross Harbour!\"", "!\""),
    plant("capitals", "en.md", "subject = \"Release", "subject = \"RELEASE", "RELEASE"),
    plant("capitals", "de.md", "sofort frei", "SOFORT frei", "SOFORT"),
    plant("capitals", "ru.md", "Немедленно", "НЕМЕДЛЕННО", "НЕМЕДЛЕННО"),
    plant("exclamation", "en.md", "Release Ada Marsh at once.", "Release Ada Marsh at once!", "!"),
    plant("exclamation", "ru.md", "дамы и господа!", "дамы и господа!!", "!!"),
    plant("emoji", "en.md", "is no crime,", "is no crime ✊,", "✊"),
    plant("emoji", "de.md", "ist kein Verbrechen,", "ist kein Verbrechen :-) ,", ":-)"),
    plant("insult", "en.md", "is no crime,", "is no crime, you murderers,", "murderers"),
    plant("insult", "ru.md", "не преступление,", "не преступление, палачи,", "палачи"),
    plant(
        "insult",
        "de.md",
        "ist kein Verbrechen,",
        "ist kein Verbrechen: Sie sind eine Bande von Lügnern,",
        "Lügnern",
    ),
    plant("insult", "en.md", "To strike for", "Your government of thugs is silent.\nTo strike for", "thugs"),
    plant("threat", "en.md", "is no crime,", "is no crime, and you will pay for it,", "you will pay"),
    plant("threat", "de.md", "ist kein Verbrechen,", "ist kein Verbrechen, Sie werden es bereuen,", "Sie werden es"),
    plant("threat", "en.md", "is no crime,", "is no crime, and you will live to regret it,", "you will live"),
    plant(
        "threat",
        "de.md",
        "ist kein Verbrechen,",
        "ist kein Verbrechen, und das werden Sie noch bereuen,",
        "werden Sie noch",
    ),
    plant("threat", "ru.md", "не преступление,", "не преступление, и вы об этом ещё пожалеете,", "вы об"),
    // Links.
    plant("link-short", "en.md", "https://ross-harbour.example/law", "https://bit.ly/3abc", "https://bit"),
    plant(
        "link-tracking",
        "en.md",
        "example/law>",
        "example/law?utm_source=mail>",
        "https://ross-harbour.example/law?utm",
    ),
    plant(
        "links-many",
        "en.md",
        "is no crime,",
        "is no crime (https://a.example/a https://b.example/b),",
        "https://ross-harbour.example/law",
    ),
    plant("link-broken", "en.md", "is no crime,", "is no crime (https:/a.example/a),", "https:/a"),
    // What the campaign turns down itself.
    plant("allow", C, "rule = \"copy-reserved\"", "rule = \"copy-reservd\"", "\"copy-reservd"),
    plant("allow", C, "rule = \"copy-reserved\"", "rule = \"toml\"", "\"toml"),
    plant("allow", C, "rule = \"copy-reserved\"", "rule = \"office-error\"", "\"office-error"),
    plant(
        "missing-key",
        C,
        "rule = \"copy-reserved\", because = \"The campaign is invented.\"",
        "rule = \"copy-reserved\"",
        "{ rule = \"copy-reserved",
    ),
    plant(
        "allow-unused",
        C,
        "allow = [",
        "allow = [\n  { rule = \"emoji\", because = \"The strike has a sign.\" },",
        "\"emoji",
    ),
    plant(
        "copy-reserved",
        C,
        "  { rule = \"copy-reserved\", because = \"The campaign is invented.\" },\n",
        "",
        "\"copies@",
    ),
    plant(
        "office-reserved",
        C,
        "  { rule = \"office-reserved\", because = \"The offices are invented.\" },\n",
        "",
        "\"registry@",
    ),
    plant(
        "source-reserved",
        C,
        "  { rule = \"source-reserved\", because = \"The appeal is invented.\" },\n",
        "",
        "\"https://ross-harbour.example/appeal",
    ),
];

/// The rules of which each finding is a mistake of its own; others may follow from the one that is planted.
fn place(text: &str, piece: &str) -> Option<String> {
    let at = text.rfind(piece)?;
    let line = text[..at].matches('\n').count() + 1;
    let column = text[..at].rsplit('\n').next().unwrap_or_default().chars().count() + 1;
    Some(format!("{line}:{column}"))
}

#[test]
fn every_rule_finds_what_is_planted_at_its_place() {
    // Each is a campaign of its own, checked as a whole: as many at a time as there are processors.
    let at_a_time = std::thread::available_parallelism().map_or(1, std::num::NonZero::get);
    let wrong: Vec<String> = std::thread::scope(|scope| {
        let parts = PLANTED.chunks(PLANTED.len().div_ceil(at_a_time));
        let threads: Vec<_> =
            parts.map(|part| scope.spawn(move || part.iter().filter_map(missed).collect::<Vec<_>>())).collect();
        threads.into_iter().flat_map(|thread| thread.join().unwrap()).collect()
    });
    assert!(wrong.is_empty(), "{} of {}:\n{}", wrong.len(), PLANTED.len(), wrong.join("\n"));
}

/// What is wrong, if a planted mistake is not found at its place.
fn missed(planted: &Planted) -> Option<String> {
    let Planted { rule, file, from, to, at } = planted;
    let mut files = with(TOML, &[("en.md", EN), ("de.md", DE), ("ru.md", RU)]);
    let (_, text) = files.iter_mut().find(|(name, _)| name == file).unwrap();
    if !text.contains(from) {
        return Some(format!("{rule}: {file} does not contain {from}"));
    }
    *text = text.replacen(from, to, 1);
    // What one letter lacks is said where another has it.
    let expected = files.iter().filter_map(|(name, text)| Some(format!("{rule} {name}:{} ", place(text, at)?)));
    let expected: Vec<String> = expected.collect();
    let found = lines(&checked("c", &files));
    let is_found = found.iter().any(|line| expected.iter().any(|expected| line.starts_with(expected)));
    (!is_found).then(|| format!("{rule} {file} {to}\n  expected {expected:?}\n  found {found:#?}"))
}

#[test]
fn a_rule_is_turned_down_for_the_value_that_is_named() {
    let allowed = |text: &str| {
        let allow =
            "allow = [\n  { rule = \"office-error\", where = \"ada.marsh@\", because = \"The court is hers.\" },";
        let toml = TOML.replace("allow = [", allow).replace("value = \"registry@", text);
        let found = lines(&checked("c", &with(&toml, &[("en.md", EN), ("de.md", DE), ("ru.md", RU)])));
        found.iter().map(|line| line.split(' ').next().unwrap().to_owned()).collect::<Vec<_>>()
    };
    // The mailbox of a person, a mailbox of another, and what is no address at all.
    assert_eq!(allowed("value = \"ada.marsh@"), [] as [&str; 0]);
    assert_eq!(allowed("value = \"bo.ross@"), ["allow-unused", "office-error"]);
    assert!(allowed("value = \"ada.marsh@ @").contains(&"office-error".to_owned()));
}

#[test]
fn every_rule_has_a_mistake_in_the_table() {
    // Rules about a folder as a whole, and those that need many words or offices.
    let elsewhere = [
        "file",
        "letter-file",
        "listed-languages",
        "unused-file",
        "letter-long",
        "no-embassy",
        "no-channel",
        "no-demands",
        "languages-length",
    ];
    for rule in outcry::check::Rule::ALL.iter().map(|rule| rule.as_str()) {
        let is_planted = PLANTED.iter().any(|planted| planted.rule == rule);
        assert!(is_planted || elsewhere.contains(&rule), "{rule} is never broken");
    }
}
