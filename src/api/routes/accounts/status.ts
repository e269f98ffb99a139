import { timestampOf } from '../../../domain/timestamp';
import { typesLostInImports } from '../../../domain/contact/brevo-proof';
import { webhookProblem } from '../../../domain/webhook/webhook-health';
import type { Hold } from '../../../store/accounts/admission';
import type { Lag } from '../../../store/sync/lags';
import type { AccountRow, Store } from '../../../store/types';
import { chooseAccount } from '../../accounts';
import type { GivenAnswerOf, RequestOf } from '../../../../packages/sdk/contract/call';
import type { readStatus } from '../../../../packages/sdk/contract/status';
import { readEncryption } from '../../encryption';
import type { OperationDeps } from '../../operation';
import { readStanding } from './account-state';
import { readRunIfReachable } from '../sync/run-view';

/** Throws what {@link chooseAccount} throws; without Temporal it says what the store knows. */
export async function answerStatus(
  { query }: RequestOf<typeof readStatus>,
  { connector, store, tagsOf, uiUrl, webhookSecrets, settingsFile }: OperationDeps,
): Promise<Status> {
  const row = await chooseAccount(store.accounts, query.account);
  const [known, webhooks, run, schedulePaused, unsent] = await Promise.all([
    readKnown(store, row, { tags: tagsOf(row.account), settingsFile }),
    readWebhooks(store, row.account, webhookSecrets > 0),
    readLiveRun({ runs: store.runs, connector }, row.account),
    readSchedulePause(connector, row.account),
    store.gauges.unsent(row.account),
  ]);
  return { ...known, unsent, webhooks, ...run, schedulePaused, ui: uiUrl };
}

/** The newest run; how far it is, if it is under way. */
export async function readLiveRun(
  sources: Parameters<typeof readRunIfReachable>[0],
  account: string,
): Promise<Pick<Status, 'run' | 'progress' | 'temporalReachable'>> {
  const { run, progress, temporalReachable } = await readRunIfReachable(sources, account);
  return { run, progress: run?.state === 'running' ? progress : null, temporalReachable };
}

/** The note of whoever paused the feed's schedule in Temporal; null also where that cannot be asked for. */
export function readSchedulePause(connector: OperationDeps['connector'], account: string): Promise<string | null> {
  return connector.schedulePause(account).catch(() => null);
}

const MOST_REASONS = 10;

const TAG_PLACES = ['tickets', 'shopify'] as const;

type Status = GivenAnswerOf<typeof readStatus>;
type Known = Omit<Status, 'webhooks' | 'run' | 'progress' | 'temporalReachable' | 'schedulePaused' | 'unsent' | 'ui'>;

export async function countContacts({ contacts }: Store, account: string): Promise<Known['contacts']> {
  return { ...(await contacts.countDue(account)), published: await contacts.countPublished(account) };
}

export async function readBudget({ budget }: Store, account: string): Promise<Known['budget']> {
  const known = await budget.read(account, 'gorgias');
  return known === null ? null : { ...known, left: Math.max(0, Math.floor(known.left)) };
}

export function feedOf({ feed }: Lag): Known['feed'] {
  return feed === null ? null : { readUntil: feed.readUntil, lagSeconds: feed.seconds };
}

export function undeliveredOf({ undelivered }: Lag): Known['undelivered'] {
  return undelivered.map(({ kind, since, seconds }) => ({ kind, since, ageSeconds: seconds }));
}

export function holdOf({ code, message: reason, since, probeAt: nextTryAt }: Hold): Known['holds'][number] {
  return { code, reason, since, nextTryAt };
}

async function readKnown(
  store: Store,
  row: AccountRow,
  { tags, settingsFile }: { readonly tags: ReturnType<OperationDeps['tagsOf']>; readonly settingsFile: string },
): Promise<Known> {
  const { account, domain } = row;
  const [counts, completed, contacts, causes, budget, madeLists, places, encryption, holds, kept, sweep, lag, proofs] =
    await Promise.all([
      store.facts.counts(account),
      store.runs.lastCompleted(account),
      countContacts(store, account),
      store.quarantine.causes(account),
      readBudget(store, account),
      store.contacts.tagLists(account),
      store.facts.tagPlaces(account),
      readEncryption(store.accounts),
      store.admission.holds(account),
      store.outbox.kept(account, MOST_REASONS),
      store.sweeps.last(account),
      store.lags.read(account),
      store.brevoProofs.all(account),
    ]);
  const shown = await readStanding(store, row, { holds, settingsFile });
  return {
    connector: 'gorgias',
    account,
    domain,
    connected: shown.state !== 'refused',
    ...shown,
    lastSync: completed?.finishedAt ?? null,
    sweep,
    customersCount: counts.customers,
    customersWithoutEmail: counts.customersWithoutEmail,
    ticketsTracked: counts.tickets,
    ticketsOpen: counts.openTickets,
    ticketsSnoozed: counts.snoozedTickets,
    csatResponses: counts.scoredSurveys,
    surveysCount: counts.surveys,
    contacts,
    lostInImports: typesLostInImports(proofs),
    holds: holds.map(holdOf),
    feed: feedOf(lag),
    undelivered: undeliveredOf(lag),
    keptBack: kept.map(({ kind, ...of }) => ({ ...of, kind: kind === 'timeline' ? 'event' : kind })),
    tags: {
      lookedForIn: tags.from,
      found: counts.tags,
      sources: TAG_PLACES.filter((from) => tags.from.includes(from)).map((from) => ({ from, ...places[from] })),
      lists: new Set([...Object.values(tags.lists), ...(tags.auto ? madeLists.values() : [])]).size,
    },
    quarantine: causes,
    gone: { deleted: counts.deleted, merged: counts.merged },
    encryption,
    budget,
  };
}

export async function readWebhooks(store: Store, account: string, secretSet: boolean): Promise<Status['webhooks']> {
  const health = await store.webhookHealth.read(account);
  return {
    lastAcceptedAt: health.acceptedAt,
    trouble: webhookProblem(health, { now: timestampOf(Date.now()), secretSet }),
  };
}
