import { defaultLists } from '../../src/sandbox/brevo/defaults';
import type { KeptDecision } from '../../src/store/live-types';
import { ACCOUNT } from '../support/connector';
import { NAMES, NEUTRAL, type Row, shortLife } from './row';
import { type LiveStage, openLiveStage } from './stage';
import { comesTrue, createStory, type Story, type Theatre } from './story';

/** How a row's tickets are reported. */
export const WAYS = { told: 'with webhooks beside the feed', fed: 'by the feed alone' } as const;
export type Way = keyof typeof WAYS;

export interface Played {
  readonly story: Story;
  /** What went wrong while it was played; null: nothing. */
  readonly failure: unknown;
}

/** All rows, each once in every way. */
export interface Table {
  readonly stage: LiveStage;
  played(row: Row, way: Way): Played;
  end(): Promise<void>;
}

/** The past is an hour or two before the connector comes. */
const WORLD_AGE_MS = 3 * 3_600_000;
const REST_WITHIN_MS = 60_000;

/** Plays every story at once on one stage, with one incremental sync after the other, and waits until nothing more is going on. */
export async function playTable(rows: readonly Row[]): Promise<Table> {
  const born = Date.now();
  const emailOf = (row: Row, way: Way, person: string): string =>
    `${person}.${String(rows.indexOf(row))}.${way}@customer.example.com`;
  const stories = new Map<string, Story>();
  const parts = rows.flatMap((row) => (Object.keys(WAYS) as Way[]).map((way) => ({ row, way, key: keyOf(row, way) })));
  const past: Promise<unknown>[] = [];
  let theatre: Theatre | null = null;
  const stage = await openLiveStage({
    world: { customers: 12, tickets: 12, surveys: 3, now: born - WORLD_AGE_MS, clock: () => Date.now() },
    brevo: {
      lists: [...defaultLists, { id: NEUTRAL, name: 'Improve', folderId: 4 }],
      contacts: parts.flatMap(({ row, way }) =>
        row.seed === undefined ? [] : [{ ...row.seed, email: emailOf(row, way, 'ann') }],
      ),
    },
    edit: shortLife,
    past: (sandbox) => {
      theatre = { sandbox, stage: null };
      for (const { row, way, key } of parts) {
        const story = createStory({
          theatre,
          told: way === 'told',
          emailOf: (person) => emailOf(row, way, person),
        });
        stories.set(key, story);
        if (row.past !== undefined) past.push(row.past(story));
      }
    },
  });
  try {
    await Promise.all(past);
    if (theatre !== null) (theatre as Theatre).stage = stage;
    await stage.connector.sync();
    const failures = await play(stage, parts, stories);
    return {
      stage,
      played: (row, way) => {
        const key = keyOf(row, way);
        const story = stories.get(key);
        if (story === undefined) throw new Error(`nobody played ${key}`);
        return { story, failure: failures.get(key) ?? null };
      },
      end: () => stage.end(),
    };
  } catch (thrown) {
    await stage.end();
    throw thrown;
  }
}

type Part = { readonly row: Row; readonly way: Way; readonly key: string };

async function play(
  stage: LiveStage,
  parts: readonly Part[],
  stories: ReadonlyMap<string, Story>,
): Promise<ReadonlyMap<string, unknown>> {
  const failures = new Map<string, unknown>();
  let over = false;
  const ticker = setInterval(() => { if (process.env['DBG'] !== undefined) void dbg(stage, stories); }, 40_000); ticker.unref(); // DBG
  const syncing = (async () => {
    while (!over) {
      await stage.sync();
      await new Promise((resolve) => setTimeout(resolve, 500));
    }
  })();
  await Promise.all(
    parts.map(async ({ row, key }) => {
      const story = stories.get(key);
      if (story === undefined) return;
      try {
        await row.play(story);
        // What is missing in the end is shown by the row's test.
        await comesTrue(() => isRest(stage, row, story), REST_WITHIN_MS);
      } catch (thrown) {
        failures.set(key, thrown);
      }
    }),
  );
  if (process.env['DBG'] !== undefined) await dbg(stage, stories); // DBG
  over = true;
  await syncing;
  await stage.sync();
  return failures;
}

/** All that was to come has come, and nothing is pending. Whether more came is for the row's test to say. */
async function isRest(stage: LiveStage, row: Row, story: Story): Promise<boolean> {
  for (const [ticket, wanted] of Object.entries(row.tells)) {
    if (toldOf(stage, story, ticket).length < wanted.length) return false;
    const words = await wordsOf(stage, story, ticket);
    if (words.length < (row.policy?.[ticket] ?? []).length || words.some(isPending)) return false;
  }
  return true;
}

const isPending = (word: string): boolean => word.startsWith('wait') || word.startsWith('held');

/** Everything about the ticket that is in Brevo, as {@link Row.tells} writes it. */
export function toldOf({ sandbox }: LiveStage, story: Story, ticket: string): readonly string[] {
  const { events, mails } = sandbox.brevo.state.snapshot();
  const id = story.tickets.get(ticket);
  const told = [
    ...events.flatMap(({ name, properties, identifiers, receivedAt: at }) =>
      properties['ticket_id'] === id ? [{ at, what: NAMES[name] ?? name, email: identifiers['email_id'] }] : [],
    ),
    ...mails.flatMap(({ templateId, params, to, at }) =>
      params['ticket_id'] === id ? [{ at, what: `mail ${String(templateId)}`, email: to[0] }] : [],
    ),
  ];
  return told.sort((one, other) => one.at - other.at).map(({ what, email }) => `${what}${toWhom(story, email)}`);
}

function toWhom(story: Story, email: unknown): string {
  if (email === story.emailOf('ann')) return '';
  return email === story.emailOf('bob') ? ' to bob' : ` to ${String(email)}`;
}

/** The policy's last word of each end of the ticket: `send`, `skip frequency_cap`. */
export async function wordsOf({ connector }: LiveStage, story: Story, ticket: string): Promise<readonly string[]> {
  const decisions = await connector.store.campaigns.decisions(ACCOUNT, story.ticketId(ticket));
  return decisions.map(({ kind, rules }: KeptDecision) =>
    kind === 'send' ? 'send' : `${kind} ${rules.at(-1)?.rule ?? ''}`,
  );
}

/** What Brevo holds of the person, as {@link Row.contacts} writes it. */
export function contactOf({ sandbox }: LiveStage, email: string): Record<string, unknown> | null {
  const contact = sandbox.brevo.state.contact(email);
  if (contact === null) return null;
  const { CSAT_SCORE: score, CSAT_RESPONSES: responses, TICKET_COUNT: tickets } = contact.attributes;
  return { score, responses, tickets, lists: [...contact.listIds].sort((one, other) => one - other) };
}

function keyOf(row: Row, way: Way): string {
  return `${row.name}, ${WAYS[way]}`;
}


// DBG
async function dbg(stage: LiveStage, stories: ReadonlyMap<string, Story>): Promise<void> { // DBG
  const fs = await import('node:fs'); // DBG
  fs.writeFileSync('/tmp/lt.logs', stage.connector.logs()); // DBG
  let out = ''; // DBG
  for (const [key, story] of stories) for (const [t, id] of story.tickets) { // DBG
    const d = await stage.connector.client.workflow.getHandle('ticket/' + ACCOUNT + '/' + String(id)).describe().catch(() => null); // DBG
    out += JSON.stringify([key, t, id, d?.status.name, d?.historyLength, await stage.view(id), toldOf(stage, story, t), await wordsOf(stage, story, t), d?.raw.pendingActivities?.map((a) => [a.activityType?.name, a.attempt, a.lastFailure?.message])]) + '\n'; // DBG
  } // DBG
  fs.writeFileSync('/tmp/lt.tickets', out); // DBG
} // DBG
