/**
 * Takes the pictures of README.md from a sandbox that has lived for some minutes: `npm start` in one terminal, this in another.
 * `npx tsx scripts/take-screenshots.ts [TAJO_HOME]`
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { openBrowser } from '../test/console/browser';

const VIEW = '#/campaigns?period=24h';
const SIZE = { width: 1280, height: 620 };

async function main(home: string): Promise<void> {
  const connector = JSON.parse(readFileSync(join(home, 'connector.json'), 'utf8')) as { url: string; apiKey: string };
  const browser = await openBrowser();
  for (const colorScheme of ['light', 'dark'] as const) {
    const page = await browser.newPage({ viewport: SIZE, colorScheme });
    await page.goto(`${connector.url}/${VIEW}`);
    await page.getByLabel('Key').fill(connector.apiKey);
    await page.getByRole('button', { name: 'Sign in' }).click();
    await page.locator('.group').first().waitFor();
    await page.screenshot({ path: `docs/console-${colorScheme}.png` });
  }
  await browser.close();
}

void main(process.argv[2] ?? '.tajo');
