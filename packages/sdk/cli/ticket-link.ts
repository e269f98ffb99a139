/** What stands in the address line of a browser in front of the number. */
const LINK = /^https:\/\/[\w.-]+\/app\/ticket\/(?=\d+$)/;

/** The number of a ticket, where it was pasted with its link or typed as `#123`; any other text as it is. */
export function withoutTicketLink(text: string): string {
  return text.replace(LINK, '').replace(/^#(?=\d+$)/, '');
}
