// A text of the house goes into its field at once; what was written stays before it. The first gap 〔〕 is selected.

for (const button of document.querySelectorAll("[data-od-opening]")) {
  button.addEventListener("click", (event) => {
    const field = button.form.elements[button.dataset.odOpening];
    if (!field) return;
    event.preventDefault();
    const text = button.dataset.text;
    const written = field.value.trimEnd();
    if (!written.includes(text.trim())) field.value = written ? `${written}\n\n${text}` : text;
    button.closest("details").open = false;
    field.focus();
    const gap = field.value.indexOf("〔", written.length);
    if (gap >= 0) field.setSelectionRange(gap, field.value.indexOf("〕", gap) + 1);
    field.dispatchEvent(new Event("input", { bubbles: true }));
  });
}
