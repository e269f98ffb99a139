import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { CasesOf } from './cases';
import { endlessSync } from './endless-sync';
import { failedActivity, printed, thrownBy, typed } from './shown';

const EMAIL = 'somebody@customer.example.com';

/** What was configured, given or asked for wrongly, and what a person has stopped. */
export const OF_SETTINGS: CasesOf<'config' | 'input' | 'conflict' | 'account'> & CasesOf<'auth.tajo_refused'> = {
  'config.invalid': async ({ door, folder }) => {
    const file = join(folder, 'broken.yaml');
    writeFileSync(file, 'connectors: { gorgias: { domain: nowhere } }\n');
    return typed(['config', 'check', file], door);
  },
  // One that is there and is no file; one that is not there has a step of its own.
  'config.unreadable': async ({ door, folder }) => [
    await typed(['config', 'check', folder], door),
    {
      ...(await typed(['config', 'check', join(folder, 'missing.yaml')], door)),
      step: 'Name the file that is meant, or have one made: `tajo init`.',
    },
  ],
  'input.invalid': async ({ door }) =>
    printed(await thrownBy(() => door.tajo.connectors.sync('gorgias', { batchSize: 500 }))),
  'input.unknown_account': async ({ door }) => ({
    ...(await typed(['connectors', 'status', 'gorgias', '--account', 'nobody'], door)),
    step: 'Name one that is installed.',
  }),
  'input.unknown_person': async ({ door }) =>
    printed(await thrownBy(() => door.tajo.campaigns.trigger('upsell', { email: EMAIL, adHoc: true }))),
  'conflict.already_running': (scenario) =>
    endlessSync(scenario, async () => {
      await scenario.door.tajo.connectors.sync('gorgias', { wait: false });
      return typed(['connectors', 'sync', 'gorgias', '--no-wait'], scenario.door);
    }),
  'account.paused': async ({ door: { tajo }, brevo }) => {
    await tajo.connectors.pause('gorgias');
    // Reading goes on; what is written to Brevo does not leave.
    return failedActivity(() => brevo.upsertContact({ email: EMAIL, attributes: {} })).finally(() =>
      tajo.connectors.resume('gorgias'),
    );
  },
  'account.off': async ({ offDoor, brevoWhenOff }) => [
    await typed(['connectors', 'sync', 'gorgias'], offDoor),
    ...(await failedActivity(() => brevoWhenOff.getContact(EMAIL))),
  ],
  'auth.tajo_refused': ({ door }) => typed(['connectors', 'list'], { url: door.url, apiKey: 'wrong' }),
};
