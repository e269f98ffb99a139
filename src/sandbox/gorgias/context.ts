import { type World } from '../world/world';
import { type Cursors } from './cursors';

/** What every route needs. */
export interface GorgiasContext {
  readonly world: World;
  readonly cursors: Cursors;
  /** Origin of the sandbox, for absolute addresses. */
  readonly origin: () => string;
  /** Answer in the shapes of 2024 where recordings of both years exist. */
  readonly older: boolean;
}
