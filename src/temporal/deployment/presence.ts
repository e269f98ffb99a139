import type { Deployment } from './deployment';

/** Asks which builds no worker is left of. */
export type Presence = () => Promise<(buildId: string) => boolean>;

/**
 * By who asks for work. A build counts as gone when it was missed twice in a row: a server that has just been restarted knows of nobody until
 * its workers have come back.
 */
export function lookForWorkers(deployment: Pick<Deployment, 'polledBuilds'>): Presence {
  let before: ReadonlySet<string> | null = null;
  return async () => {
    const earlier = before;
    const now = await deployment.polledBuilds();
    before = now;
    return (buildId) => earlier !== null && !earlier.has(buildId) && !now.has(buildId);
  };
}
