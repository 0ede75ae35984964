const isNo = (value: string) => /^(?:false|no|off|0|f|n|[✗✘✖✕❌☐]|\[ ?\])$/i.test(value);
const isEmpty = (value: string) => /^(?:|~|-|null|nil|none|undefined|never)$/i.test(value);

const onKey = /^(?:is)?(?:enabled|active)$/;
/** Also with the time at which it was done: `deleted_at`. */
const offKey = /^(?:is|was)?(?:disabled|inactive|deleted|archived|removed)(?:at|on)?$/;
const stateKey = /^(?:status|state)$/;
const offState = /^(?:disabled|inactive|deleted|archived|removed)$/i;

/** Whether a key with its value says that what stands beside it does not count. */
export function isOff(key: string, value: string): boolean {
  const name = key.toLowerCase().replace(/[\s_-]+/g, '');
  if (onKey.test(name)) return isNo(value);
  if (offKey.test(name)) return !isNo(value) && !isEmpty(value);
  return stateKey.test(name) && offState.test(value);
}
