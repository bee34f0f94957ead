// SPDX-License-Identifier: EUPL-1.2
// A text field with a list of proposals (ARIA combobox): organisations, units, users.
import { html, useState, useEffect, useRef } from './html.js';
import { t } from './i18n.js';
import { get, query } from './api.js';

/**
 * `find(text)` answers a promise of [{value, text, sub}]. `chosen` is the shown text of the value now held.
 * onPick(value, text) is called with null when the field is emptied; `extra` adds a last row, e.g. "Opret ny".
 */
export function Combobox({ id, find, chosen = '', onPick, invalid, describedBy, required, extra, placeholder, disabled }) {
  const [text, setText] = useState(chosen);
  const [open, setOpen] = useState(false);
  const [items, setItems] = useState([]);
  const [at, setAt] = useState(-1);
  const [status, setStatus] = useState('');
  const [missed, setMissed] = useState(''); // typed, left, and no choice
  const turn = useRef(0);
  const box = useRef(null);
  useEffect(() => { setText(chosen); setMissed(''); }, [chosen]);

  const search = (value) => {
    const mine = ++turn.current;
    setTimeout(() => {
      if (mine !== turn.current) return;
      find(value.trim()).then((found) => {
        if (mine !== turn.current) return;
        const all = extra && value.trim() ? [...found, { value: '+', text: extra(value.trim()), add: true }] : found;
        setItems(all);
        setAt(-1);
        setOpen(true);
        setStatus(found.length ? t('combobox.found', { n: found.length }) : t('combobox.none'));
      }, () => setStatus(t('combobox.failed')));
    }, value ? 150 : 0);
  };
  const pick = (item) => {
    setOpen(false);
    setMissed('');
    turn.current += 1;
    if (item.add) { onPick('+', text.trim()); return; }
    setText(item.text);
    onPick(item.value, item.text, item);
  };
  const onKey = (event) => {
    if (event.key === 'ArrowDown' || event.key === 'ArrowUp') {
      event.preventDefault();
      if (!open) { search(text === chosen ? '' : text); return; }
      const step = event.key === 'ArrowDown' ? 1 : -1;
      setAt((i) => (!items.length ? -1 : i < 0 ? (step > 0 ? 0 : items.length - 1) : (i + step + items.length) % items.length));
    } else if (event.key === 'Enter' && open && at >= 0) {
      event.preventDefault();
      pick(items[at]);
    } else if (event.key === 'Enter' && text.trim() && text !== chosen) {
      event.preventDefault(); // what is typed is no choice yet: the form must not go without it
      settle();
    } else if (event.key === 'Escape' && open) {
      event.preventDefault();
      event.stopPropagation();
      setOpen(false);
    } else if (event.key === 'Tab' && open && at >= 0) pick(items[at]);
  };
  // Whoever types a whole name or CVR number need not pick it as well; what fits nothing is said, not silently dropped.
  const settle = () => {
    const typed = text.trim();
    const mine = ++turn.current;
    find(typed).then((found) => {
      if (mine !== turn.current) return;
      const exact = found.find((i) => i.text.toLowerCase() === typed.toLowerCase() || (/^\d{8}$/.test(typed) && i.sub?.includes(typed)));
      if (exact) { pick(exact); return; }
      setMissed(typed);
      setText(chosen);
      setOpen(false);
    }, () => setStatus(t('combobox.failed')));
  };
  const onInput = (event) => {
    setMissed('');
    setText(event.target.value);
    if (event.target.value === '') onPick(null, '');
    search(event.target.value);
  };
  // Bound as onfocusout: in capitals Preact would listen for an event that no browser sends.
  const leave = (event) => {
    if (box.current && box.current.contains(event.relatedTarget)) return;
    setOpen(false);
    turn.current += 1;
    if (text !== chosen && text.trim()) settle();
  };
  return html`<div class="combobox" ref=${box} onfocusout=${leave}>
    <input id=${id} class="form-input" type="text" role="combobox" autocomplete="off" aria-expanded=${open ? 'true' : 'false'}
      aria-controls=${`${id}-list`}
      aria-autocomplete="list" aria-activedescendant=${open && at >= 0 ? `${id}-o${at}` : undefined}
        aria-invalid=${invalid ? 'true' : undefined}
      aria-describedby=${describedBy} aria-required=${required ? 'true' : undefined} placeholder=${placeholder} disabled=${disabled}
      value=${text} onInput=${onInput} onKeyDown=${onKey} onClick=${() => !open && search('')} />
    <ul id=${`${id}-list`} role="listbox" class="combobox-list" aria-label=${t('combobox.list')}
      hidden=${!open || items.length === 0}>
      ${items.map((item, i) => html`<li key=${item.value} id=${`${id}-o${i}`} role="option"
        aria-selected=${i === at ? 'true' : 'false'} class=${item.add ? 'add' : undefined}
        onMouseDown=${(e) => e.preventDefault()} onClick=${() => pick(item)}>${item.add ? '+ ' : ''}${item.text}${item.sub &&
          html`<span class="sub">${item.sub}</span>`}</li>`)}
    </ul>
    <span class=${missed || (open && !items.length) ? 'form-hint combobox-note' : 'sr-only'}
      role="status">${missed ? t(extra ? 'combobox.missed.new' : 'combobox.missed', { text: missed }) : open ? status : ''}</span>
  </div>`;
}

export async function findOrganisations(q) {
  const { data } = await get(`/organisations${query({ q, limit: 8 })}`);
  return data.items.map((o) => ({ value: o.id, text: o.name, sub: [o.cvr && `CVR ${o.cvr}`, o.city].filter(Boolean).join(' · ') }));
}

export async function findCollaborations(q) {
  const { data } = await get(`/collaborations${query({ q, limit: 8 })}`);
  return data.items.map((c) => ({ value: c.id, text: c.title, sub: [c.number, c.unit_name].filter(Boolean).join(' · ') }));
}

let units = null;

/** All units valid today, with the path to the root as second line; loaded once. */
export async function allUnits() {
  if (!units) {
    const { data } = await get('/units');
    const byId = new Map(data.items.map((u) => [u.id, u]));
    const pathOf = (u) => { const p = byId.get(u.parent_id); return p ? [...pathOf(p), p.name] : []; };
    units = data.items.map((u) => ({ value: u.id, text: u.name, sub: pathOf(u).join(' › '), unit: u }));
  }
  return units;
}

/** The unit with this id, given as number or text. */
export async function unitById(id) {
  return (await allUnits()).find((u) => String(u.value) === String(id)) || null;
}

export async function findUnits(q) {
  const words = q.toLowerCase().split(/\s+/).filter(Boolean);
  const fits = (u) => words.every((w) => `${u.text} ${u.sub}`.toLowerCase().includes(w));
  const own = (u) => (words.length && u.text.toLowerCase().startsWith(words[0]) ? 0 : 1);
  return (await allUnits()).filter(fits).sort((a, b) => own(a) - own(b)).slice(0, 12);
}

export async function findUsers(q) {
  const { data } = await get(`/people${query({ q })}`);
  return data.items.map((u) => ({ value: u.id, text: u.name, sub: u.unit_name || '' }));
}
