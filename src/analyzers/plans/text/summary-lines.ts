import type { GatheredProperties } from './plan-line';
import { readPropertyLine } from './property-lines';
import { splitList } from './split-list';

const BEGINS =
  /^(?:Planning Time|Execution Time|Planning|Settings|JIT|Query Identifier|Serialization|Trigger .*: (?:time|calls)=|Trigger for)/;

/** A line that begins what stands below the tree. */
export function isSummary(line: string): boolean {
  return BEGINS.test(line);
}

/**
 * Reads the lines below the tree into the properties of the document.
 *
 * @param section of the line before: what `Planning:` and `JIT:` begin
 * @returns the section that the next line may belong to
 */
export function readSummaryLine(
  line: string,
  document: GatheredProperties,
  section: GatheredProperties | undefined,
): GatheredProperties | undefined {
  if (line === 'Planning:' || line === 'JIT:') {
    const begun: GatheredProperties = {};
    document[line.slice(0, -1)] = begun;
    return begun;
  }
  const trigger = readTrigger(line);
  if (trigger) {
    document['Triggers'] = [...((document['Triggers'] as unknown[] | undefined) ?? []), trigger];
    return undefined;
  }
  const [, name = '', value = ''] = /^([^:]+): (.*)$/.exec(line) ?? [];
  switch (name) {
    case 'Planning Time':
    case 'Execution Time':
      document[name] = Number.parseFloat(value);
      return undefined;
    case 'Settings':
      document[name] = readSettings(value);
      return undefined;
    case 'Query Identifier':
      document[name] = value;
      return undefined;
    case 'Serialization': {
      const begun = { [name]: value };
      document[name] = begun;
      return begun;
    }
    default:
      if (section) readSectionLine(line, name, value, section);
      return section;
  }
}

/** Of a worker, too: its JIT has the same lines. */
export function readSectionLine(
  line: string,
  name: string,
  value: string,
  section: GatheredProperties,
): void {
  if (name === 'Timing') section['Timing'] = readJitTiming(value);
  else if (name === 'Memory') Object.assign(section, readPlanningMemory(value));
  else if (name === 'Options') {
    section[name] = Object.fromEntries(
      value.split(', ').map((option) => [option.split(' ')[0] ?? '', option.endsWith(' true')]),
    );
  } else readPropertyLine(line, section);
}

/** `Generation 0.5 ms (Deform 0.2 ms), Inlining 0.0 ms, …, Total 249.6 ms` */
function readJitTiming(value: string): GatheredProperties {
  const parts = value.replace(/ \([^)]*\)/g, '').split(', ');
  return Object.fromEntries(
    parts.map((part) => {
      const [, name = part, ms] = /^(\w+) ([\d.]+) ms$/.exec(part) ?? [];
      return [name, Number(ms)];
    }),
  );
}

function readPlanningMemory(value: string): GatheredProperties {
  const [, used, allocated] = /used=(\d+)kB\s+allocated=(\d+)kB/.exec(value) ?? [];
  return { 'Memory Used': Number(used), 'Memory Allocated': Number(allocated) };
}

function readSettings(value: string): GatheredProperties {
  const settings = splitList(value).map((setting) => /^(\S+) = '(.*)'$/.exec(setting) ?? []);
  return Object.fromEntries(settings.map(([, name = '', text = '']) => [name, text.replaceAll("''", "'")]));
}

/** `Trigger a_name for constraint c on relation: time=1.2 calls=6`; what the server leaves out goes without saying. */
function readTrigger(line: string): GatheredProperties | undefined {
  const head = /^Trigger (.*): (?:time=([\d.]+) )?calls=(\d+)$/.exec(line);
  if (!head) return undefined;
  const [, names = '', ms, calls] = head;
  const [, name = '', constraint, relation] =
    /^(.*?)(?:(?:^| )for constraint (.*?))?(?: on (.*))?$/.exec(names) ?? [];
  return {
    ...(name !== '' && { 'Trigger Name': name }),
    ...(constraint !== undefined && { 'Constraint Name': constraint }),
    ...(relation !== undefined && { Relation: relation }),
    ...(ms !== undefined && { Time: Number(ms) }),
    Calls: Number(calls),
  };
}
