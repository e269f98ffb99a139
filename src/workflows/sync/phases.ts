import { condition, sleep } from '@temporalio/workflow';
import type { PublishResult, SyncSetup, WalkedResource } from '../../activities/types';
import { SUMMARIES } from '../messages';
import { activities, enrichment } from '../activity-options';
import type { Control } from './control';
import { detailsAfter } from './share';
import { FIRST_LOOK, type Look, LOOKS, nextLook } from './rehearsal';

/** While lists are read, contacts are published in batches of at least this many. */
const PUBLISH_FROM = 1_000;

/** What the two loops tell each other. */
interface Flow {
  fresh: number;
  factsComplete: boolean;
  readingDone: boolean;
}

/**
 * Reads every list, and publishes beside it once a contact's facts are complete: the run takes as long as the slower of the two, not their
 * sum. Returns early when the run is to be handed over.
 */
export async function readAndPublish(control: Control, setup: SyncSetup, consent: Promise<void>): Promise<void> {
  const flow: Flow = { fresh: 0, factsComplete: false, readingDone: false };
  const read = async (): Promise<void> => {
    for (const resource of setup.walks) {
      // The rest of an earlier list comes first in the next run too: contacts are published with complete facts only.
      if (control.handOver()) break;
      flow.factsComplete = flow.factsComplete || resource === 'customers';
      await walkList(control, setup, {
        resource,
        onRows: (rows) => {
          flow.fresh = rows;
        },
      });
      if (isComplete(setup) && !control.handOver()) await verifyUnseen(control, setup, resource);
    }
    flow.readingDone = true;
  };
  const stillReading = (): boolean => !flow.readingDone;
  const publish = async (): Promise<void> => {
    await consent;
    let published = 0;
    while (stillReading() && !control.handOver()) {
      await condition(() => !stillReading() || (flow.factsComplete && flow.fresh - published >= PUBLISH_FROM));
      published = flow.fresh;
      if (stillReading()) await publishSlice(control, setup, { after: null, reading: true });
    }
  };
  await Promise.all([read(), publish()]);
  if (!control.handOver()) await publishAll(control, setup, 'read');
}

/**
 * Publishes until nothing is due. Answers how many were written. A dry run looks at everything once, keeps the marks and tells what it would have
 * written; where it is handed over in the middle of a look, the next run goes on there.
 */
export async function publishAll(control: Control, setup: SyncSetup, look: Look): Promise<number> {
  if (setup.dryRun) return rehearse(control, setup, look);
  let written = 0;
  for (;;) {
    const result = await publishSlice(control, setup, { after: null, reading: false });
    written += result.written;
    if (result.remaining === 0 || control.handOver()) return written;
  }
}

async function rehearse(control: Control, setup: SyncSetup, look: Look): Promise<number> {
  const begun = control.progress().rehearsal ?? FIRST_LOOK;
  if (LOOKS.indexOf(begun.look) > LOOKS.indexOf(look)) return begun.written;
  let looked = begun.look === look && begun.after !== null ? begun : { ...FIRST_LOOK, look };
  for (;;) {
    const { written, unchanged, after, remaining } = await publishSlice(control, setup, {
      after: looked.after,
      reading: false,
    });
    looked = { look, after, written: looked.written + written, unchanged: looked.unchanged + unchanged };
    const isDone = remaining === 0;
    control.report({ rehearsal: isDone ? { ...looked, look: nextLook(look), after: null } : looked });
    if (isDone || control.handOver()) return looked.written;
  }
}

export async function readBrevoState(control: Control, setup: SyncSetup): Promise<void> {
  let offset: number | null = 0;
  while (offset !== null) {
    const from: number = offset;
    offset = await control.step(() => activities.readBrevoState(setup, from));
  }
}

/** Response times and phones: the slow lane, newest first. Contacts are useful before it. */
export async function enrich(control: Control, setup: SyncSetup): Promise<void> {
  if (setup.enrichSince === null || control.handOver()) return;
  control.report({ phase: 'enriching' });
  await walkList(control, setup, { resource: 'messages', onRows: () => undefined });
  while (!control.handOver()) {
    const result = await control.step(() => activities.enrichCustomers(setup));
    const toEnrich = detailsAfter(control.progress().toEnrich, result);
    control.report({ toEnrich, meter: await control.step(() => activities.readMeter(setup)) });
    if (result.remaining === 0) break;
  }
}

/** Brevo works on imports by itself; the run is published when it has confirmed them. */
export async function confirmImports(control: Control, setup: SyncSetup): Promise<void> {
  if (setup.dryRun) return;
  control.report({ phase: 'confirming' });
  while (!control.handOver()) {
    const { running, waitMs } = await control.step(() => activities.confirmImports(setup));
    // What an import could not do is due again, and so is what changed meanwhile; publishing it may start further imports.
    if (running === 0 && (await publishAll(control, setup, 'enriched')) === 0) return;
    if (waitMs > 0) await sleep(waitMs, { summary: SUMMARIES.importing });
  }
}

async function walkList(
  control: Control,
  setup: SyncSetup,
  { resource, onRows }: { readonly resource: WalkedResource; readonly onRows: (rows: number) => void },
): Promise<void> {
  const lane = resource === 'messages' ? enrichment : activities;
  for (;;) {
    const result = await control.step(() => lane.readPages(setup, resource));
    onRows(result.rows);
    const { toEnrich = control.progress().toEnrich } = result;
    control.report({ toEnrich, reads: { ...control.progress().reads, [resource]: result } });
    if (result.done || control.handOver()) return;
  }
}

async function verifyUnseen(control: Control, setup: SyncSetup, resource: WalkedResource): Promise<void> {
  if (resource !== 'customers' && resource !== 'tickets') return;
  const kind = resource === 'customers' ? 'customer' : 'ticket';
  for (;;) {
    const { done } = await control.step(() => activities.verifyUnseen(setup, kind));
    if (done || control.handOver()) return;
  }
}

function isComplete(setup: SyncSetup): boolean {
  return setup.since === null;
}

async function publishSlice(
  control: Control,
  setup: SyncSetup,
  { after, reading }: { readonly after: string | null; readonly reading: boolean },
): Promise<PublishResult> {
  const result = await control.step(() => activities.publishDue(reading ? { ...setup, reading } : setup, after));
  control.report({ meter: await control.step(() => activities.readMeter(setup)) });
  return result;
}
