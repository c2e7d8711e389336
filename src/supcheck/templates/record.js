// The page works without this. With it: a finding and its words light each other up, and keys and buttons
// move between them. Keys act only while the focus is inside the record, so they never catch a reader's typing.
(() => {
  const start = (article) => {
    const text = article.querySelector(".record"), bar = article.querySelector(".keys");
    if (!text || !bar || bar.dataset.ready) return;
    bar.dataset.ready = "yes";
    const [before, after, back] = bar.querySelectorAll("button"), said = bar.querySelector("[role=status]");
    let rule = "", came = null, at = -1;
    const words = () => [...text.querySelectorAll("mark")].filter((one) => !rule || one.dataset.rules.split(" ").includes(rule));
    const finding = () => rule && article.querySelector(`[data-rule="${CSS.escape(rule)}"]`);
    const light = () => {
      text.classList.toggle("dim", !!rule);
      for (const one of text.querySelectorAll("mark")) one.classList.toggle("lit", !!rule && one.dataset.rules.split(" ").includes(rule));
      for (const one of article.querySelectorAll(".finding")) one.classList.toggle("here", !!rule && one.dataset.rule === rule);
      back.disabled = !rule;
    };
    const show = (mark) => {
      const found = words();
      at = found.indexOf(mark);
      mark.tabIndex = -1;
      mark.focus({ preventScroll: true });
      const still = matchMedia("(prefers-reduced-motion: reduce)").matches;
      mark.scrollIntoView({ block: "center", behavior: still ? "auto" : "smooth" });
      said.textContent = `${rule || "Evidence"} ${at + 1} of ${found.length}`;
    };
    const step = (by) => {
      const found = words();
      if (found.length) show(found[(at + by + found.length) % found.length]);
    };
    const home = () => {
      const one = finding();
      const target = came && article.contains(came) ? came : one && one.querySelector("a, summary");
      rule = ""; at = -1; light(); said.textContent = "";
      if (target) { target.focus(); target.scrollIntoView({ block: "center" }); }
      came = null;
    };
    before.addEventListener("click", () => step(-1));
    after.addEventListener("click", () => step(1));
    back.addEventListener("click", home);
    article.addEventListener("click", (event) => {
      const link = event.target.closest("a[href^='#']");
      if (!link || !article.contains(link)) return;
      const target = document.getElementById(link.hash.slice(1));
      if (!target) return;
      if (text.contains(target)) {
        event.preventDefault();
        const from = link.closest(".finding");
        came = link; rule = from ? from.dataset.rule : ""; light(); show(target);
      } else if (text.contains(link) && target.matches(".finding")) {
        event.preventDefault();
        came = link; rule = target.dataset.rule; light();
        target.tabIndex = -1; target.focus({ preventScroll: true }); target.scrollIntoView({ block: "center" });
      }
    });
    article.addEventListener("keydown", (event) => {
      if (event.altKey || event.ctrlKey || event.metaKey) return;
      if (event.key === "Escape" && (came || rule)) { event.preventDefault(); home(); return; }
      if (!text.contains(event.target) && event.target.closest(".finding.here") === null) return;
      const by = { n: 1, p: -1 }[event.key];
      if (by) { event.preventDefault(); step(by); }
    });
    bar.hidden = false; light();
  };
  const all = () => document.querySelectorAll("article.judged").forEach(start);
  all();
  document.addEventListener("supcheck:record", all);
})();
