// Perspective. Its own CSV reader aborts on the dirty rows, so the files are parsed with
// uDSV, denormalised (team, region, segment, product on the facts: how Perspective is
// used) and handed over as Arrow. Only the queries its views can express are answered: it
// has no p90, and cohorts, a group-by over a group-by or a filter by another table would
// need exports in between.
import { tableFromArrays, tableToIPC, dictionary, utf8, int32, float64 } from "@uwdata/flechette";
import { loadTables } from "./js_udsv.mjs";
import { NIL, MI, MI0, toYm, dayNumber, parseDate } from "./typed/schema.mjs";

export const meta = { host: "main" };
/** Filtered by another table. */
const NOT_UNDER_FILTER = ["nps_csat"];
let client, tab, ids, names;

export async function init(opts) {
  const p = (await import("@perspective-dev/client/dist/esm/perspective.js")).default;
  const a = opts.assets + "@perspective-dev/";
  p.init_client(fetch(a + "client/dist/wasm/perspective-js.wasm"));
  p.init_server(fetch(a + "server/dist/wasm/perspective-server.wasm"));
  client = await p.worker();
  const t = await client.table({ a: "integer" });
  await t.delete();
}

const ymOf = (a) => { const b = new Int32Array(a.length); for (let i = 0; i < a.length; i++) b[i] = a[i] === NIL ? 0 : toYm(MI[a[i] - MI0]); return b; };
const via = (fk, a, d) => { const C = a.constructor, b = new C(fk.length); for (let i = 0; i < fk.length; i++) b[i] = fk[i] < 0 ? (d ?? 0) : a[fk[i]]; return b; };
const zero = (a) => a.map((x) => (x === x ? x : 0));
const ok = (a) => Int32Array.from(a, (x) => (x === x ? 1 : 0));
const words = (codes, w) => { const out = new Array(codes.length); for (let i = 0; i < codes.length; i++) out[i] = w[codes[i]]; return out; };

async function put(name, cols) {
  cols.n = new Int32Array(Object.values(cols)[0].length).fill(1); // counting by an expression is slower
  const types = {}, data = {};
  for (const [k, v] of Object.entries(cols)) {
    data[k] = v;
    types[k] = v instanceof Float64Array ? float64() : v instanceof Int32Array ? int32() : dictionary(utf8(), int32());
  }
  const ipc = tableToIPC(tableFromArrays(data, { types }), { format: "stream" });
  tab[name] = await client.table(ipc.byteOffset === 0 && ipc.byteLength === ipc.buffer.byteLength ? ipc.buffer : ipc.slice().buffer);
}

export async function load(files) {
  const T = loadTables(files);
  tab = {};
  const { opportunities: O, orders: R, activities: X, stage_history: S, surveys: V, accounts: A, reps: P } = T;
  const team = (fk) => words(via(fk, P.team), P.dicts.team);
  const WON = O.dicts.status.indexOf("won");
  await put("opps", {
    owner: O.owner_id, team: team(O.owner_id), segment: words(via(O.account_id, A.segment), A.dicts.segment), product: words(O.product, O.dicts.product), stage: words(O.stage, O.dicts.stage),
    status: words(O.status, O.dicts.status), amount: zero(O.amount_cny), w: Int32Array.from(O.status, (x) => +(x === WON)), wv: O.amount_cny.map((x, i) => (O.status[i] === WON && x === x ? x : 0)), ok: ok(O.amount_cny), created: O.created_at, close: O.close_date, close_ym: ymOf(O.close_date), exp_ym: ymOf(O.expected_close),
  });
  await put("stages", { opp: S.opp_id, product: words(via(S.opp_id, O.product), O.dicts.product), stage: words(S.stage, S.dicts.stage), team: team(via(S.opp_id, O.owner_id)), created: via(S.opp_id, O.created_at, NIL) });
  await put("acts", { owner: X.owner_id, team: team(X.owner_id), type: words(X.type, X.dicts.type), account: X.account_id, opp: X.opp_id, minutes: X.duration.map((d) => (d === NIL ? 0 : d)), day: X.at.map((t) => Math.floor(t / 86400)) });
  await put("orders", { owner: R.owner_id, team: team(R.owner_id), account: R.account_id, product: words(R.product, R.dicts.product), date: R.date, ym: ymOf(R.date), qty: R.qty, amount: zero(R.amount), ok: ok(R.amount), cost: R.cost });
  await put("surveys", { region: words(via(V.account_id, A.region), A.dicts.region), ym: ymOf(V.at), nps: V.nps, csat: V.csat });
  ids = { reps: P.ids, accounts: A.ids };
  names = A.names;
}

const FLAT = { group_rollup_mode: "flat" };
async function view(t, cfg, win) {
  const v = await tab[t].view({ ...FLAT, ...cfg });
  const c = await v.to_columns(win);
  await v.delete();
  return c;
}
function rows(c, keys, vals) {
  const path = c.__ROW_PATH__, n = path.length, out = new Array(n);
  for (let i = 0; i < n; i++) out[i] = [...keys.map((f, j) => f(path[i][j])), ...vals.map((f) => (typeof f === "string" ? c[f][i] : f(c, i)))];
  return out;
}
const same = (x) => x, rep = (x) => ids.reps(x), div = (a, b) => (b ? a / b : null);

function winRate(f, key, conv, extra = []) {
  return view("opps", {
    group_by: [key], filter: [["status", "!=", "open"], ...extra, ...f.opps], columns: ["n", "w", "wv", "amount"],
    aggregates: { n: "sum", w: "sum", wv: "sum", amount: "sum" },
  }).then((c) => rows(c, [conv], ["n", "w", (c, i) => c.w[i] / c.n[i], "wv", (c, i) => div(c.wv[i], c.amount[i])]));
}

export const QUESTIONS = {
  nps_csat: async (f) => rows(await view("surveys", {
    group_by: ["ym", "region"], columns: ["v", "net", "csat", "t2", "n"],
    expressions: { v: `"nps" < 0 ? 0 : 1`, net: `"nps" < 0 ? 0 : ("nps" >= 9 ? 1 : ("nps" <= 6 ? -1 : 0))`, t2: `"csat" >= 4 ? 1 : 0` },
    aggregates: { v: "sum", net: "sum", csat: "mean", t2: "sum", n: "sum" },
  }), [same, same], ["v", (c, i) => (100 * c.net[i]) / c.v[i], "csat", (c, i) => c.t2[i] / c.n[i]]),
  win_rate_month: (f) => winRate(f, "close_ym", same, [["close", ">", NIL]]),
  win_rate_rep: (f) => winRate(f, "owner", rep),
  win_rate_product: (f) => winRate(f, "product", same),
  async funnel(f) {
    const ord = { Lead: 1, Qualified: 2, Discovery: 3, Proposal: 4, Negotiation: 5, "Closed Won": 6 };
    const r = rows(await view("stages", { group_by: ["product", "stage"], filter: [["stage", "!=", "Closed Lost"], ...f.stages], columns: ["opp"], aggregates: { opp: "distinct count" } }), [same, (x) => ord[x]], ["opp"]);
    r.sort((a, b) => (a[0] < b[0] ? -1 : a[0] > b[0] ? 1 : a[1] - b[1]));
    return r.map((x, i) => [...x, i && r[i - 1][0] === x[0] ? x[2] / r[i - 1][2] : null]);
  },
  async activity_participation(f) {
    return rows(await view("acts", {
      group_by: ["owner", "type"], filter: f.acts, columns: ["n", "account", "opp", "minutes", "neg"], expressions: { neg: `"opp" < 0 ? 1 : 0` },
      aggregates: { n: "sum", account: "distinct count", opp: "distinct count", minutes: "sum", neg: "max" },
    }), [rep, same], ["n", "account", (c, i) => c.opp[i] - c.neg[i], "minutes"]);
  },
  revenue_margin: async (f) => rows(await view("orders", {
    group_by: ["ym", "product"], filter: [["date", ">", NIL], ["ok", "==", 1], ...f.orders], columns: ["n", "qty", "amount", "cost"], aggregates: { n: "sum", qty: "sum", amount: "sum", cost: "sum" },
  }), [same, same], ["n", "qty", "amount", "cost", (c, i) => (c.amount[i] - c.cost[i]) / c.amount[i]]),
  revenue_rep_month: async (f) => rows(await view("orders", {
    group_by: ["owner", "ym"], filter: [["date", ">", NIL], ...f.orders], columns: ["n", "amount"], aggregates: { n: "sum", amount: "sum" },
  }), [rep, same], ["n", "amount"]),
  async growth(f) {
    const r = rows(await view("orders", { group_by: ["ym"], filter: [["date", ">", NIL], ...f.orders_t], columns: ["amount"], aggregates: { amount: "sum" } }), [same], ["amount"]).sort((a, b) => a[0] - b[0]);
    return r.map(([ym, x], i) => [ym, x, i ? x / r[i - 1][1] - 1 : null, i >= 12 ? x / r[i - 12][1] - 1 : null]);
  },
  pipeline_stage_age: async (f) => rows(await view("opps", {
    group_by: ["stage", "band"], filter: [["status", "==", "open"], ["created", ">", NIL], ...f.opps], columns: ["n", "amount"],
    expressions: { band: [30, 60, 90, 180].reduceRight((e, d, i) => `("created" >= ${dayNumber(2025, 12, 31) - d} ? ${i} : ${e})`, "4") }, aggregates: { n: "sum", amount: "sum" },
  }), [same, same], ["n", "amount"]),
  weighted_pipeline: async (f) => rows(await view("opps", {
    group_by: ["team", "exp_ym"], filter: [["status", "==", "open"], ...f.opps], columns: ["n", "amount", "wt"],
    expressions: { wt: `"amount" * ("stage" == 'Lead' ? 0.05 : ("stage" == 'Qualified' ? 0.15 : ("stage" == 'Discovery' ? 0.3 : ("stage" == 'Proposal' ? 0.5 : 0.75))))` }, aggregates: { n: "sum", amount: "sum", wt: "sum" },
  }), [same, same], ["n", "amount", "wt"]),
  top10_accounts: async (f) => rows(await view("orders", {
    group_by: ["account"], filter: [["ok", "==", 1], ...f.orders], columns: ["amount", "n"], sort: [["amount", "desc"]], aggregates: { n: "sum", amount: "sum" },
  }, { start_row: 0, end_row: 10 }), [same], ["amount", "n"]).map(([a, v, n]) => [ids.accounts(a), names(a), v, n]),
};

export async function dashboard(filter) {
  const ms = {}, results = {};
  const f = { opps: [], orders: [], orders_t: [], acts: [], stages: [] };
  if (filter) {
    const a = parseDate(filter.from), b = parseDate(filter.to), team = ["team", "==", filter.team], between = (c) => [team, [c, ">=", a], [c, "<=", b]];
    Object.assign(f, { opps: between("created"), stages: between("created"), orders: between("date"), acts: between("day"), orders_t: [team] });
  }
  for (const id in QUESTIONS) {
    if (filter && NOT_UNDER_FILTER.includes(id)) continue;
    const t = performance.now();
    results[id] = await QUESTIONS[id](f);
    ms[id] = performance.now() - t;
  }
  return { ms, results };
}
