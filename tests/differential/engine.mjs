// One data set a line in, its reports a line out: { files: [{ name, text }], lenses } → [[cell]].
import { createInterface } from "node:readline";
import { createWorkbench } from "../../dist/npm/index.node.mjs";

const encoder = new TextEncoder();
for await (const line of createInterface({ input: process.stdin })) {
  const { files, lenses } = JSON.parse(line);
  const wb = await createWorkbench();
  await wb.load(files.map(({ name, text }) => ({ name, bytes: encoder.encode(text) })));
  const reports = [];
  for (const lens of lenses) reports.push((await wb.evaluate(lens)).cells);
  console.log(JSON.stringify(reports));
  wb.close();
}
