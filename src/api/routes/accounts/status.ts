import type { z } from 'zod';
import { timestampOf } from '../../../domain/timestamp';
import { webhookProblem } from '../../../domain/webhook/webhook-health';
import type { AccountRow, Store } from '../../../store/types';
import type { SyncProgress } from '../../../workflows/messages';
import { chooseAccount } from '../../accounts';
import { statusSchema } from '../../../../packages/sdk/contract/connectors';
import { accountQuerySchema, emptyBodySchema } from '../../../../packages/sdk/contract/requests';
import type { syncProgressSchema } from '../../../../packages/sdk/contract/runs';
import { readEncryption } from '../../encryption';
import { defineOperation } from '../../operation';
import { readRunIfReachable } from '../sync/run-view';
import { stateOf } from './list';

export const statusOperation = defineOperation({
  id: 'readStatus',
  method: 'get',
  path: '/v1/connectors/gorgias/status',
  summary: 'What is connected, what is known, what was put aside, and what is going on.',
  query: accountQuerySchema,
  body: emptyBodySchema,
  answer: statusSchema,
  status: 200,
  async handle({ query }, { connector, store, tagSources, uiUrl, webhookSecrets }) {
    const row = await chooseAccount(store.accounts, query.account);
    const [known, webhooks, { run, progress, temporalReachable }] = await Promise.all([
      readKnown(store, row, tagSources(row.account)),
      readWebhooks(store, row.account, webhookSecrets > 0),
      readRunIfReachable({ runs: store.runs, connector }, row.account),
    ]);
    const live = run?.state === 'running' ? copyProgress(progress) : null;
    return { ...known, webhooks, run, progress: live, temporalReachable, ui: uiUrl };
  },
});

const MOST_REASONS = 10;

const TAG_PLACES = ['tickets', 'shopify'] as const;

type Status = z.output<typeof statusSchema>;
type Known = Omit<Status, 'webhooks' | 'run' | 'progress' | 'temporalReachable' | 'ui'>;

async function readKnown(store: Store, row: AccountRow, tagSources: readonly string[]): Promise<Known> {
  const { account, domain, state, stateReason, stateCode } = row;
  const [counts, completed, contacts, causes, budget, tagLists, places, encryption, holds, kept] = await Promise.all([
    store.facts.counts(account),
    store.runs.lastCompleted(account),
    store.contacts.countDue(account),
    store.quarantine.causes(account),
    store.budget.read(account, 'gorgias'),
    store.contacts.tagLists(account),
    store.facts.tagPlaces(account),
    readEncryption(store.accounts),
    store.admission.holds(account),
    store.outbox.kept(account, MOST_REASONS),
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
    customersCount: counts.customers,
    customersWithoutEmail: counts.customersWithoutEmail,
    ticketsTracked: counts.tickets,
    ticketsOpen: counts.openTickets,
    csatResponses: counts.scoredSurveys,
    surveysCount: counts.surveys,
    contacts,
    holds: holds.map(({ code, message: reason, since, probeAt: nextTryAt }) => ({ code, reason, since, nextTryAt })),
    keptBack: kept.map(({ kind, ...of }) => ({ ...of, kind: kind === 'timeline' ? 'event' : kind })),
    tags: {
      lookedForIn: [...tagSources],
      found: counts.tags,
      sources: TAG_PLACES.filter((from) => tagSources.includes(from)).map((from) => ({ from, ...places[from] })),
      lists: tagLists.size,
    },
    quarantine: [...causes],
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

/** The answer's schema has mutable arrays, the workflow's message readonly ones. */
export function copyProgress(progress: SyncProgress | null): z.output<typeof syncProgressSchema> | null {
  return progress === null ? null : { ...progress, resources: [...progress.resources] };
}
