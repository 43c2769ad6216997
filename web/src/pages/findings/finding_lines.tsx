// How the amount comes about, line by line, and the lines that the accusation rests on.
import { When } from '../../parts/day';
import { HelpMark } from '../../parts/help_mark';
import { ItemName } from '../../parts/item_name';
import { Money, moneyText } from '../../parts/money';
import { Section } from '../../parts/page_frame';
import { SmallTable, type SmallColumn } from '../../parts/small_table';
import type { FeeLine, FindingView } from '../../queries/use_finding';
import { useItemNames } from '../../queries/use_item_names';
import { useWords } from '../../words';

interface Row {
  bkkp_sn: string;
  vola_amt?: string | null;
  fact: FeeLine | null;
}

export function FindingLines({ finding }: { finding: FindingView }) {
  const words = useWords();
  const said = words.findings;
  const itemName = useItemNames([...finding.lines, ...finding.related_lines].map((line) => line.fact?.med_list_codg ?? ''));
  const columns = useColumns(itemName);
  const disputed: SmallColumn<Row> = { key: 'disputed', title: said.line.disputed, align: 'end', render: (row) => <strong><Money yuan={row.vola_amt} /></strong> };
  return (
    <>
      <Section title={said.detail.lines} extra={<HelpMark about={said.detail.lines} text={said.detail.linesHelp} />}>
        {finding.lines.length === 0 ? (
          <p className="soft">{said.detail.noLines}</p>
        ) : (
          <>
            <SmallTable label={said.detail.lines} columns={[...columns, disputed]} rows={finding.lines} rowKey={(row) => row.bkkp_sn} />
            <p className="lines-sum">
              {said.detail.sum} <Money yuan={finding.vola_amt} /> {words.common.yuan}
            </p>
          </>
        )}
      </Section>
      {finding.related_lines.length > 0 && (
        <Section title={said.detail.relatedLines}>
          <SmallTable label={said.detail.relatedLines} columns={columns} rows={finding.related_lines} rowKey={(row) => row.bkkp_sn} />
        </Section>
      )}
    </>
  );
}

function useColumns(itemName: (code: string) => string | undefined): SmallColumn<Row>[] {
  const said = useWords().findings.line;
  const unknown = <span className="soft">—</span>;
  return [
    { key: 'sn', title: said.sn, render: (row) => <span className="code">{row.bkkp_sn}</span> },
    { key: 'time', title: said.time, render: (row) => (row.fact === null ? <span className="soft">{said.unknown}</span> : <When time={row.fact.fee_ocur_time} />) },
    { key: 'item', title: said.item, render: (row) => <ItemName code={row.fact?.med_list_codg ?? ''} name={itemName(row.fact?.med_list_codg ?? '')} /> },
    { key: 'department', title: said.department, render: (row) => row.fact?.bilg_dept_codg ?? '' },
    { key: 'doctor', title: said.doctor, render: (row) => <span className="code">{row.fact?.bilg_dr_code ?? ''}</span> },
    { key: 'count', title: said.count, align: 'end', render: (row) => row.fact?.cnt ?? unknown },
    { key: 'price', title: said.price, align: 'end', render: (row) => (row.fact?.pric ? <span className="number">{moneyText(row.fact.pric)}</span> : unknown) },
    { key: 'total', title: said.total, align: 'end', render: (row) => <Money yuan={row.fact?.det_item_fee_sumamt} /> },
    { key: 'covered', title: said.covered, align: 'end', render: (row) => <Money yuan={row.fact?.inscp_amt} /> },
  ];
}
