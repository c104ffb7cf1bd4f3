// A board answered by several engines from shared columns is what one engine answers, byte by byte, whatever their number.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";

const root = new URL("../../", import.meta.url);
const { Engine, initSync } = await import(new URL("dist/npm/engine/kpi_wasm.js", root));
initSync({ module: readFileSync(new URL("dist/npm/engine/kpi_wasm_bg.wasm", root)) });

const send = (engine, call, body) => engine.handleText(JSON.stringify({ call, body }));
const ok = (text) => {
  const { ok, failed } = JSON.parse(text);
  assert.equal(failed, undefined);
  return ok.body;
};
const MOST = 1 << 30;

function everything() {
  const first = new Engine();
  ok(send(first, "sample", { locale: "zh-CN" }));
  const { kpis, dimensions } = ok(send(first, "hello", {}));
  const all = kpis.map(({ id, variants }) => ({ kpis: variants.map((variant) => ({ id, variant: variant.id })) }));
  const lenses = all.flatMap((lens, at) => [
    lens,
    { ...lens, by: [dimensions[at % dimensions.length]], grain: "quarter", from: "2024-07-01", to: "2025-07-01" },
    { ...lens, asOf: "2025-03-15", filters: [{ dimension: "region", values: ["华东"] }] },
  ]);
  return { first, lenses };
}

test("boards of 1, 2 and 4 engines are the same bytes for every KPI", () => {
  const { first, lenses } = everything();
  const whole = JSON.stringify(ok(send(first, "board", { lenses })));
  const replicas = Array.from({ length: 3 }, () => Engine.fromShared(first.share(MOST)));
  for (const engines of [[replicas[0]], [first, replicas[1]], [first, ...replicas]]) {
    const size = Math.ceil(lenses.length / (engines.length * 4));
    const reports = [];
    for (let from = 0; from < lenses.length; from += size) {
      reports.push(...ok(send(engines[(from / size) % engines.length], "board", { lenses: lenses.slice(from, from + size) })));
    }
    assert.equal(JSON.stringify(reports), whole, `${engines.length} engines`);
  }
});

test("published targets go along, and too much is not shared", () => {
  const { first } = everything();
  const lenses = [{ kpis: [{ id: "attainment", variant: "bookings" }], by: ["team"] }];
  const before = send(first, "board", { lenses });
  ok(send(first, "plan", { spread: {}, publish: true, year: 2025 }));
  const after = send(first, "board", { lenses });
  assert.notEqual(after, before);
  assert.equal(send(Engine.fromShared(first.share(MOST)), "board", { lenses }), after);
  assert.equal(first.share(1000), null);
  assert.throws(() => Engine.fromShared(["{}"]), ({ code }) => code === "E-ASK");
  assert.throws(() => Engine.fromShared(first.share(MOST).slice(0, 40)), ({ code }) => code === "E-ASK");
});
