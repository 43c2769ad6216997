import { HelpMark } from '../../parts/help_mark';
import { useWords } from '../../words';

/** The first number of a text such as "11天" or "3.5 次"; null when it has none or several. */
export function numberIn(text: string): number | null {
  const numbers = text.match(/\d+(?:\.\d+)?/g);
  return numbers?.length === 1 ? Number(numbers[0]) : null;
}

/** Both values in words; where each is one number, as bars on one scale too. */
export function Measured({ observed, limit }: { observed: string; limit: string }) {
  const words = useWords();
  const said = words.findings;
  const values = [numberIn(observed), numberIn(limit)] as const;
  const most = Math.max(values[0] ?? 0, values[1] ?? 0);
  const drawn = values[0] !== null && values[1] !== null && most > 0;
  const rows = [
    { name: said.observed, text: observed, value: values[0], tone: 'red' },
    { name: said.limit, text: limit, value: values[1], tone: 'grey' },
  ];
  return (
    <div className="measured">
      <p className="measured-title">
        {said.detail.measured}
        <HelpMark about={said.detail.measured} text={said.detail.measuredHelp} />
      </p>
      <dl>
        {rows.map(({ name, text, value, tone }) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>
              {drawn && <i style={{ width: `${((value ?? 0) / most) * 55}%`, background: `var(--${tone})` }} aria-hidden />}
              <span className="foreign">{text || '—'}</span>
            </dd>
          </div>
        ))}
      </dl>
    </div>
  );
}
