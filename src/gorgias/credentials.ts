/** HTTP Basic, as Settings > REST API describes it: the account's e-mail and its API key. */
export function gorgiasAuthorization(credentials: { readonly email: string; readonly apiKey: string }): {
  authorization: string;
} {
  const pair = `${credentials.email}:${credentials.apiKey}`;
  return { authorization: `Basic ${Buffer.from(pair, 'utf8').toString('base64')}` };
}
