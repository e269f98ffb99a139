/** The key of the contact that an address belongs to: Brevo knows no case. Null when there is nothing but space. */
export function emailKey(email: string | null): string | null {
  const key = email?.trim().toLowerCase() ?? '';
  return key === '' ? null : key;
}
