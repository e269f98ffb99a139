export { connectionTestWorkflow } from './connection-test';
export { fullSyncWorkflow } from './full-sync';
export { planWorkflow } from './plan';
