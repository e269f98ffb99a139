import type { JSX } from 'preact';
import { listWords } from '../../../../sdk/contract/list-words';
import type { Why } from '../../../../sdk/contract/tickets';
import { to } from '../../app/route';
import { Card, Pill } from '../../parts/page';
import { Empty } from '../../parts/states';
import { Ago } from '../../parts/time';

/** The person's contact in Brevo, and which customers of Gorgias it is. */
export function ContactFacts({ why }: { readonly why: Why }): JSX.Element {
  const { contact, customers, about } = why;
  return (
    <Card title="In Brevo" note="The person’s contact">
      {contact === null ? (
        <Empty title="No contact">The person has no e-mail address, or was not written yet.</Empty>
      ) : (
        <dl class="pairs">
          <dt>Written</dt>
          <dd>
            {contact.publishedAt === null ? 'not yet' : <Ago at={contact.publishedAt} />}
            {contact.due ? <Pill tone="warn">about to be written</Pill> : null}
            {contact.importing ? <Pill tone="warn">in an import</Pill> : null}
          </dd>
          <dt>Lists</dt>
          <dd>{places(contact)}</dd>
          <dt>May be mailed</dt>
          <dd>{permission(contact)}</dd>
        </dl>
      )}
      {about === 'person' || customers.length === 0 ? null : (
        <p>
          {customers.map(({ id }) => (
            <a key={id} href={to(`people/${id}`)}>
              Everything of this person
            </a>
          ))}
        </p>
      )}
    </Card>
  );
}

function places({ lists, lostLists, listNames }: NonNullable<Why['contact']>): JSX.Element {
  const on = lists.filter((list) => !lostLists.includes(list));
  return (
    <>
      {on.length === 0 ? 'none of ours' : listWords(on, listNames)}
      {lostLists.length === 0 ? null : (
        <Pill tone="warn">not on {listWords(lostLists, listNames)} any more, as the last audit has found</Pill>
      )}
    </>
  );
}

function permission({ brevo, listNames }: NonNullable<Why['contact']>): JSX.Element {
  if (brevo === null) return <>not asked yet</>;
  return (
    <>
      {brevo.blocklisted ? <Pill tone="bad">blocklisted</Pill> : null}
      {brevo.unsubscribedFrom.length === 0 ? null : (
        <Pill tone="bad">unsubscribed from {listWords(brevo.unsubscribedFrom, listNames)}</Pill>
      )}
      {!brevo.blocklisted && brevo.unsubscribedFrom.length === 0 ? <Pill tone="good">yes</Pill> : null}{' '}
      <span class="quiet">
        as Brevo said <Ago at={brevo.readAt} />
      </span>
    </>
  );
}
