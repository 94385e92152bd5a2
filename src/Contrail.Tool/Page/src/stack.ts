import { h } from "./dom";
import { Frames, Origin } from "./model";

const chainLength = 4;

/** The own code of a stack in one line, the innermost method first. */
export function chain(frames: Frames, stack: number): HTMLElement | null {
  const all = frames.stack(stack);
  const own = all.filter((frame, index) =>
    frames.origin(frame) === Origin.own && (index === 0 || frames.full(frame) !== frames.full(all[index - 1])));
  const shown = own.length > 0 ? own.slice(0, chainLength) : all.slice(0, 1);
  if (shown.length === 0) {
    return null;
  }

  const line = h("p", { class: "chain" }, h("span", { class: "label" }, "at "));
  shown.forEach((frame, index) => {
    line.append(index > 0 ? " ← " : "", h("code", { title: frames.full(frame) }, frames.short(frame)));
  });
  return line;
}

/** All frames of a stack, innermost first; own code is marked. */
export function stackList(frames: Frames, stack: number): HTMLElement {
  const list = h("ol", { class: "stack" });
  for (const frame of frames.stack(stack)) {
    const own = frames.origin(frame) === Origin.own;
    list.append(h("li", { class: own ? "own" : "" },
      h("code", {}, frames.full(frame)),
      frames.module(frame) ? h("span", { class: "module" }, ` ${frames.module(frame)}`) : null,
      own ? h("span", { class: "visually-hidden" }, " (own code)") : null));
  }

  return list;
}

/** The stack behind a button that opens it; nothing without a stack. */
export function stackDetails(frames: Frames, stack: number): HTMLElement | null {
  return frames.stack(stack).length === 0 ? null
    : h("details", {}, h("summary", {}, `Stack (${frames.stack(stack).length} frames)`), stackList(frames, stack));
}
