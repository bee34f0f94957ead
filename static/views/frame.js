// SPDX-License-Identifier: EUPL-1.2
// The frame round every page: header with name, user menu, language and navigation; footer.
import { html, useState, useEffect, useRef, cx } from '../lib/html.js';
import { t, label, language } from '../lib/i18n.js';
import { user, can, signOut, accessibilityUrl, version } from '../lib/session.js';
import { useLocation, navigate } from '../lib/router.js';
import { Icon } from '../lib/ui.js';
import { useUnread } from '../lib/unread.js';
import { PasswordDialog } from './password.js';

const PAGES = [
  ['/', 'nav.overview'],
  ['/samarbejder', 'nav.collaborations', 'collaborations:read'],
  ['/forskning', 'nav.research', 'organisations:read'],
  ['/vaerdi', 'nav.value', 'value:read'],
  ['/bekraeft', 'nav.confirm', 'confirmations:answer'],
  ['/indkoeb/kapacitet', 'nav.capacity', 'collaborations:write', 'rules:write'],
  ['/parter', 'nav.parties', 'organisations:read'],
  ['/jura', 'nav.law', 'rules:write', 'openness:write'],
  ['/aktindsigt', 'nav.access', 'openness:write'],
  ['/import', 'nav.import', 'imports:write'],
  ['/administration', 'nav.admin', 'users:admin', 'audit:read', 'rules:write'],
];

export function Header({ signedIn, onLanguage, onSignedOut }) {
  const { path } = useLocation();
  const [open, setOpen] = useState(false);
  useEffect(() => { setOpen(false); }, [path]);
  const pages = PAGES.filter(([, , ...rights]) => !rights.length || rights.some(can));
  return html`<header class="frame-header">
    <div class="container frame-top">
      <a class="wordmark" href="/" aria-label=${t('frame.home')}>
        <svg class="mark" viewBox="0 0 32 32" aria-hidden="true" focusable="false">
        <path class="mark-2" d="M9 22.5a7 7 0 1 0 7-7" /><path d="M23 9.5a7 7 0 1 0-7 7" /></svg><span>Samspil</span></a>
      <div class="frame-tools d-print-none">
        ${signedIn && path !== '/soeg' && html`<${SearchBox} />`}
        ${signedIn && html`<${InboxLink} path=${path} />`}
        <${LanguageSwitch} onLanguage=${onLanguage} />
        ${signedIn && html`<${UserMenu} onSignedOut=${onSignedOut} />`}
        ${signedIn && html`<button type="button" class="function-link menu-button" aria-expanded=${open ? 'true' : 'false'}
          aria-controls="main-nav" onClick=${() => setOpen(!open)}>
          <${Icon} name=${open ? 'close' : 'menu'} />${t('frame.menu')}</button>`}
      </div>
    </div>
    ${signedIn && html`<nav id="main-nav" class=${cx('frame-nav d-print-none', open && 'open')} aria-label=${t('frame.nav')}>
      <div class="container"><ul>${pages.map(([href, key]) => {
        const on = href === '/' ? path === '/' : path === href || path.startsWith(`${href}/`);
        return html`<li key=${href}><a href=${href} class=${on ? 'on' : undefined}
          aria-current=${on ? (path === href ? 'page' : 'true') : undefined}>${t(key)}</a></li>`;
      })}</ul></div>
    </nav>`}
  </header>`;
}

/** A field on a wide screen, a link to the page of the same on a narrow one. */
function SearchBox() {
  const [text, setText] = useState('');
  const search = (event) => {
    event.preventDefault();
    navigate(`/soeg?q=${encodeURIComponent(text.trim())}`);
    setText('');
  };
  return html`<form class="frame-search" role="search" onSubmit=${search}>
      <label class="sr-only" for="frame-q">${t('search.label')}</label>
      <input id="frame-q" class="form-input" type="search" maxlength="200" autocomplete="off" placeholder=${t('search.label')}
        value=${text} onInput=${(e) => setText(e.target.value)} />
      <button type="submit" class="function-link" aria-label=${t('action.search')}><${Icon} name="search" /></button>
    </form>
    <a class="function-link frame-search-link" href="/soeg" aria-label=${t('search.title')}><${Icon} name="search" /></a>`;
}

function InboxLink({ path }) {
  const unread = useUnread(path);
  return html`<a class="function-link inbox-link" href="/indbakke" aria-current=${path === '/indbakke' ? 'page' : undefined}
    aria-label=${t('inbox.link', { n: unread })}><${Icon} name="notifications" />${unread > 0 && html`<span class="count">${unread > 99 ? '99+' : unread}</span>`}</a>`;
}

function LanguageSwitch({ onLanguage }) {
  const other = language() === 'da' ? 'en' : 'da';
  return html`<button type="button" class="function-link language-link" lang=${other} onClick=${() => onLanguage(other)}>
    <${Icon} name="language" />${other === 'en' ? 'English' : 'Dansk'}</button>`;
}

function UserMenu({ onSignedOut }) {
  const [open, setOpen] = useState(false);
  const [password, setPassword] = useState(false);
  const box = useRef(null);
  const me = user();
  useEffect(() => {
    if (!open) return undefined;
    const away = (event) => { if (!box.current.contains(event.target)) setOpen(false); };
    document.addEventListener('click', away);
    return () => document.removeEventListener('click', away);
  }, [open]);
  const onKey = (event) => {
    if (event.key !== 'Escape' || !open) return;
    setOpen(false);
    box.current.querySelector('button').focus();
  };
  return html`<div class="user-menu" ref=${box} onKeyDown=${onKey}
    onfocusout=${(e) => e.relatedTarget && !box.current.contains(e.relatedTarget) && setOpen(false)}>
    <button type="button" class="function-link" aria-expanded=${open ? 'true' : 'false'} aria-controls="user-menu"
      aria-label=${t('frame.user', { name: me.name })} onClick=${() => setOpen(!open)}><${Icon} name="account" />
      <span class="user-name">${me.name}</span></button>
    <div id="user-menu" class="user-panel" hidden=${!open}>
      <p class="strong">${me.name}</p>
      <p class="muted small">${[me.unit_name, ...new Set(me.roles.map((r) => label('role',
        r.role)))].filter(Boolean).join(' · ')}</p>
      <button type="button" class="function-link" onClick=${() => { setOpen(false); setPassword(true); }}>${t('password.title')}
        </button>
      <a class="function-link" href="/indbakke/mail" onClick=${() => setOpen(false)}>${t('mail.title')}</a>
      <button type="button" class="button button-secondary" onClick=${() => signOut().then(onSignedOut)}>
        <${Icon} name="lock" />${t('frame.signout')}</button>
    </div>
    ${password && html`<${PasswordDialog} onClose=${() => setPassword(false)} />`}
  </div>`;
}

export function Footer() {
  return html`<footer class="frame-footer">
    <div class="container">
      <p><span class="strong">Samspil</span><span class="muted"> · ${t('frame.tagline')}</span></p>
      <ul>
        ${accessibilityUrl() && html`<li><a href=${accessibilityUrl()}>${t('frame.accessibility')}</a></li>`}
        <li><a href="/api/v1/openapi.json">${t('frame.api')}</a></li>
        ${version() && html`<li class="muted">${t('frame.version', { version: version() })}</li>`}
      </ul>
    </div>
  </footer>`;
}
