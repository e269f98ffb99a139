import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { createServer, type Server } from 'node:https';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { type Proxies, proxyFor } from '../../src/config/environment/proxies';
import { startTestTemporal, type TestTemporal } from '../support/embedded-temporal';
import { type ConnectProxy, startConnectProxy } from './connect-proxy';

const CERTIFICATES = join(__dirname, 'certificates');
const run = promisify(execFile);

describe('when other hosts are reached by a proxy only', () => {
  let vendors: Server;
  let temporal: TestTemporal;
  const open: ConnectProxy[] = [];
  const startProxy = async (password?: string): Promise<ConnectProxy> => {
    const proxy = await startConnectProxy({
      leadsTo: (target) =>
        target === 'temporal.example.com:7233' ? temporal.port : (vendors.address() as AddressInfo).port,
      ...(password !== undefined && { password }),
    });
    open.push(proxy);
    return proxy;
  };
  beforeAll(async () => {
    const [key, cert] = ['server.key', 'server.pem'].map((name) => readFileSync(join(CERTIFICATES, name)));
    vendors = createServer({ key, cert }, (request, response) => {
      response.writeHead(request.url?.startsWith('/cli/') === true ? 418 : 200);
      response.end(request.url === '/healthz' ? '{"status":"ok"}' : '{"temporal":true,"store":true}');
    });
    await new Promise<void>((resolve) => vendors.listen(0, '127.0.0.1', resolve));
    temporal = await startTestTemporal();
  });
  afterAll(async () => {
    for (const proxy of open) proxy.close();
    vendors.closeAllConnections();
    vendors.close();
    await temporal.end();
  });

  /** What became of the calls in a process of its own, for Node reads its certificates once, at the start. */
  const call = async (kinds: readonly string[], env: Record<string, string>): Promise<Record<string, unknown>> => {
    const { PATH = '', HOME = '' } = process.env;
    const { stdout } = await run(
      process.execPath,
      ['--import', 'tsx', join(__dirname, 'outgoing-process.ts'), ...kinds],
      { env: { PATH, HOME, TEMPORAL_ADDRESS: 'temporal.example.com:7233', ...env }, timeout: 60_000 },
    );
    return JSON.parse(stdout) as Record<string, unknown>;
  };
  const certificates = { NODE_EXTRA_CA_CERTS: join(CERTIFICATES, 'ca.pem') };
  const ALL = ['gorgias', 'brevo', 'sdk', 'download', 'temporal client', 'temporal worker'];

  it('HTTPS_PROXY is used by every call, with its user and password, and NODE_EXTRA_CA_CERTS by all that is Node’s', async () => {
    const proxy = await startProxy('canary%of a proxy');
    const address = `http://tajo:canary%25of%20a%20proxy@127.0.0.1:${proxy.port}`;

    expect(await call(ALL, { ...certificates, HTTPS_PROXY: address })).toEqual({
      gorgias: 200,
      brevo: 200,
      sdk: true,
      download: 'Error: https://temporal.download answered 418',
      'temporal client': 'answered',
      'temporal worker': 'answered',
    });
    const hosts = ['yourstore.gorgias.com', 'api.brevo.com', 'connector.example.com', 'temporal.download'];
    expect([...new Set(proxy.asked)]).toEqual([...hosts.map((host) => `${host}:443`), 'temporal.example.com:7233']);
  });

  it('when the proxy refuses, or the host is not who it should be, says in a sentence what it is', async () => {
    const proxy = await startProxy('right');
    const dead = await startProxy();
    dead.close();
    const [refused, stranger, gone] = await Promise.all([
      call(['gorgias'], { ...certificates, https_proxy: `tajo:wrong@127.0.0.1:${proxy.port}` }),
      call(['gorgias'], { HTTPS_PROXY: `http://tajo:right@127.0.0.1:${proxy.port}` }),
      call(['gorgias'], { HTTPS_PROXY: `http://127.0.0.1:${dead.port}` }),
    ]);

    expect(refused['gorgias']).toMatch(/^Gorgias was not reached: the proxy of HTTPS_PROXY wants a user and password/);
    expect(stranger['gorgias']).toMatch(/could not prove its identity over TLS;.*NODE_EXTRA_CA_CERTS/);
    expect(gone['gorgias']).toMatch(
      /^Gorgias was not reached: the proxy of HTTPS_PROXY refused the connection .*ECONNREFUSED/,
    );
    expect(JSON.stringify([refused, stranger, gone])).not.toContain('wrong');
  });
});

describe('which proxy an address is reached by', () => {
  const proxies: Proxies = {
    httpsProxy: 'http://secure.example.net:3128',
    httpProxy: 'plain.example.net:3128',
    noProxy: 'intern.example.com, .example.org,*.example.edu 10.0.0.0/8,[2001:db8::1],fd00::/8,host.example.com:8443',
  };
  const by = (address: string): string | null => proxyFor(new URL(address), proxies);

  it('depends on its scheme', () => {
    expect(by('https://api.brevo.com/v3')).toBe('http://secure.example.net:3128');
    expect(by('http://api.brevo.com')).toBe('http://plain.example.net:3128');
    expect(proxyFor(new URL('https://api.brevo.com'), { ...proxies, httpsProxy: null })).toBeNull();
  });

  it.each([
    'https://127.0.0.1:4020/v3',
    'http://localhost:8080',
    'http://[::1]:8080',
    'https://temporal:7233',
    'https://intern.example.com',
    'https://below.intern.example.com',
    'https://example.org',
    'https://a.example.org:444',
    'https://a.example.edu',
    'https://10.9.8.7:7233',
    'https://[2001:db8::1]:7233',
    'https://[fd12::1]:7233',
    'https://host.example.com:8443',
  ])('%s is none, on this machine, in this network or by NO_PROXY', (address) => expect(by(address)).toBeNull());

  it.each([
    'https://notintern.example.com',
    'https://11.0.0.1',
    'https://[2001:db8::2]',
    'https://host.example.com',
    'https://10.example.net',
  ])('%s is not meant by NO_PROXY', (address) => expect(by(address)).toBe('http://secure.example.net:3128'));

  it('with NO_PROXY=* is none for anybody', () => {
    expect(proxyFor(new URL('https://api.brevo.com'), { ...proxies, noProxy: '*' })).toBeNull();
  });
});
