import { DefaultFailureConverter } from '@temporalio/common';

/** Messages and stacks of failures go through the codec too; loaded by path, also inside the workflow sandbox. */
export const failureConverter = new DefaultFailureConverter({ encodeCommonAttributes: true });
