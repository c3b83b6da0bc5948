import assert from 'node:assert/strict';
import { posix, win32 } from 'node:path';
import { cacheFolder } from '../../../src/cli/cache-folder';

describe('The cache folder of the command line', () => {
  const linux = { platform: 'linux', homeFolder: '/export/ann', paths: posix } as const;
  const windows = { platform: 'win32', homeFolder: 'C:\\Users\\Ann Łąka', paths: win32 } as const;

  it('is on Linux where XDG says, or below the home folder', () => {
    assert.equal(cacheFolder({ ...linux, environment: {} }), '/export/ann/.cache/indexwright');
    assert.equal(
      cacheFolder({ ...linux, environment: { XDG_CACHE_HOME: '/var/cache/ann' } }),
      '/var/cache/ann/indexwright',
    );
  });

  it('heeds no relative path', () => {
    assert.equal(
      cacheFolder({ ...linux, environment: { XDG_CACHE_HOME: 'cache' } }),
      '/export/ann/.cache/indexwright',
    );
    assert.equal(
      cacheFolder({ ...windows, environment: { LOCALAPPDATA: 'AppData' } }),
      'C:\\Users\\Ann Łąka\\AppData\\Local\\Indexwright\\Cache',
    );
  });

  it('is on macOS in the Library of the user', () => {
    const mac = { platform: 'darwin', homeFolder: '/Users/ann', paths: posix } as const;
    assert.equal(
      cacheFolder({ ...mac, environment: { XDG_CACHE_HOME: '/var/cache/ann' } }),
      '/Users/ann/Library/Caches/indexwright',
    );
  });

  it('is on Windows where that keeps the local data of the user, on whatever drive', () => {
    assert.equal(
      cacheFolder({ ...windows, environment: { LOCALAPPDATA: 'D:\\Data\\Ann' } }),
      'D:\\Data\\Ann\\Indexwright\\Cache',
    );
  });
});
