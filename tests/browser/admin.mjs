// SPDX-License-Identifier: EUPL-1.2
// Administration on the screen: a unit with successor and area, a code that comes and ends, rules, tokens of others, the state.
import { story, url } from './lib/story.mjs';
import { login, api, text, settled } from './lib/samspil.mjs';

await story(async (t) => {
  t.expect(/net::ERR_ABORTED/); // what is no longer wanted is not waited for
  t.expect(/422|409/); // what the rules refuse
  const page = await t.open('/');
  await login(page, 'admin');
  const go = async (address) => { await page.goto(new URL(address, url).href); await settled(page); };
  const looks = async (name) => {
    await t.axe(page, name);
    for (const width of [1280, 390]) {
      await page.setViewportSize({ width, height: 900 });
      await t.fits(page, `${name} ${width}`);
      await t.shot(page, `${name}-${width}`);
    }
    await page.setViewportSize({ width: 1280, height: 900 });
  };
  const save = async () => { await page.click('dialog button[type=submit]'); await page.waitForSelector('dialog', { state: 'detached' }); await settled(page); };

  await t.step('a unit is made below another, gets an area, and is followed by one that begins later', async () => {
    await go('/administration/enheder');
    await looks('units');
    await page.click('.section-head .button');
    await page.fill('dialog input[name=code]', 'afd-proeve');
    await page.fill('dialog input[name=name]', 'Afdeling for prøver');
    await page.selectOption('dialog select[name=kind]', { index: 1 });
    await page.click('dialog button[type=submit]');
    await page.waitForURL(/enheder\/\d+$/);
    await page.waitForSelector('h1:has-text("Afdeling for prøver")');
    await page.click('button:has-text("Tilføj kommune")');
    await page.locator('dialog [role=combobox]').fill('Gladsaxe');
    await page.waitForSelector('[role=option]:has-text("Gladsaxe")');
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Enter');
    await save();
    await page.waitForSelector('td.main-cell:has-text("Gladsaxe")');
    await page.click('button:has-text("Tilføj efterfølger")');
    await page.locator('dialog [role=combobox]').fill('Region Østdanmark');
    await page.waitForSelector('[role=option]:has-text("Region Østdanmark")');
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Enter');
    await page.fill('dialog input[name=valid_from]', '01-01-2026');
    await page.click('dialog button[type=submit]');
    await page.waitForSelector('dialog .error-summary:has-text("findes ikke den dag"), dialog .form-error-message:has-text("findes ikke den dag")');
    await page.fill('dialog input[name=valid_from]', '01-01-2027');
    await save();
    await page.waitForSelector('.facts:has-text("31-12-2026")');
    await looks('unit');
  });

  await t.step('a theme comes; a list that calculations know takes only names', async () => {
    await go('/administration/kodelister?list=theme');
    await page.click('button:has-text("Ny kode")');
    await page.fill('dialog input[name=code]', 'robotics');
    await page.fill('dialog input[name=da]', 'Robotter');
    await page.fill('dialog input[name=en]', 'Robots');
    await save();
    await page.waitForSelector('td.main-cell:has-text("Robotter")');
    await looks('codes');
    await page.selectOption('#code-list', 'sector');
    await page.waitForSelector('.alert:has-text("kun navnene")');
    t.is(await page.locator('button:has-text("Ny kode")').count(), 0, 'no new sector');
    await page.locator('td.actions button').first().click();
    t.is(await page.locator('dialog input[name=valid_to]').count(), 0, 'and none ends');
    await page.fill('dialog input[name=da]', 'Vores klinik');
    await save();
    await page.waitForSelector('td.main-cell:has-text("Vores klinik")');
    await looks('codes-fixed');
  });

  for (const slug of ['helligdage', 'godkendelser', 'forskningsregler']) {
    await t.step(`rules: ${slug} are shown and can be changed`, async () => {
      await go(`/administration/${slug}`);
      await looks(slug);
      await page.locator('td.actions button').first().click();
      await page.fill('dialog textarea[name=source]', 'Rettet i prøven');
      await save();
      await page.waitForSelector('td:has-text("Rettet i prøven")');
    });
  }

  await t.step('saved import settings get another name', async () => {
    await go('/administration/importopsaetninger');
    await looks('mappings');
    await page.locator('td.actions button').first().click();
    await page.fill('dialog input[name=name]', 'Vores egen liste');
    await save();
    await page.waitForSelector('td.main-cell:has-text("Vores egen liste")');
  });

  await t.step('tokens of others are withdrawn', async () => {
    await api(page, 'POST', '/tokens', { name: 'Prøvenøgle', scopes: ['collaborations:read'] });
    await go('/administration/alle-noegler');
    await looks('tokens');
    await page.fill('#token-q', 'Prøvenøgle');
    await page.waitForFunction(() => document.querySelectorAll('td.main-cell').length === 1);
    await page.click('td.actions .danger');
    await page.click('dialog .button-danger');
    await page.waitForSelector('td.actions', { state: 'detached' });
  });

  await t.step('the state of the system', async () => {
    await go('/administration/drift');
    t.ok(/Intet hænger/.test(await text(page, '.facts')), 'work is not stuck', await text(page, '.facts'));
    t.ok(!/postgresql:/.test(await text(page, 'main')), 'no secret');
    await looks('system');
  });
});
