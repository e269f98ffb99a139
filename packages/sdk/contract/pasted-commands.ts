/** Commands about one account, up to where its name may stand; not those that name it already. A line may have been broken inside one. */
const COMMANDS =
  /\btajo\s+(?:connectors\s+(?!install\b|list\b)[a-z-]+\s+gorgias|privacy\s+(?:erase|export|allow)|why|campaigns|funnel|satisfaction|search)\b(?![^`\n]*--account)/g;

/** What stands after a command that is about that account, and not about the only one there is. */
export const accountOption = (account: string): string => ` --account ${account}`;

/** The same text, with each command in it about that account: where several are installed one that names none is refused. */
export function commandsFor(account: string, text: string): string {
  return text.replaceAll(COMMANDS, (command) => `${command}${accountOption(account)}`);
}
