// SPDX-License-Identifier: EUPL-1.2
// A case on its path: what is missing, a gate asked for and decided by somebody else, a pause, a way back; a new version of a lifecycle.
import { story, url } from './lib/story.mjs';
import { login, changeUser, api, find, text, settled } from './lib/samspil.mjs';

const PHONE = 390;

await story(async (t) => {
  t.expect(/net::ERR_ABORTED/); // what is no longer wanted is not waited for
  t.expect(/409|422/); // the refused move and day
  const page = await t.open('/');
  await login(page, 'klinik');
  const [, me] = await api(page, 'GET', '/me');
  const [, one] = await api(page, 'POST', '/collaborations', { kind: 'opi', title: 'Sårpleje hjemme', unit_id: me.unit_id, owner_id: me.id });
  const tab = `${url}/samarbejder/${one.id}/forloeb`;
  const save = () => page.click('dialog button[type=submit]');
  const closed = () => page.waitForSelector('dialog', { state: 'detached' });
  const look = async (name, open) => {
    for (const width of [1280, PHONE]) {
      await page.setViewportSize({ width, height: width === PHONE ? 844 : 900 });
      if (open) await open();
      await t.axe(page, `${name} ${width}`);
      await t.fits(page, `${name} ${width}`);
      await t.shot(page, `${name}-${width}`);
    }
    await page.setViewportSize({ width: 1280, height: 900 });
  };

  await t.step('the head says what is missing and who must act; the move is refused in words', async () => {
    await page.goto(`${url}/samarbejder/${one.id}`);
    await page.waitForSelector('.way-ahead');
    const head = await text(page, '.way-ahead');
    t.ok(head.includes('Temaet er valgt') && head.includes('Behovet er beskrevet') && head.includes('Venter på: Ansvarlig (Kirsten Dahl'), 'the head', head);
    await page.click('.case-head .button-primary');
    await page.waitForSelector('dialog .bullets');
    await save();
    await page.waitForSelector('dialog .error-summary');
    const refused = await text(page, 'dialog .error-summary');
    t.ok(refused.includes('Krav: mangler: Temaet er valgt') && !refused.includes('requirements.'), 'the refusal', refused);
    await t.axe(page, 'the refused move');
    await page.keyboard.press('Escape');
    await closed();
  });

  await t.step('with all that is asked for it goes on', async () => {
    await api(page, 'PATCH', `/collaborations/${one.id}`, { theme: 'devices', need: 'Patienterne skal kunne skifte forbinding hjemme.' }, { 'if-match': `"${(await api(page, 'GET', `/collaborations/${one.id}`))[1].version}"` });
    await page.goto(`${url}/samarbejder/${one.id}`);
    await page.waitForSelector('.way-ahead:has-text("Alt er på plads")');
    await page.click('.case-head .button-primary');
    await save();
    await page.waitForSelector('.stage-now:has-text("Trin 2 af")');
    await page.click('.tabs a:has-text("Forløb")');
    await page.waitForSelector('.needs li');
    await look('screening');
  });

  await t.step('a requirement that the register cannot see is marked by hand', async () => {
    const button = page.locator('.needs li.lacks button').first();
    if (!(await button.count())) return; // every requirement here is a fact by now
    await button.click();
    await page.fill('dialog textarea', 'Gennemgået på mødet i maj');
    await save();
    await closed();
    await page.waitForSelector('.needs li.met:has-text("Gennemgået på mødet i maj")');
  });

  await t.step('the owner does not decide, but asks for the decision', async () => {
    t.is(await page.locator('.gate button:has-text("Træf beslutning")').count(), 0, 'no way to decide');
    t.ok((await text(page, '.gate')).includes('kan derfor ikke selv'), 'and why');
    await page.click('.gate button:has-text("Bed om beslutning")');
    await page.fill('dialog textarea', 'Vi er klar til at gå videre');
    await look('ask');
    await save();
    await page.waitForSelector('.gate .alert:has-text("har bedt om beslutning")');
  });

  await t.step('the leader finds it on the overview and decides with conditions', async () => {
    await changeUser(page, 'leder');
    await page.goto(url);
    await page.waitForSelector('.rows li:has-text("afventer din beslutning: G1: Gå videre")');
    await page.goto(tab);
    await page.click('.gate button:has-text("Træf beslutning")');
    await page.selectOption('dialog select', 'approve_with_conditions');
    await page.fill('dialog textarea >> nth=0', 'Baseline er målt inden sommer');
    await look('decide');
    await save();
    await page.waitForSelector('.gate .badge:has-text("Godkendt")');
    t.ok((await text(page, '.gate .rows')).includes('Baseline er målt inden sommer. Ikke opfyldt endnu'), 'the decision', await text(page, '.gate .rows'));
    await look('decided');
  });

  await t.step('conditions are met, the case is paused and taken up again', async () => {
    await changeUser(page, 'klinik');
    await page.goto(tab);
    await page.click('.gate button:has-text("Vilkårene er opfyldt")');
    await page.fill('dialog input[type=text], dialog textarea', 'Målt i maj');
    await save();
    await page.waitForSelector('.gate .rows:has-text("Målt i maj")');
    await page.click('button:has-text("Sæt på pause")');
    await page.fill('dialog textarea', 'Venter på personale');
    await page.fill('dialog input', '01-09-2031');
    await save();
    await page.waitForSelector('.alert:has-text("Venter på personale")');
    t.ok((await text(page, '.way-ahead')).includes('Ventes genoptaget 01-09-2031'), 'in the head', await text(page, '.way-ahead'));
    await look('paused');
    await page.click('.tab-body button:has-text("Genoptag")');
    await page.click('dialog .button-primary');
    await page.waitForSelector('.stage-now:has-text("Trin 2 af")', { state: 'attached' });
    t.ok((await text(page, '.section table')).includes('Sat på pause'), 'the way', await text(page, '.section table'));
  });

  await t.step('the lifecycles: a version in force is read, a new one is made, changed and put in force', async () => {
    await changeUser(page, 'admin');
    await page.goto(`${url}/administration/forloeb`);
    await page.waitForSelector('table.cards');
    await look('versions');
    await page.click('table a:has-text("Mini-afprøvning")');
    await page.waitForSelector('.path-list');
    await look('version');
    await page.click('.page-head button:has-text("Lav ny udgave")');
    await page.fill('dialog textarea', 'Kortere forløb');
    await save();
    await page.waitForSelector('#lifecycle-name');
    await page.fill('#lifecycle-name', 'Mini-afprøvning, kort');
    await page.click('details.assumptions summary >> nth=1');
    await page.fill('#s1-days', '45');
    await look('editor');
    await page.click('.button-primary:has-text("Gem")');
    await page.waitForSelector('h1:has-text("Mini-afprøvning, kort")');
    await page.click('.page-head button:has-text("Sæt i kraft")');
    await page.fill('dialog input', '01-01-2020');
    await save();
    await page.waitForSelector('dialog .form-error-message');
    await page.fill('dialog input', '01-01-2099');
    await save();
    await page.waitForSelector('.badge:has-text("Kommer")');
  });

  await t.step('a case of the demonstration', async () => {
    const demo = await find(page, 'HjemmeAkut');
    await page.goto(`${url}/samarbejder/${demo.id}/forloeb`);
    await settled(page);
    await look('demo');
  });
});
