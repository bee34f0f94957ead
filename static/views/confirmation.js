// SPDX-License-Identifier: EUPL-1.2
// One line that falls on oneself, in words and numbers: it fits, or it does not and here is our own number. Nothing else of the
// case is shown.
import { html, useState } from '../lib/html.js';
import { useLoad, post, newKey } from '../lib/api.js';
import { t, label } from '../lib/i18n.js';
import { can } from '../lib/session.js';
import { num, kr, mio, date, dateTime } from '../lib/format.js';
import { LoadedPage, PageHead, Alert, Facts, notify } from '../lib/ui.js';
import { Radios } from '../lib/inputs.js';
import { useForm, useSubmit, Field, ErrorSummary, FormButtons } from '../lib/form.js';

const CLASSES = ['cash', 'capacity', 'time'];

/** "Det koster Kommunen 1,4 mio. kr. mere over 5 år." */
function meaning({ line }) {
  if (line.suppressed) return t('confirm.few');
  const sum = line.flows.reduce((all, f) => all + f.amount_oere, 0);
  const key = `confirm.means.${CLASSES.includes(line.class) ? line.class : 'cash'}.${sum < 0 ? 'loss' : 'gain'}`;
  const amount = Math.abs(sum) >= 1e8 ? mio(Math.abs(sum)) : kr(Math.abs(sum));
  return t(key, { who: label('sector', line.sector), amount, n: line.flows.length });
}

function Figures({ line }) {
  const quantity = (v) => (v === null || v === undefined ? null : `${num(v, 4, 0)} ${line.unit || ''}`);
  return html`<${Facts} rows=${[
    (line.qty_baseline !== null || line.qty_new !== null) && [t('confirm.today'), quantity(line.qty_baseline ?? 0)],
    (line.qty_baseline !== null || line.qty_new !== null) && [t('confirm.future'), quantity(line.qty_new ?? 0)],
    line.timing && [t('confirm.per'), t(`confirm.per.${line.timing}`)],
    line.unit_value !== null && [t('confirm.price'), `${num(line.unit_value, 2, 0)} ${t('unit.kr')}`],
    [t('line.source'), line.source || t('confirm.guess')],
  ]} />`;
}

function Flows({ line }) {
  if (line.suppressed) return null;
  const sum = line.flows.reduce((all, f) => all + f.amount_oere, 0);
  return html`<table class="table table--compact"><caption>${t('confirm.years')}</caption>
    <thead><tr><th scope="col">${t('result.year')}</th><th scope="col" class="num">${t('unit.kr')}</th></tr></thead>
    <tbody>${line.flows.map((f) => html`<tr key=${f.year}><th scope="row">${f.year}</th><td
      class="num">${num(f.amount_oere / 100)}</td></tr>`)}</tbody>
    <tfoot><tr><td>${t('matrix.total')}</td><td class="num">${num(sum / 100)}</td></tr></tfoot></table>`;
}

function AnswerForm({ c, onDone }) {
  const [fits, setFits] = useState(null);
  const [unsaid, setUnsaid] = useState('');
  const [key] = useState(newKey);
  const disputed = fits === 'disputed';
  const form = useForm({ fields: [
    { name: 'number', control: 'number', skip: () => !disputed, label: c.line.unit ? t('confirm.own.unit', { unit: c.line.unit })
      : t('confirm.own'),
      hint: t('confirm.own.hint') },
    { name: 'comment', control: 'textarea', label: t(disputed ? 'confirm.why' : 'confirm.comment'), required: disputed,
      rows: 4 }] });
  const [send, busy] = useSubmit(form, async (body) => {
    const { data } = await post(`/confirmations/${c.id}/answer`, { status: fits, number: body.number ?? null,
      comment: body.comment }, { key });
    notify(t('confirm.sent'));
    onDone(data);
  });
  const submit = (event) => {
    event.preventDefault();
    if (!fits) { setUnsaid(t('confirm.choose')); document.getElementById('fits-confirmed').focus(); return; }
    send(event);
  };
  return html`<form class="answer-form" onSubmit=${submit} novalidate><h2>${t('confirm.fits')}</h2><${ErrorSummary} form=${form} />
    <${Radios} name="fits" legend=${t('confirm.fits.legend')} value=${fits} fault=${unsaid}
      onValue=${(v) => { setFits(v); setUnsaid(''); }} options=${[
    { value: 'confirmed', text: t('confirm.yes') }, { value: 'disputed', text: t('confirm.no') }]} />
    ${disputed && html`<${Field} form=${form} name="number" />`}
    ${fits && html`<${Field} key=${fits} form=${form} name="comment" />`}
    <${FormButtons} busy=${busy} save=${t('confirm.send.answer')} /></form>`;
}

function Answered({ c }) {
  if (c.status === 'withdrawn' || c.status === 'lapsed') return html`<${Alert} kind="info"
    heading=${t(`confirm.over.${c.status}`)} />`;
  return html`<${Alert} kind="success" heading=${t(`confirm.you.${c.status}`, { at: dateTime(c.answered_at) })}>
    ${c.number !== null && html`<p>${t('confirm.number', { number: num(c.number, 4, 0), unit: c.number_unit || '' })}</p>`}
    ${c.comment && html`<p>“${c.comment}”</p>`}<//>`;
}

export default function Confirmation({ params }) {
  const from = useLoad(`/confirmations/${params.id}`);
  return html`<div class="calm"><${LoadedPage} from=${from} back="/bekraeft">${(c) => html`
    <${PageHead} title=${c.line.name} over=${html`<a href="/bekraeft">${t('confirm.title')}</a>`}
      lead=${t('confirm.asks', { who: c.asked_by_name || '–', unit: c.unit_name || '–', title: c.title })} />
    ${c.status !== 'unanswered' && html`<${Answered} c=${c} />`}
    ${c.message && html`<blockquote class="asked"><p class="prose">${c.message}</p><p
      class="small muted">${c.asked_by_name}, ${date(c.asked_at)}</p></blockquote>`}
    <section class="section"><h2>${t('confirm.what')}</h2><p class="meaning">${meaning(c)}</p>
      <div class="halves"><${Figures} line=${c.line} /><${Flows} line=${c.line} /></div></section>
    ${c.status === 'unanswered' && can('confirmations:answer') && html`<section class="section card-box wash"><${AnswerForm} c=${c}
      onDone=${(data) => from.set(data)} /></section>`}`}<//></div>`;
}
