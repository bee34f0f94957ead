// SPDX-License-Identifier: EUPL-1.2
// What an estimate says: sentences first, beside them what other numbers would do; then who pays and who gains, the years, how
// sure it is.
import { html, cx } from '../lib/html.js';
import { t, choices, language } from '../lib/i18n.js';
import { mioSigned } from '../lib/format.js';
import { SignalBadge, Alert, Empty, ProblemBox, Spinner, Icon } from '../lib/ui.js';
import { SectorBars } from '../lib/sectors.js';
import { yearsOf, parameterName } from '../lib/estimate.js';
import { useTrial } from '../lib/trial.js';
import { WhatIf } from './what-if.js';
import { WhoPays, Years, Budgets, BudgetForm, sectorRows, oere } from './result-money.js';
import { Sensitivity, Simulation } from './result-uncertain.js';
import { Decision } from './result-decision.js';
import { Stages, Evidence, Realised } from './result-risk.js';

function Downloads({ estimate }) {
  const api = `/api/v1/estimates/${estimate.id}`;
  return html`<div class="links downloads d-print-none">
    <a class="function-link" href=${`/vaerdi/${estimate.id}/rapport`}><${Icon} name="document" />${t('report.open')}</a>
    <a class="function-link" href=${`${api}/report.xlsx`} download><${Icon} name="download" />${t('report.workbook')}</a>
    <a class="function-link" href=${api} download=${`${estimate.collaboration_number}-v${estimate.version_no}.json`}><${Icon}
      name="download" />JSON</a></div>`;
}

/** The tab Resultat: first what it comes to in words, then the pictures with their numbers. */
export function ResultTab({ draft }) {
  const { evaluation, doc, estimate, at } = draft;
  const trial = useTrial(draft);
  if (!draft.result) return evaluation.problem ? html`<${ProblemBox} problem=${evaluation.problem} />` : html`<${Spinner} />`;
  if (!draft.result.lines.length) return html`<${Empty} heading=${t('result.empty')} />`;
  const { result, inputs } = trial;
  const nameOf = (parameter) => parameterName(parameter, doc.inputs);
  return html`<${Downloads} estimate=${estimate} />
    <div class="two result-top"><div><${Picture} result=${result} perspective=${trial.perspective}
      onPerspective=${trial.setPerspective} busy=${trial.busy}
      signal=${result.signal} tried=${trial.on} /></div>
      <${WhatIf} trial=${trial} before=${draft.result} inputs=${doc.inputs} editable=${draft.editable} nameOf=${nameOf} /></div>
    ${trial.problem && html`<div class="section"><${ProblemBox} problem=${trial.problem} /></div>`}
    <div class="section"><${Warnings} result=${result} /></div>
    <${WhoPays} result=${result} /><${Years} result=${result} years=${yearsOf(inputs)} />
    <${Budgets} result=${result} inputs=${inputs} /><${BudgetForm} result=${result} />
    <${Sensitivity} result=${result} inputs=${inputs} nameOf=${nameOf} />
    <${Simulation} result=${result} trial=${trial} editable=${draft.editable} />
    <${Decision} result=${result} nameOf=${nameOf} name=${doc.inputs.alternatives[at].name} />
    <${Stages} result=${result} stages=${doc.inputs.alternatives[at].stages} /><${Evidence} result=${result} />
    <${Realised} estimate=${estimate} /><${Trace} result=${result} />`;
}

/** The headline figure, the sentences, the bars, and how sure it is. `tried`: with other numbers than those saved. */
export function Picture({ result, perspective, onPerspective, busy, signal, tried }) {
  const npv = result.npv[perspective];
  return html`<div class=${cx('picture', busy && 'is-loading')} aria-busy=${busy ? 'true' : undefined}>
    <div class="picture-head">
      <label class="small muted" for="perspective">${t('result.perspective')}</label>
      <select id="perspective" class="form-select" value=${perspective} onChange=${(e) => onPerspective(e.target.value)}>
        ${choices('perspective').filter((p) => result.npv[p.value] !== undefined).map((p) => html`<option key=${p.value}
          value=${p.value}>${p.text}</option>`)}</select>
    </div>
    ${tried && html`<p class="tried">${t('whatif.tried')}</p>`}
    <p class=${cx('big', npv < 0 ? 'loss' : 'gain')}>${npv === null ? '–' : mioSigned(oere(npv))}</p>
    <p class="small muted">${t('result.npv')}</p>
    ${signal && html`<p><${SignalBadge} signal=${signal} /></p>`}
    <div class="sentences" role="status">${result.sentences.map((s) => html`<p key=${s}>${s}</p>`)}</div>
    <${SectorBars} rows=${sectorRows(result)} caption=${t('result.matrix')} />
  </div>`;
}

/** What the engine wonders about, each remark once with the lines it is about. */
export function Warnings({ result }) {
  if (!result.warnings.length) return null;
  const byText = new Map();
  for (const w of result.warnings) {
    const text = w[`text_${language()}`];
    byText.set(text, [...(byText.get(text) || []), ...(w.line ? [result.lines.find((l) => l.id === w.line)?.name || w.line] : [])]);
  }
  return html`<${Alert} kind="warning" heading=${t('result.warnings')}>
    <ul class="bullets">${[...byText].map(([text, lines]) => html`<li
    key=${text}>${text}${lines.length > 0 && `: ${lines.join(', ')}`}</li>`)}</ul><//>`;
}

/** The arithmetic, term by term, for those who want to check it. */
export function Trace({ result }) {
  if (!result.trace.length) return null;
  return html`<details class="assumptions section"><summary>${t('result.trace')}</summary>
    ${result.trace.map((x) => html`<div key=${x.line} class="trace">
      <p class="strong">${result.lines.find((l) => l.id === x.line)?.name || x.line} <span class="muted small">${x.formula}</span>
      </p><ul class="plain">${x.terms.map((term) => html`<li key=${term}><code>${term}</code></li>`)}</ul></div>`)}</details>`;
}
