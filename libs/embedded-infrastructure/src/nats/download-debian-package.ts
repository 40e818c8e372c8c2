import { existsSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { runCommand } from '../process/run-command';
import { findDebianMirror } from './debian-mirror';
import { verifySha256 } from './verify-sha256';

const KEYRING = '/usr/share/keyrings/debian-archive-keyring.gpg';
const TIMEOUT_MS = 120_000;

/** A package of one suite, with the SHA-256 of its amd64 build. */
export interface DebianPackage {
  name: string;
  packageVersion: string;
  suite: string;
  sha256: string;
}

/**
 * Gets a Debian package through the machine's mirror with sources and lists of its own (the system's stay untouched,
 * no privileges needed), checks it and unpacks it into `directory`.
 */
export async function downloadDebianPackage(
  wanted: DebianPackage,
  directory: string,
  aptGet = 'apt-get',
): Promise<void> {
  const apt = join(directory, 'apt');
  mkdirSync(join(apt, 'state', 'lists', 'partial'), { recursive: true });
  mkdirSync(join(apt, 'cache', 'archives', 'partial'), { recursive: true });
  const sources = join(apt, 'suite.sources');
  const signedBy = existsSync(KEYRING) ? `Signed-By: ${KEYRING}\n` : '';
  writeFileSync(
    sources,
    `Types: deb\nURIs: ${findDebianMirror()}\nSuites: ${wanted.suite}\nComponents: main\n${signedBy}`,
  );
  const options = [
    `Dir::State=${join(apt, 'state')}`,
    'Dir::State::status=/dev/null',
    `Dir::Cache=${join(apt, 'cache')}`,
    `Dir::Etc::sourcelist=${sources}`,
    'Dir::Etc::sourceparts=-',
    'APT::Architecture=amd64',
    'APT::Architectures=amd64',
    'APT::Sandbox::User=',
    'Acquire::Languages=none',
    'Acquire::Retries=1',
    'Acquire::http::Timeout=15',
  ].flatMap((option) => ['-o', option]);
  const run = (...words: string[]): Promise<string> =>
    runCommand(aptGet, [...options, '-qq', ...words], { workingDirectory: directory, timeoutMs: TIMEOUT_MS });
  await run('update');
  await run('download', `${wanted.name}=${wanted.packageVersion}`);
  const file = readdirSync(directory).find((name) => name.endsWith('.deb'));
  if (file === undefined) {
    throw new Error(`apt-get download left no package in ${directory}`);
  }
  await verifySha256(join(directory, file), wanted.sha256);
  await runCommand('dpkg-deb', ['-x', join(directory, file), directory], { timeoutMs: TIMEOUT_MS });
}
