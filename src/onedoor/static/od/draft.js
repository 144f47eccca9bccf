// Drafts: a form with data-od-draft="PAGE" is kept on the server while somebody writes, 2 seconds after the last key
// and when the page is left; data-od-draft-version is the version it began with. c-draft says what became of it.
// Nothing is ever written over unseen: when another window saved newer words, whoever writes chooses.

const WAIT_MS = 2000;
const RETRY_MS = [2000, 5000, 10000, 20000, 30000];
const KEEPALIVE_MOST = 60000; // bytes; browsers take no more from a page that is being left
const ADDRESS = "/desk/drafts";

class Draft {
  constructor(form) {
    this.form = form;
    this.page = form.dataset.odDraft;
    this.version = form.dataset.odDraftVersion ?? "";
    this.status = document.querySelector("[data-od-draft-status]");
    this.kept = this.written();
    this.window = crypto.randomUUID?.() ?? `${Date.now()}-${Math.random()}`;
    this.nth = 0;
    this.tries = 0;
    this.leaving = false;
    for (const kind of ["input", "change"]) form.addEventListener(kind, () => this.soon());
    form.addEventListener("submit", () => this.stop());
    form.addEventListener("htmx:afterRequest", (event) => event.target === form && (this.leaving = false));
    this.status?.querySelector("[data-od-draft-theirs]").addEventListener("click", () => this.takeTheirs());
    this.status?.querySelector("[data-od-draft-mine]").addEventListener("click", () => this.takeMine());
  }

  written() {
    const told = new URLSearchParams();
    for (const [name, value] of new FormData(this.form)) {
      if (typeof value === "string" && name !== "csrfmiddlewaretoken" && name !== "seq") told.append(name, value);
    }
    return told.toString();
  }

  soon(ms = WAIT_MS) {
    if (this.leaving || this.theirs) return;
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.save(), ms);
  }

  stop() {
    this.leaving = true;
    clearTimeout(this.timer);
    this.underway?.abort();
  }

  body(written) {
    const told = new URLSearchParams(written);
    told.set("draft_page", this.page);
    told.set("draft_version", this.version);
    // What this window sent last may have arrived without an answer coming back: the server knows it by these.
    told.set("draft_window", this.window);
    told.set("draft_nth", (this.nth += 1));
    if (this.form.dataset.odDraftTitle) told.set("draft_title", this.form.dataset.odDraftTitle);
    return told;
  }

  send(body, more) {
    const token = this.form.querySelector("[name=csrfmiddlewaretoken]")?.value ?? "";
    const headers = { "X-CSRFToken": token, Accept: "application/json" };
    return fetch(ADDRESS, { method: "POST", body, headers, redirect: "manual", credentials: "same-origin", ...more });
  }

  async save() {
    clearTimeout(this.timer);
    const written = this.written();
    if (this.leaving || this.theirs || (written === this.kept && !this.tries)) return;
    if (this.underway) return this.soon(300);
    this.underway = new AbortController();
    try {
      if (this.version === "") await this.learn();
      const answer = await this.send(this.body(written), { signal: this.underway.signal });
      await this.heard(answer, written);
    } catch (trouble) {
      if (trouble.name !== "AbortError") this.again("failed");
    } finally {
      this.underway = undefined;
    }
  }

  // A form that does not say which version it began with begins with what is there, and nothing is there to lose only
  // when nothing was kept.
  async learn() {
    const answer = await fetch(`${ADDRESS}?page=${encodeURIComponent(this.page)}`, { signal: this.underway.signal });
    this.version = (await answer.json()).version;
  }

  async heard(answer, written) {
    if (answer.type === "opaqueredirect") return this.again("signedOut");
    const told = answer.headers.get("content-type")?.includes("json") ? await answer.json() : null;
    if (answer.ok && told) {
      this.version = told.version;
      this.kept = written;
      this.tries = 0;
      this.say(this.status?.dataset.saved.replace("{time}", told.saved_at));
      if (this.written() !== written) this.soon();
    } else if (answer.status === 409 && told) {
      this.theirs = told;
      this.say("", "conflict");
    } else if (answer.status === 422 && told) {
      this.say(told.said, "failed");
    } else {
      this.again(answer.status === 403 ? "signedOut" : "failed");
    }
  }

  again(why) {
    this.say(this.status?.dataset[why], "failed");
    const wait = RETRY_MS[Math.min(this.tries, RETRY_MS.length - 1)];
    this.tries += 1;
    this.soon(wait);
  }

  say(words, tone = "") {
    if (!this.status) return;
    this.status.hidden = false;
    this.status.dataset.tone = tone;
    const line = this.status.querySelector("[data-od-draft-words]");
    if (tone) line.setAttribute("role", "alert");
    else line.removeAttribute("role");
    line.textContent = words ?? "";
    this.status.querySelector("[data-od-draft-choice]").hidden = tone !== "conflict";
  }

  takeTheirs() {
    const told = this.theirs;
    this.theirs = undefined;
    this.version = told.version;
    fill(this.form, told.values);
    this.kept = this.written();
    this.say(this.status.dataset.saved.replace("{time}", told.saved_at));
  }

  takeMine() {
    this.version = this.theirs.version;
    this.theirs = undefined;
    this.kept = "";
    this.save();
  }

  // The page is going, perhaps for good: no answer will be seen.
  leave() {
    const written = this.written();
    if (this.leaving || this.theirs || this.version === "" || written === this.kept) return;
    clearTimeout(this.timer);
    const body = this.body(written);
    this.send(body, { keepalive: body.toString().length < KEEPALIVE_MOST }).catch(() => {});
  }
}

function fill(form, values) {
  for (const field of form.elements) {
    if (!field.name || field.type === "hidden" || field.type === "file") continue;
    const given = [values[field.name] ?? ""].flat();
    if (field.type === "radio" || field.type === "checkbox") field.checked = given.includes(field.value);
    else if (!field.matches("button")) field.value = given[0];
    field.dispatchEvent(new Event("change", { bubbles: true }));
  }
}

const drafts = [...document.querySelectorAll("form[data-od-draft]")].map((form) => new Draft(form));

addEventListener("pagehide", () => drafts.forEach((draft) => draft.leave()));
addEventListener("pageshow", (event) => event.persisted && drafts.forEach((draft) => (draft.leaving = false)));
addEventListener("online", () => drafts.forEach((draft) => draft.tries && draft.save()));
document.addEventListener("visibilitychange", () => document.hidden && drafts.forEach((draft) => draft.save()));
document.addEventListener("keydown", (event) => {
  if (event.key.toLowerCase() !== "s" || !(event.ctrlKey || event.metaKey) || event.shiftKey || event.altKey) return;
  if (!drafts.length) return;
  event.preventDefault();
  for (const draft of drafts) {
    draft.tries ||= 1; // say so even when nothing is new
    draft.save();
  }
});
