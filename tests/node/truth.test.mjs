// maven_crm through the command and through the module in Node, against its truth file; and what is refused.
import assert from "node:assert/strict";
import { execFileSync, spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { after, test } from "node:test";
import { fileURLToPath } from "node:url";
import { KpiError, createWorkbench } from "../../dist/npm/index.node.mjs";

const COMMAND = fileURLToPath(new URL("../../dist/npm/bin/kpi-workbench.mjs", import.meta.url));
const DATA = fileURLToPath(new URL("../../../shared/data/maven_crm/", import.meta.url));
const FILES = ["accounts.csv", "products.csv", "sales_pipeline.csv", "sales_teams.csv", "data_dictionary.csv"].map((name) => DATA + name);
const options = existsSync(DATA) ? {} : { skip: "../shared/data/maven_crm is not there" };
const truth = options.skip ? {} : JSON.parse(readFileSync(`${DATA}truth.json`, "utf8")).metrics;
const scratch = mkdtempSync(join(tmpdir(), "kpi-truth-"));
after(() => rmSync(scratch, { recursive: true }));

const run = (...words) => execFileSync("node", [COMMAND, ...words], { encoding: "utf8", maxBuffer: 1 << 28 });
const evaluate = (...words) => JSON.parse(run("evaluate", ...FILES, ...words, "--json"));

/** Compares and counts; the truth file rounds rates to six decimals and means to six. */
class Check {
  equal = 0;

  near(got, expected, what, tolerance = 1e-6) {
    assert.ok(got !== null && got !== undefined, `${what}: no value, truth ${expected}`);
    assert.ok(Math.abs(Number(got) - expected) <= tolerance * Math.max(1, Math.abs(expected)), `${what}: ${got} ≠ ${expected}`);
    this.equal += 1;
  }

  /** Rows of a truth table: won, lost, rate, revenue, share by the values of a dimension. */
  groups(name, dimension, cellsOf) {
    const { columns, rows } = truth[name].value;
    const cells = cellsOf(dimension);
    const measures = { won: ["opportunities", "won"], lost: ["opportunities", "lost"], win_rate: ["win_rate", "close_date_count"], revenue: ["bookings", "won_amount"], share: ["revenue_share", "bookings"] };
    const known = columns.flatMap((column, at) => (measures[column] ? [[at, ...measures[column]]] : []));
    assert.ok(known.length >= 4, `${name}: ${columns}`);
    for (const row of rows) {
      for (const [at, kpi, variant] of known) {
        const cell = cells.find((cell) => cell.kpi === kpi && cell.variant === variant && cell.group[dimension] === row[0]);
        assert.ok(cell, `${name}: no ${kpi} of ${row[0]}`);
        this.near(cell.value, row[at], `${name} ${row[0]} ${kpi}`);
      }
    }
  }

  periods(name, cells) {
    for (const [period, revenue, won, lost, rate] of truth[name].value.rows) {
      const value = (kpi, variant) => cells.find((cell) => cell.kpi === kpi && cell.variant === variant && cell.period === period)?.value;
      this.near(value("bookings", "won_amount"), revenue, `${period} revenue`);
      this.near(value("opportunities", "won"), won, `${period} won`);
      this.near(value("opportunities", "lost"), lost, `${period} lost`);
      this.near(value("win_rate", "close_date_count"), rate, `${period} rate`);
    }
  }

  totals(value) {
    const totals = {
      won: ["opportunities", "won"], lost: ["opportunities", "lost"], open: ["opportunities", "open"], win_rate_count: ["win_rate", "close_date_count"],
      win_rate_all_opportunities: ["win_rate", "all_no_date"], win_rate_value_close_value: ["win_rate", "close_date_amount"],
      revenue_total: ["bookings", "won_amount"], average_deal_size: ["average_deal_size", "mean"], median_deal_size: ["average_deal_size", "median"],
    };
    // Money has two decimals, the truth of the mean has six.
    for (const [name, [kpi, variant]] of Object.entries(totals)) this.near(value(kpi, variant), truth[name].value, name, 5e-6);
    for (const outcome of ["won", "lost"]) {
      const days = truth[`cycle_days_${outcome}`].value;
      for (const [variant, part] of [["mean", "mean"], ["median", "median"], ["p90", "p90_cont"]]) this.near(value("sales_cycle", `${outcome}_${variant}`), days[part], `${outcome} ${variant}`);
    }
  }
}

const CHOICES = ["opportunities:won", "opportunities:lost", "win_rate:close_date_count", "bookings:won_amount", "revenue_share:bookings"].flatMap((choice) => ["--kpi", choice]);
const DIMENSIONS = { by_agent: "person", by_manager: "team", by_region: "region", by_sector: "industry", by_account: "customer" };
const cellOf = (cells) => (kpi, variant) => cells.find((cell) => cell.kpi === kpi && cell.variant === variant)?.value;

test("the command: totals, agents, managers, regions, months", options, () => {
  const check = new Check();
  const all = evaluate();
  check.totals(cellOf(all));
  const value = cellOf(all);
  assert.equal(value("win_rate", "close_date_count").toFixed(6), "0.631501");
  assert.equal(value("bookings", "won_amount"), "10005534.00", "money is a decimal string");
  for (const [name, dimension] of Object.entries(DIMENSIONS)) check.groups(name, dimension, () => evaluate(...CHOICES, "--by", dimension));
  check.periods("revenue_by_month", evaluate(...CHOICES, "--grain", "month"));
  check.periods("revenue_by_quarter", evaluate(...CHOICES, "--grain", "quarter"));
  const firsts = evaluate("--kpi", "new_customers:first_win", "--grain", "month");
  for (const [month, n] of truth.new_customers_by_month.value.rows) check.near(firsts.find((cell) => cell.period === month).value, n, `new customers ${month}`);
  console.log(`command: ${check.equal} numbers of the truth file equal`);
});

test("the command: span, filter, and the parts of a cell", options, () => {
  const [month] = truth.revenue_by_month.value.rows;
  const [year, number] = month[0].split("-").map(Number);
  const next = new Date(Date.UTC(year, number, 1)).toISOString().slice(0, 10);
  const [cell] = evaluate("--kpi", "bookings:won_amount", "--from", `${month[0]}-01`, "--to", next);
  assert.equal(Number(cell.value), month[1]);
  const [agent, won, lost] = truth.by_agent.value.rows[0];
  const [rate] = evaluate("--kpi", "win_rate:close_date_count", "--filter", `person=${agent}`);
  assert.deepEqual([rate.numerator, rate.denominator, rate.n], [won, won + lost, won + lost]);
  assert.ok(rate.low < rate.value && rate.value < rate.high);
  assert.deepEqual(Object.keys(rate), ["kpi", "variant", "group", "period", "value", "numerator", "denominator", "n", "low", "high", "missing"]);
  const text = run("evaluate", ...FILES, "--kpi", "win_rate:close_date_count", "--locale", "en");
  assert.match(text, /63\.15%/);
  assert.match(run("evaluate", ...FILES, "--kpi", "win_rate:close_date_count", "--locale", "zh-CN"), /赢单率/);
});

test("the command with a mapping: the near-miss key repaired, then by product", options, () => {
  const check = new Check();
  const inspected = JSON.parse(run("inspect", ...FILES, "--json"));
  assert.deepEqual(inspected.fixes.map(({ replacement, rows }) => [replacement.from, replacement.to, rows]), [["GTXPro", "GTX Pro", 1480]]);
  for (const { file, kind, rows, counted, rejected } of inspected.tables) {
    const left = rejected.reduce((sum, { count, lines }) => { assert.equal(lines.length, count, file); return sum + count; }, 0);
    assert.equal(counted + left, kind ? rows : 0, file); // a file that is not used has no counted rows
  }
  const mapping = join(scratch, "mapping.json");
  writeFileSync(mapping, JSON.stringify({ replacements: inspected.fixes.map(({ replacement }) => replacement) }));
  check.groups("by_product", "product", (dimension) => evaluate(...CHOICES, "--by", dimension, "--mapping", mapping));
  const [list] = evaluate("--kpi", "win_rate:close_date_list_price", "--mapping", mapping);
  check.near(list.value, truth.win_rate_value_list_price.value, "win rate by list price");
  const bound = JSON.parse(run("inspect", ...FILES, "--mapping", mapping, "--json"));
  assert.deepEqual([bound.fixes.length, bound.applied.length], [0, 1]);
  console.log(`command with mapping: ${check.equal} numbers equal`);
});

test("the module in Node: the same numbers", options, async () => {
  const check = new Check();
  const wb = await createWorkbench();
  const progress = [];
  const summary = await wb.load(FILES.map((path) => ({ name: basename(path), bytes: readFileSync(path) })), { onprogress: (seen) => progress.push(seen) });
  assert.equal(summary.tables.length, 5);
  assert.ok(progress.length >= 5 && progress.every(({ name, done, total }) => name && done <= total));
  const bound = await wb.bind({ replacements: summary.fixes.map(({ replacement }) => replacement) });
  assert.equal(bound.applied.length, 1);
  check.totals(cellOf((await wb.evaluate()).cells));
  const names = Object.entries({ ...DIMENSIONS, by_product: "product" });
  const reports = await wb.board(names.map(([, dimension]) => ({ by: [dimension] })));
  for (const [at, [name, dimension]] of names.entries()) check.groups(name, dimension, () => reports[at].cells);
  check.periods("revenue_by_month", (await wb.evaluate({ grain: "month" })).cells);
  await assert.rejects(wb.evaluate({ kpis: [{ id: "no_such_kpi" }] }), (error) => error instanceof KpiError && error.code === "E-KPI" && error.what.zh !== "" && error.fix.en !== "");
  await assert.rejects(wb.evaluate({ fliter: [] }), "a misspelt property is not skipped");
  wb.close();
  await assert.rejects(wb.evaluate(), { code: "E-CLOSED" });
  console.log(`module: ${check.equal} numbers equal`);
});

test("the command gives what the module gives", options, async () => {
  const wb = await createWorkbench();
  await wb.load(FILES.map((path) => ({ name: basename(path), bytes: readFileSync(path) })));
  assert.deepEqual(evaluate("--by", "person", "--grain", "quarter"), (await wb.evaluate({ by: ["person"], grain: "quarter" })).cells);
  assert.deepEqual(JSON.parse(run("catalog", "--json")), await wb.catalog());
  wb.close();
});

test("what is refused exits with 2, explains itself and prints nothing", () => {
  const file = (name, content) => { const path = join(scratch, name); writeFileSync(path, content); return path; };
  const deals = file("deals.csv", "id,owner,stage,created,closed,amount\n1,Ann,Won,2025-01-01,2025-02-01,10\n");
  const refused = {
    "no file given": ["evaluate"], "absent file": ["evaluate", join(scratch, "absent.csv")], "a folder": ["evaluate", scratch],
    "empty file": ["evaluate", file("empty.csv", "")], "spreadsheet": ["evaluate", file("book.xlsx", Buffer.from([0x50, 0x4b, 3, 4, 20, 0]))],
    "one good, one bad": ["evaluate", deals, file("bad.csv", Buffer.from([0x50, 0x4b, 3, 4])), "--json"],
    "unknown option": ["evaluate", deals, "--nonsense"], "unknown command": ["calculate", deals], "option of another command": ["catalog", "--grain", "month"],
    "unknown KPI": ["evaluate", deals, "--kpi", "no_such_kpi"], "unknown variant": ["evaluate", deals, "--kpi", "win_rate:nonsense"],
    "unknown dimension": ["evaluate", deals, "--by", "colour"], "unknown grain": ["evaluate", deals, "--grain", "decade"],
    "no day": ["evaluate", deals, "--from", "2025-02-30"], "turned span": ["evaluate", deals, "--from", "2025-03-01", "--to", "2025-01-01"],
    "filter without value": ["evaluate", deals, "--filter", "person"], "unknown language": ["evaluate", deals, "--locale", "fr"],
    "mapping that is no JSON": ["evaluate", deals, "--mapping", deals], "mapping with a misspelt property": ["evaluate", deals, "--mapping", file("m.json", '{"replacement":[]}')],
    "inspect without file": ["inspect"],
  };
  const wrong = [];
  for (const [what, words] of Object.entries(refused)) {
    const { status, stdout, stderr } = spawnSync("node", [COMMAND, ...words], { encoding: "utf8" });
    if (status !== 2 || stdout !== "" || stderr.length < 20 || /\n\s+at /.test(stderr)) wrong.push(`${what}: status ${status}, ${stdout.length} on stdout, stderr ${stderr.trim()}`);
  }
  assert.deepEqual(wrong, []);
  console.log(`refused: ${Object.keys(refused).length} requests`);
  const { status, stdout } = spawnSync("node", [COMMAND, "evaluate", deals, "--kpi", "bookings:won_amount", "--json"], { encoding: "utf8" });
  assert.equal(status, 0);
  assert.equal(JSON.parse(stdout)[0].value, "10.00");
});
