import { type ConfigProblem, inFileOrder, problemLine } from './problems';
import { GORGIAS, shortName } from '../settings/setting-path';
import { type ConnectorConfig } from '../types';
import { pathOfPlace, type Place, type YamlTree } from './yaml-tree';

interface WrittenIn {
  /** Its name without folders, like `tajo.yaml`. */
  readonly file: string;
  readonly places: ReadonlyMap<string, Place>;
}

/** Beside the configuration and not in it: two files that say the same in other lines are the same configuration. */
const WRITTEN = new WeakMap<ConnectorConfig, WrittenIn>();

/** Keeps where the settings of `config` stand. */
export function keepLines(
  config: ConnectorConfig,
  file: string,
  { places }: Pick<YamlTree, 'places'>,
): ConnectorConfig {
  WRITTEN.set(config, { file, places });
  return config;
}

/** The name of the file that says this, to be told to whoever has to change it: `tajo.yaml`, or what `--config` named. */
export function fileOf(config: ConnectorConfig): string {
  return WRITTEN.get(config)?.file ?? 'tajo.yaml';
}

/** `config` was made from `from` by the program: its settings stand where they stood. */
export function sameLines(from: ConnectorConfig, config: ConnectorConfig): ConnectorConfig {
  const written = WRITTEN.get(from);
  if (written !== undefined) WRITTEN.set(config, written);
  return config;
}

/** A fault that only a vendor's answer shows; `setting` is named without `connectors.gorgias`, the sentence has no full stop. */
interface Found {
  readonly setting: string;
  readonly sentence: string;
}

/**
 * Such faults with their places, in the order of the file: `tajo.yaml:31:7 field_mapping.vip: …`. What the file leaves to its default has no
 * place and comes last.
 */
export function placed(config: ConnectorConfig, found: readonly Found[]): readonly string[] {
  const written = WRITTEN.get(config);
  const isWritten = ({ setting }: Found): boolean => written !== undefined && keyOf(written, setting) !== undefined;
  const inFile = found.filter(isWritten).map((fault) => problemAt(config, fault.setting, fault.sentence));
  return [
    ...inFileOrder(inFile).map((problem) => problemLine(written?.file ?? '', problem)),
    ...found.filter((fault) => !isWritten(fault)).map(sentenceOf),
  ];
}

/** One as a fault of the file; what the file leaves to its default is told at its top. */
export function problemAt(config: ConnectorConfig, setting: string, sentence: string): ConfigProblem {
  const written = WRITTEN.get(config);
  const { line, column } = (written === undefined ? undefined : keyOf(written, setting)) ?? { line: 1, column: 1 };
  return { path: `${GORGIAS.join('.')}.${setting}`, line, column, sentence: sentenceOf({ setting, sentence }) };
}

/** `lists.x is list 36, …` and `lists.x: Brevo has no …`. */
function sentenceOf({ setting, sentence }: Found): string {
  return `${setting}${sentence.startsWith('is ') ? '' : ':'} ${sentence}.`;
}

function keyOf({ places }: WrittenIn, setting: string): Place['key'] | undefined {
  for (const [key, place] of places) if (shortName(pathOfPlace(key)) === setting) return place.key;
  return undefined;
}
