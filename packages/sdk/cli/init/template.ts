/** What `tajo init` begins a file with: the answers are put into it, and each setting says what it does. */
export const TEMPLATE = `# Settings of Tajo, the connector between Gorgias and Brevo, made by \`tajo init\`. Keys do not stand here: the connector keeps them sealed.
# tajo.example.yaml and docs/configuration.md describe every setting; \`tajo config check --online\` finds what does not fit.
connectors:
  gorgias:
    # Off: nothing is read and nothing is sent.
    enabled: true
    domain: yourstore.gorgias.com

    # Brevo lists that the connector keeps: it adds people and takes them off. The number counts; the name is said for the reader.
    lists: {}

    # Gorgias field: Brevo attribute. Attributes that Brevo does not have yet are made by the first sync.
    field_mapping: {}

    # What happens in Gorgias: Brevo event, on the contact's timeline. A line that is taken out is not sent any more.
    event_mapping:
      ticket.created: SUPPORT_TICKET_OPENED
      ticket.closed: SUPPORT_TICKET_RESOLVED
      ticket.reopened: SUPPORT_TICKET_REOPENED
      satisfaction_survey.created: CSAT_SURVEY_SENT
      satisfaction_survey.responded: CSAT_SUBMITTED
      customer.created: SUPPORT_CUSTOMER_CREATED

    # Gorgias tags as segments: who has the tag on a ticket is on the list.
    tags:
      lists: {}

    # When a ticket's satisfaction counts as known.
    csat:
      # How long a closed ticket waits for an answer to its survey.
      wait: 7d
      # Lowest score of a satisfied customer.
      satisfied_from: 4
      # Highest score of a dissatisfied customer; between the two is neutral.
      dissatisfied_to: 2

    # Campaigns by name; the first whose \`when\` fits how the ticket ended is sent, at most one for a ticket. Without any, nothing is sent.
    # \`tajo connectors rehearse gorgias\` tells beforehand what they would have sent.
    campaigns: {}

    # How many campaigns one customer may get, over all tickets.
    frequency_cap:
      per_customer: 1
      within: 7d

    # Make attributes that are named above and that Brevo does not have yet.
    brevo:
      create_attributes: true
`;
