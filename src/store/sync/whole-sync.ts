/** No dry run. */
export const WRITES = `request->'dryRun' is distinct from 'true'::jsonb`;

/** Every list, from its beginning. */
export const READS_ALL = `not request ?| array['since', 'resources']`;

/** A full sync after which what stands in Gorgias is known, and written. */
export const WHOLE_SYNC = `type = 'full' and state = 'completed' and ${READS_ALL} and ${WRITES}`;
