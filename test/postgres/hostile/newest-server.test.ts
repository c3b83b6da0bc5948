import { oldestAndNewestServer } from '../../../scripts/servers/postgres-binaries.mjs';
import { proveEnvelopeOn } from './prove-envelope';

proveEnvelopeOn(oldestAndNewestServer().at(-1));
