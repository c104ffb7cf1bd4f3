// Stands in for the engine: the same classes, with behaviour steered by the texts it is given.
// A file or KPI called `trap` stops it, `refuse` is refused, `trap_once` stops it the first time in the process.

export const traps = new Map();
const refused = (name) => ({ code: "E-FAKE", what: { zh: `${name}：不收`, en: `${name}: refused.` }, fix: { zh: "换一个", en: "Take another." } });

function obey(text, name) {
  if (text.includes("refuse")) throw refused(name);
  const isOnce = text.includes("trap_once");
  traps.set(text, (traps.get(text) ?? 0) + 1);
  if (text.includes("trap") && !(isOnce && traps.get(text) > 1)) throw new WebAssembly.RuntimeError("unreachable");
  if (text.includes("slow")) for (const end = performance.now() + 110; performance.now() < end; );
  if (text.includes("odd")) throw new TypeError("secret cell content");
}

export function initSync({ module }) {
  if (!(module instanceof WebAssembly.Module)) throw new TypeError("not a module");
}

export class Reader {
  #text = "";
  #name;
  constructor(name) {
    this.#name = name;
  }
  push(chunk) {
    if (!(chunk instanceof Uint8Array)) throw new TypeError("not bytes");
    const text = new TextDecoder().decode(chunk.subarray(0, 1000));
    this.#text += text;
    if (text.startsWith("read:")) obey(text, this.#name);
    return this.#text.split("\n").length - 1;
  }
  finish() {
    if (!this.#text) throw refused(this.#name);
    return new TextEncoder().encode(JSON.stringify({ file: this.#name, text: this.#text }));
  }
  free() {}
}

const TEXT = (word) => ({ zh: word, en: word });
const CATALOG = {
  protocol: 1,
  kpis: [{ id: "win_rate", family: "results", name: { zh: "赢单率", en: "Win rate" }, about: "", better: "higher",
    variants: [{ id: "by_count", name: { zh: "按个数", en: "by count" }, formula: TEXT("won ÷ closed"), unit: "ratio", additive: false, needs: [] }] }],
  dimensions: ["person", "team", "region"],
};

export class Engine {
  static made = 0;
  #tables = new Map();
  #mapping = {};
  #published = null;
  #isReplica = false;

  constructor() {
    Engine.made += 1;
  }
  share(most) {
    const texts = JSON.stringify([...this.#tables.keys()]);
    return texts.length > most || texts.includes("large") ? null : [texts, Uint8Array.of(1, 2)];
  }
  static fromShared([texts, { length }]) {
    if (length !== 2) throw refused("shared");
    const engine = new Engine();
    engine.#isReplica = true;
    for (const file of JSON.parse(texts)) engine.#tables.set(file, { file, text: "" });
    return engine;
  }
  free() {}
  addPacked(packed) {
    if (!(packed instanceof Uint8Array)) throw new TypeError("not bytes");
    const table = JSON.parse(new TextDecoder().decode(packed));
    if (table.text.startsWith("add:")) obey(table.text, table.file);
    this.#tables.set(table.file, table);
  }
  handleText(json) {
    return JSON.stringify(this.#handle(JSON.parse(json)));
  }
  handlePacked(json) {
    return this.handleText(json);
  }
  #handle({ call, body }) {
    if (body.nonsense) return { failed: refused("nonsense") };
    const done = (body) => ({ ok: { call, body } });
    switch (call) {
      case "hello": return done(CATALOG);
      case "summary": return done(this.#summary());
      case "bind": this.#mapping = body; return done(this.#summary());
      case "sample": this.#tables = new Map([["sample.csv", { file: "sample.csv", text: body.locale }]]); return done(this.#summary());
      case "unload": {
        if (body.file === null) this.#tables.clear();
        else this.#tables.delete(body.file);
        return done(this.#summary());
      }
      case "plan": {
        if (body.withdraw) this.#published = null;
        if (body.publish) this.#published = [...this.#tables.keys()].join();
        return done({ published: this.#published });
      }
      case "board": {
        const ids = body.lenses.flatMap(({ kpis = [] }) => kpis.map(({ id }) => id));
        if (ids.includes("refuse")) return { failed: refused(`board of ${body.lenses.length}`) };
        for (const id of ids) obey(this.#isReplica ? id.replace("replica_", "") : id.replace(/replica_.*/, ""), id);
        return done(body.lenses.map((lens) => ({ lens, files: [...this.#tables.keys()], isReplica: this.#isReplica })));
      }
      case "evaluate": {
        for (const { id } of body.kpis ?? []) obey(id, id);
        const cell = (value, missing) => ({ kpi: "win_rate", variant: "by_count", group: { person: value === null ? null : "王芳\u001b[31m" }, period: null, value, numerator: 12, denominator: 19, n: 19, low: null, high: null, missing });
        return done({ asOf: "2025-09-30", span: null, currency: "CNY", cells: [{ ...cell(12 / 19, null), lens: body }, cell(null, { reason: "needsTable", table: "survey" })] });
      }
      default: return done({ call, ...body });
    }
  }
  #summary() {
    const tables = [...this.#tables.values()].map(({ file, text }) => ({
      file, text, bytes: 1, kind: "opportunities", confidence: 0.98, encoding: "UTF-8", delimiter: ",", rows: 4, counted: 1,
      rejected: [{ code: "E-X", reason: { zh: "没有日期", en: "no date" }, count: 3, lines: [2, 3, 5] }],
      columns: [{ header: "阶段", sample: "Won", field: "stage", columnType: "text", confidence: 1, evidence: TEXT(""), filled: 4, distinct: 2, unreadable: 0, shape: [] }],
    }));
    return { tables, mapping: this.#mapping, published: this.#published, relations: [], fixes: [], applied: [], diagnostics: [], stages: [], asOf: "2025-09-30", firstDay: null, currency: null };
  }
}
