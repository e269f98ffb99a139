/** What a tag is known by, however somebody has spelled it: without regard to case and outer space. */
export function tagKey(name: string): string {
  return name.trim().toLowerCase();
}
