// Starts the app. Everything the product ever fetches is fetched here: page module, engine module and worker source.
// Workers are started from a blob: address of the source, so that opening one makes no request.
import init from './kpi-web.js';

const here = (path) => new URL(path, document.baseURI);
const compiled = WebAssembly.compileStreaming(fetch(here('engine/kpi_wasm_bg.wasm')));
const source = fetch(here('engine/worker.js')).then((response) => response.blob());
window.kpiEngine = Promise.all([compiled, source.then((blob) => URL.createObjectURL(blob))]);
window.kpiEngine.then(() => { window.kpiReady = performance.now(); }, () => {});
init({ module_or_path: here('kpi-web_bg.wasm') });
