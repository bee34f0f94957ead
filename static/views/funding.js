// SPDX-License-Identifier: EUPL-1.2
// One line of funding with its shares of the kasser as exact fractions; shows the sum and what is left while typing.
import { html, useState } from '../lib/html.js';
import { post } from '../lib/api.js';
import { t, choices } from '../lib/i18n.js';
import { form as formSpec } from '../lib/session.js';
import { kr, parseNumber, parseFraction, addFractions } from '../lib/format.js';
import { Icon, notify } from '../lib/ui.js';
import { Modal } from '../lib/modal.js';
import { useForm, useSubmit, closing, Field, ErrorSummary, FormButtons } from '../lib/form.js';
import { fieldsFor } from '../lib/fields.js';
import { savePatch, changesOnly, useConflict, useGone } from '../lib/conflict.js';

const text = (f) => (f.den === 1 ? String(f.num) : `${f.num}/${f.den}`);

/** Øre of each share by largest remainder, so that they sum to the amount exactly. */
function split(oere, shares) {
  const exact = shares.map((s) => (oere * s.num) / s.den);
  const out = exact.map(Math.floor);
  const order = exact.map((e, i) => [e - out[i], i]).sort((a, b) => b[0] - a[0]);
  for (let left = oere - out.reduce((a, b) => a + b, 0), i = 0; left > 0 && i < order.length; left -= 1,
    i += 1) out[order[i][1]] += 1;
  return out;
}

/** What the typed shares come to: {sum, rest, whole, bad}. */
function check(rows) {
  const used = rows.filter((r) => r.kasse || r.share.trim());
  const parsed = used.map((r) => parseFraction(r.share));
  const bad = used.some((r, i) => !parsed[i] || parsed[i].num === 0 || !r.kasse) ||
    new Set(used.map((r) => r.kasse)).size !== used.length;
  const good = parsed.filter(Boolean);
  const sum = good.length ? addFractions(good) : { num: 0, den: 1 };
  return { used, parsed, bad, sum, rest: { num: sum.den - sum.num, den: sum.den }, whole: sum.num === 1 && sum.den === 1 };
}

function ShareRows({ rows, setRows, amount, state, error, id }) {
  const set = (i, change) => setRows(rows.map((r, j) => (j === i ? { ...r, ...change } : r)));
  const fractions = state.parsed.filter(Boolean);
  const parts = amount && state.whole && !state.bad ? split(amount, fractions) : [];
  const rest = text(state.rest);
  return html`<fieldset class=${error ? 'shares form-group form-error' : 'shares form-group'} id=${id} tabindex="-1">
    <legend class="form-label">${t('funding.shares')}</legend>
    <span class="form-hint">${t('funding.shares.hint')}</span>
    ${error && html`<span class="form-error-message">${error}</span>`}
    ${rows.map((r, i) => html`<div key=${i} class="share-row">
      <select class="form-select" aria-label=${t('funding.kasse', { no: i + 1 })} value=${r.kasse}
        onChange=${(e) => set(i, { kasse: e.target.value })}>
        <option value="">${t('form.choose')}</option>${choices('kasse').map((o) => html`<option key=${o.value}
          value=${o.value}>${o.text}</option>`)}</select>
      <input class="form-input num" aria-label=${t('funding.share', { no: i + 1 })} placeholder="1/3" value=${r.share}
        onInput=${(e) => set(i, { share: e.target.value })} />
      <span class="num muted">${parts[i] === undefined ? '' : kr(parts[i])}</span>
      <button type="button" class="function-link danger" aria-label=${t('funding.share.remove', { no: i + 1 })}
        onClick=${() => setRows(rows.filter((_, j) => j !== i))}><${Icon} name="close" /></button>
    </div>`)}
    <div class="links"><button type="button" class="function-link"
      onClick=${() => setRows([...rows, { kasse: '', share: state.rest.num > 0 ? rest : '' }])}>
      <${Icon} name="plus" />${t('funding.share.add')}</button>
      <span role="status" class=${state.whole || !state.used.length ? 'muted' : 'loss strong'}>${state.used.length
        ? t('funding.sum', { sum: text(state.sum), rest: state.rest.num < 0
        ? `−${text({ num: -state.rest.num, den: state.rest.den })}` : rest }) : ''}</span></div>
  </fieldset>`;
}

export function FundingDialog({ c, row, onClose, reload }) {
  const fields = fieldsFor(['source', 'organisation_id', 'amount_oere', 'year', 'note'], row || {}).map((f) => ({ ...f,
    required: f.name === 'source' || f.name === 'amount_oere' }));
  const form = useForm({ fields, spec: formSpec('funding_create'), initial: row || { year: new Date().getFullYear() } });
  const [rows, setRows] = useState(() => (row && row.shares?.length ? row.shares.map((s) => ({ kasse: s.kasse, share: text(s) }))
    : [{ kasse: '', share: '1/1' }]));
  const [wrong, setWrong] = useState('');
  const [decide, conflict] = useConflict();
  const [gone, orGone] = useGone();
  const [began] = useState(rows);
  const close = closing(form.dirty || rows !== began, onClose);
  const state = check(rows);
  const [submit, busy] = useSubmit(form, async (body) => {
    const problem = !state.used.length ? '' : state.bad ? t('funding.shares.bad') : !state.whole ? t('funding.shares.sum',
      { sum: text(state.sum) }) : '';
    setWrong(problem);
    if (problem) { document.getElementById('funding-shares').focus(); return; }
    body.shares = state.used.map((r, i) => ({ kasse: r.kasse, num: state.parsed[i].num, den: state.parsed[i].den }));
    const path = `/collaborations/${c.id}/funding`;
    if (row && !gone) {
      const before = { ...row, shares: (row.shares || []).map(({ kasse, num, den }) => ({ kasse, num, den })) };
      const change = changesOnly(body, before);
      if (Object.keys(change).length && !(await orGone(savePatch(`${path}/${row.id}`, change, before, decide)))) return;
    } else {
      await post(path, Object.fromEntries(Object.entries(body).filter(([, v]) => v !== null)));
    }
    notify(t('saved'));
    onClose();
    reload();
  });
  const amount = parseNumber(form.values.amount_oere);
  return html`<${Modal} title=${t(row ? 'funding.edit' : 'funding.add')} onClose=${close}>
    <form onSubmit=${submit} novalidate>
      <${ErrorSummary} form=${form} />
      ${['source', 'organisation_id', 'amount_oere', 'year'].map((n) => html`<${Field} key=${n} form=${form} name=${n} />`)}
      <${ShareRows} id="funding-shares" rows=${rows} setRows=${(r) => { setRows(r); setWrong(''); }}
        amount=${amount ? Math.round(amount * 100) : 0} state=${state} error=${wrong} />
      <${Field} form=${form} name="note" />
      <${FormButtons} busy=${busy} save=${gone ? t('part.gone.save') : undefined} onCancel=${close} />
    </form>
    ${conflict}<//>`;
}
