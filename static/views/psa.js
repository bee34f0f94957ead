// SPDX-License-Identifier: EUPL-1.2
// For economists: samples of a model made in R or Excel, pasted or as a file, and what they say about the choice: which strategy is
// best at which willingness to pay, and what it is worth to know more. Nothing is stored.
import { html, useState, useRef, useEffect } from '../lib/html.js';
import { post } from '../lib/api.js';
import { t } from '../lib/i18n.js';
import { num, kr, percent, fileSize } from '../lib/format.js';
import { PageHead, Alert, ProblemBox, Icon } from '../lib/ui.js';
import { Select, TextField, NumberField, Check } from '../lib/inputs.js';
import { Numbers, ChartTable } from '../lib/chart.js';
import { QALY, moneyFor, amountsBy } from '../lib/charts.js';
import { Plane, Curves, Information, ThresholdChoice } from './result-decision.js';

const POINTS = 500;
const BODY_MAX = 32 * 1024 * 1024;
const THRESHOLDS_MAX = 1001;
const CHOSEN_AT_FIRST = 10;
const SETS_MAX = 50;
const EFFECT_MAX = 40;
const EXAMPLE = 'cost_A;effect_A;cost_B;effect_B;p_cure\n10200,5;6,1;14100,0;6,4;0,31\n9800,0;6,0;13650,5;6,5;0,34';

/** The worker of the page: send(message) answers the reply; progress while it reads. */
function useWorker() {
  const worker = useRef(null);
  const waiting = useRef(null);
  const [progress, setProgress] = useState(null);
  useEffect(() => {
    worker.current = new Worker('/lib/samples-worker.js', { type: 'module' });
    worker.current.onmessage = ({ data }) => {
      if (data.progress !== undefined) { setProgress(data.progress); return; }
      setProgress(null);
      waiting.current.resolve(data);
    };
    worker.current.onerror = () => waiting.current?.reject(new Error('worker'));
    return () => worker.current.terminate();
  }, []);
  const send = (message) => new Promise((resolve, reject) => { waiting.current = { resolve,
    reject }; worker.current.postMessage(message); });
  return { send, progress };
}

function Source({ onRead, busy }) {
  const [text, setText] = useState('');
  const [over, setOver] = useState(false);
  const input = useRef(null);
  const take = (file) => { if (file) onRead(file); };
  return html`<div class="psa-source"><div class=${over ? 'drop over' : 'drop'}
    onDragOver=${(e) => { e.preventDefault(); setOver(true); }} onDragLeave=${() => setOver(false)}
      onDrop=${(e) => { e.preventDefault(); setOver(false); take(e.dataTransfer.files[0]); }}>
      <${Icon} name="upload" /><p class="strong">${t('psa.drop')}</p><p class="muted">${t('psa.drop.hint')}</p>
      <input ref=${input} id="psa-file" type="file" class="sr-only" accept=".csv,.txt,.tsv" aria-label=${t('psa.file')}
        tabindex="-1" onChange=${(e) => take(e.target.files[0])} />
      <button type="button" class="button button-secondary" disabled=${busy} onClick=${() =>
        input.current.click()}>${t('psa.file')}</button></div>
    <div class="form-group psa-paste"><label class="form-label" for="psa-text">${t('psa.paste')}</label>
      <textarea id="psa-text" class="form-input" rows="7" spellcheck="false" value=${text} placeholder=${EXAMPLE} onInput=${(e) =>
        setText(e.target.value)}></textarea>
      <button type="button" class="button button-secondary" disabled=${busy || !text.trim()} onClick=${() =>
        onRead(text)}>${t('psa.read')}</button></div></div>
    <details class="assumptions"><summary>${t('psa.format')}</summary><div class="prose-list"><p>${t('psa.format.text')}</p><pre
      class="sample-text">${EXAMPLE}</pre></div></details>`;
}

function Faults({ read }) {
  const text = (f) => t(`psa.fault.${f.code}`, { ...f, row: f.row && num(f.row), n: f.n !== undefined ? num(f.n) : undefined });
  return html`<${Alert} kind="error" live heading=${t('psa.faults')}><ul class="bullets">${read.faults.map((f, i) => html`<li
    key=${i}>${text(f)}</li>`)}</ul>
    ${read.more > 0 && html`<p>${t('psa.faults.more', { n: read.more })}</p>`}<//>`;
}

/** What is asked of the samples. */
function Options({ read, onRun, busy, effect, onEffect }) {
  const [comparator, setComparator] = useState(read.strategies[0]);
  const [range, setRange] = useState({ from: 0, to: 1000000, step: 25000 });
  const usable = read.parameters.filter((p) => !p.constant).map((p) => p.name);
  const [chosen, setChosen] = useState(usable.slice(0, CHOSEN_AT_FIRST));
  const count = range.step > 0 && range.to >= range.from ? Math.floor((range.to - range.from) / range.step + 1e-9) + 1 : 0;
  const fault = { from: range.from === null || range.from < 0 ? t('psa.fault.from') : null, to: range.to === null ||
    range.to < range.from ? t('psa.fault.to') : null,
    step: !(range.step > 0) ? t('psa.fault.step') : count > THRESHOLDS_MAX ? t('psa.fault.steps', { n: num(count),
      max: num(THRESHOLDS_MAX) }) : null };
  const good = !fault.from && !fault.to && !fault.step && chosen.length <= SETS_MAX;
  const wtp = () => Array.from({ length: count }, (_, i) => Number((range.from + i * range.step).toPrecision(15)));
  return html`<section class="section"><h2>${t('psa.options')}</h2>
    <p role="status">${t('psa.found', { draws: num(read.draws), strategies: read.strategies.join(', '), n: read.parameters.length })}</p>
    <div class="psa-options"><${Select} id="psa-comparator" text=${t('psa.comparator')} value=${comparator}
      options=${read.strategies.map((s) => ({ value: s, text: s }))}
      onValue=${setComparator} />
    <${TextField} id="psa-effect" text=${t('psa.effect.name')} hint=${t('psa.effect.name.hint')} value=${effect}
      max=${String(EFFECT_MAX)} onValue=${onEffect} />
    <div class="fields three">${['from', 'to', 'step'].map((n) => html`<${NumberField} key=${n} id=${`psa-${n}`}
      text=${t(`thresholds.${n}`)} value=${range[n]}
      unit=${t('unit.kr')} fault=${fault[n]} onValue=${(v) => setRange({ ...range, [n]: v })} />`)}</div></div>
    ${usable.length > 0 && html`<fieldset class="psa-parameters"><legend class="form-label">${t('psa.parameters')}</legend>
      ${chosen.length > SETS_MAX && html`<p class="form-error-message">${t('psa.fault.sets', { max: SETS_MAX })}</p>`}
      <div class="psa-checks">${usable.map((p, i) => html`<${Check} key=${p} id=${`psa-p-${i}`} text=${p} checked=${chosen.includes(p)}
        onValue=${(on) => setChosen(on ? [...chosen, p] : chosen.filter((x) => x !== p))} />`)}</div></fieldset>`}
    ${usable.length < read.parameters.length && html`<p
      class="small muted">${t('psa.constant', { names: read.parameters.filter((p) => p.constant).map((p) => p.name).join(', ') })}</p>`}
    <button type="button" class="button button-primary" disabled=${busy || !good} onClick=${() => onRun({ comparator, wtp: wtp(),
      chosen })}>
      ${t(busy ? 'psa.running' : 'psa.run')}</button></section>`;
}

/** groups: the points of all but the comparator. */
function Answer({ reply, groups, effect }) {
  const [chosen, setAt] = useState(Math.floor(reply.wtp.length / 2));
  const head = useRef(null);
  useEffect(() => { head.current.focus(); }, [reply]);
  const at = Math.min(chosen, reply.wtp.length - 1);
  const strategies = [...reply.strategies].sort((a, b) => groups.some((g) => g.name === a.name) - groups.some((g) => g.name === b.name));
  const decision = { ...reply, curves: strategies.map((s) => ({ name: s.name, values: s.ceac })) };
  const others = strategies.slice(1);
  const money = moneyFor(groups.flatMap((g) => g.costs));
  const worth = moneyFor(reply.evpi);
  const interval = ([low, high], digits) => `${num(low, digits)} – ${num(high, digits)}`;
  return html`<section class="section" id="psa-answer"><h2 ref=${head} tabindex="-1">${t('psa.answer')}</h2>
    <p class="lead-figure">${t('psa.best', { name: reply.optimal[at], effect, wtp: kr(reply.wtp[at] * 100), share: percent(reply.ceaf[at]) })}</p>
    ${reply.wtp.length > 1 && html`<div class="threshold"><${ThresholdChoice} wtp=${reply.wtp} at=${at} onChange=${setAt}
      effect=${effect} /></div>`}
    <${Numbers} caption=${t('psa.strategies')} heads=${[t('psa.strategy'), t('psa.cost'), t('psa.cost.interval'),
      t('psa.effect', { effect }), t('psa.effect.interval'), t('psa.enb')]}
      rows=${strategies.map((s) => [s.name, num(s.mean_cost), interval(s.cost_interval, 0), num(s.mean_effect, 3),
        interval(s.effect_interval, 3), num(s.enb[at])])} />
    <h3>${t('plane.heading')}</h3><p class="muted">${t('psa.plane', { n: num(groups[0].costs.length) })}</p><${Plane}
      groups=${groups} base=${null} wtp=${reply.wtp[at]} money=${money} effect=${effect} />
    <h3>${t('decision.ceac')}</h3><p class="muted">${t('decision.ceac.lead', { effect })}</p><${Curves} decision=${decision}
      effect=${effect} />
    ${reply.wtp.length > 1 && html`<h3>${t('psa.eib')}</h3><${ChartTable} folded name="eib" title=${t('psa.eib')} text=${t('psa.eib.alt', { effect })}
      option=${amountsBy(reply.wtp, others.map((s, i) => ({ name: s.name, values: s.eib, at: i + 1 })),
        moneyFor(others.flatMap((s) => s.eib)), effect)}
      table=${{ heads: [t('decision.wtp', { effect }), ...others.map((s) => s.name)], rows: reply.wtp.map((w, i) => [num(w),
        ...others.map((s) => num(s.eib[i]))]) }} />`}</section>
  <section class="section"><h2>${t('evpi.heading')}</h2>
    <p class="evpi-sentence">${t(reply.evpi[at] >= 0.5 ? 'psa.evpi' :
      'psa.evpi.none', { effect, amount: kr(Math.round(reply.evpi[at]) * 100), wtp: kr(reply.wtp[at] * 100) })}</p>
    <${Information} decision=${decision} at=${at} nameOf=${(p) => p} money=${worth} effect=${effect} amountText=${(v) => kr(Math.round(v) * 100)}
      /></section>`;
}

export default function Psa() {
  const { send, progress } = useWorker();
  const [state, setState] = useState({});
  const put = (values) => setState((s) => ({ ...s, ...values }));
  const { name, read, busy, problem, answer } = state;
  const [called, setCalled] = useState(QALY);
  const effect = called.trim() || QALY;
  const onRead = async (source) => {
    setState({ busy: true, name: source.name });
    try { put({ busy: false, read: (await send({ read: source })).read }); } catch { put({ busy: false,
      problem: { title: t('psa.unreadable') } }); }
  };
  const onRun = async (options) => {
    put({ busy: true, problem: null, answer: null });
    try {
      const { body, groups } = await send({ body: options, points: POINTS });
      if (body.size > BODY_MAX) { put({ busy: false, problem: { title: t('psa.large', { size: fileSize(body.size),
        max: fileSize(BODY_MAX) }) } }); return; }
      put({ busy: false, answer: { reply: (await post('/value/psa', body, { key: null })).data, groups } });
    } catch (p) { put({ busy: false, problem: p }); }
  };
  return html`<${PageHead} title=${t('psa.title')} lead=${t('psa.lead')} over=${html`<a href="/vaerdi">${t('nav.value')}</a>`} />
    <${Source} onRead=${onRead} busy=${busy} />
    ${progress !== null && html`<div class="progress-box" role="status"><p>${t('psa.reading', { share: percent(progress,
      0) })}</p></div>`}
    ${name && read && html`<p class="muted">${name}</p>`}
    ${read && read.faults.length > 0 && html`<${Faults} read=${read} />`}
    ${read && !read.faults.length && html`<${Options} key=${`${name} ${read.draws} ${read.strategies.join()}`} read=${read}
      onRun=${onRun} busy=${busy} effect=${called} onEffect=${setCalled} />`}
    ${problem && html`<div class="section"><${ProblemBox} problem=${problem} />${problem.errors?.length > 0 && html`<ul
      class="bullets">${problem.errors.map((f) => html`<li
      key=${f.field}>${f.detail}</li>`)}</ul>`}</div>`}
    ${answer && html`<${Answer} ...${answer} effect=${effect} />`}`;
}
