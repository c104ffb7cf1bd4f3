// Arquero with uDSV as the parser. Low-cardinality text is interned, dates become day
// numbers with a ready yyyymm column (the tuned form; Date objects are several times slower).
import { table, op, escape, desc } from "arquero";
import { eachRow } from "./udsv_rows.mjs";
import { SCHEMA, NIL, dayNumber, parseDate, parseTs, MI, MI0, toYm } from "./typed/schema.mjs";
import { FILES, answered } from "../workload.mjs";

export const meta = { host: "worker" };
let T;
export async function init() {
  T = {};
}

const conv = {
  date: (s) => { const d = parseDate(s); return d === NIL ? null : d; },
  ts: (s) => { const d = s.length === 19 ? parseTs(s) : NIL; return d === NIL ? null : d; },
  int: (s) => (s === "" ? null : +s),
  num: (s) => (s === "" ? null : +s),
  money: (s) => { if (s === "") return null; const x = +(s.indexOf(",") < 0 ? s : s.replaceAll(",", "")); return x === x ? x : null; },
};

function loadTable(name, bytes) {
  const spec = SCHEMA[name], cols = spec.map(() => []), intern = spec.map(([, k]) => (k === "dict" || k.startsWith("fk") ? new Map() : null));
  const add = (row) => {
    for (let j = 0; j < spec.length; j++) {
      const kind = spec[j][1], v = row[j];
      if (intern[j]) {
        let x = intern[j].get(v);
        if (x === undefined) { x = v === "" ? null : v; intern[j].set(v, x); }
        cols[j].push(x);
      } else if (conv[kind]) cols[j].push(conv[kind](v));
      else cols[j].push(v === "" ? null : v);
    }
    return true;
  };
  eachRow(bytes, add);
  const c = {};
  spec.forEach(([cn, kind], j) => {
    c[cn] = cols[j];
    if (kind === "date") c[cn + "_ym"] = cols[j].map((d) => (d === null ? null : toYm(MI[d - MI0])));
  });
  if (name === "opportunities") c.amount_cny = c.amount.map((x, i) => (x === null ? null : x * (c.currency[i] === "USD" ? 7.1 : 1)));
  T[name] = table(c);
}

export async function load(files) {
  for (const f of FILES) { loadTable(f, files.get(f)); files.delete(f); }
}

function sets(f) {
  const s = { ...T, opps: T.opportunities, acts: T.activities, stages: T.stage_history, orders_t: T.orders };
  if (!f) return s;
  const a = parseDate(f.from), b = parseDate(f.to);
  const mine = new Set(T.reps.filter(escape((d) => d.team === f.team)).array("id"));
  s.opps = T.opportunities.filter(escape((d) => mine.has(d.owner_id) && d.created_at !== null && d.created_at >= a && d.created_at <= b)).reify();
  s.orders_t = T.orders.filter(escape((d) => mine.has(d.owner_id))).reify();
  s.orders = s.orders_t.filter(escape((d) => d.date !== null && d.date >= a && d.date <= b)).reify();
  s.acts = T.activities.filter(escape((d) => mine.has(d.owner_id) && d.at >= a * 86400 && d.at < (b + 1) * 86400)).reify();
  const oid = new Set(s.opps.array("id")), acc = new Set(s.orders.array("account_id"));
  s.stages = T.stage_history.filter(escape((d) => oid.has(d.opp_id))).reify();
  s.surveys = T.surveys.filter(escape((d) => acc.has(d.account_id) && d.at >= a && d.at <= b)).reify();
  return s;
}

const rows = (t, names) => {
  const cols = names.map((n) => t.array(n)), out = new Array(t.numRows());
  for (let i = 0; i < out.length; i++) out[i] = cols.map((c) => { const v = c[i]; return v === undefined || v !== v ? null : v; });
  return out;
};
const won = (t) => t.filter((d) => d.status !== "open");
function winRate(t, key) {
  const g = t.derive({ w: (d) => (d.status === "won" ? 1 : 0), wv: (d) => (d.status === "won" ? d.amount_cny : 0) })
    .groupby(key).rollup({ closed: op.count(), won: op.sum("w"), wv: op.sum("wv"), v: op.sum("amount_cny") })
    .derive({ rate: (d) => d.won / d.closed, rv: (d) => d.wv / d.v });
  return rows(g, [key, "closed", "won", "rate", "wv", "rv"]);
}
const ORD = { Lead: 1, Qualified: 2, Discovery: 3, Proposal: 4, Negotiation: 5, "Closed Won": 6 };
const PROB = { Lead: 0.05, Qualified: 0.15, Discovery: 0.3, Proposal: 0.5 };

export const QUESTIONS = {
  new_customers: (s) => rows(s.orders.filter((d) => d.date !== null).groupby("account_id").rollup({ d: op.min("date_ym") })
    .lookup(s.accounts, ["account_id", "id"], "channel").groupby("d", "channel").count(), ["d", "channel", "count"]),
  cohort_retention(s) {
    const m = s.orders.filter((d) => d.date !== null).select("account_id", "date_ym").dedupe();
    const g = m.groupby("account_id").derive({ c: (d) => op.min(d.date_ym) }).ungroup()
      .derive({ c: escape((d) => Math.floor(d.c / 100) * 12 + (d.c % 100) - 1), m: escape((d) => Math.floor(d.date_ym / 100) * 12 + (d.date_ym % 100) - 1) })
      .derive({ age: (d) => d.m - d.c }).groupby("c", "age").count();
    return rows(g, ["c", "age", "count"]);
  },
  repeat_rate(s) {
    const g = s.orders.filter((d) => d.date !== null).derive({ y: (d) => op.floor(d.date_ym / 100) }).groupby("account_id", "y").count()
      .lookup(s.accounts, ["account_id", "id"], "segment").derive({ r: (d) => (d.count >= 2 ? 1 : 0) })
      .groupby("y", "segment").rollup({ n: op.count(), r: op.sum("r") }).derive({ rate: (d) => d.r / d.n });
    return rows(g, ["y", "segment", "n", "r", "rate"]);
  },
  nps_csat(s) {
    const g = s.surveys.lookup(s.accounts, ["account_id", "id"], "region")
      .derive({ net: (d) => (d.nps === null ? 0 : d.nps >= 9 ? 1 : d.nps <= 6 ? -1 : 0), t2: (d) => (d.csat >= 4 ? 1 : 0) })
      .groupby("at_ym", "region").rollup({ n: op.valid("nps"), net: op.sum("net"), csat: op.mean("csat"), t2: op.sum("t2"), c: op.valid("csat") })
      .derive({ nps: (d) => (100 * d.net) / d.n, top2: (d) => d.t2 / d.c });
    return rows(g, ["at_ym", "region", "n", "nps", "csat", "top2"]);
  },
  win_rate_month: (s) => winRate(won(s.opps).filter((d) => d.close_date !== null), "close_date_ym"),
  win_rate_rep: (s) => winRate(won(s.opps), "owner_id"),
  win_rate_product: (s) => winRate(won(s.opps), "product"),
  funnel(s) {
    const g = s.stages.filter((d) => d.stage !== "Closed Lost").derive({ ord: escape((d) => ORD[d.stage]) }).select("opp_id", "ord").dedupe()
      .lookup(s.opportunities, ["opp_id", "id"], "product").groupby("product", "ord").count().orderby("product", "ord")
      .groupby("product").derive({ conv: (d) => d.count / op.lag(d.count, 1, null) });
    return rows(g, ["product", "ord", "count", "conv"]).map((r) => [r[0], r[1], r[2], Number.isFinite(r[3]) ? r[3] : null]);
  },
  time_in_stage(s) {
    const g = s.stages.orderby("opp_id", "entered_at").derive({ no: (d) => op.lead(d.opp_id), nt: (d) => op.lead(d.entered_at) })
      .filter((d) => d.no === d.opp_id).derive({ days: (d) => (d.nt - d.entered_at) / 86400 })
      .groupby("stage").rollup({ n: op.count(), m: op.quantile("days", 0.5), p: op.quantile("days", 0.9) });
    return rows(g, ["stage", "n", "m", "p"]);
  },
  sales_cycle: (s) => rows(s.opps.filter((d) => d.status === "won" && d.close_date !== null && d.created_at !== null).derive({ days: (d) => d.close_date - d.created_at })
    .groupby("product").rollup({ n: op.count(), mean: op.mean("days"), m: op.quantile("days", 0.5), p: op.quantile("days", 0.9) }), ["product", "n", "mean", "m", "p"]),
  activity_participation: (s) => rows(s.acts.groupby("owner_id", "type")
    .rollup({ n: op.count(), a: op.distinct("account_id"), oa: op.distinct("opp_id"), no: (d) => op.count() - op.valid(d.opp_id), min: op.sum("duration") })
    .derive({ o: (d) => d.oa - (d.no > 0 ? 1 : 0) }), ["owner_id", "type", "n", "a", "o", "min"]),
  exhibition_effect(s) {
    const e = new Set(s.activities.filter((d) => d.type === "exhibition").array("opp_id"));
    const g = won(s.opps).derive({ ex: escape((d) => (e.has(d.id) ? 1 : 0)), w: (d) => (d.status === "won" ? 1 : 0), wv: (d) => (d.status === "won" ? d.amount_cny : 0) })
      .groupby("product", "ex").rollup({ n: op.count(), w: op.sum("w"), wv: op.sum("wv"), v: op.sum("amount_cny") }).derive({ r: (d) => d.w / d.n, rv: (d) => d.wv / d.v });
    return rows(g, ["product", "ex", "n", "r", "rv"]);
  },
  revenue_margin: (s) => rows(s.orders.filter((d) => d.date !== null && d.amount !== null).groupby("date_ym", "product")
    .rollup({ n: op.count(), q: op.sum("qty"), v: op.sum("amount"), c: op.sum("cost") }).derive({ m: (d) => (d.v - d.c) / d.v }), ["date_ym", "product", "n", "q", "v", "c", "m"]),
  revenue_rep_month: (s) => rows(s.orders.filter((d) => d.date !== null).groupby("owner_id", "date_ym").rollup({ n: op.count(), v: op.sum("amount") }), ["owner_id", "date_ym", "n", "v"]),
  growth(s) {
    const g = s.orders_t.filter((d) => d.date !== null).groupby("date_ym").rollup({ v: op.sum("amount") }).orderby("date_ym");
    return rows(g.derive({ mom: (d) => d.v / op.lag(d.v, 1, null) - 1, yoy: (d) => d.v / op.lag(d.v, 12, null) - 1 }), ["date_ym", "v", "mom", "yoy"]).map((r) => r.map((x) => (Number.isFinite(x) ? x : null)));
  },
  avg_deal_size: (s) => rows(s.opps.filter((d) => d.status === "won" && d.close_date !== null).lookup(s.accounts, ["account_id", "id"], "segment").derive({ y: (d) => op.floor(d.close_date_ym / 100) })
    .groupby("y", "segment").rollup({ n: op.valid("amount_cny"), mean: op.mean("amount_cny"), m: op.quantile("amount_cny", 0.5) }), ["y", "segment", "n", "mean", "m"]),
  pipeline_stage_age(s) {
    const end = dayNumber(2025, 12, 31);
    return rows(s.opps.filter((d) => d.status === "open" && d.created_at !== null)
      .derive({ band: escape((d) => { const a = end - d.created_at; return a <= 30 ? 0 : a <= 60 ? 1 : a <= 90 ? 2 : a <= 180 ? 3 : 4; }) })
      .groupby("stage", "band").rollup({ n: op.count(), v: op.sum("amount_cny") }), ["stage", "band", "n", "v"]);
  },
  weighted_pipeline: (s) => rows(s.opps.filter((d) => d.status === "open").lookup(s.reps, ["owner_id", "id"], "team").derive({ w: escape((d) => (d.amount_cny === null ? null : d.amount_cny * (PROB[d.stage] ?? 0.75))) })
    .groupby("team", "expected_close_ym").rollup({ n: op.count(), v: op.sum("amount_cny"), w: op.sum("w") }), ["team", "expected_close_ym", "n", "v", "w"]),
  top10_accounts: (s) => rows(s.orders.filter((d) => d.amount !== null).groupby("account_id").rollup({ v: op.sum("amount"), n: op.count() }).orderby(desc("v"), "account_id").slice(0, 10)
    .lookup(s.accounts, ["account_id", "id"], "name"), ["account_id", "name", "v", "n"]),
};

export async function dashboard(filter) {
  return answered(QUESTIONS, () => sets(filter));
}
