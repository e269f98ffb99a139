import { setTimeout as delay } from 'node:timers/promises';
import { Client as Database } from 'pg';
import { createWorld } from '../../packages/sandbox/world/world';
import { differencesBetween } from '../support/compare';
import { eventually } from '../support/eventually';
import type { ChaosHarness } from './chaos-harness';
import { type Expected, storyDifferences, withoutLeftovers } from './story-oracle';

/** What has become of the stories, in Brevo and in the connector's own database, whatever was killed meanwhile. */
export interface ChaosTruth {
  /**
   * Waits until nothing is on its way any more and Brevo is as it must be. A campaign is written down before it may leave, and waits there while
   * another ticket of the person is open.
   * @throws with what still differs.
   */
  untilAllIsRight(expected: readonly Expected[], startedAt: number): Promise<void>;
  /** How Brevo differs from what the stories and the world of Gorgias say; none when all is right. */
  differences(expected: readonly Expected[], startedAt: number): Promise<readonly string[]>;
  /** What is still on its way to Brevo. */
  unsettled(): Promise<readonly object[]>;
  /** Tickets whose campaign may or may not have gone out. */
  unknownCampaigns(): Promise<ReadonlySet<number>>;
  rows<Row extends object>(sql: string): Promise<readonly Row[]>;
}

export function chaosTruth(harness: ChaosHarness): ChaosTruth {
  // A connection for each question: the server of the last one may have been killed.
  const rows: ChaosTruth['rows'] = async <Row extends object>(sql: string) => {
    const database = new Database(harness.databaseUrl);
    database.on('error', () => undefined);
    await database.connect();
    try {
      return (await database.query<Row>(sql)).rows;
    } finally {
      await database.end();
    }
  };
  const unknownCampaigns: ChaosTruth['unknownCampaigns'] = async () => {
    const unknown = await rows<{ id: string }>(
      `select ticket_id::text as id from outbox where kind = 'campaign' and state = 'unknown'`,
    );
    return new Set(unknown.map(({ id }) => Number(id)));
  };
  const truth: Omit<ChaosTruth, 'untilAllIsRight'> = {
    rows,
    unknownCampaigns,
    unsettled: () =>
      rows(`select key, state, reason, gate from outbox
        where state <> 'sent' and not (kind = 'campaign' and state in ('unknown', 'given_up'))`),
    differences: async (expected, startedAt) => {
      const [brevo, { options, happened }] = await Promise.all([harness.brevo(), harness.happened()]);
      const world = createWorld({ ...options, happened });
      const { acquaintances } = harness.vendors;
      return [
        ...storyDifferences(brevo, expected, await unknownCampaigns()),
        ...withoutLeftovers(
          differencesBetween({ world, contacts: brevo.contacts, acquaintances }, startedAt),
          expected,
        ),
      ];
    },
  };
  return { ...truth, untilAllIsRight: (expected, startedAt) => untilAllIsRight(truth, { expected, startedAt }) };
}

async function untilAllIsRight(
  { differences, unsettled }: Omit<ChaosTruth, 'untilAllIsRight'>,
  { expected, startedAt }: { readonly expected: readonly Expected[]; readonly startedAt: number },
): Promise<void> {
  let wrong: readonly unknown[] = [];
  const isRight = async (): Promise<boolean> => {
    wrong = [...(await differences(expected, startedAt)), ...(await unsettled())];
    if (wrong.length > 0) await delay(500);
    return wrong.length === 0;
  };
  await eventually(isRight, () => JSON.stringify(wrong, null, 2));
}
