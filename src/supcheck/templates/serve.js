"use strict";
(() => {
  const page = document.body.dataset, here = page.here;
  const get = (id) => document.getElementById(id);
  const give = get("give"), text = get("text"), file = get("file"), result = get("result"), state = get("state");
  const button = give.querySelector("button"), title = document.title.replace("Error: ", "");
  const script = { "X-Supcheck": "script" };
  let busy = false, gone = false, waiting = 0, told = -1;

  document.documentElement.className = "js";
  // To load this page again is to begin again: what it held is forgotten.
  history.replaceState(null, "", page.start);

  const say = (words) => { if (state.textContent !== words) state.textContent = words; };
  const ended = (words) => {
    gone = true;
    result.replaceChildren();
    text.value = "";
    say(words);
  };

  async function ask(path, options) {
    try {
      const answer = await fetch(here + path, { cache: "no-store", ...options });
      if (answer.status === 410) {
        ended("This page was left for too long, and what it held is forgotten. Load it again to begin.");
        return null;
      }
      if (!answer.ok) throw new Error();
      return await answer.json();
    } catch {
      ended("supcheck has ended, and what this page held is forgotten. Start it again to go on.");
      return null;
    }
  }

  function problem(says, field) {
    for (const id of ["text", "file"]) {
      const wrong = Boolean(says) && id === field, line = get(id + "-wrong");
      get(id + "-group").classList.toggle("wrong", wrong);
      if (wrong) get(id).setAttribute("aria-invalid", "true"); else get(id).removeAttribute("aria-invalid");
      line.replaceChildren();
      if (wrong) {
        const first = document.createElement("span");
        first.className = "unseen";
        first.textContent = "Error: ";
        line.append(first, says);
      }
    }
    document.title = (says ? "Error: " : "") + title;
    const box = get("errors");
    box.replaceChildren();
    if (!says) return;
    const summary = document.createElement("div"), head = document.createElement("h2"), list = document.createElement("ul");
    const item = document.createElement("li"), link = document.createElement("a");
    summary.className = "errors";
    summary.tabIndex = -1;
    summary.setAttribute("role", "alert");
    summary.setAttribute("aria-labelledby", "errors-title");
    head.id = "errors-title";
    head.textContent = "There is a problem";
    link.href = "#" + field;
    link.textContent = says;
    item.append(link);
    list.append(item);
    summary.append(head, list);
    box.append(summary);
    summary.focus();
  }

  function show(answer, focus) {
    if (!answer) return;
    result.innerHTML = answer.html;
    problem(answer.problem, answer.field);
    if (answer.problem) return;
    text.value = answer.text;
    file.value = "";
    if (focus && get("result-title")) get("result-title").focus();
    if (get("bar")) follow();
  }

  async function read() {
    if (busy || gone) return;
    const chosen = file.files[0];
    if (chosen && chosen.size > Number(page.most)) {
      problem("The file is larger than 50 MB. Export a shorter time.", "file");
      return;
    }
    busy = true;
    button.setAttribute("aria-disabled", "true");
    say(chosen ? "Reading " + chosen.name + "." : "Reading the record.");
    const answer = await ask("", { method: "POST", body: new FormData(give), headers: script });
    busy = false;
    button.removeAttribute("aria-disabled");
    if (!answer) return;
    say("");
    show(answer, true);
  }

  // How far an export is; told aloud at each tenth.
  async function follow() {
    clearTimeout(waiting);
    const far = await ask("progress");
    if (!far || !get("bar")) return;
    if (!far.going) {
      show(await ask("result"), true);
      get("aloud").textContent = "";
      told = -1;
      return;
    }
    const bar = get("bar");
    get("how-far").textContent = far.waiting ? "Waiting for another page's export." : far.total ? `${far.done} of ${far.total} records read.` : `Looking through the rows: ${far.done} records found.`;
    if (far.total) {
      bar.max = far.total;
      bar.value = far.done;
      const tenth = Math.floor(10 * far.done / far.total);
      if (tenth > told) get("aloud").textContent = `${far.done} of ${far.total} records read.`;
      told = tenth;
    }
    waiting = setTimeout(follow, 400);
  }

  async function alive() {
    if (gone) return;
    const answer = await ask("here", { method: "POST" });
    if (answer && !answer.ready && !answer.broken) { setTimeout(alive, 1000); return; }
    if (answer && answer.broken) say(`supcheck cannot read records: ${answer.broken}.`);
    else if (answer && state.textContent.startsWith("Getting ready")) say("");
    setTimeout(alive, 15000);
  }

  give.addEventListener("submit", (event) => { event.preventDefault(); read(); });
  text.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) { event.preventDefault(); file.value = ""; read(); }
  });
  document.addEventListener("submit", async (event) => {
    if (event.target.id !== "cancel") return;
    event.preventDefault();
    clearTimeout(waiting);
    told = -1;
    get("aloud").textContent = "";
    const answer = await ask("cancel", { method: "POST", headers: script });
    show(answer, true);
  });

  const carries = (event) => event.dataTransfer && [...event.dataTransfer.types].includes("Files");
  document.addEventListener("dragover", (event) => {
    if (!carries(event)) return;
    event.preventDefault();
    document.body.classList.add("over");
  });
  document.addEventListener("dragleave", (event) => { if (!event.relatedTarget) document.body.classList.remove("over"); });
  document.addEventListener("drop", (event) => {
    if (!carries(event)) return;
    event.preventDefault();
    document.body.classList.remove("over");
    if (event.dataTransfer.files.length !== 1) { problem("Drop one file at a time.", "file"); return; }
    file.files = event.dataTransfer.files;
    read();
  });

  addEventListener("pagehide", () => { if (!gone) navigator.sendBeacon(here + "close"); });
  addEventListener("pageshow", (event) => { if (event.persisted) location.replace(page.start); });

  const summary = document.querySelector(".errors");
  if (summary) summary.focus();
  if (get("bar")) follow();
  alive();
})();
