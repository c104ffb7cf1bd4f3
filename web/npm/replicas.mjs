// Engines beside the first one that answer boards from the same data: whole lenses each, so that every figure is what one engine gives.
import { Died, Peer } from "./peer.mjs";

/** Bytes of columns in all replicas together. */
const MOST_BYTES = (globalThis.navigator?.deviceMemory ?? 4) < 8 ? 256 << 20 : 1 << 30;
/** A board that takes less is not worth another engine. */
const LONG_MILLIS = 100;
/** Each engine takes so many parts of a board, so that none waits long for the other. */
const PARTS = 4;

export class Replicas {
  #artefact;
  #engines = [];
  #era = 0; // counts the states of the data
  #longBoards = 0; // in this state
  #count = Math.min(4, globalThis.navigator?.hardwareConcurrency ?? 1) - 1;

  constructor(artefact) {
    this.#artefact = artefact;
  }

  /** The data changes. */
  end() {
    this.#era++;
    this.#longBoards = 0;
    for (const engine of this.#engines.splice(0)) engine.end("done");
  }

  /** The outcome of an ask to the first engine; boards are shared with the others. */
  async ask(first, ask) {
    const lenses = ask.call === "board" && Array.isArray(ask.body.lenses) ? ask.body.lenses : [];
    if (this.#engines.length && lenses.length > 1) {
      const reports = await this.#shared(first, structuredClone(lenses));
      // What is refused is refused in the order of the whole.
      if (reports) return { ok: { call: "board", body: reports } };
    }
    const era = this.#era;
    const wasIdle = first.isIdle;
    const start = performance.now();
    const outcome = await first.send({ ask, isPacked: true });
    const isLong = wasIdle && outcome.ok && lenses.length > 1 && performance.now() - start > LONG_MILLIS;
    // The first one is long for other reasons: what it needs is not compiled well yet. Not at once: the caller has its answer first.
    if (isLong && era === this.#era && ++this.#longBoards === 2) setTimeout(() => this.#make(first, era).catch(() => { if (era === this.#era) this.#count = 0; }));
    return outcome;
  }

  /** The reports of a board; none where a part is refused, a replica ends or the data changes meanwhile. */
  async #shared(first, lenses) {
    const engines = [first, ...this.#engines];
    const era = this.#era;
    const reports = new Array(lenses.length);
    const size = Math.ceil(lenses.length / (engines.length * PARTS));
    let [low, high, isWhole] = [0, lenses.length, true];
    // The first engine begins at the front and the others at the back: what they know of a lens from last time stays useful.
    const take = (isFirst) => {
      const from = isFirst ? low : Math.max(low, high - size);
      const to = isFirst ? Math.min(high, low + size) : high;
      [low, high] = isFirst ? [to, high] : [low, from];
      return [from, to];
    };
    const lane = async (engine) => {
      while (isWhole && era === this.#era && low < high) {
        const [from, to] = take(engine === first);
        const { ok, failed } = await engine.send({ ask: { call: "board", body: { lenses: lenses.slice(from, to) } }, isPacked: true });
        if (failed) isWhole = false;
        ok?.body.forEach((report, at) => (reports[from + at] = report));
      }
    };
    const guarded = (engine) => lane(engine).catch((error) => {
      isWhole = false;
      if (engine === first || !(error instanceof Died)) throw error;
      if (era !== this.#era) return; // ended, as the data changed
      this.#count = 0; // there is no room for it
      this.end();
    });
    // Two parts on their way to each: while one answer is read here the next is being worked on.
    await Promise.all(engines.flatMap((engine) => [guarded(engine), guarded(engine)]));
    return isWhole && era === this.#era ? reports : undefined;
  }

  async #make(first, era) {
    if (this.#count < 1 || era !== this.#era) return;
    const { parts } = await first.send({ share: MOST_BYTES / this.#count });
    if (!parts) return;
    for (let left = this.#count; left > 0 && era === this.#era; left--) {
      const engine = new Peer(this.#artefact);
      // The last one may have the bytes themselves.
      const transfer = left === 1 ? parts.slice(1).map(({ buffer }) => buffer) : [];
      try {
        await engine.ready;
        const { failed } = await engine.send({ shared: parts }, { transfer });
        if (!failed && era === this.#era) this.#engines.push(engine);
        else engine.end("done");
      } catch (error) {
        engine.end("done");
        throw error;
      }
    }
  }
}
