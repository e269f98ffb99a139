/** What timers say in the Temporal UI. */
export const SUMMARIES = {
  keyRefused: 'key refused: waiting for a new one',
  rateLimited: 'waiting for the rate limit',
  importing: 'Brevo is working on the imports',
  gather: 'what happens at once is covered by one look',
  awaitTicket: 'the next moment at which something may be due',
  awaitCampaign: 'until nothing holds the campaign any more',
  onTheWire: 'until what is on its way to Brevo has its end',
  eraseInBrevo: 'until Brevo can be asked to delete the contact',
} as const;
