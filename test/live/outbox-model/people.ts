import { count } from './chronicle';
import type { Deed, PersonDeed } from './commands';
import type { Scene } from './scene';
import { hasMoved, isOfWhose } from './whose';

export function isOfPerson(deed: Deed): deed is PersonDeed {
  return 'person' in deed && !isOfWhose(deed) && deed.do !== 'open' && deed.do !== 'ask';
}

/** What somebody does about themselves, in Brevo or by their rights (spec 17), and what befalls their contact. */
export async function personDoes(scene: Scene, deed: PersonDeed): Promise<void> {
  const { account, chronicle, nextTime } = scene;
  const { people, state } = scene.sandbox.brevo;
  const { privacy, accounts } = scene.lane.stores[1];
  const email = scene.mailOf(deed.person);
  switch (deed.do) {
    case 'blocklist':
    case 'subscribe':
      people[deed.do](email);
      chronicle.mails.push({
        ...{ at: nextTime(), email },
        said: deed.do === 'blocklist' ? 'blocklisted' : 'subscribed',
      });
      return;
    case 'remove':
      people.remove(email);
      chronicle.mails.push({ at: nextTime(), email, said: 'removed' });
      count(chronicle, 'removed');
      return;
    case 'unsubscribe':
      people.unsubscribe(email, deed.list);
      chronicle.lists.push({ at: nextTime(), email, left: deed.list });
      return;
    case 'erase': {
      // As `POST …/privacy/erase` does it: the door is shut, and the rest is a workflow's.
      if ((await accounts.find(account)) === null || hasMoved(scene)) return;
      const { person } = await privacy.begin(account, email, { brevo: true });
      scene.erasing.set(email, person);
      chronicle.erasures.push({ at: nextTime(), email, is: 'shut' });
      count(chronicle, 'erase: shut');
      return;
    }
    case 'allow': {
      const erasure = await privacy.findByAddress(account, email);
      if (scene.erasing.has(email) || erasure?.state !== 'erased') return;
      await privacy.allow(account, email);
      chronicle.erasures.push({ at: nextTime(), email, is: 'allowed' });
      count(chronicle, 'erase: allowed');
      return;
    }
    case 'damage': {
      const snapshot = state.snapshot();
      const contacts = snapshot.contacts.map((contact) =>
        contact.email === email ? { ...contact, attributes: { ...contact.attributes, TICKET_COUNT: 0 } } : contact,
      );
      state.restore({ ...snapshot, contacts });
    }
  }
}
