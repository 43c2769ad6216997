// One share of the institution by month, in front of the spread of its unnamed peers.
import { Select } from 'antd';
import { useMemo } from 'react';

import { Chart } from '../../parts/chart';
import { HelpMark } from '../../parts/help_mark';
import { Section } from '../../parts/page_frame';
import { EmptyState } from '../../parts/states';
import { useFilters } from '../../queries/use_list_query';
import type { Indicator } from '../../queries/use_own_profile';
import { useRuleNames } from '../../queries/use_rule_names';
import { useWords } from '../../words';
import { percentText } from '../traffic/texts';
import { peersOption } from './peers_option';

const filterNames = ['indicator'] as const;

export function Peers({ indicators }: { indicators: Indicator[] }) {
  const words = useWords();
  const said = words.own;
  const ruleName = useRuleNames();
  const { filters, setFilters } = useFilters(filterNames);
  const nameOf = (one: Indicator) => ruleName(one.rule_no) || one.rule_name;
  const shown = indicators.find((one) => String(one.rule_no) === filters.indicator) ?? indicators.find((one) => one.months.length > 0);
  return (
    <Section
      title={said.peers}
      extra={
        <span className="own-pick">
          {shown !== undefined && (
            <Select
              aria-label={said.indicator}
              className="own-indicator no-print"
              value={shown.rule_no}
              onChange={(indicator) => setFilters({ indicator: String(indicator) })}
              options={indicators.map((one) => ({ value: one.rule_no, label: `${one.rule_no} ${nameOf(one)}` }))}
            />
          )}
          <HelpMark about={said.peers} text={said.peersHelp} />
        </span>
      }
    >
      {shown === undefined || shown.months.length === 0 ? (
        <EmptyState
          title={said.noIndicators}
          hint={shown !== undefined && shown.missing !== '' ? said.lacking(shown.missing) : said.noIndicatorsHint}
        />
      ) : (
        <PeersChart indicator={shown} name={nameOf(shown)} />
      )}
    </Section>
  );
}

function PeersChart({ indicator, name }: { indicator: Indicator; name: string }) {
  const said = useWords().own;
  const { months } = indicator;
  const option = useMemo(
    () => peersOption(months, { share: said.share, boxes: said.boxes, limit: said.limit, median: said.median, quartiles: said.quartiles }),
    [months, said],
  );
  return (
    <Chart
      label={said.peersChart(name)}
      height={300}
      option={option}
      table={{
        columns: [
          { title: said.month },
          { title: said.share, align: 'end' },
          { title: said.limit, align: 'end' },
          { title: said.median, align: 'end' },
          { title: said.quartiles, align: 'end' },
          { title: `${said.place}（${said.placeHelp}）`, align: 'end' },
          { title: said.cases, align: 'end' },
        ],
        rows: months.map(({ month, share, limit, peers, cases }) => [
          month,
          percentText(share),
          percentText(limit),
          percentText(peers?.median ?? null),
          peers === null ? '—' : `${percentText(peers.p25)} – ${percentText(peers.p75)}`,
          peers === null ? '—' : said.placeOf(peers.place, peers.institutions),
          cases.toLocaleString('en-US'),
        ]),
      }}
    />
  );
}
