// The evidence sheet: one page of A4, to be printed and signed.
import './sheet.css';

import { PrinterOutlined } from '@ant-design/icons';
import { Button } from 'antd';
import { useState } from 'react';

import { Day, When } from '../../parts/day';
import { ItemName } from '../../parts/item_name';
import { Money } from '../../parts/money';
import { PageFrame } from '../../parts/page_frame';
import { BlockSkeleton, ErrorState } from '../../parts/states';
import { useGravityText } from '../../parts/tags';
import { useFinding, type FindingView } from '../../queries/use_finding';
import { useItemNames } from '../../queries/use_item_names';
import { useRuleNames } from '../../queries/use_rule_names';
import { useWords } from '../../words';

const kLines = 14; // on one page

export function FindingSheet({ id }: { id: string }) {
  const words = useWords();
  const said = words.findings.sheet;
  const query = useFinding(id);
  const back = { to: `/findings/${id}`, label: words.findings.sheet.back };
  const print = (
    <Button type="primary" icon={<PrinterOutlined />} onClick={() => window.print()}>
      {said.print}
    </Button>
  );
  return (
    <PageFrame title={said.title} back={back} actions={print}>
      {query.data !== undefined && <Sheet finding={query.data.finding} />}
      {query.isPending && <BlockSkeleton height={700} />}
      {query.data === undefined && query.isError && <ErrorState error={query.error} onRetry={() => void query.refetch()} />}
    </PageFrame>
  );
}

function Sheet({ finding }: { finding: FindingView }) {
  const words = useWords();
  const said = words.findings;
  const nameOf = useRuleNames();
  const gravityText = useGravityText();
  const [made] = useState(() => new Date().toLocaleString('sv-SE', { timeZone: 'Asia/Shanghai' }));
  const facts: [string, React.ReactNode][] = [
    [said.sheet.number, <span key="n" className="code">{finding.finding_id}</span>],
    [said.rule, `${finding.rule_no} ${nameOf(finding.rule_no) || finding.rule_name}（${finding.rule_version}）`],
    [said.gravity, gravityText(finding.verdict, finding.sev_deg)],
    [said.state, said.states[finding.state]],
    [said.institution, `${finding.fixmedins_name} ${finding.fixmedins_code}`],
    [said.person, finding.psn_no || '—'],
    [said.begin, <><Day day={finding.begin_time} /> – <Day day={finding.end_time} /></>],
    [said.doctor, finding.bilg_dr_code || '—'],
    [said.content, finding.vola_cont],
    [`${said.observed} / ${said.limit}`, `${finding.observed} / ${finding.limit}`],
    [said.detail.basis, finding.vola_evid],
    [said.detail.knowledgeVersion, <span key="k" className="code">{finding.knowledge_version}</span>],
    [said.amount, <strong key="a"><Money yuan={finding.vola_amt} /></strong>],
    [said.fund, <Money key="f" yuan={finding.fund_amt} />],
  ];
  return (
    <section className="sheet" aria-label={said.sheet.title}>
      <h2>{said.sheet.title}</h2>
      <p className="sheet-made">{said.sheet.made(made)}</p>
      <table className="sheet-facts">
        <tbody>
          {facts.map(([name, value]) => (
            <tr key={name}>
              <th scope="row">{name}</th>
              <td className="foreign">{value}</td>
            </tr>
          ))}
        </tbody>
      </table>
      <SheetLines finding={finding} />
      <p className="sheet-notice">{said.sheet.notice}</p>
      <div className="sheet-signs">
        {[said.sheet.inspector, said.sheet.institution, said.sheet.date].map((name) => (
          <span key={name}>{name}</span>
        ))}
      </div>
    </section>
  );
}

function SheetLines({ finding }: { finding: FindingView }) {
  const said = useWords().findings;
  const itemName = useItemNames([...finding.lines, ...finding.related_lines].map((line) => line.fact?.med_list_codg ?? ''));
  const lines = [
    ...finding.lines.map((line) => ({ ...line, disputed: line.vola_amt })),
    ...finding.related_lines.map((line) => ({ ...line, disputed: null })),
  ];
  if (lines.length === 0) return <p>{said.detail.noLines}</p>;
  return (
    <>
      <table className="sheet-lines">
        <thead>
          <tr>
            {[said.line.sn, said.line.time, said.line.item].map((name) => (
              <th key={name} scope="col">{name}</th>
            ))}
            {[said.line.count, said.line.total, said.line.disputed].map((name) => (
              <th key={name} scope="col" className="end">{name}</th>
            ))}
          </tr>
        </thead>
        <tbody>
          {lines.slice(0, kLines).map((line) => (
            <tr key={line.bkkp_sn}>
              <td className="foreign">{line.bkkp_sn}</td>
              <td>{line.fact === null ? said.line.unknown : <When time={line.fact.fee_ocur_time} />}</td>
              <td className="foreign"><ItemName code={line.fact?.med_list_codg ?? ''} name={itemName(line.fact?.med_list_codg ?? '')} /></td>
              <td className="end">{line.fact?.cnt}</td>
              <td className="end"><Money yuan={line.fact?.det_item_fee_sumamt} /></td>
              <td className="end"><Money yuan={line.disputed} /></td>
            </tr>
          ))}
        </tbody>
      </table>
      {lines.length > kLines && <p>{said.sheet.more(lines.length - kLines)}</p>}
    </>
  );
}
