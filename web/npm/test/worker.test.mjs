// The worker body: network closed, order of messages, refusals and traps.
import assert from "node:assert/strict";
import { test } from "node:test";
import { setTimeout } from "node:timers/promises";
import { Engine } from "./fake/kpi_wasm.js";
import { run, scope } from "./fake/worker.mjs";
import { EMPTY_MODULE } from "./stage.mjs";

const start = new WebAssembly.Module(EMPTY_MODULE);

async function replies(...messages) {
  const posted = [];
  const self = run(scope((message) => posted.push(message)));
  for (const data of messages) self.listener({ data });
  await setTimeout(20);
  return posted;
}

test("network functions are gone, own and inherited, and cannot come back", () => {
  const self = run(scope(() => {}));
  for (const name of ["fetch", "importScripts", "XMLHttpRequest", "indexedDB"]) assert.equal(self[name], undefined, name);
  assert.equal(Object.getPrototypeOf(self).fetch, undefined);
  assert.equal(self.navigator.sendBeacon, undefined);
  assert.throws(() => Object.defineProperty(self, "fetch", { value: () => {} }), TypeError);
  assert.equal(typeof self.postMessage, "function");
});

test("a scope that cannot be closed starts no worker", () => {
  const self = scope(() => {});
  Object.defineProperty(self, "WebSocket", { value: class {}, configurable: false });
  assert.throws(() => run(self), TypeError);
  assert.equal(self.listener, undefined);
});

test("messages before start wait and are answered in order", async () => {
  const posted = await replies({ id: 1, ask: { call: "hello", body: {} } }, { id: 2, ask: { call: "summary", body: {} } }, { start });
  assert.deepEqual(posted.map(({ ready, id }) => ready ?? id), [true, 1, 2]);
  assert.equal(JSON.parse(posted[1].answer).ok.body.protocol, 1);
});

test("an import worker makes no engine, tells progress at once and transfers its table", async () => {
  const before = Engine.made;
  const size = (1 << 20) + 10;
  const posted = await replies({ start }, { id: 7, read: new Blob([new Uint8Array(size).fill(10)]), name: "a.csv" });
  assert.deepEqual(posted[1].progress, { done: 1 << 20, total: size, rows: 1000 });
  assert.ok(posted.at(-1).packed instanceof ArrayBuffer);
  assert.equal(Engine.made, before);
});

test("a refusal, a trap and another exception", async () => {
  const file = (text) => new Blob([text]);
  const posted = await replies({ start }, { id: 1, read: file("read:refuse"), name: "a" }, { id: 2, read: file("read:trap"), name: "b" }, { id: 3, read: file("read:odd"), name: "c" });
  const byId = new Map(posted.map((message) => [message.id, message]));
  assert.equal(byId.get(1).failed.code, "E-FAKE");
  assert.deepEqual(byId.get(2), { id: 2, died: "RuntimeError: unreachable" });
  assert.deepEqual(byId.get(3), { id: 3, died: "TypeError" }, "no message that may quote a cell");
});

test("a file that cannot be read any more is refused in words", async () => {
  const gone = new Blob(["x"]);
  gone.slice = () => ({ arrayBuffer: () => Promise.reject(new DOMException("", "NotReadableError")) });
  const posted = await replies({ start }, { id: 1, read: gone, name: "a.csv" });
  assert.equal(posted[1].failed.code, "E-FILE-READ");
});

test("a module that does not start is told", async () => {
  assert.deepEqual(await replies({ start: {} }), [{ id: undefined, died: "TypeError" }]);
});
