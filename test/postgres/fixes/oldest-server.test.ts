import { oldestAndNewestServer } from '../../../scripts/servers/postgres-binaries.mjs';
import { proveFixesOn } from './prove-on-server';

proveFixesOn(oldestAndNewestServer().at(0));
