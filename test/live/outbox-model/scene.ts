import { setTimeout as sleep } from 'node:timers/promises';
import type { ConnectorConfig } from '../../../src/config/types';
import { isConnectorError } from '../../../src/domain/errors/connector-error';
import type { SandboxRequest } from '../../../packages/sandbox/http/types';
import { type Sandbox, startSandbox } from '../../../packages/sandbox/start';
import { BREVO_KEY, GORGIAS, testConfig } from '../../support/connector';
import { type Chronicle, count, newChronicle, type Running } from './chronicle';
import type { Setting } from './commands';
import { createDriver, type Driver } from './driver';
import type { Lane } from './lane';
import { contactIn, type ContactRead, noteReads } from './reads';
import { saidOf } from './truth';
import { type Plant, startTestWorker, type TestWorker } from './worker';

const CAMPAIGNS = `campaigns:
      upsell: { when: satisfied, delay: 0s, send: { event: UPSELL } }
      win-back: { when: dissatisfied, delay: 0s, send: { template_id: 12 } }
      newsletter: { when: neutral, delay: 0s, send: { list_id: 41 } }
      sorry: { when: no_answer, delay: 0s, send: { event: SORRY } }`;

const LISTS = [2, 35, 36, 37, 41].map((id) => ({ id, name: `List ${String(id)}`, folderId: 1 }));

const shipped = testConfig((yaml) => yaml.replace('campaigns: {}', CAMPAIGNS));

/** As little as possible of what this is not about: fields to map, details to read. */
function configOf(setting: Setting): ConnectorConfig {
  const { delayMs, expiresMs, cap, holdMs, csatWaitMs } = setting;
  const campaigns = Object.entries(shipped.campaigns).map(([name, rule]) => [name, { ...rule, delayMs, expiresMs }]);
  return {
    ...{ ...shipped, holdMs, frequencyCap: cap, csat: { ...shipped.csat, waitMs: csatWaitMs } },
    campaigns: Object.fromEntries(campaigns) as ConnectorConfig['campaigns'],
    fieldMapping: { id: 'GORGIAS_ID', email: 'email', nb_tickets: 'TICKET_COUNT' },
    enrich: { activeWithinMs: 'none' },
  };
}

export interface Person {
  readonly email: string;
  /** Null: nobody has heard of them. */
  readonly customerId: number | null;
}

/** One sequence: an account in the lane's database, vendors of its own, and workers that come and go. */
export interface Scene {
  readonly account: string;
  readonly setting: Setting;
  readonly config: ConnectorConfig;
  readonly lane: Lane;
  readonly sandbox: Sandbox;
  readonly driver: Driver;
  readonly chronicle: Chronicle;
  /** The first works; the second is there when it is called. */
  worker(which: 0 | 1): TestWorker;
  /** Processes with that setting in the place of all that are there. */
  restart(enabled: boolean): void;
  /** Somebody is at work just now. */
  readonly isBusy: boolean;
  /** Tickets in the order of their opening. */
  readonly tickets: number[];
  /** Each person as Gorgias has them now. */
  readonly people: Person[];
  readonly mailOf: (person: number) => string;
  /** Each customer by every address of theirs, in the order of their coming. */
  readonly customers: Map<string, number>;
  /** Who is being erased: the workflow's input, by the address. */
  readonly erasing: Map<string, string>;
  lastSignalAt: number;
  /** The sequence's time, never the same twice: what comes later is later. */
  readonly nextTime: () => number;
  readonly log: (line: string) => void;
  close(): Promise<void>;
}

export async function openScene(lane: Lane, setting: Setting, plant: Plant = {}): Promise<Scene> {
  const account = await lane.nextAccount();
  const sandbox = await startSandbox({
    world: { seed: 1, customers: 0, tickets: 0, surveys: 0, oddities: false, now: lane.now(), clock: () => lane.now() },
    gorgias: { rate: null, clock: () => lane.now() },
    brevo: { limits: 'off', importDelayMs: 0, lists: LISTS, clock: () => lane.now() },
    credentials: { gorgias: GORGIAS, brevoApiKey: BREVO_KEY },
    acquaintances: false,
  });
  const chronicle = newChronicle();
  const config = configOf(setting);
  const turns: Turn[] = [];
  let lastTime = 0;
  const driver = createDriver({
    ...{ account, now: () => lane.now() },
    onStatus: (ticketId, { outcome }) => {
      if (outcome !== null) chronicle.ends.push({ at: lane.now(), ticketId });
    },
    onFailure: (running, thrown) => noteFailure(chronicle, running, thrown),
    onStep: ({ step, ticketId, requestId }, done) => {
      const came = done.kind === 'threw' ? String(done.thrown) : JSON.stringify(done);
      chronicle.steps.push(`${clockOf(lane.now())} ${step} ${String(ticketId ?? requestId)}: ${came.slice(0, 200)}`);
    },
  });
  const pool: { workers: (TestWorker | null)[]; gone: TestWorker[]; enabled: boolean } = {
    ...{ workers: [null, null], gone: [], enabled: true },
  };
  const worker = (which: 0 | 1): TestWorker => {
    const known = pool.workers[which];
    if (known !== null && known !== undefined && !known.lifetime.isOver) return known;
    if (known !== null && known !== undefined) pool.gone.push(known);
    const made = startTestWorker({
      ...{ store: lane.stores[which], config: { ...config, enabled: pool.enabled }, plant, now: () => lane.now() },
      ...{ gorgiasBaseUrl: sandbox.gorgias.url, brevoBaseUrl: sandbox.brevo.url.replace('127.0.0.1', HOSTS[which]) },
      signalTicket: (_account, ticketId, hint) => {
        driver.signalTicket(ticketId, hint);
        return Promise.resolve();
      },
      signalCampaign: (_account, requestId) => {
        driver.signalCampaign(requestId);
        return Promise.resolve();
      },
      endWorkflows: (ids) => Promise.resolve(driver.end(ids.map(keyOf))),
      attempts: {
        begun: (key, way) => {
          chronicle.begun.push({ at: lane.now(), key, way });
        },
        ended: (key) => {
          chronicle.ended.push({ at: lane.now(), key });
        },
        keptBack: (why) => void chronicle.gates.push({ why }),
        now: () => lane.now(),
      },
      onTurn: (on, running) => {
        const turn = { worker: on, running, startedAt: lane.now(), host: HOSTS[which], reads: [] };
        turns.push(turn);
        return () => {
          turns.splice(turns.indexOf(turn), 1);
          if (!on.lifetime.isOver) noteReads(scene, turn.reads);
        };
      },
    });
    pool.workers[which] = made;
    return made;
  };
  const scene: Scene = {
    ...{ account, setting, config, lane, sandbox, driver, chronicle, worker, lastSignalAt: 0 },
    nextTime: () => {
      lastTime = Math.max(lane.now(), lastTime + 0.001);
      return lastTime;
    },
    restart: (enabled) => {
      pool.gone.push(...pool.workers.flatMap((one) => one ?? []));
      [pool.workers, pool.enabled] = [[null, null], enabled];
    },
    get isBusy() {
      return turns.length > 0;
    },
    ...{
      tickets: [],
      people: [0, 1].map((person) => ({ email: `person-${String(person)}@${account}.example.com`, customerId: null })),
      customers: new Map(),
      erasing: new Map(),
      mailOf: (person) => scene.people[person]?.email ?? '',
    },
    log: (line) => void chronicle.story.push(`${clockOf(lane.now())} ${line}`),
    close: async () => {
      await sandbox.close();
      await Promise.race([
        Promise.all([...pool.gone, ...pool.workers].flatMap((one) => (one === null ? [] : [one.close()]))),
        sleep(200, undefined, { ref: false }),
      ]);
    },
  };
  witness(scene, ({ headers }) => turns.findLast(({ host }) => headers['host']?.startsWith(host) === true) ?? null);
  return scene;
}

/** `ticket/yourstore/123`, `campaign/yourstore/call-1`. */
function keyOf(workflowId: string): number | string {
  const [kind, , id = ''] = workflowId.split('/');
  return kind === 'ticket' ? Number(id) : id;
}

interface Turn {
  readonly worker: TestWorker;
  readonly running: Running;
  readonly startedAt: number;
  readonly host: string;
  /** Contacts that it has asked for. */
  readonly reads: ContactRead[];
}

/** How each of the two workers calls Brevo, so that one can tell whose request came in. */
const HOSTS = ['127.0.0.1', 'localhost'] as const;

/** Every request that writes is noted as it comes in: the oracle's own journal, that knows whose step it was. */
function witness(
  { sandbox, chronicle, lane, nextTime, log }: Scene,
  turn: (request: SandboxRequest) => Turn | null,
): void {
  const isWrite = ({ method }: { method: string }): boolean => method !== 'GET';
  const always = { times: Number.POSITIVE_INFINITY };
  /** With the contact Brevo forgets what the person has said about mail. */
  const forgotten = ({ method, path }: SandboxRequest): void => {
    const email = decodeURIComponent(path.slice('/v3/contacts/'.length));
    if (method === 'DELETE' && sandbox.brevo.state.contact(email) === null)
      chronicle.mails.push({ at: nextTime(), email, said: 'subscribed' });
  };
  sandbox.brevo.before(
    isWrite,
    async (request) => {
      const { method, path, body, seq } = request;
      const now = turn(request);
      const by = now?.running ?? { step: 'nobody', ticketId: null, requestId: null };
      const enteredAt = now?.worker.lifetime.enteredAt ?? lane.now();
      const isStalled = chronicle.stalls.some((at) => at >= (now?.startedAt ?? 0));
      const at = nextTime();
      const write = { at, throughAt: at, seq, method, path, body, by, enteredAt, isStalled };
      chronicle.writes.push(write);
      log(`  > ${method} ${path} in ${by.step} of ${String(by.ticketId ?? by.requestId)}`);
      await now?.worker.lifetime.knock('departing', saidOf(request) !== null);
      write.throughAt = nextTime();
    },
    always,
  );
  const answered = async (request: SandboxRequest): Promise<void> => {
    forgotten(request);
    await turn(request)?.worker.lifetime.knock('answered', saidOf(request) !== null);
  };
  sandbox.brevo.after(isWrite, answered, always);
  const read = (request: SandboxRequest): void =>
    void turn(request)?.reads.push({ at: nextTime(), seq: request.seq, email: contactIn(request.path) });
  sandbox.brevo.before(({ method, path }) => method === 'GET' && contactIn(path) !== '', read, always);
}

function noteFailure(chronicle: Chronicle, running: Running, thrown: unknown): void {
  const code = isConnectorError(thrown) ? thrown.code : 'no code';
  count(chronicle, `workflow failed: ${code}`);
  // A step that was under way while the account was uninstalled finds no keys any more.
  if (code === 'input.unknown_account') return;
  const words = thrown instanceof Error ? (thrown.stack ?? thrown.message) : String(thrown);
  chronicle.wrongs.push(
    `the workflow of ${running.step} ${String(running.ticketId ?? running.requestId)} failed (${code}): ${words}`,
  );
}

function clockOf(at: number): string {
  return new Date(at).toISOString().slice(5, 23).replace('T', ' ');
}
