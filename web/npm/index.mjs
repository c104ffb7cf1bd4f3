// For pages and scripts that import this file by its path; installed packages choose a shell by the conditions in package.json.
const isNode = Boolean(globalThis.process?.versions?.node) && !globalThis.document;
export const { createWorkbench, KpiError } = await (isNode ? import("./index.node.mjs") : import("./index.browser.mjs"));
