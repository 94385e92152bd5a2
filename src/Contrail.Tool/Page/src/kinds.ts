// What slices of the timeline are, in the order in which a row draws them.

export interface Kind {
  title: string;
  /** The variable of its colour in the style sheet. */
  color: string;
  /** Which part of a row it has: all of it, a thin line at the bottom, or a mark. */
  form: "band" | "line" | "mark";
  /** Whether it is quiet: nothing happens, and its text is that of the page. */
  isQuiet?: boolean;
}

export const kinds: Record<string, Kind> = {
  pause: { title: "all threads stopped", color: "--k-pause", form: "band" },
  suspension: { title: "until all had stopped", color: "--k-suspension", form: "line" },
  collection: { title: "garbage collection", color: "--k-collection", form: "band" },
  collectionWork: { title: "work for a collection", color: "--k-collection", form: "line" },
  poolAdjustment: { title: "change of the thread pool", color: "--k-mark", form: "mark" },
  trigger: { title: "trigger fired", color: "--k-trigger", form: "mark" },
  loss: { title: "missing from the file", color: "--k-loss", form: "band" },
  request: { title: "request", color: "--k-request", form: "band" },
  httpClient: { title: "HTTP call", color: "--k-http", form: "band" },
  dns: { title: "name lookup", color: "--k-net", form: "band" },
  tls: { title: "TLS handshake", color: "--k-net", form: "band" },
  connect: { title: "connection opened", color: "--k-net", form: "band" },
  accept: { title: "wait for a client", color: "--k-handle", form: "band", isQuiet: true },
  sql: { title: "database command", color: "--k-sql", form: "band" },
  activity: { title: "activity", color: "--k-activity", form: "band" },
  task: { title: "task", color: "--k-activity", form: "band" },
  waiting: { title: "waiting", color: "--k-handle", form: "band", isQuiet: true },
  handleWait: { title: "wait for a handle", color: "--k-handle", form: "band", isQuiet: true },
  offCpu: { title: "blocked, off the processors", color: "--k-offcpu", form: "band", isQuiet: true },
  taskWait: { title: "wait for a task", color: "--k-task", form: "band" },
  runtimeLockWait: { title: "wait for a lock of the runtime", color: "--k-runtime-lock", form: "band" },
  lockWait: { title: "wait for a lock", color: "--k-lock", form: "band" },
  syscall: { title: "system call", color: "--k-syscall", form: "band" },
  ready: { title: "ready, waiting for a processor", color: "--k-ready", form: "band" },
  running: { title: "running", color: "--k-running", form: "band" },
  region: { title: "region", color: "--k-activity", form: "line" },
  exception: { title: "exception", color: "--k-exception", form: "mark" },
};

export const order = Object.keys(kinds);
