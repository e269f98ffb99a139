import { randomUUID } from 'node:crypto';
import type { Activities } from '../../../src/activities';
import { isConnectorError } from '../../../src/domain/errors/connector-error';
import { count } from './chronicle';
import type { Done } from './driver';
import type { Scene } from './scene';
import type { TestWorker } from './worker';

/** So often a step that does a part is repeated. */
const MOST_PARTS = 20;

/** Does what `privacyEraseWorkflow` does for whoever is being erased, as far as it comes: it begins at the front again, each step may be repeated. */
export async function goOnErasing(scene: Scene, worker: TestWorker): Promise<void> {
  for (const [email, person] of scene.erasing) {
    if (!(await eraseSteps(scene, worker, { email, person }))) continue;
    scene.erasing.delete(email);
    scene.chronicle.erasures.push({ at: scene.nextTime(), email, is: 'erased' });
    count(scene.chronicle, 'erase: erased');
  }
}

/** False: it is not over, for whatever reason. */
async function eraseSteps(
  scene: Scene,
  worker: TestWorker,
  { email, person }: { readonly email: string; readonly person: string },
): Promise<boolean> {
  const { account, chronicle, nextTime } = scene;
  const step = <Result>(name: string, work: (all: Activities) => Promise<Result>): Promise<Done<Result>> =>
    job(scene, worker, { name: `erase: ${name}`, work });
  if ((await step('end work', (all) => all.endPersonsWork(account, person))).kind !== 'done') return false;
  chronicle.erasures.push({ at: nextTime(), email, is: 'quiet' });
  const wire = await step('wire', (all) => all.personOnTheWire(account, person));
  if (wire.kind !== 'done' || wire.result > 0) return false;
  if ((await step('store', (all) => all.eraseInStore(account, person))).kind !== 'done') return false;
  if ((await step('Brevo', (all) => all.eraseInBrevo(account, person))).kind !== 'done') return false;
  const finished = await step('finish', (all) => all.finishErasure(account, person));
  return finished.kind === 'done' && finished.result;
}

/** `audit --all --repair`: what it does not come to is not done by anybody. */
export async function auditAndRepair(scene: Scene, worker: TestWorker): Promise<void> {
  const { account } = scene;
  const report = randomUUID();
  const wish = { account, sample: null, nightly: false };
  const prepared = await job(scene, worker, { name: 'audit', work: (all) => all.prepareAudit(wish, report) });
  if (prepared.kind !== 'done') return;
  const setup = prepared.result;
  if (!(await untilDone(scene, worker, (all) => all.auditContacts(setup)))) return;
  const finished = await job(scene, worker, { name: 'audit', work: (all) => all.finishAudit(setup) });
  if (finished.kind !== 'done') return;
  count(scene.chronicle, 'audits');
  count(scene.chronicle, 'audits: differences of ours', finished.result.ours);
  const repaired = await untilDone(scene, worker, (all) => all.repairContacts({ account, report, overwrite: false }));
  if (repaired) count(scene.chronicle, 'repairs');
}

async function untilDone(
  scene: Scene,
  worker: TestWorker,
  part: (all: Activities) => Promise<{ readonly done: boolean }>,
): Promise<boolean> {
  for (let parts = 0; parts < MOST_PARTS; parts += 1) {
    const done = await job(scene, worker, { name: 'repair', work: part });
    if (done.kind !== 'done') return false;
    if (done.result.done) return true;
  }
  scene.chronicle.wrongs.push('(5) an audit, or its repair, does not come to an end');
  return false;
}

async function job<Result>(
  scene: Scene,
  worker: TestWorker,
  { name, work }: { readonly name: string; readonly work: (all: Activities) => Promise<Result> },
): Promise<Done<Result>> {
  const done = await worker.perform({ step: name, ticketId: null, requestId: null }, work);
  if (done.kind !== 'threw') return done;
  const { thrown } = done;
  scene.log(`  ${name} ends: ${String(thrown)}`);
  if (!isConnectorError(thrown) || thrown.code === 'bug')
    scene.chronicle.wrongs.push(`${name} failed: ${thrown instanceof Error ? (thrown.stack ?? '') : String(thrown)}`);
  return done;
}
