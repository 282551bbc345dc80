/* Enlarging and moving the map at once; every button is a link that does the same without this script.
   The drawing is moved first, then the server is asked for the signs that find room in the new frame. */
(function () {
  "use strict";

  const BREITE = 1000, STUFE_HOECHSTENS = 5, SCHRITT = 0.35;
  const RICHTUNG = { links: [-SCHRITT, 0], rechts: [SCHRITT, 0], hoch: [0, -SCHRITT], runter: [0, SCHRITT] };
  const TASTEN = { ArrowLeft: "links", ArrowRight: "rechts", ArrowUp: "hoch", ArrowDown: "runter", "+": "naeher", "-": "weiter", "0": "ganz" };

  function einrichten(karte) {
    const buehne = karte.querySelector("[data-karte-buehne]");
    let frage = null, warten = 0, zug = null, griff = 0;

    const bild = function () { return buehne.querySelector("svg"); };
    const zahlen = function (name) { return bild().getAttribute(name).split(" ").map(Number); };
    const basis = function () { return zahlen("data-basis"); };
    const stufe = function () { return Math.log2(basis()[2] / zahlen("viewBox")[2]); };

    // --- The frame: where it is, and signs that keep their size ---------------------------------------------------
    function stelle(x, y, breite) {
      const b = basis();
      breite = Math.min(Math.max(breite, b[2] / Math.pow(2, STUFE_HOECHSTENS)), b[2]);
      const hoehe = breite * b[3] / b[2];
      x = Math.min(Math.max(x, b[0]), b[0] + b[2] - breite);
      y = Math.min(Math.max(y, b[1]), b[1] + b[3] - hoehe);
      bild().setAttribute("viewBox", [x, y, breite, hoehe].join(" "));
      bild().querySelectorAll("[data-fest]").forEach(function (zeichen) {
        zeichen.setAttribute("transform", zeichen.getAttribute("transform").replace(/scale\([^)]*\)/, "scale(" + breite / BREITE + ")"));
      });
      verbergeTipp();
      clearTimeout(warten);
      warten = setTimeout(lade, 300);
    }
    function vergroessere(faktor, ort) {
      const v = zahlen("viewBox"), anteil = ort || [0.5, 0.5], breite = v[2] / faktor, hoehe = v[3] / faktor;
      stelle(v[0] + (v[2] - breite) * anteil[0], v[1] + (v[3] - hoehe) * anteil[1], breite);
    }
    function tue(name) {
      const v = zahlen("viewBox"), b = basis();
      if (name === "naeher") vergroessere(2);
      else if (name === "weiter") vergroessere(0.5);
      else if (name === "ganz") stelle(b[0], b[1], b[2]);
      else stelle(v[0] + v[2] * RICHTUNG[name][0], v[1] + v[3] * RICHTUNG[name][1], v[2]);
    }

    // --- Asking the server ----------------------------------------------------------------------------------------
    function adresse() {
      const ziel = new URL(karte.dataset.kartenfrage, location.href), v = zahlen("viewBox"), b = basis();
      const x = (v[0] + v[2] / 2) / b[6] + b[4], y = (v[1] + v[3] / 2) / b[6] + b[5];
      const breite = Math.atan(Math.sinh(Math.PI * (1 - 2 * y))) * 180 / Math.PI;
      ziel.searchParams.delete("mitte");
      ziel.searchParams.delete("zoom");
      if (stufe() > 0.005) {
        ziel.searchParams.set("mitte", (x * 360 - 180).toFixed(4) + "," + breite.toFixed(4));
        ziel.searchParams.set("zoom", stufe().toFixed(2));
      }
      return ziel;
    }
    function lade() {
      const ziel = adresse();
      if (frage) frage.abort();
      frage = new AbortController();
      buehne.setAttribute("aria-busy", "true");
      const kopf = { "HX-Request": "true" };
      if ("karteGanz" in karte.dataset) kopf["X-Karte-Ganz"] = "1";
      fetch(ziel, { headers: kopf, credentials: "same-origin", signal: frage.signal })
        .then(function (antwort) { return antwort.ok ? antwort.text() : Promise.reject(antwort.status); })
        .then(function (text) { setzeEin(new DOMParser().parseFromString(text, "text/html"), ziel); })
        .catch(function () { /* the moved drawing stays; the next movement asks again */ })
        .finally(function () { buehne.removeAttribute("aria-busy"); });
    }
    function setzeEin(neu, ziel) {
      if (!neu.querySelector("[data-karte] svg")) return;
      const hatFokus = bild().contains(document.activeElement);
      bild().replaceWith(neu.querySelector("[data-karte-buehne] svg"));
      if (hatFokus) buehne.focus();
      ["[data-karte-liste]", "[data-karte-legende]"].forEach(function (teil) {
        const alt = karte.querySelector(teil), frisch = neu.querySelector(teil);
        if (alt && frisch) alt.replaceWith(frisch);
      });
      neu.querySelectorAll("[data-karte-knopf]").forEach(function (knopf) {
        const alt = karte.querySelector('[data-karte-knopf="' + knopf.dataset.karteKnopf + '"]');
        alt.href = knopf.href;
        if (knopf.hasAttribute("aria-disabled") && alt === document.activeElement) buehne.focus();
        alt.toggleAttribute("aria-disabled", false);
        if (knopf.hasAttribute("aria-disabled")) alt.setAttribute("aria-disabled", "true");
      });
      karte.querySelectorAll(".netz-landkarte__ansichten a").forEach(function (alt, stelle) {
        alt.href = neu.querySelectorAll(".netz-landkarte__ansichten a")[stelle].href;
      });
      karte.querySelector("[data-karte-status]").textContent = neu.querySelector("[data-karte-status]").textContent;
      if ("karteGanz" in karte.dataset) {
        history.replaceState(history.state, "", ziel);
        ["mitte", "zoom"].forEach(function (name) {
          const feld = document.querySelector('.netz-filter input[name="' + name + '"]');
          if (feld) feld.value = ziel.searchParams.get(name) || "";
        });
      }
    }

    // --- Buttons, lists, keyboard -----------------------------------------------------------------------------------
    karte.addEventListener("click", function (event) {
      if (event.ctrlKey || event.metaKey || event.shiftKey) return;
      const knopf = event.target.closest("[data-karte-knopf]"), naeher = event.target.closest("[data-karte-naeher]");
      const ort = event.target.closest('a[href^="#ort-"]');
      if (knopf) {
        event.preventDefault();
        tue(knopf.dataset.karteKnopf);
      } else if (naeher) {
        event.preventDefault();
        springe(new URL(naeher.href).searchParams);
      } else if (ort) {
        oeffne(document.getElementById(ort.getAttribute("href").slice(1)), event);
      }
    });
    function springe(werte) {
      const b = basis(), grad = werte.get("mitte").split(",").map(Number), breite = b[2] / Math.pow(2, Number(werte.get("zoom")));
      const bogen = grad[1] * Math.PI / 180;
      const x = ((grad[0] + 180) / 360 - b[4]) * b[6], y = ((1 - Math.asinh(Math.tan(bogen)) / Math.PI) / 2 - b[5]) * b[6];
      stelle(x - breite / 2, y - breite * b[3] / b[2] / 2, breite);
      buehne.scrollIntoView({ block: "nearest" });
      buehne.focus();
    }
    function oeffne(liste, event) {
      if (!liste) return;
      event.preventDefault();
      for (let teil = liste.closest("details"); teil; teil = teil.parentElement.closest("details")) teil.open = true;
      liste.scrollIntoView({ block: "center" });
      liste.focus();
    }
    buehne.addEventListener("keydown", function (event) {
      const name = TASTEN[event.key];
      if (event.key === "Escape") verbergeTipp();
      if (!name || event.ctrlKey || event.metaKey || event.altKey || (RICHTUNG[name] && stufe() < 0.005)) return;
      event.preventDefault();
      tue(name);
    });

    // --- Wheel with Strg, mouse, two fingers ------------------------------------------------------------------------
    function anteil(x, y) {
      const flaeche = bild().getBoundingClientRect();
      return [(x - flaeche.left) / flaeche.width, (y - flaeche.top) / flaeche.height];
    }
    buehne.addEventListener("wheel", function (event) {
      if (!event.ctrlKey && !event.metaKey) return;
      event.preventDefault();
      vergroessere(Math.pow(2, -event.deltaY / 240), anteil(event.clientX, event.clientY));
    }, { passive: false });
    buehne.addEventListener("pointerdown", function (event) {
      if (event.pointerType === "mouse" && event.button === 0 && stufe() > 0.005) zug = { x: event.clientX, y: event.clientY, v: zahlen("viewBox"), weit: false };
    });
    buehne.addEventListener("pointermove", function (event) {
      if (!zug) return;
      const dx = event.clientX - zug.x, dy = event.clientY - zug.y, flaeche = bild().getBoundingClientRect();
      if (!zug.weit && Math.hypot(dx, dy) < 5) return;
      if (!zug.weit) buehne.setPointerCapture(event.pointerId);
      zug.weit = true;
      buehne.dataset.karteZieht = "";
      stelle(zug.v[0] - dx / flaeche.width * zug.v[2], zug.v[1] - dy / flaeche.height * zug.v[3], zug.v[2]);
    });
    ["pointerup", "pointercancel"].forEach(function (ende) {
      buehne.addEventListener(ende, function () {
        delete buehne.dataset.karteZieht;
        if (zug && zug.weit) buehne.addEventListener("click", function (event) { event.preventDefault(); event.stopPropagation(); }, { capture: true, once: true });
        zug = null;
      });
    });
    buehne.addEventListener("dragstart", function (event) { event.preventDefault(); });
    buehne.addEventListener("touchmove", function (event) {
      if (event.touches.length !== 2) return;
      event.preventDefault();
      const a = event.touches[0], b = event.touches[1], weite = Math.hypot(a.clientX - b.clientX, a.clientY - b.clientY);
      if (griff) vergroessere(weite / griff, anteil((a.clientX + b.clientX) / 2, (a.clientY + b.clientY) / 2));
      griff = weite;
    }, { passive: false });
    buehne.addEventListener("touchend", function () { griff = 0; });

    // --- What a sign says while it has the focus; a mouse gets the browser's own tip --------------------------------------------------
    function zeigeTipp(event) {
      const punkt = event.target.closest(".netz-lk-punkt");
      if (!punkt) return;
      verbergeTipp();
      const marke = punkt.querySelector("[data-fest]").cloneNode(false), text = svg("text"), grund = svg("rect");
      marke.setAttribute("class", "netz-lk-tipp");
      zeilen(punkt.querySelector("title").textContent).forEach(function (zeile, nummer) {
        const teil = svg("tspan");
        teil.setAttribute("x", "0");
        teil.setAttribute("dy", nummer ? "26" : "0");
        teil.textContent = zeile;
        text.append(teil);
      });
      marke.append(grund, text);
      bild().append(marke);
      platziere(marke, text, grund);
    }
    function platziere(marke, text, grund) {
      const v = zahlen("viewBox"), fest = v[2] / BREITE, masse = text.getBBox();
      const ort = marke.getAttribute("transform").match(/-?[\d.]+/g).map(Number);
      const links = (ort[0] - v[0]) / fest, oben = (ort[1] - v[1]) / fest;
      const x = Math.min(Math.max(-masse.width / 2, 12 - links), BREITE - 12 - links - masse.width);
      const y = oben > masse.height + 60 ? -44 - masse.height - masse.y : 44 - masse.y;
      text.setAttribute("transform", "translate(" + x + " " + y + ")");
      grund.setAttribute("x", x - 12);
      grund.setAttribute("y", y + masse.y - 8);
      grund.setAttribute("width", masse.width + 24);
      grund.setAttribute("height", masse.height + 16);
      grund.setAttribute("rx", 6);
    }
    function verbergeTipp() {
      buehne.querySelectorAll(".netz-lk-tipp").forEach(function (tipp) { tipp.remove(); });
    }
    buehne.addEventListener("focusin", zeigeTipp);
    buehne.addEventListener("focusout", verbergeTipp);
  }

  function svg(name) { return document.createElementNS("http://www.w3.org/2000/svg", name); }
  function zeilen(text) {
    return text.split(/\s+/).reduce(function (liste, wort) {
      const letzte = liste[liste.length - 1];
      if (letzte && (letzte + " " + wort).length <= 44) liste[liste.length - 1] = letzte + " " + wort;
      else liste.push(wort);
      return liste;
    }, []);
  }
  function suche(teil) {
    teil.querySelectorAll("[data-karte]:not([data-karte-bereit])").forEach(function (karte) {
      karte.dataset.karteBereit = "";
      einrichten(karte);
    });
  }
  suche(document);
  document.addEventListener("htmx:load", function () { suche(document); });
})();
