import { Clock } from "./format";
import { Content, Frames } from "./model";
import { Range } from "./range";

/** What all parts of the page use. */
export interface Context {
  content: Content;
  frames: Frames;
  clock: Clock;
  range: Range;
  /** What runs and waits: "thread" or "goroutine". */
  worker: string;
  /** Shows a range on the timeline, and goes there. */
  showRange: (start: number, end: number) => void;
  /** Searches the flame graphs for a method, and goes there. */
  findMethod: (name: string) => void;
}
