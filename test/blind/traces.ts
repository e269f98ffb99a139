/** Every spelling in which a secret word could lie in a file: as it is, in UTF-16, in hex, and inside a longer text in base64. */
function spellings(word: string): ReadonlyMap<string, Buffer> {
  const plain = Buffer.from(word);
  // Without the last zero it is the same from either end.
  const utf16 = Buffer.from(word, 'utf16le').subarray(0, -1);
  const base64 = [0, 1, 2].map((shift) => {
    const text = Buffer.concat([Buffer.alloc(shift), plain]).toString('base64');
    // Letters at both ends depend on the neighbours.
    return text.slice(Math.ceil((shift * 8) / 6), Math.floor(((shift + plain.length) * 8) / 6));
  });
  return new Map([
    ['plain', plain],
    ['UTF-16', utf16],
    ['hex', Buffer.from(plain.toString('hex'))],
    ...base64.map((text, shift) => [`base64 at ${String(shift)}`, Buffer.from(text)] as const),
  ]);
}

/** Which of the words lie in the bytes, and how they are spelled there. */
export function tracesOf(words: readonly string[], bytes: Buffer): readonly string[] {
  const found: string[] = [];
  for (const word of words) {
    for (const [spelling, needle] of spellings(word)) if (bytes.includes(needle)) found.push(`${word} (${spelling})`);
  }
  return found;
}
