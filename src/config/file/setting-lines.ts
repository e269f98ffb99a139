import { type ConfigProblem } from './problems';
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

/**
 * A fault that only a vendor's answer shows, with its place: `tajo.yaml:31 field_mapping.vip: …`. `setting` is named without
 * `connectors.gorgias`; what the file leaves to its default has no line.
 */
export function placed(config: ConnectorConfig, setting: string, sentence: string): string {
  const written = WRITTEN.get(config);
  const key = written === undefined ? undefined : keyOf(written, setting);
  const place = key === undefined ? '' : `${written?.file ?? ''}:${String(key.line)} `;
  return `${place}${setting}: ${sentence}.`;
}

/** The same as a fault of the file; what the file leaves to its default is told at its top. */
export function problemAt(config: ConnectorConfig, setting: string, sentence: string): ConfigProblem {
  const written = WRITTEN.get(config);
  const { line, column } = (written === undefined ? undefined : keyOf(written, setting)) ?? { line: 1, column: 1 };
  return { path: `${GORGIAS.join('.')}.${setting}`, line, column, sentence: `${setting}: ${sentence}.` };
}

function keyOf({ places }: WrittenIn, setting: string): Place['key'] | undefined {
  for (const [key, place] of places) if (shortName(pathOfPlace(key)) === setting) return place.key;
  return undefined;
}
