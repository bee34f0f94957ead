// SPDX-License-Identifier: EUPL-1.2
// The quick assessment of one page: which kinds of value and how much, who gains, and one number if it is known.
import { html, useState } from '../lib/html.js';
import { t, choices } from '../lib/i18n.js';
import { navigate } from '../lib/router.js';
import { NumberField, Check, Radios } from '../lib/inputs.js';
import { Decision } from './estimate-decide.js';

const STRENGTHS = [0, 1, 2, 3];

export function Nano({ draft, reload }) {
  const { doc, editable, estimate, save } = draft;
  const { assessment } = doc;
  const [submitting, setSubmitting] = useState(false);
  const [wrong, setWrong] = useState({});
  const types = assessment.value_types || [];
  const gains = assessment.gains || [];
  const strength = (code) => types.find((v) => v.code === code)?.strength;
  const order = choices('value_type').map((c) => c.value);
  const setType = (code, value) => draft.setAssessment({ value_types: [...types.filter((v) => v.code !== code), { code,
    strength: Number(value) }]
    .sort((a, b) => order.indexOf(a.code) - order.indexOf(b.code)) });
  const setGain = (code, on) => draft.setAssessment({ gains: choices('sector').map((c) => c.value).filter((c) => (c === code
    ? on : gains.includes(c))) });
  const check = () => {
    const found = { types: !types.some((v) => v.strength > 0), gains: !gains.length };
    setWrong(found);
    return !found.types && !found.gains;
  };
  const home = `/samarbejder/${estimate.collaboration_id}/vaerdi`;
  const finish = () => check() && save().then((good) => good && navigate(home));
  return html`<div class="nano">
    <p class="lead">${t('guide.nano.lead')}</p>
    <fieldset class=${wrong.types ? 'form-error nano-part' : 'nano-part'}><legend class="h2">${t('guide.nano.types')}</legend>
      ${wrong.types && html`<span class="form-error-message" role="alert">${t('guide.nano.types.must')}</span>`}
      ${choices('value_type').map((v) => html`<${Radios} key=${v.value} name=${`type-${v.value}`} legend=${v.text} inline
        disabled=${!editable}
        value=${strength(v.value) === undefined ? undefined : String(strength(v.value))}
        options=${STRENGTHS.map((n) => ({ value: String(n), text: t(`guide.strength.${n}`) }))} onValue=${(n) => setType(v.value,
          n)} />`)}</fieldset>
    <fieldset class=${wrong.gains ? 'form-error nano-part' : 'nano-part'}><legend class="h2">${t('assessment.gains')}</legend>
      ${wrong.gains && html`<span class="form-error-message" role="alert">${t('guide.nano.gains.must')}</span>`}
      <div class="nano-gains">${choices('sector').map((s) => html`<${Check} key=${s.value} id=${`gain-${s.value}`} text=${s.text}
        disabled=${!editable}
        checked=${gains.includes(s.value)} onValue=${(on) => setGain(s.value, on)} />`)}</div></fieldset>
    <div class="nano-part"><h2>${t('guide.nano.amount')}</h2>
      <${NumberField} id="amount" text=${t('guide.nano.amount.label')} hint=${t('guide.nano.amount.hint')} unit=${t('unit.kr')}
        disabled=${!editable}
        value=${assessment.amount_oere === null || assessment.amount_oere === undefined ? null : assessment.amount_oere / 100}
        fault=${draft.fault('assessment.amount_oere')} bounds=${{ low: -1e15, high: 1e15 }}
        onValue=${(v) => draft.setAssessment({ amount_oere: v === null ? null : Math.round(v * 100) })} /></div>
    ${editable && html`<div class="form-buttons"><button type="button" class="button button-primary"
      onClick=${finish}>${t('guide.nano.done')}</button>
      <button type="button" class="button button-secondary" onClick=${() => check() && save().then((good) => good
        && setSubmitting(true))}>
        ${t('guide.nano.submit')}</button></div>
      <p class="nano-deeper"><button type="button" class="function-link"
        onClick=${() => { draft.set({ tier: 'mini' }); navigate(`/vaerdi/${estimate.id}/guide/start`); }}>
        ${t('guide.nano.deeper')}</button> <span class="muted">${t('guide.nano.deeper.hint')}</span></p>`}
    ${submitting && html`<${Decision} estimate=${estimate} act="submit" onClose=${() => setSubmitting(false)}
      onDone=${() => { setSubmitting(false); reload(); }} />`}
  </div>`;
}
