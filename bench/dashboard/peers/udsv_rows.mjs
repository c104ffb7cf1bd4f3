// The rows of a CSV by uDSV, in pieces: for peers that build their own columns from texts.
import { inferSchema, initParser } from "udsv";

const STEP = 1 << 22;

/** Calls `add` with the texts of each row; true goes on. */
export function eachRow(bytes, add) {
  const decoder = new TextDecoder();
  let parser = null;
  for (let at = 0; at < bytes.length; at += STEP) {
    const text = decoder.decode(bytes.subarray(at, at + STEP), { stream: at + STEP < bytes.length });
    parser ??= initParser(inferSchema(text));
    parser.chunk(text, parser.stringArrs, add);
  }
  parser.end();
}
