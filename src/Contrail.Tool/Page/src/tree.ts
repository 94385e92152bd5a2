// The tree of a flame graph for a selection of threads and time.

import { Flame } from "./model";

export interface Selection {
  /** The thread; null for all. */
  thread: string | null;
  /** The range of time; null for the whole window. */
  range: { start: number; end: number } | null;
}

export interface Method {
  frame: number;
  self: number;
  total: number;
}

/** Node 0 is the root; a parent precedes its children. */
export class Tree {
  readonly size: number;
  readonly parent: Int32Array;
  readonly frame: Int32Array;
  readonly depth: Int32Array;
  readonly self: Float64Array;
  readonly total: Float64Array;
  /** Where a node begins, in the unit of the weights. */
  readonly start: Float64Array;
  readonly children: Int32Array[];

  constructor(readonly flame: Flame, selection: Selection) {
    this.size = flame.parents.length + 1;
    this.parent = new Int32Array(this.size).fill(-1);
    this.frame = new Int32Array(this.size).fill(-1);
    this.depth = new Int32Array(this.size);
    this.self = new Float64Array(this.size);
    this.start = new Float64Array(this.size);
    for (let node = 1; node < this.size; node++) {
      this.parent[node] = node - flame.parents[node - 1];
      this.frame[node] = flame.frames[node - 1];
      this.depth[node] = this.depth[this.parent[node]] + 1;
    }

    this.weigh(selection);
    this.total = this.self.slice();
    for (let node = this.size - 1; node > 0; node--) {
      this.total[this.parent[node]] += this.total[node];
    }

    this.children = this.place();
  }

  private weigh({ thread, range }: Selection): void {
    const { flame } = this;
    const wanted = thread === null ? -1 : flame.threads.indexOf(thread);
    const first = range && flame.step > 0 ? Math.floor(range.start / flame.step) : 0;
    const last = range && flame.step > 0 ? Math.ceil(range.end / flame.step) - 1 : Infinity;
    flame.nodes.forEach((node, index) => {
      const step = flame.steps?.[index] ?? 0;
      if ((thread === null || (flame.weightThreads?.[index] ?? 0) === wanted) && step >= first && step <= last) {
        this.self[node] += flame.weights[index];
      }
    });
  }

  // The heaviest child is on the left.
  private place(): Int32Array[] {
    const lists: number[][] = [];
    for (let node = 1; node < this.size; node++) {
      if (this.total[node] > 0) {
        (lists[this.parent[node]] ??= []).push(node);
      }
    }

    const none = new Int32Array(0);
    const placed: Int32Array[] = new Array(this.size).fill(none);
    for (let node = 0; node < this.size; node++) {
      const list = lists[node];
      if (list) {
        list.sort((left, right) => this.total[right] - this.total[left] || left - right);
        let at = this.start[node];
        for (const child of list) {
          this.start[child] = at;
          at += this.total[child];
        }

        placed[node] = Int32Array.from(list);
      }
    }

    return placed;
  }

  /** Whether a node is another one, or is called by it. */
  isWithin(node: number, ancestor: number): boolean {
    for (let at = node; at >= 0; at = this.parent[at]) {
      if (at === ancestor) {
        return true;
      }
    }

    return false;
  }

  private hasCaller(node: number, is: (at: number) => boolean): boolean {
    for (let at = this.parent[node]; at > 0; at = this.parent[at]) {
      if (is(at)) {
        return true;
      }
    }

    return false;
  }

  /** The weight of all nodes that match, each once: a call from a match belongs to it. */
  weightOf(isMatch: (frame: number) => boolean): number {
    let sum = 0;
    for (let node = 1; node < this.size; node++) {
      if (this.total[node] > 0 && isMatch(this.frame[node])
        && !this.hasCaller(node, (at) => isMatch(this.frame[at]))) {
        sum += this.total[node];
      }
    }

    return sum;
  }

  /** Methods by the weight of their own, and with what they call; recursion counts once. */
  methods(): Method[] {
    const methods = new Map<number, Method>();
    for (let node = 1; node < this.size; node++) {
      if (this.total[node] === 0) {
        continue;
      }

      const frame = this.frame[node];
      let method = methods.get(frame);
      if (!method) {
        methods.set(frame, method = { frame, self: 0, total: 0 });
      }

      method.self += this.self[node];
      if (!this.hasCaller(node, (at) => this.frame[at] === frame)) {
        method.total += this.total[node];
      }
    }

    return [...methods.values()];
  }
}
