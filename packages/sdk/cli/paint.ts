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
  // The caller has decided, by the stream that is really written to; styleText would ask standard output.
  const style = (format: 'green' | 'red' | 'dim' | 'bold', text: string): string =>
    styleText(format, text, { validateStream: false });
  return {
    good: (text) => style('green', text),
    bad: (text) => style('red', text),
    faint: (text) => style('dim', text),
    strong: (text) => style('bold', text),
  };
}
