// What every page needs a script for: the theme, the menu on wide screens, tables that scroll, links to headings.
(function () {
  'use strict';
  const root = document.documentElement;
  const night = matchMedia('(prefers-color-scheme: dark)');
  const wide = matchMedia('(min-width: 60rem)');

  // Storage may be forbidden, as for pages opened from a folder; then the choice lasts for the page.
  function remembered() {
    try { return localStorage.getItem('tema'); } catch { return null; }
  }
  function remember(theme) {
    try { localStorage.setItem('tema', theme); } catch { /* see above */ }
  }

  function isDark() {
    return root.dataset.tema ? root.dataset.tema === 'morkt' : night.matches;
  }

  // At once, before the page is painted.
  if (remembered()) root.dataset.tema = remembered();

  function setUpTheme() {
    const button = document.getElementById('tema');
    const show = () => button.setAttribute('aria-pressed', String(isDark()));
    button.hidden = false;
    button.addEventListener('click', () => {
      root.dataset.tema = isDark() ? 'ljust' : 'morkt';
      remember(root.dataset.tema);
      show();
    });
    night.addEventListener('change', show);
    show();
  }

  function setUpMenu() {
    const menu = document.querySelector('.kapitel details');
    if (!menu) return;
    const follow = () => { menu.open = wide.matches; };
    wide.addEventListener('change', follow);
    follow();
  }

  // Only a table that does scroll is a stop for the keyboard.
  function setUpTables() {
    const regions = document.querySelectorAll('.tabell');
    const follow = () => regions.forEach((region) => {
      if (region.scrollWidth > region.clientWidth) region.tabIndex = 0;
      else region.removeAttribute('tabindex');
    });
    addEventListener('resize', follow);
    addEventListener('load', follow);
    follow();
  }

  function setUpAnchors() {
    document.querySelectorAll('article :is(h2, h3, h4)[id]').forEach((heading) => {
      const link = document.createElement('a');
      link.className = 'ankare';
      link.href = `#${heading.id}`;
      link.textContent = '#';
      link.setAttribute('aria-label', 'Länk hit');
      heading.append(' ', link);
    });
  }

  document.addEventListener('DOMContentLoaded', () => {
    setUpTheme();
    setUpMenu();
    setUpTables();
    setUpAnchors();
  });
})();
