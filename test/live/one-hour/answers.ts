import { TajoClient } from '../../../packages/sdk/index';
import { typed } from '../../cli/typed';

/** Every answer about one moment; what is asked by two ways stands here twice. */
export interface Answers {
  /** Of the API, by path. */
  readonly api: Readonly<Record<ApiName, Json>>;
  /** Of `tajo … --json`. */
  readonly json: Readonly<Record<CommandName, Json>>;
  /** Of the same commands for a person, in one line each. */
  readonly text: Readonly<Record<CommandName, string>>;
  readonly metrics: string;
}

export type Json = ReturnType<typeof JSON.parse>;

const API = {
  ...{
    connectors: '/v1/connectors',
    status: '/status',
    live: '/live',
    progress: '/progress',
    funnel: '/campaigns/funnel',
  },
  ...{ ended: '/campaigns/funnel/tickets?limit=100', campaigns: '/campaigns?limit=1000', quarantine: '/quarantine' },
  ...{ satisfaction: '/satisfaction', scores: '/satisfaction/scores?limit=100', deliveries: '/deliveries?limit=1000' },
} as const;
type ApiName = keyof typeof API;
/** Those that count by a period. */
const OF_PERIODS: readonly ApiName[] = ['funnel', 'ended', 'satisfaction', 'scores'];

const COMMANDS = {
  list: ['connectors', 'list'],
  status: ['connectors', 'status'],
  live: ['connectors', 'live'],
  campaigns: ['campaigns'],
  quarantine: ['connectors', 'quarantine'],
  events: ['connectors', 'events', '--limit', '1000'],
} as const;
type CommandName = keyof typeof COMMANDS;

/** @param now The driven clock: periods are asked for around it. */
export async function askAll(url: string, apiKey: string, now: number): Promise<Answers> {
  const period = `from=${at(now - 86_400_000)}&to=${at(now + 60_000)}`;
  const get = async (path: string): Promise<string> =>
    (await fetch(`${url}${path}`, { headers: { authorization: `Bearer ${apiKey}` } })).text();
  const askApi = async (name: ApiName): Promise<Json> => {
    const path = API[name].startsWith('/v1') ? API[name] : `/v1/connectors/gorgias${API[name]}`;
    const more = OF_PERIODS.includes(name) ? `${path.includes('?') ? '&' : '?'}${period}` : '';
    return JSON.parse(await get(`${path}${more}`));
  };
  const client = new TajoClient({ url, apiKey });
  return {
    api: await allOf(API, askApi),
    json: await allOf(COMMANDS, async (name) => JSON.parse(await tajo(client, [...COMMANDS[name], '--json']))),
    text: await allOf(COMMANDS, async (name) => (await tajo(client, COMMANDS[name])).replaceAll(/\s+/g, ' ')),
    metrics: await get('/metrics'),
  };
}

function at(ms: number): string {
  return new Date(ms).toISOString();
}

async function allOf<Name extends string, Answer>(
  names: Readonly<Record<Name, unknown>>,
  ask: (name: Name) => Promise<Answer>,
): Promise<Record<Name, Answer>> {
  const entries: [string, Answer][] = [];
  for (const name of Object.keys(names)) entries.push([name, await ask(name as Name)]);
  return Object.fromEntries(entries) as Record<Name, Answer>;
}

async function tajo(client: TajoClient, args: readonly string[]): Promise<string> {
  const { exitCode, stdout, stderr } = await typed({ client }, args);
  if (exitCode !== 0) throw new Error(`tajo ${args.join(' ')}: ${stderr}`);
  return stdout;
}
