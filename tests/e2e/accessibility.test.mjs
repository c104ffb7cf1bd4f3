// axe on every screen, language and theme; no sideways scroll on a phone.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { after, before, test } from "node:test";
import { SCREENS, go, launch, open, sample } from "./support.mjs";

const AXE = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"];

let browser;
before(async () => { browser = await launch(); });
after(() => browser.close());

async function violations(page) {
  const found = await page.evaluate((tags) => window.axe.run(document, { runOnly: { type: "tag", values: tags } }), TAGS);
  return found.violations.map(({ id, nodes }) => `${id}: ${nodes.map((node) => `${node.target} ${node.html.slice(0, 120)}`).slice(0, 4).join(" || ")}`);
}

for (const [locale, theme, width] of [["zh-CN", "light", 1440], ["zh-CN", "dark", 1440], ["en-US", "light", 1440], ["en-US", "dark", 1440], ["zh-CN", "light", 390], ["en-US", "light", 320]]) {
  test(`${locale}, ${theme}, ${width} px`, async () => {
    const { context, page } = await open(browser, { locale, theme, width, prepare: AXE });
    const check = async (screen) => {
      assert.deepEqual(await violations(page), [], screen);
      const overflow = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
      assert.ok(overflow <= 0, `${screen} scrolls sideways by ${overflow} px`);
    };
    await check("landing");
    await sample(page);
    for (const [hash, selector] of SCREENS) {
      await go(page, hash, selector);
      await page.waitForTimeout(200);
      await check(hash);
    }
    await context.close();
  });
}
