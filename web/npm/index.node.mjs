// The Node shell: the engine in this process. One module instance serves all workbenches, each with its own engine.
import { readFile } from "node:fs/promises";
import { setImmediate } from "node:timers/promises";
import { Engine, Reader, initSync } from "./engine/kpi_wasm.js";
import { KpiError, cannotLoad, compile, engineDied, isClosed, reply, workbench } from "./client.mjs";
import { readTable, throttled } from "./read.mjs";

export { KpiError };

let death; // a trap leaves the module instance of the whole process unusable

/** Runs engine code: refusals and traps become errors with words. */
async function guarded(work, signal) {
  if (death) throw death;
  try {
    return await work();
  } catch (error) {
    if (signal?.aborted) throw signal.reason;
    if (typeof error?.code === "string" && error.what !== undefined && !(error instanceof Error)) throw new KpiError(error);
    if (error instanceof WebAssembly.RuntimeError || error instanceof RangeError) {
      death = engineDied(`${error.name}: ${error.message}`, { zh: "这是程序的错误；重新启动进程", en: "This is a defect of the program; start the process again." });
      throw death;
    }
    throw error;
  }
}

class Link {
  #engine = new Engine();
  lanes = 1;
  /** Node runs one file after the other: there is no time before the files to be used. */
  async prepare() {}
  keep = (file) => file;

  ask(ask) {
    // As text: the object form skips properties it does not know, and a misspelt filter must not be skipped.
    return guarded(() => reply(JSON.parse(this.#open().handlePacked(JSON.stringify(ask)))));
  }

  read({ name, source, readAs }, report, signal) {
    const say = throttled(report);
    const pause = async (progress) => {
      say(progress);
      await setImmediate(); // other work of the process, such as an abort, goes on between slices
      signal.throwIfAborted();
    };
    return guarded(() => readTable(Reader, name, source, pause, readAs), signal);
  }

  add(file, packed) {
    return guarded(() => this.#open().addPacked(new Uint8Array(packed)));
  }

  close() {
    const engine = this.#engine;
    this.#engine = undefined;
    if (!death) engine?.free();
  }

  #open() {
    if (!this.#engine) throw isClosed();
    return this.#engine;
  }
}

async function bytesOf(url) {
  try {
    return await readFile(url);
  } catch (error) {
    throw cannotLoad(error);
  }
}

/** A workbench in this process; see index.d.ts. */
export async function createWorkbench({ assetBase, wasm } = {}) {
  const base = assetBase === undefined ? undefined : new URL(String(assetBase).replace(/\/*$/, "/"));
  const file = base ? new URL("engine/kpi_wasm_bg.wasm", base) : new URL("./engine/kpi_wasm_bg.wasm", import.meta.url);
  const given = wasm ?? file;
  const isFile = given instanceof URL && given.protocol === "file:";
  const module = await compile(isFile ? await bytesOf(given) : given);
  try {
    initSync({ module });
  } catch (error) {
    throw cannotLoad(error);
  }
  return workbench(new Link());
}
