// SPDX-License-Identifier: EUPL-1.2
// Reference values on the screen: a unit cost is entered with its source, approved by somebody else, read from a file; drafts follow.
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { story, url } from './lib/story.mjs';
import { login, changeUser, api, text, settled } from './lib/samspil.mjs';

await story(async (t) => {
  t.expect(/422/); // the file with a fault
  t.expect(/net::ERR_ABORTED/); // what is no longer wanted is not waited for
  const page = await t.open('/');
  await login(page, 'admin');

  await t.step('the library says what is missing', async () => {
    await page.goto(`${url}/vaerdi`);
    await page.click('a[href="/vaerdi/referencer"]');
    await page.waitForSelector('td.main-cell');
    await settled(page);
    t.is(await text(page, 'main h1'), 'Referenceværdier', 'the page');
    await page.fill('#ref-text', 'sengedag, somatik');
    await page.waitForFunction(() => document.querySelectorAll('td.main-cell').length === 1);
    t.ok((await text(page, 'tbody tr')).includes('Mangler'), 'a bed day has no value');
  });

  await t.step('a value with its price year and source; without a year the field says so', async () => {
    await page.click('tbody .function-link');
    await page.fill('dialog [name=value]', '2.700');
    await page.fill('dialog [name=source]', 'Regnskab 2025, Eksempelhospitalet');
    await page.click('dialog button[type=submit]');
    await page.waitForSelector('dialog .form-error-message');
    t.ok((await text(page, 'dialog .form-error-message')).includes('skal udfyldes'), 'the price year is asked for');
    await page.fill('dialog [name=price_year]', '2025');
    await page.click('dialog button[type=submit]');
    await page.waitForFunction(() => /2\.700 kr\./.test(document.querySelector('tbody').textContent));
    t.ok(!/Godkend /.test(await text(page, 'tbody tr')), 'who wrote it does not approve it');
  });

  await t.step('a file is tried before it is read, and its faults are named by row and field', async () => {
    const good = join(process.env.TEST_OUT, 'enheder.csv');
    const bad = join(process.env.TEST_OUT, 'enheder-fejl.csv');
    writeFileSync(good, '\ufeffKode;Dansk;Engelsk;Kategori;Enhed;Værdi;Prisår;Kilde\r\ntelefontid;Telefontid;Phone time;visit;opkald;85,50;2025;Egen opgørelse\r\n');
    writeFileSync(bad, 'Kode;Dansk;Engelsk;Enhed;Værdi\r\ntelefontid;Telefontid;Phone time;opkald;mange\r\n');
    await page.fill('#ref-text', '');
    await page.click('button:has-text("Indlæs CSV")');
    await page.setInputFiles('#ref-file', bad);
    await page.waitForSelector('dialog .alert-error');
    t.ok((await text(page, 'dialog .alert-error')).includes('Række 2, Værdi: er ikke et tal'), 'the fault', await text(page, 'dialog .alert-error'));
    await page.setInputFiles('#ref-file', good);
    await page.waitForSelector('dialog .button-primary');
    t.ok((await text(page, 'dialog .alert')).includes('1 rækker: 1 nye'), 'what would come of it', await text(page, 'dialog .alert'));
    await t.shot(page, 'reference-file');
    await page.click('dialog .button-primary');
    await page.waitForFunction(() => /Telefontid/.test(document.querySelector('tbody')?.textContent || ''));
  });

  await t.step('the economist approves what the administrator wrote', async () => {
    await changeUser(page, 'oekonom');
    await page.goto(`${url}/vaerdi/referencer?text=telefontid`);
    await page.waitForSelector('button:has-text("Godkend")');
    await page.click('button:has-text("Godkend")');
    await page.waitForFunction(() => /Ole Kjær/.test(document.querySelector('tbody').textContent));
    t.ok(true, 'approved, with name and time');
  });

  await t.step('drafts with older values are offered a new computation, with progress and outcome', async () => {
    const [, cases] = await api(page, 'GET', '/collaborations?limit=1&q=HjemmeAkut');
    const [made] = await api(page, 'POST', `/collaborations/${cases.items[0].id}/estimates`, { tier: 'mini' }, { 'idempotency-key': 'reference-story' });
    t.is(made, 201, 'a draft');
    const [, values] = await api(page, 'GET', '/reference/values?code=discount_rate_0_35&as_of=2026-06-01');
    const row = values.items[0];
    const [changed] = await api(page, 'PATCH', `/reference/values/${row.id}`, { value: 0.034 }, { 'if-match': `"${row.version}"` });
    t.is(changed, 200, 'the rate changes');
    await page.goto(`${url}/vaerdi/referencer/vaerdier`);
    await page.click('button:has-text("Beregn kladderne igen")');
    await page.waitForSelector('.alert-success');
    t.ok(/kladde/.test(await text(page, '.alert-success')), 'how many changed', await text(page, '.alert-success'));
    await t.shot(page, 'reference-recomputed');
  });

  await t.step('who only reads sees values and sources, and no button', async () => {
    await changeUser(page, 'klinik');
    await page.goto(`${url}/vaerdi/referencer/vaerdier`);
    await page.waitForSelector('td.main-cell');
    t.is(await page.locator('button:has-text("Ny værdi")').count(), 0, 'no new value');
    t.is(await page.locator('button:has-text("Rediger")').count(), 0, 'no change');
  });
});
