// Files that no exporter should write, made in memory and the same in every run. A case is `{ family, label, name, bytes(), own }`;
// `own` are words that the file itself brings along inside a container, so that a message may quote them.
import { readFileSync } from "node:fs";
import { constants, deflateRawSync, gzipSync } from "node:zlib";

const MIB = 1 << 20;
const { concat } = Buffer;
const bytesOf = (content) => (typeof content === "string" ? Buffer.from(content) : content);
const times = (count, make) => Array.from({ length: count }, (_, at) => make(at));
const joined = (count, make, between = "") => times(count, make).join(between);
const u8 = (...values) => Buffer.from(values);
const u16 = (...values) => concat(values.map((value) => { const two = Buffer.alloc(2); two.writeUInt16LE(value & 0xffff); return two; }));
const u32 = (...values) => concat(values.map((value) => { const four = Buffer.alloc(4); four.writeUInt32LE(value >>> 0); return four; }));
const u64 = (value) => { const eight = Buffer.alloc(8); eight.writeBigUInt64LE(BigInt(value)); return eight; };
const f64 = (value) => { const eight = Buffer.alloc(8); eight.writeDoubleLE(value); return eight; };
const utf16 = (text) => Buffer.from(text, "utf16le");
const utf16be = (text) => utf16(text).swap16();

/** Random numbers below a limit, always the same for one seed. */
export function seeded(seed) {
  let state = crc32(bytesOf(seed));
  return (limit) => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return Math.floor((((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32) * limit);
  };
}

const CRC = Int32Array.from({ length: 256 }, (_, at) => times(8, () => 0).reduce((crc) => (crc & 1 ? (crc >>> 1) ^ 0xedb88320 : crc >>> 1), at));
function crc32(bytes, before = 0) {
  let crc = ~before;
  for (let at = 0; at < bytes.length; at += 1) crc = CRC[(crc ^ bytes[at]) & 0xff] ^ (crc >>> 8);
  return ~crc >>> 0;
}

// --- The good table in every format: one deal is won, with 10.00 ---

export const TABLE = [
  ["id", "owner", "customer", "stage", "created", "closed", "amount"],
  ...times(12, (at) => [`D${at}`, ["Ann", "王芳", "Bob"][at % 3], `Client ${at % 4}`, ["Won", "Lost", "Proposal"][Math.min(at, 1 + (at % 2))], `2025-01-${10 + at}`, `2025-02-${10 + at}`, at === 0 ? 10 : 5 * at]),
];
const replaced = (row, column, value) => TABLE.map((cells, at) => (at === row ? cells.map((cell, index) => (index === column ? value : cell)) : cells));
const quoted = (cell, by) => (new RegExp(`[${by}"\r\n]`).test(cell) ? `"${String(cell).replaceAll('"', '""')}"` : String(cell));
const csv = (rows = TABLE, by = ",", end = "\n") => rows.map((row) => row.map((cell) => quoted(cell, by)).join(by) + end).join("");
const HEAD = csv(TABLE.slice(0, 1));
const objects = (rows = TABLE) => rows.slice(1).map((row) => Object.fromEntries(row.map((cell, at) => [TABLE[0][at], cell])));
const json = (rows) => JSON.stringify(objects(rows));
const ndjson = (rows) => objects(rows).map((row) => `${JSON.stringify(row)}\n`).join("");

/** Text in a one- or two-byte encoding, by the inverse of its decoder; characters it lacks become "?". */
const inverses = {};
function encoded(text, label) {
  inverses[label] ??= (() => {
    const found = new Map();
    const decoder = new TextDecoder(label, { fatal: true });
    const add = (...bytes) => { try { const char = decoder.decode(u8(...bytes)); if (!found.has(char)) found.set(char, bytes); } catch {} };
    for (let lead = 0; lead < 256; lead += 1) add(lead);
    if (!label.startsWith("windows")) for (let lead = 0x81; lead < 0xff; lead += 1) for (let trail = 0x40; trail < 0xff; trail += 1) add(lead, trail);
    return found;
  })();
  return u8(...Array.from(text).flatMap((char) => inverses[label].get(char) ?? [0x3f]));
}

/** A ZIP archive. A part may state anything: `local`, `central` and `both` are laid over what is true, so is `end`. */
function zip(parts, end = {}) {
  const locals = [];
  const directory = [];
  let length = 0;
  for (const { name, data = "", method = 8, packed, crc, size, extra = "", local, central, both } of parts) {
    const raw = bytesOf(data);
    const body = packed ?? (method === 8 ? deflateRawSync(raw) : raw);
    const truth = { name, method, flags: 0x800, crc: crc ?? crc32(raw), packedSize: body.length, size: size ?? raw.length, extra, at: length, ...both };
    const fields = (lies) => {
      const all = { ...truth, ...lies, name: bytesOf(lies?.name ?? truth.name), extra: bytesOf(lies?.extra ?? truth.extra) };
      return { ...all, common: [u16(20, all.flags, all.method, 0, 0x5a21), u32(all.crc, all.packedSize, all.size), u16(all.name.length, all.extra.length)] };
    };
    const [here, there] = [fields(local), fields(central)];
    locals.push(u32(0x04034b50), ...here.common, here.name, here.extra, body);
    length += 30 + here.name.length + here.extra.length + body.length;
    directory.push(concat([u32(0x02014b50), u16(20), ...there.common, u16(0, 0, 0), u32(0, there.at), there.name, there.extra]));
  }
  const list = concat(directory);
  const { count = parts.length, at = length, size = list.length, comment = "", commentLength = comment.length, before = "", disk = 0 } = end;
  return concat([...locals, list, bytesOf(before), u32(0x06054b50), u16(disk, disk, count, count), u32(size, at), u16(commentLength), bytesOf(comment)]);
}
/** The same from `{ path: content }`; without content the part is left out. */
const zipOf = (parts, end) => zip(Object.entries(parts).filter(([, data]) => data !== null).map(([name, data]) => (data?.data !== undefined || data?.packed ? { name, ...data } : { name, data })), end);

/** A deflate stream of many times the same piece: only one is packed. */
function repeated(piece, count, head = "", tail = "") {
  const [first, middle, last] = [head, piece, tail].map(bytesOf);
  const open = (bytes) => deflateRawSync(bytes, { finishFlush: constants.Z_FULL_FLUSH });
  const pieceOpen = open(middle);
  let crc = crc32(first);
  for (let at = 0; at < count; at += 1) crc = crc32(middle, crc);
  return { packed: concat([open(first), ...times(count, () => pieceOpen), deflateRawSync(last)]), crc: crc32(last, crc), size: first.length + count * middle.length + last.length };
}
const gzipOf = ({ packed, crc, size }) => concat([u8(31, 139, 8, 0, 0, 0, 0, 0, 0, 3), packed, u32(crc, size)]);

const XML = '<?xml version="1.0" encoding="UTF-8"?>\n';
const escaped = (text) => String(text).replace(/[&<>"]/g, (char) => `&#${char.charCodeAt(0)};`);
const letters = (column) => (column < 26 ? "" : letters(Math.floor(column / 26) - 1)) + String.fromCharCode(65 + (column % 26));
const serial = (cell) => (/^\d{4}-\d\d-\d\d$/.test(cell) && !Number.isNaN(Date.parse(cell)) ? Date.parse(cell) / 864e5 + 25569 : undefined);
const texts = [...new Set(TABLE.flat().filter((cell) => typeof cell === "string" && serial(cell) === undefined))];
const MAIN = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"';
const OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";

function cellXml(cell, row, column) {
  const ref = `r="${letters(column)}${row + 1}"`;
  if (typeof cell === "number") return `<c ${ref}><v>${cell}</v></c>`;
  if (cell?.xml) return cell.xml(ref);
  if (serial(cell) !== undefined) return `<c ${ref} s="1"><v>${serial(cell)}</v></c>`;
  const shared = texts.indexOf(cell);
  return shared < 0 ? `<c ${ref} t="inlineStr"><is><t>${escaped(cell)}</t></is></c>` : `<c ${ref} t="s"><v>${shared}</v></c>`;
}
const rowsXml = (rows = TABLE) => rows.map((row, at) => `<row r="${at + 1}">${row.map((cell, column) => cellXml(cell, at, column)).join("")}</row>`).join("");
const sheetXml = (rows, before = "", after = "") => `${XML}<worksheet ${MAIN}>${before}<sheetData>${rows}</sheetData>${after}</worksheet>`;
const sharedXml = (items, counts = `count="${items.length}" uniqueCount="${items.length}"`) => `${XML}<sst ${MAIN} ${counts}>${items.map((text) => `<si><t>${escaped(text)}</t></si>`).join("")}</sst>`;
const PLAIN_STYLES = '<fonts count="1"><font/></fonts><fills count="1"><fill><patternFill patternType="none"/></fill></fills><borders count="1"><border><left/><right/><top/><bottom/><diagonal/></border></borders><cellStyleXfs count="1"><xf/></cellStyleXfs>';
const stylesXml = (xfs = '<xf numFmtId="0"/><xf numFmtId="14" applyNumberFormat="1"/>', formats = "", counts = 'count="2"') => `${XML}<styleSheet ${MAIN}>${formats}${PLAIN_STYLES}<cellXfs ${counts}>${xfs}</cellXfs></styleSheet>`;
const bookXml = (sheets, properties = "") => `${XML}<workbook ${MAIN}>${properties}<sheets>${sheets}</sheets></workbook>`;
const relsXml = (links) => `${XML}<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">${links}</Relationships>`;
const link = (id, type, target, more = "") => `<Relationship Id="${id}" Type="${OFFICE}/${type}" Target="${target}" ${more}/>`;
const typesXml = (end, main) => `${XML}<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="${end}" ContentType="application/${end}"/><Override PartName="/xl/workbook.${end}" ContentType="${main}"/></Types>`;
const SHEET = "xl/worksheets/sheet1.xml";
const LINKS = link("rId2", "sharedStrings", "sharedStrings.xml") + link("rId3", "styles", "styles.xml");
const xlsxParts = () => ({
  "[Content_Types].xml": typesXml("xml", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"),
  "_rels/.rels": relsXml(link("rId1", "officeDocument", "xl/workbook.xml")),
  "xl/workbook.xml": bookXml('<sheet name="Deals" sheetId="1" r:id="rId1"/>'),
  "xl/_rels/workbook.xml.rels": relsXml(link("rId1", "worksheet", "worksheets/sheet1.xml") + LINKS),
  "xl/styles.xml": stylesXml(),
  "xl/sharedStrings.xml": sharedXml(texts),
  [SHEET]: sheetXml(rowsXml()),
});
const xlsx = (parts, end) => zipOf({ ...xlsxParts(), ...parts }, end);

const odsCell = (cell) => {
  if (cell?.ods) return cell.ods;
  if (typeof cell === "number") return `<table:table-cell office:value-type="float" office:value="${cell}"><text:p>${cell}</text:p></table:table-cell>`;
  const day = serial(cell) !== undefined ? `office:value-type="date" office:date-value="${cell}"` : 'office:value-type="string"';
  return `<table:table-cell ${day}><text:p>${escaped(cell)}</text:p></table:table-cell>`;
};
const odsRow = (row, attributes = "") => `<table:table-row ${attributes}>${row.map(odsCell).join("")}</table:table-row>`;
const odsTable = (content, name = "Deals") => `<table:table table:name="${name}">${content}</table:table>`;
const odsXml = (tables, root = "document-content") => `${XML}<office:${root} xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0" xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0" office:version="1.3"><office:body><office:spreadsheet>${tables}</office:spreadsheet></office:body></office:${root}>`;
const ODS = "application/vnd.oasis.opendocument.spreadsheet";
const manifest = (entry = "") => `${XML}<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"><manifest:file-entry manifest:full-path="/" manifest:media-type="${ODS}"/><manifest:file-entry manifest:full-path="content.xml" manifest:media-type="text/xml">${entry}</manifest:file-entry></manifest:manifest>`;
const odsParts = () => ({ mimetype: { data: ODS, method: 0 }, "META-INF/manifest.xml": manifest(), "content.xml": odsXml(odsTable(TABLE.map((row) => odsRow(row)).join(""))) });
const ods = (parts, end) => zipOf({ ...odsParts(), ...parts }, end);

/** XLSB: records with an id and a length of seven bits a byte. */
const wide = (text) => concat([u32(text.length), utf16(text)]);
const seven = (value) => (value < 128 ? u8(value) : concat([u8((value & 127) | 128), seven(value >>> 7)]));
const record12 = (id, ...parts) => { const body = concat(parts); return concat([seven(id), seven(body.length), body]); };
const cell12 = (cell, column) => {
  if (typeof cell === "number") return record12(5, u32(column, 0), f64(cell));
  return serial(cell) !== undefined ? record12(5, u32(column, 1), f64(serial(cell))) : record12(7, u32(column, 0), u32(texts.indexOf(cell)));
};
const xlsbParts = () => ({
  "[Content_Types].xml": typesXml("bin", "application/vnd.ms-excel.sheet.binary.macroEnabled.main"),
  "_rels/.rels": relsXml(link("rId1", "officeDocument", "xl/workbook.bin")),
  "xl/workbook.bin": concat([record12(131), record12(143), record12(156, u32(0, 1), wide("rId1"), wide("Deals")), record12(144), record12(132)]),
  "xl/_rels/workbook.bin.rels": relsXml(link("rId1", "worksheet", "worksheets/sheet1.bin") + (link("rId2", "sharedStrings", "sharedStrings.bin") + link("rId3", "styles", "styles.bin"))),
  "xl/styles.bin": concat([record12(278), record12(617, u32(2)), ...[0, 14].map((format) => record12(47, u16(0, format), Buffer.alloc(12))), record12(618), record12(279)]),
  "xl/sharedStrings.bin": concat([record12(159, u32(texts.length, texts.length)), ...texts.map((text) => record12(19, u8(0), wide(text))), record12(160)]),
  "xl/worksheets/sheet1.bin": concat([record12(129), record12(148, u32(0, TABLE.length - 1, 0, 6)), record12(145), ...TABLE.flatMap((row, at) => [record12(0, u32(at, 0), u16(300), u8(0, 0, 0), u32(0)), ...row.map(cell12)]), record12(146), record12(130)]),
});
const xlsb = (parts, end) => zipOf({ ...xlsbParts(), ...parts }, end);

/** XLS: records of BIFF8 in a compound file. */
const record8 = (id, ...parts) => { const body = concat(parts); return concat([u16(id, body.length), body]); };
const bof = (kind) => record8(0x809, u16(0x600, kind, 0x0dbb, 0x07cc), u32(0x41, 6));
const text8 = (text) => concat([u16(text.length), u8(1), utf16(text)]);
const cell8 = (cell, row, column) => {
  if (typeof cell === "number") return record8(0x203, u16(row, column, 0), f64(cell));
  return serial(cell) !== undefined ? record8(0x203, u16(row, column, 1), f64(serial(cell))) : record8(0xfd, u16(row, column, 0), u32(texts.indexOf(cell)));
};
function biff8(sheets = [concat(TABLE.flatMap((row, at) => row.map((cell, column) => cell8(cell, at, column))))], shared = concat([u32(texts.length, texts.length), ...texts.map(text8)])) {
  const globals = (offsets) => concat([bof(5), record8(0x42, u16(1200)), ...[0, 14].map((format) => record8(0xe0, u16(0, format), Buffer.alloc(16))),
    ...offsets.map((offset, at) => record8(0x85, u32(offset), u16(0), u8(`S${at}`.length, 0), bytesOf(`S${at}`))), record8(0xfc, shared), record8(0x0a)]);
  const bodies = sheets.map((cells) => concat([bof(0x10), record8(0x200, u32(0, TABLE.length), u16(0, 7, 0)), cells, record8(0x0a)]));
  let at = globals(sheets.map(() => 0)).length;
  return concat([globals(bodies.map((body) => (at += body.length) - body.length)), ...bodies]);
}
function compound(stream, name = "Workbook", { chain = (sector, last) => (sector === last ? -2 : sector + 1), shift = 9, size, start = 2 } = {}) {
  const length = Math.max(4096, Math.ceil(stream.length / 512) * 512);
  const sectors = length / 512;
  const tables = Math.ceil((sectors + 2) / 127); // sectors of the table itself lie behind the stream, all but the first
  const entry = (label, kind, child, first, bytes) => concat([utf16(label.padEnd(32, "\0")), u16(label.length * 2 + 2), u8(kind, 1), u32(-1, -1, child), Buffer.alloc(36), u32(first), u64(bytes)]);
  const fat = concat([u32(-3, -2), ...times(sectors, (at) => u32(chain(at + 2, sectors + 1))), ...times(tables - 1, () => u32(-3))]);
  const places = [0, ...times(tables - 1, (at) => 2 + sectors + at)];
  const table = concat([fat, Buffer.alloc(tables * 512 - fat.length, 0xff)]);
  return concat([u8(0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1), Buffer.alloc(16), u16(0x3e, 3, 0xfffe, shift, 6, 0, 0, 0), u32(0, tables, 1, 0, 4096, -2, 0, -2, 0), concat([u32(...places), Buffer.alloc(436, 0xff)]).subarray(0, 436),
    table.subarray(0, 512), concat([entry("Root Entry", 5, 1, -2, 0), entry(name, 2, -1, start, size ?? length), Buffer.alloc(256)]), stream, Buffer.alloc(length - stream.length), table.subarray(512)]);
}
const xls = () => compound(biff8());

/** Good files: what hostile ones are made from. */
export const GOOD = {
  csv: () => bytesOf(csv()),
  tsv: () => bytesOf(csv(TABLE, "\t", "\r\n")),
  "utf-16le.csv": () => utf16(`\ufeff${csv()}`),
  "utf-16be.csv": () => utf16be(`\ufeff${csv(TABLE, ";")}`),
  "gbk.csv": () => encoded(csv(), "gbk"),
  xlsx, xlsb, ods, xls, ndjson: () => bytesOf(ndjson()),
  json: () => bytesOf(json()),
  "csv.gz": () => concat([gzipSync(csv())]),
  zip: () => zipOf({ "deals.csv": csv() }),
  parquet: () => readFileSync(new URL("../parquet/zstd_v2.parquet", import.meta.url)),
  "snappy.parquet": () => readFileSync(new URL("../parquet/snappy.parquet", import.meta.url)),
};
const OTHERS = {
  "empty.parquet": () => concat([bytesOf("PAR1"), Buffer.alloc(300, 21), u32(40), bytesOf("PAR1")]),
  "big5.csv": () => encoded(csv(), "big5"),
  "sjis.csv": () => encoded(csv(), "shift_jis"),
  "euc-kr.csv": () => encoded(csv(), "euc-kr"),
  "1252.csv": () => encoded(csv(replaced(2, 1, "Zoë – Müller €")), "windows-1252"),
};

// --- The families ---

const ALL = { ...GOOD, ...OTHERS };
const endOf = (format) => format.split(".").pop();
const EXTREMES = ["-1", "0", "00", "", "65536", "16385", "1048577", "2147483648", "4294967296", "99999999999", "18446744073709551616", "1e300", "1e400", "-0", "0.1", "x", "&#0;", "\u0000"];

const MUTATIONS = {
  "bits flipped": (bytes, below) => { for (let left = 1 + below(8); left; left -= 1) bytes[below(bytes.length)] ^= 1 << below(8); return bytes; },
  "bytes swapped": (bytes, below) => { const [one, other] = [below(bytes.length), below(bytes.length)]; [bytes[one], bytes[other]] = [bytes[other], bytes[one]]; return bytes; },
  "range deleted": (bytes, below) => { const at = below(bytes.length); return concat([bytes.subarray(0, at), bytes.subarray(at + 1 + below(64))]); },
  "range doubled": (bytes, below) => { const [at, length] = [below(bytes.length), 1 + below(256)]; return concat([bytes.subarray(0, at + length), bytes.subarray(at)]); },
  "range moved": (bytes, below) => { const [at, to, length] = [below(bytes.length), below(bytes.length), 1 + below(64)]; bytes.copyWithin(to, at, at + length); return bytes; },
  "bytes made extreme": (bytes, below) => { const at = below(bytes.length); return bytes.fill([0, 0xff, 0x7f, 0x80][below(4)], at, at + (1 << below(4))); },
};
/** Texts that stay well-formed, with other numbers, or without a tag, or with one twice. */
const FORGED = {
  "number forged": (text, below) => { const found = [...text.matchAll(/\d+/g)]; const { index, 0: old } = found[below(found.length)]; return text.slice(0, index) + EXTREMES[below(EXTREMES.length)] + text.slice(index + old.length); },
  "tag lost": (text, below) => { const found = [...text.matchAll(/<[^>]+>|[{}[\]",:]/g)]; const { index, 0: old } = found[below(found.length)]; return text.slice(0, index) + text.slice(index + old.length); },
  "tag doubled": (text, below) => { const found = [...text.matchAll(/<[^>]+>|[{}[\]",:]/g)]; const { index, 0: old } = found[below(found.length)]; return text.slice(0, index) + old + text.slice(index); },
};
const CONTAINERS = { xlsx: [xlsxParts, xlsx], ods: [odsParts, ods], xlsb: [xlsbParts, xlsb] };

function* truncated() {
  for (const [format, make] of Object.entries(ALL)) {
    const { length } = make();
    const places = new Set([...times(6, (at) => at + 1), ...times(5, (at) => length - 1 - at), ...times(29, (at) => Math.floor((at * length) / 29))]);
    for (const at of places) yield [`${format} cut at ${at}`, `cut.${endOf(format)}`, () => make().subarray(0, at)];
  }
}

function* mutated() {
  for (const [format, make] of Object.entries(ALL)) {
    for (const [what, mutate] of Object.entries(MUTATIONS)) {
      for (let at = 0; at < 12; at += 1) {
        const label = `${format}: ${what} ${at}`;
        yield [label, `mutated.${endOf(format)}`, () => mutate(Buffer.from(make()), seeded(label))];
      }
    }
  }
}

/** The container is sound, a part of it is not. */
function* mutatedInside() {
  for (const [format, [partsOf, make]] of Object.entries(CONTAINERS)) {
    for (const part of Object.keys(partsOf()).filter((part) => part !== "mimetype")) {
      const isXml = /xml|rels/.test(part);
      for (const [what, mutate] of Object.entries({ ...MUTATIONS, ...(isXml ? FORGED : {}) })) {
        for (let at = 0; at < (/sheet1|content|workbook/.test(part) ? 8 : 3); at += 1) {
          const label = `${format} ${part}: ${what} ${at}`;
          const input = () => (what in FORGED ? partsOf()[part] : Buffer.from(bytesOf(partsOf()[part])));
          yield [label, `inside.${format}`, () => make({ [part]: mutate(input(), seeded(label)) })];
        }
      }
    }
  }
  for (const [format, text] of Object.entries({ json, ndjson, csv })) {
    for (const [what, forge] of Object.entries(FORGED)) for (let at = 0; at < 15; at += 1) yield [`${format}: ${what} ${at}`, `forged.${format}`, () => bytesOf(forge(text(), seeded(`${format}${what}${at}`)))];
  }
}

function* zipStructure() {
  const lies = { crc: [0, 1], size: [0, 1, 0x7fffffff, 0xffffffff], packedSize: [0, 1, 0x7fffffff, 0xffffffff], method: [0, 1, 9, 12, 14, 93, 95, 99, 65535], flags: [1, 8, 0x41, 0x2000, 65535], at: [1, 4, 0x7fffffff, 0xffffffff] };
  for (const [format, part, data] of [["zip", "deals.csv", csv()], ["xlsx", SHEET, sheetXml(rowsXml())]]) {
    const make = (lie) => (format === "zip" ? zipOf({ [part]: { data, ...lie } }) : xlsx({ [part]: { data, ...lie } }));
    for (const where of ["local", "central", "both"]) {
      for (const [field, values] of Object.entries(lies)) for (const value of values) yield [`${format}: ${where} ${field} ${value}`, `lying.${format}`, () => make({ [where]: { [field]: value } })];
      yield [`${format}: ${where} name differs`, `lying.${format}`, () => make({ [where]: { name: "other.bin" } })];
      for (const extra of [u8(1), u16(1, 65535), concat([u16(1, 24), u64(2n ** 63n), u64(2n ** 64n - 1n), u64(2n ** 62n)])]) yield [`${format}: ${where} extra ${extra.toString("hex")}`, `extra.${format}`, () => make({ [where]: { extra, size: 0xffffffff, packedSize: 0xffffffff } })];
    }
    const whole = () => make({});
    yield [`${format}: text before`, `shifted.${format}`, () => concat([bytesOf("MZ before it\n"), whole()])];
    yield [`${format}: text behind`, `shifted.${format}`, () => concat([whole(), Buffer.alloc(70000, 32)])];
    yield [`${format}: twice`, `twice.${format}`, () => concat([whole(), whole()])];
    yield [`${format}: backwards`, `backwards.${format}`, () => Buffer.from(whole()).reverse()];
  }
  const ends = { count: [0, 2, 65535], at: [0, 1, 0xffffffff], size: [0, 1, 0xffffffff], commentLength: [1, 65535], disk: [1, 65535] };
  for (const [field, values] of Object.entries(ends)) for (const value of values) yield [`end ${field} ${value}`, "end.zip", () => zipOf({ "deals.csv": csv() }, { [field]: value })];
  yield ["end in the comment", "end.zip", () => zipOf({ "deals.csv": csv() }, { comment: zip([]) })];
  yield ["long comment", "end.zip", () => zipOf({ "deals.csv": csv() }, { comment: "PK\u0005\u0006".repeat(16000) })];
  for (const [what, offset] of [["far", 2n ** 63n], ["last", 2n ** 64n - 1n], ["own", 0n]]) {
    const record = concat([u32(0x06064b50), u64(44), u16(45, 45), u32(0, 0), u64(offset), u64(offset), u64(offset), u64(offset)]);
    yield [`zip64 ${what}`, "zip64.zip", () => zipOf({ "deals.csv": csv() }, { count: 65535, at: 0xffffffff, size: 0xffffffff, before: concat([record, u32(0x07064b50, 0), u64(offset), u32(1)]) })];
    yield [`zip64 ${what} found`, "zip64.zip", () => { const first = zip([{ name: "deals.csv", data: csv() }]).length - 22; return zipOf({ "deals.csv": csv() }, { count: 65535, at: 0xffffffff, size: 0xffffffff, before: concat([record, u32(0x07064b50, 0), u64(first), u32(1)]) }); }];
  }
  yield ["no entries", "empty.zip", () => zip([])];
  yield ["10,001 entries", "many.zip", () => zip(times(10001, (at) => ({ name: `${at}.csv`, data: at ? "a,b\n1,2\n" : csv(), method: 0 })))];
  yield ["10,001 entries of one name", "same.zip", () => zip(times(10001, () => ({ name: "deals.csv", data: "a,b\n1,2\n", method: 0 })))];
  yield ["10,001 entries beside a workbook", "many.xlsx", () => xlsx(Object.fromEntries(times(10001, (at) => [`xl/media/${at}.bin`, { data: "x", method: 0 }])))];
  yield ["65,535 folders", "folders.zip", () => zip(times(65535, (at) => ({ name: `${at}/`, method: 0 })))];
  yield ["entries that overlap", "overlap.zip", () => zip([{ name: "a.csv", data: csv() }, { name: "b.csv", central: { at: 0 } }, { name: "c.csv", central: { at: 5 } }])];
  yield ["two tables", "two.zip", () => zipOf({ "a.csv": csv(), "b.csv": csv() })];
  yield ["what a desktop adds", "extra.zip", () => zipOf({ "deals.csv": csv(), ".DS_Store": "\0\0", "__MACOSX/._deals.csv": "\0\u0005", "folder/": "" })];
  for (const name of ["../../../deals.csv", "/deals.csv", "C:\\deals.csv", "..\\..\\deals.csv", "a/../../deals.csv", "", ".", "..", "\0.csv", "deals.csv\0.exe", "__proto__", "__proto__/constructor.csv", "CON.csv", "a".repeat(65531) + ".csv", "/".repeat(9000) + "a.csv", "\u202evsc.deals", "<img src=x onerror=alert(1)>.csv", u8(0xff, 0xfe, 0x2e, 0x63, 0x73, 0x76)]) {
    yield [`entry named ${String(name).slice(0, 30)}`, "named.zip", () => zip([{ name, data: csv() }])];
    if (name.length) yield [`entry named ${String(name).slice(0, 30)} beside a workbook`, "named.xlsx", () => zip([...Object.entries(xlsxParts()).map(([part, data]) => ({ name: part, data })), { name, data: csv() }])];
  }
}

function* bombs() {
  const zeros = Buffer.alloc(MIB);
  const line = bytesOf(csv().slice(HEAD.length));
  const lines = concat(times(Math.floor(MIB / line.length), () => line));
  const spaces = Buffer.alloc(MIB, 32);
  const row = bytesOf(rowsXml(TABLE.slice(1)));
  const [sheetHead, sheetTail] = sheetXml("|").split("|");
  yield ["300 MiB of zeros", "bomb.csv.gz", () => gzipOf(repeated(zeros, 300))];
  yield ["200 MiB of zeros", "bomb.zip", () => zipOf({ "deals.csv": repeated(zeros, 200) })];
  yield ["100 MiB of rows", "bomb.csv.gz", () => gzipOf(repeated(lines, 100, HEAD))];
  yield ["100 MiB of rows in a ZIP, said to be 100 bytes", "bomb.zip", () => zipOf({ "deals.csv": { ...repeated(lines, 100, HEAD), both: { size: 100 } } })];
  yield ["200 MiB of spaces in a sheet", "bomb.xlsx", () => xlsx({ [SHEET]: repeated(spaces, 200, sheetHead, sheetTail) })];
  yield ["100 MiB of rows in a sheet, said to be 1 byte", "bomb.xlsx", () => xlsx({ [SHEET]: { ...repeated(concat(times(Math.floor(MIB / row.length), () => row)), 100, sheetHead, sheetTail), both: { size: 1 } } })];
  yield ["100 MiB shared text", "bomb.xlsx", () => xlsx({ "xl/sharedStrings.xml": repeated(Buffer.alloc(MIB, 120), 100, `${XML}<sst ${MAIN}><si><t>`, "</t></si></sst>") })];
  yield ["100 MiB content", "bomb.ods", () => ods({ "content.xml": repeated(bytesOf(odsRow(TABLE[1]).repeat(400)), 130, ...odsXml(odsTable("|")).split("|")) })];
  yield ["100 MiB beside a workbook", "beside.xlsx", () => xlsx({ "xl/media/image.bin": repeated(zeros, 100) })];
  yield ["200 entries of 20 MiB over one another", "overlap.zip", () => { const big = repeated(spaces, 20); return zip([{ name: "0.csv", ...big }, ...times(200, (at) => ({ name: `${at + 1}.csv`, packed: Buffer.alloc(0), crc: big.crc, size: big.size, central: { at: 0, packedSize: big.packed.length } }))]); }];
  yield ["100 MiB of JSON brackets", "bomb.json.gz", () => gzipOf(repeated(Buffer.alloc(MIB, "["), 100))];
  yield ["gzip in gzip, 100 MiB", "bomb.gz.gz", () => gzipSync(gzipOf(repeated(zeros, 100)))];
  for (const depth of [2, 10, 60]) yield [`ZIP in ZIP, ${depth} times`, "nested.zip", () => times(depth, (at) => at).reduce((inner, at) => zipOf({ [`${at}.zip`]: inner }), GOOD.zip())];
  for (const depth of [2, 10, 60]) yield [`gzip in gzip, ${depth} times`, "nested.csv.gz", () => times(depth, () => 0).reduce((inner) => gzipSync(inner), bytesOf(csv()))];
  yield ["100 ZIPs of 20 MiB in a ZIP", "nested.zip", () => { const inner = zipOf({ "a.csv": repeated(spaces, 20) }); return zip(times(100, (at) => ({ name: `${at}.zip`, data: inner }))); }];
  yield ["a workbook in a ZIP in a gzip", "nested.zip.gz", () => gzipSync(zipOf({ "a.zip": zipOf({ "a.xlsx": xlsx() }) }))];
  yield ["100 workbooks in a ZIP", "books.zip", () => { const book = xlsx(); return zip(times(100, (at) => ({ name: `${at}.xlsx`, data: book }))); }];
}

function* xmlAttacks() {
  const laughs = `<!DOCTYPE x [<!ENTITY a "haha">${joined(20, (at) => `<!ENTITY ${String.fromCharCode(98 + at)} "${`&${String.fromCharCode(97 + at)};`.repeat(20)}">`)}]>`;
  const afterHead = (xml, text) => xml.replace(XML, () => XML + text);
  const inRoot = (xml, text) => xml.replace(/<\/[\w:]+>\s*$/, (end) => text + end);
  const anyText = (xml, text) => xml.replace(/(Ann|Deals|rId1)/, () => text);
  const attacks = {
    "entities that explode": (xml) => anyText(afterHead(xml, laughs), "&u;"),
    "an entity of a file": (xml) => anyText(afterHead(xml, '<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/hostname">]>'), "&e;"),
    "a DTD elsewhere": (xml) => afterHead(xml, '<!DOCTYPE x SYSTEM "http://127.0.0.1:9/x.dtd">'),
    "an entity that holds itself": (xml) => anyText(afterHead(xml, '<!DOCTYPE x [<!ENTITY e "&e;">]>'), "&e;"),
    "unknown entities": (xml) => anyText(xml, "&nbsp;&#x110000;&#xD800;&#0;&;"),
    "depth 100,000": (xml) => inRoot(xml, "<a>".repeat(1e5) + "</a>".repeat(1e5)),
    "depth 100,000, unclosed": (xml) => inRoot(xml, "<a>".repeat(1e5)),
    "its own root 20,000 deep": (xml) => XML + (xml.match(/<[\w:]+[^>]*>/)[0].replace(/ xmlns[^>]*/, "")).repeat(2e4),
    "an attribute of 2 MB": (xml) => xml.replace(/(<[\w:]+)( xmlns)/, (_, tag, rest) => `${tag} a="${"x".repeat(2e6)}"${rest}`),
    "100,000 attributes": (xml) => xml.replace(/(<[\w:]+)( xmlns)/, (_, tag, rest) => `${tag}${joined(1e5, (at) => ` a${at}=""`)}${rest}`),
    "a tag name of 2 MB": (xml) => inRoot(xml, `<${"x".repeat(2e6)}/>`),
    "a text of 2 MB": (xml) => anyText(xml, "x".repeat(2e6)),
    "an unclosed comment": (xml) => inRoot(xml, "<!-- "),
    "an unclosed CDATA": (xml) => inRoot(xml, "<![CDATA["),
    "an unclosed instruction": (xml) => inRoot(xml, "<?php "),
    "an unclosed attribute": (xml) => xml.replace('"', ""),
    "NUL bytes": (xml) => anyText(xml, "a\0b\0"),
    "invalid UTF-8": (xml) => Buffer.from(anyText(xml, "\u00ff\u00fe\u00c0"), "latin1"),
    "UTF-16": (xml) => utf16(`\ufeff${xml.replace("UTF-8", "UTF-16")}`),
    "UTF-7 declared": (xml) => xml.replace("UTF-8", "UTF-7"),
    "two roots": (xml) => xml + xml.replace(XML, ""),
    "no root": () => XML,
    "no bytes": () => "",
    "no XML": () => "{}",
    "other prefixes": (xml) => xml.replace(/<(\/?)(\w)/g, "<$1x:$2").replace("xmlns=", "xmlns:x="),
    "no namespaces": (xml) => xml.replace(/ xmlns(:\w+)?="[^"]*"/g, ""),
    "missing part": () => null,
  };
  for (const [format, [partsOf, make]] of Object.entries({ xlsx: CONTAINERS.xlsx, ods: CONTAINERS.ods })) {
    for (const part of Object.keys(partsOf()).filter((part) => part !== "mimetype")) {
      for (const [what, attack] of Object.entries(attacks)) yield [`${format} ${part}: ${what}`, `xml.${format}`, () => make({ [part]: attack(partsOf()[part]) })];
    }
  }
}

function* xlsxContent() {
  const book = (label, parts) => [label, "book.xlsx", () => xlsx(parts()), label];
  const sheet = (label, rows, before, after) => book(label, () => ({ [SHEET]: sheetXml(rows(), before?.() ?? "", after?.() ?? "") }));
  const extra = (cells) => () => rowsXml() + cells;
  for (const ref of ["XFD1048576", "XFE1048577", "A1048577", "A99999999999", "A4294967297", "A18446744073709551617", "A-1", "A0", "0", "", "A", "1", "ZZZZZZZZZZZZZZ1", "a1", "$A$1", "A1:B2", "É1", "R1C1", "Ａ１", " A1", "A 1", "A1".repeat(1e5)]) {
    yield sheet(`cell at ${ref.slice(0, 30)}`, extra(`<row r="20"><c r="${ref}"><v>7</v></c></row>`));
  }
  for (const row of ["0", "-1", "", "1048576", "1048577", "4294967295", "99999999999", "x", "1"]) yield sheet(`row at ${row}`, extra(`<row r="${row}"><c><v>7</v></c><c r="B2"><v>8</v></c></row>`));
  yield sheet("two corners", () => '<row r="1"><c r="A1"><v>1</v></c></row><row r="1048576"><c r="XFD1048576"><v>2</v></c></row>');
  yield sheet("a diagonal of 1,000", () => joined(1000, (at) => `<row r="${at * 1000 + 1}"><c r="${letters(at * 16)}${at * 1000 + 1}"><v>1</v></c></row>`));
  yield sheet("a deal in each corner", () => rowsXml() + `<row r="1048576">${TABLE[1].map((cell, at) => cellXml(cell, 1048575, at + 16000)).join("")}</row>`);
  yield sheet("no positions", () => rowsXml().replace(/ r="\w+"/g, ""));
  yield sheet("rows backwards", () => TABLE.map((row, at) => `<row r="${at + 1}">${row.map((cell, column) => cellXml(cell, at, column)).reverse().join("")}</row>`).reverse().join(""));
  yield sheet("one cell 100,000 times", extra('<row r="2"><c r="A2"><v>1</v></c></row>'.repeat(1e5)));
  yield sheet("200,000 empty rows", extra("<row/>".repeat(2e5)));
  yield sheet("200,000 rows, one cell", extra("<row><c><v>1</v></c></row>".repeat(2e5)));
  yield sheet("16,384 columns, 30 rows", () => joined(30, (row) => `<row r="${row + 1}">${joined(16384, () => "<c><v>1</v></c>")}</row>`));
  yield sheet("cells in cells", extra(`<row r="20">${"<c><row>".repeat(5000)}`));
  for (const value of ["-1", "99", "4294967295", "99999999999", "x", "", "1.5", "-0"]) yield sheet(`shared text ${value}`, extra(`<row r="20"><c r="A20" t="s"><v>${value}</v></c></row>`));
  for (const type of ["b", "e", "d", "str", "inlineStr", "n", "zzz", ""]) for (const value of ["7", "#REF!", "NaN", "2025-99-99"]) yield sheet(`type ${type} with ${value}`, extra(`<row r="20"><c r="G20" t="${type}"><f>A1/0</f><v>${value}</v></c></row>`));
  for (const style of ["-1", "2", "4294967296", "99999999999", "x", ""]) yield sheet(`style ${style}`, extra(`<row r="20"><c r="E20" s="${style}"><v>45000</v></c></row>`));
  for (const day of ["-1", "-0.5", "0", "0.5", "1", "59", "60", "61", "2958465", "2958466", "4294967296", "1e15", "1e300", "-1e300", "1e400", "NaN", "Infinity", "", "45000.99999999999"]) {
    const dated = () => sheetXml(rowsXml(replaced(1, 5, { xml: (ref) => `<c ${ref} s="1"><v>${day}</v></c>` })));
    yield book(`day number ${day}`, () => ({ [SHEET]: dated() }));
    yield book(`day number ${day} of 1904`, () => ({ [SHEET]: dated(), "xl/workbook.xml": bookXml('<sheet name="Deals" sheetId="1" r:id="rId1"/>', '<workbookPr date1904="1"/>') }));
  }
  for (const ref of ["A1", "A1:XFD1048576", "A1:A0", "B5:A1", "A99999999999", "x", "", "A1:XFD4294967295"]) yield sheet(`dimension ${ref}`, rowsXml, () => `<dimension ref="${ref}"/>`);
  const merges = (...refs) => () => `<mergeCells count="1">${refs.map((ref) => `<mergeCell ref="${ref}"/>`).join("")}</mergeCells>`;
  for (const ref of ["A1:XFD1048576", "A1:G13", "A:XFD", "1:1048576", "B2:A1", "A1:A99999999999", "x", "", "A1"]) yield sheet(`merged ${ref}`, rowsXml, undefined, merges(ref));
  yield sheet("100,000 merged areas", rowsXml, undefined, merges(...times(1e5, (at) => `A${at * 2 + 1}:B${at * 2 + 2}`)));
  yield sheet("2,000 merged areas over each other", rowsXml, undefined, merges(...times(2000, (at) => `A${at + 1}:XFD1048576`)));
  for (const range of ['min="1" max="16384"', 'min="-5" max="99999999999"', 'min="9" max="1"', ""]) yield sheet(`columns ${range}`, rowsXml, () => `<cols><col ${range} hidden="1"/></cols>`);
  for (const counts of ['count="4294967295" uniqueCount="4294967295"', 'count="-1" uniqueCount="-1"', 'uniqueCount="1e9"', 'uniqueCount="18446744073709551616"', 'count="0" uniqueCount="0"', ""]) yield book(`shared texts ${counts}`, () => ({ "xl/sharedStrings.xml": sharedXml(texts, counts) }));
  yield book("200,000 shared texts", () => ({ "xl/sharedStrings.xml": sharedXml([...texts, ...times(2e5, (at) => `t${at}`)]) }));
  yield book("one rich text of 100,000 pieces", () => ({ "xl/sharedStrings.xml": sharedXml(texts).replace("<t>Ann</t>", "<r><t>A</t></r>".repeat(1e5)) }));
  const formats = (code, id = 164) => stylesXml(`<xf numFmtId="0"/><xf numFmtId="${id}"/>`, `<numFmts count="1"><numFmt numFmtId="${id}" formatCode="${code}"/></numFmts>`);
  for (const code of ["", "[", "[[[[[[", "\\", "&quot;", "&quot;y", "yyyy-mm-dd;@;[Red]", "[$-F800]dddd", "[h]:mm:ss", ";;;;;;;;;", "y".repeat(1e6), "[".repeat(1e5), "0.".repeat(1e5), "General"]) yield book(`format ${code.slice(0, 20)}`, () => ({ "xl/styles.xml": formats(code) }));
  for (const id of ["-1", "49", "163", "65536", "99999999999", "x", ""]) yield book(`format id ${id}`, () => ({ "xl/styles.xml": formats("yyyy", id) }));
  yield book("100,000 styles", () => ({ "xl/styles.xml": stylesXml('<xf numFmtId="14"/>'.repeat(1e5), "", 'count="4294967295"') }));
  const sheets = (count, target) => ({ "xl/workbook.xml": bookXml(joined(count, (at) => `<sheet name="S${at}" sheetId="${at + 1}" r:id="s${at}"/>`)), "xl/_rels/workbook.xml.rels": relsXml(joined(count, (at) => link(`s${at}`, "worksheet", target(at))) + LINKS) });
  yield book("5,000 sheets", () => ({ ...sheets(5000, (at) => `worksheets/s${at}.xml`), ...Object.fromEntries(times(5000, (at) => [`xl/worksheets/s${at}.xml`, { data: at === 4999 ? sheetXml(rowsXml()) : sheetXml(""), method: 0 }])) }));
  yield book("5,000 times one sheet", () => sheets(5000, () => "worksheets/sheet1.xml"));
  yield book("5,000 sheets that are not there", () => sheets(5000, (at) => `worksheets/none${at}.xml`));
  yield book("no sheets", () => sheets(0));
  for (const name of ["", "__proto__", "x".repeat(1e6), "a/b\\c:*?[]", "\u202e", "&lt;img src=x&gt;", "Deals&#10;more"]) yield book(`sheet named ${name.slice(0, 20)}`, () => ({ "xl/workbook.xml": bookXml(`<sheet name="${name}" sheetId="1" r:id="rId1"/>`) }));
  for (const attributes of ['name="A" sheetId="1"', 'r:id="rId1"', 'name="A" r:id="rId9"', 'name="A" r:id="rId1" state="veryHidden"', 'name="A" r:id="rId2"']) yield book(`sheet with ${attributes}`, () => ({ "xl/workbook.xml": bookXml(`<sheet ${attributes}/>`) }));
  for (const target of ["workbook.xml", "../xl/workbook.xml", "_rels/workbook.xml.rels", "/xl/worksheets/sheet1.xml", "../../../../etc/passwd", "http://127.0.0.1:9/", "", ".", "none.xml", "WORKSHEETS/SHEET1.XML", "worksheets\\sheet1.xml", "worksheets/%73heet1.xml", "./././worksheets/../worksheets/sheet1.xml", "#".repeat(1e5)]) {
    yield book(`sheet lies at ${target.slice(0, 40)}`, () => ({ "xl/_rels/workbook.xml.rels": relsXml(link("rId1", "worksheet", target, target.startsWith("http") ? 'TargetMode="External"' : "") + LINKS) }));
    yield book(`workbook lies at ${target.slice(0, 40)}`, () => ({ "_rels/.rels": relsXml(link("rId1", "officeDocument", target)) }));
  }
  yield book("100,000 relations", () => ({ "xl/_rels/workbook.xml.rels": relsXml(joined(1e5, (at) => link(`r${at}`, "worksheet", "a")) + link("rId1", "worksheet", "worksheets/sheet1.xml") + LINKS) }));
  yield book("no parts but the types", () => Object.fromEntries(Object.keys(xlsxParts()).map((part) => [part, part.startsWith("[") ? "" : null])));
  yield ["encrypted, as a compound file", "secret.xlsx", () => compound(Buffer.alloc(9000, 7), "EncryptedPackage")];
}

function* odsContent() {
  const sheet = (label, content) => [label, "sheet.ods", () => ods({ "content.xml": odsXml(content()) }), label];
  const good = () => TABLE.map((row) => odsRow(row)).join("");
  const counts = ["16384", "1048576", "2147483647", "2147483648", "4294967296", "18446744073709551616", "0", "-1", "1e9", "x", ""];
  for (const count of counts) {
    yield sheet(`empty cells × ${count}`, () => odsTable(good() + `<table:table-row><table:table-cell table:number-columns-repeated="${count}"/></table:table-row>`));
    yield sheet(`filled cells × ${count}`, () => odsTable(good().replace("<table:table-cell ", `<table:table-cell table:number-columns-repeated="${count}" `)));
    yield sheet(`empty rows × ${count}`, () => odsTable(`${good()}<table:table-row table:number-rows-repeated="${count}"><table:table-cell/></table:table-row>`));
    yield sheet(`empty rows × ${count}, then a deal`, () => odsTable(`${good()}<table:table-row table:number-rows-repeated="${count}"><table:table-cell/></table:table-row>${odsRow(TABLE[1])}`));
    yield sheet(`a deal × ${count}`, () => odsTable(good() + odsRow(TABLE[1], `table:number-rows-repeated="${count}"`)));
    yield sheet(`a wide row × ${count}`, () => odsTable(`${good()}<table:table-row table:number-rows-repeated="${count}"><table:table-cell table:number-columns-repeated="16384" office:value-type="float" office:value="1"/></table:table-row>`));
    yield sheet(`spanned cells × ${count}`, () => odsTable(good().replace("<table:table-cell ", `<table:table-cell table:number-rows-spanned="${count}" table:number-columns-spanned="${count}" `)));
    yield sheet(`${count} spaces in a text`, () => odsTable(good().replace("Ann", `Ann<text:s text:c="${count}"/>`)));
  }
  for (const day of ["", "9999-99-99", "-0001-01-01", "2025-02-30", "99999999999-01-01", "2025-01-01T99:99:99", "x", "2025-01-01T00:00:00.000000000000000000001Z"]) yield sheet(`day ${day}`, () => odsTable(TABLE.map((row, at) => odsRow(at === 1 ? row.with(5, { ods: `<table:table-cell office:value-type="date" office:date-value="${day}"/>` }) : row)).join("")));
  for (const value of ["", "NaN", "1e400", "-1e400", "x", "1,5", "0x10"]) for (const type of ["float", "currency", "percentage", "zzz", "boolean", "time"]) yield sheet(`${type} ${value}`, () => odsTable(TABLE.map((row, at) => odsRow(at === 1 ? row.with(6, { ods: `<table:table-cell office:value-type="${type}" office:value="${value}"/>` }) : row)).join("")));
  yield sheet("5,000 tables", () => joined(5000, (at) => odsTable(at === 4999 ? good() : "", `T${at}`)));
  yield sheet("tables in tables", () => `<table:table table:name="T"><table:table-row><table:table-cell>`.repeat(3000));
  yield sheet("rows in groups", () => odsTable("<table:table-row-group>".repeat(2000) + good() + "</table:table-row-group>".repeat(2000)));
  yield sheet("no table", () => "");
  yield ["encrypted", "secret.ods", () => ods({ "META-INF/manifest.xml": manifest('<manifest:encryption-data manifest:checksum-type="SHA1/1K"/>'), "content.xml": Buffer.alloc(800, 200) })];
  for (const type of ["", "application/vnd.oasis.opendocument.text", "x".repeat(1e5), "\0"]) yield [`type ${type.slice(0, 40)}`, "type.ods", () => ods({ mimetype: { data: type, method: 0 } })];
  yield ["flat", "flat.fods", () => bytesOf(odsXml(odsTable(good()), "document"))];
}

function* xlsContent() {
  const body = () => biff8();
  const book = (label, make) => [label, "old.xls", make];
  for (const next of [0, 1, 2, 3, 9999, 0x7fffffff, -1, -3]) yield book(`sectors that lead to ${next}`, () => compound(body(), "Workbook", { chain: () => next }));
  for (const size of [0, 1, 100, 4095, 2 ** 31, 2 ** 53]) yield book(`stream said to be ${size}`, () => compound(body(), "Workbook", { size }));
  for (const start of [0, 1, 5, 9999, -1, -2]) yield book(`stream starts at ${start}`, () => compound(body(), "Workbook", { start }));
  for (const shift of [0, 1, 12, 16, 31, 63, 65535]) yield book(`sectors of 2^${shift}`, () => compound(body(), "Workbook", { shift }));
  for (const name of ["Book", "WORKBOOK", "WordDocument", "EncryptedPackage", "", "\u0001"]) yield book(`stream named ${name}`, () => compound(body(), name));
  for (const [what, cell] of Object.entries({ last: [65535, 255], beyond: [65535, 65535], "negative style": [20, 1] })) yield book(`cell at the ${what}`, () => compound(biff8([concat([record8(0x203, u16(...cell, 65535), f64(1))])])));
  for (const value of [NaN, Infinity, -Infinity, 1e300, -1, 60, 5e-324]) yield book(`number ${value}`, () => compound(biff8([concat([...TABLE.flatMap((row, at) => row.map((cell, column) => cell8(at === 1 && column > 4 ? value : cell, at, column))), record8(0x203, u16(1, 5, 1), f64(value))])])));
  for (const index of [99, 0x7fffffff, -1]) yield book(`shared text ${index}`, () => compound(biff8([record8(0xfd, u16(0, 0, 0), u32(index))])));
  for (const count of [0, 0x7fffffff, -1]) yield book(`${count} shared texts`, () => compound(biff8(undefined, concat([u32(count, count), ...texts.map(text8)]))));
  for (const length of [0, 9, 65535]) yield book(`shared text of ${length}`, () => compound(biff8(undefined, concat([u32(1, 1), u16(length), u8(0x0d), u16(65535), u32(-1), utf16("x")]))));
  yield book("one cell 60,000 times", () => compound(biff8([concat(times(60000, (at) => record8(0x203, u16(at, at % 256, 1), f64(at))))])));
  yield book("300 sheets", () => compound(biff8(times(300, () => cell8("Ann", 0, 0)))));
  yield book("records that lie", () => compound(concat([body().subarray(0, 40), u16(0xfd, 65535), body().subarray(40)])));
  yield book("formulas without end", () => compound(biff8([concat(times(2000, (at) => record8(0x06, u16(at, 0, 0), f64(1), u16(0), u32(0), u16(65535), Buffer.alloc(20, 0x44))))])));
  yield book("without a compound file", body);
  yield ["markup as XLS", "old.xls", () => bytesOf(`<html><table>${TABLE.map((row) => `<tr>${row.map((cell) => `<td>${cell}</td>`).join("")}</tr>`).join("")}</table></html>`)];
  yield ["XML of 2003 as XLS", "old.xls", () => bytesOf(`${XML}<Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet"><Worksheet><Table>${TABLE.map((row) => `<Row>${row.map((cell) => `<Cell><Data>${cell}</Data></Cell>`).join("")}</Row>`).join("")}</Table></Worksheet></Workbook>`)];
  const record = (label, part, bytes) => [label, "binary.xlsb", () => xlsb({ [part]: bytes() })];
  const sheet = xlsbParts()["xl/worksheets/sheet1.bin"];
  for (const rows of [[0, -1, 0, -1], [5, 0, 5, 0], [0, 1048575, 0, 16383]]) yield record(`XLSB dimension ${rows}`, "xl/worksheets/sheet1.bin", () => concat([record12(129), record12(148, u32(...rows)), sheet.subarray(3 + 18)]));
  for (const row of [1048575, 1048576, -1]) yield record(`XLSB row ${row}`, "xl/worksheets/sheet1.bin", () => concat([record12(129), record12(145), record12(0, u32(row, 0), u16(300), u8(0, 0, 0), u32(0)), record12(5, u32(row, 0), f64(NaN)), record12(146), record12(130)]));
  for (const [what, length] of [["endless", u8(255, 255, 255, 255)], ["huge", u8(255, 255, 255, 127)], ["zero", u8(0)]]) yield record(`XLSB record of ${what} length`, "xl/worksheets/sheet1.bin", () => concat([u8(5), length, sheet]));
  for (const count of [-1, 0x7fffffff]) yield record(`XLSB ${count} shared texts`, "xl/sharedStrings.bin", () => concat([record12(159, u32(count, count)), record12(19, u8(0), u32(count), utf16("x")), record12(160)]));
}

function* jsonContent() {
  const object = (extra) => `[${json().slice(1, -1)},${extra}]`;
  const contents = {
    "arrays 100,000 deep": () => "[".repeat(1e5) + "]".repeat(1e5), "arrays 100,000 deep, unclosed": () => "[".repeat(1e5), "objects 100,000 deep": () => '{"a":'.repeat(1e5) + "1" + "}".repeat(1e5),
    "rows, then depth": () => object(`{"id":${"[".repeat(1e5)}${"]".repeat(1e5)}}`), "number 1e309": () => object('{"amount":1e309}'), "number 1e-999999999": () => object('{"amount":1e-999999999}'), "exponent of 100,000 digits": () => object(`{"amount":1e${"9".repeat(1e5)}}`),
    "a million digits": () => object(`{"amount":${"9".repeat(1e6)}}`), "lone surrogates": () => object('{"owner":"\\ud800","customer":"\\udc00\\ud800"}'), "bad escapes": () => object('{"owner":"\\x41\\u12"}'), "NUL escaped": () => object('{"owner":"a\\u0000b"}'),
    "doubled keys": () => object('{"id":"1","id":"2","amount":1,"amount":"x"}'), "prototype keys": () => object('{"__proto__":{"polluted":1},"constructor":{"prototype":{"polluted":1}},"toString":1,"hasOwnProperty":2,"valueOf":3}'),
    "only prototype keys": () => '[{"__proto__":"a","constructor":"b","toString":"c"},{"__proto__":"d","constructor":"e","toString":"f"}]', "200,000 keys": () => `[{${joined(2e5, (at) => `"k${at}":${at}`, ",")}}]`, "200,000 rows with a key each": () => `[${joined(2e5, (at) => `{"k${at}":1}`, ",")}]`,
    "2,000 rows × 2,000 keys, all different": () => `[${joined(2000, (row) => `{${joined(20, (at) => `"k${row * 20 + at}":1`, ",")}}`, ",")}]`, "empty key": () => '[{"":1,"a":2},{"":3,"a":4}]', "long key": () => `[{"${"k".repeat(1e6)}":1}]`, "5 MB of text": () => object(`{"owner":"${"x".repeat(5e6)}"}`),
    unterminated: () => json().slice(0, -1), "unterminated text": () => '[{"id":"abc', "a trailing comma": () => json().replace("]", ",]"), "commas only": () => "[,,,,]", "no numbers": () => object('{"amount":NaN}'), infinite: () => object('{"amount":-Infinity}'),
    "single quotes": () => "[{'id':1}]", comments: () => `/* x */${json()}`, "BOM first": () => `\ufeff${json()}`, "BOM inside": () => json().replace("},", "},\ufeff"), "two documents": () => json() + json(), "document and text": () => `${json()} and more`, "null rows": () => "[null,null,{}]", "rows of all kinds": () => '[1,"a",null,true,[1],{"id":1}]',
    "rows as arrays": () => JSON.stringify(TABLE), "arrays of unequal length": () => '[["a","b"],[1],[1,2,3,4]]', "columns as arrays": () => JSON.stringify({ id: [1, 2], amount: [3, 4] }), "rows under a key": () => JSON.stringify({ data: objects(), more: objects() }), "rows far below": () => JSON.stringify({ a: { b: { c: { d: objects() } } } }), "objects in cells": () => object('{"owner":{"name":"Ann","tags":[1,2,{"x":[]}]}}'), "UTF-16": () => utf16(json()), "empty objects": () => `[${"{},".repeat(1e5)}{}]`,
    "newlines in texts": () => object('{"owner":"a\nb"}'), "odd numbers": () => object('{"amount":01},{"amount":+1},{"amount":.5},{"amount":1.},{"amount":0x10},{"amount":-}'), "big integers": () => object('{"amount":9007199254740993},{"amount":123456789012345678901234567890}'), "mixed types": () => object('{"amount":true},{"amount":[]},{"amount":"10"},{"amount":null}'),
    "100,000 empty arrays": () => `[${"[],".repeat(1e5)}[]]`, "a line of 20 MB": () => `[{"id":"${"a".repeat(2e7)}"}]`, "brackets out of step": () => "[{]}", "white space": () => " \n\t\r".repeat(1e5), "vertical tabs": () => `\v\f${json()}`,
  };
  for (const scalar of ["null", "true", "0", "-0", "1e999", '""', '"a"', "[]", "{}", "[[]]", "[{}]", "nul", "-", '"']) contents[`only ${scalar}`] = () => scalar;
  for (const [what, make] of Object.entries(contents)) {
    yield [what, "data.json", () => bytesOf(make())];
    yield [`${what}, as lines`, "data.ndjson", () => concat([bytesOf(ndjson()), bytesOf(make()), bytesOf("\n")])];
  }
  for (const between of ["", ",", "\n\n\n", "\r", "\u2028", "\u001e", ";"]) yield [`lines parted by ${JSON.stringify(between)}`, "data.jsonl", () => bytesOf(objects().map((row) => JSON.stringify(row)).join(between))];
  yield ["100,000 lines that are no JSON", "data.ndjson", () => bytesOf(ndjson() + "{x}\n".repeat(1e5))];
  yield ["100,000 lines of other keys", "data.ndjson", () => bytesOf(joined(1e5, (at) => `{"a${at}":1}\n`))];
}

function* csvContent() {
  const WORDS = "undefined null, NaN";
  const odd = "\u202e\u200b\u2066\ufeff\u00ad";
  const contents = {
    "20,000 columns": () => `${joined(2e4, (at) => `c${at}`, ",")}\n${joined(2e4, () => "1", ",")}\n`, "20,000 columns of one name": () => `${"a,".repeat(2e4)}\n${"1,".repeat(2e4)}\n`, "a line of 20 MB": () => HEAD + "x".repeat(2e7), "a line of 20 MB in cells": () => HEAD + "ab,".repeat(7e6), "a cell of 5 MB": () => `${csv()}D99,"${"x\n".repeat(25e5)}",C,Won,2025-01-01,2025-01-02,1\n`, "a header of 5 MB": () => `${"h".repeat(5e6)},b\n1,2\n`,
    "only quotes": () => '"'.repeat(1e5), "an odd number of quotes": () => '"'.repeat(99999), "quotes and commas": () => '","'.repeat(5e4), "an unclosed quote": () => csv().replace("Ann", '"Ann'), "an unclosed quote at once": () => `"${csv()}`, "a quote inside": () => csv().replace("Ann", 'A"nn'), "text behind a quote": () => csv().replace("Ann", '"A"nn'), "backslash quotes": () => csv().replace("Ann", '"A\\"nn"'),
    "NUL bytes": () => csv().replaceAll("n", "\0"), "NUL bytes only": () => Buffer.alloc(1e5), "NUL in the header": () => csv().replace("owner", "ow\0ner"), "mixed ends": () => csv().replace(/\n/g, (_, at) => ["\n", "\r", "\r\n", "\n\r", "\r\r\n"][at % 5]), "only \\r": () => csv(TABLE, ",", "\r"), "line separators": () => csv(TABLE, ",", "\u2028"), "NEL ends": () => csv(TABLE, ",", "\u0085"), "no end": () => csv().trimEnd(),
    "mixed encodings": () => concat([bytesOf(csv()), encoded(csv(), "gbk"), utf16(csv()), encoded(csv(), "shift_jis")]), "UTF-8, then Latin 1": () => concat([bytesOf(csv()), u8(0xe9, 0xe8, 0x2c, 0x0a)]), "UTF-16 without a mark": () => utf16(csv()), "UTF-16, odd": () => concat([utf16(`\ufeff${csv()}`), u8(0)]), "UTF-16, lone surrogates": () => utf16(`\ufeff${csv().replace("Ann", "\ud800A\udc00")}`), "UTF-16, wrong way": () => utf16be(`\ufffe${csv()}`), "UTF-32": () => concat([u32(0xfeff), ...Array.from(csv(), (char) => u32(char.codePointAt(0)))]), "UTF-7": () => `+/v8-${csv()}`, "EBCDIC": () => u8(...times(4000, (at) => 0xc1 + (at % 9))),
    "surrogates as bytes": () => concat([bytesOf(csv()), u8(0xed, 0xa0, 0x80, 0x2c, 0xed, 0xb0, 0x80, 0x0a)]), "overlong bytes": () => concat([bytesOf(csv()), u8(0xc0, 0xaf, 0xe0, 0x80, 0xaf, 0xf8, 0x88, 0x80, 0x80, 0x80, 0x0a)]), "cut character": () => bytesOf(csv().slice(0, csv().indexOf("王") + 1)).subarray(0, -1), "bytes 0x80 to 0xff": () => u8(...times(5000, (at) => 128 + (at % 128))), "all bytes": () => u8(...times(65536, (at) => at % 256)),
    "a mark inside": () => csv().replace("Ann", "\ufeffAnn"), "two marks": () => `\ufeff\ufeff${csv()}`, "a mark alone": () => "\ufeff", "half a mark": () => u8(0xef, 0xbb), "UTF-16 mark alone": () => u8(0xff, 0xfe), "header __proto__": () => csv().replace("owner", "__proto__"), "header constructor": () => csv().replace("customer", "constructor"), "prototype headers": () => "__proto__,constructor,hasOwnProperty,toString\n1,2,3,4\n", "header twice": () => csv().replace("owner", "amount"), "all headers the same": () => csv().replace(HEAD, "amount,amount,amount,amount,amount,amount,amount\n"), "headers empty": () => csv().replace(HEAD, ",,,,,,\n"), "no header": () => csv(TABLE.slice(1)), "header alone": () => HEAD, "header 1,000 times": () => HEAD.repeat(1000),
    "50,000 blank lines": () => "\n".repeat(5e4), "50,000 blank lines between": () => HEAD + "\n".repeat(5e4) + csv(TABLE.slice(1)), "50,000 blank lines before": () => "\r\n".repeat(5e4) + csv(), "only commas": () => ",".repeat(1e5), "only tabs": () => "\t\t\t\n".repeat(1e4), "only semicolons": () => ";;;\n".repeat(1e4), "only spaces": () => " ".repeat(1e5), "lines of unequal length": () => joined(2000, (at) => `${"a,".repeat(at % 50)}\n`), "rows of 10,000 cells in a small table": () => csv() + `${"1,".repeat(1e4)}\n`.repeat(50), "all delimiters": () => csv().replace(/,/g, (_, at) => ",;\t|"[at % 4]), "sep= first": () => `sep=;\n${csv(TABLE, ";")}`, "sep= odd": () => `sep=\0\n${csv()}`,
    "direction marks": () => csv().replaceAll("n", `n${odd}`), "header of marks": () => csv().replace("owner", `${odd}owner${odd}`), "10,000 accents": () => csv().replace("Ann", `A${"\u0301".repeat(1e4)}`), "formulas": () => csv().replaceAll("Client", "=cmd|' /C calc'!A0").replace("Ann", "@SUM(1+1)").replace("Bob", "+1-1"), "markup": () => csv().replaceAll("Client", "<script>alert(1)</script>").replace("Ann", "<img src=x onerror=alert(1)>").replace("stage", "stage<b>"), "template payloads": () => csv().replaceAll("Client", "${7*7}{{7*7}}%s%n'; DROP TABLE x; --"), "escape sequences": () => csv().replaceAll("Client", "\x1b]0;x\x07\x1b[2J\b\b"), "the words of programs": () => csv().replace("Ann", "undefined").replace("王芳", "null").replace("Bob", "NaN"),
    "20,000 people": () => HEAD + joined(2e4, (at) => `D${at},P${at},C${at},Won,2025-01-01,2025-02-01,1\n`), "20,000 stages": () => HEAD + joined(2e4, (at) => `D${at},Ann,C,S${at},2025-01-01,2025-02-01,1\n`), "20,000 times one id": () => HEAD + "D,Ann,C,Won,2025-01-01,2025-02-01,1\n".repeat(2e4), "a day in each year": () => HEAD + joined(9999, (at) => `D${at},Ann,C,Won,${String(at + 1).padStart(4, "0")}-01-01,${String(at + 1).padStart(4, "0")}-12-31,1\n`), "amounts that overflow together": () => HEAD + "D,Ann,C,Won,2025-01-01,2025-02-01,90071992547409.91\n".repeat(5000), "the largest amounts": () => HEAD + joined(50, (at) => `D${at},Ann,C,Won,2025-01-01,2025-02-01,92233720368547758.07\n`), "two lines": () => "a,b\n1,2", "one word": () => "word", "prose": () => "Dear all, this is not a table. ".repeat(2000), "mail": () => `From: a@example.com\r\nSubject: x\r\n\r\n${csv()}`, "private key": () => "-----BEGIN PRIVATE KEY-----\nMIIE\n",
  };
  for (const [what, make] of Object.entries(contents)) {
    yield [what, "deals.csv", () => bytesOf(make())];
    if (!/MB/.test(what)) yield [`${what}, packed`, "deals.csv.gz", () => gzipSync(bytesOf(make()), { level: 1 }), WORDS];
  }
}

/** One odd value in a sound table, in four formats. */
function* values() {
  const amounts = ["1e400", "-1e400", "1e308", "1e-400", "9999999999999999999999", "-9999999999999999999999", "92233720368547758.07", "92233720368547758.08", "-92233720368547758.08", "170141183460469231731687303715884105728", "0.001", "-0", "00", "NaN", "Infinity", "-Infinity", "1,2,3,4", "1.2.3", "1'000", "¥1.000,00", "(5)", "--5", "+5", "5-", "５", "٣", "Ⅻ", "½", "1e", "e1", "0x10", "1_000", "1 000", "1\u00a0000", "$", "%", "50%", "1/2", "∞", "true", "null", "undefined", "#REF!", "\0", " ", "1e5 USD", "9".repeat(400), `0.${"9".repeat(400)}`, `1${",000".repeat(50)}`];
  const days = ["9999-99-99", "9999-12-31", "10000-01-01", "-271821-04-20", "+275760-09-13", "275761-01-01", "0000-00-00", "0000-01-01", "0001-01-01", "2025-13-01", "2025-00-10", "2025-02-30", "1900-02-29", "2024-02-29", "01/02/03", "31/31/2025", "2025-1-1", "20250101", "99999999", "0", "-1", "60", "45000", "1e300", "2147483648", "1735689600000", "2025-01-01T25:61:61Z", "2025-01-01T00:00:00+99:99", "2025-W99-9", "2025-366", "31.12.9999", "12/31/-5", "２０２５-０１-０１", "二〇二五年一月一日", "2025年13月40日", "民國114年1月1日", "Feb 30 2025", "now", "today", "NaN", "Invalid Date", "2025-01-01\0", "2025--01-01", "١٤٤٦-٠١-٠١", "-", "9".repeat(400)];
  const formats = { csv: (rows) => bytesOf(csv(rows)), json: (rows) => bytesOf(json(rows)), xlsx: (rows) => xlsx({ [SHEET]: sheetXml(rowsXml(rows)) }), ods: (rows) => ods({ "content.xml": odsXml(odsTable(rows.map((row) => odsRow(row)).join(""))) }) };
  for (const [column, list] of [[6, amounts], [5, days], [4, days.slice(0, 12)]]) {
    for (const [at, value] of list.entries()) {
      for (const [format, make] of Object.entries(formats).filter(([format]) => format === "csv" || format === "json" || column < 6 || at % 2)) {
        yield [`${TABLE[0][column]} ${value.slice(0, 30)} in ${format}`, `value.${format}`, () => make(replaced(1, column, value)), value];
        if (format === "csv") yield [`all ${TABLE[0][column]} ${value.slice(0, 30)}`, "value.csv", () => make(TABLE.map((row, index) => (index ? row.with(column, value) : row))), value];
      }
    }
  }
}

function* gzipStructure() {
  const good = () => concat([gzipSync(csv())]);
  const changed = (at, ...values) => () => { const bytes = good(); values.forEach((value, index) => (bytes[(at + bytes.length + index) % bytes.length] = value)); return bytes; };
  yield ["two members", "two.csv.gz", () => concat([gzipSync(HEAD), gzipSync(csv(TABLE.slice(1)))])];
  yield ["20,000 members", "many.csv.gz", () => { const line = gzipSync("D,Ann,C,Won,2025-01-01,2025-02-01,1\n"); return concat([gzipSync(HEAD), ...times(2e4, () => line)]); }];
  yield ["20,000 empty members", "many.csv.gz", () => { const empty = gzipSync(""); return concat([...times(2e4, () => empty), good()]); }];
  yield ["a second member that is broken", "two.csv.gz", () => concat([good(), good().subarray(0, 30)])];
  for (const [what, tail] of [["zeros", Buffer.alloc(512)], ["text", bytesOf("trailing")], ["half a header", u8(31, 139)], ["one byte", u8(31)]]) yield [`${what} behind`, "tail.csv.gz", () => concat([good(), tail])];
  yield ["wrong CRC", "crc.csv.gz", changed(-8, 1, 2, 3, 4)];
  yield ["wrong length", "length.csv.gz", changed(-4, 255, 255, 255, 255)];
  for (const method of [0, 7, 9, 255]) yield [`method ${method}`, "method.csv.gz", changed(2, method)];
  for (const flags of [1, 2, 4, 8, 16, 31, 32, 0xe0, 255]) yield [`flags ${flags}`, "flags.csv.gz", changed(3, flags)];
  yield ["a name of 1 MB", "named.csv.gz", () => concat([u8(31, 139, 8, 8, 0, 0, 0, 0, 0, 3), Buffer.alloc(1e6, 97), u8(0), good().subarray(10)])];
  yield ["an extra field that is too long", "extra.csv.gz", () => concat([u8(31, 139, 8, 4, 0, 0, 0, 0, 0, 3, 255, 255), good().subarray(10)])];
  yield ["nothing packed", "empty.csv.gz", () => gzipSync("")];
  for (const format of ["xlsx", "ods", "json", "ndjson", "zip", "xls"]) yield [`${format} packed`, `packed.${format}.gz`, () => gzipSync(GOOD[format]())];
  yield ["stored blocks that never end", "stored.csv.gz", () => concat([good().subarray(0, 10), ...times(20000, () => u8(0, 0, 0, 255, 255))])];
  yield ["a distance before the start", "distance.csv.gz", () => concat([good().subarray(0, 10), u8(0x4b, 0x04, 0x82, 0x44, 0x00), u32(0, 9)])];
}

function* wrongExtensions() {
  for (const [format, make] of Object.entries(ALL)) {
    for (const end of ["csv", "tsv", "txt", "xlsx", "xls", "xlsb", "ods", "json", "ndjson", "gz", "zip", "parquet", "pdf", "CSV", ""]) if (end !== endOf(format)) yield [`${format} as ${end || "nothing"}`, end ? `wrong.${end}` : "wrong", make];
  }
}

function* foreign() {
  const marks = { PDF: "%PDF-1.7\n%\u00e2\u00e3", PNG: "\u0089PNG\r\n\u001a\n\0\0\0\rIHDR", JPEG: "\u00ff\u00d8\u00ff\u00e0\0\u0010JFIF", "7z": "7z\u00bc\u00af'\u001c", RAR: "Rar!\u001a\u0007\u0001\0", zstd: "(\u00b5/\u00fd", xz: "\u00fd7zXZ\0", bzip2: "BZh91AY&SY", SQLite: "SQLite format 3\0", Arrow: "ARROW1\0\0", ELF: "\u007fELF\u0002\u0001\u0001", WebAssembly: "\0asm\u0001\0\0\0", HTML: "<!DOCTYPE html><html><body><table><tr><td>1</td></tr></table>", SVG: "<svg xmlns='http://www.w3.org/2000/svg'/>", XML: "<?xml version='1.0'?><rows><row a='1'/></rows>", YAML: "---\na: 1\n", RTF: "{\\rtf1 a,b\\par 1,2}", PostScript: "%!PS-Adobe", Avro: "Obj\u0001", ORC: "ORC", Parquet: "PAR1", "Parquet, secret": "PARE", tar: "deals.csv\0", shell: "#!/bin/sh\n", compress: "\u001f\u009d\u0090", zlib: "x\u009c", lzma: "]\0\0\u0080\0", MHTML: "MIME-Version: 1.0\r\nContent-Type: multipart/related\r\n\r\n", "cloud pointer": "version https://git-lfs.github.com/spec/v1\noid sha256:0\nsize 1\n" };
  for (const [what, mark] of Object.entries(marks)) {
    for (const end of ["csv", "xlsx", "bin"]) yield [`${what} as ${end}`, `foreign.${end}`, () => { const below = seeded(what); return concat([Buffer.from(mark, "latin1"), u8(...times(600, () => below(256)))]); }];
    yield [`${what}, the mark alone`, "foreign.csv", () => Buffer.from(mark, "latin1")];
  }
}

function* noise() {
  const ends = ["csv", "xlsx", "xls", "xlsb", "ods", "json", "ndjson", "gz", "zip", "txt"];
  for (let at = 0; at < 120; at += 1) yield [`${at}: ${Math.floor(1.1 ** at)} random bytes`, `noise.${ends[at % ends.length]}`, () => { const below = seeded(`noise ${at}`); return u8(...times(Math.min(90000, Math.floor(1.1 ** at)), () => below(256))); }];
  const words = [",", "\n", '"', "\r", "\t", ";", "Won", "2025-01-01", "10", "owner", "王", "\u202e", "{", "[", ":", "<row>", "PK\u0003\u0004", " ", "\0", "1e9", "-"];
  for (let at = 0; at < 120; at += 1) yield [`${at}: random words`, `words.${["csv", "json", "ndjson"][at % 3]}`, () => { const below = seeded(`words ${at}`); return bytesOf(joined(1 + below(3000), () => words[below(words.length)])); }];
  for (let byte = 0; byte < 256; byte += 5) yield [`the byte ${byte}`, `one.${ends[byte % ends.length]}`, () => u8(byte)];
  for (const end of ends) yield [`no bytes as ${end}`, `empty.${end}`, () => u8()];
}

function* names() {
  const list = ["a/b.csv", "../../deals.csv", "C:\\deals.csv", "/etc/passwd", 'a"b.csv', "a'b.csv", "`a`.csv", "😀.csv", "👨‍👩‍👧‍👦.csv", "数据 表.csv", "x".repeat(5000), `${"é".repeat(5000)}.csv`, "__proto__", "constructor", "toString.csv", "hasOwnProperty", "\u0001\u001b[2J.csv", "a\nb.csv", "a\0b.csv", "\u202evsc.deals", "\u200b", " ", ".", "..", ".csv", "csv", "deals.csv.exe", "deals.xlsx.csv", "deals.csv?x=1#y", "%00.csv", "%s%n.csv", "{{x}}.csv", "<img src=x onerror=alert(1)>.csv", "a\ud800.csv", "e\u0301.csv", "NUL", "deals.CSV", "deals.csv ", "null", "undefined", "NaN", "[object Object]"];
  for (const name of list) yield [JSON.stringify(name.slice(0, 40)), name, GOOD.csv];
  for (const name of list.slice(10, 20)) yield [`${JSON.stringify(name.slice(0, 40))}, refused`, name, () => u8(0x50, 0x4b, 3, 4)];
}

const FAMILIES = {
  names, bombs, truncated, mutated, "mutated inside": mutatedInside, "ZIP structure": zipStructure, "gzip structure": gzipStructure, "XML attacks": xmlAttacks, XLSX: xlsxContent, ODS: odsContent, "XLS and XLSB": xlsContent,
  JSON: jsonContent, CSV: csvContent, "odd values": values, "wrong extensions": wrongExtensions, "foreign formats": foreign, "random bytes": noise,
};

/** All cases, in a fixed order. */
export function hostileFiles() {
  return Object.entries(FAMILIES).flatMap(([family, cases]) => Array.from(cases(), ([label, name, bytes, own = ""]) => ({ family, label, name, bytes, own })));
}
