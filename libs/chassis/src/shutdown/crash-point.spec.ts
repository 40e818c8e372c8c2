import { crashPoint } from './crash-point';

describe('crashPoint', () => {
  const kill = jest.spyOn(process, 'kill').mockReturnValue(true);

  afterEach(() => {
    delete process.env.CRASH_AT;
    kill.mockClear();
  });

  afterAll(() => kill.mockRestore());

  it('does nothing unless it is named', () => {
    crashPoint('spec.unnamed');
    process.env.CRASH_AT = 'spec.other';
    crashPoint('spec.unnamed');
    expect(kill).not.toHaveBeenCalled();
  });

  it('kills at the first passage of its name', () => {
    process.env.CRASH_AT = 'spec.first';
    crashPoint('spec.first');
    expect(kill).toHaveBeenCalledWith(process.pid, 'SIGKILL');
  });

  it('counts passages', () => {
    process.env.CRASH_AT = 'spec.second#2, spec.unrelated';
    crashPoint('spec.second');
    expect(kill).not.toHaveBeenCalled();
    crashPoint('spec.second');
    crashPoint('spec.second');
    expect(kill).toHaveBeenCalledTimes(1);
  });
});
