// SPDX-License-Identifier: EUPL-1.2
// Strategic procurement on the screen: a framework near its ceiling, a team above its capacity, an innovation partnership from
// dialogue to a phase that is stopped.
import { story, url } from './lib/story.mjs';
import { login, api, find, text, settled } from './lib/samspil.mjs';

await story(async (t) => {
  t.expect(/net::ERR_ABORTED/); // what is no longer wanted is not waited for
  t.expect(/422/); // what the rules refuse
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
  const section = (heading) => page.locator('section.section', { has: page.locator(`h2:text-is("${heading}")`) });
  const fill = async (fields) => {
    for (const [name, value] of Object.entries(fields)) {
      const control = page.locator(`dialog [name=${name}]`);
      if (value === true) await page.locator(`dialog label[for$="-${name}"]`).click();
      else if (await control.evaluate((e) => e.tagName) === 'SELECT') await control.selectOption(value);
      else await control.fill(value);
    }
  };
  const save = async () => { await page.click('dialog button[type=submit]'); };
  const saved = async () => { await save(); await page.waitForSelector('dialog', { state: 'detached' }); await settled(page); };
  const add = async (heading, fields) => { await section(heading).locator('button:has-text("Tilføj")').first().click(); await page.waitForSelector('dialog'); await fill(fields); };
  const refused = async (words, name) => {
    await save();
    await page.waitForSelector('dialog .form-error-message, dialog .error-summary');
    const said = await text(page, 'dialog .error-summary');
    t.ok(words.every((w) => said.includes(w)), name, said);
  };
  const giveUp = async () => { page.once('dialog', (question) => question.accept()); await page.click('dialog .form-buttons .button-secondary'); await page.waitForSelector('dialog', { state: 'detached' }); };

  const frame = await find(page, 'Bygge- og renoveringspartnerskab');
  await t.step('a framework: 74 % used, 80.5 % after a call-off, the next is refused with the rest', async () => {
    await go(`/samarbejder/${frame.id}/indkoeb`);
    t.ok(/Brugt 1\.485\.000\.000 kr\. 74,25 % inden for loftet Tilbage 515\.000\.000 kr\./.test(await text(page, '.figures.ceiling')), 'the ceiling to the krone', await text(page, '.figures.ceiling'));
    await add('Træk på aftalen', { title: 'Hospital syd', amount_oere: '125.000.000', ordered_on: '07-01-2025' });
    await saved();
    await page.waitForSelector('.alert-warning:has-text("80,5 % af loftet er brugt")');
    t.ok((await text(page, '.alert-warning')).includes('390.000.000 kr. tilbage'), 'the warning says what is left', await text(page, '.alert-warning'));
    await looks('contract');
    await add('Træk på aftalen', { title: 'For meget', amount_oere: '400.000.000', ordered_on: '08-01-2025' });
    await refused(['10.000.000 kr. over', 'resterer 390.000.000 kr.', 'tillæg'], 'and what is missing');
    await t.shot(page, 'refused');
    await giveUp();
    await add('Tillæg', { title: 'Hævet loft', agreed_on: '09-01-2025', ceiling_change_oere: '10.000.000', reason: 'Flere opgaver' });
    await saved();
    await page.waitForSelector('.figures.ceiling:has-text("2.010.000.000")');
    t.ok((await text(page, '.figures.ceiling')).includes('2.010.000.000 kr. 2.000.000.000 kr. aftalt'), 'an amendment raises it', await text(page, '.figures.ceiling'));
  });

  const [, made] = await api(page, 'POST', '/collaborations', { kind: 'strategic_procurement', subtype: 'innovation_partnership', title: 'Innovationspartnerskab om hjemmemåling', unit_id: frame.unit_id });
  const at = `/samarbejder/${made.id}/indkoeb`;
  await t.step('a team above its ceiling needs a reason, and the page of capacity shows it', async () => {
    await go(`${at}?del=omraade`);
    await looks('choice-empty');
    await add('Vurdering mod de strategiske områder', { area_id: { index: 1 }, score: '4', reasoning: 'Mange patienter' });
    await saved();
    const year = String(new Date().getFullYear() + 1);
    await add('Træk på teams', { year, quarter: '3', fte: '1,5' });
    await refused(['0,7 årsværk over loftet på 4,0'], 'above the ceiling');
    await fill({ override_reason: 'Direktionen har valgt området' });
    await saved();
    await add('Timer', { party: 'clinic', year, planned_hours: '120' });
    await saved();
    await looks('choice');
    await go(`/indkoeb/kapacitet?year=${year}`);
    t.ok((await text(page, '.alert-warning')).includes('0,7 årsværk over. 2 almindelige udbud må vente.'), 'and what has to wait', await text(page, '.alert-warning'));
    await looks('capacity');
    await page.click('tr:has-text("1. kvartal") button');
    await page.waitForSelector('dialog');
    await fill({ fte: '5' });
    await saved();
    await page.waitForSelector('tr:has-text("1. kvartal"):has-text("5,0")');
    t.ok((await text(page, 'tr:has-text("1. kvartal")')).includes('5,0'), 'a ceiling is set', await text(page, 'tr:has-text("1. kvartal")'));
  });

  await t.step('the notice of an innovation partnership waits for dialogue, business case and six answers', async () => {
    await go(`${at}?del=dialog`);
    await add('Markedsdialog', { held_on: '12-01-2026', form: 'event', firms: '7', material: 'Præsentation', same_material_to_all: true, conclusion: 'not_on_market' });
    await saved();
    await looks('dialogue');
    await go(`${at}?del=udbud`);
    await add('Udbud', { procedure: 'innovation_partnership', service_kind: 'goods_services', value_oere: '4.000.000' });
    await saved();
    await section('Bekendtgørelse og frister').locator('button').click();
    await fill({ notice_number: '123456-2026', notice_date: '01-03-2026', application_deadline: '30-03-2026' });
    await refused(['31-03-2026', 'potentialeberegning'], 'the earliest day, and what is missing');
    await giveUp();
    await api(page, 'POST', `/collaborations/${made.id}/estimates`, { tier: 'midi', comparator: 'Som i dag' });
    await section('Svar efter udbudsloven § 74, stk. 2').locator('button').click();
    await fill({ award_on_first_offer: 'true', ipr_arrangement: 'Brugsret', several_contracts: 'false', negotiation: 'To runder', participation_fee: '50.000 kr.', reduction: 'Efter F1' });
    await saved();
    await section('Bekendtgørelse og frister').locator('button').click();
    await fill({ notice_number: '123456-2026', notice_date: '01-03-2026', application_deadline: '31-03-2026' });
    await saved();
    t.ok((await text(page, '.alert-info, .alert-warning')).includes('0 er opfordret til at give tilbud; der skal være mindst 3'), 'the rules in sentences', await text(page, '.alert-info, .alert-warning'));
    await section('Bekendtgørelse og frister').locator('button').click();
    await fill({ invited_on: '07-04-2026' });
    await refused(['mindst 3 opfordrede; der er 0'], 'not without three');
    await giveUp();
    await looks('tender');
  });

  await t.step('a missed goal: stop costs 0.8 and closes 3.2 mio.', async () => {
    await go(`${at}?del=faser`);
    for (const [no, rate] of [['1', '800.000'], ['2', '1.200.000'], ['3', '2.000.000']]) {
      await add('Faser', { no, name: `F${no}`, goal: `Delmål ${no}`, rate_oere: rate });
      await saved();
    }
    await page.click('button:has-text("Afgør fasen")');
    await page.waitForSelector('dialog');
    t.ok((await text(page, 'dialog')).includes('Et stop her koster i alt 800.000 kr. og lukker 3.200.000 kr.'), 'the dialogue says what a stop means', await text(page, 'dialog'));
    await fill({ goal_met: 'false', decision: 'continue', decided_on: '01-09-2026' });
    await refused(['kun være stop eller forlængelse'], 'one does not go on from a missed goal');
    await fill({ decision: 'stop', reason: 'Delmålet er ikke nået' });
    await t.shot(page, 'decide');
    await saved();
    t.ok((await text(page, '.alert-warning')).includes('800.000 kr. er forpligtet indtil nu. 3.200.000 kr. er lukket'), 'and the page keeps it', await text(page, '.alert-warning'));
    await looks('phases');
  });

  await t.step('thresholds and areas are rows that an administrator keeps', async () => {
    await go('/administration/udbudsregler');
    await looks('rules');
    await page.click('tr:has-text("Varer og tjenesteydelser") >> nth=0 >> button:has-text("Rediger")');
    await page.waitForSelector('dialog');
    await fill({ value: '1700000', source: 'Prøve' });
    await saved();
    t.ok((await text(page, 'table')).includes('1.700.000 kr.'), 'a new figure', await text(page, 'table'));
    await go('/administration/omraader');
    await looks('areas');
  });

  await t.step('an OPI has its market dialogue', async () => {
    const opi = await find(page, 'HjemmeAkut');
    await go(`/samarbejder/${opi.id}/opi?del=partnere`);
    t.ok((await text(page, 'table')).includes('Åbent opslag'), 'as a tab', await text(page, 'table'));
    await go(`/samarbejder/${opi.id}`);
    t.is(await page.locator('.tabs a:has-text("Indkøb")').count(), 0, 'and no tab of procurement');
  });
});
