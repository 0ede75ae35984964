import { views } from '@/contract';
import { ButtonLink } from '@/components/ui/button';
import { useNextToConfirm, useToConfirm } from '../api/to-confirm';

/** Leads from one record to the next one that is to be confirmed, with their number; absent where there is none. */
export function NextToConfirm({ id }: { id: string }) {
  const count = useToConfirm();
  const next = useNextToConfirm(id);
  if (next === null) return null;
  return <ButtonLink href={views.cancellation(next)}>{`Next to confirm (${count})`}</ButtonLink>;
}
