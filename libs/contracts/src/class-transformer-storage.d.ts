declare module 'class-transformer/cjs/storage' {
  import type { MetadataStorage } from 'class-transformer/types/MetadataStorage';

  /** class-transformer's registry; the package exposes the module but ships no declaration for this path. */
  export const defaultMetadataStorage: MetadataStorage;
}
