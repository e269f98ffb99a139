import { Command } from 'commander';
import { version } from '../package.json';
import { addAudit } from './commands/audit';
import { addAutomations } from './commands/automations';
import { addCampaigns } from './commands/campaigns';
import { addCompletion } from './commands/completion';
import { addConfig } from './commands/config-check';
import { addDoctor } from './commands/doctor';
import { addEvents } from './commands/events';
import { addErrors } from './commands/errors';
import { addFunnel } from './commands/funnel';
import { addInit } from './commands/init';
import { addInstall } from './commands/install';
import { addList } from './commands/list';
import { addLive } from './commands/live';
import { addOpen } from './commands/open';
import { addPause } from './commands/pause';
import { addPlan } from './commands/plan';
import { addPrivacy } from './commands/privacy';
import { addPreflight } from './commands/preflight';
import { addQuarantine } from './commands/quarantine';
import { addRehearse } from './commands/rehearse';
import { addResume } from './commands/resume';
import { addRotateKey } from './commands/rotate-key';
import { addSatisfaction } from './commands/satisfaction';
import { addSearch } from './commands/search';
import { addStatus } from './commands/status';
import { addSandbox } from './commands/sandbox';
import { addSync } from './commands/sync';
import { addTest } from './commands/test-connection';
import { addWebhooks } from './commands/webhooks';
import { addWhy } from './commands/why';
import { addUninstall } from './commands/uninstall';
import type { CliContext } from './context';

/** The tree of commands; throws CommanderError instead of ending the process. */
export function createProgram(context: CliContext): Command {
  const { io } = context;
  const program = new Command('tajo')
    .description('Connects a Gorgias helpdesk to Brevo.')
    .option('--json', 'answer with one line of JSON')
    .option('--debug', 'show where an unexpected error happened')
    .version(version, '--version', 'show the version')
    .helpOption('-h, --help', 'show the flags and an example')
    .helpCommand('help [command]', 'show the flags and an example of a command')
    .exitOverride()
    // Errors are told once, by whoever runs the program, in the same words as all others.
    .configureOutput({
      writeOut: (text) => void io.stdout.write(text),
      writeErr: (text) => void io.stderr.write(text),
      outputError: () => undefined,
      getOutHelpWidth: () => Math.min(io.stdout.columns ?? 100, 100),
      getErrHelpWidth: () => Math.min(io.stdout.columns ?? 100, 100),
    })
    .configureHelp({
      showGlobalOptions: true,
      // With its arguments a name leaves so little room at 80 columns that commander gives up wrapping.
      subcommandTerm: (command) => [command.name(), ...command.aliases()].join('|'),
    })
    .addHelpText('after', '\nExample:\n  $ tajo connectors sync gorgias\n  $ tajo doctor');

  addInit(program, context);
  addConnectors(program, context);
  addConfig(program, context);
  addDoctor(program, context);
  addErrors(program, context);
  addCampaigns(program, context);
  addFunnel(program, context);
  addSatisfaction(program, context);
  addSearch(program, context);
  addWhy(program, context);
  addOpen(program, context);
  addPrivacy(program, context);
  addSandbox(program, context);
  addPreflight(program, context);
  addCompletion(program, context);
  return program;
}

/** What is about one connector, below `tajo connectors`. */
function addConnectors(program: Command, context: CliContext): void {
  const connectors = program
    .command('connectors')
    .description('install, run and watch connectors')
    .helpCommand('help [command]', 'show the flags and an example of a command')
    .addHelpText('after', '\nExample:\n  $ tajo connectors status gorgias');
  addInstall(connectors, context);
  addTest(connectors, context);
  addSync(connectors, context);
  addStatus(connectors, context);
  addLive(connectors, context);
  addList(connectors, context);
  addPlan(connectors, context);
  addRotateKey(connectors, context);
  addUninstall(connectors, context);
  addPause(connectors, context);
  addResume(connectors, context);
  addQuarantine(connectors, context);
  addWebhooks(connectors, context);
  addEvents(connectors, context);
  addAutomations(connectors, context);
  addAudit(connectors, context);
  addRehearse(connectors, context);
}
