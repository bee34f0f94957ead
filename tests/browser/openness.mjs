// SPDX-License-Identifier: EUPL-1.2
// The lawyer's story: a file is uploaded and gets a second version, a PDF that is not one is refused in words, a field is marked, a
// request for access is entered with its deadline, a package is made and fetched, and the request is answered. Then the
// administrator takes a person out.
import { readFileSync } from 'node:fs';
import { story, url } from './lib/story.mjs';
import { login, changeUser, api, find, settled, text } from './lib/samspil.mjs';

const file = (name, body) => ({ name, mimeType: 'application/octet-stream', buffer: Buffer.from(body) });

await story(async (t) => {
  t.expect(/net::ERR_ABORTED/);
  t.expect(/415|422/); // the PDF that is not one, a decision and an answer without their reasons
  const page = await t.open('/');
  await login(page, 'indkoeb');
  const c = await find(page, 'HjemmeAkut');
  const tab = `${url}/samarbejder/${c.id}/dokumenter`;

  await t.step('a file that is not what it says is refused', async () => {
    await page.goto(tab);
    await settled(page);
    await page.setInputFiles('.drop input[type=file]', file('aftale.pdf', 'Kære alle'));
    await page.waitForSelector('dialog input[name=title]');
    await page.click('dialog button[type=submit]');
    await page.waitForSelector('dialog .error-summary');
    t.ok((await text(page, 'dialog .error-summary')).includes('passer ikke til dens navn'), 'in words', await text(page, 'dialog .error-summary'));
    await t.axe(page, 'a refused file');
    await t.shot(page, 'openness-refused');
    page.once('dialog', (d) => d.accept());
    await page.click('dialog .button-secondary >> text=Annuller');
  });

  await t.step('a file is uploaded, gets a second version, and comes back', async () => {
    await page.setInputFiles('.drop input[type=file]', file('Referat.txt', 'Første udgave\n'));
    await page.fill('dialog input[name=title]', 'Referat fra styregruppen');
    await page.fill('dialog input[name=journal_number]', '26/004711-9');
    await page.click('dialog button[type=submit]');
    await page.waitForSelector('td a:has-text("Referat fra styregruppen")');
    await page.click('tr:has-text("Referat fra styregruppen") .sub button');
    await page.waitForSelector('dialog table');
    await page.setInputFiles('dialog input[type=file]', file('Referat.txt', 'Anden udgave\n'));
    await page.waitForSelector('dialog td:has-text("Version 2")');
    await t.axe(page, 'the versions');
    await t.shot(page, 'openness-versions');
    await page.keyboard.press('Escape');
    const [download] = await Promise.all([page.waitForEvent('download'), page.click('td a:has-text("Referat fra styregruppen")')]);
    t.is(readFileSync(await download.path(), 'utf8'), 'Anden udgave\n', 'the newest version');
    t.is(download.suggestedFilename(), 'Referat.txt', 'under its name');
  });

  await t.step('a field is marked as confidential and decided on', async () => {
    await page.click('button:has-text("Markér som fortroligt")');
    await page.selectOption('dialog select[name=field]', 'milestones_title');
    await page.fill('dialog textarea[name=claim]', 'Planen er vores');
    await page.selectOption('dialog select[name=decision]', 'withheld');
    await page.click('dialog button[type=submit]');
    await page.waitForSelector('dialog .form-error-message');
    t.ok((await text(page, 'dialog .error-summary')).includes('Begrundelse for afgørelsen'), 'a decision has a reason');
    await page.fill('dialog textarea[name=reason]', 'Viser, hvornår virksomheden går på markedet');
    await page.click('dialog button[type=submit]');
    await page.waitForSelector('tr:has-text("Viser, hvornår")');
    await t.axe(page, 'the tab of documents');
    await t.shot(page, 'openness-documents');
  });

  await t.step('a request is entered; the deadline skips Easter', async () => {
    await page.click('a:has-text("Ny anmodning")');
    await page.waitForSelector('dialog input[name=requester]');
    await page.fill('dialog input[name=requester]', 'Bornholms Avis');
    await page.fill('dialog input[name=subject]', 'Alle aftaler om HjemmeAkut');
    await page.fill('dialog input[name=received_on]', '26-03-2026');
    await t.axe(page, 'a new request');
    await page.click('dialog button[type=submit]');
    await page.waitForSelector('h1:has-text("Alle aftaler om HjemmeAkut")');
    await settled(page);
    t.ok((await text(page, '.alert')).includes('09-04-2026'), 'due on 9 April', await text(page, '.alert'));
    t.ok(await page.locator('td:has-text("HjemmeAkut")').count() > 0, 'the case is in it');
  });

  await t.step('a package is made and fetched', async () => {
    await page.click('button:has-text("Lav en pakke")');
    await page.waitForSelector('a:has-text("Hent pakken")', { timeout: 30000 });
    const [download] = await Promise.all([page.waitForEvent('download'), page.click('a:has-text("Hent pakken")')]);
    const bytes = readFileSync(await download.path());
    t.is(bytes.subarray(0, 2).toString(), 'PK', 'a ZIP file');
    t.ok(/^AKT-\d{4}-\d{4}-\d+\.zip$/.test(download.suggestedFilename()), 'by the number of the request', download.suggestedFilename());
    await t.axe(page, 'a request with a package');
    await t.shot(page, 'openness-request');
  });

  await t.step('it is answered', async () => {
    await page.click('button:has-text("Registrér svar")');
    await page.selectOption('dialog select[name=outcome]', 'partial');
    await page.fill('dialog input[name=sent_on]', '09-04-2026');
    await page.click('dialog button[type=submit]');
    await page.waitForSelector('dialog .form-error-message');
    await page.fill('dialog textarea[name=words]', 'Planen er undtaget, § 30, nr. 2');
    await page.click('dialog button[type=submit]');
    await page.waitForSelector('.case-over .badge:has-text("Delvis indsigt")');
    t.is(await page.locator('.alert').count(), 0, 'the deadline is met');
    await page.goto(`${url}/aktindsigt`);
    await settled(page);
    t.is(await page.locator('td:has-text("Bornholms Avis")').count(), 0, 'and it is off the list of what is open');
    await page.selectOption('#access-status', 'answered');
    await page.waitForSelector('td:has-text("Bornholms Avis")');
    await t.shot(page, 'openness-list');
  });

  await t.step('the administrator takes a person out', async () => {
    await changeUser(page, 'admin');
    const [, user] = await api(page, 'POST', '/users', { login: 'gunhild', name: 'Gunhild Glemtsen' });
    await api(page, 'POST', `/collaborations/${c.id}/comments`, { body: 'Spørg Gunhild Glemtsen' });
    await page.goto(`${url}/administration/persondata`);
    await settled(page);
    await page.fill('main [role=combobox]', 'Gunhild');
    await page.click('[role=option]:has-text("Gunhild Glemtsen")');
    await page.click('main form button[type=submit]');
    await page.waitForSelector('td:has-text("Historikken")');
    await t.axe(page, 'where a name stands');
    const [download] = await Promise.all([page.waitForEvent('download'), page.click('button:has-text("Hent alt om personen")')]);
    t.is(JSON.parse(readFileSync(await download.path(), 'utf8')).login, 'gunhild', 'all that is kept');
    await page.click('.button-danger');
    await page.fill('dialog textarea[name=reason]', 'Fratrådt');
    await t.axe(page, 'before it cannot be undone');
    await t.shot(page, 'openness-personal');
    await page.click('dialog button[type=submit]');
    await page.waitForSelector('.alert-success');
    const [, comments] = await api(page, 'GET', `/collaborations/${c.id}/comments`);
    t.is(comments.items.at(-1).body, `Spørg Person ${user.id}`, 'the text names the number');
    await t.shot(page, 'openness-personal-done');
  });
});
