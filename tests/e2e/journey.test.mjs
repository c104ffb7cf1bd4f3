// What a person does: sample to scenario, own files to overview, refusals, cancel, crash, undo, language.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import {
  AT, MAVEN_ABSENT, MAVEN_FILES, allTime, choose, collectWorkers, drop, figure, go, launch, open, sample, settled, speak, takeRepair, textWhen, texts,
} from "./support.mjs";

let browser;
before(async () => { browser = await launch(); });
after(() => browser.close());

const DEALS = "id,owner,stage,created,closed,amount\n1,Ann,Won,2025-01-01,2025-02-01,10\n2,Bob,Lost,2025-01-01,2025-02-02,20\n";
const HEAD = "id,owner,stage,created,closed,amount\n";
const LINES = Array.from({ length: 20_000 }, (_, i) => `${i},Ann,Won,2025-01-01,2025-02-01,${i % 977}`).join("\n") + "\n";
/** Shown figures are rounded one by one, so their sum may differ from the shown total by half a unit each. */
const addsUp = (parts, total, what) => assert.ok(Math.abs(parts.reduce((a, b) => a + b, 0) - total) <= Math.max(1, parts.length / 2), `${what}: ${parts} ≠ ${total}`);

test("sample → overview → targets → scenario → target", async () => {
  const { context, page, record } = await open(browser);
  console.log(`drop zone visible: ${Math.round(record.dropZone)} ms; click on sample to numbers: ${Math.round(await sample(page))} ms`);

  const values = await texts(page, AT.value);
  assert.ok(values.length >= 11 && values.every((value) => /\d/.test(value)), values.join(" | "));
  assert.match(await page.textContent(AT.lead), /\d/);

  await go(page, "#/targets", AT.person);
  assert.match(await page.textContent("#sum-check"), /\b0$/);
  await page.fill("#company-target", "2,400");
  await page.press("#company-target", "Enter");
  await textWhen(page, `${AT.company} .tot`, (text) => text === "2,400", "company row");
  assert.equal(await page.inputValue("#company-target"), "2,400");
  const years = () => page.$$eval(AT.person, (rows) => rows.map((row) => row.querySelector(".tot input").value));
  addsUp((await years()).map(figure), 2400, "people");
  const months = await page.$$eval(`${AT.company} td.m input`, (fields) => fields.map((field) => Number(field.value.replace(/,/g, ""))));
  assert.equal(months.length, 12);
  addsUp(months, 2400, "months");

  const cell = page.locator(`${AT.person} td.m input`).first();
  const name = await cell.getAttribute("aria-label");
  await cell.fill("33");
  await cell.press("Enter");
  await page.waitForSelector(`${AT.person} .lk`);
  assert.equal(await page.getByLabel(name, { exact: true }).inputValue(), "33", `${name} keeps what was typed`);
  assert.match(await page.textContent("#sum-check"), /\b0$/);
  assert.equal((await page.textContent(`${AT.company} .tot`)).trim(), "2,400");
  addsUp((await years()).map(figure), 2400, "people with a locked month");
  await page.click(AT.publish);
  await page.waitForSelector(`${AT.publish}[disabled]`);

  await go(page, "#/scenarios", AT.expected);
  const before = { expected: await page.textContent(AT.expected), sentence: await page.textContent(AT.lead) };
  await page.focus("#lever-1");
  for (let step = 0; step < 10; step++) await page.keyboard.press("ArrowRight");
  assert.equal(await page.inputValue("#lever-1"), "105");
  const moved = await textWhen(page, AT.expected, (text) => text !== before.expected, "expected result");
  assert.ok(figure(moved) > figure(before.expected), `a higher win rate brings more: ${before.expected} → ${moved}`);
  await textWhen(page, AT.lead, (text) => text !== before.sentence, "sentence");
  const needed = await texts(page, AT.needed);
  assert.ok(needed.length >= 4);
  assert.match(needed[1], /%.*%/, "goal seek names the win rate that is needed");
  await page.click(AT.useAsTarget);
  await page.waitForSelector(AT.person);
  assert.equal(new URL(page.url()).hash, "#/targets");
  await textWhen(page, `${AT.company} .tot`, (text) => text.trim() !== "2,400", "the target is the expected result");
  assert.match(await page.textContent("#sum-check"), /\b0$/);
  assert.deepEqual(record.errors, []);
  await context.close();
});

test("five CSV files → data → overview → one KPI, in both languages", { skip: MAVEN_ABSENT }, async () => {
  const { context, page, record } = await open(browser);
  const start = performance.now();
  await choose(page, MAVEN_FILES);
  console.log(`five files to the import report: ${Math.round(performance.now() - start)} ms`);
  assert.equal(await page.locator(AT.file).count(), 5);
  assert.match((await texts(page, AT.offered)).join(" "), /GTXPro[^]*1,?480/);
  await takeRepair(page, "GTXPro");
  await page.locator(AT.offered, { hasText: "GTXPro" }).getByRole("button").click();
  await page.waitForFunction((at) => ![...document.querySelectorAll(at)].some((row) => row.textContent.includes("GTXPro →")), AT.offered);
  await takeRepair(page, "GTXPro");

  for (const lang of ["zh-CN", "en"]) {
    await speak(page, lang);
    await page.waitForFunction((lang) => document.documentElement.lang === lang, lang);
    await go(page, "#/kpis", AT.value);
    const values = await texts(page, AT.value);
    assert.ok(values.filter((value) => /\d/.test(value)).length >= 6, `${lang}: ${values.join(" | ")}`);
  }
  await allTime(page);
  await go(page, "#/kpi/win_rate/close_date_count", AT.detail);
  await textWhen(page, AT.detail, (text) => text === "63.2%", "win rate of all time");
  const work = await textWhen(page, AT.work, (text) => /6,711/.test(text), "work panel");
  assert.match(work, /4,238/);
  await go(page, "#/kpi/bookings/won_amount", AT.detail);
  await textWhen(page, AT.detail, (text) => text === "10.01M", "bookings of all time");
  await textWhen(page, AT.work, (text) => /10,005,534|10.01M/.test(text), "work panel");
  assert.deepEqual(record.errors, []);
  await context.close();
});

test("a drop reads what it can and refuses the rest in words", async () => {
  const { context, page, record } = await open(browser, { locale: "en-US" });
  await drop(page, [{ name: "offer.pdf", text: "%PDF-1.7 and more" }, { name: "deals.csv", text: DEALS }]);
  await page.waitForSelector(AT.file);
  const refusal = await page.textContent(AT.refused);
  assert.match(refusal, /E-FILE-FORMAT/);
  assert.match(refusal, /offer\.pdf/);
  assert.deepEqual((await texts(page, `${AT.file} b`)), ["deals.csv"]);
  await page.locator(AT.refused).getByRole("button").click();
  await page.waitForSelector(AT.refused, { state: "detached" });
  await go(page, "#/kpis", AT.value);
  assert.deepEqual(record.errors, []);
  await context.close();
});

test("progress in bytes and rows, cancel while reading, and the file still loads afterwards", async () => {
  const { context, page, record } = await open(browser, { locale: "en-US" });
  await drop(page, [{ name: "big.csv", head: HEAD, lines: LINES, megabytes: 300 }]);
  const progress = await textWhen(page, AT.reading, (text) => /[1-9][\d.]* MB \/ [\d.]+ MB, [\d,]*[1-9][\d,]* rows/.test(text), "progress");
  assert.ok(await page.locator(`${AT.reading} progress`).evaluate((bar) => bar.value > 0 && bar.max > 5e7));
  const start = performance.now();
  await page.locator(AT.reading).getByRole("button").click();
  await page.waitForSelector("#shell:not([hidden])");
  console.log(`cancelled at "${progress.match(/[\d.]+ MB.*rows/)[0]}" in ${Math.round(performance.now() - start)} ms`);
  assert.equal(await page.locator("#shell [data-sample]").isVisible(), true);

  const again = performance.now();
  await drop(page, [{ name: "big.csv", head: HEAD, lines: LINES, megabytes: 12 }]);
  await page.waitForSelector(AT.file, { timeout: 60_000 });
  console.log(`12 MB to the import report: ${Math.round(performance.now() - again)} ms`);
  assert.equal(await page.locator(AT.file).count(), 1);
  assert.equal(await page.locator(AT.reading).count(), 0);
  assert.deepEqual(record.errors, []);
  await context.close();
});

/** Two years of orders of three people to 14 November, and targets of the last quarter. */
const ORDERS = "order id,order date,salesperson,customer,amount,cost\n" + Array.from({ length: 682 }, (_, day) => {
  const date = new Date(Date.UTC(2024, 0, 3 + day)).toISOString().slice(0, 10);
  return date > "2025-11-14" ? "" : `${day},${date},${["Ann", "Bob", "Cem"][day % 3]},C${day % 17},${900 + (day * 37) % 400},${500 + (day * 13) % 90}\n`;
}).join("");
const TARGETS = "month,salesperson,target\n" + ["2025-10", "2025-11", "2025-12"].flatMap((month) => ["Ann", "Bob", "Cem"].map((name) => `${month},${name},14000\n`)).join("");

test("orders alone: overview, pace by working days, targets, scenario", async () => {
  const { context, page, record } = await open(browser, { locale: "en-US" });
  await drop(page, [{ name: "orders.csv", text: ORDERS }, { name: "targets.csv", text: TARGETS }]);
  await page.waitForSelector(`${AT.file} >> nth=1`);
  await go(page, "#/kpis", AT.value);
  await settled(page);
  assert.match(await page.textContent(AT.lead), /^Orders /);
  assert.match(await page.textContent(".cnt"), /^\d+ orders$/);
  await go(page, "#/kpi/remaining_target/orders_a_working_day", AT.detail);
  // Target 126,000 of the quarter; 33 of 66 weekdays are left, of which one is Christmas.
  const before = figure(await textWhen(page, AT.detail, (text) => /\d/.test(text), "needed a working day"));
  await go(page, "#/data", "#days-off");
  await page.fill("#days-off", "2025-12-25");
  await page.press("#days-off", "Enter");
  await go(page, "#/kpi/remaining_target/orders_a_working_day", AT.detail);
  await textWhen(page, AT.detail, (text) => figure(text) > before * 1.01, "more a day when one is off");
  await go(page, "#/targets", AT.person);
  assert.equal(await page.locator(AT.person).count(), 3);
  await go(page, "#/scenarios", "#lever-0");
  assert.match(await textWhen(page, AT.lead, (text) => /%/.test(text), "chance"), /chance of reaching/);
  assert.deepEqual(record.errors, []);
  await context.close();
});

test("a dead engine comes back with everything: sample", async () => {
  const { context, page } = await open(browser, { prepare: collectWorkers });
  await sample(page);
  await page.locator(AT.period).selectOption({ index: 2 });
  const before = await settled(page);
  await page.evaluate(() => window.workers[0].dispatchEvent(new ErrorEvent("error")));
  await page.waitForSelector(AT.restarted);
  await page.waitForFunction(() => window.workers.length > 1);
  assert.deepEqual(await recomputed(page), before);
  await page.locator(AT.restarted).getByRole("button").click();
  await page.waitForSelector(AT.restarted, { state: "detached" });
  await context.close();
});

/** The overview after a detour over another period, so that every number has been asked for again. */
async function recomputed(page) {
  const there = await page.locator(AT.period).evaluate((select) => select.selectedIndex);
  const lead = await page.textContent(AT.lead);
  await page.locator(AT.period).selectOption({ index: there + 1 });
  await textWhen(page, AT.lead, (text) => text !== lead.trim(), "another period");
  await page.locator(AT.period).selectOption({ index: there });
  await textWhen(page, AT.lead, (text) => text === lead.trim(), "the period as before");
  return settled(page);
}

test("undo: two periods away and back, redo, a lever and a target", async () => {
  const { context, page } = await open(browser);
  await sample(page);
  const first = await settled(page);
  for (const key of ["BracketLeft", "BracketLeft"]) {
    const lead = (await page.textContent(AT.lead)).trim();
    await page.keyboard.press(key);
    await textWhen(page, AT.lead, (text) => text !== lead, "the period before");
  }
  const away = await settled(page);
  assert.notDeepEqual(away, first);
  await page.keyboard.press("Control+z");
  await page.keyboard.press("Control+z");
  await textWhen(page, AT.lead, (text) => text === first[1].trim(), "undone");
  assert.deepEqual(await settled(page), first);
  await page.keyboard.press("Control+y");
  await page.keyboard.press("Control+y");
  await textWhen(page, AT.lead, (text) => text === away[1].trim(), "redone");
  assert.deepEqual(await settled(page), away);

  await go(page, "#/targets", AT.person);
  const tree = () => page.$$eval("table.tree tbody tr", (rows) => rows.map((row) => [...row.querySelectorAll("td")].map((cell) => cell.querySelector("input")?.value ?? cell.textContent).join(" ")));
  const target = await tree();
  await page.fill("#company-target", "2,400");
  await page.press("#company-target", "Enter");
  await textWhen(page, `${AT.company} .tot`, (text) => text === "2,400", "company target");
  await page.evaluate(() => document.activeElement.blur());
  await page.keyboard.press("Control+z");
  await textWhen(page, `${AT.company} .tot`, (text) => text !== "2,400", "target undone");
  assert.deepEqual(await tree(), target);
  await context.close();
});

test("language and theme without reload", async () => {
  const { context, page, record } = await open(browser);
  await page.evaluate(() => { window.marker = 1; });
  await sample(page);
  const zh = { nav: await page.textContent("nav"), lead: await page.textContent(AT.lead), title: await page.title() };
  await speak(page, "en");
  await page.waitForFunction(() => document.documentElement.lang === "en");
  await textWhen(page, AT.lead, (text) => /Bookings/.test(text), "English sentence");
  assert.doesNotMatch(await page.textContent("nav"), /[\u4e00-\u9fff]/, "steps in English");
  assert.notEqual(await page.title(), zh.title);
  await speak(page, "zh-CN");
  await textWhen(page, AT.lead, (text) => text === zh.lead.trim(), "Chinese again");
  assert.equal(await page.textContent("nav"), zh.nav);

  const ground = () => page.evaluate(() => getComputedStyle(document.body).backgroundColor);
  const light = await ground();
  await page.keyboard.press("t");
  await page.waitForFunction(() => document.documentElement.dataset.theme === "dark");
  assert.notEqual(await ground(), light);
  assert.equal(await page.evaluate(() => window.marker), 1, "the page was not loaded again");

  await speak(page, "en");
  await page.reload();
  await page.waitForFunction(() => window.kpiReady > 0);
  assert.deepEqual(await page.evaluate(() => [document.documentElement.lang, document.documentElement.dataset.theme]), ["en", "dark"], "remembered");
  assert.deepEqual(record.errors, []);
  await context.close();
});

test("what is done before the app is there is not lost", async () => {
  const { context, page } = await open(browser, { isReady: false });
  await page.click("[data-sample]");
  await page.waitForSelector(AT.value, { timeout: 60_000 });
  await context.close();
});

test("a workbook, a legacy encoding chosen by hand, a table pasted", async () => {
  const { context, page, record } = await open(browser, { locale: "en-US" });
  const lens = () => page.textContent(".sech .cap");
  await drop(page, [{ name: "book.xlsx", bytes: [...(await workbook())] }]);
  await page.waitForSelector(AT.file);
  assert.match(await lens(), /2 rows, 2 counted, XLSX, header on line 3/);
  await go(page, "#/kpis", AT.value);

  await go(page, "#/data", AT.file);
  // "Müller" in windows-1252, declared as what it is not and put right again.
  await drop(page, [{ name: "old.csv", bytes: [...Buffer.from("id,owner,stage,created,closed,amount\n7,M\xfcller,Won,2025-01-01,2025-02-03,30\n", "latin1")] }]);
  await page.waitForFunction((at) => document.querySelectorAll(at).length === 2, AT.file);
  await page.locator(AT.file, { hasText: "old.csv" }).getByRole("button").click();
  const letters = () => page.locator("table.map tr", { has: page.locator("td b", { hasText: /^owner$/ }) }).locator(".smp").textContent();
  assert.equal(await letters(), "Müller");
  await page.locator(".knd select").nth(1).selectOption("windows-1251");
  await page.waitForFunction(() => document.querySelector("table.map")?.textContent.includes("Mьller"));
  await page.keyboard.press("Control+z");
  await page.waitForFunction(() => document.querySelector("table.map")?.textContent.includes("Müller"));

  // Delimiter and header are guesses that can be changed as well.
  const choice = (name) => page.locator(".knd label", { hasText: name }).locator("select");
  const headers = () => page.locator("table.map tbody td b").allTextContents();
  await choice("Header").selectOption({ label: "line 2" });
  await page.waitForFunction(() => document.querySelector("table.map")?.textContent.includes("2025-02-03") && !document.querySelector("table.map")?.textContent.includes("owner"));
  assert.equal((await headers())[0], "7");
  await choice("Header").selectOption({ label: "line 1" });
  await page.waitForFunction(() => document.querySelector("table.map")?.textContent.includes("owner"));
  await choice("Delimiter").selectOption({ label: ";" });
  await page.waitForFunction(() => document.body.textContent.includes("no table with columns was found"));
  await page.waitForFunction(() => !document.querySelector("table.map")?.textContent.includes("Müller"));
  await page.keyboard.press("Control+z");
  await page.waitForFunction(() => document.querySelector("table.map")?.textContent.includes("Müller"));

  await page.evaluate(() => {
    const clipboardData = new DataTransfer();
    clipboardData.setData("text/plain", "id\towner\tstage\tclosed\tamount\n8\tAnn\tWon\t2025-03-01\t5\n9\tBob\tLost\t2025-03-02\t6\n");
    document.dispatchEvent(new ClipboardEvent("paste", { clipboardData, bubbles: true, cancelable: true }));
  });
  await page.waitForFunction((at) => document.querySelectorAll(at).length === 3, AT.file);
  assert.match((await texts(page, `${AT.file} b`)).join(" "), /pasted\.txt/);
  assert.deepEqual(record.errors, []);
  await context.close();
});

test("rows as read, rows not counted as a file, links, and a mapping that is used again", async () => {
  const { context, page, record } = await open(browser, { locale: "en-US" });
  const deals = "id,owner,stage,created,closed,amount\n1,Ann,Won,2025-01-01,2025-02-01,10\n2,Bob,,2025-01-02,2025-02-02,20\n";
  const people = "name,team\nAnn,East\nBob,West\n";
  await drop(page, [{ name: "deals.csv", bytes: [...Buffer.from(deals)] }, { name: "people.csv", bytes: [...Buffer.from(people)] }]);
  await page.waitForFunction((at) => document.querySelectorAll(at).length === 2, AT.file);
  const tab = (name) => page.click(`.dt .seg button:text-is("${name}")`);
  const saved = async (press) => {
    const [download] = await Promise.all([page.waitForEvent("download"), press()]);
    const chunks = [];
    for await (const chunk of await download.createReadStream()) chunks.push(chunk);
    return { name: download.suggestedFilename(), text: Buffer.concat(chunks).toString() };
  };

  // From the finding to its rows, and out as a file.
  await page.click('.ql button:text-is("Show 1")');
  await page.waitForSelector(".rowsview tbody tr");
  assert.deepEqual(await texts(page, ".rowsview tbody tr:first-child td"), ["3", "no stage", "2", "Bob", "", "2025-01-02", "2025-02-02", "20"]);
  const left = await saved(() => page.click('button:text-is("Download rows not counted")'));
  assert.equal(left.name, "deals.csv not counted.csv");
  assert.match(left.text, /3,E-ROW-NOSTAGE,no stage,2,Bob/);
  assert.match((await saved(() => page.click('button:text-is("Download log")'))).text, /E-ROW-NOSTAGE/);
  await page.click('.rvh .seg button:has-text("All")');
  await page.waitForFunction(() => document.querySelectorAll(".rowsview tbody tr").length === 2);

  await tab("Links");
  await page.waitForSelector("svg.rl");
  assert.match((await texts(page, ".rl text")).join(" "), /owner 100%/);

  await tab("Columns");
  const owner = page.locator("table.map tr", { has: page.locator("td b", { hasText: /^owner$/ }) }).locator("select");
  await owner.selectOption("Customer");
  await page.waitForFunction(() => [...document.querySelectorAll("table.map select")].filter((select) => select.value === "Customer").length === 1);
  const mapping = await saved(() => page.click('button:text-is("Save mapping")'));
  assert.match(mapping.name, /\.kpimap\.json$/);
  assert.deepEqual(record.errors, []);
  await context.close();

  const next = await open(browser, { locale: "en-US" });
  await drop(next.page, [{ name: "next month.csv", bytes: [...Buffer.from(deals)] }]);
  await next.page.waitForSelector(AT.file);
  assert.equal(await next.page.inputValue('table.map select[aria-label^="owner"]'), "Person");
  await drop(next.page, [{ name: mapping.name, bytes: [...Buffer.from(mapping.text)] }]);
  await next.page.waitForFunction(() => document.querySelector('table.map select[aria-label^="owner"]')?.value === "Customer");
  await next.page.keyboard.press("Control+z");
  await next.page.waitForFunction(() => document.querySelector('table.map select[aria-label^="owner"]')?.value === "Person");
  assert.deepEqual(next.record.errors, []);
  await next.context.close();
});

/** The smallest workbook: a title, a blank row, a header and two opportunities. */
async function workbook() {
  const rows = [["Pipeline"], [], ["id", "owner", "stage", "closed", "amount"], ["1", "Ann", "Won", "2025-02-01", 10], ["2", "Bob", "Lost", "2025-02-02", 20]];
  const cell = (value, at, row) => `<c r="${"ABCDE"[at]}${row}"${typeof value === "number" ? `><v>${value}</v>` : ` t="inlineStr"><is><t>${value}</t></is>`}</c>`;
  const sheet = rows.map((cells, at) => (cells.length ? `<row r="${at + 1}">${cells.map((value, i) => cell(value, i, at + 1)).join("")}</row>` : "")).join("");
  const main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
  const office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
  const packaged = "http://schemas.openxmlformats.org/package/2006";
  return zipped({
    "[Content_Types].xml": `<Types xmlns="${packaged}/content-types"><Default Extension="xml" ContentType="application/xml"/><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/></Types>`,
    "_rels/.rels": `<Relationships xmlns="${packaged}/relationships"><Relationship Id="r1" Type="${office}/officeDocument" Target="xl/workbook.xml"/></Relationships>`,
    "xl/workbook.xml": `<workbook xmlns="${main}" xmlns:r="${office}"><sheets><sheet name="Deals" sheetId="1" r:id="r1"/></sheets></workbook>`,
    "xl/_rels/workbook.xml.rels": `<Relationships xmlns="${packaged}/relationships"><Relationship Id="r1" Type="${office}/worksheet" Target="worksheets/sheet1.xml"/></Relationships>`,
    "xl/worksheets/sheet1.xml": `<worksheet xmlns="${main}"><sheetData>${sheet}</sheetData></worksheet>`,
  });
}

/** A ZIP file of texts, stored as they are. */
function zipped(entries) {
  const [parts, directory] = [[], []];
  let offset = 0;
  for (const [path, text] of Object.entries(entries)) {
    const [name, data] = [Buffer.from(path), Buffer.from(text)];
    const head = Buffer.alloc(26);
    head.writeUInt16LE(20, 0);
    head.writeUInt32LE(crc32(data), 10);
    head.writeUInt32LE(data.length, 14);
    head.writeUInt32LE(data.length, 18);
    head.writeUInt16LE(name.length, 22);
    const place = Buffer.alloc(14);
    place.writeUInt32LE(offset, 10);
    parts.push(Buffer.from("PK\x03\x04"), head, name, data);
    directory.push(Buffer.from("PK\x01\x02\x14\x00", "latin1"), head, place, name);
    offset += 30 + name.length + data.length;
  }
  const list = Buffer.concat(directory);
  const end = Buffer.alloc(18);
  const count = Object.keys(entries).length;
  end.writeUInt16LE(count, 4);
  end.writeUInt16LE(count, 6);
  end.writeUInt32LE(list.length, 8);
  end.writeUInt32LE(offset, 12);
  return Buffer.concat([...parts, list, Buffer.from("PK\x05\x06"), end]);
}

function crc32(data) {
  let crc = -1;
  for (const byte of data) {
    crc ^= byte;
    for (let bit = 0; bit < 8; bit++) crc = (crc >>> 1) ^ (crc & 1 ? 0xedb88320 : 0);
  }
  return ~crc >>> 0;
}

test("a business year from April; activity types that are one; a ranking", async () => {
  const { context, page, record } = await open(browser, { locale: "en-US" });
  await sample(page);
  await go(page, "#/data", "#first-month");
  await page.selectOption("#first-month", "4");
  await page.selectOption("#cut-into", "4-4-5");
  const types = page.locator("section:has(#activity-types) tbody tr");
  const words = await types.locator("td:first-child").allTextContents();
  assert.ok(words.length > 1, `${words}`);
  await types.nth(1).locator("input").fill(words[0]); await page.keyboard.press("Enter");
  await page.waitForFunction((name) => document.querySelectorAll("section:has(#activity-types) tbody tr input")[1].value === name, words[0]);
  await go(page, "#/kpi/activities/count", AT.detail);
  assert.match(await page.locator(AT.period).locator("option:checked").textContent(), /^Q\d FY\d{4}$/);
  await go(page, "#/kpi/win_rate/close_date_count", AT.detail);
  await page.waitForSelector("h2:has-text('Ranking')");
  assert.ok((await page.locator("section:has(> .sech > h2:has-text('Ranking')) tbody tr").count()) > 3);
  await go(page, "#/kpi/bookings/won_amount", AT.detail);
  await page.waitForFunction(() => ![...document.querySelectorAll("h2")].some((head) => head.textContent.includes("Ranking")));
  assert.deepEqual(record.errors, []);
  await context.close();
});
