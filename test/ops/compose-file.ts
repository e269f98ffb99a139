import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { z } from 'zod';

export const ROOT = join(__dirname, '../..');

const dependency = z.object({ condition: z.string() });
const service = z.object({
  image: z.string(),
  user: z.string().optional(),
  read_only: z.boolean(),
  cap_drop: z.array(z.string()).default([]),
  security_opt: z.array(z.string()),
  restart: z.string().optional(),
  profiles: z.array(z.string()).default([]),
  command: z.array(z.string()).default([]),
  entrypoint: z.array(z.string()).default([]),
  environment: z.record(z.string(), z.union([z.string(), z.number(), z.boolean(), z.null()])).default({}),
  ports: z.array(z.string()).default([]),
  volumes: z.array(z.string()).default([]),
  healthcheck: z.object({ test: z.array(z.string()) }).optional(),
  depends_on: z.record(z.string(), dependency).default({}),
});
const composeFile = z.object({
  services: z.record(z.string(), service),
  volumes: z.record(z.string(), z.unknown()),
});

export type ComposeService = z.infer<typeof service>;

/** A compose file with its anchors and merges resolved, variables left as they are written. */
export function readCompose(name: string): z.infer<typeof composeFile> {
  return composeFile.parse(parse(readFileSync(join(ROOT, name), 'utf8'), { merge: true }));
}

export function serviceOf(file: z.infer<typeof composeFile>, name: string): ComposeService {
  const found = file.services[name];
  if (found === undefined) throw new Error(`There is no service ${name}.`);
  return found;
}

/** Names and defaults of `${NAME:-default}`, `${NAME:?message}` and `${NAME-}` in a text. */
export function variablesIn(text: string): { name: string; fallback: string | undefined }[] {
  return [...text.matchAll(/\$\{(\w+)(?::?-([^}]*))?[^}]*\}/g)].map(([, name = '', fallback]) => ({ name, fallback }));
}
