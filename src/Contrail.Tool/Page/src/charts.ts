import uPlot from "uplot";
import { Context } from "./context";
import { color, h, section } from "./dom";
import { bytes, count, counted, duration, number, percent } from "./format";
import { CounterSeries } from "./model";

interface Panel {
  title: string;
  unit: string;
  times: number[];
  lines: { name: string; title: string; values: (number | null)[] }[];
}

const units: Record<string, string> = {
  duration: "time", bytes: "bytes", share: "part", rate: "per second", count: "count", number: "number",
};

const byteSteps = Array.from({ length: 50 }, (_, power) => 2 ** power);
const wholeSteps = Array.from({ length: 15 }, (_, power) => [1, 2, 5].map((step) => step * 10 ** power)).flat();
const fractions = ["duration", "nanoseconds", "time", "share", "rate", "number", "level", "timeShare", "bytesLevel"];

/** The distances between lines; undefined for any. A number of things has no fractions. */
function steps(unit: string): number[] | undefined {
  return unit === "bytes" ? byteSteps : fractions.includes(unit) ? undefined : wholeSteps;
}

const reportedAsChanged = ["poolTarget", "heap"];
const maxPanels = 9;
const height = 130;

function valueText(unit: string, value: number | null | undefined): string {
  return value === null || value === undefined ? "unknown"
    : unit === "duration" ? duration(value)
    : unit === "bytes" ? bytes(value)
    : unit === "share" ? percent(value)
    : unit === "rate" ? `${number(value)}/s`
    : unit === "count" ? count(value)
    : number(value);
}

/** Lines of one chart and one unit, together. */
function panels(context: Context): Panel[] {
  const all: Panel[] = [];
  for (const chart of context.content.charts) {
    const byUnit = new Map<string, Panel>();
    for (const line of chart.lines) {
      // Rates over time are very different figures: each has its own scale.
      const isOwn = chart.name === "timeline";
      const isMachine = line.title.startsWith("machine:");
      const key = isOwn ? line.name : `${line.unit} ${isMachine}`;
      const panel = byUnit.get(key) ?? {
        title: isOwn ? line.title : `${chart.title}${isMachine ? " of the machine" : ""} (${units[line.unit] ?? line.unit})`,
        unit: line.unit, times: chart.times, lines: [],
      };
      if (line.values.some((value) => value !== null && value !== 0)) {
        panel.lines.push({ name: line.name, title: line.title, values: line.values });
        byUnit.set(key, panel);
      }
    }

    all.push(...byUnit.values());
  }

  all.push(...context.content.counters.filter(changes).map(ofCounter));
  return all;
}

const changes = (series: CounterSeries): boolean => series.values.some((value) => value !== series.values[0]);

/** Counters that always had the same value, without a chart. */
function unchanged(counters: CounterSeries[]): HTMLElement | null {
  const list = counters.filter((series) => !changes(series));
  return list.length === 0 ? null
    : h("details", { class: "group" },
      h("summary", {}, `${counted(list.length, "counter")} with one value only`),
      h("ul", {}, ...list.map((series) => {
        const { title, unit, lines } = ofCounter(series);
        return h("li", {}, `${title}: ${valueText(unit, lines[0].values[0])}`);
      })));
}

function ofCounter(series: CounterSeries): Panel {
  const title = series.tags ? `${series.name} {${series.tags}}` : series.name;
  const declared = series.unit ?? "";
  const unit = /^bytes?$|^by?$/i.test(declared) || /:bytes$/.test(series.name) ? "bytes"
    : declared === "s" ? "duration" : "number";
  const values = unit === "duration" ? series.values.map((value) => value === null ? null : value * 1e9) : series.values;
  return {
    title: unit !== "number" || !declared ? title : `${title} (${declared})`,
    unit, times: series.times, lines: [{ name: series.name, title, values }],
  };
}

export function charts(context: Context): HTMLElement {
  const all = panels(context);
  const grid = h("div", { class: "charts" });
  const root = section("charts", "Charts", all.length === 0
    ? h("p", { class: "quiet" }, "The file contains nothing that changes over time.")
    : h("p", { class: "quiet" },
      "Drag over a chart to show that time in all charts, on the timeline and in the flame graph."), grid);
  if (!context.content.charts.some((chart) => chart.view === "machine")) {
    root.append(h("p", { class: "quiet" },
      context.content.file.filter ? "Figures of the operating system: none that match the filter."
      : "Figures of the operating system: unknown, not in the file. Record with --figures on."));
  }

  if (context.content.counters.length === 0) {
    root.append(h("p", { class: "quiet" }, context.content.file.filter
      ? "Counters: none that match the filter." : "Counters: none in the file."));
  }

  const same = unchanged(context.content.counters);
  if (same) {
    root.append(same);
  }

  const omitted = context.content.omittedCounterValues;
  if (omitted > 0) {
    root.append(h("p", { class: "quiet" },
      `${counted(omitted, "value")} of further counters are left out: contrail view counters FILE`));
  }

  const make = (panel: Panel): void => { grid.append(draw(context, panel)); };
  // Charts that are not visible yet are made when the page has been shown.
  all.slice(0, maxPanels).forEach((panel, index) =>
    index < 6 ? make(panel) : setTimeout(() => make(panel), 50 + index * 5));
  if (all.length > maxPanels) {
    const more = h("button", {
      type: "button", click: () => { all.slice(maxPanels).forEach(make); more.remove(); },
    }, `Show ${counted(all.length - maxPanels, "more chart")}`);
    root.append(h("p", { class: "actions" }, more));
  }

  return root;
}

const most = (values: (number | null)[]): number | null =>
  values.reduce((max, value) => value === null ? max : Math.max(max ?? value, value), null);

function summary(panel: Panel): string {
  return panel.lines.map((line) => {
    const known = line.values.filter((value) => value !== null);
    return known.length === 0 ? `${line.title}: unknown`
      : `${line.title}: last ${valueText(panel.unit, known[known.length - 1])}, `
        + `at most ${valueText(panel.unit, most(line.values))}`;
  }).join("; ");
}

function draw(context: Context, panel: Panel): HTMLElement {
  const place = h("div", { class: "plot", role: "img", "aria-label": `${panel.title}. ${summary(panel)}` });
  const figure = h("figure", { class: "chart" }, h("figcaption", {}, panel.title,
    panel.lines.length === 1 ? h("span", { class: "quiet" }, ` at most ${valueText(panel.unit, most(panel.lines[0].values))}`)
      : null), place);
  const { range, clock } = context;
  let plot: uPlot | null = null;
  const follow = (): void => plot?.setScale("x", { min: range.start / 1e9, max: range.end / 1e9 });
  const create = (): void => {
    plot?.destroy();
    plot = new uPlot(options(panel, clock.isKnown, context, place.clientWidth || 320), [
      panel.times.map((time) => time / 1e9), ...panel.lines.map((line) => line.values),
    ], place);
    follow();
  };
  range.listen(follow);
  new ResizeObserver(() => {
    if (plot && place.clientWidth > 0 && plot.width !== place.clientWidth) {
      plot.setSize({ width: place.clientWidth, height });
    }
  }).observe(place);
  document.addEventListener("contrail-theme", create);
  requestAnimationFrame(create);
  return figure;
}

function options(
  panel: Panel, hasTime: boolean, context: Context, width: number): uPlot.Options {
  const axis = { stroke: color("--quiet"), grid: { stroke: color("--line"), width: 1 }, ticks: { show: false } };
  const font = "11px system-ui, sans-serif";
  return {
    width, height,
    cursor: {
      drag: { x: true, y: false, setScale: false },
      sync: { key: "contrail" },
      points: { size: 5 },
      bind: { dblclick: () => () => { context.range.reset(); return null; } },
    },
    legend: { show: true, live: true },
    scales: { x: { time: false }, y: { range: (_, min, max) => [Math.min(0, min), max > min ? max * 1.05 : min + 1] } },
    axes: [
      { ...axis, font, size: 24, values: (_, splits) => splits.map((value) => `${value} s`) },
      { ...axis, font, size: 58, incrs: steps(panel.unit), values: (_, splits) => splits.map((value) => valueText(panel.unit, value)) },
    ],
    series: [
      {
        label: "time",
        value: (_, value) => value === null || value === undefined ? "" : hasTime ? context.clock.at(value * 1e9) : `${value.toFixed(3)} s`,
      },
      ...panel.lines.map((line, index): uPlot.Series => ({
        label: line.title, stroke: color(`--series-${index % 8}`), width: 1.5,
        // A level that is reported when it changes is not unknown in between.
        spanGaps: reportedAsChanged.includes(line.name),
        paths: reportedAsChanged.includes(line.name) ? uPlot.paths.stepped!({ align: 1 }) : undefined,
        points: { show: line.values.filter((value) => value !== null).length < 40, size: 4 },
        fill: panel.lines.length === 1 ? color("--series-fill") : undefined,
        value: (_, value, __, index) => index === null ? "" : valueText(panel.unit, value),
      })),
    ],
    hooks: {
      setSelect: [(plot) => {
        const { left, width: selected } = plot.select;
        if (selected > 2) {
          context.range.show(plot.posToVal(left, "x") * 1e9, plot.posToVal(left + selected, "x") * 1e9);
          plot.setSelect({ left: 0, top: 0, width: 0, height: 0 }, false);
        }
      }],
    },
  };
}
