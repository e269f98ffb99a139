import type { DoctorCheck } from '../../contract/doctor';
import { TajoClient } from '../../client/client';
import { TajoError } from '../../client/errors';
import type { Health } from '../../client/health';
import { isListening } from './listening';

/** Waits and watermarks are compared between machines; more than this makes them wrong. */
const MOST_CLOCK_MS = 30_000;

/**
 * Is it there, do the clocks agree, what does it say of itself, and what do the vendors say.
 *
 * @param homeUrl where the connector that was started in this folder may be, when another one is asked
 */
export async function connectorChecks(
  client: TajoClient,
  homeUrl: string | null = null,
): Promise<readonly DoctorCheck[]> {
  let health: Health;
  try {
    health = await client.health();
  } catch (thrown) {
    return [await withOwn(await unreachable(client.url, thrown), homeUrl === client.url ? null : homeUrl)];
  }
  const alive = { name: 'connector', ok: true, sentence: `The connector at ${client.url} answers.`, nextStep: null };
  const before = await ownChecks(client, health);
  // Who asks the vendors is a worker: without one the question would wait for two minutes.
  const vendors = health.temporal && !before.some(isMissingWorker) ? await vendorChecks(client) : [];
  // Once more: what the vendors answer is what the connector then knows of its accounts.
  const own = vendors.length === 0 ? before : await ownChecks(client, health);
  const clock = clockCheck('clock', 'the connector', health.clockAheadMs);
  return [alive, clock, ...own, ...vendors.filter((check) => !isToldBy(own, check))];
}

function isMissingWorker({ ok, code }: DoctorCheck): boolean {
  return !ok && code === 'temporal.no_worker';
}

/** One cause is told once, by whoever names the account. */
function isToldBy(own: readonly DoctorCheck[], { ok, code }: DoctorCheck): boolean {
  return !ok && code !== undefined && own.some((check) => !check.ok && check.code === code);
}

async function ownChecks(client: TajoClient, { temporal, store }: Health): Promise<readonly DoctorCheck[]> {
  try {
    return (await client.doctor()).checks;
  } catch (thrown) {
    const ready = [
      reached('temporal', 'Temporal', temporal, 'Check that it runs and TEMPORAL_ADDRESS is right.'),
      reached('store', 'Postgres', store, 'Check that it runs and DATABASE_URL is right.'),
    ];
    return [...ready, fromError('api_key', thrown)];
  }
}

/** The existing test of both vendors, for each account that is installed. */
async function vendorChecks(client: TajoClient): Promise<readonly DoctorCheck[]> {
  try {
    const { connectors } = await client.connectors.list();
    const tests = [];
    // Of one that is switched off nobody may ask a vendor; that it is stands among the connector's own checks.
    for (const { account } of connectors.filter(({ state }) => state !== 'off'))
      tests.push(await client.connectors.test('gorgias', { account }));
    return tests.flatMap(({ account, checks }) =>
      checks.map(({ name, ok, sentence, code }) => ({
        name: `${account}.${name}`,
        ok,
        sentence: tests.length === 1 ? sentence : `${account}: ${sentence}`,
        nextStep: null,
        ...(code === undefined ? {} : { code }),
      })),
    );
  } catch (thrown) {
    return [fromError('vendors', thrown)];
  }
}

export function clockCheck(name: string, whose: string, aheadMs: number | null): DoctorCheck {
  if (aheadMs === null)
    return { name, ok: true, sentence: `What time it is for ${whose} is not known.`, nextStep: null };
  const seconds = Math.round(Math.abs(aheadMs) / 1000);
  if (Math.abs(aheadMs) <= MOST_CLOCK_MS)
    return {
      name,
      ok: true,
      sentence: `This clock and that of ${whose} agree to ${String(seconds + 1)} s.`,
      nextStep: null,
    };
  return {
    name,
    ok: false,
    sentence: `This clock is ${String(seconds)} s ${aheadMs > 0 ? 'behind' : 'ahead of'} that of ${whose}.`,
    nextStep: 'Set both by NTP: waits and positions are told by the clock.',
  };
}

async function unreachable(url: string, thrown: unknown): Promise<DoctorCheck> {
  const check = fromError('connector', thrown);
  if (!(thrown instanceof TajoError) || thrown.code !== 'client.unreachable' || !URL.canParse(url)) return check;
  const { hostname, port, protocol } = new URL(url);
  const number = port === '' ? (protocol === 'https:' ? 443 : 80) : Number(port);
  if (await isListening(hostname, number)) {
    return {
      ...check,
      sentence: `Something listens on port ${String(number)} of ${hostname}, but it does not answer as a connector.`,
      nextStep: 'Stop it, or start the connector with another PORT and set TAJO_URL.',
    };
  }
  return { ...check, sentence: `${check.sentence} Port ${String(number)} is free.` };
}

/** `TAJO_URL` leads elsewhere than to the one that runs here: to start another one would help nobody. */
async function withOwn(check: DoctorCheck, homeUrl: string | null): Promise<DoctorCheck> {
  if (homeUrl === null || check.code !== 'client.unreachable') return check;
  const answers = await new TajoClient({ url: homeUrl }).health().then(
    () => true,
    () => false,
  );
  if (!answers) return check;
  const nextStep = `The connector that was started in this folder answers at ${homeUrl}: leave TAJO_URL out, or set it to that.`;
  return { ...check, nextStep };
}

function reached(name: string, what: string, ok: boolean, nextStep: string): DoctorCheck {
  return ok
    ? { name, ok, sentence: `${what} answers.`, nextStep: null }
    : { name, ok, sentence: `${what} does not answer.`, nextStep };
}

function fromError(name: string, thrown: unknown): DoctorCheck {
  if (!(thrown instanceof TajoError)) throw thrown;
  return { name, ok: false, sentence: thrown.message, nextStep: thrown.nextStep ?? null, code: thrown.code };
}
