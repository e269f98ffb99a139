import { timestampOf } from '../../../domain/timestamp';
import { typesLostInImports } from '../../../domain/contact/brevo-proof';
import { webhookProblem } from '../../../domain/webhook/webhook-health';
import type { AccountRow, Store } from '../../../store/types';
import { chooseAccount } from '../../accounts';
import type { GivenAnswerOf, RequestOf } from '../../../../packages/sdk/contract/call';
import type { readStatus } from '../../../../packages/sdk/contract/status';
import { readEncryption } from '../../encryption';
import type { OperationDeps } from '../../operation';
import { readRunIfReachable } from '../sync/run-view';

/** Throws what {@link chooseAccount} throws; without Temporal it says what the store knows. */
export async function answerStatus(
  { query }: RequestOf<typeof readStatus>,
  { connector, store, tagSources, uiUrl, webhookSecrets }: OperationDeps,
): Promise<Status> {
  const row = await chooseAccount(store.accounts, query.account);
  const [known, webhooks, { run, progress, temporalReachable }] = await Promise.all([
    readKnown(store, row, tagSources(row.account)),
    readWebhooks(store, row.account, webhookSecrets > 0),
    readRunIfReachable({ runs: store.runs, connector }, row.account),
  ]);
  const live = run?.state === 'running' ? progress : null;
  return { ...known, webhooks, run, progress: live, temporalReachable, ui: uiUrl };
}

const MOST_REASONS = 10;

const TAG_PLACES = ['tickets', 'shopify'] as const;

type Status = GivenAnswerOf<typeof readStatus>;
type Known = Omit<Status, 'webhooks' | 'run' | 'progress' | 'temporalReachable' | 'ui'>;

async function countContacts({ contacts }: Store, account: string): Promise<Known['contacts']> {
  return { ...(await contacts.countDue(account)), published: await contacts.countPublished(account) };
}

async function readKnown(store: Store, row: AccountRow, tagSources: readonly string[]): Promise<Known> {
  const { account, domain, state, stateReason, stateCode } = row;
  const [counts, completed, contacts, causes, budget, tagLists, places, encryption, holds, kept, sweep, lag, proofs] =
    await Promise.all([
      store.facts.counts(account),
      store.runs.lastCompleted(account),
      countContacts(store, account),
      store.quarantine.causes(account),
      store.budget.read(account, 'gorgias'),
      store.contacts.tagLists(account),
      store.facts.tagPlaces(account),
      readEncryption(store.accounts),
      store.admission.holds(account),
      store.outbox.kept(account, MOST_REASONS),
      store.sweeps.last(account),
      store.lags.read(account),
      store.brevoProofs.all(account),
    ]);
  return {
    connector: 'gorgias',
    account,
    domain,
    connected: state !== 'refused',
    state: stateOf(row),
    stateReason,
    stateCode,
    lastSync: completed?.finishedAt ?? null,
    sweep,
    customersCount: counts.customers,
    customersWithoutEmail: counts.customersWithoutEmail,
    ticketsTracked: counts.tickets,
    ticketsOpen: counts.openTickets,
    csatResponses: counts.scoredSurveys,
    surveysCount: counts.surveys,
    contacts,
    lostInImports: typesLostInImports(proofs),
    holds: holds.map(({ code, message: reason, since, probeAt: nextTryAt }) => ({ code, reason, since, nextTryAt })),
    feed: lag.feed === null ? null : { readUntil: lag.feed.readUntil, lagSeconds: lag.feed.seconds },
    undelivered: lag.undelivered.map(({ kind, since, seconds }) => ({ kind, since, ageSeconds: seconds })),
    keptBack: kept.map(({ kind, ...of }) => ({ ...of, kind: kind === 'timeline' ? 'event' : kind })),
    tags: {
      lookedForIn: tagSources,
      found: counts.tags,
      sources: TAG_PLACES.filter((from) => tagSources.includes(from)).map((from) => ({ from, ...places[from] })),
      lists: tagLists.size,
    },
    quarantine: causes,
    gone: { deleted: counts.deleted, merged: counts.merged },
    encryption,
    budget: budget === null ? null : { ...budget, left: Math.max(0, Math.floor(budget.left)) },
  };
}

async function readWebhooks(store: Store, account: string, secretSet: boolean): Promise<Status['webhooks']> {
  const health = await store.webhookHealth.read(account);
  return {
    lastAcceptedAt: health.acceptedAt,
    trouble: webhookProblem(health, { now: timestampOf(Date.now()), secretSet }),
  };
}

/** Off stands over what was before: nothing is asked that could be refused. */
export function stateOf({ state, enabled }: Pick<AccountRow, 'state' | 'enabled'>): AccountRow['state'] | 'off' {
  return enabled ? state : 'off';
}
