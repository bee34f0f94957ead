// SPDX-License-Identifier: EUPL-1.2
// Round about the register: the overview's links, saved views, the CSV, organisations, users with roles, tokens, the tree of units,
// the English screen, and paper.
import { readFileSync } from 'node:fs';
import { story, url } from './lib/story.mjs';
import { login, changeUser, api, settled, text, PASSWORD } from './lib/samspil.mjs';

await story(async (t) => {
  t.expect(/net::ERR_ABORTED/); // what is no longer wanted is not waited for
  const page = await t.open('/');
  await login(page);

  await t.step('the figures of an earlier day', async () => {
    await settled(page);
    await page.click('.day summary');
    await page.fill('.day input', '01-01-2199');
    await page.click('.day button[type=submit]');
    await page.waitForSelector('.day .form-error-message');
    const today = await page.evaluate(() => new Intl.DateTimeFormat('sv-SE').format(new Date()));
    await page.fill('.day input', '01-01-2020');
    await page.click('.day button[type=submit]');
    await page.waitForSelector('.empty');
    t.is(new URL(page.url()).search, '?as_of=2020-01-01', 'the day stands in the address');
    await t.axe(page, 'an empty day');
    await page.goto(`${url}/?as_of=${today}`);
    await page.waitForSelector('.figures');
    const [, summary] = await api(page, 'GET', `/portfolio/summary?as_of=${today}`);
    t.is((await text(page, '.figures dd')).split(' ')[0].replace('.', ''), String(summary.totals.collaborations), 'as many as on that day');
    t.is(await page.locator('.figures a').count(), 0, 'and no link to a list of today');
    await t.axe(page, 'an earlier day');
    await page.click('.alert a');
    await page.waitForSelector('.figures a');
  });

  await t.step('the overview counts what the list then shows', async () => {
    await settled(page);
    const [, summary] = await api(page, 'GET', '/portfolio/summary');
    t.is((await text(page, 'section:has(> h2:text-is("Porteføljen i tal")) .figures dd a')).replace('.', ''), String(summary.totals.collaborations), 'the total');
    await page.click('.kind-block h3 a');
    await page.waitForSelector('table.cards');
    await settled(page);
    const opi = summary.by_kind.find((k) => k.kind === 'opi').count;
    t.ok((await text(page, '.list-bar p')).startsWith(`${opi} `), 'the list of one kind has as many', await text(page, '.list-bar p'));
  });

  await t.step('a view is saved by name, found again and thrown away', async () => {
    await page.click('.views .function-link');
    await page.fill('dialog input[name=name]', 'Vores OPI');
    await page.click('dialog button[type=submit]');
    await page.waitForSelector('.views a:has-text("Vores OPI")');
    await page.goto(`${url}/samarbejder`);
    await page.click('.views a:has-text("Vores OPI")');
    await page.waitForFunction(() => window.location.search === '?kind=opi');
    await page.click('.views li .function-link');
    await page.click('dialog .button-danger');
    await page.waitForSelector('.views li', { state: 'detached' });
  });

  await t.step('the CSV of the same view opens in a Danish Excel', async () => {
    const [download] = await Promise.all([page.waitForEvent('download'), page.click('a[download]')]);
    const bytes = readFileSync(await download.path());
    t.is([...bytes.subarray(0, 3)], [0xef, 0xbb, 0xbf], 'a byte order mark');
    const lines = bytes.toString('utf8').trim().split('\r\n');
    t.ok(lines[0].includes(';') && lines[0].includes('Titel'), 'semicolons and Danish headings', lines[0]);
    const [, list] = await api(page, 'GET', '/collaborations?kind=opi');
    t.is(lines.length - 1, list.total, 'a line for each');
  });

  await t.step('an organisation: created, then its name corrected', async () => {
    await page.goto(`${url}/parter`);
    await page.waitForSelector('table.cards');
    await page.click('.page-actions .button');
    await page.fill('dialog input[name=name]', 'Fjordens Medico AS');
    await page.click('dialog button[type=submit]');
    await page.waitForURL(/parter\/\d+$/);
    await page.click('.section-head .function-link');
    await page.fill('input[name=name]', 'Fjordens Medico A/S');
    await page.click('.section-form button[type=submit]');
    await page.waitForSelector('h1:has-text("Fjordens Medico A/S")');
  });

  await t.step('a new user gets a role, may log in and sees what the role may', async () => {
    await page.goto(`${url}/administration`);
    await page.waitForSelector('table.cards');
    await page.click('.section-head .button');
    await page.fill('dialog input[name=name]', 'Nina Ny');
    await page.fill('dialog input[name=login]', 'nina');
    await page.fill('dialog input[name=password]', PASSWORD);
    await page.click('dialog button[type=submit]');
    await page.waitForURL(/brugere\/\d+$/);
    await page.click('.section-head .button');
    await page.selectOption('dialog select[name=role]', 'lawyer');
    await page.fill('dialog input[role=combobox]', 'Region Hovedstaden');
    await page.waitForSelector('[role=option]:has-text("Region Hovedstaden")');
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Enter');
    await page.click('dialog button[type=submit]');
    await page.waitForSelector('td.main-cell:has-text("Jurist")');
  });

  await t.step('a token is shown once and can be withdrawn', async () => {
    await page.goto(`${url}/administration/noegler`);
    await settled(page);
    await page.click('.section-head .button');
    await page.fill('dialog input[name=name]', 'Økonomisystemet');
    await page.click('dialog label:has-text("Se samarbejder")');
    await page.click('dialog button[type=submit]');
    const token = await text(page, 'code.token');
    const status = await page.evaluate(async (secret) => (await fetch('/api/v1/collaborations?limit=1',
      { headers: { authorization: `Bearer ${secret}` }, credentials: 'omit' })).status, token);
    t.is(status, 200, 'it opens what it may');
    await page.reload();
    await page.waitForSelector('td.actions');
    t.is(await page.locator('code.token').count(), 0, 'and is not shown again');
    await page.click('td.actions .danger');
    await page.click('dialog .button-danger');
    await page.waitForSelector('td.actions', { state: 'detached' });
  });

  await t.step('the audit tells who changed what, filtered, and as CSV', async () => {
    await page.goto(`${url}/administration/revisionsspor`);
    await page.waitForSelector('.audit td');
    await page.selectOption('#f-what', 'organisations');
    await page.waitForURL(/what=organisations/);
    await page.fill('#f-who', 'admin');
    await page.press('#f-who', 'Enter');
    await page.waitForURL(/who=admin/);
    await page.waitForFunction(() => document.querySelector('.audit td.main-cell')?.innerText.includes('Fjordens Medico A/S'));
    t.ok((await text(page, '.audit tbody tr')).includes('Navn: fra Fjordens Medico AS til Fjordens Medico A/S'), 'before and after', await text(page, '.audit tbody tr'));
    const [download] = await Promise.all([page.waitForEvent('download'), page.click('.audit a[download]')]);
    const csv = readFileSync(await download.path(), 'utf8');
    t.ok(csv.includes('name: Fjordens Medico AS -> Fjordens Medico A/S') && !csv.includes(';milestone;'), 'the file holds what the filters let through');
    await page.fill('#f-from', '31-12-2098');
    await page.press('#f-from', 'Enter');
    await page.waitForSelector('.audit .empty');
    await page.click('.list-bar .function-link');
    await page.waitForSelector('.audit td.main-cell a[href^="/samarbejder/"]');
  });

  await t.step('the tree of units says what follows the regions', async () => {
    await page.goto(`${url}/administration/enheder`);
    await page.waitForSelector('.tree');
    t.ok((await text(page, '.tree')).includes('afløses af Region Østdanmark'), 'Region Hovedstaden is followed by Region Østdanmark');
    await page.fill('#unit-q', 'rigshosp');
    await page.waitForFunction(() => document.querySelector('.tree').textContent.includes('Rigshospitalet'));
  });

  await t.step('English at a press, and remembered', async () => {
    await page.click('.language-link');
    await page.waitForSelector('#main-nav a:has-text("Collaborations")');
    t.is(await page.getAttribute('html', 'lang'), 'en', 'the language is said in the markup');
    await page.goto(`${url}/samarbejder`);
    await page.waitForSelector('th:has-text("Title")');
    await page.click('.language-link');
    await page.waitForSelector('#main-nav a:has-text("Samarbejder")');
  });

  await t.step('on paper there is neither menu nor button', async () => {
    const [, list] = await api(page, 'GET', '/collaborations?limit=1&kind=opi');
    await page.goto(`${url}/samarbejder/${list.items[0].id}`);
    await page.waitForSelector('.case-head');
    await page.emulateMedia({ media: 'print' });
    t.ok(await page.locator('.frame-header').isHidden(), 'no header');
    t.is(await page.locator('button:visible').count(), 0, 'no button');
    await t.shot(page, 'print');
    await page.emulateMedia({ media: 'screen' });
  });

  await t.step('who audits, but administers nobody, finds the audit and no users', async () => {
    await page.goto(url);
    await changeUser(page, 'revisor');
    await page.click('#main-nav a:has-text("Administration")');
    await page.click('.tabs a:has-text("Revisionsspor")');
    await page.waitForSelector('.audit td.main-cell');
    t.is(await page.locator('.tabs a:has-text("Brugere")').count(), 0, 'no tab of what is not theirs');
  });

  await t.step('a password that somebody else has set is changed before anything else', async () => {
    await page.emulateMedia({ media: 'screen' });
    await page.goto(url);
    await changeUser(page, 'nina');
    await page.waitForSelector('main input[name=current]');
    t.is(await page.locator('main h1').innerText(), 'Skift adgangskode', 'the page of the password');
    await page.goto(`${url}/samarbejder`);
    await page.waitForSelector('main input[name=current]');
    await settled(page);
    await t.shot(page, 'must-change-password');
    await page.fill('input[name=current]', PASSWORD);
    await page.fill('input[name=new]', 'Et-langt-kodeord-kun-for-Nina');
    await page.click('main button[type=submit]');
    await page.waitForSelector('main input[name=current]', { state: 'detached' });
    t.is((await api(page, 'GET', '/me'))[1].must_change_password, false, 'and is done with');
    t.is(await text(page, 'main h1'), 'Samarbejder', 'the page that was asked for');
  });
});
