// What lies behind the figures of the process, on the pages of the figures.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { AT, AXE, go, launch, open, sample, violations } from "./support.mjs";

let browser;
before(async () => { browser = await launch(); });
after(() => browser.close());

for (const locale of ["zh-CN", "en-US"]) {
  test(`bottlenecks, factors and effects of activities, ${locale}`, async () => {
    const { context, page, record } = await open(browser, { locale, prepare: AXE });
    await sample(page);
    const zh = locale === "zh-CN";
    const pages = [
      ["stage_conversion/further", zh ? "瓶颈" : "Bottlenecks", 4],
      ["win_rate/close_date_count", zh ? "影响因素" : "What goes with it", 10],
      ["sales_cycle/median", zh ? "影响因素" : "What goes with it", 10],
      ["activity_effect/difference", zh ? "活动之后" : "After an activity", 2],
    ];
    for (const [kpi, title, least] of pages) {
      await go(page, `#/kpi/${kpi}`, ".hero .v");
      const table = page.getByRole("region", { name: title, exact: true });
      await table.waitFor();
      const rows = await table.locator("tbody tr:not(.gr)").count();
      assert.ok(rows >= least, `${kpi}: ${rows} rows`);
      const texts = await table.locator("td, th").allTextContents();
      assert.ok(texts.every((text) => !/NaN|undefined|null|Infinity/.test(text)), kpi);
      assert.deepEqual(await violations(page), [], kpi);
    }
    // A page without such a section shows none.
    await go(page, "#/kpi/bookings/won_amount", ".hero .v");
    await page.waitForSelector("#app:not([data-waiting])", { state: "attached" });
    assert.equal(await page.getByRole("region", { name: pages[0][1], exact: true }).count(), 0);
    assert.deepEqual(record.errors, []);
    await context.close();
  });
}

test("a stage is put before another, the funnel follows, and one step back undoes it", async () => {
  const { context, page, record } = await open(browser, { locale: "en-US", prepare: AXE });
  await sample(page);
  await go(page, "#/data", "table.map");
  const names = () => page.$$eval(".stg tbody tr", (rows) => rows.filter((row) => /^\d/.test(row.cells[0].textContent)).map((row) => row.cells[1].textContent));
  const [first, second, ...rest] = await names();
  await page.getByRole("button", { name: `${second}: one place earlier` }).click();
  await page.waitForFunction((second) => [...document.querySelectorAll(".stg tbody tr")][0].cells[1].textContent === second, second);
  assert.deepEqual(await names(), [second, first, ...rest]);
  assert.deepEqual(await violations(page), []);
  await go(page, "#/kpi/stage_flow/regressed", AT.detail);
  await page.waitForFunction((at) => Number(document.querySelector(at).textContent.replace(/,/g, "")) > 20, AT.detail);
  await page.keyboard.press("Control+z");
  await go(page, "#/data", "table.map");
  await page.waitForFunction((first) => [...document.querySelectorAll(".stg tbody tr")][0].cells[1].textContent === first, first);
  assert.deepEqual(record.errors, []);
  await context.close();
});

test("a stage asks for a column before it is left, and one step back takes it away", async () => {
  const { context, page, record } = await open(browser, { locale: "en-US", prepare: AXE });
  await sample(page);
  await go(page, "#/kpi/exit_criteria/won", ".hero");
  assert.match(await page.locator(".hero").textContent(), /Exit criteria/);
  await go(page, "#/data", "table.map");
  const first = await page.$eval(".stg tbody tr", (row) => row.cells[1].textContent);
  const asked = page.getByRole("combobox", { name: `${first}: Exit criteria` });
  const column = (await asked.locator("option").allTextContents()).find((text) => /source|来源/i.test(text));
  await asked.selectOption(column);
  assert.equal(await asked.inputValue(), "", "nothing is chosen any more");
  await page.getByRole("button", { name: `Remove: ${column}` }).waitFor();
  assert.deepEqual(await violations(page), []);
  await go(page, "#/kpi/exit_criteria/won", AT.detail);
  await page.waitForFunction((at) => /%/.test(document.querySelector(at).textContent), AT.detail);
  await page.keyboard.press("Control+z");
  await go(page, "#/data", "table.map");
  await page.waitForFunction((label) => !document.querySelector(`[aria-label="${label}"]`), `Remove: ${column}`);
  assert.deepEqual(record.errors, []);
  await context.close();
});
