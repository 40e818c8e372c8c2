import type { ModelOutputFormat, ModelTool, ModelToolChoice } from '@botarmy/contracts';

import { given } from '../request/door-request';
import { Fields } from '../request/fields';

const NAME = /^[A-Za-z0-9_-]{1,64}$/;
const NO_PARAMETERS = { type: 'object', properties: {} };

/** Functions the model may ask to be called. */
export function readTools(fields: Fields): ModelTool[] | undefined {
  return fields.list('tools', { max: 128 })?.map((value, index) => {
    const tool = Fields.of(value, `tools[${index}]`);
    tool.required('type');
    tool.oneOf('type', ['function']);
    const target = Fields.of(tool.required('function'), tool.pathOf('function'));
    const read = readFunction(target);
    target.end();
    tool.end();
    return read;
  });
}

/** A function with its name, description, parameters and strictness. */
export function readFunction(target: Fields): ModelTool {
  return given({
    name: readName(target),
    description: target.text('description', { max: 10_000 }),
    parameters: target.object('parameters') ?? NO_PARAMETERS,
    strict: target.flag('strict'),
  }) as ModelTool;
}

/** A name as functions and formats have it. */
export function readName(target: Fields): string {
  const name = target.requiredText('name', { max: 64 });
  if (!NAME.test(name)) throw target.wrongValue('name', "must consist of letters, digits, '_' and '-'");
  return name;
}

/** Whether tools are called. */
export function readToolChoice(fields: Fields): ModelToolChoice | undefined {
  const choice = fields.raw('tool_choice');
  if (choice === undefined) return undefined;
  if (typeof choice === 'string') {
    const mode = fields.oneOf('tool_choice', ['auto', 'none', 'required']);
    return mode === undefined ? undefined : { mode };
  }
  const named = Fields.of(choice, 'tool_choice');
  named.oneOf('type', ['function']);
  const target = named.inside('function');
  const name = (target ?? named).requiredText('name', { max: 64 });
  target?.end();
  named.end();
  return { mode: 'tool', name };
}

/** The form of the answer. */
export function readResponseFormat(fields: Fields): ModelOutputFormat | undefined {
  const format = fields.inside('response_format');
  if (format === undefined) return undefined;
  const type = format.oneOf('type', ['text', 'json_object', 'json_schema']);
  if (type !== 'json_schema') {
    format.end();
    return type === undefined ? undefined : { kind: type === 'text' ? 'text' : 'json' };
  }
  const wanted = Fields.of(format.required('json_schema'), format.pathOf('json_schema'));
  const output = readSchemaFormat(wanted);
  wanted.end();
  format.end();
  return output;
}

/** Name, schema and strictness of a structured answer. */
export function readSchemaFormat(wanted: Fields): ModelOutputFormat {
  wanted.required('schema');
  return given({
    kind: 'schema' as const,
    name: readName(wanted),
    description: wanted.text('description', { max: 10_000 }),
    schema: wanted.object('schema'),
    strict: wanted.flag('strict'),
  }) as ModelOutputFormat;
}
