import { InvalidArgumentError, type Command } from 'commander';
import { readDomain, readEmail } from '../flags';
import { refuseFlagAsValue } from '../secrets';
import {
  CAMPAIGN_HELP,
  campaignRule,
  delayRule,
  dissatisfiedToRule,
  listRule,
  phoneCountryRule,
  satisfiedFromRule,
  waitRule,
} from './answer-rules';

export interface InitFlags {
  readonly domain?: string;
  readonly email?: string;
  readonly apiKey?: string;
  readonly apiKeyFile?: string;
  readonly brevoApiKey?: string;
  readonly brevoApiKeyFile?: string;
  readonly contactsList?: string;
  readonly satisfiedList?: string;
  readonly dissatisfiedList?: string;
  readonly openSupportList?: string;
  readonly field?: Readonly<Record<string, string>>;
  readonly tag?: readonly string[];
  readonly surveyWait?: string;
  readonly satisfiedFrom?: string;
  readonly dissatisfiedTo?: string;
  readonly satisfiedCampaign?: string;
  readonly dissatisfiedCampaign?: string;
  readonly campaignDelay?: string;
  readonly phoneCountry?: string;
  readonly overwrite?: boolean;
  readonly sync?: boolean;
  readonly yes?: boolean;
  readonly again?: boolean;
}

export const GORGIAS_KEY = { flag: '--api-key', variable: 'GORGIAS_API_KEY' };
export const BREVO_KEY = { flag: '--brevo-api-key', variable: 'BREVO_API_KEY' };

/** Every question by its flag. */
export function withInitFlags(command: Command): Command {
  return command
    .option('-y, --yes', 'answer every other question by its default')
    .option('--domain <domain>', 'your Gorgias address, yourstore.gorgias.com (or GORGIAS_DOMAIN)', readDomain)
    .option('--email <e-mail>', 'of the Gorgias user who owns the key (or GORGIAS_EMAIL)', readEmail)
    .option(
      '--api-key <key>',
      'Gorgias API key; - reads it from standard input (or GORGIAS_API_KEY)',
      keyOf(GORGIAS_KEY),
    )
    .option('--api-key-file <file>', 'file that holds the Gorgias API key')
    .option(
      '--brevo-api-key <key>',
      'Brevo API key; - reads it from standard input (or BREVO_API_KEY)',
      keyOf(BREVO_KEY),
    )
    .option('--brevo-api-key-file <file>', 'file that holds the Brevo API key')
    .option(
      '--contacts-list <list>',
      'Brevo list of everybody, by number or name; a new name is made; none',
      by(listRule),
    )
    .option('--satisfied-list <list>', 'the same of satisfied customers', by(listRule))
    .option('--dissatisfied-list <list>', 'the same of dissatisfied customers', by(listRule))
    .option('--open-support-list <list>', 'the same of those with an open ticket', by(listRule))
    .option(
      '--field <field=attribute>',
      'Brevo attribute of a Gorgias custom field, or none; may be repeated',
      readField,
    )
    .option('--tag <tag>', 'a tag that is a segment with a list of its own, or none; may be repeated', readTag)
    .option('--survey-wait <time>', 'how long a closed ticket waits for a score, like 7d', by(waitRule))
    .option('--satisfied-from <score>', 'lowest score of a satisfied customer', by(satisfiedFromRule))
    .option('--dissatisfied-to <score>', 'highest score of a dissatisfied one', by(dissatisfiedToRule))
    .option('--satisfied-campaign <what>', `what starts for a satisfied customer: ${CAMPAIGN_HELP}`, by(campaignRule))
    .option('--dissatisfied-campaign <what>', 'the same for a dissatisfied one', by(campaignRule))
    .option('--campaign-delay <time>', 'how long after the outcome, like 1h', by(delayRule))
    .option(
      '--phone-country <country>',
      'of phone numbers without a country code, like NL, or none',
      by(phoneCountryRule),
    )
    .option('--overwrite', 'change the file if it is there; its comments and other settings stay')
    .option('--sync', 'run the first sync')
    .option('--no-sync', 'run no sync')
    .option('--again', 'forget the answers of an interrupted start');
}

/** What a question would refuse is refused by its flag, before anything is started. */
function by(rule: typeof listRule): (text: string) => string {
  return (text) => {
    const fault = rule(text);
    if (fault !== undefined) throw new InvalidArgumentError(fault);
    return text;
  };
}

function keyOf({ flag, variable }: typeof GORGIAS_KEY): (value: string) => string {
  return refuseFlagAsValue(flag, variable);
}

function readField(text: string, before: Readonly<Record<string, string>> = {}): Readonly<Record<string, string>> {
  const [, field, attribute] = /^\s*([^=]+?)\s*=\s*(email|none|[A-Z][A-Z0-9_]{0,49})\s*$/.exec(text) ?? [];
  if (field === undefined || attribute === undefined)
    throw new InvalidArgumentError('It must be like vip_status=VIP_STATUS, or vip_status=none.');
  return { ...before, [field]: attribute };
}

function readTag(text: string, before: readonly string[] = []): readonly string[] {
  return [...before, text];
}
