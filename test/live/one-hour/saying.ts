/** What means the same, by the place that says it. */
export type Saying = readonly [what: string, places: Readonly<Record<string, unknown>>];

/** What to say of it where two places say different things. */
export function disagreement([what, places]: Saying): readonly string[] {
  const said = Object.entries(places).map(([place, value]) => [place, JSON.stringify(value)] as const);
  if (new Set(said.map(([, value]) => value)).size <= 1) return [];
  return [`${what}: ${said.map(([place, value]) => `${place} ${value}`).join(', ')}`];
}

export const sum = (total: number, one: number): number => total + one;
