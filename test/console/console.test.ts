import { actions } from './actions';
import { describeInBrowser } from './browser';
import { everybody } from './everybody';
import { following } from './following';
import { numbers } from './numbers';
import { rehearsing } from './rehearsing';
import { sessions } from './sessions';
import { openStage, type Stage } from './stage';
import { strangers } from './strangers';

/** In a real browser, on a connector that lives: one stage and one browser for all of it. */
describeInBrowser()('the console', () => {
  let opened: Stage | undefined;
  beforeAll(async () => {
    opened = await openStage();
  });
  afterAll(() => opened?.end());

  const stage = (): Stage => {
    if (opened === undefined) throw new Error('the stage did not open');
    return opened;
  };

  sessions(stage);
  numbers(stage);
  following(stage);
  actions(stage);
  rehearsing(stage);
  everybody(stage);
  strangers(stage);

  it('in all of this no page has logged an error, thrown, got a 5xx or asked another host', () => {
    expect(stage().complaints).toEqual([]);
  });
});
