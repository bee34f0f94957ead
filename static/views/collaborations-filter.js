// SPDX-License-Identifier: EUPL-1.2
// The filter panel of the list, and the chips that say which filters are on.
import { html, useState, useEffect } from '../lib/html.js';
import { t, label, choices } from '../lib/i18n.js';
import { setQuery } from '../lib/router.js';
import { date, parseDate } from '../lib/format.js';
import { Combobox, findUnits, findOrganisations, unitById } from '../lib/combobox.js';
import { get } from '../lib/api.js';

export const FILTERS = ['kind', 'subtype', 'phase', 'stage', 'unit_id', 'at_unit_id', 'area_id', 'owner_id', 'theme', 'patient_group', 'commercial', 'prevention',
  'rare_disease', 'unsaid', 'overdue', 'value_signal', 'visibility', 'tag', 'organisation_id', 'has_value', 'mine', 'active_on', 'starts_from', 'starts_to', 'ends_from', 'ends_to'];
const LISTS = ['kind', 'subtype', 'stage', 'theme', 'patient_group', 'commercial', 'value_signal', 'visibility'];
/** Filters whose values are words of our own. */
const WORDS = ['has_value', 'mine', 'phase', 'prevention', 'rare_disease', 'unsaid'];
const DATES = ['ends_from', 'ends_to', 'starts_from', 'starts_to'];

const names = new Map();

/** The name of an id that came with the address: looked up once. */
function useName(kind, id) {
  const [, redraw] = useState(0);
  const key = `${kind}:${id}`;
  useEffect(() => {
    if (!id || names.has(key)) return;
    const load = kind !== 'organisation_id' ? unitById(id).then((u) => u?.text) : get(`/organisations/${id}`).then(({ data }) => data.name);
    load.then((name) => { names.set(key, name || id); redraw((n) => n + 1); }, () => {});
  }, [key]);
  return names.get(key) || '';
}

function Named({ kind, id }) { return useName(kind, id) || '…'; }

/** One chip a chosen value: {key, text, without}: the change of the address that takes it away. */
export function chipsOf(params) {
  const chips = [];
  for (const name of FILTERS) {
    if (!params[name]) continue;
    const values = params[name].split(',');
    if (LISTS.includes(name)) {
      for (const v of values) {
        const rest = { [name]: values.filter((x) => x !== v) };
        if (name === 'kind') rest.stage = '';
        chips.push({ key: `${name}:${v}`, text: label(name, v, name === 'stage' ? params.kind.split(',')[0] : undefined),
          without: rest });
      }
    } else if (name === 'overdue') {
      chips.push({ key: name, text: t('filter.overdue.is', { kinds: values.map((v) => label('deadline_kind', v)).join(', ') }), without: { overdue: '' } });
    } else if (['unit_id', 'at_unit_id', 'area_id', 'organisation_id'].includes(name)) {
      chips.push({ key: name, text: html`<${Named} kind=${name} id=${values[0]} />`, without: { [name]: '' } });
    } else if (WORDS.includes(name)) {
      chips.push({ key: name, text: values.map((v) => t(`filter.${name}.${v}`)).join(', '), without: { [name]: '' } });
    } else if (name === 'tag') {
      chips.push({ key: name, text: `#${params.tag}`, without: { tag: '' } });
    } else {
      chips.push({ key: name, text: `${t(`filter.${name}`)} ${date(params[name])}`, without: { [name]: '' } });
    }
  }
  return chips;
}

function Checks({ name, params, options }) {
  const on = params[name] ? params[name].split(',') : [];
  const toggle = (value, checked) => {
    const next = checked ? [...on, value] : on.filter((v) => v !== value);
    setQuery(name === 'kind' ? { kind: next, stage: '', subtype: '' } : { [name]: next });
  };
  return html`<fieldset class="filter"><legend class="form-label">${t(`field.${name}`)}</legend>
    ${options.map((o) => html`<div key=${o.value} class="form-group-checkbox">
      <input type="checkbox" class="form-checkbox" id=${`f-${name}-${o.value}`} checked=${on.includes(o.value)}
      onChange=${(e) => toggle(o.value, e.target.checked)} />
      <label for=${`f-${name}-${o.value}`}>${o.text}</label></div>`)}
  </fieldset>`;
}

export function DateFilter({ name, params }) {
  const [text, setText] = useState(params[name] ? date(params[name]) : '');
  const [bad, setBad] = useState(false);
  const keep = () => {
    const iso = parseDate(text);
    setBad(Number.isNaN(iso));
    if (!Number.isNaN(iso)) setQuery({ [name]: iso });
  };
  return html`<div class=${bad ? 'form-group form-error' : 'form-group'}>
    <label class="form-label" for=${`f-${name}`}>${t(`filter.${name}`)}</label>
    ${bad && html`<span class="form-error-message" id=${`f-${name}-error`}>${t('invalid.date')}</span>`}
    <input id=${`f-${name}`} class="form-input input-short" placeholder=${t('form.date.placeholder')} inputmode="numeric"
      aria-invalid=${bad ? 'true' : undefined} aria-describedby=${bad ? `f-${name}-error` : undefined}
      value=${text} onInput=${(e) => setText(e.target.value)} onChange=${keep} /></div>`;
}

export function IdFilter({ name, find, params }) {
  const shown = useName(name, params[name]);
  return html`<div class="form-group"><label class="form-label" for=${`f-${name}`}>${t(`filter.${name}`)}</label>
    <${Combobox} id=${`f-${name}`} find=${find} chosen=${params[name] ? shown : ''}
      onPick=${(value, text) => { if (value) names.set(`${name}:${value}`, text); setQuery({ [name]: value || '' }); }} /></div>`;
}

function Choice({ name, params, values }) {
  return html`<div class="form-group"><label class="form-label" for=${`f-${name}`}>${t(`filter.${name}`)}</label>
    <select id=${`f-${name}`} class="form-select" value=${params[name]} onChange=${(e) => setQuery({ [name]: e.target.value })}>
      <option value="">${t('filter.all')}</option>${values.map((v) => html`<option key=${v} value=${v}>${t(`filter.${name}.${v}`)}
        </option>`)}</select></div>`;
}

/** One of a code list. */
function CodeChoice({ name, params, list = name }) {
  return html`<div class="form-group"><label class="form-label" for=${`f-${name}`}>${t(`filter.${name}`)}</label>
    <select id=${`f-${name}`} class="form-select" value=${params[name]} onChange=${(e) => setQuery({ [name]: e.target.value })}>
      <option value="">${t('filter.all')}</option>${choices(list).map((o) => html`<option key=${o.value} value=${o.value}>${o.text}</option>`)}</select></div>`;
}

export function Filters({ params }) {
  const kinds = params.kind ? params.kind.split(',') : [];
  return html`<section class="filters d-print-none" aria-label=${t('list.filters')}>
    <${Checks} name="kind" params=${params} options=${choices('kind')} />
    ${kinds.length === 1 && html`<${Checks} name="stage" params=${params} options=${choices('stage', kinds[0])} />`}
    <${Checks} name="theme" params=${params} options=${choices('theme')} />
    <${Checks} name="visibility" params=${params} options=${choices('visibility')} />
    <div class="filter">
      <${IdFilter} name="unit_id" find=${findUnits} params=${params} />
      <${IdFilter} name="organisation_id" find=${findOrganisations} params=${params} />
      <${IdFilter} name="area_id" find=${findUnits} params=${params} />
      <${CodeChoice} name="overdue" list="deadline_kind" params=${params} />
      <${Choice} name="has_value" params=${params} values=${['true', 'false']} />
      <${Choice} name="mine" params=${params} values=${['true']} />
    </div>
    <div class="filter">
      <${Choice} name="phase" params=${params} values=${['pipeline', 'active', 'closed']} />
      <${CodeChoice} name="patient_group" params=${params} />
      <${CodeChoice} name="commercial" params=${params} />
      <${Choice} name="prevention" params=${params} values=${['true', 'false']} />
      <${Choice} name="rare_disease" params=${params} values=${['true', 'false']} />
    </div>
    <div class="filter">${DATES.map((name) => html`<${DateFilter} key=${name + params[name]} name=${name}
      params=${params} />`)}</div>
  </section>`;
}
