// Nothing leaves the machine: every request is recorded, the policy is on every answer, and escapes are tried.
import assert from "node:assert/strict";
import { createServer } from "node:http";
import { after, before, test } from "node:test";
import { AT, MAVEN_ABSENT, MAVEN_FILES, ORIGIN, SCREENS, SITE, allTime, choose, go, launch, open, sample, speak, textWhen, walk } from "./support.mjs";

let browser;
before(async () => { browser = await launch(); });
after(() => browser.close());

/** Nothing but the own origin ever, and nothing at all since `loaded`. */
function isLocal(record, loaded, what) {
  assert.ok(loaded > 0, "the recording has seen the page load");
  assert.deepEqual(record.requests.filter((url) => !url.startsWith(`${ORIGIN}/`)), []);
  assert.deepEqual(record.requests.slice(loaded), [], `${what}: requests after the engine was ready`);
  console.log(`${what}: ${loaded} requests to open the page, 0 after`);
}

const counted = async (page) => {
  await page.locator("button.priv >> visible=true").click();
  return textWhen(page, "#requests", (text) => /^\d+$/.test(text));
};

test("sample to scenario: no request, with the network off", async () => {
  const { context, page, record } = await open(browser);
  const loaded = record.requests.length;
  await context.setOffline(true);
  await walk(page);
  for (const [hash, selector] of SCREENS) await go(page, hash, selector);
  await speak(page, "en");
  await page.keyboard.press("t");
  await go(page, "#/kpis", AT.value);
  assert.equal(await counted(page), "0", "the page counts none either");
  isLocal(record, loaded, "sample");
  assert.deepEqual(record.errors, []);
  await context.close();
});

test("own files: no request, with the network off", { skip: MAVEN_ABSENT }, async () => {
  const { context, page, record } = await open(browser);
  const loaded = record.requests.length;
  await context.setOffline(true);
  await choose(page, MAVEN_FILES);
  await go(page, "#/kpis", AT.value);
  await allTime(page);
  await go(page, "#/kpi/win_rate/close_date_count", AT.detail);
  await textWhen(page, AT.detail, (text) => text === "63.2%", "win rate");
  assert.equal(await counted(page), "0");
  isLocal(record, loaded, "own files");
  await context.close();
});

test("one strict policy on every file of the page", async () => {
  const { context, record } = await open(browser);
  const policies = new Map();
  for (const response of record.responses) {
    assert.equal(response.status(), 200, response.url());
    policies.set(new URL(response.url()).pathname, (await response.allHeaders())["content-security-policy"]);
  }
  for (const path of ["/", "/engine/worker.js", "/engine/kpi_wasm_bg.wasm", "/no-such-file"]) {
    const response = await fetch(new URL(path, SITE));
    await response.arrayBuffer();
    policies.set(path, response.headers.get("content-security-policy"));
  }
  assert.ok([...policies.keys()].some((path) => path.endsWith(".wasm")) && policies.size >= 8, [...policies.keys()].join(" "));
  assert.deepEqual([...policies].filter(([, policy]) => policy !== policies.get("/")), [], "the same on all");
  const policy = policies.get("/");
  assert.match(policy, /^default-src 'none'(;|$)/);
  assert.doesNotMatch(policy, /unsafe-inline|'unsafe-eval'|https?:|wss?:|\*|report-(uri|to)/);
  const rules = new Map(policy.split(";").map((rule) => rule.trim().split(/\s+/)).map(([name, ...sources]) => [name, sources.join(" ")]));
  assert.equal(rules.get("connect-src"), "'self'");
  for (const rule of ["form-action", "base-uri"]) assert.equal(rules.get(rule), "'none'", rule); // default-src does not cover them
  console.log(`policy equal on ${policies.size} addresses: ${policy}`);
  await context.close();
});

test("neither module imports anything that can talk", async () => {
  for (const name of ["engine/kpi_wasm_bg.wasm", "kpi-web_bg.wasm"]) {
    const module = await WebAssembly.compile(await (await fetch(new URL(name, SITE))).arrayBuffer());
    const imports = WebAssembly.Module.imports(module).map(({ module, name }) => `${module}.${name}`);
    assert.deepEqual(imports.filter((name) => /fetch|xmlhttp|websocket|webtransport|eventsource|beacon|rtcpeer|importscripts/i.test(name)), [], name);
    console.log(`${name}: ${imports.length} imports`);
  }
});

test("no script or style in the page, no address of another host in its files", async () => {
  const html = await (await fetch(SITE)).text();
  assert.doesNotMatch(html, /<script(?![^>]*\bsrc=)[^>]*>|<style|\sstyle=|\son[a-z]+=/i);
  const files = [...html.matchAll(/(?:src|href)="([^"#]+)"/g)].map(([, path]) => path).filter((path) => !path.startsWith("data:"));
  assert.ok(files.length >= 4, files.join(" "));
  for (const path of files) {
    const url = new URL(path, SITE);
    assert.equal(url.origin, ORIGIN, path);
    if (/\.(js|css)$/.test(url.pathname)) {
      const text = await (await fetch(url)).text();
      const hosts = [...text.matchAll(/https?:\/\/[\w.-]+/g)].map(([host]) => host).filter((host) => host !== "http://www.w3.org");
      assert.deepEqual(hosts, [], path);
    }
  }
});

test("escapes from the page are blocked", async () => {
  const hits = [];
  const server = createServer((request, response) => {
    hits.push(`${request.method} ${request.url}`);
    response.writeHead(200, { "access-control-allow-origin": "*" }).end("export default 1");
  });
  server.on("upgrade", (request, socket) => { hits.push(`UPGRADE ${request.url}`); socket.destroy(); });
  await new Promise((done) => server.listen(0, "127.0.0.1", done));
  const target = `http://127.0.0.1:${server.address().port}/`;
  await fetch(`${target}check`);
  assert.deepEqual(hits.splice(0), ["GET /check"], "the other server counts");

  const { context, page } = await open(browser);
  await sample(page); // with data in the page, as in earnest
  const { tried, blocked } = await page.evaluate(async (base) => {
    let at = base;
    const add = (tag, attributes, parent = document.body) => { const element = Object.assign(document.createElement(tag), attributes); parent.append(element); return element; };
    const link = (rel, more) => add("link", { rel, href: at, ...more }, document.head);
    const worker = (source) => new Worker(URL.createObjectURL(new Blob([source], { type: "text/javascript" })));
    const quoted = () => JSON.stringify(at);
    const sheet = [...document.styleSheets].find((sheet) => sheet.href?.startsWith(location.origin));
    const ways = {
      fetch: () => fetch(at),
      "fetch-no-cors": () => fetch(at, { mode: "no-cors", method: "POST", body: "x" }),
      keepalive: () => fetch(at, { keepalive: true, method: "POST", body: "x", mode: "no-cors" }),
      "fetch-later": () => window.fetchLater?.(at, { activateAfter: 0 }),
      xhr: () => { const request = new XMLHttpRequest(); request.open("POST", at); request.send("x"); },
      beacon: () => navigator.sendBeacon(at, "x"),
      websocket: () => { new WebSocket(at.replace("http", "ws")); },
      "event-source": () => { new EventSource(at); },
      webtransport: () => { new WebTransport(at.replace("http:", "https:")); },
      image: () => { new Image().src = at; },
      srcset: () => add("img", { srcset: `${at} 1x` }),
      "svg-image": () => { document.body.insertAdjacentHTML("beforeend", `<svg><image href="${at}"/><use href="${at}#x"/></svg>`); },
      prefetch: () => link("prefetch"),
      preload: () => link("preload", { as: "fetch", crossOrigin: "anonymous" }),
      modulepreload: () => link("modulepreload"),
      stylesheet: () => link("stylesheet"),
      icon: () => link("icon"),
      manifest: () => link("manifest"),
      script: () => add("script", { src: at }),
      "inline-script": () => add("script", { textContent: `fetch(${quoted()})` }),
      handler: () => { document.body.insertAdjacentHTML("beforeend", `<img src="data:," onerror='fetch(${quoted()})'>`); },
      "eval": () => (0, eval)(`fetch(${quoted()})`),
      "import": () => import(at),
      iframe: () => add("iframe", { src: at }),
      srcdoc: () => add("iframe", { srcdoc: `<img src=${quoted()}>` }),
      object: () => add("object", { data: at }),
      embed: () => add("embed", { src: at }),
      audio: () => add("audio", { src: at, autoplay: true }),
      video: () => add("video", { poster: at, src: at, autoplay: true }),
      track: () => add("track", { src: at, default: true, kind: "captions" }, add("video", { src: URL.createObjectURL(new Blob()) })),
      "form-post": () => { const form = add("form", { action: at, method: "POST", target: "_blank" }); form.submit(); },
      "form-iframe": () => { add("iframe", { name: "sink" }); add("form", { action: at, method: "POST", target: "sink" }).submit(); },
      ping: () => add("a", { href: "#/kpis", ping: at }).click(),
      "css-rule": () => { sheet.insertRule(`body::after { content: url(${quoted()}); }`); },
      "css-property": () => { document.body.style.backgroundImage = `url(${quoted()})`; },
      "css-import": () => { const sheet = new CSSStyleSheet(); sheet.replaceSync(`main { background: url(${quoted()}); }`); document.adoptedStyleSheets.push(sheet); },
      font: () => new FontFace("x", `url(${quoted()})`).load(),
      worker: () => { new Worker(at); },
      "module-worker": () => { new Worker(at, { type: "module" }); },
      "shared-worker": () => { new SharedWorker(at); },
      "worker-fetch": () => worker(`fetch(${quoted()})`),
      "worker-import-scripts": () => worker(`importScripts(${quoted()})`),
      "worker-import": () => worker(`import(${quoted()})`),
      "worker-websocket": () => worker(`new WebSocket(${quoted()}.replace("http", "ws"))`),
      "service-worker": () => navigator.serviceWorker.register(at),
      "audio-worklet": () => new OfflineAudioContext(1, 1, 8000).audioWorklet.addModule(at),
      speculation: () => add("script", { type: "speculationrules", textContent: JSON.stringify({ prefetch: [{ urls: [at] }] }) }),
    };
    for (const [name, way] of Object.entries(ways)) {
      at = base + name;
      try { Promise.resolve(way()).catch(() => 0); } catch { /* refused at once */ }
      await new Promise((done) => setTimeout(done, 5));
    }
    await new Promise((done) => setTimeout(done, 1500));
    return { tried: Object.keys(ways).length, blocked: window.kpiBlocked };
  }, target);
  console.log(`escapes tried: ${tried}, arrived: ${hits.length}, violations counted by the page: ${blocked}`);
  assert.deepEqual(hits, []);
  assert.ok(tried >= 15 && blocked >= 15, "they were tried, and the policy stopped them");
  await context.close();
  server.close();
});

test("inside the engine's worker nothing is left to talk with", async () => {
  const { context, page } = await open(browser);
  const { probe, start } = await page.evaluate(async () => {
    const [, start] = await window.kpiEngine;
    const source = await (await fetch("engine/worker.js")).text();
    const names = ["fetch", "XMLHttpRequest", "WebSocket", "EventSource", "WebTransport", "RTCPeerConnection", "importScripts", "Worker", "indexedDB", "caches"];
    const code = `;self.postMessage({ probe: ${JSON.stringify(names)}.map((name) => [name, typeof self[name]]).concat([["sendBeacon", typeof navigator.sendBeacon]]),
      back: (() => { try { delete self.fetch; } catch {} return typeof self.fetch + typeof WorkerGlobalScope.prototype.fetch + typeof Object.getPrototypeOf(self).fetch; })() })`;
    const worker = new Worker(URL.createObjectURL(new Blob([source, code], { type: "text/javascript" })));
    return new Promise((done, fail) => {
      worker.onerror = (event) => fail(new Error(event.message));
      worker.onmessage = ({ data }) => data.probe && done({ probe: [...data.probe, ["fetch after delete", data.back.replaceAll("undefined", "") || "undefined"]], start });
    });
  });
  assert.deepEqual(probe.filter(([, type]) => type !== "undefined"), []);
  assert.match(start, /^blob:/, "workers are started without a request");
  await context.close();
});
