import { z } from 'zod';
import { startControl } from './control';
import { startSandbox } from './start';
import { worldOptions } from './world/options';

const rate = z.object({ capacity: z.number().positive(), perSecond: z.number().positive() });

/** Options of the process, as JSON in the first argument. World options stand at the top: `{"customers":14200}`. */
const serveOptions = worldOptions.extend({
  gorgias: z
    .strictObject({
      port: z.number().optional(),
      rate: rate.nullable().optional(),
      cursorTtlMs: z.number().optional(),
      journalCap: z.number().optional(),
      faultSeed: z.number().optional(),
      webhooks: z
        .strictObject({
          timeoutMs: z.number().optional(),
          retryDelaysMs: z.array(z.number()).optional(),
          failuresUntilOff: z.number().optional(),
          journalCap: z.number().optional(),
        })
        .optional(),
    })
    .optional(),
  brevo: z
    .strictObject({
      port: z.number().optional(),
      limits: z.enum(['on', 'off']).optional(),
      importDelayMs: z.number().optional(),
      eventDelayMs: z.number().optional(),
      utcOffset: z.string().optional(),
      journalCap: z.number().optional(),
      faultSeed: z.number().optional(),
    })
    .optional(),
  controlPort: z.number().optional(),
  missingAttributes: z.array(z.string()).optional(),
  acquaintances: z.boolean().optional(),
});

async function serve(argument: string): Promise<void> {
  const { gorgias, brevo, controlPort, missingAttributes, acquaintances, ...world } = serveOptions.parse(
    JSON.parse(argument),
  );
  const sandbox = await startSandbox({ world, gorgias, brevo, missingAttributes, acquaintances });
  const control = await startControl(sandbox, controlPort);
  const stop = (): void => {
    void Promise.all([sandbox.close(), control.close()]).then(() => process.exit(0));
  };
  process.once('SIGTERM', stop);
  process.once('SIGINT', stop);
  const ready = {
    ready: true,
    gorgias: sandbox.gorgias.url,
    brevo: sandbox.brevo.url,
    control: `http://127.0.0.1:${control.port}`,
    credentials: sandbox.credentials,
    acquaintances: sandbox.acquaintances,
  };
  process.stdout.write(`${JSON.stringify(ready)}\n`);
}

serve(process.argv[2] ?? '{}').catch((cause: unknown) => {
  process.stderr.write(`The sandbox could not start: ${cause instanceof Error ? cause.message : String(cause)}\n`);
  process.exit(2);
});
