// SPDX-License-Identifier: EUPL-1.2
// Two versions of an estimate side by side: what has changed, in words, and what each change did to the result.
import { html } from '../lib/html.js';
import { useLoad } from '../lib/api.js';
import { t, label } from '../lib/i18n.js';
import { navigate } from '../lib/router.js';
import { mio, mioSigned } from '../lib/format.js';
import { LoadedPage, Loaded, PageHead, Alert } from '../lib/ui.js';
import { Table } from '../lib/table.js';
import { Waterfall } from '../lib/waterfall.js';
import { inWords, sentenceOf, effect } from '../lib/changes.js';

const MOST = 10; // steps shown as bars; the smaller ones are one bar together
const SEEN = 500000; // half of the last decimal of mio. kr., in øre: less than that cannot be seen in a figure

/** The steps of the picture in the order they were made; the small ones last, as one. */
function steps(changes) {
  const bySize = [...changes].sort((a, b) => Math.abs(b.effect_oere) - Math.abs(a.effect_oere));
  const large = new Set(bySize.slice(0, MOST));
  const rest = bySize.slice(MOST).reduce((sum, c) => sum + c.effect_oere, 0);
  const shown = changes.filter((c) => large.has(c)).map((c) => ({ key: c.key, text: c.about, sub: c.sentence,
    oere: c.effect_oere }));
  return bySize.length > MOST ? [...shown, { key: 'rest', text: t('compare.rest', { n: bySize.length - MOST }), oere: rest }]
    : shown;
}

function Verdict({ reply, moving }) {
  const most = [...moving].sort((a, b) => Math.abs(b.effect_oere) - Math.abs(a.effect_oere))[0];
  return html`<p class="lead compare-verdict">${Math.abs(reply.difference_oere) < SEEN ? t('compare.same', { n: moving.length })
    : t(reply.difference_oere < 0 ? 'compare.down' : 'compare.up', { n: moving.length, by: mio(Math.abs(reply.difference_oere)) })}
    ${most && ` ${t('compare.most', { what: most.about, field: most.what.toLowerCase(),
      effect: mioSigned(most.effect_oere) })}`}</p>`;
}

function Changes({ rows, heading, lead, quiet }) {
  if (!rows.length) return null;
  return html`<section class="section"><h2>${heading}</h2>${lead && html`<p class="muted">${lead}</p>`}
    <${Table} caption=${heading} rows=${rows} rowKey=${(c) => c.key} columns=${[
    { key: 'what', head: t('compare.change'), main: true, cell: (c) => html`${c.about}<span class="sub">${c.what}</span>` },
    { key: 'before', head: t('compare.before'), cell: (c) => c.before || html`<span class="muted">–</span>` },
    { key: 'after', head: t('compare.after'), cell: (c) => c.after || html`<span class="muted">–</span>` },
    { key: 'effect', head: t('compare.effect'), num: true, hide: quiet, cell: (c) => html`<span
      class=${c.effect_oere < 0 ? 'loss' : 'gain'}>${effect(c.effect_oere)}</span>` },
  ]} /></section>`;
}

function Comparison({ reply }) {
  const all = reply.changes.map((c, i) => { const words = inWords(c); return { ...c, ...words, key: String(i),
    sentence: sentenceOf(words) }; });
  const moving = all.filter((c) => c.effect_oere);
  const silent = all.filter((c) => !c.effect_oere);
  const known = reply.difference_oere !== null;
  if (!all.length) return html`<${Alert} kind="info" heading=${t('compare.none')} />`;
  return html`
    ${known ? html`<${Verdict} reply=${reply} moving=${moving} />
      <section class="section"><h2>${t('compare.picture')}</h2>
      <p class="muted">${t('compare.picture.lead', { perspective: label('perspective', reply.perspective).toLowerCase() })}</p>
      <${Waterfall} caption=${t('compare.picture')} start=${{ text: t('estimate.no', { no: reply.from.version_no }),
        oere: reply.from.npv_oere }}
        end=${{ text: t('estimate.no', { no: reply.to.version_no }), oere: reply.to.npv_oere }} steps=${steps(moving)} />
      <p class="small muted">${t('compare.order')} ${t('result.rounding')}</p></section>`
    : html`<${Alert} kind="warning" heading=${t('compare.unknown')}><p>${t('compare.unknown.text')}</p><//>`}
    <${Changes} rows=${known ? moving : all} quiet=${!known} heading=${t('compare.changes')} />
    ${known && html`<${Changes} rows=${silent} quiet heading=${t('compare.silent')} lead=${t('compare.silent.lead')} />`}`;
}

/** The versions of the case: which two stand here. */
function Choice({ id, other, estimates }) {
  const list = (value, name, go) => html`<span class="inline-select"><label for=${name}>${t(`compare.${name}`)}</label>
    <select id=${name} class="form-select" value=${value} onChange=${(e) => go(e.target.value)}>${estimates.map((e) => html`<option
      key=${e.id}
      value=${String(e.id)}>${t('estimate.no', { no: e.version_no })}, ${label('estimate_status',
        e.status).toLowerCase()}</option>`)}</select></span>`;
  return html`<div class="compare-choice d-print-none">${list(other, 'from', (v) => navigate(`/vaerdi/${id}/sammenlign/${v}`))}
    ${list(id, 'to', (v) => navigate(`/vaerdi/${v}/sammenlign/${other}`))}</div>`;
}

export default function Compare({ params }) {
  const { id, other } = params;
  const estimate = useLoad(`/estimates/${id}`);
  const reply = useLoad(`/estimates/${id}/compare?with=${other}`);
  const c = useLoad(estimate.data ? `/collaborations/${estimate.data.collaboration_id}` : null);
  return html`<${LoadedPage} from=${estimate} back="/vaerdi">${(e) => html`
    <${PageHead} title=${t('compare.title', { title: e.collaboration_title })}
      over=${html`<a href=${`/vaerdi/${id}/gennemgang`}>${t('compare.back')}</a>`} />
    ${c.data && html`<${Choice} id=${id} other=${other} estimates=${c.data.estimates || []} />`}
    <${Loaded} from=${reply}>${(data) => html`<${Comparison} reply=${data} />`}<//>`}<//>`;
}
