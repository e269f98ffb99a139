import type { Browser, BrowserContext, BrowserContextOptions, Page } from 'playwright-core';
import { startApi } from '../../src/api';
import type { RunningServer } from '../../src/api/server';
import { createLog } from '../../src/observability/log';
import { createMetrics } from '../../src/observability/metrics';
import { testConfig } from '../support/connector';
import { eventually } from '../support/eventually';
import { type LiveHarness, openLiveHarness, shortTimes } from '../live/harness';
import { openBrowser } from './browser';

const KEY = 'test-key-of-the-console';
const READ_KEY = 'test-key-of-the-console-to-read';
const GORGIAS = '/v1/connectors/gorgias';

/** All views, by the address that opens them. */
export const VIEWS = {
  now: '#/now',
  campaigns: '#/campaigns',
  'ended tickets': '#/campaigns/tickets',
  'a policy to try': '#/campaigns/rehearsal',
  satisfaction: '#/satisfaction',
  scores: '#/satisfaction/scores',
  'tickets and people': '#/tickets',
  'rules and macros': '#/automations',
  'set aside': '#/set-aside?cause=no_email',
  audit: '#/audit',
} as const;

export type Json = ReturnType<typeof JSON.parse>;

/** A shop that has been read, with tickets that ended since; its API; one browser for all. */
export interface Stage {
  readonly harness: LiveHarness;
  readonly key: string;
  readonly readKey: string;
  readonly url: () => string;
  /** Tickets whose campaign was decided: by what they are there for. */
  readonly tickets: { readonly satisfied: number; readonly unrated: number; readonly hostile: number };
  /** A browser of its own: nobody is signed in. */
  visit(address?: string, options?: BrowserContextOptions): Promise<Page>;
  /** The same, signed in. */
  enter(address?: string, options?: BrowserContextOptions): Promise<Page>;
  /** What the API says, asked with the key. */
  ask(method: string, path: string, body?: unknown): Promise<Json>;
  stopApi(): Promise<void>;
  startApi(): Promise<void>;
  /** What no page may do: errors in the console, thrown ones, requests elsewhere. */
  readonly complaints: string[];
  end(): Promise<void>;
}

export const HOSTILE_NAME = '<img src="x" onerror="document.title=\'taken\'"> \u202Egro.elpmaxe@ada';
/** Of the customer behind `tickets.satisfied`. */
export const SATISFIED_EMAIL = 'guest-5-3@customer.example.com';
const HOSTILE_SUBJECT = `<script>document.title='taken'</script>${'long'.repeat(2_500)}`;

export async function openStage(): Promise<Stage> {
  const harness = await openLiveHarness({ world: { customers: 80, tickets: 120, surveys: 60 } });
  await harness.connector.sync();
  let api = await serve(harness, 0);
  const { port } = new URL(api.url);
  const browser = await openBrowser();
  const complaints: string[] = [];
  const tickets = await playTickets(harness);
  const askOf = (method: string, path: string, body?: unknown): Promise<Json> =>
    ask(`${api.url}${GORGIAS}${path}`, method, body);
  const wanted = Object.keys(tickets).length;
  await eventually(async () => Number((await askOf('GET', '/campaigns/funnel')).ends) === wanted);
  const visit = async (address = '', options: BrowserContextOptions = {}): Promise<Page> => {
    const page = await watched(browser, { options, origin: api.url, complaints });
    await page.goto(`${api.url}/${address}`);
    return page;
  };
  return {
    harness,
    tickets,
    complaints,
    visit,
    key: KEY,
    readKey: READ_KEY,
    url: () => api.url,
    enter: async (address, options) => {
      const page = await visit(address, options);
      await signIn(page, KEY);
      return page;
    },
    ask: askOf,
    stopApi: () => api.close(0),
    startApi: async () => {
      api = await serve(harness, Number(port));
    },
    end: async () => {
      await browser.close();
      await api.close(0);
      await harness.end();
    },
  };
}

export async function signIn(page: Page, key: string): Promise<void> {
  await page.getByLabel('Key').fill(key);
  await page.getByRole('button', { name: 'Sign in' }).click();
  await page.getByRole('navigation', { name: 'Views' }).waitFor({ state: 'attached' });
}

/** A view of a page that is signed in already, drawn with what it asks for. */
export async function open(page: Page, address: string): Promise<void> {
  await page.goto(`${new URL(page.url()).origin}/${address}`);
  await page.locator('main h1').waitFor();
  await page.locator('main .skeleton, main .boot, main [aria-busy="true"]').first().waitFor({ state: 'detached' });
}

function serve({ connector, temporal }: LiveHarness, port: number): Promise<RunningServer> {
  return startApi({
    ...{ store: connector.store, keyring: connector.keyring, config: testConfig(shortTimes), metrics: createMetrics() },
    log: createLog({ level: 'error', json: true, destination: { write: () => true } }),
    ...{ apiKey: KEY, readKey: READ_KEY, webhookSecrets: [], host: '127.0.0.1', port, orNext: false },
    ...{ proxies: {}, temporalAddress: temporal.address, uiUrl: 'http://127.0.0.1:8233' },
  });
}

async function ask(url: string, method: string, body: unknown): Promise<Json> {
  const response = await fetch(url, {
    method,
    headers: { authorization: `Bearer ${KEY}`, 'content-type': 'application/json' },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  return response.json();
}

/** Each says what it must never do, into one list. */
async function watched(
  browser: Browser,
  about: { readonly options: BrowserContextOptions; readonly origin: string; readonly complaints: string[] },
): Promise<Page> {
  const { options, origin, complaints } = about;
  const context: BrowserContext = await browser.newContext({ viewport: { width: 1280, height: 900 }, ...options });
  const page = await context.newPage();
  page.on('pageerror', (error) => complaints.push(`thrown: ${String(error)}`));
  page.on('console', (message) => {
    const { url } = message.location();
    // That nobody is signed in, the browser reports by itself; so it does of what a test refuses or cuts off.
    if (message.type() === 'error' && !/Failed to load resource/.test(message.text()))
      complaints.push(`${message.text()} (${url})`);
  });
  page.on('request', (request) => {
    if (!request.url().startsWith(origin)) complaints.push(`asked elsewhere: ${request.url()}`);
  });
  page.on('response', (response) => {
    if (response.status() >= 500) complaints.push(`${response.status()} of ${response.url()}`);
  });
  return page;
}

interface Played {
  readonly name: string;
  readonly subject: string;
  /** Null: no survey. */
  readonly score: number | null;
}

/** Opened and closed before anybody looks: each ends by itself within seconds. */
async function playTickets(harness: LiveHarness): Promise<Stage['tickets']> {
  const play = async ({ name, subject, score }: Played): Promise<number> => {
    const email = `guest-${score ?? 'nobody'}-${name.length}@customer.example.com`;
    const ticketId = harness.sandbox.world.change({ do: 'openTicketByNewcomer', email, name, subject });
    harness.sandbox.world.change({
      do: 'closeTicket',
      ticketId,
      survey: score === null ? 'none' : 'create',
      surveyDelayMs: 0,
    });
    if (score !== null) {
      harness.sandbox.world.change({ do: 'sendSurvey', ticketId });
      harness.sandbox.world.change({ do: 'scoreSurvey', ticketId, score, comment: `Scored ${score}` });
    }
    await harness.hint(ticketId);
    return ticketId;
  };
  const tickets = {
    satisfied: await play({ name: 'Ada', subject: 'Where is my order?', score: 5 }),
    unrated: await play({ name: 'Grace', subject: 'Wrong size', score: null }),
    hostile: await play({ name: HOSTILE_NAME, subject: HOSTILE_SUBJECT, score: 1 }),
  };
  return tickets;
}
