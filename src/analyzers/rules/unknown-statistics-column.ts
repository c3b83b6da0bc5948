import { statisticsColumnFixes } from '../fixes/statistics-column-fixes';
import { message } from '../message';
import { misnamedColumns } from '../query/misnamed-columns';
import { statisticsView } from '../query/statistics-views';
import { defineQueryRule, found, OTHER_SHAPE, silent, silentUncertainText } from './define-rule';

export default defineQueryRule({
  id: 'unknown-statistics-column',
  summary: 'A statistics view is asked for a column that it does not have, so PostgreSQL refuses the query.',
  severity: 'error',
  check(context) {
    const paths = context.paths.map(({ path }) => path);
    const views = paths.filter(({ relation }) => statisticsView(relation));
    if (views.length === 0) return OTHER_SHAPE;
    if (context.fragment.approximate) return silentUncertainText();
    const misnamed = misnamedColumns(
      context.statement,
      // `AS s (a, b)` gives the columns other names.
      paths.filter(
        ({ relation: { span } }) => !context.fragment.text.slice(span.start, span.end).includes('('),
      ),
    );
    const [first] = misnamed;
    if (!first)
      return silent('known-columns', message('No column is asked for that the view does not have.'));
    const names = new Map(misnamed.map(({ column, rightName }) => [column.name, rightName]));
    return found({
      span: first.column.span,
      message: message(
        'PostgreSQL refuses this query: {0} has no column {1}. The statistics views call the table relname and the index indexrelname; pg_indexes and pg_stats have other names. Use {2} here.',
        first.path.relation.name.name,
        first.column.name,
        [...names.values()].join(', '),
      ),
      certainty: 'stated',
      related: [],
      fixes: statisticsColumnFixes(context, misnamed),
    });
  },
});
