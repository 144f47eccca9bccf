// Lists: choose rows by key, keep what was chosen on other pages, look at a case beside the list.
// Everything it does can be done without it, but the preview.

const STORED = "od-picks";
const SAME_KEY = { "［": "[", "］": "]" };

let lastPicked = null;
let peeked = "";

const all = (selector, within = document) => [...within.querySelectorAll(selector)];
const one = (selector) => document.querySelector(selector);
const boxes = () => all("input[name=pick]");
const bar = () => one("[data-od-bulk]");
const rowOf = (element) => element?.closest?.("tr[data-od-ref]") ?? null;
const boxOf = (row) => row?.querySelector("input[name=pick]") ?? null;
const here = () => rowOf(document.activeElement) ?? rowOf(lastPicked);

// ---- what was chosen on other pages of the same filtered list ----

function shelfKey() {
  const form = bar();
  return form ? `${form.dataset.odBulk}?${form.dataset.odQuery}` : "";
}

function stored() {
  try {
    const kept = JSON.parse(sessionStorage.getItem(STORED) ?? "{}");
    return kept.shelf === shelfKey() ? kept.picks : {};
  } catch {
    return {};
  }
}

function store(picks) {
  try {
    if (Object.keys(picks).length) sessionStorage.setItem(STORED, JSON.stringify({ shelf: shelfKey(), picks }));
    else sessionStorage.removeItem(STORED);
  } catch {
    // Storage is switched off: what is chosen holds for this page.
  }
}

function elsewhere() {
  const onPage = new Set(boxes().map((box) => box.value.split("~")[0]));
  return Object.entries(stored()).filter(([value]) => !onPage.has(value.split("~")[0]));
}

function remember() {
  const picks = Object.fromEntries(elsewhere());
  for (const box of boxes()) if (box.checked) picks[box.value] = rowOf(box)?.dataset.odAble ?? "";
  store(picks);
}

// ---- the bar ----

function say(words, n) {
  return words.replace("{n}", n);
}

function show() {
  const form = bar();
  if (!form) return;
  const everything = form.elements.all;
  const picked = boxes().filter((box) => box.checked);
  const others = elsewhere();
  const count = picked.length + others.length;
  const idle = !count && !everything.checked;
  form.classList.toggle("od-bulk--idle", idle);
  form.querySelector("[data-od-bulk-clear]").hidden = false;
  form.querySelector("[data-od-bulk-said]").textContent = idle
    ? form.dataset.odSayNone
    : everything.checked
      ? form.dataset.odSayAll
      : say(form.dataset.odSayChosen, count);
  form.querySelector("[data-od-bulk-elsewhere]").textContent =
    others.length && !everything.checked ? say(form.dataset.odSayElsewhere, others.length) : "";
  const able = [...picked.map((box) => rowOf(box)?.dataset.odAble ?? ""), ...others.map(([, verbs]) => verbs)];
  for (const button of all("[data-od-verb]", form)) showVerb(button, able, count, everything.checked, form.dataset);
  for (const box of all("[data-od-page]")) {
    box.hidden = false;
    box.checked = picked.length > 0 && picked.length === boxes().length;
    box.indeterminate = picked.length > 0 && !box.checked;
  }
}

function showVerb(button, able, count, everything, words) {
  const n = able.filter((verbs) => verbs.split(" ").includes(button.dataset.odVerb)).length;
  const note = button.querySelector("[data-od-able-of]");
  const blocked = !everything && count > 0 && n === 0;
  note.textContent = everything || n === count ? "" : blocked ? words.odSayBlocked : say(words.odSayAble, n);
  if (blocked) button.setAttribute("aria-disabled", "true");
  else button.removeAttribute("aria-disabled");
}

function pick(box, on, range) {
  const rows = boxes();
  const from = rows.indexOf(lastPicked);
  const to = rows.indexOf(box);
  const span = range && from >= 0 ? rows.slice(Math.min(from, to), Math.max(from, to) + 1) : [box];
  for (const each of span) each.checked = on;
  lastPicked = box;
  remember();
  show();
}

function clear() {
  const form = bar();
  const some = form && !form.classList.contains("od-bulk--idle");
  for (const box of boxes()) box.checked = false;
  if (form) form.elements.all.checked = false;
  store({});
  show();
  return some;
}

function pickPage() {
  const form = bar();
  const rows = boxes();
  if (!form || !rows.length) return false;
  if (rows.every((box) => box.checked)) form.elements.all.checked = true;
  else for (const box of rows) box.checked = true;
  remember();
  show();
  return true;
}

// What was chosen on other pages goes along with the form.
function takeAlong(form) {
  for (const extra of all("[data-od-along]", form)) extra.remove();
  if (form.elements.all.checked) return;
  for (const [value] of elsewhere()) {
    const field = Object.assign(document.createElement("input"), { type: "hidden", name: "pick", value });
    field.dataset.odAlong = "";
    form.append(field);
  }
}

// ---- the preview ----

function peek(row) {
  const pane = one("#od-peek");
  const address = one("[data-od-peeks]")?.dataset.odPeeks;
  if (!pane || !address || !row || !window.htmx) return false;
  peeked = row.dataset.odRef;
  pane.hidden = false;
  window.htmx.ajax("GET", address.replace("REF", peeked), { target: "#od-peek", swap: "innerHTML" });
  return true;
}

function closePeek() {
  const pane = one("#od-peek");
  if (!pane || pane.hidden) return false;
  pane.hidden = true;
  pane.replaceChildren();
  all("tr[data-od-ref]").find((row) => row.dataset.odRef === peeked)?.querySelector("[data-od-open]")?.focus();
  peeked = "";
  return true;
}

// ---- keys ----

const NOT_WRITTEN_IN = new Set(["button", "checkbox", "radio", "submit"]);

function isWriting(element) {
  if (element instanceof HTMLInputElement) return !NOT_WRITTEN_IN.has(element.type);
  return element instanceof HTMLElement && (element.isContentEditable || element.matches("textarea, select"));
}

function onKey(event) {
  if (event.defaultPrevented || event.isComposing || document.querySelector("dialog[open]")) return;
  if (event.key === "Escape" && event.target.closest?.("#od-filters")) {
    event.target.blur(); // back to the rows
    return;
  }
  if (isWriting(event.target) || event.altKey) return;
  const key = SAME_KEY[event.key] ?? event.key.toLowerCase();
  if (key === "escape" && !document.querySelector(".od-menu[open]")) {
    if (closePeek() || clear()) event.preventDefault();
    return;
  }
  const lettersAreOff = document.documentElement.dataset.odKeys === "off";
  if ((event.ctrlKey || event.metaKey) && key === "a" && !lettersAreOff) {
    if (pickPage()) event.preventDefault();
    return;
  }
  if (event.ctrlKey || event.metaKey || lettersAreOff || event.repeat) return;
  if (key === " " && rowOf(event.target) && !event.target.matches("input, button")) {
    if (peek(rowOf(event.target))) event.preventDefault();
  } else if (key === "x") {
    const box = boxOf(here());
    if (box) pick(box, event.shiftKey ? true : !box.checked, event.shiftKey);
    if (box) event.preventDefault();
  } else if (bar()?.classList.contains("od-bulk--idle")) {
    actOnRow(key, event);
  }
}

// A, U, S, … on a row that nobody ticked: the row alone.
function actOnRow(key, event) {
  const button = all("[data-od-verb]", bar()).find((each) => each.dataset.odKey === key);
  const box = boxOf(rowOf(document.activeElement));
  if (!button || !box) return;
  event.preventDefault();
  pick(box, true, false);
  if (button.getAttribute("aria-disabled") !== "true") button.click();
}

document.addEventListener("keydown", onKey, true);
document.addEventListener("change", (event) => {
  if (event.target.matches?.("input[name=pick]")) pick(event.target, event.target.checked, false);
  else if (event.target.matches?.("[data-od-page]")) {
    for (const box of boxes()) box.checked = event.target.checked;
    remember();
    show();
  } else if (event.target.form === bar() && event.target.name === "all") show();
});
document.addEventListener("click", (event) => {
  const target = event.target;
  if (target.closest?.("[data-od-bulk-clear]")) clear();
  else if (target.closest?.("[data-od-peek-close]")) closePeek();
  else if (target.closest?.("[data-od-verb][aria-disabled=true]")) event.preventDefault();
  else if (event.shiftKey && target.matches?.("input[name=pick]")) pick(target, target.checked, true);
  const fold = target.closest?.("[data-od-fold]");
  if (fold) toggle(fold, fold.getAttribute("aria-expanded") !== "true");
});
document.addEventListener("submit", (event) => {
  if (event.target === bar()) {
    takeAlong(event.target);
    store({});
  }
});
document.addEventListener("focusin", (event) => {
  const row = rowOf(event.target);
  if (peeked && row && row.dataset.odRef !== peeked && event.target.matches("[data-od-open]")) peek(row);
});

function toggle(fold, open) {
  fold.setAttribute("aria-expanded", String(open));
  document.getElementById(fold.dataset.odFold)?.classList.toggle("od-open", open);
}

// The first look at a list: what was chosen before is chosen again, filters are folded on a phone.
function begin() {
  const kept = stored();
  for (const box of boxes()) {
    const before = Object.keys(kept).some((value) => value.split("~")[0] === box.value.split("~")[0]);
    box.checked = box.checked || before;
  }
  for (const fold of all("[data-od-fold]")) fold.hidden = !window.matchMedia("(max-width: 720px)").matches;
  show();
}

document.addEventListener("htmx:afterSettle", begin);
window.addEventListener("pageshow", begin);
begin();
