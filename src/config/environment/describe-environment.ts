import { VARIABLES, type VariableRecord } from './environment-settings';
import { type Environment } from '../types';

/** `NAME: value` for each variable, secrets only as set or not set. */
export function describeEnvironment(environment: Environment): string {
  const values = new Map<string, Environment[keyof Environment]>(Object.entries(environment));
  return Object.entries<VariableRecord>(VARIABLES)
    .map(([setting, { name, secret }]) => {
      const value = values.get(setting) ?? '';
      if (typeof value !== 'number' && value.length === 0) return `${name}: not set`;
      return `${name}: ${secret ? 'set, not shown' : String(value)}`;
    })
    .join('\n');
}
