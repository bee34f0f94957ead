// SPDX-License-Identifier: EUPL-1.2
// The picture of an uncertain number: its density as a small curve, from the server, where the server draws it.
import { html, useState, useEffect } from '../lib/html.js';
import { post } from '../lib/api.js';
import { t } from '../lib/i18n.js';
import { form } from '../lib/session.js';
import { num, oneStop } from '../lib/format.js';
import { tidy } from '../lib/estimate.js';

const [WIDTH, HEIGHT, PAUSE_MS] = [220, 72, 200];

/** True when the server has the route. */
export const DENSITY = () => Object.keys(form('value_distribution')).length > 0;

function points(density) {
  const xs = density.map(([x]) => x);
  const top = Math.max(...density.map(([, y]) => y)) || 1;
  const [low, high] = [Math.min(...xs), Math.max(...xs)];
  const closed = [[low, 0], ...density, [high, 0]];
  return closed.map(([x, y]) => `${(((x - low) / (high - low || 1)) * WIDTH).toFixed(1)},${(HEIGHT - (y / top) * (HEIGHT - 4)).toFixed(1)}`).join(' ');
}

/** scale, unit: 100 and '%' of a share, the unit of anything else. */
export function Density({ u, title, scale, unit }) {
  const [reply, setReply] = useState(null);
  const { field, corr_group: group, ...dist } = tidy(u);
  const key = JSON.stringify(dist);
  useEffect(() => {
    const abort = new AbortController();
    const timer = setTimeout(() => post('/value/distribution', { ...dist, quantiles: [0.025, 0.975] }, { key: null,
      signal: abort.signal })
      .then(({ data }) => setReply(data), (problem) => { if (problem.name !== 'AbortError') setReply(null); }), PAUSE_MS);
    return () => { clearTimeout(timer); abort.abort(); };
  }, [key]);
  if (!reply || !(reply.density || []).length) return null;
  const said = (v) => num(v * scale, Math.abs(v * scale) < 100 ? 2 : 0, 0);
  const [low, high] = reply.quantiles.map((q) => said(q.value));
  return html`<figure class="density"><svg viewBox=${`0 0 ${WIDTH} ${HEIGHT}`} role="img" aria-label=${t('dist.picture',
    { what: title })}>
    <polygon points=${points(reply.density)} /></svg>
    <figcaption class="small muted">${oneStop(t('dist.says', { mean: said(reply.mean), low, high, unit }))}</figcaption></figure>`;
}
