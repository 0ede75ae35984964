import { Toaster as Sonner } from 'sonner';
import 'sonner/dist/styles.css';

/** Where toasts appear: at the bottom left, away from the buttons at the end of each row. */
export default function Toaster() {
  return (
    <Sonner
      position="bottom-left"
      expand
      visibleToasts={3}
      gap={8}
      offset={16}
      mobileOffset={12}
      containerAriaLabel="Notifications"
    />
  );
}
