import { resolve } from 'node:path';

import fastifyStatic from '@fastify/static';
import type { FastifyInstance } from 'fastify';

/** Teaches replies to send files of the console's folder: ranges, ETags, types. It adds no route of its own. */
export async function registerConsole(fastify: FastifyInstance, folder: string | undefined): Promise<void> {
  await fastify.register(fastifyStatic, {
    serve: false,
    cacheControl: false,
    dotfiles: 'deny',
    // A folder that is built later is found later.
    suppressWarning: true,
    ...(folder === undefined ? {} : { root: resolve(folder) }),
  });
}
