// Browsers compile code well only once it has run for a while, and what they compiled serves all workers of a page: the sample company
// is read, understood and asked a few times in a worker that is thrown away.
import { Died, Peer } from "./peer.mjs";

const TIMES = 4;

export class Rehearsal {
  #peer;
  done;

  constructor(artefact) {
    this.#peer = new Peer(artefact);
    this.done = this.#run().catch((error) => {
      if (!(error instanceof Died)) throw error;
    }).finally(() => this.end());
  }

  /** There is real work to do. */
  end() {
    this.#peer.end("done");
  }

  async #run() {
    await this.#peer.ready;
    const ask = async (call, body, more) => (await this.#peer.send({ ask: { call, body }, ...more })).ok.body;
    const { kpis } = await ask("hello", {});
    const lenses = kpis.map(({ id }) => ({ kpis: [{ id }], by: ["person"] }));
    for (let time = 0; time < TIMES; time++) {
      await ask("sample", { locale: "en" });
      await ask("board", { lenses }, { isPacked: true });
    }
  }
}
