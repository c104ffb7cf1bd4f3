// What a person does: sample to scenario, own files to overview, cancel, crash, undo, language.
import assert from "node:assert/strict";
import { existsSync } from "node:fs";
import { after, before, test } from "node:test";
import { fileURLToPath } from "node:url";
import { go, launch, open, sample } from "./support.mjs";

let browser;
before(async () => { browser = await launch(); });
after(() => browser.close());

const number = (text) => Number(text.replace(/[^\d.−-]/g, "").replace("−", "-"));
const MAVEN = fileURLToPath(new URL("../../../shared/data/maven_crm/", import.meta.url));
const MAVEN_FILES = ["accounts.csv", "products.csv", "sales_pipeline.csv", "sales_teams.csv", "data_dictionary.csv"].map((name) => MAVEN + name);

test("landing → sample → overview → targets → scenario, no request after load", async () => {
  const { context, page, record } = await open(browser);
  const atReady = record.requests.length;
  console.log(`sample to numbers: ${Math.round(await sample(page))} ms`);
  const values = await page.$$eval(".kpi .val", (cells) => cells.map((cell) => cell.textContent));
  assert.ok(values.length >= 12 && values.every((value) => /\d/.test(value)), values.join(" | "));
  assert.match(await page.textContent(".lead"), /\d/);

  await go(page, "#/targets", "table.tree tbody tr");
  await page.fill("#company-target", "12,000");
  await page.press("#company-target", "Enter");
  await page.waitForFunction(() => document.querySelector("tr.l0 .tot")?.textContent.trim() === "12,000");
  assert.match(await page.textContent("#sum-check"), /0$/);
  const person = page.locator("tr.l2 .m input").first();
  await person.fill("123");
  await person.press("Enter");
  await page.waitForSelector("tr.l2 .lk");
  assert.match(await page.textContent("#sum-check"), /0$/);
  assert.equal((await page.textContent("tr.l0 .tot")).trim(), "12,000");
  await page.click(".bar .btn.pri");
  await page.waitForSelector(".bar .btn.pri[disabled]");

  await go(page, "#/scenarios", "#lever-1");
  const expected = () => page.textContent(".cmp tr.on td.num b");
  const base = await expected();
  await page.focus("#lever-1");
  for (let i = 0; i < 10; i++) await page.keyboard.press("ArrowRight");
  await page.waitForFunction((base) => document.querySelector(".cmp tr.on td.num b")?.textContent !== base, base);
  assert.ok(number(await expected()) > number(base), "a higher win rate brings more");
  assert.match(await page.textContent(".goal tbody tr:nth-child(2) b"), /%/);
  await page.click(".btn.pri.r");
  await page.waitForSelector("table.tree");
  assert.equal(record.requests.length - atReady, 0, record.requests.slice(atReady).join(" "));
  assert.deepEqual(record.errors, []);
  await context.close();
});

test("landing → five CSV files → overview: numbers of the truth file", async (t) => {
  if (!existsSync(MAVEN)) return t.skip("../shared/data/maven_crm is not there");
  const { context, page, record } = await open(browser);
  const atReady = record.requests.length;
  await page.setInputFiles("#shell input[data-early] >> nth=0", MAVEN_FILES);
  await page.waitForSelector(".files li:nth-child(5)");
  assert.equal(await page.locator(".files li").count(), 5);
  await page.locator(".qt tr", { hasText: "GTXPro" }).locator("button").first().click();
  await page.waitForSelector(".qt .jd.good");
  await go(page, "#/kpis", ".kpi .val");
  await page.selectOption(".scope .pick select >> nth=0", { label: "全部时间" });
  await go(page, "#/kpi/win_rate/close_date_count", ".hero .v");
  await page.waitForFunction(() => document.querySelector(".hero .v")?.textContent === "63.2%");
  const work = await page.textContent(".work");
  assert.match(work, /4,238/);
  assert.match(work, /6,711/);
  await page.click(".seg button[lang=en] >> visible=true");
  await go(page, "#/kpi/bookings/won_amount", ".hero .v");
  await page.waitForFunction(() => document.querySelector(".hero .v")?.textContent === "10.01M");
  assert.match(await page.textContent(".work"), /10.01M/);
  assert.equal(record.requests.length - atReady, 0);
  assert.deepEqual(record.errors, []);
  await context.close();
});

/** Drops files made in the page onto it, as a person would. */
const drop = (page, files) => page.evaluate((files) => {
  const transfer = new DataTransfer();
  for (const { name, text, repeat = 1 } of files) transfer.items.add(new File([text.head ?? text, ...Array(text.head ? repeat : 0).fill(text.body)], name));
  for (const type of ["dragenter", "dragover", "drop"]) window.dispatchEvent(new DragEvent(type, { dataTransfer: transfer, bubbles: true, cancelable: true }));
}, files);

const DEALS = "id,owner,stage,created,closed,amount\n1,Ann,Won,2025-01-01,2025-02-01,10\n2,Bob,Lost,2025-01-01,2025-02-02,20\n";

test("a drop reads what it can and refuses the rest in words", async () => {
  const { context, page } = await open(browser, { locale: "en-US" });
  await drop(page, [{ name: "deals.csv", text: DEALS }, { name: "book.xlsx", text: "PK\u0003\u0004 zip" }]);
  await page.waitForSelector(".files li");
  assert.match(await page.textContent(".drop.bad"), /E-FILE-FORMAT/);
  await go(page, "#/kpis", ".kpi .val");
  await context.close();
});

test("cancel in the middle of a large file, then the next file loads", async () => {
  const { context, page } = await open(browser, { locale: "en-US" });
  const body = Array.from({ length: 20_000 }, (_, i) => `${i},Ann,Won,2025-01-01,2025-02-01,${i}`).join("\n") + "\n";
  await drop(page, [{ name: "big.csv", text: { head: "id,owner,stage,created,closed,amount\n", body }, repeat: 200 }]);
  await page.waitForSelector(".drop.read progress");
  await page.waitForFunction(() => /MB.*rows/.test(document.querySelector(".drop.read")?.textContent ?? ""));
  const start = performance.now();
  await page.click(".drop.read .link");
  await page.waitForSelector("#shell:not([hidden])");
  console.log(`cancel: ${Math.round(performance.now() - start)} ms`);
  await drop(page, [{ name: "deals.csv", text: DEALS }]);
  await page.waitForSelector(".files li");
  assert.equal(await page.locator(".files li").count(), 1);
  await context.close();
});

test("a dead engine comes back with everything", async () => {
  const prepare = () => {
    const Plain = window.Worker;
    window.workers = [];
    window.Worker = class extends Plain { constructor(...all) { super(...all); window.workers.push(this); } };
  };
  const { context, page } = await open(browser, { prepare });
  await sample(page);
  const bookings = () => page.textContent(".kpi .val >> nth=0");
  const before = await bookings();
  await page.evaluate(() => window.workers[0].dispatchEvent(new ErrorEvent("error")));
  await page.waitForSelector(".banner");
  await page.waitForFunction(() => window.workers.length > 1);
  await page.selectOption(".scope .pick select >> nth=0", { index: 1 });
  await page.waitForFunction((before) => document.querySelector(".kpi .val")?.textContent !== before, before);
  await page.selectOption(".scope .pick select >> nth=0", { index: 0 });
  await page.waitForFunction((before) => document.querySelector(".kpi .val")?.textContent === before, before);
  await context.close();
});

test("undo, language and theme without reload", async () => {
  const { context, page } = await open(browser);
  await page.evaluate(() => { window.marker = 1; });
  await sample(page);
  const first = await page.textContent(".lead");
  await page.keyboard.press("BracketLeft");
  await page.waitForFunction((first) => document.querySelector(".lead")?.textContent !== first, first);
  await page.keyboard.press("Control+z");
  await page.waitForFunction((first) => document.querySelector(".lead")?.textContent === first, first);
  await page.click(".seg button[lang=en] >> visible=true");
  await page.waitForFunction(() => document.documentElement.lang === "en" && /Bookings/.test(document.querySelector(".lead")?.textContent));
  const han = await page.evaluate(() => document.querySelector(".rail").textContent.match(/[\u4e00-\u9fff]/g));
  assert.equal(han, null, "the rail is in English only");
  await page.keyboard.press("t");
  await page.waitForFunction(() => document.documentElement.dataset.theme === "dark");
  assert.equal(await page.evaluate(() => window.marker), 1);
  await context.close();
});
