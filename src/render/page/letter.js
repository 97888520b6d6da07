// From who signs to a finished letter, and from that to text, links and files. Every function here is pure; tests
// compare what comes out with what the program writes.

const LINE_OF_LETTER_MOST = 200;

const isGroup = (who) => who.kind === "union" || who.kind === "organisation";

// What the letter calls the signatory: the organisation that signs, else the person.
function display(who) {
  return (isGroup(who) ? who.organisation || who.name : who.name || who.organisation) || "";
}

// The same, but who says "I" for an organisation is named with their office in it.
function speaker(who, lang, role) {
  if (!isGroup(who) || who.plural || !who.name || !who.organisation) return display(who);
  if (!role) return who.name + ", " + who.organisation;
  if (hasName(role, who.organisation)) return who.name + ", " + role;
  const isPlain = !role.split(/\s+/).some((word) => ["of", "for", "at", "in"].includes(word));
  return who.name + ", " + role + (lang.split("-")[0] === "en" && isPlain ? " of " : ", ") + who.organisation;
}

const iso = ([year, month, day]) =>
  String(year).padStart(4, "0") + "-" + String(month).padStart(2, "0") + "-" + String(day).padStart(2, "0");

// A day in words: its month has a pattern, and the country may have digits of its own.
function writeDate(dates, country, [year, month, day]) {
  const pattern = dates.patterns[dates.of[country || ""] || 0];
  const digits = (text) => writeDigits(text, pattern.digits);
  return pattern.months[month - 1]
    .replace("{y}", digits(String(year)))
    .replace("{dd}", digits(String(day).padStart(2, "0")))
    .replace("{d}", digits(String(day)));
}

const writeDigits = (text, digits) => (digits ? text.replace(/[0-9]/g, (digit) => [...digits][+digit]) : text);

// Why nothing is to be sent on a day, if so.
function closedOn(model, day) {
  if (model.closed) return model.closed;
  return model.act_by && iso(day) > model.act_by ? "act_by" : null;
}

// How an office is named on a day: whoever holds it may change.
function named(office, day) {
  return office.times.filter((time) => !time.from || time.from <= iso(day)).pop();
}

// The offices that somebody's letters go to, what each gets, and how their embassy was found.
function recipientsFor(model, country) {
  const [how, embassy] = (country && model.embassies[country]) || [null, null];
  const isCopied = (id) => model.copied.includes(id) && !model.to.includes(id) && id !== embassy;
  const roleOf = (id) => (model.offices[id].cover ? "cover" : isCopied(id) ? "copy" : "letter");
  const letters = [...model.to];
  if (embassy && !letters.includes(embassy)) letters.push(embassy);
  const copied = model.copied.filter((id) => roleOf(id) === "copy");
  const all = [...letters, ...copied.filter((id) => !letters.includes(id))].map((id) => ({ id, role: roleOf(id) }));
  return { all, how, embassy, copied, addressed: letters.filter((id) => roleOf(id) === "letter") };
}

function values(model, lang, who, office, time, date) {
  // Nobody's office is said twice: behind their name, or where the letter always prints it.
  const isBeside = isGroup(who) && !who.plural && !model.letters[lang].required.includes("role");
  const all = Object.assign(Object.create(null), who.extra, {
    signatory: speaker(who, lang, isBeside && who.role), name: who.name, role: isBeside ? null : who.role, organisation: who.organisation, kind: who.kind,
    members: who.members, email: who.email, address: who.address.join(", ") || null,
    country: who.country && model.letters[lang].countries && model.letters[lang].countries[who.country],
    own_words: who.own_words, date, office: time.lines[lang].slice(-1)[0], voice: who.plural || null,
  });
  all["is_" + who.kind] = true;
  for (const condition of office.is) all[condition] = true;
  return all;
}

function valueOf(all, name) {
  if (!all[name]) throw new Error("nothing for " + name);
  return String(all[name]);
}

function fillLine(pieces, all, plural) {
  return pieces.map((piece) => {
    if (typeof piece === "string") return piece;
    if (piece.v) return piece.v[plural ? 1 : 0];
    if (piece.f) return valueOf(all, piece.f);
    return fillLine(all[piece.i] ? piece.t : piece.e, all, plural);
  }).join("");
}

// Running text as spans of { text, em, strong, url }, with "\n" in a text for a line end.
function fillSpans(spans, all, plural, demands, style) {
  return spans.flatMap((span) => {
    if (typeof span === "string") return [{ ...style, text: span }];
    if (span.v) return [{ ...style, text: span.v[plural ? 1 : 0] }];
    if (span.f) return [{ ...style, text: valueOf(all, span.f).split("\n").map((line) => line.trimStart()).join("\n") }];
    if ("d" in span) return [{ ...style, text: demands[span.d].trimStart() }];
    if (span.i) return fillSpans(all[span.i] ? span.t : span.e, all, plural, demands, style);
    if (span.b) return [{ ...style, text: "\n" }];
    if (span.m) return fillSpans(span.m, all, plural, demands, { ...style, em: true });
    if (span.s) return fillSpans(span.s, all, plural, demands, { ...style, strong: true });
    const inner = fillSpans(span.x, all, plural, demands, { ...style, url: span.a });
    const shown = inner.map((one) => one.text).join("");
    return shown === span.a || "mailto:" + shown === span.a ? inner : [...inner, { ...style, text: " (" + span.a + ")" }];
  });
}

// Paragraphs and lists. A value of several paragraphs ends the one that it stands in.
function fillBlocks(node, all, plural, demands) {
  while (!Array.isArray(node)) node = all[node.i] ? node.t : node.e;
  return node.flatMap((block) => {
    if (block.l) return [{ start: block.s, items: block.l.map((item) => fillBlocks(item, all, plural, demands)) }];
    const paragraphs = [[]];
    for (const span of fillSpans(block.p, all, plural, demands, {})) {
      span.text.split("\n\n").forEach((text, at) => {
        if (at > 0) paragraphs.push([]);
        if (text) paragraphs[paragraphs.length - 1].push({ ...span, text });
      });
    }
    return paragraphs.filter((spans) => spans.length).map((spans) => ({ spans }));
  });
}

// The texts of a letter to one office.
function fillPart(model, lang, who, id, day) {
  const letter = model.letters[lang];
  const office = model.offices[id];
  const time = named(office, day);
  const date = writeDate(letter.dates, who.country, day);
  const all = values(model, lang, who, office, time, date);
  const line = (pieces) => {
    const text = fillLine(pieces, all, who.plural).trim().normalize("NFC");
    if ([...text].length > LINE_OF_LETTER_MOST) throw new Error("a line is too long");
    return text;
  };
  const demands = letter.demands.map((demand) => fillLine(demand, all, who.plural));
  const salutation = time.salutation[lang] || (letter.salutation && line(letter.salutation));
  if (!salutation) throw new Error("no salutation");
  return {
    date, demands, salutation,
    subject: line(letter.subject),
    blocks: letter.body.flatMap((node) => fillBlocks(node, all, who.plural, demands)),
    closing: line(letter.closing),
    spoken: letter.phone && fillLine(letter.phone, all, who.plural),
  };
}

// Nothing may be left to fill in once the values stand in the text; own words were looked at by themselves.
function refuseHoles(model, lang, who, id, day) {
  const plain = who.own_words ? { ...who, own_words: "Own words." } : who;
  const part = fillPart(model, lang, plain, id, day);
  const texts = [part.subject, part.salutation, part.closing, part.spoken || "", ...part.demands, plainText(part.blocks)];
  if (texts.some(isHole)) throw new Error("something is left to fill in");
}

const plainText = (blocks) =>
  blocks.map((block) => (block.spans ? block.spans.map((span) => span.text).join("") : block.items.map(plainText).join("\n"))).join("\n\n");

// One letter to one office: everything that is shown, copied, printed, mailed or said. `recipients` is what
// `recipientsFor` found. A draft may still have blanks.
function compose(model, lang, who, { id, role }, recipients, day, isDraft) {
  const letter = model.letters[lang];
  const office = model.offices[id];
  const lines = named(office, day).lines[lang];
  const first = role === "letter" ? id : recipients.addressed[0];
  if (!first) throw new Error("nobody gets the letter itself");
  if (!isDraft) refuseHoles(model, lang, who, first, day);
  const part = fillPart(model, lang, who, first, day);
  const nameOf = (other) => named(model.offices[other], day).lines[lang].slice(-1)[0];
  const names = recipients.addressed.map(nameOf);
  const words = letter.cover;
  const paragraph = (text) => ({ spans: [{ text }] });
  const list = () => ({ start: null, items: names.map((name) => [paragraph(name)]) });
  if (role !== "letter") Object.assign(part, { demands: [], spoken: null });
  if (role === "copy") part.mark = words.for_information + ". " + words.copy_of + " " + names.join("; ");
  if (role === "cover") {
    const please = words.please[who.plural ? 1 : 0];
    part.enclosed = [
      paragraph(words.copy_of), list(), paragraph(part.subject), paragraph(part.salutation), ...part.blocks,
      paragraph(part.closing), paragraph(speaker(who, lang, who.role)),
    ];
    part.blocks = [paragraph(words.sending[who.plural ? 1 : 0]), list(), paragraph(please)];
    part.demands = [please];
    part.subject = words.subject + " " + part.subject;
    part.salutation = named(office, day).salutation[lang] || words.salutation;
  }
  const addressee = [...lines, ...(office.post || [])];
  if (office.post && office.stands_in !== who.country && office.country[lang]) addressee.push(office.country[lang]);
  const copied = role === "cover" ? [] : recipients.copied;
  const copies = [...model.copies, ...copied.map(nameOf)];
  const copyWord = letter.words.copy_to_from[who.country] || letter.words.copy_to;
  const cc = [];
  for (const email of [...office.cc, ...model.copies, ...copied.flatMap((other) => model.offices[other].all)]) {
    if (![...office.to, ...cc].some((known) => known.toLowerCase() === email.toLowerCase())) cc.push(email);
  }
  return {
    ...part, id, role, lang, office, cc, addressee, words: letter.words, to: office.to, who,
    row: named(office, day).row[lang] || lines[lines.length - 1],
    digits: letter.dates.patterns[letter.dates.of[who.country || ""] || 0].digits,
    signature: [who.name, who.role, who.organisation, ...who.address, who.email].filter(Boolean),
    copies: copies.length ? copyWord + letter.words.colon + copies.join(letter.words.comma) : null,
    today: iso(day),
  };
}

function blockLines(block, indent, digits) {
  if (block.spans) return block.spans.map((span) => span.text).join("").split("\n").map((line) => (indent + line).trimEnd());
  return block.items.flatMap((item, at) => {
    const marker = block.start == null ? "- " : writeDigits(String(block.start + at), digits) + ". ";
    const hanging = indent + " ".repeat([...marker].length);
    const lines = item.flatMap((inner) => blockLines(inner, hanging, digits));
    return lines.length ? [indent + marker + lines[0].slice(hanging.length), ...lines.slice(1)] : [indent + marker];
  });
}

// The text of a mail, and the whole letter as it is printed; no line is broken.
function mailText(letter) {
  const texts = (blocks) => blocks.flatMap((block) => [...blockLines(block, "", letter.digits), ""]);
  const enclosed = letter.enclosed ? ["", "- - -", "", ...texts(letter.enclosed).slice(0, -1)] : [];
  const head = letter.mark ? [letter.mark, ""] : [];
  const body = [letter.salutation, "", ...texts(letter.blocks), letter.closing, "", ...letter.signature];
  return [...head, ...body, ...enclosed, ""].join("\n");
}

function letterText(letter) {
  const subject = letter.words.subject + letter.words.colon + letter.subject;
  const head = [...letter.addressee, "", letter.date, "", subject, "", ""].join("\n");
  return head + mailText(letter) + (letter.copies ? "\n" + letter.copies + "\n" : "");
}

// A pattern with its names in braces filled in; what is filled in is taken as it is.
const fillIn = (pattern, filling) => pattern.replace(/\{(\w+)\}/g, (_, name) => filling[name] || "");

// What to say on the telephone; nothing for an office without a number.
function callText(letter) {
  const { words, who, office } = letter;
  if (!office.phones.length) return null;
  const mark = letter.words.rtl ? "\u200e" : "";
  const lines = [words.call + words.colon + letter.row];
  for (const phone of office.phones) {
    const printed = phone.printed ? " (" + fillIn(words.printed_as, { number: phone.printed }) + ")" : "";
    const isOld = !phone.until || phone.until < letter.today || phone.checked > letter.today;
    lines.push(words.number + words.colon + mark + phone.number + printed + (isOld ? words.not_confirmed : ""));
    if (phone.desk) lines.push(words.ask_for + words.colon + phone.desk);
  }
  if (!office.phones.some((phone) => phone.desk)) lines.push(words.ask_for + words.colon + words.public_desk);
  lines.push("", words.say + words.colon.trimEnd(), "");
  const name = who.name || display(who);
  lines.push(fillIn(words.my_name_is, { name: who.role ? fillIn(words.name_and_role, { name, role: who.role }) : name }));
  if (isGroup(who) && who.organisation && who.organisation !== name) {
    lines.push(fillIn(words.calling_for, { organisation: who.organisation }));
  }
  lines.push(letter.spoken || fillIn(words.about, { matter: letter.subject.replace(/[.。۔]+$/, "") }));
  if (letter.demands.length) {
    lines.push("", who.plural ? words.we_ask : words.i_ask, "");
    letter.demands.forEach((demand, at) => lines.push(writeDigits(String(at + 1), letter.digits) + ". " + demand));
  }
  lines.push("", words.answer, "");
  return lines.join("\n");
}

// Links and files (RFC 6068, RFC 2047, RFC 5322). Mail programs cut longer links without a word.
const LINK_MOST = 1600;
const encoded = (text) => encodeURIComponent(text).replace(/[!'()*]/g, (c) => "%" + c.charCodeAt(0).toString(16).toUpperCase());
const addressList = (emails) => emails.map((email) => encoded(email).replace(/%40/g, "@").replace(/%(2B|21|24|2A)/g, decodeURIComponent)).join(",");

function mailLinks(letter) {
  const text = encoded(mailText(letter).trimEnd().replace(/\n/g, "\r\n"));
  const whole = (link) => (link.length + 6 + text.length <= LINK_MOST ? link + "&body=" + text : link);
  const mailto = "mailto:" + addressList(letter.to) + "?" + (letter.cc.length ? "cc=" + addressList(letter.cc) + "&" : "") +
    "subject=" + encoded(letter.subject);
  const cc = letter.cc.length ? "&cc=" + encoded(letter.cc.join(",")) : "";
  const to = "to=" + encoded(letter.to.join(",")) + cc;
  return {
    mailto: whole(mailto),
    fits: whole(mailto) !== mailto,
    gmail: whole("https://mail.google.com/mail/?view=cm&fs=1&" + to + "&su=" + encoded(letter.subject)),
    outlook: whole("https://outlook.live.com/mail/0/deeplink/compose?" + to + "&subject=" + encoded(letter.subject)),
  };
}

const utf8 = (text) =>
  (encodeURIComponent(text).match(/%..|[^%]/g) || []).map((one) => (one[0] === "%" ? parseInt(one.slice(1), 16) : one.charCodeAt(0)));

function base64(bytes) {
  const signs = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
  let out = "";
  for (let at = 0; at < bytes.length; at += 3) {
    const [a, b, c] = [bytes[at], bytes[at + 1], bytes[at + 2]];
    out += signs[a >> 2] + signs[((a & 3) << 4) | (b >> 4)] + (b === undefined ? "=" : signs[((b & 15) << 2) | (c >> 6)]) +
      (c === undefined ? "=" : signs[c & 63]);
  }
  return out;
}

// A header in encoded words of at most 39 bytes each, so that no line is too long and no character is cut.
function headerText(text) {
  if (/^[\x20-\x7e]{0,60}$/.test(text) && !text.includes("=?")) return text;
  const words = [[]];
  for (const character of text) {
    const bytes = utf8(character);
    if (words[words.length - 1].length + bytes.length > 39) words.push([]);
    words[words.length - 1].push(...bytes);
  }
  return words.map((bytes) => "=?utf-8?B?" + base64(bytes) + "?=").join("\r\n ");
}

function eml(letter) {
  const body = base64(utf8(mailText(letter).replace(/\n/g, "\r\n"))).replace(/.{76}/g, "$&\r\n");
  return [
    "To: " + letter.to.join(",\r\n "),
    ...(letter.cc.length ? ["Cc: " + letter.cc.join(",\r\n ")] : []),
    "Subject: " + headerText(letter.subject),
    "X-Unsent: 1",
    "MIME-Version: 1.0",
    "Content-Type: text/plain; charset=utf-8",
    "Content-Transfer-Encoding: base64",
    "",
    body,
    "",
  ].join("\r\n");
}
