//! Whether a mailbox is an office's, one at a free-mail host, or a person's own.
//!
//! An office's mailbox is named after the office, its place or its work; a person's after the
//! person. A person's address must not be shipped, so a doubt about two plain words is settled
//! against them. What cannot be seen here is an initial grown together with a surname (`jsmith`).

use std::collections::HashSet;
use std::sync::OnceLock;

use unicode_normalization::UnicodeNormalization;

use crate::address::Email;
use crate::locale::Country;

/// Whose mailbox an address looks like.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Nature {
    /// An institution's, on a domain of its own.
    Office,
    /// At a host where anybody can take a mailbox.
    FreeMail,
    /// A private person's or one official's own, on whatever domain.
    Personal,
}

/// Judges an address. `places` are names that stand for the office: its city, state or host.
pub fn nature(email: &Email, places: &[&str]) -> Nature {
    let is_free = is_free_mail(email.domain());
    if is_personal(email.local(), places) || is_free && is_name_and_year(email.local(), places) {
        Nature::Personal
    } else if is_free {
        Nature::FreeMail
    } else {
        Nature::Office
    }
}

/// Whether anybody can take a mailbox at this domain: free mail, and access providers' customer mail.
pub fn is_free_mail(domain: &str) -> bool {
    let domain = domain.to_ascii_lowercase();
    let (name, rest) = domain.split_once('.').unwrap_or((&domain, ""));
    // These have a domain in many countries: yahoo.fr, yahoo.co.uk, hotmail.com.tr.
    let is_country_domain = rest.len() <= 6 && rest.split('.').all(|label| (2..=3).contains(&label.len()));
    words(FREE_MAIL).any(|host| host == domain)
        || words(FREE_MAIL_BRANDS).any(|brand| brand == name) && is_country_domain
}

/// One word of a local part.
#[derive(Clone, Copy, PartialEq)]
enum Word {
    /// Of an office: `embassy`, `visa`, `amb`, or a code with digits.
    Office,
    /// A city or country.
    Place,
    /// A given name, some of which are places too (`sofia`).
    Given { place: bool },
    /// One letter, as before a surname.
    Initial,
    /// None of these, with its length.
    Unknown(usize),
}

fn is_personal(local: &str, places: &[&str]) -> bool {
    let local = local.to_ascii_lowercase();
    let parts: Vec<&str> = local.split(|c: char| !c.is_ascii_alphanumeric()).filter(|part| !part.is_empty()).collect();
    let known = Places::of(places);
    let read: Vec<Word> = parts.iter().map(|part| word(part, &known)).collect();
    if read.contains(&Word::Office) || known.has(&parts.concat()) && parts.len() > 1 {
        return false;
    }
    let named = read.iter().any(|word| matches!(word, Word::Given { .. }));
    match read.as_slice() {
        [] => false,
        [only] => *only == Word::Given { place: false },
        several if several.contains(&Word::Place) => several.contains(&Word::Given { place: false }),
        several if several.len() > 3 => named,
        several => {
            let long = several.iter().any(|word| matches!(word, Word::Unknown(4..)));
            let only_places = several.iter().all(|word| *word == Word::Given { place: true });
            long || named && !only_places
        }
    }
}

/// `nobody1999`: a word of no office with a year behind it, as people choose where names are taken.
fn is_name_and_year(local: &str, places: &[&str]) -> bool {
    let local = local.to_ascii_lowercase();
    let letters = local.trim_end_matches(|c: char| c.is_ascii_digit());
    let is_year = local[letters.len()..].parse::<u16>().is_ok_and(|year| (1930..2030).contains(&year));
    let is_unknown = || matches!(word(letters, &Places::of(places)), Word::Unknown(_));
    is_year && letters.bytes().all(|b| b.is_ascii_lowercase()) && is_unknown()
}

fn word(part: &str, known: &Places<'_>) -> Word {
    let letters = part.trim_end_matches(|c: char| c.is_ascii_digit());
    let is_code = letters.bytes().any(|b| b.is_ascii_digit()) || letters.len() < part.len() && letters.len() < 3;
    if is_code || is_office_word(letters) {
        return Word::Office;
    }
    let place = || known.has(letters);
    match letters.len() {
        1 => Word::Initial,
        _ if words(GIVEN_NAMES).any(|name| name == letters) => Word::Given { place: place() },
        _ if place() => Word::Place,
        length => Word::Unknown(length),
    }
}

fn is_office_word(letters: &str) -> bool {
    // `ambrose` and `lamb` are people; `ambalg`, `sclamb` and `viennaemb` are embassies.
    let begins = ["emb", "amb"].iter().any(|start| letters.starts_with(start)) && !letters.starts_with("ambr");
    let ends = letters.len() >= 5 && ["emb", "amb", "gencon", "news"].iter().any(|end| letters.ends_with(end))
        || ["hc", "cg"].iter().any(|end| letters.ends_with(end));
    begins
        || ends
        || words(OFFICE_WORDS).any(|word| word == letters)
        || words(OFFICE_STEMS).any(|stem| letters.contains(stem))
}

/// The places an address may be named after.
struct Places<'a> {
    given: Vec<(String, &'a str)>,
}

impl<'a> Places<'a> {
    fn of(places: &[&'a str]) -> Self {
        Self { given: places.iter().map(|place| (plain(place), *place)).collect() }
    }

    fn has(&self, word: &str) -> bool {
        let of_given = |(whole, written): &(String, &str)| {
            whole == word || word.len() >= 4 && written.split([' ', '-', ',']).any(|part| plain(part) == word)
        };
        self.given.iter().any(of_given)
            || words(CITIES).any(|city| city == word)
            || matches!(word.len(), 2 | 3) && word.parse::<Country>().is_ok()
            || country_names().contains(word)
    }
}

/// Names of all countries in the languages that embassies use most, by CLDR.
fn country_names() -> &'static HashSet<String> {
    static NAMES: OnceLock<HashSet<String>> = OnceLock::new();
    NAMES.get_or_init(|| {
        let languages = ["en", "fr", "es", "pt", "it", "de"].into_iter().filter_map(|tag| tag.parse().ok());
        let languages: Vec<crate::locale::Language> = languages.collect();
        let letters = || b'A'..=b'Z';
        let codes = letters().flat_map(|first| letters().map(move |second| [first, second]));
        let countries = codes.filter_map(|code| std::str::from_utf8(&code).ok()?.parse::<Country>().ok());
        countries.flat_map(|country| languages.iter().map(move |language| plain(&country.name_in(language)))).collect()
    })
}

/// Lower case, without accents, letters and digits only: `São Paulo` is `saopaulo`.
fn plain(text: &str) -> String {
    text.nfd().filter(char::is_ascii_alphanumeric).map(|c| c.to_ascii_lowercase()).collect()
}

fn words(list: &'static str) -> impl Iterator<Item = &'static str> {
    list.split_ascii_whitespace()
}

const FREE_MAIL_BRANDS: &str = "gmail googlemail yahoo ymail hotmail outlook live gmx yandex tiscali wanadoo";

const FREE_MAIL: &str = "
    126.com 163.com abv.bg alice.it aol.com bigpond.com bigpond.net.au bk.ru bluewin.ch bol.com.br centrum.cz
    daum.net email.cz fastmail.com free.fr freemail.hu freenet.de hanmail.net hispeed.ch i.ua icloud.com
    inbox.lv inbox.ru interia.pl internet.ru laposte.net libero.it list.ru mac.com mail.bg mail.com mail.ru
    me.com meta.ua msn.com naver.com o2.pl onet.pl orange.fr pm.me proton.me protonmail.com qq.com rambler.ru
    rediffmail.com rocketmail.com seznam.cz sfr.fr sina.com sunrise.ch t-online.de telefonica.net terra.com.br
    tin.it tuta.io tutanota.com ukr.net uol.com.br virgilio.it vtxmail.ch web.de wp.pl ya.ru zoho.com";

/// Words that only an office puts before the `@`.
const OFFICE_WORDS: &str = "
    acs action actions african ahc american appeal appeals attache aula australian austrian belgian biuro
    brazilian british bureau calisma canadian cancilleria cases cg chancery chargee chinese cog con conper cons
    correo court courts cs cuban cultural culture czech danish dcm department desk dha dilekce diplomatic dkp
    dutch economic egyptian eoi eu finnish general greek group halkla hc hcom help helpdesk hoc honorary hq
    human hungarian immigration indian iranian iraqi irish israeli italian japanese kalem kanc kbri kense kjri
    korean la labour legal letters libyan mail mailbox main mbox media mexican mfa mid mofa news nfo norwegian
    nz ob official ouvidoria passport passports pc plainte pol polish political portuguese post prensa presse
    privacy public quejas rapid registry rep representative request requests residence response rights roc
    romanian root royal russian section sekr serbian service services sg skargi spanish staff support swedish
    swiss team thai the tourism trade tramites turkish uk ukrainian un unit urgence urgent us vbe verkehr
    warning web webmail wirtschaft working";

/// Beginnings and middles of such words, in the languages embassies write their addresses in.
const OFFICE_STEMS: &str = "
    abteilung accueil admin alcald ambas archivio atencion ayuntam bakanl botschaft cabinet chancell citizen
    ciudadan commiss committ communic complain comunic consol consul contact correspond council courrier delegac
    delegat denunc depart dyplom embaix embaj embass enquir fiscal foreign gabinet gericht gobern govern greffe hicom
    highcom honcon iletisim info inquir istituto judici jurid justic juzgad kancel kanzlei konsul kontakt konzul
    lahety magistr mairie ministe ministr misija misja mission munic notific nunci nunt nunzi obrash obywatel office
    oficina ombud parliam parquet penitenc permanent peticao peticion petition polic posol poststelle prefect
    prefet presid prison procur prokur prosecut protoc protok recepc reception reclam relacion relation represent
    rzecznik sanomat secretar segreter sekretar senat servic staatsanw submiss suurlah temsil tribunal usuario
    veleposl veleslan velvysl vertreter vertretung visa visum webmast website";

/// Given names that occur alone or before a surname; a few hundred suffice, because two unknown words
/// count as a person's anyway.
const GIVEN_NAMES: &str = "
    abdul abdullah adam adel adil adrian adriana agnes ahmad ahmed ahmet aisha al alain alan albert alberto
    aleksandar aleksander aleksandr alex alexander alexandra alfred ali alice amina amir amy ana anastasia andre
    andrea andreas andrei andrew andrey andrzej angela anita ann anna anne annette anton antonio arthur astrid
    barbara beatriz ben bernard bo bob boris brian bruno carl carla carlo carlos carmen carol carolina caroline
    catherine cecilia charles christian christina christine christopher claire claudia claudio cristina daniel
    daniela david deborah denis diana diego dimitri dmitry dominique edith eduardo edward elena elisabeth
    elizabeth emil emily emma eric erik ernesto eva fatima felix fernando filip florian francesco francisco
    frank franz fred frederic gabriel gabriela george gerard giorgio giovanni giulia giuseppe grace graham
    gregory guillermo gustavo guy hans hassan heinz helen helena henri henry herbert hisham hugo hussein ian
    ibrahim igor ines ingrid irena irene irina isabel isabelle ivan ivana jack jacques james jan jana jane janet
    javier jean jeff jennifer jessica jim jo joan joanna joao joe johan johann johannes john jon jorge jose
    josef joseph juan judith julia julie julio jurgen kamal karen karim karin karl katarina kate katherine
    kathryn katja keith ken kevin khaled khalid kim klaus krzysztof lars laszlo laura laurent leo leon leonardo
    linda lisa louis louise luc luca lucia lucy ludmila luigi luis luisa lydia magda mahmoud manuel marc marco
    marcos margaret margarita maria mariam marie marina mario mark marko marta martha martin martina mary mateo
    matthew maurice max maximilian mehmet michael michel michelle miguel mike mikhail milan milos mo mohamed
    mohammad mohammed monica monika muhammad mustafa nadia nancy natalia natasha nathalie nicholas nick nicola
    nicolas nikolai nina nora olaf oleg olga oliver olivier omar oscar osman otto pablo paola patricia patrick
    paul paula paulo pavel pedro peter petr petra philip philippe pierre piotr rachel rafael raul rebecca renata
    renate rene ricardo richard robert roberto roger roland roman ronald rosa rudolf ruth sabine sally salvador
    sam samir samuel sandra sara sarah sebastian sergei sergey sergio silvia simon simone sofia sonia sophie
    stefan stefano stephan stephanie stephen steve steven sultan susan susanne sven svetlana sylvia tamara tanja
    tariq tatiana teresa thomas tim tom tomas tomasz tony ursula uwe valentina valerie vera veronica victor
    victoria viktor vincent vladimir walter werner wilhelm william wolfgang xavier yasmin youssef yuri yusuf
    yves yvonne zenel zoran";

/// Cities that missions are named after, in the spellings their addresses use.
const CITIES: &str = "
    abidjan abudhabi abuja accra addis addisababa addisabeba adelaide ajman alexandria alger algeri algier
    algiers almaty amman amsterdam ankara antananarivo antwerp apia ashabat ashgabat asmara assunzione astana
    asuncion atena atenas athen athenes athens auckland avana avarua bagdad baghdad bakou baku bali bamako
    bandar bandarseribegawan bangalore bangkok bangui banjul barcellona barcelona basel basra basseterre beijing
    beirut belfast belgrad belgrade belgrado belmopan bengaluru benghazi berlin berlino bern berna berne berno
    beyrouth birmingham bishkek bissau bogota bologna bombay bonn bordeaux boston brasilia bratislava
    brazzaville bridgetown brisbane brno brussel brussels bruxelles bryssel bucarest bucharest bucuresti
    budapest buenosaires bujumbura bukarest busan caire cairo calcutta calgary cali canberra canton capetown
    caracas cardiff casablanca castries chengdu chennai chicago chisinau cluj cologne colombo conakry constanta
    copenaghen copenhagen copenhague cordoba cracow curitiba dac dacca dakar dalian damasc damasco damascus
    daressalaam delhi denhaag denver detroit dhaka dili djibouti dnipro doha dresden dubai dublin dublino
    dubrovnik durban dushanbe dusseldorf dzaoudzi edinburgh edmonton erbil erevan estambul fes firenze florence
    florencia frankfurt freetown fukuoka funafuti gaborone gaza gdansk geneva geneve genf genoa genova
    georgetown ginebra glasgow goma gothenburg graz guadalajara guangzhou guatemala guayaquil gyor habana haga
    hague haifa hamburg hannover hanoi harare hargeisa havana havanna helsinki herat hiroshima hochiminh holysee
    hongkong honiara honolulu houston hyderabad innsbruck irkutsk islamabad istanbul izmir jakarta jeddah
    jerusalem johannesburg juba kabul kairo kampala kaohsiung karachi kathmandu katowice kazan kharkiv khartoum
    khartum kief kiev kievo kiew kigali kijow kingston kingstown kinshasa kolkata koln kolonia kopenhagen koror
    kosice krakow kuala kualalumpur kuching kunming kuwait kyiv lagos lahaye lahore lapaz larnaca laspalmas
    lasvegas lausanne lavalletta leipzig libreville liege lilongwe lima limassol lisboa lisbon lisbona lisbonne
    liverpool ljubljana lome london londra londres londyn losangeles luanda lubiana lubumbashi lugano lusaka
    luxembourg lviv lyon macau madras madrid majuro malabo malaga male malmo managua manama manaus manchester
    mandalay manila manille maputo mariehamn marseille mascate maseru mashhad mbabane medan melbourne memphis
    mexico miami milan milano minsk mogadishu mombasa monaco monrovia monterrey montevideo montreal moroni mosca
    moscou moscow moskau moskva moskwa mumbai munchen munich muscat nagoia nagoya nairobi naples napoli nassau
    nauru naypyidaw ndjamena newdelhi newyork ngerulmud niamey nicosia nikosia nouakchott noumea novisad
    nuernberg nukualofa nursultan nuuk odesa odessa oporto osaka oslo ottawa ouagadougou palermo palikir panama
    paramaribo parigi paris paryz pechino pekin peking perth philadelphia phnompenh phoenix podgorica
    portauprince portlouis portmoresby porto portofspain portoprincipe portvila poznan prag praga prague praha
    praia pretoria prishtina pristina pyongyang quebec quito rabat ramallah rangoon recife reykjavik riad riga
    rio riodejaneiro riyadh rom roma rome rostov rotterdam salonica salzburg samarkand sanaa sanfrancisco
    sanjose sanjuan sanmarino sansalvador santacruz santiago santodomingo saopaulo saotome sarajevo seattle
    seoul sevilla shanghai sharjah shenyang shenzhen singapore skopje sofia split stambul stanley stoccolma
    stockholm strasbourg stuttgart sucre suisse surabaya suva switzerland sydney szeged taipei tallinn tampere
    tampico tangier tangiers tarawa tashkent tbilisi tblisi tegucigalpa teheran tehran telaviv thehague
    thessaloniki thimphu timisoara tirana tokio tokyo toquio torino toronto toulouse trieste tripoli tunis
    tunisi turin turku ulaanbaatar ulanbator uzhhorod vaduz valencia valletta vancouver varna varsovia varsovie
    vatican vaticano venezia venice victoria viena vienna vienne vientiane vilnius vladivostok warsaw warschau
    warszawa washington wellington wien windhoek wroclaw wuhan yakarta yangon yaounde yekaterinburg yerevan
    zagabria zagreb zanzibar zurich";

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn all(expected: Nature, places: &[&str], addresses: &[&str]) {
        let wrong: Vec<&str> =
            addresses.iter().copied().filter(|address| nature(&address.parse().unwrap(), places) != expected).collect();
        assert!(wrong.is_empty(), "not {expected:?}: {wrong:?}");
    }

    #[test]
    fn people_are_found() {
        all(
            Nature::Personal,
            &[],
            &[
                "john.smith@mfa.example",
                "j.smith@mfa.example",
                "smith.j@mfa.example",
                "a_nobodyova@mfa.example",
                "mo.nobody@yahoo.fr",
                "john-paul.jones@mfa.example",
                "john.nobody75@mail.ru",
                "j.k.rowling@mfa.example",
                "victoria.smith@mfa.example",
                "adriana@embassy.example",
                "vladimir@embassy.example",
                "omar.nobody@consul.example",
                "maria.nobody@gmail.com",
                "lydia.xy@mill.example",
                "hisham.nobody@company.example",
                "nobody1999@hotmail.com",
                "kim.lee@mfa.example",
                // Surnames that are near a word for an office's work.
                "jurgen.nobody@mfa.example",
                "m.turgenev@mfa.example",
                "e.bakan@mfa.example",
                "n.petic@mfa.example",
                "j.case@mfa.example",
            ],
        );
    }

    #[test]
    fn offices_are_left_alone() {
        all(
            Nature::Office,
            &["Naypyidaw", "City of Westminster"],
            &[
                "info@mfa.example",
                "embassy.london@mfa.example",
                "nur-sultan@diplobel.example",
                "costa.rica@rree.example",
                "kyiv.leb@mfa.example",
                "ankara@mfa.example",
                "hoc.berne@mea.example",
                "eoi.kyiv@mea.example",
                "bern.kbri@kemlu.example",
                "vienna.dha@dirco.example",
                "berno.amb.sekretariat@msz.example",
                "ambasciata.lavalletta@esteri.example",
                "archivio.quito@esteri.example",
                "mongolia.segreteria@esteri.example",
                "cog.estambul.nac@maec.example",
                "helsinki.emb@mfa.example",
                "st.rbe.reception@mfa.example",
                "visas.accueil@diplomatie.example",
                "acibe-sp1@acibe.example",
                "ccs.scc@international.example",
                "elsalvador-india@rree.example",
                "ambassador-sec@bern.example",
                "al.westminster@mfa.example",
                "707-0133@sud.example",
                "sofia@diplobel.example",
                "jordan@diplobel.example",
                "sofia.emb@mfa.example",
                "dppt@embassy.example",
                "nzhc.sin@mfat.example",
                "singcg_gzu@mfa.example",
                "grgencon.kon@mfa.example",
                "pemnews.dhk@embassy.example",
                "ob@mfa.example",
                // Functions, in the words of those who write to them.
                "urgent-action@rights.example",
                "urgent.appeals@rights.example",
                "rapid-response@rights.example",
                "individual.cases@rights.example",
                "jur.notificacionesjudiciales@fiscalia.example",
                "atencion.usuario@unp.example",
                "quejas.denuncias@procuraduria.example",
                "relaciones.publicas@policia.example",
                "biuro.skargi@brpo.example",
                "ozel.kalem@bakanlik.example",
                "service.reclamations@mediateur.example",
                "parquet.ouest@justice.example",
                "greffe.penal@justice.example",
                "despacho.fiscal@fiscalia.example",
                "poststelle.landgericht@justiz.example",
                "alcaldia.central@ciudad.example",
            ],
        );
    }

    #[test]
    fn free_mail_is_told_from_an_offices_own_domain() {
        all(
            Nature::FreeMail,
            &[],
            &[
                "embassy.azerbaijan.cairo@gmail.com",
                "ambaben@yahoo.fr",
                "rusembafg@yandex.ru",
                "libyan-embassy_kiev@ukr.net",
                "costa.rica@bluewin.ch",
                "nzembassytehran@hotmail.co.nz",
                "conper.florencia@yahoo.it",
                "npm_ombudsman@mail.ru",
                "embajada1968@mail.ru",
                "kyiv2001@mail.ru",
            ],
        );
        for domain in ["yahoo.embassy.example", "live.mfa.gov.example", "mail.gov.kz", "outlook.example.org", "mfa.kz"]
        {
            assert!(!is_free_mail(domain), "{domain}");
        }
    }
}
