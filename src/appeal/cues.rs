//! The words by which the name of somebody an appeal is about is told: what stands before it, behind it, and what is no
//! name; without what a text says of anybody.

use super::words::{List, list};

/// Words before the name of somebody to whom something was done or for whom something is asked; lower case.
pub(super) const BEFORE: &[(&str, &[&str])] = &[
    (
        "en",
        &[
            "release of",
            "release",
            "free",
            "charges against",
            "charge against",
            "proceedings against",
            "case against",
            "case of",
            "arrest of",
            "arrest and imprison",
            "arrested",
            "imprison",
            "imprisonment of",
            "detention of",
            "detained",
            "trial of",
            "sentenced",
            "sentence against",
            "sentence of",
            "jailing of",
            "killing of",
            "murder of",
            "dismissal of",
            "reinstate",
            "reinstatement of",
            "kidnapping of",
            "disappearance of",
            "conviction of",
            "whereabouts of",
            "prosecution of",
            "persecution of",
            "harassment of",
            "behalf of",
            "verdict against",
            "accusations against",
            "situation of",
            "safety of",
            "treatment of",
            "torture of",
            "abduction of",
            "execution of",
            "assault on",
            "attack on",
            "attacks on",
            "threats against",
            "freedom for",
            "justice for",
            "protect",
        ],
    ),
    (
        "de",
        &[
            "freilassung von",
            "anklage gegen",
            "anklagen gegen",
            "vorwürfe gegen",
            "verfahren gegen",
            "prozess gegen",
            "haft von",
            "verhaftung von",
            "festnahme von",
            "urteil gegen",
            "fall von",
            "freiheit für",
            "morddrohungen gegen",
            "entführung von",
            "freilassung der",
            "lassen sie",
            "verbleib von",
            "schicksal von",
            "sicherheit von",
            "lage von",
            "schutz von",
            "schutz für",
            "gerechtigkeit für",
            "inhaftierung von",
            "entlassung von",
            "wiedereinstellung von",
            "ermordung von",
            "misshandlung von",
            "verschwinden von",
            "verschwindenlassen von",
            "verurteilung von",
            "drohungen gegen",
            "strafe gegen",
            "todesurteil gegen",
        ],
    ),
    (
        "fr",
        &[
            "libération de",
            "libérer",
            "libérez",
            "accusations contre",
            "charges contre",
            "poursuites contre",
            "arrestation de",
            "détention de",
            "procès de",
            "procès contre",
            "condamnation de",
            "liberté pour",
            "faveur de",
            "sort de",
            "disparition de",
            "enlèvement de",
            "assassinat de",
            "sécurité de",
            "protection de",
            "licenciement de",
            "réintégration de",
            "réintégrer",
            "protéger",
            "menaces contre",
            "encontre de",
            "justice pour",
            "incarcération de",
            "emprisonnement de",
        ],
    ),
    (
        "es",
        &[
            "liberación de",
            "libertad de",
            "libertad para",
            "libertad a",
            "cargos contra",
            "acusaciones contra",
            "detención de",
            "arresto de",
            "juicio de",
            "juicio contra",
            "condena de",
            "proceso contra",
            "favor de",
            "paradero de",
            "desaparición de",
            "secuestro de",
            "asesinato de",
            "seguridad de",
            "protección de",
            "despido de",
            "readmisión de",
            "encarcelamiento de",
            "amenazas contra",
            "justicia para",
            "liberar a",
            "liberen a",
            "libere a",
            "proteger a",
            "protejan a",
            "proteja a",
        ],
    ),
];

/// Words between one of these and the name: "release of the docker Ada Marsh".
pub(super) static ROLES: List = List::new(|| {
    list(
        "mr|mrs|ms|dr|the|prisoner|lawyer|advocate|barrister|editor|publisher|reporter|activist|journalist|unionist|docker|leader|defender|teacher|nurse|miner|\
     worker|student|blogger|activists|leaders|defenders|journalists|unionists|lawyers|trade|union|human|\
     rights|workers'|farm|land|organiser|organizer|engineer|professor|writer|poet|singer|frau|herr|herrn|hafenarbeiterin|hafenarbeiter|hafenarbeiters|aktivistin|aktivist|\
     anwältin|anwalt|journalistin|journalist|gewerkschafterin|gewerkschafter|mme|madame|monsieur|m|avocate|\
     avocat|journaliste|militante|militant|syndicaliste|dockeuse|l'avocate|la|le|l'avocat|señora|señor|sra|sr|\
     abogada|abogado|periodista|activista|sindicalista|estibadora|estibador|attorney|journalistes|enseignant|\
     enseignante|professeur|lehrer|lehrerin|studentin|blogger|bloggerin|profesor|profesora|maestra|maestro|\
     правозащитник|правозащитника|правозащитница|правозащитницы|журналист|журналиста|журналистка|\
     журналистки|юрист|юриста|юристка|юристки|адвокат|адвоката|активист|активиста|активистка|активистки|\
     учитель|учителя|блогер|блогера|профсоюзный|лидер|журналисі|заңгер|белсенді",
    )
});

/// Words before a name that say it is somebody in office, not somebody the appeal is about.
pub(super) static IN_OFFICE: List = List::new(|| {
    list(
        "president|minister|prosecutor|judge|general|mep|governor|mayor|präsident|ministre|président|ministro|\
     presidente|президент|министр",
    )
});

/// What somebody is to another of the persons; lower case.
pub(super) static KIN: List = List::new(|| {
    list(
        "his|her|their|brother|sister|wife|husband|son|daughter|father|mother|colleague|ihr|ihre|sein|seine|ihrem|ihren|ihrer|\
     seinem|seinen|seiner|bruder|schwester|frau|ehefrau|ehemann|mann|sohn|tochter|vater|mutter|kollege|kollegin|neffe|neffen|nichte|onkel|tante|cousin|cousine|schwager|schwägerin|enkel|enkelin|son|sa|leur|\
     frère|soeur|sœur|épouse|époux|femme|mari|fils|fille|père|mère|collègue|de|su|hermano|hermana|esposa|esposo|marido|hijo|\
     hija|padre|madre|compañero|compañera|colega|его|её|ее|брат|сестра|жена|муж|сын|дочь|отец|мать|коллега",
    )
});

/// Behind a name in its base form.
pub(super) static AFTER: List = List::new(|| {
    list(
        "was arrested|was detained|were arrested|were detained|has been|have been|was sentenced|were sentenced|is held|\
     are held|is being held|are being held|faces|face |is facing|was charged|were charged|is on trial|are on trial|was taken|\
     were taken|was abducted|were abducted|was convicted|were convicted|was dismissed|were dismissed|was sacked|were sacked|\
     went missing|disappeared|is in prison|is in jail|is imprisoned|is detained|received death|has received death|\
     have received death|арестован|задержан|осужд|приговор|был |была |были |находится|обвиня|исчез|похищен|уволен|\
     wurde |wurden |ist seit|sind seit|sitzt |befindet sich|a été|ont été|est détenu|sont détenu|est incarcér|a disparu|\
     ont disparu|fue |fueron |ha sido|han sido|ha recibido amenazas|han recibido amenazas|está detenid|están detenid|\
     permanece|қамауға алынды",
    )
});

/// Words between one of [`BEFORE`] and the name that say how: "release immediately and unconditionally Ada Marsh",
/// "détention arbitraire de"; lower case.
pub(super) static HOW: List = List::new(|| {
    list(
        "immediately|unconditionally|and|promptly|effectively|immédiatement|inconditionnellement|sans|et|délai|\
     condition|conditions|arbitraire|illégale|injuste|forcée|immédiate|inmediatamente|incondicionalmente|y|de|forma|\
     manera|efectiva|inmediata|incondicional|inmediato|arbitraria|ilegal|injusta|forzada|sin|demora|condiciones|\
     sofort|unverzüglich|bedingungslos|und",
    )
});

/// Words that no person's name has, in any of the languages; lower case.
pub(super) static NOT_NAMES: List = List::new(|| {
    list(
        "the|this|that|these|those|all|both|other|we|i|he|she|they|it|on|in|at|by|for|from|and|or|of|to|no|not|\
     according|after|during|since|with|without|under|until|despite|about|against|because|when|while|where|before|\
     our|your|his|her|their|movement|party|union|unions|campaign|committee|court|ministry|minister|republic|\
     government|authorities|police|president|prosecutor|parliament|council|association|federation|\
     confederation|congress|conference|organisation|organization|people|peoples|people's|workers|workers'|\
     trade|human|rights|socialist|democratic|international|national|state|european|united|nations|square|\
     street|road|avenue|prison|university|bank|company|harbour|port|city|day|january|february|march|april|may|\
     june|july|august|september|october|november|december|monday|tuesday|wednesday|thursday|friday|saturday|\
     sunday|embassy|foreign|supreme|general|head|justice|english|please|dear|drop|release|free|business|forum|\
     home|homes|north|south|west|east|model|letter|political|two|three|four|five|six|seven|eight|nine|ten|\
     eleven|twelve|right|honourable|honorable|prime|excellency|drei|vier|fünf|sechs|sieben|acht|neun|zehn|trois|quatre|cinq|huit|neuf|tres|cuatro|cinco|\
     siete|ocho|nueve|diez",
    )
});

pub(super) static NOT_NAMES_ELSEWHERE: List = List::new(|| {
    list(
        "gewerkschaft|bewegung|partei|gericht|ministerium|regierung|polizei|präsident|staatsanwaltschaft|rat|\
     verband|kampagne|hafen|straße|der|die|das|und|sie|wir|syndicat|mouvement|parti|tribunal|ministère|\
     gouvernement|cour|président|comité|rue|le|la|les|nous|vous|sindicato|movimiento|partido|ministerio|\
     gobierno|corte|presidente|calle|el|los|las|usted|anklage|freiheit|streik|puerto|droits|derechos|движение|\
     партия|профсоюз|суд|министерство|республика|прокуратура|\
     nach|laut|bei|beim|seit|mit|ohne|von|vom|für|gegen|während|wegen|trotz|durch|unter|über|auf|aus|im|am|zum|zur|vor|\
     selon|après|depuis|pendant|avec|sans|dans|pour|contre|devant|según|después|durante|desde|sin|ante|contra|para|por|\
     по|после|согласно|против|для|без|во|со|при|angaben|aussagen|angehörige|angehörigen|familie|berichte|berichten|\
     jahr|jahre|jahren|haft|сейчас|теперь|тогда|вчера|сегодня|потом|здесь|там|однако|поэтому|когда|если|также|кроме|\
     уже|это|его|её|ее|их|пока|ранее|недавно|сначала|затем|позже",
    )
});

/// Words with which the name of a body of people or a place ends, or begins where its language puts them first.
pub(super) static BODIES: List = List::new(|| {
    list(
        "union|unions|board|council|committee|commission|association|federation|confederation|congress|movement|party|\
     company|group|institute|university|court|forum|foundation|trust|bank|office|agency|authority|bureau|department|\
     society|league|network|front|fund|school|college|hospital|zone|prison|jail|station|factory|mine|works|news|\
     gewerkschaft|verband|bewegung|partei|syndicat|mouvement|parti|comité|conseil|assemblée|fédération|sindicato|movimiento|\
     partido|junta|consejo|asamblea|federación|asociación|движение|партия|профсоюз|союз|комитет|совет|фонд|одағы",
    )
});

pub(super) static PARTICLES: List = List::new(|| list("de|da|dos|do|del|la|al|el|bin|ibn|ben|von|van|der|den|di"));
/// Those that are no prepositions of the languages of appeals.
pub(super) const PARTICLES_ANYWHERE: &[&str] = &["bin", "ibn", "ben"];

/// Titles before a name, lower case and without their full stop.
pub(super) const TITLES: [&str; 46] = [
    "dr",
    "dra",
    "prof",
    "professor",
    "mr",
    "mrs",
    "ms",
    "mx",
    "miss",
    "m",
    "mm",
    "mme",
    "mlle",
    "me",
    "monsieur",
    "madame",
    "herr",
    "herrn",
    "frau",
    "sr",
    "sra",
    "srta",
    "señor",
    "señora",
    "don",
    "doña",
    "comrade",
    "compañero",
    "compañera",
    "brother",
    "captain",
    "pastor",
    "father",
    "imam",
    "sheikh",
    "rev",
    "reverend",
    "capitán",
    "capitana",
    "capitaine",
    "pasteur",
    "kapitän",
    "kapitänin",
    "pastorin",
    "капитан",
    "пастор",
];
