// Light, dark or as the system says; runs in the head, before the first paint. The choice stays in this browser.
(() => {
  const root = document.documentElement;
  const system = window.matchMedia("(prefers-color-scheme: dark)");
  const asked = root.dataset.bsTheme;

  const remembered = () => {
    try {
      return localStorage.getItem("od-theme");
    } catch {
      return null; // storage is switched off: the system decides
    }
  };
  const choice = () => remembered() ?? asked ?? "auto";
  const paint = () => {
    const wanted = choice();
    root.dataset.bsTheme = wanted === "auto" ? (system.matches ? "dark" : "light") : wanted;
  };

  paint();
  system.addEventListener?.("change", paint);

  document.addEventListener("DOMContentLoaded", () => {
    for (const control of document.querySelectorAll("[data-od-theme]")) {
      control.hidden = false;
      const select = control.querySelector("select");
      select.value = choice();
      select.addEventListener("change", () => {
        try {
          localStorage.setItem("od-theme", select.value);
        } catch {
          root.dataset.bsTheme = select.value; // holds for this page only
          return;
        }
        paint();
      });
    }
  });
})();
