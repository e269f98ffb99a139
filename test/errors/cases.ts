import type { ApiErrorCode } from '../../packages/sdk/contract/errors';
import type { CLIENT_ERROR_TEXTS } from '../../packages/sdk/client/error-texts';
import type { Scenario } from './scenario';
import type { Shown } from './shown';

export type Code = ApiErrorCode | keyof typeof CLIENT_ERROR_TEXTS;

/** How an error comes about, and what those who meet it are shown. */
export type Case = (scenario: Scenario) => Promise<Shown | readonly Shown[]>;

/** One for each code of these rooms. */
export type CasesOf<Prefix extends string> = Readonly<Record<Extract<Code, Prefix | `${Prefix}.${string}`>, Case>>;
