// The rows of the timeline, from the tracks of the content.

import { kinds, order } from "./kinds";
import { Content, Slices, Timeline, Track } from "./model";

/** Slices of one kind on one row, prepared for drawing. */
export class Series {
  /** The latest end of all slices up to each one, so that those that reach into a range are found. */
  private readonly ends: Float64Array;

  constructor(readonly slices: Slices, readonly indexes: number[]) {
    this.ends = new Float64Array(indexes.length);
    let latest = -Infinity;
    indexes.forEach((index, at) => {
      latest = Math.max(latest, slices.starts[index] + slices.durations[index]);
      this.ends[at] = latest;
    });
  }

  get kind(): string {
    return this.slices.kind;
  }

  /** Calls back with each slice that reaches into a range, in the order of their starts. */
  visit(start: number, end: number, each: (index: number) => void): void {
    let low = 0;
    let high = this.ends.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (this.ends[middle] < start) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }

    for (let at = low; at < this.indexes.length && this.slices.starts[this.indexes[at]] <= end; at++) {
      if (this.slices.starts[this.indexes[at]] + this.slices.durations[this.indexes[at]] >= start) {
        each(this.indexes[at]);
      }
    }
  }
}

export interface Row {
  group: string;
  title: string;
  /** What is searched in, in lower case. */
  text: string;
  track: Track;
  series: Series[];
  /** Samples in each step of time, relative to the most of any row. */
  density?: Float64Array;
}

export interface Hit {
  row: number;
  series: Series;
  index: number;
}

const maxLevels = 12;

const all = (slices: Slices): Series => new Series(slices, slices.starts.map((_, index) => index));

const isVisible = (slices: Slices, end: number): boolean =>
  slices.starts.some((start, index) => start <= end && start + slices.durations[index] >= 0);

const byOrder = (left: Series, right: Series): number => order.indexOf(left.kind) - order.indexOf(right.kind);

function row(group: string, title: string, track: Track, series: Series[]): Row {
  return { group, title, text: title.toLowerCase(), track, series: series.sort(byOrder) };
}

/** Spans overlap: each is on the first level on which it has room. Returns the levels, and how many have none. */
function levels(slices: Slices): { levels: Series[]; omitted: number } {
  const ends: number[] = [];
  const indexes: number[][] = [];
  let omitted = 0;
  slices.starts.forEach((start, index) => {
    let level = ends.findIndex((end) => end <= start);
    level = level < 0 ? ends.length : level;
    if (level >= maxLevels) {
      omitted++;
      return;
    }

    ends[level] = start + slices.durations[index];
    (indexes[level] ??= []).push(index);
  });
  return { levels: indexes.map((one) => new Series(slices, one)), omitted };
}

export interface Rows {
  rows: Row[];
  notes: string[];
}

export function rowsOf(content: Content, worker: string): Rows {
  const rows: Row[] = [];
  const notes: string[] = [];
  for (const track of content.timeline.tracks) {
    if (track.group === "process") {
      const of = (names: string[]): Series[] =>
        track.slices.filter((one) => names.includes(one.kind) && isVisible(one, content.file.duration)).map(all);
      const parts: [string, string[]][] = [
        ["Runtime stopped", ["pause", "suspension"]], ["Collections", ["collection"]],
        ["Triggers and pool", ["trigger", "poolAdjustment"]], ["Losses", ["loss"]],
      ];
      parts.forEach(([title, names]) => of(names).length > 0 && rows.push(row("Process", title, track, of(names))));
    } else if (track.group === "spans") {
      for (const slices of track.slices) {
        const { levels: made, omitted } = levels(slices);
        const title = kinds[slices.kind]?.title ?? slices.kind;
        made.forEach((series, level) =>
          rows.push(row("Requests and activities", level === 0 ? `${title} (${slices.count})` : "", track, [series])));
        if (omitted > 0) {
          notes.push(`${omitted} of “${title}” overlap more than ${maxLevels} others and are not drawn.`);
        }
      }
    } else {
      const title = track.name ? `${track.id} ${track.name}` : `${worker} ${track.id}`;
      rows.push(row(worker === "thread" ? "Threads" : "Goroutines", title, track, track.slices.map(all)));
    }
  }

  addDensity(content, rows);
  return { rows, notes };
}

/** How often each thread was sampled at work, from the flame graph of the samples. */
function addDensity(content: Content, rows: Row[]): void {
  const flame = content.flames.find((one) => one.kind === "cpu") ?? content.flames.find((one) => one.kind === "managed");
  if (!flame || flame.step === 0 || !flame.hasThreads) {
    return;
  }

  const byThread = new Map<string, Float64Array>();
  // A window can be much longer than what was sampled.
  const count = (flame.steps ?? []).reduce((most, step) => Math.max(most, step), 0) + 1;
  let most = 0;
  flame.weights.forEach((weight, index) => {
    const thread = flame.threads[flame.weightThreads?.[index] ?? 0];
    let steps = byThread.get(thread);
    if (!steps) {
      byThread.set(thread, steps = new Float64Array(count));
    }

    const step = flame.steps?.[index] ?? 0;
    steps[step] += weight;
    most = Math.max(most, steps[step]);
  });
  for (const one of rows) {
    const steps = one.track.group === "threads" ? byThread.get(one.track.id) : undefined;
    one.density = steps?.map((weight) => weight / most);
  }
}

/** What is not shown, in sentences. */
export function omissions(timeline: Timeline, worker: string, duration: (nanoseconds: number) => string): string[] {
  const notes: string[] = [];
  if (timeline.resolution > 0) {
    notes.push(`What is shorter than ${duration(timeline.resolution)} is joined where it is near each other; `
      + "the number and the sum are shown.");
  }

  if (timeline.droppedTracks > 0) {
    const more = timeline.droppedMore ? "More than " : "";
    notes.push(`${more}${timeline.droppedTracks} ${worker}s with less to see have no row.`);
  }

  if (timeline.omittedTexts > 0) {
    notes.push("The file has more different texts than a page keeps: some slices have none.");
  }

  return notes;
}
