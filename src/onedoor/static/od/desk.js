// The keyboard of the desk. Everything it does can be done without it.
// Keys are declared in the markup: data-od-key="r" on a button or link, data-od-primary on the one main action,
// data-od-rows around the rows whose links J and K walk through, data-od-digits on a group of radio buttons,
// data-od-sheet-more on a hidden list of further keys of the page.

const root = document.documentElement;
const STORED = "od-keys";
const WAIT_FOR_DIGIT_MS = 1500;
// What a Chinese input method may send for the same key.
const SAME_KEY = { "？": "?", "／": "/", "、": "/", "【": "[", "】": "]" };
const NOT_WRITTEN_IN = new Set(["button", "checkbox", "color", "file", "image", "radio", "range", "reset", "submit"]);

let waitsForDigitSince = -Infinity;

function lettersAreOn() {
  return root.dataset.odKeys !== "off";
}

function switchLetters(on) {
  root.dataset.odKeys = on ? "on" : "off";
  try {
    localStorage.setItem(STORED, root.dataset.odKeys);
  } catch {
    // Storage is switched off: the choice holds for this page.
  }
}

function recall() {
  try {
    root.dataset.odKeys = localStorage.getItem(STORED) ?? "on";
  } catch {
    root.dataset.odKeys = "on";
  }
}

function isWriting(element) {
  if (element instanceof HTMLInputElement) return !NOT_WRITTEN_IN.has(element.type);
  return element instanceof HTMLElement && (element.isContentEditable || element.matches("textarea, select"));
}

function shown(selector) {
  return [...document.querySelectorAll(selector)].filter((element) => element.getClientRects().length > 0);
}

function act(element) {
  if (!element || element.disabled) return false;
  if (element.matches("input:not([type=checkbox], [type=radio]), textarea, select")) element.focus();
  else element.click();
  return true;
}

function moveBetweenRows(step) {
  const links = shown("[data-od-rows] [data-od-open]");
  if (!links.length) return false;
  const row = document.activeElement?.closest("[data-od-rows] tr, [data-od-rows] li");
  const here = links.findIndex((link) => row?.contains(link));
  const next = here < 0 ? (step > 0 ? 0 : links.length - 1) : here + step;
  const link = links[Math.min(Math.max(next, 0), links.length - 1)];
  link.focus();
  link.scrollIntoView({ block: "nearest" });
  return true;
}

function chooseByDigit(group, digit) {
  const radio = group.querySelectorAll("input[type=radio]:not(:disabled)")[digit - 1];
  if (!radio) return false;
  radio.focus();
  radio.click();
  return true;
}

function goToDuty(digit) {
  return act(shown("[data-od-duties] a")[digit - 1]);
}

function onLetter(key, event) {
  if (/^[1-9]$/.test(key)) {
    const group = event.target.closest?.("[data-od-digits]");
    if (group) return chooseByDigit(group, Number(key));
    if (event.timeStamp - waitsForDigitSince < WAIT_FOR_DIGIT_MS) return goToDuty(Number(key));
  }
  waitsForDigitSince = key === "g" ? event.timeStamp : -Infinity;
  if (key === "?") return openSheet();
  if (key === "j") return moveBetweenRows(1);
  if (key === "k") return moveBetweenRows(-1);
  return act(shown(`[data-od-key="${CSS.escape(key)}"]`)[0]);
}

function onKey(event) {
  if (event.defaultPrevented || event.isComposing || event.repeat || document.querySelector("dialog[open]")) return;
  if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) {
    if (act(shown("[data-od-primary]")[0])) event.preventDefault();
    return;
  }
  if (event.key === "Escape") closeMenus();
  if (event.ctrlKey || event.metaKey || event.altKey || !lettersAreOn() || isWriting(event.target)) return;
  const key = SAME_KEY[event.key] ?? event.key.toLowerCase();
  if (key.length === 1 && onLetter(key, event)) event.preventDefault();
}

function closeMenus(except) {
  for (const menu of document.querySelectorAll(".od-menu[open]")) {
    if (menu === except) continue;
    const heldFocus = menu.contains(document.activeElement);
    menu.open = false;
    if (heldFocus && !except) menu.querySelector("summary").focus();
  }
}

function openSheet() {
  const sheet = document.querySelector("dialog[data-od-sheet]");
  if (!sheet) return false;
  const list = sheet.querySelector("[data-od-sheet-page]");
  list.replaceChildren(...shown("[data-od-key]").filter((one) => !one.closest(".od-lintel")).map(line));
  for (const more of document.querySelectorAll("[data-od-sheet-more] li")) list.append(more.cloneNode(true));
  sheet.querySelector("[data-od-sheet-page-title]").hidden = !list.childElementCount;
  closeMenus();
  sheet.showModal();
  return true;
}

function line(element) {
  const item = document.createElement("li");
  const keys = document.createElement("span");
  const key = document.createElement("kbd");
  key.className = "od-kbd od-kbd--always";
  key.textContent = element.dataset.odKey.toUpperCase();
  keys.append(key);
  const words = document.createElement("span");
  const copy = element.cloneNode(true);
  for (const mark of copy.querySelectorAll("kbd")) mark.remove();
  words.textContent = element.getAttribute("aria-label") ?? copy.textContent.trim();
  item.append(keys, words);
  return item;
}

recall();
document.addEventListener("keydown", onKey);
document.addEventListener("click", (event) => {
  closeMenus(event.target.closest?.(".od-menu"));
  if (event.target.closest?.("[data-od-open-sheet]")) openSheet();
});
for (const button of document.querySelectorAll("[data-od-open-sheet]")) button.hidden = false;
for (const box of document.querySelectorAll("[data-od-keys-switch]")) {
  box.checked = lettersAreOn();
  box.addEventListener("change", () => switchLetters(box.checked));
}
document.querySelector("[data-od-errors]")?.focus();
// A fragment that came back with mistakes moves the reader to them, as a full page does.
document.addEventListener("htmx:afterSettle", (event) => event.target.querySelector?.("[data-od-errors]")?.focus());
