import { createGorgiasClient } from '../../src/gorgias/client';
import { ACCOUNT, GORGIAS } from '../support/connector';
import type { CasesOf } from './cases';
import { checked, meeting, waiting } from './of-vendors';
import type { Scenario } from './scenario';
import { failedActivity } from './shown';

const TAGS = { pathPrefix: '/api/tags' };
const LABELS = { pathPrefix: '/api/custom-fields' };
const tags = ({ gorgias }: Scenario): Promise<unknown> => gorgias.listTags({});
/** A list of which each page leads to the same next one. */
const ROUND = { data: [], meta: { prev_cursor: null, next_cursor: 'again' } };

/** In the API's own words: without them, an error is a gateway's and no fact about the key (design D15). */
const FORBIDDEN = { error: { msg: 'Forbidden.' } };

export const OF_GORGIAS: CasesOf<'gorgias'> & CasesOf<'auth.gorgias_refused' | 'auth.gorgias_forbidden'> = {
  'auth.gorgias_refused': async (scenario) => {
    const { gorgias } = scenario.harness.sandbox;
    gorgias.setCredentials({ ...GORGIAS, apiKey: 'another' });
    return checked(scenario, 'auth.gorgias_refused').finally(() => gorgias.setCredentials(GORGIAS));
  },
  'auth.gorgias_forbidden': async (scenario) => {
    scenario.harness.sandbox.gorgias.faults.add({ kind: 'status', status: 403, body: FORBIDDEN, match: TAGS });
    return checked(scenario, 'auth.gorgias_forbidden');
  },
  'gorgias.wrong_domain': async (scenario) => {
    scenario.harness.sandbox.gorgias.faults.add({ kind: 'html', status: 404 });
    return checked(scenario, 'gorgias.wrong_domain');
  },
  'gorgias.rate_limited': meeting('gorgias', { kind: '429', retryAfterSeconds: 1, times: 1 }, tags),
  'gorgias.unavailable': meeting('gorgias', { kind: '5xx' }, tags),
  'gorgias.timeout': (scenario) =>
    waiting('gorgias', scenario, (transport) => createGorgiasClient(transport).listTags({})),
  'gorgias.protocol': meeting('gorgias', { kind: 'status', status: 200, body: { data: 'none' } }, tags),
  'gorgias.rejected': meeting('gorgias', { kind: 'status', status: 400, body: { error: { msg: 'no' } } }, tags),
  'gorgias.cursor_expired': ({ gorgias }) =>
    failedActivity(() => gorgias.listTickets({ orderBy: 'updated_datetime:asc', cursor: 'long-ago' })),
  'gorgias.cursor_loop': meeting(
    'gorgias',
    { kind: 'status', status: 200, body: ROUND, match: LABELS },
    ({ activities }) => activities.readReference({ account: ACCOUNT }),
  ),
  'gorgias.not_found': ({ gorgias }) => failedActivity(() => gorgias.getTicket(999_999_999)),
  'gorgias.merged': ({ gorgias, harness: { sandbox } }) => {
    const open = (name: string): number =>
      sandbox.world.change({ do: 'openTicketByNewcomer', email: `${name}@customer.example.com`, name });
    const [sourceId, targetId] = [open('source'), open('target')];
    sandbox.world.change({ do: 'mergeTickets', sourceId, targetId });
    return failedActivity(() => gorgias.getTicket(sourceId));
  },
};
