// Lays out the package as the build does, with the fake engine in place of the real one: nothing in the product knows of it.
import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";

const ROOT = fileURLToPath(new URL("..", import.meta.url));
/** Where the sources lie that are not copied one to one. */
export const SOURCES = new URL("../", import.meta.url);
const LAYOUT = {
  "index.mjs": "index.mjs", "index.browser.mjs": "index.browser.mjs", "index.node.mjs": "index.node.mjs", "client.mjs": "client.mjs",
  "journal.mjs": "journal.mjs", "peer.mjs": "peer.mjs", "replicas.mjs": "replicas.mjs", "rehearsal.mjs": "rehearsal.mjs", "read.mjs": "read.mjs", bin: "bin", "package.json": "package.json",
};
export const EMPTY_MODULE = Uint8Array.of(0, 97, 115, 109, 1, 0, 0, 0);

/** The folder with the package, removed when the process ends. */
export function staged() {
  const folder = mkdtempSync(join(tmpdir(), "kpi-workbench-"));
  process.on("exit", () => rmSync(folder, { recursive: true, force: true }));
  for (const [from, to] of Object.entries(LAYOUT)) cpSync(join(ROOT, from), join(folder, to), { recursive: true });
  mkdirSync(join(folder, "engine"));
  cpSync(join(ROOT, "test/fake/kpi_wasm.js"), join(folder, "engine/kpi_wasm.js"));
  writeFileSync(join(folder, "engine/kpi_wasm_bg.wasm"), EMPTY_MODULE);
  return { folder, url: (name) => pathToFileURL(join(folder, name)).href };
}
