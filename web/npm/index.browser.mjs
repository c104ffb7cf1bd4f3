// The browser shell: one engine worker, one throw-away import worker per file. Everything is fetched at creation.
import { KpiError, cannotLoad, compile, engineDied, isClosed, refusal, reply, workbench } from "./client.mjs";
import { Journal, changes, resets } from "./journal.mjs";
import { Died, Peer } from "./peer.mjs";
import { Rehearsal } from "./rehearsal.mjs";
import { Replicas } from "./replicas.mjs";

export { KpiError };

/** Bytes of all files being loaded that are copied in the page's heap; more of them are not worth their memory. */
const MOST_COPIED = 128 << 20;

/** Bytes that one worker reads in files: starting another one takes longer than reading a small file. */
const MOST_SHARED = 8 << 20;

/** Makes the bytes of a file a Blob: kept outside the page's heap until an engine that died is to be rebuilt. */
function outside(file) {
  if (!(file.source instanceof Blob)) file.source = new Blob([file.source]);
  return file;
}

/** The engine in its worker, rebuilt from the journal when it dies. */
class Link {
  #artefact;
  #journal = new Journal();
  #live; // promise of a peer that has replayed the journal
  #replicas;
  #rehearsal;
  #hasWork = false; // what is asked or loaded needs the cores
  #held = 0; // bytes copied in the page's heap for the files being read
  #copied = []; // files whose bytes may still be in the page's heap
  #imports = new Set(); // readers
  #readers = []; // those that wait for a file
  #isClosed = false;
  // While files are read the page and the engine have nothing to do: every core may read.
  lanes = Math.max(1, Math.min(4, globalThis.navigator?.hardwareConcurrency ?? 2));

  constructor(artefact) {
    this.#artefact = artefact;
    this.#replicas = new Replicas(artefact);
  }

  async prepare() {
    if (this.#isClosed) throw isClosed();
    if (this.#hasWork) return;
    await (this.#rehearsal ??= new Rehearsal(this.#artefact)).done;
  }

  #work() {
    this.#hasWork = true;
    this.#rehearsal?.end();
  }

  async ask(ask) {
    if (ask.call !== "hello" && ask.call !== "bind") this.#work();
    if (changes(ask)) this.#replicas.end();
    const answer = this.#deliver((peer) => this.#replicas.ask(peer, ask), resets(ask));
    // While the engine works, each in a task of its own.
    for (const file of this.#copied.splice(0)) setTimeout(() => outside(file));
    const body = reply(await answer);
    this.#journal.asked(ask);
    return body;
  }

  async add(file, packed) {
    this.#end(...this.#readers); // every file has been read
    let first = packed; // gone with the first try
    reply(await this.#deliver(async (peer) => {
      const table = first ?? (await this.#readAgain(file));
      first = undefined;
      this.#replicas.end(); // also those that were made while it was read again
      return peer.send({ add: table }, { transfer: [table] });
    }));
    this.#journal.added(file);
    this.#copied.push(file);
  }

  /** The caller may change its array at once. */
  keep(file) {
    this.#work();
    const { source } = file;
    if (source instanceof Blob) return { ...file };
    if (this.#held + source.byteLength > MOST_COPIED) return outside({ ...file });
    this.#held += source.byteLength;
    return { ...file, source: source.slice() };
  }

  /**
   * Reads a file in a worker that reads nothing else meanwhile. It is ended whatever happens, because only that gives its memory back; small
   * files of one load share workers one after the other.
   */
  async read(file, report, signal) {
    const { name, source, readAs } = file;
    if (this.#isClosed) throw isClosed();
    signal?.throwIfAborted();
    const peer = this.#readers.splice(0, 1).find((reader) => !reader.isEnded) ?? new Peer(this.#artefact);
    this.#imports.add(peer);
    const abort = () => peer.end(signal.reason);
    signal?.addEventListener("abort", abort);
    try {
      // Bytes go to the reader and come back: fetching them slice by slice takes several times as long.
      const transfer = source instanceof Blob ? [] : [source.buffer];
      const { packed, failed, back = source } = await peer.send({ read: source, name, readAs }, { report, transfer });
      if (failed) throw new KpiError(failed);
      file.source = back;
      peer.bytes += back.size ?? back.byteLength;
      if (peer.bytes <= MOST_SHARED) this.#readers.push(peer);
      else this.#end(peer);
      return packed;
    } catch (error) {
      this.#end(peer, ...this.#readers);
      throw error instanceof Died ? readerDied(name, error) : error;
    } finally {
      signal?.removeEventListener("abort", abort);
    }
  }

  /** For an engine that died. */
  async #readAgain(file) {
    const table = await this.read(outside(file));
    this.#end(...this.#readers);
    return table;
  }

  #end(...readers) {
    for (const reader of readers) {
      reader.end("done");
      this.#imports.delete(reader);
    }
    this.#readers = this.#readers.filter((reader) => !readers.includes(reader));
    if (!this.#imports.size) this.#held = 0;
  }

  close() {
    if (this.#isClosed) return;
    this.#isClosed = true;
    for (const peer of this.#imports) peer.end(isClosed());
    this.#replicas.end();
    this.#rehearsal?.end();
    this.#live?.then((peer) => peer.end(isClosed()), () => {});
    this.#journal.clear();
    this.#copied = [];
    URL.revokeObjectURL(this.#artefact.source);
  }

  /** Sends with one retry after a crash. Requests that merely shared the engine with the cause are sent again without limit. */
  async #deliver(send, isReset) {
    for (let crashes = 0; ; ) {
      if (this.#isClosed) throw isClosed();
      // Where the files cannot be read again, forgetting them must still work.
      if (isReset && !this.#live) this.#journal.clear();
      const live = (this.#live ??= this.#start());
      try {
        return await send(await live);
      } catch (error) {
        if (!(error instanceof Died)) throw error;
        if (this.#live === live) this.#live = undefined;
        this.#replicas.end();
        if (error.isCause && ++crashes > 1) throw engineDied(error.message);
      }
    }
  }

  #start() {
    const live = this.#replayed();
    // The next request tries again, for example once a file is readable again.
    live.catch(() => { if (this.#live === live) this.#live = undefined; });
    return live;
  }

  async #replayed() {
    const peer = new Peer(this.#artefact);
    await peer.ready.catch((error) => {
      throw error instanceof Died ? cannotLoad({ message: `worker: ${error.message}` }) : error;
    });
    try {
      for (const { file, ask } of this.#journal.steps) {
        const table = file && (await this.#readAgain(file));
        reply(await (file ? peer.send({ add: table }, { transfer: [table] }) : peer.send({ ask })));
      }
      return peer;
    } catch (error) {
      peer.end("not restored");
      throw error instanceof Died ? engineDied(error.message, RELOAD) : error;
    }
  }
}

const RELOAD = { zh: "恢复数据时再次停止；用 unload() 清空后重新载入文件", en: "It stopped again while the data was restored: call unload() and load the files again." };

const readerDied = (name, { message }) => refusal(
  "E-READER-DIED",
  [`${name}：读取时程序停止（${message}）`, "其它文件不受影响；检查这个文件，或拆成几个再试"],
  [`${name}: the reader stopped (${message}).`, "Other files are not affected; check this one, or split it and try again."],
);

async function workerSource(url) {
  try {
    const response = await fetch(url);
    if (!response.ok) throw new Error(`status ${response.status} for ${response.url}`);
    return URL.createObjectURL(new Blob([await response.arrayBuffer()], { type: "text/javascript" }));
  } catch (error) {
    throw cannotLoad(error);
  }
}

/** A workbench over workers of its own; see index.d.ts. */
export async function createWorkbench({ assetBase, wasm } = {}) {
  // Written out in full: bundlers look for exactly this form to carry the files along.
  let files = [new URL("./engine/kpi_wasm_bg.wasm", import.meta.url), new URL("./worker.js", import.meta.url)];
  if (assetBase !== undefined) {
    const base = new URL(String(assetBase).replace(/\/*$/, "/"), globalThis.document?.baseURI ?? globalThis.location?.href);
    files = [new URL("engine/kpi_wasm_bg.wasm", base), new URL("worker.js", base)];
  }
  const [module, source] = await Promise.all([compile(wasm ?? files[0]), workerSource(files[1])]);
  const link = new Link({ module, source });
  try {
    return await workbench(link);
  } catch (error) {
    link.close();
    throw error;
  }
}
