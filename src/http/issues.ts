import { type z } from 'zod';

/** What does not fit and where (`created_datetime: not a datetime`), without the value: it may be a person's. At most three faults. */
export function describeIssues(error: z.ZodError): string {
  return error.issues
    .slice(0, 3)
    .map((issue) => `${issue.path.length === 0 ? 'the record' : issue.path.map(String).join('.')}: ${issue.message}`)
    .join('; ');
}
