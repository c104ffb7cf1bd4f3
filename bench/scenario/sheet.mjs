// The same questions as a spreadsheet answers them: one row for each open opportunity, one cell for each formula, and what depends on
// a cell that changed is calculated anew, cell by cell in the order of the dependencies. Chance is a table of trials: each trial draws
// anew for every row, as RAND() does.

/** Cells with a formula over other cells; `set` calculates everything that depends on the cells set. */
class Sheet {
  #values = [];
  #formulas = [];
  #inputs = [];
  #users = [];

  cell(value, inputs, formula) {
    const at = this.#values.length;
    this.#formulas.push(formula);
    this.#inputs.push(inputs);
    this.#users.push([]);
    for (const input of inputs ?? []) this.#users[input].push(at);
    this.#values.push(formula ? formula(inputs.map((input) => this.#values[input])) : value);
    return at;
  }

  get(at) { return this.#values[at]; }

  set(at, value) {
    this.#values[at] = value;
    // Cells are made after those they use: the order of their making is an order of calculation.
    const stale = new Uint8Array(this.#values.length);
    for (const user of this.#users[at]) stale[user] = 1;
    for (let cell = at + 1; cell < stale.length; cell++) {
      if (!stale[cell]) continue;
      this.#values[cell] = this.#formulas[cell](this.#inputs[cell].map((input) => this.#values[input]));
      for (const user of this.#users[cell]) stale[user] = 1;
    }
  }
}

const sum = (values) => values.reduce((all, value) => all + value, 0);

/**
 * A model from rows `{ stage, amount, created, closed, won }` (days as numbers) on the day `asOf` for the months ahead:
 * open opportunities × chance of their stage, spread over the months like the ages at which wins came, and new wins per month.
 */
export function model(rows, asOf, months) {
  const done = rows.filter((row) => row.closed !== undefined);
  const wins = done.filter((row) => row.won);
  const rate = wins.length / done.length;
  const size = sum(wins.map((row) => row.amount)) / wins.length;
  const inflow = rows.filter((row) => row.created > asOf - 365).length / 12;
  const delays = new Float64Array(months);
  for (const row of wins) delays[Math.min(months - 1, Math.floor((row.closed - row.created) / 30.4))] += 1 / wins.length;
  const open = rows.filter((row) => row.closed === undefined);

  const sheet = new Sheet();
  const [winRate, deal, volume] = [1, 1, 1].map((factor) => sheet.cell(factor));
  const cells = open.map((row) => ({ chance: sheet.cell(0, [winRate], ([factor]) => Math.min(1, rate * factor)), amount: sheet.cell(0, [deal], ([factor]) => row.amount * factor) }));
  const totals = Array.from({ length: months }, (_, month) => {
    const parts = cells.map(({ chance, amount }) => sheet.cell(0, [chance, amount], ([chance, amount]) => chance * amount * delays[month]));
    const fresh = sheet.cell(0, [winRate, deal, volume], ([rateFactor, sizeFactor, inflowFactor]) =>
      sum(Array.from(delays.subarray(0, month + 1))) * inflow * inflowFactor * rate * rateFactor * size * sizeFactor);
    return sheet.cell(0, [...parts, fresh], sum);
  });
  const year = sheet.cell(0, totals, sum);
  return {
    open: open.length,
    /** Moves the win rate; gives the expected bookings. */
    step(factor) {
      sheet.set(winRate, factor);
      return sheet.get(year);
    },
    /** A table of trials: the sorted bookings. */
    trials(count) {
      const results = new Float64Array(count);
      for (let trial = 0; trial < count; trial++) {
        const shock = 1 + 0.1 * (Math.random() + Math.random() + Math.random() - 1.5);
        let all = 0;
        for (const { chance, amount } of cells) if (Math.random() < sheet.get(chance) * shock) all += sheet.get(amount);
        for (let month = 0; month < months; month++) {
          const mean = sum(Array.from(delays.subarray(0, month + 1))) * inflow * sheet.get(volume) * rate * sheet.get(winRate) * shock;
          all += mean * size * sheet.get(deal);
        }
        results[trial] = all;
      }
      return results.sort();
    },
  };
}
