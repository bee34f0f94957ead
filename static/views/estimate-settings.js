// SPDX-License-Identifier: EUPL-1.2
// Settings of an estimate: from whose side, how many years, price level, discounting, factors, indices and who pays for what when.
import { html } from '../lib/html.js';
import { t, choices } from '../lib/i18n.js';
import { Icon } from '../lib/ui.js';
import { percent } from '../lib/format.js';
import { NumberInput } from '../lib/numberinput.js';
import { Select, TextField, NumberField, limit } from '../lib/inputs.js';
import { Indices, PayerRules } from './estimate-own.js';

function Discount({ draft, name }) {
  const { doc: { inputs }, editable } = draft;
  const of = inputs[name] || { steps: [] };
  const put = (steps) => draft.setInputs({ [name]: steps.length || name === 'discount' ? { ...of, steps } : null });
  const set = (i, values) => put(of.steps.map((s, j) => (j === i ? { ...s, ...values } : s)));
  return html`<fieldset><legend class="form-label">${t(`settings.${name}`)}</legend><p
    class="form-hint">${t(`settings.${name}.hint`)}</p>
    ${draft.fault(name) && html`<p class="form-error-message">${draft.fault(name)}</p>`}
    ${of.steps.map((s, i) => html`<div class="step-row" key=${i}>
      <label for=${`${name}-${i}-from`}>${t('settings.step.from')}</label>
      <${NumberInput} id=${`${name}-${i}-from`} value=${s.from_year} plain disabled=${!editable} bounds=${limit('discount', 'steps',
        'from_year')}
        onValue=${(v) => set(i, { from_year: v ?? 0 })} />
      <label for=${`${name}-${i}-rate`}>${t('settings.step.rate')}</label>
      <${NumberInput} id=${`${name}-${i}-rate`} value=${s.rate} scale=${100} unit="%" disabled=${!editable}
        bounds=${limit('discount', 'steps', 'rate')} onValue=${(v) => set(i, { rate: v ?? 0 })} />
      ${editable && (of.steps.length > 1 || name !== 'discount') && html`<button type="button" class="function-link"
        onClick=${() => put(of.steps.filter((x, j) => j !== i))} aria-label=${t('settings.step.remove', { no: i + 1 })}>
        <${Icon} name="delete" /></button>`}</div>`)}
    ${editable && html`<button type="button" class="function-link" onClick=${() => put([...of.steps, { from_year: of.steps.length
      ? of.steps[of.steps.length - 1].from_year + 35 : 0, rate: of.steps[of.steps.length - 1]?.rate ?? 0.035 }])}>
      <${Icon} name="plus" />${t('settings.step.add')}</button>`}</fieldset>`;
}

export function Settings({ draft }) {
  const { doc, editable, result } = draft;
  const { inputs } = doc;
  const disabled = !editable;
  const number = (name, more = {}) => html`<${NumberField} id=${`a-${name}`} text=${t(`assume.${name}`)}
    value=${inputs[name] ?? null}
    fault=${draft.fault(name)} bounds=${limit(name)} disabled=${disabled} onValue=${(v) => v !== null
      && draft.setInputs({ [name]: v })} ...${more} />`;
  const factor = (name, more) => html`<${NumberField} id=${`a-${name}`} text=${t(`assume.${name}`)}
    value=${inputs.multipliers?.[name] ?? null}
    fault=${draft.fault(`multipliers.${name}`)} bounds=${limit('multipliers', name)} disabled=${disabled}
    onValue=${(v) => draft.setInputs({ multipliers: { ...inputs.multipliers, [name]: v } })} ...${more} />`;
  const list = (value) => choices('perspective').filter((p) => value === p.value || !result || result.npv[p.value] !== undefined);
  return html`<section class="section"><h2>${t('assume.heading')}</h2><div class="fields">
      <${TextField} id="a-comparator" wide rows=${2} text=${t('assume.comparator')} hint=${t('assume.comparator.hint')}
        value=${doc.comparator}
        fault=${draft.fault('comparator')} disabled=${disabled} onValue=${(v) => draft.set({ comparator: v })} />
      <${TextField} id="a-population" wide rows=${2} text=${t('assume.population')} value=${doc.population}
        fault=${draft.fault('population')}
        disabled=${disabled} onValue=${(v) => draft.set({ population: v })} />
      <${Select} id="a-tier" text=${t('field.tier')} list="tier" value=${doc.tier} disabled=${disabled}
        onValue=${(v) => v && draft.set({ tier: v })} />
      <${Select} id="a-perspective" text=${t('assume.perspective')} value=${inputs.perspective || 'limited_societal'}
        disabled=${disabled}
        options=${list(inputs.perspective)} onValue=${(v) => draft.setInputs({ perspective: v })} />
      ${number('base_year', { plain: true })}${number('horizon_years')}${number('price_year', { plain: true })}
      ${number('capacity_realisation', { scale: 100, unit: '%', hint: t('assume.capacity_realisation.hint') })}
    </div>
    <details class="assumptions"><summary>${t('settings.more')}</summary>
      <p class="small muted">${t('settings.from', { share: percent(inputs.discount.steps[0]?.rate) })}
        ${' '}<a href="/vaerdi/referencer/vaerdier">${t('settings.open.values')}</a></p>
      <${Discount} draft=${draft} name="discount" />
      <div class="fields"><${Select} id="a-timing" text=${t('settings.timing')} value=${inputs.discount.timing || 'annual'}
        disabled=${disabled}
          options=${['annual', 'mid_year'].map((v) => ({ value: v, text: t(`settings.timing.${v}`) }))}
          onValue=${(v) => draft.setInputs({ discount: { ...inputs.discount, timing: v } })} />
        <${Select} id="a-prices" text=${t('settings.budget_prices')} value=${inputs.budget_prices || 'constant'}
          disabled=${disabled}
          options=${['constant', 'nominal'].map((v) => ({ value: v, text: t(`settings.budget_prices.${v}`) }))}
          onValue=${(v) => draft.setInputs({ budget_prices: v })} /></div>
      <${Discount} draft=${draft} name="discount_effects" />
      <div class="fields">${factor('naf')}${factor('tax_distortion')}${factor('qaly_value', { unit: t('unit.kr'),
        hint: t('assume.qaly_value.hint') })}</div>
      <${Indices} draft=${draft} /><${PayerRules} draft=${draft} />
    </details></section>`;
}
