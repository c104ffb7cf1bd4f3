// The engine in WebAssembly gives the same bytes as the native one. The native side is written to target/parity by
// `cargo test -p kpi-tests --test corpus`: one file per case, a JSON header, then lines `ask<TAB>reply`.
import assert from "node:assert/strict";
import { existsSync, readFileSync, readdirSync } from "node:fs";
import { basename } from "node:path";
import { test } from "node:test";

const root = new URL("../../", import.meta.url);
const { Engine, initSync } = await import(new URL("dist/npm/engine/kpi_wasm.js", root));
initSync({ module: readFileSync(new URL("dist/npm/engine/kpi_wasm_bg.wasm", root)) });

const folder = new URL("target/parity/", root);
const cases = existsSync(folder) ? readdirSync(folder).filter((name) => !name.startsWith(".")).sort() : [];

test("there are cases, among them the sample in both languages", () => {
  assert.ok(cases.length > 0, "target/parity is empty: run cargo test -p kpi-tests --test corpus first");
  const headers = cases.map((name) => JSON.parse(contentOf(name)[0]));
  for (const locale of ["zh-CN", "en"]) assert.ok(headers.some(({ sample }) => sample === locale), `no case of the sample in ${locale}`);
  const calls = new Set(cases.flatMap((name) => contentOf(name).slice(1)).map((line) => JSON.parse(line.split("\t")[0]).call));
  for (const call of ["evaluate", "board", "explain", "rows", "plan", "savePlan", "forecast", "tornado", "heatMap", "seek", "compareScenarios", "chances", "evidence", "score"]) assert.ok(calls.has(call), `no case asks ${call}`);
});

function contentOf(name) {
  return readFileSync(new URL(name, folder), "utf8").replace(/\n$/, "").split("\n");
}

/** Fills an engine as the header says; gives the paths of files that are refused. */
function fill(engine, { sample, files = [] }) {
  if (sample) {
    const { failed } = JSON.parse(engine.handleText(JSON.stringify({ call: "sample", body: { locale: sample } })));
    assert.equal(failed, undefined);
  }
  return files.filter((path) => {
    try {
      engine.add(basename(path), readFileSync(new URL(path, root)));
      return false;
    } catch (failure) {
      assert.ok(typeof failure.code === "string", failure); // only refusals: some cases hold files that are refused
      return true;
    }
  });
}

/** The first place where two texts part, with what stands around it. */
function parting(one, other) {
  let at = 0;
  while (at < one.length && one[at] === other[at]) at += 1;
  return `at ${at}: WebAssembly …${one.slice(Math.max(0, at - 60), at + 60)}… native …${other.slice(Math.max(0, at - 60), at + 60)}…`;
}

for (const name of cases) {
  const [header, ...lines] = contentOf(name);
  const filled = JSON.parse(header);
  const absent = (filled.files ?? []).find((path) => !existsSync(new URL(path, root)));
  test(`native = WebAssembly: ${name}`, { skip: absent && `${absent} is not there` }, () => {
    const engine = new Engine();
    const refused = fill(engine, filled);
    let bytes = 0;
    assert.ok(lines.length > 0, "no asks");
    for (const line of lines) {
      const tab = line.indexOf("\t");
      const [ask, native] = [line.slice(0, tab), line.slice(tab + 1)];
      const reply = engine.handleText(ask);
      assert.ok(reply === native, `${ask} ${parting(reply, native)}`);
      assert.equal(engine.handleText(ask), reply, `${ask}: asked twice, answered twice the same`);
      bytes += Buffer.byteLength(reply);
    }
    console.log(`${name}: ${lines.length} replies, ${bytes} bytes equal${refused.length ? `, ${refused.length} files refused` : ""}`);
    engine.free();
  });
}

test("text and object form of an ask give the same", () => {
  const engine = new Engine();
  fill(engine, { sample: "en" });
  for (const ask of [{ call: "evaluate", body: { kpis: [{ id: "win_rate" }], by: ["team"] } }, { call: "plan", body: { spread: {}, publish: false } }, { call: "seek", body: {} }]) {
    assert.deepEqual(JSON.parse(JSON.stringify(engine.handle(ask))), JSON.parse(engine.handleText(JSON.stringify(ask))), ask.call);
  }
  engine.free();
});
