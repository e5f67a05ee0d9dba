// Shortens trips; every page works without it. No inline code anywhere: the page's policy forbids it.
(() => {
  const one = (selector, root = document) => root.querySelector(selector);
  const every = (selector, root = document) => [...root.querySelectorAll(selector)];
  const menu = one('#menu'), sheet = one('#sheet'), help = one('#help');
  let opener = null;

  // the three dots: the menu of the row's situation, copied from its <template>
  const openMenu = dots => {
    const pattern = document.getElementById(`menu-${dots.dataset.menu}`);
    if (!pattern || !menu?.showPopover) return false;
    const thing = dots.getAttribute('href').replace(/\/(actions|historique)$/, '');
    const title = dots.closest('tr')?.querySelector('.title');
    menu.replaceChildren(pattern.content.cloneNode(true));
    every('a', menu).forEach(a => a.setAttribute('href', a.getAttribute('href').replace(/^\/tickets\/\d+(\/pieces\/0)?/, thing)));
    if (title) {
      const line = document.createElement('p');
      line.className = 'for';
      line.textContent = thing.replace(/.*\/(\d+)$|.*/, (_, n) => n ? `T-${n} · ` : '') + title.lastChild.textContent;
      menu.prepend(line);
    }
    opener?.setAttribute('aria-expanded', 'false');
    opener = dots;
    dots.setAttribute('aria-expanded', 'true');
    menu.showPopover();
    one('a', menu)?.focus();
    return true;
  };
  menu?.addEventListener('toggle', event => {
    if (event.newState !== 'closed') return;
    opener?.setAttribute('aria-expanded', 'false');
    if (!sheet.open && document.activeElement === document.body) opener?.focus();
  });
  menu?.addEventListener('keydown', event => {
    const items = every('a', menu), here = items.indexOf(document.activeElement);
    const to = { ArrowDown: here + 1, ArrowUp: here - 1, Home: 0, End: -1 }[event.key];
    if (to === undefined) return;
    event.preventDefault();
    items.at(to % items.length)?.focus();
  });

  // the composer as a sheet over the page; the popover closes first, or the dialog would not hold the focus
  let before = '';
  const typed = () => every('input:not([type=hidden]), select, textarea', sheet).map(f => f.value + f.checked).join('\n');
  const openSheet = async link => {
    if (!link.closest('#menu')) opener = link;
    await htmx.ajax('GET', link.href, { target: '#sheet', swap: 'innerHTML' });
    if (!sheet.firstElementChild) return;
    if (menu?.matches(':popover-open')) menu.hidePopover();
    sheet.showModal();
    before = typed();
    (one('[data-first]', sheet) ?? one('select.f, input.f, textarea.f', sheet))?.focus();
  };
  const mayClose = () => typed() === before || confirm(sheet.dataset.sure);
  sheet?.addEventListener('cancel', event => { if (!mayClose()) event.preventDefault(); });
  sheet?.addEventListener('close', () => { sheet.replaceChildren(); opener?.focus(); });

  document.addEventListener('click', event => {
    if (event.ctrlKey || event.metaKey || event.shiftKey || event.button) return;
    const on = selector => event.target.closest(selector);
    if (on('[data-print]')) print();
    const dots = on('a.dots[data-menu]'), link = on('a[data-sheet]'), close = on('dialog [data-close]');
    if (dots && openMenu(dots)) event.preventDefault();
    else if (link && sheet?.showModal && window.htmx && matchMedia('(min-width: 761px)').matches) {
      event.preventDefault();
      openSheet(link).catch(() => { location.href = link.href; });
    } else if (close) {
      event.preventDefault();
      if (close.closest('dialog') === help || mayClose()) close.closest('dialog').close();
    } else if (on('[data-help]')) help.showModal();
    else if (on('tr[data-row]') && !on('a, button, input, label, summary') && getSelection().isCollapsed) one('.title', on('tr')).click();
  });
  document.addEventListener('contextmenu', event => {
    const dots = event.target.closest('.t tbody tr')?.querySelector('a.dots');
    if (dots && !event.target.closest('a') && openMenu(dots)) event.preventDefault();
  });

  // a letter adapted by the server never covers what was typed while it was asked for
  const letter = () => every('#letter :is(input:not([type=hidden]), textarea)').map(f => f.value).join('\n');
  document.addEventListener('htmx:before:request', ({ detail: { ctx } }) => {
    if (ctx.target?.matches?.('#letter, .compose')) ctx.letter = letter();
  });
  document.addEventListener('htmx:before:swap', event => {
    const { ctx } = event.detail;
    if (ctx.letter !== undefined && ctx.letter !== letter()) event.preventDefault();
    // a page that renews itself waits for its open menu, which would lose its place
    if (ctx.target?.id === 'main' && menu?.matches(':popover-open')) {
      event.preventDefault();
      menu.addEventListener('toggle', () => htmx.ajax('GET', location.href, { target: '#main', select: '#main', swap: 'outerHTML' }), { once: true });
    }
  });

  // htmx: say how many lines a search left, and when the network is gone
  document.addEventListener('htmx:after:swap', () => {
    const found = one('#found');
    if (found) found.textContent = one('#board caption, #board .empty h2')?.textContent ?? '';
  });
  document.addEventListener('htmx:error', () => {
    const toast = one('#toast');
    if (toast) { toast.textContent = toast.dataset.offline; setTimeout(() => { toast.textContent = ''; }, 20000); }
  });

  // keys: the help sheet is the list; its attributes say what each key does
  const rows = () => every('.t tbody tr, .items > .item');
  const step = by => {
    const all = rows(), here = all.findIndex(row => row.hasAttribute('data-on'));
    const next = all[Math.max(0, Math.min(all.length - 1, here + by))];
    all[here]?.removeAttribute('data-on');
    next?.setAttribute('data-on', '');
    (next && one('.title, .candidate, button', next))?.focus();
    next?.scrollIntoView({ block: 'nearest' });
  };
  const chosen = one('#keys-on');
  try {
    if (chosen && localStorage.getItem('keys') === 'off') chosen.checked = false;
    chosen?.addEventListener('change', () => localStorage.setItem('keys', chosen.checked ? 'on' : 'off'));
  } catch { /* a browser that keeps nothing: the keys stay on */ }
  let first = '';
  document.addEventListener('keydown', event => {
    if (!chosen?.checked || event.metaKey || event.ctrlKey || event.altKey) return;
    if (one('dialog[open]') || event.target.matches('input, select, textarea')) return;
    const key = first + event.key;
    first = event.key === 'g' && !first ? 'g' : '';
    const line = every('[data-key]', help).find(each => each.dataset.key === key);
    if (!line) return;
    const { step: by, focus, click, go } = line.dataset;
    event.preventDefault();
    if (by) step(Number(by));
    if (focus) one(focus)?.focus();
    if (click) one(click)?.click();
    if (go) location.href = go;
  });
  if (rows()[0]?.matches('.item')) rows()[0].setAttribute('data-on', '');

  // a mail that is held: the seconds left to take it back; afterwards the way back is gone
  every('[data-held]').forEach(held => {
    const end = Date.now() + 1000 * held.dataset.held, left = one('[data-left]', held);
    const tick = setInterval(() => {
      const seconds = Math.ceil((end - Date.now()) / 1000);
      if (seconds > 0) { left.textContent = `(${seconds} s)`; return; }
      clearInterval(tick);
      held.replaceChildren(one('[data-gone]', held));
      held.firstChild.hidden = false;
    }, 1000);
  });

  one('form[data-autosubmit]')?.requestSubmit();
  one('#faults')?.focus();
})();
