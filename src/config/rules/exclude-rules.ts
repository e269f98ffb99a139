import { below, type Finding } from './rules';
import { type GorgiasSettings } from '../settings/settings';

/** The longest address is shorter (RFC 3696 erratum 1690). */
const LONGEST = 254;

/** Patterns that stand for no address, or for every one. They are not repeated: a variable may have been put into them. */
export function checkExclude({ exclude }: GorgiasSettings): readonly Finding[] {
  return exclude.flatMap((pattern, index) => {
    const complaint = complaintAbout(pattern);
    const path = below('exclude', String(index));
    const sentence = `exclude, entry ${index + 1}, ${complaint ?? ''}.`;
    return complaint === null ? [] : [{ path, involves: [path], sentence }];
  });
}

function complaintAbout(pattern: string): string | null {
  if (pattern === '') return 'is empty or no text: remove it, or write a pattern such as `no-reply@*`';
  const ats = pattern.split('@').length - 1;
  if (ats === 0)
    return 'has no @: a pattern stands for whole addresses, so write `*@` before a host and `@*` after a name';
  if (ats > 1) return 'has more than one @: write one pattern for each address';
  if (/[\s,;<>"]/.test(pattern))
    return 'holds more than an address: write one pattern for each, without names and spaces';
  if (pattern.length > LONGEST) return `is longer than any address (${LONGEST} characters): shorten it with a star`;
  if (/^[*.]*@[*.]*$/.test(pattern))
    return 'leaves out everybody: name a host or a name; `enabled: false` stops all writing';
  return /^@|@$/.test(pattern) ? 'has nothing on one side of the @: write `*` there for anything' : null;
}
