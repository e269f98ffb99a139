import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT } from './compose-file';
import { readDashboard, readRules } from './metric-names';

const RULES = 'deploy/prometheus/alerts.yml';

/** `it` where Prometheus' own tool is; else a test that is skipped, with a sentence. */
function itWithPromtool(): jest.It {
  if (spawnSync('promtool', ['--version']).status === 0) return it;
  process.stderr.write('Skipped: promtool is not on PATH; Debian has it in the package `prometheus`.\n');
  return it.skip;
}

const promtool = (...args: string[]): { status: number | null; output: string } => {
  const { status, stdout, stderr } = spawnSync('promtool', args, { cwd: ROOT, encoding: 'utf8' });
  return { status, output: stdout + stderr };
};

describe('the alert rules', () => {
  const rules = readRules();

  it('each have a sentence and a runbook that is a section of the pages with what to do', () => {
    const page = readFileSync(join(ROOT, 'docs/operations.md'), 'utf8');
    const sections = [...page.matchAll(/^### (\w+)$/gm)].map(([, title = '']) => title);

    for (const { alert, annotations } of rules) {
      expect(annotations.summary.length).toBeGreaterThan(20);
      expect(annotations.runbook).toBe(`docs/operations.md#${alert.toLowerCase()}`);
      expect(sections).toContain(alert);
    }
    expect(new Set(rules.map(({ alert }) => alert)).size).toBe(rules.length);
  });

  it('each have a case in which they fire', () => {
    const cases = readFileSync(join(ROOT, 'deploy/prometheus/alerts.test.yml'), 'utf8');
    const fired = [...cases.matchAll(/alertname: (\w+)\n\s+exp_alerts:\n/g)].map(([, name]) => name);

    expect(rules.map(({ alert }) => alert).filter((alert) => !fired.includes(alert))).toEqual([]);
  });

  itWithPromtool()('are taken by Prometheus, and fire in these cases and no others', () => {
    expect(promtool('check', 'rules', RULES)).toMatchObject({ status: 0 });
    expect(promtool('test', 'rules', 'deploy/prometheus/alerts.test.yml')).toEqual({
      status: 0,
      output: expect.stringContaining('SUCCESS'),
    });
  });
});

describe('the dashboard', () => {
  const { panels, templating } = readDashboard();

  it('asks whatever Prometheus and account the reader chooses', () => {
    expect(templating.list.map(({ name, type }) => [name, type])).toEqual([
      ['datasource', 'datasource'],
      ['account', 'query'],
    ]);
    const variables = panels.flatMap(({ targets }) =>
      targets.flatMap(({ expr }) => [...expr.matchAll(/\$(\w+)/g)].map(([, name]) => name)),
    );
    expect([...new Set(variables)].sort()).toEqual(['__rate_interval', 'account']);
  });

  it('has a title, a sentence and a query for every panel, each in a place of its own', () => {
    const shown = panels.filter(({ type }) => type !== 'row');
    const cells = panels.flatMap(({ gridPos: { x, y, w, h } }) =>
      Array.from({ length: w * h }, (_, cell) => `${String(x + (cell % w))}/${String(y + Math.floor(cell / w))}`),
    );

    expect(shown.length).toBeGreaterThan(20);
    for (const { description, targets } of shown) {
      expect(description?.length ?? 0).toBeGreaterThan(5);
      expect(targets.length).toBeGreaterThan(0);
    }
    expect(new Set(cells).size).toBe(cells.length);
    expect(new Set(panels.map(({ id }) => id)).size).toBe(panels.length);
  });
});
