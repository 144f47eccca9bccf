// Pictures are made smaller and sent one by one as soon as they are chosen. The page works without this: then they go
// with the form. What could not be sent says so and waits; nothing that was written is lost.

const LONGEST = 2560;
const LIGHT = 1_500_000;

async function lighter(file) {
  if (file.size <= LIGHT || !window.createImageBitmap) return file;
  try {
    const picture = await createImageBitmap(file);
    const scale = Math.min(1, LONGEST / Math.max(picture.width, picture.height));
    const canvas = document.createElement("canvas");
    canvas.width = Math.round(picture.width * scale);
    canvas.height = Math.round(picture.height * scale);
    canvas.getContext("2d").drawImage(picture, 0, 0, canvas.width, canvas.height);
    const made = await new Promise((done) => canvas.toBlob(done, "image/jpeg", 0.85));
    return made && made.size < file.size ? made : file;
  } catch {
    return file; // no picture this browser can read: the server says what is wrong with it
  }
}

class Sending {
  constructor(photos, file) {
    this.photos = photos;
    this.file = file;
    this.row = document.createElement("li");
    this.row.className = "od-send";
    this.words = document.createElement("span");
    this.bar = document.createElement("progress");
    this.bar.max = 100;
    this.bar.value = 0;
    this.bar.setAttribute("aria-label", file.name);
    this.acts = document.createElement("div");
    this.acts.className = "od-send__do";
    this.row.append(this.words, this.bar, this.acts);
    this.say(photos.box.dataset.waiting, 0);
  }

  say(words, percent) {
    this.words.textContent = words.replace("{name}", this.file.name).replace("{p}", percent);
    this.bar.value = percent;
  }

  async send() {
    const { box, token } = this.photos;
    this.row.classList.remove("od-send--broken");
    this.acts.replaceChildren();
    this.bar.hidden = false;
    this.say(box.dataset.sending, 0);
    const body = new FormData();
    body.append("csrfmiddlewaretoken", token);
    body.append("photos", await lighter(this.file), this.file.name);
    return new Promise((done) => {
      const call = new XMLHttpRequest();
      call.open("POST", box.dataset.upload);
      call.upload.addEventListener("progress", (at) => {
        if (at.lengthComputable) this.say(box.dataset.sending, Math.round((at.loaded / at.total) * 100));
      });
      call.addEventListener("load", () => {
        if (call.status === 200) this.kept(call.responseText);
        else this.refused(call.responseText, call.status >= 500);
        done();
      });
      call.addEventListener("error", () => {
        this.broken(box.dataset.broken, true);
        done();
      });
      call.send(body);
    });
  }

  kept(tiles) {
    this.row.remove();
    this.photos.show(tiles);
  }

  refused(tiles, again) {
    const page = new DOMParser().parseFromString(tiles, "text/html");
    const told = page.querySelector("[data-od-problem]");
    this.broken(told ? told.textContent.trim() : this.photos.box.dataset.broken, again || !told);
  }

  broken(words, again) {
    this.words.textContent = words;
    this.words.setAttribute("role", "alert");
    this.bar.hidden = true;
    this.row.classList.add("od-send--broken");
    if (again) this.acts.append(this.button(this.photos.box.dataset.again, () => this.photos.add(this)));
    this.acts.append(
      this.button(this.photos.box.dataset.drop, () => {
        this.row.remove();
        this.photos.camera.focus();
      }),
    );
    this.acts.firstElementChild.focus();
  }

  button(words, act) {
    const button = document.createElement("button");
    button.type = "button";
    button.className = "btn";
    button.textContent = words;
    button.addEventListener("click", act);
    return button;
  }
}

class Photos {
  constructor(box) {
    this.box = box;
    this.form = box.closest("form");
    this.token = this.form.elements.csrfmiddlewaretoken.value;
    this.tiles = box.querySelector("[data-od-shots]");
    this.rows = box.querySelector("[data-od-sending]");
    this.said = box.querySelector("[data-od-said]");
    this.camera = box.querySelector("#id_photos");
    this.queue = [];
    this.busy = false;
    this.wanted = null;
    box.classList.add("od-photos--live");
    for (const field of box.querySelectorAll("input[type=file]")) {
      field.addEventListener("change", () => {
        for (const file of field.files) this.add(new Sending(this, file));
        field.value = "";
      });
    }
    this.form.addEventListener("submit", (event) => this.hold(event));
  }

  add(sending) {
    if (!sending.row.isConnected) this.rows.append(sending.row);
    this.queue.push(sending);
    this.run();
  }

  async run() {
    if (this.busy) return;
    this.busy = true;
    while (this.queue.length) await this.queue.shift().send();
    this.busy = false;
    this.said.textContent = "";
    const wanted = this.wanted;
    this.wanted = null;
    if (wanted && !this.rows.childElementCount) this.form.requestSubmit(wanted.submitter ?? undefined);
  }

  hold(event) {
    if (!this.busy) return;
    event.preventDefault();
    this.wanted = event;
    this.said.textContent = this.box.dataset.hold;
  }

  show(tiles) {
    const page = new DOMParser().parseFromString(tiles, "text/html");
    this.tiles.replaceChildren(...page.body.childNodes);
  }
}

for (const box of document.querySelectorAll("[data-od-photos]")) new Photos(box);
