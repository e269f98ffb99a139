import { SOURCE_FIELDS, type SourceField } from '../../domain/contact/mapping-types';
import { VARIABLES, type VariableRecord } from '../environment/environment-settings';
import { GROUPS, SETTINGS, type ListedGroup, type ListedSetting } from './setting-index';
import { dotted, GORGIAS, shortName } from './setting-path';

const FIELD_SENTENCES: Readonly<Record<SourceField, string>> = {
  id: 'Gorgias’ id of the customer.',
  email: 'The customer’s e-mail, by which Brevo knows the contact.',
  name: 'Full name.',
  firstname: 'First name.',
  lastname: 'Last name.',
  language: 'Language, such as `fr`.',
  timezone: 'Time zone, such as `Europe/Paris`.',
  note: 'The note that agents keep on the customer.',
  external_id: 'Id of the customer in the shop.',
  created_datetime: 'When the customer first appeared in Gorgias.',
  phone: 'Preferred live phone, SMS or WhatsApp channel as E.164; left out with a reason when it is no number.',
  nb_tickets: 'Tickets of the customer, without spam and trash.',
  last_ticket_date: 'Day of the newest such ticket.',
  last_ticket_channel: 'Channel of the newest such ticket.',
  avg_response_time:
    'Mean minutes from the customer’s first message to the first public answer of a person, over tickets within `enrich.active_within`.',
  last_satisfaction_score: 'Score of the newest answered survey, 1 to 5.',
  satisfaction_count: 'Number of answered surveys.',
  open_tickets: 'Tickets that are open or snoozed now, without spam and trash.',
};

const INTRODUCTION = `# Configuration

<!-- Made by \`npm run docs\` from src/config; change the records there, not this page. -->

What the connector does stands in one file, \`tajo.yaml\`; secrets and addresses come from the environment. Everything is checked
before anything starts, and all faults are told at once with line and column. \`tajo.example.yaml\` shows every setting.

- \`\${NAME}\` in a value is replaced by that variable of the environment, \`$$\` by one dollar sign. A variable that is not set is a
  fault, and so is one that holds a secret. An unquoted \`\${NAME}\` may become a number, a quoted one stays text.
- Durations are written \`90s\`, \`15m\`, \`1h\` or \`7d\`; the longest is ten years, \`3650d\`.
- Aliases, tags and directives of YAML are not used; a key may stand once.

## tajo.yaml

All settings stand below \`connectors.gorgias\`. \`*\` stands for a name of your choice.
`;

/** The text of docs/configuration.md. */
export function renderSettingsPage(): string {
  const inside = GROUPS.filter(({ path }) => path.length >= GORGIAS.length);
  return [INTRODUCTION, ...inside.flatMap(renderGroup), renderSourceFields(), renderEnvironment()].join('\n');
}

function renderGroup(group: ListedGroup): readonly string[] {
  const own = SETTINGS.filter(({ path }) => dotted(path.slice(0, -1)) === dotted(group.path));
  const isTop = group.path.length === GORGIAS.length;
  const heading = isTop ? [] : [`### \`${shortName(group.path)}\`\n`];
  const sentence = group.sentence === '' ? [] : [`${group.sentence}\n`];
  if (own.length === 0) return [...heading, ...sentence];
  const rows = own.map(renderSetting);
  return [...heading, ...sentence, table(['setting', 'meaning', 'must be', 'default', 'example'], rows)];
}

function renderSetting({ path, sentence, expects, fallback, example }: ListedSetting): readonly string[] {
  return [`\`${path.at(-1) ?? ''}\``, sentence, expects, fallback === null ? '–' : `\`${fallback}\``, `\`${example}\``];
}

function renderSourceFields(): string {
  const rows = Object.entries(FIELD_SENTENCES).map(([name, sentence]) => [
    `\`${name}\``,
    Object.entries(SOURCE_FIELDS).find(([field]) => field === name)?.[1] ?? '',
    sentence,
  ]);
  const introduction = `## Fields that can be mapped

Any other name is a customer custom field, by its label in snake case (\`VIP status\` is \`vip_status\`), or a path into shop data such as
\`integrations.shopify.orders_count\`. Values are turned into the type that the attribute has in Brevo. Missing attributes are created as
float for a number, date for a date, boolean for true or false, and text for everything else.

A shop path is looked up in the data that a shop integration puts on the customer, e.g. \`integrations.shopify.total_spent\`; Shopify writes
money as text, and into a float attribute it goes as a number. It is read with the customer’s details: for active customers with each full
sync (\`enrich.active_within\`), and for a new customer at once. When a customer is known to several shops, counts and amounts
(\`orders_count\`, \`total_spent\`) are added up, amounts only when all shops have one currency; \`tags\` are those of all shops; any other
value is that of the shop whose customer changed last. \`integrations.121314.orders_count\` asks the one integration with that id.
`;
  return `${introduction}\n${table(['field', 'holds', 'meaning'], rows)}`;
}

function renderEnvironment(): string {
  const rows = Object.values<VariableRecord>(VARIABLES).map(({ name, sentence, expects, fallback, secret }) => [
    secret ? `\`${name}\`, \`${name}_FILE\`` : `\`${name}\``,
    sentence,
    expects,
    fallback === null ? '–' : `\`${fallback}\``,
  ]);
  const introduction = `## Environment

An empty variable counts as missing. The connector trims nothing: a space at an end is a fault, and so are quotes around a value (\`tajo\` and
the SDK, which only ask it, leave out the spaces). A secret may also be read from a file, for mounted secrets: \`NAME_FILE\` is its path, and one
newline at its end is dropped.
`;
  return `${introduction}\n${table(['variable', 'meaning', 'must be', 'default'], rows)}`;
}

function table(heading: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]): string =>
    `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`;
  return `${[line(heading), line(heading.map(() => '---')), ...rows.map(line)].join('\n')}\n`;
}
