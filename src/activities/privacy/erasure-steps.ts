import type { ActivityDeps } from '../deps';
import { endPersonsWork } from './end-persons-work';
import { eraseInBrevo } from './erase-in-brevo';
import { eraseInStore, finishErasure } from './erase-in-store';
import { personOnTheWire } from './on-the-wire';

type Step<Answer> = (account: string, person: string) => Promise<Answer>;

/** By the names that histories know them by; `person` is the hash of an address. */
export function erasureSteps(deps: ActivityDeps): {
  readonly endPersonsWork: Step<void>;
  readonly personOnTheWire: Step<number>;
  readonly eraseInStore: Step<void>;
  readonly eraseInBrevo: Step<void>;
  readonly finishErasure: Step<boolean>;
} {
  return {
    endPersonsWork: (...of) => endPersonsWork(deps, ...of),
    personOnTheWire: (...of) => personOnTheWire(deps, ...of),
    eraseInStore: (...of) => eraseInStore(deps, ...of),
    eraseInBrevo: (...of) => eraseInBrevo(deps, ...of),
    finishErasure: (...of) => finishErasure(deps, ...of),
  };
}
