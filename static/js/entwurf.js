/* Keeps typed text: on the device at every pause (encrypted, the key comes from the server after sign-in) and on the
   server every few seconds. Restoring is the server's work (?entwurf=key), so that the whole form comes back. */
(function () {
  "use strict";

  const PAUSE_MS = 400, SERVER_MS = 2500, ERNEUT_MS = 4000, ALT_MS = 30 * 24 * 3600 * 1000;
  const FACH = "netz-entwurf:", SITZUNG = "netz-entwurfsschluessel", ABGEMELDET = "netz-abgemeldet";
  const NICHT = new Set(["csrfmiddlewaretoken", "absender", "entwurf", "entwurf_stand", "textschutz_bestaetigt"]);
  const angemeldet = Boolean(document.querySelector("[data-abmelden]"));

  // --- Storage: localStorage may be forbidden or full; then the server's copy must do ------------------------------
  function lies(speicher, name) {
    try { return window[speicher].getItem(name); } catch (grund) { return null; }
  }
  function schreibe(speicher, name, wert) {
    try {
      if (wert === null) window[speicher].removeItem(name); else window[speicher].setItem(name, wert);
      return true;
    } catch (grund) { return false; }
  }
  function faecher(anfang) {
    try { return Object.keys(localStorage).filter(function (name) { return name.startsWith(anfang); }); } catch (grund) { return []; }
  }

  // --- Server -------------------------------------------------------------------------------------------------------
  function keks(name) {
    const treffer = document.cookie.match("(?:^|; )" + name + "=([^;]*)");
    return treffer ? decodeURIComponent(treffer[1]) : "";
  }
  function sicherheitszeichen() {
    const feld = document.querySelector("input[name=csrfmiddlewaretoken]");
    return keks("netzwerk_csrf") || (feld ? feld.value : "");
  }
  // A redirect means that the session is over; only JSON is an answer.
  async function frage(adresse, optionen) {
    const antwort = await fetch(adresse, Object.assign({ redirect: "manual", credentials: "same-origin" }, optionen));
    if (antwort.type === "opaqueredirect" || antwort.status === 403) return { abgemeldet: true };
    return { status: antwort.status, daten: antwort.ok ? await antwort.json() : null };
  }
  function sende(entwurf, dringend) {
    return frage("/konto/entwuerfe/merken/", {
      method: "POST",
      keepalive: Boolean(dringend) && entwurf.inhalt.length < 50000,
      headers: { "Content-Type": "application/json", "X-CSRFToken": sicherheitszeichen() },
      body: JSON.stringify(entwurf),
    });
  }

  // --- Key and clock ------------------------------------------------------------------------------------------------
  let fach = "", schluessel = null, versatz = 0;
  function jetzt() { return Date.now() + versatz; }

  async function holeSchluessel() {
    let angaben = null;
    try { angaben = JSON.parse(lies("sessionStorage", SITZUNG)); } catch (grund) { angaben = null; }
    try {
      const antwort = await frage("/konto/entwurfsschluessel/");
      if (antwort.abgemeldet) return false;
      if (antwort.daten) {
        angaben = { fach: antwort.daten.fach, schluessel: antwort.daten.schluessel, versatz: antwort.daten.jetzt - Date.now() };
        schreibe("sessionStorage", SITZUNG, JSON.stringify(angaben));
      }
    } catch (grund) { /* offline: the key of this tab, if it has one */ }
    if (!angaben) return false;
    versatz = angaben.versatz;
    fach = FACH + angaben.fach + ":";
    if (!window.isSecureContext || !window.crypto || !crypto.subtle) return false;
    schluessel = await crypto.subtle.importKey("raw", bytes(angaben.schluessel), "AES-GCM", false, ["encrypt", "decrypt"]);
    return true;
  }

  function bytes(text) { return Uint8Array.from(atob(text), function (zeichen) { return zeichen.charCodeAt(0); }); }
  function text64(puffer) {
    let text = "";
    new Uint8Array(puffer).forEach(function (byte) { text += String.fromCharCode(byte); });
    return btoa(text);
  }

  // --- Copy on the device -------------------------------------------------------------------------------------------
  async function merkeAufGeraet(entwurf) {
    if (!schluessel) return false;
    const iv = crypto.getRandomValues(new Uint8Array(12));
    const art = { name: "AES-GCM", iv: iv, additionalData: new TextEncoder().encode(entwurf.formular) };
    const geheim = await crypto.subtle.encrypt(art, schluessel, new TextEncoder().encode(JSON.stringify(entwurf)));
    if (!schluessel) return false;
    return schreibe("localStorage", fach + entwurf.formular, JSON.stringify({ stand: entwurf.stand, iv: text64(iv), daten: text64(geheim) }));
  }
  async function liesVomGeraet(name) {
    try {
      const abgelegt = JSON.parse(lies("localStorage", name));
      const art = { name: "AES-GCM", iv: bytes(abgelegt.iv), additionalData: new TextEncoder().encode(name.slice(fach.length)) };
      return JSON.parse(new TextDecoder().decode(await crypto.subtle.decrypt(art, schluessel, bytes(abgelegt.daten))));
    } catch (grund) { return null; }
  }
  function geraetestand(name) {
    try { return JSON.parse(lies("localStorage", name)).stand || 0; } catch (grund) { return 0; }
  }
  function vergiss(name) { schreibe("localStorage", name, null); }

  // The server said so: these forms are saved or discarded. The drawer's name is unknown here, the form's key is not.
  const fertig = document.querySelector("[data-entwuerfe-fertig]");
  if (fertig) {
    fertig.dataset.entwuerfeFertig.split(" ").forEach(function (formular) {
      faecher(FACH).filter(function (name) { return name.endsWith(":" + formular); }).forEach(vergiss);
    });
  }
  faecher(FACH).forEach(function (name) { if (geraetestand(name) < Date.now() - ALT_MS) vergiss(name); });
  if (!angemeldet) schreibe("sessionStorage", SITZUNG, null);

  // --- Signing out: everything goes to the server, nothing stays on the device --------------------------------------
  async function leere() {
    if (!schluessel && !(await holeSchluessel())) return;
    for (const name of faecher(fach)) {
      const entwurf = await liesVomGeraet(name);
      const antwort = entwurf ? await sende(entwurf) : {};
      if (!antwort.abgemeldet) vergiss(name);
    }
  }
  document.addEventListener("submit", function (event) {
    const form = event.target;
    if (!form.matches("[data-abmelden]") || form.dataset.geleert) return;
    event.preventDefault();
    form.dataset.geleert = "1";
    Promise.resolve(schreibstube && schreibstube.schliesse()).then(leere).then(function () {
      schluessel = null;
      schreibe("sessionStorage", SITZUNG, null);
      schreibe("localStorage", ABGEMELDET, String(Date.now()));
      schreibe("localStorage", ABGEMELDET, null);
    }).catch(function () { /* no connection: then signing out fails as well, and the text stays encrypted */ })
      .finally(function () { form.submit(); });
  }, true);
  // Another tab signed out: this one must not write to the device any more.
  window.addEventListener("storage", function (event) {
    if (event.key === ABGEMELDET) {
      schluessel = null;
      schreibe("sessionStorage", SITZUNG, null);
    }
  });

  // --- The form -----------------------------------------------------------------------------------------------------
  const marke = document.querySelector("input[data-entwurf]");
  const schreibstube = marke && marke.form ? richteEin(marke.form) : null;

  function richteEin(form) {
    const zeile = document.createElement("p");
    zeile.className = "netz-entwurfsstand";
    zeile.setAttribute("role", "status");
    const fuss = form.querySelector(".netz-fuss");
    if (fuss) fuss.before(zeile); else form.append(zeile);

    let getippt = false, angehalten = false, pause = 0, takt = 0, zuletzt = 0, gesichert = "", unterwegs = false, getrennt = false;
    let fremdes = [];

    function melde(art, satz) {
      getrennt = art === "getrennt";
      if (zeile.textContent === satz) return;
      zeile.dataset.art = art;
      zeile.textContent = satz;
    }
    function inhalt() {
      const werte = new URLSearchParams();
      new FormData(form).forEach(function (wert, name) {
        if (typeof wert === "string" && !NICHT.has(name)) werte.append(name, wert);
      });
      fremdes.forEach(function (paar) { if (!form.elements[paar[0]]) werte.append(paar[0], paar[1]); });
      return werte.toString();
    }
    function titel() {
      const text = Array.from(form.querySelectorAll("textarea")).map(function (feld) { return feld.value.trim(); }).find(Boolean);
      const name = document.querySelector("h1").textContent.trim();
      return (text ? name + ": " + text.replace(/\s+/g, " ").slice(0, 60) : name).slice(0, 200);
    }
    function adresse() {
      const werte = new URLSearchParams(location.search);
      ["entwurf", "neu"].forEach(function (name) { werte.delete(name); });
      return location.pathname + (werte.toString() ? "?" + werte : "");
    }
    function entwurf() {
      return { formular: marke.value, titel: titel(), adresse: adresse(), inhalt: inhalt(), stand: Math.round(jetzt()) };
    }

    async function halteFest() {
      if (angehalten) return;
      const neu = entwurf();
      if (await merkeAufGeraet(neu)) delete form.dataset.geaendert;
      if (!angehalten) zumServer(false);
    }
    async function zumServer(dringend) {
      clearTimeout(takt);
      if (angehalten || (unterwegs && !dringend)) return;
      const wartet = zuletzt + SERVER_MS - Date.now();
      if (wartet > 0 && !dringend) {
        takt = setTimeout(function () { zumServer(false); }, wartet);
        return;
      }
      const neu = entwurf();
      if (neu.inhalt === gesichert) return;
      unterwegs = true;
      zuletzt = Date.now();
      let erneut = false;
      try { erneut = nimmAntwort(neu, await sende(neu, dringend)); } catch (grund) {
        melde("getrennt", schluessel ? "Nicht verbunden – Text liegt auf diesem Gerät." : "Nicht verbunden – bitte lassen Sie diese Seite offen.");
        erneut = true;
      }
      unterwegs = false;
      if (erneut) takt = setTimeout(function () { zumServer(false); }, ERNEUT_MS);
      else if (inhalt() !== gesichert && !angehalten) takt = setTimeout(function () { zumServer(false); }, SERVER_MS);
    }
    // True when it is worth trying again.
    function nimmAntwort(neu, antwort) {
      if (antwort.abgemeldet) {
        melde("getrennt", "Sie sind nicht mehr angemeldet. Wählen Sie Speichern: Nach der Anmeldung ist Ihr Text wieder da.");
        getrennt = false;
        return false;
      }
      gesichert = neu.inhalt;
      if (antwort.daten) {
        melde("gesichert", antwort.daten.angenommen ? "Entwurf gesichert." : "An anderer Stelle gibt es eine neuere Fassung dieses Entwurfs.");
        delete form.dataset.geaendert;
        return false;
      }
      melde("warnung", antwort.status === 413 ? "Für einen Entwurf ist das zu viel. Bitte speichern Sie." : "Der Entwurf konnte nicht gesichert werden. Bitte speichern Sie.");
      return antwort.status >= 500 && (gesichert = "", true);
    }
    function geaendert() {
      if (angehalten) return;
      getippt = true;
      clearTimeout(pause);
      pause = setTimeout(halteFest, PAUSE_MS);
    }

    // A partner looked for and chosen is no text yet: a draft begins with the first word or tick.
    form.addEventListener("input", function (event) { if (getippt || event.target.type !== "search") geaendert(); });
    form.addEventListener("change", function (event) { if (getippt || event.target.type !== "search") geaendert(); });
    document.addEventListener("htmx:afterSwap", function (event) { if (getippt && form.contains(event.target)) geaendert(); });
    document.addEventListener("visibilitychange", function () {
      if (document.visibilityState === "hidden" && getippt) zumServer(true);
    });
    window.addEventListener("online", function () { if (getippt) zumServer(false); });
    window.addEventListener("offline", function () {
      if (getippt) melde("getrennt", "Nicht verbunden – Text liegt auf diesem Gerät.");
    });
    window.addEventListener("pageshow", function (event) { if (event.persisted) angehalten = false; });

    // Sending: without a connection the browser would replace the page by its own error page.
    form.addEventListener("submit", function (event) {
      if (event.defaultPrevented) return;
      form.elements.entwurf_stand.value = String(Math.round(jetzt()));
      if ((getrennt || !navigator.onLine) && !form.dataset.verbunden) {
        event.preventDefault();
        event.stopPropagation();
        halteFest();
        pruefeVerbindung(event.submitter);
        return;
      }
      delete form.dataset.verbunden;
      if (event.submitter && event.submitter.name === "suchen") return;
      angehalten = true;
      clearTimeout(takt);
    });
    function pruefeVerbindung(knopf) {
      fetch("/healthz/", { method: "HEAD", cache: "no-store" }).then(function () {
        getrennt = false;
        form.dataset.verbunden = "1";
        form.requestSubmit(knopf || undefined);
      }).catch(function () {
        melde("getrennt", "Nicht verbunden – noch nicht gespeichert. Ihr Text liegt auf diesem Gerät. Bitte versuchen Sie es später noch einmal.");
      });
    }

    // --- Restoring: the newest of device and server, never over newer typed text ------------------------------------
    const anfang = marke.dataset.entwurf, gezeigt = marke.dataset.entwurfGezeigt;
    const istNeu = anfang.endsWith("-neu");

    function zeigeAngebot(eintrag) {
      const kasten = document.createElement("div");
      kasten.className = "kern-alert kern-alert--info netz-meldung netz-entwurfszeile";
      kasten.setAttribute("role", "status");
      const satz = document.createElement("div");
      satz.className = "netz-meldung__text";
      const wann = new Date(eintrag.stand).toLocaleString("de-DE", { day: "2-digit", month: "2-digit", hour: "2-digit", minute: "2-digit" });
      satz.textContent = "Es gibt einen Entwurf vom " + wann + " Uhr" + (eintrag.titel ? ": " + eintrag.titel : "") + ". ";
      const verweis = document.createElement("a");
      verweis.href = ziel(eintrag.formular);
      verweis.textContent = "Fortsetzen";
      satz.append(verweis);
      kasten.append(satz);
      form.before(kasten);
    }
    function ziel(formular) {
      const werte = new URLSearchParams(location.search);
      werte.delete("neu");
      werte.set("entwurf", formular);
      return location.pathname + "?" + werte;
    }
    // Other tabs hold a lock on what is being written there: that is not left over, it is in use.
    async function inArbeit() {
      if (!navigator.locks) return new Set();
      const stand = await navigator.locks.query();
      return new Set(stand.held.map(function (sperre) { return sperre.name; }));
    }
    function sperre() {
      if (navigator.locks) navigator.locks.request(FACH + marke.value, { ifAvailable: true }, function () { return new Promise(function () {}); });
    }
    async function kandidaten() {
      const antwort = await frage("/konto/entwuerfe/stand/?anfang=" + encodeURIComponent(anfang));
      const bekannt = new Map((antwort.daten ? antwort.daten.entwuerfe : []).map(function (e) { return [e.formular, e]; }));
      for (const name of faecher(fach + anfang)) {
        const formular = name.slice(fach.length), dort = bekannt.get(formular);
        if (dort && dort.stand >= geraetestand(name)) {
          if (!dort.offen) vergiss(name);
          continue;
        }
        const eigen = await liesVomGeraet(name);
        if (eigen) bekannt.set(formular, Object.assign(eigen, { offen: true, vomGeraet: true }));
      }
      const belegt = await inArbeit();
      return Array.from(bekannt.values()).filter(function (e) {
        return e.offen && (istNeu ? e.formular.startsWith(anfang + ".") : e.formular === anfang) && !belegt.has(FACH + e.formular);
      }).sort(function (a, b) { return b.stand - a.stand; });
    }
    // Page from the browser's own memory without a connection: what the page has fields for is filled in.
    async function fuelleOhneVerbindung() {
      const namen = faecher(fach + anfang).sort(function (a, b) { return geraetestand(b) - geraetestand(a); });
      const eigen = namen.length && !getippt && !gezeigt ? await liesVomGeraet(namen[0]) : null;
      if (!eigen) return;
      marke.value = eigen.formular;
      const werte = new URLSearchParams(eigen.inhalt);
      fremdes = Array.from(werte.entries());
      Array.from(form.elements).forEach(function (feld) {
        if (!feld.name || NICHT.has(feld.name) || feld.type === "file") return;
        const alle = werte.getAll(feld.name);
        if (["checkbox", "radio"].includes(feld.type)) feld.checked = alle.includes(feld.value);
        else if (alle.length) feld.value = alle[0];
      });
      getippt = true;
      melde("getrennt", "Nicht verbunden – Text liegt auf diesem Gerät.");
    }
    async function stelleWiederHer() {
      if (gezeigt === "eingaben") return;
      let auswahl = [];
      try { auswahl = await kandidaten(); } catch (grund) { return fuelleOhneVerbindung(); }
      const schonDa = Number(gezeigt) || 0;
      const neuester = auswahl.find(function (e) { return schonDa ? e.formular === marke.value : true; });
      if (!neuester || neuester.stand <= schonDa) return;
      if (neuester.vomGeraet && !(await sende(neuester)).daten) return;
      const frei = !getippt && (schonDa || !istNeu || !location.search);
      if (frei) location.replace(ziel(neuester.formular)); else zeigeAngebot(neuester);
    }
    holeSchluessel().then(stelleWiederHer).catch(function () { /* the server's copies are still there */ }).finally(sperre);

    // The last words before signing out are kept as well, then nothing more is.
    return {
      schliesse: async function () {
        angehalten = true;
        clearTimeout(takt);
        clearTimeout(pause);
        if (getippt) await merkeAufGeraet(entwurf());
      },
    };
  }
})();
