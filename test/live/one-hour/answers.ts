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
  /** What is asked once all of that agrees, for workers or the stories of tickets are asked for it; null: not yet. */
  readonly more: MoreAnswers | null;
}

/** Each by the API, by the command with `--json`, and for a person. */
export interface MoreAnswers {
  /** Null: before the first sync, for it is an estimate, and where nobody wants it, for a worker makes it. */
  readonly plan: Asked | null;
  readonly automations: Asked;
  /** Of the tickets that ended last, the newest first; by command of the first of them alone, null: none has ended. */
  readonly why: { readonly api: readonly Json[] } & Partial<Omit<Asked, 'api'>>;
  readonly doctor: Json;
}

interface Asked {
  readonly api: Json;
  readonly json: Json;
  readonly text: string;
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

/** Stories of so many tickets are asked for. */
const STORIES = 6;

/** `now`: the driven clock, around which periods are asked for. */
interface Place {
  readonly url: string;
  readonly apiKey: string;
  readonly now: number;
}

export async function askMore(
  { url, apiKey, now }: Place,
  { api }: Answers,
  { plan }: { readonly plan: boolean },
): Promise<MoreAnswers> {
  const client = new TajoClient({ url, apiKey });
  const headers = { authorization: `Bearer ${apiKey}`, 'content-type': 'application/json' };
  const call = async (path: string, body?: unknown): Promise<Json> => {
    const sent = body === undefined ? {} : { method: 'POST', body: JSON.stringify(body) };
    return (await fetch(`${url}/v1/${path}`, { headers, ...sent })).json();
  };
  const asked = async (answer: Json, args: readonly string[]): Promise<Asked> => ({
    api: answer,
    json: JSON.parse(await tajo(client, [...args, '--json'])),
    text: (await tajo(client, args)).replaceAll(/\s+/g, ' '),
  });
  const since = at(now - 86_400_000);
  const ended = [...new Set<number>(api.ended.tickets.map(({ ticketId }: Json) => ticketId))].slice(0, STORIES);
  const stories: Json[] = [];
  for (const ticketId of ended) stories.push(await call('connectors/gorgias/why', { ticketId }));
  const [newest] = ended;
  return {
    plan:
      !plan || api.status.lastSync === null
        ? null
        : await asked(await call('connectors/gorgias/plan', {}), ['connectors', 'plan', 'gorgias']),
    automations: await asked(await call(`connectors/gorgias/automations?by=channel&since=${since}`), [
      ...['connectors', 'automations', 'gorgias', '--by', 'channel', '--since', since],
    ]),
    why: { ...(newest === undefined ? {} : await asked(null, ['why', String(newest)])), api: stories },
    doctor: await call('doctor'),
  };
}

export async function askAll({ url, apiKey, now }: Place): Promise<Answers> {
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
    more: null,
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
