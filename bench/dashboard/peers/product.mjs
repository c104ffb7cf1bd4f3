// The product: its package as a page uses it. Files go in as they are; then one board of lenses answers the dashboard.
import { MAPPING, QUESTIONS } from "./product_questions.mjs";

export const meta = { host: "main" };

let workbench;
let left;

/** `without`: questions that an earlier package cannot answer. */
export async function init({ product, without = [] }) {
  left = without;
  const { createWorkbench } = await import(product);
  workbench = await createWorkbench();
  // Part of the start, as it is for whoever embeds it: somebody still has to choose the files.
  await workbench.prepare?.();
}

export async function load(files) {
  // Decisions are saved with a project: they are there before the files.
  await workbench.bind(MAPPING);
  await workbench.load([...files].map(([name, bytes]) => (bytes instanceof Blob ? bytes : { name: `${name}.csv`, bytes })));
  files.clear();
}

/** The questions; under a filter only those that mean the same there. */
function asked(filter) {
  const all = Object.entries(QUESTIONS).filter(([id]) => !left.includes(id)).map(([id, question]) => ({ id, ...question }));
  if (!filter) return all;
  return all.filter(({ sliced }) => sliced).map(({ lens, change, sliced, ...question }) =>
    ({ ...question, ...(change ? { change: { ...change, lens: sliced(change.lens, filter) } } : { lens: sliced(lens, filter) }) }));
}

/** All questions as one board, then the changes; with `each`, one question after the other, to see how long each takes. */
export async function dashboard(filter, { each = false } = {}) {
  const questions = asked(filter);
  const [ms, results] = [{}, {}];
  const answer = async (some) => {
    const start = performance.now();
    const [lenses, changes] = [some.filter(({ lens }) => lens), some.filter(({ change }) => change)];
    const reports = lenses.length ? await workbench.board(lenses.map(({ lens }) => lens)) : [];
    for (const [at, { id, rows }] of lenses.entries()) results[id] = await rows(reports[at], workbench);
    for (const { id, rows, change } of changes) results[id] = rows(await workbench.change(change));
    return performance.now() - start;
  };
  if (each) for (const question of questions) ms[question.id] = await answer([question]);
  else await answer(questions);
  return { ms, results };
}
