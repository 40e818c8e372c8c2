import { Controller, Get, Module, Post } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { SubscribeMessage, WebSocketGateway } from '@nestjs/websockets';

import { assertEveryEntryDeclaresItsRole, listEntries } from './entry-catalog';
import { Anonymous, RequiresRole } from './requires-role.decorator';

@Controller('things')
class DeclaredController {
  @Get(':thing_id')
  @RequiresRole('viewer')
  show(): void {}

  @Post()
  @RequiresRole('admin')
  create(): void {}

  @Get()
  @Anonymous()
  list(): void {}

  helper(): void {}
}

@WebSocketGateway()
class DeclaredGateway {
  @SubscribeMessage('wave')
  @RequiresRole('viewer')
  wave(): void {}
}

@Controller('planted')
class UndeclaredController {
  @Get('route')
  show(): void {}
}

@WebSocketGateway()
class UndeclaredGateway {
  @SubscribeMessage('planted')
  planted(): void {}
}

@Module({ controllers: [DeclaredController], providers: [DeclaredGateway] })
class DeclaredModule {}

@Module({ imports: [DeclaredModule], controllers: [UndeclaredController], providers: [UndeclaredGateway] })
class UndeclaredModule {}

describe('the catalog of routes and socket messages', () => {
  const entriesOf = async (module: new () => object) =>
    listEntries(await NestFactory.createApplicationContext(module, { logger: false }));

  it('lists each with the role it declares', async () => {
    const entries = await entriesOf(DeclaredModule);
    expect(entries.map(({ method, path, access }) => `${method} ${path} ${String(access)}`)).toEqual([
      'GET /things anonymous',
      'POST /things admin',
      'GET /things/{thing_id} viewer',
      'WS wave viewer',
    ]);
    expect(() => assertEveryEntryDeclaresItsRole(entries)).not.toThrow();
  });

  it('refuses a route and a message that declare none, naming both', async () => {
    const entries = await entriesOf(UndeclaredModule);
    expect(() => assertEveryEntryDeclaresItsRole(entries)).toThrow(
      'GET /planted/route (UndeclaredController.show), WS planted (UndeclaredGateway.planted)',
    );
  });
});
