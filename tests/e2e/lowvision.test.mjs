// The version for low vision: the criteria A46 to A50 of ACCESSIBILITY.md, in a real browser; and
// its settings alone, without one.
//
//   BIBLIOBUS_SITE=site node --test tests/e2e/lowvision.test.mjs
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { scenes } from './scenes.mjs';
import { ASIDE, folder, hasNoBarriers } from './site.mjs';

const NARROW = { viewport: { width: 320, height: 640 } };
const SCHEMES = {
  'black-on-white': ['rgb(0, 0, 0)', 'rgb(255, 255, 255)'],
  'white-on-black': ['rgb(255, 255, 255)', 'rgb(0, 0, 0)'],
  'dark-blue-on-light-blue': ['rgb(2, 39, 92)', 'rgb(157, 209, 255)'],
  'brown-on-beige': ['rgb(74, 44, 18)', 'rgb(247, 243, 214)'],
  'green-on-dark-brown': ['rgb(169, 228, 77)', 'rgb(59, 39, 22)'],
};
const PLACE = 'bibliobus-low-vision';
const { scene } = scenes();

// A script for browsers: Node is told that it is a module.
const script = readFileSync(new URL('../../src/low_vision.js', import.meta.url));
const { SETTINGS, Settings, saidByBvi, breaths } = await import(`data:text/javascript;base64,${script.toString('base64')}`);
const read = (words) => String(Settings.read(words));

test('what is kept is read again, whatever was chosen', () => {
  for (const [setting, values] of Object.entries(SETTINGS)) {
    for (const value of values) {
      const one = new Settings();
      assert.ok(one.choose(setting, value));
      assert.equal(one.value(setting), value);
      assert.equal(String(one), `${setting}:${value}`);
      assert.equal(read(String(one)), String(one));
      assert.equal(one.isOn, value !== values[0]);
    }
  }
  const all = 'size:200 scheme:brown-on-beige letters:wider lines:wide face:sans images:off motion:off';
  assert.equal(read(all.split(' ').reverse().join('  ')), all);
  assert.equal(read(''), '');
});

test('what is unknown changes nothing and is named', () => {
  let named;
  const words = 'size:50 size:много scheme:pink letters lines: :wide constructor:x __proto__:y size:150px';
  assert.equal(String(Settings.read(`${words} motion:off`, (odd) => { named = odd; })), 'motion:off');
  assert.equal(named, words);
  Settings.read('size:150', () => assert.fail('nothing is unknown'));
});

test('a size between two steps is the step below', () => {
  for (const [wanted, is] of [[100, '100'], [124, '100'], [199, '175'], [299, '250'], [300, '300']]) {
    assert.equal(Settings.read(`size:${wanted}`).value('size'), is);
  }
  for (const wanted of ['99', '301', '-150', '1e2', '0200']) assert.equal(read(`size:${wanted}`), '', wanted);
});

test('a reader may choose what the page has over what the attribute says', () => {
  const [own, given] = [Settings.read('size:100'), Settings.read('size:150 lines:wide')];
  assert.equal(String(own.over(given)), 'size:100 lines:wide');
  assert.equal(String(given), 'size:150 lines:wide', 'neither is changed');
  assert.equal(String(own), 'size:100');
});

test('both generations of the plug-in are understood, and what they do not say is left out', () => {
  const said = (all) => saidByBvi((name) => all[name] ?? null);
  assert.equal(said({}), '');
  assert.equal(
    said({ 'data-bvi-theme': 'blue', 'data-bvi-fontsize': '32', 'data-bvi-letterspacing': 'average', 'data-bvi-fontfamily': 'times', 'data-bvi-images': 'true' }),
    'size:200 scheme:dark-blue-on-light-blue letters:wide face:serif',
  );
  assert.equal(
    said({ 'data-bvi-theme': 'brown', 'data-bvi-size': '39', 'data-bvi-letter-spacing': 'big', 'data-bvi-line-height': 'big', 'data-bvi-images': 'grayscale' }),
    'size:244 scheme:brown-on-beige letters:wider lines:wider images:grey',
  );
  assert.equal(read(said({ 'data-bvi-fontsize': '12', 'data-bvi-theme': 'toString' })), '');
  for (const { length } of breaths('слово '.repeat(200).trim())) assert.ok(length <= 200);
});

const part = (page, name) => page.locator(`[part~="${name}"]`);
const choice = (page, setting, value) => page.locator(`[data-setting=${setting}] input[value="${value}"]`);
const kept = (page) => page.evaluate((place) => localStorage.getItem(place), PLACE);
const style = (page, selector, name) => page.locator(selector).first()
  .evaluate((element, name) => getComputedStyle(element)[name], name);
const pixels = async (page, selector, name) => Number.parseFloat(await style(page, selector, name));
const dressed = (page) => page.locator('.base').evaluate((base) => Object.fromEntries(
  ['size', 'scheme', 'letters', 'lines', 'face', 'images', 'motion'].map((name) => [name, base.dataset[name]]).filter(([, v]) => v),
));
const active = (page) => page.evaluate(() => {
  const { activeElement } = document.querySelector('biblio-bus').shadowRoot;
  return activeElement?.getAttribute('part') ?? activeElement?.id ?? '';
});
/** Everything that the live regions say, from now on. */
const listen = (page) => page.evaluate(() => {
  window.said = [];
  for (const region of document.querySelector('biblio-bus').shadowRoot.querySelectorAll('[aria-live]')) {
    new MutationObserver(() => region.textContent && window.said.push(region.textContent))
      .observe(region, { childList: true, characterData: true, subtree: true });
  }
});

async function start(page, site, hash = '') {
  await page.goto(`${site.url}${hash}`);
  await page.locator(hash ? '.tools' : '.branch').first().waitFor();
}

/** The panel is open and has the focus. */
async function openPanel(page) {
  await part(page, 'to-low-vision').click();
  await page.waitForFunction(() => document.querySelector('biblio-bus').shadowRoot.activeElement?.id === 'low-vision-name');
}

/** As if the reader had chosen `words` on an earlier visit. */
const before = (page, words) => page.addInitScript(([place, words]) => {
  if (localStorage.getItem(place) === null) localStorage.setItem(place, words);
}, [PLACE, words]);

async function find(page, words) {
  await part(page, 'input').fill(words);
  await page.locator('[part~=status][data-state=settled]').waitFor();
  await part(page, 'result').first().waitFor();
}

/** A page of the built site whose element has other attributes. */
const built = readFileSync(join(folder, 'index.html'), 'utf8');
const pageWith = (attributes, around = (body) => body) => built
  .replace('<biblio-bus ', `<biblio-bus ${attributes} `)
  .replace(/<body>([\s\S]*)<\/body>/, (_, body) => around(`<body>${body}</body>`));

scene('A46: the button is named as custom has it, opens beside the page and gives the focus back', {}, async (page, site) => {
  await start(page, site);
  const button = page.getByRole('button', { name: 'Версия для слабовидящих', exact: true });
  assert.equal(await button.innerText(), 'Версия для слабовидящих');
  assert.equal(await button.getAttribute('aria-expanded'), 'false');
  await openPanel(page);
  assert.equal(await button.getAttribute('aria-expanded'), 'true');
  assert.equal(await page.getByRole('region', { name: 'Версия для слабовидящих' }).count(), 1);
  // Not modal: the search goes on beside it.
  await find(page, 'толстой');
  assert.ok(await part(page, 'low-vision').isVisible());
  await choice(page, 'size', '125').focus();
  await page.keyboard.press('Escape');
  await part(page, 'low-vision').waitFor({ state: 'detached' });
  assert.equal(await active(page), 'to-low-vision');
});

scene('A46: on a phone the button is a sign with the same name', { page: NARROW }, async (page, site) => {
  await start(page, site, '#/?q=%D1%82%D0%BE%D0%BB%D1%81%D1%82%D0%BE%D0%B9&lang=en');
  const button = page.getByRole('button', { name: 'Low-vision version', exact: true });
  await part(page, 'result').first().waitFor();
  const { width, height } = await button.boundingBox();
  assert.ok(width >= 44 && width < 60 && height >= 44, `${width} x ${height}`);
  await openPanel(page);
  assert.equal(await page.getByRole('radio').count(), 27);
});

scene('A47: each setting changes what is seen, at once, and is said', {}, async (page, site) => {
  await start(page, site, '#/?q=%D1%82%D0%BE%D0%BB%D1%81%D1%82%D0%BE%D0%B9');
  await part(page, 'result').first().waitFor();
  await openPanel(page);
  await listen(page);
  const plain = await pixels(page, '.base', 'fontSize');
  for (const size of ['125', '150', '175', '200', '250', '300']) {
    await choice(page, 'size', size).check();
    assert.equal(await pixels(page, '.base', 'fontSize'), plain * size / 100);
    const title = await pixels(page, '.title', 'fontSize');
    assert.ok(title >= plain * size / 100, `a title at ${size}: ${title}`);
  }
  await choice(page, 'size', '100').check();
  for (const [scheme, [ink, paper]] of Object.entries(SCHEMES)) {
    await choice(page, 'scheme', scheme).check();
    assert.deepEqual([await style(page, '.base', 'color'), await style(page, '.base', 'backgroundColor')], [ink, paper]);
    assert.equal(await style(page, '.status', 'color'), ink);
    assert.equal(await style(page, '.result .cover', 'backgroundColor'), paper);
  }
  await choice(page, 'letters', 'wider').check();
  assert.equal(await pixels(page, '.base', 'letterSpacing'), Math.round(plain * 0.16 * 1000) / 1000);
  assert.notEqual(await style(page, '[part~=input]', 'letterSpacing'), 'normal');
  await choice(page, 'lines', 'wider').check();
  assert.ok(await pixels(page, '.facts', 'lineHeight') >= 2 * await pixels(page, '.facts', 'fontSize'));
  await choice(page, 'face', 'serif').check();
  assert.equal(await style(page, '.facts', 'fontFamily'), await style(page, '.title', 'fontFamily'));
  assert.match(await style(page, '.facts', 'fontFamily'), /serif$/);
  await choice(page, 'face', 'sans').check();
  assert.match(await style(page, '.title', 'fontFamily'), /sans-serif$/);
  await choice(page, 'images', 'grey').check();
  assert.equal(await style(page, '.result .cover', 'filter'), 'grayscale(1)');
  await choice(page, 'images', 'off').check();
  assert.equal(await page.locator('.cover').first().isVisible(), false);
  await choice(page, 'motion', 'off').check();
  await page.waitForFunction(() => window.said.length > 0);
  await page.waitForTimeout(800);
  assert.deepEqual(await page.evaluate(() => window.said.at(-1)), 'Движение: Выключено');
  assert.equal(await page.evaluate(() => document.querySelector('biblio-bus').shadowRoot.getAnimations().length), 0);

  await part(page, 'reset-low-vision').click();
  assert.deepEqual(await dressed(page), {});
  assert.equal(await pixels(page, '.base', 'fontSize'), plain);
  assert.equal(await kept(page), null);
  await page.waitForFunction(() => window.said.at(-1) === 'Настройки сброшены');
});

scene('A47: where a plan is not shown, the way is told in words', { page: NARROW }, async (page, site) => {
  await before(page, 'images:off');
  await start(page, site, '#/?q=%D1%82%D0%BE%D0%BB%D1%81%D1%82%D0%BE%D0%B9');
  await find(page, 'толстой война');
  await page.locator('.title-link').first().click();
  await page.locator('.the-way summary').first().click();
  await page.getByText('План не показан. Дорога описана словами.').first().waitFor();
  assert.equal(await page.locator('.plan svg').first().isVisible(), false);
  assert.ok((await page.locator('.steps').first().innerText()).length > 20);
});

scene('A48: what was chosen is there again after a reload, without a flash of something else', {}, async (page, site) => {
  await start(page, site);
  await openPanel(page);
  await choice(page, 'size', '200').check();
  await choice(page, 'scheme', 'brown-on-beige').check();
  assert.equal(await kept(page), 'size:200 scheme:brown-on-beige');
  await page.reload();
  await page.locator('.base[data-scheme]').waitFor();
  assert.deepEqual(await dressed(page), { size: '200', scheme: 'brown-on-beige' });
  await page.locator('.language[lang=en]').click();
  await page.getByRole('button', { name: 'Low-vision version' }).click();
  assert.ok(await choice(page, 'scheme', 'brown-on-beige').isChecked());
  assert.deepEqual(await dressed(page), { size: '200', scheme: 'brown-on-beige' });
});

scene('A48: what is kept and cannot be read is left out', {}, async (page, site) => {
  await before(page, 'size:200 scheme:pink \u0000 :: lines');
  await start(page, site);
  assert.deepEqual(await dressed(page), { size: '200' });
});

scene('A48: the attribute begins, the reader goes on, and unknown words are named to its author', {
  site: { pages: { '/large.html': pageWith('low-vision="size:150 scheme:white-on-black glasses:on"') } },
}, async (page, site) => {
  const hints = [];
  page.on('console', (message) => { if (message.type() === 'warning') hints.push(message.text()); });
  await page.goto(`${site.url}large.html`);
  await page.locator('.branch').first().waitFor();
  assert.deepEqual(await dressed(page), { size: '150', scheme: 'white-on-black' });
  assert.ok(hints.some((hint) => hint.includes('glasses:on') && !hint.includes('size:150')), hints.join());
  assert.equal(await kept(page), null, 'nobody chose anything yet');
  await page.locator('biblio-bus').evaluate((element) => element.setAttribute('low-vision', 'lines:wide'));
  assert.deepEqual(await dressed(page), { lines: 'wide' });
  await openPanel(page);
  await choice(page, 'lines', 'normal').check();
  await page.reload();
  await page.locator('.base[data-size]').waitFor();
  await page.locator('.branch').first().waitFor();
  assert.equal(await kept(page), 'lines:normal');
  assert.deepEqual(await dressed(page), { size: '150', scheme: 'white-on-black' });
});

scene('A48: a screen that many share keeps nothing, and forgets settings alone', {
  site: { pages: { '/kiosk.html': pageWith('idle="40"') } },
}, async (page, site) => {
  await before(page, 'size:300');
  await page.clock.install();
  await page.goto(`${site.url}kiosk.html`);
  await page.locator('.branch').first().waitFor();
  assert.deepEqual(await dressed(page), {}, 'what somebody chose before is not theirs');
  await openPanel(page);
  await page.getByText('Настройки пропадут, когда вы уйдёте.').waitFor();
  await choice(page, 'scheme', 'white-on-black').check();
  assert.deepEqual(await dressed(page), { scheme: 'white-on-black' });
  assert.equal(await kept(page), 'size:300', 'nothing is written');
  await page.clock.fastForward(41_000);
  await page.locator('.base:not([data-scheme])').waitFor();
  assert.deepEqual(await dressed(page), {});
  assert.equal(await kept(page), null);
  assert.equal(await part(page, 'low-vision').count(), 0);
});

scene('A48: what the plug-in of the page around says is followed', {
  site: { pages: { '/bvi.html': pageWith('') } },
}, async (page, site) => {
  await page.goto(`${site.url}bvi.html`);
  await page.locator('.branch').first().waitFor();
  await find(page, 'толстой');
  // The plug-in puts everything into an element of its own when it is switched on.
  await page.evaluate(() => {
    const around = document.createElement('div');
    around.className = 'bvi-body';
    around.append(...document.body.childNodes);
    const says = { theme: 'black', fontsize: 24, letterspacing: 'big', lineheight: 'average', fontfamily: 'arial', images: 'false' };
    for (const [name, value] of Object.entries(says)) around.setAttribute(`data-bvi-${name}`, value);
    document.body.append(around);
  });
  await page.locator('.base[data-scheme=white-on-black]').waitFor();
  assert.deepEqual(await dressed(page), {
    size: '150', scheme: 'white-on-black', letters: 'wider', lines: 'wide', face: 'sans', images: 'off',
  });
  await page.locator('[part~=result]').first().waitFor();
  assert.equal(await part(page, 'input').inputValue(), 'толстой');
  await page.evaluate(() => {
    const around = document.querySelector('.bvi-body');
    around.setAttribute('data-bvi-theme', 'green');
    around.setAttribute('data-bvi-images', 'grayscale');
  });
  await page.locator('.base[data-scheme=green-on-dark-brown][data-images=grey]').waitFor();
  await page.evaluate(() => {
    const around = document.querySelector('.bvi-body');
    around.replaceWith(...around.childNodes);
  });
  await page.locator('.base:not([data-scheme])').waitFor();
  assert.deepEqual(await dressed(page), {});
  assert.equal(await kept(page), null, 'the plug-in keeps its own settings');
});

scene('A46: the keyboard is enough', {}, async (page, site) => {
  await start(page, site, '#/?q=%D1%82%D0%BE%D0%BB%D1%81%D1%82%D0%BE%D0%B9');
  await part(page, 'result').first().waitFor();
  for (let step = 0; step < 5 && await active(page) !== 'to-low-vision'; step += 1) await page.keyboard.press('Tab');
  assert.equal(await active(page), 'to-low-vision');
  await page.keyboard.press('Enter');
  await page.waitForFunction(() => document.querySelector('biblio-bus').shadowRoot.activeElement?.id === 'low-vision-name');
  await page.keyboard.press('Tab');
  await page.keyboard.press('ArrowRight');
  assert.deepEqual(await dressed(page), { size: '125' });
  await page.keyboard.press('Tab');
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('ArrowDown');
  assert.deepEqual(await dressed(page), { size: '125', scheme: 'white-on-black' });
  const ring = await page.locator('.choice:has(:focus-visible)').evaluate((it) => getComputedStyle(it).outlineStyle);
  assert.equal(ring, 'solid');
  await page.keyboard.press('Escape');
  assert.equal(await active(page), 'to-low-vision');
  await page.keyboard.press('Shift+Tab');
  assert.equal(await active(page), 'read-aloud');
});

scene('A20: the button is seen when it has the focus, also far down the page', {}, async (page, site) => {
  await start(page, site, '#/?q=%D1%80%D0%BE%D0%BC%D0%B0%D0%BD');
  await part(page, 'result').nth(8).waitFor();
  await page.evaluate(() => scrollTo(0, 1200));
  await part(page, 'input').focus();
  await page.keyboard.press('Shift+Tab');
  for (let step = 0; step < 3 && await active(page) !== 'to-low-vision'; step += 1) await page.keyboard.press('Shift+Tab');
  assert.equal(await active(page), 'to-low-vision');
  const box = await part(page, 'to-low-vision').boundingBox();
  assert.ok(box.y >= 0, `it is ${box.y} px below the upper edge`);
});

/** Nothing is wider than the screen, nothing that is read is cut off, and fingers hit everything. */
async function fits(page, state) {
  const found = await page.evaluate(() => {
    const root = document.querySelector('biblio-bus').shadowRoot;
    const shown = [...root.querySelectorAll('*')].filter((e) => e.checkVisibility() && !e.closest('svg, .heard, .cover'));
    const isCut = (e, { overflowX, overflowY }) => (/hidden|clip/.test(overflowX) && e.scrollWidth > e.clientWidth + 1)
      || (/hidden|clip/.test(overflowY) && e.scrollHeight > e.clientHeight + 3);
    const name = (e) => `${e.tagName}.${e.className} ${e.textContent.trim().slice(0, 20)}`;
    const sign = (e) => e.closest('.tools') && getComputedStyle(e).position === 'absolute';
    return {
      wide: document.documentElement.scrollWidth - innerWidth,
      out: shown.filter((e) => e.getBoundingClientRect().right > innerWidth + 1).map(name).slice(0, 5),
      // What is typed goes on to the side within its box.
      cut: shown.filter((e) => e.tagName !== 'INPUT' && !sign(e) && isCut(e, getComputedStyle(e))).map(name).slice(0, 5),
      small: shown.filter((e) => e.matches('.tool, .choice, .button, .title-link') && e.getBoundingClientRect().height < 44).map(name),
    };
  });
  assert.deepEqual(found, { wide: Math.min(found.wide, 0), out: [], cut: [], small: [] }, state);
}

for (const size of ['200', '300']) {
  for (const lang of ['ru', 'en']) {
    scene(`A49: nothing is cut off or wider than 320 px at ${size} %, ${lang}`, { page: NARROW }, async (page, site) => {
      await before(page, `size:${size} letters:wider lines:wider`);
      await start(page, site, `#/?lang=${lang}`);
      await page.locator('.branch').first().waitFor();
      await fits(page, 'start');
      await openPanel(page);
      await fits(page, 'settings');
      await page.keyboard.press('Escape');
      for (const [place, there] of Object.entries(ASIDE)) {
        await page.goto(`${site.url}#/${place}?lang=${lang}`);
        await page.locator(there).first().waitFor();
        await fits(page, place);
      }
      await find(page, 'толстой война');
      await fits(page, 'results');
      await part(page, 'open-filters').click();
      await page.locator('[data-facet=access] .tick').first().waitFor();
      await page.locator('[data-facet=year] .handle').first().waitFor();
      await fits(page, 'filters');
      await page.locator('[part~=show-found]').click();
      await page.locator('[part~=to-list]').first().click();
      await page.locator('.title-link').first().click();
      await page.locator('.description').waitFor();
      for (const summary of ['.the-way > summary', '.take-along > summary']) await page.locator(summary).first().click();
      await fits(page, 'record');
      await part(page, 'my-list').click();
      await page.locator('[part~=list][data-state=settled]').waitFor();
      await fits(page, 'list');
    });
  }
}

for (const scheme of Object.keys(SCHEMES)) {
  scene(`A34, A42: axe finds nothing in ${scheme}`, {}, async (page, site) => {
    await before(page, `size:200 scheme:${scheme}`);
    await start(page, site);
    await hasNoBarriers(page, 'start');
    await openPanel(page);
    await hasNoBarriers(page, 'settings');
    await page.keyboard.press('Escape');
    await find(page, 'толстой');
    await part(page, 'suggestion').first().waitFor();
    await hasNoBarriers(page, 'results');
    await part(page, 'open-filters').click();
    await page.locator('[data-facet=access] .tick').first().click();
    await part(page, 'applied').waitFor({ state: 'attached' });
    await hasNoBarriers(page, 'filters');
    await part(page, 'show-found').click();
    await page.locator('[part~=to-list]').first().click();
    await page.locator('.title-link').first().click();
    await page.locator('.description').waitFor();
    await hasNoBarriers(page, 'record');
    await part(page, 'my-list').click();
    await page.locator('[part~=list][data-state=settled]').waitFor();
    await hasNoBarriers(page, 'list');
  });
}

scene('A42, A49: a plan that is larger than its frame is moved by keyboard', { page: NARROW }, async (page, site) => {
  await before(page, 'size:300 scheme:brown-on-beige');
  await start(page, site, '#/?q=');
  await find(page, 'толстой война');
  await page.locator('.title-link').first().click();
  await page.locator('.the-way > summary').first().click();
  await hasNoBarriers(page, 'plan');
  const plan = page.locator('.plan').first();
  await plan.focus();
  await page.keyboard.press('ArrowRight');
  await page.waitForFunction(() => document.querySelector('biblio-bus').shadowRoot.querySelector('.plan').scrollLeft > 0);
});

/** A device that speaks these languages: it notes what is said and takes `pace` ms over each part. */
const voices = (page, langs, { pace = 5, isLocal = true } = {}) => page.addInitScript(({ langs, pace, isLocal }) => {
  globalThis.spoken = [];
  globalThis.cancelled = 0;
  globalThis.SpeechSynthesisUtterance = class { constructor(text) { this.text = text; } };
  let running;
  Object.defineProperty(globalThis, 'speechSynthesis', { value: {
    getVoices: () => langs.map((lang) => ({ lang, name: lang, localService: isLocal })),
    addEventListener() {},
    speak(utterance) {
      globalThis.spoken.push([utterance.text, utterance.lang, utterance.voice.lang]);
      running = utterance;
      setTimeout(() => { if (running === utterance) utterance.onend({}); }, pace);
    },
    cancel() {
      globalThis.cancelled += 1;
      const last = running;
      running = undefined;
      last?.onerror?.({ error: 'interrupted' });
    },
  } });
}, { langs, pace, isLocal });
const spoken = (page) => page.evaluate(() => globalThis.spoken);
const over = (page) => page.getByRole('button', { name: 'Прочитать вслух' }).waitFor();

scene('A50: results and records are read aloud, each part in its own language', {}, async (page, site) => {
  await voices(page, ['en-GB', 'ru-RU']);
  await before(page, 'lines:wide');
  await start(page, site, '#/?q=tolstoy');
  await part(page, 'result').first().waitFor();
  await page.locator('[part~=status][data-state=settled]').waitFor();
  await part(page, 'read-aloud').click();
  await over(page);
  const results = await spoken(page);
  const status = await page.locator('.status').innerText();
  assert.ok(results.some(([words, lang]) => words === status && lang === 'ru'), status);
  for (const [words, lang, voice] of results) {
    assert.equal(voice.slice(0, 2), lang.slice(0, 2), words);
    assert.ok(words.length <= 200 && words.trim() === words && words, words);
  }
  const title = page.locator('.title-link span[lang=en]').first();
  assert.ok(results.some(([words, lang]) => lang === 'en' && words.length > 3), 'an English title in an English voice');
  const [id, words] = [await title.evaluate((it) => it.closest('[data-id]').dataset.id), await title.innerText()];
  assert.ok(!results.some(([words]) => /Мой список|Добавить|Показать ещё/.test(words)), 'buttons are not read');

  await page.evaluate(() => { globalThis.spoken = []; });
  await page.locator(`[data-id="${id}"] .title-link`).click();
  await page.locator('.description').waitFor();
  await page.locator('[part~=record][data-state=settled]').waitFor();
  await part(page, 'read-aloud').click();
  await over(page);
  const record = await spoken(page);
  assert.ok(record.some(([said, lang]) => lang === 'en' && words.startsWith(said.slice(0, 20))), 'the title');
  assert.ok(record.some(([said, lang]) => lang === 'ru' && said === 'Описание'), 'the page in its language');
});

scene('A50: reading stops when it is told to, and when something else is shown', {}, async (page, site) => {
  await voices(page, ['ru'], { pace: 60_000 });
  await before(page, 'lines:wide');
  await start(page, site, '#/?q=%D1%82%D0%BE%D0%BB%D1%81%D1%82%D0%BE%D0%B9');
  await part(page, 'result').first().waitFor();
  await page.locator('[part~=status][data-state=settled]').waitFor();
  await part(page, 'read-aloud').click();
  await page.waitForFunction(() => globalThis.spoken.length === 1);
  await page.getByRole('button', { name: 'Остановить чтение' }).click();
  await over(page);
  const stopped = await page.evaluate(() => globalThis.cancelled);
  assert.ok(stopped > 0);
  assert.equal((await spoken(page)).length, 1, 'nothing more is said');

  await part(page, 'read-aloud').click();
  await page.waitForFunction(() => globalThis.spoken.length === 2);
  await page.locator('.title-link').first().click();
  await over(page);
  assert.ok(await page.evaluate((before) => globalThis.cancelled > before, stopped));
  assert.equal((await spoken(page)).length, 2);
  assert.equal(await page.locator('.unread').isVisible(), false, 'who stops it is told nothing');
});

const NONE = 'Прочитать нечем: на этом устройстве нет голоса для этого языка. Голос можно добавить в настройках устройства.';
for (const [name, langs, options] of [
  ['where there is no voice', []],
  ['where every voice would send the words to somebody else', ['ru-RU'], { isLocal: false }],
  ['where no voice speaks the language', ['de-DE']],
]) {
  scene(`A50: ${name}, that is said plainly`, {}, async (page, site) => {
    await voices(page, langs, options);
    await start(page, site);
    await openPanel(page);
    await listen(page);
    await part(page, 'read-aloud').click();
    await page.getByText(NONE).first().waitFor();
    await page.waitForFunction((none) => window.said.includes(none), NONE);
    assert.deepEqual(await spoken(page), []);
    await over(page);
  });
}

scene('A50: where a part has no voice, the rest is read and that is said', {}, async (page, site) => {
  await voices(page, ['ru-RU']);
  await before(page, 'lines:wide');
  await start(page, site, '#/?q=tolstoy');
  await page.locator('.title-link span[lang=en]').first().waitFor();
  await page.locator('[part~=status][data-state=settled]').waitFor();
  await part(page, 'read-aloud').click();
  await page.getByText('Прочитано не всё').first().waitFor();
  assert.deepEqual([...new Set((await spoken(page)).map(([, lang]) => lang))], ['ru']);
});

scene('A48: the method reset() forgets the settings', {}, async (page, site) => {
  await before(page, 'size:200');
  await start(page, site);
  assert.deepEqual(await dressed(page), { size: '200' });
  await page.locator('biblio-bus').evaluate((element) => element.reset());
  await page.locator('.base:not([data-size])').waitFor();
  assert.equal(await kept(page), null);
});
