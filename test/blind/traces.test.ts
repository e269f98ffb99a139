import { tracesOf } from './traces';

const word = 'canary4711bird';

describe('the search for traces', () => {
  it.each<[string, Buffer]>([
    ['plain', Buffer.from(`"email":"anna.${word}@example.com"`)],
    ['UTF-16', Buffer.from(`anna ${word}`, 'utf16le')],
    ['UTF-16', Buffer.from(`anna ${word}`, 'utf16le').swap16()],
    ['hex', Buffer.from(Buffer.from(`a ${word} b`).toString('hex'))],
    ['base64 at 0', Buffer.from(Buffer.from(`abc${word} and more`).toString('base64'))],
    ['base64 at 1', Buffer.from(Buffer.from(`a${word} and more`).toString('base64'))],
    ['base64 at 2', Buffer.from(Buffer.from(`ab${word} and more`).toString('base64'))],
  ])('finds a word that is spelled in %s', (spelling, bytes) => {
    expect(tracesOf([word], Buffer.concat([Buffer.alloc(99, 7), bytes, Buffer.alloc(99, 9)]))).toEqual([
      `${word} (${spelling})`,
    ]);
  });

  it('finds nothing where the word is not', () => {
    expect(tracesOf([word], Buffer.from('canary4711bir'))).toEqual([]);
  });
});
