import { Context } from "./context";
import { announce, append, color, h, replace, section } from "./dom";
import { counted, duration, gridStep } from "./format";
import { kinds, order } from "./kinds";
import { Hit, omissions, Row, rowsOf, Series } from "./rows";
import { stackList } from "./stack";

const labelWidth = 210;
const axisHeight = 24;
const rowHeight = 22;
const maxHeight = 520;

/** The timeline: rows of slices on a canvas, which the mouse and the keyboard move. */
export class TimelineView {
  readonly element: HTMLElement;
  private readonly canvas = h("canvas", { "aria-hidden": "true" });
  private readonly spacer = h("div", { class: "spacer" });
  private readonly scroller: HTMLElement;
  private readonly details = h("div", { class: "details", role: "region", "aria-label": "Selected on the timeline" });
  private readonly status = h("p", { class: "quiet" });
  private readonly search: HTMLInputElement;
  private readonly all: Row[];
  private readonly notes: string[];
  private rows: Row[];
  private needle = "";
  private selected: Hit | null = null;
  private current = 0;
  private drag: { x: number; start: number; moved: boolean } | null = null;
  private scheduled = false;

  constructor(private readonly context: Context) {
    const made = rowsOf(context.content, context.worker);
    this.all = made.rows;
    this.rows = this.all;
    this.notes = [...omissions(context.content.timeline, context.worker, duration), ...made.notes];
    this.search = h("input", {
      type: "search", placeholder: `${context.worker}, wait, request, exception …`, "aria-label": "Search the timeline",
      input: () => this.filter(),
    });
    this.scroller = h("div", {
      class: "canvas", tabindex: "0", role: "application", "aria-label":
        "Timeline. Left and right arrows move, plus and minus zoom, up and down select a row, "
        + "N and P select the next or previous slice, Home shows everything.",
    }, this.canvas, this.spacer);
    this.element = this.build();
    this.listen();
  }

  private build(): HTMLElement {
    const { range, worker } = this.context;
    const button = (title: string, label: string, click: () => void): HTMLElement =>
      h("button", { type: "button", title, "aria-label": title, click }, label);
    const sort = h("select", { "aria-label": "Order of the rows", change: () => this.sort(sort.value) },
      h("option", { value: "interest" }, "most to see first"),
      h("option", { value: "name" }, "by name"),
      h("option", { value: "id" }, "by number"));
    return section("timeline", `Timeline of ${worker}s`,
      h("div", { class: "tools" }, this.search, sort,
        button("Earlier", "←", () => range.move(-0.25)), button("Later", "→", () => range.move(0.25)),
        button("Zoom in", "+", () => range.zoom(0.5)), button("Zoom out", "−", () => range.zoom(2)),
        button("Show the whole window", "All", () => range.reset())),
      this.legend(), this.status, this.scroller, this.details,
      ...this.notes.map((note) => h("p", { class: "quiet" }, note)));
  }

  private legend(): HTMLElement {
    const present = new Set(this.all.flatMap((row) => row.series.map((series) => series.kind)));
    const list = h("ul", { class: "legend", "aria-label": "Colours" });
    for (const kind of order.filter((one) => present.has(one))) {
      const swatch = h("span", { class: `swatch ${kinds[kind].form}`, "aria-hidden": "true" });
      swatch.style.background = `var(${kinds[kind].color})`;
      list.append(h("li", {}, swatch, kinds[kind].title));
    }

    const hasFailed = this.all.some((row) => row.series.some((series) =>
      series.slices.flags?.some((flags) => (flags & 4) !== 0)));
    if (hasFailed) {
      const swatch = h("span", { class: "swatch", "aria-hidden": "true" });
      swatch.style.background = "var(--k-failed)";
      list.append(h("li", {}, swatch, "failed"));
    }

    if (this.all.some((row) => row.density)) {
      list.append(h("li", {}, h("span", { class: "swatch density", "aria-hidden": "true" }), "sampled at work"));
    }

    return list;
  }

  focusSearch(): void {
    this.search.focus();
  }

  /** Goes to the timeline. */
  focus(): void {
    this.element.scrollIntoView();
    this.scroller.focus({ preventScroll: true });
  }

  private listen(): void {
    const { range } = this.context;
    range.listen(() => this.draw());
    document.addEventListener("contrail-theme", () => this.draw());
    this.scroller.addEventListener("scroll", () => this.draw());
    new ResizeObserver(() => this.draw()).observe(this.scroller);
    this.scroller.addEventListener("keydown", (event) => this.key(event));
    this.canvas.addEventListener("pointerdown", (event) => {
      this.drag = { x: event.offsetX, start: range.start, moved: false };
      this.canvas.setPointerCapture(event.pointerId);
    });
    this.canvas.addEventListener("pointermove", (event) => this.pointerMove(event));
    this.canvas.addEventListener("pointerup", (event) => {
      if (this.drag && !this.drag.moved) {
        this.select(this.hit(event.offsetX, event.offsetY));
      }

      this.drag = null;
    });
    this.canvas.addEventListener("dblclick", (event) => {
      const hit = this.hit(event.offsetX, event.offsetY);
      hit ? this.zoomTo(hit) : range.reset();
    });
    this.scroller.addEventListener("wheel", (event) => this.wheel(event), { passive: false });
  }

  // Without a modifier the wheel scrolls the rows and the page, as everywhere.
  private wheel(event: WheelEvent): void {
    const { range } = this.context;
    if (event.ctrlKey || event.metaKey) {
      event.preventDefault();
      range.zoom(Math.exp(event.deltaY * 0.002), this.timeAt(event.offsetX));
    } else if (event.shiftKey || Math.abs(event.deltaX) > Math.abs(event.deltaY)) {
      event.preventDefault();
      range.move((event.deltaX || event.deltaY) / this.width);
    }
  }

  private pointerMove(event: PointerEvent): void {
    const { range } = this.context;
    if (!this.drag) {
      const hit = this.hit(event.offsetX, event.offsetY);
      this.canvas.title = hit ? this.describe(hit) : "";
      return;
    }

    const by = event.offsetX - this.drag.x;
    this.drag.moved ||= Math.abs(by) > 3;
    if (this.drag.moved) {
      const start = this.drag.start - (by / this.width) * range.length;
      const first = Math.min(Math.max(0, start), range.full - range.length);
      range.show(first, first + range.length);
    }
  }

  private key(event: KeyboardEvent): void {
    const { range } = this.context;
    const actions: Record<string, () => void> = {
      ArrowLeft: () => range.move(event.shiftKey ? -1 : -0.1), ArrowRight: () => range.move(event.shiftKey ? 1 : 0.1),
      ArrowUp: () => this.selectRow(this.current - 1), ArrowDown: () => this.selectRow(this.current + 1),
      PageUp: () => this.selectRow(this.current - 10), PageDown: () => this.selectRow(this.current + 10),
      "+": () => range.zoom(0.5, this.focusTime()), "=": () => range.zoom(0.5, this.focusTime()),
      "-": () => range.zoom(2, this.focusTime()),
      Home: () => range.reset(), n: () => this.step(1), p: () => this.step(-1),
      Enter: () => this.selected && this.zoomTo(this.selected),
      Escape: () => this.select(null),
    };
    const action = event.ctrlKey || event.metaKey || event.altKey ? undefined : actions[event.key];
    if (action) {
      event.preventDefault();
      action();
    }
  }

  private filter(): void {
    this.needle = this.search.value.trim().toLowerCase();
    const { texts } = this.context.content.timeline;
    const matching = new Set(texts.flatMap((text, index) => text.toLowerCase().includes(this.needle) ? [index] : []));
    const matches = (row: Row): boolean => row.text.includes(this.needle) || row.series.some((series) =>
      kinds[series.kind].title.includes(this.needle)
      || series.indexes.some((index) => matching.has(series.slices.texts?.[index] ?? 0)));
    this.rows = this.needle ? this.all.filter(matches) : this.all;
    this.selected = null;
    this.current = 0;
    this.showStatus();
    this.draw();
    announce(this.status.textContent ?? "");
  }

  private showStatus(): void {
    this.status.textContent = this.needle
      ? `${this.rows.length} of ${counted(this.all.length, "row")} match “${this.needle}”.`
      : "Click a slice for its details. Drag to move, Ctrl and wheel to zoom.";
  }

  private sort(by: string): void {
    const index = new Map(this.all.map((row, at) => [row, at]));
    const isThread = (row: Row): boolean => row.track.group === "threads";
    this.rows = [...this.rows].sort((left, right) =>
      !isThread(left) || !isThread(right) || by === "interest" ? index.get(left)! - index.get(right)!
        : by === "id" ? left.track.id.length - right.track.id.length || (left.track.id < right.track.id ? -1 : 1)
        : left.track.name.localeCompare(right.track.name) || index.get(left)! - index.get(right)!);
    this.selected = null;
    this.draw();
  }

  private get width(): number {
    return Math.max(1, this.scroller.clientWidth - labelWidth);
  }

  private timeAt(x: number): number {
    const { range } = this.context;
    return range.start + ((x - labelWidth) / this.width) * range.length;
  }

  /** The slice at a position: the one that is drawn last. */
  private hit(x: number, y: number): Hit | null {
    const at = Math.floor((y - axisHeight + this.scroller.scrollTop) / rowHeight);
    const row = this.rows[at];
    if (!row || x < labelWidth || y < axisHeight) {
      return null;
    }

    const time = this.timeAt(x);
    const slack = (3 / this.width) * this.context.range.length;
    let found: Hit | null = null;
    for (const series of row.series) {
      series.visit(time - slack, time + slack, (index) => { found = { row: at, series, index }; });
    }

    return found;
  }

  private selectRow(at: number): void {
    this.current = Math.min(Math.max(0, at), this.rows.length - 1);
    const top = this.current * rowHeight;
    if (top < this.scroller.scrollTop) {
      this.scroller.scrollTop = top;
    } else if (top + rowHeight + axisHeight > this.scroller.scrollTop + this.scroller.clientHeight) {
      this.scroller.scrollTop = top + rowHeight + axisHeight - this.scroller.clientHeight;
    }

    const row = this.rows[this.current];
    if (row) {
      const what = row.series.map((series) => `${series.slices.count} of ${kinds[series.kind].title}`).join(", ");
      announce(`${row.group}, ${row.title}: ${what || "nothing"}`);
    }

    this.draw();
  }

  /** Selects the next or the previous slice of the current row, of any kind. */
  private step(direction: 1 | -1): void {
    const row = this.rows[this.current];
    const from = this.selected?.row === this.current
      ? this.selected.series.slices.starts[this.selected.index]
      : direction > 0 ? this.context.range.start - 1 : this.context.range.end;
    let best: Hit | null = null;
    let distance = Infinity;
    for (const series of row?.series ?? []) {
      for (const index of series.indexes) {
        const by = (series.slices.starts[index] - from) * direction;
        if (by > 0 && by < distance) {
          best = { row: this.current, series, index };
          distance = by;
        }
      }
    }

    if (best) {
      this.select(best);
      this.reveal(best);
    }
  }

  /** The time around which the keyboard zooms: that of what is selected, if it is visible. */
  private focusTime(): number | undefined {
    const { range } = this.context;
    const start = this.selected?.series.slices.starts[this.selected.index];
    return start !== undefined && start >= range.start && start <= range.end ? start : undefined;
  }

  private reveal(hit: Hit): void {
    const { range } = this.context;
    const start = hit.series.slices.starts[hit.index];
    if (start < range.start || start > range.end) {
      range.show(start - range.length / 2, start + range.length / 2);
    }
  }

  private zoomTo(hit: Hit): void {
    const start = hit.series.slices.starts[hit.index];
    const length = Math.max(1e5, hit.series.slices.durations[hit.index]);
    this.context.range.show(start - length * 0.25, start + length * 1.25);
  }

  private describe({ row, series, index }: Hit): string {
    const { slices } = series;
    const joined = slices.counts?.[index] ?? 1;
    const flags = slices.flags?.[index] ?? 0;
    const length = joined > 1 ? slices.sums?.[index] ?? 0 : slices.durations[index];
    const text = this.context.content.timeline.texts[slices.texts?.[index] ?? 0];
    const isMark = kinds[series.kind].form === "mark";
    const parts = [
      joined > 1 ? `${joined} × ${kinds[series.kind].title}` : kinds[series.kind].title,
      isMark ? "" : joined > 1 ? `together ${duration(length)}` : duration(length),
      `at ${this.context.clock.at(slices.starts[index])}`,
      flags & 1 ? "began before the window" : "", flags & 2 ? "not ended" : "", flags & 4 ? "failed" : "",
      text && joined > 1 ? `the longest: ${text}` : text, this.rows[row]?.title,
    ];
    return parts.filter(Boolean).join(" · ");
  }

  private select(hit: Hit | null): void {
    this.selected = hit;
    this.current = hit?.row ?? this.current;
    replace(this.details);
    if (hit) {
      const stack = hit.series.slices.stacks?.[hit.index] ?? 0;
      const text = this.describe(hit);
      append(this.details,
        h("p", {}, text),
        h("p", { class: "actions" },
          h("button", { type: "button", click: () => this.zoomTo(hit) }, "Zoom to it")),
        stack > 0 ? stackList(this.context.frames, stack)
          : h("p", { class: "quiet" }, "Stack: unknown. The file, or this page, has none for it."));
      announce(text);
    }

    this.draw();
  }

  draw(): void {
    if (!this.scheduled) {
      this.scheduled = true;
      requestAnimationFrame(() => {
        this.scheduled = false;
        this.paint();
      });
    }
  }

  private paint(): void {
    const total = axisHeight + this.rows.length * rowHeight;
    const height = Math.min(maxHeight, total + 2);
    const width = this.scroller.clientWidth;
    const ratio = window.devicePixelRatio || 1;
    this.scroller.style.height = `${height}px`;
    this.spacer.style.height = `${Math.max(0, total - height)}px`;
    this.canvas.width = Math.round(width * ratio);
    this.canvas.height = Math.round(height * ratio);
    this.canvas.style.width = `${width}px`;
    this.canvas.style.height = `${height}px`;
    const to = this.canvas.getContext("2d")!;
    to.scale(ratio, ratio);
    to.font = "12px system-ui, sans-serif";
    to.textBaseline = "middle";
    to.fillStyle = color("--panel");
    to.fillRect(0, 0, width, height);
    if (this.status.textContent === "") {
      this.showStatus();
    }

    this.paintGrid(to, height);
    const scroll = this.scroller.scrollTop;
    const first = Math.floor(scroll / rowHeight);
    const last = Math.min(this.rows.length - 1, Math.ceil((scroll + height) / rowHeight));
    for (let at = first; at <= last; at++) {
      this.paintRow(to, this.rows[at], at, axisHeight + at * rowHeight - scroll, width);
    }

    this.paintAxis(to, width);
  }

  private get gridStep(): number {
    return gridStep(this.context.range.length, Math.max(2, this.width / 110));
  }

  private eachGridTime(each: (time: number, x: number) => void): void {
    const { range } = this.context;
    const step = this.gridStep;
    // Times of a very long window are too large to differ by a small step.
    const first = Math.ceil(range.start / step);
    for (let index = 0; index < 100 && (first + index) * step <= range.end; index++) {
      const time = (first + index) * step;
      each(time, Math.round(labelWidth + ((time - range.start) / range.length) * this.width) + 0.5);
    }
  }

  private paintGrid(to: CanvasRenderingContext2D, height: number): void {
    to.strokeStyle = color("--line");
    to.lineWidth = 1;
    this.eachGridTime((_, x) => {
      to.beginPath();
      to.moveTo(x, 0);
      to.lineTo(x, height);
      to.stroke();
    });
  }

  private paintAxis(to: CanvasRenderingContext2D, width: number): void {
    const { range, clock } = this.context;
    to.fillStyle = color("--panel");
    to.fillRect(0, 0, width, axisHeight);
    to.fillStyle = color("--line");
    to.fillRect(0, axisHeight - 1, width, 1);
    to.fillStyle = color("--quiet");
    to.textAlign = "left";
    this.eachGridTime((time, x) => to.fillText(clock.axis(time, this.gridStep), x + 4, axisHeight / 2));

    to.fillText(clock.isKnown ? `from ${clock.at(range.start)} UTC` : "since the start", 8, axisHeight / 2);
  }

  private paintRow(to: CanvasRenderingContext2D, row: Row, at: number, y: number, width: number): void {
    const isFirst = at === 0 || this.rows[at - 1].group !== row.group;
    if (at === this.current) {
      to.fillStyle = color("--row");
      to.fillRect(0, y, width, rowHeight);
    }

    if (isFirst && at > 0) {
      to.fillStyle = color("--strong-line");
      to.fillRect(0, y, width, 1);
    }

    to.save();
    to.beginPath();
    to.rect(labelWidth, y, width - labelWidth, rowHeight);
    to.clip();
    this.paintDensity(to, row, y);
    row.series.forEach((series) => this.paintSeries(to, series, y));
    this.paintSelection(to, at, y);
    to.restore();
    to.fillStyle = color("--text");
    to.textAlign = "left";
    to.save();
    to.beginPath();
    to.rect(0, y, labelWidth - 8, rowHeight);
    to.clip();
    to.fillText(row.title, 8, y + rowHeight / 2);
    to.restore();
  }

  private paintDensity(to: CanvasRenderingContext2D, row: Row, y: number): void {
    const { range, content } = this.context;
    const step = content.flames.find((one) => one.kind === "cpu" || one.kind === "managed")?.step ?? 0;
    if (!row.density || step === 0) {
      return;
    }

    to.fillStyle = color("--k-sample");
    const first = Math.max(0, Math.floor(range.start / step));
    const last = Math.min(row.density.length - 1, Math.floor(range.end / step));
    for (let at = first; at <= last; at++) {
      const part = row.density[at];
      if (part > 0) {
        const x = labelWidth + ((at * step - range.start) / range.length) * this.width;
        const height = Math.max(1, part * (rowHeight - 6));
        to.fillRect(x, y + rowHeight - 2 - height, Math.max(1, (step / range.length) * this.width - 0.5), height);
      }
    }
  }

  private paintSeries(to: CanvasRenderingContext2D, series: Series, y: number): void {
    const { range, content } = this.context;
    const kind = kinds[series.kind];
    const fill = color(kind.color);
    const scale = this.width / range.length;
    const texts = content.timeline.texts;
    const top = kind.form === "line" ? y + rowHeight - 7 : y + 4;
    const height = kind.form === "line" ? 4 : rowHeight - 8;
    let painted = -Infinity;
    series.visit(range.start, range.end, (index) => {
      const start = labelWidth + (series.slices.starts[index] - range.start) * scale;
      const end = labelWidth + (series.slices.starts[index] + series.slices.durations[index] - range.start) * scale;
      const width = Math.max(1, end - start);
      if (start + width <= painted) {
        return;
      }

      painted = start + width;
      const isFailed = ((series.slices.flags?.[index] ?? 0) & 4) !== 0;
      to.fillStyle = isFailed ? color("--k-failed") : fill;
      if (kind.form === "mark") {
        to.fillRect(Math.round(start) - 1, y + 2, 2, rowHeight - 4);
        to.fillRect(Math.round(start) - 3, y + 2, 6, 4);
        painted = start;
        return;
      }

      // Joined slices are as dark as the time that they fill.
      const sum = series.slices.sums?.[index];
      const joined = (series.slices.counts?.[index] ?? 1) > 1 && sum !== undefined;
      to.globalAlpha = joined ? 0.35 + 0.5 * Math.min(1, sum / Math.max(1, series.slices.durations[index])) : 1;
      to.fillRect(start, top, width, height);
      to.globalAlpha = 1;
      if (kind.form === "band") {
        const text = texts[series.slices.texts?.[index] ?? 0];
        this.paintText(to, text, start, end, y, kind.isQuiet ? "--text" : "--on-slice");
      }
    });
  }

  private paintText(
    to: CanvasRenderingContext2D, text: string, start: number, end: number, y: number, ink: string): void {
    const left = Math.max(start, labelWidth);
    const room = Math.min(end, labelWidth + this.width) - left - 8;
    if (!text || room < 30) {
      return;
    }

    to.save();
    to.beginPath();
    to.rect(left, y, room + 6, rowHeight);
    to.clip();
    to.fillStyle = color(ink);
    to.fillText(text, left + 4, y + rowHeight / 2);
    to.restore();
  }

  private paintSelection(to: CanvasRenderingContext2D, at: number, y: number): void {
    if (this.selected?.row !== at) {
      return;
    }

    const { range } = this.context;
    const { slices } = this.selected.series;
    const scale = this.width / range.length;
    const start = labelWidth + (slices.starts[this.selected.index] - range.start) * scale;
    to.strokeStyle = color("--focus");
    to.lineWidth = 2;
    to.strokeRect(start - 1, y + 2, Math.max(3, slices.durations[this.selected.index] * scale) + 2, rowHeight - 4);
  }
}
