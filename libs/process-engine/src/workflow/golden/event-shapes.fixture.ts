import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import ts from 'typescript';

const SOURCES = [
  ...['events', 'language-events', 'control-events', 'approval-events', 'question-events', 'compensation-events'].map(
    (name) => `../${name}.ts`,
  ),
  ...['values', 'workflow-values', 'approval-bound', 'approval-policy', 'question'].map(
    (name) => `../../model/${name}.ts`,
  ),
];
/** Not part of any event. */
const FREE = new Set([
  'WorkflowEvent',
  'WorkflowEventType',
  'ApprovalOverride',
  'Feedback',
  'CurrentEvent',
  'LanguageEvent',
  'ControlEvent',
  'GivenInputs',
  'PinnedApprovalPoint',
  'ApprovalEvent',
  'QuestionEvent',
  'CompensationEvent',
]);

/** SHA-256 of every event's declaration and of the values events are made of, without comments and spacing. */
export function readEventShapes(): Readonly<Record<string, string>> {
  const shapes: Record<string, string> = {};
  const printer = ts.createPrinter({ removeComments: true });
  for (const file of SOURCES) {
    const text = readFileSync(join(__dirname, file), 'utf8');
    const source = ts.createSourceFile(file, text, ts.ScriptTarget.Latest, true);
    source.forEachChild((node) => {
      if (!ts.isTypeAliasDeclaration(node) && !ts.isInterfaceDeclaration(node)) return;
      const printed = printer.printNode(ts.EmitHint.Unspecified, node, source).replaceAll(/\s+/g, ' ');
      const name = nameOf(node, source);
      if (name !== null) shapes[name] = createHash('sha256').update(printed).digest('hex');
    });
  }
  return shapes;
}

/** `task-completed.v1` for an event, the type's name for a value, null for what may grow. */
function nameOf(node: ts.TypeAliasDeclaration | ts.InterfaceDeclaration, source: ts.SourceFile): string | null {
  const name = node.name.text;
  if (FREE.has(name)) return null;
  if (!ts.isTypeAliasDeclaration(node) || !ts.isTypeReferenceNode(node.type)) return name;
  const [type] = node.type.typeArguments ?? [];
  const [, version] = node.type.typeArguments ?? [];
  const number = version !== undefined && ts.isLiteralTypeNode(version) ? version.getText(source) : '1';
  return type === undefined ? name : `${type.getText(source).replaceAll("'", '')}.v${number}`;
}
