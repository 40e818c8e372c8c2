import { createLogger } from '../logging/create-logger';
import { ShutdownHooks, shutdownOrder } from './shutdown-hooks';

describe('ShutdownHooks', () => {
  it('runs lower orders first, equal orders together, and goes on after a failure', async () => {
    const hooks = new ShutdownHooks(createLogger({ level: 'silent' }));
    const events: string[] = [];
    let finishConsumer = (): void => undefined;
    hooks.register('database', shutdownOrder.database, () => void events.push('database'));
    hooks.register('consumer', shutdownOrder.intake, async () => {
      await new Promise<void>((resolve) => (finishConsumer = resolve));
      events.push('consumer');
    });
    hooks.register('loop', shutdownOrder.intake, () => {
      events.push('loop');
      finishConsumer();
    });
    hooks.register('work', shutdownOrder.work, () => {
      throw new Error('cannot drain');
    });
    expect(await hooks.runAll()).toEqual(['work']);
    expect(events).toEqual(['loop', 'consumer', 'database']);
  });
});
