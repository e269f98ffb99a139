export { campaignWorkflow } from './campaign';
export { automationsBackfillWorkflow } from './automations-backfill';
export { connectionTestWorkflow } from './connection-test';
export { fullSyncWorkflow } from './full-sync';
export { incrementalSyncWorkflow } from './incremental-sync';
export { planWorkflow } from './plan';
export { webhookSetupWorkflow } from './webhook-setup';
export { ticketWorkflow } from './ticket';
