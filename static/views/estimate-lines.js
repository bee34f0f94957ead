// SPDX-License-Identifier: EUPL-1.2
// The tab Linjer: who bears each line, what it is now and will be, what one costs. One line is open at a time.
import { html, useState, cx } from '../lib/html.js';
import { t, label } from '../lib/i18n.js';
import { mioSigned, kr, num } from '../lib/format.js';
import { Icon } from '../lib/ui.js';
import { useLocation } from '../lib/router.js';
import { ask } from '../lib/modal.js';
import { Select } from '../lib/inputs.js';
import { unitWord } from '../lib/units.js';
import { resultOf } from '../lib/estimate.js';
import { LineForm } from './estimate-line.js';
import { LivePicture } from './live-picture.js';
import { useTalk } from '../lib/talk.js';
import { LineMarks, LineTalk } from './line-talk.js';

function howMuch(line) {
  if (line.kind === 'flow') return t('line.byyear');
  const n = (v) => num(v ?? 0, 4, 0);
  if (line.timing === 'annuity') {
    return t('line.formula.purchase', { from: n(line.qty_baseline), to: n(line.qty_new), value: kr((line.unit_value ?? 0) * 100),
      n: n(line.life_years) });
  }
  return t(line.timing === 'one_off' ? 'line.formula.once' : 'line.formula', { from: n(line.qty_baseline), to: n(line.qty_new),
    unit: unitWord(line), value: kr((line.unit_value ?? 0) * 100) });
}

/** A new line of one's own; its id is one that no line of the alternative has. */
export function freshLine(lines) {
  const used = new Set(lines.map((l) => l.id));
  let no = lines.length + 1;
  while (used.has(`E${no}`)) no += 1;
  return { id: `E${no}`, name: t('line.unnamed'), sector: 'initiating_clinic', class: 'cash', kind: 'resource', timing: 'per_year',
    qty_baseline: 0, qty_new: 0, unit_value: 0, evidence: 'E' };
}

/** Which alternative is edited; nothing when there is only one. */
export function AlternativeChoice({ inputs, at, onAt }) {
  if (inputs.alternatives.length < 2) return null;
  return html`<${Select} id="alternative" text=${t('alternative.which')} value=${String(at)} onValue=${(v) => onAt(Number(v))}
    options=${inputs.alternatives.map((a, i) => ({ value: String(i), text: a.is_comparator ? t('alternative.comparator.named',
      { name: a.name })
      : a.name || t('alternative.no', { no: i + 1 }) }))} />`;
}

function Line({ line, open, worth, faults, talk, onToggle }) {
  return html`<div class="line-head">
      <button type="button" class="line-toggle" aria-expanded=${open ? 'true' : 'false'} onClick=${onToggle}>
        <${Icon} name=${open ? 'chevron-down' : 'chevron-right'} />
        <span class="line-text"><span class="strong">${line.name || t('line.unnamed')}</span>
          <span class="sub">${label('sector', line.sector)} · ${label('effect_class', line.class)}</span>
          <span class="sub">${howMuch(line)}</span><${LineMarks} line=${line} talk=${talk} /></span>
      </button>
      <span class=${cx('line-worth num', worth < 0 ? 'loss' : worth > 0 ? 'gain' : 'muted')}>${worth === undefined ? '–'
        : mioSigned(worth * 100)}</span>
    </div>
    ${!open && faults.map((f) => html`<p class="form-error-message" key=${f.field}>${f.detail}</p>`)}`;
}

export function LinesTab({ draft }) {
  const { doc: { inputs }, editable, faults, evaluation } = draft;
  const [at, setAt] = useState(draft.at);
  const wanted = useLocation().query.get('line');
  const [open, setOpen] = useState(() => (wanted ? (inputs.alternatives[at] || inputs.alternatives[0]).lines.findIndex((l) => l.id === wanted) : -1));
  const talk = useTalk(draft.estimate);
  const alternative = inputs.alternatives[at] || inputs.alternatives[0];
  const { lines } = alternative;
  const result = resultOf(evaluation.result, inputs, alternative.name);
  const worth = new Map((result?.lines || []).filter((l) => Boolean(l.of_comparator) === Boolean(alternative.is_comparator)).map((l) => [l.id, l.pv]));
  const put = (next) => draft.setAlternative(at, { lines: next });
  const add = () => { put([...lines, freshLine(lines)]); setOpen(lines.length); };
  const remove = async (i) => {
    if (!(await ask({ title: t('line.remove.title'), text: t('line.remove.text', { name: lines[i].name }),
      action: t('action.remove'), danger: true }))) return;
    put(lines.filter((_, j) => j !== i));
    setOpen(-1);
  };
  return html`<div class="estimate"><div>
    <h2>${t('estimate.lines')}</h2><p class="muted">${t('estimate.lines.lead')}</p>
    <${AlternativeChoice} inputs=${inputs} at=${at} onAt=${(n) => { setAt(n); setOpen(-1); }} />
    <div class="lines">
      ${lines.map((line, i) => {
        const place = `alternatives[${at}].lines[${i}]`;
        const wrong = faults.filter((f) => f.field === place || f.field.startsWith(`${place}.`));
        return html`<div key=${line.id} class=${cx('line', open === i && 'open', wrong.length > 0 && 'wrong')}>
          <${Line} line=${line} open=${open === i} worth=${worth.get(line.id)} faults=${wrong} talk=${talk}
            onToggle=${() => setOpen(open === i ? -1 : i)} />
          ${open === i && html`<${LineTalk} draft=${draft} line=${line} talk=${talk} />
            <${LineForm} draft=${draft} alternative=${at} at=${i} />
            ${editable && html`<p class="line-foot"><button type="button" class="function-link danger" onClick=${() => remove(i)}>
              <${Icon} name="delete" />${t('line.remove')}</button></p>`}`}
        </div>`;
      })}
      ${editable && html`<button type="button" class="button button-secondary" onClick=${add}>
        <${Icon} name="plus" />${t('line.add')}</button>`}
    </div></div>
    <${LivePicture} draft=${draft} /></div>`;
}
