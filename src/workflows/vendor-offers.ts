import { setWorkflowOptions } from '@temporalio/workflow';
import { activities } from './activity-options';
import { readAccountInput } from './input';
import type { VendorOffers, VendorOffersInput } from './messages';
import { pinned } from './versioning';

/** What both vendors have that settings can name: fields, tags, attributes, lists. Writes nothing. */
export async function vendorOffersWorkflow(input: VendorOffersInput): Promise<VendorOffers> {
  return activities.readOffers(readAccountInput(input));
}
setWorkflowOptions(pinned, vendorOffersWorkflow);
