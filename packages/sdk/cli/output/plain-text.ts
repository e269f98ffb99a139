/** Text from elsewhere in one line and without control characters: a ticket's tag must not be able to steer the terminal. */
export function plainText(text: string): string {
  return text.replace(/\s+/g, ' ').replace(/\p{Cc}/gu, '');
}
