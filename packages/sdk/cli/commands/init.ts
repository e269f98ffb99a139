import { resolve } from 'node:path';
import type { Command } from 'commander';
import { accountOf } from '../../../../src/domain/account/gorgias-domain';
import { UsageError } from '../../../../src/domain/errors/failure';
import { answer, type CliContext } from '../context';
import { globalFlags } from '../flags';
import { connectAccount, givenDomain, type OwnedFile, requireOwnFile } from '../init/account';
import { askSettings } from '../init/ask-settings';
import { openConnector } from '../init/connector';
import { finish, type Finished } from '../init/finish';
import { requireFittingFlags } from '../init/fitting-flags';
import { type InitFlags, withInitFlags } from '../init/flags';
import { createInterview, type Interview } from '../init/interview';
import { openKeptAnswers, type KeptAnswers } from '../init/kept-answers';
import { requireKnownNames } from '../init/known-names';
import { requireGiven } from '../init/missing';
import { canAsk, Interrupted, terminalPrompts } from '../prompts';
import { choiceLines, offersLines } from '../init/tell';
import { wrap } from '../output/wrap';
import { withListsMade } from '../init/make-lists';
import { openTarget, trySettings, writeSettings } from '../init/write-settings';

const DEFAULT_FILE = 'tajo.yaml';

export function addInit(program: Command, context: CliContext): void {
  const command = program
    .command('init')
    .description('set up: asks for keys, lists, fields, segments and campaigns, and writes tajo.yaml')
    .argument('[file]', 'the configuration that is written', DEFAULT_FILE)
    .addHelpText(
      'after',
      '\nExample:\n  $ tajo init\n  $ tajo init --yes --domain yourstore.gorgias.com --satisfied-list "Happy customers"',
    );
  withInitFlags(command).action((file: string, flags: InitFlags, self: Command) =>
    init(context, { file, flags, json: globalFlags(self).json }),
  );
}

interface Run {
  readonly file: string;
  readonly flags: InitFlags;
  readonly json: boolean;
}

async function init(context: CliContext, run: Run): Promise<void> {
  const finished = await unlessStopped(context, () => setUp(context, run));
  if (finished !== null && run.json) answer(context, true, finished, () => []);
}

/** Says at once what Ctrl-C at a question comes to: what is ended after it, like a connector that was started for this, takes some seconds. */
async function unlessStopped<Result>(context: CliContext, work: () => Promise<Result | null>): Promise<Result | null> {
  try {
    return await work();
  } catch (thrown) {
    if (!(thrown instanceof Interrupted)) throw thrown;
    end(context, STOPPED);
    return null;
  }
}

/** Without what was wanted: whoever goes on after this, like `npm start`, must see that there are no new settings. */
function end(context: CliContext, sentence: string): void {
  context.io.stderr.write(`${wrap(sentence, 80).join('\n')}\n`);
  context.fail();
}

const STOPPED = 'Stopped. What was answered is kept, without the keys: `tajo init` goes on there.';
const NOTHING_WRITTEN =
  'Nothing was written. What was answered is kept: `tajo init` comes back to this question, `tajo init --again` to the first.';

/** Null: nothing was written in the end, and that was said. */
async function setUp(context: CliContext, run: Run): Promise<Finished | null> {
  const { file, flags } = run;
  const target = openTarget(context, file);
  const existing = target.existing?.config ?? null;
  const own = existing === null ? null : { file, domain: existing.domain };
  const kept = keptFor(context, run, own);
  requireFittingFlags({ flags, existing, kept });
  const interview = await interviewOf(context, run, kept);
  const say = sayer(context, run);
  if (kept.found > 0) say('Going on where it was stopped; `--again` begins anew.');
  if (interview.prompts !== null) say(...INTRODUCTION);
  if (existing !== null) await mayChange(interview, run);
  const connector = await openConnector(context, existing === null ? null : resolve(file), () => {
    if (interview.prompts === null) requireGiven({ context, flags, existing: own, kept });
  });
  try {
    return await unlessStopped(context, async () => {
      const connecting = { context, client: connector.client(), interview, flags, existing: own };
      const { account } = await connectAccount(connecting);
      const offers = await connector.client().connectors.offers('gorgias', { account });
      say('', ...offersLines(offers));
      await requireKnownNames({ client: connector.client(), offers, flags, existing });
      const choices = await askSettings({ interview, offers, flags, existing });
      say('', ...choiceLines(choices));
      if (interview.prompts !== null && !(await interview.prompts.confirm(`Write ${file}?`, true))) {
        end(context, NOTHING_WRITTEN);
        return null;
      }
      trySettings(context, target, choices);
      const config = writeSettings(context, target, await withListsMade(connector.client(), account, choices));
      kept.forget();
      say(`${context.paint.good('✓')} ${file} is written.`);
      return finish(
        { context, connector, interview, flags, say, json: run.json },
        { file: resolve(file), config, account },
      );
    });
  } finally {
    await connector.stop();
  }
}

const INTRODUCTION = wrap(
  'A few questions about what Gorgias and Brevo have. Enter takes the answer that is shown; Ctrl-C stops, keeps what was answered, and the next start goes on there.',
  80,
);

/** @throws UsageError where the file is another account's */
function keptFor(context: CliContext, { file, flags }: Run, own: OwnedFile | null): KeptAnswers {
  const given = givenDomain(context, flags);
  if (given !== null && own !== null) requireOwnFile(own, given);
  const domain = given ?? own?.domain ?? null;
  const account = domain === null ? null : accountOf(domain);
  const kept = openKeptAnswers(context.settings.home, { file: resolve(file), account });
  if (flags.again === true) kept.forget();
  return kept;
}

async function interviewOf(context: CliContext, { flags, json }: Run, kept: KeptAnswers): Promise<Interview> {
  const defaults = flags.yes === true;
  const somebody = !defaults && !json && canAsk(context.io);
  return createInterview({ prompts: somebody ? await terminalPrompts(context.io) : null, defaults, kept });
}

async function mayChange(interview: Interview, { file, flags }: Run): Promise<void> {
  const message = `${file} is there already. Change it? Its comments and all other settings stay.`;
  const may = await interview.confirm(message, { flag: '--overwrite', given: flags.overwrite, fallback: false });
  if (!may)
    throw new UsageError(
      `${file} is there already, and stays as it is.`,
      'Add --overwrite, or name another file: tajo init other.yaml',
    );
}

function sayer(context: CliContext, { json }: Run): (...lines: readonly string[]) => void {
  return (...lines) => {
    if (!json) context.io.stdout.write(`${lines.join('\n')}\n`);
  };
}
