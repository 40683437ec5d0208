// Tables that sort by their heads. Totals stay in their place, and the rows before, between and after them are sorted
// each by themselves, as are the sections of a table; a part (varav) goes with the row that it is a part of.
(function () {
  'use strict';
  const FIXED = ['summa', 'resultat'];
  const compareWords = new Intl.Collator('sv', { numeric: true, sensitivity: 'base' }).compare;

  // Swedish numbers; the first one of a cell such as `122 (34 %)`.
  function asNumber(text) {
    const found = text.replace(/[\u00a0\u202f\u2060]/g, '').replace(',', '.').match(/^[-\u2212]?\d+(\.\d+)?/);
    return found ? Number(found[0].replace('\u2212', '-')) : null;
  }

  // Of a row: its number or words in a column; null for nothing and for the signs of what isn't told, which come last.
  function keyOf(row, column, isFigures) {
    const text = (row.cells[column] ? row.cells[column].textContent : '').trim();
    if (isFigures) return asNumber(text);
    return ['', '..', '–', '.'].includes(text) ? null : text;
  }

  function compare(a, b, direction) {
    if (a === null || b === null) return (a === null) - (b === null);
    return direction * (typeof a === 'number' ? a - b : compareWords(a, b));
  }

  // The rows of a body as runs between totals; in a run each row with its parts.
  function runsOf(rows) {
    const runs = [[]];
    for (const row of rows) {
      if (FIXED.some((kind) => row.classList.contains(kind)) || row.querySelector('[scope="rowgroup"]')) {
        runs.push([[row]], []);
      } else if (row.classList.contains('varav') && runs.at(-1).length) {
        runs.at(-1).at(-1).push(row);
      } else {
        runs.at(-1).push([row]);
      }
    }
    return runs;
  }

  function setUp(table) {
    const heads = [...table.tHead.rows[0].cells];
    const bodies = [...table.tBodies].map((body) => [body, [...body.rows]]);
    if (!bodies.some(([, rows]) => runsOf(rows).some((run) => run.length > 1))) return;

    function sort(column, direction) {
      const isFigures = heads[column].classList.contains('tal');
      for (const [body, rows] of bodies) {
        const runs = runsOf(rows).map((run) => (direction ? run.toSorted((a, b) => compare(
          keyOf(a[0], column, isFigures), keyOf(b[0], column, isFigures), direction)) : run));
        body.append(...runs.flat(2));
      }
    }

    heads.forEach((head, column) => {
      if (head.tagName !== 'TH') return;
      const button = document.createElement('button');
      button.type = 'button';
      button.className = 'sortera';
      button.append(...head.childNodes);
      head.append(button);
      button.addEventListener('click', () => {
        const isFigures = head.classList.contains('tal');
        // Figures fall first, words rise first; the third time the rows stand as they were printed.
        const order = isFigures ? ['descending', 'ascending', null] : ['ascending', 'descending', null];
        const next = order[(order.indexOf(head.getAttribute('aria-sort')) + 1) % 3];
        heads.forEach((other) => other.removeAttribute('aria-sort'));
        if (next) head.setAttribute('aria-sort', next);
        sort(column, { ascending: 1, descending: -1 }[next] || 0);
      });
    });
  }

  document.querySelectorAll('.tabell table').forEach((table) => { if (table.tHead) setUp(table); });
})();
