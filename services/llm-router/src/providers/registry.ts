import { anthropicProvider } from './anthropic/call';
import { googleProvider } from './google/call';
import { openAiProvider } from './openai/call';
import type { ProviderDefinition } from './provider-definition';

/** Every provider the router can speak to, one line each. */
export const PROVIDERS: readonly ProviderDefinition[] = [openAiProvider, anthropicProvider, googleProvider];
