import { accessSync, constants, existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { VARIABLES } from '../../src/config/environment/environment-settings';
import { CLI_VERSION } from '../../src/dev/temporal-server/cli-version';
import { TASK_QUEUE } from '../../src/workflows/messages';
import { readCompose, ROOT, serviceOf, variablesIn } from './compose-file';

const text = readFileSync(join(ROOT, 'docker-compose.yml'), 'utf8');
const compose = readCompose('docker-compose.yml');
const names = Object.keys(compose.services);
const OTEL = [
  ...['OTEL_EXPORTER_OTLP_HEADERS', 'OTEL_RESOURCE_ATTRIBUTES'],
  ...['OTEL_TRACES_SAMPLER', 'OTEL_TRACES_SAMPLER_ARG'],
];
const example = new Map(
  readFileSync(join(ROOT, '.env.example'), 'utf8')
    .split('\n')
    .flatMap((line) => [...line.matchAll(/^([A-Z_]+)=(.*)$/g)])
    .map(([, name = '', value = '']) => [name, value] as const),
);

describe('docker-compose.yml', () => {
  it('has Postgres, the schema job, Temporal, its bootstrap job, its UI, the API and the worker, and whoever watches them', () => {
    expect(names.sort()).toEqual(
      [
        'api',
        'grafana',
        'postgres',
        'prometheus',
        'temporal',
        'temporal-bootstrap',
        'temporal-schema',
        'temporal-ui',
        'worker',
      ].sort(),
    );
  });

  it.each([
    ['temporal-schema', 'postgres', 'service_healthy'],
    ['temporal', 'temporal-schema', 'service_completed_successfully'],
    ['temporal-bootstrap', 'temporal', 'service_healthy'],
    ['temporal-ui', 'temporal', 'service_healthy'],
    ['api', 'temporal-bootstrap', 'service_completed_successfully'],
    ['api', 'postgres', 'service_healthy'],
    ['worker', 'temporal-bootstrap', 'service_completed_successfully'],
    ['worker', 'postgres', 'service_healthy'],
  ])('starts %s only after %s is %s', (dependent, dependency, condition) => {
    expect(serviceOf(compose, dependent).depends_on[dependency]).toEqual({ condition });
  });

  it('checks the health of everything that others wait for, so that no wait is for ever', () => {
    const awaited = Object.values(compose.services)
      .flatMap(({ depends_on }) => Object.entries(depends_on))
      .filter(([, { condition }]) => condition === 'service_healthy')
      .map(([name]) => name);

    const unchecked = awaited.filter((name) => serviceOf(compose, name).healthcheck === undefined);

    expect(awaited.length).toBeGreaterThan(0);
    expect(unchecked).toEqual([]);
  });

  it('pins every image to a version that .env.example names too', () => {
    const tags = Object.values(compose.services).map(({ image }) => variablesIn(image)[0]);

    const differing = tags.filter((tag) => tag === undefined || example.get(tag.name) !== tag.fallback);

    expect(differing).toEqual([]);
    expect(tags.some((tag) => tag?.fallback === 'latest')).toBe(false);
  });

  it('binds every port to loopback', () => {
    const ports = Object.values(compose.services).flatMap((service) => service.ports);

    expect(ports.length).toBe(5);
    expect(ports.filter((port) => !port.startsWith('127.0.0.1:'))).toEqual([]);
  });

  it('runs everything without new privileges, and all but the UI on a read-only root', () => {
    const writable = names.filter((name) => !serviceOf(compose, name).read_only);
    const privileged = names.filter(
      (name) => !serviceOf(compose, name).security_opt.includes('no-new-privileges:true'),
    );

    expect(writable).toEqual(['temporal-ui']);
    expect(privileged).toEqual([]);
    expect(serviceOf(compose, 'api').user).toBe('node');
    expect(serviceOf(compose, 'worker').user).toBe('node');
  });

  it('holds no secret: every key and password comes from the environment, and .env.example leaves them empty', () => {
    const secret = /KEY|SECRET|PASSWORD|PWD|DATABASE_URL/;
    const given = Object.values(compose.services).flatMap(({ environment }) => Object.entries(environment));

    const written = given.filter(([name, value]) => secret.test(name) && variablesIn(String(value)).length === 0);
    const filled = [...example].filter(([name, value]) => secret.test(name) && value !== '');

    expect(given.filter(([name]) => secret.test(name)).length).toBeGreaterThan(5);
    expect(written).toEqual([]);
    expect(filled).toEqual([]);
  });

  it('when the database password is missing, refuses to start instead of using an empty one', () => {
    const uses = [...text.matchAll(/\$\{POSTGRES_PASSWORD([^}]*)\}/g)].map(([, rest = '']) => rest);

    expect(uses.filter((rest) => !rest.startsWith(':?'))).toEqual([]);
  });

  it('has a default or an entry in .env.example for every variable that it reads', () => {
    const unknown = variablesIn(text).filter(({ name, fallback }) => fallback === undefined && !example.has(name));

    expect(unknown).toEqual([]);
  });

  it.each(['api', 'worker'])('gives %s only variables that the configuration knows', (name) => {
    const ours = Object.values(VARIABLES).map((variable) => variable.name);
    const known = new Set<string>([...ours, 'NODE_OPTIONS', 'TEMPORAL_NAMESPACE', 'NODE_EXTRA_CA_CERTS', ...OTEL]);

    const unknown = Object.keys(serviceOf(compose, name).environment).filter((variable) => !known.has(variable));

    expect(unknown).toEqual([]);
  });

  it.each(['api', 'worker'])('gives %s the way out by a proxy, with its certificate, and where traces go', (name) => {
    const { environment, volumes } = serviceOf(compose, name);
    const handedOn = ['HTTPS_PROXY', 'HTTP_PROXY', 'NO_PROXY', 'OTEL_EXPORTER_OTLP_ENDPOINT'];

    expect(handedOn.map((variable) => environment[variable])).toEqual(handedOn.map((known) => `\${${known}-}`));
    // One that is empty would be a wrong one.
    expect(OTEL.map((variable) => environment[variable])).toEqual(OTEL.map(() => null));
    expect(volumes).toContain(`\${NODE_EXTRA_CA_CERTS:-/dev/null}:${String(environment['NODE_EXTRA_CA_CERTS'])}:ro`);
    expect([...example.keys()]).toEqual(expect.arrayContaining([...handedOn, 'NODE_EXTRA_CA_CERTS']));
  });

  it('gives the key of the control API to the API alone', () => {
    const holders = names.filter((name) => 'TAJO_API_KEY' in serviceOf(compose, name).environment);

    expect(holders).toEqual(['api']);
  });

  it('starts the API and the worker of one image by the commands that package.json has for them', () => {
    const { scripts } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')) as {
      scripts: Record<string, string>;
    };

    // In a checkout they build first; the image is built.
    const built = (name: string): string => scripts[name]?.replace('--import ./scripts/built.mjs ', '') ?? '';
    expect(serviceOf(compose, 'api').command.join(' ')).toBe(built('api'));
    expect(serviceOf(compose, 'worker').command.join(' ')).toBe(built('worker'));
    expect(serviceOf(compose, 'api').image).toBe(serviceOf(compose, 'worker').image);
  });

  it('divides the history into 512 shards, which can’t be changed later', () => {
    expect(serviceOf(compose, 'temporal').environment['NUM_HISTORY_SHARDS']).toBe('512');
  });

  it('mounts scripts and settings that exist, the scripts executable', () => {
    const started = names
      .flatMap((name) => serviceOf(compose, name).entrypoint)
      .filter((word) => word.startsWith('/deploy/'));
    const inRepository = (path: string): string => join(ROOT, path.replace('/deploy/', 'deploy/temporal/'));

    expect(started.length).toBe(2);
    for (const path of started) expect(() => accessSync(inRepository(path), constants.X_OK)).not.toThrow();
    const settings = String(serviceOf(compose, 'temporal').environment['DYNAMIC_CONFIG_FILE_PATH']);
    expect(existsSync(inRepository(settings))).toBe(true);
    expect(readFileSync(inRepository(settings), 'utf8')).toContain(`taskQueueName: ${TASK_QUEUE}`);
  });

  it('scrapes the API and every worker at the ports that they serve, with rules and a dashboard that exist', () => {
    const prometheus = readFileSync(join(ROOT, 'deploy/prometheus/prometheus.yml'), 'utf8');
    const address = String(serviceOf(compose, 'worker').environment['TAJO_WORKER_ADDRESS']);

    expect(prometheus).toContain(`targets: ['api:${String(serviceOf(compose, 'api').environment['PORT'])}']`);
    expect(prometheus).toContain(`port: ${address.split(':')[1] ?? ''}\n`);
    for (const name of ['prometheus', 'grafana'] as const) {
      const mounted = serviceOf(compose, name).volumes.flatMap((volume) => /^(\.\/[^:]+):/.exec(volume)?.[1] ?? []);
      expect(mounted.length).toBeGreaterThan(0);
      expect(mounted.filter((path) => !existsSync(join(ROOT, path)))).toEqual([]);
    }
  });

  it('keeps the database in a named volume, so that `down` does not lose it', () => {
    const [volume] = serviceOf(compose, 'postgres').volumes;

    expect(volume).toBe('postgres-data:/var/lib/postgresql/data');
    expect(compose.volumes).toHaveProperty('postgres-data');
  });
});

describe('compose.dev.yml', () => {
  it('runs the CLI of the version that the embedded server uses, on loopback only', () => {
    const temporal = serviceOf(readCompose('compose.dev.yml'), 'temporal');

    expect(variablesIn(temporal.image)).toEqual([{ name: 'TEMPORAL_CLI_VERSION', fallback: CLI_VERSION }]);
    expect(example.get('TEMPORAL_CLI_VERSION')).toBe(CLI_VERSION);
    expect(temporal.ports.filter((port) => !port.startsWith('127.0.0.1:'))).toEqual([]);
  });
});

describe('the image', () => {
  const dockerfile = readFileSync(join(ROOT, 'Dockerfile'), 'utf8');

  it('is Debian with certificates, runs as a user without rights, and says how to see that it is healthy', () => {
    expect(dockerfile).toMatch(/^ARG NODE_IMAGE=node:22-bookworm-slim$/m);
    expect(dockerfile).toContain('ca-certificates');
    expect(dockerfile.lastIndexOf('USER node')).toBeGreaterThan(dockerfile.lastIndexOf('FROM'));
    expect(dockerfile).toContain('/healthz');
  });

  it('copies only files that exist and that .dockerignore lets through', () => {
    const allowed = readFileSync(join(ROOT, '.dockerignore'), 'utf8')
      .split('\n')
      .filter((line) => line.startsWith('!'))
      .map((line) => line.slice(1));
    const copied = [...dockerfile.matchAll(/^COPY (?!--from)(.*) \S+$/gm)].flatMap(([, files = '']) =>
      files.split(' '),
    );

    const missing = copied.filter((file) => !existsSync(join(ROOT, file)));
    const ignored = copied.filter((file) => !allowed.some((entry) => file === entry || file.startsWith(`${entry}/`)));

    expect(copied.length).toBeGreaterThan(5);
    expect(missing).toEqual([]);
    expect(ignored).toEqual([]);
  });
});
