/** What a model may be able to do besides reading and writing text. */
export const CAPABILITIES = [
  'images',
  'image_urls',
  'files',
  'file_urls',
  'tools',
  'single_tool_call',
  'strict_tools',
  'json_output',
  'schema_output',
  'reasoning_effort',
  'stop',
  'seed',
  'top_p',
  'embeddings',
] as const;

/** One of these. */
export type Capability = (typeof CAPABILITIES)[number];

/** What each of them means to a person whose request needs it. */
export const CAPABILITY_WORDS: Readonly<Record<Capability, string>> = {
  images: 'read images',
  image_urls: 'fetch images by URL',
  files: 'read files',
  file_urls: 'fetch files by URL',
  tools: 'call tools',
  single_tool_call: 'be held to one tool call at a time',
  strict_tools: 'keep tool arguments to a strict schema',
  json_output: 'be held to JSON output',
  schema_output: 'keep its output to a schema',
  reasoning_effort: 'take a reasoning effort',
  stop: 'take stop sequences',
  seed: 'take a seed',
  top_p: 'take top_p',
  embeddings: 'make vectors of texts',
};
