import { Context } from "./context";
import { h, section } from "./dom";
import { count, counted } from "./format";

const reasons: Record<string, string> = {
  runtimeDropped: "events that the runtime did not write", threadEnded: "a thread ended while events were dropped",
  malformed: "bytes that the format does not allow", truncated: "the stream ended inside a frame",
  evicted: "history evicted for the memory limit", symbolsForgotten: "names evicted for the memory limit",
  carriedForgotten: "one-time events evicted for their memory limit",
  waitsForgotten: "waits that began before the window and were evicted",
  recorderPaused: "the recorder did not read in time", namesMissing: "names of methods compiled before",
  profileChanged: "the profile changed", disconnected: "the connection was lost",
  generationGap: "generations that are missing", generationBroken: "generations that could not be read",
  generationTooLarge: "a generation larger than the memory limit", notReceived: "events that had not arrived",
  samplesDropped: "samples that the kernel dropped", samplingPaused: "pauses of the sampling by the kernel",
};

/** What the file is, and what is missing from it. */
export function fileSection({ content }: Context): HTMLElement {
  const { file } = content;
  const facts: [string, string | undefined][] = [
    ["File", file.name], ["Format", file.format], ["Reason", file.reason], ["End of the recording", file.end],
    ["Command line", file.process?.commandLine], ["Runtime", file.process?.runtime],
    ["System", [file.process?.system, file.process?.architecture].filter(Boolean).join(", ")],
    ["Recorded", file.sessions.join("; ")],
  ];
  const list = h("dl", {});
  for (const [name, value] of facts) {
    list.append(h("dt", {}, name), h("dd", value ? {} : { class: "quiet" }, value || "unknown: not in the file"));
  }

  return section("file", "The file, and what it does not contain", list, losses(content));
}

function losses(content: Context["content"]): HTMLElement {
  const { file } = content;
  const known = file.losses.length > 0
    ? file.lossesMayBeMore === false ? "No other losses than these are known to the recorder."
      : "Further losses are possible: not everything that is lost is reported."
    : file.lossesMayBeMore === false ? "The recorder reports no loss."
      : file.lossesMayBeMore ? "No loss is known, and further losses are possible."
      : "No loss is known from the file; it has no manifest that would list others.";
  const rows = file.losses.map((loss) => h("tr", {},
    h("td", {}, loss.from.replace("T", " ").slice(0, 23)), h("td", {}, loss.to.replace("T", " ").slice(0, 23)),
    h("td", { class: "figure" }, count(loss.count)),
    h("td", {}, [reasons[loss.reason] ?? loss.reason, loss.detail].filter(Boolean).join(": "))));
  const notes = [
    known,
    file.omittedLosses > 0 ? `${counted(file.omittedLosses, "more loss")} are not listed: contrail view losses FILE` : "",
    content.rejectedStacks > 0 ? `${counted(content.rejectedStacks, "stack")} were not kept: too many different ones.`
      : "",
    content.omittedStacks > 0 ? `${counted(content.omittedStacks, "slice")} have a stack that this page leaves out.` : "",
    file.torn ? "The stream of events broke off, as it does when the process dies." : "",
  ];
  return h("div", {}, h("h3", {}, "Losses"),
    rows.length === 0 ? null : h("div", { class: "scroll", tabindex: "0", role: "region", "aria-label": "Losses" },
      h("table", {}, h("thead", {}, h("tr", {},
        h("th", { scope: "col" }, "from (UTC)"), h("th", { scope: "col" }, "to (UTC)"),
        h("th", { scope: "col", class: "figure" }, "count"), h("th", { scope: "col" }, "what"))),
      h("tbody", {}, ...rows))),
    ...notes.filter(Boolean).map((note) => h("p", { class: "quiet" }, note)));
}
