// Corners a person gets into: crash with own files, one of several files cancelled, the same name twice, undone
// publishing, the back button, what cannot be understood.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { AT, MAVEN_ABSENT, MAVEN_FILES, SITE, choose, collectWorkers, drop, go, launch, open, sample, settled, takeRepair, texts } from "./support.mjs";

let browser;
before(async () => { browser = await launch(); });
after(() => browser.close());

const HEAD = "id,owner,stage,created,closed,amount\n";
const DEALS = `${HEAD}1,Ann,Won,2025-01-01,2025-02-01,10\n2,Bob,Lost,2025-01-01,2025-02-02,20\n`;
const LINES = Array.from({ length: 20_000 }, (_, i) => `${i},Ann,Won,2025-01-01,2025-02-01,${i % 977}`).join("\n") + "\n";
const isLanding = (page) => page.locator("#shell").evaluate((shell) => !shell.hidden);

test("a dead engine comes back with everything: own files, repair, period", { skip: MAVEN_ABSENT }, async () => {
  const { context, page } = await open(browser, { prepare: collectWorkers });
  await choose(page, MAVEN_FILES);
  await takeRepair(page, "GTXPro");
  await go(page, "#/kpis", AT.value);
  await page.locator(AT.period).selectOption({ index: 1 });
  const before = await settled(page);
  const readers = await page.evaluate(() => window.workers.length);
  await page.evaluate(() => window.workers[0].dispatchEvent(new ErrorEvent("error")));
  await page.waitForSelector(AT.restarted);
  await page.waitForFunction((n) => window.workers.length >= n + 6, readers);
  await page.waitForTimeout(1500);
  assert.deepEqual(await settled(page), before, "same period, same numbers");
  await go(page, "#/data", AT.file);
  assert.equal(await page.locator(AT.file).count(), 5);
  assert.match((await texts(page, AT.offered)).join(" "), /GTXPro →/);
  await context.close();
});

test("while somebody looks for files the engine is rehearsed, in a worker that goes; a file ends it", async () => {
  const workers = async (page, count) => {
    for (const end = Date.now() + 20_000; page.workers().length !== count; await page.waitForTimeout(50)) {
      assert.ok(Date.now() < end, `${page.workers().length} workers, not ${count}`);
    }
  };
  const { context, page } = await open(browser, { locale: "en-US" });
  await workers(page, 2);
  await workers(page, 1);
  assert.equal(await isLanding(page), true, "it shows nothing");
  await context.close();
  const other = await open(browser, { locale: "en-US" });
  await workers(other.page, 2);
  await drop(other.page, [{ name: "deals.csv", text: DEALS }]);
  await other.page.waitForSelector(AT.file);
  await workers(other.page, 1);
  await other.context.close();
});

test("cancel one of two files: the other one stays", async () => {
  const { context, page } = await open(browser, { locale: "en-US" });
  await drop(page, [{ name: "big.csv", head: HEAD, lines: LINES, megabytes: 300 }, { name: "deals.csv", text: DEALS }]);
  await page.locator(AT.reading, { hasText: "big.csv" }).getByRole("button").click();
  await page.waitForSelector(AT.file);
  assert.equal(await isLanding(page), false, "not back to the start: one file was read");
  assert.deepEqual(await texts(page, `${AT.file} b`), ["deals.csv"]);
  await context.close();
});

test("files that were given together are loaded in the order given, whichever is read first", async () => {
  const row = (amount) => `${HEAD}x1,Ann,Won,2025-01-01,2025-02-01,${amount}\n`;
  const { context, page } = await open(browser, { locale: "en-US" });
  await drop(page, [{ name: "slow.csv", head: row(10), lines: LINES, megabytes: 3 }, { name: "fast.csv", text: row(99) }]);
  await page.waitForFunction((at) => document.querySelectorAll(at).length === 2, AT.file);
  assert.deepEqual(await texts(page, `${AT.file} b`), ["slow.csv", "fast.csv"]);
  await context.close();
});

test("two files of the same name: neither is lost in silence", async () => {
  const { context, page } = await open(browser, { locale: "en-US" });
  await drop(page, [{ name: "deals.csv", text: DEALS }, { name: "deals.csv", text: `${HEAD}7,Cy,Won,2025-01-01,2025-03-01,70\n` }]);
  await page.waitForSelector(AT.file);
  await page.waitForTimeout(500);
  const said = await texts(page, `${AT.refused}, .banner, .toast`);
  assert.ok((await page.locator(AT.file).count()) === 2 || said.length > 0, "one file is listed, and nothing is said about the other");
  await context.close();
});

test("only a refused file: nothing pretends to be reading", async () => {
  const { context, page } = await open(browser, { locale: "en-US" });
  await drop(page, [{ name: "offer.pdf", text: "%PDF-1.7 and more" }]);
  await page.waitForSelector(AT.refused);
  assert.doesNotMatch((await texts(page, AT.lead)).join(" "), /^Reading/);
  await context.close();
});

test("back from the sample to the start and forward again", async () => {
  const { context, page } = await open(browser);
  await sample(page);
  await page.goBack();
  await page.waitForSelector("#shell:not([hidden])");
  await page.waitForTimeout(200);
  await page.goForward();
  await page.waitForTimeout(500);
  assert.equal(new URL(page.url()).hash, "#/kpis");
  assert.equal(await isLanding(page), false);
  await context.close();
});

test("the start is at rest again after the sample was opened before the app was there", async () => {
  const context = await browser.newContext({ locale: "en-US" });
  const page = await context.newPage();
  await page.route("**/kpi-web_bg.wasm", async (route) => { await new Promise((done) => setTimeout(done, 1000)); await route.continue(); });
  await page.goto(SITE, { waitUntil: "commit" });
  await page.click("[data-sample]");
  await page.waitForSelector(AT.value, { timeout: 60_000 });
  await page.evaluate(() => { location.hash = "#/"; });
  await page.waitForSelector("#shell:not([hidden])");
  const state = await page.evaluate(() => [document.querySelector("[data-sample]").getAttribute("aria-busy"), document.querySelector("#shell-hear").textContent]);
  assert.ok(state[0] !== "true" && state[1] === "", `still "${state[1]}"`);
  await context.close();
});

test("undo takes a publication back", async () => {
  const { context, page } = await open(browser);
  await sample(page);
  for (let i = 0; i < 4; i++) await page.keyboard.press("BracketRight"); // into the planned year
  const before = await settled(page);
  await go(page, "#/targets", AT.person);
  await page.click(AT.publish);
  await page.waitForSelector(`${AT.publish}[disabled]`);
  await go(page, "#/kpis", AT.value);
  const published = await settled(page);
  assert.notDeepEqual(published, before, "attainment follows the published targets");
  await page.keyboard.press("Control+z");
  await page.waitForTimeout(800);
  assert.deepEqual(await settled(page), before);
  await context.close();
});

test("a target that cannot be understood does not stay in the field", async () => {
  const { context, page } = await open(browser);
  await sample(page);
  await go(page, "#/targets", AT.person);
  const total = (await page.textContent(`${AT.company} .tot`)).trim();
  const kept = [];
  for (const typed of ["abc", "-5", ""]) {
    await page.fill("#company-target", typed);
    await page.press("#company-target", "Enter");
    await page.waitForTimeout(300);
    const [shown, isMarked] = await page.locator("#company-target").evaluate((input) => [input.value, input.getAttribute("aria-invalid") === "true"]);
    assert.equal((await page.textContent(`${AT.company} .tot`)).trim(), total, "the tree stays");
    if (shown !== total && !isMarked) kept.push(`"${shown}"`);
  }
  assert.deepEqual(kept, [], `the tree says ${total}`);
  await context.close();
});

test("a figure that does not fit is refused in words and not counted as locked", async () => {
  const { context, page } = await open(browser);
  await sample(page);
  await go(page, "#/targets", AT.person);
  await page.locator(`${AT.person} td.m input`).first().fill("99,999,999");
  await page.keyboard.press("Enter");
  await page.waitForSelector(".banner[role=alert]");
  assert.equal(await page.locator(`${AT.person} .lk`).count(), 0);
  assert.equal(await page.locator(".bar button.chip").count(), 0, "no lock is shown as held");
  await page.locator(".banner[role=alert]").getByRole("button").click();
  await page.locator(`${AT.person} td.m input`).nth(1).fill("5");
  await page.keyboard.press("Enter");
  await page.waitForSelector(`${AT.person} .lk`, { timeout: 3000 }); // the next figure is taken
  await context.close();
});

test("a KPI that does not exist: words and a way on, not an empty page", async () => {
  const { context, page } = await open(browser, { locale: "en-US" });
  await sample(page);
  await page.evaluate(() => { location.hash = "#/kpi/no_such_kpi/nothing"; });
  await page.waitForTimeout(600);
  const said = (await page.textContent("#main .lcol, #main")).replace("Show your work", "").trim();
  assert.ok(said.length > 10, `the page says "${said}"`);
  await context.close();
});

test("forget: back to the start, and nothing is left", async () => {
  const { context, page } = await open(browser);
  await sample(page);
  await page.locator("button.priv >> visible=true").click();
  await page.locator("#privacy .btn >> visible=true").click();
  await page.waitForSelector("#shell:not([hidden])");
  await page.evaluate(() => { location.hash = "#/kpis"; });
  await page.waitForTimeout(300);
  assert.equal(await isLanding(page), true);
  assert.equal(await page.locator(AT.value).count(), 0);
  await context.close();
});

test("English screens hold no Chinese", async () => {
  const { context, page } = await open(browser, { locale: "en-US" });
  await sample(page);
  for (const hash of ["#/kpis", "#/kpi/win_rate/close_date_count", "#/kpi/bookings/won_amount", "#/targets", "#/scenarios", "#/data"]) {
    await page.evaluate((hash) => { location.hash = hash; }, hash);
    await page.waitForTimeout(600);
    const found = await page.evaluate(() => {
      const han = /[\u3000-\u303f\u4e00-\u9fff\uff00-\uffef]/;
      const all = [...document.querySelectorAll("#app *")].filter((element) => !element.closest("[lang=zh-CN]"));
      const named = all.flatMap((element) => ["aria-label", "title", "placeholder", "aria-valuetext", "data-l"].map((name) => element.getAttribute(name)));
      const said = all.flatMap((element) => [...element.childNodes].filter((node) => node.nodeType === 3).map((node) => node.data));
      return [...new Set([...named, ...said].filter((text) => text && han.test(text) && text !== "Language / 语言"))];
    });
    assert.deepEqual(found, [], hash);
  }
  await context.close();
});

test("the skip link leads to the content and stays on the page", async () => {
  const { context, page } = await open(browser);
  await sample(page);
  await page.evaluate(() => document.activeElement?.blur());
  await page.locator("#app .skip").focus();
  await page.keyboard.press("Enter");
  await page.waitForTimeout(500);
  assert.equal(await page.locator(AT.value).first().isVisible(), true, "still the overview");
  assert.equal(await page.evaluate(() => document.activeElement?.id), "main");
  await context.close();
});
