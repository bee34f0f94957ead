// SPDX-License-Identifier: EUPL-1.2
// A line as a sentence with blanks: how much today, how much with the solution, what one costs, where that is known from.
import { html, useState, cx } from '../lib/html.js';
import { t, label, language } from '../lib/i18n.js';
import { kr, mioSigned, num } from '../lib/format.js';
import { ask } from '../lib/modal.js';
import { priceOf, takeIndices } from '../lib/prices.js';
import { NumberInput } from '../lib/numberinput.js';
import { Select, TextField, Check } from '../lib/inputs.js';
import { yearsOf, isComplete } from '../lib/estimate.js';
import { YearAmounts } from './estimate-line.js';
import { RangeTable } from './range-grid.js';

const GUESS = ['D', 'E'];

/** Every number has a source or is marked as a guess. */
const isSourced = (line) => GUESS.includes(line.evidence) || Boolean(line.reference || (line.source || '').trim());

/** Takes a price of the region's library. */
function take(draft, row, set, best) {
  const values = priceOf(row);
  set({ ...best(row.value), ...values });
  takeIndices(draft, [values]);
}

/** The price: of the library, or one's own with a source or as a guess. */
function Source({ draft, line, id, set, best, prices, disabled, fault }) {
  const guess = GUESS.includes(line.evidence);
  const row = prices.find((r) => r.code === line.reference);
  const own = () => set({ reference: null, value_price_year: null, index: null });
  const names = prices.map((r) => ({ value: r.code, text: t('guide.price.option', { name: r[language()], value: kr(r.value * 100),
    unit: r.unit,
    year: r.price_year || '–' }) }));
  return html`${prices.length > 0 && html`<${Select} id=${`${id}-from`} text=${t('guide.price.from')} value=${line.reference}
    disabled=${disabled}
      empty=${t('guide.price.own')} options=${names} onValue=${(code) => (code ? take(draft, prices.find((r) => r.code === code),
        set, best) : own())} />`}
    ${row ? html`<p class="small muted">${t('guide.price.source', { source: row.source || '–', year: row.price_year || '–',
      basis: t(`basis.${row.basis}`) })}</p>`
    : html`<${TextField} id=${`${id}-source`} text=${t('guide.source')} hint=${t('guide.source.hint')} value=${line.source}
      max="1000" disabled=${disabled}
      fault=${fault('source')} onValue=${(v) => set({ source: v })} />`}
    <${Check} id=${`${id}-guess`} text=${t('guide.guess')} checked=${guess} disabled=${disabled}
      onValue=${(on) => set({ evidence: on ? 'E' : 'C' })} />
    ${!isSourced(line) && html`<p class="form-error-message">${t('guide.source.must')}</p>`}`;
}

const LUMPS = ['projekt', 'år'];

/** An amount that is not there today and comes whole with the solution: "0 years a year" would be no sentence. */
function isLump(line) {
  return LUMPS.includes(line.unit) && ['one_off', 'per_year'].includes(line.timing) && !line.qty_baseline && line.qty_new === 1
    && (line.timing === 'per_year' || line.kind !== 'outcome');
}

/** Lines that can be said in one sentence; the others have more to fill in than that. */
const isSentence = (line) => line.kind !== 'flow' && !['per_unit', 'annuity'].includes(line.timing);

/** The sentence with its blanks. */
function Sentence({ line, id, quantity, set, disabled, fault, years }) {
  const [whole] = useState(() => isLump(line)); // as it was proposed: no blank goes away while one types a 1 into it
  const blank = (name, more = {}) => html`<${NumberInput} id=${`${id}-${name}`} label=${t('result.of', { line: line.name,
    field: t(`line.${name}`).toLowerCase() })}
    value=${line[name] ?? null} disabled=${disabled} fault=${fault(name)} onValue=${quantity(name)} ...${more} />`;
  const unit = line.unit || t('line.unit.none');
  const key = line.kind === 'outcome' ? 'outcome' : line.timing;
  const yearChoice = html`<select class="form-select blank-year" aria-label=${t('line.year')} disabled=${disabled}
    value=${String(line.year_from || years[0])} onChange=${(e) => set({ year_from: Number(e.target.value) })}>${years.map((y) => html`<option
    key=${y} value=${String(y)}>${y}</option>`)}</select>`;
  const price = html`<div class="blanks"><span>${t('card.price')}</span> ${blank('unit_value', { unit: t('unit.kr') })}</div>`;
  if (whole && isLump(line)) {
    const lump = line.timing === 'one_off' ? 'once' : line.kind === 'outcome' ? 'comes' : 'costs';
    return html`<div class="blanks"><span>${t(`card.lump.${lump}`)}</span> ${blank('unit_value', { unit: t('unit.kr') })}
      <span>${t(`card.lump.${lump}.end`)}</span>${line.timing === 'one_off' && yearChoice}</div>`;
  }
  if (line.timing === 'one_off') {
    return html`<div class="blanks"><span>${t(`card.one_off.${line.kind === 'outcome'
      ? 'gain' : 'need'}`)}</span> ${blank('qty_new')} <span>${unit} ${t('card.in')}</span> ${yearChoice}</div>${price}`;
  }
  return html`<div class="blanks"><span>${t(`card.${key}.today`)}</span> ${blank('qty_baseline')}
    <span>${unit} ${t(line.timing === 'per_patient' ? 'card.each' : 'card.yearly')}</span> <span
      class="nowrap-pair">${blank('qty_new')} ${unit}.</span></div>${price}`;
}

/** Whose line it is and what kind, for lines that the clinic adds itself. */
function Own({ line, id, set, disabled, fault }) {
  return html`<div class="fields three">
    <${TextField} id=${`${id}-name`} wide text=${t('line.name')} value=${line.name} max="200" fault=${fault('name')}
      disabled=${disabled}
      onValue=${(v) => set({ name: v })} />
    <${Select} id=${`${id}-sector`} text=${t('line.sector')} list="sector" value=${line.sector} disabled=${disabled}
      onValue=${(v) => v && set({ sector: v })} />
    <${Select} id=${`${id}-class`} text=${t('line.class')} value=${line.class} disabled=${disabled}
      options=${['cash', 'capacity', 'time'].map((c) => ({ value: c, text: label('effect_class', c) }))} onValue=${(v) => v
        && set({ class: v })} />
    <${Select} id=${`${id}-timing`} text=${t('line.timing')} value=${line.timing} disabled=${disabled}
      options=${['per_patient', 'per_year', 'one_off'].map((c) => ({ value: c, text: label('line_timing', c) }))} onValue=${(v) => v
        && set({ timing: v })} />
    <${TextField} id=${`${id}-unit`} text=${t('line.unit')} value=${line.unit} max="80" fault=${fault('unit')} disabled=${disabled}
      onValue=${(v) => set({ unit: v })} /></div>`;
}

/** What the panels below hold, in a few words each. */
function toolsOf(line) {
  const bounds = (line.uncertainty || []).filter((u) => u.dist === 'triangular');
  const range = bounds.length ? bounds.map((u) => `${num(u.low, 4, 0)}–${num(u.high, 4, 0)}`).join(', ') : '';
  const source = !isSourced(line) ? t('guide.tool.source.none') : (line.source || '').trim() || t('guide.tool.source.guess');
  return [
    { code: 'range', text: range ? t('guide.tool.range.set', { range }) : t('guide.tool.range') },
    { code: 'source', text: t('guide.tool.source', { source: source.length > 32 ? `${source.slice(0, 31)}…` : source }),
      lacks: !isSourced(line) },
    ...(line.timing !== 'one_off' ? [{ code: 'years', text: t((line.overrides || []).length
      ? 'guide.tool.years.set' : 'guide.tool.years',
      { n: (line.overrides || []).length }) }] : []),
  ];
}

function Tools({ line, id, panel, onPanel, onRemove }) {
  const simple = isSentence(line);
  const tools = [...(simple ? toolsOf(line) : []), { code: 'who', text: t('guide.card.edit') }];
  return html`<div class="card-tools">${tools.map((x) => html`<button key=${x.code} type="button" class=${cx('function-link',
    x.lacks && 'lacks')}
      aria-expanded=${panel === x.code ? 'true' : 'false'} aria-controls=${`${id}-panel`} onClick=${() => onPanel(panel === x.code
        ? null : x.code)}>
      ${x.text}<span class="sr-only"> ${line.name}</span></button>`)}
    ${onRemove && html`<button type="button" class="function-link" onClick=${onRemove}>${t('guide.card.skip')}<span
      class="sr-only"> ${line.name}
      </span></button>`}</div>`;
}

export function LineCard({ draft, alternative, at, worth, prices, open: began }) {
  const { doc: { inputs }, editable } = draft;
  const disabled = !editable;
  const list = inputs.alternatives[alternative].lines;
  const line = list[at];
  const [panel, setPanel] = useState(began ? 'who' : null);
  const id = `card-${at}`;
  const place = `alternatives[${alternative}].lines[${at}]`;
  const fault = (name) => draft.fault(`${place}.${name}`);
  const set = (values) => draft.setLine(alternative, at, values);
  const best = (v, name = 'unit_value') => ({ [name]: v, ...(line.uncertainty
    ? { uncertainty: line.uncertainty.map((u) => (u.field === name && 'mode' in u
    && v !== null ? { ...u, mode: v } : u)) } : {}) });
  const remove = async () => {
    if (isComplete(line) && !(await ask({ title: t('line.remove.title'), text: t('line.remove.text', { name: line.name }),
      action: t('action.remove'),
      danger: true }))) return;
    draft.setAlternative(alternative, { lines: list.filter((l, i) => i !== at) });
  };
  const common = { draft, line, id, set, best, prices, disabled, fault, years: yearsOf(inputs) };
  const Panel = { range: RangeTable, source: Source, years: YearAmounts, who: Own }[panel];
  // What is wrong behind a press that nobody made is said here.
  const hidden = ['uncertainty', 'value_price_year', 'index', 'overrides', 'source', 'unit', 'name'].map((name) => [name,
    fault(name)])
    .filter(([name, text]) => text && !(panel === 'range' && name === 'uncertainty') && !(panel === 'source' && name === 'source')
      && !(panel === 'who' && ['unit', 'name'].includes(name)));
  return html`<article class=${cx('line-card', draft.fault(place) && 'wrong')} id=${id} aria-label=${line.name
    || t('line.unnamed')}>
    <header><div><h3>${line.name || t('line.unnamed')}</h3>
      <p class="small muted">${label('sector', line.sector)} · ${label('effect_class', line.class)}</p></div>
      <p class=${cx('line-worth num', worth < 0 ? 'loss' : worth > 0 ? 'gain' : 'muted')}>${worth === undefined
        ? t('guide.card.waits')
        : mioSigned(worth * 100)}</p></header>
    ${isSentence(line) ? html`<${Sentence} ...${common} quantity=${(name) => (v) => set(best(v,
      name))} />`
    : html`<p class="muted">${t('guide.card.editor')} <a href=${`/vaerdi/${draft.estimate.id}/linjer`}>${t('guide.card.editor.open')}</a></p>`}
    ${hidden.map(([name, text]) => html`<p key=${name} class="form-error-message">${text}</p>`)}
    <${Tools} line=${line} id=${id} panel=${panel} onPanel=${setPanel} onRemove=${editable && remove} />
    <div id=${`${id}-panel`} class=${Panel && 'card-panel'}>${Panel && html`<${Panel} ...${common} />`}</div>
  </article>`;
}
