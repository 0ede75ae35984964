/** Opens an address in the person's browser, where there is a desktop to open it on. */
export async function openOnDesktop(address: string): Promise<void> {
  const graphical =
    process.platform !== 'linux' || Boolean(process.env['DISPLAY'] ?? process.env['WAYLAND_DISPLAY']);
  if (!graphical || process.env['CI']) return;
  const { default: open } = await import('open');
  await open(address);
}
