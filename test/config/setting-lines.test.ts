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
  const placeOf = (setting: string, of = config): string => placed(of, setting, 'so it is');

  test('is told with the file and the line of its setting, an account’s own and the sandbox’ too', () => {
    expect(placeOf('lists.satisfied_customers')).toBe('shop.yaml:5 lists.satisfied_customers: so it is.');
    expect(placeOf('lists.satisfied_customers', configOf(config, 'otherstore'))).toMatch(/^shop\.yaml:9 /);
    expect(placeOf('lists.satisfied_customers', demoSettings(config))).toMatch(/^shop\.yaml:5 /);
  });

  test('of a setting that is not written down, is told without a line', () => {
    expect(placeOf('lists.dissatisfied_customers')).toBe('lists.dissatisfied_customers: so it is.');
  });
});
