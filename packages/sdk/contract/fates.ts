import { z } from 'zod';
import { FATES } from '../../../src/domain/campaign/fates';

export { FATES };

/** What became of a campaign: the same words in each call, filter and page. */
export const fateSchema = z.enum(FATES, { error: `must be one of ${FATES.join(', ')}` }).meta({
  description:
    'leaving: allowed, and not yet with Brevo. waiting: its delay runs. held: another ticket is open or snoozed, or something else that will end. given-up: it could not be sent in time, was given up, or Brevo refused it. unknown: nobody can say whether Brevo has it; it is not repeated.',
});

export type CampaignFate = z.output<typeof fateSchema>;
