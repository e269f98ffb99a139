import { eventually } from '../support/eventually';
import type { ExamplesHarness } from './examples-harness';
import { commandsOf } from './examples-lines';
import { typed } from './examples-shell';

/** A run that is held up until it has heard the signal. */
export async function fullSync(harness: ExamplesHarness, block: string): Promise<void> {
  const { faults } = harness.sandbox.gorgias;
  const [start, query, pause, resume, result, ...more] = linesOf(block);
  expect(more).toEqual([]);
  faults.add({ kind: '5xx', match: { pathPrefix: '/api/tickets' } });
  try {
    await typed(harness, start!);
    await eventually(async () => (await typed(harness, query!)).includes('reading'));
    await typed(harness, pause!);
  } finally {
    faults.clear();
  }
  await eventually(async () => (await typed(harness, query!)).includes('paused'));
  await typed(harness, resume!);
  expect(await typed(harness, result!)).toContain('COMPLETED');
}

/** The ticket is closed and its survey not yet sent, so that its run has something to wait for. */
export async function ticketAndIncrementalSync(harness: ExamplesHarness, block: string): Promise<void> {
  const { world } = harness.sandbox;
  const ticketId = world.change({ do: 'openTicketByNewcomer', email: 'waiting@customer.example.com' });
  world.change({ do: 'closeTicket', ticketId });
  const [sync, start, signal, query, list, ...more] = linesOf(block.replaceAll('123', String(ticketId)));
  expect(more).toEqual([]);

  for (const line of [sync, start, signal]) await typed(harness, line!);
  await eventually(async () => (await typed(harness, query!)).includes('waiting for'));
  // The list is written a moment after the history.
  await eventually(async () => (await typed(harness, list!)).includes(`ticket/yourstore/${String(ticketId)}`));
  const ended = await typed(harness, 'temporal workflow result --workflow-id incremental-sync/yourstore');
  expect(ended).toContain('COMPLETED');
}

function linesOf(block: string): readonly string[] {
  return commandsOf(block).map(({ line }) => line);
}
