import { convertPrompt as toAnthropic } from './anthropic/convert-prompt';
import { convertPrompt as toGoogle } from './google/convert-prompt';
import { convertPrompt as toOpenAi } from './openai/convert-prompt';
import { convertRequest as toResponses } from './openai/responses/convert-request';
import { FIND_TOOL, providerRequest, textTurn, TOOL_CONVERSATION } from './provider-request.fixture';

const SCHEMA = { type: 'object', properties: { a: { type: 'string' } } };
const PLAIN = providerRequest({
  messages: [textTurn('system', 'S'), textTurn('user', 'U'), textTurn('assistant', 'A')],
  temperature: 1.7,
});
const FULL = providerRequest({
  messages: TOOL_CONVERSATION,
  tools: [FIND_TOOL],
  toolChoice: { mode: 'tool', name: 'find' },
  parallelToolCalls: false,
  output: { kind: 'schema', name: 'answer', schema: SCHEMA, isStrict: true },
  reasoningEffort: 'low',
  topP: 0.9,
  stop: ['END'],
  seed: 7,
});

describe('a request in the words of chat completions', () => {
  it('is plain for plain text, with the options of the model', () => {
    expect(toOpenAi({ ...PLAIN, options: { reasoning_effort: 'none' } })).toEqual({
      model: 'm',
      messages: [
        { role: 'system', content: 'S' },
        { role: 'user', content: 'U' },
        { role: 'assistant', content: 'A' },
      ],
      max_completion_tokens: 10,
      temperature: 1.7,
      reasoning_effort: 'none',
      stream: true,
      stream_options: { include_usage: true },
    });
    expect(toOpenAi(PLAIN, 'max_tokens')).toMatchObject({ max_tokens: 10 });
  });

  it('carries parts, tools, their results, formats and limits; reasoning has no place in it', () => {
    expect(toOpenAi(FULL)).toEqual({
      model: 'm',
      messages: [
        { role: 'system', content: 'S' },
        {
          role: 'user',
          content: [
            { type: 'text', text: 'What is on these?' },
            { type: 'image_url', image_url: { url: 'data:image/png;base64,aW1n' } },
            { type: 'image_url', image_url: { url: 'https://pictures.example/a.png' } },
            { type: 'file', file: { filename: 'a.pdf', file_data: 'data:application/pdf;base64,cGRm' } },
          ],
        },
        {
          role: 'assistant',
          content: 'I look them up.',
          tool_calls: [
            { id: 'c1', type: 'function', function: { name: 'find', arguments: '{"what":"a"}' } },
            { id: 'c2', type: 'function', function: { name: 'find', arguments: '{"what":"b"}' } },
          ],
        },
        { role: 'tool', tool_call_id: 'c1', content: 'one' },
        { role: 'tool', tool_call_id: 'c2', content: 'gone' },
      ],
      max_completion_tokens: 10,
      tools: [
        {
          type: 'function',
          function: { name: 'find', description: 'Finds things.', parameters: FIND_TOOL.parameters, strict: true },
        },
      ],
      tool_choice: { type: 'function', function: { name: 'find' } },
      parallel_tool_calls: false,
      response_format: { type: 'json_schema', json_schema: { name: 'answer', schema: SCHEMA, strict: true } },
      reasoning_effort: 'low',
      top_p: 0.9,
      stop: ['END'],
      seed: 7,
      stream: true,
      stream_options: { include_usage: true },
    });
  });
});

describe('a request in the words of responses', () => {
  it('keeps nothing at the provider and takes back its own sealed reasoning alone', () => {
    expect(toResponses(FULL)).toEqual({
      model: 'm',
      instructions: 'S',
      input: [
        {
          role: 'user',
          content: [
            { type: 'input_text', text: 'What is on these?' },
            { type: 'input_image', image_url: 'data:image/png;base64,aW1n', detail: 'auto' },
            { type: 'input_image', image_url: 'https://pictures.example/a.png', detail: 'auto' },
            { type: 'input_file', filename: 'a.pdf', file_data: 'data:application/pdf;base64,cGRm' },
          ],
        },
        {
          type: 'reasoning',
          id: 'rs_1',
          summary: [{ type: 'summary_text', text: 'Hm' }],
          encrypted_content: 'sealed',
        },
        { role: 'assistant', content: 'I look them up.' },
        { type: 'function_call', call_id: 'c1', name: 'find', arguments: '{"what":"a"}' },
        { type: 'function_call', call_id: 'c2', name: 'find', arguments: '{"what":"b"}' },
        { type: 'function_call_output', call_id: 'c1', output: 'one' },
        { type: 'function_call_output', call_id: 'c2', output: 'gone' },
      ],
      max_output_tokens: 10,
      tools: [
        {
          type: 'function',
          name: 'find',
          description: 'Finds things.',
          parameters: FIND_TOOL.parameters,
          strict: true,
        },
      ],
      tool_choice: { type: 'function', name: 'find' },
      parallel_tool_calls: false,
      text: { format: { type: 'json_schema', name: 'answer', schema: SCHEMA, strict: true } },
      reasoning: { effort: 'low', summary: 'auto' },
      top_p: 0.9,
      include: ['reasoning.encrypted_content'],
      store: false,
      stream: true,
    });
  });
});

describe('a request in the words of messages', () => {
  it('has the system text apart and a temperature on a shorter scale', () => {
    expect(toAnthropic({ ...PLAIN, options: { thinking: { type: 'between_tools' } } })).toEqual({
      model: 'm',
      system: 'S',
      messages: [
        { role: 'user', content: 'U' },
        { role: 'assistant', content: 'A' },
      ],
      max_tokens: 10,
      temperature: 1,
      thinking: { type: 'between_tools' },
      stream: true,
    });
  });

  it('carries parts, tools, their results and its own signed thoughts', () => {
    expect(toAnthropic(FULL)).toEqual({
      model: 'm',
      system: 'S',
      messages: [
        {
          role: 'user',
          content: [
            { type: 'text', text: 'What is on these?' },
            { type: 'image', source: { type: 'base64', media_type: 'image/png', data: 'aW1n' } },
            { type: 'image', source: { type: 'url', url: 'https://pictures.example/a.png' } },
            {
              type: 'document',
              source: { type: 'base64', media_type: 'application/pdf', data: 'cGRm' },
              title: 'a.pdf',
            },
          ],
        },
        {
          role: 'assistant',
          content: [
            { type: 'thinking', thinking: 'Hm', signature: 'signed' },
            { type: 'text', text: 'I look them up.' },
            { type: 'tool_use', id: 'c1', name: 'find', input: { what: 'a' } },
            { type: 'tool_use', id: 'c2', name: 'find', input: { what: 'b' } },
          ],
        },
        {
          role: 'user',
          content: [
            { type: 'tool_result', tool_use_id: 'c1', content: 'one' },
            { type: 'tool_result', tool_use_id: 'c2', content: 'gone', is_error: true },
          ],
        },
      ],
      max_tokens: 10,
      tools: [{ name: 'find', description: 'Finds things.', input_schema: FIND_TOOL.parameters, strict: true }],
      tool_choice: { type: 'tool', name: 'find', disable_parallel_tool_use: true },
      output_config: { format: { type: 'json_schema', schema: SCHEMA }, effort: 'low' },
      thinking: { type: 'adaptive' },
      stop_sequences: ['END'],
      top_p: 0.9,
      stream: true,
    });
  });
});

describe('a request in the words of generateContent', () => {
  it('calls the assistant a model and has the system text apart', () => {
    expect(toGoogle({ ...PLAIN, options: { thinkingConfig: { thinkingLevel: 'low' } } })).toEqual({
      systemInstruction: { role: 'system', parts: [{ text: 'S' }] },
      contents: [
        { role: 'user', parts: [{ text: 'U' }] },
        { role: 'model', parts: [{ text: 'A' }] },
      ],
      generationConfig: { maxOutputTokens: 10, temperature: 1.7, thinkingConfig: { thinkingLevel: 'low' } },
    });
  });

  it('names the tool of a result and gives back its own signatures', () => {
    expect(toGoogle(FULL)).toEqual({
      systemInstruction: { role: 'system', parts: [{ text: 'S' }] },
      contents: [
        {
          role: 'user',
          parts: [
            { text: 'What is on these?' },
            { inlineData: { mimeType: 'image/png', data: 'aW1n' } },
            { fileData: { fileUri: 'https://pictures.example/a.png' } },
            { inlineData: { mimeType: 'application/pdf', data: 'cGRm' } },
          ],
        },
        {
          role: 'model',
          parts: [
            { text: 'Hm', thought: true, thoughtSignature: 'c2ln' },
            { text: 'I look them up.' },
            { functionCall: { name: 'find', args: { what: 'a' } } },
            { functionCall: { name: 'find', args: { what: 'b' } }, thoughtSignature: 'c2ln' },
          ],
        },
        {
          role: 'user',
          parts: [
            { functionResponse: { name: 'find', response: { result: 'one' } } },
            { functionResponse: { name: 'find', response: { error: 'gone' } } },
          ],
        },
      ],
      tools: [
        {
          functionDeclarations: [
            { name: 'find', description: 'Finds things.', parametersJsonSchema: FIND_TOOL.parameters },
          ],
        },
      ],
      toolConfig: { functionCallingConfig: { mode: 'ANY', allowedFunctionNames: ['find'] } },
      generationConfig: {
        maxOutputTokens: 10,
        responseMimeType: 'application/json',
        responseJsonSchema: SCHEMA,
        thinkingConfig: { thinkingLevel: 'low' },
        topP: 0.9,
        stopSequences: ['END'],
        seed: 7,
      },
    });
  });
});
