import type { ModelPart, ModelTurn } from '@botarmy/contracts';

import { Fields } from '../request/fields';
import { mediaPart } from '../request/media-part';
import { requestFault } from '../request/request-fault';

const ROLES = ['system', 'developer', 'user', 'assistant', 'tool'] as const;

/** One message as one turn. */
export function readMessage(value: unknown, path: string): ModelTurn {
  const fields = Fields.of(value, path);
  fields.required('role');
  const role = fields.oneOf('role', ROLES) ?? 'user';
  fields.ignore('name');
  const turn = turnOf(role, fields);
  fields.end();
  return turn;
}

function turnOf(role: (typeof ROLES)[number], fields: Fields): ModelTurn {
  switch (role) {
    case 'system':
    case 'developer':
      return { role: 'system', parts: contentOf(fields, true) };
    case 'user':
      return { role, parts: contentOf(fields, true) };
    case 'assistant':
      return { role, parts: [...contentOf(fields, false), ...refusalOf(fields), ...toolCallsOf(fields)] };
    case 'tool': {
      const call_id = fields.requiredText('tool_call_id', { max: 128 });
      const text = contentOf(fields, true)
        .map((part) => part.text ?? '')
        .join('');
      return { role, parts: [{ type: 'tool_result', call_id, text }] };
    }
  }
}

function contentOf(fields: Fields, isRequired: boolean): ModelPart[] {
  const content = isRequired ? fields.required('content') : fields.raw('content');
  if (content === undefined) return [];
  if (typeof content === 'string') return content === '' && !isRequired ? [] : [{ type: 'text', text: content }];
  const parts = fields.list('content', { min: isRequired ? 1 : 0, max: 200 }) ?? [];
  return parts.map((part, index) => readPart(part, `${fields.pathOf('content')}[${index}]`));
}

function readPart(value: unknown, path: string): ModelPart {
  const fields = Fields.of(value, path);
  const type = fields.requiredText('type', { max: 64 });
  const part = partOf(type, fields, path);
  fields.end();
  return part;
}

function partOf(type: string, fields: Fields, path: string): ModelPart {
  switch (type) {
    case 'text':
      return { type: 'text', text: fields.text('text') ?? '' };
    case 'refusal':
      return { type: 'text', text: fields.text('refusal') ?? '' };
    case 'image_url': {
      const image = Fields.of(fields.required('image_url'), fields.pathOf('image_url'));
      image.ignore('detail');
      const part = mediaPart('image', image.requiredText('url'), image.pathOf('url'));
      image.end();
      return part;
    }
    case 'file': {
      const file = Fields.of(fields.required('file'), fields.pathOf('file'));
      file.only('file_id', () => false);
      const name = file.text('filename', { max: 255 });
      const part = mediaPart('file', file.requiredText('file_data'), file.pathOf('file_data'), name);
      file.end();
      return part;
    }
    default: {
      const detail = `Invalid value for '${path}.type': '${type}' is not offered; send text, image_url or file.`;
      throw requestFault('invalid-value', `${path}.type`, detail);
    }
  }
}

function refusalOf(fields: Fields): ModelPart[] {
  fields.only('audio', () => false);
  fields.only('function_call', () => false);
  const refusal = fields.text('refusal');
  return refusal === undefined ? [] : [{ type: 'text', text: refusal }];
}

function toolCallsOf(fields: Fields): ModelPart[] {
  return (fields.list('tool_calls', { max: 128 }) ?? []).map((value, index) => {
    const call = Fields.of(value, `${fields.pathOf('tool_calls')}[${index}]`);
    call.only('type', (type) => type === 'function');
    call.ignore('index');
    const call_id = call.requiredText('id', { max: 128 });
    const target = Fields.of(call.required('function'), call.pathOf('function'));
    const name = target.requiredText('name', { max: 128 });
    const text = target.text('arguments', { max: 200_000 }) ?? '';
    target.end();
    call.end();
    return { type: 'tool_call', call_id, name, arguments: text };
  });
}
