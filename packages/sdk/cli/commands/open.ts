import type { Command } from 'commander';
import { openInBrowser } from '../browser';
import { answer, type CliContext } from '../context';
import { globalFlags } from '../flags';

interface OpenFlags {
  /** False with `--no-browser`. */
  readonly browser: boolean;
}

export function addOpen(program: Command, context: CliContext): void {
  program
    .command('open')
    .description('open the console in the browser, signed in')
    .option('--no-browser', 'only print the link')
    .addHelpText('after', '\nExample:\n  $ tajo open')
    .action(async ({ browser }: OpenFlags, command: Command) => {
      const { json } = globalFlags(command);
      const link = await context.client.signInLink();
      // Whoever reads it from a pipe is a program, or sits at another machine.
      const isOpened = browser && !json && context.io.stdout.isTTY === true && (await openInBrowser(link.url));
      answer(context, json, link, () => [
        ...(isOpened ? ['The console opens in the browser. If it does not, open this link:'] : []),
        link.url,
        `It signs one browser in, once, until ${link.until.slice(11, 16)} UTC.`,
      ]);
    });
}
