// Small pure parts of the command.
import assert from "node:assert/strict";
import { join } from "node:path";
import { test } from "node:test";
import { staged } from "./stage.mjs";

const { url } = staged();
const [{ quantity, ranges }, { namesOf }, { HELP, wordsOf }] = await Promise.all(["bin/print.mjs", "bin/files.mjs", "bin/words.mjs"].map((name) => import(url(name))));

test("money stays exact, rates are percent, whole numbers have no decimals", () => {
  assert.equal(quantity("-170141183460469231731687303715884105.05", "money"), "-170,141,183,460,469,231,731,687,303,715,884,105.05");
  assert.deepEqual([quantity(0.63152, "ratio"), quantity(1234567, "count"), quantity(45.25, "days"), quantity(4.256, "points"), quantity(null, "count")], ["63.15%", "1,234,567", "45.3", "4.26", ""]);
});

test("lines as ranges", () => {
  assert.equal(ranges([2, 3, 4, 9]), "2–4, 9");
  assert.equal(ranges(Array.from({ length: 40 }, (_, at) => at * 2)), "0, 2, 4, 6, 8, 10, 12, 14, 16, 18, 20, 22, … (+28)");
});

test("names get only the folders they need", () => {
  assert.deepEqual(namesOf(["a/x.csv", "b/x.csv", "y.csv"]), ["a/x.csv", "b/x.csv", "y.csv"]);
  assert.deepEqual(namesOf([join("1", "q", "x.csv"), join("2", "q", "x.csv"), join("3", "r", "x.csv")]), ["1/q/x.csv", "2/q/x.csv", "r/x.csv"]);
});

test("both languages tell of the same flags", () => {
  const flags = (text) => [...text.matchAll(/--[a-z-]+/g)].map(([flag]) => flag);
  assert.deepEqual(flags(HELP["zh-CN"]), flags(HELP.en));
  assert.equal(wordsOf("zh-CN").why({ reason: "needsField", table: "orders", field: "cost" }), "订单里没有“成本”");
  assert.equal(wordsOf("en").why({ reason: "laterWord" }), "laterWord");
});
