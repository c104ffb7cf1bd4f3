// The command as a user runs it: output, exit status, refusals in both languages.
import assert from "node:assert/strict";
import { spawn, spawnSync } from "node:child_process";
import { chmodSync, mkdirSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { staged } from "./stage.mjs";

const { folder } = staged();
const BIN = join(folder, "bin/kpi-workbench.mjs");
const data = (name) => join(folder, "data", name);
for (const parent of ["data", "data/east", "data/west"]) mkdirSync(join(folder, parent));
for (const name of ["deals.csv", "east/deals.csv", "west/deals.csv", "people.csv"]) writeFileSync(data(name), "a,b\n1,2\n");
writeFileSync(data("refused.csv"), "read:refuse");
writeFileSync(data("trap.csv"), "read:trap");
writeFileSync(data("steering\u001b[31m.csv"), "read:refuse");

function kpi(args, env = {}) {
  const { status, stdout, stderr } = spawnSync(process.execPath, [BIN, ...args], { encoding: "utf8", cwd: join(folder, "data"), env: { ...process.env, LC_ALL: "C", ...env } });
  return { status, stdout, stderr };
}

function json(...args) {
  const { status, stdout, stderr } = kpi([...args, "--json"]);
  assert.deepEqual([status, stderr], [0, ""]);
  return JSON.parse(stdout);
}

function refused(args, pattern, env) {
  const { status, stdout, stderr } = kpi(args, env);
  assert.deepEqual([status, stdout], [2, ""], `${args.join(" ")}: ${stderr}`);
  assert.match(stderr, pattern);
  assert.match(stderr, /^kpi-workbench: .*\n$/);
}

test("evaluate --json prints the cells of the report", () => {
  const cells = json("evaluate", "deals.csv");
  assert.deepEqual(Object.keys(cells[0]).slice(0, 11), ["kpi", "variant", "group", "period", "value", "numerator", "denominator", "n", "low", "high", "missing"]);
  assert.equal(cells[0].value, 12 / 19, "not rounded");
});

test("all flags make the lens", () => {
  const flags = "--kpi win_rate --kpi=pipeline:open --by person --by region --by person --grain month --from 2025-01-01 --to 2025-07-01 --as-of 2025-09-30".split(" ");
  const filters = ["--filter", "region=East", "--filter", "person=A=B", "--filter=region=West", "--filter", "team="];
  const [{ lens }] = json("evaluate", "deals.csv", ...flags, ...filters);
  assert.deepEqual(lens, {
    kpis: [{ id: "win_rate" }, { id: "pipeline", variant: "open" }], by: ["person", "region"],
    filters: [{ dimension: "region", values: ["East", "West"] }, { dimension: "person", values: ["A=B"] }, { dimension: "team", values: [""] }],
    grain: "month", from: "2025-01-01", to: "2025-07-01", asOf: "2025-09-30",
  });
});

test("evaluate as text: words, percent, reason, no control characters, columns aligned", () => {
  const english = kpi(["evaluate", "deals.csv"]).stdout;
  assert.match(english, /^KPI +Variant +Person +Value/);
  assert.match(english, /Win rate +by count +王芳�\[31m +63\.16% +12 +19 +19/);
  assert.match(english, /\(not filled in\) +– .*needs a file of survey/);
  assert.match(english, /Seen from 2025-09-30, currency CNY\n$/);
  const [head, first, second] = kpi(["evaluate", "deals.csv", "--locale", "zh-CN"]).stdout.split("\n");
  const column = (line, end) => [...line.slice(0, line.indexOf(end))].reduce((sum, letter) => sum + (letter > "\u2e80" && letter < "\uff61" ? 2 : 1), 0) + [...end].reduce((sum, letter) => sum + (letter > "\u2e80" ? 2 : 1), 0);
  assert.equal(column(head, "数值"), column(first, "63.16%"));
  assert.match(second, /需要满意度调查文件/);
});

test("inspect and catalog", () => {
  const summary = json("inspect", "deals.csv", "people.csv");
  assert.deepEqual(summary.tables.map(({ file }) => file), ["deals.csv", "people.csv"]);
  const { stdout } = kpi(["inspect", "deals.csv"]);
  assert.match(stdout, /deals\.csv: opportunities \(98% sure\)\n  4 rows, 1 counted, 3 not counted\n  3 × no date: lines 2–3, 5\n/);
  assert.match(stdout, /阶段 +stage +100% +4/);
  assert.equal(json("catalog").protocol, 1);
  assert.match(kpi(["catalog"]).stdout, /win_rate:by_count  Win rate  by count  percent  won ÷ closed/);
  assert.match(kpi(["catalog"], { LC_ALL: "zh_CN.UTF-8" }).stdout, /赢单率/);
});

test("same base names get as much of their folder as tells them apart", () => {
  const summary = json("inspect", data("east/deals.csv"), "west/deals.csv", "people.csv");
  assert.deepEqual(summary.tables.map(({ file }) => file), ["east/deals.csv", "west/deals.csv", "people.csv"]);
  symlinkSync(data("deals.csv"), data("link.csv"));
  refused(["inspect", "deals.csv", "./deals.csv"], /given twice \(also as deals\.csv\).*count twice/);
  refused(["inspect", "deals.csv", "link.csv"], /link\.csv is given twice/);
});

test("a mapping is bound; a bad one is refused by name", () => {
  writeFileSync(data("mapping.json"), "\ufeff{\"stages\": {\"Won\": \"won\"}}");
  assert.deepEqual(json("inspect", "deals.csv", "--mapping", "mapping.json").mapping, { stages: { Won: "won" } });
  writeFileSync(data("broken.json"), "{");
  refused(["evaluate", "deals.csv", "--mapping", "broken.json"], /--mapping broken\.json: not valid JSON/);
  writeFileSync(data("list.json"), "[]");
  refused(["evaluate", "deals.csv", "--mapping", "list.json"], /not a JSON object/);
  writeFileSync(data("nonsense.json"), "{\"nonsense\": 1}");
  refused(["evaluate", "deals.csv", "--mapping", data("nonsense.json")], /--mapping nonsense\.json: nonsense: refused\. Take another\./);
  refused(["evaluate", "deals.csv", "--mapping", "none.json"], /none\.json: cannot be read, there is no such file/);
});

test("wrong arguments", () => {
  refused([], /No command is given.*evaluate, inspect, catalog/);
  refused(["compute"], /no command compute/);
  refused(["toString"], /no command toString/);
  refused(["evaluate"], /needs a file/);
  refused(["catalog", "deals.csv"], /reads no files/);
  refused(["evaluate", "deals.csv", "--colour", "red"], /no option --colour\. Options: --json, --locale, --kpi/);
  refused(["evaluate", "deals.csv", "-k"], /no option -k/);
  refused(["evaluate", "deals.csv", "--constructor", "x"], /no option --constructor/);
  refused(["inspect", "deals.csv", "--by", "person"], /inspect has no option --by/);
  refused(["evaluate", "deals.csv", "--kpi"], /--kpi lacks its value/);
  refused(["evaluate", "deals.csv", "--kpi", "--json"], /--kpi lacks its value/);
  refused(["evaluate", "deals.csv", "--json=yes"], /--json takes no value/);
  refused(["evaluate", "deals.csv", "--from", "2025-01-01", "--from", "2025-02-01"], /--from is given twice/);
  for (const kpi of [":x", "a:", "a:b:c"]) refused(["evaluate", "deals.csv", "--kpi", kpi], /not of the form ID or ID:VARIANT/);
  refused(["evaluate", "deals.csv", "--by", "colour"], /--by: there is no dimension "colour"\. Choose from person, team, region/);
  refused(["evaluate", "deals.csv", "--grain", "decade"], /no grain "decade"\. Choose from day, week, month, quarter, year/);
  for (const day of ["2025-02-30", "2025-2-3", "30.09.2025", "2025-13-01"]) refused(["evaluate", "deals.csv", "--from", day], /is not a day/);
  refused(["evaluate", "deals.csv", "--filter", "region"], /no equals sign/);
  refused(["evaluate", "deals.csv", "--filter", "colour=red"], /--filter: there is no dimension "colour"/);
  refused(["evaluate", "deals.csv", "--locale", "fr"], /no language "fr"/);
});

test("files that cannot be read, and refusals of the engine", () => {
  refused(["evaluate", "none.csv"], /none\.csv: cannot be read, there is no such file/);
  refused(["evaluate", "east"], /east is a folder/);
  refused(["evaluate", "refused.csv"], /refused\.csv: refused\. Take another\./);
  refused(["evaluate", "deals.csv", "--kpi", "refuse"], /refuse: refused/);
  refused(["evaluate", "none.csv", "--locale", "zh-CN"], /none\.csv：读不了，没有这个文件。检查路径。/);
  refused(["evaluate", "refused.csv"], /refused\.csv：不收。换一个。/, { LC_ALL: "zh_CN.UTF-8" });
  refused(["evaluate", "steering\u001b[31m.csv"], /steering�\[31m\.csv: refused/);
});

test("a file without permission", { skip: process.getuid?.() === 0 && "root may read everything" }, () => {
  writeFileSync(data("secret.csv"), "a");
  chmodSync(data("secret.csv"), 0);
  refused(["evaluate", "secret.csv"], /permission to read it is missing/);
});

test("a defect is not taken for a refusal", () => {
  const { status, stdout, stderr } = kpi(["evaluate", "trap.csv"]);
  assert.deepEqual([status, stdout], [1, ""]);
  assert.match(stderr, /The engine stopped \(RuntimeError: unreachable\)/);
});

test("help, version, and names that look like flags", () => {
  assert.match(kpi(["--help"]).stdout, /from included, to excluded: \[from, to\)/);
  assert.match(kpi(["evaluate", "--help", "--locale", "zh-CN"]).stdout, /含 from、不含 to/);
  assert.deepEqual(kpi(["--version"]), { status: 0, stdout: "0.1.0\n", stderr: "" });
  writeFileSync(data("--help"), "a");
  assert.deepEqual(JSON.parse(kpi(["inspect", "--json", "--", "--help"]).stdout).tables.map(({ file }) => file), ["--help"]);
});

test("a closed pipe is no crash", async () => {
  const child = spawn(process.execPath, [BIN, "catalog", "--json"], { stdio: ["ignore", "pipe", "pipe"] });
  child.stdout.destroy();
  let stderr = "";
  child.stderr.on("data", (chunk) => { stderr += chunk; });
  const status = await new Promise((resolve) => child.on("close", resolve));
  assert.deepEqual([status, stderr], [0, ""]);
});
