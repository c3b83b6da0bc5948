import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import {
  closeEverything,
  findingsOf,
  inSample,
  open,
  ourDiagnostics,
  ruleOf,
  sampleFolder,
  typeText,
  until,
  untilFound,
  untilGone,
  withSetting,
  wake,
} from './workbench';

const RULE = 'missing-stream-index';
const TABLE = 'CREATE TABLE audit_log (entry_id bigint PRIMARY KEY, stream_id text NOT NULL, body text);\n';
const QUERY = 'SELECT body FROM audit_log WHERE stream_id = ANY($1) ORDER BY entry_id LIMIT 10;\n';

describe('Findings of open documents', () => {
  before(wake);
  afterEach(closeEverything);

  it('stand at the predicate of a TypeScript query, with the rule, its page and the place of the table', async () => {
    const { document } = await open(inSample('src/event-store.ts'));
    const finding = await untilFound(document.uri, RULE);
    assert.match(document.getText(finding.range), /stream_id/);
    assert.equal(finding.range.isSingleLine, true);
    assert.equal(finding.severity, vscode.DiagnosticSeverity.Warning);
    assert.match(finding.message, /No index on events starts with stream_id/);
    assert.doesNotMatch(finding.message, /\{\d\}|file:|undefined/);
    assert.ok(typeof finding.code === 'object');
    assert.equal(finding.code.target.toString(), `indexwright-docs:/rules/${RULE}.md`);
    const [related] = finding.relatedInformation ?? [];
    assert.equal(related?.location.uri.toString(), inSample('db/migrations/0001_event_store.sql').toString());
    const { document: migration } = await open(related.location.uri);
    assert.match(migration.getText(related.location.range), /events/);
  });

  it('stand in an SQL document, judged by the migrations', async () => {
    const { document } = await open(inSample('queries/operations.sql'));
    const finding = await untilFound(document.uri, RULE);
    assert.match(document.getText(finding.range), /stream_id/);
  });

  it('stand in an untitled document that brings its own table', async () => {
    const { document } = await open({ language: 'sql', content: TABLE + QUERY });
    const finding = await untilFound(document.uri, RULE);
    assert.match(document.getText(finding.range), /stream_id/);
    const [related] = finding.relatedInformation ?? [];
    assert.equal(related?.location.uri.toString(), document.uri.toString());
  });

  it('judge an untitled document by the migrations of the first folder', async () => {
    const content = 'SELECT * FROM events WHERE stream_id = ANY($1) ORDER BY event_id LIMIT 10;\n';
    const { document } = await open({ language: 'sql', content });
    await untilFound(document.uri, RULE);
  });

  it('follow the text: after quick edits they stand where the last version has them', async () => {
    const editor = await open({ language: 'sql', content: TABLE + QUERY });
    const { document } = editor;
    const first = await untilFound(document.uri, RULE);
    for (let line = 0; line < 5; line += 1) await typeText(editor, 0, '-- one more line\n');
    await until('the finding five lines below', () => {
      const [finding] = findingsOf(document.uri, RULE);
      return finding?.range.start.line === first.range.start.line + 5;
    });
    assert.match(document.getText(findingsOf(document.uri, RULE)[0]?.range), /^stream_id/);
  });

  it('go away when the text is mended', async () => {
    const editor = await open({ language: 'sql', content: TABLE + QUERY });
    await untilFound(editor.document.uri, RULE);
    await typeText(editor, TABLE.length, 'CREATE INDEX ON audit_log (stream_id, entry_id);\n');
    await untilGone(editor.document.uri, RULE);
  });

  it('go away when the document is closed', async () => {
    const { document } = await open(inSample('queries/operations.sql'));
    await untilFound(document.uri, RULE);
    await vscode.commands.executeCommand('workbench.action.closeActiveEditor');
    await until('no findings', () => ourDiagnostics(document.uri).length === 0);
  });

  it('go away with the language, and come back with it', async () => {
    const { document } = await open({ language: 'sql', content: TABLE + QUERY });
    await untilFound(document.uri, RULE);
    await vscode.languages.setTextDocumentLanguage(document, 'plaintext');
    await until('no findings', () => ourDiagnostics(document.uri).length === 0);
    await vscode.languages.setTextDocumentLanguage(document, 'sql');
    await untilFound(document.uri, RULE);
  });

  it('are found in files that VS Code knows by another scheme', async () => {
    const provider = new OneFile(TABLE + QUERY);
    const registration = vscode.workspace.registerFileSystemProvider('indexwright-test', provider);
    try {
      const { document } = await open(vscode.Uri.parse('indexwright-test:/query.sql'));
      await untilFound(document.uri, RULE);
      await closeEverything();
    } finally {
      registration.dispose();
    }
  });
});

describe('Settings', () => {
  afterEach(closeEverything);

  it('turn everything off', async () => {
    const { document } = await open(inSample('queries/operations.sql'));
    await untilFound(document.uri, RULE);
    await withSetting('lint.enabled', false, () =>
      until('no findings', () => ourDiagnostics(document.uri).length === 0).then(() => undefined),
    );
    await untilFound(document.uri, RULE);
  });

  it('turn a rule off, and give it another severity', async () => {
    const { document } = await open(inSample('queries/operations.sql'));
    await untilFound(document.uri, RULE);
    await withSetting('lint.rules', { [RULE]: 'off' }, () => untilGone(document.uri, RULE));
    await withSetting('lint.rules', { [RULE]: 'hint' }, async () => {
      await until('a hint', async () => {
        const { severity } = await untilFound(document.uri, RULE);
        return severity === vscode.DiagnosticSeverity.Hint;
      });
    });
  });

  it('judge on saving only', async () => {
    const uri = inSample('queries/on-save.sql');
    await vscode.workspace.fs.writeFile(uri, new TextEncoder().encode(TABLE + QUERY));
    try {
      await withSetting('lint.run', 'onSave', async () => {
        const editor = await open(uri);
        await untilFound(uri, RULE);
        await typeText(editor, TABLE.length, 'CREATE INDEX ON audit_log (stream_id, entry_id);\n');
        // Something that is judged later than the edit would have been: its end proves that the edit was not.
        const { document: other } = await open({ language: 'sql', content: TABLE + QUERY });
        await untilFound(other.uri, RULE);
        assert.equal(findingsOf(uri, RULE).length, 1);
        await editor.document.save();
        await untilGone(uri, RULE);
      });
    } finally {
      await closeEverything();
      await vscode.workspace.fs.delete(uri);
    }
  });

  it('name the version that advice is for, for each folder', () => {
    const { defaultValue } =
      vscode.workspace.getConfiguration('indexwright', sampleFolder().uri).inspect('targetVersion') ?? {};
    assert.equal(defaultValue, 14);
  });
});

describe('Bad input', () => {
  afterEach(closeEverything);

  const INPUTS: Readonly<Record<string, readonly [language: string, content: string]>> = {
    'an unterminated string': ['sql', "SELECT 'abc FROM t WHERE"],
    'an unterminated dollar quote': ['sql', 'SELECT $a$ abc; SELECT 1;'],
    'an unterminated comment': ['sql', '/* /* */ SELECT 1;'],
    'an unterminated template': ['typescript', 'const a = sql`SELECT ${ FROM t WHERE'],
    'NUL bytes': ['sql', 'SELECT \0 FROM t; \0\0'],
    'lone surrogates': ['sql', "SELECT '\ud800' FROM \udc00 WHERE a = 1;"],
    'no words at all': ['sql', '\u0001\u0002\ufffd\u001b;;;;(((('],
    'a chain of ten thousand terms': ['sql', `SELECT * FROM t WHERE ${'a = 1 OR '.repeat(10_000)} b = 2;`],
  };

  for (const [name, [language, content]] of Object.entries(INPUTS)) {
    it(`stops nothing: ${name}`, async () => {
      await open({ language, content });
      const { document } = await open({ language: 'sql', content: TABLE + QUERY });
      await untilFound(document.uri, RULE);
    });
  }

  it('leaves no diagnostic without a rule or a text', async () => {
    for (const [language, content] of Object.values(INPUTS)) await open({ language, content });
    const { document } = await open({ language: 'sql', content: TABLE + QUERY });
    await untilFound(document.uri, RULE);
    for (const [uri] of vscode.languages.getDiagnostics()) {
      for (const diagnostic of ourDiagnostics(uri)) {
        assert.notEqual(diagnostic.message, '');
        assert.match(ruleOf(diagnostic), /^[a-z]+(?:-[a-z]+)+$/);
      }
    }
  });
});

/** A file system with one file that can be written. */
class OneFile implements vscode.FileSystemProvider {
  readonly onDidChangeFile = new vscode.EventEmitter<vscode.FileChangeEvent[]>().event;

  constructor(private readonly text: string) {}

  watch(): vscode.Disposable {
    return vscode.Disposable.from();
  }

  stat(uri: vscode.Uri): vscode.FileStat {
    if (uri.path !== '/query.sql') throw vscode.FileSystemError.FileNotFound(uri);
    return { type: vscode.FileType.File, ctime: 0, mtime: 0, size: this.text.length };
  }

  readDirectory(): [string, vscode.FileType][] {
    return [['query.sql', vscode.FileType.File]];
  }

  readFile(uri: vscode.Uri): Uint8Array {
    this.stat(uri);
    return new TextEncoder().encode(this.text);
  }

  createDirectory(): void {
    throw vscode.FileSystemError.NoPermissions();
  }

  writeFile(): void {
    throw vscode.FileSystemError.NoPermissions();
  }

  delete(): void {
    throw vscode.FileSystemError.NoPermissions();
  }

  rename(): void {
    throw vscode.FileSystemError.NoPermissions();
  }
}
