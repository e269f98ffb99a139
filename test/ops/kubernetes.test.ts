import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import ts from 'typescript';
import { parse, parseAllDocuments } from 'yaml';
import { z } from 'zod';
import { checkReadiness } from '../../packages/sdk/contract/operational';
import { VARIABLES } from '../../src/config/environment/environment-settings';
import { TASK_QUEUE } from '../../src/workflows/messages';
import { ROOT } from './compose-file';

const FOLDER = join(ROOT, 'deploy/kubernetes');
const read = (name: string): string => readFileSync(join(FOLDER, name), 'utf8');

const documentSchema = z.looseObject({
  ...{ apiVersion: z.string(), kind: z.string() },
  metadata: z.looseObject({ name: z.string() }).optional(),
});
const kustomization = z
  .object({
    resources: z.array(z.string()),
    configMapGenerator: z.array(z.object({ name: z.string(), literals: z.array(z.string()).default([]) })),
  })
  .parse(parse(read('kustomization.yaml')));
const documents = kustomization.resources.flatMap((name) =>
  parseAllDocuments(read(name)).map((document) => documentSchema.parse(document.toJS())),
);

const containerSchema = z.object({
  name: z.string(),
  image: z.string(),
  command: z.array(z.string()),
  envFrom: z.array(z.record(z.string(), z.object({ name: z.string() }))),
  securityContext: z.unknown(),
  ports: z.array(z.object({ name: z.string(), containerPort: z.number() })).default([]),
  env: z.array(z.object({ name: z.string(), value: z.string() })).default([]),
  readinessProbe: z.object({ httpGet: z.object({ path: z.string(), port: z.string() }) }).optional(),
});
const podSchema = z.object({
  spec: z.object({
    template: z.object({
      spec: z.object({
        automountServiceAccountToken: z.boolean(),
        securityContext: z.looseObject({ runAsNonRoot: z.boolean() }),
        containers: z.array(containerSchema),
      }),
    }),
  }),
});
const pods = documents
  .filter(({ kind }) => ['Deployment', 'Job'].includes(kind))
  .map((document) => podSchema.parse(document).spec.template.spec);

/** What the compiler says against documents, held against the types that are made of Kubernetes' own OpenAPI description. */
function faultsOf(found: readonly z.infer<typeof documentSchema>[]): readonly string[] {
  const lines = found.map((document, at) => {
    const [group, version = group] = document.apiVersion.replace('.k8s.io/', '/').split('/');
    const module = `kubernetes-types/${version === group ? 'core' : group}/${version}`;
    return `export const document${at}: import('${module}').${document.kind} = ${JSON.stringify(document)};`;
  });
  const name = join(ROOT, 'test/ops/kubernetes-documents.ts');
  const options: ts.CompilerOptions = { strict: true, noEmit: true, skipLibCheck: true, types: [] };
  const host = ts.createCompilerHost(options);
  const getSourceFile = host.getSourceFile.bind(host);
  const fileExists = host.fileExists.bind(host);
  host.getSourceFile = (file, target) =>
    file === name ? ts.createSourceFile(file, lines.join('\n'), target) : getSourceFile(file, target);
  host.fileExists = (file) => file === name || fileExists(file);
  const program = ts.createProgram([name], options, host);
  return ts.getPreEmitDiagnostics(program).map(({ messageText }) => ts.flattenDiagnosticMessageText(messageText, ' '));
}

describe('deploy/kubernetes', () => {
  it('says only what Kubernetes knows', () => {
    expect(documents.map(({ kind }) => kind).sort()).toEqual([
      ...['Deployment', 'Deployment', 'Job', 'NetworkPolicy', 'NetworkPolicy', 'NetworkPolicy'],
      ...['PodDisruptionBudget', 'PodDisruptionBudget', 'Service'],
    ]);
    expect(faultsOf(documents)).toEqual([]);
  });

  it('would be found out if it did not', () => {
    const [first] = documents;
    const misspelt = { ...first!, spec: { backofLimit: 5, template: {} } };
    const mistyped = { ...first!, spec: { backoffLimit: 'five', template: {} } };

    expect(faultsOf([misspelt]).join()).toContain('backofLimit');
    expect(faultsOf([mistyped]).join()).toContain("'string' is not assignable to type 'number'");
  });

  it('runs what the build makes', () => {
    const scripts = pods.flatMap(({ containers }) => containers.map(({ command }) => command[1] ?? ''));

    expect(scripts.sort()).toEqual(['dist/src/api.js', 'dist/src/migrate.js', 'dist/src/worker.js']);
    for (const script of scripts)
      expect(existsSync(join(ROOT, script.replace('dist/', '').replace('.js', '.ts')))).toBe(true);
  });

  it('lets the worker be asked where it listens, whether it is ready by the kubelet and what it counts by whoever scrapes', () => {
    const worker = pods.flatMap(({ containers }) => containers).find(({ name }) => name === 'worker');
    const policy = documents.find(({ kind, metadata }) => kind === 'NetworkPolicy' && metadata?.name === 'tajo-worker');

    expect(worker).toMatchObject({
      ports: [{ name: 'metrics', containerPort: 9464 }],
      env: expect.arrayContaining([{ name: VARIABLES.workerAddress.name, value: '0.0.0.0:9464' }]),
      readinessProbe: { httpGet: { path: checkReadiness.path, port: 'metrics' } },
    });
    expect(policy).toMatchObject({ spec: { ingress: [{ ports: [{ port: 9464 }] }] } });
  });

  it('gives no pod more than it needs', () => {
    for (const { automountServiceAccountToken, securityContext, containers } of pods) {
      expect({ automountServiceAccountToken, runAsNonRoot: securityContext.runAsNonRoot }).toEqual({
        automountServiceAccountToken: false,
        runAsNonRoot: true,
      });
      for (const container of containers) {
        expect(container.securityContext).toEqual({
          allowPrivilegeEscalation: false,
          readOnlyRootFilesystem: true,
          capabilities: { drop: ['ALL'] },
        });
      }
    }
  });

  it('holds no secret, and names settings that there are', () => {
    const literals = kustomization.configMapGenerator.flatMap(({ literals: all }) => all);
    const known = new Map<string, boolean>(Object.values(VARIABLES).map(({ name, secret }) => [name, secret]));
    const names = literals
      .map((literal) => literal.split('=')[0] ?? '')
      .filter((name) => !name.startsWith('TEMPORAL_'));

    expect(names.map((name) => known.get(name))).toEqual(names.map(() => false));
    expect(documents.map(({ kind }) => kind)).not.toContain('Secret');
    for (const { containers } of pods)
      expect(containers.flatMap(({ envFrom }) => envFrom)).toContainEqual({ secretRef: { name: 'tajo' } });
    for (const name of readdirSync(FOLDER)) expect(read(name)).not.toMatch(/api.?key\s*[:=]|password|stringData/i);
  });

  it('scales by the task queue that the workers poll', () => {
    const scaled: unknown = parse(read('keda-scaled-object.yaml'));
    expect(scaled).toMatchObject({
      spec: { scaleTargetRef: { name: 'tajo-worker' }, triggers: [{ metadata: { taskQueue: TASK_QUEUE } }] },
    });
  });
});
