// The package behind a pipe. First line out: every definition of the catalogue. Then one data set a line in, its reports a
// line out: { files: [{ name, text }], lenses } → [[cell]]. With explain the lenses name one figure each, and the line out is how
// the intervals of the first of each were made. With asks ({ call, body, options }) the line out has their answers.
import { createInterface } from "node:readline";
import { createWorkbench } from "../../dist/npm/index.node.mjs";

const encoder = new TextEncoder();
const wb = await createWorkbench();
console.log(JSON.stringify((await wb.catalog()).kpis.flatMap((kpi) => kpi.variants.map((variant) => `${kpi.id}.${variant.id}`))));
for await (const line of createInterface({ input: process.stdin })) {
  const { files, lenses, explain, asks } = JSON.parse(line);
  await wb.unload();
  await wb.load(files.map(({ name, text }) => ({ name, bytes: encoder.encode(text) })));
  if (explain) {
    const made = [];
    for (const lens of lenses) made.push((await wb.explain({ lens })).interval.en);
    console.log(JSON.stringify(made));
    continue;
  }
  if (asks) {
    const answers = [];
    for (const { call, body, options } of asks) answers.push(await wb[call](body, options));
    console.log(JSON.stringify(answers));
    continue;
  }
  console.log(JSON.stringify((await wb.board(lenses)).map((report) => report.cells)));
}
wb.close();
