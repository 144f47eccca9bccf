// A button that copies what it names; where a browser does not let it, the words can still be selected.

for (const button of document.querySelectorAll("[data-od-copy]")) {
  if (!navigator.clipboard) continue;
  button.hidden = false;
  button.addEventListener("click", async () => {
    await navigator.clipboard.writeText(document.getElementById(button.dataset.odCopy).textContent);
    button.lastChild.textContent = button.dataset.odCopied;
  });
}
