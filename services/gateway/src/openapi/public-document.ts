import type { INestApplication } from '@nestjs/common';
import { Injectable } from '@nestjs/common';
import type { OpenAPIObject } from '@nestjs/swagger';

import { buildDocument } from './build-document';

/** The public document of the running application, built when it is first asked for. */
@Injectable()
export class PublicDocument {
  private app: INestApplication | undefined;
  private built: OpenAPIObject | undefined;

  /** Tells which application to describe. */
  describe(app: INestApplication): void {
    this.app = app;
  }

  read(): OpenAPIObject {
    if (this.app === undefined) throw new Error('no application was described');
    this.built ??= buildDocument(this.app);
    return this.built;
  }
}
