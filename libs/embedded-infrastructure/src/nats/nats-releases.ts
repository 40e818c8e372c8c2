/** One way to get a nats-server: an archive whose SHA-256 is known beforehand. */
export interface NatsRelease {
  version: string;
  platform: string;
  sha256: string;
  origin: { kind: 'archive'; url: string } | { kind: 'debian'; suite: string; packageVersion: string };
}

const UPSTREAM = 'https://github.com/nats-io/nats-server/releases/download';

/**
 * In the order they are tried. The upstream sums are those that nats-io/nats-docker (`2.10.x/alpine3.22/Dockerfile`)
 * checks; Debian's are those of its signed package lists.
 */
export const NATS_RELEASES: readonly NatsRelease[] = [
  {
    version: '2.10.29',
    platform: 'linux-x64',
    sha256: 'e314da74a83a1d3876db8814c27eb990fe729640fd6452025b441bcede8390da',
    origin: { kind: 'archive', url: `${UPSTREAM}/v2.10.29/nats-server-v2.10.29-linux-amd64.tar.gz` },
  },
  {
    version: '2.10.29',
    platform: 'linux-arm64',
    sha256: 'da4b27942ecfb4c5f0c54553d2e7f470ddda9d7581cfe8131b351a0e223ed401',
    origin: { kind: 'archive', url: `${UPSTREAM}/v2.10.29/nats-server-v2.10.29-linux-arm64.tar.gz` },
  },
  {
    version: '2.10.27',
    platform: 'linux-x64',
    sha256: '6d913ac987b78734c08537c2adeb1526cf735f216173a9170d94b185fcfe6f8a',
    origin: { kind: 'debian', suite: 'trixie', packageVersion: '2.10.27-1+b2' },
  },
  {
    version: '2.9.10',
    platform: 'linux-x64',
    sha256: '9f69ebb6f612e652382fde175622160dcd81fd97f2356f5da80bb5c3f48513dd',
    origin: { kind: 'debian', suite: 'bookworm', packageVersion: '2.9.10-1+b3' },
  },
];
