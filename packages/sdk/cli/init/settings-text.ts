import { parse, parseDocument } from 'yaml';
import { describeConfig } from '../../../../src/config/file/describe-config';
import { formatDuration, parseDuration } from '../../../../src/config/settings/duration';
import type { ConnectorConfig } from '../../../../src/config/types';
import { nameKey } from '../../../../src/domain/list-name';
import { type CampaignChoice, type Choices, type ListChoice, SUPPORT_LISTS } from './choices';
import { TEMPLATE } from './template';
import { type Comment, keysAt, type Path, take, write } from './yaml-edit';

const GORGIAS: Path = ['connectors', 'gorgias'];

/** The file that is changed. */
export interface ExistingSettings {
  readonly text: string;
  /** What the text means, with variables and defaults. */
  readonly config: ConnectorConfig;
}

/**
 * The text of a `tajo.yaml` that says what was chosen. Of a file that is there everything else stays: settings that were not asked about or
 * that mean already what was answered, however they say it, comments, and the order.
 * @param choices whose lists all have numbers
 */
export function settingsText(choices: Choices, existing: ExistingSettings | null): string {
  const document = parseDocument(existing?.text ?? TEMPLATE);
  const meant: unknown = existing === null ? null : parse(describeConfig(existing.config));
  const set: Writing['set'] = (path, value, comment) => {
    const whole = [...GORGIAS, ...path];
    if (valueAt(meant, whole) !== canonical(value)) write(document, whole, value, comment);
  };
  const writing: Writing = {
    set,
    setList: (path, list, isNamedByKey = false) => {
      const said = valueAt(meant, [...GORGIAS, ...path]);
      // A file that gives it by name means the same.
      if (typeof said === 'string' && nameKey(said.replaceAll('$$', '$')) === nameKey(list.name)) return;
      const text = isNamedByKey ? '' : list.name;
      set(path, numberOf(list), { text, isOurs: (name, id) => isNameOf(choices.knownLists, name, id) });
    },
    take: (path) => take(document, [...GORGIAS, ...path]),
    keysAt: (path) => keysAt(document, [...GORGIAS, ...path]),
  };
  set(['domain'], choices.domain);
  writeLists(choices, writing);
  writeFields(choices, writing);
  writeTags(choices, writing);
  set(['csat', 'wait'], choices.csat.wait);
  set(['csat', 'satisfied_from'], choices.csat.satisfiedFrom);
  set(['csat', 'dissatisfied_to'], choices.csat.dissatisfiedTo);
  for (const campaign of choices.campaigns) writeCampaign(campaign, writing);
  if (choices.phoneCountry === null) writing.take(['phone_country']);
  else set(['phone_country'], choices.phoneCountry, PHONE_COMMENT);
  return document.toString({ lineWidth: 0 });
}

const PHONE_COMMENT: Comment = {
  text: 'of numbers that are written without a country code',
  isOurs: (said) => said === PHONE_COMMENT.text,
};

interface Writing {
  readonly set: (path: Path, value: unknown, comment?: Comment) => void;
  readonly take: (path: Path) => void;
  readonly keysAt: (path: Path) => readonly string[];
  /** By its number, with its name beside it unless the key says it. */
  readonly setList: (path: Path, list: ListChoice, isNamedByKey?: boolean) => void;
}

function writeLists({ lists }: Choices, { setList, take }: Writing): void {
  for (const list of SUPPORT_LISTS) {
    const chosen = lists[list];
    if (chosen === null) take(['lists', list]);
    else setList(['lists', list], chosen);
  }
}

function writeFields({ standardFields, customFields }: Choices, { set, take }: Writing): void {
  for (const [source, attribute] of Object.entries({ ...standardFields, ...customFields })) {
    if (attribute === null) take(['field_mapping', source]);
    else set(['field_mapping', source], attribute);
  }
}

function writeTags({ tags }: Choices, { setList, take, keysAt }: Writing): void {
  for (const tag of keysAt(['tags', 'lists'])) if (!Object.hasOwn(tags, tag)) take(['tags', 'lists', tag]);
  for (const [tag, list] of Object.entries(tags)) {
    // A list of the tag's own name says nothing more.
    setList(['tags', 'lists', tag], list, list.name === tag);
  }
}

function writeCampaign({ name, when, delay, send }: CampaignChoice, { set, setList, take, keysAt }: Writing): void {
  const at = (...path: Path): Path => ['campaigns', name, ...path];
  const way = 'event' in send ? 'event' : 'templateId' in send ? 'template_id' : 'list_id';
  set(at('when'), when);
  set(at('delay'), delay);
  // There can be one.
  for (const other of keysAt(at('send'))) if (other !== way) take(at('send', other));
  if ('event' in send) set(at('send', way), send.event);
  else if ('templateId' in send) set(at('send', way), send.templateId);
  else setList(at('send', way), send.list);
}

function numberOf({ id, name }: ListChoice): number {
  if (id === null) throw new Error(`the list ${name} has no number yet`);
  return id;
}

function isNameOf(known: Choices['knownLists'], said: string, id: unknown): boolean {
  return known.some((list) => String(list.id) === String(id) && nameKey(list.name) === nameKey(said));
}

/** `168h` is `7d`. */
function canonical(value: unknown): unknown {
  const ms = typeof value === 'string' ? parseDuration(value) : undefined;
  return ms === undefined ? value : formatDuration(ms);
}

function valueAt(tree: unknown, path: Path): unknown {
  return path.reduce<unknown>(
    (value, key) =>
      typeof value === 'object' && value !== null && Object.hasOwn(value, key) ? Reflect.get(value, key) : undefined,
    tree,
  );
}
