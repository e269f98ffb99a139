/** By which two names of lists are the same to a person: without case and outer space. */
export function nameKey(name: string): string {
  return name.trim().toLowerCase();
}
