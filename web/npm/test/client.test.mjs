// The workbench in a browser (fake workers) and in Node: calls, refusals, order, abort, crash and replay.
import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";
import { FakeWorker } from "./fake/worker.mjs";
import { EMPTY_MODULE, staged } from "./stage.mjs";

const stage = staged();
const [browser, node] = await Promise.all([import(stage.url("index.browser.mjs")), import(stage.url("index.node.mjs"))]);
const wasm = new WebAssembly.Module(EMPTY_MODULE);
const file = (name, text) => ({ name, bytes: new TextEncoder().encode(text) });
const names = (summary) => summary.tables.map(({ file }) => file);
const fetched = [];

globalThis.Worker = FakeWorker;
globalThis.fetch = async (url) => {
  fetched.push(String(url));
  return String(url).endsWith("missing/worker.js") ? new Response("", { status: 404 }) : new Response("// worker");
};

beforeEach(() => {
  FakeWorker.all.length = 0;
  fetched.length = 0;
  FakeWorker.tap = () => false;
});

const inBrowser = () => browser.createWorkbench({ wasm });
const both = (name, work) => {
  test(`browser: ${name}`, async () => work(await inBrowser(), browser));
  test(`node: ${name}`, async () => work(await node.createWorkbench(), node));
};

both("files keep the order given, whichever is read first", async (workbench) => {
  const summary = await workbench.load([file("b.csv", "x".repeat(3 << 20)), file("a.csv", "1\n"), new File(["2\n"], "c.csv")]);
  assert.deepEqual(names(summary), ["b.csv", "a.csv", "c.csv"]);
  workbench.close();
});

both("one refused file refuses the load, and nothing is loaded", async (workbench, { KpiError }) => {
  await workbench.load([file("old.csv", "1")]);
  await assert.rejects(workbench.load([file("good.csv", "1"), file("bad.csv", "read:refuse"), file("more.csv", "1")]), (error) => {
    assert.ok(error instanceof KpiError && error instanceof Error);
    assert.deepEqual([error.name, error.code, error.message], ["KpiError", "E-FAKE", "bad.csv: refused. Take another."]);
    assert.equal(error.what.zh, "bad.csv：不收");
    return true;
  });
  assert.deepEqual(names(await workbench.summary()), ["old.csv"]);
  await assert.rejects(workbench.load([file("a.csv", "1"), file("a.csv", "2")]), { code: "E-FILE-TWICE" });
  await assert.rejects(workbench.load([{ name: "a.csv" }]), TypeError);
  workbench.close();
});

both("calls carry their defaults and refusals", async (workbench) => {
  assert.deepEqual(names(await workbench.sample()), ["sample.csv"]);
  assert.equal((await workbench.catalog()).protocol, 1);
  assert.deepEqual((await workbench.evaluate({ by: ["team"] })).cells[0].lens, { by: ["team"] });
  assert.deepEqual((await workbench.board([{ by: ["team"] }])).map(({ lens }) => lens), [{ by: ["team"] }]);
  assert.deepEqual(await workbench.rows({ lens: {} }), { call: "rows", lens: {}, code: "counted", offset: 0, limit: 200 });
  assert.deepEqual(await workbench.explain({ lens: {} }), { call: "explain", lens: {} });
  assert.deepEqual(await workbench.forecast(), { call: "forecast" });
  assert.deepEqual(await workbench.seek(), { call: "seek" });
  assert.deepEqual(await workbench.plan({ publish: true }), { published: "sample.csv" });
  await assert.rejects(workbench.bind({ nonsense: 1 }), { code: "E-FAKE" });
  assert.deepEqual(names(await workbench.unload()), []);
  workbench.close();
  await assert.rejects(workbench.summary(), { code: "E-CLOSED" });
});

both("progress names the file, and an abort ends the load with its reason", async (workbench) => {
  const seen = [];
  const ending = new AbortController();
  const loading = workbench.load([file("big.csv", "x\n".repeat(8 << 20))], { signal: ending.signal, onprogress: (progress) => { seen.push(progress); ending.abort(); } });
  await assert.rejects(loading, { name: "AbortError" });
  assert.deepEqual([seen[0].name, seen[0].done, seen[0].total, seen.length], ["big.csv", 1 << 20, 16 << 20, 1]);
  assert.deepEqual(names(await workbench.summary()), []);
  await assert.rejects(workbench.load([file("a.csv", "1")], { signal: AbortSignal.abort() }), { name: "AbortError" });
  const mistake = new RangeError("of the caller");
  await assert.rejects(workbench.load([file("big.csv", "x".repeat(8 << 20))], { onprogress: () => { throw mistake; } }), mistake);
  assert.deepEqual(names(await workbench.load([file("a.csv", "1")])), ["a.csv"], "the engine is not taken for dead");
  workbench.close();
});

test("browser: the worker source is fetched once and started from a blob", async () => {
  const workbench = await inBrowser();
  await workbench.load([file("a.csv", "1"), file("b.csv", "2")]);
  assert.deepEqual(fetched, [stage.url("worker.js")]);
  assert.ok(FakeWorker.all.every(({ url }) => url.startsWith("blob:")));
  assert.deepEqual([FakeWorker.all.length, FakeWorker.alive.length], [3, 1]);
  workbench.close();
  await new Promise(setImmediate);
  assert.equal(FakeWorker.alive.length, 0);
});

test("browser: small files share readers, large ones do not, and no reader is left", async () => {
  const workbench = await inBrowser();
  const several = Array.from("abcdefghi", (letter) => file(`${letter}.csv`, "1"));
  await workbench.load(several);
  assert.ok(FakeWorker.all.length <= 1 + 4, `${FakeWorker.all.length} workers for nine small files`);
  assert.equal(FakeWorker.alive.length, 1);
  const before = FakeWorker.all.length;
  await workbench.load(["x", "y"].map((letter) => file(`${letter}.csv`, "1".repeat((8 << 20) + 1))));
  assert.equal(FakeWorker.all.length, before + 2);
  await assert.rejects(workbench.load([...several, file("z.csv", "read:trap")]), { code: "E-READER-DIED" });
  assert.equal(FakeWorker.alive.length, 1);
  workbench.close();
});

test("browser: missing files, a foreign base and a worker that never starts", async () => {
  await assert.rejects(browser.createWorkbench({ wasm, assetBase: "https://host.example/missing" }), { code: "E-ENGINE-LOAD" });
  assert.deepEqual(fetched, ["https://host.example/missing/worker.js"]);
  FakeWorker.tap = (message, worker) => message.start && (setImmediate(() => worker.onerror({})), true);
  await assert.rejects(inBrowser(), { code: "E-ENGINE-LOAD" });
  assert.equal(FakeWorker.alive.length, 0);
});

test("browser: an import worker that dies refuses its file only", async () => {
  const workbench = await inBrowser();
  await assert.rejects(workbench.load([file("a.csv", "read:trap")]), { code: "E-READER-DIED" });
  assert.deepEqual(names(await workbench.load([file("b.csv", "1")])), ["b.csv"]);
  assert.equal(FakeWorker.alive.length, 1);
  workbench.close();
});

test("browser: after a crash files, mapping and targets are back and what was asked is answered", async () => {
  const workbench = await inBrowser();
  const bytes = new TextEncoder().encode("first");
  await workbench.load([{ name: "a.csv", bytes }, file("b.csv", "1")]);
  bytes.fill(0); // the caller's array is the caller's own
  const mapping = { stages: { Gewonnen: "won" } };
  await workbench.bind({ stages: {} });
  await workbench.bind(mapping);
  mapping.stages = "changed later";
  await workbench.plan({ publish: true });
  await workbench.load([file("c.csv", "1")]);
  await workbench.unload("b.csv");
  const before = await workbench.summary();
  const [report, summary] = await Promise.all([workbench.evaluate({ kpis: [{ id: "trap_once" }] }), workbench.summary()]);
  assert.equal(report.asOf, "2025-09-30");
  assert.deepEqual(summary, before);
  assert.deepEqual([names(summary), summary.published, summary.tables[0].text], [["a.csv", "c.csv"], "a.csv,b.csv", "first"]);
  assert.deepEqual(summary.mapping, { stages: { Gewonnen: "won" } });
  const binds = FakeWorker.alive[0].sent.filter(({ ask }) => ask?.call === "bind");
  assert.equal(binds.length, 1, "only the last mapping is replayed");
  assert.equal(FakeWorker.alive.length, 1);
  workbench.close();
});

test("browser: after a crash withdrawn targets stay withdrawn", async () => {
  const workbench = await inBrowser();
  await workbench.load([file("a.csv", "1")]);
  await workbench.plan({ publish: true });
  assert.equal((await workbench.summary()).published, "a.csv");
  await workbench.plan({ withdraw: true });
  await workbench.evaluate({ kpis: [{ id: "trap_once withdrawn" }] });
  assert.equal((await workbench.summary()).published, null);
  workbench.close();
});

test("browser: an ask that always stops the engine is refused after one retry; its neighbours are answered", async () => {
  const workbench = await inBrowser();
  await workbench.load([file("a.csv", "1")]);
  const asks = [workbench.summary(), workbench.evaluate({ kpis: [{ id: "trap" }] }), workbench.evaluate({ kpis: [{ id: "trap" }] }), workbench.summary()];
  const results = await Promise.allSettled(asks);
  assert.deepEqual(results.map(({ reason, value }) => reason?.code ?? names(value)), [["a.csv"], "E-ENGINE-DIED", "E-ENGINE-DIED", ["a.csv"]]);
  assert.deepEqual(names(await workbench.summary()), ["a.csv"]);
  assert.equal(FakeWorker.alive.length, 1);
  workbench.close();
});

test("browser: a worker that dies without a word, busy or idle, is replaced", async () => {
  const workbench = await inBrowser();
  await workbench.load([file("a.csv", "1")]);
  FakeWorker.alive[0].onerror({});
  assert.deepEqual(names(await workbench.summary()), ["a.csv"]);
  let crashes = 0;
  FakeWorker.tap = (message, worker) => message.ask?.call === "evaluate" && crashes++ === 0 && (setImmediate(() => worker.onerror({})), true);
  assert.equal((await workbench.evaluate({})).asOf, "2025-09-30");
  workbench.close();
});

test("browser: a file whose table stops the engine is not taken, the others stay", async () => {
  const workbench = await inBrowser();
  await workbench.load([file("a.csv", "1")]);
  await assert.rejects(workbench.load([file("b.csv", "add:trap")]), { code: "E-ENGINE-DIED" });
  assert.deepEqual(names(await workbench.summary()), ["a.csv"]);
  assert.deepEqual(names(await workbench.load([file("c.csv", "add:trap_once")])), ["a.csv", "c.csv"], "read again after the crash");
  workbench.close();
});

test("browser: files that cannot be read again can still be forgotten", async () => {
  const workbench = await inBrowser();
  await workbench.load([file("a.csv", "1")]);
  FakeWorker.tap = (message, worker) => message.read && (setImmediate(() => worker.onmessage({ data: { id: message.id, failed: { code: "E-FILE-READ", what: { en: "a.csv: gone." }, fix: { en: "Choose it again." } } } })), true);
  FakeWorker.alive[0].onerror({});
  await assert.rejects(workbench.summary(), { code: "E-FILE-READ" });
  assert.deepEqual(names(await workbench.unload()), []);
  assert.deepEqual(names(await workbench.summary()), []);
  workbench.close();
});

test("browser: close while busy rejects what is pending", async () => {
  const workbench = await inBrowser();
  const asks = [workbench.summary(), workbench.load([file("a.csv", "x".repeat(2 << 20))])];
  await new Promise(setImmediate);
  workbench.close();
  for (const { reason } of await Promise.allSettled(asks)) assert.equal(reason?.code, "E-CLOSED");
  assert.equal(FakeWorker.alive.length, 0);
});

const kpis = (id) => ({ kpis: [{ id }] });
const numbered = (count, id) => Array.from({ length: count }, (_, at) => ({ ...kpis(id), top: at }));

/** A workbench on a machine with so many cores, with a file and after a board that took long. */
async function slowBoard(cores, name = "a.csv") {
  Object.defineProperty(globalThis, "navigator", { value: { hardwareConcurrency: cores }, configurable: true });
  const workbench = await inBrowser();
  await workbench.load([file(name, "1")]);
  for (let time = 0; time < 2; time++) await workbench.board([kpis("slow"), {}]);
  await new Promise((resolve) => setTimeout(resolve, 50));
  delete globalThis.navigator;
  return workbench;
}

test("browser: a board that takes long is shared with replicas, in order, and the data may change", async () => {
  const workbench = await slowBoard(3);
  assert.equal(FakeWorker.alive.length, 3, "two replicas on three cores");
  const lenses = numbered(25, "any");
  const asked = workbench.board(lenses);
  await Promise.resolve().then(() => {}).then(() => {}); // on its way
  lenses[20].top = "changed by the caller later";
  const reports = await asked;
  assert.deepEqual(reports.map(({ lens }) => lens.top), Array.from({ length: 25 }, (_, at) => at));
  assert.deepEqual(new Set(reports.map(({ isReplica }) => isReplica)), new Set([true, false]));
  await assert.rejects(workbench.board([...numbered(20, "any"), kpis("refuse")]), { what: { zh: "board of 21：不收", en: "board of 21: refused." } });
  await workbench.load([file("b.csv", "2")]);
  assert.equal(FakeWorker.alive.length, 1, "what they knew is out of date");
  assert.deepEqual((await workbench.board([{}, {}]))[1].files, ["a.csv", "b.csv"]);
  workbench.close();
});

test("browser: data that changes while a board is shared: the answer is of one state, and replicas come back", async () => {
  const workbench = await slowBoard(2);
  const asked = workbench.board(numbered(25, "any"));
  await Promise.resolve().then(() => {}).then(() => {}); // on its way
  const summary = workbench.bind({ stages: {} });
  const reports = await asked;
  assert.deepEqual(reports.map(({ lens, isReplica }) => [lens.top, isReplica]), Array.from({ length: 25 }, (_, at) => [at, false]));
  await summary;
  assert.equal(FakeWorker.alive.length, 1);
  for (let time = 0; time < 2; time++) await workbench.board([kpis("slow"), {}]);
  await new Promise((resolve) => setTimeout(resolve, 50));
  assert.equal(FakeWorker.alive.length, 2);
  workbench.close();
});

test("browser: one core, short boards and much data get no replica; close ends them", async () => {
  for (const [cores, name] of [[1, "a.csv"], [4, "large.csv"]]) {
    const workbench = await slowBoard(cores, name);
    assert.equal(FakeWorker.alive.length, 1);
    workbench.close();
  }
  const workbench = await slowBoard(2);
  assert.equal(FakeWorker.alive.length, 2);
  workbench.close();
  await new Promise(setImmediate);
  assert.equal(FakeWorker.alive.length, 0);
});

test("browser: a replica that dies costs nothing but itself", async () => {
  const workbench = await slowBoard(2);
  assert.equal((await workbench.board(numbered(9, "replica_trap"))).every(({ isReplica }) => !isReplica), true);
  assert.equal(FakeWorker.alive.length, 1);
  for (let time = 0; time < 2; time++) await workbench.board([kpis("slow"), {}]);
  await new Promise((resolve) => setTimeout(resolve, 50));
  assert.equal(FakeWorker.alive.length, 1, "it is not tried again");
  await assert.rejects(workbench.board(numbered(3, "trap")), { code: "E-ENGINE-DIED" });
  assert.deepEqual(names(await workbench.summary()), ["a.csv"]);
  workbench.close();
});

test("browser: a rehearsal runs once beside the engine, leaves nothing behind, and a load ends it", async () => {
  const workbench = await inBrowser();
  await Promise.all([workbench.prepare(), workbench.prepare()]);
  const calls = FakeWorker.all[1].sent.map(({ ask }) => ask?.call).filter(Boolean);
  assert.deepEqual(calls, ["hello", ...["sample", "board", "sample", "board", "sample", "board", "sample", "board"]]);
  assert.deepEqual([FakeWorker.all.length, FakeWorker.alive.length], [2, 1]);
  assert.deepEqual(names(await workbench.summary()), []);
  workbench.close();
  const another = await inBrowser();
  const prepared = another.prepare();
  assert.deepEqual(names(await another.load([file("a.csv", "1")])), ["a.csv"]);
  await prepared;
  assert.ok(FakeWorker.all[3].sent.length < 10);
  another.close();
  await assert.rejects(another.prepare(), { code: "E-CLOSED" });
});

// Last: the process keeps a dead engine.
test("node: a trap ends the engine of the process in words", async () => {
  const workbench = await node.createWorkbench();
  await assert.rejects(workbench.evaluate({ kpis: [{ id: "trap" }] }), (error) => error.code === "E-ENGINE-DIED" && error.message.includes("start the process again"));
  await assert.rejects(workbench.summary(), { code: "E-ENGINE-DIED" });
  workbench.close();
});
