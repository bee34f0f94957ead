// SPDX-License-Identifier: EUPL-1.2
// Story of research support: a contract with the keyboard alone, what the rules ask of it, whose desk it lies on, the figures and the
// rules on research money. Keys are counted, not seconds.
import { story, url } from './lib/story.mjs';
import { login, changeUser, api, text, settled } from './lib/samspil.mjs';

const KEYS_A_MINUTE = 200; // a slow typist

await story(async (t) => {
  t.expect(/net::ERR_ABORTED/); // what is no longer wanted is not waited for
  t.expect(/409/); // signed before the lawyers
  const page = await t.open('/');
  await login(page, 'forskning');
  await api(page, 'POST', '/organisations', { name: 'Tastatursponsor A/S', cvr: '24256790' });
  let made;

  await t.step('a clinical trial agreement in under a minute, the mouse untouched', async () => {
    await page.goto(`${url}/samarbejder/ny-forskningskontrakt`);
    await page.waitForSelector('.quick-form');
    t.ok(await page.locator('.quick-form .form-group').count() <= 12, 'at most twelve fields');
    let keys = 0;
    const type = async (words) => { keys += words.length; await page.keyboard.type(words); };
    const press = async (key) => { keys += 1; await page.keyboard.press(key); };
    await type('Klinisk f');
    await press('Tab');
    await type('Nyt lægemiddel mod KOL');
    await press('Tab');
    await press('Control+A');
    await type('Akutafdelingen, Eks');
    await page.waitForSelector('[role=option]');
    await press('ArrowDown');
    await press('Enter');
    await press('Tab');
    await type('24256790');
    await page.waitForSelector('[role=option]:has-text("Tastatursponsor")');
    await press('ArrowDown');
    await press('Enter');
    await press('Tab');
    await type('Overlæge P. Prøve');
    await press('Tab');
    await type('KOL-2026-1');
    await press('Tab');
    await type('6200000');
    await press('Tab'); // received today
    await press('Tab');
    await press('Tab'); // past the buttons of the calendar
    await page.waitForFunction(() => document.activeElement.name === 'start_date');
    await type('01-01-2027');
    await press('Tab');
    await press('Tab');
    await type('3');
    await press('Tab');
    await type('3');
    await press('Enter');
    await page.waitForURL(/samarbejder\/\d+\/kontrakt$/);
    made = page.url().match(/(\d+)\/kontrakt$/)[1];
    t.ok(keys < KEYS_A_MINUTE, `${keys} keys`);
    const [, c] = await api(page, 'GET', `/collaborations/${made}`);
    t.is([c.subtype, c.title, c.sponsor_name, c.external_amount_oere, c.start_date, c.end_date, c.planned_patients, c.protocol_number],
      ['cta', 'Nyt lægemiddel mod KOL', 'Tastatursponsor A/S', 620000000, '2027-01-01', '2029-12-31', 3, 'KOL-2026-1'], 'as typed');
  });

  const row = (words) => page.locator('table:has(caption:text-is("Det kræver reglerne")) tr', { hasText: words });
  await t.step('what the rules ask: acknowledge in three days, tell the executive, the hospital signs', async () => {
    await settled(page);
    await row('Modtagelsen bekræftes').waitFor();
    t.ok(/Senest \d/.test(await row('Modtagelsen bekræftes').innerText()), 'a day');
    t.ok(await row('Mere end 5 mio. kr.').isVisible() && await row('Hospitalsdirektionen underskriver').isVisible(), 'who is told and who signs');
    await t.axe(page, 'contract');
  });

  await t.step('signed before the lawyers have seen it: refused in words; then in order', async () => {
    await row('Hospitalsdirektionen underskriver').locator('button').click();
    await page.click('dialog button[type=submit]');
    await page.waitForSelector('dialog .error-summary');
    t.ok((await text(page, 'dialog .error-summary')).includes('Juristerne skal have set'), 'and says what is missing');
    await page.click('dialog .form-buttons .button-secondary');
    for (const words of ['Modtagelsen bekræftes', 'Juridisk gennemgang']) {
      await row(words).locator('button').click();
      await page.click('dialog button[type=submit]');
      await row(words).locator('.badge-success').waitFor();
    }
  });

  await t.step('the terms, a report and a manuscript', async () => {
    await page.click('.section-head:has(h2:text-is("Kontraktens vilkår")) button');
    await page.fill('[name=purpose]', 'Forsøg med nyt middel');
    await page.fill('[name=overhead_percent]', '0');
    await page.fill('[name=publication_delay_months]', '2');
    await page.click('.section-form button[type=submit]');
    await page.waitForSelector('dd:has-text("Forsøg med nyt middel")');
    await page.click('button:has-text("Tilføj rapport")');
    await page.fill('dialog [name=title]', 'Årsrapport');
    await page.fill('dialog [name=due_date]', '01-03-2028');
    await page.click('dialog button[type=submit]');
    await page.waitForSelector('td:has-text("Årsrapport")');
    t.expect(/422/); // held back too long
    await page.click('button:has-text("Tilføj manuskript")');
    await page.fill('dialog [name=title]', 'Artikel');
    await page.fill('dialog [name=shown_on]', '01-06-2027');
    await page.fill('dialog [name=delay_until]', '02-08-2027');
    await page.click('dialog button[type=submit]');
    await page.waitForSelector('dialog .form-error-message');
    t.ok((await text(page, 'dialog .form-error-message')).includes('2027'), 'the longest delay is said');
    await page.fill('dialog [name=delay_until]', '01-08-2027');
    await page.click('dialog button[type=submit]');
    await page.waitForSelector('td:has-text("Artikel")');
    for (const width of [1280, 390]) {
      await page.setViewportSize({ width, height: width === 390 ? 844 : 900 });
      await t.fits(page, `contract at ${width}`);
      await t.shot(page, `contract-${width}`);
    }
    await page.setViewportSize({ width: 1280, height: 900 });
  });

  await t.step('handed over with one press', async () => {
    await page.goto(`${url}/samarbejder/${made}/hos-hvem`);
    await page.waitForSelector('.desk-buttons');
    t.ok((await text(page, '.desk-now')).startsWith('Forskningsstøtte'), 'it begins with the research office');
    await page.click('.desk-buttons button:text-is("Juridisk")');
    await page.waitForSelector('.desk-now:has-text("Juridisk")');
    t.is(await page.locator('table:has(caption:text-is("Hvor sagen har ligget")) tbody tr').count(), 2, 'two intervals');
    t.ok((await text(page, '.figures')).includes('Ventes underskrevet'), 'and a forecast', await text(page, '.figures'));
    await settled(page);
    await t.axe(page, 'desk');
    for (const width of [1280, 390]) {
      await page.setViewportSize({ width, height: width === 390 ? 844 : 900 });
      await t.fits(page, `desk at ${width}`);
      await t.shot(page, `desk-${width}`);
    }
    await page.setViewportSize({ width: 1280, height: 900 });
  });

  await t.step('each figure leads to its list', async () => {
    await page.goto(`${url}/forskning`);
    await page.waitForSelector('.figures');
    await settled(page);
    const [, s] = await api(page, 'GET', '/research/summary');
    for (const [name, at] of [['figures', ''], ['contracts', '/kontrakter?open=true'], ['clocks', '/ure?by=subtype']]) {
      for (const width of [1280, 390]) {
        await page.setViewportSize({ width, height: width === 390 ? 844 : 900 });
        await page.goto(`${url}/forskning${at}`);
        await page.waitForSelector('table');
        await settled(page);
        await t.axe(page, `${name} ${width}`);
        await t.fits(page, `${name} at ${width}`);
        await t.shot(page, `${name}-${width}`);
      }
    }
    await page.setViewportSize({ width: 1280, height: 900 });
    await page.goto(`${url}/forskning`);
    await page.waitForSelector('.figures');
    await page.click(`.figures a:text-is("${s.open_over_60}") >> nth=0`);
    await page.waitForURL(/older_than=60/);
    await page.waitForSelector('.more');
    t.ok((await text(page, '.more')).includes(`af ${s.open_over_60}`), 'as many', await text(page, '.more'));
  });

  await t.step('the head of a department exempts; a lead may not', async () => {
    await changeUser(page, 'leder');
    await page.goto(`${url}/forskning/regler?exempt=false`);
    await page.waitForSelector('table');
    await settled(page);
    await t.axe(page, 'rules');
    await t.shot(page, 'rules-1280');
    const [, broken] = await api(page, 'GET', '/compliance/violations?exempt=false&limit=200');
    const [, me] = await api(page, 'GET', '/me');
    const one = broken.items.find((v) => v.unit_id === me.unit_id) || broken.items[0];
    await page.goto(`${url}/samarbejder/${one.collaboration_id}/kontrakt`);
    await page.waitForSelector('.alert-warning');
    if (one.unit_id === me.unit_id) {
      await page.click('.alert-warning button >> nth=0');
      await page.fill('dialog [name=reason]', 'Aftalt med revisionen');
      await page.fill('dialog [name=expires_on]', await page.evaluate(() => { const d = new Date(Date.now() + 60 * 864e5); return [d.getDate(), d.getMonth() + 1, d.getFullYear()].map((n) => String(n).padStart(2, '0')).join('-'); }));
      await page.click('dialog button[type=submit]');
      await page.waitForSelector('.alert-warning:has-text("Undtaget til")');
      t.ok(true, 'an exemption with reason and end');
    }
    await changeUser(page, 'klinik');
    await page.goto(`${url}/samarbejder/${one.collaboration_id}/kontrakt`);
    await page.waitForSelector('.alert-warning');
    t.is(await page.locator('.alert-warning button').count(), 0, 'a project lead is offered none');
  });
});
