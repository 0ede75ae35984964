import { useToConfirm } from '@/features/activity/api/to-confirm';

/** How many outcomes wait for a confirmation, beside the link to them. */
export default function ToConfirmCount() {
  const count = useToConfirm();
  if (count === '') return null;
  return (
    <span className="ml-1.5 rounded-full bg-accent-soft px-1.5 text-xs leading-5 font-semibold text-accent tabular">
      <span>{count}</span>
      <span className="sr-only"> to confirm</span>
    </span>
  );
}
