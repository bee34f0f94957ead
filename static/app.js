// SPDX-License-Identifier: EUPL-1.2
// Starts the application: language, session, then the frame with header, page and footer.
import { html, render, useState, useEffect } from './lib/html.js';
import { whenSignedOut } from './lib/api.js';
import { loadLanguage, rememberedLanguage, t } from './lib/i18n.js';
import { loadMeta, loadMe, forget, user, can } from './lib/session.js';
import { startRouter, useLocation, match, navigate, whenLeaving, guardLeaving } from './lib/router.js';
import { Messages, ProblemBox, Spinner, PageHead } from './lib/ui.js';
import { Questions } from './lib/modal.js';
import { Header, Footer } from './views/frame.js';
import { Login, LoginAgain } from './views/login.js';
import { PasswordPage } from './views/password.js';

// One view under several addresses keeps what it holds when it goes from one to the other.
const estimate = () => import('./views/estimate.js');
const guide = () => import('./views/guide.js');
const research = () => import('./views/research.js');

const ROUTES = [
  ['/', () => import('./views/overview.js')],
  ['/overblik', () => import('./views/steering.js')],
  ['/samarbejder', () => import('./views/collaborations.js')],
  ['/samarbejder/ny', () => import('./views/collaboration-new.js')],
  ['/samarbejder/ny-forskningskontrakt', () => import('./views/research-new.js')],
  ['/samarbejder/{id}', () => import('./views/collaboration.js')],
  ['/samarbejder/{id}/{tab}', () => import('./views/collaboration.js')],
  ['/vaerdi', () => import('./views/estimates.js')],
  ['/vaerdi/referencer', () => import('./views/references.js')],
  ['/vaerdi/referencer/{tab}', () => import('./views/references.js')],
  ['/vaerdi/psa', () => import('./views/psa.js')],
  ['/vaerdi/portefoelje', () => import('./views/portfolio.js')],
  ['/vaerdi/{id}', estimate],
  ['/vaerdi/{id}/guide', guide],
  ['/vaerdi/{id}/guide/{tab}', guide],
  ['/vaerdi/{id}/rapport', () => import('./views/estimate-report.js')],
  ['/vaerdi/{id}/sammenlign/{other}', () => import('./views/compare.js')],
  ['/vaerdi/{id}/{tab}', estimate],
  ['/forskning', research],
  ['/forskning/{tab}', research],
  ['/bekraeft', () => import('./views/confirmations.js')],
  ['/bekraeft/{id}', () => import('./views/confirmation.js')],
  ['/indbakke', () => import('./views/inbox.js')],
  ['/indbakke/mail', () => import('./views/inbox-mail.js')],
  ['/soeg', () => import('./views/search.js')],
  ['/indkoeb/kapacitet', () => import('./views/capacity.js')],
  ['/parter', () => import('./views/organisations.js')],
  ['/parter/dubletter', () => import('./views/duplicates.js')],
  ['/parter/{id}', () => import('./views/organisation.js')],
  ['/parter/{id}/sammenlaeg', () => import('./views/organisation-merge.js')],
  ['/enheder/{id}', () => import('./views/unit.js')],
  ['/jura', () => import('./views/law-inbox.js')],
  ['/jura/{tab}', () => import('./views/law-inbox.js')],
  ['/aktindsigt', () => import('./views/access-requests.js')],
  ['/aktindsigt/{id}', () => import('./views/access-request.js')],
  ['/import', () => import('./views/imports.js')],
  ['/import/{id}', () => import('./views/import.js')],
  ['/administration', () => import('./views/admin.js')],
  ['/administration/{tab}', () => import('./views/admin.js')],
  ['/administration/forloeb/{id}', () => import('./views/admin-lifecycle.js')],
  ['/administration/enheder/{id}', () => import('./views/admin-unit.js')],
  ['/administration/brugere/{id}', () => import('./views/admin-user.js')],
];

// Where an address that somebody sent leads nowhere without the right.
const RIGHTS = [['/vaerdi', 'value:read'], ['/bekraeft', 'confirmations:answer']];
const mayOpen = (path) => RIGHTS.every(([start, right]) => (path !== start && !path.startsWith(`${start}/`)) || can(right));

function NotAllowed() {
  return html`<${PageHead} title=${t('notallowed.title')} lead=${t('notallowed.lead')} /><p><a href="/">${t('notfound.home')}</a></p>`;
}

function NotFound() {
  return html`<${PageHead} title=${t('notfound.title')} lead=${t('notfound.lead')} /><p><a href="/">${t('notfound.home')}</a></p>`;
}

/** The view of the address: its module is loaded when first asked for. */
function Page() {
  const here = useLocation();
  const found = match(ROUTES, here.path);
  const [loaded, setLoaded] = useState({ view: null, Component: null });
  const [error, setError] = useState(null);
  const view = found && found.view;
  useEffect(() => {
    if (!view || !mayOpen(here.path)) return;
    setError(null);
    view().then((module) => setLoaded({ view, Component: module.default }), setError);
  }, [view]);
  if (!found) return html`<${NotFound} />`;
  if (!mayOpen(here.path)) return html`<${NotAllowed} />`;
  if (error) return html`<${ProblemBox} problem=${{ status: 0 }} retry=${() => window.location.reload()} />`;
  if (loaded.view !== view) return html`<${Spinner} />`;
  const { tab, ...identity } = found.params;
  return html`<${loaded.Component} key=${JSON.stringify(identity)} params=${found.params} query=${here.query} />`;
}

function App({ start }) {
  const [state, setState] = useState(start);
  const [, redraw] = useState(0);
  const [again, setAgain] = useState(false);
  useEffect(() => { whenSignedOut(() => setAgain(true)); }, []);
  const switchLanguage = (lang) => whenLeaving(null, async () => {
    guardLeaving(null);
    await loadLanguage(lang);
    redraw((n) => n + 1);
  });
  const enter = () => setState('in');
  const back = (before) => () => {
    setAgain(false);
    if (user().id !== before) window.location.reload(); // somebody else: nothing of the page is theirs
  };
  const leave = () => { setAgain(false); forget(); setState('login'); navigate('/', { replace: true }); };
  const changed = async () => { await loadMe(); redraw((n) => n + 1); };
  const signedIn = state === 'in';
  const mustChange = signedIn && user().must_change_password;
  return html`
    <a class="skipnav" href="#main">${t('skip')}</a>
    <${Header} signedIn=${signedIn} onLanguage=${switchLanguage} onSignedOut=${leave} />
    <main id="main" class="container" tabindex="-1">
      ${state === 'down' && html`<${ProblemBox} problem=${{ status: 0 }} retry=${() => window.location.reload()} />`}
      ${state === 'login' && html`<${Login} onSignedIn=${enter} />`}
      ${mustChange && html`<${PasswordPage} onDone=${changed} />`}
      ${signedIn && !mustChange && html`<${Page} key=${document.documentElement.lang} />`}
    </main>
    ${signedIn && again && html`<${LoginAgain} onSignedIn=${back(user().id)} onGiveUp=${leave} />`}
    <${Footer} />
    <${Messages} />
    <${Questions} />`;
}

async function boot() {
  window.history.replaceState('first', '');
  await loadLanguage(rememberedLanguage() || 'da');
  let start = 'login';
  try {
    if (await loadMe()) {
      if (!rememberedLanguage() && user().locale) await loadLanguage(user().locale.slice(0, 2));
      start = 'in';
    }
    await loadMeta().catch((problem) => { if (problem.status !== 401) throw problem; });
  } catch {
    start = 'down';
  }
  startRouter();
  render(html`<${App} start=${start} />`, document.getElementById('app'));
}

boot();
