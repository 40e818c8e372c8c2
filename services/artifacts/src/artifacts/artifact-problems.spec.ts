import { BlobDamagedError, BlobMissingError } from '../blobs/blob-store';
import { blobProblem } from './artifact-problems';

describe('a failure of the blob store', () => {
  it.each([new BlobDamagedError('ab'), new BlobMissingError('ab')])('is an integrity problem: %s', (error) => {
    expect(blobProblem(error)).toMatchObject({ status: 500, code: 'artifact-corrupt', cause: error });
  });

  it.each(['ENOSPC', 'EDQUOT'])('tells that there is no room (%s)', (code) => {
    const error = Object.assign(new Error('write'), { code });
    expect(blobProblem(error)).toMatchObject({ status: 507, code: 'storage-full', cause: error });
  });

  it('stays itself otherwise', () => {
    const error = new Error('input/output error');
    expect(blobProblem(error)).toBe(error);
  });
});
