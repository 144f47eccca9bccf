// A picture opens over the page, with the others of its row before and after it. Without a script it opens by itself.

const links = [...document.querySelectorAll("[data-od-picture]")];
const dialog = document.querySelector("dialog[data-od-picture-dialog]");
let here = -1;

function show(place) {
  here = (place + links.length) % links.length;
  const picture = dialog.querySelector("img");
  picture.src = links[here].href;
  picture.alt = links[here].querySelector("img").alt;
  dialog.querySelector("[data-od-picture-words]").textContent = `${picture.alt} ${here + 1}/${links.length}`;
  if (!dialog.open) dialog.showModal();
}

if (dialog) {
  links.forEach((link, place) => {
    link.addEventListener("click", (event) => {
      if (event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
      event.preventDefault();
      show(place);
    });
  });
  dialog.querySelector("[data-od-picture-before]").addEventListener("click", () => show(here - 1));
  dialog.querySelector("[data-od-picture-after]").addEventListener("click", () => show(here + 1));
  dialog.addEventListener("keydown", (event) => {
    if (event.key === "ArrowLeft") show(here - 1);
    if (event.key === "ArrowRight") show(here + 1);
  });
  dialog.addEventListener("click", (event) => event.target === dialog && dialog.close());
  dialog.addEventListener("close", () => links[here]?.focus());
}
