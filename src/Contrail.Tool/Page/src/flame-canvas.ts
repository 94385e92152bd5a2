import { Context } from "./context";
import { color, h } from "./dom";
import { Tree } from "./tree";

const rowHeight = 20;
const maxHeight = 560;
const minWidth = 0.4;

const originColors = ["--f-unknown", "--f-own", "--f-library", "--f-framework", "--f-native"];

/** Draws a tree with the callers on top; the mouse and the keyboard select and zoom. */
export class FlameCanvas {
  readonly element: HTMLElement;
  private readonly canvas = h("canvas", { "aria-hidden": "true" });
  private readonly spacer = h("div", { class: "spacer" });
  private tree: Tree | null = null;
  private zoomed = 0;
  private selected = 0;
  private matching: Set<number> | null = null;
  private matches: number[] = [];
  private rows = 1;
  private scheduled = false;

  constructor(
    private readonly context: Context,
    private readonly onSelect: (node: number) => void,
    private readonly describe: (node: number) => string) {
    this.element = h("div", {
      class: "canvas flame", tabindex: "0", role: "application", "aria-label":
        "Flame graph. Down selects the heaviest call, up the caller, left and right the neighbours, Enter zooms, "
        + "Escape shows everything, N and P go to the next or previous match.",
    }, this.canvas, this.spacer);
    this.element.addEventListener("scroll", () => this.draw());
    this.element.addEventListener("keydown", (event) => this.key(event));
    new ResizeObserver(() => this.draw()).observe(this.element);
    document.addEventListener("contrail-theme", () => this.draw());
    this.canvas.addEventListener("click", (event) => {
      const node = this.hit(event.offsetX, event.offsetY);
      if (node >= 0) {
        this.select(node);
        this.zoom(node);
      }
    });
    this.canvas.addEventListener("pointermove", (event) => {
      const node = this.hit(event.offsetX, event.offsetY);
      this.canvas.title = node >= 0 ? this.describe(node) : "";
    });
  }

  set(tree: Tree): void {
    this.tree = tree;
    this.zoomed = 0;
    this.selected = 0;
    this.rows = 1;
    for (let node = 0; node < tree.size; node++) {
      this.rows = tree.total[node] > 0 ? Math.max(this.rows, tree.depth[node] + 1) : this.rows;
    }

    this.element.scrollTop = 0;
    this.draw();
  }

  focus(): void {
    this.element.focus({ preventScroll: true });
  }

  /** Highlights the frames that match a search; null for no search. */
  highlight(matching: Set<number> | null): void {
    const tree = this.tree!;
    this.matching = matching;
    this.matches = [];
    if (matching) {
      for (let node = 1; node < tree.size; node++) {
        if (tree.total[node] > 0 && matching.has(tree.frame[node])) {
          this.matches.push(node);
        }
      }

      this.matches.sort((left, right) => tree.total[right] - tree.total[left] || left - right);
    }

    this.draw();
  }

  get matchCount(): number {
    return this.matches.length;
  }

  /** Selects the next match, the heaviest first. */
  next(direction: 1 | -1): void {
    if (this.matches.length > 0) {
      const at = this.matches.indexOf(this.selected);
      const next = at < 0 ? (direction > 0 ? 0 : this.matches.length - 1)
        : (at + direction + this.matches.length) % this.matches.length;
      const node = this.matches[next];
      if (!this.tree!.isWithin(node, this.zoomed) || this.widthOf(node) < 40) {
        this.zoom(this.tree!.parent[node]);
      }

      this.select(node);
    }
  }

  /** Shows a node over the whole width. */
  zoom(node: number): void {
    this.zoomed = node;
    this.draw();
  }

  private get width(): number {
    return Math.max(1, this.element.clientWidth);
  }

  private widthOf(node: number): number {
    const tree = this.tree!;
    return (tree.total[node] / Math.max(1e-9, tree.total[this.zoomed])) * this.width;
  }

  private select(node: number): void {
    this.selected = node;
    const top = this.tree!.depth[node] * rowHeight;
    if (top < this.element.scrollTop || top + rowHeight > this.element.scrollTop + this.element.clientHeight) {
      this.element.scrollTop = Math.max(0, top - this.element.clientHeight / 2);
    }

    this.onSelect(node);
    this.draw();
  }

  private key(event: KeyboardEvent): void {
    const tree = this.tree;
    if (!tree || event.ctrlKey || event.metaKey || event.altKey) {
      return;
    }

    const parent = tree.parent[this.selected];
    const siblings = parent >= 0 ? tree.children[parent] : new Int32Array([0]);
    const at = siblings.indexOf(this.selected);
    const go = (node: number | undefined): void => {
      if (node !== undefined && node >= 0) {
        if (!tree.isWithin(node, this.zoomed)) {
          this.zoomed = node;
        }

        this.select(node);
      }
    };
    const actions: Record<string, () => void> = {
      ArrowDown: () => go(tree.children[this.selected][0]), ArrowUp: () => go(parent),
      ArrowLeft: () => go(siblings[at - 1]), ArrowRight: () => go(siblings[at + 1]),
      Enter: () => this.zoom(this.selected), " ": () => this.zoom(this.selected),
      Escape: () => { this.zoom(0); this.select(0); }, Home: () => { this.zoom(0); this.select(0); },
      n: () => this.next(1), p: () => this.next(-1),
    };
    if (actions[event.key]) {
      event.preventDefault();
      actions[event.key]();
    }
  }

  private hit(x: number, y: number): number {
    let found = -1;
    const depth = Math.floor((y + this.element.scrollTop) / rowHeight);
    this.visit((node, left, width) => {
      if (this.tree!.depth[node] === depth && x >= left && x < left + width) {
        found = node;
      }
    });
    return found;
  }

  /** Calls back with each node that is wide enough to be seen; callers of the zoomed one have the whole width. */
  private visit(each: (node: number, left: number, width: number) => void): void {
    const tree = this.tree;
    if (!tree) {
      return;
    }

    for (let at = tree.parent[this.zoomed]; at >= 0; at = tree.parent[at]) {
      each(at, 0, this.width);
    }

    const scale = this.width / Math.max(1e-9, tree.total[this.zoomed]);
    const origin = tree.start[this.zoomed];
    const pending = [this.zoomed];
    while (pending.length > 0) {
      const node = pending.pop()!;
      each(node, (tree.start[node] - origin) * scale, tree.total[node] * scale);
      for (const child of tree.children[node]) {
        if (tree.total[child] * scale < minWidth) {
          break;
        }

        pending.push(child);
      }
    }
  }

  private draw(): void {
    if (!this.scheduled) {
      this.scheduled = true;
      requestAnimationFrame(() => {
        this.scheduled = false;
        this.paint();
      });
    }
  }

  private paint(): void {
    const total = this.rows * rowHeight + 2;
    const height = Math.min(maxHeight, total);
    const ratio = window.devicePixelRatio || 1;
    this.element.style.height = `${height}px`;
    this.spacer.style.height = `${total - height}px`;
    this.canvas.width = Math.round(this.width * ratio);
    this.canvas.height = Math.round(height * ratio);
    this.canvas.style.width = `${this.width}px`;
    this.canvas.style.height = `${height}px`;
    const to = this.canvas.getContext("2d")!;
    to.scale(ratio, ratio);
    to.fillStyle = color("--panel");
    to.fillRect(0, 0, this.width, height);
    to.font = "12px system-ui, sans-serif";
    to.textBaseline = "middle";
    const scroll = this.element.scrollTop;
    this.visit((node, left, width) => {
      const y = this.tree!.depth[node] * rowHeight - scroll;
      if (y > -rowHeight && y < height) {
        this.paintNode(to, node, left, width, y);
      }
    });
  }

  private paintNode(to: CanvasRenderingContext2D, node: number, left: number, width: number, y: number): void {
    const tree = this.tree!;
    const { frames } = this.context;
    const frame = tree.frame[node];
    const isMatch = this.matching?.has(frame) === true;
    const isDim = this.matching !== null && !isMatch;
    to.globalAlpha = isDim ? 0.35 : node !== this.zoomed && tree.depth[node] < tree.depth[this.zoomed] ? 0.7 : 1;
    to.fillStyle = color(isMatch ? "--f-match" : node === 0 ? "--f-root" : originColors[frames.origin(frame)]);
    to.fillRect(left, y + 1, Math.max(0.5, width - (width > 3 ? 1 : 0)), rowHeight - 1);
    to.globalAlpha = 1;
    if (node === this.selected) {
      to.strokeStyle = color("--focus");
      to.lineWidth = 2;
      to.strokeRect(left + 1, y + 2, Math.max(1, width - 3), rowHeight - 3);
    }

    if (width > 28) {
      const text = node === 0 ? this.describe(0) : frames.short(frame);
      to.save();
      to.beginPath();
      to.rect(left, y, width - 4, rowHeight);
      to.clip();
      to.fillStyle = color(isDim || node === 0 ? "--text" : "--on-flame");
      to.fillText(text, left + 4, y + rowHeight / 2 + 1);
      to.restore();
    }
  }
}
