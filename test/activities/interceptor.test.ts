import { ApplicationFailure } from '@temporalio/common';
import { MockActivityEnvironment } from '@temporalio/testing';
import { createActivityInterceptor } from '../../src/activities/interceptor';
import { ConnectorError } from '../../src/domain/errors/connector-error';

const environment = (): MockActivityEnvironment =>
  new MockActivityEnvironment({ attempt: 2 }, { interceptors: [createActivityInterceptor()] });

describe('around every activity', () => {
  it('an error of our list comes out as a failure of that type', async () => {
    const work = (): Promise<never> =>
      Promise.reject(new ConnectorError('auth.gorgias_refused', 'Gorgias refused the key'));

    await expect(environment().run(work)).rejects.toMatchObject({ type: 'auth.gorgias_refused', nonRetryable: true });
  });

  it('a surprise comes out as a bug that is tried again', async () => {
    const work = (): Promise<never> => Promise.reject(new TypeError('no such thing'));

    await expect(environment().run(work)).rejects.toBeInstanceOf(ApplicationFailure);
    await expect(environment().run(work)).rejects.toMatchObject({ type: 'bug', nonRetryable: false });
  });

  it('each attempt that fails is counted by its code', async () => {
    const failed: string[] = [];
    const counting = new MockActivityEnvironment(
      { activityType: 'readTicket' },
      { interceptors: [createActivityInterceptor((activity, code) => failed.push(`${activity} ${code}`))] },
    );

    await counting.run(() => Promise.resolve());
    await counting.run(() => Promise.reject(new ConnectorError('brevo.busy', 'not now'))).catch(() => undefined);
    await counting.run(() => Promise.reject(new TypeError('no such thing'))).catch(() => undefined);

    expect(failed).toEqual(['readTicket brevo.busy', 'readTicket bug']);
  });

  it('while it works it is heard of, so that a killed worker is noticed', async () => {
    const activity = environment();
    const heartbeat = new Promise<void>((resolve) => activity.on('heartbeat', () => resolve()));

    await activity.run(() => heartbeat);
  });

  it('a cancelled activity keeps its cancellation', async () => {
    const activity = environment();
    const work = (): Promise<void> =>
      new Promise((_resolve, reject) => setTimeout(() => reject(new Error('aborted')), 50));

    const running = activity.run(work);
    activity.cancel();

    await expect(running).rejects.toThrow('aborted');
  });
});
