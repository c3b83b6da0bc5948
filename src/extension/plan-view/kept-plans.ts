import type { Plan, PlanNode } from '../../analyzers/plans/plan';
import type { ShownPlan, ShownPlans } from '../shown-plans';

/** Raised when what is written down changes its form: older ones are then not read. */
const FORM = 2;

type PackedPlan = Omit<Plan, 'nodes'>;

/** Plans with the name by which a page that is drawn anew knows them. */
export interface NamedPlans {
  readonly id: string;
  readonly shown: ShownPlans;
}

interface Packed {
  readonly form: number;
  readonly id: string;
  readonly shown: Omit<ShownPlans, 'plans'> & {
    readonly plans: readonly (Omit<ShownPlan, 'plan'> & { readonly plan: PackedPlan })[];
  };
}

/** What VS Code keeps of a panel for the next start. The list of nodes is left out: each would be written once for every node above it. */
export function packPlans({ id, shown: { plans, ...rest } }: NamedPlans): string {
  const packed: Packed = {
    form: FORM,
    id,
    shown: { ...rest, plans: plans.map((shown) => ({ ...shown, plan: withoutNodes(shown.plan) })) },
  };
  return JSON.stringify(packed);
}

/** The page wrote it; of a page that never drew anything there is none. */
export function keptOf(state: unknown): string {
  const kept: unknown = typeof state === 'object' && state !== null && 'kept' in state ? state.kept : '';
  return typeof kept === 'string' ? kept : '';
}

/** @returns undefined for what another version of the extension wrote */
export function unpackPlans(kept: string): NamedPlans | undefined {
  const packed = parse(kept);
  if (packed === undefined) return undefined;
  const { plans, ...rest } = packed.shown;
  const shown = { ...rest, plans: plans.map((one) => ({ ...one, plan: withNodes(one.plan) })) };
  return { id: packed.id, shown };
}

/** Only `packPlans` writes it, so its number tells its form. */
function parse(kept: string): Packed | undefined {
  try {
    const value: unknown = JSON.parse(kept);
    return isPacked(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

function isPacked(value: unknown): value is Packed {
  return typeof value === 'object' && value !== null && 'form' in value && value.form === FORM;
}

function withoutNodes(plan: Plan): PackedPlan {
  const packed: Omit<Plan, 'nodes'> & { nodes?: unknown } = { ...plan };
  delete packed.nodes;
  return packed;
}

function withNodes(plan: PackedPlan): Plan {
  const nodes: PlanNode[] = [];
  const visit = (node: PlanNode): void => {
    nodes.push(node);
    for (const child of node.children) visit(child);
  };
  visit(plan.root);
  return { ...plan, nodes };
}
