// SPDX-License-Identifier: EUPL-1.2
// When one wants mail, and the address of one's calendar: chosen, shown once, renewed and stopped.
import { story, url } from './lib/story.mjs';
import { login, api, text, settled } from './lib/samspil.mjs';

await story(async (t) => {
  t.expect(/net::ERR_ABORTED/); // an answer without a body counts as one
  const page = await t.open('/');
  await login(page, 'klinik');

  await t.step('from the user menu', async () => {
    await page.click('.user-menu button');
    await page.click('.user-panel a[href="/indbakke/mail"]');
    await page.waitForSelector('#mail-daily');
    t.ok(await page.isChecked('#mail-daily'), 'once a day, until one chooses');
    t.ok((await text(page, 'main')).includes('Der sendes ikke mail herfra endnu'), 'a place without a mail server says so');
    await t.axe(page, 'mail');
  });

  await t.step('a choice is kept at once', async () => {
    await page.click('label[for="mail-now"]');
    await page.waitForSelector('text=Dit valg er gemt.');
    t.is((await api(page, 'GET', '/me/mail'))[1].mail, 'now', 'kept');
    await page.reload();
    await page.waitForSelector('#mail-now');
    t.ok(await page.isChecked('#mail-now'), 'and shown again');
  });

  await t.step('the address is shown once and works', async () => {
    await page.click('text=Lav en adresse');
    await page.waitForSelector('code.token');
    const address = await text(page, 'code.token');
    const fetched = await page.evaluate(async (at) => { const r = await fetch(new URL(at).pathname); return [r.status, await r.text()]; }, address);
    t.ok(fetched[0] === 200 && fetched[1].startsWith('BEGIN:VCALENDAR'), 'a calendar', fetched);
    await t.axe(page, 'address');
    await t.shot(page, '1280');
    await page.reload();
    await page.waitForSelector('text=Du har en adresse fra');
    t.is(await page.locator('code.token').count(), 0, 'not a second time');
  });

  await t.step('a new one, and none', async () => {
    await page.click('text=Lav en ny adresse');
    await page.click('dialog .button-primary');
    await page.waitForSelector('code.token');
    await page.click('text=Stop adressen');
    await page.click('dialog .button-danger');
    await page.waitForSelector('text=Lav en adresse');
    t.ok(!(await api(page, 'GET', '/me/calendar'))[1].active, 'stopped');
  });

  await t.step('on a phone', async () => {
    await page.setViewportSize({ width: 390, height: 800 });
    await page.goto(`${url}/indbakke/mail`);
    await settled(page);
    await t.shot(page, '390');
    await t.fits(page, 'mail');
  });
});
