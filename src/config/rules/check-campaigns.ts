import { below, type Finding } from './rules';
import { type GorgiasSettings } from '../settings/settings';

const CAMPAIGN_NAME = /^[A-Za-z0-9][A-Za-z0-9_-]{0,99}$/;

export function checkCampaigns({ campaigns }: GorgiasSettings): readonly Finding[] {
  return Object.entries(campaigns).flatMap(([name, { send }]) => {
    const path = below('campaigns', name);
    if (!CAMPAIGN_NAME.test(name)) {
      const sentence = `campaigns.${name === '' ? '""' : name.slice(0, 60)} is not a name for a campaign: use at most 100 letters, digits, dashes and underscores, such as \`win-back\`.`;
      return [{ path, involves: [path], sentence }];
    }
    const ways = Object.values(send).filter((value) => value !== undefined).length;
    if (ways === 1) return [];
    const what = ways === 0 ? 'says nothing to send' : `says ${ways} things to send`;
    const sentence = `campaigns.${name}.send ${what}: write exactly one of event, template_id and list_id.`;
    return [{ path: [...path, 'send'], involves: [path], sentence }];
  });
}
