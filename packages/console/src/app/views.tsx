import type { ComponentType } from 'preact';
import { Audit } from '../views/audit/audit';
import { Automations } from '../views/automations/automations';
import { Campaigns } from '../views/campaigns/campaigns';
import { EndedTickets } from '../views/campaigns/ended-tickets';
import { Rehearsal } from '../views/campaigns/rehearsal';
import { Now } from '../views/now/now';
import { Satisfaction } from '../views/satisfaction/satisfaction';
import { Scores } from '../views/satisfaction/scores';
import { SetAside } from '../views/set-aside/set-aside';
import { PersonStory } from '../views/tickets/person-story';
import { TicketStory } from '../views/tickets/ticket-story';
import { Tickets } from '../views/tickets/tickets';
import type { Route } from './route';

export interface View {
  readonly name: string;
  readonly label: string;
  readonly body: ComponentType;
  /** Is shown in the navigation under this one. */
  readonly under?: string;
}

/** In the order of the navigation. */
export const VIEWS: readonly View[] = [
  { name: 'now', label: 'Now', body: Now },
  { name: 'campaigns', label: 'Campaigns', body: Campaigns },
  { name: 'satisfaction', label: 'Satisfaction', body: Satisfaction },
  { name: 'tickets', label: 'Tickets and people', body: Tickets },
  { name: 'automations', label: 'Rules and macros', body: Automations },
  { name: 'set-aside', label: 'Set aside', body: SetAside },
  { name: 'audit', label: 'Audit', body: Audit },
];

const BEHIND: readonly View[] = [
  { name: 'campaigns/tickets', label: 'Ends of tickets', body: EndedTickets, under: 'campaigns' },
  { name: 'campaigns/rehearsal', label: 'Try a policy', body: Rehearsal, under: 'campaigns' },
  { name: 'satisfaction/scores', label: 'Scores', body: Scores, under: 'satisfaction' },
  { name: 'tickets/', label: 'A ticket', body: TicketStory, under: 'tickets' },
  { name: 'people/', label: 'A person', body: PersonStory, under: 'tickets' },
];

export function viewOf({ view, rest }: Route): View | undefined {
  if (rest.length === 0) return VIEWS.find(({ name }) => name === view);
  const path = [view, ...rest].join('/');
  return BEHIND.find(({ name }) => (name.endsWith('/') ? path.startsWith(name) : path === name));
}
