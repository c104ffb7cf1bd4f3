// Reports as text for people: aligned tables, in the words of one language.

// Chinese takes two columns of a terminal.
const WIDE = /[\u1100-\u115f\u2e80-\u303e\u3041-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6\u{1f300}-\u{1faff}\u{20000}-\u{3fffd}]/u;
const INVISIBLE = /\p{Mark}/u;
// Texts of a file must not steer the terminal or reverse the line.
const STEERING = /[\u0000-\u001f\u007f-\u009f\u200e\u200f\u202a-\u202e\u2066-\u2069]/g;

export const clean = (text) => String(text).replace(STEERING, "\ufffd");
const width = (text) => [...text].reduce((sum, letter) => sum + (WIDE.test(letter) ? 2 : INVISIBLE.test(letter) ? 0 : 1), 0);

/** Rows under headers; a header that begins with ">" stands over numbers. Columns empty in every row are left out. */
function aligned(headers, rows) {
  const all = [headers.map((header) => header.replace(/^>/, "")), ...rows.map((row) => row.map((cell) => clean(cell ?? "")))];
  const shown = headers.flatMap((_, at) => (all.slice(1).some((row) => row[at]) ? [at] : []));
  const widths = headers.map((_, at) => all.reduce((most, row) => Math.max(most, width(row[at])), 0));
  const pad = (text, at) => {
    const space = " ".repeat(widths[at] - width(text));
    return headers[at].startsWith(">") ? space + text : text + space;
  };
  return all.map((row) => shown.map((at) => pad(row[at], at)).join("  ").trimEnd());
}

const grouped = (digits) => digits.replace(/\B(?=(\d{3})+(?!\d))/g, ",");

function number(value, decimals) {
  const [whole, cents] = value.toFixed(decimals).split(".");
  return cents ? `${grouped(whole)}.${cents}` : grouped(whole);
}

/** A quantity in its unit; money arrives as text and is only grouped, so that it stays exact. */
export function quantity(value, unit) {
  if (value === null || value === undefined) return "";
  if (typeof value === "string") return value.replace(/^(-?)(\d+)/, (_, sign, digits) => sign + grouped(digits));
  if (unit === "ratio") return `${number(value * 100, 2)}%`;
  return number(value, Number.isInteger(value) ? 0 : unit === "days" ? 1 : 2);
}

const percent = (share) => `${Math.round(share * 100)}%`;

export function evaluation(report, catalog, words) {
  const infos = new Map(catalog.kpis.map((kpi) => [kpi.id, kpi]));
  const dimensions = [...new Set(report.cells.flatMap((cell) => Object.keys(cell.group)))];
  const rows = report.cells.map((cell) => {
    const kpi = infos.get(cell.kpi);
    const variant = kpi?.variants.find((variant) => variant.id === cell.variant);
    const show = (value) => quantity(value, variant?.unit);
    // What is divided is never itself a rate.
    const part = (value) => quantity(value, variant?.unit === "ratio" ? "count" : variant?.unit);
    const interval = cell.low === null && cell.high === null ? "" : `${show(cell.low)} – ${show(cell.high)}`;
    const groups = dimensions.map((dimension) => cell.group[dimension] ?? words.word("unnamed"));
    const value = cell.missing ? "–" : show(cell.value);
    return [kpi ? words.text(kpi.name) : cell.kpi, variant ? words.text(variant.name) : cell.variant, ...groups, cell.period, value, interval, part(cell.numerator), part(cell.denominator), number(cell.n, 0), cell.missing ? words.why(cell.missing) : ""];
  });
  const { word } = words;
  const headers = [word("kpi"), word("variant"), ...dimensions.map(words.dimension), word("period"), `>${word("value")}`, `>${word("interval")}`, `>${word("numerator")}`, `>${word("denominator")}`, ">n", ""];
  const currency = report.currency ? `, ${word("currency")} ${clean(report.currency)}` : "";
  return [...aligned(headers, rows), "", `${word("asOf")} ${report.asOf}${currency}`];
}

/** `2–5, 9, … (+120)`: lines as ranges, the first twelve of them. */
export function ranges(lines) {
  const found = [];
  for (const line of lines) {
    const last = found.at(-1);
    if (last && line === last[1] + 1) last[1] = line;
    else found.push([line, line]);
  }
  const shown = found.slice(0, 12);
  const left = lines.length - shown.reduce((sum, [from, to]) => sum + to - from + 1, 0);
  return shown.map(([from, to]) => (from === to ? `${from}` : `${from}–${to}`)).join(", ") + (left ? `, … (+${left})` : "");
}

export function inspection(summary, words) {
  const { word } = words;
  const indented = (lines) => lines.map((line) => `  ${line}`);
  const section = (title, lines) => (lines.length ? ["", title, ...indented(lines)] : []);
  const tables = summary.tables.flatMap((table, at) => {
    const kind = table.kind ? `${words.table(table.kind)} (${percent(table.confidence)} ${word("sure")})` : word("notUsed");
    const left = table.rejected.reduce((sum, { count }) => sum + count, 0);
    const counts = [[table.rows, "rows"], [table.counted, "counted"], [left, "rejected"]].map(([count, key]) => `${number(count, 0)} ${word(key)}`).join(", ");
    const rejected = table.rejected.map(({ reason, count, lines }) => clean(`${number(count, 0)} × ${words.text(reason)}: ${word("lines")} ${ranges(lines)}`));
    const columns = table.columns.map((column) => [column.header, column.field ? words.field(column.field) : word("notUsed"), column.field ? percent(column.confidence) : "", number(column.filled, 0), column.unreadable ? number(column.unreadable, 0) : ""]);
    const headers = [word("column"), word("means"), `>${word("confidence")}`, `>${word("filled")}`, `>${word("unreadable")}`];
    return [...(at ? [""] : []), `${clean(table.file)}: ${kind}`, `  ${counts}`, ...indented(rejected), ...indented(aligned(headers, columns))];
  });
  const relations = summary.relations.map((relation) => [`${relation.fromFile} ${relation.fromColumn}`, `${relation.toFile} ${relation.toColumn}`, ...[relation.matched, relation.unmatched, relation.empty].map((count) => number(count, 0))]);
  const headers = [word("from"), word("to"), `>${word("matched")}`, `>${word("unmatched")}`, `>${word("empty")}`];
  const fix = ({ rows, what }) => clean(`${words.text(what)} (${number(rows, 0)} ${word("rows")})`);
  const finding = ({ place, what, fix }) => clean([place.file, place.column, place.line && `${word("lines")} ${place.line}`].filter(Boolean).join(", ") + `: ${words.sentences(what, fix)}`);
  return [
    ...tables,
    ...section(word("relations"), relations.length ? aligned(headers, relations) : []),
    ...section(word("fixes"), summary.fixes.map(fix)),
    ...section(word("applied"), summary.applied.map(fix)),
    ...section(word("findings"), summary.diagnostics.map(finding)),
  ];
}

export function catalogue(catalog, words) {
  const rows = catalog.kpis.flatMap((kpi) => kpi.variants.map((variant) => [`${kpi.id}:${variant.id}`, words.text(kpi.name), words.text(variant.name), words.unit(variant.unit), words.text(variant.formula)]));
  const headers = ["ID", words.word("kpi"), words.word("variant"), words.word("unit"), words.word("formula")];
  return [...aligned(headers, rows), "", `${words.word("dimensions")}: ${catalog.dimensions.join(" ")}`];
}
