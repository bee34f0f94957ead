// SPDX-License-Identifier: EUPL-1.2
// The tab Usikkerhed: every uncertain number with its distribution and picture, numbers that move together, the simulation and the
// willingness to pay that it is shown for.
import { html } from '../lib/html.js';
import { t } from '../lib/i18n.js';
import { Icon } from '../lib/ui.js';
import { Select, TextField, NumberField, limit, knows } from '../lib/inputs.js';
import { unitWord } from '../lib/units.js';
import { DENSITY, Density } from './density.js';
import { LivePicture } from './live-picture.js';

// Parameters of each distribution; more than one list: it can be given in more than one way.
const SHAPES = {
  fixed: [['value']], triangular: [['low', 'mode', 'high']], pert: [['low', 'mode', 'high', 'shape']], uniform: [['low', 'high']],
  normal: [['mean', 'sd']], lognormal: [['mean', 'sd'], ['meanlog', 'sdlog']], gamma: [['mean', 'sd'], ['shape', 'scale']],
  beta: [['mean', 'sd'], ['alpha', 'beta']],
};
// Parameters that are in the unit of the number itself; the others are shapes without a unit.
const IN_UNIT = ['value', 'low', 'mode', 'high', 'mean', 'sd'];
const LINE_FIELDS = ['qty_baseline', 'qty_new', 'unit_value', 'multiplier', 'realisation_share'];

const wayOf = (u) => Math.max(SHAPES[u.dist].findIndex((names) => names.every((n) => n === 'shape' || u[n] !== undefined
  && u[n] !== null)), 0);

/** Another distribution for the same number: what both know is kept, the rest begins round `best`. */
function withDist(u, dist, way, best) {
  const about = { value: best, low: best * 0.8, mode: best, high: best * 1.2, mean: best, sd: Math.abs(best) * 0.1 || 1,
    meanlog: Math.log(Math.abs(best) || 1),
    sdlog: 0.1, shape: dist === 'pert' ? 4 : 100, scale: best / 100, alpha: 10, beta: 10 };
  const { field, corr_group: group } = u;
  return { field, dist, ...(group ? { corr_group: group } : {}), ...Object.fromEntries(SHAPES[dist][way].map((n) => [n,
    u[n] ?? about[n]])) };
}

/** One uncertain number. `place`: its field among the inputs; `best`: the number as it stands; set(next|null). */
function Parameter({ draft, id, title, unit, u, best, place, set }) {
  const disabled = !draft.editable;
  const way = wayOf(u);
  const fault = draft.fault(place);
  const scale = unit === '%' ? 100 : 1;
  return html`<fieldset class="card-box parameter"><legend class="form-label">${unit ? t('uncertainty.unit', { what: title,
    unit }) : title}</legend>
    ${fault && html`<p class="form-error-message" role="alert">${fault}</p>`}
    <div class="parameter-grid"><div class="fields three">
      <${Select} id=${`${id}-dist`} wide text=${t('dist.heading')} value=${u.dist} disabled=${disabled}
        options=${Object.keys(SHAPES).map((d) => ({ value: d, text: t(`dist.${d}`) }))} onValue=${(d) => set(withDist(u, d, 0,
          best))} />
      ${SHAPES[u.dist].length > 1 && html`<${Select} id=${`${id}-way`} text=${t('dist.way')} value=${String(way)}
        disabled=${disabled}
        options=${SHAPES[u.dist].map((names, i) => ({ value: String(i),
          text: names.map((n) => t(`dist.p.${n}`)).join(', ').toLowerCase() }))}
        onValue=${(v) => set(withDist(u, u.dist, Number(v), best))} />`}
      ${SHAPES[u.dist][way].map((n) => html`<${NumberField} key=${n} id=${`${id}-${n}`} text=${t(`dist.p.${n}`)}
        value=${u[n] ?? null} scale=${IN_UNIT.includes(n) ? scale : 1}
        disabled=${disabled} onValue=${(v) => set({ ...u, [n]: v })} />`)}
      ${knows('alternatives', 'lines', 'uncertainty', 'corr_group') && html`<${TextField} id=${`${id}-group`} wide
        text=${t('dist.corr_group')}
        value=${u.corr_group} max="60" disabled=${disabled} onValue=${(v) => set({ ...u, corr_group: v || null })} />`}
    </div>${DENSITY() && html`<${Density} u=${u} title=${title} scale=${scale} unit=${unit} />`}</div>
    ${!disabled && html`<button type="button" class="function-link danger" onClick=${() => set(null)}><${Icon} name="delete" />
      ${t('dist.remove')}</button>`}</fieldset>`;
}

/** What a number is counted in: a share is written in percent. */
function unitOf(field, line) {
  if (!field.startsWith('qty_')) return field === 'unit_value' ? t('unit.kr') : '%';
  return unitWord(line);
}

const said = (f) => (LINE_FIELDS.includes(f) ? t(`line.${f}`) : t(`parameter.${f}`));

/** Who can have uncertain numbers, the estimate, the main alternative and its lines: {name, list, fields, best(field), place, put}. */
function ownersOf(draft) {
  const { doc: { inputs }, at } = draft;
  const main = inputs.alternatives[at];
  const own = { discount_rate: inputs.discount.steps[0]?.rate ?? 0, capacity_realisation: inputs.capacity_realisation ?? 0 };
  return [
    { name: t('uncertainty.all'), list: inputs.uncertainty, fields: ['discount_rate', 'capacity_realisation'], best: (f) => own[f],
      place: 'uncertainty', put: (uncertainty) => draft.setInputs({ uncertainty }) },
    { name: t('uncertainty.volume'), list: main.uncertainty, fields: ['volume'], best: () => main.volume_multiplier ?? 1,
      place: `alternatives[${at}].uncertainty`, put: (uncertainty) => draft.setAlternative(at, { uncertainty }) },
    ...main.lines.map((l, i) => ({ name: l.name, line: l, list: l.uncertainty, best: (f) => l[f] ?? (f === 'multiplier' ? 1 : 0),
      fields: l.kind === 'flow' ? ['multiplier'] : LINE_FIELDS.filter((f) => f !== 'realisation_share' || l.class === 'capacity'),
      place: `alternatives[${at}].lines[${i}].uncertainty`, put: (uncertainty) => draft.setLine(at, i, { uncertainty }) })),
  ].map((o) => ({ ...o, list: o.list || [] }));
}

function Owner({ draft, owner: { name, line, list, best, place, put } }) {
  return html`<div class="owner"><h3>${name}</h3>
    ${list.map((u, i) => html`<${Parameter} key=${u.field} draft=${draft} id=${`${place}-${u.field}`} title=${said(u.field)}
      unit=${unitOf(u.field, line)} u=${u} best=${best(u.field)}
      place=${`${place}[${i}]`} set=${(next) => put(next ? list.map((x, j) => (j === i ? next : x)) : list.filter((x,
        j) => j !== i))} />`)}</div>`;
}

/** One more uncertain number, of all that are certain yet. */
function Add({ owners }) {
  const free = owners.flatMap((o, i) => o.fields.filter((f) => !o.list.some((u) => u.field === f)).map((f) => ({ value: `${i} ${f}`,
    text: t('result.of', { line: o.name, field: said(f).toLowerCase() }) })));
  const add = (chosen) => {
    const [i, f] = chosen.split(' ');
    const o = owners[i];
    const best = o.best(f);
    o.put([...o.list, { field: f, dist: 'triangular', low: best * 0.8, mode: best, high: best * 1.2 || 1 }]);
  };
  return html`<div class="add-uncertain"><${Select} id="u-add" text=${t('dist.add')} value="" options=${free} onValue=${(v) => v
    && add(v)} /></div>`;
}

function Simulation({ draft }) {
  const { doc: { inputs }, editable } = draft;
  const sim = inputs.simulation || {};
  const wtp = inputs.thresholds || {};
  const number = (of, name, more = {}) => html`<${NumberField} id=${`${of}-${name}`} text=${t(`${of}.${name}`)} value=${(inputs[of]
    || {})[name] ?? null}
    disabled=${!editable} fault=${draft.fault(`${of}.${name}`)} bounds=${limit(of, name)} hint=${more.hint} unit=${more.unit}
    onValue=${(v) => draft.setInputs({ [of]: tidied({ ...(of === 'simulation' ? sim : wtp), [name]: v }) })} />`;
  return html`<section class="section"><h2>${t('simulation.heading')}</h2><p class="muted">${t('simulation.lead')}</p>
    <div class="fields">${number('simulation', 'draws', { hint: t('simulation.draws.hint') })}${number('simulation', 'seed',
    { hint: t('simulation.seed.hint') })}</div>
    <h3>${t('thresholds.heading')}</h3><p class="form-hint">${t('thresholds.hint')}</p>
    <div class="fields three">${['from', 'to', 'step'].map((n) => number('thresholds', n,
      { unit: t('unit.kr') }))}</div></section>`;
}

/** An object of nothing is no object. */
function tidied(object) {
  const rows = Object.entries(object).filter(([, v]) => v !== null && v !== undefined);
  return rows.length ? Object.fromEntries(rows) : null;
}

export function UncertaintyTab({ draft }) {
  const owners = ownersOf(draft);
  return html`<div class="estimate"><div>
    <section class="section"><h2>${t('estimate.tab.uncertainty')}</h2><p class="muted">${t('uncertainty.lead')}</p>
      ${owners.filter((o) => o.list.length).map((o) => html`<${Owner} key=${o.place} draft=${draft} owner=${o} />`)}
      ${draft.editable && html`<${Add} owners=${owners} />`}</section>
    <${Simulation} draft=${draft} />
  </div><${LivePicture} draft=${draft} /></div>`;
}
