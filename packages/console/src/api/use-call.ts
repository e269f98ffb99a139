import { useEffect, useRef, useState } from 'preact/hooks';
import { type Changed, onChange } from './changes';
import { type Answer, type CallName, type Input, request, RequestFailure } from './request';
import { account, sessionEnded } from '../app/session';

export interface Loaded<Data> {
  /** Of the newest answer; stays while it is asked again. */
  readonly data: Data | null;
  readonly failure: RequestFailure | null;
  /** What is shown belongs to another question, or there is nothing yet. */
  readonly loading: boolean;
  readonly reload: () => void;
}

interface State<Data> {
  readonly key: string;
  readonly data: Data | null;
  readonly failure: RequestFailure | null;
}

interface When {
  /** It is asked again when the server says that something of these has changed. */
  readonly on?: readonly Changed[];
  /** Two answers to the same question are at least so far apart, milliseconds. */
  readonly apartMs?: number;
}

const NOTHING: readonly Changed[] = [];
const APART_MS = 1_500;
/** For what is counted over a period: of such numbers nobody wants each second's. */
export const COUNTED_APART_MS = 5_000;

/**
 * Asks, and asks again whenever something has changed. `input` null: nothing is asked. The account is added.
 */
export function useCall<Name extends CallName>(
  name: Name,
  input: Input<Name> | null,
  { on = NOTHING, apartMs = APART_MS }: When = {},
): Loaded<Answer<Name>> {
  const key = input === null ? '' : JSON.stringify([name, account.value, input]);
  const [state, setState] = useState<State<Answer<Name>>>({ key: '', data: null, failure: null });
  const ask = useRef<() => void>(() => undefined);

  useEffect(() => {
    if (input === null) return undefined;
    const stopping = new AbortController();
    const asker = createAsker(async () => {
      try {
        const data = await request(name, ofAccount(input), stopping.signal);
        if (!stopping.signal.aborted) setState({ key, data, failure: null });
      } catch (thrown) {
        if (stopping.signal.aborted) return;
        const failure = asFailure(thrown);
        if (failure.signedOut) sessionEnded();
        else setState((before) => ({ key, data: before.key === key ? before.data : null, failure }));
      }
    }, apartMs);
    ask.current = asker.ask;
    asker.ask();
    const quiet = onChange((change) => {
      if (
        change === 'everything' ||
        (change.account === account.value && change.changed.some((one) => on.includes(one)))
      )
        asker.ask();
    });
    return () => {
      stopping.abort();
      asker.stop();
      quiet();
    };
  }, [key]);

  return {
    data: state.data,
    failure: state.failure,
    loading: input !== null && state.key !== key,
    reload: () => ask.current(),
  };
}

/** One request at a time, and the next one not at once: a burst of changes costs two answers. */
function createAsker(
  run: () => Promise<void>,
  apartMs: number,
): { readonly ask: () => void; readonly stop: () => void } {
  let busy = false;
  let again = false;
  let timer: ReturnType<typeof setTimeout> | undefined;
  const ask = (): void => {
    if (busy) {
      again = true;
      return;
    }
    busy = true;
    void run().finally(() => {
      timer = setTimeout(() => {
        busy = false;
        if (!again) return;
        again = false;
        ask();
      }, apartMs);
    });
  };
  return { ask, stop: () => clearTimeout(timer) };
}

function ofAccount<Name extends CallName>(input: Input<Name>): Input<Name> {
  const parts: { readonly query?: object } = input;
  if (parts.query === undefined || account.value === null) return input;
  return { ...input, query: { account: account.value, ...parts.query } };
}

export function asFailure(thrown: unknown): RequestFailure {
  if (thrown instanceof RequestFailure) return thrown;
  return new RequestFailure(500, 'bug', thrown instanceof Error ? thrown.message : String(thrown));
}

/** For what is done once, on a click: the same call with the account, and what was refused as an error. */
export async function act<Name extends CallName>(name: Name, input: Input<Name>): Promise<Answer<Name>> {
  try {
    return await request(name, ofAccount(input));
  } catch (thrown) {
    const failure = asFailure(thrown);
    if (failure.signedOut) sessionEnded();
    throw failure;
  }
}
