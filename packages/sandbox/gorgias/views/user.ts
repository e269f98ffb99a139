import { type UserRecord } from '../../world/records';

/** A user inside another object: fewer fields than in `GET /users` (gorgias-api.md 3.7). */
export function userShort({ id, email, name }: UserRecord): Readonly<Record<string, unknown>> {
  const [firstname = '', ...rest] = name.split(' ');
  return { id, email, name, firstname, lastname: rest.join(' '), meta: null, bio: null };
}
