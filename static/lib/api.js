// SPDX-License-Identifier: EUPL-1.2
// Every call to the server: JSON in and out, problem documents as exceptions, ETag and Idempotency-Key.
import { useState, useEffect, useRef, useCallback } from './html.js';

const BASE = '/api/v1';

/** A refused request. `errors` is always a list; `current` is the server's version after a 412. */
export class Problem extends Error {
  constructor(status, body, retryAfter) {
    super(body.title || `HTTP ${status}`);
    this.status = status;
    this.code = body.code || '';
    this.title = body.title || '';
    this.detail = body.detail || '';
    this.hint = body.hint || '';
    this.requestId = body.request_id || '';
    this.errors = body.errors || [];
    this.current = body.current || null;
    this.retryAfter = retryAfter;
  }
}

let language = 'da';
let onSignedOut = () => {};

export function setApiLanguage(lang) { language = lang; }
export function whenSignedOut(handler) { onSignedOut = handler; }

async function readProblem(response) {
  const type = response.headers.get('content-type') || '';
  const body = type.includes('json') ? await response.json().catch(() => ({})) : {};
  return new Problem(response.status, body, Number(response.headers.get('retry-after')) || 0);
}

/**
 * One request. `body` is sent as JSON unless it is a Blob (which may be JSON already). Options: etag (If-Match), key (Idempotency-Key), signal, quiet
 * (a 401 is the caller's business). Answers {data, etag, location}; throws Problem, also when the server cannot be reached (status 0).
 */
export async function request(method, path, body, { etag, key, signal, quiet } = {}) {
  const headers = { accept: 'application/json', 'accept-language': language };
  if (etag != null) headers['if-match'] = String(etag).startsWith('"') ? etag : `"${etag}"`;
  if (key) headers['idempotency-key'] = key;
  let payload;
  if (body instanceof Blob) {
    payload = body;
    headers['content-type'] = body.type === 'application/json' ? body.type : 'application/octet-stream';
  } else if (body !== undefined) {
    payload = JSON.stringify(body);
    headers['content-type'] = method === 'PATCH' ? 'application/merge-patch+json' : 'application/json';
  }
  let response;
  try {
    response = await fetch(BASE + path, { method, headers, body: payload, signal, credentials: 'same-origin' });
  } catch (error) {
    if (error.name === 'AbortError') throw error;
    throw new Problem(0, { code: 'unreachable' });
  }
  if (!response.ok) {
    const problem = await readProblem(response);
    if (response.status === 401 && !quiet) onSignedOut();
    throw problem;
  }
  const text = response.status === 204 ? '' : await response.text();
  return {
    data: text ? JSON.parse(text) : null,
    etag: response.headers.get('etag'),
    location: response.headers.get('location'),
  };
}

/** A fresh Idempotency-Key: keep one for each form, so that a second press of the button creates nothing twice. */
export function newKey() {
  return crypto.randomUUID ? crypto.randomUUID()
    : [...crypto.getRandomValues(new Uint8Array(16))].map((b) => b.toString(16).padStart(2, '0')).join('');
}

export const get = (path, options) => request('GET', path, undefined, options);
export const post = (path, body, options) => request('POST', path, body, { key: newKey(), ...options });
export const patch = (path, body, etag) => request('PATCH', path, body, { etag });
export const del = (path, etag) => request('DELETE', path, undefined, { etag });

/** ?a=1&b=2 of an object; empty values are left out, lists are joined by comma. */
export function query(params) {
  const search = new URLSearchParams();
  for (const [name, value] of Object.entries(params)) {
    const text = Array.isArray(value) ? value.join(',') : value;
    if (text !== undefined && text !== null && text !== '') search.set(name, text);
  }
  const text = search.toString();
  return text ? `?${text}` : '';
}

/**
 * Loads `path` and again whenever it changes (null: nothing). Answers {data, etag, error, loading, reload, set}.
 * The former data stay while a new path loads, so that a page does not flicker.
 */
export function useLoad(path) {
  const [state, setState] = useState({ data: null, etag: null, error: null, loading: path !== null });
  const [turn, setTurn] = useState(0);
  const last = useRef(null);
  useEffect(() => {
    if (path === null) return undefined;
    const abort = new AbortController();
    setState((s) => ({ ...s, loading: true, error: null }));
    get(path, { signal: abort.signal }).then(
      ({ data, etag }) => { last.current = path; setState({ data, etag, error: null, loading: false }); },
      (error) => { if (error.name !== 'AbortError') setState({ data: null, etag: null, error, loading: false }); },
    );
    return () => abort.abort();
  }, [path, turn]);
  const reload = useCallback(() => setTurn((n) => n + 1), []);
  const set = useCallback((data, etag) => setState({ data, etag, error: null, loading: false }), []);
  return { ...state, stale: state.loading && last.current !== path, reload, set };
}

/** Pages of a list for one set of parameters; more() adds the next page below. Answers {items, total, total_capped, next_cursor, error, loading, more, reload}. */
export function usePages(path, params) {
  const key = query(params);
  const [state, setState] = useState({ items: null, error: null, loading: true });
  const [turn, setTurn] = useState(0);
  useEffect(() => {
    const abort = new AbortController();
    setState((s) => ({ ...s, loading: true, error: null }));
    get(path + key, { signal: abort.signal }).then(
      ({ data }) => setState({ ...data, error: null, loading: false }),
      (error) => error.name !== 'AbortError' && setState({ items: null, error, loading: false }),
    );
    return () => abort.abort();
  }, [path, key, turn]);
  const more = async () => {
    setState((s) => ({ ...s, loading: true }));
    try {
      const { data } = await get(path + query({ ...params, cursor: state.next_cursor }));
      setState((s) => ({ ...data, items: [...s.items, ...data.items], total: s.total, total_capped: s.total_capped, error: null,
        loading: false }));
    } catch (error) {
      setState((s) => ({ ...s, error, loading: false }));
    }
  };
  const reload = useCallback(() => setTurn((n) => n + 1), []);
  return { ...state, more, reload };
}
