// The guidance desk asks by itself who waits. While somebody works in that part of the page, it stands still.

document.addEventListener("htmx:beforeRequest", (event) => {
  const part = event.target.closest?.("[data-od-poll]");
  if (!part || event.target !== part) return;
  if (document.hidden || part.querySelector("details[open]") || part.contains(document.activeElement)) event.preventDefault();
});
