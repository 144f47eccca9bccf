// Registration: what the words lead to is asked for while they are written, and taken over by key. Without this file
// the page is a form with a button "识别".
// Keys: Alt 1–4 take a suggestion, Alt 0 all; Alt 5–7 put an answer in; Alt 8–9 a proposal; Alt L place; F9 put through, F8 no emergency.

const QUIET_MS = 400;
const SUGGESTIONS = 4;
const FIRST_ANSWER = 5;
const FIRST_PROPOSAL = 8;
const LAST_PROPOSAL = 9;
const form = document.getElementById("registration");
const text = form.elements.text;
const saying = form.querySelector(".od-saying");
const touched = new Set(form.elements.touched.value.split(",").filter(Boolean));
const shown = new Map(); // the pieces beside the form as they came last, so that the same is not swapped again

let timer;
let composing = false;
let seq = 0;
let filling = false;

// ---- asking, and hearing the latest answer only ----

function soon(ms = QUIET_MS) {
  clearTimeout(timer);
  timer = setTimeout(ask, ms);
}

function ask() {
  if (composing) return;
  seq += 1;
  form.elements.seq.value = seq;
  window.htmx.ajax("POST", form.dataset.odHeard, { source: saying, values: values(), swap: "none" });
}

function values() {
  const told = {};
  for (const [name, value] of new FormData(form)) if (typeof value === "string") told[name] = value;
  return told;
}

document.addEventListener("htmx:beforeSwap", (event) => {
  const answered = event.detail.xhr.getResponseHeader("X-Seq");
  if (answered !== null && Number(answered) !== seq) event.detail.shouldSwap = false;
});
document.addEventListener("htmx:oobBeforeSwap", (event) => {
  const { target, fragment } = event.detail;
  const came = fragment.innerHTML ?? fragment.firstElementChild?.outerHTML;
  if (target.id !== "heard-marks" && came !== undefined && shown.get(target.id) === came) event.detail.shouldSwap = false;
  else shown.set(target.id, came);
});
document.addEventListener("htmx:afterSettle", dress);
document.addEventListener("htmx:oobAfterSwap", (event) => {
  if (event.detail.target?.id === "heard-marks" || event.target.id === "heard-marks") trim(); // the text may be ahead
  dress();
});

// ---- the marks under the text ----

function marks() {
  return document.getElementById("heard-marks");
}

// While the text runs ahead of the marks, only those before the first change still lie where they belong.
function trim() {
  const layer = marks();
  const same = common(layer.textContent, text.value);
  const kept = [];
  let place = 0;
  for (const piece of [...layer.childNodes]) {
    place += piece.textContent.length;
    if (place > same) break;
    kept.push(piece);
  }
  const said = kept.reduce((length, piece) => length + piece.textContent.length, 0);
  layer.replaceChildren(...kept, document.createTextNode(`${text.value.slice(said)}\n`));
  layer.scrollTop = text.scrollTop;
}

function common(one, other) {
  const most = Math.min(one.length, other.length);
  let place = 0;
  while (place < most && one[place] === other[place]) place += 1;
  return place;
}

// ---- taking over what was recognised ----

function offered() {
  return [...document.querySelectorAll("#heard-chips [data-od-take]")];
}

function answers() {
  return [...document.querySelectorAll("#heard-known [data-od-answer]")];
}

function proposals() {
  return [...document.querySelectorAll("#heard-advice [data-od-take]")];
}

function dress() {
  offered().forEach((chip, place) => {
    chip.querySelector("kbd").textContent = place < SUGGESTIONS ? `Alt ${place + 1}` : "";
  });
  answers().forEach((button, place) => {
    button.hidden = false;
    button.querySelector("kbd").textContent = `Alt ${place + FIRST_ANSWER}`;
  });
  proposals().forEach((button, place) => {
    const digit = place + FIRST_PROPOSAL;
    button.querySelector("kbd").textContent = digit > LAST_PROPOSAL ? "" : `Alt ${digit}`;
  });
  const all = document.querySelector("[data-od-take-all]");
  if (all) all.hidden = offered().filter((chip) => !("odAlone" in chip.dataset)).length < 2;
  suggestService();
  marks().scrollTop = text.scrollTop;
}

function take(chip) {
  const fields = JSON.parse(chip.dataset.odTake);
  filling = true;
  for (const [name, value] of Object.entries(fields)) fill(name, value);
  filling = false;
  soon(0);
}

// What somebody wrote or chose is never written over.
function fill(name, value) {
  const field = form.elements.namedItem(name); // by name: a form has a method called item
  if (!field || (touched.has(name) && field.value && field.value !== value)) return;
  if (field instanceof RadioNodeList) {
    for (const one of field) one.checked = one.value === value;
    [...field].find((one) => one.checked)?.dispatchEvent(new Event("change", { bubbles: true }));
  } else {
    if (field.matches("select") && ![...field.options].some((one) => one.value === value)) return;
    field.value = value;
    field.dispatchEvent(new Event("change", { bubbles: true }));
  }
}

function takeAll() {
  for (const chip of offered()) if (!("odAlone" in chip.dataset)) take(chip);
}

function insertAnswer(button) {
  const answer = form.elements.reply;
  const words = button.closest("li").querySelector("[data-od-answer-text]").textContent.trim();
  answer.closest("details").open = true;
  answer.value = answer.value.trim() ? `${answer.value.trimEnd()}\n${words}` : words;
  answer.dispatchEvent(new Event("input", { bubbles: true }));
  const kind = form.elements.kind;
  if (!touched.has("kind") && !kind.value) fill("kind", "consult");
  answer.focus();
}

// ---- the emergency ----

function radio(name, value) {
  return form.querySelector(`input[name="${name}"][value="${CSS.escape(value)}"]`);
}

function suggestService() {
  const heard = document.querySelector("#heard-emergency [data-od-line]");
  if (heard && !form.elements.emergency_service.value) radio("emergency_service", heard.dataset.odLine).checked = true;
}

function prompted(answer) {
  const section = document.getElementById("emergency");
  section.classList.add("od-emergency--asked");
  const choice = radio("emergency", answer);
  choice.checked = true;
  choice.dispatchEvent(new Event("change", { bubbles: true }));
  form.elements[answer === "transferred" ? "emergency_by" : "emergency_why"].focus();
}

// ---- the map, and everything together ----

function pick(event) {
  const part = event.target.closest?.("#heard-map a");
  if (!part) return;
  event.preventDefault();
  const code = new URL(part.href.baseVal ?? part.href, location.href).searchParams.get("area");
  const area = form.elements.area;
  if (![...area.options].some((one) => one.value === code)) {
    area.prepend(new Option(part.getAttribute("aria-label"), code));
  }
  area.value = code;
  area.dispatchEvent(new Event("change", { bubbles: true }));
}

function onKey(event) {
  if (event.isComposing || document.querySelector("dialog[open]")) return;
  const alone = event.altKey && !event.ctrlKey && !event.metaKey;
  const digit = alone ? /^Digit([0-9])$/.exec(event.code)?.[1] : undefined;
  if (digit === "0") takeAll();
  else if (digit && digit <= SUGGESTIONS) offered()[digit - 1] && take(offered()[digit - 1]);
  else if (digit >= FIRST_PROPOSAL) proposals()[digit - FIRST_PROPOSAL] && take(proposals()[digit - FIRST_PROPOSAL]);
  else if (digit) answers()[digit - FIRST_ANSWER] && insertAnswer(answers()[digit - FIRST_ANSWER]);
  else if (alone && event.code === "KeyL") form.elements.place.focus();
  else if (event.key === "F9") prompted("transferred");
  else if (event.key === "F8") prompted("calm");
  else return;
  event.preventDefault();
}

function noteTouch(event) {
  if (!event.target.name || filling) return;
  if (event.isTrusted) touched.add(event.target.name);
  form.elements.touched.value = [...touched].join(",");
}

saying.classList.add("od-saying--live");
for (const button of document.querySelectorAll("[data-od-no-script]")) button.hidden = true;

text.addEventListener("compositionstart", () => (composing = true));
text.addEventListener("compositionend", () => {
  composing = false;
  soon();
});
text.addEventListener("scroll", () => (marks().scrollTop = text.scrollTop));
form.addEventListener("input", (event) => {
  noteTouch(event);
  if (event.target === text) trim();
  if (event.target.name !== "reply") soon();
});
form.addEventListener("change", (event) => {
  noteTouch(event);
  if (event.target !== text && !filling) soon(50);
});
form.addEventListener("click", (event) => {
  const chip = event.target.closest("[data-od-take], [data-od-take-all]");
  const answer = event.target.closest("[data-od-answer]");
  if (chip) {
    event.preventDefault();
    if ("odTakeAll" in chip.dataset) takeAll();
    else take(chip);
    text.focus({ preventScroll: true });
  } else if (answer) insertAnswer(answer);
  else pick(event);
});
document.querySelector("[data-od-keep]").addEventListener("click", (event) => {
  // draft.js says at the head of the page what became of it; nobody has to leave for that.
  event.preventDefault();
  document.dispatchEvent(new KeyboardEvent("keydown", { key: "s", ctrlKey: true, bubbles: true }));
});
for (const choice of form.elements.emergency) {
  choice.addEventListener("click", (event) => event.isTrusted && event.detail && prompted(choice.value));
}
document.addEventListener("keydown", onKey);
dress();
if (text.value) soon(0);
