/**
 * What a tab of the console that is left open holds: `npm start` in one terminal, this in another. Prints a line every five minutes, after the
 * browser has collected its garbage. `npx tsx scripts/measure-console-memory.ts [TAJO_HOME] [minutes]`
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { CDPSession, Page } from 'playwright-core';
import { openBrowser } from '../test/console/browser';

const VIEWS = ['#/now', '#/campaigns?period=24h', '#/tickets'];
const EVERY_MINUTES = 5;

async function main(home: string, minutes: number): Promise<void> {
  const connector = JSON.parse(readFileSync(join(home, 'connector.json'), 'utf8')) as { url: string; apiKey: string };
  const browser = await openBrowser();
  const context = await browser.newContext();
  const tabs: { readonly view: string; readonly page: Page; readonly cdp: CDPSession }[] = [];
  for (const view of VIEWS) {
    const page = await context.newPage();
    await page.goto(`${connector.url}/${view}`);
    if (tabs.length === 0) {
      await page.getByLabel('Key').fill(connector.apiKey);
      await page.getByRole('button', { name: 'Sign in' }).click();
    }
    await page.locator('main h1').waitFor();
    const cdp = await context.newCDPSession(page);
    await cdp.send('Performance.enable');
    tabs.push({ view, page, cdp });
  }
  for (let minute = 0; minute <= minutes; minute += EVERY_MINUTES) {
    if (minute > 0) await sleep(EVERY_MINUTES * 60_000);
    for (const { view, cdp } of tabs) {
      await cdp.send('HeapProfiler.collectGarbage');
      const { metrics } = await cdp.send('Performance.getMetrics');
      const of = (name: string): number => metrics.find((metric) => metric.name === name)?.value ?? 0;
      const heap = (of('JSHeapUsedSize') / 1_000_000).toFixed(2);
      const line = `${String(minute).padStart(3)} min  ${view.padEnd(24)} ${heap} MB, ${String(of('Nodes'))} nodes, ${String(of('JSEventListeners'))} listeners`;
      process.stdout.write(`${line}\n`);
    }
  }
  await browser.close();
}

void main(process.argv[2] ?? '.tajo', Number(process.argv[3] ?? 60));
