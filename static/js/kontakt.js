/* The contact form: type-ahead, keys that save, suggested durations, uploads. Everything works without it, only slower. */
(function () {
  "use strict";

  const form = document.querySelector(".netz-kontaktform");

  // --- Type-ahead: arrow keys walk through the suggestions, Enter takes the first one -------------------------------
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
    const erster = document.querySelector("#vorschlaege .netz-vorschlaege button");
    wartet = !passt(feld);
    if (!wartet && erster) erster.click();
  }

  // On touch screens the search field must not get the focus by itself: the keyboard would cover the form.
  let mitFinger = !matchMedia("(hover: hover)").matches;
  document.addEventListener("pointerdown", function (event) { mitFinger = event.pointerType === "touch"; });
  document.addEventListener("keydown", function () { mitFinger = false; });

  function imPartnerfeld(event, feld) {
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
  }

  // --- Enter in a one-line field saves; the browser alone would press the form's first button ------------------------
  function speichere() {
    const knopf = form.querySelector(".netz-fuss button[type=submit]:not([name])");
    if (knopf && !knopf.disabled) form.requestSubmit(knopf);
  }
  function istZeile(feld) {
    return feld.tagName === "INPUT" && !["button", "submit", "file"].includes(feld.type);
  }

  document.addEventListener("keydown", function (event) {
    if (event.isComposing) return;
    if (form && event.key === "Enter" && (event.ctrlKey || event.metaKey)) {
      event.preventDefault();
      speichere();
      return;
    }
    const feld = document.getElementById("partnersuche");
    if (feld && ["ArrowDown", "ArrowUp", "Enter", "Escape"].includes(event.key)) imPartnerfeld(event, feld);
    const leereSuche = event.target === feld && !feld.value.trim();
    if (form && event.key === "Enter" && !event.defaultPrevented && form.contains(event.target) && istZeile(event.target)) {
      event.preventDefault();
      if (!leereSuche) speichere();
    }
  });

  document.addEventListener("input", function (event) {
    if (event.target.id === "partnersuche") wartet = false;
  });
  document.addEventListener("htmx:afterSettle", function (event) {
    const feld = document.getElementById("partnersuche");
    if (event.detail.target.id === "vorschlaege" && wartet && feld) nimmErsten(feld);
  });

  // --- After a partner was added or removed the cards are new: the focus goes on to what comes next ------------------
  function fokussiere(feld) {
    if (feld && !mitFinger) feld.focus({ preventScroll: true });
  }
  document.addEventListener("htmx:afterSwap", function (event) {
    if (event.detail.target.id !== "beteiligte") return;
    wartet = false;
    if (form) form.dataset.geaendert = "1";
    const neu = document.getElementById("id_neu-name");
    const naechstes = neu && !neu.value ? neu : document.getElementById(neu ? "id_neu-ort" : "partnersuche");
    fokussiere(naechstes || document.querySelector("#beteiligte button"));
  });
  if (form && !form.querySelector("[data-fehler]") && !form.querySelector("input[name=partner]")) {
    fokussiere(document.getElementById("partnersuche"));
  }

  // --- Suggested durations fill the field ---------------------------------------------------------------------------
  document.querySelectorAll("[data-vorgaben]").forEach(function (gruppe) {
    const feld = document.getElementById(gruppe.dataset.vorgaben);
    gruppe.hidden = false;
    function zeige() {
      gruppe.querySelectorAll("button").forEach(function (knopf) {
        knopf.setAttribute("aria-pressed", String(knopf.value === feld.value));
      });
    }
    gruppe.addEventListener("click", function (event) {
      const knopf = event.target.closest("button");
      if (!knopf) return;
      feld.value = feld.value === knopf.value ? "" : knopf.value;
      feld.dispatchEvent(new Event("input", { bubbles: true }));
    });
    feld.addEventListener("input", zeige);
    zeige();
  });

  // --- Uploads: saving waits for them, otherwise the same file would come twice ---------------------------------------
  function sperre(an) {
    form.querySelectorAll(".netz-fuss button").forEach(function (knopf) { knopf.disabled = an; });
  }
  document.addEventListener("htmx:beforeRequest", function (event) {
    if (event.detail.requestConfig.elt.matches("[data-hochladen]")) sperre(true);
  });
  document.addEventListener("htmx:afterRequest", function (event) {
    // The field itself is gone by now: its successor stands in the answer.
    if (!event.detail.requestConfig.elt.matches("[data-hochladen]")) return;
    sperre(false);
    const hinweis = document.querySelector("[data-gescheitert]");
    if (hinweis) hinweis.hidden = event.detail.successful;
    if (event.detail.successful) form.dataset.geaendert = "1";
  });
})();
