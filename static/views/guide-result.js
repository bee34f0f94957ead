// SPDX-License-Identifier: EUPL-1.2
// Last step: what it comes to in words, what it takes, what is missing, and sending it on.
import { html, useState } from '../lib/html.js';
import { t } from '../lib/i18n.js';
import { percent } from '../lib/format.js';
import { navigate } from '../lib/router.js';
import { SignalBadge, Empty } from '../lib/ui.js';
import { SectorBars } from '../lib/sectors.js';
import { isComplete } from '../lib/estimate.js';
import { Completeness } from './completeness.js';
import { headline, breakEvenSentence, Headline } from './live-picture.js';
import { Decision } from './estimate-decide.js';

export function Outcome({ draft }) {
  const { result, doc, estimate, editable, save } = draft;
  const [submitting, setSubmitting] = useState(false);
  const blocked = estimate.completeness.missing.some((m) => m.blocks) || doc.inputs.alternatives.some((a) => !a.lines.every(isComplete));
  if (!result || !result.lines.length) {
    return html`<${Empty} heading=${t('guide.result.empty')} text=${t('guide.result.empty.text')}><a href=${`/vaerdi/${estimate.id}/guide/lines`}>${t('guide.result.empty.go')}</a><//>
      <${Completeness} draft=${draft} />`;
  }
  const even = breakEvenSentence(result, doc.inputs);
  return html`<div class="two outcome"><div>
      <${Headline} head=${headline(result)} />
      <p><${SignalBadge} signal=${result.signal} /></p>
      <div class="sentences">${result.sentences.map((s) => html`<p key=${s}>${s}</p>`)}</div>
      ${even && html`<h3>${t('live.even')}</h3><p>${even}</p>`}
      <h3>${t('result.matrix')}</h3>
      <${SectorBars} caption=${t('result.matrix')} rows=${result.matrix.map((m) => ({ sector: m.sector,
        net_oere: m.net * 100 })).filter((m) => m.net_oere)} />
    </div><aside class="card-box">
      <${Completeness} draft=${draft} />
      ${result.weak_evidence_share > 0 && html`<p class="muted">${t('live.weak', { share: percent(result.weak_evidence_share,
        0) })}</p>`}
      ${editable && html`<p><button type="button" class="button button-primary" disabled=${blocked}
        onClick=${() => save().then((good) => good && setSubmitting(true))}>${t('decide.submit')}</button></p>
        <p class="small muted">${t(blocked ? 'guide.result.blocked' : 'guide.result.submit')}</p>`}
      <p><a href=${`/vaerdi/${estimate.id}`}>${t('guide.result.all')}</a></p>
    </aside></div>
    ${submitting && html`<${Decision} estimate=${draft.estimate} act="submit" onClose=${() => setSubmitting(false)}
      onDone=${() => navigate(`/vaerdi/${estimate.id}`)} />`}`;
}
