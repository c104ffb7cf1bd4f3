// The ceiling of plain JavaScript: a hand-written parser straight from bytes to typed
// arrays, no strings made while loading; the same loops as js_udsv for the dashboard.
import { SCHEMA, NIL, arrayFor, dayNumber } from "./typed/schema.mjs";
import { runDashboard } from "./typed/questions.mjs";
import { addCny } from "./js_udsv.mjs";
import { FILES } from "../workload.mjs";

export const meta = { host: "worker" };
let T;
export async function init() {
  T = {};
}

const dec = new TextDecoder();
const KIND = { skip: 0, text: 1, key: 2, dict: 3, date: 4, ts: 5, int: 6, num: 7, money: 8, fk: 9 };
const P10 = [1, 10, 100, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9];

/** byte-string -> number, open addressing; keys live in one pool */
class Keys {
  constructor(cap = 1 << 12) {
    this.n = 0;
    this.cap = cap;
    this.slot = new Int32Array(cap).fill(-1);
    this.hash = new Int32Array(cap);
    this.off = new Int32Array((cap >> 1) + 2);
    this.pool = new Uint8Array(cap * 8);
  }
  find(b, p, e, h, insert) {
    const { slot, hash, off, pool } = this, mask = this.cap - 1, len = e - p;
    let s = (h ^ (h >>> 15)) & mask;
    for (;;) {
      const k = slot[s];
      if (k < 0) break;
      if (hash[k] === h && off[k + 1] - off[k] === len) {
        let i = 0;
        const o = off[k];
        while (i < len && pool[o + i] === b[p + i]) i++;
        if (i === len) return k;
      }
      s = (s + 1) & mask;
    }
    if (!insert) return -1;
    if (this.n * 2 >= this.cap) { this.grow(); return this.find(b, p, e, h, true); }
    const k = this.n++, o = off[k];
    if (o + len > pool.length) { const q = new Uint8Array(pool.length * 2 + len); q.set(pool); this.pool = q; }
    for (let i = 0; i < len; i++) this.pool[o + i] = b[p + i];
    off[k + 1] = o + len;
    hash[k] = h;
    slot[s] = k;
    return k;
  }
  grow() {
    const cap = (this.cap *= 2), mask = cap - 1;
    this.slot = new Int32Array(cap).fill(-1);
    const h = new Int32Array(cap); h.set(this.hash); this.hash = h;
    const o = new Int32Array((cap >> 1) + 2); o.set(this.off); this.off = o;
    for (let k = 0; k < this.n; k++) { let s = (h[k] ^ (h[k] >>> 15)) & mask; while (this.slot[s] >= 0) s = (s + 1) & mask; this.slot[s] = k; }
  }
  text(k) { return dec.decode(this.pool.subarray(this.off[k], this.off[k + 1])); }
}

function date(b, p) {
  return dayNumber((b[p] - 48) * 1000 + (b[p + 1] - 48) * 100 + (b[p + 2] - 48) * 10 + b[p + 3] - 48, (b[p + 5] - 48) * 10 + b[p + 6] - 48, (b[p + 8] - 48) * 10 + b[p + 9] - 48);
}
function number(b, p, e) {
  let neg = false, v = 0, frac = -1;
  if (b[p] === 45) { neg = true; p++; }
  if (p >= e) return NaN;
  for (; p < e; p++) {
    const c = b[p] - 48;
    if (c >= 0 && c <= 9) { v = v * 10 + c; if (frac >= 0) frac++; }
    else if (c === -2 && frac < 0) frac = 0; // .
    else if (c !== -4) return NaN; // thousands separator is skipped
  }
  if (frac > 0) v /= P10[frac];
  return neg ? -v : v;
}

function loadTable(name, b) {
  const spec = SCHEMA[name], nc = spec.length;
  let lines = 0;
  for (let p = b.indexOf(10); p >= 0; p = b.indexOf(10, p + 1)) lines++;
  const kinds = Uint8Array.from(spec, ([, k]) => KIND[k.startsWith("fk") ? "fk" : k]);
  const arr = spec.map(([, k]) => (k === "skip" || k === "key" ? null : k === "text" ? new Int32Array(lines + 1) : new (arrayFor(k))(lines)));
  const keys = spec.map(([, k]) => (k === "key" ? new Keys() : k === "dict" ? new Keys(64) : k.startsWith("fk") ? T[k.slice(3)].map : null));
  const pools = spec.map(([, k]) => (k === "text" ? { buf: new Uint8Array(1 << 16), n: 0 } : null));
  const scratch = new Uint8Array(1 << 16);
  const last = b.length;
  let p = b.indexOf(10) + 1, n = 0;
  while (p < last) {
    for (let j = 0; j < nc; j++) {
      const kind = kinds[j];
      let s = p, e, src = b, h = 0;
      if (b[p] === 34) { // quoted: unescape into scratch
        let o = 0;
        p++;
        for (;;) {
          const c = b[p++];
          if (c === 34) { if (b[p] === 34) p++; else break; }
          scratch[o++] = c;
        }
        src = scratch; s = 0; e = o;
        if (kind === 2 || kind === 3 || kind === 9) for (let i = 0; i < e; i++) h = (Math.imul(h, 31) + src[i]) | 0;
      } else if (kind === 2 || kind === 3 || kind === 9) {
        let c = b[p];
        while (c !== 44 && c !== 10 && p < last) { h = (Math.imul(h, 31) + c) | 0; c = b[++p]; }
        e = p;
      } else {
        let c = b[p];
        while (c !== 44 && c !== 10 && p < last) c = b[++p];
        e = p;
      }
      p++;
      const a = arr[j];
      switch (kind) {
        case 1: {
          const q = pools[j], len = e - s;
          if (q.n + len > q.buf.length) { const z = new Uint8Array(q.buf.length * 2 + len); z.set(q.buf); q.buf = z; }
          const buf = q.buf;
          for (let i = 0, o = q.n; i < len; i++) buf[o + i] = src[s + i];
          q.n += len;
          a[n + 1] = q.n;
          break;
        }
        case 2: keys[j].find(src, s, e, h, true); break;
        case 3: a[n] = keys[j].find(src, s, e, h, true); break;
        case 4: a[n] = e - s === 10 && src[s + 4] === 45 && src[s + 7] === 45 ? date(src, s) : NIL; break;
        case 5: a[n] = e - s === 19 ? date(src, s) * 86400 + ((src[s + 11] - 48) * 10 + src[s + 12] - 48) * 3600 + ((src[s + 14] - 48) * 10 + src[s + 15] - 48) * 60 + (src[s + 17] - 48) * 10 + src[s + 18] - 48 : NIL; break;
        case 6: a[n] = e === s ? NIL : number(src, s, e); break;
        case 7: case 8: a[n] = e === s ? NaN : number(src, s, e); break;
        case 9: a[n] = e === s ? -1 : keys[j].find(src, s, e, h, false); break;
      }
    }
    n++;
  }
  const t = { n, dicts: {} };
  spec.forEach(([cn, kind], j) => {
    if (kind === "key") { t.map = keys[j]; t.ids = (i) => t.map.text(i); }
    else if (kind === "text") { const off = arr[j], q = pools[j]; t.names = (i) => dec.decode(q.buf.subarray(off[i], off[i + 1])); }
    else if (kind !== "skip") {
      t[cn] = arr[j].subarray(0, n);
      if (kind === "dict") t.dicts[cn] = Array.from({ length: keys[j].n }, (_, k) => keys[j].text(k) || null);
    }
  });
  if (name === "opportunities") addCny(t);
  T[name] = t;
}

export async function load(files) {
  for (const f of FILES) { loadTable(f, files.get(f)); files.delete(f); }
}
export const dashboard = async (filter) => runDashboard(T, filter);
