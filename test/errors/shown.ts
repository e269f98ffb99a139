import { ApplicationFailure } from '@temporalio/common';
import { MockActivityEnvironment } from '@temporalio/testing';
import { DefaultLogger } from '@temporalio/worker';
import { PassThrough } from 'node:stream';
import { createActivityInterceptor } from '../../src/activities/interceptor';
import { errorBodySchema } from '../../packages/sdk/contract/errors';
import { failureLines } from '../../src/domain/errors/failure-lines';
import { toFailure } from '../../packages/sdk/cli/failure';
import { runCli } from '../../packages/sdk/cli/run';
import { readClientSettings } from '../../packages/sdk/client/client-settings';
import { loadConfig, loadPolicy } from '../../src/config/load-config';
import { TajoClient, TajoError } from '../../packages/sdk/index';
import { describeFailure } from '../../src/control/describe-failure';
import { API_KEY } from '../api/running-api';
import { ioInto, NO_SERVER } from '../cli/bare-context';

/** What somebody gets to see of an error. */
export interface Shown {
  readonly code: string;
  readonly text: string;
  /** Null: it ended no program. */
  readonly exitCode: number | null;
  /** Where it is another one than the list has for the code. */
  readonly step?: string;
}

/** What `work` throws. @throws when it throws nothing. */
export async function thrownBy(work: () => Promise<unknown>): Promise<unknown> {
  try {
    await work();
  } catch (thrown) {
    return thrown;
  }
  throw new Error('it went well');
}

/** As `tajo`, worker and API print what ends them, and as whoever uses the SDK would. */
export function printed(thrown: unknown): Shown {
  const failure = toFailure(thrown);
  return { code: failure.code, text: failureLines(failure, null).join('\n'), exitCode: failure.exitCode };
}

/** The command line in this process: what it writes to stderr, once for a person and once for the code. */
export async function typed(
  args: readonly string[],
  { url, apiKey = API_KEY }: { readonly url: string; readonly apiKey?: string },
): Promise<Shown> {
  const run = async (more: readonly string[]): Promise<{ exitCode: number; text: string }> => {
    const stderr = new PassThrough();
    const exitCode = await runCli([...args, ...more], {
      io: { ...ioInto(new PassThrough()), stderr },
      settings: readClientSettings({ url, env: {} }),
      client: new TajoClient({ url, apiKey }),
      ...NO_SERVER,
      loadConfig: (file) => loadConfig(file, { env: {} }),
      loadPolicy: (file, account) => loadPolicy(file, { env: {}, account }),
    });
    return { exitCode, text: String(stderr.read() ?? '') };
  };
  const { exitCode, text } = await run([]);
  const { error } = JSON.parse((await run(['--json'])).text) as { error: { code: string } };
  return { code: error.code, text, exitCode };
}

/** An answer of the API to somebody without the SDK, with the next step that the SDK and the documentation have for its code. */
export async function answered(response: Response): Promise<Shown> {
  const { code, message } = errorBodySchema.parse(await response.json()).error;
  return { ...printed(new TajoError(code, message)), exitCode: null };
}

/** In the Temporal UI, where the failure of an activity stands as it is, and where the run that waited for it ends. */
export async function failedActivity(work: () => Promise<unknown>): Promise<readonly Shown[]> {
  const interceptors = [createActivityInterceptor()];
  const environment = new MockActivityEnvironment({}, { interceptors, logger: new DefaultLogger('ERROR') });
  const failure = await thrownBy(() => environment.run(work));
  if (!(failure instanceof ApplicationFailure)) throw failure;
  const inTemporal = { code: failure.type ?? '', text: failure.message, exitCode: null };
  return [inTemporal, printed(describeFailure(failure))];
}
