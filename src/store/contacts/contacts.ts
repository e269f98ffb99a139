import { createBrevoState } from './brevo-state';
import { createDueQueue } from './due-queue';
import { createProjectionFacts } from './projection-facts';
import type { Contacts } from '../types';
import type { Db } from '../database/connection';

export function createContacts(db: Db): Contacts {
  return { ...createDueQueue(db), ...createProjectionFacts(db), ...createBrevoState(db) };
}
