// Help where it is needed: the first hint, the page, the sheet of keys.
//
//   BIBLIOBUS_SITE=site node --test tests/e2e/help.test.mjs
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { scenes } from './scenes.mjs';
import { folder, hasNoBarriers } from './site.mjs';

const { scene } = scenes();
const start = readFileSync(join(folder, 'index.html'), 'utf8');
const pages = {
  '/quiet.html': start.replace('<biblio-bus ', '<biblio-bus shortcuts="off" '),
  '/screen.html': start.replace('<biblio-bus ', '<biblio-bus kiosk '),
};

scene('the first hint is there until it is understood', {}, async (page, site) => {
  await page.goto(site.url);
  await page.locator('[part~=first]').waitFor();
  await hasNoBarriers(page, 'the first page with its hint');
  await page.locator('[part~=understood]').click();
  await page.locator('[part~=first]').waitFor({ state: 'detached' });
  await page.reload();
  await page.locator('.branch').first().waitFor();
  assert.equal(await page.locator('[part~=first]').count(), 0, 'not again on this device');
});

scene('who goes for help has seen the hint', {}, async (page, site) => {
  await page.goto(site.url);
  await page.locator('[part~=first] a').click();
  await page.locator('[part~=help]').waitFor();
  assert.match(page.url(), /#\/help$/);
  assert.equal(await page.evaluate(() => document.querySelector('biblio-bus').shadowRoot.activeElement?.localName), 'h1');
  assert.match(await page.title(), /^Помощь/);
  await page.goBack();
  await page.locator('.branch').first().waitFor();
  assert.equal(await page.locator('[part~=first]').count(), 0);
});

scene('on a screen that many share everybody may be new', { site: { pages } }, async (page, site) => {
  await page.goto(`${site.url}screen.html`);
  await page.locator('[part~=first] .to-device').click();
  await page.locator('[part~=help]').waitFor();
  await page.goto(`${site.url}screen.html`);
  await page.locator('[part~=first]').waitFor();
  assert.equal(await page.locator('[part~=understood]').count(), 0);
  assert.equal(await page.evaluate(() => localStorage.getItem('bibliobus-knows')), null);
});

scene('every example of the help finds what it says', {}, async (page, site) => {
  for (const language of ['ru', 'en']) {
    await page.goto(`${site.url}#/help?lang=${language}`);
    const examples = page.locator('.help-try a');
    await examples.first().waitFor();
    const words = await examples.allInnerTexts();
    assert.equal(words.length, 4);
    for (const [at, example] of words.entries()) {
      await page.goto(`${site.url}#/help?lang=${language}`);
      await examples.nth(at).click();
      await page.locator('[part~=result]').first().waitFor();
      assert.equal(await page.locator('[part~=input]').inputValue(), example);
      assert.equal(await page.locator('[part~=changes]').count(), 0, `${example} is mended`);
    }
  }
});

scene('nothing found leads to help', {}, async (page, site) => {
  await page.goto(`${site.url}#/?q=йцъшщы`);
  await page.locator('.advice').waitFor();
  await page.locator('.main [part~=to-help]').click();
  await page.locator('[part~=help] .keys').waitFor();
});

scene('? shows the keys, and only where it is not typed', {}, async (page, site) => {
  await page.goto(site.url);
  await page.locator('.branch').first().waitFor();
  const sheet = page.locator('[part~=keys]');
  await page.locator('[part~=input]').focus();
  await page.keyboard.press('?');
  assert.equal(await page.locator('[part~=input]').inputValue(), '?');
  assert.equal(await sheet.isVisible(), false);
  await page.keyboard.press('Backspace');
  await page.locator('[part~=to-help]').last().focus();
  await page.keyboard.press('?');
  await sheet.waitFor({ state: 'visible' });
  await hasNoBarriers(page, 'the sheet of keys');
  await page.keyboard.press('Escape');
  await sheet.waitFor({ state: 'hidden' });
  assert.equal(await page.evaluate(() => document.querySelector('biblio-bus').shadowRoot.activeElement?.part.value), 'to-help');
});

scene('keys that are off are neither there nor told of', { site: { pages } }, async (page, site) => {
  await page.goto(`${site.url}quiet.html#/help`);
  await page.locator('[part~=help] .help-ways').waitFor();
  assert.equal(await page.locator('.keys').count(), 0);
  await page.keyboard.press('?');
  assert.equal(await page.locator('dialog[open]').count(), 0);
});
