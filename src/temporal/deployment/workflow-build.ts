import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Environment } from '../../config/types';

/** The workflows that a worker runs, and the id by which Temporal knows this build of them. */
export interface WorkflowBuild {
  readonly code: string;
  /** Twelve hex digits of what the workflows are: builds with the same workflows are one version, wherever and whenever they were made. */
  readonly buildId: string;
}

const ID_DIGITS = 12;
/** At the end of the bundle; names folders of the machine that made it. */
const SOURCE_MAP = /\n\/\/# sourceMappingURL=\S*\s*$/;

/** Where the build has put the workflows that are run here: with a collector those whose interceptors keep the trace, a build of its own. */
export function workflowBundleOf({ otlpEndpoint }: Pick<Environment, 'otlpEndpoint'>): string {
  return join(__dirname, '..', '..', otlpEndpoint === null ? 'workflow-bundle.js' : 'workflow-bundle-traced.js');
}

export function readWorkflowBuild(bundlePath: string): WorkflowBuild {
  const code = readFileSync(bundlePath, 'utf8');
  const workflows = code.replace(SOURCE_MAP, '');
  return { code, buildId: createHash('sha256').update(workflows).digest('hex').slice(0, ID_DIGITS) };
}
