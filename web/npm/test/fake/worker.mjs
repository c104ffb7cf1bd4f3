// A Worker in this thread: runs the real worker body on the fake engine, in a global scope of its own.
import { readFileSync } from "node:fs";
import { Engine, Reader, initSync } from "./kpi_wasm.js";
import { SOURCES } from "../stage.mjs";

const { readTable, throttled } = await import(new URL("read.mjs", SOURCES));
const SOURCE = readFileSync(new URL("worker.mjs", SOURCES), "utf8").replace(/^import .*$/gm, "");
const body = new Function("self", "Engine", "Reader", "initSync", "readTable", "throttled", SOURCE);

/** A scope with network functions on the object itself and on its prototype. */
export function scope(postMessage) {
  class Scope {
    get indexedDB() { return {}; }
    fetch() {}
  }
  class Navigator {
    sendBeacon() {}
  }
  const self = new Scope();
  return Object.assign(self, { fetch() {}, importScripts() {}, XMLHttpRequest: class {}, navigator: new Navigator(), postMessage, addEventListener(_, listener) { self.listener = listener; } });
}

export function run(self) {
  body(self, Engine, Reader, initSync, readTable, throttled);
  return self;
}

const cloned = (message, transfer) => (message.start ? message : structuredClone(message, { transfer }));

export class FakeWorker {
  static all = [];
  /** Called with each message to a worker; true swallows it. */
  static tap = () => false;
  isAlive = true;
  sent = [];

  constructor(url) {
    this.url = url;
    FakeWorker.all.push(this);
    this.self = run(scope((message, transfer = []) => {
      const data = cloned(message, transfer);
      this.#later(() => this.onmessage({ data }));
    }));
  }
  postMessage(message, transfer = []) {
    const data = cloned(message, transfer);
    this.sent.push(data);
    if (!FakeWorker.tap(data, this)) this.#later(() => this.self.listener({ data }));
  }
  terminate() {
    this.isAlive = false;
  }
  static get alive() {
    return FakeWorker.all.filter((worker) => worker.isAlive);
  }
  #later(work) {
    setImmediate(() => this.isAlive && work());
  }
}
