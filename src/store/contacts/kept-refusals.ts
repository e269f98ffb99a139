/** What could not be read, or not whole, is saved with no id: it is a no for now, and stands for nothing that anybody has said. */
const IS_READ = 'excluded.id <> 0';
const IS_ANOTHER = `(b.id <> 0 and ${IS_READ} and b.id <> excluded.id)`;

const KEPT_BLACKLISTED = `((case when ${IS_ANOTHER} then b.blacklisted else b.kept_blacklisted end)
  and not (${IS_READ} and excluded.blacklisted))`;

const LEFT_BEFORE = `(case when ${IS_ANOTHER} then b.unsubscribed else b.kept_unsubscribed end)`;

const KEPT_UNSUBSCRIBED = `array(
  select list from unnest(${LEFT_BEFORE}) as u(list) where not list = any(excluded.unsubscribed) order by list
)`;

/**
 * The assignments of an upsert into `brevo_contacts as b` that keep what a person has said: a contact that was deleted in Brevo and stands
 * there anew, under another id, was made by somebody, mostly by us, and its blank consent is nobody's word. What the one before had said
 * stands until the new one says no itself: from then on it is believed again, whatever it says. One whose id stays is believed as ever.
 *
 * @param unless a condition under which the row stays as it is
 */
export function keepRefusals(unless?: string): string {
  const or = (column: string, value: string): string =>
    `${column} = ${unless === undefined ? value : `case when ${unless} then b.${column} else ${value} end`}`;
  return [
    or('id', `case when ${IS_READ} then excluded.id else b.id end`),
    or('blacklisted', `(excluded.blacklisted or ${KEPT_BLACKLISTED})`),
    or(
      'unsubscribed',
      `array(select distinct list from unnest(excluded.unsubscribed || ${LEFT_BEFORE}) as u(list) order by list)`,
    ),
    or('kept_blacklisted', KEPT_BLACKLISTED),
    or('kept_unsubscribed', KEPT_UNSUBSCRIBED),
  ].join(', ');
}
