// What the product is asked for each question of the workload, and how the cells of its reports become rows. To answer one
// more question, add an entry: `lens`, `rows(report, workbench)`, and `sliced(lens, filter)` where it means the same under a filter.

/** What a user decides where the importer does not recognise a column. */
export const MAPPING = {
  tables: {
    "activities.csv": { kind: "activities", ignored: false, columns: { type: "activityType", account_id: "customer", opp_id: "opportunity", owner_id: "person", at: "day" } },
    "surveys.csv": { ignored: false, columns: { at: "day" } },
    // The questions call people by their ids.
    "reps.csv": { ignored: false, columns: { name: null } },
  },
  stages: {},
  replacements: [],
};

const kpi = (name) => {
  const [id, variant] = name.split(".");
  return { id, variant };
};
const number = (quantity) => (quantity === null ? null : Number(quantity));

/** A part of the cell of a variant, as a column. */
const part = (of) => (name) => ({ name, read: (cell) => number(cell[of]) });
const [value, above, below, n] = ["value", "numerator", "denominator", "n"].map(part);

/** 2025-07 as 202507, 2025 as 2025. */
const period = (cell) => Number(cell.period.replace("-", ""));
const group = (dimension) => (cell) => cell.group[dimension];

/** The cells of one group and period side by side: those of a variant lie together, all variants in the same order. */
function* aligned({ cells }, variants) {
  const each = cells.length / variants;
  for (let at = 0; at < each; at++) yield Array.from({ length: variants }, (_, variant) => cells[variant * each + at]);
}

/** One row for each group and period in which anything is counted. */
function table(lens, keys, columns) {
  const names = [...new Set(columns.map(({ name }) => name))];
  const places = columns.map(({ name, read }) => [names.indexOf(name), read]);
  return {
    lens: { ...lens, kpis: names.map(kpi) },
    rows: (report) => Array.from(aligned(report, names.length)).filter((cells) => cells.some((cell) => cell.n > 0)).map((cells) =>
      [...keys.map((key) => key(cells[0])), ...places.map(([place, read]) => read(cells[place]))]),
  };
}

const winRate = (lens, key) => table(lens, [key], [
  below("win_rate.close_date_count"), above("win_rate.close_date_count"), value("win_rate.close_date_count"),
  value("opportunities.won_value"), value("win_rate.close_date_amount"),
]);

const ORDER = ["Lead", "Qualified", "Discovery", "Proposal", "Negotiation", "Closed Won"];

/** How many got to each stage: that is what the conversion of a stage is measured on; the last step are the won. */
function funnel(report) {
  const reached = new Map();
  for (const [further, won] of aligned(report, 2)) {
    const { product, stage } = further.group;
    const step = ORDER.indexOf(stage);
    if (step < 0) continue;
    if (!reached.has(product)) reached.set(product, []);
    reached.get(product)[step] = stage === "Closed Won" ? { count: won.value } : { count: further.denominator, conversion: further.value };
  }
  return [...reached].flatMap(([product, steps]) => steps.map(({ count }, step) => [product, step + 1, count, steps[step - 1]?.conversion ?? null]));
}

/** The ten largest customers. Reports name customers; the id stands in the rows behind the figure. */
async function largest({ cells }, workbench, lens) {
  const ten = cells.map((cell) => [cell, Number(cell.value)]).sort(([, a], [, b]) => b - a).slice(0, 10);
  return Promise.all(ten.map(async ([{ group: { customer }, n }, amount]) => {
    const filters = [...(lens.filters ?? []), { dimension: "customer", values: [customer] }];
    const { headers, rows: [row] } = await workbench.rows({ lens: { ...lens, by: [], filters }, limit: 1 });
    const id = row[headers.indexOf("account_id")];
    return [id, customer.replace(` (${id})`, ""), amount, n];
  }));
}

const after = (day) => new Date(Date.parse(day) + 86_400_000).toISOString().slice(0, 10);
/** One team, and what happened in the span: for questions about orders that is what the filter says. */
const ofTeam = (lens, { team, from, to }) => ({ ...lens, from, to: after(to), filters: [{ dimension: "team", values: [team] }] });

export const QUESTIONS = {
  new_customers: table({ by: ["source"], grain: "month" }, [period, group("source")], [value("new_customers.first_order")]),
  nps_csat: table({ by: ["region"], grain: "month" }, [period, group("region")], [n("nps.score"), value("nps.score"), value("csat.mean"), value("csat.top_two")]),
  win_rate_month: winRate({ grain: "month" }, period),
  win_rate_rep: winRate({ by: ["person"] }, group("person")),
  win_rate_product: winRate({ by: ["product"] }, group("product")),
  funnel: { lens: { by: ["product", "stage"], kpis: ["stage_conversion.further", "opportunities.won"].map(kpi) }, rows: funnel },
  time_in_stage: table({ by: ["stage"] }, [group("stage")], [n("time_in_stage.median"), value("time_in_stage.median"), value("time_in_stage.p90")]),
  sales_cycle: table({ by: ["product"] }, [group("product")], [n("sales_cycle.won_mean"), value("sales_cycle.won_mean"), value("sales_cycle.won_median"), value("sales_cycle.won_p90")]),
  revenue_rep_month: {
    ...table({ by: ["person"], grain: "month" }, [group("person"), period], [n("bookings.orders"), value("bookings.orders")]),
    sliced: ofTeam,
  },
  target_attainment: {
    ...table({ by: ["person"], grain: "month" }, [group("person"), period], [below("attainment.orders"), above("attainment.orders"), value("attainment.orders")]),
    sliced: ofTeam,
  },
  top10_accounts: { lens: { by: ["customer"], kpis: [kpi("bookings.orders")] }, rows: largest, sliced: ofTeam },
};
