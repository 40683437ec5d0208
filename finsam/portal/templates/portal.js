// Filters and search of the portal. The address keeps what is chosen: #ar=2016&kommun=2480&sok=ungdom.
(function () {
  'use strict';
  const panel = document.querySelector('.urval');
  if (!panel) return;
  const search = document.getElementById('sok');
  const choices = [...panel.querySelectorAll('select')];
  const status = document.getElementById('antal');
  const clear = document.getElementById('rensa');
  const nothing = document.getElementById('inget');
  const sections = [...document.querySelectorAll('main > section[data-slag]')];
  const groups = [...document.querySelectorAll('.forbund-grupp')];

  const format = (count) => count.toLocaleString('sv-SE');
  // Umea finds Umeå.
  const plain = (text) => text.toLowerCase().normalize('NFD').replace(/[\u0300-\u036f]/g, '');

  const ofForbund = {};
  const reports = [...document.querySelectorAll('article.rapport')].map((element) => {
    const group = element.closest('.forbund-grupp');
    const areas = element.dataset.omraden.split(' ');
    const named = group.querySelectorAll(':scope > h3, :scope > .medlemmar');
    const id = group.dataset.forbund;
    ofForbund[id] = new Set([...(ofForbund[id] || []), ...areas]);
    return { element, slag: 'bok', ar: element.dataset.ar, forbund: id, areas, texts: [...named, element.querySelector('h4')] };
  }).concat([...document.querySelectorAll('#kommuner tbody tr')].map((element) => {
    const code = element.dataset.o;
    return { element, slag: 'kommun', ar: element.dataset.ar, areas: [code, code.slice(0, 2)], texts: [element.firstElementChild] };
  }));

  const textOf = (report) => (report.text ??= plain(report.texts.map((each) => each.textContent).join(' ')));

  function isShown(report, chosen, words) {
    return (!chosen.slag || report.slag === chosen.slag)
      && (!chosen.ar || report.ar === chosen.ar)
      && (!chosen.lan || report.areas.includes(chosen.lan))
      && (!chosen.kommun || report.areas.includes(chosen.kommun))
      && (!chosen.forbund || (report.forbund ? report.forbund === chosen.forbund : ofForbund[chosen.forbund]?.has(report.areas[0])))
      && words.every((word) => textOf(report).includes(word));
  }

  const chosenNow = () => Object.fromEntries(choices.map((each) => [each.dataset.nyckel, each.value]));

  function show() {
    const chosen = chosenNow();
    const words = plain(search.value).split(/\s+/).filter(Boolean);
    const any = words.length > 0 || Object.values(chosen).some(Boolean);
    let count = 0;
    for (const report of reports) {
      const hit = isShown(report, chosen, words);
      if (report.element.hidden === hit) report.element.hidden = !hit;
      count += hit;
    }
    for (const group of groups) group.hidden = !group.querySelector('article:not([hidden])');
    for (const section of sections) section.hidden = !section.querySelector('article:not([hidden]), tbody tr:not([hidden])');
    for (const section of document.querySelectorAll('.utan-urval')) section.hidden = any;
    nothing.hidden = count > 0;
    clear.hidden = !any;
    const all = reports.length === 1 ? '1 rapport' : `${format(reports.length)} rapporter`;
    const said = any ? `Visar ${format(count)} av ${all}.` : reports.length === 1 ? `Visar ${all}.` : `Visar alla ${all}.`;
    if (status.textContent !== said) status.textContent = said;
  }

  // The address without what is empty; the page isn't loaded anew and each letter is no step back.
  function tell() {
    const address = new URLSearchParams();
    for (const [key, value] of Object.entries(chosenNow())) if (value) address.set(key, value);
    if (search.value.trim()) address.set('sok', search.value.trim());
    history.replaceState(null, '', address.size ? `#${address}` : location.pathname + location.search);
  }

  // What isn't a choice that the page has, as #kommuner, is an ordinary link.
  function read() {
    const address = new URLSearchParams(location.hash.slice(1));
    const keys = ['sok', ...choices.map((each) => each.dataset.nyckel)];
    const isChoice = keys.some((key) => address.get(key));
    if (location.hash && !isChoice) return false;
    search.value = address.get('sok') || '';
    for (const each of choices) {
      const wanted = address.get(each.dataset.nyckel) || '';
      each.value = [...each.options].some((option) => option.value === wanted) ? wanted : '';
    }
    show();
    return isChoice;
  }

  function change() {
    show();
    tell();
  }

  panel.hidden = false;
  search.addEventListener('input', change);
  for (const each of choices) each.addEventListener('change', change);
  clear.addEventListener('click', () => {
    search.value = '';
    for (const each of choices) each.value = '';
    change();
    search.focus();
  });
  // A kommun on the map: the reader is taken to what there is about it.
  addEventListener('hashchange', () => {
    if (!read()) return;
    panel.scrollIntoView();
    status.focus({ preventScroll: true });
  });
  if (!read()) show();
  else panel.scrollIntoView({ behavior: 'instant' });
})();
