import type { Page } from 'playwright-core';
import { type Json, open, type Stage } from './stage';

/** What each view says is what the API says of the same time. */
export function numbers(stage: () => Stage): void {
  describe('of its numbers', () => {
    let page: Page;
    beforeAll(async () => {
      page = await stage().enter('#/now');
    });
    afterAll(() => page.context().close());

    const sentence = async (): Promise<string> => (await page.locator('.sentence').textContent()) ?? '';
    const figure = async (label: string): Promise<string> =>
      (await page.locator('.figure', { hasText: label }).locator('.figure-value').textContent()) ?? '';
    /** The call that the view makes, and the same asked by the key. */
    const openAndAsk = async (address: string, path: string): Promise<Json> => {
      const asked = page.waitForRequest((request) => new URL(request.url()).pathname.endsWith(path));
      await open(page, address);
      const { search } = new URL((await asked).url());
      return stage().ask('GET', `${path}${search}`);
    };

    it('now: contacts, customers and tickets are those of the status', async () => {
      await open(page, '#/satisfaction');
      const status = await openAndAsk('#/now', '/status');

      expect(await sentence()).toContain('All is well');
      expect(await figure('Contacts in Brevo')).toBe(String(status.contacts.published));
      expect(await page.locator('.figures').textContent()).toContain(
        `${status.customersCount} customers, ${status.ticketsTracked} tickets (${status.ticketsOpen} open, ${status.ticketsSnoozed} snoozed)`,
      );
    });

    it('campaigns: the sentence and each bar are those of the funnel, and a number opens as many tickets', async () => {
      const funnel = await openAndAsk('#/campaigns', '/campaigns/funnel');
      const bars = await page.locator('.group .bar-value').allTextContents();
      const words = await sentence();
      await page.locator('.sentence a').first().click();
      await page.getByRole('heading', { name: 'Ends of tickets', level: 1 }).waitFor();
      await page.getByText('that is all').waitFor();

      expect(words).toContain(`${funnel.ends} ends of tickets; ${funnel.sent} got a campaign`);
      expect(bars.map((text) => parseInt(text, 10)).reduce((sum, one) => sum + one, 0)).toBe(funnel.ends);
      expect(await page.locator('tbody tr').count()).toBe(funnel.ends);
    });

    it('satisfaction: average, count and share are those of the call, and a bar leads to the people', async () => {
      const found = await openAndAsk('#/satisfaction?period=90d', '/satisfaction');
      expect(await figure('Average score')).toBe(Number(found.average).toFixed(2));
      expect(await figure('Scores')).toBe(String(found.responses));
      expect(await figure('Answered')).toBe(`${Math.round((100 * found.answered) / found.sent)} %`);
      await page.locator('.plot[data-drawn="true"] canvas').waitFor();

      await page.locator('.spread-name').first().click();
      await page.getByRole('heading', { name: 'Scores', level: 1 }).waitFor();
      await page.getByText('that is all').waitFor();

      expect(await page.locator('tbody tr').count()).toBe(found.channels[0].responses);
    });

    it('rules and macros, set aside, audit: as many as the API counts', async () => {
      const automations = await openAndAsk('#/automations', '/automations');
      expect(await page.locator('main').textContent()).toContain(
        automations.automations.length === 0 ? 'no rule and no macro ran' : automations.automations[0].name,
      );
      const runs = automations.automations.reduce((sum: number, each: Json) => sum + Number(each.runs), 0);
      if (runs > 0)
        expect(await page.locator('main').textContent()).toContain(
          `ran ${runs} times while ${automations.activeTickets} ticket`,
        );
      const few = automations.automations.some(({ csatWith, csatWithout }: Json) =>
        [csatWith, csatWithout].some(({ average, responses }) => average !== null && responses < 10),
      );
      expect((await page.locator('main').textContent())?.includes('~ fewer than 10 answers')).toBe(few);
      const quarantine = await openAndAsk('#/set-aside', '/quarantine');
      const counted = await page.locator('.cause h2 a').allTextContents();
      expect(counted.map((text) => text.trim())).toEqual(
        quarantine.causes.map(({ cause, records }: Json) => `${records} ${cause}`),
      );
      const { reports } = await openAndAsk('#/audit', '/audits');
      expect(reports).toEqual([]);
      expect(await sentence()).toContain('Nobody has compared Brevo');
    });
  });
}
