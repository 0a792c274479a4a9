// Puts the editor in place of the plain form. Nothing is asked of another server: the completers that would ask one
// are left out, and the ontology's own terms take their place.
"use strict";
(() => {
  const place = document.getElementById("yasgui");
  const form = document.getElementById("form");
  const text = document.getElementById("query");
  if (!place || !form || typeof Yasgui === "undefined") return;

  const Yasqe = Yasgui.Yasqe;
  const terms = fetch(place.dataset.terms)
    .then((answer) => answer.json())
    .then((found) => found.results.bindings);
  const ofKind = (kind) => () =>
    terms.then((rows) => rows.filter((row) => row.kind.value === kind).map((row) => row.term.value));
  Yasqe.defaults.autocompleters = ["variables"];
  for (const kind of ["class", "property"]) {
    Yasqe.forkAutocompleter(kind, { name: `ontology-${kind}`, bulk: true, persistenceId: null, get: ofKind(kind) });
  }

  const endpoint = new URL(place.dataset.endpoint, window.location.href).href;
  place.hidden = false;
  const editor = new Yasgui(place, {
    persistenceId: null,
    populateFromUrl: false,
    autofocus: false,
    copyEndpointOnNewTab: true,
    corsProxy: undefined,
    endpointCatalogueOptions: { getData: () => [{ endpoint }] },
    requestConfig: { endpoint, method: "POST" },
    yasqe: { value: text.value, createShareableLink: null, prefixCcApi: "" },
    yasr: { prefixes: {}, pluginsOptions: {} },
  });
  const tab = editor.getTab();
  tab.setEndpoint(endpoint);
  tab.setQuery(text.value);
  form.hidden = true;
  document.documentElement.dataset.editor = "ready";
  const dark = window.matchMedia("(prefers-color-scheme: dark)");
  const follow = () => (document.documentElement.dataset.theme = dark.matches ? "dark" : "light");
  dark.addEventListener("change", follow);
  follow();
})();
