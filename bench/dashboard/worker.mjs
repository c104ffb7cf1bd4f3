// Runs a peer inside a worker: { id, name, given } in, { id, value } or { id, error } out.
export function host(peer) {
  self.onmessage = async ({ data: { id, name, given } }) => {
    try {
      self.postMessage({ id, value: await peer[name](...given) });
    } catch (error) {
      self.postMessage({ id, error: String(error?.stack ?? error) });
    }
  };
}
