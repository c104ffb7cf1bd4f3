// What a new engine must be told to stand where the old one stood: files, decisions, sample and published targets.

const isPublish = ({ ask }) => ask?.call === "plan" && (ask.body.publish || ask.body.withdraw);

/** Does this ask make everything before it irrelevant? */
export const resets = ({ call, body }) => call === "sample" || (call === "unload" && body.file == null);

/** Does it change what other asks answer? */
export const changes = (ask) => ["bind", "sample", "unload"].includes(ask.call) || isPublish({ ask });

export class Journal {
  #steps = [];

  get steps() {
    return [...this.#steps];
  }

  clear() {
    this.#steps = [];
  }

  /** A file was taken; one of the same name is replaced where it stands, as in the engine. */
  added(file) {
    const at = this.#steps.findIndex((step, at) => at >= this.#free && step.file?.name === file.name);
    if (at >= 0) this.#steps[at] = { file };
    else this.#steps.push({ file });
  }

  /** An ask was answered; only those that change the engine are kept. */
  asked(ask) {
    if (resets(ask)) this.clear();
    if (ask.call === "bind") this.#drop((step) => step.ask?.call === "bind");
    if (ask.call === "unload") this.#drop((step) => step.file?.name === ask.body.file);
    if (isPublish({ ask })) this.#steps = this.#steps.filter((step) => !isPublish(step));
    // The caller may change its object afterwards.
    if (changes(ask)) this.#steps.push({ ask: structuredClone(ask) });
  }

  // Published targets follow from the data of that moment: steps before them must stay as they were.
  get #free() {
    return this.#steps.findLastIndex(isPublish) + 1;
  }

  #drop(isMoot) {
    const free = this.#free;
    this.#steps = this.#steps.filter((step, at) => at < free || !isMoot(step));
  }
}
