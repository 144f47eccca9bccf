// Small helps for residents: counting characters, and "where I am" when asked. Everything works without it.

const NEARLY_FULL = 20;

function count(field) {
  const output = document.getElementById(field.dataset.odCount);
  if (!output) return;
  const say = () => {
    const written = field.value.length;
    output.textContent = output.dataset.words.replace("{n}", written).replace("{max}", field.maxLength);
    // Read aloud only when the end is near.
    output.setAttribute("aria-live", field.maxLength - written <= NEARLY_FULL ? "polite" : "off");
  };
  field.addEventListener("input", say);
  say();
}

function locate(button) {
  const said = document.getElementById(button.dataset.said);
  const lon = document.getElementById(button.dataset.lon);
  const lat = document.getElementById(button.dataset.lat);
  if (!navigator.geolocation || !said || !lon || !lat) return;
  button.hidden = false;
  button.addEventListener("click", () => {
    button.disabled = true;
    said.textContent = button.dataset.asking;
    navigator.geolocation.getCurrentPosition(
      ({ coords }) => {
        lon.value = coords.longitude.toFixed(6);
        lat.value = coords.latitude.toFixed(6);
        said.textContent = button.dataset.found.replace("{m}", Math.round(coords.accuracy));
        button.disabled = false;
      },
      () => {
        said.textContent = button.dataset.refused;
        button.disabled = false;
      },
      { enableHighAccuracy: true, timeout: 15000, maximumAge: 60000 },
    );
  });
}

for (const field of document.querySelectorAll("[data-od-count]")) count(field);
for (const button of document.querySelectorAll("[data-od-locate]")) locate(button);
for (const button of document.querySelectorAll("[data-od-print]")) {
  button.hidden = false;
  button.addEventListener("click", () => window.print());
}
document.querySelector("[data-od-errors]")?.focus();
