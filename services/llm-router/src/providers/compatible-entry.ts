/** One endpoint of `COMPATIBLE_PROVIDERS`. */
export interface CompatibleEntry {
  readonly id: string;
  readonly base_url: string;
  /** None for servers of one's own that ask for none. */
  readonly api_key?: string;
  /** Further headers and query fields of each request, such as Azure's `api-key` and `api-version`. */
  readonly headers?: Readonly<Record<string, string>>;
  readonly query?: Readonly<Record<string, string>>;
  /** True for servers that know the limit of an answer only as `max_tokens`. */
  readonly legacy_max_tokens?: boolean;
}

const ID = /^[a-z][a-z0-9-]{0,62}$/;

/**
 * Reads the value of `COMPATIBLE_PROVIDERS`, a JSON list.
 *
 * @throws {Error} naming the place and what is expected there; never a value, since keys stand among them.
 */
export function readCompatibleEntries(text: string | undefined, takenIds: readonly string[]): CompatibleEntry[] {
  if (text === undefined || text === '') return [];
  const entries = parse(text);
  if (!Array.isArray(entries)) throw invalid('the value', 'a JSON list');
  const ids = new Set(takenIds);
  return entries.map((entry: unknown, index) => {
    const place = `[${index}]`;
    if (!isObject(entry)) throw invalid(place, 'an object');
    const { id, base_url, api_key, headers, query, legacy_max_tokens, ...rest } = entry;
    const [unknown] = Object.keys(rest);
    if (unknown !== undefined) throw invalid(`${place}.${unknown}`, 'left out');
    if (typeof id !== 'string' || !ID.test(id)) throw invalid(`${place}.id`, 'a short lower-case name');
    if (ids.has(id)) throw invalid(`${place}.id`, 'a name no other provider has');
    ids.add(id);
    if (typeof base_url !== 'string' || !isWebAddress(base_url)) throw invalid(`${place}.base_url`, 'an http(s) URL');
    if (api_key !== undefined && typeof api_key !== 'string') throw invalid(`${place}.api_key`, 'a text');
    if (!areTexts(headers)) throw invalid(`${place}.headers`, 'an object of texts');
    if (!areTexts(query)) throw invalid(`${place}.query`, 'an object of texts');
    if (legacy_max_tokens !== undefined && typeof legacy_max_tokens !== 'boolean') {
      throw invalid(`${place}.legacy_max_tokens`, 'true or false');
    }
    return entry as unknown as CompatibleEntry;
  });
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    // The reason would quote the text, and keys stand in it.
    throw invalid('the value', 'valid JSON');
  }
}

function invalid(place: string, expected: string): Error {
  return new Error(`COMPATIBLE_PROVIDERS: ${place} must be ${expected}.`);
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function areTexts(value: unknown): boolean {
  return value === undefined || (isObject(value) && Object.values(value).every((text) => typeof text === 'string'));
}

function isWebAddress(text: string): boolean {
  return URL.canParse(text) && /^https?:$/.test(new URL(text).protocol);
}
