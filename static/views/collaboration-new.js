// SPDX-License-Identifier: EUPL-1.2
// A new collaboration: first its kind, then its form. A research contract has a quick one of its own (research-new.js).
import { html, useRef } from '../lib/html.js';
import { post, newKey } from '../lib/api.js';
import { t, label, choices } from '../lib/i18n.js';
import { user, form as formSpec } from '../lib/session.js';
import { navigate, guardLeaving } from '../lib/router.js';
import { PageHead, KindBadge } from '../lib/ui.js';
import { useForm, useSubmit, useUnsaved, Field, ErrorSummary } from '../lib/form.js';
import { fieldsFor } from '../lib/fields.js';
import Quick from './research-new.js';

const STEPS = {
  opi: [['new.step.what', ['title', 'subtype', 'unit_id', 'summary']], ['new.step.need', ['need', 'need_group_size', 'theme',
    'patient_group', 'commercial', 'prevention', 'rare_disease', 'tags']], ['new.step.frame', ['start_date', 'end_date', 'journal_number', 'visibility',
    'value_ceiling_oere']]],
  strategic_procurement: [['new.step.what', ['title', 'subtype', 'unit_id', 'summary']], ['new.step.tender',
    ['procurement_procedure', 'cpv', 'term_months', 'value_ceiling_oere']], ['new.step.frame', ['theme', 'tags', 'start_date',
    'end_date', 'journal_number', 'visibility']]],
};
const REQUIRED = ['title', 'unit_id'];

/** Drops what was left empty: the server fills its own defaults. */
const given = (body) => Object.fromEntries(Object.entries(body).filter(([, v]) => v !== null && !(Array.isArray(v) && !v.length)));

function KindChoice() {
  return html`<${PageHead} title=${t('new.title')} lead=${t('new.lead')} />
    <ul class="choices">${choices('kind').map((k) => html`<li key=${k.value}>
      <a class="choice" href=${k.value === 'research_contract' ? '/samarbejder/ny-forskningskontrakt' : `/samarbejder/ny?kind=${k.value}`}>
      <span class="choice-title"><${KindBadge} kind=${k.value} /></span><span class="muted">${t(`new.kind.${k.value}`)}</span></a>
        </li>`)}</ul>`;
}

/** A form of these fields that asks before text is lost. */
function useNew(kind, names, initial) {
  const more = { subtype: { parent: () => kind } };
  const form = useForm({ fields: fieldsFor(names, { unit_name: initial.unit_name }, more).map((f) => ({ ...f,
    required: REQUIRED.includes(f.name) })), spec: formSpec('collaboration_create'), initial });
  useUnsaved(form);
  return form;
}

function Staged({ kind }) {
  const me = user();
  const steps = STEPS[kind];
  const names = steps.flatMap(([, list]) => list);
  const form = useNew(kind, names, { unit_id: me.unit_id, unit_name: me.unit_name, visibility: 'internal' });
  const key = useRef(newKey());
  const [submit, busy] = useSubmit(form, async (body) => {
    const { data } = await post('/collaborations', { kind, ...given(body) }, { key: key.current });
    guardLeaving(null);
    navigate(`/samarbejder/${data.id}`);
  });
  const wide = (n) => (['title', 'summary', 'need', 'tags'].includes(n) ? 'wide' : '');
  return html`<${PageHead} over=${html`<a href="/samarbejder/ny">${t('new.title')}</a>`} title=${label('kind', kind)}
    lead=${t('new.staged.lead')} />
    <form class="staged" onSubmit=${submit} novalidate>
      <nav class="staged-nav d-print-none" aria-label=${t('new.steps')}>
        <ol>${steps.map(([title], i) => html`<li key=${title}><a href=${`#step-${i + 1}`}><span class="step-no">${i + 1}
        </span>${t(title)}</a></li>`)}</ol></nav>
      <div>
        <${ErrorSummary} form=${form} />
        ${steps.map(([title, list], i) => html`<section key=${title} class="section" id=${`step-${i + 1}`}
          aria-labelledby=${`step-${i + 1}-h`}>
          <h2 id=${`step-${i + 1}-h`}>${i + 1}. ${t(title)}</h2>
          <div class="fields">${list.map((n) => html`<${Field} key=${n} form=${form} name=${n} class=${wide(n)} />`)}</div>
            </section>`)}
        <div class="form-buttons"><button type="submit" class="button button-primary"
          disabled=${busy}>${busy ? t('saving') : t('new.create')}</button><span class="muted small">${t('new.later')}</span></div>
      </div>
    </form>`;
}

export default function New({ query }) {
  const kind = query.get('kind');
  if (!choices('kind').some((k) => k.value === kind)) return html`<${KindChoice} />`;
  return kind === 'research_contract' ? html`<${Quick} key="quick" />` : html`<${Staged} key=${kind} kind=${kind} />`;
}
