import { setTimeout as sleep } from 'node:timers/promises';
import { askedStep, isConnectorError } from '../../domain/errors/connector-error';
import { VENDOR_NAMES } from '../../http/vendor';
import type { ConnectionCheck } from '../../workflows/messages';
import type { ActivityDeps } from '../deps';
import { askHelpdesk } from './known-helpdesk';

interface Probe {
  readonly name: string;
  readonly success: string;
  readonly run: () => Promise<unknown>;
}

/**
 * Tries each part of both APIs once, without writing anything. Never throws for what it finds: each check says what is wrong, and one cause
 * is said once.
 */
export async function testConnection(deps: ActivityDeps, account: string): Promise<readonly ConnectionCheck[]> {
  const checks: ConnectionCheck[] = [];
  for (const probes of [gorgiasProbes(deps, account), brevoProbes(deps, account)]) {
    for (const probe of probes) {
      const found = await check(probe);
      if (!checks.some(({ ok, sentence }) => !ok && sentence === found.sentence)) checks.push(found);
      if (saysAll(probe, found)) break;
    }
  }
  return [...checks, ...clockChecks(deps)];
}

/** Without a way in, every further question has the same answer; a key that may not use one thing may use others. */
function saysAll({ name }: Probe, { ok, code }: ConnectionCheck): boolean {
  return !ok && name.endsWith('.authentication') && code?.endsWith('_forbidden') !== true;
}

function gorgiasProbes(deps: ActivityDeps, account: string): readonly Probe[] {
  const gorgias = deps.gorgias(account, 'live', 'person');
  return [
    {
      name: 'gorgias.authentication',
      success: 'API authentication successful',
      run: () => askHelpdesk(deps, account, () => gorgias.getAccount()),
    },
    {
      name: 'gorgias.customers',
      success: 'Customer list accessible',
      run: () => gorgias.listCustomers({ limit: 1, orderBy: 'updated_datetime:desc' }),
    },
    {
      name: 'gorgias.tickets',
      success: 'Ticket data readable',
      run: () => gorgias.listTickets({ limit: 1, orderBy: 'updated_datetime:desc' }),
    },
    {
      name: 'gorgias.satisfaction_surveys',
      success: 'CSAT surveys available',
      run: () => gorgias.listSurveys({ limit: 1, orderBy: 'created_datetime:desc' }),
    },
    { name: 'gorgias.tags', success: 'Tags listable', run: () => gorgias.listTags({ limit: 1 }) },
  ];
}

function brevoProbes(deps: ActivityDeps, account: string): readonly Probe[] {
  const brevo = deps.brevo(account, 'person');
  return [
    { name: 'brevo.authentication', success: 'Brevo key accepted', run: () => brevo.getAccount() },
    { name: 'brevo.attributes', success: 'Brevo contact attributes readable', run: () => brevo.listAttributes() },
    { name: 'brevo.lists', success: 'Brevo lists readable', run: () => brevo.listLists({ limit: 1, offset: 0 }) },
    { name: 'brevo.events', success: 'Brevo events readable', run: () => brevo.probeEvents() },
  ];
}

/** A budget that others have used up for a second is no fault of what is looked at. */
const LONGEST_WAIT_MS = 5_000;
const WAITS = 3;

async function check(probe: Probe): Promise<ConnectionCheck> {
  try {
    await unlessLimited(probe.run);
    return { name: probe.name, ok: true, sentence: probe.success };
  } catch (thrown) {
    if (!isConnectorError(thrown)) throw thrown;
    return {
      name: probe.name,
      ok: false,
      sentence: `${thrown.message}. ${askedStep(thrown.nextStep)}`,
      code: thrown.code,
    };
  }
}

async function unlessLimited(run: Probe['run'], waits = WAITS): Promise<void> {
  try {
    await run();
  } catch (thrown) {
    const waitMs = isConnectorError(thrown) && thrown.code.endsWith('.rate_limited') ? thrown.retryAfterMs : undefined;
    if (waitMs === undefined || waitMs > LONGEST_WAIT_MS || waits === 0) throw thrown;
    await sleep(waitMs);
    await unlessLimited(run, waits - 1);
  }
}

/** Waits, watermarks and the vendors' own windows are told by the clock. */
const MOST_CLOCK_MS = 30_000;

/** Known from the answers that the other checks got; without one, there is nothing to compare with. */
function clockChecks({ clockAheadMs }: ActivityDeps): readonly ConnectionCheck[] {
  const clocks = (['gorgias', 'brevo'] as const).flatMap((vendor) => {
    const aheadMs = clockAheadMs(vendor);
    return aheadMs === null ? [] : [{ vendor, aheadMs }];
  });
  const wrong = clocks.filter(({ aheadMs }) => Math.abs(aheadMs) > MOST_CLOCK_MS);
  if (wrong.length === 0 && clocks.length > 0) {
    const names = clocks.map(({ vendor }) => VENDOR_NAMES[vendor]).join(' and ');
    return [{ name: 'clock', ok: true, sentence: `Clock agrees with ${names}` }];
  }
  return wrong.map(({ vendor, aheadMs }) => {
    const seconds = Math.round(Math.abs(aheadMs) / 1_000);
    const place = aheadMs > 0 ? 'behind' : 'ahead of';
    const sentence = `The worker's clock is ${String(seconds)} s ${place} that of ${VENDOR_NAMES[vendor]}. Set it by NTP.`;
    return { name: 'clock', ok: false, sentence };
  });
}
