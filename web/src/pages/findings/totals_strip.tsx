import { Figure, Figures } from '../../parts/figure';
import { Count, Money } from '../../parts/money';
import { BlockSkeleton, ErrorState } from '../../parts/states';
import { useFindingGroups } from '../../queries/use_finding_groups';
import { useFindingTotals } from '../../queries/use_finding_totals';
import type { useFindings } from '../../queries/use_findings';
import { useWords } from '../../words';
import { byState } from './finding_marks';

/** Sums of the list as it is filtered; each state leads to its part. */
export function TotalsStrip({ list }: { list: ReturnType<typeof useFindings> }) {
  const words = useWords();
  const said = words.findings.totals;
  const totals = useFindingTotals(list.filters);
  const states = useFindingGroups('state', list.filters);
  if (totals.isError) return <ErrorState error={totals.error} onRetry={() => void totals.refetch()} />;
  if (totals.data === undefined) return <BlockSkeleton height={66} />;
  const sums = totals.data;
  return (
    <div className="finding-totals">
      <Figures>
        <Figure name={said.findings} value={<Count value={sums.findings} />} unit={said.unit} />
        <Figure name={said.once} value={<Money yuan={sums.vola_amt_distinct_lines} />} unit={words.common.yuan} help={said.onceHelp} />
        <Figure name={said.fund} value={<Money yuan={sums.fund_amt} />} unit={words.common.yuan} help={said.fundHelp} />
        <Figure name={said.lines} value={<Count value={sums.lines} />} unit={said.linesUnit} />
      </Figures>
      <ul className="finding-states" aria-label={said.byState}>
        {byState(states.data?.items).map((group) => (
          <li key={group.key}>
            <button type="button" onClick={() => list.setFilters({ state: group.key })}>
              {words.findings.states[group.key as keyof typeof words.findings.states] ?? group.key} <Count value={group.findings} />
            </button>
          </li>
        ))}
      </ul>
    </div>
  );
}
