"use strict";
// What may be typed: the rules of the program (src/text, src/signatory), and where a browser cannot repeat one,
// a stricter one. Every function here is pure. No lookbehind: many telephones do not know it.

const KINDS = ["individual", "union", "organisation", "representative"];
const LINE_MOST = 100;
const EXTRA_MOST = 200;
const WORDS_MOST = 4000;
const ADDRESS_LINES = 8;

// Characters that say nothing at the edge of a value, and those that only say where a line may break.
const EDGE = "[\\s\\u00ad\\u200b\\u200c\\u200e\\u200f\\u061c\\u202a-\\u202c\\u2060\\u2066-\\u2069\\ufeff]";
const EDGES = new RegExp("^" + EDGE + "+|" + EDGE + "+$", "g");
const BREAK_MARKS = /[\u00ad\u200b\u2060\ufeff]/g;

const trimmed = (raw) => raw.replace(EDGES, "");
const cleanLine = (raw) => trimmed(raw).normalize("NFC");
const cleanText = (raw) =>
  trimmed(raw.replace(/\r\n?|[\u0085\u2028\u2029]/g, "\n").replace(/\t/g, " "))
    .normalize("NFC")
    .split("\n")
    .map((line) => line.trimEnd())
    .join("\n")
    .replace(/\n{3,}/g, "\n\n");

// Invisible characters that are spelling where they stand: joiners in scripts that join, emoji made of several, the
// looks of emoji and of Han letters, the flags of regions.
const JOINING =
  "Arabic Syriac Mandaic Mongolian Nko Adlam Hanifi_Rohingya Devanagari Bengali Gurmukhi Gujarati Oriya Tamil Telugu " +
  "Kannada Malayalam Sinhala Myanmar Khmer";
const SCRIPTS = JOINING.split(" ").map((script) => "\\p{Script=" + script + "}").join("");
const SPELLING = new RegExp(
  "[" + SCRIPTS + "]\\p{M}*[\\u200c\\u200d](?=[\\p{L}\\p{M}\\p{N}])" +
    "|(?![\\0-\\x7f])\\p{Emoji}[\\ufe0f\\u{1f3fb}-\\u{1f3ff}]*\\u200d(?=(?![\\0-\\x7f])\\p{Emoji})" +
    "|\\p{Emoji}[\\ufe0e\\ufe0f]" +
    "|\\p{Script=Han}[\\ufe00-\\ufe0d\\u{e0100}-\\u{e01ef}]" +
    "|\\u{1f3f4}[\\u{e0030}-\\u{e0039}\\u{e0061}-\\u{e007a}]{2,5}\\u{e007f}",
  "gu",
);
const HIDDEN = new RegExp(
  "[\\p{Cc}\\p{Cf}\\p{Zl}\\p{Zp}\\p{Co}\\p{Cs}\\u034f\\u115f\\u1160\\u17b4\\u17b5\\u180b-\\u180f\\u3164" +
    "\\p{Noncharacter_Code_Point}\\ufe00-\\ufe0f\\uffa0\\ufff0-\\uffff\\u{e0000}-\\u{e0fff}]|[\\p{M}\\u200c\\u200d]{9}",
  "u",
);

function isHidden(text) {
  const seen = (found) => found.replace(/[\u200c\u200d\ufe00-\ufe0f\u{e0030}-\u{e01ef}]/gu, "");
  // Twice: what ends one sequence may begin the next.
  return HIDDEN.test(text.replace(/\n/g, " ").replace(SPELLING, seen).replace(SPELLING, seen));
}

// What an export or a bad copy made of a text: HTML entities, escapes, UTF-8 read in another encoding.
const DAMAGED = /&#?[A-Za-z0-9]+;|&(?:#|amp|quot|nbsp)|\\u[0-9A-Fa-f]{4}|[ÃÂ][\u0080-\u00bf]|[ÐÑ][\u0080-\u00bf]|â[€\u0080-\u009f]|Ã[€-™]/;

// What was left to fill in: [NAME], ____, ......, TODO, <name>, {{name}}.
const remarks = (text, open, close) => {
  const found = [];
  for (let start = text.indexOf(open); start >= 0; start = text.indexOf(open, start + 1)) {
    const near = [...text.slice(start + 1, start + 260)].slice(0, 121).join("");
    const end = near.search(new RegExp("[\\n\\" + close + "]"));
    if (end >= 0 && near[end] === close) found.push(near.slice(0, end));
  }
  return found;
};

function isHole(text) {
  const asks = (open) => (inside) =>
    /\p{Alphabetic}/u.test(inside) && (open === "[" || /^\p{Alphabetic}/u.test(inside)) && inside !== "sic" &&
    !inside.startsWith("http") && (open === "[" || !inside.includes("@"));
  return (
    remarks(text, "[", "]").some(asks("[")) || remarks(text, "<", ">").some(asks("<")) ||
    /_{3}|\.{4}|…{2}|\{\{|\}\}/.test(text) ||
    text.split(/[^\p{Alphabetic}\p{N}]/u).some((word) => /^(TODO|FIXME|TBD|TBC|X{3,})$/.test(word))
  );
}

// A text as it counts for who somebody is: without case, single-spaced.
const folded = (text) => text.normalize("NFC").toUpperCase().toLowerCase().trim().replace(/\s+/g, " ");
// A text as searching compares it: without case, accents and width.
const fold = (text) => text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();
const wordsOf = (text) =>
  fold(text).replace(/ı/g, "i").replace(/ł/g, "l").replace(/ß/g, "ss").split(/[^\p{Alphabetic}\p{N}]+/u).filter(Boolean);
// Whether a text has a name in it, word by word.
const hasName = (text, name) => {
  const keys = (words) => words.split(/[^\p{Alphabetic}\p{N}]/u).map(keyOf).filter(Boolean);
  const inside = " " + keys(text).join(" ") + " ";
  return keys(name).length > 0 && inside.includes(" " + keys(name).join(" ") + " ");
};

const keyOf = (text) => fold(text).replace(/ß/g, "ss").replace(/[^\p{Alphabetic}\p{N}]/gu, "");

// In somebody's own words only what nobody writes for an office to read is a blank.
function isBlankInOwnWords(text, rules) {
  const known = Object.create(null);
  for (const [what, words] of rules.blanks) for (const word of words.split(/\s+/)) if (word) known[keyOf(word)] = what;
  const asks = (isRound) => (inside) => {
    if (/[@{]/.test(inside)) return false;
    const words = inside.split(/[^\p{Alphabetic}\p{N}]+/u).filter(Boolean).map((word) => known[keyOf(word)]);
    const has = (what) => words.includes(what);
    if (has(undefined) || has("withheld")) {
      const begins = words[0] === "your" || (words[0] === "thing" && words[1] === "of" && /^\p{Lu}/u.test(inside));
      return begins && !isRound && !has("withheld");
    }
    const tells = has("your") || has("insert") || has("verb");
    if (isRound) return (has("thing") && tells && !/[,;]/.test(inside)) || (has("place") && has("insert"));
    const capitals = /\p{Lu}/u.test(inside) && !/\p{Ll}/u.test(inside);
    return (
      (has("thing") && (tells || !has("article"))) ||
      (has("place") && (has("your") || has("insert") || (capitals && !has("article")))) ||
      (has("insert") && words.length > 1)
    );
  };
  const isLine = text.split(/\s+/).some(
    (word) => !word.includes("://") && word.split(/[^\p{Alphabetic}\p{N}_]/u).some((piece) => /^_{3,}$/.test(piece)),
  );
  const isField = /\{\{[^\n]*?\}\}|\{%[^\n]*?%\}|\$\{[^\n]*?\}|<%[^\n]*?%>|\*\|[^\n]*?\|\*/.test(text);
  const pairs = [["[", "]"], ["<", ">"], ["{", "}"], ["(", ")"]];
  return isLine || isField || pairs.some(([open, close]) => remarks(text, open, close).some(asks(open === "(")));
}

// Whether an answer in somebody's own words says nothing: "-", "n/a", "none".
function saysNothing(text, rules) {
  const listed = () => rules.nothing.split(",").some((word) => word.trim() === text.toLowerCase());
  return /^[-./\\*?!…\p{Pd}\u2212]*$/u.test(text) || /^n[/.]a\.?$/i.test(text) || text === "NA" || listed();
}

const HOLDS_ADDRESS = /[^\s@]@[^\s@]/;
const WEB_ADDRESS = /:\/\/|www\.|[\p{Alphabetic}\p{N}.-]{3,}\.(DOMAINS)(?:[/?#\s]|\.*$)/iu;

// Whether a text is no person's name: the tables and the order of src/signatory/person.rs.
const SURE = "test anonymous anonym unknown none null nan undefined dummy asdf deleted unbekannt".split(" ");
const lists = new Map();
function isNoName(name, rules) {
  const list = (table) => {
    if (!lists.has(table)) lists.set(table, table.split(",").map((entry) => wordsOf(entry).join(" ")));
    return lists.get(table);
  };
  const isTotal = () => {
    const totals = list(rules.totals);
    const counted = list(rules.counted);
    const rest = wordsOf(name).filter((word) => !/^\p{N}+$/u.test(word));
    for (; rest.length; rest.pop()) {
      if (totals.includes(rest.join(" "))) return true;
      if (rest.length < 2 || !counted.includes(rest[rest.length - 1])) return false;
    }
    return false;
  };
  const digits = (name.match(/\p{N}/gu) || []).length;
  const web = new RegExp(WEB_ADDRESS.source.replace("DOMAINS", rules.domains.trim().replace(/\s+/g, "|")), "iu");
  if (/^[=+＝@]|^-[0-9]/.test(name) || !/\p{Alphabetic}/u.test(name) || HOLDS_ADDRESS.test(name) || web.test(name)) return true;
  if (digits >= 2 && /^[A-Za-z][!-~]*$/.test(name)) return true;
  if (digits >= 5 || /^\p{N}+(\s|$)/u.test(name) || isTotal()) return true;
  if (/\ufffd|\p{Alphabetic}\?\p{Alphabetic}|\?\s|\s.*\?$/u.test(name) || /[_={}|\\^~$%*√\u2500-\u259f]/.test(name)) return true;
  if (/^(true|false)$/i.test(name) || rules.truth.split(/\s+/).includes(name)) return true;
  const words = wordsOf(name);
  const none = list(rules.none);
  if (none.includes(words.join(" "))) return name !== "Na";
  const parts = none.join(" ").split(" ");
  const isTried = words.every((word) => word === words[0]) || SURE.includes(words[0]);
  return words.length > 1 && words.every((word) => parts.includes(word)) && isTried;
}

// RFC 5321 and 5322 without quoted names, and domains in ASCII alone: IDNA needs tables that a browser does not lend.
const ATOM = "[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+";
const LABEL = "(?!..--)[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?";
const EMAIL = new RegExp("^(?=.{1,64}@)" + ATOM + "(?:\\." + ATOM + ")*@(?:" + LABEL + "\\.)+(?!..--)[A-Za-z]{2,63}$");

// Reads what was typed. Returns who signs, for each field that cannot stand what is wrong with it, and what is needed.
function readSignatory(model, lang, typed) {
  const problems = Object.create(null);
  const letter = model.letters[lang];
  const kind = KINDS.includes(typed.kind) ? typed.kind : "individual";
  const isGroup = kind === "union" || kind === "organisation";
  const read = (name, most, clean, isBlank) => {
    const value = clean(String(typed[name] || ""));
    if (!value) return null;
    if (isHidden(value) || (clean === cleanLine && /[\n\r\v\f]/.test(value))) problems[name] = "hidden";
    else if (DAMAGED.test(value)) problems[name] = "damaged";
    else if ([...value].length > most) problems[name] = "long";
    else if (isBlank && isBlank(value)) problems[name] = "hole";
    return value;
  };
  const line = (name, most = LINE_MOST) => read(name, most, cleanLine, isHole);
  const words = (name) => {
    const clean = (raw) => cleanText(raw.replace(BREAK_MARKS, ""));
    const said = read(name, WORDS_MOST, clean, (text) => isBlankInOwnWords(text, model.rules));
    if (!said || !saysNothing(said, model.rules)) return said;
    delete problems[name];
    return null;
  };
  const who = { kind, name: line("name"), role: line("role"), organisation: line("organisation"), extra: Object.create(null) };
  if (who.name && !problems.name && isNoName(who.name, model.rules)) problems.name = "name";
  if (who.organisation && HOLDS_ADDRESS.test(who.organisation)) problems.organisation = "name";
  who.members = read("members", 10, cleanLine, null);
  if (who.members) {
    if (!/^[0-9]+$/.test(who.members) || +who.members < 1 || +who.members >= 2 ** 32) problems.members = "number";
    who.members = String(+who.members);
  }
  who.email = read("email", 254, cleanLine, null);
  if (who.email) {
    const lower = who.email.toLowerCase();
    if (!EMAIL.test(who.email) || (lower.includes("email") && lower.includes("protected"))) problems.email = "email";
    who.email = who.email.replace(/@.*$/, (domain) => domain.toLowerCase());
  }
  const address = read("address", ADDRESS_LINES * (LINE_MOST + 1), cleanText, isHole);
  who.address = (address || "").split("\n").map((one) => one.trim()).filter(Boolean);
  if (who.address.length > ADDRESS_LINES || who.address.some((one) => [...one].length > LINE_MOST)) problems.address = "long";
  // Below the names, an address that was given with them would say them twice.
  const names = [who.name, who.organisation].filter(Boolean).map(folded);
  while (who.address.length && names.includes(folded(who.address[0]))) who.address.shift();
  who.country = model.ui[letter.ui].countries.some(([code]) => code === typed.country) ? typed.country : null;
  const said = [];
  for (const field of model.fields) {
    if (!field.question) {
      const value = line(field.name, EXTRA_MOST);
      if (value) who.extra[field.name] = value;
    } else said.push(words(field.name));
  }
  said.push(words("own_words"));
  who.own_words = said.filter(Boolean).join("\n\n") || null;
  if (who.own_words && [...who.own_words].length > WORDS_MOST) problems.own_words = "long";
  who.plural = typed.voice === "we" || (typed.voice !== "i" && isGroup);

  const required = new Set([isGroup ? "organisation" : "name", ...letter.required]);
  if (model.needs_country) required.add("country");
  if (isGroup && !who.plural) ["name", "role"].forEach((name) => required.add(name));
  for (const name of required) {
    const value = Object.keys(who).includes(name) ? who[name] : who.extra[name];
    if ((!value || !value.length) && !problems[name]) problems[name] = "missing";
  }
  return { who, problems, required };
}
