/** The text of an answer as JSON; `undefined` (which JSON cannot say) where it is none: a proxy's HTML, an empty body, half an answer. */
export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
