/* One box ticks all rows of this page; without JavaScript every row has its own. */
(function () {
  "use strict";
  document.querySelectorAll(".netz-ankreuzliste").forEach(function (tabelle) {
    const felder = Array.from(tabelle.querySelectorAll('input[name="partner"]'));
    if (felder.length < 2) return;
    const alle = document.createElement("input");
    alle.type = "checkbox";
    alle.id = "alle-auswaehlen";
    alle.className = "kern-form-check__checkbox";
    const beschriftung = document.createElement("label");
    beschriftung.htmlFor = alle.id;
    beschriftung.className = "kern-sr-only";
    beschriftung.textContent = "Alle auf dieser Seite auswählen";
    tabelle.querySelector("thead th").replaceChildren(alle, beschriftung);

    function zeigeStand() {
      const zahl = felder.filter(function (feld) { return feld.checked; }).length;
      alle.checked = zahl === felder.length;
      alle.indeterminate = zahl > 0 && zahl < felder.length;
    }
    alle.addEventListener("change", function () {
      felder.forEach(function (feld) { feld.checked = alle.checked; });
    });
    tabelle.addEventListener("change", zeigeStand);
    zeigeStand();
  });
})();
