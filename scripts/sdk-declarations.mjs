// The types of @tajo/sdk as its users see them: what the contract's schemas and the tables of errors say, without schemas and tables. A type
// that is inferred from a value is written out, so that nobody has to install, or compile, a library that the package has bundled already.
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import ts from 'typescript';

const { NodeBuilderFlags: Flags } = ts;
const WRITTEN_OUT =
  Flags.NoTruncation |
  Flags.InTypeAlias |
  Flags.MultilineObjectLiterals |
  Flags.UseSingleQuotesForStringLiteralType |
  Flags.UseStructuralFallback;

/** Copies the declarations that `entry` reaches below `from` to the same places below `to`, each type written out. */
export function writeDeclarations({ entry, from, to }) {
  const program = ts.createProgram([entry], {
    ...{ module: ts.ModuleKind.Node20, target: ts.ScriptTarget.ES2023, types: ['node'] },
    ...{ strict: true, exactOptionalPropertyTypes: true, skipLibCheck: true },
  });
  const checker = program.getTypeChecker();
  const made = madeByUs(program.getSourceFile(entry), checker);
  for (const source of program.getSourceFiles().filter(({ fileName }) => fileName.startsWith(`${from}/`))) {
    const edits = source.statements.flatMap((node) => [...writtenOut(node, checker), ...closed(node, made)]);
    const file = join(to, relative(from, source.fileName));
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, edited(source.text, edits));
  }
}

/** Aliases with parameters stay: they are what the caller makes of them. */
function writtenOut(node, checker) {
  if (!ts.isTypeAliasDeclaration(node) || node.typeParameters !== undefined) return [];
  if (!isInferred(node.type, checker, new Set())) return [];
  const written = checker.typeToTypeNode(checker.getTypeAtLocation(node.name), node, WRITTEN_OUT);
  const type = ts.transform(written, [inFixedOrder]).transformed[0];
  const text = ts.createPrinter().printNode(ts.EmitHint.Unspecified, type, node.getSourceFile());
  return [{ start: node.type.getStart(), end: node.type.end, text }];
}

/** The compiler gives a union in the order in which it met its parts, which changes with any file. */
function inFixedOrder(context) {
  const wordOf = (part) => (ts.isLiteralTypeNode(part) ? (part.literal.text ?? '~') : '');
  const visit = (node) => {
    const visited = ts.visitEachChild(node, visit, context);
    if (!ts.isUnionTypeNode(visited)) return visited;
    const parts = [...visited.types].sort((one, other) =>
      wordOf(one) < wordOf(other) ? -1 : wordOf(one) > wordOf(other) ? 1 : 0,
    );
    return ts.factory.createUnionTypeNode(parts);
  };
  return (node) => ts.visitNode(node, visit);
}

/** Classes that are exported as types alone are handed out by the client; what their constructors want is nobody's business. */
function closed(node, made) {
  if (!ts.isClassDeclaration(node) || made.has(node.name?.text)) return [];
  return node.members
    .filter(ts.isConstructorDeclaration)
    .map((member) => ({ start: member.getStart(), end: member.end, text: 'protected constructor();' }));
}

/** Names that the entry exports as values. */
function madeByUs(entry, checker) {
  const symbols = checker.getExportsOfModule(checker.getSymbolAtLocation(entry));
  return new Set(
    symbols.filter((one) => !one.declarations.some(ts.isTypeOnlyImportOrExportDeclaration)).map(({ name }) => name),
  );
}

/** Whether there is a `typeof` in it, or in a type that it names. */
function isInferred(node, checker, seen) {
  if (ts.isTypeQueryNode(node)) return true;
  if (ts.isTypeReferenceNode(node)) {
    const symbol = checker.getSymbolAtLocation(node.typeName);
    const named = symbol && symbol.flags & ts.SymbolFlags.Alias ? checker.getAliasedSymbol(symbol) : symbol;
    const aliases = seen.has(named) ? [] : (named?.declarations ?? []).filter(ts.isTypeAliasDeclaration);
    seen.add(named);
    if (aliases.some((alias) => isInferred(alias.type, checker, seen))) return true;
  }
  return ts.forEachChild(node, (child) => isInferred(child, checker, seen) || undefined) ?? false;
}

/** From the end, so that the places of those before stay right. */
function edited(text, edits) {
  return [...edits]
    .sort((one, other) => other.start - one.start)
    .reduce((whole, edit) => whole.slice(0, edit.start) + edit.text + whole.slice(edit.end), text);
}
