/** Whose a workflow is, by its id: `ticket/yourstore/123`, or a campaign that a program asked for. Null: a run of the whole account. */
export function historySubjectOf(workflowId: string): { readonly account: string; readonly subject: string } | null {
  const [kind = '', account = '', id = '', ...more] = workflowId.split('/');
  const isOne = (kind === 'ticket' || kind === 'campaign') && id !== '' && more.length === 0;
  return isOne && /^[a-z0-9-]{1,63}$/.test(account) ? { account, subject: `${kind}/${id}` } : null;
}
