// Shortens trips; every page works without it. No inline code anywhere: the page's policy forbids it.
(() => {
  const menu = document.getElementById('menu'), sheet = document.getElementById('sheet');
  let opener = null;
  const wide = () => matchMedia('(min-width: 761px)').matches;

  const place = dots => {
    if (!wide()) { menu.removeAttribute('style'); return; }
    const at = dots.getBoundingClientRect(), room = innerHeight - at.bottom;
    menu.style.left = `${Math.max(8, at.right - menu.offsetWidth)}px`;
    menu.style.top = `${room > menu.offsetHeight + 12 ? at.bottom + 4 : Math.max(8, at.top - menu.offsetHeight - 4)}px`;
  };
  const openMenu = dots => {
    const pattern = document.getElementById(`menu-${dots.dataset.menu}`);
    if (!pattern || !menu?.showPopover) return false;
    menu.replaceChildren(pattern.content.cloneNode(true));
    const number = dots.getAttribute('href').split('/')[2];
    menu.querySelectorAll('a').forEach(a => a.setAttribute('href', a.getAttribute('href').replace(/\/tickets\/\d+/, `/tickets/${number}`)));
    opener = dots;
    menu.showPopover();
    place(dots);
    dots.setAttribute('aria-expanded', 'true');
    menu.querySelector('a')?.focus();
    return true;
  };
  menu?.addEventListener('toggle', event => {
    if (event.newState === 'closed') { opener?.setAttribute('aria-expanded', 'false'); if (!sheet.open) opener?.focus(); }
  });
  menu?.addEventListener('keydown', event => {
    const items = [...menu.querySelectorAll('a')], here = items.indexOf(document.activeElement);
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step) { event.preventDefault(); items[(here + step + items.length) % items.length]?.focus(); }
  });

  let before = '';
  const state = () => { const form = sheet.querySelector('form'); return form ? new URLSearchParams(new FormData(form)).toString() : ''; };
  const openSheet = async href => {
    const answer = await fetch(href, { headers: { 'HX-Request': 'true', 'HX-Request-Type': 'partial' } });
    if (!answer.ok || answer.redirected) { location.href = href; return; }
    if (menu?.matches(':popover-open')) menu.hidePopover();
    sheet.innerHTML = await answer.text();
    sheet.showModal();
    before = state();
    (sheet.querySelector('select.f, input.f, textarea.f'))?.focus();
  };
  sheet?.addEventListener('cancel', event => {
    if (state() !== before && !confirm(document.documentElement.lang === 'fr' ? 'Abandonner ce message ?' : 'Discard this message?')) event.preventDefault();
  });
  sheet?.addEventListener('close', () => { sheet.replaceChildren(); opener?.focus(); });

  document.addEventListener('click', event => {
    if (event.ctrlKey || event.metaKey || event.shiftKey || event.button) return;
    const dots = event.target.closest('a.dots[data-menu]');
    if (dots && openMenu(dots)) { event.preventDefault(); return; }
    const link = event.target.closest('a[data-sheet]');
    if (link && sheet?.showModal && wide()) { event.preventDefault(); openSheet(link.href).catch(() => { location.href = link.href; }); return; }
    const close = event.target.closest('dialog [data-close]');
    if (close) { event.preventDefault(); if (sheet.dispatchEvent(new Event('cancel', { cancelable: true }))) sheet.close(); }
  });
  document.addEventListener('contextmenu', event => {
    const dots = event.target.closest('.t tbody tr')?.querySelector('a.dots');
    if (dots && !event.target.closest('a, input') && openMenu(dots)) event.preventDefault();
  });

  const rows = () => [...document.querySelectorAll('.t tbody tr')];
  const go = step => {
    const all = rows(), here = all.findIndex(r => r.hasAttribute('data-on')), next = all[Math.max(0, Math.min(all.length - 1, here + step))];
    all[here]?.removeAttribute('data-on'); next?.setAttribute('data-on', ''); next?.querySelector('.title')?.focus();
  };
  document.addEventListener('keydown', event => {
    if (event.metaKey || event.ctrlKey || event.altKey || sheet?.open || /INPUT|SELECT|TEXTAREA/.test(event.target.tagName)) return;
    if (event.key === '/') { event.preventDefault(); document.getElementById('q')?.focus(); }
    if (event.key === 'j') go(1);
    if (event.key === 'k') go(-1);
    if (event.key === '.') document.querySelector('tr[data-on] a.dots, .head a.dots')?.click();
    if (event.key === 'n') location.href = '/tickets/nouveau';
  });

  document.querySelector('form[data-autosubmit]')?.requestSubmit();
  document.getElementById('faults')?.focus();
})();
