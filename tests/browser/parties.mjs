// SPDX-License-Identifier: EUPL-1.2
// A party that was created twice: seen, merged, parted; the CVR look-up when it is not set up; a unit now and on the day two regions become one.
import { story, url } from './lib/story.mjs';
import { login, api, text, settled } from './lib/samspil.mjs';

await story(async (t) => {
  t.expect(/net::ERR_ABORTED/); // a page that is left does not wait for its figures
  const page = await t.open('/');
  await login(page, 'indkoeb');
  const [, units] = await api(page, 'GET', '/units?kind=department');
  const unit = units.items.find((u) => u.code === 'demo-akut');
  const [, kept] = await api(page, 'POST', '/organisations', { name: 'Dobbelt A/S' });
  const [, other] = await api(page, 'POST', '/organisations', { name: 'Dobbelt', city: 'Vejle' });
  const [, one] = await api(page, 'POST', '/collaborations', { kind: 'opi', title: 'Hos den forkerte', unit_id: unit.id });
  await api(page, 'POST', `/collaborations/${one.id}/parties`, { organisation_id: other.id, role: 'partner', contact_name: 'Dorte Dobbelt' });

  await t.step('from the duplicates to the preview', async () => {
    await page.goto(url + '/parter/dubletter');
    await page.click(`a[href="/parter/${kept.id}/sammenlaeg?anden=${other.id}"]`);
    await page.waitForSelector('form.section-form');
    const said = await text(page, 'main');
    t.ok(said.includes('Dobbelt A/S bliver stående'), 'which one stays', said);
    t.ok(said.includes('Deltagelse i samarbejder') && said.includes('Vejle'), 'what moves and what is taken over', said);
  });

  await t.step('merged: the case, the contact and the way back are on the page of the one that stays', async () => {
    await page.fill('form.section-form textarea', 'Stavet forkert');
    await page.click('form.section-form button[type=submit]');
    await page.waitForFunction((id) => window.location.pathname === `/parter/${id}`, kept.id);
    await page.waitForSelector('text=Hos den forkerte');
    await settled(page);
    const said = await text(page, 'main');
    t.ok(said.includes('Dorte Dobbelt') && said.includes('Dobbelt blev lagt sammen med Dobbelt A/S'), 'case, contact, history', said);
    await page.goto(url + `/parter/${other.id}`);
    await page.waitForSelector(`.alert a[href="/parter/${kept.id}"]`);
  });

  await t.step('parted again', async () => {
    await page.goto(url + `/parter/${kept.id}`);
    await page.click('.rows button');
    await page.click('.dialog-foot .button-primary');
    await page.waitForFunction(() => document.querySelector('main .rows')?.textContent.includes('skilt igen'));
    const [, back] = await api(page, 'GET', `/organisations/${other.id}`);
    t.is(back.city, 'Vejle', 'it has its city again');
    t.is(back.collaboration_count, 1, 'and its case');
  });

  await t.step('a CVR number without a register: said in words, the form goes on by hand', async () => {
    await page.goto(url + '/parter');
    await page.click('.page-head .button-primary');
    await page.click('.from-cvr button');
    await page.waitForFunction(() => document.querySelector('.from-cvr [role=status]').textContent.includes('8 cifre'));
    await page.fill('dialog input >> nth=0', '24256790');
    await page.click('.from-cvr button');
    await page.waitForFunction(() => document.querySelector('.from-cvr [role=status]').textContent.includes('ikke sat op'));
    await page.keyboard.press('Escape');
  });

  await t.step('a unit: what is under way, who has which role, what comes after', async () => {
    const [, regions] = await api(page, 'GET', '/units?kind=region');
    const old = regions.items.find((u) => u.code === 'region-1084');
    await page.goto(url + `/enheder/${old.id}`);
    await page.waitForSelector('.figures');
    const said = await text(page, 'main');
    t.ok(said.includes('Region Østdanmark') && said.includes('Personer med roller'), 'successor and people', said);
    await page.click('.facts a');
    await page.waitForFunction(() => document.querySelector('h1')?.textContent === 'Region Østdanmark');
    t.ok((await text(page, 'main')).includes('Enheden begynder'), 'not yet');
    await page.fill('.filter-line input', '01-01-2027');
    await page.click('.filter-line > button');
    await page.waitForSelector('text=Nedlagt; det hele findes her');
    t.ok(page.url().endsWith('as_of=2027-01-01'), 'an address to send on', page.url());
  });
});
