import { workflowInfo, type WorkflowInterceptors } from '@temporalio/workflow';
import { refuse } from './input';

/**
 * Each workflow takes one input. A second one, as of `temporal workflow start … --input '{"account":"a"}' --input '{"dryRun":true}'`, would be
 * dropped without a word, and what it was to say with it. One that goes on as new hands what it has got so far to itself as a second.
 */
export const interceptors = (): WorkflowInterceptors => ({
  inbound: [
    {
      // Async: what is thrown before the workflow has begun would fail its task, again and again, and not the run.
      async execute(call, next) {
        if (call.args.length > 1 && workflowInfo().continuedFromExecutionRunId === undefined)
          refuse(`${String(call.args.length)} inputs are given, and there is one: put all fields into the same object`);
        return next(call);
      },
    },
  ],
});
