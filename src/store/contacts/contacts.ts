import { createBrevoState } from './brevo-state';
import { createDueQueue } from './due-queue';
import { createSharedContacts } from './shared-contacts';
import { createProjectionFacts } from './projection-facts';
import type { Contacts } from '../types';
import type { Db } from '../database/connection';
import type { ErasedPeople } from '../privacy/erased-people';

export function createContacts(db: Db, erased: ErasedPeople): Contacts {
  return {
    ...createDueQueue(db, erased),
    ...createProjectionFacts(db),
    ...createBrevoState(db, erased),
    ...createSharedContacts(db, erased),
  };
}
