/* Minutes: Enter in the search for guests takes the first suggestion instead of saving the form. */
(function () {
  "use strict";

  document.addEventListener("keydown", function (event) {
    if (event.target.id !== "gastsuche" || event.key !== "Enter") return;
    event.preventDefault();
    const erster = document.querySelector("#gastvorschlaege button");
    if (erster) erster.click();
  });

  // Guests and decisions are part of what was typed, and the focus must not get lost with the replaced part.
  document.addEventListener("htmx:afterSwap", function (event) {
    const teil = event.detail.target;
    if (!["gaeste", "beschluesse"].includes(teil.id)) return;
    const form = document.querySelector("form[data-warnen]");
    if (form) form.dataset.geaendert = "1";
    const ziel = teil.id === "gaeste" ? document.getElementById("gastsuche") : letzterBeschluss();
    if (ziel) ziel.focus({ preventScroll: true });
  });

  // One tap ticks everybody who has no tick yet; who was absent is changed by hand.
  const alle = document.querySelector("[data-alle-anwesend]");
  if (alle) {
    alle.hidden = false;
    alle.addEventListener("click", function () {
      document.querySelectorAll(".netz-anwesend").forEach(function (zeile) {
        const wahl = zeile.querySelector("input[value=anwesend]");
        if (wahl && !zeile.querySelector("input:checked:not([value=''])")) wahl.checked = true;
      });
      alle.form.dispatchEvent(new Event("change", { bubbles: true }));
      alle.form.dataset.geaendert = "1";
    });
  }

  function letzterBeschluss() {
    return Array.from(document.querySelectorAll("#beschluesse textarea[name$=_text]")).pop();
  }
})();
