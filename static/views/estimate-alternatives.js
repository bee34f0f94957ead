// SPDX-License-Identifier: EUPL-1.2
// The tab Alternativer: what is compared with what, and for each alternative its patients, health and stages; then the settings.
import { html, useState } from '../lib/html.js';
import { t } from '../lib/i18n.js';
import { Icon } from '../lib/ui.js';
import { ask } from '../lib/modal.js';
import { NumberInput } from '../lib/numberinput.js';
import { TextField, NumberField, Check, limit } from '../lib/inputs.js';
import { yearsOf } from '../lib/estimate.js';
import { AlternativeChoice } from './estimate-lines.js';
import { Volume } from './estimate-volume.js';
import { Settings } from './estimate-settings.js';
import { LivePicture } from './live-picture.js';

/** A copy under a name that no alternative has. */
export function copyOf(alternatives, from) {
  const names = new Set(alternatives.map((a) => a.name));
  let name = t('alternative.copy', { name: from.name });
  for (let no = 2; names.has(name); no += 1) name = t('alternative.copy.no', { name: from.name, no });
  return { ...structuredClone(from), name, is_comparator: false };
}

/** Health of each patient by year, for those who have measured it. */
function Health({ draft, alternative }) {
  const { doc: { inputs }, editable } = draft;
  const list = inputs.alternatives[alternative].health || [];
  const years = yearsOf(inputs);
  const set = (year, name, value) => {
    const row = { ...list.find((h) => h.year === year), year, [name]: value };
    const empty = (row.qaly_per_patient ?? null) === null && (row.ly_per_patient ?? null) === null;
    draft.setAlternative(alternative, { health: [...list.filter((h) => h.year !== year), ...(empty ? [] : [row])].sort((a,
      b) => a.year - b.year) });
  };
  const cell = (year, name) => html`<td><${NumberInput} label=${t(`health.${name}.year`, { year })} disabled=${!editable}
    value=${list.find((h) => h.year === year)?.[name] ?? null} bounds=${limit('alternatives', 'health', name)}
    onValue=${(v) => set(year, name, v)} /></td>`;
  return html`<details class="assumptions" open=${list.length > 0}><summary>${t('health.heading')}</summary>
    <p class="form-hint">${t('health.hint')}</p>
    <table class="table table--compact volume"><caption class="sr-only">${t('health.heading')}</caption>
      <thead><tr><th scope="col">${t('result.year')}</th><th scope="col">${t('health.qaly_per_patient')}</th>
        <th scope="col">${t('health.ly_per_patient')}</th></tr></thead>
      <tbody>${years.map((year) => html`<tr key=${year}><th scope="row">${year}</th>${cell(year, 'qaly_per_patient')}${cell(year,
        'ly_per_patient')}</tr>`)}</tbody></table></details>`;
}

/** Stages that can fail; what they cost when they stop. */
function Stages({ draft, alternative }) {
  const { doc: { inputs }, editable } = draft;
  const list = inputs.alternatives[alternative].stages || [];
  const put = (stages) => draft.setAlternative(alternative, { stages });
  const set = (i, values) => put(list.map((s, j) => (j === i ? { ...s, ...values } : s)));
  const add = () => put([...list, { no: (list[list.length - 1]?.no || 0) + 1, name: '', start_year: list.length
    ? Math.min(list[list.length - 1].start_year + 1, inputs.base_year + inputs.horizon_years - 1) : inputs.base_year, p_success: 1,
      stop_cost: 0 }]);
  const number = (i, name, more) => html`<${NumberField} id=${`stage-${i}-${name}`} text=${t(`stages.${name}`)}
    value=${list[i][name] ?? null}
    disabled=${!editable} bounds=${limit('alternatives', 'stages', name)}
      fault=${draft.fault(`alternatives[${alternative}].stages[${i}].${name}`)}
    onValue=${(v) => set(i, { [name]: v })} ...${more} />`;
  return html`<details class="assumptions" open=${list.length > 0}><summary>${t('stages.heading')}</summary>
    <p class="form-hint">${t('stages.hint')}</p>
    ${list.map((s, i) => html`<fieldset key=${i} class="card-box stage-box"><legend class="form-label">${t('stages.no',
      { no: s.no })}</legend>
      <div class="fields">
        <${TextField} id=${`stage-${i}-name`} text=${t('stages.name')} value=${s.name} disabled=${!editable} onValue=${(v) => set(i,
          { name: v })} />
        ${number(i, 'start_year', { plain: true })}${number(i, 'p_success', { scale: 100, unit: '%' })}${number(i, 'stop_cost',
          { unit: t('unit.kr') })}
      </div>
      ${editable && html`<button type="button" class="function-link danger" onClick=${() => put(list.filter((x, j) => j !== i))}>
        <${Icon} name="delete" />${t('stages.remove')}</button>`}</fieldset>`)}
    ${editable && html`<button type="button" class="button button-secondary" onClick=${add}><${Icon}
      name="plus" />${t('stages.add')}</button>`}
  </details>`;
}

function Alternative({ draft, at, onGone }) {
  const { doc: { inputs }, editable } = draft;
  const list = inputs.alternatives;
  const a = list[at];
  const remove = async () => {
    if (!(await ask({ title: t('alternative.remove.title'), text: t('alternative.remove.text', { name: a.name }),
      action: t('action.remove'),
      danger: true }))) return;
    draft.setInputs({ alternatives: list.filter((x, i) => i !== at) });
    onGone();
  };
  // One at most is what the others are compared with.
  const compare = (on) => draft.setInputs({ alternatives: list.map((x, i) => ({ ...x, is_comparator: on ? i === at : i === at
    ? false
    : x.is_comparator })) });
  return html`<div class="fields">
      <${TextField} id="alternative-name" text=${t('alternative.name')} value=${a.name} disabled=${!editable}
        fault=${draft.fault(`alternatives[${at}].name`)} onValue=${(v) => draft.setAlternative(at, { name: v })} />
      <${NumberField} id="alternative-multiplier" text=${t('alternative.volume_multiplier')}
        hint=${t('alternative.volume_multiplier.hint')}
        value=${a.volume_multiplier ?? 1} disabled=${!editable} bounds=${limit('alternatives', 'volume_multiplier')}
        onValue=${(v) => draft.setAlternative(at, { volume_multiplier: v ?? 1 })} />
    </div>
    <${Check} id="alternative-comparator" text=${t('alternative.is_comparator')} hint=${t('alternative.is_comparator.hint')}
      checked=${a.is_comparator} disabled=${!editable || (list.length < 2 && !a.is_comparator)} onValue=${compare} />
    <${Check} id="alternative-round" text=${t('alternative.round_patients')} checked=${a.round_patients} disabled=${!editable}
      onValue=${(v) => draft.setAlternative(at, { round_patients: v })} />
    <h3>${t('volume.heading')}</h3><p class="muted">${t('volume.lead')}</p>
    <${Volume} draft=${draft} alternative=${at} />
    <${Health} draft=${draft} alternative=${at} /><${Stages} draft=${draft} alternative=${at} />
    ${editable && list.length > 1 && html`<p><button type="button" class="function-link danger" onClick=${remove}>
      <${Icon} name="delete" />${t('alternative.remove')}</button></p>`}`;
}

export function AlternativesTab({ draft }) {
  const { doc, editable } = draft;
  const { alternatives } = doc.inputs;
  const [chosen, setAt] = useState(draft.at);
  const at = Math.min(chosen, alternatives.length - 1);
  const { high } = limit('alternatives');
  const copy = () => { draft.setInputs({ alternatives: [...alternatives, copyOf(alternatives,
    alternatives[at])] }); setAt(alternatives.length); };
  return html`<div class="estimate"><div>
    <section class="section"><div class="section-head"><h2>${t('alternative.heading')}</h2>
      ${editable && alternatives.length < (high ?? 6) && html`<button type="button" class="button button-secondary" onClick=${copy}>
        <${Icon} name="copy" />${t('alternative.add')}</button>`}</div>
      <p class="muted">${t('alternative.lead')}</p>
      <${AlternativeChoice} inputs=${doc.inputs} at=${at} onAt=${setAt} />
      <${Alternative} key=${at} draft=${draft} at=${at} onGone=${() => setAt(0)} /></section>
    <${Settings} draft=${draft} />
  </div><${LivePicture} draft=${draft} /></div>`;
}
