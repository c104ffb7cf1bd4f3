// A browser on the built site, and what every browser test watches: requests, refused policy, errors.
import { chromium } from "playwright-core";

export const SITE = process.env.SITE ?? "http://127.0.0.1:8080/";
const ARGS = [
  "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
  "--disable-background-networking", "--disable-component-update", "--disable-sync",
];

export const launch = () => chromium.launch({ executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium", args: ARGS });

/** A page with its record: `requests` (without blob: and data:), `responses`, `errors`. */
export async function open(browser, { locale = "zh-CN", theme = "light", width = 1440, height = 900, prepare } = {}) {
  const context = await browser.newContext({ locale, colorScheme: theme, viewport: { width, height } });
  const page = await context.newPage();
  const record = { requests: [], responses: [], errors: [] };
  page.on("request", (request) => /^https?:/.test(request.url()) && record.requests.push(request.url()));
  page.on("response", (response) => record.responses.push(response));
  page.on("pageerror", (error) => record.errors.push(error.message));
  page.on("console", (message) => message.type() === "error" && record.errors.push(message.text()));
  if (prepare) await page.addInitScript(prepare);
  await page.goto(SITE);
  await page.waitForFunction(() => window.kpiReady > 0, undefined, { timeout: 60_000 });
  return { context, page, record };
}

export async function sample(page) {
  const start = performance.now();
  await page.click("[data-sample]");
  await page.waitForSelector(".kpi .val");
  return performance.now() - start;
}

export async function go(page, hash, selector) {
  await page.evaluate((hash) => { location.hash = hash; }, hash);
  await page.waitForSelector(selector);
}

export const SCREENS = [
  ["#/data", "table.map"],
  ["#/kpis", ".kpi .val"],
  ["#/kpi/win_rate/close_date_count", ".hero .v"],
  ["#/targets", "table.tree tbody tr"],
  ["#/scenarios", "#lever-0"],
];
