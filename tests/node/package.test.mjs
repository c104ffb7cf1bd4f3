// The package: its own tests, no dependencies, types that compile.
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { readFileSync, readdirSync } from "node:fs";
import { test } from "node:test";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("../../", import.meta.url));

test("its own tests", () => {
  const files = readdirSync(`${root}web/npm/test`).filter((name) => name.endsWith(".test.mjs")).map((name) => `${root}web/npm/test/${name}`);
  const environment = { ...process.env };
  delete environment.NODE_TEST_CONTEXT; // a run of its own, not a part of this one
  const { status, stdout } = spawnSync("node", ["--test", ...files], { encoding: "utf8", cwd: root, env: environment });
  assert.equal(status, 0, stdout);
});

test("no dependencies, only built-in modules", () => {
  const manifest = JSON.parse(readFileSync(`${root}dist/npm/package.json`, "utf8"));
  assert.deepEqual({ ...manifest.dependencies, ...manifest.peerDependencies }, {});
  for (const name of readdirSync(`${root}dist/npm`, { recursive: true }).filter((name) => name.endsWith(".mjs"))) {
    for (const [, line, call] of readFileSync(`${root}dist/npm/${name}`, "utf8").matchAll(/^(?:import|export)[^"\n]*from "([^"]+)"|import\("([^"]+)"\)/gm)) {
      const from = line ?? call;
      assert.ok(from.startsWith("node:") || from.startsWith("."), `${name} imports ${from}`);
    }
  }
});

test("the declarations compile", () => {
  const words = ["--noEmit", "--strict", "--module", "nodenext", "--target", "es2022", "--lib", "es2023,dom", "dist/npm/kpi.d.ts", "dist/npm/index.d.ts"];
  const { status, stdout } = spawnSync(`${root}node_modules/.bin/tsc`, words, { encoding: "utf8", cwd: root });
  assert.equal(status, 0, stdout);
});

test("one engine in site and package", () => {
  const bytes = (path) => readFileSync(`${root}${path}`);
  for (const [site, npm] of [["engine/kpi_wasm_bg.wasm", "engine/kpi_wasm_bg.wasm"], ["engine/worker.js", "worker.js"]]) {
    assert.ok(bytes(`dist/site/${site}`).equals(bytes(`dist/npm/${npm}`)), site);
  }
});
