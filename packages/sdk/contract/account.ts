import { z } from 'zod';
import { emailSchema, secretSchema } from './requests';

export const rotateKeyBodySchema = z
  .strictObject({
    email: emailSchema.optional().meta({ description: 'Of the Gorgias user who owns the key; stays when missing.' }),
    apiKey: secretSchema.optional().meta({ description: 'Gorgias API key; stays when missing.' }),
    brevoApiKey: secretSchema.optional().meta({ description: 'Brevo API key; stays when missing.' }),
  })
  .refine(({ email, apiKey, brevoApiKey }) => (email ?? apiKey ?? brevoApiKey) !== undefined, {
    error: 'is missing: give apiKey, brevoApiKey or email, or several of them',
    path: ['apiKey'],
  })
  .meta({ id: 'RotateKeyRequest', description: 'At least one of the fields.', minProperties: 1 });

export const keysRotatedSchema = z
  .object({
    account: z.string(),
    replaced: z.array(z.enum(['email', 'apiKey', 'brevoApiKey'])),
  })
  .meta({ id: 'KeysRotated' });

export const uninstallBodySchema = z
  .strictObject({
    purge: z
      .boolean({ error: 'must be true or false' })
      .meta({ description: 'True: also delete everything that was read of the account. False: keep it.' }),
  })
  .meta({ id: 'UninstallRequest' });

export const uninstalledSchema = z
  .object({
    account: z.string(),
    purged: z.boolean(),
    workflowsEnded: z.number().meta({ description: 'Running workflows that were ended beside the full sync.' }),
    rowsDeleted: z.number(),
  })
  .meta({ id: 'Uninstalled' });

export const encryptionSchema = z
  .object({
    keyId: z.string().meta({ description: 'Id of the encryption key that new data is sealed with.' }),
    stored: z.number().meta({ description: 'Secrets that are stored, of all accounts.' }),
    withOldKeys: z
      .number()
      .meta({ description: 'Those of them that an older key has sealed; 0 when all are renewed.' }),
    oldKeyIds: z.array(z.string()).meta({ description: 'The older keys that are still needed to read them.' }),
  })
  .meta({ id: 'Encryption' });
