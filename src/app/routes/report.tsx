import { useSearchParams } from 'wouter';
import type { Session } from '@/contract';
import { readFilters } from '@/features/activity/journal/filters';
import { ReportView } from '@/features/activity/report/report-view';

export default function ReportRoute({ session }: { session: Session | null | undefined }) {
  const [address] = useSearchParams();
  return <ReportView filters={readFilters(address)} session={session} />;
}
