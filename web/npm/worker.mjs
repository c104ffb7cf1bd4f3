// The body of every worker: the engine, or the reader of one file (thrown away afterwards).
//
// Bundled with the engine glue into one classic script and started from a `blob:` URL. The page fetched this source and
// the module when it opened, so starting a worker makes no request, and the worker inherits the policy of the page.
// The network functions are closed besides, for hosts that send no policy. `import()` is syntax and cannot be closed:
// the bundle contains none, and the page's `script-src` governs it.
import { Engine, Reader, initSync } from "kpi-engine";
import { readTable, throttled } from "./read.mjs";

const CLOSED = [
  "fetch", "fetchLater", "XMLHttpRequest", "WebSocket", "WebSocketStream", "EventSource", "WebTransport", "RTCPeerConnection",
  "importScripts", "Worker", "SharedWorker", "BroadcastChannel", "caches", "indexedDB", "FontFace", "fonts",
  "requestFileSystem", "webkitRequestFileSystem", "webkitRequestFileSystemSync",
];
const CLOSED_IN_NAVIGATOR = ["sendBeacon", "serviceWorker", "storage", "storageBuckets"]; // a bucket holds a cache, and a cache fetches

function close(object, names) {
  // Own properties and prototypes, and not configurable: a deleted own property would uncover one further up. Where a
  // browser refuses, this throws and the worker never starts.
  for (let owner = object; owner; owner = Object.getPrototypeOf(owner)) {
    for (const name of names.filter((name) => Object.hasOwn(owner, name))) {
      Object.defineProperty(owner, name, { value: undefined, writable: false, configurable: false });
    }
  }
}
close(self, CLOSED);
close(self.navigator, CLOSED_IN_NAVIGATOR);

let isStarted = false;
let engine;
const waiting = [];

function fail(id, error) {
  const isRefusal = typeof error?.code === "string" && error.what !== undefined;
  if (isRefusal) return self.postMessage({ id, failed: error });
  // Only texts of the JavaScript engine itself: any other message might quote a cell.
  const isTrap = error instanceof WebAssembly.RuntimeError || error instanceof RangeError;
  self.postMessage({ id, died: isTrap ? `${error.name}: ${error.message}` : String(error?.name ?? typeof error) });
}

async function answer({ id, ask, isPacked, add, share, shared, read, name, readAs }) {
  try {
    if (read) {
      const packed = await readTable(Reader, name, read, throttled((progress) => self.postMessage({ id, progress })), readAs);
      return read instanceof Blob ? self.postMessage({ id, packed }, [packed]) : self.postMessage({ id, packed, back: read }, [packed, read.buffer]);
    }
    if (shared) {
      engine = Engine.fromShared(shared);
      return self.postMessage({ id, ok: null });
    }
    engine ??= new Engine(); // not before: import workers never need one
    if (share) {
      const parts = engine.share(share);
      return self.postMessage({ id, parts }, parts ? parts.slice(1).map(({ buffer }) => buffer) : []);
    }
    // As text: the object form skips properties it does not know, and a misspelt filter must not be skipped.
    // The answer goes as text too: parsing it once over there is cheaper than copying thousands of objects.
    if (!add) return self.postMessage({ id, answer: engine[isPacked ? "handlePacked" : "handleText"](JSON.stringify(ask)) });
    engine.addPacked(new Uint8Array(add));
    self.postMessage({ id, ok: null });
  } catch (error) {
    fail(id, error);
  }
}

self.addEventListener("message", ({ data }) => {
  if (!data.start) {
    if (isStarted) answer(data);
    else waiting.push(data);
    return;
  }
  try {
    initSync({ module: data.start });
    isStarted = true;
    self.postMessage({ ready: true });
    waiting.splice(0).forEach(answer);
  } catch (error) {
    fail(undefined, error);
  }
});
