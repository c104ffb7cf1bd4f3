// One sample, in the page: start, load, the dashboard some times, the dashboard under filters.
import { FILES, FILTERS } from "./workload.mjs";

/** A peer that blocks runs in a worker of its own and is asked by messages. */
function remote(url) {
  const worker = new Worker(url, { type: "module" });
  const waiting = new Map();
  let next = 0;
  worker.onmessage = ({ data: { id, value, error } }) => {
    const { done, fail } = waiting.get(id);
    waiting.delete(id);
    if (error === undefined) done(value);
    else fail(new Error(error));
  };
  worker.onerror = ({ message }) => waiting.forEach(({ fail }) => fail(new Error(`worker: ${message}`)));
  const call = (name, given, transfer = []) => new Promise((done, fail) => {
    waiting.set(next, { done, fail });
    worker.postMessage({ id: next++, name, given }, transfer);
  });
  return {
    init: (options) => call("init", [options]),
    load: (files) => call("load", [files], [...files.values()].map(({ buffer }) => buffer)),
    dashboard: (...asked) => call("dashboard", asked),
  };
}

async function timed(work) {
  const start = performance.now();
  const value = await work();
  return [performance.now() - start, value];
}

/** `again`: how often the dashboard is asked after the first time. */
export async function sample(module, { worker, data, again, ...options }) {
  const peer = module.meta.host === "worker" ? remote(worker) : module;
  const files = new Map();
  const chosen = Object.fromEntries(Array.from(document.querySelector("input").files, (file) => [file.name, file]));
  for (const file of FILES) files.set(file, chosen[`${file}.csv`] ?? new Uint8Array(await (await fetch(`${data}${file}.csv`)).arrayBuffer()));
  const [start] = await timed(() => peer.init(options));
  const [load] = await timed(() => peer.load(files));
  const answers = [];
  const asked = async (filter) => {
    const [total, { ms, results }] = await timed(() => peer.dashboard(filter));
    answers[FILTERS.indexOf(filter) + 1] = results;
    return { total, ms };
  };
  const dashboards = [];
  for (let time = 0; time <= again; time++) dashboards.push(await asked(null));
  const slices = [];
  for (const filter of [...FILTERS, ...FILTERS]) slices.push(await asked(filter));
  // A peer that answers all questions at once says how long each of them takes where it is asked for that.
  const each = (await peer.dashboard(null, { each: true })).ms;
  return { start, load, dashboards, slices, each, answers };
}
