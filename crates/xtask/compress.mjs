// Packs every text and wasm file of a folder with brotli beside it, for hosts and the project's own server.
import { readFileSync, readdirSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { brotliCompressSync, constants } from "node:zlib";

const folder = process.argv[2];
const options = { params: { [constants.BROTLI_PARAM_QUALITY]: 11 } };
for (const name of readdirSync(folder, { recursive: true })) {
  const path = join(folder, name);
  if (!statSync(path).isFile() || !/\.(html|js|css|svg|wasm)$/.test(name)) continue;
  const packed = brotliCompressSync(readFileSync(path), options);
  writeFileSync(`${path}.br`, packed);
  console.log(`${String(packed.length).padStart(8)} B brotli  ${name}`);
}
