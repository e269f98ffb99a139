import { eventually } from '../faults/stage';
import type { House } from './examples-house';
import { commandsOf } from './examples-lines';
import { typed } from './examples-shell';

/** A run that is held up until it has heard the signal. */
export async function fullSync(house: House, block: string): Promise<void> {
  const { faults } = house.sandbox.gorgias;
  const [start, query, pause, resume, result, ...more] = linesOf(block);
  expect(more).toEqual([]);
  faults.add({ kind: '5xx', match: { pathPrefix: '/api/tickets' } });
  try {
    await typed(house, start!);
    await eventually(async () => (await typed(house, query!)).includes('reading'));
    await typed(house, pause!);
  } finally {
    faults.clear();
  }
  await eventually(async () => (await typed(house, query!)).includes('paused'));
  await typed(house, resume!);
  expect(await typed(house, result!)).toContain('COMPLETED');
}

/** The ticket is closed and its survey not yet sent, so that its run has something to wait for. */
export async function ticketAndIncrementalSync(house: House, block: string): Promise<void> {
  const { world } = house.sandbox;
  const ticketId = world.change({ do: 'openTicketByNewcomer', email: 'waiting@customer.example.com' });
  world.change({ do: 'closeTicket', ticketId });
  const [sync, start, signal, query, list, ...more] = linesOf(block.replaceAll('123', String(ticketId)));
  expect(more).toEqual([]);

  for (const line of [sync, start, signal]) await typed(house, line!);
  await eventually(async () => (await typed(house, query!)).includes('waiting for'));
  // The list is written a moment after the history.
  await eventually(async () => (await typed(house, list!)).includes(`ticket/yourstore/${String(ticketId)}`));
  const ended = await typed(house, 'temporal workflow result --workflow-id incremental-sync/yourstore');
  expect(ended).toContain('COMPLETED');
}

function linesOf(block: string): readonly string[] {
  return commandsOf(block).map(({ line }) => line);
}
