import { inferSchema, initParser } from "udsv";
import { table } from "./typed.mjs";

onmessage = async ({ data: file }) => {
  const into = table();
  let parser;
  for await (const text of file.stream().pipeThrough(new TextDecoderStream())) {
    if (!parser) {
      parser = initParser(inferSchema(text));
      into.row(parser.schema.cols.map(({ name }) => name));
    }
    parser.chunk(text, parser.stringArrs, (cells) => {
      into.row(cells);
      return true;
    });
  }
  parser.end();
  postMessage(into.rows());
};
