import { stat } from 'node:fs/promises';
import { join } from 'node:path';

import { Injectable } from '@nestjs/common';

import { Logger } from '@botarmy/chassis';

import { GatewayConfig } from '../config';
import { ConsoleFiles } from './console-files';

/** The console as it was built last. */
@Injectable()
export class ConsoleService {
  private built: { readonly mtimeMs: number; readonly files: Promise<ConsoleFiles> } | undefined;

  constructor(
    private readonly config: GatewayConfig,
    private readonly logger: Logger,
  ) {}

  /** Undefined when no folder is configured or nothing was built into it yet. */
  async files(): Promise<ConsoleFiles | undefined> {
    const folder = this.config.CONSOLE_DIRECTORY;
    if (folder === undefined) return undefined;
    const page = await stat(join(folder, 'index.html')).catch(() => undefined);
    if (page === undefined) {
      this.built = undefined;
      return undefined;
    }
    if (this.built?.mtimeMs !== page.mtimeMs) {
      this.logger.info({ folder }, 'console found');
      this.built = { mtimeMs: page.mtimeMs, files: ConsoleFiles.read(folder) };
    }
    return this.built.files;
  }
}
