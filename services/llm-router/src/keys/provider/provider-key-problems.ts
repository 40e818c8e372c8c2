import { Problem } from '@botarmy/chassis';

export function unknownProvider(provider: string, known: readonly string[]): Problem {
  const detail = `This installation does not ask "${provider}": use one of ${known.join(', ')}.`;
  return new Problem({ status: 400, code: 'unknown-provider', title: 'Unknown provider', detail });
}

export function masterKeysMissing(): Problem {
  const detail =
    'Keys are kept encrypted, and there is no master key: an administrator has to set MASTER_KEYS of the router.';
  return new Problem({ status: 409, code: 'master-keys-missing', title: 'No master key', detail });
}

export function providerKeyNotFound(): Problem {
  const detail = 'There is no such key in use for this provider: check the id.';
  return new Problem({ status: 404, code: 'provider-key-not-found', title: 'Not found', detail });
}

/** A mounted secret that makes no sense; the message names it and never its value. */
export function configurationInvalid(cause: Error): Problem {
  const detail = `${cause.message} Everything stays as it was.`;
  return new Problem({ status: 409, code: 'configuration-invalid', title: 'Configuration invalid', detail, cause });
}
