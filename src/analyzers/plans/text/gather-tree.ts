import type { Message } from '../../message';
import { message } from '../../message';
import { SUBPLAN, TARGET } from './join-lines';
import { readActual, readHeading } from './node-heading';
import type { GatheredProperties, PlanLine } from './plan-line';
import { readPropertyLine } from './property-lines';
import { readScanTarget } from './scan-target';
import { isSummary, readSectionLine, readSummaryLine } from './summary-lines';

interface OpenNode {
  /** Of its arrow: what is below it stands further to the right. */
  readonly column: number;
  readonly properties: GatheredProperties;
}

interface OpenWorker {
  readonly column: number;
  readonly properties: GatheredProperties;
  section?: GatheredProperties;
}

/** Puts together, line by line, the document that FORMAT JSON would have given. */
export class TreeGatherer {
  readonly document: GatheredProperties = {};
  readonly #open: OpenNode[] = [];
  #label: string | undefined;
  #worker: OpenWorker | undefined;
  #isBelow = false;
  #section: GatheredProperties | undefined;

  /** @returns what is wrong with the line */
  add(line: PlanLine): Message | undefined {
    const isOfWorker = this.#worker !== undefined && line.column > this.#worker.column;
    if (line.text.startsWith('->') || (!this.#isBelow && readHeading(line.text))) return this.#addNode(line);
    if (this.#isBelow || (!isOfWorker && isSummary(line.text))) {
      this.#isBelow = true;
      this.#section = readSummaryLine(line.text, this.document, this.#section);
      return undefined;
    }
    if (isOfWorker && this.#worker) return this.#addToWorker(line, this.#worker);
    return this.#addProperty(line);
  }

  #addNode(line: PlanLine): Message | undefined {
    const properties = readHeading(line.text);
    if (!properties) return unreadable(line);
    this.#worker = undefined;
    const hasArrow = line.text.startsWith('->');
    if (this.#open.length === 0) {
      this.document['Plan'] = properties;
      this.#open.push({ column: -1, properties });
      return undefined;
    }
    if (!hasArrow) {
      return message(
        'Line {0} begins another plan, and only one can be shown. Open each of them alone.',
        line.number,
      );
    }
    while ((this.#open.at(-1)?.column ?? -1) >= line.column) this.#open.pop();
    const parent = this.#open.at(-1);
    if (parent) this.#hang(properties, parent.properties);
    this.#open.push({ column: line.column, properties });
    return undefined;
  }

  #hang(child: GatheredProperties, parent: GatheredProperties): void {
    const siblings = (parent['Plans'] ??= []) as GatheredProperties[];
    if (this.#label === undefined) {
      const beside = siblings.filter((sibling) => sibling['Subplan Name'] === undefined).length;
      child['Parent Relationship'] = relationshipOf(parent['Node Type'], beside);
    } else {
      child['Parent Relationship'] = this.#label.startsWith('SubPlan') ? 'SubPlan' : 'InitPlan';
      child['Subplan Name'] = this.#label;
      this.#label = undefined;
    }
    siblings.push(child);
  }

  #addProperty(line: PlanLine): Message | undefined {
    const properties = this.#open.at(-1)?.properties;
    if (!properties) return unreadable(line);
    this.#worker = undefined;
    const [, number, rest] = /^Worker (\d+):\s*(.*)$/.exec(line.text) ?? [];
    if (number !== undefined) return this.#addWorker(line, Number(number), rest ?? '', properties);
    if (SUBPLAN.test(line.text)) {
      this.#label = line.text;
      return undefined;
    }
    if (TARGET.test(line.text)) {
      const target = readScanTarget('ModifyTable', line.text.replace(/^.*? on /, ''));
      properties['Target Tables'] = [
        ...((properties['Target Tables'] as unknown[] | undefined) ?? []),
        target,
      ];
      return undefined;
    }
    return readPropertyLine(line.text, properties) ? undefined : unreadable(line);
  }

  /** It is told several times: its times first, its memory in a line of its own. */
  #addWorker(line: PlanLine, number: number, rest: string, node: GatheredProperties): Message | undefined {
    const workers = (node['Workers'] ??= []) as GatheredProperties[];
    let properties = workers.find((worker) => worker['Worker Number'] === number);
    if (!properties) workers.push((properties = { 'Worker Number': number }));
    this.#worker = { column: line.column, properties };
    if (rest.startsWith('actual ')) {
      Object.assign(properties, readActual(`(${rest})`));
      return undefined;
    }
    return rest === '' ? undefined : this.#addToWorker({ ...line, text: rest }, this.#worker);
  }

  #addToWorker(line: PlanLine, worker: OpenWorker): Message | undefined {
    if (line.text === 'JIT:') {
      worker.properties['JIT'] = worker.section = {};
      return undefined;
    }
    if (!worker.section) return readPropertyLine(line.text, worker.properties) ? undefined : unreadable(line);
    const [, name = '', value = ''] = /^([^:]+): (.*)$/.exec(line.text) ?? [];
    readSectionLine(line.text, name, value, worker.section);
    return undefined;
  }
}

function relationshipOf(parentType: unknown, beside: number): string {
  if (parentType === 'Subquery Scan') return 'Subquery';
  if (/^(?:Append|Merge Append|BitmapAnd|BitmapOr)$/.test(String(parentType))) return 'Member';
  return beside === 0 ? 'Outer' : 'Inner';
}

function unreadable({ number, text }: PlanLine): Message {
  const shown = text.length > 60 ? `${text.slice(0, 60)}…` : text;
  return message('Line {0} cannot be read as a part of a plan: “{1}”.', number, shown);
}
