import type { WebhookGuide, WebhookSetup } from '../../client/webhook-types';
import type { Paint } from '../paint';
import { plainText } from './plain-text';

/** The secret only when it was asked for. */
export interface ShownGuide extends WebhookGuide {
  readonly address: string;
  readonly secret?: string;
}

/** What to enter in Gorgias, ready to be copied. */
export function guideLines(guide: ShownGuide, urlMissing: boolean, paint: Paint): string[] {
  const { address, header, secret, secretConfigured, integrations, note } = guide;
  const value = secret ?? '(the value of GORGIAS_WEBHOOK_SECRET; --show-secret prints it)';
  return [
    'In Gorgias under Settings > Apps > HTTP integration, add one integration for each trigger:',
    '',
    `  URL      ${plainText(address)}`,
    '  Method   POST, request and response as application/json',
    `  Header   ${header}: ${plainText(value)}`,
    ...integrations.flatMap(({ trigger, why, form }) => [
      '',
      `  ${paint.strong(trigger)} – ${why}`,
      `  ${plainText(JSON.stringify(form))}`,
    ]),
    '',
    note,
    'Or let the connector make them: tajo connectors webhooks gorgias --url https://… --create',
    ...(urlMissing ? [`${paint.bad('!')} Gorgias needs a public https address: give it by --url.`] : []),
    ...(secretConfigured ? [] : [`${paint.bad('!')} GORGIAS_WEBHOOK_SECRET is not set: no webhook is accepted yet.`]),
  ];
}

export function setupLines({ address, integrations }: WebhookSetup, paint: Paint): string[] {
  return [
    ...integrations.map(({ id, name, done }) => `${paint.good('✓')} ${plainText(name)} ${done} (integration ${id})`),
    `  Gorgias now sends to ${plainText(address)}.`,
  ];
}
