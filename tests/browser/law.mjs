// SPDX-License-Identifier: EUPL-1.2
// The lawyer's day on the screen: the inbox by clock, the checklist with the exemption for research, the ceiling of aid, clocks, and rules.
import { story, url } from './lib/story.mjs';
import { login, changeUser, api, find, text, settled } from './lib/samspil.mjs';

await story(async (t) => {
  t.expect(/net::ERR_ABORTED/); // what is no longer wanted is not waited for
  t.expect(/422/); // not relevant without a reason
  const page = await t.open('/');
  await login(page, 'jurist');
  const home = await find(page, 'HjemmeAkut');
  const go = async (at) => { await page.goto(new URL(at, url).href); await settled(page); };
  const widths = async (name, selector = 'main') => {
    for (const width of [1280, 390]) {
      await page.setViewportSize({ width, height: 900 });
      await page.waitForSelector(selector);
      await t.fits(page, `${name} ${width}`);
      await t.axe(page, `${name} ${width}`);
      await t.shot(page, `${name}-${width}`);
    }
    await page.setViewportSize({ width: 1280, height: 900 });
  };

  await t.step('the inbox shows what waits, the nearest clock first', async () => {
    await page.click('#main-nav a[href="/jura"]');
    await page.waitForSelector('tbody tr');
    const row = await text(page, 'tbody tr:has-text("HjemmeAkut")');
    t.ok(/Juridisk punkt: Er konsekvensanalysen/.test(row), 'the next due date and what it is', row);
    await widths('law-inbox', 'tbody tr');
    await page.selectOption('#law-why', 'red');
    await page.waitForFunction(() => document.querySelectorAll('tbody tr').length >= 1 && location.search.includes('why=red'));
    await page.fill('#law-text', 'findes slet ikke');
    await page.click('.search-row button');
    await page.waitForSelector('.empty');
    t.ok((await text(page, '.empty')).includes('Prøv færre filtre'), 'an empty list says what to do');
  });

  let one;
  await t.step('a new innovation has its checklist', async () => {
    [, one] = await api(page, 'POST', '/collaborations', { kind: 'opi', title: 'Juridisk sag i browseren', unit_id: home.unit_id });
    await go(`/samarbejder/${one.id}/jura`);
    await page.waitForSelector('.law-section');
    t.ok((await page.locator('.law-section').count()) >= 12, 'in sections');
    t.ok((await text(page, '.law-checklist')).includes('Spørgsmålene er dem, der gjaldt den'), 'of a day');
  });

  const answer = async (section, question, value, reasoning) => {
    const box = page.locator('.law-section', { has: page.locator(`h3:text-is("${section}")`) });
    if (!(await box.evaluate((d) => d.open))) await box.locator('summary').click();
    await box.locator('.law-question', { hasText: question }).locator('button').click();
    await page.waitForSelector('dialog');
    await page.selectOption('dialog [name=answer]', value);
    if (reasoning !== undefined) await page.fill('dialog [name=reasoning]', reasoning);
    await page.click('dialog button[type=submit]');
  };
  const closed = () => page.waitForSelector('dialog', { state: 'detached' });

  await t.step('the exemption for research: possible, then lost', async () => {
    await answer('Udbud', 'Tilhører resultaterne udelukkende os?', 'no', 'Parterne ejer hver sit');
    await closed();
    await page.waitForSelector('.law-question:has-text("Tilhører resultaterne") .law-means');
    t.ok((await text(page, '.law-question:has-text("Tilhører resultaterne")')).includes('forskning og udvikling er mulig'), 'says that it is possible');
    await answer('Udbud', 'Betaler vi fuldt ud', 'yes');
    await closed();
    await page.waitForSelector('.law-question:has-text("Betaler vi fuldt ud") .badge:text-is("Gult")');
    await answer('Udbud', 'Tilhører resultaterne udelukkende os?', 'yes');
    await closed();
    await page.waitForSelector('.law-question:has-text("Betaler vi fuldt ud") .badge:text-is("Rødt")');
    await widths('law-checklist', '.law-section');
  });

  await t.step('not relevant needs a reason, said at its field', async () => {
    await answer('Rettigheder', 'hvem der ejer', 'not_relevant', '');
    await page.waitForSelector('dialog .form-error-message');
    await t.axe(page, 'answer');
    await t.shot(page, 'law-answer');
    await page.fill('dialog [name=reasoning]', 'Der kommer ingen resultater');
    await page.click('dialog button[type=submit]');
    await closed();
  });

  const add = async (fields) => {
    await page.click('main .button:has-text("Tilføj")');
    await page.waitForSelector('dialog');
    for (const [name, value] of Object.entries(fields)) {
      const control = page.locator(`dialog [name=${name}]`);
      if ((await control.evaluate((e) => e.tagName)) === 'SELECT') await control.selectOption(value);
      else await control.fill(value);
    }
    await page.click('dialog button[type=submit]');
    await closed();
  };

  await t.step('an invention of 10-02-2026 is decided by 10-04-2026', async () => {
    await page.click('.subtabs a:has-text("Frister")');
    await page.waitForSelector('.empty');
    await add({ kind: 'invention', title: 'Sensor til sår', started_on: '10-02-2026' });
    await page.waitForSelector('tbody tr:has-text("10-04-2026")');
    await add({ kind: 'ministry_approval', title: 'Fælles selskab', started_on: '01-06-2026' });
    await page.waitForSelector('tbody tr:has-text("01-07-2026"):has-text("Anses for godkendt")');
    await widths('law-timers', 'tbody tr');
  });

  await t.step('210,000 euro and 100,000 more are over the ceiling', async () => {
    const [, company] = await api(page, 'POST', '/organisations', { name: 'Aksel Medico A/S', cvr: '24256790' });
    await api(page, 'POST', `/collaborations/${one.id}/state-aid`, { organisation_id: company.id, granted_on: new Date().toISOString().slice(0, 10), amount_eur_cents: 21000000 });
    await go('/jura/statsstoette');
    await page.fill('#aid-cvr', '24256791');
    await page.click('.filter-line .button');
    await page.waitForSelector('#aid-cvr-error');
    await page.fill('#aid-cvr', '24256790');
    await page.fill('#aid-more', '100.000');
    await page.click('.filter-line .button');
    await page.waitForSelector('.aid-answer');
    const said = await text(page, '.aid-answer');
    t.ok(said.includes('310.000 euro') && said.includes('300.000 euro') && said.includes('Over loftet'), 'before it is promised', said);
    await widths('law-aid', '.aid-answer');
    await api(page, 'POST', `/collaborations/${one.id}/state-aid`, { organisation_id: company.id, granted_on: new Date().toISOString().slice(0, 10), amount_eur_cents: 10000000 });
    await go(`/samarbejder/${one.id}/jura?del=statsstoette`);
    await page.waitForSelector('.alert-error');
    t.ok((await text(page, '.alert-error')).includes('over loftet'), 'and in the case');
    await widths('law-aid-case', '.alert-error');
  });

  for (const part of ['rettigheder', 'habilitet', 'personoplysninger', 'dispensationer']) {
    await t.step(`${part} of the demonstration`, async () => {
      await go(`/samarbejder/${home.id}/jura?del=${part}`);
      await widths(`law-${part}`, 'tbody tr');
      await page.locator('main .button:has-text("Tilføj")').click();
      await page.waitForSelector('dialog');
      await t.axe(page, `${part}, dialogue`);
      await page.keyboard.press('Escape');
    });
  }

  await t.step('a tenderer that took part is shown, until something is done', async () => {
    const tender = await find(page, 'Fortrolig forhandling');
    await go(`/samarbejder/${tender.id}/jura?del=konkurrence`);
    await page.waitForSelector('.alert-warning');
    await widths('law-competition', 'tbody tr');
    const [, items] = await api(page, 'GET', `/collaborations/${tender.id}/competition`);
    for (const organisation_id of new Set(items.items.map((i) => i.organisation_id))) {
      await api(page, 'POST', `/collaborations/${tender.id}/equalising-actions`, { organisation_id, action: 'Alle har fået referaterne', done_on: '2026-06-01' });
    }
    await page.reload();
    await page.waitForSelector('tbody tr:has-text("Alle har fået referaterne")');
    t.is(await page.locator('.alert-warning').count(), 0, 'no warning any more');
  });

  await t.step('a question gets new words from a day on', async () => {
    await go('/administration/tjeklister');
    await page.waitForSelector('tbody tr');
    await widths('law-rules', 'tbody tr');
    await page.locator('tr', { hasText: 'Er momsen afklaret?' }).locator('button:has-text("Ny periode")').click();
    await page.waitForSelector('dialog');
    await page.fill('dialog [name=da]', 'Er momsen afklaret efter den nye lov?');
    await t.axe(page, 'rule, dialogue');
    await t.shot(page, 'law-rule');
    await page.click('dialog button[type=submit]');
    await closed();
    await page.click('label[for=rule-all]');
    await page.waitForSelector('tr:has-text("efter den nye lov")');
  });

  await t.step('who may not write sees, and has no buttons', async () => {
    await page.goto(url);
    await changeUser(page, 'oekonom');
    await go(`/samarbejder/${home.id}/jura`);
    await page.waitForSelector('.law-section');
    t.is(await page.locator('.law-question button').count(), 0, 'no answer button');
    t.is(await page.locator('#main-nav a[href="/jura"]').count(), 0, 'and no inbox in the menu');
  });
});
