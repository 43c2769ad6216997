import { Figure, Figures } from '../../parts/figure';
import { countText, moneyText } from '../../parts/money';
import type { Shadow } from '../../queries/use_shadows';
import { useWords } from '../../words';

/** How much was judged twice, and what came out differently. */
export function ShadowFigures({ shadow }: { shadow: Shadow }) {
  const words = useWords();
  const said = words.shadows;
  const { total } = shadow.outcome;
  const money = (yuan: string) => `${moneyText(yuan)} ${words.common.yuan}`;
  return (
    <>
      <Figures>
        <Figure name={said.requests} help={said.requestsHelp} value={countText(shadow.requests)} />
        <Figure name={`${said.reminders} · ${said.now}`} value={countText(total.now)} />
        <Figure name={`${said.reminders} · ${said.after}`} value={countText(total.draft)} />
        <Figure name={said.added} value={countText(total.added)} note={money(total.money_added)} />
        <Figure name={said.dropped} value={countText(total.dropped)} note={money(total.money_dropped)} />
        <Figure name={said.changed} value={countText(total.changed)} note={money(total.money_changed)} />
        <Figure name={said.undecided} value={`${countText(shadow.undecided.now)} → ${countText(shadow.undecided.draft)}`} />
        <Figure name={said.failed} help={said.failedHelp} value={countText(shadow.failed)} />
        <Figure name={said.droppedRequests} help={said.droppedHelp} value={countText(shadow.dropped)} />
      </Figures>
      {shadow.requests === 0 && <p className="soft">{said.noRequests}</p>}
    </>
  );
}
