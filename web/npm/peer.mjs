// One worker, and the requests it owes an answer.

/** A worker that ended before it answered. `isCause`: this request ended it. */
export class Died extends Error {
  constructor(message, isCause) {
    super(message);
    this.isCause = isCause;
  }
}

/** A worker with the engine; `artefact`: its module and the address of its source. */
export class Peer {
  #worker;
  #pending = new Map();
  #next = 1;
  bytes = 0; // read so far
  ready = new Promise((resolve, reject) => this.#pending.set(0, { resolve, reject }));

  constructor({ module, source }) {
    this.#worker = new Worker(source);
    this.#worker.onmessage = ({ data }) => this.#receive(data);
    this.#worker.onerror = (event) => {
      event.preventDefault?.(); // told through the rejected promise
      this.end("worker error");
    };
    this.#worker.onmessageerror = this.#worker.onerror;
    this.#worker.postMessage({ start: module });
    this.ready.catch(() => {}); // import workers are not waited for: their request fails with it
  }

  get isEnded() {
    return !this.#worker;
  }

  get isIdle() {
    return this.#pending.size === 0;
  }

  send(message, { transfer = [], report } = {}) {
    if (!this.#worker) return Promise.reject(new Died("ended", false));
    const id = this.#next++;
    return new Promise((resolve, reject) => {
      this.#worker.postMessage({ id, ...message }, transfer); // throws for what cannot be cloned: nothing is pending then
      this.#pending.set(id, { resolve, reject, report });
    });
  }

  #receive({ id = 0, progress, died, answer, ...outcome }) {
    if (died !== undefined) this.end(died, id);
    else if (progress) this.#pending.get(id)?.report?.(progress);
    else {
      const pending = this.#pending.get(id);
      this.#pending.delete(id);
      pending?.resolve(answer === undefined ? outcome : JSON.parse(answer));
    }
  }

  /** Ends the worker; what is pending is rejected in order. Without an id the oldest request is the cause: answers come in order. */
  end(message, id = this.#pending.keys().next().value) {
    this.#worker?.terminate();
    this.#worker = undefined;
    const pending = [...this.#pending];
    this.#pending.clear();
    for (const [at, { reject }] of pending) reject(message instanceof Error ? message : new Died(message, at === id));
  }
}
