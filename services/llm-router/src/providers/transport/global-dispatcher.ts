import { AsyncLocalStorage } from 'node:async_hooks';
import { runInThisContext } from 'node:vm';

/** The part of a dispatcher of Node's HTTP client that is used here. */
export interface Dispatcher {
  dispatch(options: object, handler: object): boolean;
  close(): Promise<void>;
}

/** Settings of an agent of Node's HTTP client (undici's `Agent`) that are used here. */
export interface AgentSettings {
  readonly keepAliveTimeout: number;
  readonly keepAliveMaxTimeout: number;
  readonly headersTimeout: number;
  readonly bodyTimeout: number;
  readonly connect: { readonly lookup: unknown; readonly timeout: number };
}

interface Installed {
  /** Makes more of the kind the client itself uses; it exports none of its classes. */
  readonly Agent: new (settings: AgentSettings) => Dispatcher;
  readonly chosen: AsyncLocalStorage<Dispatcher>;
}

/** Where `fetch` looks for its dispatcher, by version of the client: the one public handle on what is built into Node. */
const PLACES = ['undici.globalDispatcher.2', 'undici.globalDispatcher.1'].map((name) => Symbol.for(name));
const INSTALLED = Symbol.for('botarmy.dispatcher');

/**
 * Makes an agent of the client built into Node.
 *
 * @throws {Error} when this Node keeps its dispatcher elsewhere.
 */
export function createAgent(settings: AgentSettings): Dispatcher {
  const { Agent } = install();
  return new Agent(settings);
}

/** Runs `fn`; whatever it sends with `fetch` goes through the dispatcher. The SDKs offer no common way to say so. */
export function withDispatcher<TResult>(dispatcher: Dispatcher, fn: () => TResult): TResult {
  return install().chosen.run(dispatcher, fn);
}

/** Puts one that asks where to send each request in the place of the global one, once; everybody else's go on as before. */
function install(): Installed {
  // The real one, also where modules run in a context of their own.
  const realm = runInThisContext('globalThis') as Record<symbol, unknown> & { readonly Request: unknown };
  const known = realm[INSTALLED] as Installed | undefined;
  if (known !== undefined) return known;
  // The client is loaded, and makes its dispatcher, when it is first touched.
  void realm.Request;
  const places = PLACES.filter((symbol) => realm[symbol] !== undefined);
  const originals = places.map((symbol) => [symbol, realm[symbol] as Dispatcher] as const);
  const [first] = originals;
  if (first === undefined) throw new Error('This Node has no global dispatcher: start the router with Node 24.');
  const chosen = new AsyncLocalStorage<Dispatcher>();
  for (const [symbol, original] of originals) {
    const dispatch = (options: object, handler: object): boolean =>
      (chosen.getStore() ?? original).dispatch(options, handler);
    realm[symbol] = Object.create(original, { dispatch: { value: dispatch } });
  }
  const installed: Installed = { Agent: first[1].constructor as Installed['Agent'], chosen };
  realm[INSTALLED] = installed;
  return installed;
}
