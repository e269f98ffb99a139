import type { Asking } from './asking';
import { CAMPAIGN_HELP, campaignRule, delayRule, partsOf } from './answer-rules';
import type { CampaignChoice } from './choices';
import { listOf, NONE } from './list-choice';

interface CampaignQuestion {
  readonly when: CampaignChoice['when'];
  readonly name: string;
  readonly event: string;
  readonly delay: string;
  readonly message: string;
  readonly flag: 'satisfiedCampaign' | 'dissatisfiedCampaign';
}

const CAMPAIGNS: readonly CampaignQuestion[] = [
  {
    when: 'satisfied',
    name: 'post-support-upsell',
    event: 'POST_SUPPORT_UPSELL',
    delay: '1h',
    message: 'What starts in Brevo when a ticket ends with a satisfied customer?',
    flag: 'satisfiedCampaign',
  },
  {
    when: 'dissatisfied',
    name: 'win-back',
    event: 'WIN_BACK',
    delay: '1d',
    message: 'And when it ends with a dissatisfied one?',
    flag: 'dissatisfiedCampaign',
  },
];

/** Of the answer to the first question: something of one's own. */
const OTHER = 'other';

/** Nothing is mailed unless somebody says so: the default is none. Campaigns of a file that is there stay as they are. */
export async function askCampaigns(asking: Asking): Promise<readonly CampaignChoice[]> {
  const { existing, flags } = asking;
  const asked = CAMPAIGNS.filter(
    ({ flag }) => flags[flag] !== undefined || Object.keys(existing?.campaigns ?? {}).length === 0,
  );
  const campaigns: CampaignChoice[] = [];
  for (const question of asked) {
    const campaign = await askCampaign(asking, question);
    if (campaign !== null) campaigns.push(campaign);
  }
  return campaigns;
}

async function askCampaign(
  { interview, offers, flags }: Asking,
  { when, name, event, delay, message, flag }: CampaignQuestion,
): Promise<CampaignChoice | null> {
  const flagName = `--${when}-campaign`;
  const chosen = await interview.choose({
    id: `campaign.${when}`,
    message,
    flag: flagName,
    given: flags[flag],
    fallback: NONE,
    check: (text) => (text === OTHER ? undefined : campaignRule(text)),
    choices: [
      { value: NONE, label: 'Nothing', hint: 'it can be added later' },
      { value: `event:${event}`, label: `The event ${event}`, hint: 'starts a Brevo automation that listens to it' },
      { value: OTHER, label: 'Another event, a template or a list …' },
    ],
  });
  const answer =
    chosen !== OTHER
      ? chosen
      : await interview.text({
          id: `campaign.${when}.send`,
          flag: flagName,
          given: undefined,
          fallback: `event:${event}`,
          message: `Which one? ${CAMPAIGN_HELP}`,
          check: campaignRule,
        });
  const send = sendOf(answer, offers);
  if (send === null) return null;
  const after = await interview.text({
    id: `campaign.${when}.delay`,
    flag: '--campaign-delay',
    given: flags.campaignDelay,
    fallback: delay,
    message: 'How long after the outcome? A ticket that is opened again cancels it.',
    check: delayRule,
  });
  return { name, when, delay: after, send };
}

/** Of an answer that is one by {@link campaignRule}. Null: none is wanted. */
function sendOf(text: string, offers: Asking['offers']): CampaignChoice['send'] | null {
  const { kind, what } = partsOf(text);
  if (kind === 'event') return { event: what };
  if (kind === 'template') return { templateId: Number(what) };
  const list = kind === 'list' ? listOf(what, offers) : null;
  return list === null ? null : { list };
}
