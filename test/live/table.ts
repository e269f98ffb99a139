import { Client } from 'pg';
import { explainTicket } from '../../src/api/story/explain';
import { mix } from '../../packages/sandbox/random';
import { defaultLists } from '../../packages/sandbox/brevo/defaults';
import type { KeptDecision } from '../../src/store/campaigns/campaign-types';
import { ACCOUNT } from '../support/connector';
import { CSAT_WAIT_MS, NAMES, NEUTRAL, type Row, shortenTimes } from './row';
import { type LiveHarness, openLiveHarness } from './harness';
import { createDatabase } from '../support/postgres';
import { comesTrue, createStory, type Story, type StoryContext } from './story';
import { CSAT } from '../domain/ticket/facts';

/** How a row's tickets are reported. */
const WAYS = { told: 'with webhooks beside the feed', fed: 'by the feed alone' } as const;
export type Way = keyof typeof WAYS;
const WAY_NAMES: readonly Way[] = ['told', 'fed'];

export interface Played {
  readonly story: Story;
  /** What went wrong while it was played; null: nothing. */
  readonly failure: Error | null;
}

/** All rows, each once in every way. */
export interface Table {
  readonly harness: LiveHarness;
  played(part: Part): Played;
  end(): Promise<void>;
}

/** The past is an hour or two before the connector comes. */
const WORLD_AGE_MS = 3 * 3_600_000;
/** The wait of who closed right after the installation ends in the middle of the table. */
const INSTALLED_FOR_MS = CSAT_WAIT_MS - 40_000;
const REST_WITHIN_MS = 240_000;

/** Plays every story at once on one harness, with one incremental sync after the other, and waits until nothing more is going on. */
export async function playTable(rows: readonly Row[]): Promise<Table> {
  const born = Date.now();
  const emailOf = (row: Row, way: Way, person: string): string =>
    `${person}.${String(rows.indexOf(row))}.${way}@customer.example.com`;
  const stories = new Map<string, Story>();
  const parts = partsOf(rows);
  const { url: databaseUrl, drop } = await createDatabase();
  let context = null as StoryContext | null;
  const opening = openLiveHarness({
    databaseUrl,
    world: { customers: 12, tickets: 12, surveys: 3, now: born - WORLD_AGE_MS, clock: () => Date.now() },
    brevo: {
      lists: [...defaultLists, { id: NEUTRAL, name: 'Improve', folderId: 4 }],
      contacts: parts.flatMap(({ row, way }) =>
        row.seed === undefined ? [] : [{ ...row.seed, email: emailOf(row, way, 'ann') }],
      ),
    },
    edit: shortenTimes,
    past: async (sandbox) => {
      const opened: StoryContext = { sandbox, harness: null, installedAt: Date.now() - INSTALLED_FOR_MS };
      context = opened;
      for (const { row, way, key } of parts) {
        const withWebhooks = way === 'told';
        const story = createStory({
          context: opened,
          withWebhooks,
          emailOf: (person) => emailOf(row, way, person),
        });
        stories.set(key, story);
        // One after the other: what happens in the sandbox is never put before what has happened.
        await row.past?.(story);
      }
    },
  });
  const harness = await opening.catch(async (thrown: unknown) => {
    await drop();
    throw thrown;
  });
  const end = async (): Promise<void> => {
    await harness.end();
    await drop();
  };
  try {
    if (context === null) throw new Error('the past was not played');
    await backdateInstallation(databaseUrl, context.installedAt);
    for (const { row, key } of parts) await row.begin?.(the(stories, key));
    context.harness = harness;
    await harness.connector.sync();
    const failures = await play(harness, parts, stories);
    return {
      harness,
      played: ({ key }) => ({ story: the(stories, key), failure: failures.get(key) ?? null }),
      end,
    };
  } catch (thrown) {
    await end();
    throw thrown;
  }
}

/**
 * Brevo takes ten events a second, so that every row in both ways would take twice as long. The coin is the same for a row in every run; a
 * change of `COIN` turns it.
 */
export function partsOf(rows: readonly Row[]): readonly Part[] {
  return rows.flatMap((row, index) =>
    WAY_NAMES.filter((way) => row.bothWays === true || (mix(COIN, index) % 2 === 0) === (way === 'told')).map(
      (way) => ({
        ...{ row, way, key: `${row.name}, ${WAYS[way]}` },
      }),
    ),
  );
}

const COIN = 1;

export type Part = { readonly row: Row; readonly way: Way; readonly key: string };

function the(stories: ReadonlyMap<string, Story>, key: string): Story {
  const story = stories.get(key);
  if (story === undefined) throw new Error(`nobody played ${key}`);
  return story;
}

/** So that a wait of minutes can be nearly over when the table begins. */
async function backdateInstallation(databaseUrl: string, ms: number): Promise<void> {
  const client = new Client(databaseUrl);
  await client.connect();
  const at = [new Date(ms)];
  await client.query('update accounts set installed_at = $1, tell_from = $1', at);
  await client.query('update told_since set since = $1', at);
  await client.end();
}

async function play(
  harness: LiveHarness,
  parts: readonly Part[],
  stories: ReadonlyMap<string, Story>,
): Promise<ReadonlyMap<string, Error>> {
  const failures = new Map<string, Error>();
  const show = { isOver: false };
  const syncing = (async () => {
    while (!show.isOver) {
      await harness.sync();
      await new Promise((resolve) => setTimeout(resolve, 1_000));
    }
  })();
  syncing.catch(() => undefined);
  await Promise.all(
    parts.map(async ({ row, key }) => {
      const story = the(stories, key);
      try {
        await row.play(story);
        // What is missing in the end is shown by the row's test.
        await comesTrue(() => isRest(harness, row, story), REST_WITHIN_MS);
      } catch (thrown) {
        failures.set(key, thrown instanceof Error ? thrown : new Error(String(thrown)));
      }
    }),
  );
  show.isOver = true;
  await syncing;
  await harness.sync();
  return failures;
}

/** All that was to come has come, and nothing is pending. Whether more came is for the row's test to say. */
async function isRest(harness: LiveHarness, row: Row, story: Story): Promise<boolean> {
  for (const [ticket, wanted] of Object.entries(row.publishes)) {
    if (publishedOf(harness, story, ticket).length < wanted.length) return false;
    const words = await wordsOf(harness, story, ticket);
    if (words.length < (row.policy?.[ticket] ?? []).length || words.some(isPending)) return false;
  }
  return true;
}

const isPending = (word: string): boolean => word.startsWith('wait') || word.startsWith('held');

/** Everything about the ticket that is in Brevo, as {@link Row.publishes} writes it. */
export function publishedOf({ sandbox }: LiveHarness, story: Story, ticket: string): readonly string[] {
  const { state } = sandbox.brevo;
  const id = story.tickets.get(ticket);
  const withWebhooks = [
    ...state
      .events()
      .flatMap(({ name, properties, identifiers, receivedAt: at }) =>
        properties['ticket_id'] === id ? [{ at, what: NAMES[name] ?? name, email: identifiers['email_id'] }] : [],
      ),
    ...state
      .mails()
      .flatMap(({ templateId, params, to, at }) =>
        params['ticket_id'] === id ? [{ at, what: `mail ${String(templateId)}`, email: to[0] }] : [],
      ),
  ];
  return withWebhooks
    .sort((one, other) => one.at - other.at)
    .map(({ what, email }) => `${what}${toWhom(story, email)}`);
}

function toWhom(story: Story, email: unknown): string {
  if (email === story.emailOf('ann')) return '';
  return email === story.emailOf('bob') ? ' to bob' : ` to ${String(email)}`;
}

/** The policy's last word of each end of the ticket: `send`, `skip frequency_cap`. */
export async function wordsOf({ connector }: LiveHarness, story: Story, ticket: string): Promise<readonly string[]> {
  const decisions = await connector.store.decisions.ofTicket(ACCOUNT, story.ticketId(ticket));
  return decisions.map(({ kind, rules }: KeptDecision) =>
    kind === 'send' ? 'send' : `${kind} ${rules.at(-1)?.rule ?? ''}`,
  );
}

/** All that `why` answers about the ticket, as {@link Row.why} writes it. */
export async function reasonsOf({ connector }: LiveHarness, story: Story, ticket: string): Promise<readonly string[]> {
  const { store } = connector;
  const row = await store.accounts.find(ACCOUNT);
  if (row === null) throw new Error('nobody is installed');
  const { reasons } = await explainTicket(
    { store, uiUrl: null, namespace: 'default', exclude: [], csat: { ...CSAT, waitMs: CSAT_WAIT_MS } },
    row,
    story.ticketId(ticket),
  );
  const names = new Map([...story.tickets].map(([name, id]) => [String(id), name]));
  return reasons.map((reason) =>
    reason
      .replace(/(?<=since |until )[^;]+(?=\.$)/, '…')
      .replace(/(?<=rated \d )[^,]+/, '…')
      .replace(/(?<=ticket )\d+/, (id) => names.get(id) ?? id),
  );
}

/** What Brevo holds of the person, as {@link Row.contacts} writes it. */
export function contactOf({ sandbox }: LiveHarness, email: string): Record<string, unknown> | null {
  const contact = sandbox.brevo.state.contact(email);
  if (contact === null) return null;
  const { CSAT_SCORE: score, CSAT_RESPONSES: responses, TICKET_COUNT: tickets } = contact.attributes;
  return { score, responses, tickets, lists: [...contact.listIds].sort((one, other) => one - other) };
}
