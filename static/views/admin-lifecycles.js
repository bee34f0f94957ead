// SPDX-License-Identifier: EUPL-1.2
// Administration: the versions of the lifecycles of each kind and subtype.
import { html, useState } from '../lib/html.js';
import { usePages } from '../lib/api.js';
import { t, label, choices } from '../lib/i18n.js';
import { date } from '../lib/format.js';
import { Empty, ProblemBox, Spinner, Status } from '../lib/ui.js';
import { Table, More } from '../lib/table.js';

export const STATES = { in_force: 'done', coming: 'planned', draft: 'planned', ended: 'superseded' };

/** "Klinisk forsøgsaftale", or the kind where a version is for all that have none of their own. */
export function lifecycleFor(l) {
  return l.subtype ? `${label('kind', l.kind)}: ${label('subtype', l.subtype, l.kind)}` : label('kind', l.kind);
}

function Choice({ id, text, value, all, options, onChange }) {
  return html`<div class="form-group"><label class="form-label" for=${id}>${text}</label>
    <select id=${id} class="form-select" value=${value} onChange=${(e) => onChange(e.target.value)}>
      <option value="">${all}</option>${options.map((o) => html`<option key=${o.value} value=${o.value}>${o.text}</option>`)}
    </select></div>`;
}

export function Lifecycles() {
  const [kind, setKind] = useState('');
  const [state, setState] = useState('');
  const [sort, setSort] = useState('name');
  const list = usePages('/lifecycles', { kind, state, sort });
  return html`<section class="section"><h2>${t('admin.lifecycles')}</h2><p class="muted">${t('lifecycle.lead')}</p>
    <div class="fields"><${Choice} id="lifecycle-kind" text=${t('field.kind')} value=${kind} all=${t('lifecycle.all')} options=${choices('kind')} onChange=${setKind} />
      <${Choice} id="lifecycle-state" text=${t('field.status')} value=${state} all=${t('lifecycle.all')}
        options=${Object.keys(STATES).map((s) => ({ value: s, text: t(`lifecycle.${s}`) }))} onChange=${setState} /></div>
    ${list.error && html`<${ProblemBox} problem=${list.error} retry=${list.reload} />`}${!list.items && !list.error && html`<${Spinner} />`}
    ${list.items && !list.items.length && html`<${Empty} heading=${t('lifecycle.none')} text=${t('lifecycle.none.text')} />`}
    ${list.items && list.items.length > 0 && html`<${Table} caption=${t('admin.lifecycles')} rows=${list.items} sort=${sort} onSort=${setSort} columns=${[
    { key: 'name', head: t('field.name'), main: true, sort: 'name', cell: (l) => html`<a href=${`/administration/forloeb/${l.id}`}>${l.name}</a>
      <span class="sub">${lifecycleFor(l)}</span>` },
    { key: 'version', head: t('lifecycle.version'), num: true, sort: 'version_no', cell: (l) => l.version_no },
    { key: 'state', head: t('field.status'), cell: (l) => html`<${Status} code=${STATES[l.state]} text=${t(`lifecycle.${l.state}`)} />` },
    { key: 'from', head: t('field.valid_from'), sort: 'valid_from', cell: (l) => date(l.valid_from) },
    { key: 'to', head: t('field.valid_to'), cell: (l) => date(l.valid_to) },
    { key: 'stages', head: t('lifecycle.stages'), num: true, cell: (l) => l.stages },
    { key: 'gates', head: t('lifecycle.gates'), num: true, cell: (l) => l.gates },
    { key: 'needs', head: t('lifecycle.requirements'), num: true, cell: (l) => l.requirements },
  ]} /><${More} list=${list} />`}</section>`;
}
