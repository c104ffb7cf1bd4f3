// node profile.mjs <folder> [--without question,question]: where the product's time goes, call by call, in this process; no peers.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { MAPPING, QUESTIONS } from "./peers/product_questions.mjs";
import { FILES } from "./workload.mjs";

const engineFolder = join(process.env.PACKAGE_DIR ?? fileURLToPath(new URL("../../dist/npm", import.meta.url)), "engine");
const { Engine, Reader, initSync } = await import(join(engineFolder, "kpi_wasm.js"));
const [folder, , without = ""] = process.argv.slice(2);
const questions = Object.entries(QUESTIONS).filter(([id]) => !without.split(",").includes(id));
const SLICE = 4 << 20;

const lines = [];
function timed(what, work) {
  const start = performance.now();
  const value = work();
  lines.push([what, performance.now() - start]);
  return value;
}

timed("compile", () => initSync({ module: new WebAssembly.Module(readFileSync(join(engineFolder, "kpi_wasm_bg.wasm"))) }));
const engine = new Engine();
const ask = (call, body) => {
  const { ok, failed } = JSON.parse(engine.handleText(JSON.stringify({ call, body })));
  if (failed) throw new Error(JSON.stringify(failed));
  return ok.body;
};
ask("bind", MAPPING);
for (const file of FILES) {
  const bytes = readFileSync(join(folder, `${file}.csv`));
  const reader = new Reader(`${file}.csv`);
  timed(`read ${file}, ${(bytes.length / 1e6).toFixed(1)} MB`, () => { for (let at = 0; at < bytes.length; at += SLICE) reader.push(bytes.subarray(at, at + SLICE)); });
  const packed = timed(`  type and pack`, () => reader.finish());
  reader.free();
  timed(`  take over ${(packed.length / 1e6).toFixed(1)} MB`, () => engine.addPacked(packed));
}
timed("bind: meanings, relations, findings, derived tables", () => ask("summary", {}));
const whole = (lens) => ({ kpis: [], by: [], filters: [], ...lens });
const call = ({ lens, change }) => (change ? { call: "change", body: { ...change, lens: whole(change.lens) } } : { call: "evaluate", body: whole(lens) });
const lenses = questions.filter(([, { lens }]) => lens).map(([, { lens }]) => whole(lens));
for (const time of ["first", "second", "third"]) {
  const text = timed(`board, ${time} time: engine`, () => engine.handleText(JSON.stringify({ call: "board", body: { lenses } })));
  timed(`  JSON.parse of ${(text.length / 1e3).toFixed(0)} kB`, () => JSON.parse(text));
}
for (const [id, question] of questions) {
  const body = JSON.stringify(call(question));
  for (let warm = 0; warm < 2; warm++) engine.handleText(body);
  const text = timed(`${id}: engine`, () => engine.handleText(body));
  const { cells, rows } = timed(`  JSON.parse of ${(text.length / 1e3).toFixed(0)} kB`, () => JSON.parse(text)).ok.body;
  lines.at(-1)[0] += `, ${(cells ?? rows).length} cells`;
}
for (const [what, ms] of lines) console.log(ms.toFixed(1).padStart(9), what);
