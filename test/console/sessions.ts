import { type Stage, open, signIn } from './stage';

/** Who may look, and for how long. */
export function sessions(stage: () => Stage): void {
  it('when somebody comes for the first time, they sign in by the key and stand before the view that they asked for', async () => {
    const page = await stage().visit('#/satisfaction?period=30d');
    await page.getByLabel('Key').fill('not-the-key-of-this-connector');
    await page.getByRole('button', { name: 'Sign in' }).click();
    const refused = await page.getByRole('alert').textContent();

    await signIn(page, stage().key);

    expect(refused).toContain('This is not the key of this connector.');
    await page.getByRole('heading', { name: 'Satisfaction', level: 1 }).waitFor();
    expect(await page.evaluate('document.cookie + JSON.stringify(localStorage) + JSON.stringify(sessionStorage)')).toBe(
      '{}{}',
    );
    await page.context().close();
  });

  it('when a sign-in link is opened, it leads in once and is gone from the address', async () => {
    const { path } = await linkOf(stage());
    const page = await stage().visit(path.replace(/^\//, ''));
    await page.getByRole('heading', { name: 'Now', level: 1 }).waitFor();
    const again = await stage().visit(path.replace(/^\//, ''));

    expect(page.url()).not.toContain('sign-in');
    await again.getByLabel('Key').waitFor();
    expect(again.url()).not.toContain('sign-in');
    expect(await again.getByRole('alert').textContent()).toMatch(/link/);
    const cut = await stage().visit(path.replace(/^\//, '').slice(0, -3));
    await cut.getByLabel('Key').waitFor();
    expect(await cut.getByRole('alert').textContent()).toContain('not whole');
    await Promise.all([page, again, cut].map((one) => one.context().close()));
  });

  it('when the session ends, it says so, and signing in leads back to where one was', async () => {
    const page = await stage().enter('#/now');
    await open(page, `#/tickets/${stage().tickets.satisfied}`);
    await page.request.post(`${stage().url()}/v1/session/end`, {
      headers: { 'X-Tajo-Console': '1', Origin: stage().url(), 'Content-Type': 'application/json' },
      data: {},
    });
    await page.getByRole('link', { name: 'Tickets and people' }).first().click();
    await page.getByRole('heading', { name: 'Sign in again' }).waitFor();

    await signIn(page, stage().key);

    await page.getByRole('heading', { name: 'Tickets and people', level: 1 }).waitFor();
    await page.context().close();
  });

  it('when the key may only read, people’s words are hidden and nothing can be done', async () => {
    const page = await stage().visit('#/satisfaction/scores');
    await signIn(page, stage().readKey);
    await page.getByRole('cell', { name: 'hidden' }).first().waitFor();

    expect(await page.locator('main').textContent()).not.toMatch(/@|Scored 5/);
    await open(page, '#/now');
    expect(await page.getByRole('button', { name: /Pause|Sync|Estimate/ }).count()).toBe(0);
    await open(page, '#/set-aside');
    expect(await page.getByRole('button', { name: /[Rr]etry/ }).count()).toBe(0);
    await page.context().close();
  });

  it('when the connector goes away and comes back, the page says both and goes on by itself', async () => {
    const page = await stage().enter('#/campaigns');
    await page.getByText('Live', { exact: true }).waitFor({ state: 'attached' });
    await stage().stopApi();
    await page.getByText('No connection to the connector.').waitFor();
    await stage().startApi();

    await page.getByText('Connected again.').waitFor();
    await page.getByText('No connection to the connector.').waitFor({ state: 'detached' });
    await page.context().close();
  });
}

async function linkOf(stage: Stage): Promise<{ readonly path: string }> {
  const response = await fetch(`${stage.url()}/v1/session/links`, {
    method: 'POST',
    headers: { authorization: `Bearer ${stage.key}` },
  });
  return (await response.json()) as { readonly path: string };
}
