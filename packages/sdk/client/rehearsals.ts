import {
  listRehearsedEnds,
  readRehearsal,
  type Rehearsal,
  type RehearsedEnds,
  startRehearsal,
} from '../contract/rehearsals';
import type { CallApi } from './api-call';
import { TajoError } from './errors';
import { patiently, pause } from './follow';
import type { AccountOption } from './types';

export type { Rehearsal, RehearsedEnds } from '../contract/rehearsals';

const PAGE = 1_000;

export interface RehearseOptions extends AccountOption {
  /** Tickets that were closed since this date (`2024-01-01`) or time; the last 90 days by default. */
  readonly since?: string | undefined;
  /** A policy to hold beside today's: some of `csat`, `campaigns`, `frequency_cap` and `hold`, as `tajo.yaml` spells them. */
  readonly policy?: Readonly<Record<string, unknown>> | undefined;
  readonly onProgress?: ((rehearsal: Rehearsal) => void) | undefined;
  /** Stops the waiting; the rehearsal goes on. */
  readonly signal?: AbortSignal | undefined;
}

export interface RehearsedEndsOptions extends AccountOption {
  /** `changed`: those that the two policies, `differing`: that life and today's answer differently; all by default. */
  readonly only?: 'all' | 'changed' | 'differing' | undefined;
}

/** Starts a rehearsal and waits for its end. */
export async function rehearse(callApi: CallApi, options: RehearseOptions): Promise<Rehearsal> {
  const { since, policy, onProgress, signal } = options;
  const { account, id } = await callApi(startRehearsal, {
    query: { account: options.account },
    body: { since, policy: policy === undefined ? undefined : { ...policy } },
  });
  for (;;) {
    const found = await patiently({ signal }, () =>
      callApi(readRehearsal, { params: { id }, query: { account } }, { signal }),
    );
    if (found.state === 'completed') return found;
    if (found.state !== 'running') throw new TajoError('sync.failed', found.failure ?? 'The rehearsal was cancelled.');
    onProgress?.(found);
    await pause(signal);
  }
}

/** The decisions of a rehearsal, ticket by ticket, read a page at a time. */
export async function* rehearsedEnds(
  callApi: CallApi,
  id: string,
  { account, only }: RehearsedEndsOptions,
): AsyncGenerator<RehearsedEnds['ends'][number]> {
  let after: string | undefined;
  do {
    const page: RehearsedEnds = await callApi(listRehearsedEnds, {
      params: { id },
      query: { account, only, after, limit: PAGE },
    });
    yield* page.ends;
    after = page.next ?? undefined;
  } while (after !== undefined);
}
