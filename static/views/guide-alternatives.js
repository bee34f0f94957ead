// SPDX-License-Identifier: EUPL-1.2
// Fifth step: what is compared. Doing nothing is always one of them.
import { html } from '../lib/html.js';
import { t } from '../lib/i18n.js';
import { mioSigned, num } from '../lib/format.js';
import { Icon } from '../lib/ui.js';
import { ask } from '../lib/modal.js';
import { TextField, limit } from '../lib/inputs.js';
import { resultOf, isComplete } from '../lib/estimate.js';
import { copyOf } from './estimate-alternatives.js';

function Card({ draft, at }) {
  const { doc, editable, evaluation, estimate } = draft;
  const list = doc.inputs.alternatives;
  const a = list[at];
  const worth = resultOf(evaluation.result, doc.inputs, a.name)?.npv.limited_societal;
  const remove = async () => {
    if (await ask({ title: t('alternative.remove.title'), text: t('alternative.remove.text', { name: a.name }),
      action: t('action.remove'), danger: true })) {
      draft.setInputs({ alternatives: list.filter((x, i) => i !== at) });
    }
  };
  return html`<div class="card-box alternative-card"><div class="alternative-head">
      <${TextField} id=${`name-${at}`} text=${t('alternative.name')} value=${a.name} disabled=${!editable}
        fault=${draft.fault(`alternatives[${at}].name`)}
        max="200" onValue=${(v) => draft.setAlternative(at, { name: v })} />
      <p class="alternative-worth"><span class="strong num">${worth === undefined || !a.lines.some(isComplete)
        ? '–' : mioSigned(worth * 100)}</span>
        <span class="small muted">${t('guide.alternatives.lines', { n: a.lines.length })}</span></p></div>
    ${editable && html`<p class="links"><a href=${`/vaerdi/${estimate.id}/guide/lines?alt=${at}`}>${t('guide.alternatives.edit')}</a>
      ${list.length < (limit('alternatives').high ?? 6) && html`<button type="button" class="function-link"
        onClick=${() => draft.setInputs({
    alternatives: [...list, copyOf(list, a)] })}><${Icon} name="copy" />${t('alternative.add')}</button>`}
      ${list.filter((x) => !x.is_comparator).length > 1 && html`<button type="button" class="function-link danger"
        onClick=${remove}>
        <${Icon} name="delete" />${t('alternative.remove')}</button>`}</p>`}</div>`;
}

export function Alternatives({ draft, stopped }) {
  const { doc, editable } = draft;
  const explicit = doc.inputs.alternatives.findIndex((a) => a.is_comparator);
  return html`<div class="card-box wash alternative-card"><h3>${t('guide.alternatives.nothing')}</h3>
      ${explicit >= 0 && html`<p>${t('guide.alternatives.explicit', { name: doc.inputs.alternatives[explicit].name,
    n: num(doc.inputs.alternatives[explicit].lines.length) })}</p>`}
      <${TextField} id="nothing" rows=${2} text=${t('guide.comparator')} hint=${t('guide.comparator.hint')} value=${doc.comparator}
        max="4000"
        fault=${stopped === 'comparator' ? t('guide.comparator.must') : draft.fault('comparator')} disabled=${!editable}
        onValue=${(v) => draft.set({ comparator: v })} /></div>
    ${doc.inputs.alternatives.map((a, i) => !a.is_comparator && html`<${Card} key=${i} draft=${draft} at=${i} />`)}`;
}
