// The app as a reader meets it: a real browser, a strict content security policy, a built site.
//
//   BIBLIOBUS_SITE=site node --test tests/e2e/app.test.mjs
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { scenes } from './scenes.mjs';
import { ASIDE, folder, hasNoBarriers } from './site.mjs';

const PHONE = { viewport: { width: 360, height: 740 }, hasTouch: true };
const NARROW = { viewport: { width: 320, height: 640 } };
const { scene } = scenes();

const input = (page) => page.locator('[part~=input]');
const results = (page) => page.locator('[part~=result]');
const status = (page) => page.locator('[part~=status]');
const heading = (page) => page.locator('h1');

async function find(page, words) {
  await input(page).fill(words);
  await page.locator('[part~=status][data-state=settled]').waitFor();
  await results(page).first().waitFor();
}

async function openFirst(page) {
  await page.locator('.title-link').first().click();
  await page.locator('.description').waitFor();
}

scene('typing finds, a result opens, and back returns to it', {}, async (page, site) => {
  await page.goto(site.url);
  await page.locator('.branch').first().waitFor();
  await input(page).pressSequentially('толстой', { delay: 30 });
  await results(page).first().waitFor();
  await page.waitForFunction(() => decodeURIComponent(location.hash) === '#/?q=толстой');
  const second = results(page).nth(1);
  const id = await second.getAttribute('data-id');
  await second.locator('.title-link').scrollIntoViewIfNeeded();
  const scrolled = await page.evaluate(() => scrollY);
  await second.locator('.title-link').click();
  await page.locator('.description').waitFor();
  assert.equal(await page.locator('[part~=record]').getAttribute('data-id'), id);
  assert.equal(new URL(page.url()).hash, `#/record/${id}`);
  assert.match(await page.title(), new RegExp(await heading(page).innerText()));
  assert.equal(await focused(page), 'record-title');

  await page.locator('[part~=back]').click();
  await results(page).first().waitFor();
  await page.waitForFunction((y) => Math.abs(scrollY - y) < 2, scrolled);
  assert.equal(await focusedRecord(page), id);

  await page.goForward();
  await page.locator(`[part~=record][data-id="${id}"]`).waitFor();
  await page.goBack();
  await results(page).first().waitFor();
  await page.goBack();
  await page.locator('.branch').first().waitFor();
  assert.equal(await input(page).inputValue(), '');
});

const focused = (page) => page.evaluate(() => document.querySelector('biblio-bus').shadowRoot.activeElement?.className);
const focusedRecord = (page) => page.evaluate(() => document.querySelector('biblio-bus').shadowRoot
  .activeElement?.closest('[data-id]')?.dataset.id);

scene('an address opens what it says', {}, async (page, site) => {
  await page.goto(`${site.url}#/?q=${encodeURIComponent('толстой')}`);
  await results(page).first().waitFor();
  const id = await results(page).first().getAttribute('data-id');
  await page.goto('about:blank');
  await page.goto(`${site.url}#/record/${id}`);
  await page.locator('.description').waitFor();
  await page.goto(`${site.url}#/record/no-such-record`);
  await page.getByText('Такой записи в каталоге нет').waitFor();
  await page.goto(`${site.url}#/nowhere`);
  await page.locator('.branch').first().waitFor();
});

scene('a record says where it stands and how to open it', {}, async (page, site) => {
  await page.goto(site.url);
  await find(page, 'толстой война');
  await openFirst(page);
  const place = page.locator('[part~=place]').first();
  assert.match(await place.innerText(), /На полке|В библиобусе|В читальном зале|Из закрытого фонда/);
  assert.ok((await place.locator('.spine').innerText()).length > 3);
  assert.match(await page.locator('.as-of').innerText(), /по данным на \d+ \S+ \d{4}/);
  await find(page, 'tolstoy');
  await page.locator('[part~=result]:has(a.way) .title-link').first().click();
  const link = page.locator('[part~=open]').first();
  await link.waitFor();
  assert.match(await link.getAttribute('href'), /^https?:\/\//);
  assert.equal(await link.getAttribute('rel'), 'noopener noreferrer');
});

scene('choosing a language keeps the words, the focus and the address', {}, async (page, site) => {
  await page.goto(site.url);
  await find(page, 'толстой');
  await page.locator('.language[lang=en]').click();
  await page.waitForFunction(() => document.querySelector('biblio-bus').shadowRoot
    .activeElement?.matches('.language[lang=en]'));
  assert.match(await status(page).innerText(), /records? found/);
  assert.equal(await input(page).inputValue(), 'толстой');
  await page.waitForFunction(() => location.hash.endsWith('lang=en'));
  assert.equal(await page.evaluate(() => document.documentElement.lang), 'en');
  await page.reload();
  await results(page).first().waitFor();
  assert.match(await status(page).innerText(), /records? found/);
});

scene('more leads on to the first of the new', {}, async (page, site) => {
  await page.goto(site.url);
  await find(page, 'роман');
  const before = await results(page).count();
  await page.locator('[part~=more]').click();
  await page.waitForFunction((n) => document.querySelector('biblio-bus').shadowRoot
    .querySelectorAll('[part~=result]').length > n, before);
  const next = await results(page).nth(before).getAttribute('data-id');
  await page.waitForFunction((id) => document.querySelector('biblio-bus').shadowRoot
    .activeElement?.closest('[data-id]')?.dataset.id === id, next);
});

scene('subjects and people lead on', {}, async (page, site) => {
  await page.goto(site.url);
  await find(page, 'толстой');
  await openFirst(page);
  await page.locator('.line .on').first().click();
  await page.locator('[part~=status][data-state=settled]').waitFor();
  await results(page).first().waitFor();
});

scene('nothing found teaches what to do', {}, async (page, site) => {
  await page.goto(site.url);
  await input(page).fill('йцъшщы');
  await page.locator('.advice').waitFor();
  assert.match(await status(page).innerText(), /«йцъшщы» ничего не нашлось/);
});

scene('while the answer is on its way nobody says that nothing was found', {
  site: { hold: (path) => (path.includes('/chunks/') ? 500 : 0) },
}, async (page, site) => {
  await page.goto(`${site.url}#/?q=${encodeURIComponent('толстой')}`);
  await page.locator('.skeleton').first().waitFor();
  assert.equal(await status(page).innerText(), 'Ищем…');
  assert.equal(await page.locator('.advice').count(), 0);
  await results(page).first().waitFor();
});

scene('a file that is missing is an error with a way on', {
  site: { refuse: (path) => path.includes('/chunks/') },
}, async (page, site) => {
  await page.goto(`${site.url}#/?q=${encodeURIComponent('толстой')}`);
  await page.locator('[part~=problem]').waitFor();
  assert.match(await page.locator('[part~=problem]').innerText(), /ответ 404/);
  assert.equal(await results(page).count(), 0);
  site.refuse = () => false;
  await page.locator('[part~=problem] button').click();
  await results(page).first().waitFor();
  assert.equal(await page.locator('[part~=problem]').count(), 0);
});

const sent = readFileSync(join(folder, 'index.html'), 'utf8');
const HOME = { '/home.html': sent.replace('<biblio-bus ', '<biblio-bus home="https://library.example/" ') };
const SLY = { '/home.html': sent.replace('<biblio-bus ', '<biblio-bus home="javascript:alert(1)" ') };
for (const [pages, address] of [[HOME, 'https://library.example/'], [SLY, undefined]]) {
  scene(`where there is no search, ${address ?? 'no unsafe address'} is offered`, {
    site: { pages, refuse: (path) => path.includes('/chunks/') },
  }, async (page, site) => {
    await page.goto(`${site.url}home.html#/?q=a`);
    const problem = page.locator('[part~=problem]');
    await problem.waitFor();
    const links = await problem.locator('[part~=home]').evaluateAll((all) => all.map((it) => it.href));
    assert.deepEqual(links, address ? [address] : []);
  });
}

scene('what was kept works with the server stopped and the page reloaded', {}, async (page, site) => {
  await page.goto(site.url);
  await page.locator('[part~=keeping][data-state=not-kept]').waitFor();
  await page.locator('[part~=keep]').click();
  await page.locator('[part~=keeping][data-state=whole]').waitFor();
  await page.evaluate(() => navigator.serviceWorker.ready);
  await site.stop();
  await page.reload();
  await page.locator('[part~=offline]').waitFor();
  assert.match(await page.locator('[part~=offline]').innerText(), /сохранённая копия от \d+ \S+ \d{4}/);
  await find(page, 'чехов');
  await openFirst(page);
  await page.locator('[part~=place]').first().waitFor();
  await site.start();
  await page.evaluate(() => dispatchEvent(new Event('online')));
  await page.locator('[part~=offline]').waitFor({ state: 'detached' });
  await page.locator('[part~=forget]').click();
  await page.locator('[part~=keeping][data-state=not-kept]').waitFor();
});

scene('the keyboard is enough', {}, async (page, site) => {
  await page.goto(site.url);
  await page.locator('.branch').first().waitFor();
  await page.keyboard.press('/');
  await page.keyboard.type('чехов');
  await results(page).first().waitFor();
  await page.locator('[part~=status][data-state=settled]').waitFor();
  for (let step = 0; step < 4; step += 1) {
    await page.keyboard.press('Tab');
    if ((await focused(page))?.includes('title-link')) break;
  }
  await page.keyboard.press('Enter');
  await page.locator('.description').waitFor();
  assert.equal(await focused(page), 'record-title');
  await page.keyboard.press('/');
  await page.keyboard.press('Escape');
  await page.locator('.branch').first().waitFor();
});

scene('those who hear the page are told once, when it has settled', {}, async (page, site) => {
  await page.goto(site.url);
  await page.locator('.branch').first().waitFor();
  await page.evaluate(() => {
    window.said = [];
    const root = document.querySelector('biblio-bus').shadowRoot;
    for (const region of root.querySelectorAll('[aria-live]')) {
      new MutationObserver(() => region.textContent && window.said.push(region.textContent))
        .observe(region, { childList: true, characterData: true, subtree: true });
    }
  });
  await input(page).pressSequentially('толстой', { delay: 60 });
  await results(page).first().waitFor();
  await page.waitForFunction(() => window.said.length > 0);
  await page.waitForTimeout(900);
  const said = await page.evaluate(() => window.said);
  assert.equal(said.length, 1);
  assert.equal(said[0], await status(page).innerText());
});

for (const [name, options] of Object.entries({ phone: PHONE, desktop: {} })) {
  for (const colorScheme of ['light', 'dark']) {
    scene(`axe finds nothing, ${name}, ${colorScheme}`, { page: { ...options, colorScheme } }, async (page, site) => {
      await page.goto(site.url);
      await page.locator('.branch').first().waitFor();
      await hasNoBarriers(page, 'start');
      for (const [place, there] of Object.entries(ASIDE)) {
        await page.goto(`${site.url}#/${place}`);
        await page.locator(there).first().waitFor();
        await hasNoBarriers(page, place);
      }
      await page.goto(`${site.url}#/`);
      await find(page, 'толстой');
      await page.locator('[part~=suggestion]').first().waitFor();
      await hasNoBarriers(page, 'results');
      if (name === 'phone') await page.locator('[part~=open-filters]').click();
      await ticks(page).first().click();
      await page.locator('[part~=applied]').waitFor({ state: 'attached' });
      for (const facet of ['creator', 'class']) await page.locator(`[data-facet=${facet}] summary`).click();
      await page.locator('[data-facet=class] .tick').first().waitFor();
      await settled(page);
      await hasNoBarriers(page, 'filters');
      if (name === 'phone') await page.locator('[part~=show-found]').click();
      await hasNoBarriers(page, 'narrowed');
      await openFirst(page);
      await hasNoBarriers(page, 'record');
      await input(page).fill('йцъшщы');
      await page.locator('.advice').waitFor();
      await hasNoBarriers(page, 'nothing found');
    });
  }
}

for (const [name, options] of Object.entries({ narrow: NARROW, phone: PHONE })) {
  scene(`nothing is wider than a ${name} screen, and a finger can hit everything`, { page: options }, async (page, site) => {
    await page.goto(site.url);
    await page.locator('.branch').first().waitFor();
    await fits(page, 'start');
    for (const [place, there] of Object.entries(ASIDE)) {
      await page.goto(`${site.url}#/${place}`);
      await page.locator(there).first().waitFor();
      await fits(page, place);
    }
    await page.goto(`${site.url}#/`);
    await find(page, 'толстой');
    await fits(page, 'results');
    await openFirst(page);
    await fits(page, 'record');
  });
}

async function fits(page, state) {
  const { wide, small } = await page.evaluate(() => {
    const root = document.querySelector('biblio-bus').shadowRoot;
    const targets = [...root.querySelectorAll('a, button, input')].filter((e) => e.checkVisibility());
    return {
      wide: document.documentElement.scrollWidth - innerWidth,
      small: targets
        .filter((e) => e.getBoundingClientRect().height < 44 && !e.closest('dd, .tick, .portion'))
        .map((e) => `${e.className || e.part} ${Math.round(e.getBoundingClientRect().height)}`),
    };
  });
  assert.ok(wide <= 0, `${state}: ${wide} px too wide`);
  assert.deepEqual(small, [], state);
}

const ticks = (page) => page.locator('[data-facet=access] .tick');
const settled = (page) => page.locator('[part~=status]:is([data-state=settled], [data-state=nothing])').waitFor();
const hash = (page) => page.evaluate(() => decodeURIComponent(location.hash));

scene('filters by keyboard narrow, say so, and back undoes them', {}, async (page, site) => {
  await page.goto(site.url);
  await find(page, 'роман');
  const before = await status(page).innerText();
  await ticks(page).first().waitFor();
  await ticks(page).last().locator('input').focus();
  await page.keyboard.press('Space');
  await page.waitForFunction(() => location.hash.includes('access='));
  await settled(page);
  await page.locator('[part~=applied]').waitFor();
  await page.waitForFunction((before) => {
    const said = document.querySelector('biblio-bus').shadowRoot.querySelector('[part~=status][data-state=settled]');
    return said && said.innerText !== before;
  }, before);
  assert.ok(await ticks(page).last().locator('input').isChecked());
  await page.locator('[part~=turn]').click();
  await page.waitForFunction(() => location.hash.includes('not-access='));
  await page.goBack();
  await page.waitForFunction(() => !location.hash.includes('not-'));
  await page.goBack();
  await page.waitForFunction(() => !location.hash.includes('access='));
  await settled(page);
  assert.equal(await status(page).innerText(), before);
  await page.goForward();
  await page.locator('[part~=let-go]').focus();
  await page.keyboard.press('Enter');
  await page.waitForFunction(() => !location.hash.includes('access='));
  assert.equal(await focused(page), 'status');
});

scene('on a phone filters rise from below, keep the focus and give it back', { page: PHONE }, async (page, site) => {
  await page.goto(site.url);
  await find(page, 'роман');
  await page.keyboard.press('Enter');
  const opener = page.locator('[part~=open-filters]');
  await opener.click();
  await page.locator('dialog[open]').waitFor();
  await ticks(page).first().click();
  await page.waitForFunction(() => location.hash.includes('access='));
  await fits(page, 'filters');
  await page.keyboard.press('Escape');
  await page.locator('dialog[open]').waitFor({ state: 'detached' });
  assert.match(await opener.innerText(), /Фильтры \(1\)/);
  assert.equal(await page.evaluate(() => document.querySelector('biblio-bus').shadowRoot.activeElement?.part.value), 'open-filters');
});

scene('years are narrowed by typing, and the order is in the address', {}, async (page, site) => {
  await page.goto(site.url);
  await find(page, 'роман');
  const from = page.locator('.year-box input').first();
  await from.fill('1950');
  await from.press('Enter');
  await page.waitForFunction(() => location.hash.includes('year=1950..'));
  await page.locator('[part~=order]').selectOption('oldest');
  await page.waitForFunction(() => location.hash.includes('sort=oldest'));
  await settled(page);
  await page.reload();
  await results(page).first().waitFor();
  assert.equal(await page.locator('[part~=order]').inputValue(), 'oldest');
  assert.match(await results(page).first().innerText(), /19[5-9]\d|20\d\d/);
});

scene('a slip is mended, said, and undone', {}, async (page, site) => {
  await page.goto(site.url);
  await find(page, 'толстрой ');
  await page.locator('[part~=changes]').waitFor();
  assert.match(await page.locator('[part~=changes]').innerText(), /Показано по запросу «толстой»/);
  await page.locator('[part~=undo]').click();
  await page.waitForFunction(() => location.hash.includes('exact=1'));
  await settled(page);
  assert.equal(await focused(page), 'status');
  await page.goBack();
  await results(page).first().waitFor();
  assert.match(await page.locator('[part~=changes]').innerText(), /толстой/);
});

scene('what matched is marked', {}, async (page, site) => {
  await page.goto(site.url);
  await find(page, 'война');
  assert.match(await page.locator('.title mark').first().innerText(), /войн/i);
});

scene('suggestions are taken by keyboard, and a title opens its record', {}, async (page, site) => {
  await page.goto(site.url);
  await input(page).pressSequentially('толст', { delay: 30 });
  const offers = page.locator('[part~=suggestion]');
  await offers.first().waitFor();
  assert.equal(await input(page).getAttribute('aria-expanded'), 'true');
  await page.keyboard.press('ArrowDown');
  assert.equal(await input(page).getAttribute('aria-activedescendant'), 'offer-0');
  assert.equal(await offers.first().getAttribute('aria-selected'), 'true');
  const name = await offers.first().locator('.offer-name').innerText();
  await page.keyboard.press('Enter');
  await page.waitForFunction((name) => document.querySelector('biblio-bus').shadowRoot.querySelector('input').value === name.replace(/[.,]$/, ''), name);
  assert.equal(await offers.count(), 0);
  await settled(page);
  await input(page).fill('война и');
  await page.locator('[aria-labelledby=offers-titles] [part~=suggestion]').first().click();
  await page.locator('.description').waitFor();
  await page.goBack();
  await results(page).first().waitFor();
  await input(page).fill('толст');
  await offers.first().waitFor();
  await page.keyboard.press('Escape');
  await offers.first().waitFor({ state: 'detached' });
  assert.equal(await input(page).inputValue(), 'толст');
});

scene('a page of someone else keeps its style, its address and its title', {
  site: {
    pages: {
      '/host.html': `<!DOCTYPE html><html lang="en"><meta charset="utf-8"><title>Our town</title>
        <link rel="stylesheet" href="page.css"><script type="module" src="embed.js"></script>
        <h1>Our town</h1><biblio-bus catalogue="catalogue/"></biblio-bus>
        <biblio-bus catalogue="catalogue/" lang="ru"></biblio-bus>`,
    },
  },
}, async (page, site) => {
  await page.goto(`${site.url}host.html`);
  await page.locator('.branch').first().waitFor();
  const [english, russian] = [page.locator('biblio-bus').nth(0), page.locator('biblio-bus').nth(1)];
  await english.locator('[part~=input]').fill('tolstoy');
  await english.locator('[part~=result]').first().waitFor();
  await english.locator('.title-link').first().click();
  await english.locator('.description').waitFor();
  assert.equal(await russian.locator('[part~=result]').count(), 0);
  assert.equal(page.url(), `${site.url}host.html`);
  assert.equal(await page.title(), 'Our town');
  await english.locator('[part~=back]').click();
  await english.locator('[part~=result]').first().waitFor();
});

scene('everything comes from the library’s own host', {}, async (page, site) => {
  const elsewhere = [];
  page.on('request', (request) => {
    if (!request.url().startsWith(site.url) && !/^(data|blob|about):/.test(request.url())) elsewhere.push(request.url());
  });
  await page.goto(site.url);
  await find(page, 'толстой');
  await openFirst(page);
  assert.deepEqual(elsewhere, []);
});

scene('a record leads to other editions and languages of the work, its own first', {}, async (page, site) => {
  await page.goto(`${site.url}#/record/sos0001`);
  const editions = page.locator('[part~=editions]');
  await editions.waitFor();
  assert.equal(await editions.locator('h2').innerText(), 'Другие издания и языки');
  const languages = await editions.locator('h3').allInnerTexts();
  assert.deepEqual(languages.map((name) => name.toLowerCase()).sort(), ['английский', 'финский', 'французский']);
  const english = editions.getByText('War and peace');
  assert.equal(await english.getAttribute('lang'), 'en');
  // By keyboard: the title is a link, and opening it moves the focus to the other record's title.
  await editions.locator('.on', { hasText: 'War and peace' }).focus();
  await page.keyboard.press('Enter');
  await page.locator('[part~=record][data-id=sos0398]').waitFor();
  await page.waitForFunction(() => document.querySelector('biblio-bus').shadowRoot.activeElement?.className === 'record-title');
  await page.locator('[part~=editions]').getByText('Война и мир').waitFor();
  await hasNoBarriers(page, 'record with editions');
});

scene('a record found by another name says so', {}, async (page, site) => {
  await page.goto(site.url);
  await find(page, 'Пешков мать');
  await openFirst(page);
  assert.match(await page.locator('.description').innerText(), /Горький, Максим.*Другие формы имени: Пешков, Алексей Максимович/s);
});
