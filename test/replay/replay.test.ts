import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { historyFromJSON } from '@temporalio/common/lib/proto-utils';
import { bundleWorkflowCode, DefaultLogger, Runtime, Worker, type WorkflowBundleOption } from '@temporalio/worker';
import { createDataConverter } from '../../src/temporal/connect';
import { WORKFLOW_TYPES } from '../../src/workflows/messages';
import { RECORDING_KEYRING } from '../histories/recording-key';

const FOLDER = resolve('test/histories');
const recorded = readdirSync(FOLDER)
  .filter((file) => file.endsWith('.json'))
  .map((file) => ({ workflowId: file.replace('.json', ''), text: readFileSync(join(FOLDER, file), 'utf8') }))
  .map(({ workflowId, text }) => ({ workflowId, text, history: historyFromJSON(JSON.parse(text)) }));
const dataConverter = createDataConverter(RECORDING_KEYRING);

/** What became of each history: null, or why these workflows could not have lived it. */
async function replay(
  workflowBundle: WorkflowBundleOption,
  histories: readonly (typeof recorded)[number][],
): Promise<ReadonlyMap<string, string | null>> {
  const outcomes = new Map<string, string | null>();
  // Where the workflows are traced, a replay has nothing to tell.
  const sinks = { exporter: { export: { fn: () => undefined } } };
  const options = { workflowBundle, dataConverter, sinks };
  for await (const { workflowId, error } of Worker.runReplayHistories(options, histories)) {
    outcomes.set(workflowId, error === undefined ? null : `${error.name}: ${error.message}`);
  }
  return outcomes;
}

const all = (outcome: string | null) => new Map(recorded.map(({ workflowId }) => [workflowId, outcome]));

describe('a release', () => {
  beforeAll(() => Runtime.install({ logger: new DefaultLogger('ERROR') }));

  it('has a recorded history of every workflow type', () => {
    const types = recorded.map(
      ({ history }) => history.events?.[0]?.workflowExecutionStartedEventAttributes?.workflowType?.name,
    );

    expect([...new Set(types)].sort()).toEqual([...Object.values(WORKFLOW_TYPES)].sort());
  });

  it('can go on with every workflow that an earlier one has begun', async () => {
    expect(await replay({ codePath: resolve('dist/src/workflow-bundle.js') }, recorded)).toEqual(all(null));
  });

  it('can go on with them also where it is traced', async () => {
    expect(await replay({ codePath: resolve('dist/src/workflow-bundle-traced.js') }, recorded)).toEqual(all(null));
  });

  it('that lives a full sync differently is refused', async () => {
    const incompatible = await bundleWorkflowCode({
      workflowsPath: resolve('test/replay/incompatible/workflows.ts'),
      failureConverterPath: resolve('src/temporal/failure-converter.ts'),
      logger: new DefaultLogger('ERROR'),
    });
    const [plain] = recorded.filter(({ workflowId }) => workflowId === 'full-sync-plain');

    const outcomes = await replay(incompatible, [plain!]);

    expect(outcomes.get('full-sync-plain')).toMatch(/DeterminismViolationError.*TMPRL1100/s);
  });

  it('keeps its histories small, and nobody can read them without the key', () => {
    for (const { text } of recorded) {
      const values = text.match(/"[A-Za-z0-9+/]{8,}=*"/g) ?? [];
      const decoded = values.map((value) => Buffer.from(value, 'base64').toString('latin1')).join('\n');

      expect(text.length).toBeLessThan(200_000);
      expect(decoded).toContain('binary/encrypted');
      expect(decoded).not.toMatch(/"startedAt"|"walks"|"account":/);
    }
  });
});
