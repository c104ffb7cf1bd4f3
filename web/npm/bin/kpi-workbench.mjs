#!/usr/bin/env node
// The command: evaluate, inspect, catalog. Results go to standard output, refusals to standard error with status 2.
import { readFileSync } from "node:fs";
import { basename } from "node:path";
import { KpiError, createWorkbench } from "../index.node.mjs";
import { refusal } from "../client.mjs";
import { checkLocale, lensOf, localeOf, parse } from "./arguments.mjs";
import { contentOf, filesOf } from "./files.mjs";
import { catalogue, clean, evaluation, inspection } from "./print.mjs";
import { HELP, wordsOf } from "./words.mjs";

function mappingOf(path) {
  if (path === undefined) return undefined;
  const name = basename(path);
  const text = contentOf(path).toString("utf8").replace(/^\ufeff/, "");
  const fix = ["对照 kpi.d.ts 的 Mapping。", "Compare with Mapping in kpi.d.ts."];
  let mapping;
  try {
    mapping = JSON.parse(text);
  } catch (error) {
    throw refusal("E-MAPPING", [`--mapping ${name}：不是有效的 JSON（${error.message}）。`, fix[0]], [`--mapping ${name}: not valid JSON (${error.message}).`, fix[1]]);
  }
  if (mapping === null || typeof mapping !== "object" || Array.isArray(mapping)) {
    throw refusal("E-MAPPING", [`--mapping ${name}：不是 JSON 对象。`, fix[0]], [`--mapping ${name}: not a JSON object.`, fix[1]]);
  }
  return { name, mapping };
}

async function bind(workbench, decisions) {
  try {
    await workbench.bind(decisions.mapping);
  } catch (error) {
    if (!(error instanceof KpiError)) throw error;
    const { zh, en } = error.what;
    throw new KpiError({ code: error.code, what: { zh: `--mapping ${decisions.name}：${zh}`, en: `--mapping ${decisions.name}: ${en}` }, fix: error.fix });
  }
}

/** Makes the whole text first, so that a refusal leaves standard output empty. */
async function run({ command, files, flags }, words) {
  checkLocale(flags);
  const workbench = await createWorkbench();
  const catalog = await workbench.catalog();
  const text = (value, lines) => (flags.json ? `${JSON.stringify(value)}\n` : `${lines().join("\n")}\n`);
  if (command === "catalog") return text(catalog, () => catalogue(catalog, words));
  const lens = command === "evaluate" ? lensOf(flags, catalog.dimensions) : undefined;
  const decisions = mappingOf(flags.mapping);
  const sources = filesOf(files);
  const loaded = await workbench.load(sources);
  if (decisions) await bind(workbench, decisions);
  if (command === "inspect") {
    const summary = decisions ? await workbench.summary() : loaded;
    return text(summary, () => inspection(summary, words));
  }
  const report = await workbench.evaluate(lens);
  // One cell per line: still one array, and readable by tools that work on lines.
  if (flags.json) return report.cells.length ? `[\n${report.cells.map((cell) => JSON.stringify(cell)).join(",\n")}\n]\n` : "[]\n";
  return text(report, () => evaluation(report, catalog, words));
}

async function main(argv, env) {
  const words = wordsOf(localeOf(argv, env));
  try {
    const request = parse(argv);
    if (request.help) return process.stdout.write(HELP[words.locale]);
    if (request.version) return process.stdout.write(`${JSON.parse(readFileSync(new URL("../package.json", import.meta.url), "utf8")).version}\n`);
    process.stdout.write(await run(request, words));
  } catch (error) {
    const isRefusal = error instanceof KpiError && error.code !== "E-ENGINE-DIED" && error.code !== "E-ENGINE-LOAD";
    process.exitCode = isRefusal ? 2 : 1;
    const message = error instanceof KpiError ? clean(words.sentences(error.what, error.fix)) : error.stack ?? error;
    process.stderr.write(`kpi-workbench: ${message}\n`);
  }
}

// The reader of a pipe may go away early (`| head`): it has seen enough.
for (const stream of [process.stdout, process.stderr]) {
  stream.on("error", (error) => {
    if (error.code === "EPIPE") process.exit();
    throw error;
  });
}

await main(process.argv.slice(2), process.env);
