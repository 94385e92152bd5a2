// The visible range of time, which charts, timeline and flame graph share.

type Listener = (range: Range) => void;

export class Range {
  start = 0;
  end: number;
  private readonly listeners: Listener[] = [];
  private pending = false;

  constructor(readonly full: number) {
    this.end = full;
  }

  get length(): number {
    return this.end - this.start;
  }

  get isFull(): boolean {
    return this.start <= 0 && this.end >= this.full;
  }

  listen(listener: Listener): void {
    this.listeners.push(listener);
  }

  /** Shows a range; it stays within the window, and is at least a microsecond. */
  show(start: number, end: number): void {
    const length = Math.min(this.full, Math.max(1_000, end - start));
    const first = Math.min(Math.max(0, start), this.full - length);
    if (first === this.start && first + length === this.end) {
      return;
    }

    this.start = first;
    this.end = first + length;
    if (!this.pending) {
      this.pending = true;
      requestAnimationFrame(() => {
        this.pending = false;
        this.listeners.forEach((listener) => listener(this));
      });
    }
  }

  reset(): void {
    this.show(0, this.full);
  }

  /** Zooms around a time: a factor below 1 shows less. */
  zoom(factor: number, around = (this.start + this.end) / 2): void {
    this.show(around - (around - this.start) * factor, around + (this.end - around) * factor);
  }

  /** Moves by a part of what is visible. */
  move(part: number): void {
    const by = part * this.length;
    const moved = Math.min(Math.max(-this.start, by), this.full - this.end);
    this.show(this.start + moved, this.end + moved);
  }
}
