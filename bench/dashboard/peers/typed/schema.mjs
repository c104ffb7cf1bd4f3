// Column kinds of the eight files, for the hand-written JavaScript peers.
//   key     primary id            fk:T   reference to table T's key (row number, -1 = none)
//   dict    low-cardinality text  text   kept as a string (or as a byte range)
//   date    days since 1970       ts     seconds since 1970       (NULL = NIL)
//   int     32 bit (NULL = NIL)   num    double                   money  double, dirty (NULL = NaN)
//   skip    never read by the dashboard: surrogate ids of fact rows
export const NIL = -2147483648;
export const SCHEMA = {
  reps: [["id", "key"], ["name", "text"], ["team", "dict"], ["region", "dict"], ["role", "dict"], ["hired_at", "date"]],
  accounts: [["id", "key"], ["name", "text"], ["industry", "dict"], ["region", "dict"], ["country", "dict"], ["segment", "dict"], ["created_at", "date"], ["channel", "dict"], ["employees", "int"]],
  opportunities: [["id", "key"], ["name", "text"], ["account_id", "fk:accounts"], ["owner_id", "fk:reps"], ["product", "dict"], ["source", "dict"], ["stage", "dict"], ["status", "dict"], ["amount", "money"], ["currency", "dict"], ["cost", "num"],
    ["created_at", "date"], ["close_date", "date"], ["expected_close", "date"], ["loss_reason", "dict"], ["complexity", "int"], ["need_clarity", "int"]],
  stage_history: [["opp_id", "fk:opportunities"], ["stage", "dict"], ["entered_at", "ts"]],
  activities: [["id", "skip"], ["type", "dict"], ["account_id", "fk:accounts"], ["opp_id", "fk:opportunities"], ["owner_id", "fk:reps"], ["at", "ts"], ["duration", "int"], ["outcome", "dict"]],
  orders: [["id", "skip"], ["account_id", "fk:accounts"], ["owner_id", "fk:reps"], ["date", "date"], ["product", "dict"], ["qty", "int"], ["unit_price", "num"], ["discount", "num"], ["cost", "num"], ["amount", "money"]],
  surveys: [["account_id", "fk:accounts"], ["at", "date"], ["nps", "int"], ["csat", "int"]],
  targets: [["rep_id", "fk:reps"], ["month", "date"], ["target", "num"]],
};
export const ARRAY = { dict: Uint8Array, date: Int32Array, ts: Int32Array, int: Int32Array, num: Float64Array, money: Float64Array };
export const arrayFor = (kind) => (kind.startsWith("fk") ? Int32Array : ARRAY[kind]);

const CUM = [0, 31, 59, 90, 120, 151, 181, 212, 243, 273, 304, 334];
const DIM = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];
/** days since 1970-01-01, or NIL when there is no such day */
export function dayNumber(y, m, d) {
  if (m < 1 || m > 12 || d < 1 || y < 1) return NIL;
  const leap = (y % 4 === 0 && y % 100 !== 0) || y % 400 === 0;
  if (d > DIM[m - 1] + (leap && m === 2 ? 1 : 0)) return NIL;
  const p = y - 1;
  return p * 365 + ((p / 4) | 0) - ((p / 100) | 0) + ((p / 400) | 0) - 719162 + CUM[m - 1] + (leap && m > 2 ? 1 : 0) + d - 1;
}
/** month index year*12+month-1 for every day 1990-01-01 .. 2049-12-31 */
export const MI0 = 7305;
export const MI = (() => {
  const n = 21915, t = new Int32Array(n), d = new Date(0);
  for (let i = 0; i < n; i++) { d.setTime((i + MI0) * 86400000); t[i] = d.getUTCFullYear() * 12 + d.getUTCMonth(); }
  return t;
})();
export const toYm = (mi) => Math.floor(mi / 12) * 100 + (mi % 12) + 1;

const num = (c) => c - 48;
export function parseDate(s) {
  if (s.length !== 10 || s.charCodeAt(4) !== 45 || s.charCodeAt(7) !== 45) return NIL;
  const y = num(s.charCodeAt(0)) * 1000 + num(s.charCodeAt(1)) * 100 + num(s.charCodeAt(2)) * 10 + num(s.charCodeAt(3));
  return dayNumber(y, num(s.charCodeAt(5)) * 10 + num(s.charCodeAt(6)), num(s.charCodeAt(8)) * 10 + num(s.charCodeAt(9)));
}
export function parseTs(s) {
  const d = dayNumber(+s.slice(0, 4), num(s.charCodeAt(5)) * 10 + num(s.charCodeAt(6)), num(s.charCodeAt(8)) * 10 + num(s.charCodeAt(9)));
  return d === NIL ? NIL : d * 86400 + (num(s.charCodeAt(11)) * 10 + num(s.charCodeAt(12))) * 3600 + (num(s.charCodeAt(14)) * 10 + num(s.charCodeAt(15))) * 60 + num(s.charCodeAt(17)) * 10 + num(s.charCodeAt(18));
}
