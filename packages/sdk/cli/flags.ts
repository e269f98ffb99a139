import { InvalidArgumentError, type Command } from 'commander';
import type { ZodType } from 'zod';
import { reportIdSchema, sampleSchema } from '../contract/audits';
import { campaignsQuerySchema } from '../contract/campaign-history';
import { personEmailSchema } from '../contract/privacy';
import { listScores, readSatisfaction } from '../contract/satisfaction';
import {
  batchSizeSchema,
  domainSchema,
  emailSchema,
  quarantineQuerySchema,
  type Resource,
  RESOURCE_NAMES,
  resourcesSchema,
  sinceSchema,
} from '../contract/requests';

/** Readers of flag values: the rules and their words are those of the API. */
export const readDomain = reader(domainSchema, (text) => text);
export const readEmail = reader(emailSchema, (text) => text);
export const readPersonEmail = reader(personEmailSchema, (text) => text.trim());
export const readSince = reader(sinceSchema, (text) => text);
export const readBatchSize = reader(batchSizeSchema, wholeNumber);
export const readSample = reader(sampleSchema, wholeNumber);
export const readReportId = reader(reportIdSchema, (text) => text);
export const readLimit = reader(quarantineQuerySchema.shape.limit, wholeNumber);
export const readCampaignLimit = reader(campaignsQuerySchema.shape.limit, wholeNumber);
export const readScore = reader(listScores.query.shape.score, wholeNumber);
export const readTop = reader(readSatisfaction.query.shape.top, wholeNumber);

export function readResources(text: string): Resource[] {
  const names = text
    .split(',')
    .map((name) => name.trim())
    .filter((name) => name !== '');
  return [...new Set(reader(resourcesSchema, () => names)(text))];
}

export const RESOURCES_HELP = `comma-separated: ${RESOURCE_NAMES.join(', ')}`;

function reader<Value>(schema: ZodType<Value>, prepare: (text: string) => unknown): (text: string) => Value {
  return (text) => {
    const parsed = schema.safeParse(prepare(text));
    if (parsed.success) return parsed.data;
    throw new InvalidArgumentError(`It ${parsed.error.issues[0]?.message ?? 'is not valid'}.`);
  };
}

/** `0x10`, `1e2` and an empty text are numbers to JavaScript; they are mistakes here. */
function wholeNumber(text: string): number {
  return /^-?\d{1,9}$/.test(text) ? Number(text) : Number.NaN;
}

/** Flags that every command has; commander finds them anywhere on the line. */
export interface GlobalFlags {
  readonly json: boolean;
}

export function globalFlags(command: Command): GlobalFlags {
  return { json: command.optsWithGlobals<{ json?: boolean }>().json === true };
}
