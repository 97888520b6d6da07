//! The words in which people answer a question about consent, in thirteen languages: English, German, French, Spanish,
//! Russian, Italian, Portuguese, Turkish, Polish, Ukrainian, Dutch, Arabic, Persian.
//!
//! All are compared folded (see [`super::words`]). `sign*` stands for every word that begins so.

/// What a form or a spreadsheet writes for a ticked box; the whole cell.
pub(super) const TICKED: &str = "1, 1.0, x, y, j, o, s, д, t, true, on, checked, ticked, selected, wahr, angekreuzt, \
    ausgewählt, vrai, coché, cochée, verdadero, marcado, marcada, vero, selezionato, verdadeiro, истина, отмечено, \
    prawda, zaznaczone, істина, позначено, waar, aangevinkt, doğru, işaretli, işaretlendi, محدد, صح, صحيح, درست";

/// The same for an empty box.
pub(super) const UNTICKED: &str = "0, 0.0, n, false, off, unchecked, unticked, unselected, deselected, falsch, faux, \
    falso, ложь, fałsz, хибність, onwaar, yanlış, خطأ, غلط, opt out, opted out, unsubscribe, unsubscribed, declined, \
    rejected, withdrawn, revoked";

/// What stands where nothing was answered; the whole cell. "None" is not among them: it may be the answer.
pub(super) const NOT_SAID: &str = "n a, na, null, nan, undefined, blank, leer, vide, no answer, no response, \
    not answered, unanswered, no reply, keine antwort, keine angabe, k a, pas de réponse, sans réponse, sin respuesta, \
    nessuna risposta, sem resposta, нет ответа, без ответа, не отвечено, brak odpowiedzi, немає відповіді, \
    без відповіді, geen antwoord, yanıt yok, cevap yok, لا يوجد رد, لا توجد إجابة, بدون پاسخ, بی پاسخ";

/// How a yes begins. "Sí" is here, "si" is not: it begins a condition in three languages.
pub(super) const YES: &str = "yes, yep, yeah, yup, ok, o k, okay, sure, agreed, agree, i agree, i do agree, we agree, \
    i fully agree, i hereby agree, i consent, i do consent, we consent, i hereby consent, i do, i accept, accept, \
    accepted, consented, consent given, i give consent, i give my consent, i give permission, i give my permission, \
    permission granted, granted, i authorise, i authorize, i allow, i permit, i approve, approved, of course, \
    certainly, absolutely, definitely, gladly, with pleasure, happy to sign, i want to sign, i wish to sign, \
    i would like to sign, i d like to sign, id like to sign, i sign, i will sign, we sign, please sign, \
    please add my name, add my name, please use my name, use my name, you may use my name, you can use my name, \
    my name may be, my name can be, i am happy to sign, im happy to sign, i confirm my consent, i confirm my signature, \
    ja, jawohl, jep, einverstanden, ich bin einverstanden, bin einverstanden, ich bin damit einverstanden, \
    ich stimme zu, stimme zu, ich stimme, wir stimmen, ich willige ein, ich willige, zugestimmt, eingewilligt, \
    zustimmung, gern, gerne, sehr gerne, natürlich, selbstverständlich, klar, in ordnung, geht klar, ich erlaube, \
    ich gestatte, ich erteile, ich gebe meine zustimmung, ich gebe meine einwilligung, ich unterschreibe, \
    ich unterzeichne, ich akzeptiere, akzeptiert, aber sicher, aber gern, aber gerne, aber klar, mein name darf, \
    oui, ouais, d accord, daccord, je suis d accord, je suis daccord, nous sommes d accord, j accepte, jaccepte, \
    nous acceptons, je consens, j autorise, jautorise, je donne mon accord, je donne mon consentement, \
    je donne mon autorisation, j approuve, je signe, je souhaite signer, je veux signer, bien sûr, volontiers, accepté, \
    entendu, avec plaisir, bien entendu, \
    por supuesto, de acuerdo, estoy de acuerdo, sí estoy de acuerdo, acepto, yo acepto, aceptado, aceptamos, consiento, \
    autorizo, doy mi consentimiento, doy mi permiso, doy mi autorización, presto mi consentimiento, firmo, conforme, \
    estoy conforme, vale, quiero firmar, con gusto, \
    certo, d accordo, sono d accordo, accetto, accettato, acconsento, autorizzo, presto il consenso, do il consenso, \
    presto il mio consenso, do il mio consenso, va bene, certamente, volentieri, sottoscrivo, \
    sim, concordo, eu concordo, estou de acordo, de acordo, aceito, eu aceito, aceite, autorizo, eu autorizo, consinto, \
    dou o meu consentimento, dou meu consentimento, dou consentimento, assino, com certeza, claro, claro que sim, \
    да, согласен, согласна, согласны, я согласен, я согласна, мы согласны, даю согласие, я даю согласие, \
    даю свое согласие, я даю свое согласие, выражаю согласие, выражаю свое согласие, согласие, согласие дано, конечно, \
    хорошо, ок, окей, разрешаю, я разрешаю, подписываю, я подписываю, подтверждаю согласие, принимаю, ага, \
    evet, kabul, kabul ediyorum, onaylıyorum, katılıyorum, izin veriyorum, rıza gösteriyorum, rıza veriyorum, tamam, \
    olur, onay, onaylandı, imzalıyorum, elbette, tabii, tabii ki, onay veriyorum, \
    tak, zgadzam się, wyrażam zgodę, wyrażam, zgoda, jasne, oczywiście, akceptuję, podpisuję, zezwalam, udzielam zgody, \
    pewnie, \
    так, згоден, згодна, згодні, я згоден, я згодна, погоджуюсь, погоджуюся, я погоджуюсь, я погоджуюся, даю згоду, \
    я даю згоду, надаю згоду, надаю свою згоду, даю свою згоду, згода, звичайно, звісно, дозволяю, я дозволяю, підписую, \
    приймаю, авжеж, \
    akkoord, ik ga akkoord, ga akkoord, ik stem in, ik stem ermee in, ik ben het ermee eens, ik ben het eens, mee eens, \
    ik geef toestemming, ik geef mijn toestemming, natuurlijk, zeker, prima, graag, uiteraard, ik teken, ik onderteken, \
    toestemming, mijn naam mag, \
    نعم, موافق, موافقة, أوافق, أنا موافق, أنا موافقة, أنا أوافق, بالتأكيد, طبعا, أقبل, أجل, أعطي موافقتي, تمت الموافقة, أوقع, \
    بله, آری, موافقم, من موافقم, من موافق هستم, موافق هستم, قبول دارم, قبول می کنم, قبول میکنم, رضایت دارم, رضایت می دهم, \
    رضایت میدهم, اجازه می دهم, اجازه میدهم, امضا می کنم, امضا میکنم, حتما, باشه, البته";

/// Words that refuse, and words with which a sentence says the opposite, wherever they stand.
pub(super) const NO: &str = "no, not, nope, nah, never, none, nor, neither, cannot, cant, dont, doesnt, didnt, wont, \
    wouldnt, shouldnt, isnt, arent, aint, havent, nothing, nobody, refuse*, decline*, disagree*, object, \
    objection, objections, oppose*, withdraw*, withdrew, withhold*, withheld, revoke*, deny, denied, denies, \
    reject*, remove*, delete*, unsubscrib*, stop, forbid*, prohibit*, optout, exclude*, refrain, \
    nein, nee, nö, nicht, nichts, kein, keine, keinen, keinem, keiner, keinerlei, nie, niemals, weder, ablehn*, \
    lehne, abgelehnt, widerspr*, widerruf*, verweiger*, untersag*, verbiete, \
    non, pas, jamais, aucun, aucune, ni, rien, ne, n, refus*, oppose, retire, nullement, \
    nunca, jamás, ningún, ninguna, ninguno, nada, tampoco, rechaz*, niego, desacuerdo, \
    mai, nessun, nessuna, nessuno, né, niente, rifiut*, nego, \
    não, nao, nenhum, nenhuma, nem, recus*, discordo, \
    нет, не, ни, никогда, никак, отказ*, возраж*, нельзя, запрещ*, отзыва*, отозва*, несоглас*, \
    hayır, değil, yok, asla, hiç, reddet*, reddedi*, ret, olmaz, etmem, istemem, vermem, onaylamam, katılmam, imzalamam, \
    olmasın, edilmesin, vermiyor*, etmiyor*, istemiyor*, onaylamıyor*, katılmıyor*, imzalamıyor*, \
    nigdy, żaden, żadna, żadnej, odmawiam, odmowa, sprzeciw*, nie, niestety, \
    ні, ніколи, відмов*, запереч*, заборон*, незгод*, немає, \
    neen, niet, geen, nooit, noch, weiger*, bezwaar, \
    لا, ليس, ليست, لست, لن, لم, غير, أرفض, رفض, كلا, أعارض, معارض, مانع, ما, \
    نه, نخیر, خیر, نیست, نیستم, ندارم, ندارد, نمی*, نکنید, نشود, نباشد, مخالف*, هرگز, هیچ";

/// Words that bind a yes to something, or put it off.
pub(super) const BUT: &str = "without, ohne, sans, sin, senza, sem, без, bez, zonder, بدون, but, only, except*, unless, if, until, till, when, once, after, before, later, maybe, \
    perhaps, possibly, probably, undecided, unsure, uncertain, pending, depend*, anonym*, anonim*, alias, nickname, initial, initials, pseudonym*, \
    private, confidential*, however, though, although, provided, providing, condition*, conditional*, yet, soon, might, \
    could, other, another, instead, different, ask, wait, partly, partially, partial, limited, up, first, just, \
    expired, tbc, tbd, think, acho, creo, penso, consider*, question*, unclear, problem*, former, old, wrong, \
    nur, aber, jedoch, wenn, falls, außer, ausgenommen, sofern, soweit, solange, bis, erst, später, vielleicht, \
    eventuell, evtl, ggf, vorbehalt, vorbehaltlich, vorerst, bedingt, bedingung*, teilweise, initialen, vorname, vornamen, \
    nachname, nachnamen, andere*, statt, noch, ungern, unsicher, \
    seulement, uniquement, mais, sauf, excepté, si, quand, lorsque, après, avant, peut être, plus tard, condition, \
    initiales, prénom, toutefois, cependant, pourvu, autre, encore, hésit*, \
    solo, sólo, solamente, únicamente, pero, salvo, excepto, cuando, después, antes, quizá, quizás, tal vez, siempre que, \
    siempre y, depende, luego, iniciales, otro, otra, todavía, aún, condición, \
    soltanto, solamente, ma, però, tranne, eccetto, se, quando, dopo, prima, forse, purché, iniziali, ancora, altra, altro, \
    só, somente, apenas, mas, porém, exceto, depois, talvez, desde que, iniciais, ainda, outra, outro, \
    только, лишь, но, кроме, если, когда, после, потом, пока, может, возможно, условии, условие, сначала, позже, однако, \
    частично, инициал*, другое, другой, наверное, подумаю, псевдоним*, анонимн*, аноним, \
    sadece, yalnızca, yalnız, ama, fakat, ancak, hariç, eğer, sonra, belki, şartıyla, koşuluyla, henüz, önce, başka, \
    tylko, jedynie, ale, lecz, oprócz, poza, jeśli, jeżeli, jesli, gdy, kiedy, potem, później, może, warunkiem, pod warunkiem, \
    inicjał*, jeszcze, inny, inna, chyba, \
    лише, тільки, але, крім, якщо, коли, після, потім, поки, можливо, умови, спочатку, пізніше, однак, частково, \
    інш*, ініціал*, анонімн*, \
    alleen, slechts, enkel, maar, behalve, mits, tenzij, als, indien, wanneer, nadat, later, misschien, anoniem, initialen, \
    voornaam, nog, pas, ander*, voorwaarde*, \
    فقط, لكن, ولكن, إلا, باستثناء, إذا, لو, بشرط, عندما, بعد, قبل, لاحقا, ربما, مجهول, الأول, \
    تنها, اما, ولی, مگر, اگر, وقتی, شاید, ناشناس, شرط, بعدا, هنوز, دیگر";

/// What a letter is against is no refusal.
pub(super) const AGAINST: &str = "against, gegen, dagegen, contre, contra, contro, контра, против, проти, przeciw, \
    przeciwko, karşı, karşıyım, tegen, ضد, علیه";

/// Where the yes stands at the end of a sentence: in Turkish and Persian.
pub(super) const YES_AT_END: &str = "kabul ediyorum, onaylıyorum, izin veriyorum, onay veriyorum, rıza gösteriyorum, \
    rıza veriyorum, موافقم, موافق هستم, رضایت دارم, قبول دارم, رضایت می دهم, رضایت میدهم, اجازه می دهم, اجازه میدهم, \
    قبول می کنم, قبول میکنم";

/// How a header offers both answers.
pub(super) const YES_OR_NO: &str = "yes no, yes or no, y n, ja nein, ja oder nein, j n, oui non, oui ou non, o n, \
    si no, si o no, да нет, да или нет, sim não, sim ou não, evet hayır, tak nie, так ні, ja nee, نعم لا, بله خیر, بله نه";

/// Words that would bind a yes, where they stand beside another word that shows they do not: which one falls.
pub(super) const HARMLESS: [(&str, &str); 8] = [
    ("que", "se*"),
    ("ma*", "signature"),
    ("no*", "documento"),
    ("no*", "texto"),
    ("no*", "final"),
    ("als*", "unterzeichner"),
    ("als*", "unterzeichnerin"),
    ("als*", "ondertekenaar"),
];

/// Words of another consent: to a newsletter.
pub(super) const NEWSLETTER: &str = "newsletter*, news, mailing, mailings, mailinglist, updates, update, subscribe*, \
    subscription, informed, infobrief, rundbrief, infomail*, mailverteiler, verteiler, informiert, infolettre, \
    lettre d information, lettre d informations, lettre d info, abonn*, informé, informée, boletín, boletines, noticias, \
    suscri*, bollettino, notizie, iscri*, aggiornament*, boletim, novidades, notícias, inscre*, рассылк*, новост*, \
    подписка, подписаться, bülten*, haber, abone, biuletyn*, aktualności, subskryp*, розсилк*, новин*, підписка, \
    підписатися, nieuwsbrief*, nieuws, نشرة, النشرة, الإخبارية, البريدية, اشتراك, خبرنامه, اشتراک";

/// Words of consents to something else, which often stand beside the one to a letter: a privacy policy, being
/// contacted, a copy.
pub(super) const OTHER: &str = "privacy, policy, policies, terms, gdpr, dsgvo, rgpd, cookie*, marketing, promotion*, \
    data, contact*, phone*, call, calls, called, telephone, donat*, photo*, picture*, video*, receive*, read, copy, correct, \
    spelled, spelt, spelling, stored, store, processing, processed, volunteer*, event*, meeting*, demo*, member, \
    membership, seen, heard, age, older, resident, citizen, send me, sent to me, reply, replies, visit, whatsapp, sms, \
    schickt mir, schicken sie mir, envoyez moi, envíenme, mandatemi, \
    datenschutz*, agb, nutzungsbedingung*, teilnahmebedingung*, daten, kontakt*, anruf*, telefon*, spende*, foto*, \
    erhalten, gelesen, kopie, richtig, korrekt, gespeichert, speicher*, verarbeit*, mitglied*, werbung, \
    confidentialit*, données, conditions, contacter, contacté*, appelez, appeler, téléphon*, don, dons, recevoir, reçu, lu, copie, \
    exact*, stock*, trait*, adhérent*, \
    privacidad, datos, términos, condiciones, llam*, donar, donación, recibir, leído, copia, correcto, correcta, almacen*, \
    riservatezza, dati, termini, condizioni, contatt*, donazione, ricevere, letto, corretto, trattamento, \
    privacidade, dados, termos, condições, ligar, doar, doação, receber, lido, cópia, tratamento, \
    конфиденциальн*, политик*, данн*, правил*, связ*, звон*, пожертв*, фото, получ*, прочит*, копи*, обработк*, верно, \
    gizlilik*, kvkk, veri, veriler*, kişisel, iletişim*, arama, bağış*, almak, okudum, kopya, işlenme*, \
    polityk*, prywatnoś*, danych, dane, regulamin*, kontakto*, rodo, otrzymyw*, przeczyt*, kopię, przetwarz*, darowizn*, \
    конфіденц*, політик*, даних, дані, правила, зв язок, телефон*, отриму*, прочит*, обробк*, \
    privacyverklaring, gegevens, voorwaarden, ontvangen, gelezen, verwerk*, donatie*, bellen, \
    الخصوصية, سياسة, البيانات, بيانات, الشروط, شروط, التواصل, الاتصال, \
    حریم, داده*, قوانین, مقررات, تماس, شرایط";

/// The letter, whatever a campaign calls it.
pub(super) const LETTER: &str = "letter, letters, statement, declaration, petition, brief, briefe, schreiben, \
    erklärung, aufruf, lettre, courrier, déclaration, pétition, appel, carta, cartas, declaración, petición, lettera, \
    dichiarazione, petizione, declaração, petição, письм*, обращени*, петици*, заявлени*, mektub*, mektup*, bildiri*, \
    listu, listem, liście, petycj*, apel, лист*, звернен*, петиці*, заяв*, brieven, verklaring, oproep, petitie, رسالة, \
    الرسالة, للرسالة, خطاب, الخطاب, بيان, البيان, نامه, بیانیه";

/// Signing it.
pub(super) const SIGN: &str = "sign, signs, signing, signed, signature, signatures, signatory, signatories, cosign, \
    cosignatory, undersign*, unterschr*, unterzeichn*, mitunterzeichn*, signer, signe, signataire, signataires, firma, \
    firmar, firmo, firmado, firmante, firmantes, firmare, firmatari*, sottoscri*, assinar, assino, assinatura, подпис*, \
    imza*, podpis*, підпис*, onderteken*, handteken*, توقيع*, التوقيع, أوقع, امضا*";

/// One's name.
pub(super) const NAME: &str = "name, names, namen, namens, nom, nombre, nome, имя, имени, именем, имен, імя, імені, \
    імям, adım, adımın, adımı, ismim, ismimin, ismimi, isim, imię, imienia, imion, nazwisko, nazwiska, naam, اسمي, \
    باسمي, اسم, الاسم, نامم, نام";

/// What is done with it.
pub(super) const USE: &str = "use, used, uses, using, usage, publish*, publication, print*, appear*, add, added, \
    include*, including, put, list, listed, mention*, show, shown, display*, stand, stands, appended, affixed, \
    verwend*, nutz*, genutzt, veröffentlich*, nennung, genannt, erschein*, erscheint, abgedruckt, gedruckt, steht, stehen, \
    aufgeführt, angegeben, utilis*, publi*, apparai*, figur*, mention*, ajout*, imprim*, usar, usen, uso, utiliz*, \
    public*, aparec*, figur*, inclu*, añad*, usato, usare, utilizz*, pubblic*, compar*, inser*, usado, apare*, использ*, \
    публик*, опублик*, указ*, упомин*, поставить, ставить, стояло, використ*, опубл*, зазнач*, вказ*, kullan*, yayın*, \
    yer, eklen*, geç*, wykorzyst*, użyci*, używ*, opublik*, umieszcz*, gebruik*, publice*, vermeld*, afgedrukt, استخدام, \
    يستخدم, نشر, ذكر, إضافة, استفاده, منتشر, ذکر, چاپ, درج";

/// Words that change nothing about a yes.
pub(super) const FILLER: &str = "i, we, do, am, are, is, be, being, to, that, this, it, the, a, an, my, our, me, us, of, \
    on, in, under, below, at, with, for, by, from, as, please, thanks, thank, you, very, much, hereby, fully, gladly, \
    happily, here, all, above, absolutely, certainly, totally, completely, open, have, has, full, and, may, can, will, \
    shall, public, publicly, campaign, consent, permission, signatory, support, go, ahead, fine, good, great, course, \
    ich, wir, bin, damit, dem, der, die, das, den, des, zu, ein, mein, meine, meinen, meinem, meiner, meines, unter, mit, \
    im, in, am, für, dass, bitte, danke, sehr, hiermit, voll, ganz, gerne, gern, ja, diesen, diesem, dieser, dieses, es, \
    offenen, offener, darf, wird, werden, und, \
    je, nous, suis, que, qu, mon, ma, mes, nom, le, la, les, l, de, du, d, des, à, au, sous, dans, pour, ce, cette, cet, \
    bien, tout, merci, svp, s il vous plaît, soit, être, mes, en, et, \
    yo, mi, mis, el, los, las, un, una, en, por, favor, que, se, este, esta, con, gracias, muy, del, al, y, sea, la, \
    io, il, mio, mia, lo, nel, nella, della, dello, dell, per, che, questa, questo, grazie, sia, i, di, \
    eu, meu, minha, o, os, na, da, do, em, para, esta, este, seja, obrigado, obrigada, \
    я, мы, мое, моё, моего, моим, свое, своё, своего, своим, под, на, в, этим, это, этого, с, со, чтобы, пожалуйста, \
    спасибо, полностью, очень, было, быть, и, открытым, \
    ben, biz, benim, bu, bir, lütfen, teşekkürler, altında, altına, ile, için, \
    moje, mojego, swoje, swojego, pod, na, w, z, do, tym, tego, się, proszę, dziękuję, i, o, \
    моє, мого, моїм, своє, свого, під, у, цим, це, цього, з, щоб, будь, ласка, дякую, повністю, й, \
    ik, wij, mijn, onze, de, het, een, dat, dit, deze, onder, met, voor, van, op, aan, graag, bedankt, dank, hiermee, mag, \
    wordt, worden, en, \
    أنا, نحن, على, أن, هذا, هذه, في, من, شكرا, مع, تحت, لي, \
    من, که, را, در, با, این, زیر, به, از, لطفا, ممنون, متشکرم, برای, شود";
