// Thousands of hostile files through the package, as a user would load them: each is read or refused in words, in time, within
// bounds of memory, and the next good file gives its right number. The files are made in memory by hostile-files.mjs.
//
// Two child processes share the work, since a file may end a process or never let it answer. To look at one file again:
// KPI_HOSTILE="text of its label" node --test hostile.test.mjs
import assert from "node:assert/strict";
import { fork } from "node:child_process";
import { test } from "node:test";
import { fileURLToPath, pathToFileURL } from "node:url";
import { GOOD, hostileFiles } from "./hostile-files.mjs";

const ENGINE_DEATHS_ALLOWED = 0;
const LEAST_FILES = 2000;
const SLOWEST_MILLIS = 10_000;
const MOST_MIB = 512; // above the start
const LANES = 2;
/** Formats whose good file must be read: a mutation of what is refused anyway proves nothing. */
const READ_FORMATS = ["csv", "tsv", "utf-16le.csv", "utf-16be.csv", "gbk.csv", "xlsx", "xlsb", "xls", "ods", "json", "ndjson", "csv.gz", "zip"];

const { KPI_PACKAGE, KPI_HOSTILE = "" } = process.env;
const PACKAGE = KPI_PACKAGE ? pathToFileURL(KPI_PACKAGE) : new URL("../../dist/npm/index.node.mjs", import.meta.url);
const MIB = 1 << 20;

// --- In a child process: one file after another ---

/** What is wrong with a refusal; nothing if it is one in words. */
function faultsOfRefusal(error, KpiError, file) {
  if (!(error instanceof KpiError)) return [`no KpiError: ${error?.stack ?? error}`];
  const faults = [];
  if (typeof error.code !== "string" || !/^E-[A-Z0-9-]+$/.test(error.code)) faults.push(`code ${error.code}`);
  for (const part of ["what", "fix"]) {
    for (const language of ["zh", "en"]) if (!error[part]?.[language]?.trim?.()) faults.push(`${error.code}: ${part}.${language} is empty`);
  }
  return [...faults, ...faultsOfTexts([error.what, error.fix], file)];
}

/** Texts for people: both languages, no leftovers of a program. A word that the file itself holds may be quoted. */
function faultsOfTexts(texts, { name, own, bytes }) {
  const leftovers = ["undefined", "null,", "NaN", "panicked", "RuntimeError", "unwrap()"];
  const isOwn = (word) => name.includes(word) || own.includes(word) || bytes.includes(word) || bytes.includes(Buffer.from(word, "utf16le"));
  const faults = texts.flatMap((text) => [text.zh, text.en].flatMap((shown) => leftovers.filter((word) => shown.includes(word) && !isOwn(word)).map((word) => `"${word}" in: ${shown.slice(0, 200)}`)));
  for (const { zh, en } of texts) {
    if (zh && !/\p{Script=Han}/u.test(zh)) faults.push(`not Chinese: ${zh.slice(0, 200)}`);
    if (Math.max(zh.length, en.length) > 1000 + name.length) faults.push(`a text of ${Math.max(zh.length, en.length)} characters: ${en.slice(0, 80)}`);
  }
  return faults;
}

/** Every object and value inside. */
function* inside(value) {
  yield value;
  if (value !== null && typeof value === "object") for (const part of Object.values(value)) yield* inside(part);
}

function faultsOfAnswers(summary, report, file) {
  const faults = [];
  const texts = [];
  for (const value of inside([summary, report])) {
    if (typeof value === "number" && !Number.isFinite(value)) faults.push(`the number ${value}`);
    if (typeof value?.zh === "string" && typeof value.en === "string") texts.push(value);
  }
  for (const cell of report.cells) {
    for (const part of ["value", "numerator", "denominator", "low", "high"]) {
      if (typeof cell[part] === "string" && !/^-?\d+(\.\d+)?$/.test(cell[part])) faults.push(`${cell.kpi}:${cell.variant} ${part} is ${cell[part]}`);
    }
  }
  for (const { file: name, kind, rows, counted, rejected } of summary.tables) {
    const left = rejected.reduce((sum, { count }) => sum + count, 0);
    if (kind && counted + left !== rows) faults.push(`${name}: ${counted} counted + ${left} not ≠ ${rows} rows`);
  }
  return [...faults, ...faultsOfTexts(texts, file)];
}

const DIED = /^E-(ENGINE|READER)-DIED$/;
const bookings = async (wb) => (await wb.evaluate({ kpis: [{ id: "bookings", variant: "won_amount" }] })).cells[0].value;

/** Loads a good file: nothing is wrong if it gives its number. */
async function faultOfGood(wb, when, [format, bytes] = ["csv", GOOD.csv()]) {
  try {
    await wb.unload();
    await wb.load([{ name: `good.${format}`, bytes }]);
    const value = await bookings(wb);
    return value === "10.00" ? undefined : `${when}: a good file gives ${value}, not 10.00`;
  } catch (error) {
    return `${when}: a good file is refused (${error?.code ?? error})`;
  }
}

async function probe({ createWorkbench, KpiError }, file) {
  const result = { outcome: "read", faults: [] };
  const wb = await createWorkbench();
  const started = performance.now();
  try {
    await wb.load([{ name: file.name, bytes: file.bytes }]);
    result.outcome = "loaded";
    const [summary, report] = [await wb.summary(), await wb.evaluate()];
    result.outcome = "read";
    result.millis = performance.now() - started;
    result.faults.push(...faultsOfAnswers(summary, report, file));
  } catch (error) {
    if (result.outcome === "loaded" && !DIED.test(error?.code)) result.faults.push(`loaded, but then refused: ${error?.code}`);
    result.outcome = DIED.test(error?.code) ? "died" : "refused";
    result.code = error?.code;
    result.millis ??= performance.now() - started;
    if (result.outcome === "died") result.words = error.message;
    result.faults.push(...faultsOfRefusal(error, KpiError, file));
  }
  if (Object.keys(Object.prototype).length) result.faults.push("the prototype of all objects was changed");
  if (result.outcome === "died") {
    // A new workbench must work, if not in this process then in a new one, where the words say so.
    const fault = await createWorkbench().then((next) => faultOfGood(next, "after its death"), (error) => `no new workbench: ${error?.code ?? error}`);
    result.over = fault !== undefined;
    if (fault && !/start the process again/.test(result.words)) result.faults.push(fault);
  } else {
    const fault = await faultOfGood(wb, "afterwards, in the same workbench");
    if (fault) result.faults.push(fault);
    wb.close();
  }
  return result;
}

async function child() {
  const { createWorkbench, KpiError } = await import(PACKAGE);
  const { initSync } = await import(new URL("engine/kpi_wasm.js", PACKAGE));
  const files = hostileFiles();
  const wasm = await WebAssembly.compile(await import("node:fs").then(({ readFileSync }) => readFileSync(new URL("engine/kpi_wasm_bg.wasm", PACKAGE))));
  const shell = { KpiError, createWorkbench: () => createWorkbench({ wasm }) };
  const peak = () => process.resourceUsage().maxRSS * 1024;
  await faultOfGood(await shell.createWorkbench(), "at the start");
  const start = peak();
  let making = 0; // by how much making the files themselves raised the peak
  process.on("message", async (at) => {
    const { name, own, bytes: make } = files[at];
    const before = peak();
    const bytes = make();
    if (bytes.length > MIB / 4) globalThis.gc(); // what making it took does not count
    const made = peak();
    making += made - before;
    const result = await probe(shell, { name, own, bytes });
    result.mib = (peak() - start - making) / MIB;
    result.raised = (peak() - made) / MIB;
    result.wasm = (initSync()?.memory?.buffer.byteLength ?? 0) / MIB;
    process.send(result);
  });
  process.send("ready");
}

if (process.send && process.argv[2] === "child") await child();
else tests();

// --- In the test: children, and what they report ---

function startChild() {
  const process = fork(fileURLToPath(import.meta.url), ["child"], { execArgv: ["--expose-gc"], serialization: "advanced" });
  const next = () => new Promise((resolve) => {
    const settle = (result) => { clearTimeout(timer); process.off("message", settle).off("exit", ended); resolve(result); };
    const ended = (code, signal) => settle({ outcome: "crashed", over: true, faults: [`the process ended: ${signal ?? code}`] });
    const timer = setTimeout(() => { process.off("exit", ended).kill("SIGKILL"); settle({ outcome: "crashed", over: true, millis: 3 * SLOWEST_MILLIS, faults: [`no answer within ${3 * SLOWEST_MILLIS} ms`] }); }, 3 * SLOWEST_MILLIS);
    process.on("message", settle).on("exit", ended);
  });
  const ready = next();
  return { probe: async (at) => { await ready; process.send(at); return next(); }, end: () => process.kill() };
}

async function probeAll(places) {
  const results = new Map();
  const rest = places[Symbol.iterator]();
  const lane = async () => {
    let child = startChild();
    for (const at of rest) {
      const result = await child.probe(at);
      results.set(at, result);
      if (result.millis > SLOWEST_MILLIS) result.faults.push(`takes ${Math.round(result.millis)} ms`);
      if (result.mib > MOST_MIB) result.faults.push(`takes ${Math.round(result.mib)} MiB more than at the start (engine memory ${Math.round(result.wasm)} MiB)`);
      if (result.over || result.mib > MOST_MIB) { child.end(); child = startChild(); }
    }
    child.end();
  };
  await Promise.all(Array.from({ length: LANES }, lane));
  return results;
}

function printed(rows) {
  const heads = Object.keys(rows[0]);
  const widths = heads.map((head) => Math.max(head.length, ...rows.map((row) => String(row[head]).length)));
  for (const row of [Object.fromEntries(heads.map((head) => [head, head])), ...rows]) {
    console.log(heads.map((head, at) => (at ? String(row[head]).padStart(widths[at]) : String(row[head]).padEnd(widths[at]))).join("  ").trimEnd());
  }
}

function table(found) {
  const row = (family, some) => {
    const count = (outcome) => some.filter((result) => result.outcome === outcome).length;
    return { family, files: some.length, read: count("read"), refused: count("refused"), died: count("died"), crashed: count("crashed"), faults: some.filter(({ faults }) => faults.length).length, "slowest ms": Math.round(Math.max(...some.map(({ millis = 0 }) => millis))) };
  };
  printed([...new Set(found.map(({ family }) => family))].map((family) => row(family, found.filter((result) => result.family === family))).concat(row("all", found)));
}

function tests() {
  test("the good files that the hostile ones are made from are read", async () => {
    const { createWorkbench } = await import(PACKAGE);
    const wb = await createWorkbench();
    const faults = [];
    for (const format of READ_FORMATS) {
      const fault = await faultOfGood(wb, format, [format, GOOD[format]()]);
      if (fault) faults.push(fault);
    }
    wb.close();
    console.log(`good files read: ${READ_FORMATS.length - faults.length} of ${READ_FORMATS.length} formats`);
    assert.deepEqual(faults, []);
  });

  test("hostile files are read or refused in words, and harm nothing", async () => {
    const files = hostileFiles();
    const places = [...files.keys()].filter((at) => `${files[at].family}: ${files[at].label}`.includes(KPI_HOSTILE));
    assert.ok(places.length > 0 && (KPI_HOSTILE || places.length >= LEAST_FILES), `${places.length} files`);
    const started = performance.now();
    const results = await probeAll(places);
    const found = places.map((at) => ({ ...results.get(at), family: files[at].family, label: files[at].label, name: files[at].name }));
    table(found);
    const died = found.filter(({ outcome }) => outcome === "died");
    const highest = found.reduce((most, result) => ((result.mib ?? 0) > (most.mib ?? 0) ? result : most));
    console.log(`hostile files: ${found.length} in ${Math.round((performance.now() - started) / 1000)} s, ${died.length} engine deaths (${died.filter(({ over }) => over).length} needed a new process)`);
    console.log(`memory above the start: at most ${Math.round(highest.mib ?? 0)} MiB (${highest.family}: ${highest.label}), engine at most ${Math.round(Math.max(...found.map(({ wasm = 0 }) => wasm)))} MiB`);
    for (const { family, label, words } of died) console.log(`died: ${family}: ${label}: ${words}`);
    const faults = found.flatMap(({ family, label, faults }) => faults.map((fault) => `${family}: ${label}: ${fault}`));
    assert.deepEqual(faults, []);
    assert.ok(died.length <= ENGINE_DEATHS_ALLOWED, `${died.length} files made the engine stop`);
  });
}
