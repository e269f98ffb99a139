import { existsSync } from 'node:fs';
import { type Browser, chromium } from 'playwright-core';

const CHROMIUM = process.env['TAJO_CHROMIUM'] ?? '/usr/bin/chromium';

/** `describe` where there is a Chromium, Debian's or the one that `TAJO_CHROMIUM` names; else one whose tests are skipped, with a sentence. */
export function describeInBrowser(): jest.Describe {
  if (existsSync(CHROMIUM)) return describe;
  process.stderr.write(
    `Skipped: the console is tried in a real browser, and there is no ${CHROMIUM}; apt-get install chromium, or name one by TAJO_CHROMIUM.\n`,
  );
  return describe.skip;
}

/** Chromium refuses its own sandbox to root, as which CI runs. */
export function openBrowser(): Promise<Browser> {
  const args = process.getuid?.() === 0 ? ['--no-sandbox'] : [];
  return chromium.launch({ executablePath: CHROMIUM, args });
}
