// The engine in WebAssembly gives the same bytes as the native one: cases written by `cargo test -p kpi-tests --test corpus`.
import assert from "node:assert/strict";
import { readFileSync, readdirSync } from "node:fs";
import { test } from "node:test";

const root = new URL("../../", import.meta.url);
const { Engine, initSync } = await import(new URL("dist/npm/engine/kpi_wasm.js", root));
initSync({ module: readFileSync(new URL("dist/npm/engine/kpi_wasm_bg.wasm", root)) });

const cases = readdirSync(new URL("target/parity/", root));
assert.ok(cases.length >= 12, "run the native tests first");
for (const name of cases) {
  test(`native = WebAssembly: ${name}`, () => {
    const [header, ...lines] = readFileSync(new URL(`target/parity/${name}`, root), "utf8").trimEnd().split("\n");
    const { sample, files = [] } = JSON.parse(header);
    const engine = new Engine();
    if (sample) engine.handleText(JSON.stringify({ call: "sample", body: { locale: sample } }));
    for (const path of files) {
      try {
        engine.add(path.split("/").at(-1), readFileSync(new URL(path, root)));
      } catch (failure) {
        assert.ok(failure.code, "only refusals are thrown"); // some cases hold files that are refused
      }
    }
    let bytes = 0;
    for (const line of lines) {
      const [ask, reply] = line.split("\t");
      assert.equal(engine.handleText(ask), reply, ask);
      bytes += reply.length;
    }
    console.log(`${name}: ${lines.length} replies, ${bytes} bytes equal`);
    engine.free();
  });
}
