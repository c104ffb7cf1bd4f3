// The questions as straight loops over typed arrays: what a careful JavaScript
// programmer would write for exactly this dashboard. Input: T[table] = {n, col: typed array,
// dicts: {col: [strings]}, ids: n => string, names: n => string}.
import { answered } from "../../workload.mjs";
import { NIL, MI, MI0, toYm, dayNumber } from "./schema.mjs";

const mi = (day) => (day === NIL ? -1 : MI[day - MI0]);
const yearDay = (iso) => dayNumber(+iso.slice(0, 4), +iso.slice(5, 7), +iso.slice(8, 10));
const NM = 1200, M0 = 23880; // month slots: 1990-01 ..

/** k-th smallest (0-based) in place: quickselect, median of three */
function select(a, k, lo, hi) {
  while (hi > lo) {
    const mid = (lo + hi) >> 1;
    let x = a[lo], y = a[mid], z = a[hi];
    const p = x < y ? (y < z ? y : x < z ? z : x) : x < z ? x : y < z ? z : y;
    let i = lo, j = hi;
    while (i <= j) {
      while (a[i] < p) i++;
      while (a[j] > p) j--;
      if (i <= j) { const t = a[i]; a[i] = a[j]; a[j] = t; i++; j--; }
    }
    if (k <= j) hi = j; else if (k >= i) lo = i; else return a[k];
  }
  return a[k];
}
/** linear interpolation, as SQL percentile_cont; works in place on a[lo..hi) */
function quantile(a, q, lo, hi) {
  const n = hi - lo;
  if (!n) return null;
  const pos = (n - 1) * q, f = Math.floor(pos), x = select(a, lo + f, lo, hi - 1);
  if (pos === f) return x;
  let y = Infinity; // everything right of f is >= x
  for (let i = lo + f + 1; i < hi; i++) if (a[i] < y) y = a[i];
  return x + (y - x) * (pos - f);
}
const div = (a, b) => (b ? a / b : null);

function gather(t, rows) {
  const out = { ...t, n: rows.length };
  for (const k in t) {
    const a = t[k];
    if (!ArrayBuffer.isView(a) || a.length < t.n) continue;
    const b = new a.constructor(rows.length);
    for (let i = 0; i < rows.length; i++) b[i] = a[rows[i]];
    out[k] = b;
  }
  return out;
}
function where(n, test) {
  const r = new Int32Array(n);
  let m = 0;
  for (let i = 0; i < n; i++) if (test(i)) r[m++] = i;
  return r.subarray(0, m);
}

/** the filtered tables; the same meaning as workload/filter.sql */
export function sets(T, f) {
  const s = { ...T, opps: T.opportunities, acts: T.activities, stages: T.stage_history, orders_t: T.orders, acc: null, tgt: T.targets };
  if (!f) return s;
  const a = yearDay(f.from), b = yearDay(f.to), team = T.reps.dicts.team.indexOf(f.team);
  const mine = new Uint8Array(T.reps.n);
  for (let i = 0; i < T.reps.n; i++) mine[i] = T.reps.team[i] === team ? 1 : 0;
  const O = T.opportunities, R = T.orders, A = T.activities, S = T.stage_history, V = T.surveys, G = T.targets;
  const rows = where(O.n, (i) => mine[O.owner_id[i]] && O.created_at[i] >= a && O.created_at[i] <= b);
  s.opps = gather({ ...O, row: Int32Array.from({ length: O.n }, (_, i) => i) }, rows);
  const inOpp = new Uint8Array(O.n), accOpp = new Uint8Array(T.accounts.n), accOrd = new Uint8Array(T.accounts.n);
  for (let i = 0; i < rows.length; i++) { inOpp[rows[i]] = 1; accOpp[O.account_id[rows[i]]] = 1; }
  s.orders_t = gather(R, where(R.n, (i) => mine[R.owner_id[i]]));
  const RT = s.orders_t;
  s.orders = gather(RT, where(RT.n, (i) => RT.date[i] >= a && RT.date[i] <= b));
  for (let i = 0; i < s.orders.n; i++) accOrd[s.orders.account_id[i]] = 1;
  s.acts = gather(A, where(A.n, (i) => mine[A.owner_id[i]] && A.at[i] >= a * 86400 && A.at[i] < (b + 1) * 86400));
  s.stages = gather(S, where(S.n, (i) => S.opp_id[i] >= 0 && inOpp[S.opp_id[i]]));
  s.surveys = gather(V, where(V.n, (i) => accOrd[V.account_id[i]] && V.at[i] >= a && V.at[i] <= b));
  s.acc = accOpp;
  s.tgt = gather(G, where(G.n, (i) => mine[G.rep_id[i]] && G.month[i] >= a && G.month[i] <= b));
  return s;
}

function winRate(o, key, nk, name) {
  const ST = o.dicts.status, WON = ST.indexOf("won"), OPEN = ST.indexOf("open");
  const n = new Int32Array(nk), w = new Int32Array(nk), v = new Float64Array(nk), wv = new Float64Array(nk);
  for (let i = 0; i < o.n; i++) {
    const s = o.status[i];
    if (s === OPEN) continue;
    const k = key(i);
    if (k < 0) continue;
    const x = o.amount_cny[i];
    n[k]++;
    if (x === x) v[k] += x;
    if (s === WON) { w[k]++; if (x === x) wv[k] += x; }
  }
  const out = [];
  for (let k = 0; k < nk; k++) if (n[k]) out.push([name(k), n[k], w[k], w[k] / n[k], wv[k], div(wv[k], v[k])]);
  return out;
}

export const QUESTIONS = {
  new_customers(s) {
    const R = s.orders, A = s.accounts, ch = A.dicts.channel, nc = ch.length;
    const first = new Int32Array(A.n).fill(2147483647);
    for (let i = 0; i < R.n; i++) { const d = R.date[i], a = R.account_id[i]; if (d !== NIL && d < first[a]) first[a] = d; }
    const g = new Int32Array(NM * nc);
    for (let a = 0; a < A.n; a++) if (first[a] !== 2147483647) g[(mi(first[a]) - M0) * nc + A.channel[a]]++;
    const out = [];
    for (let k = 0; k < g.length; k++) if (g[k]) out.push([toYm(M0 + Math.floor(k / nc)), ch[k % nc], g[k]]);
    return out;
  },
  acquisition_rate(s) {
    const R = s.orders, A = s.accounts, ch = A.dicts.channel, nc = ch.length;
    const has = new Uint8Array(A.n);
    for (let i = 0; i < R.n; i++) has[R.account_id[i]] = 1;
    const n = new Int32Array(100 * nc), h = new Int32Array(100 * nc);
    for (let a = 0; a < A.n; a++) {
      if (s.acc && !s.acc[a]) continue;
      const k = (Math.floor(mi(A.created_at[a]) / 12) - 1990) * nc + A.channel[a];
      n[k]++; h[k] += has[a];
    }
    const out = [];
    for (let k = 0; k < n.length; k++) if (n[k]) out.push([1990 + Math.floor(k / nc), ch[k % nc], n[k], h[k], h[k] / n[k]]);
    return out;
  },
  cohort_retention(s) {
    const R = s.orders, A = s.accounts;
    let lo = 2147483647, hi = NIL;
    for (let i = 0; i < R.n; i++) { const d = R.date[i]; if (d !== NIL) { if (d < lo) lo = d; if (d > hi) hi = d; } }
    if (hi === NIL) return [];
    const m0 = mi(lo), w = mi(hi) - m0 + 1, seen = new Uint8Array(A.n * w);
    for (let i = 0; i < R.n; i++) { const d = R.date[i]; if (d !== NIL) seen[R.account_id[i] * w + MI[d - MI0] - m0] = 1; }
    const g = new Int32Array(w * w);
    for (let a = 0, p = 0; a < A.n; a++, p += w) {
      let c = -1;
      for (let k = 0; k < w; k++) if (seen[p + k]) { if (c < 0) c = k; g[c * w + k - c]++; }
    }
    const out = [];
    for (let k = 0; k < g.length; k++) if (g[k]) out.push([m0 + Math.floor(k / w), k % w, g[k]]);
    return out;
  },
  repeat_rate(s) {
    const R = s.orders, A = s.accounts, sg = A.dicts.segment, ns = sg.length, Y = 60;
    const c = new Uint32Array(A.n * Y);
    for (let i = 0; i < R.n; i++) { const d = R.date[i]; if (d !== NIL) c[R.account_id[i] * Y + ((MI[d - MI0] / 12) | 0) - 1990]++; }
    const n = new Int32Array(Y * ns), r = new Int32Array(Y * ns);
    for (let a = 0; a < A.n; a++) for (let y = 0; y < Y; y++) { const x = c[a * Y + y]; if (x) { const k = y * ns + A.segment[a]; n[k]++; if (x > 1) r[k]++; } }
    const out = [];
    for (let k = 0; k < n.length; k++) if (n[k]) out.push([1990 + Math.floor(k / ns), sg[k % ns], n[k], r[k], r[k] / n[k]]);
    return out;
  },
  nps_csat(s) {
    const V = s.surveys, A = s.accounts, rg = A.dicts.region, nr = rg.length, N = NM * nr;
    const rows = new Int32Array(N), n = new Int32Array(N), net = new Int32Array(N), c = new Int32Array(N), cs = new Float64Array(N), t2 = new Int32Array(N);
    for (let i = 0; i < V.n; i++) {
      const k = (mi(V.at[i]) - M0) * nr + A.region[V.account_id[i]], x = V.nps[i], y = V.csat[i];
      rows[k]++;
      if (x !== NIL) { n[k]++; if (x >= 9) net[k]++; else if (x <= 6) net[k]--; }
      if (y !== NIL) { c[k]++; cs[k] += y; if (y >= 4) t2[k]++; }
    }
    const out = [];
    for (let k = 0; k < N; k++) if (rows[k]) out.push([toYm(M0 + Math.floor(k / nr)), rg[k % nr], n[k], n[k] ? (100 * net[k]) / n[k] : null, div(cs[k], c[k]), div(t2[k], c[k])]);
    return out;
  },
  win_rate_month: (s) => winRate(s.opps, (i) => { const m = mi(s.opps.close_date[i]); return m < 0 ? -1 : m - M0; }, NM, (k) => toYm(M0 + k)),
  win_rate_rep: (s) => winRate(s.opps, (i) => s.opps.owner_id[i], s.reps.n, s.reps.ids),
  win_rate_product: (s) => winRate(s.opps, (i) => s.opps.product[i], s.opps.dicts.product.length, (k) => s.opps.dicts.product[k]),
  funnel(s) {
    const S = s.stages, O = s.opportunities, order = ["Lead", "Qualified", "Discovery", "Proposal", "Negotiation", "Closed Won"];
    const bit = Uint8Array.from(S.dicts.stage, (x) => { const k = order.indexOf(x); return k < 0 ? 0 : 1 << k; });
    const seen = new Uint8Array(O.n);
    for (let i = 0; i < S.n; i++) { const o = S.opp_id[i]; if (o >= 0) seen[o] |= bit[S.stage[i]]; }
    const P = O.dicts.product, g = new Int32Array(P.length * 64);
    for (let i = 0; i < O.n; i++) g[O.product[i] * 64 + seen[i]]++;
    const out = [];
    for (let p = 0; p < P.length; p++) {
      let prev = null;
      for (let k = 0; k < 6; k++) {
        let n = 0;
        for (let m = 0; m < 64; m++) if (m & (1 << k)) n += g[p * 64 + m];
        if (n) { out.push([P[p], k + 1, n, prev === null ? null : n / prev]); prev = n; }
      }
    }
    return out;
  },
  time_in_stage(s) {
    const S = s.stages, O = s.opportunities, ns = S.dicts.stage.length;
    const start = new Int32Array(O.n + 1);
    for (let i = 0; i < S.n; i++) if (S.opp_id[i] >= 0) start[S.opp_id[i] + 1]++;
    for (let i = 0; i < O.n; i++) start[i + 1] += start[i];
    const pos = start.slice(0, O.n), t = new Int32Array(S.n), st = new Uint8Array(S.n);
    for (let i = 0; i < S.n; i++) { const o = S.opp_id[i]; if (o >= 0) { const p = pos[o]++; t[p] = S.entered_at[i]; st[p] = S.stage[i]; } }
    const cnt = new Int32Array(ns);
    for (let o = 0; o < O.n; o++) {
      const a = start[o], b = start[o + 1];
      for (let i = a + 1; i < b; i++) // insertion sort: the file is nearly in time order
        for (let j = i; j > a && t[j] < t[j - 1]; j--) { let x = t[j]; t[j] = t[j - 1]; t[j - 1] = x; x = st[j]; st[j] = st[j - 1]; st[j - 1] = x; }
      for (let i = a; i < b - 1; i++) cnt[st[i]]++;
    }
    const off = new Int32Array(ns + 1);
    for (let k = 0; k < ns; k++) off[k + 1] = off[k] + cnt[k];
    const w = off.slice(0, ns), d = new Int32Array(off[ns]);
    for (let o = 0; o < O.n; o++) for (let i = start[o], b = start[o + 1] - 1; i < b; i++) d[w[st[i]]++] = t[i + 1] - t[i];
    const out = [];
    for (let k = 0; k < ns; k++) if (cnt[k]) out.push([S.dicts.stage[k], cnt[k], quantile(d, 0.5, off[k], off[k + 1]) / 86400, quantile(d, 0.9, off[k], off[k + 1]) / 86400]);
    return out;
  },
  sales_cycle(s) {
    const O = s.opps, WON = O.dicts.status.indexOf("won"), P = O.dicts.product, np = P.length;
    const cnt = new Int32Array(np), sum = new Float64Array(np);
    const ok = (i) => O.status[i] === WON && O.close_date[i] !== NIL && O.created_at[i] !== NIL;
    for (let i = 0; i < O.n; i++) if (ok(i)) { cnt[O.product[i]]++; sum[O.product[i]] += O.close_date[i] - O.created_at[i]; }
    const off = new Int32Array(np + 1);
    for (let k = 0; k < np; k++) off[k + 1] = off[k] + cnt[k];
    const w = off.slice(0, np), d = new Int32Array(off[np]);
    for (let i = 0; i < O.n; i++) if (ok(i)) d[w[O.product[i]]++] = O.close_date[i] - O.created_at[i];
    const out = [];
    for (let k = 0; k < np; k++) if (cnt[k]) out.push([P[k], cnt[k], sum[k] / cnt[k], quantile(d, 0.5, off[k], off[k + 1]), quantile(d, 0.9, off[k], off[k + 1])]);
    return out;
  },
  activity_participation(s) {
    const X = s.acts, ty = X.dicts.type, nt = ty.length, G = s.reps.n * nt;
    const off = new Int32Array(G + 1);
    for (let i = 0; i < X.n; i++) off[X.owner_id[i] * nt + X.type[i] + 1]++;
    for (let k = 0; k < G; k++) off[k + 1] += off[k];
    const w = off.slice(0, G), row = new Int32Array(X.n);
    for (let i = 0; i < X.n; i++) row[w[X.owner_id[i] * nt + X.type[i]]++] = i;
    const sa = new Int32Array(s.accounts.n).fill(-1), so = new Int32Array(s.opportunities.n).fill(-1), out = [];
    for (let k = 0; k < G; k++) {
      if (off[k] === off[k + 1]) continue;
      let na = 0, no = 0, min = 0, any = 0;
      for (let j = off[k]; j < off[k + 1]; j++) {
        const i = row[j], a = X.account_id[i], o = X.opp_id[i], d = X.duration[i];
        if (a >= 0 && sa[a] !== k) { sa[a] = k; na++; }
        if (o >= 0 && so[o] !== k) { so[o] = k; no++; }
        if (d !== NIL) { min += d; any = 1; }
      }
      out.push([s.reps.ids(Math.floor(k / nt)), ty[k % nt], off[k + 1] - off[k], na, no, any ? min : null]);
    }
    return out;
  },
  exhibition_effect(s) {
    const X = s.activities, O = s.opps, EX = X.dicts.type.indexOf("exhibition"), P = O.dicts.product, np = P.length;
    const ST = O.dicts.status, WON = ST.indexOf("won"), OPEN = ST.indexOf("open");
    const ex = new Uint8Array(s.opportunities.n);
    for (let i = 0; i < X.n; i++) if (X.type[i] === EX && X.opp_id[i] >= 0) ex[X.opp_id[i]] = 1;
    const n = new Int32Array(np * 2), w = new Int32Array(np * 2), v = new Float64Array(np * 2), wv = new Float64Array(np * 2), row = O.row;
    for (let i = 0; i < O.n; i++) {
      const st = O.status[i];
      if (st === OPEN) continue;
      const k = O.product[i] * 2 + ex[row ? row[i] : i], x = O.amount_cny[i];
      n[k]++;
      if (x === x) v[k] += x;
      if (st === WON) { w[k]++; if (x === x) wv[k] += x; }
    }
    const out = [];
    for (let k = 0; k < np * 2; k++) if (n[k]) out.push([P[k >> 1], k & 1, n[k], w[k] / n[k], div(wv[k], v[k])]);
    return out;
  },
  revenue_margin(s) {
    const R = s.orders, P = R.dicts.product, np = P.length, N = NM * np;
    const n = new Int32Array(N), q = new Float64Array(N), v = new Float64Array(N), c = new Float64Array(N);
    for (let i = 0; i < R.n; i++) {
      const d = R.date[i], x = R.amount[i];
      if (d === NIL || x !== x) continue;
      const k = (MI[d - MI0] - M0) * np + R.product[i];
      n[k]++; q[k] += R.qty[i]; v[k] += x; c[k] += R.cost[i];
    }
    const out = [];
    for (let k = 0; k < N; k++) if (n[k]) out.push([toYm(M0 + Math.floor(k / np)), P[k % np], n[k], q[k], v[k], c[k], (v[k] - c[k]) / v[k]]);
    return out;
  },
  revenue_rep_month(s) {
    const R = s.orders, nr = s.reps.n, { n, v, any } = repMonth(R, nr), out = [];
    for (let k = 0; k < n.length; k++) if (n[k]) out.push([s.reps.ids(k % nr), toYm(M0 + Math.floor(k / nr)), n[k], any[k] ? v[k] : null]);
    return out;
  },
  growth(s) {
    const R = s.orders_t, v = new Float64Array(NM), n = new Int32Array(NM);
    for (let i = 0; i < R.n; i++) { const d = R.date[i]; if (d === NIL) continue; const k = MI[d - MI0] - M0, x = R.amount[i]; n[k]++; if (x === x) v[k] += x; }
    const seq = [];
    for (let k = 0; k < NM; k++) if (n[k]) seq.push([toYm(M0 + k), v[k]]);
    return seq.map(([ym, x], i) => [ym, x, i ? x / seq[i - 1][1] - 1 : null, i >= 12 ? x / seq[i - 12][1] - 1 : null]);
  },
  target_attainment(s) {
    const nr = s.reps.n, { v } = repMonth(s.orders, nr), G = s.tgt, out = [];
    for (let i = 0; i < G.n; i++) { const m = mi(G.month[i]), x = v[(m - M0) * nr + G.rep_id[i]]; out.push([s.reps.ids(G.rep_id[i]), toYm(m), G.target[i], x, x / G.target[i]]); }
    return out;
  },
  pareto(s) {
    const { v, n } = byAccount(s.orders, s.accounts.n), ids = s.accounts.ids;
    let total = 0;
    const order = where(v.length, (a) => n[a] > 0).sort((a, b) => v[b] - v[a] || (ids(a) < ids(b) ? -1 : 1));
    for (const a of order) total += v[a];
    const out = [], cnt = order.length;
    let cum = 0;
    for (let i = 0; i < cnt; i++) {
      const d = Math.floor((i * 10) / cnt), x = v[order[i]];
      cum += x;
      if (!out.length || out[out.length - 1][0] !== d) out.push([d, 0, 0, 0, 0]);
      const o = out[out.length - 1];
      o[1]++; o[2] += x;
      if (cum <= 0.8 * total) o[4]++;
    }
    for (const o of out) o[3] = o[2] / total;
    return out;
  },
  avg_deal_size(s) {
    const O = s.opps, A = s.accounts, sg = A.dicts.segment, ns = sg.length, G = 60 * ns, WON = O.dicts.status.indexOf("won");
    const rows = new Int32Array(G), cnt = new Int32Array(G), sum = new Float64Array(G), key = new Int16Array(O.n).fill(-1);
    for (let i = 0; i < O.n; i++) {
      if (O.status[i] !== WON || O.close_date[i] === NIL) continue;
      const k = (((MI[O.close_date[i] - MI0] / 12) | 0) - 1990) * ns + A.segment[O.account_id[i]], x = O.amount_cny[i];
      rows[k]++;
      if (x === x) { cnt[k]++; sum[k] += x; key[i] = k; }
    }
    const off = new Int32Array(G + 1);
    for (let k = 0; k < G; k++) off[k + 1] = off[k] + cnt[k];
    const w = off.slice(0, G), d = new Float64Array(off[G]);
    for (let i = 0; i < O.n; i++) if (key[i] >= 0) d[w[key[i]]++] = O.amount_cny[i];
    const out = [];
    for (let k = 0; k < G; k++) if (rows[k]) out.push([1990 + Math.floor(k / ns), sg[k % ns], cnt[k], div(sum[k], cnt[k]), quantile(d, 0.5, off[k], off[k + 1])]);
    return out;
  },
  pipeline_stage_age(s) {
    const O = s.opps, S = O.dicts.stage, OPEN = O.dicts.status.indexOf("open"), end = dayNumber(2025, 12, 31), N = S.length * 5;
    const n = new Int32Array(N), v = new Float64Array(N);
    for (let i = 0; i < O.n; i++) {
      if (O.status[i] !== OPEN || O.created_at[i] === NIL) continue;
      const age = end - O.created_at[i], k = O.stage[i] * 5 + (age <= 30 ? 0 : age <= 60 ? 1 : age <= 90 ? 2 : age <= 180 ? 3 : 4), x = O.amount_cny[i];
      n[k]++;
      if (x === x) v[k] += x;
    }
    const out = [];
    for (let k = 0; k < N; k++) if (n[k]) out.push([S[Math.floor(k / 5)], k % 5, n[k], v[k]]);
    return out;
  },
  weighted_pipeline(s) {
    const O = s.opps, TM = s.reps.dicts.team, nt = TM.length, OPEN = O.dicts.status.indexOf("open"), N = NM * nt;
    const pr = { Lead: 0.05, Qualified: 0.15, Discovery: 0.3, Proposal: 0.5 }, prob = Float64Array.from(O.dicts.stage, (x) => pr[x] ?? 0.75);
    const n = new Int32Array(N), v = new Float64Array(N), w = new Float64Array(N);
    for (let i = 0; i < O.n; i++) {
      if (O.status[i] !== OPEN) continue;
      const k = (mi(O.expected_close[i]) - M0) * nt + s.reps.team[O.owner_id[i]], x = O.amount_cny[i];
      n[k]++;
      if (x === x) { v[k] += x; w[k] += x * prob[O.stage[i]]; }
    }
    const out = [];
    for (let k = 0; k < N; k++) if (n[k]) out.push([TM[k % nt], toYm(M0 + Math.floor(k / nt)), n[k], v[k], w[k]]);
    return out;
  },
  price_volume_mix(s) {
    const R = s.orders_t, P = R.dicts.product, np = P.length, a = dayNumber(2024, 1, 1), c = dayNumber(2025, 1, 1), b = dayNumber(2025, 12, 31);
    const q0 = new Float64Array(np), r0 = new Float64Array(np), q1 = new Float64Array(np), r1 = new Float64Array(np);
    for (let i = 0; i < R.n; i++) {
      const d = R.date[i], x = R.amount[i];
      if (d < a || d > b || x !== x) continue;
      const p = R.product[i];
      if (d < c) { q0[p] += R.qty[i]; r0[p] += x; } else { q1[p] += R.qty[i]; r1[p] += x; }
    }
    let t0 = 0, t1 = 0;
    for (let p = 0; p < np; p++) { t0 += q0[p]; t1 += q1[p]; }
    const out = [];
    for (let p = 0; p < np; p++) if (q0[p] || q1[p]) out.push([P[p], r0[p], r1[p], (r1[p] / q1[p] - r0[p] / q0[p]) * q1[p], ((t1 - t0) * r0[p]) / t0, ((q1[p] - (t1 * q0[p]) / t0) * r0[p]) / q0[p]]);
    return out;
  },
  top10_accounts(s) {
    const { v, n } = byAccount(s.orders, s.accounts.n), { ids, names } = s.accounts, top = [];
    for (let a = 0; a < v.length; a++) {
      if (!n[a] || (top.length === 10 && v[a] < v[top[9]])) continue;
      top.push(a);
      top.sort((x, y) => v[y] - v[x] || (ids(x) < ids(y) ? -1 : 1));
      if (top.length > 10) top.pop();
    }
    return top.map((a) => [ids(a), names(a), v[a], n[a]]);
  },
  discount_bands(s) {
    const R = s.orders, O = s.opps, na = s.accounts.n, sum = new Float64Array(na), cnt = new Int32Array(na);
    for (let i = 0; i < R.n; i++) { const a = R.account_id[i]; sum[a] += R.discount[i]; cnt[a]++; }
    const band = new Int8Array(na).fill(-1);
    for (let a = 0; a < na; a++) if (cnt[a]) band[a] = Math.floor((sum[a] * 20) / cnt[a] + 0.000001);
    const ST = O.dicts.status, WON = ST.indexOf("won"), OPEN = ST.indexOf("open"), n = new Int32Array(32), w = new Int32Array(32);
    for (let i = 0; i < O.n; i++) { const st = O.status[i], b = band[O.account_id[i]]; if (st === OPEN || b < 0) continue; n[b]++; if (st === WON) w[b]++; }
    const out = [];
    for (let b = 0; b < 32; b++) if (n[b]) out.push([b, n[b], w[b], w[b] / n[b]]);
    return out;
  },
};

function repMonth(R, nr) {
  const n = new Int32Array(NM * nr), v = new Float64Array(NM * nr), any = new Uint8Array(NM * nr);
  for (let i = 0; i < R.n; i++) {
    const d = R.date[i], x = R.amount[i];
    if (d === NIL) continue;
    const k = (MI[d - MI0] - M0) * nr + R.owner_id[i];
    n[k]++;
    if (x === x) { v[k] += x; any[k] = 1; }
  }
  return { n, v, any };
}
function byAccount(R, na) {
  const v = new Float64Array(na), n = new Int32Array(na);
  for (let i = 0; i < R.n; i++) { const x = R.amount[i], a = R.account_id[i]; if (x === x) { v[a] += x; n[a]++; } }
  return { v, n };
}

export function runDashboard(T, filter) {
  return answered(QUESTIONS, () => sets(T, filter));
}
