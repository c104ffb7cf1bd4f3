// The sample, checked from outside: rows read back through the package and counted again in plain JavaScript, and the
// identities that every number must keep.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { createWorkbench } from "../../dist/npm/index.node.mjs";

const workbenches = {};
let catalog;
before(async () => {
  for (const locale of ["zh-CN", "en"]) {
    workbenches[locale] = await createWorkbench();
    await workbenches[locale].sample({ locale });
  }
  catalog = await workbenches.en.catalog();
});
after(() => Object.values(workbenches).forEach((wb) => wb.close()));

/** Exact sums: money in whole cents, counts as they are. */
const exact = (value) => {
  if (typeof value !== "string") return BigInt(Math.round(value ?? 0));
  const [whole, cents = ""] = value.replace("-", "").split(".");
  return BigInt(whole + cents.padEnd(2, "0")) * (value.startsWith("-") ? -1n : 1n);
};
const total = (cells) => cells.reduce((sum, { value }) => sum + exact(value), 0n);
/** Sums are equal: to the cent and to the row, shares within what floating point allows. */
const equal = (parts, all, { unit }, what) => {
  if (unit !== "ratio") return assert.equal(total(parts), total(all), what);
  const sum = (cells) => cells.reduce((sum, { value }) => sum + (value ?? 0), 0);
  assert.ok(Math.abs(sum(parts) - sum(all)) < 1e-9, `${what}: ${sum(parts)} ≠ ${sum(all)}`);
};
const variants = () => catalog.kpis.flatMap((kpi) => kpi.variants.map((variant) => ({ kpi, variant, lens: { kpis: [{ id: kpi.id, variant: variant.id }] } })));

/** All rows of one fate, page by page, as objects by header. */
async function allRows(wb, lens, code = "counted") {
  const found = [];
  for (;;) {
    const page = await wb.rows({ lens, code, offset: found.length, limit: 200 });
    found.push(...page.rows.map((row) => Object.fromEntries(page.headers.map((header, at) => [header, row[at]]))));
    if (found.length >= page.total || !page.rows.length) {
      assert.equal(found.length, page.total);
      return found;
    }
  }
}

test("every row has one fate: counted + excluded = total, for every variant", async () => {
  const spans = [{}, { from: "2025-01-01", to: "2025-07-01" }];
  let checked = 0;
  for (const wb of Object.values(workbenches)) {
    for (const { kpi, variant, lens } of variants()) {
      for (const span of spans) {
        const what = `${kpi.id}:${variant.id} ${JSON.stringify(span)}`;
        const { counted, excluded, total, inNumerator, value, numerator, denominator } = await wb.explain({ lens: { ...lens, ...span } });
        assert.equal(counted + excluded.reduce((sum, { count }) => sum + count, 0), total, what);
        assert.ok(inNumerator === null || inNumerator <= counted, what);
        const [cell] = (await wb.evaluate({ ...lens, ...span })).cells;
        assert.deepEqual([cell.value, cell.numerator, cell.denominator], [value, numerator, denominator], `${what}: explained = evaluated`);
        checked += 1;
      }
    }
  }
  console.log(`counted + excluded = total: ${checked} explanations`);
});

/** Compares the lists of rows with the numbers that explain names; reasons of the import begin with E-ROW. */
async function listed(isWanted) {
  const wb = workbenches.en;
  let lists = 0;
  for (const { kpi, variant, lens } of variants()) {
    const span = { from: "2025-01-01", to: "2025-07-01" };
    const { counted, excluded } = await wb.explain({ lens: { ...lens, ...span } });
    const fates = [["counted", counted], ...excluded.map((group) => [group.code, group.count])];
    for (const [code, count] of fates.filter(([code]) => isWanted(code))) {
      const page = await wb.rows({ lens: { ...lens, ...span }, code, offset: 0, limit: 1 });
      assert.equal(page.total, count, `${kpi.id}:${variant.id} ${code}`);
      assert.equal(page.rows.length, Math.min(1, count), `${kpi.id}:${variant.id} ${code}`);
      lists += 1;
    }
  }
  console.log(`rows listed = rows counted: ${lists} lists`);
}

test("the rows listed are the rows counted or left out, for every variant", () => listed((code) => !code.startsWith("E-ROW")));

test("rows left out by the import are listed as well", () => listed((code) => code.startsWith("E-ROW")));

test("Σ over people = Σ over teams = Σ over months = total, for every additive variant", async () => {
  let sums = 0;
  for (const wb of Object.values(workbenches)) {
    for (const span of [{}, { from: "2025-01-01", to: "2026-01-01" }]) {
      for (const { kpi, variant, lens } of variants().filter(({ variant }) => variant.additive)) {
        const [all, ...parts] = await wb.board([{}, { by: ["person"] }, { by: ["team"] }, { by: ["team", "person"] }].map((more) => ({ ...lens, ...span, ...more })));
        if (all.cells[0].missing) continue;
        for (const [at, part] of parts.entries()) {
          if (part.cells.some(({ missing }) => missing?.reason === "notByThisDimension")) continue;
          equal(part.cells, all.cells, variant, `${kpi.id}:${variant.id} ${["person", "team", "team × person"][at]} ${JSON.stringify(span)}`);
          sums += 1;
        }
        if (!span.from) continue;
        const months = (await wb.evaluate({ ...lens, ...span, grain: "month" })).cells;
        if (months.some(({ missing }) => missing?.reason === "notByPeriod")) continue;
        // What is open or under contract is a state, not a flow: it does not add up over months and is not asked to.
        if (variant.source?.en.includes("openAtEnd")) continue;
        if (variant.unit === "ratio") continue; // a share is one of its own month
        equal(months, all.cells, variant, `${kpi.id}:${variant.id} months`);
        sums += 1;
      }
    }
  }
  console.log(`sums equal: ${sums}`);
  assert.ok(sums >= 60);
});

test("opportunities counted again in plain JavaScript", async () => {
  const wb = workbenches.en;
  const summary = await wb.summary();
  const table = summary.tables.find(({ kind }) => kind === "opportunities");
  const header = Object.fromEntries(table.columns.filter(({ field }) => field).map(({ field, header }) => [field, header]));
  const meaning = new Map(summary.stages.map(([word, outcome]) => [word, outcome]));
  const [from, to] = ["2025-01-01", "2026-01-01"];
  const asked = async (kpi, variant, more = {}) => (await wb.evaluate({ kpis: [{ id: kpi, variant }], from, to, ...more })).cells;

  // The engine's own choice of rows is taken; stage, owner and money are read again from the user's texts.
  const closed = await allRows(wb, { kpis: [{ id: "win_rate", variant: "close_date_count" }], from, to });
  const outcome = (row) => meaning.get(row[header.stage]);
  const won = closed.filter((row) => outcome(row) === "won");
  assert.ok(closed.length > 300 && closed.every((row) => ["won", "lost"].includes(outcome(row))));
  for (const row of closed) assert.ok(row[header.closed].slice(0, 4).includes("2025") || row[header.closed].includes("2025"), row[header.closed]);
  const [rate] = await asked("win_rate", "close_date_count");
  assert.deepEqual([rate.numerator, rate.denominator], [won.length, closed.length]);
  assert.ok(Math.abs(rate.value - won.length / closed.length) < 1e-12);
  // Wilson's interval, written down again.
  const [n, p, z] = [closed.length, won.length / closed.length, 1.959963984540054];
  const [middle, half] = [p + (z * z) / (2 * n), z * Math.sqrt((p * (1 - p)) / n + (z * z) / (4 * n * n))].map((part) => part / (1 + (z * z) / n));
  assert.ok(Math.abs(rate.low - (middle - half)) < 1e-9 && Math.abs(rate.high - (middle + half)) < 1e-9, `${rate.low} ${rate.high} ≠ ${middle - half} ${middle + half}`);

  const booked = await allRows(wb, { kpis: [{ id: "bookings", variant: "won_amount" }], from, to });
  const cents = (text) => exact(String(text).replace(/[^\d.-]/g, ""));
  const sum = booked.reduce((all, row) => all + cents(row[header.amount]), 0n);
  const [bookings] = await asked("bookings", "won_amount");
  assert.equal(exact(bookings.value), sum);

  const byTeam = await asked("bookings", "won_amount", { by: ["person"] });
  const again = new Map();
  for (const row of booked) again.set(row[header.person], (again.get(row[header.person]) ?? 0n) + cents(row[header.amount]));
  for (const { group, value } of byTeam) assert.equal(exact(value), again.get(group.person ?? "") ?? 0n, String(group.person));
  const [mean] = await asked("average_deal_size", "mean");
  assert.equal(exact(mean.value), (sum * 2n + BigInt(booked.length)) / (2n * BigInt(booked.length)), "mean, rounded half up to the cent");
  console.log(`counted again: ${closed.length} closed, ${won.length} won, ${bookings.value} booked by ${again.size} people`);
});

test("targets add up to the cent at every level and month, whatever is locked", async () => {
  const wb = workbenches["zh-CN"];
  const base = await wb.plan();
  const people = base.nodes.filter(({ level }) => level === 2);
  const spreads = [
    {}, { total: "1000000.01" }, { total: "0.05" }, { total: "999999999.99", people: "even", months: "even" }, { people: "even" }, { months: "even" },
    { total: "24000000.00", locks: [{ node: people[0].id, month: 3, amount: "123456.78" }, { node: people[1].id, month: null, amount: "654321.09" }] },
  ];
  let sums = 0;
  for (const spread of spreads) {
    const { nodes, gap } = await wb.plan({ spread: { ...spread } });
    const sum = (texts) => texts.reduce((all, text) => all + exact(text), 0n);
    const what = JSON.stringify(spread);
    assert.equal(exact(gap), 0n, what);
    const [company] = nodes;
    if (spread.total) assert.equal(company.total, spread.total, what);
    for (const node of nodes) {
      assert.equal(sum(node.months), exact(node.total), `${what} ${node.id}: months`);
      const children = nodes.filter(({ id, level }) => level === node.level + 1 && (node.level === 0 || id.startsWith(`${node.id}/`)));
      if (!children.length) continue;
      assert.equal(sum(children.map((child) => child.total)), exact(node.total), `${what} ${node.id}: year`);
      for (let month = 0; month < 12; month++) assert.equal(sum(children.map((child) => child.months[month])), exact(node.months[month]), `${what} ${node.id} ${month}`);
      sums += 13;
    }
    for (const lock of spread.locks ?? []) {
      const node = nodes.find(({ id }) => id === lock.node);
      assert.equal(lock.month === null ? node.total : node.months[lock.month], lock.amount, `${what}: locked`);
    }
  }
  console.log(`target sums equal: ${sums}`);
});

test("goal seek is the inverse of the forecast", async () => {
  const wb = workbenches.en;
  const base = await wb.forecast({ withoutBacktest: true, paths: 100 });
  const of = (scenario) => wb.forecast({ withoutBacktest: true, paths: 100, scenario });
  assert.deepEqual(await of({ name: "", changes: [] }), base, "no lever, no change");
  const { alone, mix, goal, reaches: mixed } = await wb.seek();
  assert.equal(goal, base.target);
  let reached = 0;
  for (const { lever, item, factor, reaches } of alone.filter(({ factor }) => factor !== null)) {
    const result = await of({ name: "", changes: [{ lever, item: item ?? undefined, factor }] });
    assert.equal(result.expected, reaches, lever);

    assert.ok(exact(reaches) >= exact(goal) && exact(reaches) - exact(goal) <= 1n, `${lever} ${factor}: ${reaches} of ${goal}`);
    reached += 1;
  }
  assert.ok(reached >= 3);
  assert.equal((await of(mix)).expected, mixed, "the mix put in again");
  const result = await of({ name: "", changes: [{ lever: "winRate", factor: 1.1 }] });
  assert.equal([result.booked, result.fromOpen, result.fromNew, result.fromRepeat].reduce((all, text) => all + exact(text), 0n), exact(result.expected), "the parts make the whole");
});

test("the same question has the same answer: board = one by one, again and in a new engine", async () => {
  const lenses = [{}, { by: ["person"] }, { by: ["team"], grain: "month", from: "2025-01-01", to: "2026-01-01" }];
  const wb = workbenches.en;
  const board = await wb.board(lenses);
  const alone = [];
  for (const lens of lenses) alone.push(await wb.evaluate(lens));
  assert.deepEqual(board, alone);
  const other = await createWorkbench();
  await other.sample({ locale: "en" });
  assert.deepEqual(await other.board(lenses), board);
  other.close();
});
