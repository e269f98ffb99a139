import type { Log } from './log';
import type { Metrics } from './metrics';

/** The same log, and who watches figures hears of its errors too: each alert is a line first, and few have a figure of their own. */
export function countedLog(log: Log, metrics: Pick<Metrics, 'alertLogged'>): Log {
  return {
    ...log,
    error: (event, fields) => {
      log.error(event, fields);
      const account = fields?.['account'];
      metrics.alertLogged(event, typeof account === 'string' ? account : '');
    },
  };
}
