// The package behind a pipe. First line out: every definition of the catalogue. Then one data set a line in, its reports a
// line out: { files: [{ name, text }], lenses } → [[cell]].
import { createInterface } from "node:readline";
import { createWorkbench } from "../../dist/npm/index.node.mjs";

const encoder = new TextEncoder();
const wb = await createWorkbench();
console.log(JSON.stringify((await wb.catalog()).kpis.flatMap((kpi) => kpi.variants.map((variant) => `${kpi.id}.${variant.id}`))));
for await (const line of createInterface({ input: process.stdin })) {
  const { files, lenses } = JSON.parse(line);
  await wb.unload();
  await wb.load(files.map(({ name, text }) => ({ name, bytes: encoder.encode(text) })));
  console.log(JSON.stringify((await wb.board(lenses)).map((report) => report.cells)));
}
wb.close();
