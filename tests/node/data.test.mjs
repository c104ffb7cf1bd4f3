// What the data screen shows, through the package: rows as read, rows not counted as a file, the quality score with its
// losses counted again, a mapping saved and used for the next export.
import assert from "node:assert/strict";
import { test } from "node:test";
import { createWorkbench, KpiError } from "../../dist/npm/index.node.mjs";

const bytes = (text) => new TextEncoder().encode(text);
const load = async (files) => {
  const wb = await createWorkbench();
  await wb.load(Object.entries(files).map(([name, text]) => ({ name, bytes: bytes(text) })));
  return wb;
};
const DEALS = [
  "id,owner,stage,created,closed,amount,note",
  "1,Ann,Won,2025-01-01,2025-02-01,10,=1+1",
  "2,Ann,Lost,2025-01-02,2025-02-02,20,",
  "3,Bob,Won,2025-01-03,,30,", // no close date
  "4,Bob,Lost,2025-01-04,,40,",
  "5,Bob,,2025-01-05,2025-02-05,50,-x", // no stage: not counted
  "6,Bob,Won,2025-01-06,2025-02-06,60,,,", // more cells than headers, but empty
  "7,Bob,Won,2025-01-07,2025-02-07,70,a,b", // more cells than headers
  "",
].join("\n");

test("rows as read, and the rows that are not counted as a file with reasons", async () => {
  const wb = await load({ "deals.csv": DEALS });
  const all = await wb.preview({ file: "deals.csv" });
  assert.deepEqual(all.headers, ["id", "owner", "stage", "created", "closed", "amount", "note"]);
  assert.deepEqual(all.rows.map(({ line }) => line), [2, 3, 4, 5, 6, 7]);
  assert.deepEqual(all.rows.map(({ reason }) => reason?.en ?? null), [null, null, null, null, "no stage", null]);
  const page = await wb.preview({ file: "deals.csv", offset: 2, limit: 2 });
  assert.deepEqual([page.total, page.rows.map(({ cells }) => cells[0])], [6, ["3", "4"]]);
  const left = await wb.preview({ file: "deals.csv", leftOut: true });
  assert.deepEqual(left.rows.map(({ line, cells, reason }) => [line, cells[0], reason.en]), [[6, "5", "no stage"], [8, undefined, "more cells than headers"]]);
  const file = await wb.leftOut({ file: "deals.csv", locale: "en" });
  assert.equal(file.name, "deals.csv not counted.csv");
  assert.equal(file.text, "\ufeffline,code,reason,id,owner,stage,created,closed,amount,note\r\n6,E-ROW-NOSTAGE,no stage,5,Bob,,2025-01-05,2025-02-05,50,'-x\r\n8,E-CSV-FIELDS,more cells than headers\r\n");
  const log = await wb.leftOut({ locale: "zh-CN" });
  assert.match(log.text, /W-CLOSED-NODAY,2,2 个已关闭商机没有关闭日期/);
  wb.close();
});

test("the score is the mean share of usable rows, every lost point is explained, and the range is what filling in could give", async () => {
  const wb = await load({ "deals.csv": DEALS });
  const { score, kpis, losses } = await wb.quality();
  assert.ok(kpis >= 5);
  const points = losses.reduce((sum, { points }) => sum + points, 0);
  assert.ok(Math.abs(100 - score - points) < 1e-9, `${score} + ${points}`);
  const undated = losses.find(({ code }) => code === "no_day_closed").costs.find(({ kpi }) => kpi === "win_rate");
  assert.deepEqual([undated.variant, undated.rows, undated.value], ["close_date_count", 2, 2 / 3]);
  // Each of the two may have been closed in the period or not: won 2 of 3 now, 2 of 4 to 3 of 4 (3 of 4 with the won one only).
  assert.deepEqual([undated.low, undated.high], [2 / 4, 3 / 4]);
  const stageless = losses.find(({ code }) => code === "E-ROW-NOSTAGE").costs.find(({ kpi }) => kpi === "win_rate");
  assert.deepEqual([stageless.rows, stageless.low, stageless.high], [1, 2 / 4, 3 / 4]);
  const summary = await wb.summary();
  const found = summary.diagnostics.find(({ code }) => code === "W-CLOSED-NODAY");
  assert.ok(found.affects.includes("win_rate") && found.affects.includes("bookings"), found.affects.join());
  wb.close();
});

test("a saved mapping reads the next export of another name the same way, and not a file with other columns", async () => {
  const first = await load({ "january.csv": DEALS });
  const summary = await first.summary();
  const columns = Object.fromEntries(summary.tables[0].columns.map(({ header, field }) => [header, field]));
  await first.bind({ tables: { "january.csv": { columns: { ...columns, owner: "customer" } } } });
  const { name, text } = await first.saveMapping();
  assert.match(name, /\.kpimap\.json$/);
  first.close();

  const next = await load({ "february.csv": DEALS, "other.csv": "id,owner,stage,amount\n1,Ann,Won,5\n" });
  const mapping = await next.readMapping(text);
  assert.deepEqual(Object.keys(mapping.tables), ["february.csv"]);
  const bound = await next.bind(mapping);
  assert.equal(bound.tables[0].columns.find(({ header }) => header === "owner").field, "customer");
  await assert.rejects(next.readMapping("{}"), (error) => error instanceof KpiError && error.code === "E-MAPPING-FILE");
  await assert.rejects(next.readMapping(JSON.stringify({ kpiMapping: 99, tables: [] })), { code: "E-MAPPING-FILE" });
  next.close();
});

test("a column that says won where another says lost is listed", async () => {
  const wb = await load({ "deals.csv": "id,stage,outcome,closed,amount\n1,Closed Won,Won,2025-01-01,5\n2,Closed Lost,Won,2025-01-02,6\n3,Closed Lost,Lost,2025-01-03,7\n" });
  const { diagnostics } = await wb.summary();
  const conflict = diagnostics.find(({ code }) => code === "W-OUTCOME-CONFLICT");
  assert.deepEqual([conflict?.count, conflict?.lines, conflict?.place.column], [1, [3], "outcome"]);
  wb.close();
});

test("how a file is read is decided where what is found is wrong", async () => {
  const wb = await createWorkbench();
  const text = "Deals|2024|East|all|x\nid|owner|stage|closed|amount\n1|Ann|Won|2025-01-01|5\n";
  const read = async (readAs) => (await wb.load([{ name: "deals.txt", bytes: bytes(text), readAs }])).tables[0];
  assert.deepEqual((await read({ headerLines: { "": 3 } })).columns[1].header, "Ann");
  assert.equal((await read({ headerLines: { "": 2 }, delimiter: "|", encoding: "utf-8" })).columns[4].field, "amount");
  await assert.rejects(read({ header: 2 }), { code: "E-ASK" });
  await assert.rejects(read({ encoding: "klingon" }), { code: "E-FILE-READAS" });
  assert.equal((await wb.summary()).tables[0].columns[4].field, "amount"); // what was refused changed nothing
  wb.close();
});
