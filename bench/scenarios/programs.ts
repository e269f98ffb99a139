import { setTimeout as sleep } from 'node:timers/promises';
import { TajoClient } from '../../packages/sdk/client/client';
import type { SyncStarted } from '../../packages/sdk/client/types';
import { ensureSchedule, removeSchedule } from '../../src/control/schedules';
import { atMost, type Figure, say } from '../figures';
import { ACCOUNT, type Harness, NO_LIMITS, openHarness } from '../harness';

const SMALL = { customers: 200, tickets: 200, surveys: 20 };
const PROGRAMS = 200;
const AT_ONCE = 4;
const EVERY_MS = 5_000;

/** The program of the specification (4), two hundred times beside a schedule of five seconds: whether any of its calls fails. */
export async function programs(): Promise<readonly Figure[]> {
  const harness = await openHarness({ ...{ size: SMALL, rate: NO_LIMITS, enrich: 'none', webhookSecret: 'bench' } });
  const turns: SyncStarted['turn'][] = [];
  const failures: string[] = [];
  try {
    await ensureSchedule(harness.client, ACCOUNT, { everyMs: EVERY_MS });
    const [ticketId = 0] = await harness.sandbox.change([
      { do: 'openTicketByNewcomer', email: 'ada@customer.example.com', channel: 'chat' },
    ]);
    let left = PROGRAMS;
    const work = async (): Promise<void> => {
      while (left > 0) {
        left -= 1;
        if (left % 20 === 0) say(`             ${String(left)} programs to go, ${String(failures.length)} failed`);
        await program(harness, ticketId, turns).catch((thrown: unknown) => failures.push(String(thrown)));
      }
    };
    await Promise.all(Array.from({ length: AT_ONCE }, work));
    await removeSchedule(harness.client, ACCOUNT);
    for (const failure of failures) say(`             ${failure}`);
    const share = (turn: SyncStarted['turn']): string => String(turns.filter((one) => one === turn).length);
    return [
      { name: `programs, ${String(AT_ONCE)} at once`, value: String(PROGRAMS) },
      { name: 'that failed', value: String(failures.length), target: atMost(0, failures.length) },
      { name: 'syncs that began at once', value: share('started') },
      { name: 'that joined one of another program', value: share('joined') },
      { name: 'waits for another program’s', value: share('waiting') },
    ];
  } finally {
    await harness.end();
  }
}

/** As the specification has it, but for the handler, which would wait for a ticket to end. */
async function program(harness: Harness, ticketId: number, turns: SyncStarted['turn'][]): Promise<void> {
  const { gorgias, brevoApiKey } = harness.sandbox.credentials;
  const { email, apiKey } = gorgias;
  const onTurn = ({ turn }: SyncStarted): number => turns.push(turn);
  const tajo = new TajoClient({ url: harness.apiUrl ?? '', apiKey: harness.apiKey, brevoApiKey, email });
  await tajo.connectors.connect('gorgias', { domain: `${ACCOUNT}.gorgias.com`, apiKey });
  const since = '2024-01-01';
  const type = 'incremental';
  await tajo.connectors.sync('gorgias', { type, resources: ['customers'], since, batchSize: 30, onTurn });
  await tajo.connectors.status('gorgias');
  await tajo.connectors.handleEvent('gorgias', { type: 'ticket.updated', payload: { ticketId } });
  const subscription = tajo.connectors.on('gorgias', 'ticket.closed', () => undefined);
  await sleep(100);
  await tajo.connectors.sync('gorgias', { type, resources: ['satisfaction_surveys'], since, onTurn });
  await subscription.close();
}
