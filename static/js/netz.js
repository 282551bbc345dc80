/* Comfort on top of pages that work without it. No inline handlers: the policy allows scripts from our own files only. */
(function () {
  "use strict";

  // --- Forms: one submit only, warn before unsaved input is lost --------------------------------------------------
  // Buttons are blocked after the browser has read the pressed one, so its name and value are still sent.
  // data-mehrfach: forms that answer with a download stay usable.
  document.addEventListener("submit", function (event) {
    const form = event.target;
    if (event.defaultPrevented || form.getAttribute("method") === "dialog") return;
    if (form.dataset.gesendet) {
      event.preventDefault();
      return;
    }
    delete form.dataset.geaendert;
    if (form.getAttribute("method") !== "post" || form.matches("[hx-post], [target], [data-mehrfach]")) return;
    form.dataset.gesendet = "1";
    setTimeout(function () { sperre(form); }, 0);
  });

  // A page that comes back from the browser's cache must be usable again.
  window.addEventListener("pageshow", function () {
    document.querySelectorAll("form[data-gesendet]").forEach(function (form) {
      delete form.dataset.gesendet;
      document.querySelectorAll("[data-gesperrt]").forEach(function (knopf) {
        knopf.disabled = false;
        delete knopf.dataset.gesperrt;
      });
    });
  });

  function sperre(form) {
    Array.from(form.elements).forEach(function (element) {
      if (element.type !== "submit" || element.disabled) return;
      element.disabled = true;
      element.dataset.gesperrt = "1";
    });
  }

  document.addEventListener("input", function (event) {
    const form = event.target.form;
    if (form && "warnen" in form.dataset) form.dataset.geaendert = "1";
  });
  window.addEventListener("beforeunload", function (event) {
    if (document.querySelector("form[data-warnen][data-geaendert]")) event.preventDefault();
  });

  // The menu is longer than the window: the entry of this page must be in sight.
  const menue = document.querySelector(".netz-nav__innen"), aktiv = menue && menue.querySelector("[aria-current=page]");
  if (aktiv && aktiv.offsetTop + aktiv.offsetHeight > menue.clientHeight - 32) {
    menue.scrollTop = aktiv.offsetTop - menue.clientHeight / 2;
  }

  const fehler = document.querySelector("[data-fehler]");
  if (fehler) {
    fehler.focus();
    const abgelehnt = fehler.closest("form[data-warnen]");
    if (abgelehnt) abgelehnt.dataset.geaendert = "1";
  }

  // --- data-zeige-wenn="tag=anderer": show a field only while that choice is made ---------------------------------
  function aktualisiereAbhaengige(form) {
    form.querySelectorAll("[data-zeige-wenn]").forEach(function (feld) {
      const [name, wert] = feld.dataset.zeigeWenn.split("=");
      const steuerung = form.elements[name];
      const huelle = feld.closest(".netz-feld") || feld;
      if (steuerung) huelle.hidden = steuerung.value !== wert && feld.getAttribute("aria-invalid") !== "true";
    });
  }
  document.querySelectorAll("form").forEach(function (form) {
    if (form.querySelector("[data-zeige-wenn]")) aktualisiereAbhaengige(form);
  });

  document.addEventListener("change", function (event) {
    const feld = event.target;
    if (!feld.form) return;
    aktualisiereAbhaengige(feld.form);
    if (feld.matches("[data-sofort]") || (feld.tagName === "SELECT" && "sofort" in feld.form.dataset)) feld.form.requestSubmit();
  });

  // --- Filter bar: engines without ::details-content get it opened on wide screens --------------------------------
  if (!CSS.supports("selector(::details-content)") && matchMedia("(min-width: 48rem)").matches) {
    document.querySelectorAll(".netz-filter").forEach(function (leiste) { leiste.open = true; });
  }

  // --- Menus close with Escape and by a click elsewhere -----------------------------------------------------------
  function schliesseKlappen(ausser) {
    document.querySelectorAll("[data-klappe][open]").forEach(function (klappe) {
      if (klappe !== ausser) klappe.open = false;
    });
  }
  document.addEventListener("click", function (event) {
    schliesseKlappen(event.target.closest("[data-klappe]"));
  });

  // --- Keyboard shortcuts: can be switched off, never fire while someone types (WCAG 2.1.4) -----------------------
  const dialog = document.getElementById("tastenkuerzel");
  if (!dialog) return;
  const SPEICHER = "netz-kuerzel";
  const ZIELE = { u: "/", k: "/kontakte/", p: "/partner/", a: "/abdeckung/" };
  const schalter = dialog.querySelector("[data-kuerzel-an]");
  const knopf = document.querySelector("[data-kuerzel-zeigen]");
  let nachG = 0;

  schalter.checked = liesSpeicher() !== "aus";
  schalter.addEventListener("change", function () {
    try { localStorage.setItem(SPEICHER, schalter.checked ? "an" : "aus"); } catch (grund) { /* private mode: lasts for this page */ }
  });
  if (knopf) {
    knopf.hidden = false;
    knopf.addEventListener("click", function () { dialog.showModal(); });
  }

  function liesSpeicher() {
    try { return localStorage.getItem(SPEICHER); } catch (grund) { return null; }
  }
  function tippt(element) {
    return element.isContentEditable || ["SELECT", "TEXTAREA"].includes(element.tagName) ||
      (element.tagName === "INPUT" && !["checkbox", "radio", "button", "submit"].includes(element.type));
  }
  // Only what the navigation offers can be reached: it already knows the rights.
  function springe(pfad) {
    const ziel = document.querySelector('#hauptnavigation a[href="' + pfad + '"], #hauptnavigation a[href$="' + pfad + '"]');
    if (ziel) ziel.click();
  }
  function fuehreAus(taste, event) {
    if (Date.now() - nachG < 1500 && ZIELE[taste]) {
      nachG = 0;
      springe(ZIELE[taste]);
    } else if (taste === "g") {
      nachG = Date.now();
    } else if (taste === "n") {
      const neu = document.querySelector("[data-kontakt-neu]");
      if (neu) neu.click();
    } else if (taste === "/") {
      const suche = document.querySelector("[data-suchfeld]");
      if (suche && suche.offsetParent) {
        event.preventDefault();
        suche.focus();
      }
    } else if (taste === "?") {
      dialog.showModal();
    }
  }
  document.addEventListener("keydown", function (event) {
    if (event.key === "Escape") {
      const offen = document.querySelector("[data-klappe][open]");
      schliesseKlappen(null);
      if (offen) offen.querySelector("summary").focus();
      if (location.hash === "#hauptnavigation") location.hash = "#inhalt";
      return;
    }
    if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing || dialog.open || !schalter.checked || tippt(event.target)) return;
    fuehreAus(event.key, event);
  });
})();
