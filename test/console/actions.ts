import type { Page } from 'playwright-core';
import { canRetry } from '../../packages/sdk/contract/cause-words';
import { ACCOUNT } from '../support/connector';
import { eventually } from '../support/eventually';
import { open, SATISFIED_EMAIL, type Stage } from './stage';

/** What can be done: each asks once, and says what it did. */
export function actions(stage: () => Stage): void {
  const confirm = async (page: Page, verb: string): Promise<string> => {
    await page.getByRole('dialog').getByRole('button', { name: verb, exact: true }).click();
    const done = page.getByRole('dialog').locator('.done');
    await done.waitFor();
    const said = (await done.textContent()) ?? '';
    await page.getByRole('dialog').getByRole('button', { name: 'Close' }).click();
    return said;
  };

  it('when somebody pauses and resumes, it asks, does it, and the page and the account say the same', async () => {
    const page = await stage().enter('#/now');
    await page.getByRole('button', { name: 'Pause' }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Cancel' }).click();
    expect((await stage().ask('GET', '/status')).state).toBe('connected');

    await page.getByRole('button', { name: 'Pause' }).click();
    expect(await confirm(page, 'Pause')).toBe(`${ACCOUNT} is paused. Nothing leaves for Brevo any more.`);
    await page.getByText('Paused: nothing is read').waitFor();
    expect((await stage().ask('GET', '/status')).state).toBe('paused');

    await page.getByRole('button', { name: 'Resume' }).click();
    expect(await confirm(page, 'Resume')).toBe(`${ACCOUNT} goes on.`);
    await page.getByRole('button', { name: 'Pause' }).waitFor();
    expect((await stage().ask('GET', '/status')).state).toBe('connected');
    await page.context().close();
  });

  it('when a cause is retried, first dry, it says as many as the API counts', async () => {
    const page = await stage().enter('#/now');
    await open(page, '#/set-aside');
    const passive = page.locator('.cause', { hasText: 'no_email' });
    await passive.getByText('no contact, nothing to do').waitFor();
    expect(await passive.getByRole('button').count()).toBe(0);
    const { causes } = await stage().ask('GET', '/quarantine');
    const { cause } = causes.find((one: { cause: string }) => canRetry(one.cause));
    const dry = await stage().ask('POST', '/quarantine/retry', { cause, dryRun: true });
    const card = page.locator('.cause', { hasText: cause });
    await card.getByRole('button', { name: 'What would a retry do?' }).click();
    const counted = await confirm(page, 'Count');
    await card.getByRole('button', { name: 'Retry', exact: true }).click();
    await page.getByRole('dialog').waitFor();
    await open(page, '#/now');
    await page.getByRole('dialog').waitFor({ state: 'detached' });
    await open(page, '#/set-aside');
    await card.getByRole('button', { name: 'Retry', exact: true }).click();
    const done = await confirm(page, 'Retry');

    for (const said of [counted, done]) expect(said).toMatch(new RegExp(`^${dry.records} records? for ${cause}[:,]`));
    expect(counted).toMatch(/Nothing was changed|nothing to try/);
    await page.context().close();
  });

  it('when a sync is started, its bar is shown until it has ended', async () => {
    const { faults } = stage().harness.sandbox.gorgias;
    const page = await stage().enter('#/now');
    // Else it may have ended before the page has asked.
    faults.add({ kind: 'delay', ms: 500 });
    await page.getByRole('button', { name: 'Sync' }).click();
    expect(await confirm(page, 'Start')).toMatch(/has begun|under way/);
    await page.getByRole('progressbar', { name: 'How much of the sync is done' }).waitFor();
    faults.clear();
    await page
      .getByRole('progressbar', { name: 'How much of the sync is done' })
      .waitFor({ state: 'detached', timeout: 60_000 });

    expect((await stage().ask('GET', '/status')).run).toMatchObject({ type: 'full', state: 'completed' });
    await page.context().close();
  });

  it('when an audit is asked for, its report fills up before the eyes, and a repair writes what it found', async () => {
    const { state } = stage().harness.sandbox.brevo;
    const name = (): unknown => state.contact(SATISFIED_EMAIL)?.attributes['FIRSTNAME'];
    const before = name();
    loseName(stage());
    const page = await stage().enter('#/audit');
    await page.getByRole('button', { name: 'Audit a sample now' }).click();
    expect(await confirm(page, 'Audit')).toContain('The audit has begun');
    const readBack = page.locator('.figure', { hasText: 'Read back' }).locator('.figure-value');
    await page.getByRole('progressbar').waitFor();
    await eventually(async () => Number(await readBack.textContent()) > 0);

    const shown = Number(await readBack.textContent());
    const { report } = await stage().ask('GET', '/audit/report');
    // It goes on: what was read back meanwhile is not on the page yet.
    expect(report.looked).toBeGreaterThanOrEqual(shown);
    expect(report).toMatchObject({ scope: 'sample', nightly: false });

    await page.getByRole('button', { name: 'Repair', exact: true }).click();
    expect(await confirm(page, 'Repair')).toContain('The repair has begun');
    const repaired = page.locator('.figure', { hasText: 'Repaired' });
    await repaired.getByText('0 open').waitFor();
    expect(await repaired.locator('.figure-value').textContent()).toBe('1');
    expect((await stage().ask('GET', '/audit/report')).report).toMatchObject({
      differing: 1,
      repairs: { repaired: 1 },
    });
    expect([before, name()]).toEqual(['Ada', 'Ada']);
    await page.context().close();
  });

  it('when a second account is installed, one is chosen at a time, and the address says which', async () => {
    const other = 'otherstore';
    const { store } = stage().harness.connector;
    await store.accounts.save({
      account: other,
      domain: `${other}.gorgias.com`,
      email: 'owner@otherstore.com',
      gorgiasApiKey: 'gorgias-other-key',
      brevoApiKey: 'xkeysib-other-key',
    });
    const page = await stage().enter('#/now');
    await page.getByLabel('Account').selectOption(other);
    await page.getByText('nothing was read yet').waitFor();
    expect(page.url()).toContain(`account=${other}`);

    await page.getByLabel('Account').selectOption(ACCOUNT);
    await page.getByText('All is well').waitFor();
    await stage().ask('POST', `/uninstall?account=${other}`, { purge: true });
    await page.context().close();
  });
}

/** Brevo has taken the name, and does not keep it. */
function loseName({ harness }: Stage): void {
  const { state } = harness.sandbox.brevo;
  const snapshot = state.snapshot();
  const contacts = snapshot.contacts.map((contact) => {
    const kept = Object.entries(contact.attributes).filter(([attribute]) => attribute !== 'FIRSTNAME');
    return contact.email === SATISFIED_EMAIL ? { ...contact, attributes: Object.fromEntries(kept) } : contact;
  });
  state.restore({ ...snapshot, contacts });
}
