import { type Micros } from '../../time';
import { type FeedDraft } from '../feed';
import { type CustomerRecord } from '../records';
import { type WorldState } from '../state';
import { moveCustomer, theCustomer, ticketsOf } from './records';
import { type ChangeOf } from './schema';

function onCustomer(customerId: number, type: string, data: FeedDraft['data'] = null): FeedDraft {
  return { type, objectType: 'Customer', objectId: customerId, data };
}

function namesOf(name: string | null): Pick<CustomerRecord, 'name' | 'firstname' | 'lastname'> {
  const [firstname = '', ...rest] = (name ?? '').split(' ');
  return { name, firstname, lastname: rest.join(' ') };
}

export function createCustomer(state: WorldState, change: ChangeOf<'createCustomer'>, us: Micros): number {
  const { email, name, phone, externalId, note } = change;
  const preferred = email === null;
  const customer: CustomerRecord = {
    id: state.nextId('customer'),
    externalId,
    email,
    ...namesOf(name),
    language: null,
    timezone: null,
    note,
    channels: phone === undefined ? [] : [{ type: 'phone', address: phone, preferred, deletedUs: null }],
    fields: {},
    shop: null,
    createdUs: us,
    updatedUs: us,
  };
  state.customers.set(customer.id, customer);
  state.customersByCreated.append(customer);
  state.customersByUpdated.append(customer);
  state.feed.write(us, [onCustomer(customer.id, 'customer-created')]);
  return customer.id;
}

type Edit = ChangeOf<'updateCustomer' | 'setEmail' | 'setPhone'>;

export function editCustomer(state: WorldState, change: Edit, us: Micros): number {
  const customer = theCustomer(state, change.customerId);
  Object.assign(customer, editOf(customer, change));
  moveCustomer(state, customer, us);
  state.feed.write(us, [onCustomer(customer.id, 'customer-updated')]);
  return customer.id;
}

function editOf(customer: CustomerRecord, change: Edit): Partial<CustomerRecord> {
  switch (change.do) {
    case 'setEmail':
      return { email: change.email };
    case 'setPhone': {
      const others = customer.channels.filter(({ type }) => type !== change.type);
      if (change.phone === null) return { channels: others };
      const preferred = customer.email === null;
      return { channels: [{ type: change.type, address: change.phone, preferred, deletedUs: null }, ...others] };
    }
    case 'updateCustomer':
      return {
        ...(change.name === undefined ? {} : namesOf(change.name)),
        ...(change.externalId === undefined ? {} : { externalId: change.externalId }),
        ...(change.note === undefined ? {} : { note: change.note }),
      };
  }
}

/** Neither moves `updated_datetime` nor writes an event: a new value is only seen by reading it (gorgias-api.md 3.3). */
export function setCustomField(state: WorldState, { customerId, fieldId, value }: ChangeOf<'setCustomField'>): number {
  const customer = theCustomer(state, customerId);
  const others = Object.fromEntries(Object.entries(customer.fields).filter(([id]) => id !== String(fieldId)));
  customer.fields = value === null ? others : { ...others, [fieldId]: value };
  return customerId;
}

/** The target stands unchanged, in the updated list too; only the feed and the 301 tell (gorgias-api.md 11). */
export function mergeCustomers(
  state: WorldState,
  { sourceId, targetId }: ChangeOf<'mergeCustomers'>,
  us: Micros,
): number {
  const source = theCustomer(state, sourceId);
  const target = theCustomer(state, targetId);
  if (source === target) throw new Error('a customer cannot be merged with itself');
  for (const ticket of ticketsOf(state, sourceId)) ticket.customerId = targetId;
  for (const survey of state.surveys.values()) if (survey.customerId === sourceId) survey.customerId = targetId;
  target.channels = [...target.channels, ...source.channels];
  state.customers.delete(sourceId);
  state.mergedCustomers.set(sourceId, targetId);
  state.feed.write(us, [onCustomer(sourceId, 'customer-deleted')]);
  state.feed.write(us + 2, [onCustomer(targetId, 'customer-merged', { source_customer_id: sourceId })]);
  return targetId;
}

/** Irreversible. The tickets stay, with nobody behind them. */
export function deleteCustomer(state: WorldState, { customerId }: ChangeOf<'deleteCustomer'>, us: Micros): number {
  theCustomer(state, customerId);
  for (const ticket of ticketsOf(state, customerId)) ticket.customerId = null;
  state.customers.delete(customerId);
  state.deletedCustomers.add(customerId);
  state.feed.write(us, [onCustomer(customerId, 'customer-deleted')]);
  return customerId;
}
