import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { z } from 'zod';
import { ROOT } from './compose-file';

const dashboardSchema = z.object({
  uid: z.string().min(1),
  title: z.string().min(1),
  schemaVersion: z.number(),
  templating: z.object({ list: z.array(z.looseObject({ name: z.string(), type: z.string() })) }),
  panels: z.array(
    z.object({
      id: z.number(),
      type: z.enum(['row', 'stat', 'timeseries']),
      title: z.string().min(1),
      description: z.string().optional(),
      gridPos: z.object({ x: z.number(), y: z.number(), w: z.number().max(24), h: z.number() }),
      targets: z.array(z.object({ expr: z.string().min(1), refId: z.string(), legendFormat: z.string() })).default([]),
    }),
  ),
});

const rulesSchema = z.object({
  groups: z.array(
    z.object({
      name: z.string(),
      rules: z.array(
        z.object({
          alert: z.string(),
          expr: z.string(),
          for: z.string().optional(),
          labels: z.object({ severity: z.enum(['critical', 'warning']) }),
          annotations: z.object({ summary: z.string(), runbook: z.string() }),
        }),
      ),
    }),
  ),
});

export function readDashboard(): z.infer<typeof dashboardSchema> {
  return dashboardSchema.parse(JSON.parse(readFileSync(join(ROOT, 'deploy/grafana/tajo.json'), 'utf8')));
}

export function readRules(): z.infer<typeof rulesSchema>['groups'][number]['rules'] {
  const text = readFileSync(join(ROOT, 'deploy/prometheus/alerts.yml'), 'utf8');
  return rulesSchema.parse(parse(text)).groups.flatMap(({ rules }) => rules);
}

/** Every query that is shipped: those of the dashboard and those of the alerts. */
export function queries(): readonly string[] {
  const panels = readDashboard().panels.flatMap(({ targets }) => targets.map(({ expr }) => expr));
  return [...panels, ...readRules().map(({ expr }) => expr)];
}

/** Names of metrics that the pages mention; `tajo_process_*` stands for all that begin so. */
export function documentedMetrics(): readonly string[] {
  const pages = readdirSync(join(ROOT, 'docs')).filter((file) => file.endsWith('.md'));
  return pages.flatMap((page) => metricsIn(readFileSync(join(ROOT, 'docs', page), 'utf8')));
}

export function metricsIn(text: string): readonly string[] {
  return [...new Set([...text.matchAll(/(?<![\w.])tajo_[a-z0-9_]+\*?/g)].map(([name]) => name))];
}

/** What is grouped, matched and selected by in a query. */
export function labelsIn(query: string): readonly string[] {
  const grouped = [...query.matchAll(/\b(?:by|on) \(([^)]*)\)/g)].flatMap(([, list = '']) => list.split(/,\s*/));
  const selected = [...query.matchAll(/\{([^}]*)\}/g)].flatMap(([, list = '']) =>
    [...list.matchAll(/(\w+)\s*[=!]/g)].map(([, name = '']) => name),
  );
  return [...new Set([...grouped, ...selected])];
}

/** Metrics of an exposition text that have a sample, with the labels of their samples. Parts of a histogram count for the whole. */
export function writtenMetrics(text: string): ReadonlyMap<string, ReadonlySet<string>> {
  const histograms = new Set([...text.matchAll(/^# TYPE (\w+) histogram$/gm)].map(([, name = '']) => name));
  const written = new Map<string, Set<string>>();
  for (const [, name = '', labels = ''] of text.matchAll(/^(\w+)(?:\{(.*)\})? \S+$/gm)) {
    const whole = wholeOf(name);
    const metric = histograms.has(whole) ? whole : name;
    const known = written.get(metric) ?? new Set();
    for (const [, label = ''] of labels.matchAll(/(\w+)="/g)) known.add(label);
    written.set(metric, known);
  }
  return written;
}

/** `tajo_sync_seconds_count` is of `tajo_sync_seconds`. */
export function wholeOf(name: string): string {
  return name.replace(/_(?:bucket|sum|count)$/, '');
}
