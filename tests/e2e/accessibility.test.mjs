// axe on every screen, language and theme; no sideways scroll on a phone; everything by keyboard, with the focus to be seen.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { AT, AXE, SCREENS, drop, go, launch, open, sample, textWhen, violations } from "./support.mjs";

let browser;
before(async () => { browser = await launch(); });
after(() => browser.close());

const sideways = (page) => page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);

const SETS = [["zh-CN", "light", 1440], ["zh-CN", "dark", 1440], ["en-US", "light", 1440], ["en-US", "dark", 1440], ["zh-CN", "light", 390]];

for (const [locale, theme, width] of SETS) {
  test(`axe: ${locale}, ${theme}, ${width} px`, async () => {
    const { context, page } = await open(browser, { locale, theme, width, prepare: AXE });
    const found = {};
    const check = async (screen) => {
      const lines = await violations(page);
      if (lines.length) found[screen] = lines;
    };
    await check("landing");
    await sample(page);
    for (const [hash, selector] of SCREENS) {
      await go(page, hash, selector);
      await check(hash);
    }
    await go(page, "#/data", AT.file);
    for (const [at, selector] of [[1, ".rowsview"], [2, "svg.rl"]]) {
      await page.click(`.dt .seg button >> nth=${at}`);
      await page.waitForSelector(selector, { state: "attached" });
      await check(selector);
      const over = await sideways(page);
      if (over > 0) found[`${selector} sideways`] = over;
    }
    if (width > 1000) {
      await page.locator("button.priv >> visible=true").click();
      await check("privacy");
      await page.keyboard.press("Escape");
      await page.keyboard.press("?");
      await page.waitForSelector("#keys[open]");
      await check("shortcuts");
    }
    assert.deepEqual(found, {});
    await context.close();
  });
}

test("axe: refused file, small sample, no opportunities", async () => {
  const { context, page } = await open(browser, { locale: "en-US", prepare: AXE });
  await drop(page, [{ name: "offer.pdf", text: "%PDF-1.7 and more" }, { name: "people.csv", text: "name,team\nAnn,East\nBob,West\n" }]);
  await page.waitForSelector(AT.refused);
  await page.waitForSelector(AT.file);
  assert.deepEqual(await violations(page), [], "data");
  for (const hash of ["#/kpis", "#/kpi/win_rate/close_date_count", "#/targets", "#/scenarios"]) {
    await go(page, hash, "#main");
    await page.waitForTimeout(300);
    assert.deepEqual(await violations(page), [], hash);
  }
  await context.close();
});

for (const [width, locale] of [[390, "zh-CN"], [390, "en-US"], [320, "zh-CN"], [320, "en-US"]]) {
  test(`no sideways scroll: ${width} px, ${locale}`, async () => {
    const { context, page } = await open(browser, { locale, width, height: 800 });
    const wide = {};
    const check = async (screen) => {
      const over = await sideways(page);
      if (over > 0) wide[screen] = over;
    };
    await check("landing");
    await sample(page);
    for (const [hash, selector] of SCREENS) {
      await go(page, hash, selector);
      await check(hash);
    }
    assert.deepEqual(wide, {}, "pixels too wide");
    await context.close();
  });
}

/** Presses Tab until nothing new is reached; tells what had the focus, whether it showed, and whether it was in sight. */
async function tabbed(page, most = 60) {
  await page.evaluate(() => { // from the top: a blurred element would stay the place where Tab goes on
    const top = Object.assign(document.createElement("span"), { tabIndex: -1 });
    document.body.prepend(top);
    top.focus();
    top.remove();
  });
  const stops = [];
  for (let i = 0; i < most; i++) {
    await page.keyboard.press("Tab");
    const stop = await page.evaluate(() => {
      const now = document.activeElement;
      if (!now || now === document.body) return null;
      // A field that is itself hidden shows its focus on the label around it.
      const shown = [now, now.closest("label"), now.nextElementSibling, now.parentElement].filter(Boolean);
      const isMarked = (element) => {
        return [null, "::before", "::after"].map((part) => getComputedStyle(element, part)).some((style) =>
          (style.outlineStyle !== "none" && parseFloat(style.outlineWidth) > 0) || style.boxShadow !== "none");
      };
      const box = (now.closest("label.btn, label.drop, label.chip, label.pick") ?? now).getBoundingClientRect();
      return {
        id: now.id, sample: "sample" in now.dataset, early: "early" in now.dataset, lang: now.tagName === "BUTTON" ? now.lang : "", href: now.getAttribute("href") ?? "", tag: now.tagName,
        name: (now.getAttribute("aria-label") ?? now.textContent ?? "").trim().slice(0, 40),
        isMarked: shown.some(isMarked), isInSight: box.bottom > 0 && box.top < innerHeight && box.width > 0,
      };
    });
    if (!stop) break;
    stops.push(stop);
  }
  return stops;
}

test("Tab reaches the main controls, and the focus is to be seen", async () => {
  const { context, page } = await open(browser);
  const check = (screen, stops) => {
    const unseen = stops.filter(({ isMarked, isInSight }) => !isMarked || !isInSight).map(({ tag, id, name }) => `${tag}#${id} ${name}`);
    assert.deepEqual(unseen, [], `${screen}: focus that cannot be seen`);
  };
  const landing = await tabbed(page);
  check("landing", landing);
  assert.ok(landing.some(({ early }) => early), "files can be chosen by keyboard");
  assert.ok(landing.some(({ sample }) => sample), "the sample can be opened by keyboard");
  assert.ok(landing.some(({ lang }) => lang === "en"), "the language can be chosen by keyboard");
  await page.focus("[data-sample]");
  await page.keyboard.press("Enter");
  await page.waitForSelector(AT.value);

  const overview = await tabbed(page);
  check("overview", overview);
  for (const href of ["#/data", "#/kpis", "#/targets", "#/scenarios"]) assert.ok(overview.some((stop) => stop.href === href), href);
  assert.ok(overview.some(({ tag }) => tag === "SELECT"), "the period");
  assert.ok(overview.filter(({ href }) => href.startsWith("#/kpi/")).length >= 11, "every KPI opens by keyboard");

  for (const [hash, selector, id] of [["#/targets", AT.person, "company-target"], ["#/scenarios", "#lever-3", "lever-1"]]) {
    await go(page, hash, selector);
    const stops = await tabbed(page);
    check(hash, stops);
    assert.ok(stops.some((stop) => stop.id === id), id);
  }
  await context.close();
});

test("the focus stays where it is while numbers change", async () => {
  const { context, page } = await open(browser);
  await sample(page);
  const focused = () => page.evaluate(() => {
    const now = document.activeElement;
    return now === document.body ? "nothing" : now.id || now.getAttribute("aria-label") || now.tagName;
  });
  const lost = {};
  const keep = async (what, before) => {
    await page.waitForTimeout(500);
    const after = await focused();
    if (after !== before) lost[what] = `${before} → ${after}`;
  };

  await page.focus(AT.period.split(" >> ")[0]);
  const lead = (await page.textContent(AT.lead)).trim();
  await page.locator(AT.period).selectOption({ index: 1 });
  await textWhen(page, AT.lead, (text) => text !== lead, "another period");
  await keep("choosing a period", "SELECT");

  await page.focus("button[lang=en] >> visible=true");
  await page.keyboard.press("Enter");
  await page.waitForFunction(() => document.documentElement.lang === "en");
  await keep("choosing a language", "BUTTON");

  await go(page, "#/targets", AT.person);
  await page.focus("#company-target");
  await page.fill("#company-target", "2,400");
  await page.keyboard.press("Enter");
  await keep("typing the company target", "company-target");
  const cells = page.locator(`${AT.person} td.m input`);
  const next = await cells.nth(1).getAttribute("aria-label");
  await cells.nth(0).fill("7");
  await page.keyboard.press("Tab");
  await keep("typing a figure and going to the next", next);

  await go(page, "#/scenarios", "#lever-1");
  await page.focus("#lever-1");
  for (let i = 0; i < 3; i++) await page.keyboard.press("ArrowRight");
  await keep("moving a lever", "lever-1");
  assert.equal(await page.inputValue("#lever-1"), "101.5");
  assert.deepEqual(lost, {});
  await context.close();
});
