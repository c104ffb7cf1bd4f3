import Papa from "papaparse";
import { table } from "./typed.mjs";

onmessage = ({ data: file }) => {
  const into = table();
  Papa.parse(file, { chunk: ({ data }) => data.forEach(into.row), complete: () => postMessage(into.rows()), skipEmptyLines: true, chunkSize: 8 << 20 });
};
