// The calls of a workbench, the same for browser and Node. A "link" carries them to an engine:
// `{ lanes, prepare(), ask(ask), keep(file), read(file, report, signal), add(file, packed), close() }`.

const PROTOCOL = 1;

/** A request that was refused, or an engine that stopped. */
export class KpiError extends Error {
  constructor({ code, what, fix }) {
    super(`${what.en} ${fix.en}`.trim());
    this.name = "KpiError";
    this.code = code;
    this.what = what;
    this.fix = fix;
  }
}

/** A KpiError from its words, Chinese first as in the messages. */
export const refusal = (code, [whatZh, fixZh], [whatEn, fixEn]) =>
  new KpiError({ code, what: { zh: whatZh, en: whatEn }, fix: { zh: fixZh, en: fixEn } });

/** The reply of an outcome, or its refusal thrown. */
export function reply(outcome) {
  if (outcome.failed) throw new KpiError(outcome.failed);
  const body = outcome.ok?.body;
  return Array.isArray(body) ? body.map(unpacked) : unpacked(body);
}

/** Entries of a cell in a packed report. */
const ENTRIES = 9;

/** A report whose cells were packed (`crates/workbench/src/packed.rs`), cell by cell; anything else as it is. */
function unpacked(body) {
  if (!body?.packed) return body;
  const { packed: { definitions, groups, periods, cells: flat, missing, grades }, ...report } = body;
  const cells = new Array(flat.length / ENTRIES);
  for (let cell = 0, at = 0; at < flat.length; cell++, at += ENTRIES) {
    const [kpi, variant] = definitions[flat[at]];
    cells[cell] = {
      kpi, variant, group: { ...groups[flat[at + 1]] }, period: periods[flat[at + 2]],
      value: flat[at + 3], numerator: flat[at + 4], denominator: flat[at + 5], n: flat[at + 6], low: flat[at + 7], high: flat[at + 8],
      missing: null,
    };
  }
  for (const [at, why] of missing) cells[at].missing = why;
  for (const [at, grade] of grades) cells[at].grade = grade;
  return { ...report, cells };
}

/** A compiled engine module from anything it may be given as. */
export async function compile(wasm) {
  try {
    if (wasm instanceof WebAssembly.Module) return wasm;
    if (wasm instanceof ArrayBuffer || ArrayBuffer.isView(wasm)) return await WebAssembly.compile(wasm);
    const response = wasm instanceof Response ? wasm : await fetch(wasm);
    if (!response.ok) throw new Error(`status ${response.status} for ${response.url}`);
    // Hosts that do not know the type of .wasm are common, and streaming insists on it.
    const isTyped = response.headers.get("content-type")?.startsWith("application/wasm");
    return isTyped ? await WebAssembly.compileStreaming(response) : await WebAssembly.compile(await response.arrayBuffer());
  } catch (error) {
    throw cannotLoad(error);
  }
}

/** The engine files are missing, or the policy of the page forbids them. */
export const cannotLoad = ({ message }) => refusal(
  "E-ENGINE-LOAD",
  [`计算引擎没有载入（${message}）`, "检查 engine/ 与 worker.js 是否在入口文件旁；页面的安全策略要有 script-src 'self' 'wasm-unsafe-eval'; worker-src 'self' blob:"],
  [`The engine could not be loaded (${message}).`, "Check that engine/ and worker.js lie beside the entry; a page's policy needs script-src 'self' 'wasm-unsafe-eval'; worker-src 'self' blob:"],
);

/** An ask made the engine stop. */
export const engineDied = (message, fix) => refusal(
  "E-ENGINE-DIED",
  [`计算引擎停止了（${message}）`, fix?.zh ?? "这是程序的错误；换一个请求，或重新载入文件"],
  [`The engine stopped (${message}).`, fix?.en ?? "This is a defect of the program; make another request or load the files again."],
);

/** Nothing can be asked after `close`. */
export const isClosed = () => refusal("E-CLOSED", ["工作台已关闭", "用 createWorkbench 新建一个"], ["The workbench is closed.", "Make a new one with createWorkbench."]);

function listed(files) {
  const list = Array.from(files, (file) => {
    const source = file instanceof Blob ? file : file.bytes;
    const isReadable = source instanceof Blob || source instanceof ArrayBuffer || ArrayBuffer.isView(source);
    if (typeof file.name !== "string" || !file.name || !isReadable) throw new TypeError("load takes File objects or { name, bytes }");
    const { readAs } = file;
    if (source instanceof Blob) return { name: file.name, source, readAs };
    const bytes = ArrayBuffer.isView(source) ? new Uint8Array(source.buffer, source.byteOffset, source.byteLength) : new Uint8Array(source);
    return { name: file.name, source: bytes, readAs };
  });
  // The engine knows files by name: the second would silently replace the first.
  const twice = list.find(({ name }, at) => list.findIndex((other) => other.name === name) !== at);
  if (twice) throw refusal("E-FILE-TWICE", [`有两个文件都叫 ${twice.name}`, "改名，或在名字前加上文件夹"], [`Two files are called ${twice.name}.`, "Rename one, or put its folder before the name."]);
  return list;
}

/** Works on all of a list, so many at a time, the largest first: a large one begun last would be waited for alone. */
async function inLanes(list, lanes, size, work) {
  const results = new Array(list.length);
  const rest = [...list.entries()].sort(([, one], [, other]) => size(other) - size(one)).values();
  const lane = async () => {
    for (const [at, item] of rest) results[at] = await work(item);
  };
  await Promise.all(Array.from({ length: Math.min(lanes, list.length) }, lane));
  return results;
}

/** All files or none: the engine gets nothing before every file has been read. */
async function load(link, files, { onprogress, signal } = {}) {
  signal?.throwIfAborted();
  const list = listed(files).map((file) => link.keep(file));
  const ending = new AbortController(); // one refused file ends the other readers
  const abort = () => ending.abort(signal.reason);
  signal?.addEventListener("abort", abort);
  try {
    const report = (progress) => {
      try {
        onprogress?.(progress);
      } catch (error) {
        ending.abort(error); // the caller's own error is the result of the call, in both shells
      }
    };
    const read = (file) => link.read(file, (progress) => report({ name: file.name, ...progress }), ending.signal);
    const packed = await inLanes(list, link.lanes, ({ source }) => source.size ?? source.byteLength, read);
    signal?.throwIfAborted();
    // In the given order, whichever reader was first: the report lists files in load order.
    for (const [at, file] of list.entries()) await link.add(file, packed[at]);
  } catch (error) {
    ending.abort(error);
    throw error;
  } finally {
    signal?.removeEventListener("abort", abort);
  }
}

/** The workbench over a link; refuses an engine that speaks another version of the messages. */
export async function workbench(link) {
  const ask = async (call, body = {}) => link.ask({ call, body });
  const { protocol } = await ask("hello");
  if (protocol !== PROTOCOL) {
    link.close();
    throw refusal("E-PROTOCOL", [`引擎的消息版本是 ${protocol}，这里需要 ${PROTOCOL}`, "用同一版本的文件重新安装"], [`The engine speaks message version ${protocol}, this client ${PROTOCOL}.`, "Install all files from the same version."]);
  }
  return Object.freeze({
    prepare: () => link.prepare(),
    load: async (files, options) => {
      await load(link, files, options);
      return ask("summary");
    },
    summary: () => ask("summary"),
    bind: (mapping) => ask("bind", mapping),
    sample: ({ locale = "zh-CN", opportunities } = {}) => ask("sample", { locale, opportunities }),
    unload: (file = null) => ask("unload", { file }),
    preview: (preview) => ask("preview", { limit: 200, ...preview }),
    leftOut: ({ file = null, locale = "zh-CN" } = {}) => ask("leftOut", { file, locale }),
    quality: () => ask("quality"),
    saveMapping: () => ask("saveMapping"),
    readMapping: (text) => ask("readMapping", { text }),
    catalog: () => ask("hello"),
    evaluate: (lens) => ask("evaluate", lens),
    board: (lenses) => ask("board", { lenses }),
    explain: (explain) => ask("explain", explain),
    formula: (text) => ask("formula", { text }),
    trend: (lens, { seasonal = false } = {}) => ask("trend", { lens, seasonal }),
    ranking: (lens, { seed } = {}) => ask("ranking", { lens, seed }),
    change: (change) => ask("change", change),
    bottlenecks: (bottlenecks) => ask("bottlenecks", bottlenecks),
    factors: (factors) => ask("factors", factors),
    effects: (effects) => ask("effects", effects),
    rows: (rows) => ask("rows", { code: "counted", offset: 0, limit: 200, ...rows }),
    saveRows: (rows) => ask("saveRows", { code: "counted", ...rows }),
    plan: (edit) => ask("plan", { spread: {}, publish: false, ...edit }),
    savePlan: (plan) => ask("savePlan", plan),
    readPlan: (plan) => ask("readPlan", plan),
    comparePlans: (versions) => ask("comparePlans", versions),
    forecast: (forecast) => ask("forecast", forecast),
    tornado: (tornado) => ask("tornado", tornado),
    heatMap: (levers) => ask("heatMap", levers),
    seek: (goal) => ask("seek", goal),
    compareScenarios: (scenarios) => ask("compareScenarios", scenarios),
    chances: (tree) => ask("chances", tree),
    evidence: (evidence) => ask("evidence", evidence),
    roles: () => ask("roles"),
    score: (score) => ask("score", score),
    close: () => link.close(),
  });
}
