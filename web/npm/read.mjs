// Reads one file slice by slice into a packed table; the import worker and the Node shell share it.

const FIRST_SLICE = 1 << 20; // small, so that progress shows at once
const SLICE = 4 << 20;
const REPORT_EVERY_MILLIS = 50;

async function slice(source, from, to) {
  // Bytes stay a view: only a Blob lives outside this thread's memory.
  return source instanceof Blob ? new Uint8Array(await source.slice(from, to).arrayBuffer()) : source.subarray(from, to);
}

/** Feeds `source` (Blob or Uint8Array) to a reader; awaits `report` after each slice; gives an ArrayBuffer. `readAs`: how, where the user decided it. */
export async function readTable(Reader, name, source, report, readAs) {
  const total = source.size ?? source.byteLength;
  const reader = new Reader(name, readAs);
  try {
    const fetched = (from) => {
      const to = Math.min(total, from + (from === 0 ? FIRST_SLICE : SLICE));
      const chunk = slice(source, from, to);
      chunk.catch(() => {}); // said where it is awaited
      return { to, chunk };
    };
    let ahead = fetched(0);
    for (let done = 0; done < total; ) {
      const chunk = await ahead.chunk.catch(() => Promise.reject(unreadable(name)));
      done = ahead.to;
      // The next slice is on its way while this one is read.
      if (done < total) ahead = fetched(done);
      const rows = reader.push(chunk);
      await report({ done, total, rows });
    }
    const packed = reader.finish();
    // A view on engine memory can be neither transferred nor kept.
    return packed.byteLength === packed.buffer.byteLength ? packed.buffer : packed.slice().buffer;
  } finally {
    // After a trap the reader cannot be freed either; the first error is the one to show.
    try { reader.free(); } catch {}
  }
}

/** Lets the first report and then at most one per 50 ms through. */
export function throttled(report) {
  let next = 0;
  return (progress) => {
    const now = performance.now();
    if (now < next) return;
    next = now + REPORT_EVERY_MILLIS;
    report(progress);
  };
}

// A file that was changed, moved or locked after it was chosen: nothing is wrong with the engine.
function unreadable(name) {
  return {
    code: "E-FILE-READ",
    what: { zh: `${name}：浏览器读不了这个文件，它可能已被修改、移动或占用`, en: `${name}: the file cannot be read; it may have been changed, moved or locked.` },
    fix: { zh: "重新选择这个文件", en: "Choose the file again." },
  };
}
