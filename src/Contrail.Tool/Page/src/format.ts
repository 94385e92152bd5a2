// Numbers and times, as the tool prints them.

const grouped = new Intl.NumberFormat("en-US", { maximumFractionDigits: 0 });
const short = new Intl.NumberFormat("en-US", { maximumFractionDigits: 2 });

const oneDigit = (value: number): string => String(Math.round(value * 10) / 10);

export function duration(nanoseconds: number): string {
  const seconds = nanoseconds / 1e9;
  return seconds < 1e-6 && seconds > 0 ? `${Math.round(nanoseconds)} ns`
    : seconds < 0.001 ? `${Math.round(seconds * 1e6)} µs`
    : seconds < 1 ? `${oneDigit(seconds * 1e3)} ms`
    : seconds < 120 ? `${seconds.toFixed(1)} s`
    : `${(seconds / 60).toFixed(1)} min`;
}

export function bytes(value: number): string {
  const units = ["B", "KiB", "MiB", "GiB", "TiB"];
  let unit = 0;
  while (Math.abs(value) >= 1024 && unit < units.length - 1) {
    value /= 1024;
    unit++;
  }

  return `${oneDigit(value)} ${units[unit]}`;
}

export const count = (value: number): string => grouped.format(value);

export const number = (value: number): string =>
  Math.abs(value) < 100 ? short.format(value) : grouped.format(value);

export const percent = (part: number): string => `${(100 * part).toFixed(1)} %`;

/** A count with what is counted: "1 wait", "1,234 waits". */
export const counted = (value: number, what: string): string => `${count(value)} ${what}${value === 1 ? "" : "s"}`;

/** A value of a view in the unit of its column; unknown is not zero. */
export function ofUnit(unit: string, value: number | string | null, clock: Clock): string {
  if (value === null) {
    return "unknown";
  }

  if (typeof value === "string") {
    return value;
  }

  switch (unit) {
    case "duration": case "nanoseconds": return duration(value);
    case "time": return clock.at(value);
    case "bytes": case "bytesLevel": return bytes(value);
    case "share": return percent(value);
    case "rate": return `${number(value)}/s`;
    case "number": case "level": return number(value);
    case "timeShare": return `${number(value / 1e9)} on average`;
    case "identity": return value > 0xffffffff ? `0x${Math.round(value).toString(16)}` : String(value);
    case "count": return count(value);
    default: return counted(value, unit.replace(/s$/, ""));
  }
}

/** Times of the window: of the day where that is known, and otherwise since the start. */
export class Clock {
  private readonly startMilliseconds: number | null;

  constructor(startUtc: string | undefined, readonly end: number) {
    const parsed = startUtc ? Date.parse(startUtc) : NaN;
    this.startMilliseconds = Number.isFinite(parsed) ? parsed : null;
  }

  get isKnown(): boolean {
    return this.startMilliseconds !== null;
  }

  /** "03:04:05.678", or "1.234 s" since the start. */
  at(nanoseconds: number): string {
    if (this.startMilliseconds === null) {
      return this.offset(nanoseconds);
    }

    const date = new Date(this.startMilliseconds + nanoseconds / 1e6);
    return Number.isFinite(date.getTime()) ? date.toISOString().slice(11, 23) : this.offset(nanoseconds);
  }

  /** The day and the time, UTC. */
  day(nanoseconds: number): string {
    const date = new Date((this.startMilliseconds ?? 0) + nanoseconds / 1e6);
    return date.toISOString().slice(0, 23).replace("T", " ");
  }

  offset(nanoseconds: number): string {
    return `${(nanoseconds / 1e9).toFixed(3)} s`;
  }

  /** The time since the start for an axis with such steps. */
  axis(nanoseconds: number, step: number): string {
    return step >= 1e9 ? `${Math.round(nanoseconds / 1e9)} s`
      : step >= 1e6 ? `${(nanoseconds / 1e9).toFixed(Math.min(3, Math.ceil(-Math.log10(step / 1e9))))} s`
      : `${(nanoseconds / 1e6).toFixed(Math.max(0, Math.ceil(-Math.log10(step / 1e6))))} ms`;
  }
}

/** Steps of a grid: 1, 2 or 5 times a power of ten, so that at most a number of them fit. */
export function gridStep(range: number, maxCount: number): number {
  const raw = range / Math.max(1, maxCount);
  const power = 10 ** Math.floor(Math.log10(raw));
  return power * (raw <= power ? 1 : raw <= 2 * power ? 2 : raw <= 5 * power ? 5 : 10);
}
