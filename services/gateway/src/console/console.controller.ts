import { randomBytes } from 'node:crypto';

import '@fastify/static';
import { Controller, Get, Req, Res } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';

import { Problem } from '@botarmy/chassis';

import { Anonymous } from '../access/requires-role.decorator';
import { consolePolicy } from '../http/security-headers';
import { ConsoleService } from './console.service';

const MISSING_PAGE =
  '<!doctype html><html lang="en"><head><meta charset="utf-8"><title>BotArmy</title></head><body>' +
  '<h1>The console is not built</h1><p>The API answers. To get the console, run <code>npm run build</code> and set ' +
  '<code>CONSOLE_DIRECTORY</code> to the built folder, then reload this page.</p></body></html>';

/** The console: its files, and its page for every address that is not of the API. */
@Controller()
export class ConsoleController {
  constructor(private readonly console: ConsoleService) {}

  @Get('*')
  @Anonymous()
  async serve(@Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    const path = request.url.split('?', 1)[0] ?? '/';
    if (isOfApi(path)) throw notFound();
    const files = await this.console.files();
    const name = path.slice(1);
    if (files?.has(name) === true) {
      const caching = files.isImmutable(name) ? 'public, max-age=31536000, immutable' : 'no-cache';
      await reply.header('cache-control', caching).sendFile(name);
      return;
    }
    if (!isPageAddress(path, request.headers.accept)) throw notFound();
    const nonce = randomBytes(16).toString('base64');
    await reply
      .status(files === undefined ? 503 : 200)
      .header('content-type', 'text/html; charset=utf-8')
      .header('content-security-policy', consolePolicy(nonce))
      .send(files?.pageWith(nonce) ?? MISSING_PAGE);
  }
}

function isOfApi(path: string): boolean {
  return /^\/(api|ws|v1|health|metrics)(\/|$)/.test(path);
}

/** A browser that goes to an address; a missing script or image is not answered with a page. */
function isPageAddress(path: string, accept: string | undefined): boolean {
  return accept?.includes('text/html') === true && !/\.\w+$/.test(path);
}

function notFound(): Problem {
  return new Problem({
    status: 404,
    code: 'not-found',
    title: 'Not found',
    detail: 'Check the address and the method.',
  });
}
