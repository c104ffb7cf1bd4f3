// A project: saved with every decision and no data, opened in another browser, refused where it was damaged.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { after, before, test } from "node:test";
import { AT, drop, go, launch, open, sample, settled } from "./support.mjs";

let browser;
before(async () => { browser = await launch(); });
after(() => browser.close());

const days = (count) => Array.from({ length: count }, (_, at) => at);
const day = (at) => new Date(Date.UTC(2023, 0, 5 + at * 3)).toISOString().slice(0, 10);
/** Two and a half years of opportunities of four people, the outcome in a word nobody knows. */
const DEALS = ["id,seller,stage,created,closed,amount", ...days(300).map((at) =>
  `D${at},${["Ann", "Bob", "Cem", "Dai"][at % 4]},${at % 3 ? "Fini+" : "Fini-"},${day(at)},${day(at + 9)},${1000 + (at % 7) * 250}`)].join("\n");
const FILE = { name: "deals.csv", text: DEALS };

async function saved(page, act) {
  const [download] = await Promise.all([page.waitForEvent("download"), act()]);
  return { name: download.suggestedFilename(), text: readFileSync(await download.path(), "utf8") };
}

const reopened = (page, name, text) => drop(page, [{ name, text }]);
const figures = (page) => page.$$eval("tr.l0 .tot, tr.l2 .tot input", (cells) => cells.map((cell) => cell.value ?? cell.textContent));

test("the sample's targets, scenario and period come back in another browser, and nothing of the data is in the file", async () => {
  const { context, page, record } = await open(browser);
  await sample(page);
  await page.keyboard.press("BracketLeft");
  const seen = await settled(page);
  await go(page, "#/targets", AT.person);
  await page.fill("#company-target", "123,456,789");
  await page.press("#company-target", "Enter");
  await page.waitForFunction(() => document.querySelector("tr.l0 .tot")?.textContent === "123,456,789");
  const tree = await figures(page);
  await go(page, "#/scenarios", "#lever-0");
  await page.locator("#lever-0").press("ArrowRight");
  const lever = await page.inputValue("#lever-0");
  const file = await saved(page, () => page.keyboard.press("Control+s"));
  assert.match(file.name, /\.kpi\.json$/);
  for (const secret of ["高岚", "华东"]) assert.equal(file.text.includes(secret), false, `"${secret}" is data`);
  await context.close();

  const next = await open(browser);
  await reopened(next.page, file.name, file.text);
  await next.page.waitForSelector(AT.value);
  assert.deepEqual(await settled(next.page), seen);
  await go(next.page, "#/targets", AT.person);
  await next.page.waitForFunction(() => document.querySelector("tr.l0 .tot")?.textContent === "123,456,789");
  assert.deepEqual(await figures(next.page), tree);
  await go(next.page, "#/scenarios", "#lever-0");
  assert.equal(await next.page.inputValue("#lever-0"), lever);
  assert.deepEqual([...record.errors, ...next.record.errors], []);
  await next.context.close();
});

test("a project opened before its files waits for them, and their mapping comes with it", async () => {
  const { context, page } = await open(browser, { locale: "en-US" });
  await drop(page, [FILE]);
  await page.waitForSelector(AT.file);
  await page.locator('select[aria-label^="Fini+"]').first().selectOption("won");
  await page.locator('select[aria-label^="Fini-"]').first().selectOption("lost");
  await page.waitForSelector("#app:not([data-waiting])", { state: "attached" });
  await go(page, "#/kpis", AT.value);
  const seen = await settled(page);
  await page.click(".wb");
  const file = await saved(page, () => page.click('#workbook button'));
  await context.close();

  const next = await open(browser, { locale: "en-US" });
  await reopened(next.page, file.name, file.text);
  await next.page.waitForSelector(".drop.read:has-text('deals.csv')");
  await drop(next.page, [FILE]);
  await next.page.waitForSelector(AT.file);
  await go(next.page, "#/kpis", AT.value);
  assert.deepEqual(await settled(next.page), seen);
  await next.context.close();

  const together = await open(browser, { locale: "en-US" });
  await drop(together.page, [{ name: file.name, text: file.text }, FILE]);
  await together.page.waitForSelector(AT.file);
  await together.page.waitForSelector("#app:not([data-waiting])", { state: "attached" });
  await go(together.page, "#/kpis", AT.value);
  assert.deepEqual(await settled(together.page), seen, "dropped together");
  await together.context.close();

  const renamed = await open(browser, { locale: "en-US" });
  await drop(renamed.page, [{ ...FILE, name: "deals of another day.csv" }]);
  await renamed.page.waitForSelector(AT.file);
  await reopened(renamed.page, file.name, file.text);
  await renamed.page.waitForSelector("#app:not([data-waiting])", { state: "attached" });
  await go(renamed.page, "#/kpis", AT.value);
  assert.deepEqual(await settled(renamed.page), seen, "the mapping is found by its headers");
  await renamed.context.close();
});

test("a damaged, later or foreign project is refused in words, and what is open stays", async () => {
  const { context, page, record } = await open(browser, { locale: "en-US" });
  await sample(page);
  const seen = await settled(page);
  const { text } = await saved(page, () => page.keyboard.press("Control+s"));
  const damaged = [
    text.replace('"over": 1', '"over": 2'),
    text.replace('"version": 1', '"version": 99'),
    text.slice(0, -40),
    "{}",
    "null",
    "",
    '{"kind":"kpi-workbench project","version":1,"check":"00000000","content":{}}',
  ];
  for (const [at, bad] of damaged.entries()) {
    assert.notEqual(bad, text, `case ${at} is damaged`);
    await reopened(page, "p.kpi.json", bad);
    await page.waitForSelector(".banner.bad code:text-is('E-PROJECT')", { timeout: 5000 });
    await page.locator(".banner.bad button").click();
    assert.deepEqual(await settled(page), seen, `case ${at}`);
  }
  assert.deepEqual(record.errors, []);
  await context.close();
});
