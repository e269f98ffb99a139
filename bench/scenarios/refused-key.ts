import { setTimeout as sleep } from 'node:timers/promises';
import { Client } from 'pg';
import { atMost, type Figure, megabytes, say } from '../figures';
import { ACCOUNT, type Harness } from '../harness';
import { historyLengths, signalTickets } from '../ticket-workflows';

/** Whoever is told of this often while the key is refused. */
const ROUNDS = 3;
/** The first round is for all. */
const OF_LATER_ROUNDS = 250;

/**
 * Case B19 at scale: something is heard of every waiting ticket while Gorgias refuses the key, and of some of them again and again. A hint of
 * the backfill would be answered from the list; a webhook's has to be asked for.
 */
export async function refusedKey(harness: Harness, ids: readonly number[]): Promise<readonly Figure[]> {
  const { sandbox } = harness;
  const database = new Client({ connectionString: harness.databaseUrl });
  await database.connect();
  try {
    await sandbox.refuseKey();
    const before = await sandbox.count('gorgias');
    const from = { at: Date.now(), processorMs: harness.processorMs() };
    await tellAll(harness, database, ids);
    const seconds = (Date.now() - from.at) / 1_000;
    const processorMs = harness.processorMs() - from.processorMs;
    for (let round = 1; round < ROUNDS; round += 1) await tellAll(harness, database, ids.slice(0, OF_LATER_ROUNDS));
    await sleep(15_000);
    const asked = (await sandbox.count('gorgias')) - before;
    const lengths = await historyLengths(harness, ids);
    const longest = Math.max(...lengths);
    const tickets = `${String(ids.length)} tickets`;
    return [
      { name: `requests to Gorgias with a refused key, ${tickets}`, value: String(asked), target: atMost(20, asked) },
      { name: 'heard of', value: `${(ids.length / seconds).toFixed(1)} a second` },
      { name: 'processor time for each: worker', value: `${(processorMs / ids.length).toFixed(0)} ms` },
      { name: 'longest history', value: `${String(longest)} events`, target: atMost(1_000, longest) },
      { name: 'worker: resident memory then', value: megabytes((await harness.memory()).rss) },
      { name: 'worker: peak memory', value: megabytes(harness.peakMemory()) },
    ];
  } finally {
    await database.end();
  }
}

/** Until the workflow of each has noted what it heard and tried to look. */
async function tellAll(harness: Harness, database: Client, ids: readonly number[]): Promise<void> {
  const notes = async (): Promise<number> => {
    const { rows } = await database.query<{ count: number }>(NOTED, [ACCOUNT, ids]);
    return rows[0]?.count ?? 0;
  };
  const before = await notes();
  await signalTickets(harness, ids, 'webhook');
  for (;;) {
    const noted = (await notes()) - before;
    say(`             ${String(noted)} of ${String(ids.length)} have heard while the key is refused`);
    if (noted >= ids.length) return;
    await sleep(10_000);
  }
}

const NOTED = `select count(*)::int as count from ticket_notes where account = $1 and ticket_id = any($2) and source = 'webhook'`;
