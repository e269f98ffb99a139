import { ERROR_CODES, isConnectorError } from '../../domain/errors/connector-error';
import { timestampOf } from '../../domain/timestamp';
import { webhookProblem } from '../../domain/webhook/webhook-health';
import type { AccountRow, Accounts, Store } from '../../store/types';
import { type DoctorCheck, examineConnector } from '../../../packages/sdk/contract/doctor';
import { implement, type OperationDeps } from '../operation';
import { commandsFor } from '../../../packages/sdk/contract/pasted-commands';
import { rotateKeyCommand, schedulePauseProblem } from '../../../packages/sdk/contract/state-words';
import { type AccountStanding, readStanding } from './accounts/account-state';
import { readSchedulePause } from './accounts/status';

export const doctorOperations = {
  examineConnector: implement(examineConnector, async (_request, deps) => {
    const ready = await deps.readiness();
    const checks = [
      good('connector.node', `The connector runs on Node ${process.versions.node}.`),
      ...(ready.temporal
        ? [good('temporal', 'Temporal answers.'), await workerCheck(deps.connector)]
        : [bad('temporal', 'Temporal does not answer.', ERROR_CODES['temporal.unavailable'].nextStep)]),
      ...(ready.store
        ? [good('store', 'Postgres answers.'), ...(await examineAccounts(deps))]
        : [bad('store', 'Postgres does not answer.', ERROR_CODES['store.unavailable'].nextStep)]),
      webhookCheck(deps.webhookSecrets),
    ];
    return { ok: checks.every(({ ok }) => ok), checks };
  }),
};

async function workerCheck(connector: OperationDeps['connector']): Promise<DoctorCheck> {
  const name = 'worker';
  // One that cannot be asked for is no worse than Temporal, which has just answered.
  if (await connector.hasWorker().catch(() => true)) return good(name, 'A worker takes what there is to do.');
  const code = 'temporal.no_worker';
  const { nextStep } = ERROR_CODES[code];
  return { ...bad(name, 'No worker takes what there is to do: nothing is read and nothing is sent.', nextStep), code };
}

async function examineAccounts(deps: OperationDeps): Promise<DoctorCheck[]> {
  const { store, encryptionKeyId, webhookSecrets } = deps;
  const rows = await store.accounts.list();
  if (rows.length === 0) {
    return [
      { ...good('accounts', 'No account is installed yet.'), nextStep: 'tajo connectors install gorgias --help' },
    ];
  }
  const opened = await Promise.all(rows.map((row) => opens(store.accounts, row.account)));
  const problems = await Promise.all(rows.map((row) => webhookProblems(store, row.account, webhookSecrets > 0)));
  const accounts = await Promise.all(rows.map((row) => accountChecks(deps, row)));
  const ofOne = (checks: readonly (readonly DoctorCheck[])[]): DoctorCheck[] =>
    checks.flatMap((some, index) =>
      some.map((check) => namingAccount(check, rows.length > 1 ? rows[index] : undefined)),
    );
  return [keyCheck(encryptionKeyId, opened), ...ofOne(accounts), ...ofOne(problems)];
}

/** Where several are installed, a command is about the one that the check is about. */
function namingAccount(check: DoctorCheck, row: AccountRow | undefined): DoctorCheck {
  if (row === undefined || check.nextStep === null) return check;
  return { ...check, nextStep: commandsFor(row.account, check.nextStep) };
}

async function webhookProblems({ webhookHealth }: Store, account: string, secretSet: boolean): Promise<DoctorCheck[]> {
  const problem = webhookProblem(await webhookHealth.read(account), { now: timestampOf(Date.now()), secretSet });
  return problem === null ? [] : [bad(`webhooks.${account}`, `${account}: ${problem.sentence}`, problem.nextStep)];
}

/** True when the account's stored keys can be decrypted. */
async function opens(accounts: Accounts, account: string): Promise<boolean> {
  try {
    await accounts.credentials(account);
    return true;
  } catch (thrown) {
    if (isConnectorError(thrown, 'config.invalid')) return false;
    throw thrown;
  }
}

function keyCheck(id: string | null, opened: readonly boolean[]): DoctorCheck {
  const name = 'encryption_key';
  const closed = opened.filter((isOpen) => !isOpen).length;
  if (closed === 0) return good(name, `The encryption key${id === null ? '' : ` ${id}`} opens the stored keys.`);
  return bad(
    name,
    `The encryption key does not open the stored keys of ${String(closed)} of ${String(opened.length)} accounts.`,
    'Put the key that they were sealed with back into TAJO_ENCRYPTION_KEY, after the new one.',
  );
}

async function accountChecks(
  { store, settingsFile, connector }: OperationDeps,
  row: AccountRow,
): Promise<DoctorCheck[]> {
  const { account } = row;
  const [standing, paused] = await Promise.all([
    readStanding(store, row, { settingsFile }),
    readSchedulePause(connector, account),
  ]);
  if (paused !== null && standing.state === 'connected') {
    const { sentence, step } = schedulePauseProblem(paused);
    return [bad(`account.${account}`, `${account}: ${sentence}`, step)];
  }
  if (standing.unanswered.length === 0) return [accountCheck(account, standing)];
  return standing.unanswered.map(({ vendor, code, reason, nextStep }) => ({
    ...bad(`account.${account}.${vendor}`, `${account}: ${reason}`, nextStep ?? ''),
    code,
  }));
}

function accountCheck(account: string, { state, stateReason, stateCode }: AccountStanding): DoctorCheck {
  const name = `account.${account}`;
  if (state === 'off') return { ...good(name, `${account} is switched off.`), nextStep: stateReason };
  if (state === 'refused') {
    const reason = `${account} is refused: ${stateReason ?? 'a vendor does not accept its key.'}`;
    const nextStep = `Put a right key in: ${rotateKeyCommand(stateCode)}`;
    return { ...bad(name, reason, nextStep), ...(stateCode === null ? {} : { code: stateCode }) };
  }
  if (state === 'connected') return good(name, `${account} is connected.`);
  return { ...good(name, `${account} is ${state}.`), nextStep: 'Go on with: tajo connectors resume gorgias' };
}

function webhookCheck(secrets: number): DoctorCheck {
  const name = 'webhook_secret';
  if (secrets > 0) return good(name, secrets === 1 ? 'A webhook secret is set.' : 'Several webhook secrets are set.');
  return {
    ...good(name, 'No webhook secret is set: changes are found by the feed only, up to a minute later.'),
    nextStep: 'To hear of them at once, set GORGIAS_WEBHOOK_SECRET.',
  };
}

function good(name: string, sentence: string): DoctorCheck {
  return { name, ok: true, sentence, nextStep: null };
}

function bad(name: string, sentence: string, nextStep: string): DoctorCheck {
  return { name, ok: false, sentence, nextStep };
}
