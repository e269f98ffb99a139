/** What a template may speak of: `{ ticket, message }`. */
export type TemplateContext = Readonly<Record<string, unknown>>;

const variable = /\{\{\s*([^{}]*?)\s*\}\}/g;
const wholeContext = /^\s*\{\{\s*context\s*\}\}\s*$/;

export function isWholeContext(form: unknown): boolean {
  return typeof form === 'string' && wholeContext.test(form);
}

/** Fills in a `form`, whatever its depth; a value that isn't text stays as the owner wrote it. */
export function renderForm(form: unknown, context: TemplateContext): unknown {
  if (typeof form === 'string') return renderText(form, context);
  if (Array.isArray(form)) return form.map((item) => renderForm(item, context));
  if (typeof form !== 'object' || form === null) return form;
  return Object.fromEntries(Object.entries(form).map(([name, value]) => [name, renderForm(value, context)]));
}

/** Jinja as far as it is known: paths, indices and filters, which here change nothing (gorgias-api.md 9.3). */
function renderText(text: string, context: TemplateContext): string {
  return text.replaceAll(variable, (_whole, expression: string) => spell(lookUp(expression, context)));
}

function lookUp(expression: string, context: TemplateContext): unknown {
  const path = (expression.split('|')[0] ?? '').trim();
  const steps = path.replaceAll(/\[['"]?([^\]'"]*)['"]?\]/g, '.$1').split('.');
  let value: unknown = context;
  for (const step of steps) {
    if (typeof value !== 'object' || value === null) return undefined;
    value = Array.isArray(value) ? value.at(Number(step)) : Object.getOwnPropertyDescriptor(value, step)?.value;
  }
  return value;
}

/** As Python writes values: everything becomes text, null `None`, and what is not there nothing. */
function spell(value: unknown): string {
  if (value === undefined) return '';
  if (value === null) return 'None';
  if (typeof value === 'boolean') return value ? 'True' : 'False';
  return typeof value === 'string' ? value : JSON.stringify(value);
}
