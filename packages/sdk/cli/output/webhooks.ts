import type { WebhookGuide, WebhookRemoval, WebhookSetup } from '../../client/webhook-types';
import type { Paint } from '../paint';
import { plainText } from './plain-text';

/** The secret only when it was asked for. */
export interface ShownGuide extends WebhookGuide {
  readonly address: string;
  readonly secret?: string;
}

/** What to enter in Gorgias, ready to be copied. */
export function guideLines(guide: ShownGuide, isPrivate: boolean, paint: Paint): string[] {
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
    ...(isPrivate
      ? [`${paint.bad('!')} Gorgias cannot reach this address from outside: give the public one by --url.`]
      : []),
    ...(secretConfigured ? [] : [`${paint.bad('!')} GORGIAS_WEBHOOK_SECRET is not set: no webhook is accepted yet.`]),
  ];
}

export function setupLines({ address, integrations }: WebhookSetup, paint: Paint): string[] {
  return [
    ...integrations.map(({ id, name, done }) => `${paint.good('✓')} ${plainText(name)} ${done} (integration ${id})`),
    `  Gorgias now sends to ${plainText(address)}.`,
  ];
}

/** What is asked before they are taken away. */
export function removalQuestion({ integrations }: WebhookRemoval): string {
  return [
    'This takes these HTTP integrations away in Gorgias:',
    ...integrations.map(({ name, address }) => `  ${plainText(name)}, ${plainText(address)}`),
    'Tickets are then noticed up to a minute later.',
  ].join('\n');
}

export function removalLines({ integrations, elsewhere }: WebhookRemoval, paint: Paint): string[] {
  const named = ({ id, address }: WebhookRemoval['integrations'][number]): string =>
    `(integration ${String(id)}, ${plainText(address)})`;
  const stay =
    elsewhere.length === 0
      ? []
      : [
          ...elsewhere.map((one) => `${paint.bad('!')} ${plainText(one.name)} stays ${named(one)}`),
          '  They send to another host: give it by --url, or --everywhere removes them, too.',
        ];
  if (integrations.length === 0)
    return stay.length === 0 ? ['Gorgias has no HTTP integration of this connector.'] : stay;
  return [
    ...integrations.map((one) => `${paint.good('✓')} ${plainText(one.name)} removed ${named(one)}`),
    ...stay,
    '  Tickets are noticed by the feed from now on, up to a minute later.',
  ];
}
