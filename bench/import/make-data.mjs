// A CRM export of opportunities: node make-data.mjs <file> <rows>. The same bytes for the same number of rows.
import { createWriteStream, mkdirSync } from "node:fs";
import { dirname } from "node:path";

const [, , file, count] = process.argv;
mkdirSync(dirname(file), { recursive: true });
const out = createWriteStream(file);
let state = 20260101n;
const next = (end) => {
  state = (state * 6364136223846793005n + 1442695040888963407n) & 0xffffffffffffffffn;
  return Number((state >> 33n) % BigInt(end));
};
const pick = (list) => list[next(list.length)];
const id = (prefix, n, width) => prefix + n.toString(36).toUpperCase().padStart(width, "0");
const STAGES = ["Prospecting", "Qualification", "Proposal", "Negotiation", "Closed Won", "Closed Lost"];
const SOURCES = ["partner", "referral", "web", "event", "cold call"];
const PRODUCTS = ["Aurora CRM", "Cascade ERP", "Delta Desk", "Echo Mail", "Fjord BI", "Glacier Data", "Harbor Pay"];
const NAMES = ["杭州卓越盛世科技有限公司", "Northwind Traders", "\"Acme, Inc.\"", "上海远航贸易", "Blue Harbor", "Grün & Söhne"];
const day = (n) => new Date(Date.UTC(2022, 0, 1) + n * 86_400_000).toISOString().slice(0, 10);

out.write("id,name,account_id,owner_id,product,source,stage,amount,currency,cost,created_at,close_date,expected_close,loss_reason,complexity,need_clarity\n");
for (let n = 0, rows = Number(count); n < rows; ) {
  const lines = [];
  for (const end = Math.min(rows, n + 10_000); n < end; n++) {
    const stage = pick(STAGES), created = Math.floor((n * 1400) / rows), length = 5 + next(120);
    const closed = stage.startsWith("Closed") ? day(created + length) : "";
    const cents = 10_000 + next(9_000_000);
    const amount = (cents / 100).toFixed(2), cost = (Math.floor(cents * 0.63) / 100).toFixed(2);
    const loss = stage === "Closed Lost" ? pick(["price", "competitor", "timing"]) : "";
    lines.push([id("OP", n * 7919, 8), `${pick(NAMES)} ${pick(["annual", "年度框架", "renewal", "migration"])} ${next(900)}`.replace(/^"(.*)" (.*)$/, '"$1 $2"'), id("AC", next(rows / 10 + 1), 8),
      id("RP", next(200), 4), pick(PRODUCTS), pick(SOURCES), stage, amount, "CNY", cost, day(created), closed, day(created + length + next(20)), loss, 1 + next(5), 1 + next(5)].join(","));
  }
  if (!out.write(lines.join("\n") + "\n")) await new Promise((resume) => out.once("drain", resume));
}
out.end();
