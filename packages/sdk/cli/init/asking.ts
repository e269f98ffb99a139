import type { ConnectorConfig } from '../../../../src/config/types';
import type { Offers } from '../../client/insight-types';
import type { InitFlags } from './flags';
import type { Interview } from './interview';

/** What every question is made of. */
export interface Asking {
  readonly interview: Interview;
  readonly offers: Offers;
  readonly flags: InitFlags;
  /** What the file says that is there already; null: there is none. */
  readonly existing: ConnectorConfig | null;
}
