import { Context } from "./context";
import { announce, h, replace, section } from "./dom";
import { counted, duration, ofUnit, percent } from "./format";
import { FlameCanvas } from "./flame-canvas";
import { Content, Flame, Origin } from "./model";
import { Tree } from "./tree";

const titles: Record<string, string> = {
  cpu: "Processor time", managed: "Samples at work", native: "Samples in native code, which includes waits",
  waits: "Waits for locks and handles", contention: "Waits for locks", exceptions: "Exceptions",
  allocations: "Allocated bytes", offCpu: "Blocked, off the processors", blocking: "Blocked goroutines",
  syscalls: "System calls", scheduling: "Ready, waiting for a processor",
};

const maxMethods = 15;

/** The view that shows a finding, and the flame graph of the same records. */
const kindOfView: Record<string, string[]> = {
  "hot-methods": ["cpu", "managed"], cpu: ["cpu", "managed"], exceptions: ["exceptions"], allocations: ["allocations"],
  heap: ["allocations"], contention: ["contention", "waits"], waits: ["waits"], deadlocks: ["waits"],
  "thread-pool": ["waits", "blocking"], "off-cpu": ["offCpu"], blocking: ["blocking"], syscalls: ["syscalls"],
  scheduling: ["scheduling"],
};

/** The flame graph of what the first finding is about; otherwise the first one. */
function firstKind(content: Content): string {
  const wanted = (content.findings[0]?.evidence ?? []).flatMap((one) => kindOfView[one.view] ?? []);
  const drawn = content.flames.filter((flame) => flame.parents.length > 0);
  return wanted.find((kind) => drawn.some((flame) => flame.kind === kind)) ?? (drawn[0] ?? content.flames[0]).kind;
}

/** The flame graphs: one for each kind of record, for all threads or one, in the window or the visible range. */
export class FlameView {
  readonly element: HTMLElement;
  private readonly canvas: FlameCanvas;
  private readonly kind: HTMLSelectElement;
  private readonly thread: HTMLSelectElement;
  private readonly search: HTMLInputElement;
  private readonly visible: HTMLInputElement;
  private readonly status = h("p", { class: "quiet flame-status" });
  private readonly notes = h("p", { class: "quiet" });
  private readonly table = h("div");
  private readonly details = h("div", { class: "details", role: "region", "aria-label": "Selected in the flame graph" });
  private tree: Tree | null = null;
  private update = 0;

  constructor(private readonly context: Context) {
    const { content, worker } = context;
    this.kind = h("select", { "aria-label": "What the flame graph shows", change: () => this.choose() },
      ...content.flames.map((flame) => h("option", { value: flame.kind }, titles[flame.kind] ?? flame.kind)));
    this.thread = h("select", { "aria-label": `Which ${worker}`, change: () => this.make() });
    this.search = h("input", {
      type: "search", placeholder: "method, namespace, module …", "aria-label": "Search the flame graph",
      input: () => this.find(),
      keydown: (event) => (event as KeyboardEvent).key === "Enter" && this.canvas.next(1),
    });
    this.visible = h("input", { type: "checkbox", id: "flame-visible", change: () => this.make() });
    this.canvas = new FlameCanvas(context, (node) => this.show(node), (node) => this.describe(node));
    this.element = this.build();
    context.range.listen(() => this.rangeChanged());
    if (content.flames.length > 0) {
      this.kind.value = firstKind(content);
      this.choose();
    }
  }

  private build(): HTMLElement {
    if (this.context.content.flames.length === 0) {
      return section("flame", "Flame graph", h("p", { class: "quiet" },
        this.context.content.file.filter ? "No record that matches the filter has a stack that could be drawn."
        : "Unknown: no record of the file has a stack that could be drawn. Record with --profile cpu for samples of "
        + "processors."));
    }

    const button = (title: string, label: string, click: () => void): HTMLElement =>
      h("button", { type: "button", title, "aria-label": title, click }, label);
    return section("flame", "Flame graph",
      h("div", { class: "tools" }, this.kind, this.thread, this.search,
        button("Previous match", "‹", () => this.canvas.next(-1)), button("Next match", "›", () => this.canvas.next(1)),
        button("Show the whole graph", "All", () => this.canvas.zoom(0)),
        h("label", { for: "flame-visible" }, this.visible, " only the visible time")),
      this.legend(), this.status, this.canvas.element, this.details, this.notes,
      h("h3", {}, "Heaviest methods"), this.table);
  }

  private legend(): HTMLElement {
    const list = h("ul", { class: "legend", "aria-label": "Colours" });
    for (const [name, title] of [
      ["--f-own", "own code"], ["--f-library", "library"], ["--f-framework", "framework"], ["--f-native", "native code"],
      ["--f-unknown", "unknown"], ["--f-match", "matches the search"],
    ]) {
      const swatch = h("span", { class: "swatch", "aria-hidden": "true" });
      swatch.style.background = `var(${name})`;
      list.append(h("li", {}, swatch, title));
    }

    return list;
  }

  focusSearch(): void {
    this.search.focus();
  }

  /** Searches for a method in the first flame graph that has it, and goes there. */
  findMethod(name: string): void {
    const { content, frames } = this.context;
    const has = (flame: Flame): boolean => flame.frames.some((frame) => frames.short(frame) === name);
    const current = content.flames.find((flame) => flame.kind === this.kind.value);
    const flame = current && has(current) ? current : content.flames.find(has);
    this.search.value = name;
    if (flame) {
      this.kind.value = flame.kind;
      this.choose();
    } else {
      this.find();
    }

    this.element.scrollIntoView();
    this.canvas.next(1);
    this.canvas.focus();
  }

  private get flame(): Flame {
    return this.context.content.flames.find((flame) => flame.kind === this.kind.value)!;
  }

  private choose(): void {
    const { flame } = this;
    const { worker, content } = this.context;
    const names = new Map(content.timeline.tracks.filter((track) => track.group === "threads")
      .map((track) => [track.id, track.name]));
    const weights = new Map<string, number>();
    flame.weights.forEach((weight, index) => {
      const id = flame.threads[flame.weightThreads?.[index] ?? 0];
      weights.set(id, (weights.get(id) ?? 0) + weight);
    });
    const ids = flame.hasThreads
      ? [...flame.threads].sort((left, right) => weights.get(right)! - weights.get(left)!).slice(0, 500) : [];
    const before = this.thread.value;
    replace(this.thread, h("option", { value: "" }, `all ${worker}s`), ...ids.map((id) => h("option", { value: id },
      `${id === "0" ? `unknown ${worker}` : `${id} ${names.get(id) ?? ""}`} `
      + `(${percent(weights.get(id)! / Math.max(1, flame.total))})`)));
    this.thread.value = ids.includes(before) ? before : "";
    this.visible.disabled = flame.step === 0;
    this.make();
  }

  private rangeChanged(): void {
    if (this.visible.checked) {
      clearTimeout(this.update);
      this.update = window.setTimeout(() => this.make(), 150);
    }
  }

  private make(): void {
    const { range } = this.context;
    this.tree = new Tree(this.flame, {
      thread: this.thread.value === "" ? null : this.thread.value,
      range: this.visible.checked && this.flame.step > 0 ? { start: range.start, end: range.end } : null,
    });
    this.canvas.set(this.tree);
    replace(this.details);
    this.find();
    this.showTable();
    this.showNotes();
  }

  private text(value: number): string {
    return ofUnit(this.flame.unit, Math.round(value), this.context.clock);
  }

  private find(): void {
    const needle = this.search.value.trim().toLowerCase();
    const { frames, content } = this.context;
    const matching = new Set<number>();
    if (needle) {
      content.frames.names.forEach((_, frame) => {
        if (frames.full(frame).toLowerCase().includes(needle)
          || frames.module(frame).toLowerCase().includes(needle)) {
          matching.add(frame);
        }
      });
    }

    this.canvas.highlight(needle ? matching : null);
    const tree = this.tree!;
    const [shown, whole] = [this.text(tree.total[0]), this.text(this.flame.total)];
    const all = shown === whole ? shown : `${shown} of ${whole} in all`;
    const weight = needle ? tree.weightOf((frame) => matching.has(frame)) : 0;
    this.status.textContent = this.flame.parents.length === 0
      ? `Unknown: none of these records has a stack (${whole}). The profiles requests and `
        + "collections record none."
      : !needle
      ? `${all}. Click a method to zoom; its callers stay above it.`
      : `“${this.search.value.trim()}”: ${counted(this.canvas.matchCount, "place")}, ${this.text(weight)}, `
        + `${percent(weight / Math.max(1, tree.total[0]))} of ${this.text(tree.total[0])}.`;
    if (needle) {
      announce(this.status.textContent);
    }
  }

  private describe(node: number): string {
    const tree = this.tree!;
    const name = node === 0 ? "everything" : this.context.frames.full(tree.frame[node]);
    const share = percent(tree.total[node] / Math.max(1, tree.total[0]));
    return `${name} · ${this.text(tree.total[node])} (${share})`
      + (tree.self[node] > 0 ? ` · itself ${this.text(tree.self[node])}` : "");
  }

  private show(node: number): void {
    const tree = this.tree!;
    const { frames } = this.context;
    const callers = h("ol", { class: "stack" });
    for (let at = node; at > 0; at = tree.parent[at]) {
      callers.append(h("li", { class: frames.origin(tree.frame[at]) === 1 ? "own" : "" },
        h("code", {}, frames.full(tree.frame[at])),
        frames.module(tree.frame[at]) ? h("span", { class: "module" }, ` ${frames.module(tree.frame[at])}`) : null));
    }

    const text = this.describe(node);
    replace(this.details, h("p", {}, text),
      node > 0 ? h("details", {}, h("summary", {}, "Called by"), callers) : null);
    announce(text);
  }

  private showTable(): void {
    const tree = this.tree!;
    const { frames } = this.context;
    const whole = Math.max(1, tree.total[0]);
    const rows = tree.methods().sort((left, right) => right.self - left.self
        || Number(frames.origin(right.frame) === Origin.own) - Number(frames.origin(left.frame) === Origin.own)
        || right.total - left.total).slice(0, maxMethods)
      .map((method) => h("tr", {},
        h("td", { class: "figure" }, this.text(method.self)),
        h("td", { class: "figure" }, percent(method.self / whole)),
        h("td", { class: "figure" }, percent(method.total / whole)),
        h("td", {}, h("code", { class: frames.origin(method.frame) === 1 ? "own" : "" }, frames.full(method.frame)))));
    replace(this.table, rows.length === 0 ? h("p", { class: "quiet" }, "Nothing in this selection.")
      : h("div", { class: "scroll", tabindex: "0", role: "region", "aria-label": "Methods" }, h("table", {},
        h("thead", {}, h("tr", {},
          h("th", { scope: "col", class: "figure" }, "itself"), h("th", { scope: "col", class: "figure" }, "part"),
          h("th", { scope: "col", class: "figure" }, "with calls"), h("th", { scope: "col" }, "method"))),
        h("tbody", {}, ...rows))));
  }

  private showNotes(): void {
    const { flame } = this;
    const notes = [
      flame.unplaced > 0 ? `${this.text(flame.unplaced)} have no stack and are not in the graph.` : "",
      flame.dropped > 0 ? `${this.text(flame.dropped)} of rare stacks are left out.` : "",
      flame.omittedNodes > 0
        ? `${counted(flame.omittedNodes, "rare call")} are left out; their weight is that of their callers.` : "",
      !flame.hasThreads ? `There are too many different stacks to separate ${this.context.worker}s.` : "",
      flame.step === 0 ? "There are too many different stacks to separate times."
        : `A selected time is as fine as ${duration(flame.step)}; a wait counts where it began.`,
    ];
    this.notes.textContent = notes.filter(Boolean).join(" ");
  }
}

