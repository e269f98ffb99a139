import { type Reply } from '../../http/types';

export const ACCOUNT_DOMAIN = 'sandbox.gorgias.com';

/** The credential probe (gorgias-api.md 3.19). */
export function getAccount(domain: string): Reply {
  const [subdomain = domain] = domain.split('.');
  const dates = { created_datetime: '2023-05-04T10:00:00.123456+00:00', deactivated_datetime: null };
  return {
    status: 200,
    json: { domain: subdomain, status: { status: 'active' }, settings: [], plan: 'pro', ...dates },
  };
}

/** `survey_interval` is in hours (gorgias-api.md 10). */
export function getAccountSettings(): Reply {
  const survey = {
    survey_interval: 2,
    survey_email_html: '<p>{{satisfaction_survey_url}}</p>',
    survey_email_text: '{{satisfaction_survey_url}}',
    send_survey_for_chat: true,
    send_survey_for_email: true,
    send_survey_for_help_center: true,
    send_survey_for_contact_form: true,
  };
  const data = [
    { id: 1, type: 'satisfaction-surveys', data: survey },
    { id: 2, type: 'auto-merge', data: { enabled: false, merging_window_days: 5 } },
  ];
  return { status: 200, json: { data } };
}
