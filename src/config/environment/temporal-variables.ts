import { type Variables } from '../file/substitution';

/**
 * The environment as Temporal's own settings are read from it: with theirs as with ours, a variable that is empty counts as missing. A compose
 * file passes on what nobody has set.
 */
export function temporalVariables(env: Variables = process.env): Record<string, string> {
  const set = Object.entries(env).flatMap(([name, value]) =>
    value === undefined || value === '' ? [] : [[name, value] as const],
  );
  return Object.fromEntries(set);
}

/** Whether somebody has chosen a profile of Temporal's settings for this process: then its server is meant, too. */
export function isTemporalProfileChosen(env: Variables = process.env): boolean {
  const { TEMPORAL_PROFILE: profile, TEMPORAL_CONFIG_FILE: file } = temporalVariables(env);
  return profile !== undefined || file !== undefined;
}
