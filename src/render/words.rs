//! The few words a letter adds by itself, per language. A language that is not here gets English.

use crate::locale::Language;

/// Labels around a letter and the frame of a telephone call.
pub(super) struct Words {
    pub(super) subject: &'static str,
    pub(super) copy_to: &'static str,
    /// Before the name of who calls.
    pub(super) my_name_is: &'static str,
    /// Before the name of the union or organisation.
    pub(super) calling_for: &'static str,
    /// Before what the call is about, where the model letter has no words for it.
    pub(super) about: &'static str,
    /// Before the demands, of one caller and of several.
    pub(super) i_ask: &'static str,
    pub(super) we_ask: &'static str,
    /// The end of the call.
    pub(super) answer: &'static str,
}

const ENGLISH: Words = Words {
    subject: "Subject",
    copy_to: "Copy to",
    my_name_is: "Good day. My name is",
    calling_for: "I am calling on behalf of",
    about: "I am calling about this matter:",
    i_ask: "I ask you to do the following:",
    we_ask: "We ask you to do the following:",
    answer: "Please tell me who will deal with this, and when an answer can be expected. Thank you.",
};

const RUSSIAN: Words = Words {
    subject: "Тема",
    copy_to: "Копия",
    my_name_is: "Здравствуйте. Меня зовут",
    calling_for: "Звоню от имени организации:",
    about: "Звоню по следующему вопросу:",
    i_ask: "Прошу вас о следующем:",
    we_ask: "Просим вас о следующем:",
    answer: "Скажите, пожалуйста, кто этим займётся и когда можно ждать ответа. Спасибо.",
};

const GERMAN: Words = Words {
    subject: "Betreff",
    copy_to: "Kopie an",
    my_name_is: "Guten Tag. Mein Name ist",
    calling_for: "Ich rufe an im Namen von",
    about: "Ich rufe in dieser Sache an:",
    i_ask: "Ich bitte Sie um Folgendes:",
    we_ask: "Wir bitten Sie um Folgendes:",
    answer: "Bitte sagen Sie mir, wer sich darum kümmert und wann mit einer Antwort zu rechnen ist. Vielen Dank.",
};

const FRENCH: Words = Words {
    subject: "Objet",
    copy_to: "Copie à",
    my_name_is: "Bonjour. Je m'appelle",
    calling_for: "J'appelle au nom de",
    about: "J'appelle au sujet suivant :",
    i_ask: "Je vous demande ce qui suit :",
    we_ask: "Nous vous demandons ce qui suit :",
    answer: "Merci de me dire qui va s'en occuper et quand une réponse peut être attendue.",
};

const SPANISH: Words = Words {
    subject: "Asunto",
    copy_to: "Copia a",
    my_name_is: "Buenos días. Me llamo",
    calling_for: "Llamo en nombre de",
    about: "Llamo por el siguiente asunto:",
    i_ask: "Les pido lo siguiente:",
    we_ask: "Les pedimos lo siguiente:",
    answer: "Díganme, por favor, quién se ocupará de esto y cuándo se puede esperar una respuesta. Gracias.",
};

const KAZAKH: Words = Words {
    subject: "Тақырыбы",
    copy_to: "Көшірме",
    my_name_is: "Сәлеметсіз бе. Менің атым",
    calling_for: "Мына ұйымның атынан хабарласып тұрмын:",
    about: "Мына мәселе бойынша хабарласып тұрмын:",
    i_ask: "Сізден мынаны сұраймын:",
    we_ask: "Сізден мынаны сұраймыз:",
    answer: "Мұнымен кім айналысатынын және жауапты қашан күтуге болатынын айтыңызшы. Рақмет.",
};

pub(super) fn words(language: &Language) -> &'static Words {
    match language.primary() {
        "ru" => &RUSSIAN,
        "de" => &GERMAN,
        "fr" => &FRENCH,
        "es" => &SPANISH,
        "kk" => &KAZAKH,
        _ => &ENGLISH,
    }
}

/// The cover of a fax: its title, then what stands before the office, its number, who writes, the moment,
/// and the number of pages.
#[cfg(feature = "pdf")]
pub(super) fn fax_words(language: &Language) -> [&'static str; 6] {
    match language.primary() {
        "ru" => ["Факс", "Кому", "Номер факса", "От кого", "Дата и время", "Страниц, включая эту"],
        "de" => ["Fax", "An", "Faxnummer", "Von", "Datum und Uhrzeit", "Seiten, mit dieser"],
        "fr" => ["Télécopie", "À", "Numéro de télécopie", "De", "Date et heure", "Pages, celle-ci comprise"],
        "es" => ["Fax", "A", "Número de fax", "De", "Fecha y hora", "Páginas, incluida esta"],
        "kk" => ["Факс", "Кімге", "Факс нөмірі", "Кімнен", "Күні мен уақыты", "Беттер, осыны қоса"],
        _ => ["Fax", "To", "Fax number", "From", "Date and time", "Pages, this one included"],
    }
}
