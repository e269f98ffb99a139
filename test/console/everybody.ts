import { readFileSync } from 'node:fs';
import { open, type Stage, VIEWS } from './stage';

const AXE = readFileSync(require.resolve('axe-core/axe.min.js'), 'utf8');
const WIDTHS = [360, 768, 1280, 2560];

interface Finding {
  readonly id: string;
  readonly impact: string;
  readonly nodes: readonly { readonly html: string }[];
}

/** For those who see badly, type, or look on a telephone. */
export function everybody(stage: () => Stage): void {
  it.each(['light', 'dark'] as const)('in %s axe finds nothing serious in any view', async (colorScheme) => {
    const page = await stage().enter('#/now', { colorScheme, bypassCSP: true });
    await page.evaluate(AXE);
    const found: string[] = [];
    for (const [name, address] of [...Object.entries(VIEWS), ['a story', `#/tickets/${stage().tickets.satisfied}`]]) {
      await open(page, String(address));
      const findings = await page.evaluate<Finding[]>(
        'axe.run().then(({ violations }) => violations.map(({ id, impact, nodes }) => ({ id, impact, nodes })))',
      );
      for (const { id, impact, nodes } of findings)
        if (impact === 'serious' || impact === 'critical') found.push(`${name}: ${id} ${nodes[0]?.html ?? ''}`);
    }
    await page.context().close();

    expect(found).toEqual([]);
  });

  it('at each width every view fits, without scrolling sideways', async () => {
    const page = await stage().enter('#/now');
    const wide: string[] = [];
    for (const [name, address] of [...Object.entries(VIEWS), ['hostile', `#/tickets/${stage().tickets.hostile}`]]) {
      await open(page, String(address));
      for (const width of WIDTHS) {
        await page.setViewportSize({ width, height: 900 });
        const over = Number(await page.evaluate('document.documentElement.scrollWidth - innerWidth'));
        if (over > 0) wide.push(`${name} at ${width}: ${over} too wide`);
      }
    }
    await page.context().close();

    expect(wide).toEqual([]);
  });

  it('by the keyboard alone one skips to the content, opens a view, stands at its heading, and does what a button does', async () => {
    const page = await stage().enter('#/now');
    const focused = async (): Promise<string> =>
      String(await page.evaluate('document.activeElement.id || document.activeElement.textContent'));
    await page.evaluate('document.activeElement.blur()');
    await page.keyboard.press('Tab');
    expect(await focused()).toBe('Skip to the content');
    await page.keyboard.press('Enter');
    expect(await focused()).toBe('main');

    await page.getByRole('navigation', { name: 'Views' }).getByRole('link', { name: 'Set aside' }).focus();
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { name: 'Set aside', level: 1 }).waitFor();
    expect(await focused()).toBe('Set aside');

    await page.getByRole('button', { name: 'Retry', exact: true }).first().focus();
    await page.keyboard.press('Enter');
    await page.getByRole('dialog').waitFor();
    await page.keyboard.press('Escape');
    await page.getByRole('dialog').waitFor({ state: 'detached' });
    expect(await focused()).toBe('Retry');
    await page.context().close();
  });
}
