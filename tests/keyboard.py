"""A page gone through by keyboard alone: each stop of Tab, and what is wrong with it for whoever sees or hears it."""

from __future__ import annotations

from dataclasses import dataclass

from browser import Browser

#: More stops than any page has; a page that has more never ends, as one that holds the focus.
_MOST = 3000

#: What the page has for the keyboard: everything interactive that is to be seen, in the order of the document.
_SET_UP = r"""(() => {
  const box = document.createElement('canvas').getContext('2d', { willReadFrequently: true });
  const rgb = (color, under) => {
    box.fillStyle = under; box.fillRect(0, 0, 1, 1); box.fillStyle = color; box.fillRect(0, 0, 1, 1);
    return [...box.getImageData(0, 0, 1, 1).data].slice(0, 3);
  };
  const light = (channels) => {
    const [r, g, b] = channels.map(c => c / 255).map(c => c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4);
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const contrast = (a, b) => {
    const [high, low] = [light(a), light(b)].sort((x, y) => y - x);
    return (high + 0.05) / (low + 0.05);
  };
  // What lies behind the ring around an element: the first ground of those around it that isn't clear.
  const behind = (element) => {
    for (let at = element.parentElement; at; at = at.parentElement) {
      const ground = getComputedStyle(at).backgroundColor;
      if (!/^rgba\(0, 0, 0, 0\)$|transparent/.test(ground)) return rgb(ground, getComputedStyle(document.documentElement).backgroundColor);
    }
    return rgb(getComputedStyle(document.documentElement).backgroundColor, '#fff');
  };
  const looks = (element) => {
    const s = getComputedStyle(element);
    return [s.outlineStyle, s.outlineWidth, s.boxShadow, s.backgroundColor, s.borderColor].join();
  };
  const all = () => [...document.querySelectorAll('a[href], button, input, select, textarea, summary, [tabindex]')]
    .filter(e => e.checkVisibility({ visibilityProperty: true }) && e.tabIndex >= 0 && !e.disabled && !e.closest('[inert]'));
  const name = (e) => `${e.tagName.toLowerCase()}${e.id ? '#' + e.id : ''} ${(e.getAttribute('aria-label') || e.textContent || e.getAttribute('href') || '').trim().replace(/\s+/g, ' ').slice(0, 50)}`;
  const numbers = new Map();
  let last = null;
  window.keyboard = {
    again: () => { last = null; },
    all: () => { all().forEach(e => { if (!numbers.has(e)) numbers.set(e, numbers.size); }); return all().map(e => [numbers.get(e), name(e)]); },
    at: () => {
      const e = document.activeElement;
      if (!e || e === document.body || e === document.documentElement) return null;
      if (!numbers.has(e)) numbers.set(e, numbers.size);
      const wrong = [], s = getComputedStyle(e), looked = looks(e);
      if (!e.matches(':focus-visible')) wrong.push('the ring of the focus is not shown');
      const ring = s.outlineStyle !== 'none' && parseFloat(s.outlineWidth) >= 2;
      if (!ring) wrong.push(`no outline (${s.outlineStyle} ${s.outlineWidth})`);
      else if (parseFloat(s.outlineOffset) >= 0 && contrast(rgb(s.outlineColor, '#fff'), behind(e)) < 3) wrong.push(`a weak outline (${s.outlineColor})`);
      // The parts of a link on several lines are seen one by one.
      const parts = [...e.getClientRects()].filter(r => r.width && r.height);
      const inView = parts.filter(r => r.bottom > 0 && r.top < innerHeight && r.right > 0 && r.left < innerWidth);
      if (!inView.length) wrong.push('out of view');
      const tops = inView.map(r => {
        const x = Math.min(Math.max(r.left + Math.min(r.width / 2, 40), 1), innerWidth - 1);
        const y = Math.min(Math.max(r.top + r.height / 2, 1), innerHeight - 1);
        return document.elementFromPoint(x, y);
      });
      if (inView.length && !tops.some(t => t && (e.contains(t) || t.contains(e) || (e.labels && [...e.labels].some(l => l.contains(t)))))) {
        wrong.push(`covered by ${tops[0] && tops[0].className}`);
      }
      // On the way down a part of the page no stop lies above the one before.
      const part = e.closest('header, nav, main, footer, dialog'), box = e.getBoundingClientRect();
      const place = { part, top: box.top + scrollY, bottom: box.bottom + scrollY, sticky: part && getComputedStyle(part).position === 'sticky' };
      if (last && last.part === part && !place.sticky && place.bottom <= last.top) wrong.push('above the one before');
      last = place;
      if (parseFloat(s.opacity) < 0.5) wrong.push('see-through');
      if (!name(e).split(' ').slice(1).join('') && !(e.labels && e.labels.length)) wrong.push('without a name');
      return { number: numbers.get(e), name: name(e), wrong };
    },
  };
})()"""


@dataclass(frozen=True)
class Stop:
    """A stop of Tab. number: the same for the same element. wrong: what a reader would complain of."""

    number: int
    name: str
    wrong: tuple[str, ...]


def start(browser: Browser) -> None:
    """Make the page that is open ready to be gone through, from its beginning."""
    browser.evaluate(_SET_UP)


def stop(browser: Browser) -> Stop | None:
    """Where the focus is; None where no element has it."""
    told = browser.evaluate("window.keyboard.at()")
    return told and Stop(told["number"], told["name"], tuple(told["wrong"]))


def expected(browser: Browser) -> dict[int, str]:
    """Everything interactive that is to be seen, by number, in the order of the document."""
    return dict(browser.evaluate("window.keyboard.all()"))


def walk(browser: Browser, key: str = "Tab") -> list[Stop]:
    """The stops from the first one until the focus leaves the page or comes back. Raises AssertionError for a trap."""
    found: list[Stop] = []
    browser.evaluate("window.keyboard.again()")
    seen: set[int] = set()
    for _ in range(_MOST):
        browser.press(key)
        here = stop(browser)
        if here is None or here.number in seen:
            assert here is None or here.number == found[0].number, f"the focus is held by {here.name}"
            return found
        seen.add(here.number)
        found.append(here)
    raise AssertionError("the focus never comes to an end")
