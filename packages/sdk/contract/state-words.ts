/** The command that replaces the key that an account is refused for; `code`: of the list of errors. */
export function rotateKeyCommand(code: string | null): string {
  const vendor = code?.includes('brevo') === true ? 'brevo' : 'gorgias';
  return `tajo connectors rotate-key gorgias --${vendor}-api-key -`;
}
