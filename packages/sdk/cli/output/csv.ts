/** RFC 4180, the names of the columns first. */
export function csvLines(head: readonly string[], rows: readonly (readonly string[])[]): string[] {
  return [head, ...rows].map((row) => row.map(cell).join());
}

/** A spreadsheet would carry out what a customer has written behind `=`; https://owasp.org/www-community/attacks/CSV_Injection. */
function cell(text: string): string {
  const harmless = /^[=+\-@\t\r]/.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(harmless) ? `"${harmless.replaceAll('"', '""')}"` : harmless;
}
