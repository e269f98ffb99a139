import { scopeOf } from '../../src/activities/admission';

/** Which calls of an account wait when one is refused for a reason that a person has to mend. */
it.each([
  ['POST /smtp/email', 'brevo.no_credits', 'brevo POST /smtp/email'],
  ['POST /events', 'brevo.no_credits', 'brevo POST /events'],
  // Credits are for what is sent: one contact's answer is nobody else's.
  ['GET /contacts/{email}', 'brevo.no_credits', null],
  ['POST /contacts', 'brevo.no_credits', null],
  ['POST /smtp/email', 'auth.brevo_forbidden', 'brevo POST /smtp/email'],
  ['GET /contacts/{email}', 'auth.brevo_refused', 'brevo'],
  ['POST /contacts', 'brevo.rejected', null],
] as const)('for %s, %s holds %s', (call, code, scope) => {
  expect(scopeOf({ vendor: 'brevo', call }, code)).toBe(scope);
});
