// The package: its own tests, no dependencies, only built-in modules, types that compile, one engine.
import assert from "node:assert/strict";
import { execFileSync, spawnSync } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("../../", import.meta.url));
const dist = join(root, "dist/npm");
const tsc = (words, cwd = root) => spawnSync("node", [join(root, "node_modules/typescript/bin/tsc"), ...words], { encoding: "utf8", cwd });
const manifest = JSON.parse(readFileSync(join(dist, "package.json"), "utf8"));
const allFiles = readdirSync(dist, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath ?? entry.path, entry.name));

test("its own tests", () => {
  const folder = join(root, "web/npm/test");
  const files = readdirSync(folder).filter((name) => name.endsWith(".test.mjs")).map((name) => join(folder, name));
  assert.ok(files.length >= 4, "there are tests");
  const environment = { ...process.env };
  delete environment.NODE_TEST_CONTEXT; // a run of its own, not a part of this one
  const { status, stdout, stderr } = spawnSync("node", ["--test", ...files], { encoding: "utf8", cwd: root, env: environment });
  assert.equal(status, 0, stdout + stderr);
  console.log(`its own tests: ${stdout.match(/^. pass (\d+)/m)?.[1]} pass`);
});

test("no dependencies, and only built-in modules are imported", () => {
  for (const kind of ["dependencies", "peerDependencies", "optionalDependencies", "bundledDependencies"]) assert.equal(manifest[kind], undefined, kind);
  assert.equal(manifest.type, "module");
  let imports = 0;
  for (const path of allFiles.filter((path) => /\.(mjs|js)$/.test(path))) {
    const text = readFileSync(path, "utf8").replace(/\/\*[^]*?\*\/|^\s*\/\/.*$/gm, "");
    for (const [, bare, listed, called] of text.matchAll(/^import\s*["']([^"']+)["']|^(?:import|export)\s[\w\s{},*$]*?\bfrom\s*["']([^"']+)["']|\bimport\(\s*["']([^"']+)["']/gm)) {
      const from = bare ?? listed ?? called;
      assert.ok(from.startsWith("node:") || from.startsWith("."), `${path.slice(dist.length)} imports ${from}`);
      if (/browser|client|read|journal|worker|engine/.test(path)) assert.ok(!from.startsWith("node:"), `${path.slice(dist.length)} is for browsers too, but imports ${from}`);
      if (from.startsWith(".")) assert.ok(existsSync(new URL(from, `file://${path}`)), `${path.slice(dist.length)} imports ${from}, which is not there`);
      imports += 1;
    }
    assert.doesNotMatch(text, /\brequire\(|\beval\(|new Function\(/, path.slice(dist.length));
  }
  assert.ok(imports >= 10, `${imports} imports found`);
});

test("everything the manifest names is there, and nothing else", () => {
  const named = [manifest.types, ...Object.values(manifest.bin), ...Object.values(manifest.exports).flatMap((entry) => (typeof entry === "string" ? [entry] : Object.values(entry)))];
  for (const path of named.filter((path) => !path.includes("*"))) assert.ok(existsSync(join(dist, path)), path);
  const listed = [...manifest.files, "package.json"];
  for (const path of allFiles.map((path) => path.slice(dist.length + 1))) assert.ok(listed.some((entry) => path === entry || path.startsWith(entry)), `${path} is in the folder but would not be published`);
  for (const path of manifest.files) assert.ok(existsSync(join(dist, path)), `${path} would be published but is not there`);
  assert.match(readFileSync(join(dist, manifest.bin["kpi-workbench"]), "utf8"), /^#!\/usr\/bin\/env node\n/);
});

/** The engine's word for a call that the package names otherwise. */
const RENAMED = { hello: "catalog" };

test("every call of the engine is a method, and declared", async () => {
  const declared = readFileSync(join(dist, "index.d.ts"), "utf8");
  const [asks] = readFileSync(join(dist, "kpi.d.ts"), "utf8").match(/^export type Ask = .*$/m);
  const calls = [...asks.matchAll(/"call": "(\w+)"/g)].map(([, call]) => RENAMED[call] ?? call);
  assert.ok(calls.length > 30 && calls.includes("bottlenecks"));
  const { createWorkbench } = await import(join(dist, "index.node.mjs"));
  const wb = await createWorkbench();
  assert.deepEqual(calls.filter((call) => typeof wb[call] !== "function" || !new RegExp(`^  ${call}\\(`, "m").test(declared)), []);
  await wb.sample({ locale: "en", opportunities: 400 });
  const lens = { from: "2025-07-01", to: "2025-10-01" };
  assert.ok((await wb.bottlenecks({ lens, against: "year" })).stages.length >= 3);
  assert.equal((await wb.factors()).of, "win");
  assert.equal((await wb.effects({ days: 14 })).days, 14);
  wb.close();
});

test("the declarations compile, and so does a program that uses them", () => {
  const strict = ["--noEmit", "--strict", "--module", "nodenext", "--target", "es2022", "--lib", "es2023,dom"];
  const alone = tsc([...strict, "dist/npm/kpi.d.ts", "dist/npm/index.d.ts"]);
  assert.equal(alone.status, 0, alone.stdout);
  const folder = mkdtempSync(join(tmpdir(), "kpi-types-"));
  try {
    mkdirSync(join(folder, "node_modules"));
    symlinkSync(dist, join(folder, "node_modules/kpi-workbench"));
    writeFileSync(join(folder, "package.json"), '{"type":"module"}');
    const use = (more) => `import { createWorkbench, KpiError, type Cell, type Workbench } from "kpi-workbench";
      const wb: Workbench = await createWorkbench();
      const { tables } = await wb.load([{ name: "a.csv", bytes: new Uint8Array() }], { onprogress: ({ rows }) => rows.toFixed() });
      const cells: Cell[] = (await wb.evaluate({ kpis: [{ id: "win_rate" }], by: ["person"], grain: "month" })).cells;
      const [report] = await wb.board([{}, { by: ["team"] }]);
      const { alone } = await wb.seek({ scenario: { name: "", changes: [{ lever: "winRate", factor: 1.1 }] } });
      const name: string = (await wb.plan({ spread: { total: "100.00" } })).nodes[0]!.name;
      try { wb.close(); } catch (error) { if (error instanceof KpiError) error.what.zh.trim(); }
      export const all = [tables[0]?.rows, cells[0]?.value, report?.asOf, alone[0]?.factor, name];
      ${more}`;
    const compiled = (more) => { writeFileSync(join(folder, "use.ts"), use(more)); return tsc([...strict, "use.ts"], folder); };
    const right = compiled("");
    assert.equal(right.status, 0, right.stdout);
    for (const wrong of ['await wb.evaluate({ by: ["colour"] });', "await wb.evaluate({ fliters: [] });", "const n: number = cells[0]!.value;"]) {
      assert.notEqual(compiled(wrong).status, 0, `compiles although it is wrong: ${wrong}`);
    }
  } finally {
    rmSync(folder, { recursive: true });
  }
});

test("works from any folder by its name, as a module and as a command", () => {
  const folder = mkdtempSync(join(tmpdir(), "kpi-use-"));
  try {
    mkdirSync(join(folder, "node_modules"));
    symlinkSync(dist, join(folder, "node_modules/kpi-workbench"));
    writeFileSync(join(folder, "use.mjs"), `import { createWorkbench } from "kpi-workbench";
      const wb = await createWorkbench();
      await wb.load([{ name: "deals.csv", bytes: new TextEncoder().encode("id,owner,stage,created,closed,amount\\n1,Ann,Won,2025-01-01,2025-02-01,10\\n") }]);
      console.log((await wb.evaluate({ kpis: [{ id: "bookings", variant: "won_amount" }] })).cells[0].value);
      wb.close();`);
    assert.equal(execFileSync("node", ["use.mjs"], { cwd: folder, encoding: "utf8" }), "10.00\n");
    const version = execFileSync("node", [join(dist, manifest.bin["kpi-workbench"]), "--version"], { cwd: folder, encoding: "utf8" });
    assert.equal(version.trim(), manifest.version);
  } finally {
    rmSync(folder, { recursive: true });
  }
});

test("one engine in site and package", () => {
  for (const [site, npm] of [["engine/kpi_wasm_bg.wasm", "engine/kpi_wasm_bg.wasm"], ["engine/worker.js", "worker.js"]]) {
    assert.ok(readFileSync(join(root, "dist/site", site)).equals(readFileSync(join(dist, npm))), site);
  }
});

test("reports arrive as the engine writes them, whatever they are packed in", async () => {
  const { createWorkbench } = await import(join(dist, "index.node.mjs"));
  const { Engine } = await import(join(dist, "engine/kpi_wasm.js"));
  const workbench = await createWorkbench();
  await workbench.sample({ locale: "en" });
  const engine = new Engine(); // the module was started by the workbench
  const ask = (call, body) => JSON.parse(engine.handleText(JSON.stringify({ call, body }))).ok.body;
  ask("sample", { locale: "en" });
  const lenses = [{}, { grain: "month" }, { by: ["team", "person"] }, { by: ["source"], grain: "quarter", filters: [{ dimension: "region", values: ["East"] }] }, { by: ["activityType"] }, { by: ["competitor"] }]
    .map((lens) => ({ kpis: [], by: [], filters: [], ...lens }));
  const plain = ask("board", { lenses });
  const packed = await workbench.board(lenses);
  assert.deepEqual(packed, plain);
  assert.deepEqual(await workbench.evaluate(lenses[1]), ask("evaluate", lenses[1]));
  const cells = plain.flatMap((report) => report.cells);
  assert.ok(cells.length > 1000 && cells.some((cell) => cell.missing) && cells.some((cell) => cell.grade) && cells.some((cell) => Object.values(cell.group).includes(null)));
  // Cells do not share what a caller may change.
  packed[2].cells[0].group.team = "changed";
  assert.notEqual(packed[2].cells.find((cell, at) => at > 0 && cell.group.person === plain[2].cells[0].group.person).group.team, "changed");
  workbench.close();
  engine.free();
});
