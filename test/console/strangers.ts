import { HOSTILE_NAME, open, type Stage } from './stage';

/** What customers wrote stays what they wrote. */
export function strangers(stage: () => Stage): void {
  it('when a name or a subject is HTML, turns the text around or is 10,000 characters long, it is shown as text', async () => {
    const page = await stage().enter('#/now');
    await open(page, '#/satisfaction/scores?score=1');
    await page.getByText('that is all').waitFor();
    const person = page.locator('bdi', { hasText: '<img src=' }).first();
    expect(await person.textContent()).toBe(HOSTILE_NAME);

    await open(page, '#/campaigns/tickets');
    await page.getByText('that is all').waitFor();
    const subject = page.locator('bdi', { hasText: '<script>' }).first();
    expect((await subject.textContent())?.length).toBeLessThan(400);
    expect((await subject.boundingBox())?.height).toBeLessThan(60);

    expect(await page.locator('main img, main script').count()).toBe(0);
    expect(await page.title()).not.toBe('taken');
    await page.context().close();
  });
}
