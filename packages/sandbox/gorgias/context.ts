import { type World } from '../world/world';
import { type Cursors } from './cursors';
import { type Integrations } from './integrations';

/** What every route needs. */
export interface GorgiasContext {
  readonly world: World;
  readonly cursors: Cursors;
  readonly integrations: Integrations;
  /** Origin of the sandbox, for absolute addresses. */
  readonly origin: () => string;
  /** Answer in the shapes of 2024 where recordings of both years exist. */
  readonly older: boolean;
}
