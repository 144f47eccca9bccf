// What the tests ask of a page that is open in the browser.

const VISUALLY_HIDDEN = ".od-unseen, .od-skip, [hidden], dialog:not([open])";

function hasText(element) {
  return [...element.childNodes].some((node) => node.nodeType === Node.TEXT_NODE && node.textContent.trim());
}

// Whether it is kept for readers of the screen alone, or can be scrolled to.
function reachedOtherwise(element) {
  for (let box = element; box && box !== document.body; box = box.parentElement) {
    const style = getComputedStyle(box);
    if (style.clipPath === "inset(50%)" || ["auto", "scroll"].includes(style.overflowX)) return true;
  }
  return false;
}

function called(element) {
  return `<${element.tagName.toLowerCase()} class="${element.getAttribute("class") ?? ""}"> ${element.textContent.trim().slice(0, 30)}`;
}

// What a narrow or zoomed page hides from its reader: a page that scrolls sideways, text that sticks out, bars that
// take more than half of the height.
window.odCutOff = () => {
  const root = document.documentElement;
  const found = [];
  if (root.scrollWidth > root.clientWidth) found.push(`the page is ${root.scrollWidth} px wide on ${root.clientWidth}`);
  for (const element of document.body.querySelectorAll("*")) {
    if (!element.checkVisibility() || element.closest(VISUALLY_HIDDEN) || !hasText(element)) continue;
    const box = element.getBoundingClientRect();
    if (box.width && (box.right > root.clientWidth + 1 || box.left < -1) && !reachedOtherwise(element)) found.push(called(element));
  }
  let covered = 0;
  for (const element of document.body.querySelectorAll("*")) {
    const style = getComputedStyle(element);
    if (["fixed", "sticky"].includes(style.position) && element.checkVisibility() && !element.closest(VISUALLY_HIDDEN)) {
      const box = element.getBoundingClientRect();
      if (box.width > root.clientWidth / 2) covered += box.height;
    }
  }
  if (covered > root.clientHeight / 2) found.push(`bars cover ${Math.round(covered)} px of ${root.clientHeight}`);
  return found;
};

// Where the focus stands, as a reader of the screen would say it.
window.odFocus = () => {
  const element = document.activeElement;
  if (!element || element === document.body) return "";
  const role = element.getAttribute("role") || element.type || element.tagName.toLowerCase();
  const label = element.labels?.length ? [...element.labels].map((one) => one.textContent).join(" ") : "";
  const name = element.getAttribute("aria-label") ?? (label || element.textContent || element.value || "");
  return `${role}: ${name.replace(/\s+/g, " ").trim().slice(0, 60)}`;
};
