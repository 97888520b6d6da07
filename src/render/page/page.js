// In the browser: the form, the letters, and the buttons. Nothing is stored, and nothing is fetched.

// Countries that write on Letter paper; the layouts of letters on paper have the same list.
const ON_LETTER_PAPER = "US CA MX PH CL CO VE CR GT PA PR SV DO".split(" ");
const AUTOCOMPLETE = { name: "name", role: "organization-title", organisation: "organization", email: "email", address: "street-address", country: "country" };
const ANNOUNCE_AFTER = 800;

function el(tag, attributes, ...children) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes || {})) {
    if (name.startsWith("on")) node.addEventListener(name.slice(2), value);
    else if (value === true) node.setAttribute(name, "");
    else if (value !== null && value !== undefined && value !== false) node.setAttribute(name, value);
  }
  node.append(...children.flat().filter((child) => child !== null && child !== undefined));
  return node;
}

// A text that has no letter of the direction around it runs in its own.
const RIGHT_TO_LEFT = /[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc]/g;
function direction(text, isRtl) {
  const [others, own] = [text.replace(RIGHT_TO_LEFT, ""), text.match(RIGHT_TO_LEFT)];
  if (isRtl) return own || !/\p{L}/u.test(others) ? null : "ltr";
  return own && !/\p{L}/u.test(others) ? "rtl" : null;
}

const outward = { target: "_blank", rel: "noopener noreferrer" };
const isWeb = (address) => /^https?:\/\//.test(address);

// A letter as it lies on paper.
function sheet(letter) {
  const styled = (span) => {
    let node = span.url && (isWeb(span.url) || span.url.startsWith("mailto:")) ? el("a", { href: span.url, ...outward }, span.text) : span.text;
    if (span.em) node = el("em", null, node);
    return span.strong ? el("strong", null, node) : node;
  };
  const block = (one) =>
    one.spans
      ? el("p", { dir: direction(plainText([one]), letter.words.rtl) }, one.spans.map(styled))
      : el(one.start === null ? "ul" : "ol", { start: one.start }, one.items.map((item) => el("li", null, item.map(block))));
  const line = (text) => el("p", { class: "line" }, el("bdi", null, text));
  const { words } = letter;
  return el("div", { class: "letter", lang: letter.lang, dir: words.rtl ? "rtl" : "ltr" },
    letter.addressee.map(line),
    el("p", { class: "gap" }, letter.date),
    el("p", null, el("strong", null, words.subject + words.colon + letter.subject)),
    letter.mark ? el("p", null, letter.mark) : null,
    el("p", null, letter.salutation),
    letter.blocks.map(block),
    el("p", null, letter.closing),
    el("div", { class: "signed" }, letter.signature.map(line)),
    letter.enclosed ? [el("p", { class: "gap" }, "- - -"), letter.enclosed.map(block)] : null,
    letter.copies ? el("p", { class: "gap" }, letter.copies) : null,
  );
}

async function copyText(text) {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    const area = el("textarea", { readonly: true, "aria-hidden": "true", tabindex: "-1" });
    area.value = text;
    const focused = document.activeElement;
    document.body.append(area);
    area.select();
    let done = false;
    try {
      done = document.execCommand("copy");
    } catch {}
    area.remove();
    if (focused) focused.focus();
    return done;
  }
}

function start() {
  const model = JSON.parse(document.getElementById("model").textContent);
  const page = document.getElementById("page");
  const sheets = document.getElementById("sheets");
  const now = new Date();
  const today = [now.getFullYear(), now.getMonth() + 1, now.getDate()];
  const closed = closedOn(model, today);
  const typed = Object.create(null);
  const touched = new Set();
  let paper = null;
  let announcing = 0;
  let drawn = "";
  let lang = (navigator.languages || [])
    .map((wanted) => model.order.find((tag) => tag === wanted) || model.order.find((tag) => tag.split("-")[0] === wanted.split("-")[0]))
    .find(Boolean) || model.order[0];
  let letter = model.letters[lang];
  let say = model.ui[letter.ui];
  let letters = [];
  const parts = {};

  // Some languages end a day with a full stop, as the sentence does.
  const withDay = (sentence, day) => fillIn(sentence, { day: writeDate(say.dates, null, day.split("-").map(Number)) }).replace(/\.\.(?= |$)/, ".");
  const plain = (pieces) => pieces.map((piece) => (typeof piece === "string" ? piece : piece.v ? piece.v[0] : piece.i ? plain(piece.e) : "…")).join("");
  const inLetter = { get lang() { return lang; }, get dir() { return letter.rtl ? "rtl" : "ltr"; } };

  const labelOf = (name) => labelIn(name)[0];

  // A label, and its language where it is not the page's.
  function labelIn(name) {
    const field = model.fields.find((one) => one.name === name);
    if (!field) return [name === "organisation" ? say.organisation_name : say[name], null];
    const tag = [lang, lang.split("-")[0]].find((one) => field.labels[one]);
    if (tag) return [field.labels[tag], tag];
    return [field.label, Object.keys(field.labels).find((one) => one && field.labels[one] === field.label) || model.title_lang];
  }

  function fieldsShown() {
    const used = (name) => letter.used.includes(name);
    const asks = (field) => (field.question ? used("own_words") : used(field.name));
    return [
      "name", "role", "organisation", ...(used("members") ? ["members"] : []), "country", "email", "address",
      ...model.fields.filter(asks).map((field) => field.name), ...(used("own_words") ? ["own_words"] : []),
    ];
  }

  function input(name) {
    const field = model.fields.find((one) => one.name === name);
    const isLong = name === "address" || name === "own_words" || (field && field.question);
    const attributes = {
      id: "f-" + name, name, dir: "auto", autocomplete: AUTOCOMPLETE[name] || "off", "aria-describedby": "p-" + name,
      inputmode: name === "members" ? "numeric" : name === "email" ? "email" : null,
      oninput: (event) => {
        typed[name] = event.target.value;
        update();
      },
      onchange: () => {
        touched.add(name);
        update();
      },
    };
    if (name !== "country") {
      const control = el(isLong ? "textarea" : "input", isLong ? attributes : { type: "text", ...attributes });
      control.value = typed[name] || "";
      return control;
    }
    const options = say.countries.map(([code, shown]) => el("option", { value: code }, shown));
    const control = el("select", { ...attributes, dir: null }, el("option", { value: "" }, say.choose), options);
    control.value = typed.country || "";
    return control;
  }

  function choices(name, values, shown) {
    return el("fieldset", null, el("legend", null, say[name]), values.map((value, at) =>
      el("label", { class: "choice" }, el("input", {
        type: "radio", name, value, id: "f-" + name + "-" + value,
        onchange: () => {
          typed[name] = value;
          update();
        },
      }), shown[at])));
  }

  function form() {
    const field = (name) => el("div", { class: "field" },
      el("label", { for: "f-" + name }, el("span", { lang: labelIn(name)[1], dir: "auto" }, labelOf(name)), el("span", { class: "soft", id: "n-" + name })),
      input(name),
      el("p", { class: "problem", id: "p-" + name }));
    return el("form", { onsubmit: (event) => event.preventDefault(), autocomplete: "on" },
      choices("kind", KINDS, KINDS.map((kind) => say[kind])),
      choices("voice", ["i", "we"], [say.i, say.we]),
      fieldsShown().map(field));
  }

  function languageChoice() {
    const options = model.order.map((tag) => el("option", { value: tag, lang: tag }, model.letters[tag].name));
    const control = el("select", {
      id: "f-language",
      onchange: (event) => {
        lang = event.target.value;
        draw();
        document.getElementById("f-language").focus();
      },
    }, options);
    control.value = lang;
    return el("div", { class: "field" }, el("label", { for: "f-language" }, say.language), control);
  }

  function share() {
    const address = model.url || (isWeb(location.href) ? location.origin + location.pathname : null);
    if (!address) return null;
    const [url, title] = [address, model.title].map(encoded);
    const done = el("p", { class: "soft", role: "status" });
    const link = (shown, href) => el("a", { class: "button", href, ...(isWeb(href) ? outward : {}) }, shown);
    return el("section", null, el("h2", null, say.share), el("div", { class: "buttons", id: "share" },
      el("button", { type: "button", onclick: async () => { done.textContent = (await copyText(address)) ? say.copied : address; } }, say.share_link),
      link(say.share_mail, "mailto:?subject=" + title + "&body=" + url),
      link("WhatsApp", "https://wa.me/?text=" + title + "%20" + url),
      link("Telegram", "https://t.me/share/url?url=" + url + "&text=" + title),
      link("Facebook", "https://www.facebook.com/sharer/sharer.php?u=" + url)), done);
  }

  function sources() {
    if (!model.sources.length) return null;
    const item = (source) => el("li", null, isWeb(source) ? el("a", { href: source, ...outward }, source) : source);
    return el("section", null, el("h2", null, say.sources), el("ul", null, model.sources.map(item)));
  }

  function draw() {
    letter = model.letters[lang];
    say = model.ui[letter.ui];
    drawn = "";
    document.documentElement.lang = letter.ui;
    page.textContent = "";
    const titleIn = { lang: model.title_lang, dir: "auto" };
    const demands = el("section", null, el("h2", null, say.demands),
      el("ol", { ...inLetter }, letter.demands.map((demand) => el("li", null, plain(demand)))));
    const footer = el("footer", { class: "soft" }, el("p", null, withDay(say.version.replace("{version}", model.version), model.made)));
    if (closed) {
      page.append(...[el("h1", titleIn, model.title), languageChoice(),
        el("section", { id: "over" }, el("h2", null, say.over),
          el("p", null, model.act_by ? withDay(say[closed], model.act_by) : say[closed]),
          model.note ? el("p", titleIn, model.note) : null,
          el("p", null, say.instead)),
        demands, sources(), share(), footer].filter(Boolean));
      return;
    }
    Object.assign(parts, {
      status: el("p", { role: "status", id: "status" }), reason: el("p", { id: "embassy" }), wrong: el("p", { class: "problem" }),
      letters: el("div", { id: "letters" }), all: el("div", { class: "buttons" }),
    });
    const papers = el("select", {
      id: "f-paper",
      onchange: (event) => {
        paper = event.target.value;
        choosePaper();
      },
    }, el("option", { value: "a4" }, "A4"), el("option", { value: "letter" }, "Letter"));
    page.append(...[el("h1", titleIn, model.title), languageChoice(), el("p", { class: "soft" }, say.privacy), demands,
      model.act_by ? el("p", null, withDay(say.until, model.act_by)) : null,
      el("section", null, el("h2", null, say.who), form()),
      el("section", null, el("h2", null, say.letters), parts.status, parts.wrong, parts.reason,
        el("div", { class: "field" }, el("label", { for: "f-paper" }, say.paper), papers), parts.all, parts.letters),
      share(), sources(), footer].filter(Boolean));
    update();
  }

  function choosePaper() {
    const chosen = paper || (ON_LETTER_PAPER.includes(typed.country) ? "letter" : "a4");
    document.getElementById("paper-a4").media = chosen === "a4" ? "all" : "not all";
    document.getElementById("paper-letter").media = chosen === "letter" ? "all" : "not all";
    document.getElementById("f-paper").value = chosen;
  }

  function lay(some) {
    sheets.textContent = "";
    sheets.append(...some.map(sheet));
    document.body.classList.toggle("printing", some.length > 0);
  }

  function showProblems(who, problems, required) {
    for (const name of fieldsShown()) {
      const problem = problems[name];
      const isShown = problem && (problem !== "missing" || touched.has(name));
      document.getElementById("p-" + name).textContent = isShown ? say["p_" + problem] : "";
      document.getElementById("n-" + name).textContent = required.has(name) ? " (" + say.needed + ")" : "";
      const control = document.getElementById("f-" + name);
      control.setAttribute("aria-invalid", isShown ? "true" : "false");
      control.setAttribute("aria-required", required.has(name) ? "true" : "false");
    }
    document.getElementById("f-kind-" + who.kind).checked = true;
    document.getElementById("f-voice-" + (who.plural ? "we" : "i")).checked = true;
  }

  // What is missing stands in the preview by its name.
  function withBlanks(who, problems) {
    const draft = { ...who, extra: Object.assign(Object.create(null), who.extra) };
    for (const name of Object.keys(problems).filter((one) => problems[one] === "missing" && one !== "country")) {
      const blank = "‹" + labelOf(name) + "›";
      if (model.fields.some((field) => field.name === name)) draft.extra[name] = blank;
      else draft[name] = name === "address" ? [blank] : blank;
    }
    return draft;
  }

  function update() {
    const { who, problems, required } = readSignatory(model, lang, typed);
    const isReady = !Object.keys(problems).length;
    showProblems(who, problems, required);
    // Leaving a field changes nothing in the letters. To draw them again would take the button from under the finger
    // that is just pressing it.
    const state = JSON.stringify([lang, typed]);
    if (state === drawn) return;
    drawn = state;
    choosePaper();
    const recipients = recipientsFor(model, who.country);
    const isOpen = ({ id }) => model.offices[id].open && !(model.offices[id].open_until < iso(today));
    let failed = false;
    letters = [];
    const shown = recipients.all.map((recipient) => {
      if (!isOpen(recipient)) return article(recipient, null);
      try {
        const made = compose(model, lang, isReady ? who : withBlanks(who, problems), recipient, recipients, today, !isReady);
        if (isReady) letters.push(made);
        return article(recipient, made, isReady);
      } catch {
        failed = true;
        return null;
      }
    });
    parts.letters.textContent = "";
    parts.letters.append(...shown.filter(Boolean));
    parts.wrong.textContent = failed && isReady ? say.failed : "";
    const reason = recipients.how && say[recipients.how.replace("-", "_")];
    const office = recipients.embassy && named(model.offices[recipients.embassy], today).lines[lang].slice(-1)[0];
    parts.reason.textContent = reason ? fillIn(reason, { office: office || "" }) : "";
    parts.all.textContent = "";
    if (letters.length > 1) parts.all.append(el("button", { type: "button", id: "print-all", onclick: () => print(letters) }, say.print_all));
    lay(letters);
    announce(problems);
  }

  function announce(problems) {
    const of = (which) => fieldsShown().filter((name) => problems[name] && which(problems[name])).map(labelOf).join(", ");
    const missing = of((problem) => problem === "missing");
    const wrong = of((problem) => problem !== "missing");
    const texts = [missing && fillIn(say.missing, { fields: missing }), wrong && fillIn(say.wrong, { fields: wrong })].filter(Boolean);
    const text = texts.join(" ") || fillIn(say.ready, { count: String(letters.length) });
    clearTimeout(announcing);
    const put = () => {
      if (parts.status.textContent !== text) parts.status.textContent = text;
    };
    announcing = setTimeout(put, parts.status.textContent ? ANNOUNCE_AFTER : 0);
  }

  function print(some) {
    lay(some);
    window.print();
  }

  function article({ id, role }, made, isReady) {
    const office = model.offices[id];
    const time = named(office, today);
    const heading = el("h3", { ...inLetter }, time.lines[lang].slice(-1)[0]);
    if (!made) return el("article", { id: "o-" + id }, heading, el("p", null, say.gone));
    const note = (shown) => el("p", { class: "soft" }, shown);
    const isOld = (channel) => !channel.until || channel.until < iso(today);
    const notes = [
      role === "copy" ? note(say.information) : null,
      office.to.length || role === "copy" ? null : note(say.no_email),
      office.has_post ? null : note(say.no_post),
      office.emails.some(isOld) ? note(say.stale) : null,
    ];
    const head = role === "copy" || !made.to.length ? [] : [
      el("p", null, el("strong", null, say.to + ": "), el("span", { class: "to" }, made.to.join(", "))),
      made.cc.length ? el("p", null, el("strong", null, say.cc + ": "), el("span", { class: "cc" }, made.cc.join(", "))) : null,
    ];
    const preview = sheet(made);
    return el("article", { id: "o-" + id }, heading, notes, isReady ? head : null, isReady ? buttons(made, preview) : null, preview);
  }

  function buttons(made, preview) {
    const done = el("p", { role: "status", class: "soft" });
    const isMail = made.to.length > 0 && made.role !== "copy";
    const links = mailLinks(made);
    const copy = async () => {
      const isCopied = await copyText(isMail ? mailText(made) : letterText(made));
      done.textContent = isCopied ? say.copied : say.copy_failed;
      if (!isCopied) getSelection().selectAllChildren(preview);
    };
    const save = () => {
      const url = URL.createObjectURL(new Blob([eml(made)], { type: "message/rfc822" }));
      el("a", { href: url, download: made.id + ".eml" }).click();
      setTimeout(() => URL.revokeObjectURL(url), 60000);
    };
    const button = (shown, name, onclick) => el("button", { type: "button", class: name, onclick }, shown);
    const link = (shown, name, href) => el("a", { class: "button " + name, href, ...(isWeb(href) ? outward : {}) }, shown);
    const mails = !isMail ? [] : [
      link(say.mail, "mailto", links.mailto), link(say.gmail, "gmail", links.gmail), link(say.outlook, "outlook", links.outlook),
      button(say.save, "save", save),
    ];
    return [
      el("div", { class: "buttons" }, button(say.copy, "main copy", copy), mails, button(say.print, "print", () => print([made])),
        made.role === "copy" ? null : made.office.forms.filter(isWeb).map((form) => link(say.form, "form", form))),
      done,
      isMail && !links.fits ? el("p", { class: "soft" }, say.paste) : null,
      made.role === "copy" || !made.office.phones.length ? null : el("details", null, el("summary", null, say.call),
        el("div", { class: "buttons" }, made.office.phones.map((phone) => link(phone.number, "tel", "tel:" + phone.number.replace(/[^+0-9]/g, "")))),
        el("p", { class: "spoken", lang, dir: letter.rtl ? "rtl" : "ltr" }, callText(made))),
    ];
  }

  draw();
}

if (typeof document !== "undefined") start();
