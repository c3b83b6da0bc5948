import assert from 'node:assert/strict';
import { Client } from 'pg';
import * as vscode from 'vscode';
import { type Question, withAnswers, withTyping } from './answers';
import {
  actionTitled,
  closeEverything,
  inSample,
  open,
  perform,
  sampleFolder,
  until,
  untilFound,
  untilGone,
} from './workbench';

const DATABASE_URL = process.env['DATABASE_URL'] ?? '';

describe('Maintenance of a database', () => {
  let client: Client;

  before(async () => {
    assert.match(DATABASE_URL, /^postgresql:/, 'the runner starts a server');
    client = await connect('a test');
    await client.query('CREATE TABLE kept (id int PRIMARY KEY, kind text)');
    await client.query("INSERT INTO kept SELECT n, 'k' || n % 7 FROM generate_series(1, 500) n");
    await client.query('CREATE INDEX kept_kind ON kept (kind)');
    await vscode.commands.executeCommand('indexwright.connect');
  });

  after(async () => {
    await vscode.commands.executeCommand('indexwright.disconnect');
    await client.query('DROP TABLE kept');
    await client.end();
  });

  afterEach(closeEverything);

  it('rebuilds an index once that is agreed to, and keeps a record of it', async () => {
    const before = await oidOf('kept_kind');
    await withAnswers(
      [[/^Rebuild the index kept_kind of public\.kept, on .*\?$/, 'Run']],
      async (questions) => {
        await runOn('reindexIndex', index('kept_kind'));
        const [question] = questions;
        assert.match(question?.detail ?? '', /^REINDEX INDEX CONCURRENTLY public\.kept_kind;/);
        assert.match(
          question?.detail ?? '',
          /SHARE UPDATE EXCLUSIVE on public\.kept\. Reads and writes go on/,
        );
        assert.deepEqual(question?.buttons, ['Run', 'Insert as Migration', 'Copy']);
        await untilTold(questions, /: done in \d+ s\. kept_kind was built anew and is valid\.$/);
      },
    );
    assert.notEqual(await oidOf('kept_kind'), before);
    await vscode.commands.executeCommand('indexwright.showMaintenanceHistory');
    const text = vscode.window.activeTextEditor?.document.getText() ?? '';
    assert.match(text, /^# Maintenance history\n\n## Rebuild the index kept_kind of public\.kept\n/);
    assert.match(text, /```sql\n-- done after \d+ s\nREINDEX INDEX CONCURRENTLY public\.kept_kind;\n```/);
    assert.ok(!text.includes('password'));
  });

  it('runs nothing when the question is closed', async () => {
    const before = await oidOf('kept_kind');
    await withAnswers([], () => runOn('reindexIndex', index('kept_kind')));
    assert.equal(await oidOf('kept_kind'), before);
  });

  it('creates an index that is picked by hand, and undoes it', async () => {
    const answers = [
      [/^Create the index kept_id_idx on public\.kept/, 'Run'],
      [/^Create the index kept_id_idx .*: done/, 'Undo...'],
      [/^Drop the index kept_id_idx/, 'Run'],
    ] as const;
    await withAnswers(answers, async (questions) => {
      await accepting(runOn('createIndex', table()));
      await untilTold(
        questions,
        /^Create the index kept_id_idx .*: done .*kept_id_idx is there and valid\.$/,
      );
      const drop = await untilTold(questions, /^Drop the index kept_id_idx of public\.kept, on .*\?$/);
      assert.match(drop.detail, /The server has never used it|The server has not used it/);
      assert.match(drop.detail, /To undo:\nCREATE INDEX CONCURRENTLY kept_id_idx/);
      await untilTold(questions, /^Drop the index kept_id_idx .*: done .*kept_id_idx is gone\.$/);
    });
    assert.equal(await oidOf('kept_id_idx'), null);
  });

  it('says what speaks against an action, and does not offer to run what PostgreSQL refuses', async () => {
    await withAnswers([], async (questions) => {
      await runOn('dropIndex', index('kept_pkey'));
      assert.match(questions[0]?.detail ?? '', /Not possible: kept_pkey belongs to the constraint kept_pkey/);
      assert.deepEqual(questions[0]?.buttons, ['Insert as Migration', 'Copy']);
    });
  });

  it('copies the statements, and writes them as the next migration', async () => {
    await withAnswers([[/^Drop the index kept_kind/, 'Copy']], () => runOn('dropIndex', index('kept_kind')));
    assert.equal(await vscode.env.clipboard.readText(), 'DROP INDEX CONCURRENTLY public.kept_kind;\n');
    await withAnswers([[/^Drop the index kept_kind/, 'Insert as Migration']], () =>
      runOn('dropIndex', index('kept_kind')),
    );
    const document = await takeMigration(/drop_kept_kind\.sql$/);
    assert.match(document, /DROP INDEX CONCURRENTLY public\.kept_kind;/);
    assert.notEqual(await oidOf('kept_kind'), null);
  });

  it('writes a plan for partitions as a migration, and runs nothing', async () => {
    await withAnswers([], () => accepting(runOn('planPartitioning', table())));
    const document = await takeMigration(/partition_kept\.sql$/);
    assert.match(document, /^-- kept cannot be turned into a partitioned table/);
    assert.match(document, /PARTITION BY HASH \(id\);/);
    assert.equal(await oidOf('kept_partitioned'), null);
  });

  it('plans partitions by time and by value as they are picked', async () => {
    await client.query('CREATE TABLE logged (id int, level text, logged_at timestamptz)');
    await client.query(
      "INSERT INTO logged SELECT n, 'level ' || n % 2, now() FROM generate_series(1, 100) n",
    );
    await client.query('ANALYZE logged');
    await vscode.commands.executeCommand('indexwright.readDatabaseAgain');
    const logged = { schema: 'public', name: 'logged' };
    const row = { object: { kind: 'table', connectionId: connectionId(), table: logged } };
    const plan = async (typed: Answers[0], picked: Answers[1]): Promise<string> => {
      await withTyping(typed, picked, () => runOn('planPartitioning', row));
      return takeMigration(/partition_logged\.sql$/);
    };
    const weekly = await plan(
      [[/^How many partitions, from \d{4}-\d\d-\d\d on\?$/, '2']],
      [
        [/^How the partitions of logged/, ['By time']],
        [/^The column that tells the partitions of logged apart/, ['logged_at']],
        [/^How long a time is in one partition/, ['A week']],
      ],
    );
    const bounds = [...weekly.matchAll(/FOR VALUES FROM \('(.*)'\) TO \('(.*)'\);/g)];
    assert.match(weekly, /PARTITION BY RANGE \(logged_at\);/);
    assert.deepEqual(
      bounds.map(([, from = '', to = '']) => Date.parse(to) - Date.parse(from)),
      [WEEK_MS, WEEK_MS],
    );
    const byValue = await plan(
      [[/^Which values get a partition of their own/, "level 1, it's"]],
      [
        [/^How the partitions of logged/, ['By value']],
        [/^The column that tells the partitions of logged apart/, ['level']],
      ],
    );
    assert.match(byValue, /PARTITION BY LIST \(level\);/);
    assert.match(byValue, /logged_partitioned_1 PARTITION OF .* FOR VALUES IN \('level 1'\);/);
    assert.match(byValue, /FOR VALUES IN \('it''s'\);/);
    assert.equal(await oidOf('logged_partitioned'), null);
    await client.query('DROP TABLE logged');
  });

  it('cancels a build that waits, which leaves nothing', async () => {
    const holder = await connect('a writer');
    await holder.query("BEGIN; INSERT INTO kept VALUES (1001, 'held')");
    try {
      await withAnswers([[/^Rebuild the index kept_kind/, 'Run']], async (questions) => {
        const running = runOn('reindexIndex', index('kept_kind'));
        await until('a build that waits', async () =>
          (await phases()).some((phase) => phase.includes('waiting')),
        );
        await vscode.commands.executeCommand('indexwright.cancelMaintenance');
        await until('the build ended', async () => (await phases()).length === 0);
        await holder.query('ROLLBACK');
        await running;
        await untilTold(questions, /^Rebuild the index kept_kind .*: cancelled\. No index has changed\.$/);
      });
    } finally {
      await holder.end();
    }
    assert.deepEqual(await invalid(), []);
  });

  it('repairs what a build has left invalid', async () => {
    await client.query('CREATE UNIQUE INDEX CONCURRENTLY kept_twice ON kept (kind)').catch(() => undefined);
    await client.query('DELETE FROM kept WHERE id > 7');
    assert.deepEqual(await invalid(), ['kept_twice']);
    await withAnswers([[/^Rebuild the index kept_twice/, 'Run']], async (questions) => {
      await accepting(runOn('repairIndex', undefined));
      await untilTold(
        questions,
        /: done .*kept_twice is valid now\.|: done .*kept_twice was built anew and is valid\./,
      );
    });
    assert.deepEqual(await invalid(), []);
  });

  it('finds a build of ours again that a window has left behind, and cancels it', async () => {
    const holder = await connect('a writer');
    const left = await connect('Indexwright DDL');
    await holder.query("BEGIN; INSERT INTO kept VALUES (1002, 'held')");
    const building = left
      .query('CREATE INDEX CONCURRENTLY kept_left ON kept (kind, id)')
      .catch(() => 'broken off');
    await until('a build that waits', async () =>
      (await phases()).some((phase) => phase.includes('waiting')),
    );
    try {
      await withAnswers([], async (questions) => {
        await vscode.commands.executeCommand('indexwright.reconnect');
        await until('the build cancelled', async () => {
          await vscode.commands.executeCommand('indexwright.cancelMaintenance');
          return (await phases()).length === 0;
        });
        assert.equal(await building, 'broken off');
        const told = await untilTold(questions, /CREATE INDEX CONCURRENTLY of kept_left.*: broken off\./);
        assert.match(told.sentence, /kept_left is invalid/);
        assert.deepEqual(told.buttons, ['Repair...']);
      });
    } finally {
      await holder.end();
      await left.end();
    }
    await client.query('DROP INDEX kept_left');
  });

  it('finds a drop of ours again that waits for a reader, and cancels it', async () => {
    await client.query('CREATE INDEX kept_drop ON kept (id, kind)');
    const holder = await connect('a reader');
    const left = await connect('Indexwright DDL');
    await holder.query('BEGIN; SELECT count(*) FROM kept');
    const dropping = left.query('DROP INDEX CONCURRENTLY public.kept_drop').catch(() => 'broken off');
    await until('a drop that waits', async () => (await waiting()) === 1);
    try {
      await withAnswers([], async (questions) => {
        await vscode.commands.executeCommand('indexwright.reconnect');
        await until('the drop cancelled', async () => {
          await vscode.commands.executeCommand('indexwright.cancelMaintenance');
          return (await waiting()) === 0;
        });
        assert.equal(await dropping, 'broken off');
        const told = await untilTold(questions, /^DROP INDEX CONCURRENTLY of kept_drop, on .*: broken off\./);
        assert.deepEqual(told.buttons, ['Repair...']);
      });
    } finally {
      await holder.end();
      await left.end();
    }
    await client.query('DROP INDEX kept_drop');
  });

  it('builds an index anew and swaps it, that of a constraint together with the constraint', async () => {
    for (const [name, title] of [
      ['kept_kind', /^Build kept_kind in place of the index kept_kind/],
      ['kept_pkey', /^Rebuild the index of the constraint kept_pkey/],
    ] as const) {
      const before = await oidOf(name);
      await withAnswers([[title, 'Run']], async (questions) => {
        await runOn('replaceIndex', index(name));
        await untilTold(questions, new RegExp(`${title.source}.*: done`));
      });
      assert.notEqual(await oidOf(name), before);
    }
    assert.deepEqual(await invalid(), []);
  });

  it('asks for what it needs: columns and names', async () => {
    const answers = [[/public\.kept.* on .*\?$/, 'Run']] as const;
    await withAnswers(answers, async (questions) => {
      await accepting(runOn('addConstraint', table()));
      await untilTold(questions, /^Add the constraint kept_id_key to public\.kept, on .*: done/);
      await accepting(runOn('setStatisticsTarget', table()));
      await untilTold(questions, /^Set the statistics target of public\.kept\.id, on .*: done/);
    });
    assert.notEqual(await oidOf('kept_id_key'), null);
  });

  it('tells the end of a build whose connection was closed meanwhile', async () => {
    const holder = await connect('a writer');
    await holder.query("BEGIN; INSERT INTO kept VALUES (1003, 'held')");
    try {
      await withAnswers([[/^Rebuild the index kept_kind/, 'Run']], async (questions) => {
        const running = runOn('reindexIndex', index('kept_kind'));
        await until('a build that waits', async () =>
          (await phases()).some((phase) => phase.includes('waiting')),
        );
        await vscode.commands.executeCommand('indexwright.disconnect');
        await holder.query('ROLLBACK');
        await running;
        await untilTold(questions, /^Rebuild the index kept_kind .*: done .*built anew and is valid\.$/);
      });
    } finally {
      await holder.end();
      await vscode.commands.executeCommand('indexwright.connect');
    }
  });

  it('creates the index of a finding, where a database is connected', async () => {
    const { document } = await open(inSample('src/event-store.ts'));
    const finding = await untilFound(document.uri, 'missing-stream-index');
    const title = /^Create the index idx_events_stream_id_event_id on the connected database now\.\.\.$/;
    const action = await actionTitled(document.uri, finding, title);
    await withAnswers([[/^Create the index idx_events_stream_id_event_id/, 'Run']], async (questions) => {
      await accepting(perform(action));
      const told = await untilTold(
        questions,
        /^Create the index idx_events_stream_id_event_id on public\.events.*: done/,
      );
      await untilGone(document.uri, 'missing-stream-index');
      const [, name = ''] = /^Create the index (\w+)/.exec(told.sentence) ?? [];
      await client.query(`DROP INDEX ${name}`);
    });
  });

  it('indexes a partitioned table by the recipe, whose statements stand beside the question', async () => {
    await client.query('CREATE TABLE days (id int, day date) PARTITION BY RANGE (day)');
    await client.query(
      "CREATE TABLE days_1 PARTITION OF days FOR VALUES FROM ('2026-01-01') TO ('2026-02-01')",
    );
    await client.query(
      "CREATE TABLE days_2 PARTITION OF days FOR VALUES FROM ('2026-02-01') TO ('2026-03-01')",
    );
    await vscode.commands.executeCommand('indexwright.readDatabaseAgain');
    const days = { schema: 'public', name: 'days' };
    const row = { object: { kind: 'table', connectionId: connectionId(), table: days } };
    await withAnswers(
      [[/^Create the index days_id_idx on public\.days and its partitions/, 'Run']],
      async (questions) => {
        await accepting(runOn('createIndex', row));
        assert.match(questions[0]?.detail ?? '', /^5 statements, which are shown beside this question\./);
        await untilTold(questions, /: done .*days_id_idx is there and valid\./);
      },
    );
    assert.deepEqual(await invalid(), []);
    const drop = {
      object: { kind: 'index', connectionId: connectionId(), table: days, index: 'days_id_idx' },
    };
    const answers = [
      [/^Drop the index days_id_idx of public\.days, on .*\?$/, 'Run'],
      [/^Drop the index days_id_idx of public\.days.*: done/, 'Undo...'],
      [/^Create the index days_id_idx on public\.days and its partitions, on .*\?$/, 'Run'],
    ] as const;
    await withAnswers(answers, async (questions) => {
      await runOn('dropIndex', drop);
      await untilTold(questions, /^Create the index .*: done .*days_id_idx is there and valid\./);
    });
    assert.deepEqual(await invalid(), []);
    assert.notEqual(await oidOf('days_1_id_idx'), null);
    await client.query('DROP TABLE days');
  });

  it('creates the index that a row of the tree proposes', async () => {
    const proposed = {
      schema: 'public',
      table: 'kept',
      name: 'ignored',
      method: 'btree',
      unique: false,
      keys: ['kind DESC'],
      include: ['id'],
      replaces: [],
    };
    const row = {
      object: { kind: 'table', connectionId: connectionId(), table: KEPT },
      proposal: { index: proposed },
    };
    await withAnswers([], async (questions) => {
      await accepting(runOn('createIndex', row));
      assert.match(questions[0]?.detail ?? '', /ON public\.kept \(kind DESC\)\n\s+INCLUDE \(id\);/);
    });
  });

  it('renames an index, and gives it its name back', async () => {
    await withTyping([[/^Rename kept_kind$/, 'kept "renamed"']], [], async () => {
      const answers = [
        [/^Rename the index .*\?$/, 'Run'],
        [/^Rename the index kept_kind .*: done/, 'Undo...'],
      ] as const;
      await withAnswers(answers, async (questions) => {
        await runOn('renameIndex', index('kept_kind'));
        const { detail } = await untilTold(
          questions,
          /^Rename the index kept_kind of public\.kept to kept "renamed"/,
        );
        assert.match(detail, /^ALTER INDEX public\.kept_kind RENAME TO "kept ""renamed""";/);
        await untilTold(questions, /: done .*kept_kind is now called kept "renamed"\.$/);
        await untilTold(questions, /: done .*kept "renamed" is now called kept_kind\.$/);
      });
    });
    assert.notEqual(await oidOf('kept_kind'), null);
  });

  it('summarizes a BRIN index, and says that others have nothing to summarize', async () => {
    await client.query('CREATE INDEX kept_brin ON kept USING brin (id)');
    await vscode.commands.executeCommand('indexwright.readDatabaseAgain');
    await withAnswers([[/^Summarize the new pages/, 'Run']], async (questions) => {
      await runOn('summarizeBrin', index('kept_kind'));
      await untilTold(questions, /^kept_kind is no BRIN index: only those summarize pages\.$/);
      await runOn('summarizeBrin', index('kept_brin'));
      await untilTold(
        questions,
        /^Summarize the new pages of public\.kept in the BRIN index kept_brin.*: done/,
      );
    });
    await client.query('DROP INDEX kept_brin');
  });

  it('sets the autovacuum options that are ticked', async () => {
    const name = 'autovacuum_vacuum_scale_factor';
    await withTyping([[new RegExp(`^${name}$`), '0.01']], [[/^Which of them are to change/, [name]]], () =>
      withAnswers([[/^Set when autovacuum comes to public\.kept, on .*\?$/, 'Run']], async (questions) => {
        await runOn('setAutovacuumOptions', table());
        await untilTold(questions, /^Set when autovacuum comes to public\.kept, on .*: done/);
        assert.match(questions[0]?.detail ?? '', /^To undo:\nALTER TABLE public\.kept RESET/m);
      }),
    );
    const { rows } = await client.query("SELECT reloptions FROM pg_class WHERE oid = 'kept'::regclass");
    assert.deepEqual(rows, [{ reloptions: [`${name}=0.01`] }]);
  });

  it('sets the statistics target of an expression of an index, and knows which index has none', async () => {
    await client.query('CREATE INDEX kept_lower ON kept (id, lower(kind))');
    await withTyping([[/^Statistics target of lower\(kind\)$/, '400']], [], () =>
      withAnswers(
        [[/^Set the statistics target of public\.kept\.lower\(kind\)/, 'Run']],
        async (questions) => {
          await runOn('setStatisticsTarget', index('kept_kind'));
          await untilTold(questions, /^kept_kind has no expression among its keys/);
          await accepting(runOn('setStatisticsTarget', index('kept_lower')));
          await untilTold(
            questions,
            /^Set the statistics target of public\.kept\.lower\(kind\), on .*: done/,
          );
        },
      ),
    );
    const { rows } = await client.query(
      "SELECT attstattarget AS target FROM pg_attribute WHERE attrelid = 'kept_lower'::regclass AND attnum = 2",
    );
    assert.deepEqual(rows, [{ target: 400 }]);
    await client.query('DROP INDEX kept_lower');
  });

  for (const [command, done] of [
    ['analyzeTable', /^Gather statistics of public\.kept, on .*: done/],
    ['vacuumTable', /^Vacuum public\.kept, on .*: done/],
  ] as const) {
    it(`runs ${command}`, async () => {
      await withAnswers([[/public\.kept, on .*\?$/, 'Run']], async (questions) => {
        await runOn(command, table());
        await untilTold(questions, done);
      });
    });
  }

  /** A row of the tree. */
  function index(name: string): unknown {
    return { object: { kind: 'index', connectionId: connectionId(), table: KEPT, index: name } };
  }

  function table(): unknown {
    return { object: { kind: 'table', connectionId: connectionId(), table: KEPT } };
  }

  async function oidOf(name: string): Promise<unknown> {
    const { rows } = await client.query<{ oid: string }>('SELECT to_regclass($1)::oid AS oid', [name]);
    return rows[0]?.oid;
  }

  async function phases(): Promise<readonly string[]> {
    const { rows } = await client.query<{ phase: string }>('SELECT phase FROM pg_stat_progress_create_index');
    return rows.map(({ phase }) => phase);
  }

  async function waiting(): Promise<number> {
    const { rows } = await client.query(
      "SELECT 1 FROM pg_stat_activity WHERE application_name = 'Indexwright DDL' AND wait_event_type = 'Lock'",
    );
    return rows.length;
  }

  async function invalid(): Promise<readonly string[]> {
    const { rows } = await client.query<{ name: string }>(
      'SELECT indexrelid::regclass::text AS name FROM pg_index WHERE NOT indisvalid ORDER BY 1',
    );
    return rows.map(({ name }) => name);
  }
});

type Answers = Parameters<typeof withTyping>;
const WEEK_MS = 7 * 24 * 3_600_000;
const KEPT = { schema: 'public', name: 'kept' };

async function connect(application: string): Promise<Client> {
  const client = new Client({ connectionString: DATABASE_URL, application_name: application });
  await client.connect();
  return client;
}

function connectionId(): string {
  const { uri } = sampleFolder();
  const settings = vscode.workspace.getConfiguration('indexwright', uri);
  const [first] = settings.get<readonly { readonly name: string }[]>('connections', []);
  return `${uri.toString()}#${first?.name}`;
}

async function runOn(command: string, node: unknown): Promise<void> {
  await vscode.commands.executeCommand(`indexwright.${command}`, node);
}

/** Takes what is proposed in every pick and every input until the command has ended. */
async function accepting(command: Promise<void>): Promise<void> {
  let isOver = false;
  const ended = command.finally(() => (isOver = true));
  await until('the end of a command', async () => {
    if (!isOver) await vscode.commands.executeCommand('workbench.action.acceptSelectedQuickOpenItem');
    return isOver;
  });
  await ended;
}

/** The migration that was written and is shown; it is taken away again. */
async function takeMigration(path: RegExp): Promise<string> {
  const document = await until(`an editor of ${String(path)}`, () => {
    const shown = vscode.window.activeTextEditor?.document;
    return shown && path.test(shown.uri.path) && shown;
  });
  const text = document.getText();
  await vscode.workspace.fs.delete(document.uri);
  return text;
}

async function untilTold(questions: readonly Question[], sentence: RegExp): Promise<Question> {
  return until(`a message ${String(sentence)}`, () =>
    questions.find((question) => sentence.test(question.sentence)),
  );
}
