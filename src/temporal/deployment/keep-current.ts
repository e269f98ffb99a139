import { setTimeout as sleep } from 'node:timers/promises';
import type { Log } from '../../observability/log';
import { hasGrpcStatus } from '../grpc-status';
import { type Deployment, type DeploymentState, UNVERSIONED } from './deployment';
import { DEPLOYMENT_NAME } from './version-attributes';
import { lookForWorkers, type Presence } from './presence';

export interface KeepOptions {
  /** No other worker can be there: what another build has begun is taken over at once. */
  readonly alone: boolean;
  readonly log: Log;
  /** Between two looks at the deployment, in ms. */
  readonly everyMs?: number;
  /** For how long a start looks again at once, in ms; default: ten seconds. */
  readonly settledWithinMs?: number;
}

export interface DeploymentKeeper {
  /** Resolves once this build is the current one, or it is known that it is not, or after {@link KeepOptions.settledWithinMs}. */
  readonly settled: Promise<void>;
  /** Waits for the look under way, for ten seconds at most. */
  stop(): Promise<void>;
}

const EVERY_MS = 30_000;
/** The server learns of a build by its first poll, some tenths of a second after the start. */
const AGAIN_MS = 200;
/** Whoever starts a worker is not kept waiting for longer. */
const SETTLED_WITHIN_MS = 10_000;
/** Nor is whoever stops one. What a look did not get to is the next one's. */
const LOOK_WITHIN_MS = 10_000;

type Standing = 'registering' | 'current' | 'waiting' | 'refused';

/**
 * Makes this build the one that gets the work, when it is its turn, and takes in the pinned runs of builds that no worker is left for. Looks again
 * and again: the worker that it waits for may end later.
 */
export function keepCurrent(deployment: Deployment, options: KeepOptions): DeploymentKeeper {
  const { alone, log, everyMs = EVERY_MS, settledWithinMs = SETTLED_WITHIN_MS } = options;
  const stopping = new AbortController();
  let settle: () => void = () => undefined;
  const settled = new Promise<void>((resolve) => (settle = resolve));
  const goneBuilds = alone ? everybodyElse : lookForWorkers(deployment);
  let standing: Standing = 'registering';
  const look = async (): Promise<void> => {
    standing = await stepForward(deployment, { log, goneBuilds, before: standing });
    if (standing === 'current') await takeIn(deployment, { log, goneBuilds });
  };
  let isFailing = false;
  const keep = async (): Promise<void> => {
    const startedAt = Date.now();
    while (!stopping.signal.aborted) {
      try {
        await deployment.within(LOOK_WITHIN_MS, look);
        isFailing = false;
      } catch (thrown) {
        // Somebody else was quicker, or Temporal does not answer: the next look sees.
        if (!isFailing) log.warn('deployment.look_failed', { why: nameOf(thrown) });
        isFailing = true;
      }
      const isKnown = standing !== 'registering' && !isFailing;
      const isSettled = isKnown || Date.now() - startedAt > settledWithinMs;
      if (isSettled) settle();
      await sleep(isSettled ? everyMs : AGAIN_MS, undefined, { signal: stopping.signal, ref: false }).catch(
        () => undefined,
      );
    }
    settle();
  };
  const kept = keep();
  return {
    settled,
    async stop() {
      stopping.abort();
      await kept;
    },
  };
}

const everybodyElse: Presence = () => Promise.resolve(() => true);

/**
 * A build that has never been the current one is a new release and goes first. One that has been, and was followed by another, may be an old
 * worker that only started again in the middle of a deploy: it waits until nobody is left of the other, as after a roll-back.
 */
export function isItsTurn(state: DeploymentState, isGone: (buildId: string) => boolean): boolean {
  return !state.wasCurrent || isGone(state.current);
}

async function stepForward(
  deployment: Deployment,
  { log, goneBuilds, before }: { log: Log; goneBuilds: Presence; before: Standing },
): Promise<Standing> {
  const { buildId } = deployment;
  const state = await deployment.read();
  if (!state.isRegistered) return 'registering';
  if (state.current === buildId) return 'current';
  const fields = { buildId, current: state.current === UNVERSIONED ? 'unversioned' : state.current };
  if (!isItsTurn(state, await goneBuilds())) {
    if (before !== 'waiting') log.warn('deployment.waiting', { ...fields, nextStep: byHand(buildId) });
    return 'waiting';
  }
  try {
    await deployment.makeCurrent(state.conflictToken);
    log.info('deployment.current', { buildId, before: fields.current });
    return 'current';
  } catch (thrown) {
    if (!hasGrpcStatus(thrown, 'PERMISSION_DENIED')) throw thrown;
    if (before !== 'refused') log.error('deployment.refused', { ...fields, nextStep: byHand(buildId) });
    return 'refused';
  }
}

/** A pinned run whose build has no worker any more would wait for ever; it goes on here. */
async function takeIn(deployment: Deployment, { log, goneBuilds }: { log: Log; goneBuilds: Presence }): Promise<void> {
  let isGone: ((buildId: string) => boolean) | null = null;
  for await (const run of deployment.pinnedElsewhere()) {
    isGone ??= await goneBuilds();
    if (!isGone(run.buildId)) continue;
    await deployment.unpin(run);
    log.info('deployment.taken_in', { workflowId: run.workflowId, from: run.buildId, buildId: deployment.buildId });
  }
}

function byHand(buildId: string): string {
  return `temporal worker deployment set-current-version --deployment-name ${DEPLOYMENT_NAME} --build-id ${buildId}`;
}

function nameOf(thrown: unknown): string {
  return thrown instanceof Error ? thrown.name : typeof thrown;
}
