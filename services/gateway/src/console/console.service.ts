import { Injectable } from '@nestjs/common';

import { Logger } from '@botarmy/chassis';

import { GatewayConfig } from '../config';
import { ConsoleFiles } from './console-files';

/** The console as built, looked for again while there is none. */
@Injectable()
export class ConsoleService {
  private reading: Promise<ConsoleFiles | undefined> | undefined;

  constructor(
    private readonly config: GatewayConfig,
    private readonly logger: Logger,
  ) {}

  /** Undefined when no folder is configured or nothing was built into it yet. */
  async files(): Promise<ConsoleFiles | undefined> {
    const folder = this.config.CONSOLE_DIRECTORY;
    if (folder === undefined) return undefined;
    this.reading ??= ConsoleFiles.read(folder);
    const files = await this.reading;
    if (files === undefined) {
      this.reading = undefined;
      this.logger.warn({ folder }, 'console is not built');
    }
    return files;
  }
}
