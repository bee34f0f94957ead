// SPDX-License-Identifier: EUPL-1.2
// Every page in both languages, on a desk and on a phone: axe finds nothing, nothing scrolls sideways, no text is missing.
import { readFileSync } from 'node:fs';
import { story } from './story.mjs';
import { login, api, find, settled } from './samspil.mjs';

const PHONE = 390;

// What is opened on a page before it is looked at.
const OPENED = {
  list: (page) => page.click('[aria-controls=filters]'),
  facts: async (page) => { await page.click('.section-head .function-link'); await page.click('.stage-path summary'); },
  estimate: async (page) => {
    await page.click('#simulation > .button');
    await page.waitForSelector('#simulation .sentences');
    await page.evaluate(() => { for (const d of document.querySelectorAll('details.assumptions')) d.open = true; });
  },
  samples: (page) => page.click('.assumptions summary'),
  'estimate-lines': async (page) => { await page.click('.line-toggle'); await page.click('.line-form > .assumptions summary'); },
  'estimate-alternatives': async (page) => { for (const s of await page.locator('.assumptions:not([open]) > summary').all()) await s.click(); },
  'guide-lines': async (page) => { for (const tool of [0, 1, 2]) await page.click(`#card-${tool + 3} .card-tools button >> nth=${tool}`); },
  parties: (page) => page.click('.section-head .button'),
};

function estimatePages(id, nano) {
  const tabs = { '': '', lines: '/linjer', alternatives: '/alternativer', uncertainty: '/usikkerhed', questions: '/spoergsmaal', review: '/gennemgang' };
  return [...Object.entries(tabs).map(([name, at]) => [name ? `estimate-${name}` : 'estimate', `/vaerdi/${id}${at}`]),
    ...['start', 'prompts', 'volume', 'lines', 'alternatives', 'questions', 'result'].map((step) => [`guide-${step}`, `/vaerdi/${id}/guide/${step}`]),
    ['guide-nano', `/vaerdi/${nano}/guide`]];
}

async function pagesOf(page) {
  const one = await find(page, 'HjemmeAkut');
  let [, valued] = await api(page, 'GET', `/collaborations/${one.id}/estimates`);
  if (!valued.items.length || valued.items[0].signal === 'neutral') {
    const inputs = JSON.parse(readFileSync(new URL('../../golden/value/hjemmeakut.json', import.meta.url), 'utf8'));
    await api(page, 'POST', `/collaborations/${one.id}/estimates`, { tier: 'mini', inputs });
    [, valued] = await api(page, 'GET', `/collaborations/${one.id}/estimates`);
  }
  const [, contract] = await api(page, 'POST', '/collaborations', { kind: 'research_contract', title: 'Kort vurdering', unit_id: one.unit_id });
  const [, nano] = await api(page, 'POST', `/collaborations/${contract.id}/estimates`, { tier: 'nano' });
  const [, asked] = await api(page, 'GET', '/access-requests?limit=1&status=open');
  const [, orgs] = await api(page, 'GET', '/organisations?limit=2');
  const region = (await api(page, 'GET', '/units?as_of=2027-01-01&kind=region'))[1].items.find((u) => u.code === 'region-oestdanmark');
  const c = `/samarbejder/${one.id}`;
  const framework = await find(page, 'Bygge- og renoveringspartnerskab');
  return [
    ['overview', '/'],
    ['steering', '/overblik'],
    ['list', '/samarbejder'],
    ['list-filtered', '/samarbejder?kind=opi&q=hjemme'],
    ['list-empty', '/samarbejder?q=findesikkenogetsteds'],
    ['facts', c],
    ['parties', `${c}/parter`],
    ['economy', `${c}/oekonomi`],
    ['value', `${c}/vaerdi`],
    ['milestones', `${c}/milepaele`],
    ['law', `${c}/jura`],
    ['law-timers', `${c}/jura?del=frister`],
    ['law-aid', `${c}/jura?del=statsstoette`],
    ['documents', `${c}/dokumenter`],
    ['comments', `${c}/kommentarer`],
    ['history', `${c}/historik`],
    ['new', '/samarbejder/ny'],
    ['new-opi', '/samarbejder/ny?kind=opi'],
    ['new-research', '/samarbejder/ny?kind=research_contract'],
    ['estimates', '/vaerdi'],
    ['queue', '/vaerdi?queue=true'],
    ['portfolio', '/vaerdi/portefoelje'],
    ...estimatePages(valued.items[0].id, nano.id),
    ['report', `/vaerdi/${valued.items[0].id}/rapport`],
    ['report-nano', `/vaerdi/${nano.id}/rapport`],
    ['samples', '/vaerdi/psa'],
    ['organisations', '/parter'],
    ['organisation', `/parter/${orgs.items[0].id}`],
    ['duplicates', '/parter/dubletter'],
    ['organisation-merge', `/parter/${orgs.items[0].id}/sammenlaeg?anden=${orgs.items[1].id}`],
    ['unit', `/enheder/${one.unit_id}`],
    ['unit-region', `/enheder/${region.id}?as_of=2027-01-01`],
    ['imports', '/import'],
    ['inbox', '/indbakke'],
    ['inbox-mail', '/indbakke/mail'],
    ['tasks', `${c}/opgaver`],
    ['search', '/soeg?q=hjemme'],
    ['search-empty', '/soeg?q=findesikkenogetsteds'],
    ['users', '/administration'],
    ['tokens', '/administration/noegler'],
    ['units', '/administration/enheder'],
    ['audit', '/administration/revisionsspor'],
    ['past', `/?as_of=${new Date().toISOString().slice(0, 10)}`],
    ['no-case', '/samarbejder/999999'],
    ['user', '/administration/brugere/1'],
    ['missing', '/findes/ikke/her'],
    ['references', '/vaerdi/referencer'],
    ['reference-sets', '/vaerdi/referencer/saet'],
    ['law-inbox', '/jura'],
    ['aid-register', '/jura/statsstoette'],
    ['legal-rules', '/administration/tjeklister'],
    ...['screening', 'partnere', 'risiko', 'afproevning', 'beslutning'].map((part) => [`opi-${part}`, `${c}/opi?del=${part}`]),
    ['evaluation', `${c}/evaluering`],
    ['opi-prompts', '/administration/opi'],
    ['pools', '/administration/puljer'],
    ['capacity', '/indkoeb/kapacitet'],
    ['procurement-rules', '/administration/udbudsregler'],
    ['strategic-areas', '/administration/omraader'],
    ['new-research', '/samarbejder/ny-forskningskontrakt'],
    ['contract', `/samarbejder/${contract.id}/kontrakt`],
    ['desk', `${c}/hos-hvem`],
    ['research', '/forskning'],
    ['research-contracts', '/forskning/kontrakter?open=true'],
    ['research-clocks', '/forskning/ure?by=subtype'],
    ['research-rules', '/forskning/regler'],
    ['access', '/aktindsigt'],
    ['access-request', `/aktindsigt/${asked.items[0].id}`],
    ['access-empty', '/aktindsigt?text=findesikke'],
    ['personal', '/administration/persondata'],
    ['path', `${c}/forloeb`],
    ['lifecycles', '/administration/forloeb'],
    ['lifecycle', '/administration/forloeb/1'],
    ['unit', '/administration/enheder/1'],
    ['codes', '/administration/kodelister'],
    ['holidays', '/administration/helligdage'],
    ['mappings', '/administration/importopsaetninger'],
    ['approval-rules', '/administration/godkendelser'],
    ['compliance-rules', '/administration/forskningsregler'],
    ['all-tokens', '/administration/alle-noegler'],
    ['system', '/administration/drift'],
  ];
}

// Texts are keys with a dot, such as "list.total": one on the screen is one without a text.
async function keysShown(page) {
  return page.evaluate(() => [...new Set(document.body.innerText.match(/(?<![\w/@.-])[a-z]+(\.[a-z_]+)+(?![\w/.-])/g) || [])].filter((w) => !/^(kl|kr|mio|fx|bl|m|e|i|jf)\.|\.(dk|csv|txt|org|eu)$/.test(w)));
}

// The narrowest screen, with what is opened: WCAG's reflow at 320 px.
async function narrow(t, page, name) {
  await page.setViewportSize({ width: 320, height: 700 });
  await settled(page);
  await t.fits(page, `${name} 320`);
  await page.setViewportSize({ width: PHONE, height: 844 });
}

/** Every second page, from the first (0) or the second (1): two scripts side by side are done in half the time. */
export const walkPages = (part) => story(async (t) => {
  t.expect(/net::ERR_ABORTED/); // what is no longer wanted is not waited for
  t.expect(/404.*999999/); // the case that is not there
  const page = await t.open('/');
  await t.axe(page, 'log-in');
  await t.shot(page, 'login');
  await login(page);
  const pages = (await pagesOf(page)).filter((_, i) => i % 2 === part);
  for (const language of ['da', 'en']) {
    await page.evaluate((l) => localStorage.setItem('samspil.language', l), language);
    for (const width of language === 'da' ? [1280, PHONE] : [PHONE]) { // longer words show where it is narrow
      await page.setViewportSize({ width, height: width === PHONE ? 844 : 900 });
      for (const [name, address] of pages) {
        const called = `${name} ${language} ${width}`;
        await page.goto(new URL(address, process.env.TEST_URL).href);
        await settled(page);
        if (OPENED[name]) await OPENED[name](page);
        if (language === 'da') await t.axe(page, called); // English differs in its texts alone, which are looked at below
        await t.fits(page, called);
        t.is(await keysShown(page), [], `every text is there: ${called}`);
        if (language === 'da') await t.shot(page, `${name}-${width}`);
        if (language === 'en' && width === PHONE) await narrow(t, page, name);
      }
    }
  }
});
