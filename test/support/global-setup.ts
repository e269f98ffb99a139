import { startTestPostgres, type TestPostgres } from './postgres';

declare global {
  /** The one server of this test run; each test file has databases of its own on it. */
  var testPostgres: TestPostgres | undefined;
}

export default async function globalSetup(): Promise<void> {
  globalThis.testPostgres = await startTestPostgres();
}
