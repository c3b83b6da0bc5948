import assert from 'node:assert/strict';
import { createServer, type AddressInfo, type Server, type Socket } from 'node:net';
import { formatMessage } from '../../../../src/analyzers/message';
import { openClient, type Opening } from '../../../../src/postgres/connection/open-client';
import { resolveTarget } from '../../../../src/postgres/connection/resolve-target';
import { Secret } from '../../../../src/postgres/connection/secret';
import { worldWith } from './sample-world';

/** What no real PostgreSQL can be made to do at will. */
describe('A server that is none, or none of the usual kind', () => {
  let server: Server | undefined;
  const sockets = new Set<Socket>();

  afterEach(() => {
    for (const socket of sockets) socket.destroy();
    sockets.clear();
    server?.close();
  });

  const listen = async (behave: (socket: Socket) => void): Promise<number> => {
    const listening = createServer((socket) => {
      sockets.add(socket.on('error', () => undefined));
      behave(socket);
    });
    server = listening;
    await new Promise<void>((resolve) => listening.listen(0, '127.0.0.1', resolve));
    return (listening.address() as AddressInfo).port;
  };
  /** Answers the first message that comes. */
  const answer = (bytes: string) => (socket: Socket) =>
    void socket.once('data', () => socket.write(Buffer.from(bytes, 'latin1')));
  const open = (query: string, signal?: AbortSignal): Promise<Opening> => {
    const resolved = resolveTarget({ name: 'x', uri: `postgresql://127.0.0.1:${query}` }, worldWith());
    assert.ok(resolved.kind === 'target');
    return openClient(resolved.target, {
      findPassword: () =>
        Promise.resolve({
          kind: 'found',
          password: new Secret('x'),
          origin: { kind: 'secret-store' },
          notes: [],
        }),
      ...(signal && { signal }),
    });
  };
  const problemOf = (opening: Opening): string =>
    opening.kind === 'failed' ? `${opening.problem.kind}: ${formatMessage(opening.problem.message)}` : 'open';

  const error = (code: string, text: string): string => {
    const fields = `SFATAL\0C${code}\0M${text}\0\0`;
    return `E\0\0\0${String.fromCharCode(fields.length + 4)}${fields}`;
  };

  const STRANGE: readonly (readonly [title: string, bytes: string, sslmode: string, expected: RegExp])[] = [
    ['wants Kerberos', 'R\0\0\0\x08\0\0\0\x07', 'disable', /^authentication-method: .*Kerberos/],
    [
      'knows only an unknown kind of SASL',
      'R\0\0\0\x10\0\0\0\nOAUTH\0\0\0',
      'disable',
      /^authentication-method/,
    ],
    ['has no TLS', 'N', 'require', /^tls-not-supported: .*sslMode require demands it/],
    [
      'has no TLS for a full check',
      'N',
      'verify-full&sslrootcert=system',
      /^tls-not-supported: .*verify-full/,
    ],
    [
      'speaks HTTP where TLS was asked for',
      'HTTP/1.1 400 Bad Request\r\n\r\n',
      'require',
      /^not-postgres: .*port/,
    ],
    ['speaks HTTP', 'HTTP/1.1 400 Bad Request\r\n\r\n', 'disable', /^(?:not-postgres|timeout)/],
    ['says more than it was asked', 'Shello', 'require', /^not-postgres/],
    ['is starting up', error('57P03', 'the database system is starting up'), 'disable', /^starting-up/],
    ['is shutting down', error('57P03', 'the database system is shutting down'), 'disable', /^shutting-down/],
    ['is recovering', error('57P03', 'the database system is in recovery mode'), 'disable', /^in-recovery/],
    [
      'has no slot left',
      error('53300', 'remaining connection slots are reserved'),
      'disable',
      /^too-many-connections: .*two at most/,
    ],
    ['is ended by an administrator', error('57P01', 'terminating connection'), 'disable', /^ended-by-server/],
    ['is a pooler without its server', error('08P01', 'server login has been failing'), 'disable', /^pooler/],
    [
      'is a pooler that is full',
      error('08P01', 'no more connections allowed (max_client_conn)'),
      'disable',
      /^too-many/,
    ],
    ['is a pooler of another tenant', error('XX000', 'Tenant or user not found'), 'disable', /^role-missing/],
    [
      'says something new',
      error('99999', 'the moon is full'),
      'disable',
      /^other: .*It says: the moon is full/,
    ],
  ];
  for (const [title, bytes, sslmode, expected] of STRANGE) {
    it(`is described where it ${title}`, async () => {
      const port = await listen(answer(bytes));
      assert.match(problemOf(await open(`${port}/x?connect_timeout=1&sslmode=${sslmode}`)), expected);
    });
  }

  it('is described where it promises TLS and does not know it', async () => {
    const port = await listen((socket) => {
      socket.once('data', () => {
        socket.once('data', () => socket.write('not TLS at all'));
        socket.write('S');
      });
    });
    assert.match(problemOf(await open(`${port}/x?sslmode=require`)), /^tls-failed/);
  });

  it('is described where it hangs up', async () => {
    const port = await listen((socket) => void socket.once('data', () => socket.end()));
    assert.match(problemOf(await open(`${port}/x?sslmode=disable`)), /^lost: .*broke off/);
  });

  it('is given up when it says nothing for the time that the target allows', async () => {
    const port = await listen(() => undefined);
    assert.match(problemOf(await open(`${port}/x?connect_timeout=0.05`)), /^timeout: .*within 0\.05 seconds/);
  });

  it('is given up in the middle of its handshake too', async () => {
    const port = await listen(answer('S'));
    assert.match(problemOf(await open(`${port}/x?connect_timeout=0.05&sslmode=require`)), /^timeout/);
  });

  it('is left alone when nobody waits any more', async () => {
    const controller = new AbortController();
    const closed = new Promise<void>((resolve) => {
      void listen((socket) => {
        socket.once('close', resolve);
        socket.once('data', () => controller.abort(new Error('no longer wanted')));
      }).then((port) => assert.rejects(open(`${port}/x`, controller.signal), /no longer wanted/));
    });
    await closed;
  });

  it('is followed by the next host only where it cannot be reached or takes no connections yet', async () => {
    const busy = await listen(answer(error('57P03', 'the database system is starting up')));
    const opening = await open(`1,127.0.0.1:${busy},127.0.0.1:2/x?sslmode=disable`);
    assert.ok(opening.kind === 'failed');
    assert.deepEqual(
      opening.attempts.map(({ host, problem }) => [host.port, problem.kind]),
      [
        [1, 'refused'],
        [busy, 'starting-up'],
        [2, 'refused'],
      ],
    );
    server?.close();
    const strict = await listen(answer(error('28000', 'no pg_hba.conf entry for host')));
    const refused = await open(`1,127.0.0.1:${strict},127.0.0.1:2/x?sslmode=disable`);
    assert.ok(refused.kind === 'failed');
    assert.equal(refused.problem.kind, 'not-admitted');
    assert.equal(refused.attempts.length, 2);
  });

  it('is described where its name is not known', async () => {
    const resolved = resolveTarget({ name: 'x', host: 'db.invalid' }, worldWith());
    assert.ok(resolved.kind === 'target');
    const opening = await openClient(resolved.target, {
      findPassword: () => Promise.resolve({ kind: 'ask', notes: [] }),
    });
    assert.match(problemOf(opening), /^unknown-host: The host name db\.invalid/);
  });

  it('is described where its socket is missing', async () => {
    const resolved = resolveTarget({ name: 'x', host: '/nowhere' }, worldWith());
    assert.ok(resolved.kind === 'target');
    const opening = await openClient(resolved.target, {
      findPassword: () => Promise.resolve({ kind: 'ask', notes: [] }),
    });
    assert.match(problemOf(opening), /^socket-missing: There is no socket \/nowhere\/\.s\.PGSQL\.5432/);
  });
});
