// The accused lines and those the accusation rests on, among what else is known of the person at that time.
import { useMemo } from 'react';

import { BlockSkeleton } from '../../parts/states';
import { lanesOf, Timeline, type TimelineItem, type TimelineRow, type Weight } from '../../parts/timeline';
import type { FeeLine, FindingView } from '../../queries/use_finding';
import { useItemNames } from '../../queries/use_item_names';
import { usePerson, type Person } from '../../queries/use_person';
import { usePersonLines } from '../../queries/use_person_lines';
import { useRuleNames } from '../../queries/use_rule_names';
import { useMay } from '../../session/session';
import { useWords, type Words } from '../../words';

const kLanes = 12;
const kNear = 30; // days before and after, that a lane is worth its place

export function FindingTimeline({ finding }: { finding: FindingView }) {
  const words = useWords();
  const said = words.findings.detail;
  const nameOf = useRuleNames();
  const may = useMay();
  const whole = may('read_persons') && finding.psn_no !== '';
  // Goes into the access log.
  const reason = said.lookReason(finding.finding_id);
  const person = usePerson(finding.psn_no, reason, whole);
  const lines = usePersonLines(finding.psn_no, reason, dayAfter(finding.end_time, 60), whole);
  const { rows: coded, left } = useMemo(
    () => rowsOf(finding, person.data, lines.data?.items ?? [], words, nameOf),
    [finding, person.data, lines.data, words, nameOf],
  );
  const itemName = useItemNames(coded.filter((row) => row.kind === 'lane').map((row) => row.key));
  const rows = useMemo(() => coded.map((row) => ({ ...row, name: itemName(row.key) ?? row.name })), [coded, itemName]);
  if (whole && (person.isPending || lines.isPending)) return <BlockSkeleton height={260} />;
  const notes = [whole ? '' : said.timelineLimited, left > 0 ? said.lanesLeft(left) : ''].filter((text) => text !== '');
  return (
    <Timeline
      label={said.timelineOf(finding.psn_no)}
      rows={rows}
      focus={{ from: finding.begin_time, to: finding.end_time }}
      {...(notes.length > 0 ? { note: notes.join(' · ') } : {})}
    />
  );
}

function dayAfter(time: string | null, days: number): string | undefined {
  if (time === null) return undefined;
  return new Date(Date.parse(`${time.slice(0, 10)}T00:00:00Z`) + days * 86_400_000).toISOString().slice(0, 10);
}

function nearTo({ begin_time, end_time }: FindingView): (item: TimelineItem) => boolean {
  const [from, to] = [dayAfter(begin_time, -kNear), dayAfter(end_time ?? begin_time, kNear)];
  return ({ begin }) => begin !== null && (from === undefined || begin >= from) && (to === undefined || begin < to);
}

function rowsOf(finding: FindingView, person: Person | undefined, others: FeeLine[], words: Words, nameOf: (no: number) => string) {
  const weights = new Map<string, Weight>();
  for (const line of finding.related_lines) weights.set(line.bkkp_sn, 'related');
  for (const line of finding.lines) weights.set(line.bkkp_sn, 'accused');
  const known = new Map<string, FeeLine>();
  for (const line of others) known.set(line.bkkp_sn, line);
  for (const { fact } of [...finding.related_lines, ...finding.lines]) if (fact !== null) known.set(fact.bkkp_sn, fact);
  const { lanes, left } = lanesOf(
    [...known.values()].map((line) => ({
      key: line.med_list_codg,
      name: line.med_list_codg,
      item: {
        id: line.bkkp_sn,
        begin: line.fee_ocur_time,
        text: `${line.fixmedins_name || line.fixmedins_code} × ${line.cnt ?? '?'} ${line.det_item_fee_sumamt ?? '?'} ${words.common.yuan}`,
        weight: weights.get(line.bkkp_sn) ?? 'plain',
      },
    })),
    kLanes,
    nearTo(finding),
  );
  const rows: TimelineRow[] = [];
  if (person !== undefined) {
    rows.push({
      key: 'flags',
      kind: 'flags',
      name: words.timeline.flags,
      items: person.findings.map((one) => ({
        id: one.finding_id,
        begin: one.begin_time,
        text: `${one.rule_no} ${nameOf(one.rule_no) || one.rule_name} ${one.vola_amt ?? ''} ${words.common.yuan}`,
        weight: one.finding_id === finding.finding_id ? 'accused' : 'plain',
        to: `/findings/${one.finding_id}`,
      })),
    });
    const visits = person.visits.filter((visit) => !visit.cancelled);
    const isStay = (visit: Person['visits'][number]) => visit.endtime !== null && visit.begntime !== null && visit.endtime.slice(0, 10) > visit.begntime.slice(0, 10);
    const item = (visit: Person['visits'][number]) => ({
      id: visit.mdtrt_id,
      begin: visit.begntime,
      end: visit.endtime,
      text: `${visit.fixmedins_name || visit.fixmedins_code} ${visit.dscg_maindiag_code}`,
    });
    rows.push({ key: 'stays', kind: 'stays', name: words.timeline.stays, items: visits.filter(isStay).map(item) });
    rows.push({ key: 'visits', kind: 'visits', name: words.timeline.visits, items: visits.filter((visit) => !isStay(visit)).map(item) });
  }
  return { rows: [...rows, ...lanes], left };
}
