import type { Choices } from '../../packages/sdk/cli/init/choices';
import { settingsText } from '../../packages/sdk/cli/init/settings-text';
import { parseConfig } from '../../src/config/parse-config';

const ENV = { SHOP: 'yourstore', LIST: '7' };

const CHOICES: Choices = {
  domain: 'yourstore.gorgias.com',
  lists: { all_support_contacts: null, satisfied_customers: null, dissatisfied_customers: null, open_support: null },
  standardFields: null,
  customFields: {},
  tags: {},
  csat: { wait: '7d', satisfiedFrom: 4, dissatisfiedTo: 2 },
  campaigns: [],
  phoneCountry: null,
  knownLists: [
    { id: 7, name: 'Newsletter' },
    { id: 35, name: 'Happy' },
  ],
};

function file(...lines: readonly string[]): string {
  return ['connectors:', '  gorgias:', ...lines.map((line) => `    ${line}`), ''].join('\n');
}

function changed(before: string, choices: Partial<Choices> = {}) {
  const { config } = parseConfig(before, 'tajo.yaml', ENV);
  const text = settingsText({ ...CHOICES, ...choices }, { text: before, config });
  return { text, config: parseConfig(text, 'tajo.yaml', ENV).config };
}

const onList = (id: number, name: string): Choices['lists'] => ({
  ...CHOICES.lists,
  all_support_contacts: { id, name },
});

describe('the text of a file that is changed', () => {
  it('when it has no lists, fields or tags, nothing is taken out of them', () => {
    const before = file('domain: yourstore.gorgias.com', 'hold: 3d # days');

    expect(changed(before, { customFields: { vip: null } }).text).toBe(before);
  });

  it('when all says already what was answered, by variables or in other words, it stays to the letter', () => {
    const before = file(
      'domain: ${SHOP}.gorgias.com',
      'lists:',
      '  all_support_contacts: ${LIST} # of the environment',
      'csat:',
      '  wait: 168h # a week',
    );

    expect(changed(before, { lists: onList(7, 'Newsletter') }).text).toBe(before);
  });

  it('when a section is nothing but comments, they stay above what is added', () => {
    const before = file(
      'domain: yourstore.gorgias.com',
      'lists:',
      '  # open_support: 9, when marketing asks for it',
      'field_mapping: # of Ann',
    );
    const { text, config } = changed(before, {
      lists: onList(35, 'Happy'),
      customFields: { vip_status: 'VIP' },
    });

    expect(text).toContain('# open_support: 9, when marketing asks for it\n      all_support_contacts: 35 # Happy');
    expect(text).toContain('# of Ann');
    expect(config).toMatchObject({ lists: { allSupportContacts: 35 }, fieldMapping: { vip_status: 'VIP' } });
  });

  it.each([
    ['what somebody wrote stays', '# Ask Bob', '# Ask Bob'],
    ['the name of the list of before becomes that of the new one', '# newsletter', '# Happy'],
    ['where there was none, the name is said', '', '# Happy'],
  ])('beside the number of a list %s', (_of, said, expected) => {
    const before = file('domain: yourstore.gorgias.com', 'lists:', `  all_support_contacts: 7 ${said}`.trimEnd());

    expect(changed(before, { lists: onList(35, 'Happy') }).text).toContain(`all_support_contacts: 35 ${expected}\n`);
  });

  it('a campaign that is sent another way is no longer sent the way of before', () => {
    const before = file(
      'domain: yourstore.gorgias.com',
      'campaigns:',
      '  win-back: { when: dissatisfied, delay: 1d, send: { template_id: 5 } } # Ann',
    );
    const campaign = { name: 'win-back', when: 'dissatisfied', delay: '24h', send: { event: 'BACK' } } as const;
    const { text, config } = changed(before, { campaigns: [campaign] });

    expect(config.campaigns).toMatchObject({ 'win-back': { send: { event: 'BACK' }, delayMs: 86_400_000 } });
    expect(text).toContain('# Ann');
    expect(text).toContain('delay: 1d');
  });

  it('a tag that is written as a number is changed where it stands, and taken out', () => {
    const before = file('domain: yourstore.gorgias.com', 'tags:', '  lists:', '    2024: 7', '    010: 7');

    const { text, config } = changed(before, { tags: { '2024': { id: 35, name: 'Happy' } } });

    expect(text).toContain('2024: 35 # Happy\n');
    expect(config.tags.lists).toEqual({ '2024': 35 });
  });
});
