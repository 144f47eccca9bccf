// A page that tells how things stand asks again every so many seconds (data-od-again on the part that changes) and
// shows what has changed. Without a script the page is loaded anew.

async function askAgain(part) {
  try {
    const answer = await fetch(location.href, { headers: { accept: "text/html" } });
    if (!answer.ok) return;
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const now = page.getElementById(part.id);
    if (now && now.innerHTML !== part.innerHTML) part.innerHTML = now.innerHTML;
  } catch {
    // The network is away: what is shown stays, and the next time is soon.
  }
}

for (const part of document.querySelectorAll("[data-od-again]")) {
  setInterval(() => document.hidden || askAgain(part), Number(part.dataset.odAgain) * 1000);
}
