import { z } from 'zod';
import { type Reply, type SandboxRequest } from '../../http/types';
import { type BrevoContext } from '../context';
import { invalid } from '../errors';
import { type BrevoAttribute } from '../model';

export function listAttributes({ memory }: BrevoContext): Reply {
  return { status: 200, json: { attributes: memory.data.attributes.map(viewAttribute) } };
}

/** Category attributes come without `type`, and their `value` is 0 for texts: `valueStr` is the one to read (brevo-api.md 3.16). */
function viewAttribute({ enumeration, ...attribute }: BrevoAttribute): Readonly<Record<string, unknown>> {
  const items = enumeration?.map(({ label, value }) => ({ label, value, valueStr: String(value) }));
  return {
    ...attribute,
    ...(items === undefined ? {} : { enumeration: items }),
    field_key: attribute.name.toLowerCase(),
  };
}

const body = z.looseObject({
  type: z.enum(['text', 'date', 'float', 'boolean', 'id', 'category', 'multiple-choice', 'user']).optional(),
  enumeration: z.array(z.object({ label: z.string().max(200), value: z.number().int() })).optional(),
  multiCategoryOptions: z.array(z.string().max(200)).optional(),
});
const category = z.enum(['normal', 'transactional', 'category', 'calculated', 'global']);

/** 201 with `{}`; a known name is refused (brevo-api.md 3.17). */
export function createAttribute(
  { memory }: BrevoContext,
  request: SandboxRequest,
  wanted: string,
  name: string,
): Reply {
  const parsed = body.safeParse(request.body);
  const known = category.safeParse(wanted);
  if (!parsed.success || !known.success) throw invalid('Attribute type or category is not valid');
  if (!/^[A-Z_][A-Z0-9_]{0,49}$/.test(name)) throw invalid('Attribute name is not valid');
  if (memory.attribute(name) !== null) throw invalid('Attribute name must be unique');
  const { type, enumeration, multiCategoryOptions } = parsed.data;
  if (known.data === 'normal' && type === undefined) throw invalid('type is missing');
  const kind = known.data === 'category' ? {} : { type };
  memory.data.attributes.push({ name, category: known.data, ...kind, enumeration, multiCategoryOptions });
  return { status: 201, json: {}, effective: true };
}
