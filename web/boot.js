/* Runs before the app: theme and language at once, and nothing the visitor does is lost while the app loads. */
(function () {
  'use strict';
  var d = document, root = d.documentElement, early = window.kpiEarly = [], depth = 0, taken = false;
  function get(k) { try { return localStorage.getItem(k); } catch (e) { return null; } }   /* private mode may throw */
  function put(k, v) { try { localStorage.setItem(k, v); } catch (e) { /* not remembered, still applied */ } }
  function $(q) { return d.querySelector(q); }
  function isEn(s) { return /^en/i.test(s || '') || !/^zh/i.test(s || ''); }
  function on(target, type, fn) { target.addEventListener(type, fn); }
  function press() {
    d.querySelectorAll('[data-set-locale]').forEach(function (b) { b.setAttribute('aria-pressed', String(b.dataset.setLocale === root.lang)); });
  }
  function say(item) {
    if (item.type === 'sample') { var b = $('[data-sample]'); if (b) { b.setAttribute('aria-busy', 'true'); } }
    else { var z = $('#shell-dz'); if (z) { z.classList.add('busy'); } }
    var h = $('#shell-hear'); if (!h) { return; }
    var n = item.files ? item.files.length : 0, name = n ? item.files[0].name : '';
    h.textContent = '';
    [['zh-CN', item.files ? '正在读取 ' + name + (n > 1 ? ' 等 ' + n + ' 个文件' : '') : '正在读取示例'],
     ['en', item.files ? 'Reading ' + name + (n > 1 ? ' and ' + (n - 1) + ' more' : '') : 'Reading the sample']].forEach(function (t) {
      var s = d.createElement('span'); s.lang = t[0]; s.textContent = t[1]; h.appendChild(s);
    });
    var p = d.createElement('progress'); p.setAttribute('aria-label', root.lang === 'en' ? 'Reading' : '正在读取'); h.appendChild(p);
  }
  function add(item) {
    if (taken) { window.dispatchEvent(new CustomEvent('kpi-early', { detail: item })); return; }
    if (item.type === 'sample' && early.some(function (e) { return e.type === 'sample'; })) { return; }
    if (item.files && !item.files.length) { return; }
    early.push(item); say(item);
  }
  function walk(entry, out) {   /* a dropped folder is read to its files */
    return new Promise(function (done) {
      if (!entry) { done(); return; }
      if (entry.isFile) { entry.file(function (f) { out.push(f); done(); }, done); return; }
      var r = entry.createReader();
      (function next() { r.readEntries(function (b) { if (!b.length) { done(); return; } Promise.all(b.map(function (e) { return walk(e, out); })).then(next); }, done); })();
    });
  }
  function over(yes) { var z = $('#shell-dz'); if (z) { z.classList.toggle('over', yes); } }
  function hasFiles(e) { return !!e.dataTransfer && Array.prototype.indexOf.call(e.dataTransfer.types, 'Files') >= 0; }

  var theme = get('kpi.theme'), locale = get('kpi.locale');
  if (theme === 'light' || theme === 'dark') { root.dataset.theme = theme; }
  root.lang = isEn(locale || navigator.language) ? 'en' : 'zh-CN';

  on(d, 'DOMContentLoaded', press);
  on(d, 'click', function (e) {
    var b = e.target.closest && e.target.closest('[data-set-locale],[data-set-theme],[data-sample]');
    if (!b) { return; }
    if (b.dataset.setLocale) { window.kpiSetLocale(b.dataset.setLocale); window.dispatchEvent(new Event('kpi-chrome')); }
    else if ('sample' in b.dataset) { add({ type: 'sample' }); }
    else {
      var dark = root.dataset.theme ? root.dataset.theme === 'dark' : matchMedia('(prefers-color-scheme: dark)').matches;
      window.kpiSetTheme(dark ? 'light' : 'dark');
    }
  });
  on(d, 'change', function (e) { if (e.target.matches('input[data-early]')) { add({ type: 'files', files: Array.from(e.target.files) }); e.target.value = ''; } });
  on(d, 'paste', function (e) {   /* a table copied from a spreadsheet, or files copied from a folder */
    var data = e.clipboardData, into = e.target.closest && e.target.closest('input,textarea,select,[contenteditable]');
    if (!data || into) { return; }
    var files = Array.from(data.files), text = data.getData('text/plain');
    if (!files.length && /[\t,;|].*\n/.test(text)) { files = [new File([text], 'pasted.txt', { type: 'text/plain' })]; }
    if (files.length) { e.preventDefault(); add({ type: 'files', files: files }); }
  });
  on(window, 'dragenter', function (e) { if (hasFiles(e)) { depth++; e.preventDefault(); over(true); } });
  on(window, 'dragleave', function (e) { if (hasFiles(e) && --depth <= 0) { depth = 0; over(false); } });
  on(window, 'dragover', function (e) { if (hasFiles(e)) { e.preventDefault(); e.dataTransfer.dropEffect = 'copy'; } });
  on(window, 'drop', function (e) {
    if (!hasFiles(e)) { return; }
    e.preventDefault(); depth = 0; over(false);
    var plain = Array.from(e.dataTransfer.files), entries = Array.from(e.dataTransfer.items).map(function (i) { return i.webkitGetAsEntry ? i.webkitGetAsEntry() : null; });
    if (!entries.some(function (x) { return x && x.isDirectory; })) { add({ type: 'files', files: plain }); return; }
    var out = []; Promise.all(entries.map(function (x) { return walk(x, out); })).then(function () { add({ type: 'files', files: out }); });
  });
  /* The app takes the queue; what is done from then on is told at once, as 'kpi-early' events. */
  window.kpiTakeEarly = function () {
    var b = $('[data-sample]'), z = $('#shell-dz'), h = $('#shell-hear');
    taken = true;
    if (b) { b.removeAttribute('aria-busy'); }   /* the app shows its own progress; the start page is fresh for the next visit */
    if (z) { z.classList.remove('busy'); }
    if (h) { h.textContent = ''; }
    return early.splice(0);
  };
  window.kpiSetLocale = function (locale) { root.lang = locale; put('kpi.locale', locale); press(); };
  window.kpiSetTheme = function (theme) { root.dataset.theme = theme; put('kpi.theme', theme); };
  window.kpiBlocked = 0;   /* shown in the privacy panel */
  d.addEventListener('securitypolicyviolation', function () { window.kpiBlocked++; });
})();
