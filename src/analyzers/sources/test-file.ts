const TEST_FOLDER =
  /^(?:tests?|__tests__|specs?|__specs__|e2e|__mocks__|mocks|fixtures|__fixtures__|testdata|testcontainers|cypress|playwright|benchmarks?)$/i;
/** `integration-tests`, `test-utils`; an `ab-test` is a feature of the program. */
const NAMED_TEST_FOLDER =
  /^(?:(?:integration|simulation|e2e|unit|load|smoke|functional|acceptance|system|perf(?:ormance)?|stress|api)[-_]tests?|test[-_](?:utils?|helpers?|support|fixtures?|data))$/i;
const TEST_NAME = /[._-](?:tests?|spec|e2e|bench|fixtures?)\.[^.]+$/i;

/**
 * Whether a file is a test of the program and no part of it: its queries run on a few rows of its own making. `path` counts from the project's
 * root, with slashes: above it a folder may have any name.
 */
export function isTestFile(path: string): boolean {
  const folders = path.split('/').slice(0, -1);
  return (
    TEST_NAME.test(path) || folders.some((name) => TEST_FOLDER.test(name) || NAMED_TEST_FOLDER.test(name))
  );
}
