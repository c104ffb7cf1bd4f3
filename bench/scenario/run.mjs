// node run.mjs <folder with opportunities.csv …>…: a step of the win-rate lever, and trials, beside a spreadsheet-like model of the same data.
// One process, one core, peers in turn; needs dist/npm (cargo xtask build) and the data of ../dashboard.
import { readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { createWorkbench } from "../../dist/npm/index.node.mjs";
import { model } from "./sheet.mjs";

const STEPS = 21;
const [HELD, FULL, MOST] = [250, 4_000, 10_000]; // paths while a slider is held, behind every figure that stays, at most
const quantile = (values, share) => [...values].sort((a, b) => a - b)[Math.min(values.length - 1, Math.floor(share * values.length))];
const timed = async (work) => {
  const start = performance.now();
  await work();
  return performance.now() - start;
};
const line = (what, times) => console.log(what.padEnd(46), `median ${quantile(times, 0.5).toFixed(1)} ms, 95 % ${quantile(times, 0.95).toFixed(1)} ms, n ${times.length}`);

/** Rows of the generator's opportunities: no cell but the name is quoted. */
function rows(folder) {
  const text = readFileSync(join(folder, "opportunities.csv"), "utf8").trim().split("\n");
  const head = text[0].trim().split(",");
  const at = (name) => head.indexOf(name) - 2;
  const [stage, status, amount, created, closed] = ["stage", "status", "amount", "created_at", "close_date"].map(at);
  const day = (text) => (text ? Math.floor(Date.parse(text) / 864e5) : undefined);
  return text.slice(1).map((line) => {
    const cells = line.replace(/^[^,]*,(?:"(?:[^"]|"")*"|[^,]*),/, "").split(",");
    const end = cells[status] === "open" ? undefined : day(cells[closed]);
    return { stage: cells[stage], won: cells[status] === "won", amount: Number(cells[amount]) || 0, created: day(cells[created]), closed: end };
  });
}

for (const folder of process.argv.slice(2)) {
  const workbench = await createWorkbench();
  const files = readdirSync(folder).filter((name) => name.endsWith(".csv"));
  const { MAPPING } = await import("../dashboard/peers/product_questions.mjs");
  await workbench.bind(MAPPING);
  const summary = await workbench.load(files.map((name) => ({ name, bytes: readFileSync(join(folder, name)) })));
  const asOf = Math.floor(Date.parse(summary.asOf) / 864e5);
  const sheet = model(rows(folder), asOf, 15);
  console.log(`\n${folder}: ${sheet.open} open opportunities`);
  const ask = (factor, paths) => workbench.forecast({ scenario: { name: "", changes: [{ lever: "winRate", factor }] }, paths, withoutBacktest: true });
  await ask(1, HELD);
  const factor = (step) => 1 + (step - STEPS / 2) / 50;
  const [product, full, other] = [[], [], []];
  for (let step = 0; step < STEPS; step++) {
    other.push(await timed(() => sheet.step(factor(step))));
    product.push(await timed(() => ask(factor(step), HELD)));
    full.push(await timed(() => ask(factor(step), FULL)));
  }
  line(`slider step, product, with ${HELD} paths`, product);
  line(`slider step, product, with ${FULL} paths`, full);
  line("slider step, spreadsheet-like, expected only", other);
  const [mine, theirs] = [await timed(() => ask(1.01, MOST)), await timed(() => sheet.trials(MOST))];
  console.log(`${MOST} paths: product ${mine.toFixed(0)} ms, spreadsheet-like ${theirs.toFixed(0)} ms: ${(theirs / mine).toFixed(1)} times`);
  workbench.close();
}
