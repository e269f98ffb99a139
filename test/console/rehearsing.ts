import { open, type Stage } from './stage';

/** A policy tried before it is saved. */
export function rehearsing(stage: () => Stage): void {
  it('when a policy is changed and rehearsed, the difference to today’s is that of the report, and its YAML can be copied', async () => {
    const page = await stage().enter('#/now');
    await page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
    await open(page, '#/campaigns/rehearsal');
    const field = page.getByRole('textbox', { name: 'To try' });
    const today = await field.inputValue();

    await field.fill('campaigns:\n  a: [');
    await page.getByRole('button', { name: 'Rehearse both' }).click();
    await page.getByText(/^Line \d/).waitFor();

    await field.fill(today.replace('satisfied_from: 4', 'satisfied_from: 9'));
    await page.getByRole('button', { name: 'Rehearse both' }).click();
    await page.getByText(/The policy has a fault/).waitFor();

    // A part of it, as from the command line: what is left out stays as it is today.
    await field.fill('csat: { satisfied_from: 4 }');
    await page.getByRole('button', { name: 'Rehearse both' }).click();
    await page.getByText(/Both policies answer all .* the same/).waitFor();

    const changed = today.replace('when: dissatisfied', 'when: no_survey');
    await field.fill(changed);
    await page.getByRole('button', { name: 'Rehearse both' }).click();
    await page.getByText(/would have answered .* differently/).waitFor();
    await page.getByRole('button', { name: 'Copy the YAML' }).click();
    await page.getByText('Copied').waitFor();

    const report = await stage().ask('GET', '/rehearsals/newest');
    expect(report.changed).toBeGreaterThan(0);
    expect(await page.locator('.sentence strong').textContent()).toBe(String(report.changed));
    const list = page.getByRole('table', { name: 'Ends that are answered differently' });
    await list.waitFor();
    expect(await list.locator('tbody tr').count()).toBe(report.changed);
    expect(await page.evaluate('navigator.clipboard.readText()')).toBe(changed);
    await page.context().close();
  });
}
