import { Context } from "./context";
import { h, section } from "./dom";
import { counted, duration, number } from "./format";
import { TimeUse } from "./model";

const stacked = ["user", "system", "waiting", "blocked"];

/** Where the time of the process went. */
export function timeUse({ content }: Context): HTMLElement {
  const { uses, processors } = content.time;
  const known = uses.filter((one) => stacked.includes(one.use) && one.average !== null);
  const total = known.reduce((sum, one) => sum + one.average!, 0);
  const bar = h("div", { class: "bar", "aria-hidden": "true" });
  for (const one of known) {
    const part = h("span", { class: `use-${one.use}`, title: one.title });
    part.style.flexGrow = String(total > 0 ? one.average! / total : 0);
    bar.append(part);
  }

  const rows = uses.filter((one) => one.average !== null).map((one) => h("tr", {},
    h("th", { scope: "row" },
      stacked.includes(one.use) ? h("span", { class: `swatch use-${one.use}`, "aria-hidden": "true" }) : null,
      one.title),
    h("td", { class: "figure" }, one.use === "paused" ? `${(100 * one.average!).toFixed(1)} %` : number(one.average!)),
    h("td", { class: "figure" }, one.nanoseconds === null ? "" : duration(one.nanoseconds)),
    h("td", { class: "quiet" }, one.source)));
  return section("time", "Where the time went",
    h("p", { class: "quiet" }, processors > 0
      ? `Threads on average at any moment; the process had ${counted(processors, "processor")}.`
      : "Threads on average at any moment. The number of processors is unknown: not in the file."),
    known.length > 1 ? bar : null,
    rows.length === 0 ? null
      : h("div", { class: "scroll", tabindex: "0", role: "region", "aria-label": "Where the time went" },
        h("table", {},
          h("thead", {}, h("tr", {},
            h("th", { scope: "col" }, "what threads did"),
            h("th", { scope: "col", class: "figure" }, "on average"),
            h("th", { scope: "col", class: "figure" }, "in total"),
            h("th", { scope: "col" }, "source"))),
          h("tbody", {}, ...rows))),
    ...unknown(uses, content.file.filter !== undefined).map((line) => h("p", { class: "quiet" }, line)));
}

/** What is unknown, a line for each reason. */
function unknown(uses: TimeUse[], filter: boolean): string[] {
  const byReason = new Map<string, string[]>();
  for (const one of uses.filter((use) => use.average === null)) {
    byReason.set(one.source, [...(byReason.get(one.source) ?? []), one.title]);
  }

  return [...byReason].map(([reason, titles]) => {
    const how = !filter && reason.includes("not recorded") ? " Record with --figures on." : "";
    return `${reason[0].toUpperCase()}${reason.slice(1)}: ${titles.join("; ")}.${how}`;
  });
}
