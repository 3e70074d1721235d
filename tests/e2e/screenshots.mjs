// Pictures of every state, for people to look at.
//
//   BIBLIOBUS_SITE=site node tests/e2e/screenshots.mjs OUT
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { ASIDE, launch, newPage, serve } from './site.mjs';

const out = process.argv[2] ?? 'screenshots';
mkdirSync(out, { recursive: true });

const SIZES = { phone: { width: 360, height: 740 }, desktop: { width: 1280, height: 800 } };
const WORDS = { ru: 'толстой война', en: 'tolstoy' };

const site = await serve();
const browser = await launch();
for (const [size, viewport] of Object.entries(SIZES)) {
  for (const language of ['ru', 'en']) {
    for (const colorScheme of ['light', 'dark']) {
      const open = () => newPage(browser, { viewport, colorScheme });
      const take = async (page, name) => {
        const path = join(out, `${name}-${size}-${language}-${colorScheme}.png`);
        await page.screenshot({ path, fullPage: name !== 'start' });
      };
      await online(await open(), language, take);
      await offline(await open(), language, take);
    }
  }
}
await browser.close();
await site.stop();

function address(language, words = '') {
  const choice = language === 'ru' ? '' : `&lang=${language}`;
  return `${site.url}#/?q=${encodeURIComponent(words)}${choice}`;
}

async function online(page, language, take) {
  await page.goto(address(language));
  await page.locator('.branch').first().waitFor();
  await take(page, 'start');
  for (const [place, there] of Object.entries(ASIDE)) {
    await page.goto(`${site.url}#/${place}?lang=${language}`);
    await page.locator(there).first().waitFor();
    await take(page, place.replace('/', '-'));
  }
  await page.locator('[part~=input]').fill(WORDS[language]);
  await page.locator('[part~=status][data-state=settled]').waitFor();
  await page.locator('[part~=result]').first().waitFor();
  await take(page, 'results');
  await page.locator('.title-link').first().click();
  await page.locator('.description').waitFor();
  await take(page, 'record');
  await page.locator('[part~=input]').fill('йцъшщы');
  await page.locator('.advice').waitFor();
  await take(page, 'nothing');
  await page.context().close();
}

async function offline(page, language, take) {
  site.refuse = (path) => path.includes('/chunks/');
  await page.goto(address(language, WORDS[language]));
  await page.locator('[part~=problem]').waitFor();
  await take(page, 'error');
  site.refuse = () => false;
  await page.reload();
  await page.locator('[part~=keep]').click();
  await page.locator('[part~=keeping][data-state=whole]').waitFor();
  await page.evaluate(() => navigator.serviceWorker.ready);
  await site.stop();
  await page.reload();
  await page.locator('[part~=offline]').waitFor();
  await page.locator('[part~=result]').first().waitFor();
  await take(page, 'offline');
  await site.start();
  await page.context().close();
}
