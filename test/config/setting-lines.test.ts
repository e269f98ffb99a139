import { configOf } from '../../src/config/config-of';
import { placed } from '../../src/config/file/setting-lines';
import { parseConfig } from '../../src/config/parse-config';
import { demoSettings } from '../../src/dev/demo-settings';

const FILE = `connectors:
  gorgias:
    domain: yourstore.gorgias.com
    lists:
      satisfied_customers: 36
    accounts:
      otherstore:
        lists:
          satisfied_customers: 7
`;

describe('a fault that only a vendor shows', () => {
  const { config } = parseConfig(FILE, 'shop.yaml', {});
  const placesOf = (settings: readonly string[], of = config): readonly string[] =>
    placed(
      of,
      settings.map((setting) => ({ setting, sentence: 'Brevo has none' })),
    );

  test('is told with the file and the place of its setting, an account’s own and the sandbox’ too', () => {
    const own = 'lists.satisfied_customers';

    expect(placesOf([own])).toEqual([`shop.yaml:5:7 ${own}: Brevo has none.`]);
    expect(placesOf([own], configOf(config, 'otherstore'))).toEqual([`shop.yaml:9:11 ${own}: Brevo has none.`]);
    expect(placesOf([own], demoSettings(config))).toEqual([expect.stringContaining('shop.yaml:5:7 ')]);
  });

  test('is told in the order of the file; of a setting that is not written down, last and without a place', () => {
    expect(placesOf(['lists.open_support', 'lists.satisfied_customers', 'domain'])).toEqual([
      'shop.yaml:3:5 domain: Brevo has none.',
      'shop.yaml:5:7 lists.satisfied_customers: Brevo has none.',
      'lists.open_support: Brevo has none.',
    ]);
  });

  test('that goes on after the name is one sentence with it', () => {
    expect(placed(config, [{ setting: 'lists.satisfied_customers', sentence: 'is list 36' }])).toEqual([
      'shop.yaml:5:7 lists.satisfied_customers is list 36.',
    ]);
  });
});
