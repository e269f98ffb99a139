import { parseDocument, stringify } from 'yaml';

export interface PolicyText {
  write(policy: Readonly<Record<string, unknown>>): string;
  /** One of the two is null. What is wrong with the sections themselves, the server says. */
  read(text: string): { readonly policy: Readonly<Record<string, unknown>> | null; readonly problem: string | null };
}

export const policyText: PolicyText = {
  write: (policy) => stringify(policy, { lineWidth: 0 }),
  read(text) {
    const document = parseDocument(text, { uniqueKeys: true });
    const [first] = document.errors;
    if (first !== undefined) {
      const [place] = first.linePos ?? [];
      const sentence = first.message.split(/ at line /)[0] ?? '';
      return { policy: null, problem: `Line ${place?.line ?? '?'}: ${sentence}.` };
    }
    const value: unknown = document.toJS({ maxAliasCount: 20 });
    if (typeof value !== 'object' || value === null || Array.isArray(value))
      return { policy: null, problem: 'Write some of csat, campaigns, frequency_cap and hold.' };
    // As `tajo rehearse --policy` takes it: a section that is left out stays as it is today.
    return { policy: { ...value }, problem: null };
  },
};
