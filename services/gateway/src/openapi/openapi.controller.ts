import { Controller, Get } from '@nestjs/common';
import type { OpenAPIObject } from '@nestjs/swagger';

import { Anonymous } from '../access/requires-role.decorator';
import { PublicDocument } from './public-document';

/** The public document; it says nothing that the repository does not. */
@Controller('api/openapi.json')
export class OpenapiController {
  constructor(private readonly document: PublicDocument) {}

  @Get()
  @Anonymous()
  read(): OpenAPIObject {
    return this.document.read();
  }
}
