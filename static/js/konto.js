/* Copies the secret address of the calendar. Without JavaScript it is marked and copied by hand. */
(function () {
  "use strict";

  document.querySelectorAll("[data-kopiere]").forEach(function (knopf) {
    const feld = document.getElementById(knopf.dataset.kopiere);
    const antwort = document.querySelector("[data-kopiert]");
    knopf.hidden = false;
    feld.addEventListener("focus", function () { feld.select(); });
    knopf.addEventListener("click", async function () {
      try {
        await navigator.clipboard.writeText(feld.value);
        antwort.textContent = "Kopiert.";
      } catch (grund) {
        feld.focus();
        antwort.textContent = "Die Adresse ist markiert. Bitte kopieren Sie sie mit Strg+C.";
      }
    });
  });
})();
