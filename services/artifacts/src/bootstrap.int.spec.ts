import { bootstrap } from './bootstrap';

describe('starting artifacts', () => {
  it('names what is missing', async () => {
    const environment = { BLOB_ORPHAN_AGE_HOURS: '0', LOG_LEVEL: 'silent' };
    await expect(async () => bootstrap({ environment })).rejects.toThrow(
      /BLOB_DIRECTORY is not set[^]*BLOB_ORPHAN_AGE_HOURS/,
    );
  });
});
