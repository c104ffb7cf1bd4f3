// A browser on the built site, and what every browser test shares: the record of a page, ways to move, places to look.
import { existsSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { fileURLToPath } from "node:url";
import { chromium } from "playwright-core";

export const SITE = process.env.SITE ?? "http://127.0.0.1:8080/";
export const ORIGIN = new URL(SITE).origin;
const ARGS = [
  "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
  "--disable-background-networking", "--disable-component-update", "--disable-sync",
];

export const launch = () => chromium.launch({ executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium", args: ARGS });

/** Where the tests look on a page: the only place to change when markup moves. */
export const AT = {
  value: ".kpi .val", // the value of a KPI in the overview
  lead: ".lead", // the finding in words
  period: ".scope select >> nth=0",
  file: ".files li",
  refused: ".drop.bad",
  reading: ".drop.read",
  offered: ".ql li", // a repair on offer or taken
  detail: ".hero .v", // the value of the KPI page
  work: ".work",
  company: "tr.l0",
  person: "tr.l2",
  publish: ".bar .btn.pri",
  expected: ".cmp tr.on td.num b", // expected result of the scenario
  needed: ".goal tbody tr",
  useAsTarget: ".acts .btn.pri",
  restarted: ".banner[role=status]",
};

export const SCREENS = [
  ["#/data", "table.map"],
  ["#/kpis", AT.value],
  ["#/kpi/win_rate/close_date_count", AT.detail],
  ["#/definitions", "table.defs"],
  ["#/targets", "table.tree tbody tr"],
  ["#/scenarios", "#lever-0"],
];

/** A page with its record: `requests` (without blob: and data:), `responses`, `errors`. It starts before the navigation. */
export async function open(browser, { locale = "zh-CN", theme = "light", width = 1440, height = 900, prepare, isReady = true } = {}) {
  const context = await browser.newContext({ locale, colorScheme: theme, viewport: { width, height } });
  const page = await context.newPage();
  const record = { requests: [], responses: [], errors: [] };
  const isRecorded = (url) => !/^(blob|data):/.test(url);
  context.on("request", (request) => isRecorded(request.url()) && record.requests.push(request.url()));
  page.on("response", (response) => isRecorded(response.url()) && record.responses.push(response));
  page.on("websocket", (socket) => record.requests.push(socket.url()));
  page.on("pageerror", (error) => record.errors.push(error.message));
  page.on("console", (message) => message.type() === "error" && record.errors.push(message.text()));
  if (prepare) await page.addInitScript(prepare);
  const start = performance.now();
  await page.goto(SITE, { waitUntil: "commit" });
  await page.waitForSelector("[data-sample]");
  record.dropZone = performance.now() - start;
  if (isReady) await page.waitForFunction(() => window.kpiReady > 0, undefined, { timeout: 60_000 });
  return { context, page, record };
}

/** Opens the sample; milliseconds from the click to the first number. */
export async function sample(page) {
  const start = performance.now();
  await page.click("[data-sample]");
  await page.waitForSelector(AT.value);
  return performance.now() - start;
}

export async function go(page, hash, selector) {
  await page.evaluate((hash) => { location.hash = hash; }, hash);
  await page.waitForSelector(selector);
}

/** Waits until the text at a selector (nth match) fulfils a condition; gives the text. */
export async function textWhen(page, selector, isRight, what) {
  const locator = page.locator(selector).first();
  const end = performance.now() + 20_000;
  for (;;) {
    const text = (await locator.textContent({ timeout: 20_000 })).trim();
    if (isRight(text)) return text;
    if (performance.now() > end) throw new Error(`${what ?? selector}: still "${text}"`);
    await page.waitForTimeout(15);
  }
}

export const texts = (page, selector) => page.$$eval(selector, (all) => all.map((element) => element.textContent.trim()));

/** A figure as shown: grouping removed, any minus sign understood. */
export const figure = (text) => Number(text.replace(/[\u2212\u2013]/, "-").replace(/[^\d.-]/g, ""));

/** Period, sentence and values of the overview, once no answer is awaited and they no longer change. */
export async function settled(page) {
  const read = () => page.evaluate(([lead, value]) => {
    const picked = document.querySelector(".scope select")?.selectedOptions[0]?.textContent;
    return [picked, document.querySelector(lead)?.textContent, ...[...document.querySelectorAll(value)].map((cell) => cell.textContent)];
  }, [AT.lead, AT.value]);
  for (let last = "", same = 0; ;) {
    await page.waitForSelector("#app:not([data-waiting])", { state: "attached" });
    const now = await read();
    same = JSON.stringify(now) === last ? same + 1 : 0;
    if (same >= 4) return now;
    last = JSON.stringify(now);
    await page.waitForTimeout(80);
  }
}

/** Switches the language in the top bar, without reload. */
export const speak = (page, lang) => page.click(`button[lang=${lang}] >> visible=true`);

/** Chooses all time: the last choice of the period. */
export const allTime = (page) => page.locator(AT.period).evaluate((select) => {
  select.selectedIndex = select.options.length - 1;
  select.dispatchEvent(new Event("change", { bubbles: true }));
});

/**
 * Drops files made in the page onto it, as a person would: `{ name, text }`, `{ name, bytes }`, or
 * `{ name, head, lines, megabytes }` for a large file of repeated chunks.
 */
export const drop = (page, files) => page.evaluate((files) => {
  const transfer = new DataTransfer();
  for (const { name, text, bytes, head, lines, megabytes } of files) {
    const chunk = lines && new Blob([lines]);
    const parts = lines ? [head, ...Array(Math.ceil((megabytes * 1e6) / chunk.size)).fill(chunk)] : [text ?? new Uint8Array(bytes)];
    transfer.items.add(new File(parts, name));
  }
  const target = document.elementFromPoint(innerWidth / 2, innerHeight / 2) ?? document.body;
  for (const type of ["dragenter", "dragover", "drop"]) {
    target.dispatchEvent(new DragEvent(type, { dataTransfer: transfer, bubbles: true, cancelable: true }));
  }
}, files);

/** Collects the workers of the page in `window.workers`; to be run before the page's own scripts. */
export function collectWorkers() {
  const Plain = window.Worker;
  window.workers = [];
  window.Worker = class extends Plain {
    constructor(...all) {
      super(...all);
      window.workers.push(this);
    }
  };
}

const MAVEN = fileURLToPath(new URL("../../../shared/data/maven_crm/", import.meta.url));
export const MAVEN_FILES = ["accounts.csv", "products.csv", "sales_pipeline.csv", "sales_teams.csv", "data_dictionary.csv"].map((name) => MAVEN + name);
/** Why tests on the public data set are left out, if they are. */
export const MAVEN_ABSENT = existsSync(MAVEN) ? undefined : "../shared/data/maven_crm is not there";

/** Chooses files through the file input of the landing page and waits for the import report. */
export async function choose(page, paths) {
  await page.setInputFiles("#shell input[data-early] >> nth=0", paths);
  await page.waitForFunction(([at, n]) => document.querySelectorAll(at).length === n, [AT.file, paths.length]);
}

/** Takes the near-miss repair that is on offer. */
export async function takeRepair(page, spelling) {
  await page.locator(AT.offered, { hasText: spelling }).getByRole("button").first().click();
  await page.waitForFunction(([at, spelling]) => [...document.querySelectorAll(at)].some((row) => row.textContent.includes(`${spelling} →`)), [AT.offered, spelling]);
}

/** The journey of someone without files: sample, targets, scenario, target again. */
export async function walk(page, seen = () => {}) {
  seen("sample", await sample(page));
  await go(page, "#/targets", AT.person);
  await page.fill("#company-target", "2,400");
  await page.press("#company-target", "Enter");
  await textWhen(page, `${AT.company} .tot`, (text) => text === "2,400", "company target");
  await page.click(AT.publish);
  await page.waitForSelector(`${AT.publish}[disabled]`);
  await go(page, "#/scenarios", "#lever-1");
  await page.waitForSelector(AT.expected);
  const base = await page.textContent(AT.expected);
  await page.focus("#lever-1");
  for (let step = 0; step < 10; step++) await page.keyboard.press("ArrowRight");
  await textWhen(page, AT.expected, (text) => text !== base, "expected result");
  await page.click(AT.useAsTarget);
  await page.waitForSelector(AT.person);
}

/** Finds faults of accessibility. For `prepare`: the policy of the page forbids to add it as a script element. */
export const AXE = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"];

/** What axe finds on a page that was opened with it, once nothing moves. */
export async function violations(page) {
  await page.evaluate(() => Promise.all(document.getAnimations().map((animation) => animation.finished.catch(() => 0))));
  const found = await page.evaluate((values) => window.axe.run(document, { runOnly: { type: "tag", values }, resultTypes: ["violations"] }), TAGS);
  const lines = found.violations.flatMap(({ id, nodes }) => nodes.slice(0, 5).map((node) => `${id}: ${node.target.join(" ")} ${node.html.slice(0, 160)}`));
  for (const line of lines) console.log(line);
  return lines;
}
