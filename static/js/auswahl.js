/* A list to tick: all of it with one tap, and the button says how many. Works without: the list is then ticked by hand. */
(function () {
  "use strict";

  const form = document.querySelector("form[data-auswahl]");
  if (!form) return;
  const haken = Array.from(form.querySelectorAll(`input[name="${form.dataset.auswahl}"]:not(:disabled)`));
  const alle = form.querySelector("[data-auswahl-alle]");
  const zahl = form.querySelector("[data-auswahl-zahl]");

  function zaehle() {
    zahl.textContent = `${zahl.dataset.auswahlZahl} ${haken.filter((einer) => einer.checked).length}`;
  }

  alle.hidden = false;
  alle.addEventListener("click", function () {
    haken.forEach((einer) => { einer.checked = true; });
    zaehle();
  });
  form.addEventListener("change", zaehle);
  // A page that comes back from the browser's cache may have other ticks than when it was loaded.
  window.addEventListener("pageshow", zaehle);
})();
