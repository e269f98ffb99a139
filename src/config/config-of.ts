import { type ConnectorConfig } from './types';

/** The settings of one account: its own where the file has a section for it, else the common ones. */
export function configOf(config: ConnectorConfig, account: string): ConnectorConfig {
  return (Object.hasOwn(config.accounts, account) ? config.accounts[account] : undefined) ?? config;
}
