// SPDX-License-Identifier: EUPL-1.2
// Second step: whom it touches, asked before any number.
import { html } from '../lib/html.js';
import { t } from '../lib/i18n.js';
import { Empty } from '../lib/ui.js';
import { Radios, TextField } from '../lib/inputs.js';
import { nameOf, answerTo } from '../lib/template.js';

const ANSWERS = ['yes', 'no', 'unknown'];

export function Prompts({ draft, template, stopped }) {
  const { doc, editable } = draft;
  if (!template) return html`<${Empty} heading=${t('guide.notemplate')}><a
    href=${`/vaerdi/${draft.estimate.id}/guide/start`}>${t('guide.notemplate.choose')}</a><//>`;
  const set = (code, values) => {
    const old = answerTo(doc, code) || { code, text: null };
    const next = { ...old, ...values };
    const order = template.prompts.map((p) => p.code);
    draft.setAssessment({ prompts: [...(doc.assessment.prompts || []).filter((p) => p.code !== code), next]
      .sort((a, b) => order.indexOf(a.code) - order.indexOf(b.code)) });
  };
  return html`${template.prompts.map((p) => {
    const answer = answerTo(doc, p.code);
    const wrong = stopped === p.code ? t(answer ? 'guide.prompt.why' : 'guide.prompt.must') : null;
    return html`<div class="prompt" key=${p.code}>
      <${Radios} name=${`prompt-${p.code}`} legend=${nameOf(p)} inline hint=${p.required ? t('guide.prompt.required') : ''}
        value=${answer?.answer}
        fault=${!answer && wrong} disabled=${!editable} options=${ANSWERS.map((v) => ({ value: v, text: t(`guide.answer.${v}`) }))}
        onValue=${(v) => set(p.code, { answer: v })} />
      ${answer && answer.answer !== 'unknown' && html`<${TextField} id=${`prompt-${p.code}-text`}
        text=${t(`guide.answer.${answer.answer}.text`)}
        value=${answer.text} fault=${wrong} max="2000" disabled=${!editable} onValue=${(text) => set(p.code, { text })} />`}</div>`;
  })}`;
}
