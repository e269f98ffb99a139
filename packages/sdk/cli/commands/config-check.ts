import { basename } from 'node:path';
import type { Command } from 'commander';
import { configOf } from '../../../../src/config/config-of';
import { describeConfig } from '../../../../src/config/file/describe-config';
import { configInvalid, inFileOrder, problemLine, type ConfigProblem } from '../../../../src/config/file/problems';
import { problemAt } from '../../../../src/config/file/setting-lines';
import { allAtOnce, attempt } from '../../../../src/config/all-at-once';
import type { LoadedConfig } from '../../../../src/config/load-config';
import type { ConnectorConfig } from '../../../../src/config/types';
import { ConnectorError } from '../../../../src/domain/errors/connector-error';
import type { SettingsCheck } from '../../contract/settings-check';
import { answer, type CliContext } from '../context';
import { globalFlags } from '../flags';
import { listLines } from '../output/lists-by-name';
import { plainText } from '../output/plain-text';
import { sayIfSlow, SLOW_TO_ASK_MS } from '../say-if-slow';
import { withAccount, type AccountFlag } from './connector-command';

const DEFAULT_FILE = 'tajo.yaml';

interface CheckFlags extends AccountFlag {
  readonly online?: boolean;
}

export function addConfig(program: Command, context: CliContext): void {
  const command = program
    .command('config')
    .description('look at the configuration')
    .helpCommand(false)
    .addHelpText('after', '\nExample:\n  $ tajo config check --online')
    .command('check')
    .description('find every fault of a configuration file, and of the environment of a start, at once')
    .argument('[file]', 'the configuration', DEFAULT_FILE)
    .option(
      '--online',
      'ask Gorgias and Brevo too, through the running connector: fields, attributes, lists, templates',
    )
    .addHelpText('after', '\nExample:\n  $ tajo config check tajo.yaml\n  $ tajo config check tajo.yaml --online');
  withAccount(command).action((file: string, flags: CheckFlags, self: Command) => check(context, file, flags, self));
}

async function check(context: CliContext, file: string, flags: CheckFlags, self: Command): Promise<void> {
  const { config, warnings } = await load(context, file);
  const online = flags.online === true ? await compare(context, { file, config, warnings }, flags) : null;
  const all = online === null ? warnings : doubtsOf({ config, warnings }, online);
  const { domain } = config;
  const environment = context.checkEnvironment === null ? null : { ok: true };
  const comparison = online === null ? null : { account: online.account, creates: online.creates, lists: online.lists };
  answer(
    context,
    globalFlags(self).json,
    { ok: true, file, domain, warnings: all, environment, online: comparison },
    () => [
      `${context.paint.good('✓')} ${file} is valid.`,
      ...(context.checkEnvironment === null
        ? []
        : [`${context.paint.good('✓')} Nothing in the environment stops a start.`]),
      ...(online === null ? [] : onlineLines(context, online)),
      ...all.map((warning) => `${context.paint.strong('!')} ${plainText(problemLine(basename(file), warning))}`),
      ...(online === null ? [context.paint.faint(NOT_COMPARED)] : []),
    ],
  );
}

/** @throws what is wrong with the file and with the environment of a start, at once */
async function load({ loadConfig, checkEnvironment }: CliContext, file: string): Promise<LoadedConfig> {
  const faults: ConnectorError[] = [];
  const loaded = attempt(faults, () => loadConfig(file));
  const environment = (await checkEnvironment?.()) ?? null;
  if (environment !== null) {
    const { message, field } = environment;
    faults.push(new ConnectorError('config.invalid', message, { details: field === null ? {} : { field } }));
  }
  if (loaded === null || faults.length > 0) throw allAtOnce(faults);
  return loaded;
}

const NOT_COMPARED = '  Not compared with Gorgias and Brevo: --online does, while a connector runs.';

/** @throws `config.invalid` with the faults that only the vendors show, at their places of the file */
async function compare(
  { client, io }: CliContext,
  { file, config, warnings }: LoadedConfig & { readonly file: string },
  { account }: AccountFlag,
): Promise<SettingsCheck> {
  const settings = describeConfig(config);
  const asked = client.connectors.checkSettings('gorgias', { account, settings });
  const found = await sayIfSlow({ io }, asked, { afterMs: SLOW_TO_ASK_MS });
  if (!found.ok) {
    const doubts = doubtsOf({ config, warnings }, found);
    throw configInvalid(basename(file), placedIn(config, found, found.faults), doubts);
  }
  return found;
}

/** Of a setting that the vendors have spoken of, nothing is guessed besides. */
function doubtsOf({ config, warnings }: LoadedConfig, found: SettingsCheck): readonly ConfigProblem[] {
  const judged = placedIn(config, found, [...found.faults, ...found.warnings]).map(({ path }) => path);
  const guesses = warnings.filter(({ path }) => !judged.includes(path));
  return inFileOrder([...guesses, ...placedIn(config, found, found.warnings)]);
}

function placedIn(
  config: ConnectorConfig,
  { account }: SettingsCheck,
  findings: SettingsCheck['faults'],
): readonly ConfigProblem[] {
  return inFileOrder(findings.map(({ setting, sentence }) => problemAt(configOf(config, account), setting, sentence)));
}

function onlineLines({ paint }: CliContext, { domain, creates, lists }: SettingsCheck): string[] {
  const made = creates.map(({ name, type }) => `${name} (${type})`).join(', ');
  return [
    `${paint.good('✓')} It fits ${domain} and its Brevo account, as they are now.`,
    ...(creates.length === 0 ? [] : [`  The first sync makes in Brevo: ${plainText(made)}.`]),
    ...listLines(lists).map((line) => `  ${line}`),
  ];
}
