import { charts } from "./charts";
import { Context } from "./context";
import { h } from "./dom";
import { findings } from "./findings";
import { FlameView } from "./flame";
import { Clock, duration } from "./format";
import { helpDialog } from "./help";
import { Content, decode, Frames } from "./model";
import { fileSection } from "./notes";
import { Range } from "./range";
import { timeUse } from "./time";
import { TimelineView } from "./timeline";
import { toggleTheme } from "./theme";

const sections = [
  ["findings", "Findings"], ["time", "Time"], ["charts", "Charts"], ["timeline", "Timeline"], ["flame", "Flame graph"],
  ["file", "File"],
];

function header(content: Content, clock: Clock, help: HTMLDialogElement): HTMLElement {
  const { file } = content;
  const name = file.process?.name ? `${file.process.name}, pid ${file.process.id || "unknown"}` : file.name;
  document.title = `${content.findings[0]?.headline ?? "No finding"} – ${name}`.slice(0, 160);
  const window = clock.isKnown
    ? `${duration(file.duration)}, ${clock.day(0)} to ${clock.at(file.duration)} UTC`
    : `${duration(file.duration)}; the time of day is unknown: not in the file`;
  const triggers = file.triggers.slice(0, 3).map((one) =>
    h("p", { class: "quiet" }, `Recorded because of ${one.rule}: ${one.expression}${one.subject ? `, ${one.subject}` : ""}`));
  return h("header", {},
    h("div", { class: "top" },
      h("div", {}, h("h1", {}, name), h("p", { class: "quiet" }, window), ...triggers,
        file.damaged ? h("p", { class: "filter" },
          "The file is incomplete: this page is about what is left of it. Its losses are at the end.") : null,
        file.filter ? h("p", { class: "filter" },
          `Only records that match ${file.filter} are on this page, and the findings are about those only.`) : null),
      h("div", { class: "actions" },
        h("button", { type: "button", click: toggleTheme, "aria-keyshortcuts": "t" }, "Light or dark"),
        h("button", { type: "button", click: () => help.showModal(), "aria-keyshortcuts": "?" }, "Keys"))),
    h("nav", { "aria-label": "Sections" }, ...sections.map(([id, title]) => h("a", { href: `#${id}` }, title))));
}

function goTo(id: string): void {
  const heading = document.getElementById(`${id}-title`);
  heading?.scrollIntoView();
  heading?.focus({ preventScroll: true });
}

function listenToKeys(timeline: TimelineView, flame: FlameView, help: HTMLDialogElement): void {
  document.addEventListener("keydown", (event) => {
    const target = event.target as HTMLElement;
    const isTyping = /^(INPUT|SELECT|TEXTAREA)$/.test(target.tagName);
    if (event.key === "Escape" && target.tagName === "INPUT") {
      const input = target as HTMLInputElement;
      input.value = "";
      input.dispatchEvent(new Event("input"));
      input.blur();
    }

    if (isTyping || event.ctrlKey || event.metaKey || event.altKey || help.open) {
      return;
    }

    if (event.key === "/") {
      event.preventDefault();
      (timeline.element.contains(target) ? timeline : flame).focusSearch();
    } else if (event.key === "?") {
      help.showModal();
    } else if (event.key === "t") {
      toggleTheme();
    } else if (/^[1-6]$/.test(event.key)) {
      goTo(sections[Number(event.key) - 1][0]);
    }
  });
}

function start(): void {
  const content = decode(document.getElementById("content")!.textContent!);
  const clock = new Clock(content.file.startUtc, content.file.duration);
  const context: Context = {
    content, clock, frames: new Frames(content), range: new Range(Math.max(1, content.file.duration)),
    worker: content.file.goroutines ? "goroutine" : "thread",
    showRange: (from, to) => {
      context.range.show(from, to);
      timeline.focus();
    },
    findMethod: (name) => flame.findMethod(name),
  };
  const help = helpDialog();
  const main = h("main", {}, findings(context), timeUse(context));
  document.getElementById("page")!.replaceChildren(header(content, clock, help), main, help);
  const timeline = new TimelineView(context);
  const flame = new FlameView(context);
  main.append(charts(context), timeline.element, flame.element, fileSection(context));
  listenToKeys(timeline, flame, help);
  requestAnimationFrame(() => setTimeout(() => {
    performance.mark("contrail-shown");
    document.documentElement.dataset.ready = "true";
  }));
}

try {
  start();
} catch (failure) {
  const page = document.getElementById("page")!;
  page.textContent = `The page cannot show its content: ${String(failure)}. Use contrail findings FILE instead.`;
  throw failure;
}
