import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { ACCOUNT } from '../support/connector';
import type { ActivityHarness } from './activity-harness';

/** A full sync without its workflow and without enrichment: reads, publishes, and waits until Brevo has confirmed its imports. */
export async function fullRun(harness: Pick<ActivityHarness, 'run'>): Promise<void> {
  const run: ActivityHarness['run'] = (work) => harness.run(work);
  await run((all) => all.readReference({ account: ACCOUNT }));
  const setup = await run((all) => all.prepareRun({ account: ACCOUNT }, randomUUID()));
  await run((all) => all.ensureTagLists(setup));
  for (const resource of setup.walks) {
    while (!(await run((all) => all.readPages(setup, resource))).done);
  }
  for (const kind of ['customer', 'ticket'] as const) while (!(await run((all) => all.verifyUnseen(setup, kind))).done);
  const publish = async (): Promise<number> => {
    for (let written = 0; ;) {
      const result = await run((all) => all.publishDue(setup, null));
      written += result.written;
      if (result.remaining === 0) return written;
    }
  };
  await publish();
  for (;;) {
    const { running, waitMs } = await run((all) => all.confirmImports(setup));
    if (running === 0 && (await publish()) === 0) break;
    await sleep(waitMs);
  }
  await run((all) => all.finishRun(setup, null));
}
