//! The words by which the parts of an appeal are told, in six languages; all without case and accents, as
//! [`fold`](crate::text::fold) leaves them (`й` is `и`, `ё` is `е`).

use std::sync::LazyLock;

use crate::text::fold;

/// Words of one sort.
pub(super) type List = LazyLock<Vec<&'static str>>;

/// The words of a text that are parted by `|`.
pub(super) fn list(words: &'static str) -> Vec<&'static str> {
    words.split('|').collect()
}

/// The same of words that are compared with folded text. Tests stop at one that no such text has.
pub(super) fn folded(words: &'static str) -> Vec<&'static str> {
    let words = list(words);
    debug_assert_eq!(words.iter().find(|word| fold(word) != **word), None, "is not folded");
    words
}

/// How a letter begins.
pub(super) static SALUTATIONS: List = List::new(|| {
    folded(
        "dear |your excellenc|excellenc|honourable |honorable |right honourable|the right honourable|the honourable |\
     rt hon|rt. hon|hon. |mr |mr. |madam |mister |to whom it may|respected |sir,|madam,|sirs,|dear,|\
     уважаем|глубокоуважаем|многоуважаем|ваше превосходительство|ваше высоко|sehr geehrte|sehr verehrte|\
     geehrte|verehrte|exzellenz|eure exzellenz|hochverehrte|madame|monsieur|mesdames|messieurs|\
     votre excellence|chere |cher |estimad|senor|muy senor|distinguid|excelent|excelencia|su excelencia|\
     honorable|respetad|de mi consideracion|de mi mayor consideracion|de mi mas|de nuestra consideracion|\
     de nuestra mayor consideracion|de nuestra mas|de mi especial consideracion|de nuestra especial consideracion|\
     здравствуите|добрыи день|guten tag|hello|good day|bonjour|buenos dias|sr. ministr|sra. ministr|sr. president|sra. president|sr. fiscal|sra. fiscal|sr. gobernador|sra. gobernador|sr. director|\
     sra. director|sres.|құрметті|аса құрметті|қадірлі",
    )
});

/// How a letter ends.
pub(super) static CLOSINGS: List = List::new(|| {
    folded(
        "yours|sincerely|respectfully|faithfully|with best|best regards|best wishes|kind regards|with kind|\
     regards|in solidarity|with respect|with professional|cordially|very truly|with solidarity|с уважением|искренне|\
     с наилучшими|с почтением|с солидарностью|с глубоким уважением|в знак солидарности|mit freundlich|\
     hochachtungsvoll|mit solidarisch|freundliche grusse|mit vorzuglicher|mit hochachtung|mit besten|\
     mit respekt|mit kollegial|mit besorgt|veuillez agreer|veuillez recevoir|je vous prie d'agreer|\
     nous vous prions d'agreer|je vous prie de croire|cordialement|respectueusement|salutations|avec mes|\
     avec nos|recevez|sinceres salutations|je vous prie de recevoir|dans l'attente de votre|atentamente|muy atentamente|\
     le saluda|les saluda|la saluda|lo saluda|los saluda|las saluda|un saludo|saludos|cordialmente|respetuosamente|sin otro particular|sinceramente|\
     solidarische grusse|mit gewerkschaftlich|solidairement|fraternellement|solidariamente|fraternalmente|\
     с профсоюзным|с товарищеск|с надежд|в надежде|in hope of|dans l'espoir d|a la espera de|con la esperanza de|\
     muy cordialmente|le saludamos|se despide|nos despedimos|құрметпен|ізгі ниет|ізгі тілек|ықыласпен",
    )
});

/// Headings above a model letter.
pub(super) static LETTER_HEADINGS: List = List::new(|| {
    folded(
        "model letter|model protest letter|sample letter|sample protest letter|sample message|draft letter|\
     suggested letter|suggested text|suggested message|template letter|letter template|example letter|\
     protest letter|text that we suggest|text we suggest|text that you can use|text you can use|letter that you can use|\
     letter you can use|something like this|proposition de lettre|texte que nous proposons|texto que proponemos|\
     text, den wir vorschlagen|текст, которыи мы предлагаем|model text|model message|model e-mail|образец письма|образец обращения|типовое письмо|\
     текст письма|пример письма|проект письма|шаблон письма|musterbrief|modellbrief|briefvorschlag|\
     vorlage fur|briefvorlage|mustertext|beispielbrief|vorschlag fur ein|lettre type|lettre-type|modelo de pronunciamiento|modelo de nota|\
     modele de lettre|exemple de lettre|projet de lettre|texte propose|carta modelo|modelo de carta|\
     carta tipo|ejemplo de carta|texto sugerido|modelo de texto|үлгі хат|хат үлгісі|хаттың үлгісі|хат мәтіні",
    )
});

/// What stands before a subject.
pub(super) static SUBJECTS: List = List::new(|| {
    folded("subject|subject line|re|concerning|regarding|тема|betreff|betrifft|objet|asunto|ref|тақырыбы|тақырып|кас")
});

/// Titles that name the sort of paper and not the case.
pub(super) static SORTS: List = List::new(|| {
    folded(
        "urgent action|urgent appeal|action alert|appeal for action|press release|statement|solidarity appeal|\
     call for action|further information|take action|срочная акция|срочное обращение|призыв к деиствию|\
     призыв о солидарности|пресс-релиз|заявление|eilaktion|urgent action|solidaritatsaufruf|aufruf|\
     pressemitteilung|eilappell|action urgente|appel urgent|appel a la solidarite|communique|appel a l'action|\
     accion urgente|llamamiento urgente|llamado urgente|comunicado|llamamiento a la solidaridad|llamamiento|\
     appell|appello|alert|solidarity alert|urgent|dringend|letter of protest|protest letter|aktion|kampagne|campaign|campagne|campana|lettre de protestation|carta de protesta|письмо протеста|protestbrief|\
     appeal|please share|pls share|жедел іс-қимыл|шұғыл үндеу|үндеу|ынтымақ үндеуі",
    )
});

/// What surrounds an appeal on a web page.
pub(super) static FURNITURE: List = List::new(|| {
    folded(
        "in this issue|in dieser ausgabe|dans ce numero|en este numero|в этом номере|join |join us|subscribe|donate|printable|facebook|twitter|share|print this|link to this|skip to|home|\
     menu|search|log in|login|cookie|privacy|read more|related|follow us|newsletter|contact us|about us|\
     click here|from the |posted|published|reporters|by |date:|index:|поделиться|подписаться|главная|меню|\
     поиск|версия для печати|teilen|drucken|startseite|menu|partager|imprimer|accueil|compartir|imprimir|\
     inicio|бөлісу|басты бет",
    )
});

/// What stands before the last day on which letters help. Kazakh puts it behind: `дейін`.
pub(super) static BEFORE: List = List::new(|| {
    folded(
        "before|by|until|till|no later than|not later than|deadline|deadline is|latest by|at the latest by|up to|\
     on or before|до|не позднее|не позже|срок|краинии срок|последнии срок|последнии день|bis|bis zum|\
     bis spatestens|bis spatestens zum|vor dem|spatestens am|spatestens|spatestens bis zum|spatestens bis|\
     einsendeschluss|frist|einsendeschluss ist der|bis einschliesslich|avant|avant le|jusqu'au|d'ici le|\
     d'ici au|au plus tard le|date limite|au plus tard|antes del|antes de|hasta el|hasta|a mas tardar el|\
     fecha limite|no mas tarde del|a mas tardar|antes del dia|hasta el dia|мерзімі|соңғы күні|соңғы мерзім",
    )
});

/// Words that only say a day is a day: skipped between a word of [`BEFORE`] and the day.
pub(super) static DAY_WORDS: List = List::new(|| {
    folded(
        "the|monday|tuesday|wednesday|thursday|friday|saturday|sunday|midnight on|end of|date|is|на|дата|montag|\
     dienstag|mittwoch|donnerstag|freitag|samstag|sonntag|dem|den|zum|lundi|mardi|mercredi|jeudi|vendredi|\
     samedi|dimanche|le|lunes|martes|miercoles|jueves|viernes|sabado|domingo|el|понедельника|вторника|среды|\
     четверга|пятницы|субботы|воскресенья",
    )
});

/// What asks the reader to write.
pub(super) static WRITE: List = List::new(|| {
    folded(
        "please write|please send|please e-mail|please email|please fax|please take action|please act|\
     please protest|send |write |write to|appeals|letters|protests|messages of|deadline|take action|\
     act before|act by|respond by|should be sent to|may be sent to|can be sent to|zu richten an|adressees a|dirigirse a|пожалуиста, пишите|пишите|напишите|отправьте|отправляите|направляите|\
     направьте|шлите|присылаите|письма|обращения|срок|просим писать|просим направлять|просим отправить|\
     schreiben sie|schreibt|bitte schreib|bitte senden|senden sie|schicken sie|schickt|appelle|\
     einsendeschluss|briefe|protestbriefe|protestschreiben|frist|bitte schick|werden sie aktiv|ecrivez|\
     veuillez ecrire|envoyez|veuillez envoyer|adressez|appels|lettres|date limite|merci d'ecrire|\
     merci d'envoyer|a ecrire|a envoyer|d'ecrire|d'envoyer|agissez|faites parvenir|escriba|escriban|envie|envien|dirija|dirijan|llamamientos|cartas|\
     fecha limite|por favor|su carta|pronunciamientos|your letter|your appeal|your message|ihr schreiben|ihr brief|votre lettre|\
     votre courrier|action valable|ваше письмо|actue|actuen|mande|manden|a escribir|a enviar|de escribir|de enviar|mandalo|mandala|mandad|envialo|enviala|enviale|enviad|escribid|escribile|l'adresser|\
     les adresser|l'envoyer|les envoyer|жазыңыз|жазыңыздар|жіберіңіз|жіберіңіздер|хаттар|\
     мерзімі|жолдаңыз",
    )
});

/// What stands before demands: a heading, or the end of a sentence before a list.
static DEMANDS: List = List::new(|| {
    folded(
        "demand|call for|call on|call upon|calling upon|calls for|calls on|calls upon|to ask for|please ask for|ask them|ask him|ask her|\
     tell them|tell him|tell her|asks the|calling for|calling on|urge|urging|ask you to|asking |ask the|request|appeal for|\
     we want|we ask|i ask|insist|требу|требован|призыва|просим|прошу|настаива|добива|forder|wir wollen|nous voulons|queremos|verlang|bitte|aufforder|appellier|\
     ersuche|exig|appel|prie|prions|priant|reclam|sollicit|requier|exij|pedi|pido|pide|pidan|solicit|insto|insta |\
     inste|instan|instar|llam|urgi|urja|талап|сұра|шақыр",
    )
});

/// Whether a text has a word of [`DEMANDS`]. "Urgent" and "against" have none.
pub(super) fn has_demand_word(folded: &str) -> bool {
    DEMANDS.iter().any(|word| {
        folded.match_indices(word).any(|(at, _)| {
            let is_urgent = *word == "urge" && folded[at..].starts_with("urgen");
            !folded[..at].ends_with(char::is_alphanumeric) && !is_urgent
        })
    })
}

/// "the embassy in your own country", "diplomatic representatives accredited to your country".
pub(super) static EMBASSIES: List = List::new(|| {
    folded(
        "embass|diplomatic representative|diplomatic mission|посольств|дипломатическ|botschaft|\
     diplomatische vertretung|diplomatischen vertretung|ambassade|representants diplomatiques|\
     representation diplomatique|representations diplomatiques|embajada|representantes diplomatic|\
     representacion diplomatica|ambassador|посол |послу|botschafter|ambassadeur|embajador|елші|елшілі|дипломатиялық өкіл",
    )
});
pub(super) static YOUR_COUNTRY: List = List::new(|| {
    folded(
        "your own country|your country|in your|accredited to your|вашеи стране|своеи стране|in ihrem land|\
     in eurem land|ihrem land|deinem land|votre pays|vos pays|sus paises|su pais|tu pais|where you live|\
     wo sie leben|wo ihr lebt|wo sie wohnen|ou vous vivez|ou vous residez|ou vous habitez|donde vive|donde viva|\
     donde reside|donde resida|где вы живете|в которои вы живете|өз елің|еліңіз|сіздің ел",
    )
});

/// Whether a line speaks of embassies.
pub(super) fn embassy_words(folded: &str) -> bool {
    EMBASSIES.iter().any(|word| folded.contains(word))
}
