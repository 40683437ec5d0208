// Figures: enlarged in a dialog, and taken along as SVG and as PNG, which a canvas makes of the drawing.
(function () {
  'use strict';
  const WIDTH = 2000; // of a PNG, in dots
  const DIGITS = '!#$%&*:;?@'; // see finsam/render/downloads.py
  const waiting = {};

  // What the script of a drawing calls (see finsam/render/downloads.py).
  window.finsamBild = async function (id, packed) {
    const text = packed.replace(/[!#$%&*:;?@]/g, (sign) => DIGITS.indexOf(sign));
    const bytes = Uint8Array.from(atob(text), (sign) => sign.charCodeAt(0));
    const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream('deflate'));
    waiting[id].resolve(await new Response(stream).text());
  };

  function drawing(id) {
    if (!waiting[id]) {
      waiting[id] = {};
      waiting[id].promise = new Promise((resolve, reject) => Object.assign(waiting[id], { resolve, reject }));
      const script = document.createElement('script');
      script.src = `figurer/${id}.js`;
      script.addEventListener('error', () => { waiting[id].reject(); delete waiting[id]; });
      document.head.append(script);
    }
    return waiting[id].promise;
  }

  async function asPng(svg) {
    const image = new Image();
    image.src = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(svg)}`;
    await image.decode();
    const canvas = document.createElement('canvas');
    canvas.width = WIDTH;
    canvas.height = Math.round(WIDTH * image.naturalHeight / image.naturalWidth);
    const paper = canvas.getContext('2d');
    paper.fillStyle = '#fff';
    paper.fillRect(0, 0, canvas.width, canvas.height);
    paper.drawImage(image, 0, 0, canvas.width, canvas.height);
    return new Promise((resolve) => canvas.toBlob(resolve, 'image/png'));
  }

  function save(blob, name) {
    const link = document.createElement('a');
    link.href = URL.createObjectURL(blob);
    link.download = name;
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 10000);
  }

  function button(text, name, act) {
    const made = document.createElement('button');
    made.type = 'button';
    made.textContent = text;
    made.setAttribute('aria-label', `${text}, ${name}`);
    made.addEventListener('click', act);
    return made;
  }

  // One dialog for all figures of the page. The browser itself gives Escape, the trap for the focus and its way back.
  function enlarge(figure) {
    const dialog = document.createElement('dialog');
    dialog.className = 'forstorad';
    const caption = figure.querySelector('figcaption').cloneNode(true);
    const title = document.createElement('p');
    title.id = 'forstorad-titel';
    title.append(...caption.childNodes);
    dialog.setAttribute('aria-labelledby', title.id);
    const close = document.createElement('button');
    close.type = 'button';
    close.textContent = 'Stäng';
    close.addEventListener('click', () => dialog.close());
    const region = document.createElement('div');
    region.tabIndex = 0;
    region.setAttribute('role', 'region');
    region.setAttribute('aria-label', 'Figuren, går att rulla');
    region.append(figure.querySelector('img').cloneNode());
    dialog.append(close, region, title);
    dialog.addEventListener('close', () => dialog.remove());
    dialog.addEventListener('click', (event) => { if (event.target === dialog) dialog.close(); });
    document.body.append(dialog);
    dialog.showModal();
  }

  document.querySelectorAll('.hamta[data-figur]').forEach((line) => {
    const id = line.dataset.figur;
    const figure = document.getElementById(id);
    const name = figure.querySelector('.etikett').textContent.replace(/:\s*$/, '');
    // A browser doesn't save what a page in a folder links to, if it can show it.
    line.firstElementChild.addEventListener('click', async (event) => {
      event.preventDefault();
      save(new Blob([await drawing(id)], { type: 'image/svg+xml' }), `${id}.svg`);
    });
    const png = button('PNG', name, async () => save(await asPng(await drawing(id)), `${id}.png`));
    line.firstElementChild.after(' · ', png);
    line.prepend(button('Förstora', name, () => enlarge(figure)), ' · ');
  });
})();
