import { SECRET_VARIABLES, isBrevoKey } from './secrets';

export type Variables = Readonly<Record<string, string | undefined>>;

export type Substituted = { readonly text: string } | { readonly problem: string };

const PIECE = /\$\$|\$\{([^}]*)\}?/g;
const VARIABLE = /^[A-Za-z_][A-Za-z0-9_]*$/;

/**
 * Replaces `${NAME}` by the variable and `$$` by one `$`. The fault completes "the setting …" and names the variable, never its value.
 * What comes out is not looked at again, neither for `${…}` nor as YAML, so a variable cannot add settings.
 */
export function substitute(text: string, variables: Variables): Substituted {
  let problem: string | undefined;
  const replaced = text.replaceAll(PIECE, (piece: string, name: string | undefined) => {
    if (piece === '$$') return '$';
    const value = lookUp(piece, name ?? '', variables);
    if ('text' in value) return value.text;
    problem ??= value.problem;
    return '';
  });
  return problem === undefined ? { text: replaced } : { problem };
}

/** The names of the variables that a text is made of. */
export function variablesIn(text: string): readonly string[] {
  return [...text.matchAll(PIECE)].flatMap(([, name]) => (name === undefined ? [] : [name]));
}

function lookUp(piece: string, name: string, variables: Variables): Substituted {
  if (!piece.endsWith('}')) return { problem: 'has a `${` without its `}`; write `$${` for the characters themselves' };
  if (!VARIABLE.test(name)) {
    return { problem: 'has a `${…}` that holds no name of a variable; write `${NAME}`, or `$${` for the characters' };
  }
  if (SECRET_VARIABLES.includes(name)) {
    return { problem: `uses \${${name}}, which is a secret: remove it, the connector reads ${name} itself` };
  }
  // A look-up of own names only: ${constructor} is not a variable.
  const value = Object.hasOwn(variables, name) ? variables[name] : undefined;
  if (value === undefined || value === '') {
    return {
      problem: `uses \${${name}}, which is not set: set ${name} in the environment, or write \`$\${\` for the text`,
    };
  }
  if (isBrevoKey(value))
    return { problem: `uses \${${name}}, which holds a Brevo key: keys do not belong in this file` };
  return { text: value };
}
