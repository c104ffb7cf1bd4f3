// The workload: files, filters, and the three texts of `workload/` taken apart.
export const FILES = ["reps", "accounts", "opportunities", "stage_history", "activities", "orders", "surveys", "targets"];

/** One team and one year each. */
export const FILTERS = [
  { team: "Team 01", from: "2025-01-01", to: "2025-12-31" },
  { team: "Team 02", from: "2024-01-01", to: "2024-12-31" },
  { team: "Team 03", from: "2023-01-01", to: "2023-12-31" },
];

/** What the names in braces stand for without a filter. */
const BARE = {
  opps: "opportunities", orders: "orders", orders_t: "orders", acts: "activities", stages: "stage_history",
  surveys: "surveys", accounts: "accounts", targets: "targets", reps: "reps",
};

/** The parts of a text that each begin with `-- @tag name option=value`. */
function sections(text, tag) {
  return text.split(new RegExp(`^-- @${tag} `, "m")).slice(1).map((part) => {
    const [head, ...lines] = part.split("\n");
    const [name, ...options] = head.trim().split(/\s+/);
    const body = lines.filter((line) => !line.startsWith("--")).join("\n").trim().replace(/;$/, "");
    return { name, options: Object.fromEntries(options.map((option) => option.split("="))), body };
  });
}

export function parseWorkload({ load, questions, filter }) {
  return {
    questions: sections(questions, "question").map(({ name, options, body }) => ({ id: name, keys: Number(options.keys), sql: body })),
    loads: sections(load, "load").map(({ name, body }) => ({ table: name, sql: loading(body) })),
    sets: sections(filter, "set").map(({ name, body }) => ({ name, sql: body.slice(1, -1) })),
  };
}

/** `{csv:name|columns}` written out: a CSV with all types given. */
const loading = (sql) => sql.replace(/\{csv:(\w+)\|([^}]*)\}/g, (_, file, columns) => {
  const types = columns.split(",").map((column) => column.trim().split(" ")).map(([name, type]) => `'${name}': '${type}'`).join(", ");
  return `read_csv('${file}.csv', auto_detect=false, header=true, delim=',', quote='"', escape='"', nullstr='', dateformat='%Y-%m-%d', timestampformat='%Y-%m-%d %H:%M:%S', columns={${types}})`;
});

/** The filtered sets as temporary tables: one pass each instead of one for every question. */
export const filteredSets = (workload, filter) => workload.sets.map(({ name, sql }) =>
  `CREATE OR REPLACE TEMP TABLE f_${name} AS ${sql.replace(/\{(team|from|to)\}/g, (_, key) => filter[key])}`);

/** The SQL of a question over the bare tables or the filtered sets. */
export const asking = (workload, sql, filter) => sql.replace(/\{(\w+)\}/g, (_, name) => {
  if (!(name in BARE)) throw new Error(`unknown set ${name}`);
  return filter && workload.sets.some((set) => set.name === name) ? `f_${name}` : BARE[name];
});

/** Answers all questions over what a filter leaves, and how long each takes. */
export function answered(questions, filtered) {
  const ms = {}, results = {};
  let start = performance.now();
  const sets = filtered();
  ms.filter = performance.now() - start;
  for (const id in questions) {
    start = performance.now();
    results[id] = questions[id](sets);
    ms[id] = performance.now() - start;
  }
  return { ms, results };
}
