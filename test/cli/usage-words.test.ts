import { PassThrough } from 'node:stream';
import { runCli } from '../../packages/sdk/cli/run';
import { CONTEXT, ioInto } from './bare-context';

const SEE_HELP = 'Run the same command with --help to see its flags and an example.';

/**
 * Lines as they are guessed from the README and `--help`, by people who have not seen the code: each judged once, by its words. The third
 * column is what to do, where that is more than a look at the help.
 */
const LINES: [line: string, sentence: string, fix?: string][] = [
  ['connector status', "unknown command 'connector' (Did you mean connectors?)"],
  ['status', "'status' is no command here.", 'It is `tajo connectors status`.'],
  ['sync gorgias', "'sync' is no command here.", 'It is `tajo connectors sync`.'],
  ['rehearse', "'rehearse' is no command here.", 'It is `tajo connectors rehearse`.'],
  ['check tajo.yaml', "'check' is no command here.", 'It is `tajo config check`.'],
  ['erase jane@customer.example', "'erase' is no command here.", 'It is `tajo privacy erase`.'],
  ['version', "'version' is no command here.", 'It is `tajo --version`.'],
  ['-v', "unknown option; the version is shown by '--version'."],
  ['-V', "unknown option; the version is shown by '--version'."],
  ['connectors gorgias status', "'gorgias' is no command here.", 'It is `tajo connectors status gorgias`.'],
  ['gorgias connectors sync', "'gorgias' is no command here.", 'It is `tajo connectors sync gorgias`.'],
  [
    'connectors rotate-key --api-key x',
    "unknown option '--api-key' (Did you mean one of --gorgias-api-key, --brevo-api-key?)",
  ],
  [
    'connectors rotate-key --api-key=x',
    "there is no option '--api-key' here that takes a value (Did you mean one of --gorgias-api-key, --brevo-api-key?)",
  ],
  [
    'connectors install --domain a.gorgias.com --gorgias-api-key x',
    "unknown option '--gorgias-api-key' (Did you mean --api-key?)",
  ],
  ['connectors why 123', "'why' is no command here.", 'It is `tajo why`.'],
  ['connectors stauts', "unknown command 'stauts' (Did you mean status?)"],
  ['connectors status shopify', "'shopify' is no connector. Allowed choices are gorgias."],
  ['connectors status gorgias extra', "too many arguments for 'status'. Expected 1 argument but got 2."],
  ['connectors status --acount x', "unknown option '--acount' (Did you mean --account?)"],
  ['connectors status --follow=1', "there is no option '--follow' here that takes a value."],
  ['connectors list --json=true', "there is no option '--json' here that takes a value."],
  [
    'connectors sync --type delta',
    "option '--type <type>' argument 'delta' is invalid. Allowed choices are full, incremental.",
  ],
  [
    'connectors sync --resources customer',
    "option '--resources <list>' argument 'customer' is invalid. It must be some of customers, tickets, satisfaction_surveys, tags.",
  ],
  [
    'connectors sync --since yesterday',
    "option '--since <date>' argument 'yesterday' is invalid. It must be a date like 2024-01-01 or a time like 2024-01-01T08:00:00Z.",
  ],
  [
    'connectors sync --since 2024-13-01',
    "option '--since <date>' argument '2024-13-01' is invalid. It must be a date like 2024-01-01 or a time like 2024-01-01T08:00:00Z.",
  ],
  ['connectors sync --follow', "unknown option '--follow'."],
  [
    'connectors sync --batch-size abc',
    "option '--batch-size <n>' argument 'abc' is invalid. It must be a whole number from 1 to 100.",
  ],
  ['connectors quarantine retry', '--cause is missing.', 'Name one: `tajo connectors quarantine gorgias` lists them.'],
  ['connectors quarantine retry gorgias', "'gorgias' is no action. Allowed choices are list, retry."],
  ['connectors quarantine gorgias delete', "'delete' is no action. Allowed choices are list, retry."],
  ['connectors quarantine zendesk', "'zendesk' is no connector. Allowed choices are gorgias."],
  [
    'connectors quarantine retry --cause x --limit 3',
    '--limit belongs to list: retry takes all of a cause.',
    'Leave it out.',
  ],
  ['connectors quarantine list --dry-run', '--dry-run belongs to retry.', 'Leave it out, or add retry.'],
  [
    'connectors events --ticket abc',
    "option '--ticket <id>' argument 'abc' is invalid. It must be the number of a Gorgias ticket, like 123.",
  ],
  [
    'connectors events --since 30',
    "option '--since <when>' argument '30' is invalid. It must be a date, a time, or an age such as 30d or 2h; days are written 30d.",
  ],
  [
    'connectors events --since 2999-01-01',
    "option '--since <when>' argument '2999-01-01' is invalid. It must not lie in the future.",
  ],
  [
    'connectors events --kind events',
    "option '--kind <kind>' argument 'events' is invalid. Allowed choices are event, campaign: the nearest is event.",
  ],
  [
    'connectors automations --since 2y',
    "option '--since <when>' argument '2y' is invalid. It must be a date, a time, or an age such as 30d or 2h.",
  ],
  [
    'connectors automations --backfill',
    "option '--backfill <when>' argument missing; write for example: --backfill 30d.",
  ],
  [
    'connectors automations --backfill tomorrow',
    "option '--backfill <when>' argument 'tomorrow' is invalid. It must be a date, a time, or an age such as 30d or 2h.",
  ],
  [
    'connectors automations --by tag',
    "option '--by <side>' argument 'tag' is invalid. Allowed choices are agent, channel, week.",
  ],
  ['connectors audit --sample 10 --all', '--sample and --all exclude each other.', 'Give one of them.'],
  ['connectors sync --wait --no-wait', '--wait and --no-wait exclude each other.', 'Give one of them.'],
  ['init --yes --no-sync --sync', '--sync and --no-sync exclude each other.', 'Give one of them.'],
  ['init --api-key x --api-key-file y', '--api-key and --api-key-file exclude each other.', 'Give one of them.'],
  [
    'init --brevo-api-key - --api-key -',
    '--brevo-api-key and --api-key cannot both come from standard input.',
    'Give one of them by a file.',
  ],
  ['campaigns --state held --fate sent', '--fate and --state exclude each other.', 'Give one of them.'],
  ['connectors audit --overwrite', '--overwrite belongs to --repair.', 'Leave it out, or add --repair.'],
  [
    'connectors audit --report --repair',
    '--report and --list audit nothing.',
    'To carry a report out: --repair and its id.',
  ],
  [
    'connectors webhooks --create',
    '--create needs the address at which Gorgias reaches the connector.',
    'Give it by --url, like --url https://connector.yourstore.com.',
  ],
  ['connectors webhooks --move', '--move belongs to --create.', 'Leave it out, or add --create.'],
  ['connectors webhooks --remove --create', '--create and --remove exclude each other.', 'Give one of them.'],
  ['connectors webhooks --everywhere', '--everywhere belongs to --remove.', 'Leave it out, or add --remove.'],
  ['connectors webhooks --yes', '--yes belongs to --remove.', 'Leave it out, or add --remove.'],
  [
    'connectors webhooks --url yourstore',
    "option '--url <url>' argument 'yourstore' is invalid. It must be the https address at which Gorgias reaches the connector, like https://connector.yourstore.com.",
  ],
  ['campaigns gorgias', "too many arguments for 'campaigns'. Expected 0 arguments but got 1."],
  [
    'campaigns --state failed',
    "option '--state <fate>' argument 'failed' is invalid. Allowed choices are sent, leaving, waiting, held, skipped, given-up, unknown.",
  ],
  ...['campaigns', 'funnel', 'satisfaction', 'connectors events'].map((command): [string, string] => [
    `${command} --since 7`,
    "option '--since <when>' argument '7' is invalid. It must be a date, a time, or an age such as 30d or 2h; days are written 7d.",
  ]),
  [
    'campaigns --since 2999-01-01',
    "option '--since <when>' argument '2999-01-01' is invalid. It must not lie in the future.",
  ],
  ['campaigns --limit 0', "option '--limit <n>' argument '0' is invalid. It must be a whole number from 1 to 5000."],
  [
    'satisfaction --since 100d',
    'Between --since and --until lie more than 92 days.',
    'Ask for a longer time in parts, like --since 2024-01-01 --until 2024-04-01.',
  ],
  ['satisfaction --since 2h --until 3h', '--until must lie after --since.', 'Leave out --until to count up to now.'],
  ['satisfaction --unit month', "option '--unit <unit>' argument 'month' is invalid. Allowed choices are day, week."],
  ['satisfaction --score 6', "option '--score <n>' argument '6' is invalid. It must be 1 to 5."],
  ['satisfaction --top 0', "option '--top <n>' argument '0' is invalid. It must be a whole number from 1 to 50."],
  ['satisfaction --csv --top 5', '--unit and --top count; they belong to no list of scores.', 'Leave them out.'],
  ['search', "missing required argument 'text'."],
  [
    'search a',
    "'a' is too little or too much to search for.",
    'It must be 2 to 254 characters: the number of a ticket or customer, or how an address or a name begins.',
  ],
  ['live', "'live' is no command here.", 'It is `tajo connectors live`.'],
  ['why', "missing required argument 'ticket or e-mail'."],
  [
    'why abc',
    "'abc' is no ticket or e-mail. It must be the number of a Gorgias ticket, like 123, its link, or an e-mail address.",
  ],
  [
    'why -5',
    "'-5' is no ticket or e-mail. It must be the number of a Gorgias ticket, like 123, its link, or an e-mail address.",
  ],
  [
    'why https://yourstore.gorgias.com/app/views/12',
    "'https://yourstore.gorgias.com/app/views/12' is no ticket or e-mail. It must be the number of a Gorgias ticket, like 123, its link, or an e-mail address.",
  ],
  ['privacy erase', "missing required argument 'e-mail'."],
  ['privacy erase 123 --yes', "'123' is no e-mail. It must be an e-mail address, like jane@customer.example."],
  [
    'privacy erase jane@customer.example',
    'Erasing asks first, and nobody can be asked here.',
    'Add --yes to go on without a question.',
  ],
  ['privacy forget jane@customer.example', "unknown command 'forget'."],
  ['errors unknowncode', 'There is no error "unknowncode".', '`tajo errors` shows them all.'],
  ['completion powershell', "'powershell' is no shell. Allowed choices are bash, zsh, fish."],
  ['help foo', "unknown command 'foo'."],
  ['help connectors sinc', "unknown command 'sinc'."],
  ['connectors help sinc', "unknown command 'sinc'."],
  ['open --browser', "unknown option '--browser' (Did you mean --no-browser?)"],
  ['--jsno connectors list', "unknown option '--jsno' (Did you mean --json?)"],
  ['doctor extra', "too many arguments for 'doctor'. Expected 0 arguments but got 1."],
  [
    'connectors uninstall --purge --keep-data --yes',
    '--purge and --keep-data exclude each other.',
    'Give one of them.',
  ],
  [
    'connectors uninstall',
    'Uninstalling asks first, and nobody can be asked here.',
    'Add --yes to go on without a question.',
  ],
  [
    'connectors rotate-key',
    'There is nothing to replace: no key and no e-mail is given.',
    'Give --gorgias-api-key KEY, --brevo-api-key KEY or --email, or set GORGIAS_API_KEY or BREVO_API_KEY.',
  ],
];

it.each(LINES.map(([line, sentence, fix = SEE_HELP]) => [line, sentence, fix] as const))(
  'when `tajo %s` is typed, what is wrong and what to do stand on two lines',
  async (line, sentence, fix) => {
    const stream = new PassThrough();
    const exitCode = await runCli(line.split(' '), { ...CONTEXT, io: ioInto(stream) });

    expect(exitCode).toBe(2);
    expect(String(stream.read())).toBe(`tajo: ${sentence}\n      ${fix}\n`);
  },
);

it.each([
  ['connectors sync --since yesterday --help', 'Usage: tajo connectors sync '],
  ['campaigns --since 7 -h', 'Usage: tajo campaigns '],
  ['connectors snyc --help', 'Usage: tajo connectors '],
])('`tajo %s` shows the help, whatever else is wrong with the line', async (line, words) => {
  const stream = new PassThrough();
  const exitCode = await runCli(line.split(' '), { ...CONTEXT, io: ioInto(stream) });

  expect({ exitCode, text: String(stream.read()) }).toEqual({ exitCode: 0, text: expect.stringMatching(`^${words}`) });
});
