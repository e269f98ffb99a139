// Finds members of exported interfaces that nothing in src/ reads: what only tests use, or nobody, is dead however well it is tested.
// Knip sees exports, not their members. A function must be read under its own declaration; a figure or a text may leave as a whole (JSON,
// a row of SQL), so it counts as read when its name is read anywhere, or is a word in an SQL text.
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import ts from 'typescript';

const ROOT = join(dirname(fileURLToPath(import.meta.url)), '..');

/** Members, or whole interfaces, each with the reason why it may stand there unread. */
const ALLOWED = {
  TicketEventFields: 'leaves as JSON, for the programs of others',
  TicketProperties: 'leaves as JSON, as properties of an event in Brevo',
  'Subscription.ready': 'for programs that use the SDK',
  'Subscription.close': 'for programs that use the SDK',
  'GorgiasClient.createCustomer': 'the specification wants the client to cover it (spec 6)',
  'GorgiasClient.updateCustomer': 'the specification wants the client to cover it (spec 6)',
  'GorgiasClient.getCustomerCustomFields': 'the specification wants the client to cover it (spec 6)',
  'GorgiasClient.listTicketMessages': 'the specification wants the client to cover it (spec 6)',
};

/** What a template or a string has to look like for its words to be columns. */
const SQL = /\bselect |\binsert into |\bdelete from |\breturning |\bas "|\$\d|::jsonb/;

/** What is looked at, and what is known of it so far. */
let checker;
/** Declarations of members that somebody reads. */
const read = new Set();
/** Names of members that somebody reads, whosever they are, and all words of SQL. */
const names = new Set();
/** Pairs of declarations: what is given where the second is wanted is read when the second is. */
const passedOn = [];

/** A sentence for each finding in a program's sources of src/ and packages/, once a process. */
export function unreadMembers(program) {
  checker = program.getTypeChecker();
  const sources = program
    .getSourceFiles()
    .filter(({ fileName }) => ['src/', 'packages/'].some((folder) => fileName.startsWith(join(ROOT, folder))));
  const declared = sources.filter(({ fileName }) => !fileName.includes('/packages/sandbox/')).flatMap(membersOf);
  for (const source of sources) visit(source);
  spread();
  const unread = declared.filter((member) => !isRead(member)).map(nameOf);
  const unexpected = unread.filter((member) => !Object.keys(ALLOWED).some((allowed) => isUnder(allowed, member)));
  const needless = Object.keys(ALLOWED).filter((allowed) => !unread.some((member) => isUnder(allowed, member)));
  return [
    ...unexpected.map(({ name, file }) => `${file}: nothing in src reads ${name}`),
    ...needless.map((name) => `${name} is read, or gone: take it off the list of what is allowed`),
  ];
}

function membersOf(source) {
  return source.statements
    .filter((node) => ts.isInterfaceDeclaration(node) && hasExport(node))
    .flatMap(({ members }) => members.filter(({ name }) => name !== undefined && 'text' in name));
}

function hasExport(node) {
  return node.modifiers?.some(({ kind }) => kind === ts.SyntaxKind.ExportKeyword) === true;
}

function nameOf(member) {
  const file = relative(ROOT, member.getSourceFile().fileName);
  return { file, name: `${member.parent.name.text}.${member.name.text}` };
}

function isUnder(allowed, { name }) {
  return name === allowed || name.startsWith(`${allowed}.`);
}

function isRead(member) {
  return read.has(member) || (!isFunction(member) && names.has(member.name.text));
}

function isFunction(member) {
  return partsOf(checker.getTypeAtLocation(member)).some((type) => type.getCallSignatures().length > 0);
}

function visit(node) {
  if (ts.isPropertyAccessExpression(node)) readAccess(node);
  else if (ts.isElementAccessExpression(node)) readElement(node);
  else if (ts.isBindingElement(node)) readBinding(node);
  else if (isText(node) && SQL.test(node.text)) for (const word of node.text.match(/\w+/g) ?? []) names.add(word);
  if (ts.isExpression(node)) notePassing(node);
  ts.forEachChild(node, visit);
}

function readAccess(node) {
  const isAssigned =
    ts.isBinaryExpression(node.parent) &&
    node.parent.left === node &&
    node.parent.operatorToken.kind === ts.SyntaxKind.EqualsToken;
  if (isAssigned) return;
  names.add(node.name.text);
  mark(checker.getSymbolAtLocation(node.name));
}

/** `connector[action]`, with whatever `action` may be. */
function readElement({ expression, argumentExpression }) {
  const keys = partsOf(checker.getTypeAtLocation(argumentExpression)).filter((type) => type.isStringLiteral());
  for (const { value } of keys) readOf(checker.getTypeAtLocation(expression), value);
}

function readBinding(node) {
  if (!ts.isObjectBindingPattern(node.parent) || node.dotDotDotToken !== undefined) return;
  const { text } = node.propertyName ?? node.name;
  if (text === undefined) return;
  names.add(text);
  readOf(checker.getTypeAtLocation(node.parent), text);
}

function isText(node) {
  return ts.isStringLiteralLike(node) || ts.isTemplateHead(node) || ts.isTemplateMiddleOrTemplateTail(node);
}

function readOf(type, name) {
  for (const part of [type, ...partsOf(type)]) mark(checker.getPropertyOfType(part, name));
}

function partsOf(type) {
  return type.isUnion() ? type.types : [type];
}

function mark(symbol) {
  for (const declaration of declarationsOf(symbol)) read.add(declaration);
}

function declarationsOf(symbol) {
  if (symbol === undefined) return [];
  return [symbol, ...checker.getRootSymbols(symbol)].flatMap(({ declarations }) => declarations ?? []);
}

/** A whole store may be given where only its accounts are wanted, under an interface of its own. */
function notePassing(node) {
  if (!ts.isIdentifier(node) && !ts.isPropertyAccessExpression(node) && !ts.isCallExpression(node)) return;
  const wanted = checker.getContextualType(node);
  if (wanted === undefined) return;
  const given = checker.getTypeAtLocation(node);
  if (wanted === given) return;
  for (const part of partsOf(wanted)) {
    if ((part.flags & ts.TypeFlags.Object) === 0) continue;
    for (const want of part.getProperties()) {
      const give = declarationsOf(checker.getPropertyOfType(given, want.name));
      for (const to of declarationsOf(want)) for (const from of give) if (from !== to) passedOn.push([from, to]);
    }
  }
}

function spread() {
  for (let before = -1; before !== read.size;) {
    before = read.size;
    for (const [from, to] of passedOn) if (read.has(to)) read.add(from);
  }
}
