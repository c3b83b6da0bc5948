import assert from 'node:assert/strict';
import { createServer, type AddressInfo } from 'node:net';
import { startPostgres, type EmbeddedPostgres } from '../../../scripts/servers/embedded-postgres.mjs';
import { oldestAndNewestServer } from '../../../scripts/servers/postgres-binaries.mjs';
import { look, openWith } from './open-with';

for (const alias of oldestAndNewestServer()) {
  describe(`A target with several hosts (${alias})`, () => {
    let primary: EmbeddedPostgres;
    let standby: EmbeddedPostgres;

    before(async function () {
      this.timeout(60_000);
      primary = await startPostgres(alias);
      standby = await startPostgres(alias, { standbyOf: primary });
    });

    after(async () => {
      await standby.stop();
      await primary.stop();
    });

    /** Hosts by role, in order; `dead` answers nothing and `silent` never. */
    const open = async (roles: string, attributes: string, silentPort = 1) => {
      const ports: Readonly<Record<string, number>> = {
        dead: 1,
        silent: silentPort,
        primary: primary.port,
        standby: standby.port,
      };
      const hosts = roles.split(',').map((role) => `127.0.0.1:${ports[role] ?? 0}`);
      const uri = `postgresql://postgres@${hosts.join(',')}/postgres?connect_timeout=2&target_session_attrs=${attributes}`;
      const seen = await look(await openWith({ uri }));
      if (typeof seen === 'string') return seen.replace(/:.*/s, '');
      return seen.port === primary.port ? 'primary' : 'standby';
    };

    const FOUND: readonly (readonly [roles: string, attributes: string, found: string])[] = [
      ['dead,primary', 'any', 'primary'],
      ['standby,primary', 'any', 'standby'],
      ['standby,primary', 'read-write', 'primary'],
      ['standby,primary', 'primary', 'primary'],
      ['primary,standby', 'read-only', 'standby'],
      ['primary,dead,standby', 'standby', 'standby'],
      ['primary,standby', 'prefer-standby', 'standby'],
      ['primary,dead', 'prefer-standby', 'primary'],
      ['standby,dead', 'read-write', 'session-attributes'],
      ['dead,dead', 'any', 'refused'],
    ];
    for (const [roles, attributes, found] of FOUND) {
      it(`of ${roles} with ${attributes} leads to ${found}`, async () => {
        assert.equal(await open(roles, attributes), found);
      });
    }

    it('goes on after a host that never answers', async () => {
      const silent = createServer();
      await new Promise<void>((resolve) => silent.listen(0, '127.0.0.1', resolve));
      try {
        assert.equal(await open('silent,primary', 'any', (silent.address() as AddressInfo).port), 'primary');
      } finally {
        silent.close();
      }
    });

    it('goes on after a server that was shut down, and finds it when it is back', async () => {
      await primary.halt('fast');
      try {
        assert.equal(await open('primary,standby', 'any'), 'standby');
        assert.equal(await open('primary', 'any'), 'refused');
      } finally {
        await primary.resume();
      }
      assert.equal(await open('primary,standby', 'any'), 'primary');
    });
  });
}
