import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { type JournalEntry } from '../../http/scripted-server';
import { check, type Schema } from './schema-check';

interface Parameter {
  readonly name: string;
  readonly in: 'path' | 'query';
  readonly required?: boolean;
  readonly schema: Schema;
}

interface Content {
  readonly schema: Schema;
  readonly example?: unknown;
}

interface Operation {
  readonly operationId: string;
  readonly deprecated?: boolean;
  readonly parameters?: readonly (Parameter | { readonly $ref: string })[];
  readonly requestBody?: { readonly content: Readonly<Record<string, Content>> };
  readonly responses: Readonly<Record<string, { readonly content?: Readonly<Record<string, Content>> }>>;
}

type PathItem = Readonly<Record<string, Operation>> & { readonly parameters?: Operation['parameters'] };

const contract = parse(readFileSync(join(__dirname, 'brevo-openapi.yaml'), 'utf8')) as {
  readonly paths: Readonly<Record<string, PathItem>>;
};

interface Matched {
  readonly operation: Operation;
  readonly parameters: readonly Parameter[];
  readonly pathValues: Readonly<Record<string, string>>;
}

/** The operation of a request, told by its path below `/v3`; a literal path wins over one with parameters. */
export function operationOf(method: string, path: string): Matched | null {
  const candidates = Object.entries(contract.paths).flatMap(([template, item]) => {
    const pattern = template.replace(/\{(\w+)\}/g, '(?<$1>[^/]+)');
    const match = new RegExp(`^/v3${pattern}$`).exec(path);
    const operation = item[method.toLowerCase()];
    if (match === null || operation === undefined) return [];
    const parameters = [...(item.parameters ?? []), ...(operation.parameters ?? [])].map(parameterOf);
    return [{ operation, parameters, pathValues: { ...match.groups } }];
  });
  return candidates.sort((a, b) => Object.keys(a.pathValues).length - Object.keys(b.pathValues).length)[0] ?? null;
}

/** Everything about a request that the contract does not allow. */
export function violations(entry: Pick<JournalEntry, 'method' | 'path' | 'query' | 'body'>): readonly string[] {
  const matched = operationOf(entry.method, entry.path);
  if (matched === null) return [`${entry.method} ${entry.path} is not in the contract`];
  const { operation, parameters, pathValues } = matched;
  if (operation.deprecated === true) return [`${operation.operationId} is retired`];
  return [
    ...pathFaults(parameters, pathValues),
    ...queryFaults(parameters, entry.query),
    ...bodyFaults(operation, entry.body),
  ];
}

/** The example of the first success, to answer with; a page without one holds the example of a single contact. */
export function successOf({ responses }: Operation): { status: number; json?: unknown } {
  const [status, response] = Object.entries(responses).find(([code]) => code.startsWith('2')) ?? ['500', {}];
  if ('$ref' in response && response['$ref'] === '#/components/responses/ContactPage') {
    return { status: 200, json: { count: 1, contacts: [exampleOf(contactOperation().responses['200'])] } };
  }
  const example = exampleOf('$ref' in response ? resolve(response['$ref'] as string) : response);
  return { status: Number(status), ...(example === undefined ? {} : { json: example }) };
}

function exampleOf(response: { readonly content?: Readonly<Record<string, Content>> } | undefined): unknown {
  return response?.content?.['application/json']?.example;
}

function contactOperation(): Operation {
  const operation = contract.paths['/contacts/{identifier}']?.['get'];
  if (operation === undefined) throw new Error('The contract cannot read a contact');
  return operation;
}

function pathFaults(parameters: readonly Parameter[], values: Matched['pathValues']): readonly string[] {
  return parameters
    .filter((parameter) => parameter.in === 'path')
    .flatMap(({ name, schema }) => check(typed(decodeURIComponent(values[name] ?? ''), schema), schema, name, resolve));
}

function queryFaults(parameters: readonly Parameter[], query: URLSearchParams): readonly string[] {
  return [...new Set(query.keys())].flatMap((name) => {
    const known = parameters.find((parameter) => parameter.in === 'query' && parameter.name === name);
    if (known === undefined) return [`query ${name} is unknown`];
    const values = query.getAll(name);
    const isList = known.schema['type'] === 'array';
    if (!isList && values.length > 1) return [`query ${name} is repeated`];
    const item = (isList ? known.schema['items'] : known.schema) as Schema;
    return values.flatMap((value) => check(typed(value, item), item, `query ${name}`, resolve));
  });
}

function bodyFaults({ requestBody }: Operation, body: unknown): readonly string[] {
  if (requestBody === undefined) return body === undefined ? [] : ['a body where none belongs'];
  if (body === undefined) return ['the body is missing'];
  const schema = requestBody.content['application/json']?.schema;
  return schema === undefined ? ['the contract has no JSON body'] : check(body, schema, 'body', resolve);
}

/** Paths and queries carry text; a number is told by the schema. */
function typed(text: string, schema: Schema): unknown {
  return schema['type'] === 'integer' && /^-?\d+$/.test(text) ? Number(text) : text;
}

function parameterOf(parameter: Parameter | { readonly $ref: string }): Parameter {
  return '$ref' in parameter ? (resolve(parameter.$ref) as unknown as Parameter) : parameter;
}

function resolve(ref: string): Schema {
  const found = ref
    .replace('#/', '')
    .split('/')
    .reduce<unknown>((node, key) => (node as Schema)[key], contract);
  if (found === undefined) throw new Error(`The contract has no ${ref}`);
  return found as Schema;
}
