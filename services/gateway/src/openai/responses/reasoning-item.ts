import type { ModelPart } from '@botarmy/contracts';

/** What is carried for a provider that wants its own reasoning back: opaque to the caller, meaningless to other providers. */
export function contentOfReasoning({ provider, signature, text = '' }: ModelPart): string | undefined {
  if (provider === undefined || signature === undefined) return undefined;
  return Buffer.from(JSON.stringify([provider, signature, text])).toString('base64url');
}

/** The same, come back; undefined for what is not ours, which no provider is shown. */
export function reasoningOf(content: string | undefined): ModelPart | undefined {
  if (content === undefined) return undefined;
  try {
    const parts: unknown = JSON.parse(Buffer.from(content, 'base64url').toString('utf8'));
    if (!Array.isArray(parts) || parts.length !== 3 || !parts.every((part) => typeof part === 'string'))
      return undefined;
    const [provider, signature, text] = parts as [string, string, string];
    const isOurs = /^[A-Za-z0-9][A-Za-z0-9_:.-]{0,127}$/.test(provider) && signature.length <= 200_000;
    return isOurs ? { type: 'reasoning', provider, signature, text } : undefined;
  } catch {
    return undefined;
  }
}
