import type { Erasure as StoredErasure } from '../../../store/privacy/erasure-types';

/**
 * Where something of an erased person may still be: said in the receipt, for whoever has to ask there too.
 * @param others the other accounts of this installation
 */
export function outOfReach(
  erasure: Pick<StoredErasure, 'brevo' | 'brevoAt' | 'brevoEnd' | 'imports' | 'state' | 'gorgiasAt'>,
  others: readonly string[] = [],
): readonly string[] {
  return [
    'Gorgias keeps its customer and tickets until they are deleted there.',
    ...inGorgias(erasure),
    ...inBrevo(erasure),
    ...byImports(erasure),
    ...inOthers(others),
    'Backups of the database hold what they held until they are overwritten; one that is restored brings the keys of the histories back.',
    'Programs that heard of the person’s tickets, and mails that were sent, have what they got.',
  ];
}

/** They may share the Brevo account, and then the contact that is deleted there. */
function inOthers(others: readonly string[]): readonly string[] {
  if (others.length === 0) return [];
  const names = others.join(', ');
  return [
    `What ${names} of this connector knows of the person stays: the same command with \`--account\` erases it there.`,
  ];
}

/** One that is still erasing asks again before it ends. */
function inGorgias({ gorgiasAt, state }: Pick<StoredErasure, 'gorgiasAt' | 'state'>): readonly string[] {
  if (gorgiasAt !== null) return [];
  return [
    state === 'erasing'
      ? 'Customers who have the address as a second one were not looked for yet.'
      : 'Customers who have the address as a second one were not looked for: Gorgias could not be asked. The same command again asks.',
  ];
}

function inBrevo({
  brevo,
  brevoAt,
  brevoEnd,
}: Pick<StoredErasure, 'brevo' | 'brevoAt' | 'brevoEnd'>): readonly string[] {
  // An erasure before this one has deleted it.
  if (!brevo && brevoAt !== null && brevoEnd !== 'refused')
    return [
      'Brevo was not asked again: had the contact come back there since, `tajo privacy erase <e-mail> --brevo` deletes it once more.',
    ];
  if (!brevo)
    return [
      'Brevo was not asked: what it has of the contact stays, and `tajo privacy erase <e-mail> --brevo` deletes it there too.',
    ];
  if (brevoEnd === 'refused')
    return ['Brevo does not let go of the contact: it is an address of the Brevo account itself.'];
  return [
    'Brevo keeps its logs of mails for as long as it says, and has forgotten with the contact whether it had unsubscribed.',
  ];
}

/** Of one that is still erasing they are asked about again. */
function byImports({ imports, state }: Pick<StoredErasure, 'imports' | 'state'>): readonly string[] {
  if (imports.length === 0) return [];
  const which = imports.length === 1 ? `import ${String(imports[0])}` : `imports ${imports.join(', ')}`;
  return state === 'erasing'
    ? [`Brevo has not yet carried out ${which}, which may bring the contact back: it is deleted again then.`]
    : [`Brevo has not said within a day how ${which} ended: look there whether the contact came back.`];
}
