import { z } from 'zod';
import type { AnswerOf, Call, Door } from './call';
import { secretSchema } from './requests';

/** Each request that a cookie signs must carry it, whatever its value: another origin's page cannot send it unasked. */
export const CONSOLE_HEADER = 'X-Tajo-Console';

/**
 * Of a sign-in link, behind the address of the connector. Behind `#` it is neither sent nor logged on the way, and whoever only looks at the link
 * does not use it up.
 */
export function signInPath(token: string): string {
  return `/#sign-in=${token}`;
}

const LINK_HELP = 'must be what stands behind #sign-in= of a link';

const sessionBodySchema = z
  .strictObject({
    key: secretSchema.optional().meta({ description: 'TAJO_API_KEY, or TAJO_READ_KEY.' }),
    link: z
      .string({ error: LINK_HELP })
      .regex(/^[\w-]{43}$/, LINK_HELP)
      .optional()
      .meta({ description: 'Of a sign-in link; it works once.' }),
  })
  .refine(({ key, link }) => (key === undefined) !== (link === undefined), {
    error: 'must be given, or link instead of it, but not both',
    path: ['key'],
  })
  .meta({ id: 'SignInRequest', description: 'Exactly one of the two.', minProperties: 1, maxProperties: 1 });

const sessionSchema = z
  .object({
    role: z.enum(['owner', 'reader']).meta({
      description: '`reader`: sees without people’s addresses, names and words, and changes nothing.',
    }),
    idleUntil: z.string().nullable().meta({
      description: 'It ends then, if nobody asks for anything before; null: the key itself was sent.',
    }),
    until: z.string().nullable().meta({ description: 'It ends then in any case.' }),
  })
  .meta({ id: 'Session' });

/** Takes no key in a header, and answers with a cookie: a router of its own. */
export const signIn = {
  id: 'signIn',
  method: 'post',
  path: '/v1/session',
  summary: 'Sign a browser in, by a key or by a link that works once. Answers with a cookie.',
  body: sessionBodySchema,
  answer: sessionSchema,
  status: 201,
} as const satisfies Call;

export const readSession = {
  id: 'readSession',
  method: 'get',
  path: '/v1/session',
  summary: 'Who is signed in, and until when. 401: nobody.',
  answer: sessionSchema,
  status: 200,
} as const satisfies Call;

export const signOut = {
  id: 'signOut',
  method: 'post',
  path: '/v1/session/end',
  summary: 'End the session and take the cookie back.',
  answer: z.object({ ended: z.boolean() }).meta({ id: 'SessionEnded' }),
  status: 200,
} as const satisfies Call;

export const createSignInLink = {
  id: 'createSignInLink',
  method: 'post',
  path: '/v1/session/links',
  summary: 'A link that signs one browser in, once and soon.',
  answer: z
    .object({
      path: z.string().meta({ description: 'Behind the address of the connector.', example: '/#sign-in=…' }),
      until: z.string(),
    })
    .meta({ id: 'SignInLink' }),
  status: 201,
} as const satisfies Call;

/** Server-sent events. `changed` carries {@link changeSchema}; a comment keeps the connection. It ends with the session. */
export const watchChanges = {
  id: 'watchChanges',
  method: 'get',
  path: '/v1/changes',
  summary: 'Server-sent events that say what has changed, of all accounts: a reason to ask again.',
} as const satisfies Door;

const CHANGED = ['account', 'run', 'tickets', 'deliveries', 'contacts', 'reports'] as const;

/** `data` of an event `changed`. */
export const changeSchema = z
  .object({ account: z.string(), changed: z.array(z.enum(CHANGED)) })
  .meta({ id: 'Changed' });

export type Session = AnswerOf<typeof readSession>;
export type SignInLink = AnswerOf<typeof createSignInLink>;
export type Change = z.output<typeof changeSchema>;
