import { When } from '../../parts/day';
import { Money } from '../../parts/money';
import { SmallTable } from '../../parts/small_table';
import { Tag } from '../../parts/tags';
import type { Reminder } from '../../queries/use_reminder';
import { useWords } from '../../words';

type Order = NonNullable<Reminder['grounds']>['orders'][number];

export function ReminderOrders({ orders }: { orders: Order[] }) {
  const said = useWords().traffic;
  if (orders.length === 0) return <p className="soft">{said.noOrders}</p>;
  return (
    <SmallTable
      label={said.orders}
      columns={[
        { key: 'accused', title: said.part, render: (one) => <Tag tone={one.accused ? 'warning' : 'quiet'}>{one.accused ? said.accused : said.evidence}</Tag> },
        { key: 'item', title: said.item, render: (one) => (one.med_list_codg === '' ? <span className="soft">{said.fromHistory}</span> : <span className="code">{one.med_list_codg}</span>) },
        { key: 'time', title: said.time, render: (one) => <When time={one.time} /> },
        { key: 'count', title: said.count, align: 'end', render: (one) => one.cnt ?? '—' },
        { key: 'sum', title: said.sum, align: 'end', render: (one) => <Money yuan={one.det_item_fee_sumamt} /> },
        { key: 'disputed', title: said.disputed, align: 'end', render: (one) => <Money yuan={one.vola_amt} /> },
      ]}
      rows={orders}
      rowKey={(_, index) => String(index)}
    />
  );
}
