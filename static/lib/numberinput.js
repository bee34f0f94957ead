// SPDX-License-Identifier: EUPL-1.2
// A number that works while it is typed: keeps the text as written, hands on the value as soon as it is one.
import { html, useState, useEffect, useRef, uid, cx } from './html.js';
import { t } from './i18n.js';
import { parseNumber, editable, num } from './format.js';

/**
 * scale: 100 for a percentage kept as a share. onValue(number|null); a text that is no number, or one outside `bounds` ({low,
 * high}, as
 * kept), is not handed on and says why. `fault`: what the server says of the value. `plain`: no grouping, for years.
 */
export function NumberInput({ id, value, onValue, label, scale = 1, digits = 6, disabled, unit, describedBy, fault, bounds = {},
  plain }) {
  const grouped = (v) => (v === null || v === undefined ? '' : plain ? editable(v) : num(Number((v * scale).toFixed(digits)),
    digits,
    0).replace('−', '-'));
  const [text, setText] = useState(grouped(value));
  const [bad, setBad] = useState('');
  const [message] = useState(() => uid('number'));
  const typing = useRef(false);
  const given = useRef([value ?? 0]); // what was handed on while typing: another value comes from elsewhere
  useEffect(() => {
    if (typing.current && (value === null || value === undefined || given.current.includes(value))) return;
    given.current = [value ?? 0];
    setText(grouped(value));
    setBad('');
  }, [value, disabled]);
  const wrong = (n) => {
    if (Number.isNaN(n)) return t('invalid.number');
    if (n !== null && bounds.low !== undefined && n / scale < bounds.low) return t('invalid.min', { min: num(bounds.low * scale, 2,
      0) });
    if (n !== null && bounds.high !== undefined && n / scale > bounds.high) return t('invalid.max', { max: num(bounds.high * scale,
      2, 0) });
    return '';
  };
  const change = (event) => {
    typing.current = true;
    setText(event.target.value);
    const n = parseNumber(event.target.value);
    const why = wrong(n);
    setBad(why);
    if (why) return;
    const next = n === null ? null : Number((n / scale).toPrecision(15));
    given.current.push(next ?? 0);
    onValue(next);
  };
  const leave = () => {
    typing.current = false;
    given.current = [value ?? 0];
    if (!bad) setText(grouped(value));
  };
  const said = bad || fault;
  return html`<span class=${cx('number-field', said && 'wrong')}><span class=${cx('number-input', unit && 'with-unit')}>
    <input id=${id} class="form-input num" inputmode="decimal" autocomplete="off" aria-label=${label}
    aria-invalid=${said ? 'true' : undefined} aria-describedby=${cx(said && message, describedBy) || undefined}
    disabled=${disabled} value=${text} onInput=${change} onFocus=${() => { typing.current = true; }}
      onBlur=${leave} />${unit && html`<span class="unit" aria-hidden="true">${unit}</span>`}</span>
    ${said && html`<span class="form-error-message" id=${message}>${said}</span>`}</span>`;
}
