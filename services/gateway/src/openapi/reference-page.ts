import { readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';

import type { asyncApiDocument } from '@botarmy/contracts';

type AsyncApi = ReturnType<typeof asyncApiDocument>;

/** Files of the interactive page; nothing else of the package is served. */
const PACKAGE_FILES: Readonly<Record<string, string>> = {
  'swagger-ui.css': 'text/css; charset=utf-8',
  'swagger-ui-bundle.js': 'text/javascript; charset=utf-8',
};

const START = `SwaggerUIBundle({
  url: '../openapi.json', dom_id: '#reference', deepLinking: true, docExpansion: 'none', filter: true,
  presets: [SwaggerUIBundle.presets.apis], validatorUrl: null, tryItOutEnabled: false,
  requestInterceptor: async (request) => {
    if (request.method === undefined || request.method === 'GET') return request;
    const me = await fetch('../auth/me');
    if (me.ok) request.headers['X-CSRF-Token'] = (await me.json()).csrf_token;
    return request;
  },
});
`;

const STYLE = `body { margin: 0 auto; max-width: 72rem; padding: 1rem; font: 1rem/1.5 system-ui, sans-serif; }
h2 { font-size: 1rem; font-family: ui-monospace, monospace; overflow-wrap: anywhere; margin-bottom: 0; }
pre { overflow: auto; background: #f4f4f5; padding: .5rem; }
@media (prefers-color-scheme: dark) { body.messages { background: #18181b; color: #e4e4e7; } body.messages pre { background: #27272a; } }
`;

/** What the reference pages may load: files of this server and nothing else. */
export const REFERENCE_POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self' data:",
  "connect-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ');

/** The interactive page of the REST API. */
export const INTERACTIVE_PAGE = page(
  'reference',
  'BotArmy API',
  '<p><a href="messages">Messages between services</a> · <a href="../openapi.json">OpenAPI</a> · <a href="../asyncapi.json">AsyncAPI</a></p>' +
    '<div id="reference"></div><script src="swagger-ui-bundle.js"></script><script src="start.js"></script>',
);

/** A file of the reference pages; undefined for any other name. */
export async function referenceFile(name: string): Promise<{ type: string; content: string } | undefined> {
  if (name === 'start.js') return { type: 'text/javascript; charset=utf-8', content: START };
  if (name === 'reference.css') return { type: 'text/css; charset=utf-8', content: STYLE };
  const type = Object.hasOwn(PACKAGE_FILES, name) ? PACKAGE_FILES[name] : undefined;
  if (type === undefined) return undefined;
  const folder = dirname(require.resolve('swagger-ui-dist/package.json'));
  return { type, content: await readFile(join(folder, name), 'utf8') };
}

/** The readable page of the messages services exchange. */
export function messagesPageOf({ channels, components }: AsyncApi): string {
  const sections = Object.entries(channels).map(([name, { address, description, messages }]) => {
    const schemas = Object.values(messages).map(({ payload }) => payload.$ref.slice(payload.$ref.lastIndexOf('/') + 1));
    const shown = schemas.map(
      (schema) =>
        `<details><summary>${escaped(schema)}</summary><pre>${escaped(JSON.stringify(components.schemas[schema], null, 2))}</pre></details>`,
    );
    return `<h2 id="${escaped(name)}">${escaped(address ?? name)}</h2><p>${escaped(description)}</p>${shown.join('')}`;
  });
  return page('messages', 'BotArmy messages', `<h1>Messages between services</h1>${sections.join('')}`);
}

function page(kind: string, title: string, content: string): string {
  return (
    `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>${title}</title>` +
    '<meta name="viewport" content="width=device-width, initial-scale=1">' +
    '<link rel="stylesheet" href="swagger-ui.css"><link rel="stylesheet" href="reference.css"></head>' +
    `<body class="${kind}">${content}</body></html>`
  );
}

function escaped(text: string): string {
  return text.replace(/[&<>"]/g, (character) => `&#${character.charCodeAt(0)};`);
}
