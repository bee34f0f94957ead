// SPDX-License-Identifier: EUPL-1.2
// First step: what it is about, for whom, what happens otherwise, and for how long.
import { html } from '../lib/html.js';
import { t, language, choices } from '../lib/i18n.js';
import { nameOf } from '../lib/template.js';
import { TextField, NumberField, Select, limit } from '../lib/inputs.js';

function Templates({ draft, templates, wrong }) {
  const { template } = draft.doc.assessment;
  const choose = (code) => draft.setAssessment({ template: code });
  return html`<fieldset class=${wrong ? 'template-choice form-error' : 'template-choice'}><legend
    class="form-label">${t('guide.template')}</legend>
    ${wrong && html`<span class="form-error-message" role="alert">${t('guide.template.missing')}</span>`}
    <div class="template-cards">${templates.map((x) => html`<div key=${x.code} class=${template === x.code
      ? 'template-card on' : 'template-card'}
      onClick=${() => draft.editable && choose(x.code)}><div class="form-group-radio"><input type="radio" class="form-radio"
        id=${`template-${x.code}`} name="template" checked=${template === x.code} disabled=${!draft.editable}
        aria-describedby=${`template-${x.code}-lead`} onChange=${() => choose(x.code)} />
      <label for=${`template-${x.code}`}>${nameOf(x)}</label></div>
      <p id=${`template-${x.code}-lead`}>${x[`lead_${language()}`]}</p></div>`)}</div></fieldset>`;
}

export function Start({ draft, templates, stopped }) {
  const { doc, editable } = draft;
  const { inputs } = doc;
  const year = (v) => v !== null && draft.setInputs({ base_year: v,
    alternatives: inputs.alternatives.map((a) => ({ ...a, volume: shifted(a.volume, v - inputs.base_year) })) });
  return html`<${Templates} draft=${draft} templates=${templates} wrong=${stopped === 'template'} />
    <${TextField} id="population" rows=${2} text=${t('guide.population')} hint=${t('guide.population.hint')} value=${doc.population}
      max="4000"
      fault=${draft.fault('population')} disabled=${!editable} onValue=${(v) => draft.set({ population: v })} />
    <${TextField} id="comparator" rows=${2} text=${t('guide.comparator')} hint=${t('guide.comparator.hint')} value=${doc.comparator}
      max="4000"
      fault=${draft.fault('comparator')} disabled=${!editable} onValue=${(v) => draft.set({ comparator: v })} />
    <div class="fields guide-years">
      <${NumberField} id="base_year" text=${t('guide.base_year')} value=${inputs.base_year} plain bounds=${limit('base_year')}
        disabled=${!editable}
        fault=${draft.fault('base_year')} onValue=${year} />
      <${NumberField} id="horizon_years" text=${t('guide.horizon_years')} hint=${t('guide.horizon_years.hint')}
        value=${inputs.horizon_years}
        fault=${draft.fault('horizon_years')} bounds=${limit('horizon_years')} disabled=${!editable}
        onValue=${(v) => v !== null && Number.isInteger(v) && draft.setInputs({ horizon_years: v })} />
    </div>
    <details class="assumptions"><summary>${t('guide.depth')}</summary>
      <${Select} id="tier" text=${t('field.tier')} hint=${t('guide.depth.hint')} value=${doc.tier} disabled=${!editable}
        options=${choices('tier')} onValue=${(v) => v && draft.set({ tier: v })} /></details>`;
}

/** The volume begins with the first year. */
function shifted(volume, by) { return (volume || []).map((v) => ({ ...v, year: v.year + by })); }
