import { type Micros } from '../../time';
import { type WorldState } from '../state';
import { applyMacro, runRule } from './automation';
import { createCustomer, deleteCustomer, editCustomer, mergeCustomers, setCustomField } from './customers';
import { addMessage } from './messages';
import { type ParsedChange } from './schema';
import { createSurvey, excludeSurvey, scoreSurvey, sendSurvey, skipSurvey, takeScoreBack } from './surveys';
import { changeTags } from './tags';
import { deleteTicket, editTicket, mergeTickets, moveTicketToCustomer } from './ticket-fields';
import { closeTicket, openTicket, openTicketByNewcomer, reopenTicket, wakeTicket } from './tickets';

/**
 * Carries out one change.
 * @returns Id of the record that it made or changed: the ticket, message, survey or customer; of a merge, the survivor.
 */
export function applyChange(state: WorldState, change: ParsedChange, us: Micros): number {
  switch (change.do) {
    case 'openTicket':
      return openTicket(state, change, us);
    case 'openTicketByNewcomer':
      return openTicketByNewcomer(state, change, us);
    case 'addMessage':
      return addMessage(state, change, us);
    case 'runRule':
      return runRule(state, change, us);
    case 'applyMacro':
      return applyMacro(state, change, us);
    case 'closeTicket':
      return closeTicket(state, change, us);
    case 'reopenTicket':
      return reopenTicket(state, change, us);
    case 'wakeTicket':
      return wakeTicket(state, change, us);
    case 'addTag':
    case 'removeTag':
    case 'setTags':
    case 'renameTag':
    case 'mergeTags':
    case 'deleteTag':
      return changeTags(state, change, us);
    case 'moveTicketToCustomer':
      return moveTicketToCustomer(state, change, us);
    case 'mergeTickets':
      return mergeTickets(state, change, us);
    case 'deleteTicket':
      return deleteTicket(state, change, us);
    case 'createSurvey':
      return createSurvey(state, change, us);
    case 'skipSurvey':
      return skipSurvey(state, change, us);
    case 'excludeSurvey':
      return excludeSurvey(state, change, us);
    case 'sendSurvey':
      return sendSurvey(state, change, us);
    case 'scoreSurvey':
      return scoreSurvey(state, change, us);
    case 'takeScoreBack':
      return takeScoreBack(state, change);
    case 'createCustomer':
      return createCustomer(state, change, us);
    case 'updateCustomer':
    case 'setEmail':
    case 'setPhone':
      return editCustomer(state, change, us);
    case 'setCustomField':
      return setCustomField(state, change);
    case 'mergeCustomers':
      return mergeCustomers(state, change, us);
    case 'deleteCustomer':
      return deleteCustomer(state, change, us);
    default:
      return editTicket(state, change, us);
  }
}
