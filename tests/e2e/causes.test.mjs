// What lies behind the figures of the process, on the pages of the figures.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { AXE, go, launch, open, sample, violations } from "./support.mjs";

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
