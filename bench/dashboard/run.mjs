// node run.mjs <folder> … [--rounds 5] [--only peer,peer] [--without question,question] [--chosen product]: prints one table for each folder of data, writes results.json.
import { existsSync, mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { bundle, serve, takeSample } from "./browser.mjs";
import { difference } from "./compare.mjs";
import { everything } from "./table.mjs";
import { FILES, FILTERS, parseWorkload } from "./workload.mjs";

const here = fileURLToPath(new URL(".", import.meta.url));
const given = process.argv.slice(2);
const option = (name, otherwise) => { const at = given.indexOf(`--${name}`); return at < 0 ? otherwise : given.splice(at, 2)[1]; };
const ROUNDS = Number(option("rounds", 5));
const PEERS = option("only", "product,duckdb,js_bytes,js_udsv,arquero,perspective").split(",");
const WITHOUT = option("without", "").split(",").filter(Boolean);
const CHOSEN = option("chosen", "").split(",");
const PACKAGE = process.env.PACKAGE_DIR ?? join(here, "../../dist/npm");
const REFERENCE = "duckdb";

const text = (name) => readFileSync(join(here, "workload", `${name}.sql`), "utf8");
const texts = { load: text("load"), questions: text("questions"), filter: text("filter") };
const { questions } = parseWorkload(texts);
const bundles = mkdtempSync(join(tmpdir(), "bench-dashboard-"));
for (const peer of new Set([...PEERS, REFERENCE])) await bundle(peer, bundles);

/** For each question and filter, "equal" or how the answer differs; questions without an answer are left out. */
function checked(reference, answers) {
  return answers.map((results, slice) => Object.fromEntries(questions.filter(({ id }) => results[id]).map(({ id, keys }) =>
    [id, difference(reference[slice][id], results[id], keys) ?? "equal"])));
}

const runs = [];
for (const folder of given.map((folder) => resolve(folder))) {
  const { origin, close } = await serve({ bundles, data: folder, modules: join(here, "node_modules"), product: PACKAGE });
  const known = join(folder, "answers.json");
  const take = async (peer, again) => {
    const { answers, ...sample } = await takeSample(peer, origin, {
      again, texts, data: "/data/", assets: "/modules/", product: "/product/index.browser.mjs", worker: `/bundles/${peer}.worker.mjs`, without: WITHOUT,
      chosen: CHOSEN.includes(peer) ? FILES.map((file) => join(folder, `${file}.csv`)) : [],
    });
    if (peer === REFERENCE && !existsSync(known)) writeFileSync(known, JSON.stringify(answers));
    return { ...sample, answers };
  };
  if (!existsSync(known)) await take(REFERENCE, 0);
  const reference = JSON.parse(readFileSync(known));
  const samples = [];
  for (let round = 0; round < ROUNDS; round++) {
    for (const peer of PEERS) {
      try {
        const { answers, ...sample } = await take(peer, 3);
        samples.push({ peer, ...sample, checked: checked(reference, answers) });
      } catch (error) {
        samples.push({ peer, failed: error.message.slice(0, 400) });
      }
      const { checked: _, dashboards, failed, load } = samples.at(-1);
      console.error(basename(folder), round + 1, peer, failed ?? `load ${Math.round(load)} ms, first dashboard ${Math.round(dashboards[0].total)} ms`);
    }
  }
  close();
  runs.push({ data: basename(folder), filters: FILTERS, questions: questions.map(({ id }) => id), samples });
  writeFileSync(join(here, "results.json"), JSON.stringify(runs, undefined, 1));
}
console.log(everything(runs));
process.exit(0);
