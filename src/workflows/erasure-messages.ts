/** Input of `privacyEraseWorkflow`. Whom it is about stands in the store until it is done: here is only the keyed hash of the address. */
export interface ErasureInput {
  readonly account: string;
  readonly person: string;
}

/** Result of `privacyEraseWorkflow`; the receipt stands in the store. */
export interface ErasureEnd {
  readonly state: 'erased';
}

export const erasureWorkflowId = (account: string, person: string): string => `privacy-erase/${account}/${person}`;
