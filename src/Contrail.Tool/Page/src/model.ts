// The content of a page, as Contrail.Analysis/Export/Page writes it. Times and durations are in nanoseconds.

export interface Process {
  id: number;
  name?: string;
  commandLine?: string;
  runtime?: string;
  system?: string;
  architecture?: string;
}

export interface Loss {
  from: string;
  to: string;
  reason: string;
  count: number;
  detail?: string;
}

export interface TraceFile {
  name: string;
  format: string;
  goroutines: boolean;
  duration: number;
  startUtc?: string;
  filter?: string;
  reason?: string;
  end?: string;
  processors: number;
  torn?: boolean;
  damaged: boolean;
  process?: Process;
  sessions: string[];
  triggers: { rule: string; expression: string; subject?: string }[];
  triggerCount: number;
  losses: Loss[];
  omittedLosses: number;
  lossesMayBeMore?: boolean;
}

export interface Evidence {
  id: string;
  view: string;
  label: string;
  unit: string;
  value: number | string | null;
}

export interface Finding {
  rule: string;
  severity: string;
  headline: string;
  culprit?: string;
  stack: number;
  start?: number;
  end?: number;
  openStart?: boolean;
  openEnd?: boolean;
  confidence: string;
  reason: string;
  surer?: string;
  next: string;
  evidence: Evidence[];
  effects: string[];
}

export interface Difference {
  measure: string;
  subject?: string;
  unit: string;
  incident: number | null;
  usual: number | null;
  usualMax: number | null;
}

export interface TimeUse {
  use: string;
  title: string;
  source: string;
  nanoseconds: number | null;
  average: number | null;
}

export interface Line {
  name: string;
  title: string;
  unit: string;
  values: (number | null)[];
}

export interface Chart {
  view: string;
  name: string;
  title: string;
  times: number[];
  lines: Line[];
}

export interface CounterSeries {
  provider: string;
  name: string;
  tags?: string;
  unit?: string;
  kind: string;
  omitted: number;
  times: number[];
  values: (number | null)[];
}

export interface Slices {
  kind: string;
  count: number;
  nanoseconds: number;
  starts: number[];
  durations: number[];
  texts?: number[];
  stacks?: number[];
  flags?: number[];
  counts?: number[];
  sums?: number[];
}

export interface Track {
  group: "process" | "spans" | "threads";
  id: string;
  name: string;
  samples: number;
  slices: Slices[];
}

export interface Timeline {
  resolution: number;
  droppedTracks: number;
  droppedMore: boolean;
  tracks: Track[];
  texts: string[];
  omittedTexts: number;
}

export interface Flame {
  kind: string;
  unit: string;
  count: number;
  total: number;
  unplaced: number;
  dropped: number;
  omittedNodes: number;
  step: number;
  hasThreads: boolean;
  parents: number[];
  frames: number[];
  threads: string[];
  nodes: number[];
  weightThreads?: number[];
  steps?: number[];
  weights: number[];
}

export interface Content {
  schema: string;
  file: TraceFile;
  findings: Finding[];
  omittedFindings: number;
  examined: string[];
  unexamined: { looked: string; gap: string; recording?: string }[];
  changeKnown: boolean;
  change?: { start: number; end: number; differences: Difference[] };
  time: { processors: number; uses: TimeUse[] };
  charts: Chart[];
  counters: CounterSeries[];
  omittedCounterValues: number;
  timeline: Timeline;
  flames: Flame[];
  rejectedStacks: number;
  frames: { names: number[]; qualifiers: number[]; modules: number[]; origins: number[] };
  stacks: number[][];
  omittedStacks: number;
  names: string[];
}

export const Origin = { unknown: 0, own: 1, library: 2, framework: 3, native: 4 } as const;

/** Turns differences into the numbers themselves, in place. */
export function addUp(numbers: number[]): void {
  for (let index = 1; index < numbers.length; index++) {
    numbers[index] += numbers[index - 1];
  }
}

/** Decodes what the writer has made shorter. */
export function decode(text: string): Content {
  const content = JSON.parse(text) as Content;
  for (const track of content.timeline.tracks) {
    track.slices.forEach((slices) => addUp(slices.starts));
  }

  content.flames.forEach((flame) => addUp(flame.nodes));
  return content;
}

/** The names of frames. */
export class Frames {
  constructor(private readonly content: Content) {}

  /** The name with its namespace. */
  full(frame: number): string {
    return this.content.names[this.content.frames.names[frame]] || "unknown method";
  }

  /** The name without its namespace. */
  short(frame: number): string {
    return this.full(frame).slice(this.content.frames.qualifiers[frame]) || this.full(frame);
  }

  module(frame: number): string {
    return this.content.names[this.content.frames.modules[frame]];
  }

  origin(frame: number): number {
    return this.content.frames.origins[frame];
  }

  /** The frames of a stack, innermost first; none for 0. */
  stack(stack: number): number[] {
    return stack > 0 ? this.content.stacks[stack - 1] : [];
  }
}
