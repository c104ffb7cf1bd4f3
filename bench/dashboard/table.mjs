// Samples as Markdown.

const median = (list) => [...list].sort((a, b) => a - b)[Math.floor(list.length / 2)];
const sum = (list) => list.reduce((total, x) => total + x, 0);

function duration(ms) {
  if (ms === undefined) return "–";
  return ms >= 1000 ? `${(ms / 1000).toFixed(2)} s` : ms >= 20 ? `${Math.round(ms)} ms` : `${ms.toFixed(1)} ms`;
}
/** median (lowest–highest) */
const spread = (list) => (list.length ? `${duration(median(list))} (${duration(Math.min(...list))}–${duration(Math.max(...list))})` : "–");
const ratio = (above, below) => (above > 0 && below > 0 ? (above / below).toPrecision(2) : "–");

/** Milliseconds of one question: of the later dashboards where a peer tells, else asked alone. */
function milliseconds(sample, id) {
  const later = sample.dashboards.slice(1).map(({ ms }) => ms[id]).filter((ms) => ms !== undefined);
  return later.length ? median(later) : sample.each[id];
}

/** What is known of a peer over all its samples. */
function summary(samples, peer) {
  const taken = samples.filter((sample) => sample.peer === peer && !sample.failed);
  const states = (slice) => Object.values(taken[0]?.checked[slice] ?? {});
  return {
    taken,
    again: taken.map(({ dashboards }) => median(dashboards.slice(1).map(({ total }) => total))),
    sliced: taken.map(({ slices }) => median(slices.map(({ total }) => total))),
    answered: Object.keys(taken[0]?.checked[0] ?? {}),
    equal: [0, 1, 2, 3].map((slice) => `${states(slice).filter((state) => state === "equal").length} of ${states(slice).length}`),
    of: (id) => median(taken.map((sample) => milliseconds(sample, id)).filter((ms) => ms !== undefined)),
  };
}

function oneSize({ data, samples, questions }) {
  const peers = [...new Set(samples.map(({ peer }) => peer))];
  const all = new Map(peers.map((peer) => [peer, summary(samples, peer)]));
  const duckdb = all.get("duckdb");
  const lines = [
    `### ${data}`, "",
    "| Peer | Start | Load | Dashboard, first | Again | ÷ DuckDB on the same questions | Under a filter | Peak memory, MB | Answers equal | Under filters |",
    "|---|---|---|---|---|---|---|---|---|---|",
  ];
  for (const [peer, { taken, again, sliced, answered, equal }] of all) {
    const same = duckdb && sum(answered.map((id) => duckdb.of(id) ?? 0));
    const cells = taken.length ? [
      spread(taken.map(({ start }) => start)), spread(taken.map(({ load }) => load)), spread(taken.map(({ dashboards }) => dashboards[0].total)),
      spread(again), ratio(median(again), same), spread(sliced), Math.round(median(taken.map(({ peak }) => peak))), equal[0], equal.slice(1).join(", "),
    ] : ["failed"];
    lines.push(`| ${peer} | ${cells.join(" | ")} |`);
  }
  lines.push("", "Each question, again, in ms; — is not answered, * is answered differently:", "", `| Question | ${peers.join(" | ")} |`, `|---|${peers.map(() => "---|").join("")}`);
  for (const id of questions) {
    const cell = (peer) => {
      const { taken, of } = all.get(peer);
      const state = taken[0]?.checked[0][id];
      return state === undefined ? "—" : `${of(id)?.toFixed(1) ?? "?"}${state === "equal" ? "" : " *"}`;
    };
    lines.push(`| ${id} | ${peers.map(cell).join(" | ")} |`);
  }
  const told = peers.flatMap((peer) => {
    const { taken } = all.get(peer);
    return (taken[0]?.checked ?? []).flatMap((states, slice) => Object.entries(states).filter(([, state]) => state !== "equal").map(([id, state]) =>
      `- ${peer}, ${id}${slice ? `, filter ${slice}` : ""}: ${state}`));
  });
  return [...lines, "", ...told, ""].join("\n");
}

export const everything = (runs) => runs.map(oneSize).join("\n");
