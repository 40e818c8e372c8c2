import type { ModelPart, ModelTurn } from '@botarmy/contracts';

import { Fields } from '../request/fields';
import { mediaPart } from '../request/media-part';
import { requestFault } from '../request/request-fault';
import { reasoningOf } from './reasoning-item';

const ROLES = ['system', 'developer', 'user', 'assistant'] as const;

/** One item of the input as one turn. */
export function readInputItem(value: unknown, path: string): ModelTurn {
  const fields = Fields.of(value, path);
  const type = fields.text('type', { max: 64 }) ?? 'message';
  fields.ignore('id', 'status');
  const turn = turnOf(type, fields);
  fields.end();
  return turn;
}

function turnOf(type: string, fields: Fields): ModelTurn {
  switch (type) {
    case 'message': {
      fields.required('role');
      fields.ignore('phase');
      const role = fields.oneOf('role', ROLES) ?? 'user';
      return { role: role === 'developer' ? 'system' : role, parts: contentOf(fields, 'content') };
    }
    case 'function_call': {
      const call_id = fields.requiredText('call_id', { max: 128 });
      const name = fields.requiredText('name', { max: 128 });
      const text = fields.text('arguments', { max: 200_000 }) ?? '';
      return { role: 'assistant', parts: [{ type: 'tool_call', call_id, name, arguments: text }] };
    }
    case 'function_call_output': {
      const call_id = fields.requiredText('call_id', { max: 128 });
      const text = contentOf(fields, 'output')
        .map((part) => part.text ?? '')
        .join('');
      return { role: 'tool', parts: [{ type: 'tool_result', call_id, text }] };
    }
    case 'reasoning': {
      fields.ignore('summary', 'content');
      const part = reasoningOf(fields.text('encrypted_content', { max: 400_000 }));
      return { role: 'assistant', parts: part === undefined ? [] : [part] };
    }
    default: {
      const detail = `Invalid value for '${fields.path}.type': '${type}' is not offered.`;
      throw requestFault('invalid-value', fields.pathOf('type'), detail);
    }
  }
}

function contentOf(fields: Fields, name: string): ModelPart[] {
  const content = fields.required(name);
  if (typeof content === 'string') return [{ type: 'text', text: content }];
  const parts = fields.list(name, { max: 200 }) ?? [];
  return parts.map((part, index) => readPart(part, `${fields.pathOf(name)}[${index}]`));
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
    case 'input_text':
    case 'output_text':
      fields.ignore('annotations', 'logprobs');
      return { type: 'text', text: fields.text('text') ?? '' };
    case 'refusal':
      return { type: 'text', text: fields.text('refusal') ?? '' };
    case 'input_image':
      fields.ignore('detail');
      fields.only('file_id', () => false);
      return mediaPart('image', fields.requiredText('image_url'), fields.pathOf('image_url'));
    case 'input_file': {
      fields.ignore('detail');
      fields.only('file_id', () => false);
      const filename = fields.text('filename', { max: 255 });
      const url = fields.text('file_url', { max: 4_096 });
      if (url !== undefined) return mediaPart('file', url, fields.pathOf('file_url'), filename);
      return mediaPart('file', fields.requiredText('file_data'), fields.pathOf('file_data'), filename);
    }
    default: {
      const detail = `Invalid value for '${path}.type': '${type}' is not offered; send input_text, input_image or input_file.`;
      throw requestFault('invalid-value', `${path}.type`, detail);
    }
  }
}
