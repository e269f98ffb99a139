import { mkdtempSync, writeFileSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { generateEncryptionKey } from '../../src/crypto/encryption-key';
import { findFreePort } from '../../src/dev/guarded-process/free-port';
import { failureOf } from '../../src/domain/errors/failure';
import { failureLines } from '../../src/domain/errors/failure-lines';
import { prepareNamespace } from '../../src/temporal/prepare-namespace';
import { temporalSettings } from '../../src/temporal/settings';
import { createAuthority } from '../support/certificates';
import { eventually } from '../support/eventually';
import { closeAll, type Closing, quietTemporal } from '../support/open-connector';
import { createDatabase } from '../support/postgres';
import { startProcess } from '../faults/own-process';
import { LOOPBACK_ONLY } from '../live/chaos-harness';
import { type GrpcProxy, startGrpcProxy } from './any-temporal/grpc-proxy';
import { type PlainServer, startPlainServer } from './any-temporal/plain-server';
import { openShop, type Shop } from '../support/shop';

const API_KEY = 'temporal-cloud-key-4711';
/** Of Temporal Cloud it is known that a namespace's key may ask neither (temporal-worker-controller#225). */
const NOT_FOR_EVERYBODY = [
  '/temporal.api.operatorservice.v1.OperatorService/AddSearchAttributes',
  '/temporal.api.operatorservice.v1.OperatorService/ListSearchAttributes',
  '/grpc.health.v1.Health/Check',
];
const BRANCH = 'branch.a1b2c';
const CLOUD = 'shop.a1b2c';
const TYPED = 'typed';
const RIGHT = {
  differences: [],
  webhook: 202,
  ready: 200,
  timeline: ['SUPPORT_TICKET_OPENED', 'SUPPORT_TICKET_RESOLVED', 'CSAT_SURVEY_SENT', 'CSAT_SUBMITTED'],
  outcome: 'dissatisfied',
};

const closing: Closing = [];
const untouched = { ...process.env };
let folder: string;
let plain: PlainServer;
let mutual: GrpcProxy;
let cloud: GrpcProxy;
let databaseUrl: string;

const file = (name: string, text: string): string => {
  const path = join(folder, name);
  writeFileSync(path, text);
  return path;
};

/** Settings as of the shell that starts it; nothing of the one that the tests run in. */
const named = (settings: Readonly<Record<string, string>>): NodeJS.ProcessEnv => {
  const others = Object.entries(untouched).filter(([name]) => !name.startsWith('TEMPORAL_') || /CLI_PATH$/.test(name));
  return { ...Object.fromEntries(others), XDG_CONFIG_HOME: folder, ...settings };
};

const opened = async (settings: Readonly<Record<string, string>>): Promise<Shop> => {
  process.env = named(settings);
  return openShop(closing).finally(() => (process.env = untouched));
};

/** What a worker says that cannot start, and its exit code. */
const refusedWorker = async (settings: Readonly<Record<string, string>>): Promise<[number | null, string]> => {
  const ours = { DATABASE_URL: databaseUrl, TAJO_ENCRYPTION_KEY: generateEncryptionKey(), ...settings };
  const worker = startProcess(resolve('dist/src/worker.js'), [], named(ours));
  closing.push(() => worker.kill());
  return [await worker.ended, worker.errors()];
};

/** The same without a process of its own. */
const refusal = async (settings: Readonly<Record<string, string>>): Promise<string> => {
  process.env = named(settings);
  try {
    await prepareNamespace(temporalSettings(null), {});
    return 'nothing';
  } catch (thrown) {
    return failureLines(failureOf(thrown), null).join('\n');
  } finally {
    process.env = untouched;
  }
};

beforeAll(async () => {
  quietTemporal();
  folder = mkdtempSync(join(tmpdir(), 'tajo-any-'));
  closing.push(() => rm(folder, { recursive: true, force: true }));
  const database = await createDatabase();
  closing.push(() => database.drop());
  databaseUrl = database.url;
  plain = await startPlainServer([BRANCH, CLOUD, TYPED]);
  closing.push(() => plain.stop());
  const authority = createAuthority();
  const server = authority.issue('temporal', 'server');
  mutual = await startGrpcProxy({ upstream: plain.address, tls: { ...server, clientsOf: authority.cert } });
  closing.push(() => mutual.close());
  cloud = await startGrpcProxy({
    ...{ upstream: plain.address, tls: server, apiKey: API_KEY, refused: NOT_FOR_EVERYBODY },
  });
  closing.push(() => cloud.close());
  const client = authority.issue('connector', 'client');
  file('ca.pem', authority.cert);
  file('client.pem', client.cert);
  file('client.key', client.key);
});
afterAll(() => closeAll(closing));

const ofCloud = (): Record<string, string> => ({
  TEMPORAL_ADDRESS: cloud.address.replace('127.0.0.1', 'localhost'),
  TEMPORAL_NAMESPACE: CLOUD,
  TEMPORAL_API_KEY: API_KEY,
  TEMPORAL_TLS_SERVER_CA_CERT_PATH: join(folder, 'ca.pem'),
});
const ofBranch = (): string => `[profile.branch]
address = "${mutual.address.replace('127.0.0.1', 'localhost')}"
namespace = "${BRANCH}"
[profile.branch.tls]
client_cert_path = "${join(folder, 'client.pem')}"
client_key_path = "${join(folder, 'client.key')}"
server_ca_cert_path = "${join(folder, 'ca.pem')}"
`;

test('when search attributes are missing and nobody may add them, the worker says their names and the command in one sentence; after that command it starts', async () => {
  const [code, said] = await refusedWorker(ofCloud());
  expect(code).toBe(1);
  const [, command = ''] = /with `temporal ([^`]+)`/.exec(said) ?? [];
  for (const name of ['GorgiasAccount', 'GorgiasTicketId', 'TicketStatus', 'Outcome'])
    expect(command).toContain(`--name ${name} --type Keyword`);
  expect(said.split('\n').filter((line) => line.startsWith('tajo:'))).toHaveLength(1);
  expect(said).not.toMatch(/bug|unexpected|\bat .*:\d+:\d+/i);

  await plain.type(`${command} --address ${plain.address}`);
});

test('on a plain server, behind mutual TLS with a profile and a namespace of its own, and with a key that may neither add nor list search attributes nor ask for health: a full sync is right, a webhook is taken, /readyz is 200, and a ticket comes to its end', async () => {
  const shops = [
    await opened({ TEMPORAL_ADDRESS: plain.address }),
    await opened({ TEMPORAL_PROFILE: 'branch', TEMPORAL_CONFIG_FILE: file('temporal.toml', ofBranch()) }),
    await opened(ofCloud()),
  ];

  const days = await Promise.all(shops.map(({ day }) => day()));

  expect(days).toEqual([RIGHT, RIGHT, RIGHT]);
  expect(cloud.refusals).toContain(NOT_FOR_EVERYBODY[0]);
  expect(mutual.refusals).toEqual([]);
});

test('when Temporal cannot be used, the worker says why in one sentence that names the setting, without a secret', async () => {
  const create = `operator search-attribute create --namespace ${TYPED} --name GorgiasTicketId --type Int`;
  await plain.type(`${create} --address ${plain.address}`);
  const cases: [Readonly<Record<string, string>>, RegExp][] = [
    [
      { TEMPORAL_ADDRESS: plain.address, TEMPORAL_NAMESPACE: 'nowhere' },
      /has no namespace nowhere: set TEMPORAL_NAMESPACE/,
    ],
    [{ TEMPORAL_ADDRESS: '127.0.0.1:1' }, /server at 127\.0\.0\.1:1 does not answer \(connect ECONNREFUSED/],
    [{ ...ofCloud(), TEMPORAL_API_KEY: 'another-key-4712' }, /does not let the connector use .* TEMPORAL_API_KEY/],
    [{ ...ofCloud(), TEMPORAL_TLS_SERVER_CA_CERT_PATH: '' }, /do not agree on TLS .* TEMPORAL_TLS_SERVER_CA_CERT_PATH/],
    [{ TEMPORAL_ADDRESS: cloud.address }, /takes no plain connection of Temporal: set TEMPORAL_TLS=true/],
    [
      {
        TEMPORAL_ADDRESS: mutual.address.replace('127.0.0.1', 'localhost'),
        TEMPORAL_TLS_SERVER_CA_CERT_PATH: join(folder, 'ca.pem'),
      },
      /do not agree on TLS \(.*certificate required\): .* the client certificate/,
    ],
    [
      { TEMPORAL_ADDRESS: plain.address, TEMPORAL_NAMESPACE: TYPED },
      /namespace typed has a search attribute GorgiasTicketId of another type than Keyword: .*TEMPORAL_NAMESPACE/,
    ],
    [
      { TEMPORAL_ADDRESS: plain.address, TEMPORAL_TLS: 'true' },
      /do not agree on TLS \(wrong version number\): check TEMPORAL_TLS,/,
    ],
    [{ TEMPORAL_PROFILE: 'elsewhere' }, /Profile 'elsewhere' not found.* correct TEMPORAL_PROFILE/],
    [
      { TEMPORAL_TLS_CLIENT_CERT_PATH: '/nowhere/client.pem' },
      /\/nowhere\/client\.pem, which cannot be read \(ENOENT\)/,
    ],
    [
      { ...ofCloud(), TEMPORAL_TLS_SERVER_CA_CERT_PATH: file('text.pem', 'no certificate') },
      /TEMPORAL_TLS_SERVER_CA_CERT/,
    ],
  ];
  for (const [settings, sentence] of cases) {
    const said = await refusal(settings);
    expect(said).toMatch(sentence);
    expect(said).not.toMatch(/bug|unexpected|4711|4712|    at /i);
  }
});

test('when the API cannot use Temporal, it serves all the same, /readyz is 503, and its log says why', async () => {
  const port = String(await findFreePort(0));
  const api = startProcess(
    resolve('dist/src/api.js'),
    [],
    named({
      ...{ DATABASE_URL: databaseUrl, TAJO_ENCRYPTION_KEY: generateEncryptionKey(), TAJO_API_KEY: 'a-key', PORT: port },
      ...{ TEMPORAL_ADDRESS: plain.address, TEMPORAL_NAMESPACE: 'nowhere' },
      NODE_OPTIONS: `--require ${file('loopback-only.cjs', LOOPBACK_ONLY)}`,
    }),
  );
  closing.push(() => api.kill());

  await eventually(() => /"event":"temporal\.unavailable"/.test(api.errors()), api.errors);

  expect(api.errors()).toContain('has no namespace nowhere: set TEMPORAL_NAMESPACE');
  const readiness = await fetch(`http://127.0.0.1:${port}/readyz`);
  expect([readiness.status, await readiness.json()]).toEqual([503, { temporal: false, store: true }]);
});
