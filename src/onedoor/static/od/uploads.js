// Files of a form go to the server as soon as they are chosen or dropped, one after the other, and wait there under the
// key of their field: a form that is sent later, or a browser that dies, loses none. What could not be sent stays in
// the input and goes with the form.

class Slot {
  constructor(element) {
    this.element = element;
    this.name = element.dataset.odSlot;
    this.form = element.closest("form");
    this.files = element.querySelector("[data-od-slot-files]");
    this.said = element.querySelector("[data-od-slot-said]");
    this.line = Promise.resolve();
    this.busy = 0;
    element.dataset.odReady = "";
    for (const input of element.querySelectorAll("input[type=file]")) {
      input.addEventListener("change", () => this.take([...input.files], input));
    }
    element.addEventListener("click", (event) => {
      const button = event.target.closest("button[name=remove]");
      if (!button) return;
      event.preventDefault();
      this.after(() => this.ask({ remove: button.value, from: this.name }));
    });
    element.addEventListener("dragover", (event) => this.over(event, true));
    element.addEventListener("dragleave", (event) => this.over(event, false));
    element.addEventListener("drop", (event) => {
      this.over(event, false);
      this.take([...event.dataTransfer.files], element.querySelector("input[type=file][multiple]"));
    });
  }

  over(event, on) {
    event.preventDefault();
    this.element.classList.toggle("od-slot--over", on);
  }

  after(act) {
    this.busy += 1;
    this.line = this.line.then(act, act).finally(() => (this.busy -= 1));
  }

  take(files, input) {
    if (!files.length) return;
    this.after(async () => {
      const left = [...files];
      while (left.length) {
        this.say(this.element.dataset.sending.replace("{n}", left.length));
        if (!(await this.ask({}, left[0]))) break;
        left.shift();
      }
      const rest = new DataTransfer();
      for (const file of left) rest.items.add(file);
      input.files = rest.files;
      if (!left.length) this.say("");
    });
  }

  // Whether the server answered: it may have refused the file, and then says why in what it answers.
  async ask(more, file) {
    const told = new FormData();
    told.set("field", this.name);
    told.set("key", this.element.querySelector(`input[name="${this.name}"]`).value);
    for (const [name, value] of Object.entries(more)) told.set(name, value);
    if (file) told.set(`${this.name}_files`, file);
    const token = this.form.querySelector("[name=csrfmiddlewaretoken]").value;
    try {
      const answer = await fetch(this.element.dataset.address, {
        method: "POST", body: told, headers: { "X-CSRFToken": token }, redirect: "manual", credentials: "same-origin",
      });
      if (answer.type === "opaqueredirect" || answer.status === 403) return this.say(this.element.dataset.signedOut);
      if (!answer.ok && answer.status !== 422) return this.say(this.element.dataset.failed);
      this.files.innerHTML = await answer.text();
      this.form.dispatchEvent(new Event("input", { bubbles: true }));
      return true;
    } catch {
      return this.say(this.element.dataset.failed);
    }
  }

  say(words) {
    this.said.hidden = !words;
    this.said.textContent = words;
    return false;
  }
}

const slots = [...document.querySelectorAll("[data-od-slot]")].map((element) => new Slot(element));

// A form that is sent while a file is under way waits for it, and is sent then.
for (const form of new Set(slots.map((slot) => slot.form))) {
  form.addEventListener("submit", (event) => {
    const underway = slots.filter((slot) => slot.busy).map((slot) => slot.line);
    if (!underway.length) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    const pressed = event.submitter?.form === form ? event.submitter : undefined;
    Promise.allSettled(underway).then(() => setTimeout(() => form.requestSubmit(pressed)));
  }, { capture: true });
}
