// Answers set against those of the reference, cell by cell.

const text = (key) => (key === null || key === undefined ? "" : String(key));
const same = (a, b) => {
  if (a === null || b === null || Number.isNaN(a) || Number.isNaN(b)) return (a === null || Number.isNaN(a)) && (b === null || Number.isNaN(b));
  return Math.abs(a - b) <= 1e-6 * Math.max(1, Math.abs(a), Math.abs(b));
};

/** Nothing where all rows are equal, else what differs, in words. `keys`: how many columns of a row are its key. */
export function difference(reference, answer, keys) {
  const byKey = (rows) => new Map(rows.map((row) => [row.slice(0, keys).map(text).join("\t"), row.slice(keys)]));
  const [expected, given] = [byKey(reference), byKey(answer)];
  const lacking = [...expected.keys()].filter((key) => !given.has(key));
  const added = [...given.keys()].filter((key) => !expected.has(key));
  const columns = new Map();
  for (const [key, numbers] of expected) {
    const other = given.get(key);
    if (!other) continue;
    for (let at = 0; at < Math.max(numbers.length, other.length); at++) {
      if (same(numbers[at] ?? null, other[at] ?? null)) continue;
      const known = columns.get(at) ?? { count: 0, example: `${key}: ${other[at]} instead of ${numbers[at]}` };
      columns.set(at, { ...known, count: known.count + 1 });
    }
  }
  const parts = [
    answer.length !== given.size && `${answer.length - given.size} rows of a key twice`,
    lacking.length && `${lacking.length} of ${expected.size} rows lacking (${lacking[0]})`,
    added.length && `${added.length} rows too many (${added[0]})`,
    ...[...columns].map(([at, { count, example }]) => `number ${at + 1} of ${count} rows (${example})`),
  ];
  return parts.filter(Boolean).join("; ").replaceAll("\t", " ") || undefined;
}
