import { Link } from 'react-router';

import { Figure, Figures } from '../../parts/figure';
import { countText, Money, moneyText } from '../../parts/money';
import type { Overview } from '../../queries/use_overview';
import { useWords } from '../../words';
import { findingsOf, kRecoverable } from './links';

/** "+12.5 %" of one amount on another; null when there is nothing to compare with. */
export function changeText(now: string | undefined, before: string | undefined): string | null {
  if (now === undefined || before === undefined || Number(before) === 0) return null;
  const change = (Number(now) / Number(before) - 1) * 100;
  return `${change >= 0 ? '+' : '−'}${Math.abs(change).toFixed(1)} %`;
}

export function Sums({ data }: { data: Overview }) {
  const words = useWords();
  const said = words.overview;
  const { now, before } = data;
  const change = (a: string | undefined, b: string | undefined) => {
    const text = changeText(a, b);
    return text === null ? said.noBefore : said.change(text);
  };
  const note = (count: string, text: string) => (
    <>
      {count} · {text}
    </>
  );
  return (
    <Figures wide>
      <Figure
        name={said.claims}
        help={said.claimsHelp}
        unit={words.common.yuan}
        value={<Money yuan={now.claims?.medfee_sumamt} />}
        note={note(said.settlements(countText(now.claims?.settlements ?? 0)), change(now.claims?.medfee_sumamt, before.claims?.medfee_sumamt))}
      />
      <Figure
        name={said.fund}
        help={said.fundHelp}
        unit={words.common.yuan}
        value={<Money yuan={now.claims?.fund_pay_sumamt} />}
        note={change(now.claims?.fund_pay_sumamt, before.claims?.fund_pay_sumamt)}
      />
      <Figure
        name={said.recoverable}
        help={said.recoverableHelp}
        unit={words.common.yuan}
        value={<Link to={findingsOf(data, kRecoverable)}>{moneyText(now.recoverable.amount)}</Link>}
        note={note(said.findings(countText(now.recoverable.findings)), change(now.recoverable.amount, before.recoverable.amount))}
      />
      <Figure
        name={said.dispute}
        help={said.disputeHelp}
        unit={words.common.yuan}
        value={<Link to={findingsOf(data)}>{moneyText(now.dispute.vola_amt_distinct_lines)}</Link>}
        note={note(said.findings(countText(now.dispute.findings)), change(now.dispute.vola_amt_distinct_lines, before.dispute.vola_amt_distinct_lines))}
      />
    </Figures>
  );
}
