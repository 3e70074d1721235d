// What a reader takes along: the slip, its codes, where it can be sent, and how it is printed.
//
//   BIBLIOBUS_SITE=site node --test tests/e2e/slip.test.mjs
import assert from 'node:assert/strict';
import { scenes } from './scenes.mjs';

const BOOK = 'sos0001';

const { scene: tell } = scenes();

/** A scene with the slip of a record, once that has the shelf. */
function scene(name, play) {
  tell(name, {}, async (page, site) => {
    await page.goto(`${site.url}#/record/${BOOK}`);
    await page.locator('.take-along summary').click();
    await page.locator('.slip-steps').waitFor();
    await play(page, site);
  });
}

scene('a slip says the thing, the mark, the shelf and the way, with two codes', async (page, site) => {
  const slip = (await page.locator('.slip').innerText()).replaceAll('\u00a0', ' ');
  for (const words of [/Война и мир/, /84\(2/, /Центральная библиотека, Абонемент/, /2-й этаж, ряд 2/, /Начало пути — вход/, /по данным на/]) {
    assert.match(slip, words);
  }
  assert.equal(await page.locator('.slip-code svg path').count(), 2);
  const letter = decodeURIComponent(await page.getByRole('link', { name: 'Письмом' }).getAttribute('href'));
  assert.ok(letter.startsWith('mailto:?subject=Война и мир') && letter.endsWith(`${site.url}#/record/${BOOK}`), letter);
  const message = decodeURIComponent(await page.getByRole('link', { name: 'Сообщением' }).getAttribute('href'));
  assert.ok(message.startsWith('sms:?&body=Война и мир'), message);
});

scene('the slip is printed alone, as wide as the paper', async (page) => {
  const widths = {};
  for (const [size, width] of [['58', 52], ['80', 74], ['A6', 99]]) {
    await page.locator(`button[data-size="${size}"]`).click();
    const paper = page.locator(`iframe[data-bibliobus-slip="${size}"]`);
    await paper.waitFor({ state: 'attached' });
    widths[size] = await paper.evaluate((frame) => {
      const rules = [...frame.contentDocument.adoptedStyleSheets[0].cssRules].map((rule) => rule.cssText);
      const body = frame.contentDocument.body;
      return {
        page: rules.find((rule) => rule.startsWith('@page')),
        millimetres: Math.round(body.getBoundingClientRect().width * 25.4 / 96),
        overflow: body.scrollWidth > Math.ceil(body.getBoundingClientRect().width),
        words: body.innerText,
      };
    });
    assert.equal(widths[size].millimetres, width);
    assert.ok(!widths[size].overflow, `${size}: nothing sticks out`);
    assert.match(widths[size].words, /Война и мир/);
    assert.doesNotMatch(widths[size].words, /Напечатать/);
  }
  assert.match(widths['58'].page, /size: 58mm \d+mm/);
  assert.match(widths.A6.page, /size: 105mm 148mm/);
});
