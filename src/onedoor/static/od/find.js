// The search field of the desk offers the best hits while somebody types: arrows choose, Enter opens, Escape closes.
// Without this file the field sends its words to the page that finds.

const QUIET_MS = 250;
const FEWEST = 2;
const field = document.querySelector("[data-od-offers]");
const list = document.getElementById("od-offers");

let timer;
let composing = false;
let said = "";

function options() {
  return [...list.querySelectorAll("[role=option]")];
}

function chosen() {
  return list.querySelector("[aria-selected=true]");
}

function open() {
  const any = options().length > 0 && document.activeElement === field && field.value.trim() === said;
  list.hidden = !any;
  field.setAttribute("aria-expanded", String(any));
  choose(null);
}

function close() {
  clearTimeout(timer);
  list.hidden = true;
  field.setAttribute("aria-expanded", "false");
  choose(null);
}

function choose(option) {
  for (const each of options()) each.setAttribute("aria-selected", String(each === option));
  if (option) field.setAttribute("aria-activedescendant", option.id);
  else field.removeAttribute("aria-activedescendant");
  option?.scrollIntoView({ block: "nearest" });
}

function move(step) {
  const all = options();
  const here = all.indexOf(chosen());
  const next = here < 0 ? (step > 0 ? 0 : all.length - 1) : here + step;
  choose(all[next] ?? null); // beyond either end the field itself
}

function soon() {
  clearTimeout(timer);
  if (field.value.trim().length < FEWEST) close();
  else timer = setTimeout(ask, QUIET_MS);
}

function ask() {
  if (composing) return;
  said = field.value.trim();
  window.htmx.ajax("GET", field.dataset.odOffers, { source: field, target: list, swap: "innerHTML", values: { q: said } });
}

function onKey(event) {
  if (event.isComposing || composing) return;
  const shown = !list.hidden;
  if (event.key === "Escape") {
    if (shown) close();
    else field.blur(); // back to the page; what was typed stays
    event.preventDefault();
  } else if (event.key === "ArrowDown" || event.key === "ArrowUp") {
    if (shown) move(event.key === "ArrowDown" ? 1 : -1);
    else soon();
    event.preventDefault();
  } else if (event.key === "Enter" && shown && chosen()) {
    event.preventDefault();
    chosen().click();
  }
}

if (field && list) {
  for (const [name, value] of [
    ["role", "combobox"],
    ["aria-autocomplete", "list"],
    ["aria-controls", list.id],
    ["aria-expanded", "false"],
    ["hx-sync", "this:replace"],
  ]) field.setAttribute(name, value);
  field.addEventListener("compositionstart", () => (composing = true));
  field.addEventListener("compositionend", () => {
    composing = false;
    soon();
  });
  field.addEventListener("input", soon);
  field.addEventListener("keydown", onKey);
  list.addEventListener("htmx:afterSwap", open);
  field.form.addEventListener("focusout", (event) => {
    if (!field.form.contains(event.relatedTarget)) close();
  });
  field.form.addEventListener("submit", () => clearTimeout(timer));
}
