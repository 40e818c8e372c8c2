/** Where an image or a file is: at an address the provider fetches, or here, in base64. */
export type MediaSource = { readonly url: string } | { readonly mediaType: string; readonly data: string };

/** A piece of text. */
export interface TextPart {
  readonly type: 'text';
  readonly text: string;
}
/** An image. */
export interface ImagePart {
  readonly type: 'image';
  readonly source: MediaSource;
}
/** A document such as a PDF. */
export interface FilePart {
  readonly type: 'file';
  readonly source: MediaSource;
  readonly filename?: string;
}
/** A tool the model asks to be called. */
export interface ToolCallPart {
  readonly type: 'tool_call';
  readonly callId: string;
  readonly name: string;
  /** JSON text as the model wrote it. */
  readonly arguments: string;
  /** What the provider that made it wants back with it. */
  readonly signature?: string;
  readonly provider?: string;
}
/** What a tool answered. */
export interface ToolResultPart {
  readonly type: 'tool_result';
  readonly callId: string;
  readonly text: string;
  readonly isError?: boolean;
}
/** What a model thought; without a signature it is told to nobody. */
export interface ReasoningPart {
  readonly type: 'reasoning';
  readonly text: string;
  /** What the provider that made it needs to take it back. */
  readonly signature?: string;
  readonly provider?: string;
}

/** One part of a turn. */
export type PromptPart = TextPart | ImagePart | FilePart | ToolCallPart | ToolResultPart | ReasoningPart;

/** One turn of a conversation. */
export interface PromptMessage {
  readonly role: 'system' | 'user' | 'assistant' | 'tool';
  readonly parts: readonly PromptPart[];
}

/** A function the model may ask to be called. */
export interface ToolDefinition {
  readonly name: string;
  readonly description?: string;
  /** JSON Schema of its arguments. */
  readonly parameters: Readonly<Record<string, unknown>>;
  readonly isStrict: boolean;
}

/** Whether tools are called. */
export type ToolChoice =
  { readonly mode: 'auto' | 'none' | 'required' } | { readonly mode: 'tool'; readonly name: string };

/** What form an answer has. */
export type OutputFormat =
  | { readonly kind: 'text' | 'json' }
  /** No text but a vector per user turn, of so many dimensions; the model's own number where absent. */
  | { readonly kind: 'embedding'; readonly dimensions?: number }
  | {
      readonly kind: 'schema';
      readonly name: string;
      readonly description?: string;
      readonly schema: Readonly<Record<string, unknown>>;
      readonly isStrict: boolean;
    };

/** How hard a model thinks before it answers. */
export type ReasoningEffort = 'none' | 'low' | 'medium' | 'high';

/** The texts of a turn, one after the other. */
export function textOf(parts: readonly PromptPart[]): string {
  return parts.flatMap((part) => (part.type === 'text' ? [part.text] : [])).join('\n');
}

/** An image or file as an address: its own, or one that carries its bytes. */
export function urlOf(source: MediaSource): string {
  return 'url' in source ? source.url : `data:${source.mediaType};base64,${source.data}`;
}
