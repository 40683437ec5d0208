// Search over the whole book, by the beginnings of words. The index (finsam/render/search.py) is fetched as a script when
// it is first needed, so that this works from a plain folder as well.
(function () {
  'use strict';
  const MOST = 30; // hits
  const LENGTH = 160; // of an excerpt
  const search = document.querySelector('.sok');
  const field = document.getElementById('sok');
  const panel = document.getElementById('traffar');
  const status = panel.querySelector('[role="status"]');
  const list = panel.querySelector('ol');
  let entries = null;
  let asked = false;

  // Small letters, without accents but with å, ä and ö, sign by sign, so that places in the text stay the same.
  function folded(text) {
    return text.toLocaleLowerCase('sv').replace(/[^\u0000-\u007fåäö]/g, (sign) => sign.normalize('NFD')[0]);
  }

  function fetchIndex() {
    if (asked) return;
    asked = true;
    const script = document.createElement('script');
    script.src = 'site/sok-index.js';
    script.addEventListener('load', () => {
      entries = window.finsamSok.map(([page, anchor, chapter, heading, text]) => (
        { page, anchor, chapter, heading, text, folded: folded(text), title: folded(heading) }));
      show();
    });
    script.addEventListener('error', () => { status.textContent = 'Sökningen kunde inte läsas in.'; });
    document.head.append(script);
  }

  // The beginning of a word; in a number, blanks may stand between the thousands.
  function pattern(word) {
    const text = /^\d+$/.test(word)
      ? [...word].join('[\\u00a0 ]?')
      : word.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
    return new RegExp(`(?<![\\p{L}\\p{N}])${text}`, 'u');
  }

  function found(words) {
    const patterns = words.map(pattern);
    return entries
      .map((entry) => {
        let score = 0;
        for (const each of patterns) {
          if (each.test(entry.title)) score += 10;
          else if (each.test(entry.folded)) score += 1;
          else return null;
        }
        return { entry, score };
      })
      .filter(Boolean)
      .sort((a, b) => b.score - a.score)
      .map(({ entry }) => ({ entry, at: Math.max(0, entry.folded.search(patterns[0])), patterns }));
  }

  // Some words around the first hit, with what was searched for marked.
  function excerpt({ entry, at, patterns }) {
    const start = at > 60 ? entry.text.indexOf(' ', at - 50) + 1 : 0;
    // Whole words alone: half a number would be another one.
    const end = entry.text.length > start + LENGTH ? entry.text.lastIndexOf(' ', start + LENGTH) : Infinity;
    const text = entry.text.slice(start, end > start ? end : Infinity);
    const line = document.createElement('span');
    line.className = 'utdrag';
    let rest = text;
    let low = folded(text);
    for (;;) {
      const hit = patterns.map((each) => each.exec(low)).filter(Boolean).sort((a, b) => a.index - b.index)[0];
      if (!hit || !hit[0]) break;
      const mark = document.createElement('mark');
      const end = hit.index + hit[0].length;
      mark.textContent = rest.slice(hit.index, end);
      line.append(rest.slice(0, hit.index), mark);
      rest = rest.slice(end);
      // A letter stays before what follows, so that the rest of a word isn't taken for the beginning of one.
      low = low.slice(end).replace(/^[\p{L}\p{N}]+/u, (tail) => '_'.repeat(tail.length));
    }
    line.append(rest, start + text.length < entry.text.length ? ' …' : '');
    return line;
  }

  function item(hit) {
    const link = document.createElement('a');
    link.href = hit.entry.page + (hit.entry.anchor ? `#${hit.entry.anchor}` : '');
    const title = document.createElement('strong');
    title.textContent = hit.entry.heading;
    const chapter = document.createElement('span');
    chapter.className = 'kapitelnamn';
    chapter.textContent = hit.entry.heading === hit.entry.chapter ? '' : hit.entry.chapter;
    link.append(title, ' ', chapter, excerpt(hit));
    link.addEventListener('click', close);
    const each = document.createElement('li');
    each.append(link);
    return each;
  }

  function show() {
    const words = folded(field.value).split(/\s+/).filter((word) => /[\p{L}\p{N}]/u.test(word));
    if (!words.length || !entries) {
      panel.hidden = true;
      return;
    }
    const hits = found(words);
    list.replaceChildren(...hits.slice(0, MOST).map(item));
    const count = hits.length === 1 ? '1 träff' : `${hits.length || 'Inga'} träffar`;
    status.textContent = count + (hits.length > MOST ? `, de första ${MOST} visas` : '');
    panel.hidden = false;
  }

  function close() {
    panel.hidden = true;
  }

  // Arrows between the field and the hits; Tab does it too.
  function step(event) {
    const stops = [field, ...list.querySelectorAll('a')];
    const at = stops.indexOf(document.activeElement);
    const to = at + { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (panel.hidden || at < 0 || !stops[to]) return;
    event.preventDefault();
    stops[to].focus();
  }

  search.hidden = false;
  field.addEventListener('focus', () => { fetchIndex(); show(); });
  field.addEventListener('input', () => { fetchIndex(); show(); });
  search.addEventListener('keydown', (event) => {
    if (event.key === 'ArrowDown' || event.key === 'ArrowUp') step(event);
    if (event.key === 'Enter' && event.target === field && !panel.hidden) list.querySelector('a')?.focus();
    if (event.key === 'Escape' && !panel.hidden) {
      event.preventDefault();
      field.focus();
      close();
    }
  });
  document.addEventListener('click', (event) => { if (!search.contains(event.target)) close(); });
  search.addEventListener('focusout', (event) => {
    if (event.relatedTarget && !search.contains(event.relatedTarget)) close();
  });
})();
