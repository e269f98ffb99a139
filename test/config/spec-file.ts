/** The product's published configuration, to the letter. It must be accepted as it stands. */
export const SPEC_FILE = `connectors:
  gorgias:
    enabled: true
    domain: "yourstore.gorgias.com"
    sync:
      customers: true
      tickets: true
      satisfaction_surveys: true
      tags: true
    lists:
      all_support_contacts: 35
      satisfied_customers: 36
      dissatisfied_customers: 37
    field_mapping:
      id: GORGIAS_ID
      email: email
      name: FIRSTNAME
      phone: SMS
      nb_tickets: TICKET_COUNT
      last_ticket_date: LAST_SUPPORT_DATE
      last_ticket_channel: LAST_SUPPORT_CHANNEL
      avg_response_time: AVG_RESPONSE_TIME
      last_satisfaction_score: CSAT_SCORE
      satisfaction_count: CSAT_RESPONSES
      customer_type: CUSTOMER_TYPE
      vip_status: VIP_STATUS
    event_mapping:
      ticket.created: SUPPORT_TICKET_OPENED
      ticket.closed: SUPPORT_TICKET_RESOLVED
      ticket.reopened: SUPPORT_TICKET_REOPENED
      satisfaction_survey.created: CSAT_SURVEY_SENT
      satisfaction_survey.responded: CSAT_SUBMITTED
      customer.created: SUPPORT_CUSTOMER_CREATED
    debug: false
    log_level: info          # debug mode: debug: true, log_level: verbose, log_api_calls: true
    log_api_calls: false
`;

/** A file of these lines below `connectors.gorgias`, with a domain unless told otherwise. */
export function fileOf(lines: string, domain = 'domain: yourstore.gorgias.com'): string {
  const inside = [domain, ...lines.split('\n')].filter((line) => line.trim() !== '');
  return `connectors:\n  gorgias:\n${inside.map((line) => `    ${line}\n`).join('')}`;
}
