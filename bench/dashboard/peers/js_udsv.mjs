// "Best plain JavaScript with a library parser": uDSV rows -> typed arrays -> straight loops.
import { eachRow } from "./udsv_rows.mjs";
import { SCHEMA, NIL, arrayFor, parseDate, parseTs } from "./typed/schema.mjs";
import { runDashboard } from "./typed/questions.mjs";
import { FILES } from "../workload.mjs";

export const meta = { host: "worker" };
let T;

export async function init() {
  T = {};
}

function parseMoney(s) {
  if (s === "") return NaN;
  return +(s.indexOf(",") < 0 ? s : s.replaceAll(",", ""));
}

class Col {
  constructor(kind) {
    this.kind = kind;
    if (kind === "text") this.a = [];
    else if (kind === "key") { this.map = new Map(); this.a = []; }
    else if (kind !== "skip") this.a = new (arrayFor(kind))(1024);
    if (kind === "dict") { this.map = new Map(); this.words = []; }
  }
  grow(n) {
    const b = new this.a.constructor(n);
    b.set(this.a);
    this.a = b;
  }
}

function loadTable(name, bytes) {
  const cols = SCHEMA[name].map(([, k]) => new Col(k));
  const fk = SCHEMA[name].map(([, k]) => (k.startsWith("fk") ? T[k.slice(3)].map : null));
  let n = 0, cap = 1024;
  const add = (row) => {
    if (n === cap) { cap *= 2; for (const c of cols) if (c.a && !Array.isArray(c.a)) c.grow(cap); }
    for (let j = 0; j < cols.length; j++) {
      const c = cols[j], v = row[j];
      switch (c.kind) {
        case "skip": break;
        case "text": c.a.push(v); break;
        case "key": c.map.set(v, n); c.a.push(v); break;
        case "dict": {
          let k = c.map.get(v);
          if (k === undefined) { k = c.words.length; c.words.push(v === "" ? null : v); c.map.set(v, k); }
          c.a[n] = k; break;
        }
        case "date": c.a[n] = parseDate(v); break;
        case "ts": c.a[n] = parseTs(v); break;
        case "int": c.a[n] = v === "" ? NIL : +v; break;
        case "num": c.a[n] = v === "" ? NaN : +v; break;
        case "money": c.a[n] = parseMoney(v); break;
        default: { const k = fk[j].get(v); c.a[n] = k === undefined ? -1 : k; }
      }
    }
    n++;
    return true;
  };
  eachRow(bytes, add);
  const t = { n, dicts: {} };
  SCHEMA[name].forEach(([cn, kind], j) => {
    const c = cols[j];
    if (kind === "skip") return;
    if (kind === "key") { t.map = c.map; t.ids = (i) => c.a[i]; }
    else if (kind === "text") t.names = (i) => c.a[i];
    else { t[cn] = c.a.subarray(0, n); if (kind === "dict") t.dicts[cn] = c.words; }
  });
  if (name === "opportunities") addCny(t);
  T[name] = t;
}
export function addCny(t) {
  const usd = t.dicts.currency.indexOf("USD"), v = new Float64Array(t.n);
  for (let i = 0; i < t.n; i++) v[i] = t.amount[i] * (t.currency[i] === usd ? 7.1 : 1);
  t.amount_cny = v;
}

export function loadTables(files) {
  T = {};
  for (const f of FILES) { loadTable(f, files.get(f)); files.delete(f); }
  return T;
}
export async function load(files) { loadTables(files); }
export const dashboard = async (filter) => runDashboard(T, filter);
