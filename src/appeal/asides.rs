//! Lines of an appeal that speak to its reader: whom to write to, and where whoever published it can be reached.

use super::sentences::sentences;
use super::text::said;
use super::words::{List, folded};
use crate::registry::pasted::copies_begin;
use crate::text::fold;

/// How a line begins that asks to write, folded.
static BEGINS: List = List::new(|| {
    folded(
        "please |write |write: |send |send: |direct your |appeals to |letters to |protests to |messages to |you can |\
     bitte |schreibt |schreiben sie |schreib |schickt |schicken sie |sendet |senden sie |richtet |richten sie |\
     appelle an |briefe an |protestbriefe an |ecrivez |envoyez |adressez |merci d'ecrire |merci d'envoyer |veuillez |\
     priere |lettres a |escriba |escriban |escribid |escribe |envie |envien |dirija |dirijan |mande |manden |\
     por favor |cartas a |cartas al |пишите |напишите |отправьте |отправляите |направьте |направляите |шлите |просим |\
     пожалуиста|письма в |обращения в |хат жаз|хат жіберіңіз|хаттарды ",
    )
});

/// Whether a line begins as one that asks to write.
pub(super) fn begins_with_a_cue(text: &str) -> bool {
    let folded = fold(text);
    let bare = folded.trim_start_matches(|c: char| !c.is_alphanumeric());
    BEGINS.iter().any(|begin| bare.starts_with(begin))
}

/// Words behind which somebody other than an office is reached: whoever published the appeal, or friends of the
/// persons. Folded.
static OF_OTHERS: List = List::new(|| {
    folded(
        "if you receive a reply|if you get a reply|if you receive an answer|if you get an answer|any reply you receive|\
         wenn sie eine antwort|wenn ihr eine antwort|si vous recevez une reponse|toute reponse recue|si recibe respuesta|\
         si recibe una respuesta|si reciben respuesta|если вы получите ответ|если придет ответ|drop a line to|drop us a line|\
         for more information|for further information|for information|more information|further information|\
     further details|for details|more details|press contact|media contact|contact for the press|media enquir|media inquir|press inquir|per informazioni|\
     inform us|let us know|tell us|keep us informed|keep us posted|notify us|to contact |to reach us|pour contacter|pour nous joindre|para contactar|um uns zu erreichen|\
     чтобы связаться|emergency line|ligne d'urgence|linea de emergencia|notrufnummer|contact us|reach us|write to us|reply to us|\
     solidarit|subscribe|leave this list|leave the list|abmelden|abbestell|austragen|desabonn|desinscri|darse de baja|отписа|donat|support to|queries to|questions to|replies to us|\
     your membership|become a member|mitglied werden|ihre mitgliedschaft|votre adhesion|votre cotisation|su membresia|\
     su cuota|членские взносы|ваше членство|\
     mas informacion|para mayor informacion|mayores informes|contacto de prensa|contacto para la prensa|informenos|\
     informanos|informarnos|haganos saber|avisenos|suscri|donaciones|\
     nous informer|vouloir informer|merci d'informer|informez-nous|tenez-nous|tenir informe|plus d'information|plus d'infos|pour en savoir plus|\
     renseignements|contact presse|contact-presse|nous contacter|contactez-nous|\
     weitere informationen|mehr informationen|mehr infos|weitere infos|auskunfte|ruckfragen|pressekontakt|\
     informiert uns|informieren sie uns|teilt uns|teilen sie uns|schreibt uns|spenden|\
     дополнительная информация|дополнительнои информации|подробнее|подробности|контакты для прессы|контакт для прессы|\
     для прессы|сообщите нам|сообщаите нам|сообщать нам|сообщить нам|информируите нас|солидарн|подписаться|\
     қосымша ақпарат|толық ақпарат|бізге хабарлаңыз|ынтымақ",
    )
});

/// Whether words say that what follows reaches somebody other than an office.
pub(super) fn is_of_others(words: &str) -> bool {
    /// What stands before a colon when journalists are spoken to, folded.
    const PRESS: [&str; 21] = [
        "press",
        "for the press",
        "press officer",
        "media",
        "for media",
        "for the media",
        "presse",
        "fur die presse",
        "medien",
        "fur medien",
        "pour la presse",
        "medias",
        "pour les medias",
        "medios",
        "prensa",
        "para la prensa",
        "para los medios",
        "пресса",
        "сми",
        "для сми",
        "бақ үшін",
    ];
    // "Контакты для СМИ:", "Kontakt für die Presse:"
    const CONTACT: [&str; 6] = ["contact", "contacts", "contacto", "kontakt", "контакт", "контакты"];
    let folded = fold(words);
    let without_contact = |head: &str| {
        let (first, rest) = head.split_once(' ').unwrap_or_default();
        if CONTACT.contains(&first) { rest.to_owned() } else { head.to_owned() }
    };
    let is_to_press =
        folded.split_once(':').is_some_and(|(head, _)| PRESS.contains(&without_contact(head.trim()).as_str()));
    is_to_press || OF_OTHERS.iter().any(|word| folded.contains(word))
}

/// Whether a line is an address of others: the sentence of it with an address says so.
pub(super) fn reaches_others(text: &str) -> bool {
    sentences(text).any(|sentence| {
        let value = sentence.find(['@', '+']).unwrap_or(sentence.len());
        // An address says nothing by its own words.
        let before = if sentence[value..].starts_with('@') { sentence[..value].rfind(' ').unwrap_or(0) } else { value };
        is_of_others(&said(&sentence[..before]))
    })
}

/// Whether a sentence asks for copies of the answers and not of the letters: "Copies of replies to us@union.example".
pub(super) fn asks_for_answers_alone(sentence: &str) -> bool {
    const ANSWERS: [&str; 10] = [
        "repl",
        "answer",
        "response",
        "antwort",
        "reponse",
        "respuesta",
        "contestacion",
        "ответ",
        "жауап",
        "ruckmeldung",
    ];
    const LETTERS: [&str; 17] = [
        "letter",
        "message",
        "appeal",
        "protest",
        "e-mail",
        "email",
        "your copy",
        "brief",
        "schreiben an",
        "nachricht",
        "lettre",
        "courrier",
        "carta",
        "mensaje",
        "письм",
        "обращени",
        "хат",
    ];
    let folded = fold(sentence);
    let Some(copies) = copies_begin(&folded) else { return false };
    // Addresses and labels say nothing of what is asked for.
    let words: Vec<&str> = folded.split(' ').filter(|word| !word.contains('@') && !word.ends_with(':')).collect();
    let begins = |word: &str, all: &[&str]| all.iter().any(|begin| word.starts_with(begin));
    let Some(answers) = words.iter().position(|word| begins(word, &ANSWERS)) else { return false };
    let at = folded.find(words[answers]).unwrap_or(0);
    let between = &folded[at.min(copies)..at.max(copies)];
    // "Copies and any replies", "Antworten und Kopien" are both.
    let is_joined =
        between.split(' ').any(|word| matches!(word, "and" | "or" | "und" | "oder" | "et" | "ou" | "y" | "и" | "&"));
    !is_joined && !words.iter().any(|word| begins(word, &LETTERS))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_that_speak_to_the_reader_are_told_from_offices() {
        for (text, cue, others) in [
            ("Write to the Prime Minister of Narnia, pm@gov.example.", true, false),
            ("Schreibt an das Ministerium für Arbeit", true, false),
            ("Prière également d'écrire au Président", true, false),
            ("Prime Minister of Narnia", false, false),
            ("Más información: Ada Marsh, tel. +34 91 555 01 20", false, true),
            ("For more information: Ada Marsh, press@union.example", false, true),
            ("Merci de nous informer de toute action : nous@union.example", false, true),
            ("Merci de bien vouloir informer l'Observatoire : nous@union.example", false, true),
            ("Пожалуйста, сообщите нам: nous@union.example", true, true),
            ("Просим сообщать нам о ваших письмах: wir@union.example", true, true),
            ("Weitere Informationen: Bo Ross, bo@union.example", false, true),
            ("Minister of Information, info@ministry.example", false, false),
            ("PDWU: solidarity@pdwu.example", false, false),
            ("solidarity@pdwu.example", false, false),
            ("Для СМИ: Ада Марш, press@union.example", false, true),
            ("Контакты для СМИ: Ада Марш, press@union.example", false, true),
            ("Kontakt für die Presse: Ada Marsh, press@union.example", false, true),
            ("Für Medien: Ada Marsh, press@union.example", false, true),
            ("Ministerium für Medien: info@ministry.example", false, false),
            ("To renew your membership write to the treasurer, dues@union.example", false, true),
            ("Messages of solidarity: us@pdwu.example", false, true),
        ] {
            assert_eq!((begins_with_a_cue(text), reaches_others(text)), (cue, others), "{text}");
        }
    }
}
