import type { Live } from '../../../../sdk/contract/live';
import {
  feedProblem,
  rotateKeyCommand,
  silenceProblem,
  TEMPORAL_AWAY_STEP,
} from '../../../../sdk/contract/state-words';
import type { ConnectorStatus } from '../../../../sdk/contract/status';
import { count } from '../../parts/words';

export interface Health {
  readonly tone: 'good' | 'calm' | 'warn' | 'bad';
  /** Is all well, in one sentence. */
  readonly sentence: string;
  /** What to do, one line each; empty where nothing is. */
  readonly steps: readonly string[];
}

/**
 * The first thing that is wrong decides the sentence; the next steps of all of it follow.
 * @param known What the slower status says, once it has said it.
 */
export function healthOf(live: Live, known: ConnectorStatus | null): Health {
  const steps = stepsOf(live);
  const silence = silenceProblem(live.unanswered);
  const neverSynced = known !== null && known.lastSync === null;
  if (!live.temporalReachable)
    return { tone: 'bad', sentence: 'Temporal cannot be reached: nothing goes on until it is back.', steps };
  if (live.state === 'refused')
    return { tone: 'bad', sentence: live.stateReason ?? 'A vendor refuses the key.', steps };
  if (live.state === 'off')
    return { tone: 'calm', sentence: 'The connector is switched off: nothing is read and nothing is sent.', steps };
  if (live.state === 'paused')
    return { tone: 'warn', sentence: 'Paused: nothing is read and nothing leaves for Brevo until you resume.', steps };
  if (silence !== null) return { tone: 'bad', sentence: silence.sentence, steps };
  if (live.holds.length > 0)
    return { tone: 'warn', sentence: `Something waits for you: ${live.holds[0]?.reason ?? ''}`, steps };
  if (live.run?.state === 'running' && neverSynced)
    return {
      tone: 'calm',
      sentence: 'The first sync is under way. Contacts are useful from its first pages on.',
      steps,
    };
  if (live.run?.state === 'failed')
    return {
      tone: 'bad',
      sentence: `The last full sync failed: ${live.run.failure ?? 'nobody knows why'}`,
      steps: [
        ...steps,
        'When that is mended, start it again: `npx tajo connectors sync gorgias`. What changes is read every minute all the same.',
      ],
    };
  const behind = feedProblem(live);
  if (behind !== null && !neverSynced)
    return { tone: 'warn', sentence: behind.sentence, steps: [...steps, behind.step] };
  if (live.webhooks.trouble !== null) return { tone: 'warn', sentence: live.webhooks.trouble.sentence, steps };
  if (neverSynced)
    return { tone: 'calm', sentence: 'Connected, and nothing was read yet: start the first sync.', steps };
  return {
    tone: 'good',
    sentence: `All is well: ${count(live.contacts.published, 'contact is', 'contacts are')} kept in Brevo, and each ticket is followed.`,
    steps,
  };
}

function stepsOf({ state, stateCode, stateReason, unanswered, holds, webhooks, temporalReachable }: Live): string[] {
  return [
    ...(temporalReachable ? [] : [TEMPORAL_AWAY_STEP]),
    ...(state === 'refused' ? [keyStep(stateCode)] : []),
    ...(state === 'off' && stateReason !== null ? [stateReason] : []),
    ...(silenceProblem(unanswered)?.steps ?? []),
    ...holds.map(
      ({ nextTryAt }) => `Mend it and wait: it is tried again at ${new Date(nextTryAt).toLocaleTimeString('en-GB')}.`,
    ),
    ...(webhooks.trouble === null ? [] : [webhooks.trouble.nextStep]),
  ];
}

function keyStep(code: string | null): string {
  return `Give a key that works: \`npx ${rotateKeyCommand(code)}\`. It goes on by itself then.`;
}
