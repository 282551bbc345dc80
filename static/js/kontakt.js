/* Type-ahead in the contact form: arrow keys walk through the suggestions, Enter takes the first one. */
(function () {
  "use strict";

  function knoepfe() {
    return Array.from(document.querySelectorAll("#vorschlaege button"));
  }

  // The list may still answer an earlier text: Enter then waits for the right one instead of taking a wrong partner.
  let wartet = false;
  function passt(feld) {
    const liste = document.querySelector("#vorschlaege [data-suche]");
    return Boolean(liste) && liste.dataset.suche === feld.value;
  }
  function nimmErsten(feld) {
    const erster = knoepfe()[0];
    wartet = !passt(feld);
    if (!wartet && erster) erster.click();
  }

  // On touch screens the search field must not get the focus by itself: the keyboard would cover the form.
  let mitFinger = false;
  document.addEventListener("pointerdown", function (event) { mitFinger = event.pointerType === "touch"; });
  document.addEventListener("keydown", function () { mitFinger = false; });

  document.addEventListener("keydown", function (event) {
    const feld = document.getElementById("partnersuche");
    if (!feld || !["ArrowDown", "ArrowUp", "Enter", "Escape"].includes(event.key)) return;
    const liste = knoepfe();
    const stelle = liste.indexOf(document.activeElement);
    if (event.target === feld && event.key === "Enter" && feld.value.trim()) {
      event.preventDefault();
      nimmErsten(feld);
    } else if (event.key === "ArrowDown" && (event.target === feld || stelle >= 0) && liste.length) {
      event.preventDefault();
      liste[Math.min(stelle + 1, liste.length - 1)].focus();
    } else if (event.key === "ArrowUp" && stelle >= 0) {
      event.preventDefault();
      (stelle === 0 ? feld : liste[stelle - 1]).focus();
    } else if (event.key === "Escape" && stelle >= 0) {
      feld.focus();
    }
  });

  document.addEventListener("input", function (event) {
    if (event.target.id === "partnersuche") wartet = false;
  });
  document.addEventListener("htmx:afterSettle", function (event) {
    const feld = document.getElementById("partnersuche");
    if (event.detail.target.id === "vorschlaege" && wartet && feld) nimmErsten(feld);
  });

  // After a partner was added or removed the cards are new: the focus goes to the search field.
  document.addEventListener("htmx:afterSwap", function (event) {
    if (event.detail.target.id !== "beteiligte") return;
    wartet = false;
    const form = document.querySelector("form[data-warnen]");
    if (form) form.dataset.geaendert = "1";
    const feld = document.getElementById("partnersuche");
    if (feld && !mitFinger) feld.focus({ preventScroll: true });
  });
})();
