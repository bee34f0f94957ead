// SPDX-License-Identifier: EUPL-1.2
// Fourth step: one card a line, in words. The template proposes; what was answered no says so and can be taken in all the same.
import { html, useState, useEffect } from '../lib/html.js';
import { useLoad, query } from '../lib/api.js';
import { t, language } from '../lib/i18n.js';
import { useLocation, navigate } from '../lib/router.js';
import { Icon } from '../lib/ui.js';
import { proposals, nameOf } from '../lib/template.js';
import { takeIndices } from '../lib/prices.js';
import { resultOf } from '../lib/estimate.js';
import { AlternativeChoice, freshLine } from './estimate-lines.js';
import { LineCard } from './guide-card.js';

const today = () => new Date().toISOString().slice(0, 10);

/** Why a line of the template is not among the lines. */
function Skipped({ proposal, draft, at }) {
  const { line, prompt, answer } = proposal;
  const why = answer === 'no' ? t('guide.skipped.no', { question: nameOf(prompt) }) : prompt && !answer
    ? t('guide.skipped.unanswered',
    { question: nameOf(prompt) }) : t('guide.skipped.chosen');
  const take = () => {
    draft.setAlternative(at, { lines: [...draft.doc.inputs.alternatives[at].lines, line] });
    takeIndices(draft, [line]);
  };
  return html`<li class="skipped"><span><span class="strong">${line.name}</span><span class="sub">${why}</span></span>
    ${draft.editable && html`<button type="button" class="function-link" onClick=${take}><${Icon}
      name="plus" />${t('guide.skipped.take')}
      <span class="sr-only"> ${line.name}</span></button>`}</li>`;
}

export function Cards({ draft, template }) {
  const { doc: { inputs }, editable, evaluation, estimate } = draft;
  const { query: here } = useLocation();
  const asked = here.get('alt') === null ? draft.at : Number(here.get('alt'));
  const at = inputs.alternatives[asked] ? asked : draft.at;
  const library = useLoad(`/reference/unit-costs${query({ as_of: today(), limit: 200 })}`);
  const prices = (library.data?.items || []).filter((r) => r.value !== null).sort((a,
    b) => a[language()].localeCompare(b[language()], language()));
  const [fresh, setFresh] = useState(null);
  const { lines } = inputs.alternatives[at];
  const result = resultOf(evaluation.result, inputs, inputs.alternatives[at].name);
  const worth = new Map((result?.lines || []).map((l) => [l.id, l.pv]));
  const line = here.get('line');
  useEffect(() => {
    if (line === null) return;
    const card = document.getElementById(`card-${line}`);
    card?.scrollIntoView({ block: 'start' });
    card?.querySelector('input')?.focus();
  }, [line]);
  const add = () => {
    const next = freshLine(lines);
    draft.setAlternative(at, { lines: [...lines, { ...next, timing: 'per_patient', qty_baseline: null, qty_new: null,
      unit_value: null }] });
    setFresh(next.id);
  };
  const skipped = proposals(draft.doc, template, at).filter((p) => !p.taken);
  return html`<${AlternativeChoice} inputs=${inputs} at=${at}
      onAt=${(n) => navigate(`/vaerdi/${estimate.id}/guide/lines?alt=${n}`, { replace: true })} />
    <div class="cards-list">${lines.map((l, i) => html`<${LineCard} key=${l.id} draft=${draft} alternative=${at} at=${i}
      worth=${worth.get(l.id)}
      prices=${prices} open=${fresh === l.id} />`)}</div>
    ${!lines.length && html`<p class="muted">${t('guide.lines.none')}</p>`}
    ${editable && html`<button type="button" class="button button-secondary" onClick=${add}><${Icon}
      name="plus" />${t('guide.lines.add')}</button>`}
    ${skipped.length > 0 && html`<section class="skipped-list"><h3>${t('guide.skipped')}</h3>
      <ul class="plain">${skipped.map((p) => html`<${Skipped} key=${p.line.id} proposal=${p} draft=${draft}
        at=${at} />`)}</ul></section>`}`;
}
