// The product: its package as a page uses it. Files go in as they are; then one board of lenses answers the dashboard.
import { MAPPING, QUESTIONS } from "./product_questions.mjs";

export const meta = { host: "main" };

let workbench;

export async function init({ product }) {
  const { createWorkbench } = await import(product);
  workbench = await createWorkbench();
}

export async function load(files) {
  // Decisions are saved with a project: they are there before the files.
  await workbench.bind(MAPPING);
  await workbench.load([...files].map(([name, bytes]) => ({ name: `${name}.csv`, bytes })));
  files.clear();
}

/** The questions with their lenses; under a filter only those that mean the same there. */
function asked(filter) {
  const all = Object.entries(QUESTIONS).map(([id, question]) => ({ id, ...question }));
  if (!filter) return all;
  return all.filter(({ sliced }) => sliced).map((question) => ({ ...question, lens: question.sliced(question.lens, filter) }));
}

/** All questions as one board; with `each`, one after the other, to see how long each takes. */
export async function dashboard(filter, { each = false } = {}) {
  const questions = asked(filter);
  const [ms, results] = [{}, {}];
  const answer = async (some) => {
    const start = performance.now();
    const reports = await workbench.board(some.map(({ lens }) => lens));
    for (const [at, { id, rows, lens }] of some.entries()) results[id] = await rows(reports[at], workbench, lens);
    return performance.now() - start;
  };
  if (each) for (const question of questions) ms[question.id] = await answer([question]);
  else await answer(questions);
  return { ms, results };
}
