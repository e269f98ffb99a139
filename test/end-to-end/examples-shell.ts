import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { GORGIAS } from '../support/connector';
import type { ExamplesHarness } from './examples-harness';
import { commandsOf, readingsOf } from './examples-lines';

/** What a line prints: the first that fits the line. A line that none fits would be an example without a test. */
const PRINTS: readonly (readonly [RegExp, RegExp])[] = [
  [/ (install|connect) gorgias/, /✓ yourstore\.gorgias\.com is installed/],
  [/ test gorgias$/, /✓ API authentication successful/],
  [/ sync gorgias.* --dry-run$/, /✓ Sync completed in .* would be written.*nothing was written/s],
  [/ sync gorgias/, /✓ Sync completed in .* contacts? written/s],
  [/ status gorgias --json$/, /^\{.*"connected":true.*\}\n$/],
  [/ status gorgias$/, /^yourstore\.gorgias\.com +connected/],
  [/ list$/, /gorgias +yourstore +connected/],
  [/^tajo connectors pause$/, /yourstore is paused/],
  [/^tajo connectors resume$/, /yourstore goes on/],
  [/ uninstall --yes$/, /✓ yourstore is uninstalled/],
  [/ rotate-key gorgias --gorgias-api-key -$/, /✓ yourstore: Gorgias key replaced/],
  [/ rotate-key$/, /✓ yourstore: Gorgias key and Brevo key replaced/],
  [/ webhooks gorgias --url /, /https:\/\/connector\.yourstore\.com\/webhooks\/gorgias\/yourstore/],
  [/ plan gorgias$/, /requests/],
  [/ audit gorgias --sample \d+$/, /contacts? compared on [\s\S]*\nReport \S+\n/],
  [/ rehearse gorgias .* --json$/, /^\{.*"state":"completed".*"ends":\[.*\}\n$/],
  [/ rehearse gorgias/, /: \d+ ends? of tickets\..*people/s],
  [/^tajo why \d+$/, /^Ticket \d+\n/],
  [/^tajo why \S+@\S+$/, /\nCustomers? +\d/],
  [/^tajo campaigns/, /campaign/],
  [/^tajo funnel/, /^From \S+ \S+ UTC to /],
  [/^tajo satisfaction/, /^From \S+ \S+ UTC to /],
  [/^tajo search 123$/, /^(Ticket 123|Customer 123|Nobody and nothing found)/],
  [/ live gorgias$/, /\nlane +requests +waited /],
  [/^tajo open/, /^http:\/\/\S+\/#sign-in=[\w-]{43}\nIt signs one browser in, once, until \d\d:\d\d UTC\.\n$/],
  [/^tajo privacy export /, /^\{[^]*"tables": \{[^]*"customers": \[/],
  [/^tajo privacy erase /, /✓ Erased at [^]*contact was deleted in Brevo[^]*Out of reach:/],
  [/^tajo privacy allow /, /✓ The next full sync/],
  [/^tajo config check$/, /✓ tajo\.yaml is valid/],
  [/^temporal workflow start /, /RunId/],
  [/^temporal workflow signal /, /Signal workflow succeeded/],
  [/^temporal workflow (query|result|list) /, /\S/],
];

/** Types a line, which must succeed without a complaint and print what such a line prints. */
export async function typed(harness: ExamplesHarness, line: string): Promise<string> {
  const { code, stdout, stderr } = await harness.type(line);
  expect({ line, code, stderr }).toEqual({ line, code: 0, stderr: '' });
  const [, wanted] = PRINTS.find(([start]) => start.test(line)) ?? [];
  if (wanted === undefined) throw new Error(`nobody knows what this line prints: ${line}`);
  expect(stdout).toMatch(wanted);
  return stdout;
}

/** Every reading of every line, in their order; the first line installs the account. */
export async function commandLines(harness: ExamplesHarness, block: string): Promise<void> {
  writeFileSync(join(harness.folder, 'gorgias.key'), GORGIAS.apiKey);
  const commands = commandsOf(block);
  for (const { line, prints } of commands) {
    for (const reading of readingsOf(line, someoneIn(harness))) {
      if (reading.endsWith(' uninstall')) await uninstall(harness, reading, commands[0]!.line);
      else expectPrinted(prints, await typed(harness, reading));
    }
  }
}

function someoneIn({ sandbox }: ExamplesHarness): Readonly<Record<string, string>> {
  const { tickets, customers } = sandbox.world;
  const [someone] = [...tickets.values()].flatMap(({ id, customerId }) => {
    const email = customerId === null ? null : (customers.get(customerId)?.email ?? null);
    return email === null ? [] : [{ 'ticket id': String(id), 'e-mail': email.trim().toLowerCase() }];
  });
  return someone!;
}

/** It asks, and nobody can be asked here; what comes after it on the page needs the account again. */
async function uninstall(harness: ExamplesHarness, line: string, install: string): Promise<void> {
  expect(await harness.type(line)).toMatchObject({ code: 2, stderr: expect.stringContaining('--yes') });
  await typed(harness, `${line} --yes`);
  expect((await harness.type('tajo connectors list')).stdout).toContain('No account is installed yet');
  await typed(harness, install);
}

function expectPrinted(prints: readonly string[], stdout: string): void {
  for (const line of prints) {
    const [, parts] = line.split(': ');
    if (line.startsWith('✓')) expect(stdout).toContain(`${line}\n`);
    // A line about several parts: each of them has one of its own.
    else for (const part of parts!.split(', ')) expect(stdout).toMatch(new RegExp(`✓ Brevo .*${part}`));
  }
}

/** What `--policy` reads in the lines that follow. */
export function policyFile({ folder }: ExamplesHarness, policy: string): Promise<void> {
  writeFileSync(join(folder, 'policy.yaml'), policy);
  return Promise.resolve();
}

export async function configFile(harness: ExamplesHarness, config: string): Promise<void> {
  writeFileSync(join(harness.folder, 'tajo.yaml'), config);
  await typed(harness, 'tajo config check');
}
