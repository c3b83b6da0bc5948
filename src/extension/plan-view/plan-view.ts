import type { PlanViews, ShownPlans } from '../shown-plans';
import type { PlanDocument } from './plan-document';

/** What is shown of the newest plans, and where. */
export class PlanView implements PlanViews {
  constructor(private readonly document: PlanDocument) {}

  async show(input: ShownPlans): Promise<void> {
    await this.document.open(input);
  }
}
