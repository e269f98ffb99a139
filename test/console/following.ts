import { open, type Stage } from './stage';

/** A ticket's story, in the words of `why`, as it goes on. */
export function following(stage: () => Stage): void {
  it('when a ticket is found by its number, its story says what `why` says, and leads into Temporal', async () => {
    const page = await stage().enter('#/tickets');
    const { unrated } = stage().tickets;
    await page.getByRole('searchbox').fill(String(unrated));
    await page
      .getByRole('link', { name: `#${unrated}` })
      .first()
      .click();
    await page.getByRole('heading', { name: `Ticket ${unrated}`, level: 1 }).waitFor();
    await page.locator('.story').waitFor();

    const why = await stage().ask('POST', '/why', { ticketId: unrated });
    expect(await page.locator('.sentence').textContent()).toBe(why.reasons[0]);
    expect(await page.locator('.story > li:not(.pause)').count()).toBe(why.story.length);
    expect(await page.getByRole('link', { name: /Its workflow in Temporal/ }).getAttribute('href')).toBe(
      why.tickets[0].workflow.ui,
    );
    await page.context().close();
  });

  it('when a person is found by the beginning of a name, their tickets and their contact are shown', async () => {
    const page = await stage().enter('#/tickets');
    await page.getByRole('searchbox').fill('Grac');
    await page.locator('.person').first().click();
    await page.getByRole('heading', { name: /^Person \d+$/ }).waitFor();

    await page.getByRole('link', { name: `#${stage().tickets.unrated}` }).waitFor();
    await page.getByRole('heading', { name: 'In Brevo' }).waitFor();
    await page.getByText('35 (All support contacts)').waitFor();
    expect(page.url()).not.toContain('@');
    await page.context().close();
  });

  it('when a ticket lives on, its story grows before the eyes, from its opening to its mail', async () => {
    const { harness } = stage();
    const email = 'followed@customer.example.com';
    const ticketId = await harness.happen({ do: 'openTicketByNewcomer', email, name: 'Lin', subject: 'Too late?' });
    const page = await stage().enter('#/now');
    await open(page, `#/tickets/${ticketId}`);
    const shows = (text: string): Promise<void> => page.locator('.story').getByText(text).first().waitFor();

    await shows('SUPPORT_TICKET_OPENED: accepted by Brevo');
    await harness.happen({ do: 'closeTicket', ticketId, surveyDelayMs: 0 });
    await shows('SUPPORT_TICKET_RESOLVED: accepted by Brevo');
    await harness.happen({ do: 'sendSurvey', ticketId });
    await harness.happen({ do: 'scoreSurvey', ticketId, score: 5 });
    await shows('CSAT_SUBMITTED: accepted by Brevo');
    await page.locator('.story > .awaited').waitFor();
    await shows('campaign upsell by event UPSELL: accepted by Brevo');

    expect(harness.timeline(ticketId)).toContain('UPSELL');
    expect(await page.locator('.sentence').textContent()).toMatch(/score of 5; upsell is sent/);
    await page.context().close();
  });
}
