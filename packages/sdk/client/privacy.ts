import {
  allowPerson,
  type Erasure,
  erasePerson,
  exportPerson,
  type PersonAllowed,
  type PersonExport,
  readErasure,
} from '../contract/privacy';
import type { CallApi } from './api-call';
import { patiently, pause } from './follow';
import type { EraseOptions } from './privacy-types';
import { requireOptions } from './require-call';
import type { AccountOption } from './types';

export type { Erasure, ErasureStarted, PersonAllowed, PersonExport } from '../contract/privacy';

export type { EraseOptions } from './privacy-types';

/** What is kept of a person, and their right to have it deleted. Every call throws {@link TajoError}. */
export class Privacy {
  readonly #callApi: CallApi;

  constructor(callApi: CallApi) {
    this.#callApi = callApi;
  }

  /** All that is kept of a person, row by row. Calls no vendor. */
  async export(email: string, options: AccountOption = {}): Promise<PersonExport> {
    requireOptions('export', options);
    return this.#callApi(exportPerson, { query: { account: options.account }, body: { email } });
  }

  /**
   * Erases a person and answers the receipt. From the start on nothing of them is taken in, by whatever sync; what is deleted is not kept
   * anywhere but as a keyed hash. Throws `client.aborted` when the signal stops the waiting, while the erasure goes on.
   */
  async erase(email: string, options: EraseOptions = {}): Promise<Erasure> {
    requireOptions('erase', options);
    const { account: wanted, brevo = false, onStart, onProgress, signal } = options;
    const started = await this.#callApi(erasePerson, { query: { account: wanted }, body: { email, brevo } });
    onStart?.(started);
    const { account, person } = started;
    for (;;) {
      const erasure = await patiently({ signal }, () =>
        this.#callApi(readErasure, { params: { person }, query: { account } }, { signal }),
      );
      if (erasure.state !== 'erasing') return erasure;
      onProgress?.(erasure);
      await pause(signal);
    }
  }

  /** The receipt of an erasure by the hash that it was answered with, or how far it is. */
  async receipt(person: string, options: AccountOption = {}): Promise<Erasure> {
    requireOptions('receipt', options);
    return this.#callApi(readErasure, { params: { person }, query: { account: options.account } });
  }

  /** Takes an erased person off the list, so that the next sync may bring them back. */
  async allow(email: string, options: AccountOption = {}): Promise<PersonAllowed> {
    requireOptions('allow', options);
    return this.#callApi(allowPerson, { query: { account: options.account }, body: { email } });
  }
}
