// What the product is asked for each question of the workload, and how the cells of its reports become rows. To answer one
// more question, add an entry: `lens`, `rows(report, workbench)`, and `sliced(lens, filter)` where it means the same under a filter.
// With `change` the answer is the view of a change instead of a report.

/** What a user decides; all else the importer finds out. */
export const MAPPING = {
  // The questions call people by their ids.
  tables: { "reps.csv": { ignored: false, columns: { name: null } } },
  stages: {},
  replacements: [],
  currency: "CNY",
  rates: [{ currency: "USD", rate: "7.1" }],
  chances: { Lead: "0.05", Qualified: "0.15", Discovery: "0.3", Proposal: "0.5", Negotiation: "0.75" },
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

const winRate = (lens, key) => ({
  ...table(lens, [key], [
    below("win_rate.close_date_count"), above("win_rate.close_date_count"), value("win_rate.close_date_count"),
    above("win_rate.close_date_amount"), value("win_rate.close_date_amount"),
  ]),
  sliced: createdIn,
});

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

/** Months since year 0: what the cohorts of the questions are counted in. */
const months = (text) => Number(text.slice(0, 4)) * 12 + Number(text.slice(5, 7)) - 1;

/** The cohort matrix: who of each month's new customers bought how many months later. */
const cohorts = ({ cells }) => cells.filter(({ n }) => n > 0).map(({ group: { cohort }, period: month, value: customers }) =>
  [months(cohort), months(month) - months(cohort), customers]);

/** Two rows for each product: closed opportunities without and with the kind of activity. */
function effect(report) {
  const sides = (cells) => [[0, cells[0], cells[1]], [1, cells[2], cells[3]]];
  return Array.from(aligned(report, 4)).flatMap((cells) => sides(cells).filter(([, count]) => count.denominator > 0).map(([had, count, amount]) =>
    [count.group.product, had, count.denominator, count.value, number(amount.value)]));
}

const TENTHS = [10, 20, 30, 40, 50, 60, 70, 80, 90];

/**
 * The curve as steps: what each tenth of the customers adds to the tenths before it. So many percent of the customers is rounded up to
 * a whole one. Needed for 80 % are so many customers; all but the last of them together stay below.
 */
function deciles({ cells: [needed, ...curve] }) {
  const [all, total] = [needed.denominator, number(curve[0].denominator)];
  const reached = [0, ...curve.map(({ numerator }) => number(numerator)), total];
  const place = (tenth) => Math.ceil((all * tenth) / 10);
  return Array.from({ length: 10 }, (_, tenth) => {
    const [from, to] = [place(tenth), place(tenth + 1)];
    const amount = reached[tenth + 1] - reached[tenth];
    return [tenth, to - from, amount, amount / total, Math.min(Math.max(needed.value - 1 - from, 0), to - from)];
  }).filter(([, customers]) => customers > 0);
}

const BANDS = ["0–30", "31–60", "61–90", "91–180", "181+"];

/** Open opportunities by stage and age; those without a readable created date have no age and are in no row. */
const aged = (report) => Array.from(aligned(report, 2)).filter(([count]) => count.value > 0 && count.group.ageBand !== null).map(([count, amount]) =>
  [count.group.stage, BANDS.indexOf(count.group.ageBand), count.value, number(amount.value)]);

/** Both years, then the effects of each product. */
const moved = ({ effects, rows }) => rows.map(({ group: product, before, now, effects: parts }) =>
  [product, number(before), number(now), ...["price", "volume", "mix"].map((effect) => number(parts[effects.indexOf(effect)]))]);

/** 0–5% is band 0; opportunities of customers without orders have no band and are in no row. */
const discounted = ({ cells }) => cells.filter(({ group: { discountBand } }) => discountBand !== null).map(({ group: { discountBand }, denominator, numerator, value: rate }) =>
  [Number.parseInt(discountBand, 10) / 5, denominator, numerator, rate]);

/** The ten largest customers. Reports name customers; their ids stand in the rows of the customer file. */
async function largest({ cells }, workbench) {
  const names = cells.map(({ group: { customer } }) => customer);
  const lens = { kpis: [kpi("acquisition_rate.listed")], filters: [{ dimension: "customer", values: names }] };
  const { headers, rows } = await workbench.rows({ lens });
  const [id, name] = ["id", "name"].map((header) => headers.indexOf(header));
  // Where two customers share a name, reports show it with the id.
  const known = new Map(rows.flatMap((row) => [[row[name], row], [`${row[name]} (${row[id]})`, row]]));
  return cells.map(({ group: { customer }, value: amount, n: orders }) => {
    const row = known.get(customer);
    return [row[id], row[name], number(amount), orders];
  });
}

const after = (day) => new Date(Date.parse(day) + 86_400_000).toISOString().slice(0, 10);
const withTeam = (lens, team) => ({ ...lens, filters: [...(lens.filters ?? []), { dimension: "team", values: [team] }] });
/** One team, and what happened in the span: for questions about orders and activities that is what the filter says. */
const inSpan = (lens, { team, from, to }) => withTeam({ ...lens, from, to: after(to) }, team);
/** One team, and opportunities created in the span: what the filter says for questions about them. */
const createdIn = (lens, { team, from, to }) => withTeam({ ...lens, createdFrom: from, createdTo: after(to) }, team);
/** One team, whatever the year. */
const ofTeam = (lens, { team }) => withTeam(lens, team);

export const QUESTIONS = {
  new_customers: table({ by: ["source"], grain: "month" }, [period, group("source")], [value("new_customers.first_order")]),
  // Accounts were entered before the first day on which anything happened.
  acquisition_rate: table({ by: ["source"], grain: "year", from: "2018-01-01" }, [period, group("source")], [
    below("acquisition_rate.bought"), above("acquisition_rate.bought"), value("acquisition_rate.bought"),
  ]),
  cohort_retention: { lens: { by: ["cohort"], grain: "month", kpis: [kpi("active_customers.orders")] }, rows: cohorts },
  repeat_rate: {
    ...table({ by: ["segment"], grain: "year" }, [period, group("segment")], [
      below("repeat_purchase.orders"), above("repeat_purchase.orders"), value("repeat_purchase.orders"),
    ]),
    sliced: inSpan,
  },
  nps_csat: table({ by: ["region"], grain: "month" }, [period, group("region")], [n("nps.score"), value("nps.score"), value("csat.mean"), value("csat.top_two")]),
  win_rate_month: winRate({ grain: "month" }, period),
  win_rate_rep: winRate({ by: ["person"] }, group("person")),
  win_rate_product: winRate({ by: ["product"] }, group("product")),
  funnel: { lens: { by: ["product", "stage"], kpis: ["stage_conversion.further", "opportunities.won"].map(kpi) }, rows: funnel, sliced: createdIn },
  time_in_stage: {
    ...table({ by: ["stage"] }, [group("stage")], [n("time_in_stage.median"), value("time_in_stage.median"), value("time_in_stage.p90")]),
    sliced: createdIn,
  },
  sales_cycle: {
    ...table({ by: ["product"] }, [group("product")], [
      n("sales_cycle.won_mean"), value("sales_cycle.won_mean"), value("sales_cycle.won_median"), value("sales_cycle.won_p90"),
    ]),
    sliced: createdIn,
  },
  activity_participation: {
    ...table({ by: ["person", "activityType"] }, [group("person"), group("activityType")], [
      value("activities.count"), value("activities.customers"), value("activities.opportunities"), value("activities.minutes"),
    ]),
    sliced: inSpan,
  },
  exhibition_effect: {
    lens: {
      by: ["product"], filters: [{ dimension: "activityType", values: ["exhibition"] }],
      kpis: ["without", "without_amount", "with", "with_amount"].map((side) => kpi(`activity_effect.${side}`)),
    },
    rows: effect,
    sliced: createdIn,
  },
  revenue_margin: {
    ...table({ by: ["product"], grain: "month" }, [period, group("product")], [
      n("bookings.orders"), below("units_sold.price"), value("bookings.orders"), value("gross_margin.cost"), value("gross_margin.rate"),
    ]),
    sliced: inSpan,
  },
  revenue_rep_month: {
    ...table({ by: ["person"], grain: "month" }, [group("person"), period], [value("units_sold.lines"), value("bookings.orders")]),
    sliced: inSpan,
  },
  growth: {
    ...table({ grain: "month" }, [period], [value("bookings.orders"), value("bookings.orders_growth"), value("bookings.orders_growth_year")]),
    sliced: ofTeam,
  },
  target_attainment: {
    ...table({ by: ["person"], grain: "month" }, [group("person"), period], [below("attainment.orders"), above("attainment.orders"), value("attainment.orders")]),
    sliced: inSpan,
  },
  pareto: { lens: { kpis: ["for_80", ...TENTHS.map((percent) => `largest_${percent}`)].map((id) => kpi(`customer_pareto.${id}`)) }, rows: deciles, sliced: inSpan },
  avg_deal_size: {
    ...table({ by: ["segment"], grain: "year" }, [period, group("segment")], [
      n("average_deal_size.mean"), value("average_deal_size.mean"), value("average_deal_size.median"),
    ]),
    sliced: createdIn,
  },
  pipeline_stage_age: {
    lens: { by: ["stage", "ageBand"], asOf: "2025-12-31", kpis: ["pipeline.open_count", "pipeline.open"].map(kpi) },
    rows: aged,
    sliced: createdIn,
  },
  weighted_pipeline: {
    ...table({ by: ["team"], grain: "month", from: "2021-01-01", to: "2028-01-01", asOf: "2025-12-31" }, [group("team"), period],
      [value("pipeline.due_count"), value("pipeline.due"), value("pipeline.due_weighted")]),
    sliced: createdIn,
  },
  price_volume_mix: {
    change: { lens: { kpis: [kpi("bookings.orders")], from: "2025-01-01", to: "2026-01-01" }, by: "product", against: "year", weights: "base" },
    rows: moved,
    sliced: ofTeam,
  },
  top10_accounts: { lens: { by: ["customer"], top: 10, kpis: [kpi("bookings.orders")] }, rows: largest, sliced: inSpan },
  discount_bands: { lens: { by: ["discountBand"], kpis: [kpi("win_rate.close_date_count")] }, rows: discounted },
};
