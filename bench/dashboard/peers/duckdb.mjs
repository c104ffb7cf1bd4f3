// DuckDB-WASM in its own worker, from buffers with all types given. Its answers are the reference.
import * as duckdb from "@duckdb/duckdb-wasm/dist/duckdb-browser.mjs";
import { asking, filteredSets, parseWorkload } from "../workload.mjs";

export const meta = { host: "main" };

let workload, database, connection;

export async function init({ assets, texts }) {
  workload = parseWorkload(texts);
  const folder = new URL(`${assets}@duckdb/duckdb-wasm/dist/`, location.href).href;
  const source = URL.createObjectURL(new Blob([`importScripts("${folder}duckdb-browser-eh.worker.js");`], { type: "text/javascript" }));
  database = new duckdb.AsyncDuckDB(new duckdb.VoidLogger(), new Worker(source));
  await database.instantiate(`${folder}duckdb-eh.wasm`);
  await database.open({ query: { castBigIntToDouble: true, castDecimalToDouble: true } });
  connection = await database.connect();
}

export async function load(files) {
  for (const { table, sql } of workload.loads) {
    await database.registerFileBuffer(`${table}.csv`, files.get(table));
    files.delete(table);
    await connection.query(sql);
    await database.dropFile(`${table}.csv`);
  }
}

function rows(table) {
  const columns = table.schema.fields.map((_, at) => table.getChildAt(at));
  const plain = (value) => (typeof value === "bigint" ? Number(value) : value);
  return Array.from({ length: table.numRows }, (_, row) => columns.map((column) => plain(column.get(row))));
}

export async function dashboard(filter) {
  const [ms, results] = [{}, {}];
  for (const sql of filter ? filteredSets(workload, filter) : []) await connection.query(sql);
  for (const { id, sql } of workload.questions) {
    const start = performance.now();
    results[id] = rows(await connection.query(asking(workload, sql, filter)));
    ms[id] = performance.now() - start;
  }
  return { ms, results };
}
