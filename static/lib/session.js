// SPDX-License-Identifier: EUPL-1.2
// Who is signed in and what the server's /meta says: loaded once, read everywhere.
import { get, post, del } from './api.js';
import { setCodes } from './i18n.js';

let me = null;
let meta = { codes: {}, forms: {} };

export const user = () => me;
export const can = (right) => Boolean(me && me.rights.includes(right));
export const form = (name) => meta.forms[name] || {};
export const version = () => meta.version || '';
export const accessibilityUrl = () => meta.accessibility_url || '';

export async function loadMeta() {
  meta = (await get('/meta', { quiet: true })).data;
  setCodes(meta.codes);
}

const OPEN = 'samspil.session';

/** Remembers that a session was opened here, so that a first visit asks for no /me that must be refused. */
function remember(open) {
  try {
    if (open) localStorage.setItem(OPEN, '1');
    else localStorage.removeItem(OPEN);
  } catch { /* private window */ }
}

function remembered() {
  try { return localStorage.getItem(OPEN) !== null; } catch { return true; }
}

/** True when a session is open. Any other failure than 401 is thrown: the page says so. */
export async function loadMe() {
  if (!remembered()) return false;
  try {
    me = (await get('/me', { quiet: true })).data;
  } catch (problem) {
    if (problem.status !== 401) throw problem;
    forget();
  }
  return me !== null;
}

export async function signIn(login, password) {
  me = (await post('/session', { login, password }, { quiet: true, key: null })).data;
  remember(true);
}

export async function signOut() {
  await del('/session').catch(() => {});
  forget();
}

/** The session has ended, here or on the server. */
export function forget() {
  me = null;
  remember(false);
}
