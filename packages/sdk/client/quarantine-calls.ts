import { quarantineListSchema, quarantineRetrySchema } from '../contract/connectors';
import type { CallApi } from './api-call';
import type { QuarantineList, QuarantineOptions, QuarantineRetry, QuarantineRetryOptions } from './types';

const PATH = '/v1/connectors/gorgias/quarantine';

export function readQuarantine(callApi: CallApi, options: QuarantineOptions): Promise<QuarantineList> {
  const { account, cause, limit } = options;
  return callApi({ method: 'GET', path: PATH, query: { account, cause, limit }, answer: quarantineListSchema });
}

export function retryQuarantine(callApi: CallApi, options: QuarantineRetryOptions): Promise<QuarantineRetry> {
  const { account, cause, dryRun } = options;
  return callApi({
    method: 'POST',
    path: `${PATH}/retry`,
    query: { account },
    body: { cause, dryRun },
    answer: quarantineRetrySchema,
  });
}
