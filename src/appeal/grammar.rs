//! The first person in six languages: which word in the singular is which in the plural.
//!
//! Only what is regular, or stands in a list, is turned. Everything else stays as it is and is asked about.

/// One language's first person.
pub(super) struct Grammar {
    /// Pronouns that have one partner: singular and plural, lower case.
    pub pronouns: &'static [(&'static str, &'static str)],
    /// The subject: "I" and "we".
    pub subject: (&'static str, &'static str),
    /// Pronouns whose partner depends on more than the word, so that a person must look.
    pub unsure_singular: &'static [&'static str],
    pub unsure_plural: &'static [&'static str],
    /// Verbs of letters, lower case.
    pub verbs: &'static [(&'static str, &'static str)],
    /// The plural of a verb beside "I", where a rule makes it.
    pub plural: fn(&str) -> Option<String>,
    /// The singular of a verb beside "we".
    pub singular: fn(&str) -> Option<String>,
    /// Whether every verb differs between "I" and "we".
    pub verbs_differ: bool,
    /// Whether `verbs` mean the first person wherever they stand, and not only beside their subject or after "and".
    pub anywhere: bool,
}

/// The grammar of a language, if it is one of the six.
pub(super) fn of(language: &str) -> Option<&'static Grammar> {
    Some(match language {
        "en" => &ENGLISH,
        "ru" => &RUSSIAN,
        "de" => &GERMAN,
        "fr" => &FRENCH,
        "es" => &SPANISH,
        "kk" => &KAZAKH,
        _ => return None,
    })
}

fn none(_: &str) -> Option<String> {
    None
}

static ENGLISH: Grammar = Grammar {
    pronouns: &[
        ("i", "we"),
        ("my", "our"),
        ("me", "us"),
        ("myself", "ourselves"),
        ("i'm", "we're"),
        ("i've", "we've"),
        ("i'd", "we'd"),
        ("i'll", "we'll"),
    ],
    subject: ("i", "we"),
    unsure_singular: &[],
    unsure_plural: &["ours"],
    verbs: &[],
    plural: |word| {
        Some(
            match word {
                "am" => "are",
                "was" => "were",
                _ => return None,
            }
            .to_owned(),
        )
    },
    singular: |word| {
        Some(
            match word {
                "are" => "am",
                "were" => "was",
                _ => return None,
            }
            .to_owned(),
        )
    },
    verbs_differ: false,
    anywhere: false,
};

static GERMAN: Grammar = Grammar {
    pronouns: &[
        ("ich", "wir"),
        ("mein", "unser"),
        ("meine", "unsere"),
        ("meiner", "unserer"),
        ("meinem", "unserem"),
        ("meinen", "unseren"),
        ("meines", "unseres"),
        ("mich", "uns"),
        ("mir", "uns"),
    ],
    subject: ("ich", "wir"),
    unsure_singular: &[],
    unsure_plural: &["uns"],
    verbs: &[
        ("fordere", "fordern"),
        ("bitte", "bitten"),
        ("verurteile", "verurteilen"),
        ("protestiere", "protestieren"),
        ("appelliere", "appellieren"),
        ("erwarte", "erwarten"),
        ("verlange", "verlangen"),
        ("schreibe", "schreiben"),
        ("wende", "wenden"),
        ("ersuche", "ersuchen"),
        ("hoffe", "hoffen"),
        ("danke", "danken"),
        ("unterstütze", "unterstützen"),
        ("begrüße", "begrüßen"),
        ("rufe", "rufen"),
        ("erkläre", "erklären"),
        ("möchte", "möchten"),
        ("bin", "sind"),
        ("drücke", "drücken"),
        ("spreche", "sprechen"),
        ("schließe", "schließen"),
        ("lehne", "lehnen"),
        ("mahne", "mahnen"),
        ("dränge", "drängen"),
        ("bedauere", "bedauern"),
        ("betone", "betonen"),
        ("erinnere", "erinnern"),
        ("kritisiere", "kritisieren"),
        ("ersehe", "ersehen"),
        ("habe", "haben"),
        ("sehe", "sehen"),
        ("halte", "halten"),
        ("teile", "teilen"),
        ("setze", "setzen"),
        ("stelle", "stellen"),
    ],
    plural: |word| match word {
        "bin" => Some("sind".to_owned()),
        "war" => Some("waren".to_owned()),
        "weiß" => Some("wissen".to_owned()),
        "kann" => Some("können".to_owned()),
        "will" => Some("wollen".to_owned()),
        "muss" => Some("müssen".to_owned()),
        "darf" => Some("dürfen".to_owned()),
        "soll" => Some("sollen".to_owned()),
        // Every other present ends in -e, and so do the preterites of weak verbs.
        _ => (word.ends_with('e') && word.chars().count() > 3).then(|| format!("{word}n").replace("ueren", "uern")),
    },
    singular: |word| match word {
        "sind" => Some("bin".to_owned()),
        "waren" => Some("war".to_owned()),
        "wissen" => Some("weiß".to_owned()),
        "können" => Some("kann".to_owned()),
        "wollen" => Some("will".to_owned()),
        "müssen" => Some("muss".to_owned()),
        "dürfen" => Some("darf".to_owned()),
        "sollen" => Some("soll".to_owned()),
        _ if word.ends_with("ern") || word.ends_with("eln") => Some(format!("{}e", word.strip_suffix('n')?)),
        _ => word.ends_with("en").then(|| word.trim_end_matches('n').to_owned()),
    },
    verbs_differ: true,
    anywhere: false,
};

static RUSSIAN: Grammar = Grammar {
    pronouns: &[
        ("я", "мы"),
        ("меня", "нас"),
        ("мне", "нам"),
        ("мной", "нами"),
        ("мой", "наш"),
        ("моя", "наша"),
        ("моё", "наше"),
        ("мои", "наши"),
        ("моего", "нашего"),
        ("моей", "нашей"),
        ("моему", "нашему"),
        ("моим", "нашим"),
        ("моих", "наших"),
        ("мою", "нашу"),
        ("моими", "нашими"),
        ("моём", "нашем"),
        ("мое", "наше"),
        ("моем", "нашем"),
        ("мною", "нами"),
    ],
    subject: ("я", "мы"),
    unsure_singular: &["сам", "сама"],
    unsure_plural: &["сами"],
    verbs: &[
        ("требую", "требуем"),
        ("протестую", "протестуем"),
        ("осуждаю", "осуждаем"),
        ("призываю", "призываем"),
        ("выражаю", "выражаем"),
        ("настаиваю", "настаиваем"),
        ("прошу", "просим"),
        ("обращаюсь", "обращаемся"),
        ("поддерживаю", "поддерживаем"),
        ("присоединяюсь", "присоединяемся"),
        ("считаю", "считаем"),
        ("надеюсь", "надеемся"),
        ("полагаю", "полагаем"),
        ("напоминаю", "напоминаем"),
        ("пишу", "пишем"),
        ("хочу", "хотим"),
        ("ожидаю", "ожидаем"),
        ("приветствую", "приветствуем"),
        ("благодарю", "благодарим"),
        ("знаю", "знаем"),
        ("заявляю", "заявляем"),
        ("хотел бы", "хотели бы"),
    ],
    plural: |word| {
        const ENDINGS: [(&str, &str); 8] = [
            ("аюсь", "аемся"),
            ("уюсь", "уемся"),
            ("яюсь", "яемся"),
            ("еюсь", "еемся"),
            ("аю", "аем"),
            ("ую", "уем"),
            ("яю", "яем"),
            ("ею", "еем"),
        ];
        let irregular = match word {
            "могу" => Some("можем"),
            "вижу" => Some("видим"),
            "верю" => Some("верим"),
            "буду" => Some("будем"),
            _ => None,
        };
        irregular.map(str::to_owned).or_else(|| replaced(word, &ENDINGS))
    },
    singular: |word| {
        const ENDINGS: [(&str, &str); 8] = [
            ("аемся", "аюсь"),
            ("уемся", "уюсь"),
            ("яемся", "яюсь"),
            ("еемся", "еюсь"),
            ("аем", "аю"),
            ("уем", "ую"),
            ("яем", "яю"),
            ("еем", "ею"),
        ];
        let irregular = match word {
            "можем" => Some("могу"),
            "видим" => Some("вижу"),
            "верим" => Some("верю"),
            "будем" => Some("буду"),
            _ => None,
        };
        irregular.map(str::to_owned).or_else(|| replaced(word, &ENDINGS))
    },
    verbs_differ: true,
    anywhere: true,
};

static FRENCH: Grammar = Grammar {
    pronouns: &[("je", "nous"), ("mon", "notre"), ("ma", "notre"), ("mes", "nos"), ("moi", "nous"), ("me", "nous")],
    subject: ("je", "nous"),
    unsure_singular: &[],
    unsure_plural: &["notre"],
    verbs: &[
        ("suis", "sommes"),
        ("ai", "avons"),
        ("écris", "écrivons"),
        ("viens", "venons"),
        ("tiens", "tenons"),
        ("veux", "voulons"),
        ("peux", "pouvons"),
        ("fais", "faisons"),
        ("apprends", "apprenons"),
        ("soutiens", "soutenons"),
        ("joins", "joignons"),
        ("sais", "savons"),
        ("dois", "devons"),
        ("appelle", "appelons"),
        ("rappelle", "rappelons"),
        ("espère", "espérons"),
        ("réitère", "réitérons"),
        ("crois", "croyons"),
        ("vois", "voyons"),
        ("remets", "remettons"),
        ("demande", "demandons"),
        ("exige", "exigeons"),
        ("condamne", "condamnons"),
        ("prie", "prions"),
        ("dénonce", "dénonçons"),
        ("souhaite", "souhaitons"),
        ("proteste", "protestons"),
        ("exprime", "exprimons"),
        ("invite", "invitons"),
        ("déplore", "déplorons"),
        ("sollicite", "sollicitons"),
    ],
    plural: |word| {
        let stem = word.strip_suffix('e')?;
        let stem = match stem.strip_suffix('c') {
            Some(stem) => format!("{stem}ç"),
            None => stem.to_owned(),
        };
        (stem.chars().count() >= 3)
            .then(|| if stem.ends_with('g') { format!("{stem}eons") } else { format!("{stem}ons") })
    },
    singular: |word| {
        let stem = word.strip_suffix("ons")?;
        let stem = stem.strip_suffix("ge").map_or_else(|| stem.to_owned(), |stem| format!("{stem}g"));
        let stem = match stem.strip_suffix('ç') {
            Some(stem) => format!("{stem}c"),
            None => stem,
        };
        (stem.chars().count() >= 3).then(|| format!("{stem}e"))
    },
    verbs_differ: true,
    anywhere: false,
};

static SPANISH: Grammar = Grammar {
    pronouns: &[("yo", "nosotros"), ("me", "nos")],
    subject: ("yo", "nosotros"),
    unsure_singular: &["mi", "mis", "mí"],
    unsure_plural: &["nuestro", "nuestra", "nuestros", "nuestras"],
    verbs: &[
        ("exijo", "exigimos"),
        ("pido", "pedimos"),
        ("solicito", "solicitamos"),
        ("condeno", "condenamos"),
        ("escribo", "escribimos"),
        ("expreso", "expresamos"),
        ("protesto", "protestamos"),
        ("denuncio", "denunciamos"),
        ("insto", "instamos"),
        ("espero", "esperamos"),
        ("quiero", "queremos"),
        ("deseo", "deseamos"),
        ("soy", "somos"),
        ("estoy", "estamos"),
        ("he", "hemos"),
        ("rechazo", "rechazamos"),
        ("apoyo", "apoyamos"),
        ("reitero", "reiteramos"),
        ("ruego", "rogamos"),
        ("hago", "hacemos"),
        ("manifiesto", "manifestamos"),
        ("exhorto", "exhortamos"),
        ("demando", "demandamos"),
        ("agradezco", "agradecemos"),
        ("considero", "consideramos"),
        ("dirijo", "dirigimos"),
        ("uno", "unimos"),
        ("sumo", "sumamos"),
        ("llamo", "llamamos"),
        ("reclamo", "reclamamos"),
        ("urjo", "urgimos"),
        ("saludo", "saludamos"),
    ],
    plural: none,
    singular: none,
    verbs_differ: true,
    anywhere: true,
};

static KAZAKH: Grammar = Grammar {
    pronouns: &[("мен", "біз"), ("менің", "біздің"), ("маған", "бізге"), ("мені", "бізді"), ("менен", "бізден")],
    subject: ("мен", "біз"),
    unsure_singular: &[],
    unsure_plural: &[],
    verbs: &[],
    plural: |word| {
        replaced(
            word,
            &[("мын", "мыз"), ("мін", "міз"), ("бын", "быз"), ("бін", "біз"), ("пын", "пыз"), ("пін", "піз")],
        )
    },
    singular: |word| replaced(word, &[("ймыз", "ймын"), ("йміз", "ймін"), ("еміз", "емін"), ("амыз", "амын")]),
    verbs_differ: true,
    anywhere: false,
};

fn replaced(word: &str, endings: &[(&str, &str)]) -> Option<String> {
    endings.iter().find_map(|(old, new)| Some(format!("{}{new}", word.strip_suffix(old)?)))
}

impl Grammar {
    /// The plural of a word in the singular, by list or by rule.
    pub fn plural_of(&self, word: &str) -> Option<String> {
        let mut known = self.pronouns.iter().chain(self.verbs);
        known.find(|(one, _)| *one == word).map(|(_, many)| (*many).to_owned()).or_else(|| (self.plural)(word))
    }
}
