import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PassThrough, Readable } from 'node:stream';
import { setImmediate as setTurn } from 'node:timers/promises';
import { runCli } from '../../packages/sdk/cli/run';
import { readClientSettings } from '../../packages/sdk/client/client-settings';
import { TajoClient } from '../../packages/sdk/index';
import { loadConfig, loadPolicy } from '../../src/config/load-config';
import type { ConnectorConfig } from '../../src/config/types';
import type { VendorOffers } from '../../src/workflows/messages';
import { API_KEY, type RunningApi, startApi } from '../api/running-api';
import { NO_SERVER } from './bare-context';
import { openTerminal } from './terminal';

export const KEYS = {
  GORGIAS_DOMAIN: 'yourstore.gorgias.com',
  GORGIAS_EMAIL: 'you@yourstore.com',
  GORGIAS_API_KEY: 'canary-gorgias-key',
  BREVO_API_KEY: 'canary-brevo-key',
};

const attribute = (name: string, type: string | null, category = 'normal') => ({ name, category, type, options: [] });

/** Accounts with a bit of everything that is odd. */
const MUCH: VendorOffers = {
  fields: [
    { name: 'vip_status', label: 'VIP status', type: 'boolean' },
    { name: 'loyalty_points', label: 'Loyalty points', type: 'number' },
    { name: 'email', label: 'E-mail', type: 'text' },
  ],
  tags: [
    { name: 'Wholesale', usage: 90 },
    { name: 'refund', usage: 12 },
    { name: 'Refund', usage: 1 },
  ],
  attributes: [
    attribute('PRENOM', 'text'),
    attribute('VIPSTATUS', 'boolean'),
    attribute('LOYALTY_POINTS', 'date'),
    attribute('TICKET_COUNT', 'float'),
    attribute('CSAT_SCORE', 'date'),
    attribute('TOTAL', 'float', 'calculated'),
  ],
  lists: [
    { id: 7, name: 'Newsletter' },
    { id: 35, name: 'satisfied customers' },
    { id: 40, name: 'wholesale' },
  ],
};

interface Typed {
  readonly env?: Readonly<Record<string, string>>;
  /** Instead of the usual one. */
  readonly file?: string;
  readonly terminal?: boolean;
  /** After so many answers somebody presses Ctrl-C. */
  readonly interruptAt?: number;
  /** What is typed at the question that contains this; Enter at all others. */
  readonly typed?: Readonly<Record<string, string>>;
  /** No connector runs: one is started for the questions. On no terminal somebody presses Ctrl-C at its first sync. */
  readonly ours?: boolean;
  /** What happens elsewhere while the question stands. */
  readonly meanwhile?: (question: string) => void;
}

interface Ended {
  readonly exitCode: 0 | 1 | 2;
  readonly stdout: string;
  readonly stderr: string;
  readonly questions: readonly string[];
  /** What stood on standard error when the connector that was started for it was to end; null: there was none. */
  readonly stderrAtEnd: string | null;
}

/** `tajo init` beside a connector that runs, in a folder of its own. */
export interface InitHarness {
  readonly api: RunningApi;
  readonly folder: string;
  /** The `tajo.yaml` that it writes. */
  readonly file: string;
  readonly settings: () => ConnectorConfig;
  /** How often lists were made in Brevo. */
  readonly listsMade: () => number;
  tajo(args: readonly string[], typed?: Typed): Promise<Ended>;
  end(): Promise<void>;
}

/** Nobody listens there. */
const NOWHERE = 'http://127.0.0.1:1';

/** Ctrl-C as soon as somebody listens for it. */
function onInterrupt(callback: () => void): () => void {
  setImmediate(callback);
  return () => undefined;
}

export async function openInitHarness(): Promise<InitHarness> {
  const folder = mkdtempSync(join(tmpdir(), 'tajo-init-'));
  const file = join(folder, 'tajo.yaml');
  const api = await startApi({ requestsPerSecond: 1000 });
  api.connector.offers = MUCH;
  async function tajo(
    args: readonly string[],
    { env = {}, terminal = false, interruptAt = Number.POSITIVE_INFINITY, typed = {}, meanwhile, ...named }: Typed = {},
  ): Promise<Ended> {
    const stderr = new PassThrough();
    const person = openTerminal((question, count) => {
      meanwhile?.(question);
      const key = Object.entries(typed).find(([part]) => question.includes(part))?.[1] ?? '';
      return count > interruptAt ? '\x03' : `${key}\r`;
    });
    const { screen, questions } = person;
    const keyboard = terminal ? person.keyboard : Object.assign(Readable.from(['']), { isTTY: false });
    if (!terminal) screen.isTTY = false;
    let complaints = '';
    let stderrAtEnd: string | null = null;
    stderr.on('data', (chunk: Buffer) => (complaints += chunk.toString()));
    const isOurs = named.ours === true;
    const stop = async (): Promise<void> => {
      await setTurn();
      stderrAtEnd = complaints;
    };
    const running = new TajoClient({ url: api.url, apiKey: API_KEY });
    const exitCode = await runCli(['init', named.file ?? file, ...args], {
      ...NO_SERVER,
      ...(isOurs && { connect: () => running, startServer: () => Promise.resolve({ stop }) }),
      io: { stdout: screen, stderr, onInterrupt, stdin: keyboard },
      settings: readClientSettings({
        ...(!isOurs && { url: api.url }),
        env: { TAJO_HOME: folder, NO_COLOR: '1', ...env },
      }),
      client: isOurs ? new TajoClient({ url: NOWHERE, apiKey: API_KEY }) : running,
      loadConfig: (path) => loadConfig(path, { env: {} }),
      loadPolicy: (path, account) => loadPolicy(path, { env: {}, account }),
    });
    await setTurn();
    return { exitCode, stdout: person.seen(), stderr: complaints, questions, stderrAtEnd };
  }
  return {
    ...{ api, folder, file, tajo },
    settings: () => loadConfig(file, { env: {} }).config,
    listsMade: () =>
      api.logged.filter((line) => line.includes('/v1/connectors/gorgias/lists') && line.includes('POST')).length,
    end: async () => {
      await api.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
