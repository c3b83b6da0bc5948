import type { PlatformPath } from 'node:path';

export interface Machine {
  readonly platform: NodeJS.Platform;
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly homeFolder: string;
  /** `path.win32` on Windows, elsewhere `path.posix`. */
  readonly paths: PlatformPath;
}

/**
 * Where a program of this user keeps what it can make anew: never a folder that others may write to, since the embedded planner starts with
 * what lies there. By the XDG Base Directory Specification, Apple's File System Programming Guide and Windows' known folders.
 */
export function cacheFolder({ platform, environment, homeFolder, paths }: Machine): string {
  switch (platform) {
    case 'win32':
      return paths.join(
        absolute(environment['LOCALAPPDATA'], paths) ?? paths.join(homeFolder, 'AppData', 'Local'),
        'Indexwright',
        'Cache',
      );
    case 'darwin':
      return paths.join(homeFolder, 'Library', 'Caches', 'indexwright');
    default:
      return paths.join(
        absolute(environment['XDG_CACHE_HOME'], paths) ?? paths.join(homeFolder, '.cache'),
        'indexwright',
      );
  }
}

/** The specification says of a relative path that it is to be ignored. */
function absolute(folder: string | undefined, paths: PlatformPath): string | undefined {
  return folder !== undefined && paths.isAbsolute(folder) ? folder : undefined;
}
