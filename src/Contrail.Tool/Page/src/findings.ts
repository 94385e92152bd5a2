import { Context } from "./context";
import { h, section } from "./dom";
import { counted, duration, ofUnit } from "./format";
import { Difference, Finding, Origin } from "./model";
import { chain, stackDetails } from "./stack";

const gapTexts: Record<string, string> = {
  notRecorded: "Not recorded",
  unknown: "The file does not show whether this was recorded, so silence proves nothing",
  partOfWindow: "Recorded in a part of the window only",
  unknownPart: "Recorded, but the file does not show for which part of the window",
  someSources: "Recorded from some event sources only, and libraries may use others",
};

const measureTexts: Record<string, string> = {
  pauses: "time in which all WORKERS were stopped", collections: "collections", exceptions: "exceptions",
  waits: "WORKERS that wait", allocations: "bytes allocated", samples: "samples", cpuTime: "processors in use",
  sampledThreads: "threads at work", poolThreads: "target of the thread pool", heap: "managed heap",
  spans: "requests and calls", spanTime: "duration", failedSpans: "failed requests and calls",
  logs: "log messages", compiledMethods: "compiled methods", counters: "counter",
  running: "goroutines that run", ready: "goroutines that are ready and do not run",
  syscalls: "WORKERS in system calls",
};

export function findings(context: Context): HTMLElement {
  const { content } = context;
  const root = section("findings", "What is wrong");
  const [first, ...others] = content.findings;
  root.append(verdict(context));
  if (first) {
    root.append(card(context, first, 1, true));
  }

  others.forEach((one, index) => root.append(card(context, one, index + 2, false)));
  if (content.omittedFindings > 0) {
    root.append(h("p", { class: "quiet" },
      `${counted(content.omittedFindings, "more finding")}: contrail findings FILE --json`));
  }

  root.append(change(context), coverage(context));
  return root;
}

function verdict({ content }: Context): HTMLElement {
  if (content.findings.length > 0) {
    const serious = content.findings.filter((one) => one.severity !== "info").length;
    return h("p", { class: "quiet" }, serious > 0
      ? `${counted(content.findings.length, "cause")} found, the most important first.`
      : `No cause for a warning. ${counted(content.findings.length, "observation")}.`);
  }

  return h("p", { class: "verdict" }, content.examined.length > 0
    ? "No finding in what was recorded."
    : "Unknown: the events were not recorded, or the file does not list them.");
}

function when(context: Context, finding: Finding): string {
  const { clock } = context;
  const since = finding.openStart ? "since before the window" : `from ${clock.at(finding.start!)}`;
  return finding.openEnd ? `${since}, not ended` : `${since} to ${clock.at(finding.end!)}`;
}

function card(context: Context, finding: Finding, order: number, isFirst: boolean): HTMLElement {
  const body = [
    h("p", { class: "next" }, h("strong", {}, "Next: "), finding.next),
    chain(context.frames, finding.stack),
    finding.start === undefined ? null
      : h("p", {}, h("span", { class: "label" }, "when "), when(context, finding)),
    evidence(context, finding),
    ...finding.effects.map((effect) => h("p", {}, h("span", { class: "label" }, "causes "), effect)),
    h("p", { class: "quiet" }, `Confidence: ${finding.confidence}. ${finding.reason}`),
    finding.surer ? h("p", { class: "quiet" }, `To be surer: ${finding.surer}`) : null,
    stackDetails(context.frames, finding.stack),
    actions(context, finding),
  ];
  const title = [
    h("span", { class: `badge ${finding.severity}` }, finding.severity), ` ${order}. ${finding.headline}`];
  return isFirst
    ? h("article", { class: `finding first ${finding.severity}`, "data-rule": finding.rule },
      h("h3", {}, ...title), ...body)
    : h("details", { class: `finding ${finding.severity}`, "data-rule": finding.rule },
      h("summary", {}, h("h3", {}, ...title)), ...body);
}

function evidence(context: Context, finding: Finding): HTMLElement {
  return h("table", { class: "evidence" },
    h("caption", { class: "visually-hidden" }, "Figures, and the cell of the view that shows each"),
    ...finding.evidence.map((one) => h("tr", {},
      h("td", { class: "figure" }, ofUnit(one.unit, one.value, context.clock)),
      h("td", {}, one.label),
      h("td", { class: "quiet cell", title: `contrail view ${one.view} FILE` }, one.id))));
}

function actions(context: Context, finding: Finding): HTMLElement | null {
  const { range } = context;
  const row = h("p", { class: "actions" });
  if (finding.start !== undefined && finding.end !== undefined) {
    const pad = Math.max(1e6, (finding.end - finding.start) * 0.1);
    row.append(h("button", {
      type: "button",
      click: () => context.showRange(
        Math.max(0, finding.start! - pad), Math.min(range.full, Math.max(finding.end!, finding.start! + 1e6) + pad)),
    }, "Show on the timeline"));
  }

  const frame = context.frames.stack(finding.stack).find((one) => context.frames.origin(one) === Origin.own
    && context.content.flames.some((flame) => flame.frames.includes(one)));
  if (frame !== undefined) {
    row.append(h("button", {
      type: "button", click: () => context.findMethod(context.frames.short(frame)),
    }, "Find in the flame graph"));
  }

  return row.childElementCount > 0 ? row : null;
}

function change(context: Context): HTMLElement {
  const { content, range } = context;
  if (!content.change) {
    const serious = content.findings.some((one) => one.severity !== "info");
    return h("p", { class: "quiet" }, !serious ? ""
      : content.changeKnown ? "Nothing changed significantly within the window."
      : content.file.damaged ? "Whether something changed within the window is unknown: the file is incomplete."
      : "The window is too short to find out whether something changed in it.");
  }

  const { start, end, differences } = content.change;
  const text = end < range.full
    ? `What changed for ${duration(end - start)}, from ${context.clock.at(start)} to ${context.clock.at(end)}`
    : `What changed in the last ${duration(end - start)}`;
  return h("details", { class: "group" },
    h("summary", {}, `${text}, compared with the time before`),
    h("ul", {}, ...differences.map((one) => h("li", {}, differenceText(context, one)))),
    h("p", { class: "actions" }, h("button", {
      type: "button", click: () => context.showRange(start, end),
    }, "Show on the timeline")));
}

function differenceText({ clock, worker }: Context, one: Difference): string {
  const kind = (measureTexts[one.measure] ?? one.measure).replace("WORKERS", `${worker}s`);
  const unit = one.unit === "bytes" ? "bytes" : one.unit;
  const text = (value: number | null): string =>
    ofUnit(unit, value, clock) + (one.unit === "bytes" && value !== null ? "/s" : "");
  const before = one.usual === null ? "none" : `${text(one.usual)}, at most ${text(one.usualMax)}`;
  return `${kind}${one.subject ? `, ${one.subject}` : ""}: ${text(one.incident)}; before ${before}`;
}

function coverage({ content, worker }: Context): HTMLElement {
  const groups = new Map<string, string[]>();
  for (const { looked, gap, recording } of content.unexamined) {
    const how = !recording ? ""
      : worker === "goroutine" ? ` To look for it, ${recording}.`
      : ` To look for it, record with ${recording}.`;
    const key = `${gapTexts[gap] ?? gap}\u0000${how}`;
    groups.set(key, [...(groups.get(key) ?? []), looked]);
  }

  const details = h("details", { class: "group" },
    h("summary", {}, content.unexamined.length > 0
      ? `Looked for ${counted(content.examined.length, "cause")}; ${content.unexamined.length} more could not be, `
        + "or not fully, looked for"
      : `Looked for ${counted(content.examined.length, "cause")}`));
  for (const [key, looked] of [...groups].sort((left, right) => right[1].length - left[1].length)) {
    const [gap, how] = key.split("\u0000");
    details.append(h("p", {}, h("strong", {}, `${gap}: `), `${looked.join("; ")}.${how}`));
  }

  if (content.examined.length > 0) {
    details.append(h("p", { class: "quiet" }, `Looked for: ${content.examined.join("; ")}.`));
  }

  return details;
}
