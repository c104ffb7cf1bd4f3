// Columns as plain JavaScript would keep them: typed arrays, texts interned.
const DAYS = new Set(["created_at", "close_date", "expected_close"]);
const NUMBERS = new Set(["amount", "cost", "complexity", "need_clarity"]);

function column(name) {
  let values = DAYS.has(name) ? new Int32Array(1 << 16) : NUMBERS.has(name) ? new Float64Array(1 << 16) : new Uint32Array(1 << 16);
  let length = 0;
  const words = new Map();
  const read = DAYS.has(name) ? (text) => (text ? Date.parse(text) / 86_400_000 : -2147483648)
    : NUMBERS.has(name) ? (text) => (text ? +text : NaN)
    : (text) => {
      let code = words.get(text);
      if (code === undefined) words.set(text, (code = words.size));
      return code;
    };
  return {
    push(text) {
      if (length === values.length) {
        const more = new values.constructor(length * 2);
        more.set(values);
        values = more;
      }
      values[length++] = read(text);
    },
    get length() { return length; },
  };
}

/** Takes rows of texts, the header first; gives the number of rows. */
export function table() {
  let columns;
  return {
    row(cells) {
      if (!columns) columns = cells.map(column);
      else for (let i = 0; i < columns.length; i++) columns[i].push(cells[i]);
    },
    rows: () => columns[0].length,
  };
}
