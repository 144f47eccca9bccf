// Proposals of a step: taking one by click or key (1–3) fills in the form, and nothing is sent. Without this file the
// same buttons bring the form back filled in.

const form = document.getElementById("step-form");
const said = form.querySelector("[data-od-took]");

function fieldsOf(button) {
  return Object.entries(JSON.parse(button.dataset.odTake));
}

function fill(name, value) {
  const field = form.elements.namedItem(name);
  if (!field) return;
  if (field instanceof RadioNodeList) {
    for (const one of field) one.checked = one.value === value;
  } else if (Array.isArray(value)) {
    for (const option of field.options) option.selected = value.includes(option.value);
  } else {
    field.value = value;
  }
  const changed = field instanceof RadioNodeList ? [...field].find((one) => one.checked) : field;
  changed?.dispatchEvent(new Event("change", { bubbles: true }));
}

function holds(name, value) {
  const chosen = new FormData(form).getAll(name);
  return Array.isArray(value) ? chosen.sort().join() === [...value].sort().join() : chosen[0] === value;
}

function mark() {
  for (const button of form.querySelectorAll("[data-od-take]")) {
    button.setAttribute("aria-pressed", fieldsOf(button).every(([name, value]) => holds(name, value)));
  }
}

form.addEventListener("click", (event) => {
  const button = event.target.closest("[data-od-take]");
  if (!button) return;
  event.preventDefault();
  for (const [name, value] of fieldsOf(button)) fill(name, value);
  mark();
  said.textContent = said.dataset.odTook.replace("{n}", button.value);
});
form.addEventListener("change", mark);
