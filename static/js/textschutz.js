/* Early hint under a field whose text looks like data of a child or a family. The server decides; this only asks it. */
(function () {
  "use strict";

  const PAUSE_MS = 900;
  const uhren = new WeakMap(), geprueft = new WeakMap();

  function zeile(feld) {
    const kennung = feld.id + "_textschutz";
    let kasten = document.getElementById(kennung);
    if (!kasten) {
      kasten = document.createElement("div");
      kasten.id = kennung;
      kasten.className = "netz-texthinweis";
      kasten.setAttribute("role", "status");
      feld.after(kasten);
    }
    return kasten;
  }
  function zeige(feld, funde) {
    const kasten = zeile(feld);
    kasten.replaceChildren();
    funde.slice(0, 5).forEach(function (fund) {
      const absatz = document.createElement("p"), stelle = document.createElement("mark");
      stelle.textContent = fund.stelle;
      absatz.append(stelle, " – " + fund.wort + ". " + fund.rat);
      kasten.append(absatz);
    });
  }
  async function pruefe(feld) {
    if (!feld.form) return; // taken off the page while the pause ran
    const text = feld.value, marke = feld.form.elements.csrfmiddlewaretoken;
    if (geprueft.get(feld) === text) return;
    geprueft.set(feld, text);
    if (!text.trim()) return zeige(feld, []);
    const daten = new URLSearchParams({ text: text, csrfmiddlewaretoken: marke ? marke.value : "" });
    try {
      const antwort = await fetch("/konto/textpruefung/", { method: "POST", body: daten, redirect: "manual" });
      if (antwort.ok && feld.value === text) zeige(feld, (await antwort.json()).funde);
    } catch (grund) { geprueft.delete(feld); }
  }
  document.addEventListener("input", function (event) {
    const feld = event.target;
    if (!feld.matches("[data-textschutz]")) return;
    clearTimeout(uhren.get(feld));
    uhren.set(feld, setTimeout(function () { pruefe(feld); }, PAUSE_MS));
  });
})();
