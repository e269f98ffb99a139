import { emailKey } from '../../domain/email';
import type { Db } from '../database/connection';
import { createCameBack } from './came-back';
import { createEraseSteps } from './erase-steps';
import type { Privacy } from './erasure-types';
import { createErasures } from './erasures';
import type { Hashes } from './hashes';
import { forgetOld } from './retention';
import { exportPerson } from './person-export';

export function createPrivacy(db: Db, hashes: Hashes): Privacy {
  return {
    ...createErasures(db, hashes),
    ...createEraseSteps(db, hashes),
    cameBack: createCameBack(db, hashes),
    forgetOld: (account, kept) => forgetOld(db, account, kept),
    export: (account, email) => exportPerson(db, account, emailKey(email) ?? ''),
  };
}
