// The accusation in one look: the sentence, the amount, the measured value against the limit, whom it concerns.
import { Link } from 'react-router';

import { When } from '../../parts/day';
import { Facts } from '../../parts/facts';
import { Figure, Figures } from '../../parts/figure';
import { Money } from '../../parts/money';
import type { FindingView } from '../../queries/use_finding';
import { pages } from '../../routes';
import { useMay } from '../../session/session';
import { useWords } from '../../words';
import { Measured } from './measured';

export function Glance({ finding }: { finding: FindingView }) {
  const words = useWords();
  const said = words.findings;
  const may = useMay();
  const leads = (page: string) => pages.some(({ name }) => name === page);
  const person = <span className="code">{finding.psn_no || '—'}</span>;
  const institution = finding.fixmedins_name || finding.fixmedins_code;
  return (
    <>
      <p className="glance-sentence foreign">{finding.vola_cont}</p>
      <Figures>
        <Figure name={said.amount} value={<Money yuan={finding.vola_amt} />} help={said.amountHelp} />
        <Figure name={said.fund} value={<Money yuan={finding.fund_amt} />} />
      </Figures>
      <Measured observed={finding.observed} limit={finding.limit} />
      <Facts
        facts={[
          [said.institution, leads('institutions') ? <Link key="i" to={`/institutions/${encodeURIComponent(finding.fixmedins_code)}`}>{institution}</Link> : institution],
          [said.person, leads('persons') && may('read_persons') && finding.psn_no ? <Link key="p" to={`/persons/${encodeURIComponent(finding.psn_no)}`} state={{ reason: said.detail.lookReason(finding.finding_id) }}>{person}</Link> : person],
          [said.begin, <><When time={finding.begin_time} />{finding.end_time !== finding.begin_time && <> – <When time={finding.end_time} /></>}</>],
          [said.doctor, <span key="d" className="code">{finding.bilg_dr_code || '—'}</span>],
          [said.verdict, words.common.verdicts[finding.verdict]],
        ]}
      />
      <p className="glance-basis">
        <span>{said.detail.basis}</span> <span className="foreign">{finding.vola_evid}</span>
      </p>
    </>
  );
}
