import assert from 'node:assert/strict';
import { setTimeout as sleep } from 'node:timers/promises';
import { Client } from 'pg';
import * as vscode from 'vscode';
import {
  actionsFor,
  actionTitled,
  closeEverything,
  findingsOf,
  inSample,
  open,
  perform,
  until,
  untilFound,
  withSetting,
} from './workbench';

const DATABASE_URL = process.env['DATABASE_URL'] ?? '';

describe('Explain this Query', () => {
  before(() => assert.match(DATABASE_URL, /^postgresql:/, 'the runner starts a server'));
  afterEach(async () => {
    await vscode.commands.executeCommand('indexwright.disconnect');
    await closeEverything();
  });

  it('shows the plans of a query of a program beside it, and leaves the focus in the code', async () => {
    const editor = await openAt('src/event-store.ts', 'WHERE stream_id = ANY');
    await vscode.commands.executeCommand('indexwright.connect');
    await vscode.commands.executeCommand('indexwright.explainQuery');
    await until('the tab of the plan', () => planTabs().length === 1);
    assert.equal(vscode.window.activeTextEditor?.document.uri.toString(), editor.document.uri.toString());
    const text = await planAsText('event-store.ts');
    assert.match(text, /=== Generic plan ===/);
    assert.match(text, /scan using events_pkey on events/i);
    assert.match(text, /values of stream_id in the newest rows/);
    assert.match(text, /LIMIT 1000, as in the code\./);
    assert.match(text, /(?:One plan for all|\d plans for) \d sets of values\./);
  });

  it('shows the next query in the same tab', async () => {
    await openAt('src/event-store.ts', 'WHERE stream_id = ANY');
    await vscode.commands.executeCommand('indexwright.connect');
    await vscode.commands.executeCommand('indexwright.explainQuery');
    await until('the tab of the plan', () => planTabs().length === 1);
    await openAt('queries/operations.sql', 'FROM outbox');
    await vscode.commands.executeCommand('indexwright.explainQuery');
    await until('the plan of the other query', () => planTabs()[0]?.label.includes('operations.sql'));
    assert.equal(planTabs().length, 1);
    assert.match(await planAsText('operations.sql'), /on outbox/);
  });

  it('is what the lens does', async () => {
    const { document } = await openAt('queries/operations.sql', 'FROM saga_messages');
    await vscode.commands.executeCommand('indexwright.connect');
    const line = document.positionAt(document.getText().indexOf('SELECT sequence')).line;
    const lens = await until('the lens', async () => {
      const lenses = await vscode.commands.executeCommand<vscode.CodeLens[]>(
        'vscode.executeCodeLensProvider',
        document.uri,
        1000,
      );
      return lenses.find(({ range }) => range.start.line === line)?.command;
    });
    const args: readonly unknown[] = lens.arguments ?? [];
    await vscode.commands.executeCommand(lens.command, ...args);
    await until('the tab of the plan', () => planTabs().length === 1);
    await planAsText('on saga_messages');
  });

  it('runs nothing: what would be inserted is not there', async () => {
    const content = "INSERT INTO streams (stream_id, category, version) VALUES ('explained-0', 'test', 1);";
    await open({ language: 'sql', content });
    await vscode.commands.executeCommand('indexwright.connect');
    await vscode.commands.executeCommand('indexwright.explainQuery');
    await until('the tab of the plan', () => planTabs().length === 1);
    assert.deepEqual(await ask("SELECT 1 FROM streams WHERE stream_id = 'explained-0'"), []);
  });

  it('asks first where no database is connected, and sends nothing when that is declined', async () => {
    await openAt('queries/operations.sql', 'FROM saga_messages');
    let isOver = false;
    const explained = vscode.commands.executeCommand('indexwright.explainQuery').then(() => (isOver = true));
    await until('the question closed', async () => {
      await vscode.commands.executeCommand('workbench.action.closeQuickOpen');
      return isOver;
    });
    await explained;
    assert.deepEqual(planTabs(), []);
    assert.deepEqual(await sessions(), []);
  });

  it('connects the database that is chosen, then shows the plan', async () => {
    await openAt('queries/operations.sql', 'FROM saga_messages');
    void vscode.commands.executeCommand('indexwright.explainQuery');
    await until('the tab of the plan', async () => {
      await vscode.commands.executeCommand('workbench.action.acceptSelectedQuickOpenItem');
      return planTabs().length === 1;
    });
    await planAsText('on saga_messages');
  });

  it('shows no plan of a query that the server refuses', async () => {
    await open({ language: 'sql', content: 'SELECT no_such_column FROM events;' });
    await vscode.commands.executeCommand('indexwright.connect');
    await vscode.commands.executeCommand('indexwright.explainQuery');
    assert.deepEqual(planTabs(), []);
  });

  it('gives up after the time that is set', async () => {
    await openAt('queries/operations.sql', 'FROM outbox');
    await vscode.commands.executeCommand('indexwright.connect');
    const locker = new Client({ connectionString: DATABASE_URL, application_name: 'a test' });
    await locker.connect();
    await locker.query('BEGIN; LOCK TABLE outbox');
    try {
      await withSetting('explain.timeoutMs', 200, async () => {
        await vscode.commands.executeCommand('indexwright.explainQuery');
      });
    } finally {
      await locker.end();
    }
    assert.deepEqual(planTabs(), []);
    await until('no work on the server', async () => (await sessions('active')).length === 0);
  });
});

describe('A finding beside its plan', () => {
  afterEach(async () => {
    await ask('DROP INDEX IF EXISTS made_by_hand');
    await vscode.commands.executeCommand('indexwright.disconnect');
    await closeEverything();
  });

  it('leads to its node, while a plan of its query is shown', async () => {
    await ask('CREATE INDEX made_by_hand ON events (stream_id, event_id)');
    const { document } = await openAt('src/event-store.ts', 'WHERE stream_id = ANY');
    await vscode.commands.executeCommand('indexwright.connect');
    const before = await untilFound(document.uri, 'unordered-stream-index');
    const titles = (await actionsFor(document.uri, before)).map(({ title }) => title);
    assert.deepEqual(
      titles.filter((title) => title.includes('in the plan')),
      [],
    );
    await vscode.commands.executeCommand('indexwright.explainQuery');
    await until('the tab of the plan', () => planTabs().length === 1);
    const finding = await untilFound(document.uri, 'unordered-stream-index');
    await perform(
      await actionTitled(document.uri, finding, /^Show the place of unordered-stream-index in the plan$/),
    );
    await until(
      'the plan with the focus',
      () => vscode.window.tabGroups.activeTabGroup.activeTab === planTabs()[0],
    );
  });

  it('gets the figures of the planner, and the plans before and after are shown side by side', async () => {
    await ask('CREATE INDEX made_by_hand ON events (stream_id, event_id)');
    const { document } = await open(inSample('src/event-store.ts'));
    await vscode.commands.executeCommand('indexwright.connect');
    await prove(document.uri, 'unordered-stream-index');
    await until('the figures in the finding', async () => {
      // One of several rewrites is chosen.
      await vscode.commands.executeCommand('workbench.action.acceptSelectedQuickOpenItem');
      return findingsOf(document.uri, 'unordered-stream-index').some(({ message }) =>
        message.includes('By the planner it costs'),
      );
    });
    await until('the tab of the plans', () => planTabs().length === 1);
    const text = await planAsText('=== After: ');
    assert.match(text, /=== Before: /);
    assert.match(text, /made_by_hand/);
  });

  it('has an index pretended beside a server that has no hypopg', async function () {
    // The first time the planner makes itself an empty database.
    this.timeout(120_000);
    const content =
      "SELECT event_id FROM events WHERE stream_id IN ('order-000001', 'order-000003') ORDER BY event_id LIMIT 50;";
    const { document } = await open({ language: 'sql', content });
    await withSetting('proof.inBackground', false, async () => {
      await vscode.commands.executeCommand('indexwright.connect');
      await prove(document.uri, 'missing-stream-index');
      const isProven = async (): Promise<boolean> => {
        // One of several proposals is chosen.
        await vscode.commands.executeCommand('workbench.action.acceptSelectedQuickOpenItem');
        return toldOf(document.uri, 'missing-stream-index').includes(
          'Planned on the schema and the statistics of',
        );
      };
      while (!(await isProven())) await sleep(200);
      const told = toldOf(document.uri, 'missing-stream-index');
      assert.match(told, /By the planner it costs [\d.]+ times less .*pretended by the embedded planner/);
      await until('the tab of the plans', () => planTabs().length === 1);
    });
  });

  it('is proven while nobody types, on the schema and the statistics of the database', async function () {
    this.timeout(120_000);
    const content =
      "SELECT event_id FROM events WHERE stream_id IN ('order-000001', 'order-000002') ORDER BY event_id LIMIT 50;";
    const { document } = await open({ language: 'sql', content });
    await vscode.commands.executeCommand('indexwright.connect');
    const rule = 'missing-stream-index';
    while (!toldOf(document.uri, rule).includes('Planned on the schema and the statistics of'))
      await sleep(200);
    assert.match(toldOf(document.uri, rule), /planner (?:gains|expects)|By the planner it costs/);
  });

  it('is withdrawn with a sentence where the server would not be faster with it', async () => {
    await ask('CREATE INDEX made_by_hand ON events (stream_id, event_id)');
    const content =
      "SELECT event_id FROM events WHERE stream_id = ANY(ARRAY['order-000001']) ORDER BY event_id LIMIT 100;";
    const { document } = await open({ language: 'sql', content });
    await vscode.commands.executeCommand('indexwright.connect');
    await untilFound(document.uri, 'single-element-array');
    await ask('DROP INDEX made_by_hand');
    await prove(document.uri, 'single-element-array');
    const withdrawn = await until('a sentence in the finding', async () => {
      await vscode.commands.executeCommand('workbench.action.acceptSelectedQuickOpenItem');
      return findingsOf(document.uri, 'single-element-array').find(({ message }) =>
        message.includes('By the planner it costs'),
      );
    });
    assert.match(withdrawn.message, /By the planner it costs .*\. So it is not proposed here any longer\./);
    assert.equal(withdrawn.severity, vscode.DiagnosticSeverity.Hint);
    const titles = (await actionsFor(document.uri, withdrawn)).map(({ title }) => title);
    assert.deepEqual(
      titles.filter((title) => !/^(?:Disable|Show) /.test(title)),
      [],
    );
  });
});

function toldOf(uri: vscode.Uri, rule: string): string {
  return findingsOf(uri, rule)
    .map(({ message }) => message)
    .join(' ');
}

async function prove(uri: vscode.Uri, rule: string): Promise<void> {
  const finding = await untilFound(uri, rule);
  void perform(await actionTitled(uri, finding, new RegExp(`^Prove ${rule} with the planner$`)));
}

async function openAt(path: string, needle: string): Promise<vscode.TextEditor> {
  const editor = await open(inSample(path));
  const position = editor.document.positionAt(editor.document.getText().indexOf(needle));
  editor.selection = new vscode.Selection(position, position);
  return editor;
}

function planTabs(): readonly vscode.Tab[] {
  return vscode.window.tabGroups.all
    .flatMap(({ tabs }) => tabs)
    .filter(
      ({ input }) => input instanceof vscode.TabInputWebview && input.viewType.endsWith('indexwright.plan'),
    );
}

/** What a screen reader is given. */
async function planAsText(content: string): Promise<string> {
  await vscode.commands.executeCommand('indexwright.openPlanAsText');
  // One document serves all plans: the one to read has this in it.
  return until(`a plan with ${content} as text`, () =>
    vscode.window.visibleTextEditors
      .map(({ document }) => document)
      .find((document) => document.uri.scheme === 'indexwright-plan' && document.getText().includes(content))
      ?.getText(),
  );
}

function sessions(state?: string): Promise<readonly unknown[]> {
  const condition = state === undefined ? '' : ` AND state = '${state}'`;
  return ask(`SELECT 1 FROM pg_stat_activity WHERE application_name = 'Indexwright'${condition}`);
}

/** As an administrator, beside the extension. */
async function ask(statement: string): Promise<readonly unknown[]> {
  const client = new Client({ connectionString: DATABASE_URL, application_name: 'a test' });
  await client.connect();
  try {
    return (await client.query<Record<string, unknown>>(statement)).rows;
  } finally {
    await client.end();
  }
}
