/** A share of one as a percentage; a dash while there is nothing to have a share of. */
export const shareText = (share: number | null | undefined): string =>
  share === null || share === undefined ? '—' : `${(share * 100).toFixed(1)}%`;

export function Share({ share }: { share: number | null | undefined }) {
  return <span className={share === null || share === undefined ? 'number soft' : 'number'}>{shareText(share)}</span>;
}
