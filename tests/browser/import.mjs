// SPDX-License-Identifier: EUPL-1.2
// A list from Excel (windows-1252, semicolons, Danish amounts): upload, what was found in it, mapping, dry run, apply, the same file again.
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { story, url } from './lib/story.mjs';
import { login, api, find, settled, text } from './lib/samspil.mjs';

const CSV = 'Sagsnr;Projekttitel;Sponsor;Beløb;Startdato;Afdeling\r\n'
  + 'B-1;Blåbær og blodtryk;Novo Nordisk A/S;1.250.000,50;01-02-2026;Akutafdelingen, Eksempelhospitalet\r\n'
  + 'B-2;"Østrogen; to armé";Novo Nordisk A/S;5.343.280;15-03-2026;Akutafdelingen, Eksempelhospitalet\r\n'
  + 'B-3;Umulig dato;Novo Nordisk A/S;100;31-02-2026;Akutafdelingen, Eksempelhospitalet\r\n'
  + 'B-4;;Novo Nordisk A/S;100;01-02-2026;Akutafdelingen, Eksempelhospitalet\r\n';

const row = (page, name) => page.locator(`tr:has(td.main-cell .cell:text-is("${name}"))`);

await story(async (t) => {
  t.expect(/net::ERR_ABORTED/); // what is no longer wanted is not waited for
  const file = path.join(process.env.TEST_OUT, 'liste.csv');
  writeFileSync(file, Buffer.from(CSV, 'latin1'));
  const page = await t.open('/import');
  await login(page);

  await t.step('the upload finds encoding, delimiter and amounts', async () => {
    await page.setInputFiles('#file', file);
    await page.waitForURL(/import\/\d+/);
    await page.waitForSelector('.settings');
    t.is(await page.inputValue('#s-encoding'), 'windows-1252', 'windows-1252');
    t.is(await page.inputValue('#s-delimiter'), ';', 'semicolon');
    t.is(await page.inputValue('#s-decimal'), ',', 'decimal comma');
    t.ok((await text(page, 'table.cards')).includes('Blåbær og blodtryk'), 'æ, ø and å are right');
  });

  await t.step('columns are mapped', async () => {
    if (await page.inputValue('#import-kind') !== 'research_contract') {
      await page.selectOption('#import-kind', 'research_contract');
      await settled(page);
    }
    const wanted = { Sagsnr: 'external_id', Projekttitel: 'title', Startdato: 'start_date' };
    for (const [column, target] of Object.entries(wanted)) {
      await row(page, column).locator('select').selectOption(target);
      await page.waitForResponse((r) => r.request().method() === 'PATCH');
      await settled(page);
    }
    t.is(await row(page, 'Projekttitel').locator('select').inputValue(), 'title', 'the mapping is kept');
  });

  await t.step('the dry run says the fate of every row and why', async () => {
    await page.click('.page-actions .button-primary');
    await page.waitForSelector('.fates', { timeout: 60000 });
    await page.click('.fate-rejected');
    await settled(page);
    const rejected = await text(page, 'table.cards tbody');
    t.ok(/31-02-2026|Startdato/.test(rejected), 'the impossible date', rejected);
    t.ok(/Titel/.test(rejected), 'the missing title', rejected);
    await t.axe(page, 'dry run');
    await t.shot(page, 'dry-run');
  });

  await t.step('applied after a question', async () => {
    await page.click('.page-actions .button-primary');
    await page.click('dialog .button-primary');
    await page.waitForSelector('.alert-success', { timeout: 60000 });
    const found = await find(page, 'Blåbær og blodtryk');
    const [, c] = await api(page, 'GET', `/collaborations/${found.id}`);
    t.is([c.title, c.start_date, c.external_id], ['Blåbær og blodtryk', '2026-02-01', 'B-1'], 'the row became a collaboration');
  });

  await t.step('the rejected rows come back in the format of the file', async () => {
    const [download] = await Promise.all([page.waitForEvent('download'), page.click('a[download]')]);
    t.ok(/rejected|afvist|liste/.test(download.suggestedFilename()), 'a CSV file', download.suggestedFilename());
  });

  await t.step('the same file again, with the saved mapping, changes nothing', async () => {
    const save = await api(page, 'POST', '/import-mappings', { name: 'Blålisten', import_id: Number(page.url().match(/(\d+)$/)[1]) });
    t.is(save[0], 201, 'the mapping is saved by name');
    await page.goto(`${url}/import`);
    await page.waitForSelector('#mapping');
    await page.selectOption('#mapping', 'Blålisten');
    await page.setInputFiles('#file', file);
    await page.waitForURL(/import\/\d+/);
    await page.waitForSelector('.settings');
    t.is(await row(page, 'Projekttitel').locator('select').inputValue(), 'title', 'columns are already chosen');
    await page.click('.page-actions .button-primary');
    await page.waitForSelector('.fates', { timeout: 60000 });
    const counts = await page.locator('.fate-no').allInnerTexts();
    t.is(counts, ['4', '0', '0', '0', '2', '2'], 'nothing created or updated; two unchanged, two rejected');
    t.ok(await page.locator('.page-actions .button-primary').isDisabled(), 'there is nothing to import');
  });
});
