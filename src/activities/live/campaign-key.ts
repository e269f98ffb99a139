/** Key of the one campaign that a ticket ever causes, whether the policy or a program wants it. */
export function campaignKey(account: string, ticketId: number): string {
  return `${account}/${String(ticketId)}/campaign/1`;
}

/** Key of a campaign that a program asked for without a ticket. */
export function requestKey(account: string, requestId: string): string {
  return `${account}/asked/${requestId}`;
}
