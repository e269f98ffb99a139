import { startApi } from '../../../src/api';
import { createLog } from '../../../src/observability/log';
import { createMetrics } from '../../../src/observability/metrics';
import {
  fullSyncWorkflowId,
  incrementalSyncWorkflowId,
  TASK_QUEUE,
  ticketWorkflowId,
  WORKFLOW_TYPES,
} from '../../../src/workflows/messages';
import { ACCOUNT, testConfig } from '../../support/connector';
import { eventually } from '../../support/eventually';
import { withRate, UNLIMITED } from '../../support/open-connector';
import { type MovableTime, openMovableTime } from '../../support/time-skipping-connector';
import { type Answers, askAll, askMore, type Json, type MoreAnswers } from './answers';

export const MINUTE = 60_000;
const KEY = 'test-key-of-the-hour';

/** Waits of minutes, where the product's are days. */
const edit = (yaml: string): string =>
  withRate(UNLIMITED)(yaml)
    .replace(
      'campaigns: {}',
      `campaigns:
      upsell: { when: satisfied, delay: 5m, send: { event: UPSELL } }
      win-back: { when: dissatisfied, delay: 0s, send: { event: WIN_BACK } }
      remind: { when: no_answer, delay: 0s, send: { event: REMIND } }`,
    )
    .replace('wait: 7d', 'wait: 20m')
    .replace('hold: 7d', 'hold: 20m')
    .replace('within: 7d', 'within: 30m');

/** An hour of a shop, on a clock that is driven, with its API. */
export interface Hour extends Pick<MovableTime, 'sandbox' | 'store' | 'skip'> {
  ask(): Promise<Answers>;
  askMore(answers: Answers, what: { readonly plan: boolean }): Promise<MoreAnswers>;
  /** One incremental sync: what rules did stands in the feed alone. */
  readFeed(): Promise<void>;
  /** One call of the API. */
  call(method: 'GET' | 'POST', path: string, body?: unknown): Promise<Json>;
  startSync(): Promise<void>;
  /** Moves the time on until the run has ended; each of its answers goes to `seen`. */
  finishSync(seen: (progress: Json) => void): Promise<void>;
  /** A ticket of this person, opened and answered. */
  open(email: string): Promise<number>;
  /** The same closed now, with a survey; rated when a score is given. */
  close(ticketId: number, score?: number): Promise<void>;
  hint(ticketId: number): Promise<void>;
  /** Until the ticket is where the words of its workflow say. */
  until(ticketId: number, words: RegExp): Promise<void>;
  end(): Promise<void>;
}

export async function openHour(): Promise<Hour> {
  const time = await openMovableTime(edit, 100);
  const { sandbox, store, client } = time;
  const hint = (ticketId: number): Promise<void> => time.hint(ticketId);
  const api = await startApi({
    ...{ store, keyring: time.keyring, config: testConfig(edit), metrics: createMetrics() },
    log: createLog({ level: 'error', json: true, destination: { write: () => true } }),
    ...{ apiKey: KEY, webhookSecrets: [], host: '127.0.0.1', port: 0, orNext: false },
    ...{ proxies: {}, temporalAddress: time.address, uiUrl: null },
  });
  const call: Hour['call'] = async (method, path, body = {}) => {
    const headers = { authorization: `Bearer ${KEY}`, 'content-type': 'application/json' };
    return (
      await fetch(`${api.url}/v1/connectors/gorgias${path}`, {
        ...{ method, headers },
        ...(method === 'POST' ? { body: JSON.stringify(body) } : {}),
      })
    ).json();
  };
  const run = client.workflow.getHandle(fullSyncWorkflowId(ACCOUNT));
  return {
    ...{ sandbox, store, hint, call, skip: (ms: number) => time.skip(ms) },
    ask: () => askAll({ url: api.url, apiKey: KEY, now: time.now() }),
    askMore: (answers, what) => askMore({ url: api.url, apiKey: KEY, now: time.now() }, answers, what),
    readFeed: async () => {
      const workflowId = incrementalSyncWorkflowId(ACCOUNT);
      const feed = await client.workflow.start(WORKFLOW_TYPES.incrementalSync, {
        ...{ taskQueue: TASK_QUEUE, workflowId, args: [{ account: ACCOUNT }] },
      });
      await eventually(async () => {
        await time.skip(1_000);
        return (await feed.describe()).status.name === 'COMPLETED';
      });
    },
    startSync: async () => {
      const workflowId = fullSyncWorkflowId(ACCOUNT);
      await client.workflow.start(WORKFLOW_TYPES.fullSync, {
        taskQueue: TASK_QUEUE,
        workflowId,
        args: [{ account: ACCOUNT }],
      });
    },
    finishSync: (seen) =>
      eventually(async () => {
        const { progress } = await call('GET', '/progress');
        if (progress !== null) seen(progress);
        await time.skip(1_000);
        return (await run.describe()).status.name === 'COMPLETED';
      }),
    open: async (email) => {
      const known = [...sandbox.world.customers.values()].find((one) => one.email === email);
      const ticketId =
        known === undefined
          ? sandbox.world.change({ do: 'openTicketByNewcomer', email, name: 'Ada', subject: 'Where is it?' })
          : sandbox.world.change({ do: 'openTicket', customerId: known.id });
      sandbox.world.change({ do: 'addMessage', ticketId, from: 'agent' });
      await hint(ticketId);
      return ticketId;
    },
    close: async (ticketId, score) => {
      sandbox.world.change({ do: 'closeTicket', ticketId, surveyDelayMs: 0 });
      sandbox.world.change({ do: 'sendSurvey', ticketId });
      if (score !== undefined) sandbox.world.change({ do: 'scoreSurvey', ticketId, score });
      await hint(ticketId);
    },
    until: async (ticketId, words) => {
      let last = '';
      await eventually(
        async () => words.test((last = JSON.stringify(await whyOf(call, ticketId)))),
        () => `ticket ${String(ticketId)}, ${ticketWorkflowId(ACCOUNT, ticketId)}, stands at ${last}`,
      );
    },
    end: async () => {
      await api.close(0);
      await time.end();
    },
  };
}

async function whyOf(call: Hour['call'], ticketId: number): Promise<Json> {
  const { reasons, tickets } = await call('POST', '/why', { ticketId });
  return { reasons, stage: tickets?.[0]?.stage };
}
