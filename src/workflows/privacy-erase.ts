import { continueAsNew, patched, setCurrentDetails, sleep, workflowInfo } from '@temporalio/workflow';
import { activities } from './activity-options';
import { readErasureInput } from './input';
import { type ErasureEnd, type ErasureInput, SUMMARIES } from './messages';
import { LONG_HISTORY } from './retry-waits';
import { failureOf } from './step-failure';
import { labelAccount } from './sync/account-label';

/** Brevo, Gorgias, or the account, has to be mended first, or an import has to end: asked again so soon, for somebody waits for the receipt. */
const ASK_AGAIN_MS = 60_000;
const ONCE_MORE =
  'deleted here; waiting for an import in Brevo that may bring the contact back, or for an answer of Gorgias';

/**
 * Erases a person (spec 17). The door was shut before it began: nothing of the person is taken in any more. What runs for them is ended, what
 * is on the wire has its end, and what is kept is deleted, with the keys of their histories; then Brevo, when it is asked to, once more after
 * imports that may bring the contact back, and a look for what came meanwhile. Joined when it is begun twice; whom it is about stands in the store.
 */
export async function privacyEraseWorkflow(input: ErasureInput): Promise<ErasureEnd> {
  const { account, person } = readErasureInput(input);
  labelAccount(account);
  setCurrentDetails('ending what runs for the person');
  await activities.endPersonsWork(account, person);
  await untilNothingIsOnTheWire(account, person);
  setCurrentDetails('deleting what is kept');
  await activities.eraseInStore(account, person);
  for (;;) {
    const why = await brevosRefusal(account, person);
    if (why === null && (await activities.finishErasure(account, person))) return { state: 'erased' };
    if (why !== null || patched('waits-for-imports')) {
      setCurrentDetails(why === null ? ONCE_MORE : `deleted here; waiting to delete in Brevo: ${why}`);
      await sleep(ASK_AGAIN_MS, { summary: SUMMARIES.eraseInBrevo });
    }
    const { historyLength, continueAsNewSuggested } = workflowInfo();
    if (historyLength > LONG_HISTORY || continueAsNewSuggested)
      return continueAsNew<typeof privacyEraseWorkflow>({ account, person });
  }
}

async function untilNothingIsOnTheWire(account: string, person: string): Promise<void> {
  for (;;) {
    const waitMs = await activities.personOnTheWire(account, person);
    if (waitMs === 0) return;
    setCurrentDetails('waiting for what is on its way to Brevo');
    await sleep(waitMs, { summary: SUMMARIES.onTheWire });
  }
}

/** Null: it is deleted there, or nobody asked for that. Whatever else is the matter passes by, or a person mends it. */
async function brevosRefusal(account: string, person: string): Promise<string | null> {
  try {
    await activities.eraseInBrevo(account, person);
    return null;
  } catch (thrown) {
    const failure = failureOf(thrown);
    if (failure === null) throw thrown;
    return failure.message;
  }
}
