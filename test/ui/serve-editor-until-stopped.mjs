// @ts-check
// Stands for `npm start` without its database: serves the editor until a signal comes.
import { Lifetime } from '../../scripts/start/lifetime.mjs';
import { serveEditor } from '../../scripts/start/serve-editor.mjs';

const [root = '', folder = '', place = ''] = process.argv.slice(2);
const lifetime = new Lifetime();
await lifetime.run(async () => {
  const { closed } = await serveEditor(root, folder, place, lifetime);
  await closed;
});
process.exit();
