/* Re-cuts: a click on the map ticks the Gemeinde in the list without loading the page. Without JavaScript it is a link. */
(() => {
  const bereich = document.querySelector("[data-zuschnitt]");
  if (!bereich) return;
  const kaestchen = (ags) => bereich.querySelector(`#g-${CSS.escape(ags)}`);
  const zeige = (verweis, ist) => {
    verweis.querySelector("path").classList.toggle("ist-gewaehlt", ist);
    const name = verweis.getAttribute("aria-label").replace(/, ausgewählt$/, "");
    verweis.setAttribute("aria-label", ist ? `${name}, ausgewählt` : name);
  };
  bereich.addEventListener("click", (ereignis) => {
    const verweis = ereignis.target.closest("a[data-ags]");
    const feld = verweis && kaestchen(verweis.dataset.ags);
    if (!feld || ereignis.ctrlKey || ereignis.metaKey || ereignis.shiftKey) return;
    ereignis.preventDefault();
    feld.checked = !feld.checked;
    zeige(verweis, feld.checked);
  });
  bereich.addEventListener("change", (ereignis) => {
    if (ereignis.target.name !== "gewaehlt") return;
    const verweis = bereich.querySelector(`a[data-ags="${CSS.escape(ereignis.target.value)}"]`);
    if (verweis) zeige(verweis, ereignis.target.checked);
  });
})();
