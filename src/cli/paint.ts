import { styleText } from 'node:util';

/** Colours that carry no meaning of their own: every line reads the same without them. */
export interface Paint {
  good(text: string): string;
  bad(text: string): string;
  faint(text: string): string;
  strong(text: string): string;
}

export function createPaint(coloured: boolean): Paint {
  const plain = (text: string): string => text;
  if (!coloured) return { good: plain, bad: plain, faint: plain, strong: plain };
  return {
    good: (text) => styleText('green', text),
    bad: (text) => styleText('red', text),
    faint: (text) => styleText('dim', text),
    strong: (text) => styleText('bold', text),
  };
}
