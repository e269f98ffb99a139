import { atMost, type Figure, seconds } from '../figures';
import { measureFullSync } from '../full-sync';
import { type Harness, openHarness, REAL_LIMITS } from '../harness';
import { REFERENCE_SIZE } from '../sizes';

const SEGMENTS = 30;
const PEOPLE_OF_A_SEGMENT = 20;
/** Nobody has published how long Brevo takes. */
const IMPORT_DELAY_MS = 60_000;
/** `GET /processes` and everything else that Brevo counts by the hour. */
const AN_HOUR = 100;

/** What the reference account costs of Brevo's hourly quota when 30 tags and more have lists of their own, and when all is confirmed. */
export async function imports(): Promise<readonly Figure[]> {
  const harness = await openHarness({
    ...{ size: REFERENCE_SIZE, rate: REAL_LIMITS, enrich: 'none', tagLists: true, importDelayMs: IMPORT_DELAY_MS },
  });
  try {
    await addSegments(harness);
    const run = await measureFullSync(harness, 'confirmed');
    const count = (pathPrefix: string): Promise<number> => harness.sandbox.count('brevo', { pathPrefix });
    const started = await count('/v3/contacts/import');
    const asked = await count('/v3/processes/');
    const refusals = await harness.sandbox.count('brevo', { status: 429 });
    return [
      { name: 'contacts written', value: String(run.progress.published) },
      { name: 'POST /contacts/import', value: String(started) },
      { name: 'GET /processes', value: String(asked), target: atMost(AN_HOUR, asked) },
      { name: 'answers 429 of Brevo', value: String(refusals), target: atMost(0, refusals) },
      { name: 'lists read and published', value: seconds(run.publishedMs) },
      { name: 'confirmed by Brevo', value: seconds(run.confirmedMs ?? Number.NaN) },
    ];
  } finally {
    await harness.end();
  }
}

/** Besides the tags that the world has. */
async function addSegments({ sandbox }: Harness): Promise<void> {
  for (let segment = 1; segment <= SEGMENTS; segment += 1) {
    const tickets = await sandbox.change(
      Array.from({ length: PEOPLE_OF_A_SEGMENT }, (_, index) => ({
        do: 'openTicketByNewcomer' as const,
        email: `person-${String(index)}-of-${String(segment)}@segment.example.com`,
      })),
    );
    await sandbox.change(
      tickets.map((ticketId) => ({ do: 'addTag' as const, ticketId, tag: `segment ${String(segment)}` })),
    );
  }
}
