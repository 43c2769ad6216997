/** What was billed: its name where it is known, and its code. */
export function ItemName({ code, name }: { code: string; name: string | undefined }) {
  if (code === '') return <span className="soft">—</span>;
  if (name === undefined) return <span className="code">{code}</span>;
  return (
    <div className="item">
      {name} <span className="code soft">{code}</span>
    </div>
  );
}
