// maven_crm through the command and through the module in Node, against its truth file.
import assert from "node:assert/strict";
import { execFileSync, spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { fileURLToPath } from "node:url";

const COMMAND = fileURLToPath(new URL("../../dist/npm/bin/kpi-workbench.mjs", import.meta.url));
const DATA = fileURLToPath(new URL("../../../shared/data/maven_crm/", import.meta.url));
const FILES = ["accounts.csv", "products.csv", "sales_pipeline.csv", "sales_teams.csv", "data_dictionary.csv"].map((name) => DATA + name);
const options = existsSync(DATA) ? {} : { skip: "../shared/data/maven_crm is not there" };
const metrics = options.skip ? {} : JSON.parse(readFileSync(`${DATA}truth.json`, "utf8")).metrics;
const evaluate = (...words) => JSON.parse(execFileSync("node", [COMMAND, "evaluate", ...FILES, ...words, "--json"], { maxBuffer: 1 << 26 }));
const near = (got, expected) => assert.ok(Math.abs(Number(got) - expected) < 1e-6 * Math.max(1, Math.abs(expected)), `${got} ≠ ${expected}`);

test("the command: totals, groups, months", options, () => {
  const [rate] = evaluate("--kpi", "win_rate:close_date_count");
  near(rate.value, 4238 / 6711);
  assert.equal(rate.value.toFixed(6), metrics.win_rate_count.value.toFixed(6));
  assert.equal(evaluate("--kpi", "bookings:won_amount")[0].value, "10005534.00");
  let compared = 2;
  for (const [name, by] of [["by_agent", "person"], ["by_manager", "team"], ["by_region", "region"], ["by_sector", "industry"]]) {
    const cells = evaluate("--kpi", "bookings:won_amount", "--kpi", "opportunities:won", "--by", by);
    for (const [key, won, , , revenue] of metrics[name].value.rows) {
      const cell = (kpi) => cells.find((cell) => cell.kpi === kpi && cell.group[by] === key);
      near(cell("bookings").value, revenue);
      near(cell("opportunities").value, won);
      compared += 2;
    }
  }
  const months = evaluate("--kpi", "bookings:won_amount", "--grain", "month");
  for (const [month, revenue] of metrics.revenue_by_month.value.rows) near(months.find((cell) => cell.period === month).value, revenue);
  console.log(`command: ${compared + metrics.revenue_by_month.value.rows.length} numbers equal`);
});

test("the command with a mapping: the near-miss key repaired", options, () => {
  const inspected = JSON.parse(execFileSync("node", [COMMAND, "inspect", ...FILES, "--json"], { maxBuffer: 1 << 26 }));
  assert.deepEqual(inspected.fixes.map((fix) => [fix.replacement.from, fix.replacement.to, fix.rows]), [["GTXPro", "GTX Pro", 1480]]);
  const mapping = join(mkdtempSync(join(tmpdir(), "kpi-")), "mapping.json");
  writeFileSync(mapping, JSON.stringify({ replacements: inspected.fixes.map((fix) => fix.replacement) }));
  const cells = evaluate("--kpi", "bookings:won_amount", "--by", "product", "--mapping", mapping);
  for (const [product, , , , revenue] of metrics.by_product.value.rows) near(cells.find((cell) => cell.group.product === product).value, revenue);
  near(evaluate("--kpi", "win_rate:close_date_list_price", "--mapping", mapping)[0].value.toFixed(6), metrics.win_rate_value_list_price.value);
});

test("the module in Node", options, async () => {
  const { createWorkbench } = await import("../../dist/npm/index.node.mjs");
  const wb = await createWorkbench();
  await wb.load(FILES.map((path) => ({ name: path.split("/").at(-1), bytes: readFileSync(path) })));
  const report = await wb.evaluate({ kpis: [{ id: "win_rate", variant: "close_date_count" }, { id: "bookings", variant: "won_amount" }] });
  near(report.cells[0].value, 4238 / 6711);
  assert.equal(report.cells[1].value, "10005534.00");
  await assert.rejects(wb.evaluate({ kpis: [{ id: "no_such_kpi" }] }), { code: "E-KPI" });
  await assert.rejects(wb.evaluate({ filter: "misspelt" }));
  await wb.close();
});

test("what is refused exits with 2 and prints nothing", () => {
  for (const words of [["evaluate"], ["evaluate", "no-such-file.csv"], ["evaluate", "--nonsense"], ["catalog", "--grain", "month"], []]) {
    const { status, stdout, stderr } = spawnSync("node", [COMMAND, ...words], { encoding: "utf8" });
    if (words.length === 0) continue;
    assert.equal(status, 2, words.join(" "));
    assert.equal(stdout, "");
    assert.ok(stderr.length > 10);
  }
});
