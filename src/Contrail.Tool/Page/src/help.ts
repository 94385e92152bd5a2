import { h } from "./dom";

const keys: [string, string][] = [
  ["/", "Search: the timeline if it has the focus, otherwise the flame graph"],
  ["1 to 6", "Go to a section"],
  ["Tab", "Go to the next control"],
  ["← →", "Timeline: move; flame graph: neighbours. With Shift, the timeline moves by a page"],
  ["↑ ↓", "Timeline: select a row; flame graph: caller, heaviest call"],
  ["+ −", "Timeline: zoom"],
  ["N P", "Timeline: next or previous slice; flame graph: next or previous match"],
  ["Enter", "Zoom to the selection"],
  ["Home", "Show everything"],
  ["Esc", "Leave the search, the selection or the zoom"],
  ["T", "Light or dark"],
  ["?", "These keys"],
];

/** The dialog with the keys. */
export function helpDialog(): HTMLDialogElement {
  const dialog: HTMLDialogElement = h("dialog", { "aria-labelledby": "help-title" },
    h("h2", { id: "help-title" }, "Keys"),
    h("table", {}, ...keys.map(([key, text]) => h("tr", {}, h("th", { scope: "row" }, h("kbd", {}, key)), h("td", {}, text)))),
    h("p", { class: "actions" }, h("button", { type: "button", click: () => dialog.close() }, "Close")));
  return dialog;
}
