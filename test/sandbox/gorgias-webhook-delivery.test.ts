import { receive, start } from './webhook-harness';

describe('the sandbox Gorgias: delivery of webhooks', () => {
  it('when the other end fails or redirects, the same body is tried four times in all; when it recovers, no more', async () => {
    const broken = await receive((n) => [500, 301, 429, 503][n % 4] ?? 500);
    const slow = await receive((n) => (n === 0 ? null : n === 1 ? 503 : 202));
    const { world, listen, integrations, ticketId } = await start({ retryDelaysMs: [5, 10, 20], timeoutMs: 1_500 });
    const lost = listen(broken.url, { form: { id: '{{ticket.id}}' } }, 'ticket-status-updated');
    const late = listen(slow.url, {}, 'ticket-status-updated');
    world.change({ do: 'closeTicket', ticketId });
    await integrations.idle();
    const [failed] = integrations.deliveries.list({ integrationId: lost.id });
    const [answered] = integrations.deliveries.list({ integrationId: late.id });

    expect(new Set(broken.received.map(({ body }) => body))).toEqual(new Set([`{"id":"${ticketId}"}`]));
    expect(failed).toMatchObject({ state: 'failed', status: 503, trigger: 'ticket-status-updated', ticketId });
    expect(failed?.attempts.map(({ status }) => status)).toEqual([500, 301, 429, 503]);
    expect(answered).toMatchObject({ state: 'answered', status: 202 });
    expect(answered?.attempts.map(({ status, error }) => status ?? error)).toEqual(['timed out', 503, 202]);
  });

  it('when calls fail too often in a row, the integration is switched off until it is enabled; a success starts the count anew', async () => {
    let isUp = false;
    const { url, received } = await receive(() => (isUp ? 200 : 500));
    const { world, client, listen, integrations, ticketId } = await start({ retryDelaysMs: [], failuresUntilOff: 3 });
    const { id } = listen(url, {}, 'ticket-updated');
    const touch = async (times: number): Promise<void> => {
      for (let n = 0; n < times; n += 1) {
        world.change({ do: 'touchTicket', ticketId });
        await integrations.idle();
      }
    };
    await touch(2);
    isUp = true;
    await touch(1);
    isUp = false;
    await touch(2);
    expect((await client.get(`integrations/${id}`)).json.deactivated_datetime).toBeNull();
    await touch(4);
    expect(typeof (await client.get(`integrations/${id}`)).json.deactivated_datetime).toBe('string');
    expect(received).toHaveLength(6);
    await client.send('PUT', `integrations/${id}`, { name: 'tajo', deactivated_datetime: null });
    await touch(1);
    expect(received).toHaveLength(7);
    expect(integrations.find(id)?.deactivatedUs).toBeNull();
  });

  it('when it misbehaves by plan, what is lost, doubled and disordered stands in the journal and comes again with the same seed', async () => {
    const play = async () => {
      const { url, received } = await receive();
      const { world, listen, integrations, ticketId } = await start();
      listen(url, { form: { updated: '{{ticket.updated_datetime}}' } }, 'ticket-updated');
      integrations.misbehave({ drop: 0.2, duplicate: 0.3, delayMs: [0, 60], seed: 11 });
      for (let n = 0; n < 100; n += 1) world.change({ do: 'touchTicket', ticketId });
      await integrations.idle();
      const { deliveries } = integrations;
      const fates = deliveries.list().map(({ state, duplicateOf }) => `${state} ${duplicateOf ?? ''}`);
      return { received: received.map(({ body }) => body), deliveries, fates };
    };
    const [one, other] = [await play(), await play()];
    const dropped = one.deliveries.count({ state: 'dropped' });
    const doubled = one.deliveries.list().filter(({ duplicateOf }) => duplicateOf !== null).length;

    expect(dropped).toBeGreaterThan(5);
    expect(doubled).toBeGreaterThan(10);
    expect(one.received).toHaveLength(100 - dropped + doubled);
    expect(one.received).not.toEqual([...one.received].sort());
    expect(other.fates).toEqual(one.fates);
  });

  it('when an address is not on this machine, nothing is sent there', async () => {
    const { world, listen, integrations, ticketId } = await start();
    listen('https://example.com/hook', {}, 'ticket-updated');
    world.change({ do: 'touchTicket', ticketId });
    await integrations.idle();

    expect(integrations.deliveries.list().map(({ state, attempts }) => [state, attempts.length])).toEqual([
      ['refused', 0],
    ]);
  });

  it('when the sandbox is closed, what waits or hangs is given up at once and nothing more is sent', async () => {
    const hanging = await receive(() => null);
    const failing = await receive(() => 500);
    const { world, sandbox, listen, integrations, ticketId } = await start({});
    listen(hanging.url, {}, 'ticket-updated');
    listen(failing.url, {}, 'ticket-updated');
    world.change({ do: 'touchTicket', ticketId });
    await Promise.all([hanging.arrived(1), failing.arrived(1)]);
    await sandbox.close();
    world.change({ do: 'touchTicket', ticketId });

    expect(integrations.deliveries.list().map(({ state }) => state)).toEqual(['stopped', 'stopped']);
  });
});
