// Builds page.html, the template of contrail convert --format html: one file with its script and its style.
//   node build.mjs [FILE]     default: page.html
import { build } from "esbuild";
import { createHash } from "node:crypto";
import { readdirSync, readFileSync, writeFileSync } from "node:fs";

const read = (path) => readFileSync(new URL(path, import.meta.url), "utf8");

async function bundle(entry, loader) {
  const result = await build({
    absWorkingDir: import.meta.dirname, entryPoints: [entry], bundle: true, minify: true, write: false,
    format: loader === "js" ? "iife" : undefined, target: ["chrome111", "firefox113", "safari16.2"],
    charset: "ascii", legalComments: "none", logLevel: "warning",
  });
  return result.outputFiles[0].text.trim();
}

const hash = (text) => `sha256-${createHash("sha256").update(text).digest("base64")}`;

const escape = (text) => text.replace(/[&<>]/g, (one) => ({ "&": "&amp;", "<": "&lt;", ">": "&gt;" })[one]);

const script = await bundle("src/main.ts", "js");
const style = await bundle("src/style.css", "css");
if (/<\/script|<!--/i.test(script) || /<\/style/i.test(style)) {
  throw new Error("The script or the style contains what ends its element.");
}

// A test compares it with the sources: it proves without npm that the page was built after their last change.
const sources = createHash("sha256");
for (const path of ["build.mjs", "package-lock.json", ...readdirSync(new URL("src", import.meta.url)).sort()
  .map((name) => `src/${name}`)]) {
  sources.update(`${path}\n${read(path)}`);
}

const notices = `uPlot ${JSON.parse(read("node_modules/uplot/package.json")).version}\n\n`
  + read("node_modules/uplot/LICENSE").trim();
const parts = {
  "@SCRIPT-HASH@": hash(script), "@STYLE-HASH@": hash(style), "@STYLE@": style, "@SCRIPT@": script,
  "@NOTICES@": escape(notices), "@SOURCES@": sources.digest("hex"),
};
const page = read("src/page.html").replace(/@[A-Z-]+@/g, (name) => parts[name] ?? name);
writeFileSync(process.argv[2] ?? new URL("page.html", import.meta.url), page);
console.log(`${Math.round(page.length / 1024)} KiB`);
