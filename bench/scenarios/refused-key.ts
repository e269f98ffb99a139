import { setTimeout as sleep } from 'node:timers/promises';
import { Client } from 'pg';
import { atMost, type Figure, megabytes, say } from '../figures';
import { ACCOUNT, type Harness } from '../harness';
import { historyLengths, signalTickets } from '../ticket-workflows';

/** Tickets that are told of at once. */
const PART = 250;
/** The first part is told of this often. */
const ROUNDS = 3;

/**
 * Case B19 at scale: something is heard of every waiting ticket while Gorgias refuses the key, and of some of them again and again. A hint of
 * the backfill would be answered from the list; a webhook's has to be asked for.
 * @param longestMs no further tickets are told of after this
 */
export async function refusedKey(
  harness: Harness,
  ids: readonly number[],
  longestMs: number,
): Promise<readonly Figure[]> {
  const { sandbox } = harness;
  const database = new Client({ connectionString: harness.databaseUrl });
  await database.connect();
  try {
    await sandbox.refuseKey();
    const before = await sandbox.count('gorgias');
    const asked = async (): Promise<number> => (await sandbox.count('gorgias')) - before;
    const from = { at: Date.now(), processorMs: harness.processorMs() };
    let told = 0;
    while (told < ids.length && Date.now() - from.at < longestMs) {
      const part = ids.slice(told, told + PART);
      await tell(harness, database, part);
      told += part.length;
      say(`             ${String(told)} have heard while the key is refused, ${String(await asked())} requests`);
    }
    const seconds = (Date.now() - from.at) / 1_000;
    const processorMs = harness.processorMs() - from.processorMs;
    for (let round = 1; round < ROUNDS; round += 1) await tell(harness, database, ids.slice(0, Math.min(PART, told)));
    await sleep(15_000);
    const requests = await asked();
    const longest = Math.max(...(await historyLengths(harness, ids.slice(0, told))));
    return [
      {
        name: `requests to Gorgias with a refused key, ${String(told)} tickets`,
        ...{ value: String(requests), target: atMost(20, requests) },
      },
      { name: 'heard of', value: `${(told / seconds).toFixed(1)} a second` },
      { name: 'processor time for each: worker', value: `${(processorMs / told).toFixed(0)} ms` },
      { name: 'longest history', value: `${String(longest)} events`, target: atMost(1_000, longest) },
      { name: 'worker: resident memory then', value: megabytes((await harness.memory()).rss) },
      { name: 'worker: peak memory', value: megabytes(harness.peakMemory()) },
    ];
  } finally {
    await database.end();
  }
}

/** Until the workflow of each has noted what it heard; it asks next. */
async function tell(harness: Harness, database: Client, ids: readonly number[]): Promise<void> {
  const notes = async (): Promise<number> => {
    const { rows } = await database.query<{ count: number }>(NOTED, [ACCOUNT, ids]);
    return rows[0]?.count ?? 0;
  };
  const before = await notes();
  await signalTickets(harness, ids, 'webhook');
  while ((await notes()) - before < ids.length) await sleep(1_000);
}

const NOTED = `select count(*)::int as count from ticket_notes where account = $1 and ticket_id = any($2) and source = 'webhook'`;
