import { plainText } from './plain-text';

/** Columns of the narrowest terminal that is in use: no line of ours is longer. */
export const WIDTH = 80;

/** Lines of at most `width` characters, broken between words; a longer word stays whole. */
export function wrap(text: string, width: number): string[] {
  const lines = [''];
  for (const word of plainText(text).split(' ')) {
    const line = lines.at(-1) ?? '';
    const longer = line === '' ? word : `${line} ${word}`;
    if (longer.length <= width || line === '') lines[lines.length - 1] = longer;
    else lines.push(word);
  }
  return lines;
}

/** `label   text`, continued below the text, within 80 columns. */
export function labelled(label: string, text: string, labelWidth: number): string[] {
  return wrap(text, 80 - labelWidth).map((line, index) => `${(index === 0 ? label : '').padEnd(labelWidth)}${line}`);
}

/** At most `width` characters, cut between words where that leaves half of them. */
export function shorten(text: string, width: number): string {
  if (text.length <= width) return text;
  const cut = text.slice(0, width - 1);
  const space = cut.lastIndexOf(' ');
  return `${space >= width / 2 ? cut.slice(0, space) : cut}…`;
}
