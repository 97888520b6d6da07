//! The words around a day by which it is the last on which letters help.

use super::words::{List, folded};
use crate::text::fold;

/// Whether words say when letters are to be there: "They should reach Ross no later than …".
pub(super) fn arrives(said: &str) -> bool {
    static ARRIVES: List = List::new(|| {
        folded(
            "should reach|must reach|should arrive|must arrive|need to arrive|needs to arrive|to reach us|\
             are to arrive|sollten eintreffen|sollen eintreffen|mussen eintreffen|eintreffen|ankommen|\
             doivent parvenir|devraient parvenir|doivent arriver|devraient arriver|deben llegar|deberian llegar|\
             tienen que llegar|lleguen|должны приити|должны поступить|дошли|ought to arrive|ought to be there|\
             have to be there|letters must leave|letters must go out|mussen abgehen|mussen ankommen|\
             messages doivent partir|lettres doivent partir|courriers doivent partir|doivent etre envoy|\
             cartas deben salir|mensajes deben salir|deben enviarse|должны быть отправлены|campaign is open|\
             campaign runs|campaign will run|action runs|kampagne lauft|aktion lauft|campagne est ouverte|\
             campagne dure|campagne court|campana esta abierta|campana dura|accion esta abierta|\
             кампания продлится|кампания открыта|акция продлится|науқан жүреді|науқан ашық",
        )
    });
    ARRIVES.iter().any(|words| said.contains(words))
}

/// Whether words with which a line begins say that a last day follows, whatever it is of.
pub(super) fn says_last_day(words: &str) -> bool {
    const LABELS: [&str; 19] = [
        "closing date",
        "last date",
        "last day",
        "end date",
        "date de cloture",
        "fecha de cierre",
        "ultimo dia",
        "schlusstermin",
        "stichtag",
        "последнии день",
        "deadline",
        "fecha limite",
        "plazo",
        "date limite",
        "delai",
        "einsendeschluss",
        "letzter tag",
        "срок",
        "краинии срок",
    ];
    let folded = fold(words.trim_start_matches(['*', '#', ' ']));
    LABELS.iter().any(|label| folded.starts_with(label)) && folded.len() <= 60
}

/// Whether a sentence asks not to write any more, or to ask before: "Check with us if sending appeals after …", "nach dem
/// … keine Briefe mehr".
pub(super) fn ends_writing(sentence: &str) -> bool {
    static ENDS: List = List::new(|| {
        folded(
            "check with|if sending|if you send|do not send|don't send|do not write|stop sending|no longer|no more|keine |nicht mehr|\
     sprechen sie|fragen sie|wenden sie sich|setzen sie sich|ne plus |n'envoy|n'ecri|consult|no envi|no escri|verifi|\
     не пиш|не отправля|не направля|больше не|уточн|проверьте|свяжитесь",
        )
    });
    let folded = fold(sentence);
    ENDS.iter().any(|words| folded.contains(words))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_says_until_when_letters_help_is_known_in_many_words() {
        for (text, expected) in [
            ("They should reach Ross no later than", true),
            ("La campaña está abierta hasta el", true),
            ("The campaign runs until", true),
            ("Die Aktion läuft bis zum", true),
            ("Vos messages doivent partir avant le", true),
            ("Кампания продлится до", true),
            ("Ada Marsh must leave by", false),
            ("The trial runs until", false),
            ("La enquête est ouverte depuis le", false),
        ] {
            assert_eq!(arrives(&fold(text)), expected, "{text}");
        }
    }
}
