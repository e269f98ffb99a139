import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { loadConfig } from '../../src/config/load-config';
import { isConnectorError } from '../../src/domain/errors/connector-error';
import { SPEC_FILE } from './spec-file';

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'tajo-config-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

function write(contents: string | Buffer): string {
  const path = join(folder, 'tajo.yaml');
  writeFileSync(path, contents);
  return path;
}

function refusalOf(path: string): { code: string; message: string } {
  try {
    loadConfig(path, { env: {} });
  } catch (error) {
    if (isConnectorError(error)) return { code: error.code, message: error.message };
    throw error;
  }
  throw new Error('expected a refusal');
}

describe('a configuration on disk', () => {
  test('that is right, is loaded with its suggestions', () => {
    const { config, warnings } = loadConfig(write(SPEC_FILE), { env: {} });

    expect(config.domain).toBe('yourstore.gorgias.com');
    expect(warnings).toHaveLength(1);
  });

  test('that is not there, is named with the reason', () => {
    const path = join(folder, 'nowhere.yaml');

    expect(refusalOf(path)).toEqual({
      code: 'config.unreadable',
      message: `The configuration ${path} cannot be read: there is no such file. \`tajo init\` writes one, and tajo.example.yaml shows every setting.`,
    });
  });

  test('that is a folder, is refused in words', () => {
    mkdirSync(join(folder, 'tajo.yaml'));

    expect(refusalOf(join(folder, 'tajo.yaml')).message).toMatch(/cannot be read: it is (a folder|not a file)\.$/);
  });

  test('below something that is not a folder, is refused in words', () => {
    expect(refusalOf(join(write(''), 'tajo.yaml')).message).toContain('not a folder');
  });

  test('that this user may not read, is refused in words', () => {
    const path = write(SPEC_FILE);
    chmodSync(path, 0o000);

    // Root reads everything, so for root there is nothing to refuse.
    if (process.getuid?.() === 0) expect(loadConfig(path, { env: {} }).config.enabled).toBe(true);
    else expect(refusalOf(path).message).toContain('may not read it');
  });

  test('of more than a megabyte, is refused before it is read', () => {
    expect(refusalOf(write(Buffer.alloc(1_000_001, '#')))).toMatchObject({
      code: 'config.invalid',
      message: expect.stringContaining('larger than 1 MB'),
    });
  });

  test.each([
    ['is not UTF-8', Buffer.from([0x64, 0xff, 0xfe, 0x00])],
    ['is UTF-16 without its mark', Buffer.from(SPEC_FILE, 'utf16le')],
  ])('that %s, is refused in words', (_, contents) => {
    expect(refusalOf(write(contents))).toMatchObject({
      code: 'config.invalid',
      message: expect.stringContaining('tajo.yaml:1:1 The file is not UTF-8 text'),
    });
  });
});
